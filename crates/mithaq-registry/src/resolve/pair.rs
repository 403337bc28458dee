//! Two reports compared: the features of an explained model.
//!
//! In: two [`Report`]s with the same parties. Out: the features that hold, each with its weight; their sum is the score, in
//! hundredths of log odds that both tell of one agreement. Each feature is symmetric in the two.

use super::dates::{Day, day, gap, range};
use super::weights::Weights;
use crate::report::Report;
use mithaq_core::record::Precision;
use std::collections::BTreeSet;

/// A feature that holds for a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    pub name: &'static str,
    /// Hundredths of log odds.
    pub weight: i64,
}

/// Steps that come before a signature.
const BEFORE: [&str; 4] = ["proposed", "negotiating", "authorised", "initialled"];

/// Instruments whose names the press uses for one another.
const NEAR: [(&str, &str); 12] = [
    ("agreement", "treaty"),
    ("agreement", "memorandum"),
    ("agreement", "arrangement"),
    ("agreement", "protocol"),
    ("agreement", "declaration"),
    ("agreement", "letter-of-intent"),
    ("arrangement", "memorandum"),
    ("memorandum", "protocol"),
    ("letter-of-intent", "memorandum"),
    ("declaration", "letter-of-intent"),
    ("plan", "roadmap"),
    ("arrangement", "protocol"),
];

/// Instruments that are never another one: what is done each year, what is bought.
const OWN_KIND: [&str; 4] = ["plan", "roadmap", "contract", "minutes"];

/// A report with its dates as days, which every comparison needs.
#[derive(Debug, Clone, Copy)]
pub struct Prepared<'a> {
    report: &'a Report,
    signed: Option<(Day, Day)>,
    date: Option<(Day, Day)>,
    published: Option<Day>,
}

impl<'a> Prepared<'a> {
    pub fn new(report: &'a Report) -> Self {
        // An agreement is not signed on the day on which it ends: a text that gives one day for both gives that of the end.
        let ended = matches!(report.status.as_str(), "terminated" | "expired") && report.signed == report.date;
        Prepared { report, signed: range(&report.signed).filter(|_| !ended || report.by_hand), date: range(&report.date), published: report.published.as_deref().and_then(day) }
    }
}

/// The features of a pair and their sum.
pub fn compare(a: &Report, b: &Report, weights: &Weights) -> (Vec<Feature>, i64) {
    let (a, b) = (&Prepared::new(a), &Prepared::new(b));
    let mut features = Vec::with_capacity(10);
    let sum = sum(a, b, weights, |f| features.push(f));
    (features, sum)
}

/// The score of a pair, without its features.
pub fn score(a: &Prepared, b: &Prepared, weights: &Weights) -> i64 {
    sum(a, b, weights, |_| ())
}

/// Dates that contradict outright are not made good by anything else.
fn sum(a: &Prepared, b: &Prepared, weights: &Weights, mut note: impl FnMut(Feature)) -> i64 {
    let mut sum = 0;
    let mut add = |name: &'static str| {
        let weight = weights.agreement.get(name).copied().unwrap_or(0);
        sum += weight;
        note(Feature { name, weight });
        weight
    };
    add("bias");
    if let Some(f) = signature(a, b) {
        let weight = add(f);
        if weight <= CONTRADICTION {
            return weight;
        }
    }
    if step_shared(a.report, b.report) {
        add("step-shared");
    }
    let (a, b) = (a.report, b.report);
    for f in what(a, b).into_iter().chain(covered(a, b)).chain(who_and_where(a, b)).flatten() {
        add(f);
    }
    sum
}

/// A weight at or below this decides alone.
const CONTRADICTION: i64 = -1000;

/// Whether the report speaks of a time before any signature.
fn talks(r: &Report) -> bool {
    BEFORE.contains(&r.status.as_str())
}

/// What the dates of signature say.
fn signature(a: &Prepared, b: &Prepared) -> Option<&'static str> {
    match (a.signed, b.signed) {
        (Some(x), Some(y)) => Some(both_dated(a.report, x, b.report, y)),
        (Some(x), None) => one_dated(x, b),
        (None, Some(y)) => one_dated(y, a),
        (None, None) => {
            let planned = |r: &Prepared| r.date.filter(|_| r.report.date.precision == Precision::Day && talks(r.report));
            if let (Some(x), Some(y)) = (planned(a), planned(b))
                && gap(x, y) <= 1
            {
                return Some("planned-day");
            }
            let (Some(x), Some(y)) = (a.published, b.published) else { return Some("signed-neither") };
            Some(match (x - y).abs() {
                0..=7 => "neither-same-week",
                8..=120 => "neither-same-season",
                121..=366 => "signed-neither",
                _ => "neither-years-apart",
            })
        }
    }
}

/// Both date the same later step alike: a ratification, a prolongation, an end.
fn step_shared(a: &Report, b: &Report) -> bool {
    let later = |s: &&mithaq_core::record::Step| s.status != "signed" && !BEFORE.contains(&s.status.as_str());
    a.steps.iter().filter(later).any(|x| b.steps.iter().any(|y| x.status == y.status && range(&x.date).zip(range(&y.date)).is_some_and(|(p, q)| gap(p, q) <= 1)))
}

