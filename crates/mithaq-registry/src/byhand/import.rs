//! Taking a register in.
//!
//! In: an [`Entry`]. Out: one transaction: the register as a document, its rows as mentions with their statements, a decision of
//! kind `add` for each row that is new or says something else than before; and [`Entered`].
//!
//! A row keeps its `id` as the key of its mention where that key is free. Another version of the same path takes the place of the
//! former; a row is the same row where the id is the same, else where its cells are, else by its place among the rows of its
//! parties. So keys last, and with them what people decided about the row's agreement.

use super::row::{Problem, Row, States, Values, judge};
use super::table::{Column, Table, cut};
use crate::decision::{self, DecisionKind};
use crate::report::precision_name;
use crate::resolve::truth::rank;
use crate::store::{self, Block, Value};
use crate::{Registry, RegistryError, Result, derive};
use mithaq_core::engine::text_sha256;
use mithaq_core::record::{DateValue, Document, Place, Reading, Source};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Engine and rule of what a person entered.
const HAND: &str = "by-hand";

/// What is entered, and by whom.
pub struct Entry<'a> {
    /// The register's text, as the file has it.
    pub text: &'a str,
    /// The file's full path: another text that comes from it takes the former's place. None: entered without a file.
    pub path: Option<&'a str>,
    /// The document's title: the file's name.
    pub title: Option<&'a str>,
    pub author: &'a str,
    pub reason: &'a str,
    /// What stands as source where a row names none. None: what stood there for the path's former version.
    pub source: Option<&'a str>,
    pub states: &'a States,
}

/// What entering a register changed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The document's id.
    pub document: String,
    /// The same text was there already; nothing was written.
    pub known: bool,
    /// Rows the former version did not have.
    pub new: usize,
    /// Rows that now say something else.
    pub changed: usize,
    /// Rows as they were.
    pub same: usize,
    /// Rows of the former version that this one does not have.
    pub gone: usize,
    /// Rows that are one agreement with reports of other documents.
    pub told: usize,
    /// Rows that may be what the press tells of: candidates that wait for review.
    pub candidates: usize,
    /// Lines that were not taken in.
    pub problems: Vec<Problem>,
    /// Rows whose id was another's.
    pub rekeyed: Vec<Rekeyed>,
    /// Rows taken for the same agreement as a row entered elsewhere: a person should look.
    pub twins: Vec<Twin>,
    /// Key of each row of the register, in its order.
    pub keys: Vec<String>,
}

/// A row whose id was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rekeyed {
    pub line: u64,
    pub id: String,
    pub key: String,
    /// The id is that of the agreement the row was counted to: nothing is amiss.
    pub own: bool,
}

/// A row and a row of another register that are one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    pub key: String,
    pub other: String,
}

/// The rows of a register that can be read, and what is wrong with the others. A file that is none is an error.
pub fn rows(text: &str, path: Option<&str>, states: &States, source: &str) -> Result<(Vec<Row>, Vec<Problem>)> {
    let at = |p: Problem| RegistryError::Csv { path: path.unwrap_or("the row").into(), line: p.line, message: p.message };
    if let Some(n) = text.find('\0') {
        let line = text[..n].matches('\n').count() as u64 + 1;
        return Err(at(Problem { line, message: "the file has characters that no text has: save it as CSV in UTF-8".into() }));
    }
    let Table { columns, rows, mut problems } = cut(text).map_err(at)?;
    let mut good: Vec<Row> = Vec::with_capacity(rows.len());
    let mut lines: HashMap<String, u64> = HashMap::new();
    for raw in &rows {
        match judge(raw, &columns, states, source) {
            Err(p) => problems.push(p),
            Ok(row) if row.values.id.is_empty() => good.push(row),
            // Two rows of one id are one row entered twice, or two that nobody could tell apart by their id.
            Ok(row) => match lines.get(&row.values.id) {
                Some(line) => {
                    let message = format!("the id {:?} is that of line {line} already: give each agreement its own, or leave the cell empty", row.values.id);
                    problems.push(Problem { line: row.line, message });
                }
                None => {
                    lines.insert(row.values.id.clone(), row.line);
                    good.push(row);
                }
            },
        }
    }
    problems.sort_by_key(|p| p.line);
    Ok((good, problems))
}

