//! The fact of one agreement while it is being put together.

use crate::record::DateValue;
use std::collections::BTreeMap;

/// Evidence at token positions.
#[derive(Debug, Clone)]
pub struct Evid {
    pub field: String,
    pub start: usize,
    pub end: usize,
    pub rule: String,
}

/// A step with its date.
#[derive(Debug, Clone)]
pub struct StepFact {
    pub status: String,
    pub date: DateValue,
    pub at: Evid,
    pub date_at: Option<Evid>,
    /// Told as recalled ("signed in 2005"), not as the news.
    pub recalled: bool,
}

impl StepFact {
    /// Is its day only that of the announcement ("…, the ministry said on Monday")?
    pub fn announced_only(&self) -> bool {
        self.date_at.as_ref().is_some_and(|e| e.rule == super::step::SAID)
    }
}

/// Where it was signed.
#[derive(Debug, Clone)]
pub struct PlaceFact {
    pub city: Option<String>,
    pub state: String,
    pub at: Evid,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    pub name: Option<(usize, usize)>,
    pub rank: Option<(usize, usize)>,
    pub office: String,
    pub state: String,
    /// The field of the office, `defence` or `security`.
    pub domain: Option<String>,
}

/// One agreement.
#[derive(Debug, Clone)]
pub struct Fact {
    pub parties: Vec<String>,
    pub kind: String,
    pub domain: Option<String>,
    pub general: bool,
    pub other: bool,
    pub steps: Vec<StepFact>,
    pub place: Option<PlaceFact>,
    pub areas: BTreeMap<String, Evid>,
    /// Areas named in the instrument's own noun group: they make its scope.
    pub title_areas: usize,
    pub signatories: Vec<Signatory>,
    pub instruments: Vec<usize>,
    pub party_evidence: Evid,
    pub sentence: usize,
    pub headline_only: bool,
    /// Parties were named, not inferred from context.
    pub explicit: bool,
    pub implied: bool,
    /// The year a plan is made for.
    pub period: Option<String>,
    /// Title, occasion and term.
    pub named: super::Named,
}

/// The contract's order of steps: the furthest one is the status.
pub fn step_rank(status: &str) -> usize {
    const ORDER: [&str; 14] = [
        "proposed",
        "negotiating",
        "authorised",
        "initialled",
        "signed",
        "approved",
        "ratified",
        "in-force",
        "amended",
        "renewed",
        "suspended",
        "terminated",
        "expired",
        "rejected",
    ];
    ORDER.iter().position(|s| *s == status).unwrap_or(0)
}

impl Fact {
    /// The step furthest on; among equal ones the latest with a date.
    pub fn furthest(&self) -> Option<&StepFact> {
        self.steps.iter().max_by(|a, b| step_rank(&a.status).cmp(&step_rank(&b.status)).then_with(|| a.date.value.cmp(&b.date.value)))
    }
    pub fn step(&self, status: &str) -> Option<&StepFact> {
        self.steps.iter().filter(|s| s.status == status).max_by_key(|s| s.date.value.as_ref().map(String::len))
    }
}

/// Can two plans be the same one: of one year, or one of them of no year that is told?
pub fn same_period(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Can two dates be the same one, told with another precision?
pub fn compatible(a: &DateValue, b: &DateValue) -> bool {
    match (&a.value, &b.value) {
        (Some(x), Some(y)) => x.starts_with(y.as_str()) || y.starts_with(x.as_str()),
        _ => true,
    }
}
