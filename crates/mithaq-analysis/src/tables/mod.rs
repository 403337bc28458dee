//! The registry's rows as tables: agreements, events, contributions, documents, dyads, circles, follow-through.
//!
//! In: [`Facts`]. Out: [`Table`]s. The panel, the network and the event records have modules of their own.

pub mod build;
pub mod dyads;
pub mod nested;
pub mod plover;

use crate::circles::Circle;
use crate::codebook::Codebook;
use crate::error::Result;
use crate::facts::{Facts, Scope};
use build::Builder;
use mithaq_core::record::DateValue;
use mithaq_export::Table;
use mithaq_registry::{AgreementRow, precision_name};

fn value(d: &DateValue) -> Option<&str> {
    d.value.as_deref()
}

/// A row an agreement: the columns of `agreements.csv` of the contract first, then what results.
pub fn agreements(facts: &Facts, scope: &Scope, sources: &dyn Fn(&AgreementRow) -> String, codebook: &Codebook) -> Result<Table> {
    let rows: Vec<&AgreementRow> = facts.agreements.iter().filter(|a| scope.has(a)).collect();
    let each = || rows.iter().copied();
    let from: Vec<String> = each().map(sources).collect();
    let runs: Vec<_> = each().map(|a| scope.assumption.span(a)).collect();
    let precision = |d: &DateValue| if d.is_known() { precision_name(d.precision) } else { "" };
    Builder::new("agreements", codebook)
        .text("id", each().map(|a| Some(a.id.as_str())))
        .list("parties", each().map(|a| a.parties.as_slice()))
        .text("domain", each().map(|a| Some(a.domain.as_str())))
        .text("instrument", each().map(|a| Some(a.instrument.as_str())))
        .text("scope", each().map(|a| Some(a.scope.as_str())))
        .text("status", each().map(|a| Some(a.status.as_str())))
        .text("signed", each().map(|a| value(&a.signed)))
        .text("signed_precision", each().map(|a| Some(precision(&a.signed))))
        .text("date", each().map(|a| value(&a.date)))
        .text("precision", each().map(|a| Some(precision(&a.date))))
        .text("place_country", each().map(|a| a.place_country.as_deref()))
        .list("areas", each().map(|a| a.areas.as_slice()))
        .whole("duration_years", each().map(|a| a.duration_years))
        .text("terminated_date", each().map(|a| value(&a.terminated)))
        .text("source", from.iter().map(|s| Some(s.as_str())))
        .text("title", each().map(|a| a.title.as_deref()))
        .day("in_force_from", runs.iter().map(|r| r.map(|r| r.from)))
        .day("in_force_to", runs.iter().map(|r| r.and_then(|r| r.to)))
        .real("confidence", each().map(|a| Some(a.confidence)))
        .whole("reports", each().map(|a| Some(a.reports)))
        .text("first_report", each().map(|a| a.first_report.as_deref()))
        .finish()
}

/// A row an event.
pub fn events(facts: &Facts, codebook: &Codebook) -> Result<Table> {
    let each = || facts.events.iter();
    Builder::new("events", codebook)
        .text("id", each().map(|e| Some(e.id.as_str())))
        .text("type", each().map(|e| Some(e.kind.as_str())))
        .text("realis", each().map(|e| Some(e.realis.as_str())))
        .list("participants", each().map(|e| e.participants.as_slice()))
        .text("host", each().map(|e| e.host.as_deref()))
        .text("name", each().map(|e| e.name.as_deref()))
        .text("date", each().map(|e| value(&e.date)))
        .text("precision", each().map(|e| Some(if e.date.is_known() { precision_name(e.date.precision) } else { "" })))
        .text("place", each().map(|e| e.place.as_deref()))
        .text("place_country", each().map(|e| e.place_country.as_deref()))
        .list("areas", each().map(|e| e.areas.as_slice()))
        .real("confidence", each().map(|e| Some(e.confidence)))
        .text("first_report", each().map(|e| e.first_report.as_deref()))
        .finish()
}

/// A row for what one document says that a state puts in.
pub fn contributions(facts: &Facts, codebook: &Codebook) -> Result<Table> {
    let each = || facts.contributions.iter();
    Builder::new("contributions", codebook)
        .text("state", each().map(|c| Some(c.state.as_str())))
        .list("to", each().map(|c| c.to.as_slice()))
        .text("area", each().map(|c| Some(c.area.as_str())))
        .list("agreements", each().map(|c| c.agreements.as_slice()))
        .text("document", each().map(|c| Some(c.document.as_str())))
        .day("published", each().map(|c| c.published))
        .text("quote", each().map(|c| c.quote.as_ref().map(|q| q.quote.as_str())))
        .finish()
}

/// A row a document.
pub fn documents(facts: &Facts, codebook: &Codebook) -> Result<Table> {
    let each = || facts.documents.iter();
    Builder::new("documents", codebook)
        .text("document", each().map(|d| Some(d.document.as_str())))
        .day("published", each().map(|d| d.published))
        .text("publisher", each().map(|d| d.publisher.as_deref()))
        .text("url", each().map(|d| d.url.as_deref()))
        .text("title", each().map(|d| d.title.as_deref()))
        .text("language", each().map(|d| d.language.as_deref()))
        .text("reading", each().map(|d| Some(d.reading.as_str())))
        .finish()
}

/// A row a circle or hub.
pub fn circles(found: &[Circle], codebook: &Codebook) -> Result<Table> {
    let state = |i: usize| found.iter().map(move |c| Some(c.states[i].as_str()));
    let agreements: Vec<Vec<String>> = found.iter().map(|c| c.agreements.values().flatten().cloned().collect()).collect();
    Builder::new("circles", codebook)
        .text("kind", found.iter().map(|c| Some(c.kind)))
        .text("state_a", state(0))
        .text("state_b", state(1))
        .text("state_c", state(2))
        .list("areas", found.iter().map(|c| c.areas.as_slice()))
        .whole("score", found.iter().map(|c| Some(i64::from(c.score))))
        .list("agreements", agreements.iter().map(Vec::as_slice))
        .finish()
}

/// What became of an area of an agreement.
#[derive(Debug, Clone)]
pub struct Followed {
    pub agreement: String,
    pub parties: Vec<String>,
    pub signed: Option<String>,
    pub area: String,
    pub deeds: i64,
    pub planned: i64,
    pub last_seen: Option<String>,
    pub silent_since: Option<String>,
}

/// A row an agreement and area.
pub fn follow_through(rows: &[Followed], codebook: &Codebook) -> Result<Table> {
    let each = || rows.iter();
    Builder::new("follow_through", codebook)
        .text("agreement", each().map(|f| Some(f.agreement.as_str())))
        .list("parties", each().map(|f| f.parties.as_slice()))
        .text("signed", each().map(|f| f.signed.as_deref()))
        .text("area", each().map(|f| Some(f.area.as_str())))
        .whole("deeds", each().map(|f| Some(f.deeds)))
        .whole("planned", each().map(|f| Some(f.planned)))
        .text("last_seen", each().map(|f| f.last_seen.as_deref()))
        .text("silent_since", each().map(|f| f.silent_since.as_deref()))
        .finish()
}