/// Names of the columns that are not ours, in the file's order.
pub fn other_columns(text: &str) -> Vec<String> {
    let columns = cut(text).map(|t| t.columns).unwrap_or_default();
    columns
        .into_iter()
        .filter_map(|c| match c {
            Column::Other(name) => Some(name),
            _ => None,
        })
        .collect()
}

/// A register that is in the registry.
struct Former {
    id: i64,
    /// The source named for all its rows.
    source: Option<String>,
}

impl Registry {
    /// Takes a register in. Rows that cannot be read are named in [`Entered::problems`]; the others are taken in.
    pub fn enter(&mut self, e: &Entry) -> Result<Entered> {
        let sha = text_sha256(e.text);
        let id = format!("register:{}", &sha[..16]);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let present = former(&tx, "SELECT id FROM document WHERE document = ?1 AND reading = 'by-hand' AND NOT superseded", &id)?;
        let earlier = match e.path {
            Some(p) => former(&tx, "SELECT id FROM document WHERE path = ?1 AND reading = 'by-hand' AND NOT superseded", p)?,
            None => None,
        };
        let inherited = present.as_ref().or(earlier.as_ref()).and_then(|f| f.source.clone());
        let source = e.source.map(str::to_string).or(inherited);
        let (rows, problems) = rows(e.text, e.path, e.states, source.as_deref().unwrap_or(""))?;
        let mut sum = Entered { document: id.clone(), problems, ..Entered::default() };
        let replaced: Option<&Former> = earlier.as_ref().filter(|f| present.as_ref().is_none_or(|p| p.id != f.id));
        let as_it_is = present.as_ref().is_some_and(|p| p.source == source);
        if rows.is_empty() || (as_it_is && replaced.is_none()) {
            // Nothing to take in, or nothing new. A version without one readable row does not wipe out its former.
            sum.known = as_it_is;
            sum.same = if as_it_is { rows.len() } else { 0 };
            return Ok(sum);
        }
        let mut old = Vec::new();
        let mut blocks = BTreeSet::new();
        if let Some(f) = replaced {
            old.extend(former_rows(&tx, f, e.states)?);
            blocks.extend(store::retire(&tx, f.id)?);
            tx.execute("UPDATE document SET superseded = 1 WHERE id = ?1", [f.id])?;
        }
        if as_it_is {
            // This text came from another path before, and stands as it is.
            sum.same = rows.len();
            sum.gone = old.len();
        } else {
            if let Some(p) = &present {
                old.extend(former_rows(&tx, p, e.states)?);
                blocks.extend(store::retire(&tx, p.id)?);
            }
            let document = document(&tx, e, &id, &sha, source.as_deref(), &rows)?;
            blocks.extend(write(&tx, e, document, &rows, old, &mut sum)?);
        }
        derive::resolve(&tx, blocks)?;
        company(&tx, &mut sum)?;
        tx.commit()?;
        Ok(sum)
    }
}

fn former(db: &Connection, sql: &str, what: &str) -> Result<Option<Former>> {
    let Some(id) = db.query_row(sql, [what], |r| r.get(0)).optional()? else { return Ok(None) };
    let source = db.query_row("SELECT name FROM source WHERE document = ?1 AND position = 0", [id], |r| r.get(0)).optional()?;
    Ok(Some(Former { id, source }))
}

