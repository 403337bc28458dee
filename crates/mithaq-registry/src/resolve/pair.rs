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

/// A report with what every comparison asks of it.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    report: &'a Report,
    signed: Option<(Day, Day)>,
    date: Option<(Day, Day)>,
    published: Option<Day>,
    /// Dated steps behind the signature.
    later: Vec<(&'a str, (Day, Day))>,
    areas: BTreeSet<&'a str>,
}

impl<'a> Prepared<'a> {
    pub fn new(report: &'a Report) -> Self {
        // An agreement is not signed on the day on which it ends: a text that gives one day for both gives that of the end.
        let ended = matches!(report.status.as_str(), "terminated" | "expired") && report.signed == report.date;
        let later = report.steps.iter().filter(|s| s.status != "signed" && !BEFORE.contains(&s.status.as_str()));
        Prepared {
            report,
            signed: range(&report.signed).filter(|_| !ended || report.by_hand),
            date: range(&report.date),
            published: report.published.as_deref().and_then(day),
            later: later.filter_map(|s| Some((s.status.as_str(), range(&s.date)?))).collect(),
            areas: report.areas.iter().map(String::as_str).collect(),
        }
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
    let weight = add(signature(a, b));
    if weight <= CONTRADICTION {
        return weight;
    }
    if step_shared(a, b) {
        add("step-shared");
    }
    add(covered(a, b));
    for f in what(a.report, b.report).into_iter().chain(who_and_where(a.report, b.report)).flatten() {
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
fn signature(a: &Prepared, b: &Prepared) -> &'static str {
    match (a.signed, b.signed) {
        (Some(x), Some(y)) => both_dated(a.report, x, b.report, y),
        (Some(x), None) => one_dated(x, b),
        (None, Some(y)) => one_dated(y, a),
        (None, None) => {
            let planned = |r: &Prepared| r.date.filter(|_| r.report.date.precision == Precision::Day && talks(r.report));
            if let (Some(x), Some(y)) = (planned(a), planned(b))
                && gap(x, y) <= 1
            {
                return "planned-day";
            }
            let (Some(x), Some(y)) = (a.published, b.published) else { return "signed-neither" };
            match (x - y).abs() {
                0..=7 => "neither-same-week",
                8..=120 => "neither-same-season",
                121..=366 => "signed-neither",
                _ => "neither-years-apart",
            }
        }
    }
}

/// Both date the same later step alike: a ratification, a prolongation, an end.
fn step_shared(a: &Prepared, b: &Prepared) -> bool {
    a.later.iter().any(|x| b.later.iter().any(|y| x.0 == y.0 && gap(x.1, y.1) <= 1))
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
fn one_dated(signed: (Day, Day), undated: &Prepared) -> &'static str {
    let Some(p) = undated.published else { return "signed-open" };
    if talks(undated.report) {
        // Talks lead to a signature; after it they are about something else.
        return match signed.1 - p {
            i32::MIN..=-4 => "talks-after-signed",
            -3..=400 => "talks-then-signed",
            _ => "signed-far-apart",
        };
    }
    let news = undated.report.status == "signed" && p - signed.1 <= 7;
    match () {
        _ if signed.0 > p + 1 => "signed-impossible",
        _ if news => "signed-fits-report",
        _ => "signed-open",
    }
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
    // Titles are compared where registers give both; as read they are words of their text, in its language.
    let title = a.title.as_deref().zip(b.title.as_deref()).filter(|_| a.by_hand && b.by_hand);
    let title = title.map(|(x, y)| if x.to_lowercase() == y.to_lowercase() { "title-same" } else { "title-other" });
    let duration = a.duration_years.zip(b.duration_years).map(|(x, y)| if x == y { "duration-same" } else { "duration-other" });
    [instrument, scope, domain, title, duration]
}

/// The areas.
fn covered(a: &Prepared, b: &Prepared) -> &'static str {
    let (x, y) = (&a.areas, &b.areas);
    let shared = x.intersection(y).count();
    match () {
        _ if x.is_empty() || y.is_empty() => "areas-one-silent",
        _ if x == y => "areas-equal",
        _ if shared == x.len().min(y.len()) => "areas-within",
        _ if shared > 0 => "areas-share",
        // Of an agreement on everything, two reports of one day may name different parts.
        _ if a.report.scope == "general" && b.report.scope == "general" && one_day(a.report, b.report) => "areas-other-parts",
        _ => "areas-none-shared",
    }
}

/// Both give the day of signature, and the days are equal or neighbours.
fn one_day(a: &Report, b: &Report) -> bool {
    let day = |r: &Report| range(&r.signed).filter(|_| r.signed.precision == Precision::Day);
    day(a).zip(day(b)).is_some_and(|(x, y)| gap(x, y) <= 1)
}

/// Who signed and where; whether the texts are copies.
fn who_and_where(a: &Report, b: &Report) -> [Option<&'static str>; 3] {
    let country = |r: &'_ Report| r.place.as_ref().and_then(|p| p.country.clone());
    // Where and by whom a prolongation was signed says nothing of the first signature.
    let step = a.status == b.status;
    let place = country(a).zip(country(b)).and_then(|(x, y)| if x == y { Some("place-same") } else { step.then_some("place-other") });
    fn people(r: &Report) -> impl Iterator<Item = (&str, &str)> {
        r.signatories.iter().filter_map(|p| Some((p.state.as_deref()?, p.key.as_deref()?)))
    }
    let of_one_state = || people(a).flat_map(|x| people(b).filter(move |y| x.0 == y.0).map(move |y| (x.1, y.1)));
    let signatory = if of_one_state().any(|(x, y)| same_person(x, y)) { Some("signatory-shared") } else { (step && of_one_state().next().is_some()).then_some("signatory-other") };
    let copy = (a.voice == b.voice && a.document != b.document).then_some("copy");
    [place, signatory, copy]
}

/// Keys of one person: equal, or one is the other's last part ("gsnv" and "zkr gsnv").
pub fn same_person(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long == short || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}
