//! Lists of events, documents and people.
//!
//! In: a [`Filter`]. Out: [`EventListed`], [`DocumentListed`], [`PersonListed`], newest first (people: most often first).

use crate::list::{Filter, Where, codes, conditions, page};
use crate::report::date_value;
use crate::{Registry, RegistryError, Result};
use mithaq_core::record::DateValue;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::Serialize;

/// A resolved event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventListed {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub realis: String,
    pub participants: Vec<String>,
    pub host: Option<String>,
    pub name: Option<String>,
    pub date: DateValue,
    /// The date's first day, else the first report.
    pub day: Option<String>,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub areas: Vec<String>,
    pub confidence: f64,
    pub review: String,
    pub reports: i64,
    pub voices: i64,
    pub first_report: Option<String>,
}

/// A document as taken in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentListed {
    pub document: String,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub path: Option<String>,
    /// read, empty, unsupported-language, truncated, by-hand.
    pub reading: String,
    pub kept: bool,
    pub agreements: i64,
    pub events: i64,
    /// Documents that are copies of one another, this one included.
    pub copies: i64,
}

/// A person, however spelled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonListed {
    pub name: String,
    /// One spelling for each key: the forms in the scripts and languages that were read.
    pub spellings: Vec<String>,
    pub state: Option<String>,
    /// Offices in which the person signed.
    pub offices: Vec<String>,
    pub agreements: i64,
}

const EVENT: &str = "e.id, e.type, e.realis, e.participants, e.host, e.name, e.date, nullif(e.day, ''), e.place, e.place_country, e.areas, e.confidence, e.review, e.reports, e.voices, e.first_report";

fn event(r: &Row) -> rusqlite::Result<EventListed> {
    Ok(EventListed {
        id: r.get(0)?,
        kind: r.get(1)?,
        realis: r.get(2)?,
        participants: codes(r, 3)?,
        host: r.get(4)?,
        name: r.get(5)?,
        date: date_value(r.get::<_, Option<String>>(6)?.as_deref()),
        day: r.get(7)?,
        place: r.get(8)?,
        place_country: r.get(9)?,
        areas: codes(r, 10)?,
        confidence: r.get(11)?,
        review: r.get(12)?,
        reports: r.get(13)?,
        voices: r.get(14)?,
        first_report: r.get(15)?,
    })
}

impl Registry {
    /// Events, newest first.
    pub fn events(&self, f: &Filter) -> Result<Vec<EventListed>> {
        self.events_where(Where::default(), f)
    }

    /// Those of these events that a filter leaves.
    pub(crate) fn events_among(&self, ids: &std::collections::BTreeSet<String>, f: &Filter) -> Result<Vec<EventListed>> {
        let mut w = Where::default();
        w.add("e.id IN (SELECT value FROM json_each(?))", [serde_json::to_string(ids).unwrap_or_else(|_| "[]".into())]);
        self.events_where(w, f)
    }

    /// Events whose type or area begins with a word.
    pub(crate) fn events_called(&self, word: &str, f: &Filter) -> Result<Vec<EventListed>> {
        let begins = |code: &&&str| word.chars().count() >= 4 && (code.starts_with(word) || word.strip_suffix('s') == Some(code));
        let asked = |code: &&&str| f.types.is_empty() || f.types.iter().any(|t| t == *code);
        let types: Vec<String> = crate::codes::of("type").iter().filter(begins).filter(asked).map(|c| c.to_string()).collect();
        if types.is_empty() {
            return Ok(Vec::new());
        }
        self.events(&Filter { types, ..f.clone() })
    }