/// Key and values of the rows of a register in the registry.
fn former_rows(db: &Connection, f: &Former, states: &States) -> Result<Vec<(String, Values)>> {
    let text: String = db.query_row("SELECT text FROM document_text WHERE document = ?1", [f.id], |r| r.get(0))?;
    let (rows, _) = rows(&text, None, states, f.source.as_deref().unwrap_or(""))?;
    let mut find = db.prepare("SELECT local, key FROM mention WHERE document = ?1 AND current")?;
    let mut keys: HashMap<String, String> = find.query_map([f.id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(rows.into_iter().filter_map(|r| Some((keys.remove(&local(&r))?, r.values))).collect())
}

/// A row's name within its document.
fn local(r: &Row) -> String {
    format!("r{}", r.number)
}

/// The register's row in `document`, with its text; taken up again where the same text was there before.
fn document(db: &Connection, e: &Entry, id: &str, sha: &str, source: Option<&str>, rows: &[Row]) -> Result<i64> {
    let reader = store::reader_of(db, HAND, "{}")?;
    // The publisher is the source where all rows have the same.
    let mut named = rows.iter().map(|r| r.values.source.as_str());
    let publisher = named.next().filter(|first| !first.is_empty() && named.all(|s| s == *first)).or(source);
    let d = Document {
        id: id.into(),
        path: e.path.map(str::to_string),
        index: 0,
        url: None,
        title: e.title.map(str::to_string),
        language: None,
        published: None,
        publisher: publisher.map(str::to_string),
        text_sha256: sha.into(),
        reading: Reading::Read,
        engine: HAND.into(),
        packs: BTreeMap::new(),
        sources: source.map(|s| Source { name: s.into(), role: "official".into(), state: None, quotes: None }).into_iter().collect(),
        text: None,
    };
    let again: Option<i64> = db.query_row("SELECT id FROM document WHERE document = ?1 AND text_sha256 = ?2", [id, sha], |r| r.get(0)).optional()?;
    match again {
        Some(n) => {
            db.execute("UPDATE document SET superseded = 0, path = ?2, title = ?3, publisher = ?4 WHERE id = ?1", params![n, d.path, d.title, d.publisher])?;
            store::sources(db, n, &d)?;
            Ok(n)
        }
        None => {
            let n = store::document(db, &d, HAND, reader, true)?;
            store::text(db, n, e.text)?;
            Ok(n)
        }
    }
}

/// Writes the rows as mentions. Returns their blocks.
fn write(db: &Connection, e: &Entry, document: i64, rows: &[Row], old: Vec<(String, Values)>, sum: &mut Entered) -> Result<BTreeSet<Block>> {
    let reader = store::reader_of(db, HAND, "{}")?;
    let keys = Keys::give(db, e, rows, &old)?;
    let before: HashMap<&str, &Values> = old.iter().map(|(k, v)| (k.as_str(), v)).collect();
    let mut blocks = BTreeSet::new();
    for (row, key) in rows.iter().zip(&keys) {
        let v = &row.values;
        let block = v.block();
        // An id that is another mention's: the row is of that mention's agreement, or its id says nothing here.
        let named = (!v.id.is_empty() && *key != v.id).then(|| named(db, &v.id)).transpose()?.flatten();
        let place = store::Mention { key: key.clone(), document, reader, kind: "agreement", local: &local(row), block: &block, confidence: 1.0 };
        statements(db, store::mention(db, &place)?, document, row, key)?;
        let was = before.get(key.as_str());
        match was {
            Some(old) if *old == v => sum.same += 1,
            Some(_) => sum.changed += 1,
            None => sum.new += 1,
        }
        if was.is_none_or(|old| *old != v) {
            decision::entered(db, DecisionKind::Add, key, None, e.author, &reason(e, row))?;
        }
        if let Some(other) = named.filter(|n| n.read && n.block != block) {
            // The export of this registry came back with other parties: a person's correction, which ties two blocks.
            decision::entered(db, DecisionKind::Merge, key, Some(&other.key), e.author, "the row carries the id of this agreement")?;
            blocks.insert(("agreement".to_string(), other.block));
        }
        if *key != v.id && !v.id.is_empty() {
            sum.rekeyed.push(Rekeyed { line: row.line, id: v.id.clone(), key: key.clone(), own: false });
        }
        blocks.insert(("agreement".to_string(), block));
    }
    let kept: HashSet<&str> = keys.iter().map(String::as_str).collect();
    sum.gone = old.iter().filter(|(k, _)| !kept.contains(k.as_str())).count();
    sum.keys = keys;
    Ok(blocks)
}

/// Why a row is in the log: the person's words, and where the row stands.
fn reason(e: &Entry, row: &Row) -> String {
    let place = e.title.filter(|_| e.path.is_some()).map(|t| format!("line {} of {t}", row.line));
    match (e.reason.trim(), place) {
        ("", None) => "entered by hand".into(),
        ("", Some(p)) => p,
        (words, None) => words.into(),
        (words, Some(p)) => format!("{words} ({p})"),
    }
}

/// A mention that bears an id.
struct Named {
    key: String,
    block: String,
    /// Read in a document, not entered by hand.
    read: bool,
}

fn named(db: &Connection, id: &str) -> Result<Option<Named>> {
    let mut find = db.prepare_cached(
        "SELECT m.key, m.block, d.reading <> 'by-hand' FROM mention m JOIN document d ON d.id = m.document WHERE m.key = ?1 AND m.kind = 'agreement' AND m.current",
    )?;
    Ok(find.query_row([id], |r| Ok(Named { key: r.get(0)?, block: r.get(1)?, read: r.get(2)? })).optional()?)
}

/// Keys given to the rows of a register.
struct Keys<'a> {
    db: &'a Connection,
    given: Vec<Option<String>>,
    used: HashSet<String>,
}

impl Keys<'_> {
    fn give(db: &Connection, e: &Entry, rows: &[Row], old: &[(String, Values)]) -> Result<Vec<String>> {
        let mut keys = Keys { db, given: vec![None; rows.len()], used: HashSet::new() };
        let of_id: HashMap<&str, &str> = old.iter().filter(|(_, v)| !v.id.is_empty()).map(|(k, v)| (v.id.as_str(), k.as_str())).collect();
        let ids: HashSet<&str> = rows.iter().map(|r| r.values.id.as_str()).filter(|id| !id.is_empty()).collect();
        let stem = stem(e);
        for (i, r) in rows.iter().enumerate().filter(|(_, r)| !r.values.id.is_empty()) {
            let id = r.values.id.as_str();
            if let Some(before) = of_id.get(id) {
                keys.take(i, before)?;
            }
            if keys.given[i].is_none() {
                keys.take(i, id)?;
            }
            let mut n = 1;
            while keys.given[i].is_none() {
                let key = if n == 1 { format!("{id}@{stem}") } else { format!("{id}@{stem}.{n}") };
                if !ids.contains(key.as_str()) {
                    keys.take(i, &key)?;
                }
                n += 1;
            }
        }
        // Rows without an id: first those whose cells stayed the same, then in the order of their parties' rows.
        for same in [true, false] {
            for (i, r) in rows.iter().enumerate().filter(|(_, r)| r.values.id.is_empty()) {
                let fits = |v: &Values| v.id.is_empty() && if same { *v == r.values } else { v.parties == r.values.parties };
                let mut candidates = old.iter().filter(|(_, v)| fits(v)).map(|(k, _)| k);
                if keys.given[i].is_none()
                    && let Some(k) = candidates.find(|k| !keys.used.contains(*k)).cloned()
                {
                    keys.take(i, &k)?;
                }
            }
        }
        // By the file's name, not its folder: the same on every machine.
        let name = e.title.filter(|_| e.path.is_some()).unwrap_or(e.text);
        let mut nth: HashMap<String, usize> = HashMap::new();
        for (i, r) in rows.iter().enumerate() {
            while keys.given[i].is_none() {
                let n = nth.entry(r.values.block()).and_modify(|n| *n += 1).or_insert(1);
                let key = store::mention_key(&r.values.block(), name, *n);
                if !ids.contains(key.as_str()) {
                    keys.take(i, &key)?;
                }
            }
        }
        Ok(keys.given.into_iter().flatten().collect())
    }

    /// Gives row `i` this key where it is free.
    fn take(&mut self, i: usize, key: &str) -> Result<bool> {
        if self.used.contains(key) || self.db.prepare_cached("SELECT 1 FROM mention WHERE key = ?1")?.exists([key])? {
            return Ok(false);
        }
        self.used.insert(key.into());
        self.given[i] = Some(key.into());
        Ok(true)
    }
}

