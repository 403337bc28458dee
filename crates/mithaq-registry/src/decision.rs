//! What people decide: an append-only log that always wins over what was read.
//!
//! In: [`Decision`]s. Out: rows of `decision`, and for resolution: which mentions are tied together or apart, and which values,
//! rejections and acceptances hold. A decision names a mention, and so stays with the agreement that this mention belongs to,
//! also when documents are read again or more reports come.

use crate::store::{self, Block};
use crate::{Registry, RegistryError, Result, former};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// What kind of decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// The agreement or event is right as it stands.
    Accept,
    /// A property's value is another.
    Correct,
    /// There is no such agreement or event.
    Reject,
    /// Two are one.
    Merge,
    /// A mention is of another agreement.
    Split,
    /// A remark.
    Note,
    /// Entered by hand.
    Add,
    /// An earlier decision is taken back.
    Undo,
}

impl DecisionKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            DecisionKind::Accept => "accept",
            DecisionKind::Correct => "correct",
            DecisionKind::Reject => "reject",
            DecisionKind::Merge => "merge",
            DecisionKind::Split => "split",
            DecisionKind::Note => "note",
            DecisionKind::Add => "add",
            DecisionKind::Undo => "undo",
        }
    }
}

/// One decision, as a person gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub kind: DecisionKind,
    pub author: String,
    /// An id of an agreement or event (the key of any of its mentions); for undo the decision's number.
    pub target: String,
    /// Merge, split: the other id.
    pub other: Option<String>,
    /// Correct: property and value; parties and areas joined by `+`, an empty value for "unknown".
    pub property: Option<String>,
    pub value: Option<String>,
    pub reason: String,
}

/// A decision in force, as resolution uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    pub id: i64,
    pub kind: String,
    pub target: String,
    pub other: Option<String>,
    pub property: Option<String>,
    pub value: Option<String>,
}

/// SQL: whether the decision in row `d` was taken back.
pub const UNDONE: &str = "EXISTS (SELECT 1 FROM decision u WHERE u.kind = 'undo' AND u.other = CAST(d.id AS TEXT))";

/// Decisions about the mentions of one block, without those taken back, oldest first. What was decided about a mention that is gone
/// is about the one that stands for it.
pub fn in_force(db: &Connection, keys: &[&str]) -> Result<Vec<InForce>> {
    let mut all: HashMap<i64, InForce> = HashMap::new();
    let mut find =
        db.prepare_cached(&format!("SELECT id, kind, target, other, property, value FROM decision d WHERE (target = ?1 OR other = ?1) AND kind <> 'undo' AND NOT {UNDONE}"))?;
    for k in keys {
        for name in former::names_of(db, k)? {
            let rows = find.query_map([&name], |r| Ok(InForce { id: r.get(0)?, kind: r.get(1)?, target: r.get(2)?, other: r.get(3)?, property: r.get(4)?, value: r.get(5)? }))?;
            for d in rows {
                let d = d?;
                all.insert(d.id, d);
            }
        }
    }
    let mut list: Vec<InForce> = all.into_values().collect();
    for d in &mut list {
        d.target = former::stands_for(db, &d.target)?.unwrap_or_else(|| d.target.clone());
        if let Some(o) = &d.other {
            d.other = former::stands_for(db, o)?.or_else(|| d.other.clone());
        }
    }
    list.sort_by_key(|d| d.id);
    Ok(list)
}

/// Properties of an agreement that a person may correct.
pub const CORRECTABLE: [&str; 13] =
    ["parties", "domain", "instrument", "title", "scope", "status", "signed", "date", "place", "place_country", "areas", "duration_years", "occasion"];

impl Registry {
    /// Writes a decision and computes again what it touches, in one transaction. Returns its number.
    pub fn decide(&mut self, d: &Decision) -> Result<i64> {
        Ok(self.decide_all(std::slice::from_ref(d))?.first().copied().unwrap_or_default())
    }