fn both_dated(a: &Report, x: (Day, Day), b: &Report, y: (Day, Day)) -> &'static str {
    use Precision::*;
    let apart = gap(x, y);
    match (a.signed.precision, b.signed.precision) {
        (Day, Day) => match apart {
            0 => "signed-same-day",
            1 => "signed-day-apart",
            2..=3 => "signed-days-apart",
            4..=10 => "signed-week-apart",
            _ => "signed-far-apart",
        },
        (Month, Month) if apart == 0 => "signed-same-month",
        (Day, Month) | (Month, Day) if apart == 0 => "signed-fits-month",
        (Day, Month) | (Month, Day) if apart <= 3 => "signed-beside-month",
        (Year, Year) if apart == 0 => "signed-same-year",
        _ if apart == 0 => "signed-fits-year",
        _ => "signed-far-apart",
    }
}

/// One report dates the signature, the other does not.
fn one_dated(signed: (Day, Day), undated: &Prepared) -> Option<&'static str> {
    let Some(p) = undated.published else { return Some("signed-open") };
    let undated = undated.report;
    if talks(undated) {
        // Talks lead to a signature; after it they are about something else.
        return Some(match signed.1 - p {
            i32::MIN..=-4 => "talks-after-signed",
            -3..=400 => "talks-then-signed",
            _ => "signed-far-apart",
        });
    }
    if signed.0 > p + 1 {
        return Some("signed-impossible");
    }
    let news = undated.status == "signed" && p - signed.1 <= 7;
    Some(if news { "signed-fits-report" } else { "signed-open" })
}

/// What kind of instrument it is.
fn what(a: &Report, b: &Report) -> [Option<&'static str>; 5] {
    let (i, j) = if a.instrument <= b.instrument { (&a.instrument, &b.instrument) } else { (&b.instrument, &a.instrument) };
    let instrument = match () {
        _ if i.is_empty() || j.is_empty() => None,
        _ if i == j => Some("instrument-same"),
        _ if NEAR.contains(&(i.as_str(), j.as_str())) => Some("instrument-near"),
        _ if OWN_KIND.contains(&i.as_str()) || OWN_KIND.contains(&j.as_str()) => Some("instrument-apart"),
        _ => Some("instrument-other"),
    };
    let stated = |s: &str| !s.is_empty() && s != "unknown";
    let scope = (stated(&a.scope) && stated(&b.scope)).then(|| if a.scope == b.scope { "scope-same" } else { "scope-other" });
    let domain = (!a.domain.is_empty() && !b.domain.is_empty() && a.domain != b.domain).then_some("domain-other");
    let title = a.title.as_deref().zip(b.title.as_deref()).filter(|_| a.language_agnostic_title() && b.language_agnostic_title());
    let title = title.map(|(x, y)| if x.to_lowercase() == y.to_lowercase() { "title-same" } else { "title-other" });
    let duration = a.duration_years.zip(b.duration_years).map(|(x, y)| if x == y { "duration-same" } else { "duration-other" });
    [instrument, scope, domain, title, duration]
}

/// The areas.
fn covered(a: &Report, b: &Report) -> [Option<&'static str>; 5] {
    let x: BTreeSet<&str> = a.areas.iter().map(String::as_str).collect();
    let y: BTreeSet<&str> = b.areas.iter().map(String::as_str).collect();
    let shared = x.intersection(&y).count();
    let f = match () {
        _ if x.is_empty() || y.is_empty() => "areas-one-silent",
        _ if x == y => "areas-equal",
        _ if shared == x.len().min(y.len()) => "areas-within",
        _ if shared > 0 => "areas-share",
        // Of an agreement on everything, two reports of one day may name different parts.
        _ if a.scope == "general" && b.scope == "general" && one_day(a, b) => "areas-other-parts",
        _ => "areas-none-shared",
    };
    [Some(f), None, None, None, None]
}

/// Both give the day of signature, and the days are equal or neighbours.
fn one_day(a: &Report, b: &Report) -> bool {
    let day = |r: &Report| range(&r.signed).filter(|_| r.signed.precision == Precision::Day);
    day(a).zip(day(b)).is_some_and(|(x, y)| gap(x, y) <= 1)
}

/// Who signed and where; whether the texts are copies.
fn who_and_where(a: &Report, b: &Report) -> [Option<&'static str>; 5] {
    let country = |r: &Report| r.place.as_ref().and_then(|p| p.country.clone());
    // Where and by whom a prolongation was signed says nothing of the first signature.
    let step = a.status == b.status;
    let place = country(a).zip(country(b)).and_then(|(x, y)| if x == y { Some("place-same") } else { step.then_some("place-other") });
    let people = |r: &Report| -> Vec<(String, String)> { r.signatories.iter().filter_map(|p| Some((p.state.clone()?, p.key.clone()?))).collect() };
    let (p, q) = (people(a), people(b));
    let shared = p.iter().any(|x| q.iter().any(|y| x.0 == y.0 && same_person(&x.1, &y.1)));
    let rivals = p.iter().any(|x| q.iter().any(|y| x.0 == y.0));
    let signatory = if shared { Some("signatory-shared") } else { (rivals && step).then_some("signatory-other") };
    let copy = (a.voice == b.voice && a.document != b.document).then_some("copy");
    [place, signatory, copy, None, None]
}

/// Keys of one person: equal, or one is the other's last part ("gsnv" and "zkr gsnv").
pub fn same_person(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

impl Report {
    /// Titles are compared only where a register or one language gives both; as read they are words of their text.
    fn language_agnostic_title(&self) -> bool {
        self.by_hand
    }
}
