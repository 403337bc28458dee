//! Writing what was read: documents, sources, mentions, statements. `report` reads mentions back.
//!
//! In: records with their texts. Out: rows, and the blocks that are to be resolved again. Runs inside the caller's transaction.

use crate::names::Names;
use crate::report::precision_name;
use crate::{RegistryError, Result};
use mithaq_core::record::{Agreement, Contribution, DateValue, Document, Event, Evidence, Person, Place, Reading, Record};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// Kind and block of mentions: what is resolved together.
pub type Block = (String, String);

/// `reader.id` of the engine and packs that made a record.
pub fn reader(db: &Connection, d: &Document) -> Result<i64> {
    let packs = serde_json::to_string(&d.packs).unwrap_or_default();
    reader_of(db, &d.engine, &packs)
}

/// `reader.id` of an engine (or a person's hand) and its packs.
pub fn reader_of(db: &Connection, engine: &str, packs: &str) -> Result<i64> {
    let found = db.prepare_cached("SELECT id FROM reader WHERE engine = ?1 AND packs = ?2")?.query_row([engine, packs], |r| r.get(0)).optional()?;
    match found {
        Some(id) => Ok(id),
        None => Ok(db.prepare_cached("INSERT INTO reader (engine, packs) VALUES (?1, ?2)")?.insert([engine, packs])?),
    }
}

/// `reading` as stored.
pub fn reading_name(r: Reading) -> &'static str {
    match r {
        Reading::Read => "read",
        Reading::Empty => "empty",
        Reading::UnsupportedLanguage => "unsupported-language",
        Reading::Truncated => "truncated",
    }
}

/// The site of an address.
pub fn site(url: &str) -> Option<&str> {
    url.split("//").nth(1)?.split('/').next()
}

/// Who first says it: the source at the end of the longest chain, else the publisher, else the site; folded.
fn origin(d: &Document) -> Option<String> {
    let depth = |mut i: usize| {
        let mut n = 0;
        while let Some(next) = d.sources.get(i).and_then(|s| s.quotes) {
            n += 1;
            i = next;
            if n > d.sources.len() {
                break;
            }
        }
        (n, i)
    };
    let chain = (0..d.sources.len()).map(|i| (depth(i), i)).max_by_key(|((n, _), i)| (*n, std::cmp::Reverse(*i)));
    let last = chain.and_then(|((_, end), _)| d.sources.get(end)).map(|s| s.name.clone());
    let site = || d.url.as_deref().and_then(site).map(str::to_string);
    last.or_else(|| d.publisher.clone()).or_else(site).map(|o| crate::fold::fold(&o)).filter(|o| !o.is_empty())
}

/// Inserts a document's row; its voice is its own.
pub fn document(db: &Connection, d: &Document, reading: &str, reader: i64, kept: bool) -> Result<i64> {
    let mut insert = db.prepare_cached(
        "INSERT INTO document (document, text_sha256, path, url, title, publisher, language, published, reading, reader, origin, voice, kept)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)",
    )?;
    let id =
        insert.insert(params![d.id, d.text_sha256, d.path, d.url, d.title, d.publisher, d.language, d.published, reading, reader, if kept { origin(d) } else { None }, kept])?;
    if kept {
        db.prepare_cached("UPDATE document SET voice = id WHERE id = ?1")?.execute([id])?;
        sources(db, id, d)?;
    }
    Ok(id)
}

/// A document that was known by its hash alone, read again.
pub fn update(db: &Connection, id: i64, d: &Document, reader: i64, kept: bool) -> Result<()> {
    db.prepare_cached(
        "UPDATE document SET reader = ?2, reading = ?3, language = ?4, kept = ?5, origin = ?6, voice = CASE WHEN NOT ?5 THEN 0 WHEN voice = 0 THEN id ELSE voice END WHERE id = ?1",
    )?
    .execute(params![id, reader, reading_name(d.reading), d.language, kept, if kept { origin(d) } else { None }])?;
    if kept { sources(db, id, d) } else { Ok(()) }
}

/// The document's sources, in place of those of an earlier reading.
pub fn sources(db: &Connection, id: i64, d: &Document) -> Result<()> {
    db.prepare_cached("DELETE FROM source WHERE document = ?1")?.execute([id])?;
    let mut insert = db.prepare_cached("INSERT INTO source (document, position, name, role, state, quotes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (i, s) in d.sources.iter().enumerate() {
        insert.execute(params![id, i as i64, s.name, s.role, s.state, s.quotes.map(|q| q as i64)])?;
    }
    Ok(())
}

