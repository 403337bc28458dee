//! Checking the whole file: that SQLite finds it sound, that references lead somewhere, that hashes and quotes fit the texts,
//! and that what results is what resolution computes anew.
//!
//! In: an open registry. Out: a [`Finding`] for each thing that is not as it should be, and a count of what was checked. Nothing
//! is changed, nobody has to wait, and it works on a file that may not be written: all is read from one snapshot, and what is
//! computed goes into tables for a while beside it ([`again`]). Memory does not grow with the registry.

mod again;

use crate::store::Block;
use crate::{Registry, RegistryError, Result, derive, open, voice};
use mithaq_core::engine::text_sha256;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::collections::BTreeSet;
use std::fmt;

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A document, an agreement, a table.
    pub place: String,
    pub what: String,
    /// What to do about it.
    pub remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let line = |s: &str| s.replace(['\n', '\r'], " ");
        write!(f, "{}: {}; {}", line(&self.place), line(&self.what), self.remedy)
    }
}

/// What was checked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    pub documents: i64,
    pub texts: u64,
    pub quotes: u64,
    pub statements: i64,
    pub decisions: i64,
    pub agreements: i64,
    pub events: i64,
    pub findings: u64,
}

const RESTORE: &str = "restore a backup, or ingest the documents into a new registry";
const MEND: &str = "`mithaq verify --mend` computes it again from what was read and decided";
const REPORT: &str = "report this; a backup from before may be sound";

/// Findings of one check that are named one by one; the rest is counted.
const NAMED: u64 = 100;

/// Takes findings, and names at most [`NAMED`] of each check.
struct Findings<'a> {
    report: &'a mut dyn FnMut(&Finding),
    all: u64,
    of_check: u64,
    /// Why the checking itself cannot go on, where that says nothing about the file.
    stopped: Option<RegistryError>,
}

impl Findings<'_> {
    fn add(&mut self, place: impl Into<String>, what: impl Into<String>, remedy: &'static str) {
        self.all += 1;
        self.of_check += 1;
        if self.of_check <= NAMED {
            (self.report)(&Finding { place: place.into(), what: what.into(), remedy });
        }
    }

    /// Runs one check. What stops it is a finding too, and the next check is still made.
    fn check(&mut self, name: &str, run: impl FnOnce(&mut Self) -> Result<()>) {
        if self.stopped.is_some() {
            return;
        }
        self.of_check = 0;
        if let Err(e) = run(self) {
            use ErrorCode::{CannotOpen, DiskFull, OutOfMemory};
            match e {
                // No room for what is computed beside the file.
                RegistryError::Sqlite(s) if matches!(s.sqlite_error_code(), Some(CannotOpen | DiskFull | OutOfMemory)) => self.stopped = Some(RegistryError::Sqlite(s)),
                e => self.add(name, format!("could not be checked to the end: {e}"), RESTORE),
            }
        }
        if self.of_check > NAMED {
            let what = format!("{} more of the same kind", self.of_check - NAMED);
            (self.report)(&Finding { place: name.into(), what, remedy: "those above say what to do" });
        }
    }
}

