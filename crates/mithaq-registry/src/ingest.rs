//! Taking documents in.
//!
//! In: records with their texts, in batches. Out: one transaction a batch: documents, statements, and what results from them.
//! What is there already is not taken in again, so an interrupted run is simply started anew.

use crate::names::{self, Names};
use crate::store::{self, Block};
use crate::{Registry, Result, derive, voice};
use mithaq_core::record::{Document, Record};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::BTreeSet;

/// One document with what was read from it.
pub struct Incoming {
    pub record: Record,
    /// The text as read.
    pub text: String,
    /// It has a fact or a defence cue: its text, statements and search index are stored.
    pub keep: bool,
    /// The text's bands, for finding copies.
    pub bands: Vec<i64>,
}

impl Incoming {
    /// Prepares a document outside the database, on any thread.
    pub fn new(record: Record, text: String, keep: bool) -> Incoming {
        let bands = if keep { voice::bands(&text) } else { Vec::new() };
        Incoming { record, text, keep, bands }
    }
}

/// What a batch brought.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ingested {
    /// Documents that were new, or came with another text.
    pub new: usize,
    /// Documents that were there already, as they are.
    pub known: usize,
    /// New ones whose text is stored.
    pub kept: usize,
    /// Agreements, events and contributions told by the new ones.
    pub facts: usize,
    /// Kept ones that are copies of another text.
    pub copies: usize,
}

impl std::ops::AddAssign for Ingested {
    fn add_assign(&mut self, o: Ingested) {
        self.new += o.new;
        self.known += o.known;
        self.kept += o.kept;
        self.facts += o.facts;
        self.copies += o.copies;
    }
}

impl Registry {
    /// Whether a document with this id and this text was taken in from this outlet. One whose text was not stored, because nothing was
    /// found in it, counts only where the present engine and packs read it: `present` is asked about the reader's.
    pub fn knows(&self, document: &str, text_sha256: &str, outlet: Outlet, present: impl Fn(&str, &str) -> bool) -> Result<bool> {
        let name = name_of(&self.db, document, text_sha256, outlet)?;
        let Some((_, sha, reader, kept)) = store::present(&self.db, &name)? else { return Ok(false) };
        if sha != text_sha256 || kept {
            return Ok(sha == text_sha256);
        }
        let mut find = self.db.prepare_cached("SELECT engine, packs FROM reader WHERE id = ?1")?;
        Ok(find.query_row([reader], |r| Ok(present(&r.get::<_, String>(0)?, &r.get::<_, String>(1)?)))?)
    }

    /// Takes a batch in, as one transaction.
    pub fn ingest(&mut self, batch: &[Incoming]) -> Result<Ingested> {
        self.take_in(batch).map_err(|e| e.of(&self.path))
    }

    fn take_in(&mut self, batch: &[Incoming]) -> Result<Ingested> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut sum = Ingested::default();
        let mut blocks = BTreeSet::new();
        for i in batch {
            sum += one(&tx, i, &mut blocks)?;
        }
        derive::resolve(&tx, blocks)?;
        tx.commit()?;
        Ok(sum)
    }
}

/// Who printed a text, and where.
#[derive(Debug, Clone, Copy)]
pub struct Outlet<'a> {
    pub publisher: Option<&'a str>,
    pub url: Option<&'a str>,
}

impl Outlet<'_> {
    fn of(d: &Document) -> Outlet<'_> {
        Outlet { publisher: d.publisher.as_deref(), url: d.url.as_deref() }
    }
    /// The same house, by name, else by site. What does not say is not another.
    fn is(&self, publisher: Option<&str>, url: Option<&str>) -> bool {
        match (self.publisher.zip(publisher), self.url.and_then(store::site).zip(url.and_then(store::site))) {
            (Some((a, b)), _) => crate::fold::fold(a) == crate::fold::fold(b),
            (None, Some((a, b))) => a == b,
            (None, None) => true,
        }
    }
}

/// The name under which a document is stored. One without an id of its own is named after its text; where another outlet printed the same
/// words, that name is taken, and the copy gets the next: `sha256:…`, `sha256:….2`.
fn name_of(db: &Connection, document: &str, sha: &str, outlet: Outlet) -> Result<String> {
    if document.strip_prefix("sha256:").is_none_or(|d| !sha.starts_with(d)) {
        return Ok(document.into());
    }
    let mut find = db.prepare_cached("SELECT publisher, url FROM document WHERE document = ?1 AND NOT superseded")?;
    let mut name = document.to_string();
    for n in 2.. {
        let there = find.query_row([&name], |r| Ok((r.get::<_, Option<String>>(0)?, r.get::<_, Option<String>>(1)?))).optional()?;
        if there.is_none_or(|(publisher, url)| outlet.is(publisher.as_deref(), url.as_deref())) {
            break;
        }
        name = format!("{document}.{n}");
    }
    Ok(name)
}

