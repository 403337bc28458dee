//! Events as PLOVER records, for users of event data (Political Language Ontology for Verifiable Event Records, Open Event Data Alliance).
//!
//! In: [`Facts`], steps, quotes and what is unasserted. Out: [`Record`]s, one for each ordered pair of actor and recipient, as its users join them.
//!
//! | of Mithaq | type | mode | context |
//! |---|---|---|---|
//! | agreement signed, approved, ratified, in force, amended, renewed | SUPPORT | | military |
//! | agreement proposed, negotiated, authorised, initialled; a promise | AGREE | | military |
//! | agreement rejected | REJECT | | military |
//! | agreement suspended, terminated | SANCTION | | military |
//! | visit | CONSULT | visit, and host from the other side | military |
//! | meeting, committee | CONSULT | multilateral where there are three and more | military |
//! | exercise, training, exchange of experts | COOPERATE | | military |
//! | delivery, contribution of equipment or money | AID | military | military |
//! | procurement | COOPERATE | | military |
//!
//! `intelligence` is a context of its own where the area is covered. An expired agreement is no act of anybody and gives no record, nor does an exhibition.
//! The four auxiliary modes that PLOVER foresees and that no coder in use fills: *historical* from dates (more than [`RECENT`] days before the report),
//! *future* from realis and dates, *hypothetical* and *negation* from what a text leaves unasserted or calls off.

use super::build::Builder;
use crate::codebook::Codebook;
use crate::error::Result;
use crate::facts::Facts;
use crate::span::Day;
use mithaq_core::record::DateValue;
use mithaq_export::Table;
use mithaq_registry::resolve::dates;
use mithaq_registry::{Quote, Quotes, StepRow, UnassertedRow, precision_name};
use serde::Serialize;

/// What is further back than this many days before its first report is history.
pub const RECENT: Day = 31;

/// A PLOVER event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    pub id: String,
    pub event_type: &'static str,
    pub event_mode: &'static str,
    pub context: Vec<String>,
    pub actor: String,
    pub recipient: String,
    pub date: Option<String>,
    pub precision: &'static str,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub historical: bool,
    pub future: bool,
    pub hypothetical: bool,
    pub negation: bool,
    pub document: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub quote: Option<String>,
}

/// What happened, before it is told for each pair.
struct Act<'a> {
    id: String,
    kind: &'static str,
    mode: &'static str,
    areas: &'a [String],
    domain: &'a str,
    date: &'a DateValue,
    place: (Option<&'a str>, Option<&'a str>),
    historical: bool,
    future: bool,
    hypothetical: bool,
    negation: bool,
    quote: Option<&'a Quote>,
}

/// All records: agreements by step, events, contributions, unasserted ones; in that order.
pub fn records(facts: &Facts, steps: &[StepRow], quotes: &Quotes, unasserted: &[UnassertedRow]) -> Vec<Record> {
    let mut out = Vec::new();
    let mut at = 0;
    for a in &facts.agreements {
        let from = at + steps[at..].iter().take_while(|s| s.agreement < a.id).count();
        at = from + steps[from..].iter().take_while(|s| s.agreement == a.id).count();
        for (n, s) in steps[from..at].iter().enumerate() {
            let Some(kind) = of_step(&s.status) else { continue };
            let quote = quotes.steps.get(&(a.id.clone(), s.status.clone()));
            let known = s.known.or(quote.and_then(|q| q.published));
            let (historical, ahead) = placed(&s.date, known);
            let act = Act {
                id: format!("{}-{}", a.id, n + 1),
                kind,
                mode: "",
                areas: &a.areas,
                domain: &a.domain,
                date: &s.date,
                place: if s.status == "signed" { (a.place.as_deref(), a.place_country.as_deref()) } else { (None, None) },
                historical,
                future: ahead,
                hypothetical: false,
                negation: false,
                quote,
            };
            both_ways(&act, &a.parties, &mut out);
        }
    }
    let unknown = DateValue::unknown();
    for e in &facts.events {
        let quote = quotes.events.get(&e.id);
        let (historical, ahead) = placed(&e.date, quote.and_then(|q| q.published));
        let (kind, mode) = match e.kind.as_str() {
            "visit" => ("CONSULT", "visit"),
            "meeting" | "committee" => ("CONSULT", if e.participants.len() > 2 { "multilateral" } else { "" }),
            "exercise" | "training" | "expert-exchange" | "procurement" => ("COOPERATE", ""),
            "delivery" => ("AID", "military"),
            _ => continue,
        };
        let act = Act {
            id: e.id.clone(),
            kind,
            mode,
            areas: &e.areas,
            domain: "defence",
            date: &e.date,
            place: (e.place.as_deref(), e.place_country.as_deref()),
            historical,
            future: ahead || e.realis == "scheduled",
            hypothetical: false,
            negation: e.realis == "cancelled",
            quote,
        };
        match (&e.host, kind) {
            (Some(host), "AID") => e.participants.iter().for_each(|p| out.push(act.record(host, p))),
            (Some(host), _) => {
                for p in &e.participants {
                    out.push(act.record(p, host));
                    let back = act.record(host, p);
                    out.push(Record { event_mode: if e.kind == "visit" { "host" } else { back.event_mode }, ..back });
                }
            }
            (None, _) => both_ways(&act, &e.participants, &mut out),
        }
    }
    for (n, c) in facts.contributions.iter().enumerate() {
        let areas = std::slice::from_ref(&c.area);
        let act = Act {
            id: format!("contribution-{}", n + 1),
            kind: "AID",
            mode: "military",
            areas,
            domain: "defence",
            date: &unknown,
            place: (None, None),
            historical: false,
            future: false,
            hypothetical: false,
            negation: false,
            quote: c.quote.as_ref(),
        };
        c.to.iter().for_each(|t| out.push(act.record(&c.state, t)));
    }
    for (n, u) in unasserted.iter().enumerate() {
        let act = Act {
            id: format!("unasserted-{}", n + 1),
            kind: if u.kind == "agreement" { "AGREE" } else { "CONSULT" },
            mode: "",
            areas: &[],
            domain: "defence",
            date: &unknown,
            place: (None, None),
            historical: false,
            future: u.mode == "future",
            hypothetical: u.mode == "hypothetical",
            negation: u.mode == "negated",
            quote: u.quote.as_ref(),
        };
        both_ways(&act, &u.parties, &mut out);
    }
    out
}