/// Questions whose every row is a finding: the place, and what is wrong there.
const ROWS: [(&str, &str, &str); 18] = [
    (
        "document",
        "SELECT 'document ' || document, count(*) || ' texts count as the present one' FROM document WHERE NOT superseded GROUP BY document HAVING count(*) > 1",
        REPORT,
    ),
    (
        "document_text",
        "SELECT 'document ' || d.document, 'it is marked as kept and has no text' FROM document d LEFT JOIN document_text t ON t.document = d.id
         WHERE d.kept AND d.reading <> 'by-hand' AND t.document IS NULL",
        RESTORE,
    ),
    (
        "document_text",
        "SELECT 'document ' || d.document, 'it has a text and is marked as not kept' FROM document_text t JOIN document d ON d.id = t.document WHERE NOT d.kept",
        REPORT,
    ),
    (
        "document_search",
        "SELECT 'document ' || d.document, 'its text is not in the search index' FROM document_text t JOIN document d ON d.id = t.document
         LEFT JOIN document_search_docsize s ON s.id = t.document WHERE s.id IS NULL",
        RESTORE,
    ),
    (
        "document_search",
        "SELECT 'document_search', 'row ' || s.id || ' is of no document' FROM document_search_docsize s LEFT JOIN document d ON d.id = s.id WHERE d.id IS NULL",
        RESTORE,
    ),
    (
        "document.voice",
        "SELECT 'document ' || d.document, 'its voice ' || d.voice || ' is not the first of its copies' FROM document d LEFT JOIN document f ON f.id = d.voice
         WHERE d.kept AND (f.id IS NULL OR NOT f.kept OR f.voice <> f.id OR f.id > d.id)",
        REPORT,
    ),
    (
        "source",
        "SELECT 'document ' || d.document, 'its source ' || s.name || ' quotes one that is not there' FROM source s JOIN document d ON d.id = s.document
         WHERE s.quotes IS NOT NULL AND (s.quotes = s.position OR NOT EXISTS (SELECT 1 FROM source o WHERE o.document = s.document AND o.position = s.quotes))",
        REPORT,
    ),
    ("reader", "SELECT 'reader ' || id, 'the versions of its packs are not JSON' FROM reader WHERE NOT json_valid(packs)", RESTORE),
    (
        "span",
        "SELECT 'document ' || d.document, 'a quote from a text that is not stored' FROM span s JOIN document d ON d.id = s.document
         LEFT JOIN document_text t ON t.document = s.document WHERE t.document IS NULL",
        RESTORE,
    ),
    (
        "statement",
        "SELECT m.key, s.property || ' is shown by a quote from another document' FROM statement s JOIN span p ON p.id = s.span JOIN mention m ON m.id = s.mention
         WHERE p.document <> m.document",
        REPORT,
    ),
    ("statement", "SELECT m.key, s.property || ' has a detail that is not JSON' FROM statement s JOIN mention m ON m.id = s.mention WHERE NOT json_valid(coalesce(s.detail, '0'))", RESTORE),
    ("mention", "SELECT m.key, 'nothing is stated of it' FROM mention m WHERE m.current AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.mention = m.id)", RESTORE),
    (
        "member",
        "SELECT m.key, 'it stands for no ' || m.kind FROM mention m JOIN document d ON d.id = m.document LEFT JOIN member b ON b.mention = m.id
         WHERE m.current AND NOT d.superseded AND m.kind IN ('agreement', 'event') AND b.mention IS NULL",
        MEND,
    ),
    (
        "member",
        "SELECT m.key, 'it stands for the ' || m.kind || ' ' || b.resolved || ', which is not there' FROM member b JOIN mention m ON m.id = b.mention
         WHERE CASE m.kind WHEN 'agreement' THEN NOT EXISTS (SELECT 1 FROM agreement a WHERE a.id = b.resolved) ELSE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = b.resolved) END",
        MEND,
    ),
    (
        "agreement_link",
        "SELECT l.agreement, 'it ' || l.type || ' ' || l.other || ', which is not there' FROM agreement_link l LEFT JOIN agreement a ON a.id = l.other WHERE a.id IS NULL",
        MEND,
    ),
    ("agreement_search", "SELECT a.id, 'it is not in the search index' FROM agreement a LEFT JOIN agreement_search_docsize s ON s.id = a.n WHERE s.id IS NULL", MEND),
    ("agreement_search", "SELECT 'agreement_search', 'row ' || s.id || ' is of no agreement' FROM agreement_search_docsize s LEFT JOIN agreement a ON a.n = s.id WHERE a.n IS NULL", MEND),
    // A key that a later reading set free lives on with ~ and a number.
    (
        "decision",
        "WITH named (id, kind, key) AS (
           SELECT id, kind, target FROM decision UNION ALL SELECT id, kind, other FROM decision WHERE kind IN ('merge', 'split'))
         SELECT 'decision ' || n.id, n.kind || ' is about ' || coalesce(n.key, 'nothing') || ', which is not there' FROM named n
         WHERE n.key IS NULL OR NOT EXISTS (SELECT 1 FROM mention m WHERE m.key = n.key) AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.key > n.key || '~' AND m.key < n.key || '~~')
         UNION ALL
         SELECT 'decision ' || d.id, 'it takes back number ' || coalesce(d.other, '?') || ', which is not there' FROM decision d
         WHERE d.kind = 'undo' AND NOT EXISTS (SELECT 1 FROM decision e WHERE CAST(e.id AS TEXT) = d.other AND e.id < d.id)",
        REPORT,
    ),
];

