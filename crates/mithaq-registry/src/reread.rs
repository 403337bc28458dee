//! Reading stored documents again with a newer engine or newer packs.
//!
//! In: a function that reads a text. Out: the agreements and events that came, went or changed. The former statements stay in
//! the file, marked as former; what a person accepted or corrected stays even where the new reading does not find it.

use crate::derive;
use crate::store::{self, Block};
use crate::{Registry, Result, names};
use mithaq_core::Input;
use mithaq_core::record::Record;
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// Documents of one transaction.
const BATCH: usize = 256;

/// What a new reading changed in one agreement or event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub id: String,
    /// Before and after, in a line each; none: it was not there.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A stored document on its way through the engine.
struct Stored {
    id: i64,
    input: Input,
}

impl Registry {
    /// Reads every stored document again whose reader is not `reader` (engine and packs as the new engine writes them into a record).
    /// `read` may use any number of threads. Returns how many were read; `report` is told each change. `dry`: nothing is written.
    pub fn reread(&mut self, read: impl Fn(&[Input]) -> Vec<Record>, dry: bool, mut report: impl FnMut(&Change)) -> Result<usize> {
        let mut last = 0;
        let mut count = 0;
        loop {
            let batch = self.stored(last)?;
            let Some(end) = batch.last().map(|s| s.id) else { return Ok(count) };
            last = end;
            let inputs: Vec<Input> = batch.iter().map(|s| s.input.clone()).collect();
            let records = read(&inputs);
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut changed: Vec<(i64, i64, &Record)> = Vec::new();
            let mut blocks: BTreeSet<Block> = BTreeSet::new();
            for (s, r) in batch.iter().zip(&records) {
                let reader = store::reader(&tx, &r.document)?;
                let was: i64 = tx.prepare_cached("SELECT reader FROM document WHERE id = ?1")?.query_row([s.id], |x| x.get(0))?;
                if was != reader {
                    blocks.extend(store::touched_by(&tx, s.id)?);
                    changed.push((s.id, reader, r));
                }
            }
            // Agreements of the new reading may fall into blocks that were not touched before.
            for (_, _, r) in &changed {
                blocks.extend(r.agreements.iter().map(|a| ("agreement".to_string(), a.parties.join("+"))));
                blocks.extend(r.events.iter().map(|e| ("event".to_string(), store::event_block(e))));
            }
            let before = lines(&tx, &blocks)?;
            for (id, reader, r) in &changed {
                again(&tx, *id, *reader, r)?;
            }
            count += changed.len();
            derive::resolve(&tx, blocks.clone())?;
            let after = lines(&tx, &blocks)?;
            for id in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
                let (b, a) = (before.get(id), after.get(id));
                if a != b {
                    report(&Change { id: id.clone(), before: b.cloned(), after: a.cloned() });
                }
            }
            if dry {
                tx.rollback()?;
            } else {
                tx.commit()?;
            }
        }
    }

    /// The next stored documents after a row.
    fn stored(&self, after: i64) -> Result<Vec<Stored>> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT d.id, d.document, d.path, d.url, d.title, d.publisher, d.language, d.published, t.text, d.reading = 'truncated'
             FROM document d JOIN document_text t ON t.document = d.id WHERE d.id > ?1 AND d.kept AND NOT d.superseded AND d.reading <> 'by-hand' ORDER BY d.id LIMIT {BATCH}"
        ))?;
        let rows = find.query_map([after], |r| {
            let title: Option<String> = r.get(4)?;
            let text: String = r.get(8)?;
            // The text as read is title, line feed, body.
            let body = match title.as_deref().filter(|t| !t.is_empty()) {
                Some(t) => text.strip_prefix(&t.replace("\r\n", "\n")).and_then(|b| b.strip_prefix('\n')).map(str::to_string),
                None => None,
            };
            let title = title.filter(|_| body.is_some());
            Ok(Stored {
                id: r.get(0)?,
                input: Input {
                    id: r.get(1)?,
                    path: r.get(2)?,
                    index: 0,
                    url: r.get(3)?,
                    title,
                    text: body.unwrap_or(text),
                    language: r.get(6)?,
                    published: r.get(7)?,
                    publisher: r.get(5)?,
                    truncated: r.get(9)?,
                },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Puts a new reading in place of the former.
fn again(db: &Connection, id: i64, reader: i64, record: &Record) -> Result<()> {
    names::replace(db, id, reader, record)?;
    store::sources(db, id, &record.document)?;
    db.prepare_cached("UPDATE document SET reader = ?2, reading = ?3 WHERE id = ?1")?.execute(params![id, reader, store::reading_name(record.document.reading)])?;
    Ok(())
}

/// Agreements and events of blocks, a line each.
fn lines(db: &Connection, blocks: &BTreeSet<Block>) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    let mut agreements = db.prepare_cached(
        "SELECT id, parties || ' ' || instrument || ' ' || status || ' ' || coalesce(date, '..') || ' signed ' || coalesce(signed, '..') || ' ' || coalesce(place_country, '') || ' ' || areas
         FROM agreement WHERE block = ?1",
    )?;
    let mut events = db.prepare_cached(
        "SELECT id, type || ' ' || participants || '>' || coalesce(host, '') || ' ' || realis || ' ' || coalesce(date, '..') || ' ' || areas FROM event WHERE block = ?1",
    )?;
    for (kind, block) in blocks {
        let find = if kind == "agreement" { &mut agreements } else { &mut events };
        for row in find.query_map([block], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))? {
            let (id, line) = row?;
            out.insert(id, line);
        }
    }
    Ok(out)
}
