//! Whole tables, lean: what an analysis needs of every agreement, event, contribution and document.
//!
//! In: a registry. Out: one row for each, in the order of their ids, without what people rejected. Lists for people, with reports
//! and links, are in `list` and `events`.

use crate::list::codes;
use crate::report::date_value;
use crate::resolve::dates::{Day, day};
use crate::{Registry, Result};
use mithaq_core::record::DateValue;
use rusqlite::Row;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// An agreement as far as counts and networks need it.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementRow {
    pub id: String,
    pub parties: Vec<String>,
    pub domain: String,
    pub instrument: String,
    pub scope: String,
    pub status: String,
    pub title: Option<String>,
    pub signed: DateValue,
    pub date: DateValue,
    pub areas: Vec<String>,
    pub duration_years: Option<i64>,
    /// First day in force, and first day no longer (days from 1970-01-01); see [`crate::resolve::truth::runs`].
    pub runs: (Option<Day>, Option<Day>),
    pub terminated: DateValue,
    pub confidence: f64,
    pub reports: i64,
    pub first_report: Option<String>,
    /// A row of a register stands behind it.
    pub by_hand: bool,
    pub place: Option<String>,
    pub place_country: Option<String>,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    pub id: String,
    pub kind: String,
    pub realis: String,
    /// Without the host.
    pub participants: Vec<String>,
    pub host: Option<String>,
    pub name: Option<String>,
    pub date: DateValue,
    /// The date's first day, else the first report.
    pub day: Option<Day>,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub areas: Vec<String>,
    pub confidence: f64,
    pub first_report: Option<String>,
}

/// A version of the engine and packs, and how many of the documents it read last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reader {
    pub engine: String,
    /// Pack → version.
    pub packs: BTreeMap<String, String>,
    pub documents: i64,
}

/// A step of an agreement's life.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRow {
    pub agreement: String,
    pub status: String,
    pub date: DateValue,
    /// Publication of the first report of it.
    pub known: Option<Day>,
}

/// Where the first report of an agreement or event says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    pub document: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<Day>,
    /// Code points of the text as read.
    pub start: i64,
    pub end: i64,
    pub quote: String,
}

/// The words of steps and events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quotes {
    /// By agreement and status.
    pub steps: HashMap<(String, String), Quote>,
    pub events: HashMap<String, Quote>,
}

/// What a text only hopes, plans or denies.
#[derive(Debug, Clone, PartialEq)]
pub struct UnassertedRow {
    pub kind: String,
    pub parties: Vec<String>,
    /// hypothetical, future, negated.
    pub mode: String,
    pub quote: Option<Quote>,
}

/// What one document says a state puts in.
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRow {
    pub state: String,
    pub to: Vec<String>,
    pub area: String,
    /// Ids of the resolved agreements that it goes with.
    pub agreements: Vec<String>,
    pub document: String,
    pub published: Option<Day>,
    pub quote: Option<Quote>,
}

/// A document that was read, or a register that was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    pub document: String,
    pub published: Option<Day>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    /// read, empty, unsupported-language, truncated, by-hand.
    pub reading: String,
    /// States of the agreements and events that it tells.
    pub states: Vec<String>,
}

