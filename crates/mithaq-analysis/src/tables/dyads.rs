//! Dyads: a row a pair of states, over all years.
//!
//! In: [`Facts`], a [`Scope`], the day that counts as now. Out: [`Dyad`]s with something between them, and their table.

use super::build::Builder;
use crate::codebook::Codebook;
use crate::error::Result;
use crate::facts::{Facts, Scope};
use crate::pairs::Pairs;
use crate::panel::both;
use crate::span::{Day, Span, text, year_of};
use mithaq_export::Table;
use std::collections::{BTreeMap, BTreeSet};

/// What is between two states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dyad {
    pub a: String,
    pub b: String,
    pub first_signed: Option<Day>,
    pub last_signed: Option<Day>,
    /// Agreements with a date of signature.
    pub signed: i64,
    /// In force on the day.
    pub bilateral: i64,
    pub multilateral: i64,
    pub areas: BTreeSet<String>,
    pub instruments: BTreeSet<String>,
    /// Done or under way.
    pub events: i64,
    pub last_event: Option<Day>,
}

pub fn dyads(facts: &Facts, scope: &Scope, at: Day) -> Result<Vec<Dyad>> {
    // Pairs that only met have a row too.
    let mut codes: BTreeSet<String> = facts.members(false, scope.region.as_deref())?.into_iter().collect();
    let regional = |iso: &str| scope.region.as_ref().is_none_or(|r| facts.states.get(iso).is_some_and(|s| s.region == *r));
    let of_events = facts.events.iter().flat_map(|e| e.participants.iter().chain(&e.host)).filter_map(|s| facts.states.series(s));
    codes.extend(of_events.filter(|s| regional(&s.iso)).map(|s| s.iso.clone()));
    let pairs = Pairs::of(codes.into_iter().collect());
    let mut found: BTreeMap<(usize, usize), Dyad> = BTreeMap::new();
    let today = Span { from: at, to: Some(at + 1) };
    for a in facts.agreements.iter().filter(|a| scope.has(a)) {
        let runs = scope.assumption.span(a).is_some_and(|s| s.has(at));
        for (x, y) in pairs.tied(&a.parties, &facts.states) {
            let d = found.entry((x, y)).or_default();
            if let Some(signed) = Facts::signed(a) {
                d.signed += 1;
                d.first_signed = Some(d.first_signed.map_or(signed, |f| f.min(signed)));
                d.last_signed = Some(d.last_signed.map_or(signed, |l| l.max(signed)));
            }
            let there = matches!((facts.states.get(&pairs.states[x]), facts.states.get(&pairs.states[y])), (Some(x), Some(y)) if both(x, y, today));
            if runs && there {
                *(if a.parties.len() > 2 { &mut d.multilateral } else { &mut d.bilateral }) += 1;
            }
            d.areas.extend(a.areas.iter().cloned());
            d.instruments.insert(a.instrument.clone());
        }
    }
    for e in facts.events.iter().filter(|e| matches!(e.realis.as_str(), "done" | "ongoing")) {
        for pair in pairs.met(e, &facts.states) {
            let d = found.entry(pair).or_default();
            d.events += 1;
            d.last_event = d.last_event.max(e.day);
        }
    }
    Ok(found.into_iter().map(|((x, y), d)| Dyad { a: pairs.states[x].clone(), b: pairs.states[y].clone(), ..d }).collect())
}

pub fn table(dyads: &[Dyad], facts: &Facts, at: Day, codebook: &Codebook) -> Result<Table> {
    let each = || dyads.iter();
    let year = year_of(at);
    let code = |of: fn(&crate::states::State, i32) -> Option<u16>, iso: &str| facts.states.get(iso).and_then(|s| of(s, year)).map(i64::from);
    let region = |iso: &str| facts.states.get(iso).map_or("", |s| s.region.as_str());
    let list = |of: fn(&Dyad) -> &BTreeSet<String>| dyads.iter().map(|d| of(d).iter().cloned().collect()).collect::<Vec<Vec<String>>>();
    let (areas, instruments) = (list(|d| &d.areas), list(|d| &d.instruments));
    let mut table = Builder::new("dyads", codebook)
        .text("iso_a", each().map(|d| Some(d.a.as_str())))
        .text("iso_b", each().map(|d| Some(d.b.as_str())))
        .whole("ccode_a", each().map(|d| code(crate::states::State::ccode, &d.a)))
        .whole("ccode_b", each().map(|d| code(crate::states::State::ccode, &d.b)))
        .whole("gwno_a", each().map(|d| code(crate::states::State::gwno, &d.a)))
        .whole("gwno_b", each().map(|d| code(crate::states::State::gwno, &d.b)))
        .text("region_a", each().map(|d| Some(region(&d.a))))
        .text("region_b", each().map(|d| Some(region(&d.b))))
        .day("first_signed", each().map(|d| d.first_signed))
        .day("last_signed", each().map(|d| d.last_signed))
        .whole("signed", each().map(|d| Some(d.signed)))
        .whole("in_force", each().map(|d| Some(d.bilateral + d.multilateral)))
        .whole("in_force_bilateral", each().map(|d| Some(d.bilateral)))
        .whole("in_force_multilateral", each().map(|d| Some(d.multilateral)))
        .list("areas", areas.iter().map(Vec::as_slice))
        .list("instruments", instruments.iter().map(Vec::as_slice))
        .whole("events", each().map(|d| Some(d.events)))
        .day("last_event", each().map(|d| d.last_event))
        .finish()?;
    table.title = format!("{} In force on {}.", table.title, text(at));
    Ok(table)
}