    /// Writes several decisions, all or none. Returns their numbers.
    pub fn decide_all(&mut self, all: &[Decision]) -> Result<Vec<i64>> {
        for d in all {
            if d.author.trim().is_empty() {
                return Err(RegistryError::Decision("a decision needs an author: --author NAME, or set MITHAQ_AUTHOR".into()));
            }
            if d.reason.trim().is_empty() && !matches!(d.kind, DecisionKind::Accept) {
                return Err(RegistryError::Decision(format!("to {} something needs a reason: --reason WORDS", d.kind.name())));
            }
        }
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let numbers = all.iter().map(|d| record(&tx, d)).collect::<Result<Vec<_>>>()?;
        tx.commit()?;
        Ok(numbers)
    }
}

/// Writes a decision inside the caller's transaction.
pub fn record(db: &Connection, d: &Decision) -> Result<i64> {
    let bad = |m: String| Err(RegistryError::Decision(m));
    let mut touched = std::collections::BTreeSet::new();
    let block_of = |key: &str| -> Result<Option<Block>> {
        let now = former::stands_for(db, key)?.unwrap_or_else(|| key.into());
        Ok(db.prepare_cached("SELECT kind, block FROM mention WHERE key = ?1")?.query_row([now], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    };
    let known = |key: &str| -> Result<Block> {
        let found = block_of(key)?.ok_or_else(|| RegistryError::NoSuchId(key.into()))?;
        if found.0 == "contribution" { Err(RegistryError::Decision("one decides about agreements and events; a contribution goes with its agreement".into())) } else { Ok(found) }
    };
    let mut other = d.other.clone();
    let mut target = d.target.clone();
    match d.kind {
        DecisionKind::Undo => {
            let number = d.target.trim().parse::<i64>().unwrap_or(-1);
            let earlier: Option<(String, Option<String>, String)> =
                db.query_row("SELECT target, other, kind FROM decision WHERE id = ?1", [number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
            let Some((of, with, kind)) = earlier else { return bad(format!("there is no decision number {}", d.target)) };
            if kind == "undo" || kind == "add" {
                return bad(format!("a decision to {kind} is not undone; reject the agreement, or decide again"));
            }
            let number = number.to_string();
            if db.prepare_cached("SELECT 1 FROM decision WHERE kind = 'undo' AND other = ?1")?.exists([&number])? {
                return bad(format!("decision number {number} is taken back already"));
            }
            // What it was about may be gone since.
            for key in [Some(&of), with.as_ref()].into_iter().flatten() {
                touched.extend(block_of(key)?);
            }
            other = Some(number);
            target = of;
        }
        DecisionKind::Merge | DecisionKind::Split => {
            let Some(w) = &d.other else { return bad(format!("to {} needs two ids", d.kind.name())) };
            if *w == target {
                // The report that the agreement is named after is to leave it: from another of its reports, then.
                let rest = if d.kind == DecisionKind::Split { rest_of(db, w)? } else { None };
                let Some(rest) = rest else { return bad("the two ids are of the same report".into()) };
                target = rest;
            }
            let (a, b) = (known(&target)?, known(w)?);
            if a.0 != b.0 {
                return bad("an agreement and an event are never one".into());
            }
            if a.0 == "event" && a.1 != b.1 {
                return bad("events are one only where type, participants and host are the same; reject the one that is wrong".into());
            }
            touched.extend([a, b]);
        }
        DecisionKind::Correct => {
            let block = known(&target)?;
            if block.0 == "event" {
                return bad("values of events cannot be corrected; reject the event, or note what is wrong".into());
            }
            touched.insert(block);
        }
        _ => {
            touched.insert(known(&target)?);
        }
    }
    let mut value = d.value.clone();
    let mut precision = None;
    if d.kind == DecisionKind::Correct {
        let property = d.property.as_deref().unwrap_or_default();
        let v = checked(property, d.value.as_deref().unwrap_or_default())?;
        if matches!(property, "signed" | "date") {
            precision = Some(crate::report::precision_name(crate::report::date_value(Some(&v)).precision));
        }
        value = Some(v);
    }
    let id = write(db, &Decision { target: target.clone(), other, value, ..d.clone() }, precision)?;
    if d.kind == DecisionKind::Undo {
        // What only that decision kept, no reading having it any more, goes.
        touched.extend(store::let_go(db, &target)?);
    }
    // Two blocks that a merge ties are computed together.
    crate::derive::resolve(db, touched)?;
    Ok(id)
}

/// Adds a row to the log. Returns its number.
fn write(db: &Connection, d: &Decision, precision: Option<&str>) -> Result<i64> {
    let at = jiff::Timestamp::now().to_string();
    let mut insert = db.prepare_cached("INSERT INTO decision (at, author, kind, target, other, property, value, precision, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    Ok(insert.insert(params![at, d.author.trim(), d.kind.name(), d.target, d.other, d.property, d.value, precision, d.reason.trim()])?)
}

/// Another mention of what a mention stands for: the first in the alphabet.
fn rest_of(db: &Connection, key: &str) -> Result<Option<String>> {
    let sql = "SELECT min(o.key) FROM mention m JOIN member b ON b.mention = m.id JOIN member c ON c.resolved = b.resolved AND c.mention <> b.mention
         JOIN mention o ON o.id = c.mention WHERE m.key = ?1";
    Ok(db.prepare_cached(sql)?.query_row([key], |r| r.get(0))?)
}

/// Writes that something was entered by hand, and what that ties together. The caller resolves: a register has thousands of rows.
pub fn entered(db: &Connection, kind: DecisionKind, target: &str, other: Option<&str>, author: &str, reason: &str) -> Result<()> {
    // A tie that was made, or taken back, once is not made again by the same rows.
    let tied = other.is_some() && db.prepare_cached("SELECT 1 FROM decision WHERE kind = ?1 AND target = ?2 AND other = ?3")?.exists(params![kind.name(), target, other])?;
    if !tied {
        let d = Decision { kind, author: author.into(), target: target.into(), other: other.map(str::to_string), property: None, value: None, reason: reason.into() };
        write(db, &d, None)?;
    }
    Ok(())
}

/// A corrected value in the form in which it is stored, or why it cannot be one.
pub fn checked(property: &str, value: &str) -> Result<String> {
    let bad = |m: String| Err(RegistryError::Decision(m));
    let value = value.trim();
    match property {
        "parties" | "areas" => {
            let mut codes: Vec<String> = value.split('+').map(|c| c.trim().to_string()).filter(|c| !c.is_empty()).collect();
            codes.sort();
            codes.dedup();
            if property == "parties" && (codes.len() < 2 || !codes.iter().all(|c| crate::codes::is_state(c))) {
                return bad(format!("parties are two codes or more joined by +, such as CZE+MAR; this is {value:?}"));
            }
            if let Some(c) = codes.iter().find(|c| property == "areas" && !crate::codes::AREAS.contains(&c.as_str())) {
                return bad(format!("there is no area {c:?}; areas are {}", crate::codes::AREAS.join(", ")));
            }
            Ok(codes.join("+"))
        }
        "signed" | "date" => {
            if !value.is_empty() && crate::report::date_value(Some(value)).value.is_none() {
                return bad(format!("a date is YYYY-MM-DD, YYYY-MM or YYYY; this is {value:?}"));
            }
            Ok(value.into())
        }
        "instrument" | "status" | "scope" | "domain" => {
            let codes = crate::codes::of(property);
            if codes.contains(&value) { Ok(value.into()) } else { bad(format!("{property} is one of {}; this is {value:?}", codes.join(", "))) }
        }
        "place_country" => {
            if value.is_empty() || crate::codes::is_state(value) {
                Ok(value.into())
            } else {
                bad(format!("a country is a code of three letters, such as MAR; this is {value:?}"))
            }
        }
        "duration_years" => {
            if value.is_empty() || value.parse::<u32>().is_ok() {
                Ok(value.into())
            } else {
                bad(format!("a duration is a number of years; this is {value:?}"))
            }
        }
        "title" | "occasion" | "place" => Ok(value.into()),
        _ => bad(format!("{property:?} cannot be corrected; one can correct {}", CORRECTABLE.join(", "))),
    }
}