/// What tells this register's ids from another's: its file's name in plain letters.
fn stem(e: &Entry) -> String {
    let name = e.title.filter(|_| e.path.is_some()).unwrap_or("hand");
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    plain.trim_matches('-').to_string()
}

/// Writes what a row says, each value with the row's characters.
fn statements(db: &Connection, mention: i64, document: i64, row: &Row, key: &str) -> Result<()> {
    let v = &row.values;
    let span = db
        .prepare_cached("INSERT INTO span (document, start, \"end\", quote) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET quote = excluded.quote RETURNING id")?
        .query_row(params![document, row.start as i64, row.end as i64, row.quote], |r| r.get::<_, i64>(0))?;
    let mut n = 0;
    let mut put = |property: &str, value: Value| -> Result<()> {
        store::statement(db, mention, n, property, &value, Some(span), Some(HAND), 1.0)?;
        n += 1;
        Ok(())
    };
    for p in &v.parties {
        put("party", Value::text(p))?;
    }
    let said = [
        ("domain", v.domain.as_str()),
        ("instrument", &v.instrument),
        ("scope", &v.scope),
        ("status", &v.status),
        ("title", v.title().unwrap_or("")),
        ("source", &v.source),
        // The id as written, where it is not the key.
        ("id", if v.id == key { "" } else { &v.id }),
    ];
    for (property, value) in said.into_iter().filter(|(_, value)| !value.is_empty()) {
        put(property, Value::text(value))?;
    }
    for (property, date) in [("signed", &v.signed), ("date", &v.date), ("terminated", &v.terminated)] {
        if date.is_known() {
            put(property, Value::dated(date))?;
        }
    }
    for (status, date) in steps(v) {
        put("step", Value { value: Some(status), date: date.value.clone(), precision: Some(precision_name(date.precision)), detail: None })?;
    }
    if let Some(c) = &v.place_country {
        put("place", store::place_value(&Place { name: c.clone(), country: Some(c.clone()), latitude: None, longitude: None }))?;
    }
    for a in &v.areas {
        put("area", Value::text(a))?;
    }
    if let Some(d) = v.duration_years {
        put("duration_years", Value::text(d.to_string()))?;
    }
    if !v.as_written.is_empty() {
        put("cells", Value { detail: serde_json::to_string(&v.as_written).ok(), ..Value::default() })?;
    }
    for (name, cell) in &v.other {
        put(&format!("column:{name}"), Value::text(cell))?;
    }
    Ok(())
}

