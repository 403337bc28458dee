//! Events: which reports tell of the same visit, exercise or delivery, and what is shown of it.
//!
//! In: [`EventReport`]s of one block (type, participants and host are equal). Out: features and scores as in `pair`, and
//! [`EventTruth`].

use super::dates::{day, gap, range};
use super::pair::{Feature, same_person};
use super::truth::{exactness, together};
use super::weights::Weights;
use crate::report::EventReport;
use mithaq_core::record::{DateValue, Person, Place, Precision};
use std::collections::{BTreeMap, BTreeSet};

/// Days that a type of event lasts at most, as the press dates it by its start, its middle or its end.
const LASTS: [(&str, i32); 9] =
    [("visit", 3), ("meeting", 1), ("committee", 3), ("exercise", 14), ("training", 14), ("expert-exchange", 5), ("delivery", 3), ("procurement", 3), ("exhibition", 5)];

/// The area that an event of a type stands for; visits and meetings are consultations.
pub const AREA_OF: [(&str, &str); 8] = [
    ("visit", "defence-policy"),
    ("meeting", "defence-policy"),
    ("committee", "defence-policy"),
    ("exercise", "exercises"),
    ("training", "training"),
    ("expert-exchange", "expert-exchange"),
    ("delivery", "procurement"),
    ("procurement", "procurement"),
];

fn lasts(kind: &str) -> i32 {
    LASTS.iter().find(|l| l.0 == kind).map_or(3, |l| l.1)
}

/// The features of a pair and their sum.
pub fn compare(a: &EventReport, b: &EventReport, weights: &Weights) -> (Vec<Feature>, i64) {
    let mut features = Vec::with_capacity(6);
    let mut add = |name: &'static str| features.push(Feature { name, weight: weights.event.get(name).copied().unwrap_or(0) });
    add("bias");
    add(when(a, b));
    // A name is comparable where one language gives both.
    if let (Some(x), Some(y)) = (&a.name, &b.name) {
        if crate::fold::fold(x) == crate::fold::fold(y) {
            add("name-same");
        } else if a.language == b.language {
            add("name-other");
        }
    }
    let country = |r: &EventReport| r.place.as_ref().and_then(|p| p.country.clone());
    if let (Some(x), Some(y)) = (country(a), country(b)) {
        add(if x == y { "place-same" } else { "place-other" });
    }
    let keys = |r: &EventReport| -> Vec<String> { r.persons.iter().filter_map(|p| p.key.clone()).collect() };
    let (p, q) = (keys(a), keys(b));
    if p.iter().any(|x| q.iter().any(|y| same_person(x, y))) {
        add("person-shared");
    }
    if !a.areas.is_empty() && !b.areas.is_empty() {
        add(if a.areas.iter().any(|x| b.areas.contains(x)) { "areas-share" } else { "areas-none-shared" });
    }
    if a.voice == b.voice && a.document != b.document {
        add("copy");
    }
    let sum = features.iter().map(|f| f.weight).sum();
    (features, sum)
}

fn when(a: &EventReport, b: &EventReport) -> &'static str {
    let lasts = lasts(&a.kind);
    let published = |r: &EventReport| r.published.as_deref().and_then(day).map(|d| (d, d));
    match (range(&a.date), range(&b.date)) {
        (Some(x), Some(y)) => match gap(x, y) {
            0 if a.date.precision == Precision::Day && b.date.precision == Precision::Day => "date-same-day",
            0 => "date-fits",
            g if g <= lasts => "date-near",
            _ => "date-apart",
        },
        (Some(x), None) | (None, Some(x)) => {
            let undated = if range(&a.date).is_some() { b } else { a };
            if published(undated).is_some_and(|p| gap(x, p) <= 7) { "report-near" } else { "report-apart" }
        }
        (None, None) => match (published(a), published(b)) {
            (Some(x), Some(y)) if gap(x, y) <= 7 => "report-near",
            _ => "report-apart",
        },
    }
}

/// What results for one event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTruth {
    pub realis: String,
    pub name: Option<String>,
    pub date: DateValue,
    /// For comparing: the date's first day, else the first report.
    pub day: Option<String>,
    pub place: Option<Place>,
    /// The area of its type and those that the texts name.
    pub areas: Vec<String>,
    pub persons: Vec<Person>,
    pub confidence: f64,
}

/// What is shown of a group of reports: the latest report says whether it took place; the most exact date most reports give.
pub fn truth(reports: &[&EventReport]) -> EventTruth {
    let realis = reports.iter().max_by_key(|r| (realis_rank(&r.realis), &r.published)).map(|r| r.realis.clone()).unwrap_or_default();
    let date = most(reports, |r| Some(r.date.clone()).filter(DateValue::is_known), |d| (exactness(d), d.value.clone())).unwrap_or_default();
    let first = reports.iter().filter_map(|r| r.published.clone()).min();
    let mut areas: BTreeSet<String> = reports.iter().flat_map(|r| r.areas.iter().cloned()).collect();
    if let Some(r) = reports.first()
        && let Some((_, a)) = AREA_OF.iter().find(|x| x.0 == r.kind)
    {
        areas.insert((*a).into());
    }
    let mut persons: Vec<Person> = Vec::new();
    for p in reports.iter().flat_map(|r| &r.persons) {
        let known = persons.iter().any(|q| q.state == p.state && q.key.as_ref().zip(p.key.as_ref()).is_some_and(|(x, y)| same_person(x, y)));
        if !known {
            persons.push(p.clone());
        }
    }
    EventTruth {
        realis,
        name: most(reports, |r| r.name.clone(), Clone::clone),
        day: range(&date).and_then(|r| super::dates::text(r.0)).or(first),
        date,
        place: most(reports, |r| r.place.clone(), |p| (p.latitude.is_some(), p.name.clone())),
        areas: areas.into_iter().collect(),
        persons,
        confidence: together(reports.iter().map(|r| (r.voice, r.confidence))),
    }
}

/// Done counts over called off, called off over planned.
fn realis_rank(r: &str) -> u8 {
    match r {
        "done" => 3,
        "ongoing" => 2,
        "cancelled" => 1,
        _ => 0,
    }
}

/// The value most documents give; among equals the one `order` puts last.
fn most<T: Clone, K: Ord>(reports: &[&EventReport], of: impl Fn(&EventReport) -> Option<T>, order: impl Fn(&T) -> K) -> Option<T> {
    let mut counts: BTreeMap<K, (usize, T)> = BTreeMap::new();
    for v in reports.iter().filter_map(|r| of(r)) {
        counts.entry(order(&v)).or_insert((0, v)).0 += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then_with(|| a.0.cmp(&b.0))).map(|(_, (_, v))| v)
}
