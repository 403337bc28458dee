//! An agreement or event as one document tells it, put together again from its statements.
//!
//! In: rows of `mention` and `statement`, as `store` wrote them. Out: [`Report`]s and [`EventReport`]s, what `resolve` compares.

use crate::Result;
use mithaq_core::record::{DateValue, Person, Place, Precision, Step};
use rusqlite::{Connection, Row};

/// An agreement as one document (or one row of a register) tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// `mention.id`.
    pub mention: i64,
    /// `mention.key`.
    pub key: String,
    /// `document.id`.
    pub document: i64,
    /// The document's own id, as the contract calls it.
    pub document_id: String,
    pub local: String,
    /// Near copies of one text share it.
    pub voice: i64,
    /// Who first said it.
    pub origin: String,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Entered by a person: its values win over what was read.
    pub by_hand: bool,
    pub parties: Vec<String>,
    pub domain: String,
    pub instrument: String,
    pub title: Option<String>,
    pub scope: String,
    pub status: String,
    pub signed: DateValue,
    pub date: DateValue,
    pub steps: Vec<Step>,
    pub place: Option<Place>,
    pub occasion: Option<String>,
    pub duration_years: Option<u32>,
    pub signatories: Vec<Person>,
    pub areas: Vec<String>,
    /// Type and local id (in the same document) of the agreement that this one implements, amends …
    pub links: Vec<(String, String)>,
    /// Of a row: its last day, which may lie ahead; what is read gives its end as a step.
    pub terminated: DateValue,
    /// Of a row: the id it was written with, where that is not its key.
    pub row_id: Option<String>,
    pub confidence: f64,
}

/// An event as one document tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventReport {
    pub mention: i64,
    pub key: String,
    pub document: i64,
    pub document_id: String,
    pub local: String,
    pub voice: i64,
    pub language: Option<String>,
    pub published: Option<String>,
    pub kind: String,
    pub realis: String,
    pub participants: Vec<String>,
    pub host: Option<String>,
    pub name: Option<String>,
    pub date: DateValue,
    pub place: Option<Place>,
    pub areas: Vec<String>,
    pub persons: Vec<Person>,
    pub confidence: f64,
}

/// `day`, `month`, `year`, `unknown`.
pub fn precision_name(p: Precision) -> &'static str {
    match p {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Year => "year",
        Precision::Unknown => "unknown",
    }
}

/// A date from its text; what is not a date is unknown.
pub fn date_value(value: Option<&str>) -> DateValue {
    let Some(v) = value.filter(|v| !v.is_empty()) else { return DateValue::unknown() };
    let precision = match v.len() {
        10 if v.parse::<jiff::civil::Date>().is_ok() => Precision::Day,
        7 if format!("{v}-01").parse::<jiff::civil::Date>().is_ok() => Precision::Month,
        4 if format!("{v}-01-01").parse::<jiff::civil::Date>().is_ok() => Precision::Year,
        _ => return DateValue::unknown(),
    };
    DateValue { value: Some(v.into()), precision }
}

/// One value as it is stored.
struct Stated {
    property: String,
    value: Option<String>,
    date: Option<String>,
    detail: Option<String>,
}

impl Stated {
    /// A person from `value` and `detail`.
    fn person(self) -> Option<Person> {
        let mut p: Person = serde_json::from_str(&self.detail?).ok()?;
        p.name = self.value;
        Some(p)
    }
    /// A place from `value` and `detail`.
    fn place(self) -> Option<Place> {
        let mut p: Place = serde_json::from_str(&self.detail?).ok()?;
        p.name = self.value?;
        Some(p)
    }
}

/// Adds what is new to a list.
fn push<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    list.extend(value.filter(|v| !list.contains(v)));
}

