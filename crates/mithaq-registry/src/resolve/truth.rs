//! What is shown of an agreement: one value for each property, chosen from everything its reports say.
//!
//! In: the reports of one group, in the order of their keys. Out: [`Truth`], with the disagreements. A function of the set.
//!
//! Values entered by hand come first and are shown as they are, of several the one entered last; a cell that was left empty says
//! nothing, and what others report stands in its place. A register that names areas names all of them, and its date is the date
//! of its status. Else the value that most voices give (a wire copy in ten papers is one voice), among equals the more exact,
//! then the more confident, then the one first published, then the first in the alphabet.

use super::dates::{self, Day};
use crate::report::Report;
use mithaq_core::record::{DateValue, Person, Place, Precision};
use std::collections::{BTreeMap, BTreeSet};

/// Steps in the order of an agreement's life.
pub const LADDER: [&str; 14] =
    ["proposed", "negotiating", "authorised", "initialled", "signed", "approved", "ratified", "in-force", "amended", "renewed", "suspended", "terminated", "expired", "rejected"];

/// A step of an agreement's life, as all reports together give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    pub status: String,
    pub date: DateValue,
    /// Publication of the first report of it.
    pub known: Option<String>,
    /// Documents that tell it.
    pub reports: usize,
}

/// One of several values that reports give for a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    pub property: &'static str,
    pub value: String,
    pub reports: usize,
    pub shown: bool,
}

/// What results for one agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    pub domain: String,
    pub instrument: String,
    pub title: Option<String>,
    pub scope: String,
    pub status: String,
    pub signed: DateValue,
    pub date: DateValue,
    pub steps: Vec<Rung>,
    pub place: Option<Place>,
    pub occasion: Option<String>,
    pub duration_years: Option<u32>,
    /// Each with all spellings that reports give of the name.
    pub signatories: Vec<(Person, Vec<Person>)>,
    /// Area and how many documents name it.
    pub areas: Vec<(String, usize)>,
    pub confidence: f64,
    pub terminated: DateValue,
    pub runs: (Option<Day>, Option<Day>),
    pub rivals: Vec<Rival>,
}

/// A value a report gives, with what speaks for it.
struct Claim<'a, T> {
    value: T,
    /// Larger is more exact.
    exact: u8,
    report: &'a Report,
}

/// What is shown of a group of reports.
pub fn truth(reports: &[&Report]) -> Truth {
    let mut rivals = Vec::new();
    let status = status(reports);
    let signed = vote_date(reports, "signed", |r| Some(r.signed.clone()), &mut rivals);
    let steps = rungs(reports, &signed, &mut rivals);
    let own = hands(reports).into_iter().find(|r| r.status == status && r.date.is_known());
    let date = match (own, steps.iter().rev().find(|s| s.status == status)) {
        (Some(r), _) => r.date.clone(),
        (None, Some(s)) => s.date.clone(),
        (None, None) => vote_date(reports, "date", |r| (r.status == status).then(|| r.date.clone()), &mut rivals),
    };
    let instrument = vote_text(reports, "instrument", |r| Some(r.instrument.clone()).filter(|s| !s.is_empty()), &mut rivals).unwrap_or_default();
    let domain = vote_text(reports, "domain", |r| Some(r.domain.clone()).filter(|s| !s.is_empty()), &mut rivals).unwrap_or_default();
    let place = place(reports, &mut rivals);
    let duration = vote_text(reports, "duration_years", |r| r.duration_years.map(|d| d.to_string()), &mut rivals);
    let mut silent = Vec::new();
    let title = vote_text(reports, "title", |r| r.title.clone(), &mut silent);
    let occasion = vote_text(reports, "occasion", |r| r.occasion.clone(), &mut silent);
    let scope = scope(reports);
    let entered = hands(reports).into_iter().find(|r| r.terminated.is_known()).map(|r| r.terminated.clone());
    let ended = steps.iter().rev().find(|s| s.status == "terminated" || s.status == "expired").map_or(DateValue::unknown(), |s| s.date.clone());
    let terminated = entered.unwrap_or(ended);
    let duration_years = duration.and_then(|d| d.parse().ok());
    let runs = runs(&status, &signed, &steps, &terminated, duration_years, reports.iter().any(|r| r.by_hand));
    Truth {
        signatories: signatories(reports),
        areas: areas(reports),
        confidence: confidence(reports),
        domain,
        instrument,
        title,
        scope,
        status,
        signed,
        date,
        steps,
        place,
        occasion,
        duration_years,
        terminated,
        runs,
        rivals,
    }
}