impl Registry {
    /// Checks the whole file and calls `report` with each finding.
    pub fn verify(&self, report: &mut dyn FnMut(&Finding)) -> Result<Verified> {
        let db = &self.db;
        let asks_only: bool = db.pragma_query_value(None, "query_only", |r| r.get(0))?;
        // What is computed for comparing goes to a temporary file: neither into this one nor into memory.
        db.pragma_update(None, "query_only", false)?;
        db.pragma_update(None, "temp_store", "FILE")?;
        db.pragma_update(None, "foreign_keys", false)?;
        open::map(db, false)?;
        db.execute_batch("BEGIN")?;
        let mut findings = Findings { report, all: 0, of_check: 0, stopped: None };
        let result = check(db, &mut findings);
        db.execute_batch("ROLLBACK")?;
        open::map(db, true)?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        db.pragma_update(None, "query_only", asks_only)?;
        result
    }

    /// Computes everything that results again, from what was read and decided, in one transaction.
    pub fn mend(&mut self) -> Result<()> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.pragma_update(None, "defer_foreign_keys", true)?;
        for table in again::resulting(&tx)? {
            if table == "agreement_search" {
                tx.execute_batch("INSERT INTO agreement_search (agreement_search) VALUES ('delete-all')")?;
            } else {
                tx.execute_batch(&format!("DELETE FROM \"{table}\""))?;
            }
        }
        derive::resolve(&tx, every_block(&tx)?)?;
        tx.commit()?;
        Ok(())
    }
}

/// Every block in which something is told.
fn every_block(db: &Connection) -> Result<BTreeSet<Block>> {
    let mut find = db.prepare("SELECT DISTINCT kind, block FROM mention WHERE current AND kind <> 'contribution'")?;
    Ok(find.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

fn check(db: &Connection, f: &mut Findings) -> Result<Verified> {
    let mut v = Verified::default();
    f.check("file", |f| {
        let mut find = db.prepare("PRAGMA integrity_check(101)")?;
        let mut rows = find.query([])?;
        while let Some(r) = rows.next()? {
            let what: String = r.get(0)?;
            if what != "ok" {
                f.add("file", what, RESTORE);
            }
        }
        Ok(())
    });
    f.check("tables", |f| tables(db, f));
    f.check("references", |f| {
        let mut find = db.prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check")?;
        let mut rows = find.query([])?;
        while let Some(r) = rows.next()? {
            let (table, row, parent): (String, Option<i64>, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
            let row = row.map_or("a row".to_string(), |n| format!("row {n}"));
            f.add(table, format!("{row} points to nothing in {parent}"), RESTORE);
        }
        Ok(())
    });
    for (name, sql, remedy) in ROWS {
        f.check(name, |f| {
            let mut find = db.prepare(sql)?;
            let mut rows = find.query([])?;
            while let Some(r) = rows.next()? {
                f.add(r.get::<_, String>(0)?, r.get::<_, String>(1)?, remedy);
            }
            Ok(())
        });
    }
    f.check("texts", |f| texts(db, f, &mut v));
    f.check("what results", |f| again::compare(db, f));
    let count = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0));
    f.check("counts", |_| {
        v.documents = count("SELECT count(*) FROM document")?;
        v.statements = count("SELECT count(*) FROM statement")?;
        v.decisions = count("SELECT count(*) FROM decision")?;
        v.agreements = count("SELECT count(*) FROM main.agreement")?;
        v.events = count("SELECT count(*) FROM main.event")?;
        Ok(())
    });
    v.findings = f.all;
    f.stopped.take().map_or(Ok(v), Err)
}

/// Tables, indexes, triggers and views that the schema has and the file has not. What people added is their own.
fn tables(db: &Connection, f: &mut Findings) -> Result<()> {
    let fresh = Registry::in_memory()?;
    let mut find = fresh.db.prepare("SELECT type, name FROM sqlite_schema")?;
    for row in find.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))? {
        let (kind, name) = row?;
        let there = db.prepare_cached("SELECT 1 FROM main.sqlite_schema WHERE type = ?1 AND name = ?2")?.exists([&kind, &name])?;
        if !there {
            f.add(name, format!("this {kind} is missing"), RESTORE);
        }
    }
    Ok(())
}