fn of_step(status: &str) -> Option<&'static str> {
    match status {
        "signed" | "approved" | "ratified" | "in-force" | "amended" | "renewed" => Some("SUPPORT"),
        "proposed" | "negotiating" | "authorised" | "initialled" => Some("AGREE"),
        "suspended" | "terminated" => Some("SANCTION"),
        "rejected" => Some("REJECT"),
        _ => None,
    }
}

/// Whether a date is history, or still to come, seen from the report.
fn placed(date: &DateValue, reported: Option<Day>) -> (bool, bool) {
    match (dates::range(date), reported) {
        (Some((from, to)), Some(known)) => (to < known - RECENT, from > known),
        _ => (false, false),
    }
}

/// Each with each other, in both directions.
fn both_ways(act: &Act, parties: &[String], out: &mut Vec<Record>) {
    for a in parties {
        for b in parties.iter().filter(|b| *b != a) {
            out.push(act.record(a, b));
        }
    }
}

impl Act<'_> {
    fn record(&self, actor: &str, recipient: &str) -> Record {
        let mut context = vec![if self.domain == "security" { "security" } else { "military" }.to_string()];
        if self.areas.iter().any(|a| a == "intelligence") {
            context.push("intelligence".into());
        }
        let q = self.quote;
        Record {
            id: format!("{}:{actor}:{recipient}", self.id),
            event_type: self.kind,
            event_mode: self.mode,
            context,
            actor: actor.into(),
            recipient: recipient.into(),
            date: self.date.value.clone(),
            precision: if self.date.is_known() { precision_name(self.date.precision) } else { "unknown" },
            place: self.place.0.map(str::to_string),
            place_country: self.place.1.map(str::to_string),
            historical: self.historical,
            future: self.future,
            hypothetical: self.hypothetical,
            negation: self.negation,
            document: q.map(|q| q.document.clone()),
            url: q.and_then(|q| q.url.clone()),
            publisher: q.and_then(|q| q.publisher.clone()),
            published: q.and_then(|q| q.published).map(crate::span::text),
            start: q.map(|q| q.start),
            end: q.map(|q| q.end),
            quote: q.map(|q| q.quote.clone()),
        }
    }
}

pub fn table(records: &[Record], codebook: &Codebook) -> Result<Table> {
    let each = || records.iter();
    Builder::new("plover", codebook)
        .text("id", each().map(|r| Some(r.id.as_str())))
        .text("event_type", each().map(|r| Some(r.event_type)))
        .text("event_mode", each().map(|r| Some(r.event_mode)))
        .list("context", each().map(|r| r.context.as_slice()))
        .text("actor", each().map(|r| Some(r.actor.as_str())))
        .text("recipient", each().map(|r| Some(r.recipient.as_str())))
        .text("date", each().map(|r| r.date.as_deref()))
        .text("precision", each().map(|r| Some(r.precision)))
        .text("place", each().map(|r| r.place.as_deref()))
        .text("place_country", each().map(|r| r.place_country.as_deref()))
        .truth("historical", each().map(|r| r.historical))
        .truth("future", each().map(|r| r.future))
        .truth("hypothetical", each().map(|r| r.hypothetical))
        .truth("negation", each().map(|r| r.negation))
        .text("document", each().map(|r| r.document.as_deref()))
        .text("url", each().map(|r| r.url.as_deref()))
        .text("publisher", each().map(|r| r.publisher.as_deref()))
        .text("published", each().map(|r| r.published.as_deref()))
        .whole("start", each().map(|r| r.start))
        .whole("end", each().map(|r| r.end))
        .text("quote", each().map(|r| r.quote.as_deref()))
        .finish()
}