/// Reports entered by hand, the last one first: a mention is numbered when it is entered.
fn hands<'a>(reports: &[&'a Report]) -> Vec<&'a Report> {
    let mut hands: Vec<&Report> = reports.iter().copied().filter(|r| r.by_hand).collect();
    hands.sort_by_key(|r| std::cmp::Reverse(r.mention));
    hands
}

/// Place on the ladder.
pub fn rank(status: &str) -> usize {
    LADDER.iter().position(|s| *s == status).unwrap_or(0)
}

/// The furthest step that any report asserts; a denial only where no report tells of a signing. By hand wins.
fn status(reports: &[&Report]) -> String {
    // A row's date is that of its status, so a row with a date and no status leaves the status open.
    if let Some(r) = hands(reports).into_iter().find(|r| !r.status.is_empty() || r.date.is_known()) {
        return r.status.clone();
    }
    let asserted = reports.iter().filter(|r| !r.status.is_empty()).flat_map(|r| r.steps.iter().map(|s| s.status.as_str()).chain([r.status.as_str()]));
    let furthest = asserted.clone().filter(|s| *s != "rejected").max_by_key(|s| rank(s));
    match furthest {
        Some(s) if !s.is_empty() && (rank(s) >= rank("signed") || !asserted.clone().any(|s| s == "rejected")) => s.to_string(),
        _ => asserted.into_iter().next().map(|_| if reports.iter().any(|r| r.status == "rejected") { "rejected".into() } else { String::new() }).unwrap_or_default(),
    }
}

/// Every step that a report asserts, in the order of the ladder, then of the date. A second renewal is a step of its own, also where
/// one report tells of both.
fn rungs(reports: &[&Report], signed: &DateValue, rivals: &mut Vec<Rival>) -> Vec<Rung> {
    let mut rungs = Vec::new();
    for status in LADDER {
        let mut telling: Vec<(DateValue, &Report)> = Vec::new();
        for r in reports {
            let before = telling.len();
            telling.extend(r.steps.iter().filter(|s| s.status == status).map(|s| (s.date.clone(), *r)));
            // The date of `status` may stand in `date` alone.
            if telling.len() == before && r.status == status {
                telling.push((r.date.clone(), r));
            }
        }
        if telling.is_empty() {
            continue;
        }
        for cluster in apart(telling, status) {
            let date = if status == "signed" && signed.is_known() { signed.clone() } else { vote("step", cluster.iter().cloned(), rivals) };
            let of: Vec<&Report> = cluster.iter().map(|c| c.1).collect();
            let known = of.iter().filter_map(|r| r.published.clone()).min();
            rungs.push(Rung { status: status.into(), date, known, reports: documents(&of) });
        }
    }
    rungs
}

/// What reports say of a step: each a date and who gives it.
type Telling<'a> = Vec<(DateValue, &'a Report)>;