/// Each stored text: its hash, its bands, and every quote from it.
fn texts(db: &Connection, f: &mut Findings, v: &mut Verified) -> Result<()> {
    let mut find =
        db.prepare("SELECT d.id, d.document, d.text_sha256, t.text, d.reading = 'by-hand' FROM document_text t JOIN document d ON d.id = t.document ORDER BY t.document")?;
    let mut rows = find.query([])?;
    let mut bands = 0;
    while let Some(r) = rows.next()? {
        let (id, document, sha): (i64, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let place = || format!("document {document}");
        v.texts += 1;
        let Ok(text) = r.get_ref(3)?.as_str() else {
            f.add(place(), "its text is not UTF-8", RESTORE);
            continue;
        };
        let found = text_sha256(text);
        if found != sha {
            f.add(place(), format!("its text has the hash {found}, not {sha} as stored"), RESTORE);
        }
        v.quotes += quotes(db, f, id, &document, text)?;
        // A register is no copy of anything, and is not compared.
        let register: bool = r.get(4)?;
        for (i, hash) in if register { Vec::new() } else { voice::bands(text) }.into_iter().enumerate() {
            bands += 1;
            let there = db.prepare_cached("SELECT 1 FROM band WHERE band = ?1 AND hash = ?2 AND document = ?3")?.exists((i as i64, hash, id))?;
            if !there {
                f.add(place(), "copies of it may not be recognised: its similarity hashes are others than this version computes", REPORT);
                break;
            }
        }
    }
    let stored: i64 = db.query_row("SELECT count(*) FROM band", [], |r| r.get(0))?;
    if stored > bands {
        f.add("band", format!("{} rows belong to no stored text", stored - bands), REPORT);
    }
    Ok(())
}

/// Compares the quotes from one text. Returns how many.
fn quotes(db: &Connection, f: &mut Findings, id: i64, document: &str, text: &str) -> Result<u64> {
    let mut find = db.prepare_cached("SELECT start, \"end\", quote FROM span WHERE document = ?1")?;
    let mut rows = find.query([id])?;
    let mut starts: Vec<usize> = Vec::new();
    let mut n = 0;
    while let Some(r) = rows.next()? {
        if n == 0 {
            // Where each code point begins, and where the text ends.
            starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        }
        n += 1;
        let (start, end): (i64, i64) = (r.get(0)?, r.get(1)?);
        let at = |n: i64| usize::try_from(n).ok().and_then(|n| starts.get(n).copied());
        let there = at(start).zip(at(end)).and_then(|(a, b)| text.get(a..b));
        let quote = r.get_ref(2)?.as_str().ok();
        if there.is_none() || there != quote {
            let short: String = quote.unwrap_or_default().chars().take(60).collect();
            f.add(format!("document {document}"), format!("from {start} to {end} its text does not read {short:?}"), RESTORE);
        }
    }
    Ok(n)
}
