//! Filters as typed to filters as the registry takes them: names of states to codes, regions to their states.

use super::args::Filters;
use crate::extract::engine;
use mithaq_core::Engine;
use mithaq_registry::Filter;
use std::io;

/// Instruments, statuses and the like are checked here, so that a mistyped one is an error and not an empty list.
pub fn filter(f: &Filters) -> io::Result<Filter> {
    let engine = if f.state.is_empty() && f.region.is_none() { None } else { Some(engine(None)?) };
    let mut states = Vec::new();
    for s in &f.state {
        states.push(state(engine.as_ref(), s)?);
    }
    known("area", &f.area)?;
    known("instrument", &f.instrument)?;
    known("status", &f.status)?;
    known("domain", f.domain.as_slice())?;
    known("type", &f.kind)?;
    known("realis", &f.realis)?;
    known("review", f.review.as_slice())?;
    if let Some(c) = f.confidence.filter(|c| !(0.0..=1.0).contains(c)) {
        return Err(wrong(format!("a confidence lies between 0 and 1; this is {c}")));
    }
    Ok(Filter {
        states,
        any_state: match (&f.region, &engine) {
            (Some(r), Some(e)) => region(e, r)?,
            _ => Vec::new(),
        },
        areas: f.area.clone(),
        instruments: f.instrument.clone(),
        statuses: f.status.clone(),
        domain: f.domain.clone(),
        since: f.since.clone(),
        until: f.until.clone(),
        min_confidence: f.confidence,
        source: f.source.clone(),
        language: f.lang.clone(),
        review: f.review.clone(),
        in_force: f.in_force.clone(),
        types: f.kind.clone(),
        realis: f.realis.clone(),
        limit: f.limit.map(i64::from),
        offset: i64::from(f.offset),
    })
}

fn wrong(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// The code of a state, from its code or its name in any language with a pack.
pub fn state(engine: Option<&Engine>, name: &str) -> io::Result<String> {
    let code = name.trim().to_uppercase();
    let Some(e) = engine else { return Ok(code) };
    if e.world().data.states.iter().any(|s| s.code == code) {
        return Ok(code);
    }
    match e.states_named(name.trim()).as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(wrong(format!("no state is called {name:?}; write its code (MAR) or its name in one of the languages"))),
        many => Err(wrong(format!("{name:?} may be {}; write the code", many.join(" or ")))),
    }
}

fn region(engine: &Engine, name: &str) -> io::Result<Vec<String>> {
    let states: Vec<String> = engine.world().data.states.iter().filter(|s| s.region == name).map(|s| s.code.clone()).collect();
    if states.is_empty() {
        let mut all: Vec<&str> = engine.world().data.states.iter().map(|s| s.region.as_str()).filter(|r| !r.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        return Err(wrong(format!("there is no region {name:?}; regions are {}", all.join(", "))));
    }
    Ok(states)
}

pub fn known(property: &str, values: &[String]) -> io::Result<()> {
    let codes = mithaq_registry::codes_of(property);
    match values.iter().find(|v| !codes.contains(&v.as_str())) {
        Some(v) => Err(wrong(format!("there is no {property} {v:?}; one writes {}", codes.join(", ")))),
        None => Ok(()),
    }
}