/// The text and its search index.
pub fn text(db: &Connection, id: i64, text: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO document_text (document, text) VALUES (?1, ?2)")?.execute(params![id, text])?;
    db.prepare_cached("INSERT INTO document_search (rowid, text) VALUES (?1, ?2)")?.execute(params![id, crate::fold::for_index(text)])?;
    Ok(())
}

/// Writes the mentions of a record under the names that `names` gives them. Returns the blocks they fall into.
pub fn mentions(db: &Connection, id: i64, reader: i64, record: &Record, names: &Names) -> Result<BTreeSet<Block>> {
    let mut spans = Spans { db, document: id, known: HashMap::new() };
    let mut blocks = BTreeSet::new();
    let document = &record.document.id;
    let mut nth: HashMap<String, usize> = HashMap::new();
    let mut key = |block: &str| {
        let n = nth.entry(block.to_string()).or_default();
        *n += 1;
        names.given.get(&(block.to_string(), *n)).cloned().unwrap_or_else(|| mention_key(block, document, *n))
    };
    for a in &record.agreements {
        let block = a.parties.join("+");
        let mut w =
            Writer::new(db, &mut spans, Mention { key: free(db, key(&block))?, document: id, reader, kind: "agreement", local: &a.id, block: &block, confidence: a.confidence })?;
        w.agreement(a)?;
        blocks.insert(("agreement".into(), block));
    }
    for e in &record.events {
        let block = event_block(e);
        let mut w =
            Writer::new(db, &mut spans, Mention { key: free(db, key(&block))?, document: id, reader, kind: "event", local: &e.id, block: &block, confidence: e.confidence })?;
        w.event(e)?;
        blocks.insert(("event".into(), block));
    }
    for (i, c) in record.contributions.iter().enumerate() {
        let block = contribution_block(c);
        let local = format!("c{}", i + 1);
        let mut w = Writer::new(
            db,
            &mut spans,
            Mention { key: free(db, key(&block))?, document: id, reader, kind: "contribution", local: &local, block: &block, confidence: c.confidence },
        )?;
        w.contribution(c)?;
    }
    unasserted(db, &mut spans, record)?;
    Ok(blocks)
}

/// What the text only hopes, plans or denies, in place of what an earlier reading found.
fn unasserted(db: &Connection, spans: &mut Spans, record: &Record) -> Result<()> {
    db.prepare_cached("DELETE FROM unasserted WHERE document = ?1")?.execute([spans.document])?;
    for (n, u) in record.unasserted.iter().enumerate() {
        let span = u.evidence.first().map(|e| spans.id(e)).transpose()?;
        db.prepare_cached("INSERT INTO unasserted (document, n, kind, parties, mode, span) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            spans.document,
            n as i64,
            u.kind,
            u.parties.join("+"),
            u.mode,
            span
        ])?;
    }
    Ok(())
}

/// The key, or the next one where a row entered by hand bears it: an export of another registry was taken in before the document
/// that it tells of (`derive` ties the two).
fn free(db: &Connection, key: String) -> Result<String> {
    let mut taken = db.prepare_cached("SELECT 1 FROM mention WHERE key = ?1")?;
    let mut n = 1;
    let mut candidate = key.clone();
    while taken.exists([&candidate])? {
        n += 1;
        candidate = format!("{key}.{n}");
    }
    Ok(candidate)
}

/// The block of an event: its type, who took part and whose guest.
pub fn event_block(e: &Event) -> String {
    format!("{} {}>{}", e.kind, e.participants.join("+"), e.host.as_deref().unwrap_or(""))
}

/// The block of a contribution: who gives what to whom.
pub fn contribution_block(c: &Contribution) -> String {
    format!("gives {}>{} {}", c.state, c.to.join("+"), c.area)
}

