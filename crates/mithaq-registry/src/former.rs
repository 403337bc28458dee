//! Names that mentions bore once: ids that people wrote down, and decisions about them, outlive the reading they came from.
//!
//! In: a mention that a later reading or text no longer has, and the mentions that stood for the same agreement or event. Out: for an
//! old key the present one that stands for it, and for a present key every old one. No other key is remembered: where a
//! reading found the only report of something, and the next does not, nothing stands for it.

use crate::Result;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// How often a name may have passed on.
const PASSES: usize = 16;

/// The present mentions of a document with those that stand for the same thing: what to [`remember`] once they are gone.
pub fn fellows(db: &Connection, document: i64) -> Result<Vec<(String, String)>> {
    let mut find = db.prepare_cached(
        "SELECT m.key, o.key FROM mention m JOIN member b ON b.mention = m.id JOIN member c ON c.resolved = b.resolved AND c.mention <> b.mention
         JOIN mention o ON o.id = c.mention AND o.current WHERE m.document = ?1 AND m.current",
    )?;
    Ok(find.query_map([document], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Notes who stands for the mentions that are no longer there.
pub fn remember(db: &Connection, fellows: &[(String, String)]) -> Result<()> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO former (key, fellow) VALUES (?1, ?2)")?;
    for (key, fellow) in fellows {
        if !present(db, key)? {
            insert.execute([key, fellow])?;
        }
    }
    Ok(())
}

fn present(db: &Connection, key: &str) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM mention WHERE key = ?1 AND current")?.exists([key])?)
}

/// The present key that an old one passed to; the key itself while it is there.
pub fn stands_for(db: &Connection, key: &str) -> Result<Option<String>> {
    let mut now = BTreeSet::from([key.to_string()]);
    let mut seen = BTreeSet::new();
    for _ in 0..PASSES {
        // Of the same parties first: what a decision made one of two kinds stays one of two kinds.
        let mut order: Vec<&String> = now.iter().collect();
        order.sort_by_key(|k| (head(k) != head(key), *k));
        for k in order {
            if present(db, k)? {
                return Ok(Some(k.clone()));
            }
        }
        let mut next = BTreeSet::new();
        let mut find = db.prepare_cached("SELECT fellow FROM former WHERE key = ?1")?;
        for k in &now {
            next.extend(find.query_map([k], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        seen.append(&mut now);
        now = next.difference(&seen).cloned().collect();
        if now.is_empty() {
            break;
        }
    }
    Ok(None)
}

/// What a key says of its block.
fn head(key: &str) -> &str {
    key.rsplit_once('-').map_or(key, |k| k.0)
}

/// Every old key that passed to a present one, and that one itself.
pub fn names_of(db: &Connection, key: &str) -> Result<Vec<String>> {
    let mut names = vec![key.to_string()];
    let mut seen = BTreeSet::from([key.to_string()]);
    let mut find = db.prepare_cached("SELECT key FROM former WHERE fellow = ?1 ORDER BY key")?;
    let mut ask = vec![key.to_string()];
    while let Some(k) = ask.pop() {
        for old in find.query_map([&k], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()? {
            if seen.insert(old.clone()) && !present(db, &old)? {
                if stands_for(db, &old)?.as_deref() == Some(key) {
                    names.push(old.clone());
                }
                ask.push(old);
            }
        }
    }
    Ok(names)
}
