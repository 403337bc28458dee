//! What people decide: an append-only log that always wins over what was read.
//!
//! In: [`Decision`]s. Out: rows of `decision`, and for resolution: which mentions are tied together or apart, and which values,
//! rejections and acceptances hold. A decision names a mention, and so stays with the agreement that this mention belongs to,
//! also when documents are read again or more reports come.

use crate::{Registry, RegistryError, Result};
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

/// Decisions about the mentions of one block, without those taken back, oldest first.
pub fn in_force(db: &Connection, keys: &[&str]) -> Result<Vec<InForce>> {
    let mut all: HashMap<i64, InForce> = HashMap::new();
    let mut find = db.prepare_cached(
        "SELECT id, kind, target, other, property, value FROM decision d
         WHERE (target = ?1 OR other = ?1) AND kind <> 'undo' AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.kind = 'undo' AND u.other = CAST(d.id AS TEXT))",
    )?;
    for k in keys {
        let rows = find.query_map([k], |r| Ok(InForce { id: r.get(0)?, kind: r.get(1)?, target: r.get(2)?, other: r.get(3)?, property: r.get(4)?, value: r.get(5)? }))?;
        for d in rows {
            let d = d?;
            all.insert(d.id, d);
        }
    }
    let mut list: Vec<InForce> = all.into_values().collect();
    list.sort_by_key(|d| d.id);
    Ok(list)
}

/// Properties of an agreement that a person may correct.
pub const CORRECTABLE: [&str; 13] =
    ["parties", "domain", "instrument", "title", "scope", "status", "signed", "date", "place", "place_country", "areas", "duration_years", "occasion"];

impl Registry {
    /// Writes a decision and computes again what it touches, in one transaction. Returns its number.
    pub fn decide(&mut self, d: &Decision) -> Result<i64> {
        if d.author.trim().is_empty() {
            return Err(RegistryError::Decision("a decision needs an author: --author NAME, or set MITHAQ_AUTHOR".into()));
        }
        if d.reason.trim().is_empty() && !matches!(d.kind, DecisionKind::Accept) {
            return Err(RegistryError::Decision(format!("to {} something needs a reason: --reason WORDS", d.kind.name())));
        }
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let id = record(&tx, d)?;
        tx.commit()?;
        Ok(id)
    }
}

/// Writes a decision inside the caller's transaction.
pub fn record(db: &Connection, d: &Decision) -> Result<i64> {
    let mut touched = std::collections::BTreeSet::new();
    let mut block_of = |key: &str| -> Result<()> {
        let found = db.prepare_cached("SELECT kind, block FROM mention WHERE key = ?1")?.query_row([key], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))).optional()?;
        touched.insert(found.ok_or_else(|| RegistryError::NoSuchId(key.into()))?);
        Ok(())
    };
    let mut other = d.other.clone();
    let mut target = d.target.clone();
    match d.kind {
        DecisionKind::Undo => {
            let earlier: Option<(String, Option<String>, String)> = db
                .query_row("SELECT target, other, kind FROM decision WHERE id = ?1", [d.target.parse::<i64>().unwrap_or(-1)], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            let Some((of, with, kind)) = earlier else { return Err(RegistryError::Decision(format!("there is no decision number {}", d.target))) };
            if kind == "undo" || kind == "add" {
                return Err(RegistryError::Decision(format!("a decision to {kind} is not undone; reject the agreement, or decide again")));
            }
            block_of(&of)?;
            if let Some(w) = with {
                block_of(&w)?;
            }
            other = Some(d.target.clone());
            target = of;
        }
        DecisionKind::Merge | DecisionKind::Split => {
            let Some(w) = &d.other else { return Err(RegistryError::Decision(format!("to {} needs two ids", d.kind.name()))) };
            if *w == target {
                return Err(RegistryError::Decision("the two ids are of the same report".into()));
            }
            block_of(&target)?;
            block_of(w)?;
        }
        _ => block_of(&target)?,
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
    let at = jiff::Timestamp::now().to_string();
    let id = db
        .prepare_cached("INSERT INTO decision (at, author, kind, target, other, property, value, precision, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .insert(params![at, d.author.trim(), d.kind.name(), target, other, d.property, value, precision, d.reason.trim()])?;
    // Two blocks that a merge ties are computed together.
    crate::derive::resolve(db, touched)?;
    Ok(id)
}

/// Writes that something was entered by hand, and what that ties together. The caller resolves: a register has thousands of rows.
pub fn entered(db: &Connection, kind: DecisionKind, target: &str, other: Option<&str>, author: &str, reason: &str) -> Result<()> {
    // A tie that was made, or taken back, once is not made again by the same rows.
    let tied = other.is_some() && db.prepare_cached("SELECT 1 FROM decision WHERE kind = ?1 AND target = ?2 AND other = ?3")?.exists(params![kind.name(), target, other])?;
    if !tied {
        let at = jiff::Timestamp::now().to_string();
        let mut insert = db.prepare_cached("INSERT INTO decision (at, author, kind, target, other, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        insert.execute(params![at, author.trim(), kind.name(), target, other, reason.trim()])?;
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