/// The stable name of a mention: what it binds, and a hash of the document and of its place among the mentions of its block there.
pub fn mention_key(block: &str, document: &str, n: usize) -> String {
    let digest = Sha256::digest(format!("{document}\u{1f}{block}\u{1f}{n}").as_bytes());
    // 40 bits in the 32 letters and digits that are not mistaken for one another.
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz_";
    let bits = digest[..5].iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    let tail: String = (0..8).map(|i| char::from(LETTERS[(bits >> (35 - 5 * i) & 31) as usize])).collect();
    let words: Vec<&str> = block.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let head = match words.len() {
        0..=5 => words.join("-"),
        n => format!("{}-and-{}", words[..4].join("-"), n - 4),
    };
    format!("{}-{}", head.to_lowercase(), tail.replace('_', "0"))
}

/// The document's spans, each stored once.
struct Spans<'a> {
    db: &'a Connection,
    document: i64,
    known: HashMap<(usize, usize), i64>,
}

impl Spans<'_> {
    fn id(&mut self, e: &Evidence) -> Result<i64> {
        if let Some(id) = self.known.get(&(e.start, e.end)) {
            return Ok(*id);
        }
        let place = params![self.document, e.start as i64, e.end as i64, e.quote];
        self.db.prepare_cached("INSERT OR IGNORE INTO span (document, start, \"end\", quote) VALUES (?1, ?2, ?3, ?4)")?.execute(place)?;
        let id = self
            .db
            .prepare_cached("SELECT id FROM span WHERE document = ?1 AND start = ?2 AND \"end\" = ?3")?
            .query_row(params![self.document, e.start as i64, e.end as i64], |r| r.get(0))?;
        self.known.insert((e.start, e.end), id);
        Ok(id)
    }
}

/// What a mention's row holds.
pub struct Mention<'a> {
    pub key: String,
    pub document: i64,
    pub reader: i64,
    pub kind: &'a str,
    pub local: &'a str,
    pub block: &'a str,
    pub confidence: f64,
}

/// Inserts or takes up again a mention's row.
pub fn mention(db: &Connection, m: &Mention) -> Result<i64> {
    Ok(db.prepare_cached("INSERT INTO mention (key, document, reader, kind, local, block, confidence, current) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)")?.insert(params![
        m.key,
        m.document,
        m.reader,
        m.kind,
        m.local,
        m.block,
        m.confidence
    ])?)
}

/// Writes the statements of one mention.
struct Writer<'a, 'b> {
    spans: &'a mut Spans<'b>,
    db: &'b Connection,
    mention: i64,
    n: i64,
    confidence: f64,
}

/// One value as it is stored.
#[derive(Default)]
pub struct Value {
    pub value: Option<String>,
    pub date: Option<String>,
    pub precision: Option<&'static str>,
    pub detail: Option<String>,
}

impl Value {
    pub fn text(v: impl Into<String>) -> Value {
        Value { value: Some(v.into()), ..Value::default() }
    }
    pub fn dated(d: &DateValue) -> Value {
        Value { value: d.value.clone(), precision: Some(precision_name(d.precision)), ..Value::default() }
    }
}

impl<'a, 'b> Writer<'a, 'b> {
    fn new(db: &'b Connection, spans: &'a mut Spans<'b>, m: Mention) -> Result<Self> {
        Ok(Writer { mention: mention(db, &m)?, spans, db, n: 0, confidence: m.confidence })
    }

    /// A value with every piece of evidence that `fields` name; without any it is stored with none.
    fn put(&mut self, property: &str, value: Value, evidence: &[Evidence], fields: &[&str]) -> Result<()> {
        let own: Vec<&Evidence> = evidence.iter().filter(|e| fields.contains(&e.field.as_str())).collect();
        if own.is_empty() {
            return self.row(property, &value, None);
        }
        own.into_iter().try_for_each(|e| self.row(property, &value, Some(e)))
    }

    fn row(&mut self, property: &str, v: &Value, e: Option<&Evidence>) -> Result<()> {
        let span = e.map(|e| self.spans.id(e)).transpose()?;
        statement(self.db, self.mention, self.n, property, v, span, e.map(|e| e.rule.as_str()), self.confidence)?;
        self.n += 1;
        Ok(())
    }

