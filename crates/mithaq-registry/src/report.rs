//! An agreement as one document tells it, put together again from its statements.
//!
//! In: rows of `statement`. Out: [`Report`], what `resolve` compares. Also the way back: a record's agreement to statements.

use mithaq_core::record::{DateValue, Person, Place, Precision, Step};

/// An agreement as one document (or one row of a register) tells it.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