/// Steps that may come more than once are told apart by dates more than two months from each other.
fn apart<'a>(telling: Telling<'a>, status: &str) -> Vec<Telling<'a>> {
    if !matches!(status, "renewed" | "amended" | "suspended") {
        return vec![telling];
    }
    let (mut dated, undated): (Telling, Telling) = telling.into_iter().partition(|t| dates::range(&t.0).is_some());
    // The exact first: a year speaks for the steps that lie in it, and makes no step of its own beside them.
    dated.sort_by(|a, b| (std::cmp::Reverse(exactness(&a.0)), dates::range(&a.0), &a.1.key).cmp(&(std::cmp::Reverse(exactness(&b.0)), dates::range(&b.0), &b.1.key)));
    let mut clusters: Vec<((Day, Day), Telling)> = Vec::new();
    for t in dated {
        let Some(range) = dates::range(&t.0) else { continue };
        // One report that gives two dates tells of two steps.
        let near = clusters.iter_mut().filter(|(_, members)| members.iter().all(|m| m.1.key != t.1.key)).min_by_key(|(at, _)| dates::gap(*at, range));
        match near {
            Some((at, members)) if dates::gap(*at, range) <= 60 => {
                // Exact ones that follow each other closely widen it; a vague one does not.
                if exactness(&t.0) == exactness(&members[0].0) {
                    *at = (at.0.min(range.0), at.1.max(range.1));
                }
                members.push(t);
            }
            _ => clusters.push((range, vec![t])),
        }
    }
    clusters.sort_by_key(|c| c.0);
    match clusters.last_mut() {
        Some((_, members)) => members.extend(undated),
        None => clusters.push(((0, 0), undated)),
    }
    clusters.into_iter().map(|(_, m)| m).collect()
}

fn documents(reports: &[&Report]) -> usize {
    reports.iter().map(|r| r.document).collect::<BTreeSet<_>>().len()
}

/// How much of a date is known: larger is more exact.
pub fn exactness(d: &DateValue) -> u8 {
    match d.precision {
        Precision::Day => 3,
        Precision::Month => 2,
        Precision::Year => 1,
        Precision::Unknown => 0,
    }
}

/// The date most voices give; a vaguer date speaks for every exact one that lies in it.
fn vote_date(reports: &[&Report], property: &'static str, of: impl Fn(&Report) -> Option<DateValue>, rivals: &mut Vec<Rival>) -> DateValue {
    vote(property, reports.iter().filter_map(|r| Some((of(r)?, *r))), rivals)
}

fn vote<'a>(property: &'static str, telling: impl Iterator<Item = (DateValue, &'a Report)>, rivals: &mut Vec<Rival>) -> DateValue {
    let claims: Vec<Claim<DateValue>> = telling.filter(|t| t.0.is_known()).map(|(value, report)| Claim { exact: exactness(&value), value, report }).collect();
    let agrees = |x: &DateValue, y: &DateValue| match (dates::range(x), dates::range(y)) {
        (Some(a), Some(b)) => dates::gap(a, b) == 0,
        _ => true,
    };
    choose(&claims, |d| d.value.clone().unwrap_or_default(), property, agrees, rivals).unwrap_or_else(DateValue::unknown)
}

fn vote_text(reports: &[&Report], property: &'static str, of: impl Fn(&Report) -> Option<String>, rivals: &mut Vec<Rival>) -> Option<String> {
    let claims: Vec<Claim<String>> = reports.iter().filter_map(|r| of(r).map(|value| Claim { value, exact: 0, report: r })).collect();
    choose(&claims, Clone::clone, property, |x, y| x == y, rivals)
}

/// Chooses among claims; where some contradict the chosen one, all are noted as rivals.
fn choose<T: Clone>(claims: &[Claim<T>], name: impl Fn(&T) -> String, property: &'static str, agrees: impl Fn(&T, &T) -> bool, rivals: &mut Vec<Rival>) -> Option<T> {
    let mut by_value: BTreeMap<String, Vec<&Claim<T>>> = BTreeMap::new();
    for c in claims {
        by_value.entry(name(&c.value)).or_default().push(c);
    }
    let voices = |of: &dyn Fn(&Claim<T>) -> bool| claims.iter().filter(|c| of(c)).map(|c| c.report.voice).collect::<BTreeSet<_>>().len();
    // "In May" does not contradict "on 14 May", and the day says more: a vague value that an exact one lies in only speaks for that.
    let said_better = |cs: &[&Claim<T>]| claims.iter().any(|c| c.exact > cs[0].exact && agrees(&c.value, &cs[0].value));
    let (chosen_name, chosen) = by_value
        .iter()
        .min_by_key(|(n, cs)| {
            let by_hand = cs.iter().filter(|c| c.report.by_hand).map(|c| c.report.mention).max();
            let support = voices(&|c| c.exact <= cs[0].exact && agrees(&c.value, &cs[0].value));
            let own = cs.iter().map(|c| c.report.voice).collect::<BTreeSet<_>>().len();
            let confidence = cs.iter().map(|c| (c.report.confidence * 100.0).round() as i64).max();
            let first = cs.iter().filter_map(|c| c.report.published.clone()).min().unwrap_or_else(|| "9999".into());
            let better = by_hand.is_none() && said_better(cs);
            let weight = (support, cs[0].exact, own, confidence);
            (std::cmp::Reverse(by_hand), better, std::cmp::Reverse(weight), first, (*n).clone())
        })
        .map(|(n, cs)| (n.clone(), cs[0].value.clone()))?;
    if by_value.values().any(|cs| !agrees(&cs[0].value, &chosen)) {
        for (value, cs) in &by_value {
            let reports = cs.iter().map(|c| c.report.document).collect::<BTreeSet<_>>().len();
            rivals.push(Rival { property, value: value.clone(), reports, shown: *value == chosen_name });
        }
    }
    Some(chosen)
}