    fn agreement(&mut self, a: &Agreement) -> Result<()> {
        let ev = &a.evidence;
        for p in &a.parties {
            self.put("party", Value::text(p), ev, &["parties"])?;
        }
        self.put("domain", Value::text(&a.domain), ev, &["domain"])?;
        self.put("instrument", Value::text(&a.instrument), ev, &["instrument"])?;
        self.put("scope", Value::text(&a.scope), ev, &["scope"])?;
        self.put("status", Value::text(&a.status), ev, &["status"])?;
        if let Some(t) = &a.title {
            self.put("title", Value::text(t), ev, &["title"])?;
        }
        // The words of the furthest step stand under `status` and `date`.
        let own = |status: &str, field: &'static str| if a.status == status { field } else { "" };
        self.put("signed", Value::dated(&a.signed), ev, &["signed", own("signed", "date")])?;
        self.put("date", Value::dated(&a.date), ev, &["date"])?;
        for s in &a.steps {
            let value = Value { value: Some(s.status.clone()), date: s.date.value.clone(), precision: Some(precision_name(s.date.precision)), detail: None };
            self.put("step", value, ev, &[&format!("steps:{}", s.status), own(&s.status, "status")])?;
        }
        if let Some(p) = &a.place {
            self.put("place", place_value(p), ev, &["place"])?;
        }
        if let Some(o) = &a.occasion {
            self.put("occasion", Value::text(o), ev, &["occasion"])?;
        }
        if let Some(d) = a.duration_years {
            self.put("duration_years", Value::text(d.to_string()), ev, &["duration_years"])?;
        }
        for (i, s) in a.signatories.iter().enumerate() {
            self.put("signatory", person_value(s), ev, &[&format!("signatories:{i}")])?;
        }
        for x in &a.areas {
            self.put("area", Value::text(x), ev, &[&format!("areas:{x}")])?;
        }
        for l in &a.links {
            self.put("link", Value::text(format!("{} {}", l.kind, l.to)), ev, &[&format!("links:{}", l.to)])?;
        }
        Ok(())
    }

    fn event(&mut self, e: &Event) -> Result<()> {
        let ev = &e.evidence;
        self.put("type", Value::text(&e.kind), ev, &["type"])?;
        self.put("realis", Value::text(&e.realis), ev, &["realis", "type"])?;
        for p in &e.participants {
            self.put("participant", Value::text(p), ev, &[&format!("participants:{p}"), "participants"])?;
        }
        if let Some(h) = &e.host {
            self.put("host", Value::text(h), ev, &[&format!("host:{h}"), "host"])?;
        }
        if let Some(n) = &e.name {
            self.put("name", Value::text(n), ev, &["name"])?;
        }
        self.put("date", Value::dated(&e.date), ev, &["date"])?;
        if let Some(p) = &e.place {
            self.put("place", place_value(p), ev, &["place"])?;
        }
        for (i, p) in e.persons.iter().enumerate() {
            self.put("person", person_value(p), ev, &[&format!("persons:{i}")])?;
        }
        for x in &e.areas {
            self.put("area", Value::text(x), ev, &[&format!("areas:{x}")])?;
        }
        for a in &e.agreements {
            self.put("agreement", Value::text(a), ev, &["agreements"])?;
        }
        Ok(())
    }

    fn contribution(&mut self, c: &Contribution) -> Result<()> {
        let ev = &c.evidence;
        self.put("state", Value::text(&c.state), ev, &["contribution", "state"])?;
        for t in &c.to {
            self.put("to", Value::text(t), ev, &["contribution", "to"])?;
        }
        self.put("area", Value::text(&c.area), ev, &["contribution", "area"])?;
        for a in &c.agreements {
            self.put("agreement", Value::text(a), ev, &["agreements"])?;
        }
        Ok(())
    }
}