/// The steps that a row tells: its signature, the step in `status`, its end.
fn steps(v: &Values) -> Vec<(String, DateValue)> {
    let mut steps = Vec::new();
    let signed_since = v.status.is_empty() || (rank(&v.status) > rank("signed") && v.status != "rejected");
    if v.signed.is_known() && signed_since {
        steps.push(("signed".to_string(), v.signed.clone()));
    }
    if !v.status.is_empty() {
        steps.push((v.status.clone(), v.date.clone()));
    }
    if v.terminated.is_known() && !matches!(v.status.as_str(), "terminated" | "expired") {
        steps.push(("terminated".to_string(), v.terminated.clone()));
    }
    steps
}

/// Which rows are one agreement with what other documents tell.
fn company(db: &Connection, sum: &mut Entered) -> Result<()> {
    let mut others = db.prepare_cached(
        "SELECT o.key, d.reading = 'by-hand', b.resolved FROM mention m JOIN member b ON b.mention = m.id JOIN member c ON c.resolved = b.resolved
         JOIN mention o ON o.id = c.mention AND o.document <> m.document JOIN document d ON d.id = o.document WHERE m.key = ?1 ORDER BY o.key",
    )?;
    let mut doubtful = db.prepare_cached("SELECT 1 FROM mention m JOIN member b ON b.mention = m.id JOIN doubt d ON d.a = b.resolved OR d.b = b.resolved WHERE m.key = ?1")?;
    let ids: HashMap<&str, &str> = sum.rekeyed.iter().map(|r| (r.key.as_str(), r.id.as_str())).collect();
    let mut own = HashSet::new();
    for key in &sum.keys {
        let found: Vec<(String, bool, String)> = others.query_map([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?;
        let id = ids.get(key.as_str());
        sum.told += usize::from(!found.is_empty());
        sum.candidates += usize::from(doubtful.exists([key])?);
        if found.iter().any(|f| Some(&f.0.as_str()) == id) {
            own.insert(key.clone());
        }
        let twin = found.iter().find(|f| f.1 && Some(&f.0.as_str()) != id);
        if let Some((other, ..)) = twin.filter(|_| !own.contains(key)) {
            sum.twins.push(Twin { key: key.clone(), other: other.clone() });
        }
    }
    for r in &mut sum.rekeyed {
        r.own = own.contains(&r.key);
    }
    Ok(())
}