impl Registry {
    /// Every agreement that nobody rejected.
    pub fn agreement_rows(&self) -> Result<Vec<AgreementRow>> {
        let mut find = self.db.prepare(
            "SELECT a.id, a.parties, a.domain, a.instrument, a.scope, a.status, a.title, a.signed, a.date, a.areas, a.duration_years, a.runs_from, a.runs_to,
               a.terminated, a.confidence, a.reports, a.first_report,
               EXISTS (SELECT 1 FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = a.id AND d.reading = 'by-hand'),
               a.place, a.place_country
             FROM agreement a WHERE a.review <> 'rejected' ORDER BY a.id",
        )?;
        let rows = find.query_map([], |r| {
            Ok(AgreementRow {
                id: r.get(0)?,
                parties: codes(r, 1)?,
                domain: r.get(2)?,
                instrument: r.get(3)?,
                scope: r.get(4)?,
                status: r.get(5)?,
                title: r.get(6)?,
                signed: date(r, 7)?,
                date: date(r, 8)?,
                areas: codes(r, 9)?,
                duration_years: r.get(10)?,
                runs: (day_of(r, 11)?, day_of(r, 12)?),
                terminated: date(r, 13)?,
                confidence: r.get(14)?,
                reports: r.get(15)?,
                first_report: r.get(16)?,
                by_hand: r.get(17)?,
                place: r.get(18)?,
                place_country: r.get(19)?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Every event that nobody rejected.
    pub fn event_rows(&self) -> Result<Vec<EventRow>> {
        let mut find = self.db.prepare(
            "SELECT id, type, realis, participants, host, name, date, nullif(day, ''), place, place_country, areas, confidence, first_report
             FROM event WHERE review <> 'rejected' ORDER BY id",
        )?;
        let rows = find.query_map([], |r| {
            Ok(EventRow {
                id: r.get(0)?,
                kind: r.get(1)?,
                realis: r.get(2)?,
                participants: codes(r, 3)?,
                host: r.get(4)?,
                name: r.get(5)?,
                date: date(r, 6)?,
                day: day_of(r, 7)?,
                place: r.get(8)?,
                place_country: r.get(9)?,
                areas: codes(r, 10)?,
                confidence: r.get(11)?,
                first_report: r.get(12)?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Which versions read the documents.
    pub fn readers(&self) -> Result<Vec<Reader>> {
        let mut find = self.db.prepare(
            "SELECT r.engine, r.packs, count(d.id) FROM reader r JOIN document d ON d.reader = r.id AND NOT d.superseded GROUP BY r.engine, r.packs ORDER BY r.engine, r.packs",
        )?;
        let rows = find.query_map([], |r| {
            let packs: String = r.get(1)?;
            Ok(Reader { engine: r.get(0)?, packs: serde_json::from_str(&packs).unwrap_or_default(), documents: r.get(2)? })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Every step of every agreement, in the order of the agreements' ids.
    pub fn step_rows(&self) -> Result<Vec<StepRow>> {
        let mut find = self.db.prepare(
            "SELECT s.agreement, s.status, s.date, s.known FROM agreement_step s JOIN agreement a ON a.id = s.agreement WHERE a.review <> 'rejected' ORDER BY s.agreement, s.n",
        )?;
        let rows = find.query_map([], |r| Ok(StepRow { agreement: r.get(0)?, status: r.get(1)?, date: date(r, 2)?, known: day_of(r, 3)? }))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Where the first report that does so asserts each step of each agreement, and each event.
    pub fn quotes(&self) -> Result<Quotes> {
        let mut find = self.db.prepare(
            "SELECT b.resolved, s.property, s.value, d.document, d.url, d.publisher, d.published, p.start, p.\"end\", p.quote
             FROM member b JOIN mention m ON m.id = b.mention AND m.current JOIN document d ON d.id = m.document
             JOIN statement s ON s.mention = m.id AND s.property IN ('step', 'type') JOIN span p ON p.id = s.span
             ORDER BY d.published IS NULL, d.published, m.id, s.n",
        )?;
        let mut quotes = Quotes::default();
        let mut rows = find.query([])?;
        while let Some(r) = rows.next()? {
            let (id, step): (String, bool) = (r.get(0)?, r.get::<_, String>(1)? == "step");
            let quote = quote(r, 3)?;
            if step {
                quotes.steps.entry((id, r.get::<_, Option<String>>(2)?.unwrap_or_default())).or_insert(quote);
            } else {
                quotes.events.entry(id).or_insert(quote);
            }
        }
        Ok(quotes)
    }

    /// What texts only hope, plan or deny, by document.
    pub fn unasserted_rows(&self) -> Result<Vec<UnassertedRow>> {
        let mut find = self.db.prepare(
            "SELECT u.kind, u.parties, u.mode, d.document, d.url, d.publisher, d.published, p.start, p.\"end\", p.quote
             FROM unasserted u JOIN document d ON d.id = u.document LEFT JOIN span p ON p.id = u.span WHERE NOT d.superseded ORDER BY u.document, u.n",
        )?;
        let rows = find.query_map([], |r| {
            let told = r.get::<_, Option<i64>>(7)?.is_some();
            Ok(UnassertedRow { kind: r.get(0)?, parties: codes(r, 1)?, mode: r.get(2)?, quote: if told { Some(quote(r, 3)?) } else { None } })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Every contribution that a present reading holds, by document.
    pub fn contribution_rows(&self) -> Result<Vec<ContributionRow>> {
        let mut find = self.db.prepare(
            "SELECT m.id, d.document, d.url, d.publisher, d.published FROM mention m JOIN document d ON d.id = m.document WHERE m.kind = 'contribution' AND m.current AND NOT d.superseded ORDER BY m.id",
        )?;
        let mut values =
            self.db.prepare("SELECT s.property, s.value, p.start, p.\"end\", p.quote FROM statement s LEFT JOIN span p ON p.id = s.span WHERE s.mention = ?1 ORDER BY s.n")?;
        let mut with = self.db.prepare(
            "SELECT DISTINCT b.resolved FROM statement s JOIN mention c ON c.id = s.mention JOIN mention m ON m.document = c.document AND m.kind = 'agreement' AND m.current AND m.local = s.value
             JOIN member b ON b.mention = m.id WHERE s.mention = ?1 AND s.property = 'agreement' ORDER BY 1",
        )?;
        let mut out = Vec::new();
        let mut rows = find.query([])?;
        while let Some(r) = rows.next()? {
            let mention: i64 = r.get(0)?;
            let (document, published): (String, Option<Day>) = (r.get(1)?, day_of(r, 4)?);
            let (url, publisher): (Option<String>, Option<String>) = (r.get(2)?, r.get(3)?);
            let mut c = ContributionRow {
                state: String::new(),
                to: Vec::new(),
                area: String::new(),
                agreements: with.query_map([mention], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?,
                document,
                published,
                quote: None,
            };
            let mut told = values.query([mention])?;
            while let Some(v) = told.next()? {
                let value: Option<String> = v.get(1)?;
                let value = value.unwrap_or_default();
                match v.get::<_, String>(0)?.as_str() {
                    "state" => c.state = value,
                    "to" if !c.to.contains(&value) => c.to.push(value),
                    "area" => {
                        c.area = value;
                        if let Some(start) = v.get::<_, Option<i64>>(2)? {
                            let (url, publisher) = (url.clone(), publisher.clone());
                            c.quote = Some(Quote { document: c.document.clone(), url, publisher, published, start, end: v.get(3)?, quote: v.get(4)? });
                        }
                    }
                    _ => {}
                }
            }
            out.push(c);
        }
        Ok(out)
    }

    /// Every document under its present text.
    pub fn document_rows(&self) -> Result<Vec<DocumentRow>> {
        let mut find = self.db.prepare(
            "SELECT d.document, d.published, d.publisher, d.url, d.title, d.language, d.reading,
               (SELECT group_concat(DISTINCT m.block) FROM mention m WHERE m.document = d.id AND m.current AND m.kind <> 'contribution')
             FROM document d WHERE NOT d.superseded ORDER BY d.id",
        )?;
        let rows = find.query_map([], |r| {
            let blocks: Option<String> = r.get(7)?;
            Ok(DocumentRow {
                document: r.get(0)?,
                published: day_of(r, 1)?,
                publisher: r.get(2)?,
                url: r.get(3)?,
                title: r.get(4)?,
                language: r.get(5)?,
                reading: r.get(6)?,
                states: blocks.as_deref().map(states_of_blocks).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

/// A quote from its columns, beginning at `i`.
fn quote(r: &Row, i: usize) -> rusqlite::Result<Quote> {
    Ok(Quote { document: r.get(i)?, url: r.get(i + 1)?, publisher: r.get(i + 2)?, published: day_of(r, i + 3)?, start: r.get(i + 4)?, end: r.get(i + 5)?, quote: r.get(i + 6)? })
}

fn date(r: &Row, i: usize) -> rusqlite::Result<DateValue> {
    Ok(date_value(r.get::<_, Option<String>>(i)?.as_deref()))
}

fn day_of(r: &Row, i: usize) -> rusqlite::Result<Option<Day>> {
    Ok(r.get::<_, Option<String>>(i)?.as_deref().and_then(day))
}

/// The codes of states and bodies in blocks of mentions, each once.
fn states_of_blocks(blocks: &str) -> Vec<String> {
    let mut states: Vec<String> = blocks.split(|c: char| !c.is_ascii_alphanumeric()).filter(|s| crate::codes::is_state(s)).map(str::to_string).collect();
    states.sort();
    states.dedup();
    states
}