/// Inserts one statement.
#[allow(clippy::too_many_arguments)]
pub fn statement(db: &Connection, mention: i64, n: i64, property: &str, v: &Value, span: Option<i64>, rule: Option<&str>, confidence: f64) -> Result<()> {
    db.prepare_cached("INSERT INTO statement (mention, n, property, value, date, precision, detail, span, rule, confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![mention, n, property, v.value, v.date, v.precision, v.detail, span, rule, confidence])?;
    Ok(())
}

/// What `detail` holds of a person.
pub fn person_value(p: &Person) -> Value {
    let mut bare = p.clone();
    bare.name = None;
    Value { value: p.name.clone(), detail: serde_json::to_string(&bare).ok(), ..Value::default() }
}

/// What `detail` holds of a place.
pub fn place_value(p: &Place) -> Value {
    let mut bare = p.clone();
    bare.name = String::new();
    Value { value: Some(p.name.clone()), detail: serde_json::to_string(&bare).ok(), ..Value::default() }
}

/// Takes a document's mentions out of the present truth (a later reading or text took their place). Returns the blocks this touches.
pub fn retire(db: &Connection, document: i64) -> Result<BTreeSet<Block>> {
    let blocks = touched_by(db, document)?;
    // Their keys are free for the mentions of the new reading; what was is kept under a key that says so.
    db.prepare_cached("UPDATE mention SET current = 0, key = key || '~' || id WHERE document = ?1 AND current")?.execute([document])?;
    Ok(blocks)
}

/// Blocks of present mentions, and of everything that a decision made one with them: without them it is computed anew too.
fn touched(db: &Connection, which: &str, parameter: impl rusqlite::ToSql) -> Result<BTreeSet<Block>> {
    let sql = format!(
        "SELECT m.kind, m.block FROM mention m WHERE {which} AND m.current AND m.kind <> 'contribution'
         UNION SELECT o.kind, o.block FROM mention m JOIN member b ON b.mention = m.id JOIN member c ON c.resolved = b.resolved JOIN mention o ON o.id = c.mention
         WHERE {which} AND m.current"
    );
    let mut find = db.prepare_cached(&sql)?;
    Ok(find.query_map([parameter], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Blocks that a new reading of a document touches.
pub fn touched_by(db: &Connection, document: i64) -> Result<BTreeSet<Block>> {
    touched(db, "m.document = ?1", document)
}

/// A decision that vouches for what it names, and is not taken back.
fn vouched() -> String {
    format!("d.kind IN ('accept', 'correct') AND NOT {}", crate::decision::UNDONE)
}

/// Takes up again, under their names, the mentions just retired that a person vouched for and no present reading has.
pub fn keep_vouched(db: &Connection, document: i64) -> Result<()> {
    let mut find = db.prepare_cached(&format!(
        "SELECT m.id, substr(m.key, 1, instr(m.key, '~') - 1) AS was FROM mention m WHERE m.document = ?1 AND NOT m.current
           AND m.id = (SELECT max(x.id) FROM mention x WHERE x.document = ?1 AND NOT x.current AND substr(x.key, 1, instr(x.key, '~')) = substr(m.key, 1, instr(m.key, '~')))
           AND EXISTS (SELECT 1 FROM decision d WHERE d.target = substr(m.key, 1, instr(m.key, '~') - 1) AND {})",
        vouched()
    ))?;
    let vouched = find.query_map([document], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    for (mention, key) in vouched {
        let there: bool = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM mention WHERE key = ?1)")?.query_row([&key], |r| r.get(0))?;
        if !there {
            db.prepare_cached("UPDATE mention SET current = 1, key = ?2 WHERE id = ?1")?.execute(params![mention, key])?;
        }
    }
    Ok(())
}

/// Lets a mention go that no present reading has and nobody vouches for any more. Returns the blocks this touches.
pub fn let_go(db: &Connection, key: &str) -> Result<BTreeSet<Block>> {
    let sql = format!(
        "SELECT 1 FROM mention m JOIN document x ON x.id = m.document WHERE m.key = ?1 AND m.current AND x.reading <> 'by-hand' AND (m.reader <> x.reader OR x.superseded)
           AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.target = m.key AND {})",
        vouched()
    );
    if !db.prepare_cached(&sql)?.exists([key])? {
        return Ok(BTreeSet::new());
    }
    let blocks = touched(db, "m.key = ?1", key)?;
    db.prepare_cached("UPDATE mention SET current = 0, key = key || '~' || id WHERE key = ?1")?.execute([key])?;
    Ok(blocks)
}

/// The document rows of an id: `(id, text_sha256, reader, kept)`, the present one.
pub fn present(db: &Connection, document: &str) -> Result<Option<(i64, String, i64, bool)>> {
    db.prepare_cached("SELECT id, text_sha256, reader, kept FROM document WHERE document = ?1 AND NOT superseded")?
        .query_row([document], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .optional()
        .map_err(RegistryError::from)
}

/// Blocks of the mentions that documents of one voice tell.
pub fn blocks_of_voice(db: &Connection, voice: i64) -> Result<BTreeSet<Block>> {
    let mut find = db.prepare_cached(
        "SELECT DISTINCT m.kind, m.block FROM document d JOIN mention m ON m.document = d.id AND m.current WHERE d.voice = ?1 AND d.kept AND m.kind <> 'contribution'",
    )?;
    Ok(find.query_map([voice], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}