    fn events_where(&self, mut w: Where, f: &Filter) -> Result<Vec<EventListed>> {
        if let Some(what) = f.of_agreements() {
            return Err(RegistryError::Query(format!("events have no {what}: it restricts lists of agreements")));
        }
        for s in &f.states {
            w.add("EXISTS (SELECT 1 FROM event_party p WHERE p.event = e.id AND p.state = ?)", [s.clone()]);
        }
        w.within("EXISTS (SELECT 1 FROM event_party p WHERE p.event = e.id AND p.state IN (?))", &f.any_state);
        for a in &f.areas {
            w.add("instr('+' || e.areas || '+', '+' || ? || '+')", [a.clone()]);
        }
        w.one_of("e.type", &f.types);
        w.one_of("e.realis", &f.realis);
        w.dates("e.day", f)?;
        if let Some(c) = f.min_confidence {
            w.sql.push("e.confidence >= ?".into());
            w.params.push(Value::Real(c));
        }
        w.told("e.id", f);
        match f.review.as_deref() {
            Some(r) => w.add("e.review = ?", [r.to_string()]),
            None => w.sql.push("e.review <> 'rejected'".into()),
        }
        let (from, order) = match f.states.first() {
            Some(_) => ("event_party d0 CROSS JOIN event e ON e.id = d0.event AND d0.state = ?", "d0.day DESC, d0.event"),
            None => ("event e", "e.day DESC, e.id"),
        };
        let sql = format!("SELECT {EVENT} FROM {from} WHERE {} ORDER BY {order} {}", w.text(), page(f));
        let first = f.states.first().cloned().map(Value::Text);
        let mut find = self.db.prepare(&sql)?;
        Ok(find.query_map(params_from_iter(first.into_iter().chain(w.params)), event)?.collect::<Result<_, _>>()?)
    }

    /// The event that an id names, as [`Registry::agreement`] finds agreements.
    pub fn event(&self, id: &str) -> Result<EventListed> {
        let id = self.resolve_id("event", id)?;
        let found = self.db.prepare_cached(&format!("SELECT {EVENT} FROM event e WHERE e.id = ?1"))?.query_row([&id], event).optional()?;
        found.ok_or(RegistryError::NoSuchId(id))
    }

    /// Documents, newest first.
    pub fn documents(&self, f: &Filter) -> Result<Vec<DocumentListed>> {
        let w = of_documents(f)?;
        let sql = format!("SELECT {DOCUMENT} FROM document d WHERE d.kept AND NOT d.superseded AND {} ORDER BY d.published DESC, d.id DESC {}", w.text(), page(f));
        let mut find = self.db.prepare(&sql)?;
        Ok(find.query_map(params_from_iter(w.params), document)?.collect::<Result<_, _>>()?)
    }

    /// A document by its own id.
    pub fn document(&self, id: &str) -> Result<DocumentListed> {
        let sql = format!("SELECT {DOCUMENT} FROM document d WHERE d.document = ?1 ORDER BY d.superseded LIMIT 1");
        self.db.prepare_cached(&sql)?.query_row([id], document).optional()?.ok_or_else(|| RegistryError::NoSuchId(id.into()))
    }

    /// The text of a document, where it is stored.
    pub fn text(&self, id: &str) -> Result<Option<String>> {
        let sql = "SELECT t.text FROM document d JOIN document_text t ON t.document = d.id WHERE d.document = ?1 ORDER BY d.superseded LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([id], |r| r.get(0)).optional()?)
    }

    /// People who signed, by how many agreements they signed.
    pub fn persons(&self, f: &Filter) -> Result<Vec<PersonListed>> {
        let mut w = Where::default();
        w.one_of("p.state", &f.states);
        let sql = format!("{PERSON} FROM person p JOIN agreement_signatory s ON s.person = p.id WHERE {} GROUP BY p.id ORDER BY n DESC, 1, p.state {}", w.text(), page(f));
        let mut find = self.db.prepare(&sql)?;
        Ok(find.query_map(params_from_iter(w.params), person)?.collect::<Result<_, _>>()?)
    }
}

