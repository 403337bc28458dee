//! The record of one document, as `CONTRACT.md` fixes it (`mithaq.record/1`).
//!
//! In: nothing; these are the types the engine fills. Out: the JSON that `mithaq extract` writes.
//! All offsets are Unicode code points into *the text as read* (title, line feed, body).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema name written into every record.
pub const SCHEMA: &str = "mithaq.record/1";

/// One document and everything read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub schema: String,
    pub document: Document,
    pub agreements: Vec<Agreement>,
    pub events: Vec<Event>,
    pub contributions: Vec<Contribution>,
    pub unasserted: Vec<Unasserted>,
}

/// Where the facts come from: the document and what the engine made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub id: String,
    pub path: Option<String>,
    pub index: u64,
    pub url: Option<String>,
    pub title: Option<String>,
    pub language: Option<String>,
    /// `YYYY-MM-DD`, the day relative dates are resolved against.
    pub published: Option<String>,
    pub publisher: Option<String>,
    /// Lower-case hexadecimal SHA-256 of the text as read, UTF-8.
    pub text_sha256: String,
    pub reading: Reading,
    pub engine: String,
    pub packs: BTreeMap<String, String>,
    pub sources: Vec<Source>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

/// What became of the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    Read,
    Empty,
    UnsupportedLanguage,
    Truncated,
}

/// A named source: an agency, a ministry, an outlet or an official, and whom it quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub role: String,
    pub state: Option<String>,
    /// Position in `sources` of the source this one quotes.
    pub quotes: Option<usize>,
}

/// A calendar date known to a day, a month, a year or not at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateValue {
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY` by `precision`.
    pub value: Option<String>,
    pub precision: Precision,
}

impl DateValue {
    /// The date a text does not give.
    pub fn unknown() -> Self {
        DateValue { value: None, precision: Precision::Unknown }
    }
    pub fn is_known(&self) -> bool {
        self.value.is_some()
    }
}

impl Default for DateValue {
    fn default() -> Self {
        DateValue::unknown()
    }
}

/// How much of a date the text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Day,
    Month,
    Year,
    Unknown,
}

/// An agreement between states or bodies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    pub id: String,
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
    /// Older agreements of the same record that this one implements, amends, renews or replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}

/// What an agreement is to an older one of the same parties: `implements`, `amends`, `renews` or `terminates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The other agreement's `id` in this record.
    pub to: String,
    #[serde(rename = "type")]
    pub kind: String,
}

/// One step in the life of an agreement that the text asserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub status: String,
    pub date: DateValue,
}

/// A place; coordinates in degrees where the gazetteer knows the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub name: String,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A person in an office; `rank` only for military and police ranks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: Option<String>,
    /// Latin skeleton of the name, the same in every script and usual spelling: see [`crate::name`].
    #[serde(default)]
    pub key: Option<String>,
    #[serde(default)]
    pub rank: Option<String>,
    pub office: String,
    pub state: Option<String>,
}

/// Something that took place, takes place or is firmly scheduled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub realis: String,
    pub participants: Vec<String>,
    pub host: Option<String>,
    pub persons: Vec<Person>,
    pub name: Option<String>,
    pub date: DateValue,
    pub place: Option<Place>,
    pub areas: Vec<String>,
    pub agreements: Vec<String>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}

/// What one side puts into an agreement or a standing programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    pub state: String,
    pub to: Vec<String>,
    pub area: String,
    pub agreements: Vec<String>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}

/// What the text only hopes, plans or denies: kept apart, never counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unasserted {
    pub kind: String,
    pub parties: Vec<String>,
    pub mode: String,
    pub evidence: Vec<Evidence>,
}

/// The words a value came from. `text[start..end] == quote`, in code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub field: String,
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub rule: String,
}
