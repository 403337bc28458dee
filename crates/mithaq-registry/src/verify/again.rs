//! What results, computed anew beside the registry and compared with what is stored.
//!
//! In: a connection inside a transaction. Out: findings. The tables that result are made once more, empty, as temporary tables.
//! SQLite looks there first for a name without a schema, so resolution, as it is, reads what was read and decided from the registry and
//! writes its results beside it. Nothing is locked and nothing in the file changes; the caller's rollback takes the tables away.

use super::{Findings, MEND, every_block};
use crate::{RegistryError, Result, derive};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, TransactionState};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Tables of what was read and decided: no computing replaces them.
const READ: [&str; 12] = ["reader", "document", "document_text", "document_search", "source", "band", "mention", "former", "span", "statement", "unasserted", "decision"];

/// Tables with a row for each agreement, event or mention, and its key.
const KEYED: [(&str, &str); 3] = [("agreement", "id"), ("event", "id"), ("member", "mention")];

/// Tables that are compared in a way of their own.
const APART: [&str; 3] = ["person", "person_name", "agreement_search"];

/// The tables that result, by the schema of this version: all that are not of the first two layers.
pub fn resulting(db: &Connection) -> Result<Vec<String>> {
    let mut find = db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid")?;
    let names = find.query_map([], |r| r.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let inner = |n: &str| n.starts_with("sqlite_") || n.starts_with("document_search_") || n.starts_with("agreement_search_");
    Ok(names.into_iter().filter(|n| !inner(n) && !READ.contains(&n.as_str())).collect())
}

/// Computes everything again and names what differs.
pub fn compare(db: &Connection, f: &mut Findings) -> Result<()> {
    // By a fresh schema: tables that people added are none of ours.
    let tables = resulting(&crate::Registry::in_memory()?.db)?;
    for t in &tables {
        beside(db, t)?;
    }
    derive::resolve(db, every_block(db)?)?;
    // A statement that names the schema, or a table that is not beside, would have written into the registry.
    if db.transaction_state(Some("main"))? == TransactionState::Write {
        return Err(RegistryError::Damaged("the check itself changed the registry (taken back)".into()));
    }
    for t in &tables {
        match KEYED.iter().find(|k| k.0 == t) {
            Some((_, key)) => keyed(db, f, t, key)?,
            None if APART.contains(&t.as_str()) => {}
            None => owned(db, f, t)?,
        }
    }
    persons(db, f)?;
    searched(db, f)
}

/// The table once more, empty, with its indexes.
fn beside(db: &Connection, table: &str) -> Result<()> {
    let mut find = db.prepare("SELECT sql FROM main.sqlite_schema WHERE tbl_name = ?1 AND sql IS NOT NULL AND type IN ('table', 'index') ORDER BY type = 'index'")?;
    for sql in find.query_map([table], |r| r.get::<_, String>(0))? {
        let sql = sql?;
        let place = ["CREATE TABLE ", "CREATE VIRTUAL TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX "].iter().find_map(|p| sql.strip_prefix(p).map(|rest| (p, rest)));
        let Some((begin, rest)) = place else { return Err(RegistryError::Damaged(format!("the table {table} was made in an unknown way"))) };
        db.execute_batch(&format!("{begin}temp.{rest}"))?;
    }
    Ok(())
}

/// The columns that are compared: not numbers that a row gets by the order in which rows come.
fn columns(db: &Connection, table: &str) -> Result<Vec<String>> {
    let mut find = db.prepare_cached("SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid")?;
    let names = find.query_map([table], |r| r.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(names.into_iter().filter(|n| n != "person" && (table != "agreement" || n != "n")).collect())
}

fn list(names: &[String], prefix: &str) -> String {
    names.iter().map(|n| format!("{prefix}\"{n}\"")).collect::<Vec<_>>().join(", ")
}

/// A value as a person reads it.
fn shown(v: ValueRef) -> String {
    match v {
        ValueRef::Null => "nothing".into(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(n) => n.to_string(),
        ValueRef::Text(t) => {
            let text = String::from_utf8_lossy(t);
            let mut short: String = text.chars().take(60).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!("{short:?}")
        }
        ValueRef::Blob(b) => format!("{} bytes", b.len()),
    }
}

/// A table with a key: rows too many, rows that lack, values that differ.
fn keyed(db: &Connection, f: &mut Findings, table: &str, key: &str) -> Result<()> {
    // A member is a mention, known to people by its key.
    let name = |schema: &str| match table {
        "member" => format!("coalesce((SELECT k.key FROM main.mention k WHERE k.id = {schema}.mention), {schema}.mention)"),
        _ => format!("{schema}.\"{key}\""),
    };
    let only =
        |from: &str, not: &str| format!("SELECT {} FROM {from}.\"{table}\" x WHERE NOT EXISTS (SELECT 1 FROM {not}.\"{table}\" y WHERE y.\"{key}\" = x.\"{key}\")", name("x"));
    each(db, &only("main", "temp"), |r| {
        f.add(r.get::<_, String>(0)?, format!("this row of {table} results from nothing that was read"), MEND);
        Ok(())
    })?;
    // Mentions that stand for nothing are named by a check of their own.
    if table != "member" {
        each(db, &only("temp", "main"), |r| {
            f.add(r.get::<_, String>(0)?, format!("it lacks in {table}, though what was read gives it"), MEND);
            Ok(())
        })?;
    }
    let names = columns(db, table)?;
    let (x, y) = (list(&names, "x."), list(&names, "y."));
    let differ = format!("SELECT {}, {x}, {y} FROM main.\"{table}\" x JOIN temp.\"{table}\" y ON y.\"{key}\" = x.\"{key}\" WHERE ({x}) IS NOT ({y})", name("x"));
    each(db, &differ, |r| {
        let mut parts = Vec::new();
        for (i, n) in names.iter().enumerate() {
            let (stored, computed) = (r.get_ref(1 + i)?, r.get_ref(1 + names.len() + i)?);
            if stored != computed {
                parts.push(format!("{n} is {}, computed again {}", shown(stored), shown(computed)));
            }
        }
        f.add(r.get::<_, String>(0)?, format!("{table}: {}", parts.join("; ")), MEND);
        Ok(())
    })
}

/// A table of rows that hang on an agreement or event, or on two (doubts).
fn owned(db: &Connection, f: &mut Findings, table: &str) -> Result<()> {
    let names = columns(db, table)?;
    let all = list(&names, "");
    // Where the agreement or event itself lacks, that was said already.
    let both = match names.iter().find(|n| *n == "agreement" || *n == "event") {
        Some(of) => format!("WHERE \"{of}\" IN (SELECT id FROM main.\"{of}\") AND \"{of}\" IN (SELECT id FROM temp.\"{of}\")"),
        None => String::new(),
    };
    for (from, not, what) in [("main", "temp", "a row that results from nothing that was read"), ("temp", "main", "a row is missing")] {
        each(db, &format!("SELECT {all} FROM {from}.\"{table}\" {both} EXCEPT SELECT {all} FROM {not}.\"{table}\""), |r| {
            let mut row = Vec::new();
            for (i, n) in names.iter().enumerate().skip(1) {
                row.push(format!("{n} {}", shown(r.get_ref(i)?)));
            }
            f.add(r.get::<_, String>(0)?, format!("{table}: {what} ({})", row.join(", ")), MEND);
            Ok(())
        })?;
    }
    Ok(())
}

/// People that signatories and events need. Spellings once tied to a person stay tied, so more of them may be stored than result now.
fn persons(db: &Connection, f: &mut Findings) -> Result<()> {
    each(db, "SELECT key, state FROM temp.person_name EXCEPT SELECT key, state FROM main.person_name", |r| {
        f.add(format!("person {} {}", r.get::<_, String>(0)?, r.get::<_, String>(1)?), "this person is missing", MEND);
        Ok(())
    })?;
    let tied = "SELECT h.agreement, h.n FROM main.agreement_signatory h JOIN temp.agreement_signatory g ON g.agreement = h.agreement AND g.n = h.n
         WHERE (h.person IS NULL) <> (g.person IS NULL) OR EXISTS (SELECT 1 FROM temp.person_name p WHERE p.person = g.person
           AND NOT EXISTS (SELECT 1 FROM main.person_name q WHERE q.person = h.person AND q.key = p.key AND q.state = p.state))";
    each(db, tied, |r| {
        f.add(r.get::<_, String>(0)?, format!("signatory {} is tied to another person", r.get::<_, i64>(1)?), MEND);
        Ok(())
    })
}

/// The words under which each agreement is found.
fn searched(db: &Connection, f: &mut Findings) -> Result<()> {
    db.execute_batch(
        "CREATE VIRTUAL TABLE temp.words_stored USING fts5vocab (main, agreement_search, instance);
         CREATE VIRTUAL TABLE temp.words_again USING fts5vocab (temp, agreement_search, instance);",
    )?;
    let (stored, again) = (words(db, "words_stored")?, words(db, "words_again")?);
    each(db, "SELECT x.id, x.n, y.n FROM main.agreement x JOIN temp.agreement y ON y.id = x.id", |r| {
        if stored.get(&r.get(1)?) != again.get(&r.get(2)?) {
            f.add(r.get::<_, String>(0)?, "it is not found by its own words", MEND);
        }
        Ok(())
    })
}

/// One number for all words of a row and their places, by row.
fn words(db: &Connection, table: &str) -> Result<HashMap<i64, u64>> {
    let mut rows: HashMap<i64, u64> = HashMap::new();
    each(db, &format!("SELECT doc, term, offset FROM temp.{table}"), |r| {
        let mut h = DefaultHasher::new();
        r.get_ref(1)?.as_bytes().unwrap_or_default().hash(&mut h);
        r.get::<_, i64>(2)?.hash(&mut h);
        let sum = rows.entry(r.get(0)?).or_default();
        // Added up, so that the order does not matter.
        *sum = sum.wrapping_add(h.finish());
        Ok(())
    })?;
    Ok(rows)
}

fn each(db: &Connection, sql: &str, mut f: impl FnMut(&Row) -> Result<()>) -> Result<()> {
    let mut find = db.prepare(sql)?;
    let mut rows = find.query([])?;
    while let Some(r) = rows.next()? {
        f(r)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever adds a table says here which layer it is of: one of the first two goes into [`READ`] as well.
    #[test]
    fn every_table_is_known_to_be_read_or_to_result() {
        let fresh = crate::Registry::in_memory().unwrap();
        assert_eq!(
            resulting(&fresh.db).unwrap(),
            [
                "agreement",
                "agreement_party",
                "agreement_area",
                "agreement_step",
                "agreement_signatory",
                "member",
                "agreement_link",
                "agreement_conflict",
                "event",
                "event_party",
                "person",
                "person_name",
                "doubt",
                "agreement_search"
            ]
        );
    }
}