fn one(db: &Connection, given: &Incoming, blocks: &mut BTreeSet<Block>) -> Result<Ingested> {
    let name = name_of(db, &given.record.document.id, &given.record.document.text_sha256, Outlet::of(&given.record.document))?;
    if name == given.record.document.id {
        return taken_in(db, &given.record, given, blocks);
    }
    let mut record = given.record.clone();
    record.document.id = name;
    taken_in(db, &record, given, blocks)
}

fn taken_in(db: &Connection, record: &Record, i: &Incoming, blocks: &mut BTreeSet<Block>) -> Result<Ingested> {
    let d = &record.document;
    if let Some((id, sha, was, kept)) = store::present(db, &d.id)? {
        if sha == d.text_sha256 {
            if kept {
                return Ok(Ingested { known: 1, ..Ingested::default() });
            }
            let reader = store::reader(db, d)?;
            if reader == was && !i.keep {
                return Ok(Ingested { known: 1, ..Ingested::default() });
            }
            // Nothing was found in it by an earlier engine, or the text is now to be kept.
            store::update(db, id, d, reader, i.keep)?;
            return fill(db, id, reader, record, i, blocks);
        }
        // The same id with another text: the press corrects itself. The old reading stays, and no longer counts.
        db.prepare_cached("UPDATE document SET superseded = 1 WHERE id = ?1")?.execute([id])?;
        let reader = store::reader(db, d)?;
        let again: Option<(i64, bool)> = db
            .prepare_cached("SELECT id, kept FROM document WHERE document = ?1 AND text_sha256 = ?2")?
            .query_row([&d.id, &d.text_sha256], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (row, stored) = match again {
            // An earlier text came back.
            Some((old, stored)) => {
                db.prepare_cached("UPDATE document SET superseded = 0 WHERE id = ?1")?.execute([old])?;
                store::update(db, old, d, reader, stored || i.keep)?;
                (old, stored)
            }
            None => (store::document(db, d, store::reading_name(d.reading), reader, i.keep)?, false),
        };
        let sum = if stored { Ingested { new: 1, kept: 1, facts: facts(i), ..Ingested::default() } } else { text(db, row, i, blocks)? };
        // What is not kept leaves no facts.
        let nothing = || Record { agreements: Vec::new(), events: Vec::new(), contributions: Vec::new(), ..record.clone() };
        blocks.extend(if i.keep || stored { names::replace(db, row, reader, record)? } else { names::replace(db, row, reader, &nothing())? });
        return Ok(sum);
    }
    let reader = store::reader(db, d)?;
    let id = store::document(db, d, store::reading_name(d.reading), reader, i.keep)?;
    fill(db, id, reader, record, i, blocks)
}

/// Agreements, events and contributions of a record.
fn facts(i: &Incoming) -> usize {
    i.record.agreements.len() + i.record.events.len() + i.record.contributions.len()
}

/// Text and voice of a document whose row is there.
fn text(db: &Connection, id: i64, i: &Incoming, blocks: &mut BTreeSet<Block>) -> Result<Ingested> {
    let mut sum = Ingested { new: 1, ..Ingested::default() };
    if i.keep {
        store::text(db, id, &i.text)?;
        let voices = voice::join(db, id, &i.text, &i.bands)?;
        sum.copies = usize::from(!voices.is_empty());
        // Reports whose voice changed are compared anew.
        for v in voices {
            blocks.extend(store::blocks_of_voice(db, v)?);
        }
        sum.kept = 1;
        sum.facts = facts(i);
    }
    Ok(sum)
}

/// Text, voice and mentions of a document whose row is there.
fn fill(db: &Connection, id: i64, reader: i64, record: &Record, i: &Incoming, blocks: &mut BTreeSet<Block>) -> Result<Ingested> {
    let sum = text(db, id, i, blocks)?;
    if i.keep {
        blocks.extend(store::mentions(db, id, reader, record, &Names::default())?);
    }
    Ok(sum)
}