/// The current mentions of a block, in the order of their keys: `head` takes what stands in the row of the mention and its document,
/// `fill` one statement after the other.
fn told<T>(db: &Connection, kind: &str, block: &str, head: impl Fn(&Row) -> rusqlite::Result<T>, fill: impl Fn(&mut T, Stated)) -> Result<Vec<T>> {
    let mut find = db.prepare_cached(
        "SELECT m.id, m.key, m.document, d.document AS document_id, m.local, d.voice, coalesce(d.origin, '') AS origin, d.published, d.reading = 'by-hand' AS by_hand, m.confidence, d.language
         FROM mention m JOIN document d ON d.id = m.document WHERE m.kind = ?1 AND m.block = ?2 AND m.current ORDER BY m.key",
    )?;
    let mut values = db.prepare_cached("SELECT property, value, date, detail FROM statement WHERE mention = ?1 ORDER BY n")?;
    let mut list = find.query_map([kind, block], |r| Ok((r.get::<_, i64>("id")?, head(r)?)))?.collect::<Result<Vec<_>, _>>()?;
    for (mention, t) in &mut list {
        let mut rows = values.query([*mention])?;
        while let Some(r) = rows.next()? {
            fill(t, Stated { property: r.get(0)?, value: r.get(1)?, date: r.get(2)?, detail: r.get(3)? });
        }
    }
    Ok(list.into_iter().map(|t| t.1).collect())
}

/// The current reports of an agreement's block, in the order of their keys.
pub fn reports(db: &Connection, block: &str) -> Result<Vec<Report>> {
    let head = |r: &Row| {
        Ok(Report {
            mention: r.get("id")?,
            key: r.get("key")?,
            document: r.get("document")?,
            document_id: r.get("document_id")?,
            local: r.get("local")?,
            voice: r.get("voice")?,
            origin: r.get("origin")?,
            published: r.get("published")?,
            by_hand: r.get("by_hand")?,
            confidence: r.get("confidence")?,
            ..Report::default()
        })
    };
    told(db, "agreement", block, head, |r, s| match s.property.as_str() {
        "party" => push(&mut r.parties, s.value),
        "area" => push(&mut r.areas, s.value),
        "domain" => r.domain = s.value.unwrap_or_default(),
        "instrument" => r.instrument = s.value.unwrap_or_default(),
        "scope" => r.scope = s.value.unwrap_or_default(),
        "status" => r.status = s.value.unwrap_or_default(),
        "title" => r.title = s.value,
        "occasion" => r.occasion = s.value,
        "duration_years" => r.duration_years = s.value.and_then(|v| v.parse().ok()),
        "signed" => r.signed = date_value(s.value.as_deref()),
        "date" => r.date = date_value(s.value.as_deref()),
        "terminated" => r.terminated = date_value(s.value.as_deref()),
        "id" => r.row_id = s.value,
        "place" => r.place = s.place(),
        "step" => push(&mut r.steps, s.value.map(|status| Step { status, date: date_value(s.date.as_deref()) })),
        "signatory" => push(&mut r.signatories, s.person()),
        "link" => r.links.extend(s.value.as_deref().and_then(|v| v.split_once(' ')).map(|(kind, local)| (kind.to_string(), local.to_string()))),
        _ => {}
    })
}

/// The current reports of an event's block, in the order of their keys.
pub fn event_reports(db: &Connection, block: &str) -> Result<Vec<EventReport>> {
    let head = |r: &Row| {
        Ok(EventReport {
            mention: r.get("id")?,
            key: r.get("key")?,
            document: r.get("document")?,
            document_id: r.get("document_id")?,
            local: r.get("local")?,
            voice: r.get("voice")?,
            language: r.get("language")?,
            published: r.get("published")?,
            confidence: r.get("confidence")?,
            ..EventReport::default()
        })
    };
    told(db, "event", block, head, |r, s| match s.property.as_str() {
        "type" => r.kind = s.value.unwrap_or_default(),
        "realis" => r.realis = s.value.unwrap_or_default(),
        "participant" => push(&mut r.participants, s.value),
        "host" => r.host = s.value,
        "name" => r.name = s.value,
        "date" => r.date = date_value(s.value.as_deref()),
        "place" => r.place = s.place(),
        "area" => push(&mut r.areas, s.value),
        "person" => push(&mut r.persons, s.person()),
        _ => {}
    })
}