/// The place of the signature, where a report of the signature gives one, else that of a later step: the country most voices
/// give, then the city named most within it.
fn place(reports: &[&Report], rivals: &mut Vec<Rival>) -> Option<Place> {
    let placed = |r: &&&Report| r.place.is_some();
    let mut telling: Vec<&Report> = reports.iter().filter(placed).filter(|r| r.by_hand || r.status == "signed").copied().collect();
    if telling.is_empty() {
        telling = reports.iter().filter(placed).copied().collect();
    }
    let country = vote_text(&telling, "place", |r| r.place.as_ref().and_then(|p| p.country.clone()), rivals);
    let mut none = Vec::new();
    let within = |r: &Report| r.place.as_ref().filter(|p| country.is_none() || p.country == country).cloned();
    // A city named in two scripts is told apart by its coordinates where it has any.
    let at = |p: &Place| p.latitude.zip(p.longitude).map_or_else(|| p.name.clone(), |(x, y)| format!("{x:.1} {y:.1}"));
    // A register knows the country alone; a city that a report names in it says more.
    let city = |p: &Place| p.country.as_ref() != Some(&p.name);
    let named = vote_text(&telling, "place_name", |r| within(r).filter(city).as_ref().map(at), &mut none);
    let chosen = named.or_else(|| vote_text(&telling, "place_name", |r| within(r).as_ref().map(at), &mut none))?;
    telling.iter().filter_map(|r| within(r)).find(|p| at(p) == chosen)
}

/// General where any report calls it so; a report that names few areas does not make it narrow.
fn scope(reports: &[&Report]) -> String {
    if let Some(last) = hands(reports).into_iter().find(|r| !r.scope.is_empty()) {
        return last.scope.clone();
    }
    let said: Vec<&str> = reports.iter().map(|r| r.scope.as_str()).filter(|s| !s.is_empty()).collect();
    let count = |s: &str| said.iter().filter(|x| **x == s).count();
    match (count("general"), count("sector")) {
        (0, 0) if said.is_empty() => String::new(),
        (0, 0) => "unknown".into(),
        (g, s) if g >= s => "general".into(),
        _ => "sector".into(),
    }
}

/// The areas a register names; else all that any report names.
fn areas(reports: &[&Report]) -> Vec<(String, usize)> {
    let mut by: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    let all: Option<&Report> = hands(reports).into_iter().find(|r| !r.areas.is_empty());
    for r in reports {
        for a in r.areas.iter().filter(|a| all.is_none_or(|h| h.areas.contains(a))) {
            by.entry(a).or_default().insert(r.document);
        }
    }
    by.into_iter().map(|(a, d)| (a.to_string(), d.len())).collect()
}

