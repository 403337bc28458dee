//! A state's profile: partners, areas, instruments, what each side puts in, years, what followed, rank in its region.
//!
//! In: [`Facts`], the state, the day that counts as now, from when on. Out: [`Profile`], plain values that `mithaq profile` prints and the
//! workbench shows.

use crate::error::{AnalysisError, Result};
use crate::facts::{Facts, Scope};
use crate::network::series::ranks;
use crate::network::{Network, Projection, measures};
use crate::span::{Day, first_of, text, year_of};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A partner of a state.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Partner {
    pub state: String,
    pub name: String,
    pub in_force: u32,
    pub signed: u32,
    pub first_signed: Option<String>,
    pub last_signed: Option<String>,
    pub areas: Vec<String>,
    /// Areas in which the partner puts something in, by the texts.
    pub gives: Vec<String>,
    /// Areas in which the state does.
    pub receives: Vec<String>,
    /// Events done or under way.
    pub events: u32,
    pub last_event: Option<String>,
}

/// A partner while it is being counted: areas of agreements, and in which each side puts something in.
#[derive(Default)]
struct Counted {
    partner: Partner,
    areas: BTreeSet<String>,
    gives: BTreeSet<String>,
    receives: BTreeSet<String>,
}

/// A year of a state.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Year {
    pub year: i32,
    pub signed: u32,
    pub in_force: u32,
    pub partners: u32,
    pub events: u32,
    /// By the eigenvector of the network of all states; among the region's states.
    pub rank_in_region: Option<u32>,
    pub of_region: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    pub state: String,
    pub name: String,
    pub region: String,
    pub at: String,
    pub since: Option<String>,
    pub agreements: u32,
    pub in_force: u32,
    pub partners: Vec<Partner>,
    /// Agreements by area, instrument and status, most first.
    pub areas: Vec<(String, u32)>,
    pub instruments: Vec<(String, u32)>,
    pub statuses: Vec<(String, u32)>,
    /// Events by type, done or under way.
    pub events: Vec<(String, u32)>,
    pub years: Vec<Year>,
}