/// What a filter asks of the row `d` of a document: its own day, language and source, and that it tells an agreement that meets
/// the rest, or an event where that asks only what events have.
pub(crate) fn of_documents(f: &Filter) -> Result<Where> {
    let mut w = Where::default();
    let states =
        "SELECT 1 FROM mention m JOIN statement t ON t.mention = m.id WHERE m.document = d.id AND m.current AND t.property IN ('party', 'participant', 'host') AND t.value";
    for s in &f.states {
        w.add(&format!("EXISTS ({states} = ?)"), [s.clone()]);
    }
    w.within(&format!("EXISTS ({states} IN (?))"), &f.any_state);
    w.dates("d.published", f)?;
    if let Some(l) = &f.language {
        w.add("d.language = ?", [l.clone()]);
    }
    w.source(f, str::to_string);
    for a in &f.areas {
        w.add("EXISTS (SELECT 1 FROM mention m JOIN statement t ON t.mention = m.id WHERE m.document = d.id AND m.current AND t.property = 'area' AND t.value = ?)", [a.clone()]);
    }
    let told = |alias: &str| {
        format!(
            "EXISTS (SELECT 1 FROM mention m JOIN member b ON b.mention = m.id JOIN {alias} ON {}.id = b.resolved WHERE m.document = d.id AND m.current AND",
            alias.rsplit(' ').next().unwrap_or_default()
        )
    };
    if f.of_agreements().is_some() || f.min_confidence.is_some() || f.review.is_some() {
        let own = Filter {
            instruments: f.instruments.clone(),
            statuses: f.statuses.clone(),
            domain: f.domain.clone(),
            in_force: f.in_force.clone(),
            min_confidence: f.min_confidence,
            review: f.review.clone(),
            ..Filter::default()
        };
        let c = conditions(&own)?;
        w.sql.push(format!("{} {})", told("agreement a"), c.text()));
        w.params.extend(c.params);
    }
    if !f.types.is_empty() || !f.realis.is_empty() {
        let mut c = Where::default();
        c.one_of("e.type", &f.types);
        c.one_of("e.realis", &f.realis);
        w.sql.push(format!("{} {})", told("event e"), c.text()));
        w.params.extend(c.params);
    }
    Ok(w)
}

/// Name as most agreements give it, else the first spelling; all spellings; state; offices; number of agreements.
pub(crate) const PERSON: &str = "SELECT coalesce((SELECT x.name FROM agreement_signatory x WHERE x.person = p.id GROUP BY x.name ORDER BY count(*) DESC, x.name LIMIT 1),
     (SELECT min(n.name) FROM person_name n WHERE n.person = p.id)),
   (SELECT group_concat(n.name, char(31)) FROM person_name n WHERE n.person = p.id ORDER BY n.name), nullif(p.state, ''), group_concat(DISTINCT s.office), count(DISTINCT s.agreement) AS n";

/// A row of name, spellings, state, offices, number of agreements.
pub(crate) fn person(r: &Row) -> rusqlite::Result<PersonListed> {
    let offices: Option<String> = r.get(3)?;
    Ok(PersonListed {
        name: r.get(0)?,
        spellings: {
            let all: Option<String> = r.get(1)?;
            let mut all: Vec<String> = all.unwrap_or_default().split('\u{1f}').map(str::to_string).collect();
            all.sort();
            all
        },
        state: r.get(2)?,
        offices: offices.unwrap_or_default().split(',').filter(|o| !o.is_empty()).map(str::to_string).collect(),
        agreements: r.get(4)?,
    })
}

pub(crate) const DOCUMENT: &str = "d.document, d.published, d.publisher, d.language, d.title, d.url, d.path, d.reading, d.kept,
   (SELECT count(*) FROM mention m WHERE m.document = d.id AND m.current AND m.kind = 'agreement'),
   (SELECT count(*) FROM mention m WHERE m.document = d.id AND m.current AND m.kind = 'event'),
   (SELECT count(*) FROM document c WHERE c.voice = d.voice AND c.kept AND d.kept AND NOT c.superseded)";

pub(crate) fn document(r: &Row) -> rusqlite::Result<DocumentListed> {
    Ok(DocumentListed {
        document: r.get(0)?,
        published: r.get(1)?,
        publisher: r.get(2)?,
        language: r.get(3)?,
        title: r.get(4)?,
        url: r.get(5)?,
        path: r.get(6)?,
        reading: r.get(7)?,
        kept: r.get(8)?,
        agreements: r.get(9)?,
        events: r.get(10)?,
        copies: r.get(11)?,
    })
}