/// People who signed, each once however spelled, in the spelling that says most.
fn signatories(reports: &[&Report]) -> Vec<(Person, Vec<Person>)> {
    let mut people: Vec<Vec<&Person>> = Vec::new();
    for r in reports {
        for p in &r.signatories {
            match people.iter_mut().find(|all| all.iter().any(|q| one_person(p, q))) {
                Some(all) => all.push(p),
                None => people.push(vec![p]),
            }
        }
    }
    let mut out: Vec<(Person, Vec<Person>)> = people.into_iter().map(|all| (fullest(&all), all.into_iter().cloned().collect())).collect();
    out.sort_by(|(a, _), (b, _)| (&a.state, &a.office, &a.name).cmp(&(&b.state, &b.office, &b.name)));
    out
}

/// Two signatories of one agreement are one person: of one state, with names whose keys are equal, or nearly so in one office; where
/// one has no name, the office decides.
fn one_person(p: &Person, q: &Person) -> bool {
    let office = p.office == q.office || p.office == "other" || q.office == "other";
    p.state == q.state
        && match (&p.key, &q.key) {
            (Some(x), Some(y)) => super::pair::same_person(x, y) || (office && strsim::normalized_damerau_levenshtein(x, y) >= LIKE),
            (None, None) => p.name == q.name && p.office == q.office,
            _ => p.office == q.office && (p.name.is_none() || q.name.is_none()),
        }
}

/// Share of letters that two keys of one person's name have in common, when one office of one state signed one agreement.
const LIKE: f64 = 0.6;

/// The fullest of several forms of one person: the longest key, an office that says something, a rank.
fn fullest(all: &[&Person]) -> Person {
    let best = all.iter().max_by_key(|p| {
        let same = all.iter().filter(|q| q.name == p.name).count();
        (p.key.as_ref().map_or(0, |k| k.split(' ').count()), same, std::cmp::Reverse(p.name.clone()))
    });
    let mut p: Person = best.map(|p| (*p).clone()).unwrap_or_else(|| all[0].clone());
    if p.office == "other"
        && let Some(q) = all.iter().find(|q| q.office != "other")
    {
        p.office = q.office.clone();
    }
    if p.rank.is_none() {
        p.rank = all.iter().find_map(|q| q.rank.clone());
    }
    p
}

fn confidence(reports: &[&Report]) -> f64 {
    if reports.iter().any(|r| r.by_hand) { 1.0 } else { together(reports.iter().map(|r| (r.voice, r.confidence))) }
}

/// Chance that not all voices are wrong: 1 − Π(1 − c), of copies the surest; at most 0.99 for what no person has seen.
pub fn together(told: impl Iterator<Item = (i64, f64)>) -> f64 {
    let mut by_voice: BTreeMap<i64, f64> = BTreeMap::new();
    for (voice, confidence) in told {
        let c = by_voice.entry(voice).or_default();
        *c = c.max(confidence);
    }
    let wrong: f64 = by_voice.values().map(|c| 1.0 - c).product();
    ((1.0 - wrong).min(0.99) * 100.0).round() / 100.0
}

/// First day in force and first day no longer, by the contract: from entry into force, else ratification, else signature; to the
/// day after the end, else start and duration, else open. Where reports tell of a prolongation, the duration counts from the last
/// one; a register's row says itself when it ends.
pub fn runs(status: &str, signed: &DateValue, steps: &[Rung], terminated: &DateValue, duration: Option<u32>, by_hand: bool) -> (Option<Day>, Option<Day>) {
    // A register without a status says by the date that it was signed.
    let begun = if status.is_empty() { signed.is_known() } else { rank(status) >= rank("signed") && status != "rejected" };
    if !begun {
        return (None, None);
    }
    let dated = |s: &str| steps.iter().find(|r| r.status == s).and_then(|r| dates::range(&r.date)).map(|r| r.0);
    let Some(from) = dated("in-force").or_else(|| dated("ratified")).or_else(|| dates::range(signed).map(|r| r.0)) else {
        return (None, None);
    };
    let renewed = steps.iter().filter(|r| r.status == "renewed" && !by_hand).filter_map(|r| dates::range(&r.date)).map(|r| r.0).max();
    let ended = dates::range(terminated).map(|r| r.1 + 1);
    let term = duration.and_then(|years| dates::plus_years(renewed.unwrap_or(from).max(from), i64::from(years)));
    (Some(from), ended.or(term))
}