/// A state's profile on a day. `since`: only agreements signed and events held from then on (what is not dated by its first report).
pub fn profile(facts: &Facts, scope: &Scope, state: &str, at: Day, since: Option<Day>) -> Result<Profile> {
    let known = facts.states.named(state).and_then(|s| facts.states.series(&s.iso));
    let me = known.ok_or_else(|| AnalysisError::Request(format!("there is no state {state:?}: write an ISO code such as MAR, or its English name")))?;
    let series = |code: &str| facts.states.series(code).map(|s| s.iso.as_str());
    let mine = |codes: &[String]| codes.iter().any(|c| series(c) == Some(&me.iso));
    let others = |codes: &[String]| -> BTreeSet<String> { codes.iter().map(|c| series(c).unwrap_or(c).to_string()).filter(|c| *c != me.iso).collect() };
    let mut partners: BTreeMap<String, Counted> = BTreeMap::new();
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    let (mut areas, mut instruments, mut statuses, mut types) = (Count::default(), Count::default(), Count::default(), Count::default());
    let (mut count, mut in_force) = (0, 0);
    let later = |a: &mut Option<String>, day: Day| *a = a.take().max(Some(text(day)));
    for a in facts.agreements.iter().filter(|a| scope.has(a) && mine(&a.parties)) {
        let signed = Facts::signed(a);
        let dated = signed.or(a.runs.0).or(a.first_report.as_deref().and_then(crate::span::day));
        if since.is_some_and(|s| dated.is_none_or(|d| d < s)) {
            continue;
        }
        count += 1;
        let runs = scope.assumption.span(a).is_some_and(|s| s.has(at));
        in_force += u32::from(runs);
        a.areas.iter().for_each(|x| areas.add(x));
        instruments.add(&a.instrument);
        statuses.add(&a.status);
        if let Some(day) = signed {
            years.entry(year_of(day)).or_default().signed += 1;
        }
        for other in others(&a.parties) {
            let p = partners.entry(other).or_default();
            p.partner.in_force += u32::from(runs);
            p.areas.extend(a.areas.iter().cloned());
            if let Some(day) = signed {
                p.partner.signed += 1;
                later(&mut p.partner.last_signed, day);
                p.partner.first_signed = Some(p.partner.first_signed.take().map_or(text(day), |f| f.min(text(day))));
            }
        }
    }
    for e in facts.events.iter().filter(|e| matches!(e.realis.as_str(), "done" | "ongoing")) {
        let all: Vec<String> = e.participants.iter().chain(&e.host).cloned().collect();
        if !mine(&all) || since.is_some_and(|s| e.day.is_none_or(|d| d < s)) {
            continue;
        }
        types.add(&e.kind);
        if let Some(day) = e.day {
            years.entry(year_of(day)).or_default().events += 1;
        }
        for other in others(&all) {
            let p = partners.entry(other).or_default();
            p.partner.events += 1;
            if let Some(day) = e.day {
                later(&mut p.partner.last_event, day);
            }
        }
    }
    for c in &facts.contributions {
        if mine(std::slice::from_ref(&c.state)) {
            for other in others(&c.to) {
                partners.entry(other).or_default().receives.insert(c.area.clone());
            }
        } else if mine(&c.to) {
            let giver = series(&c.state).unwrap_or(&c.state).to_string();
            partners.entry(giver).or_default().gives.insert(c.area.clone());
        }
    }
    let mut partners: Vec<Partner> = partners
        .into_iter()
        .map(|(code, c)| Partner {
            name: facts.states.get(&code).map_or_else(|| code.clone(), |s| s.name.clone()),
            state: code,
            areas: c.areas.into_iter().collect(),
            gives: c.gives.into_iter().collect(),
            receives: c.receives.into_iter().collect(),
            ..c.partner
        })
        .collect();
    partners.sort_by(|a, b| (b.in_force, b.signed, b.events, &a.state).cmp(&(a.in_force, a.signed, a.events, &b.state)));
    Ok(Profile {
        state: me.iso.clone(),
        name: me.name.clone(),
        region: me.region.clone(),
        at: text(at),
        since: since.map(text),
        agreements: count,
        in_force,
        partners,
        areas: areas.sorted(),
        instruments: instruments.sorted(),
        statuses: statuses.sorted(),
        events: types.sorted(),
        years: with_ranks(facts, scope, &me.iso, &me.region, years, at)?,
    })
}

/// The years from the first with anything to `at`, with the state's place in the network of each year's end (of the last: on the day itself).
fn with_ranks(facts: &Facts, scope: &Scope, iso: &str, region: &str, counted: BTreeMap<i32, Year>, at: Day) -> Result<Vec<Year>> {
    let last = year_of(at);
    let Some(first) = counted.keys().next().copied().filter(|f| *f <= last) else { return Ok(Vec::new()) };
    let year = |y: i32| -> Result<Year> {
        let net = Network::at(facts, scope, if y == last { at } else { first_of(y + 1) - 1 }, Projection::Pairs)?;
        let nodes = measures::measures(&net);
        let within: Vec<&measures::Node> = nodes.iter().filter(|n| facts.states.get(&n.state).is_some_and(|s| s.region == region)).collect();
        let rank = ranks(&within.iter().map(|n| n.eigenvector).collect::<Vec<_>>());
        let mine = within.iter().position(|n| n.state == iso);
        let node = mine.map(|i| within[i]);
        Ok(Year {
            year: y,
            in_force: node.map_or(0.0, |n| n.strength).round() as u32,
            partners: node.map_or(0, |n| n.degree as u32),
            rank_in_region: mine.filter(|i| within[*i].degree > 0).map(|i| rank[i]),
            of_region: within.len() as u32,
            ..counted.get(&y).cloned().unwrap_or_default()
        })
    };
    (first..=last).into_par_iter().map(year).collect()
}

/// How often each code occurs.
#[derive(Default)]
struct Count(BTreeMap<String, u32>);

impl Count {
    fn add(&mut self, code: &str) {
        *self.0.entry(code.to_string()).or_default() += 1;
    }
    fn sorted(self) -> Vec<(String, u32)> {
        let mut list: Vec<(String, u32)> = self.0.into_iter().filter(|(c, _)| !c.is_empty()).collect();
        list.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        list
    }
}
