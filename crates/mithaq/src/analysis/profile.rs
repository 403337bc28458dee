//! `mithaq profile`: a state on one screen.

use super::args::{Profile as Args, View};
use super::common::{at, open, shown, state, wrong};
use crate::screen::bars;
use mithaq_analysis::profile::{Profile, profile};
use mithaq_analysis::span::day;
use mithaq_registry::Filter;
use owo_colors::OwoColorize;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub fn run(a: &Args) -> io::Result<bool> {
    // `--since` belongs to the profile here.
    let since = match &a.scope.filters.since {
        Some(s) => {
            let full = match s.len() {
                4 => format!("{s}-01-01"),
                7 => format!("{s}-01"),
                _ => s.clone(),
            };
            Some(day(&full).ok_or_else(|| wrong(format!("{s:?} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")))?)
        }
        None => None,
    };
    let scope = super::common::scope(&a.scope, &[])?;
    let code = state(&a.state)?;
    let (registry, facts) = open(&a.registry.registry)?;
    let day = at(a.at.as_deref(), &facts)?;
    let p = profile(&facts, &scope, &code, day, since).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    if a.format == View::Json {
        serde_json::to_writer(&mut out, &p)?;
        writeln!(out)?;
        return Ok(true);
    }
    show(&mut out, &p)?;
    followed(&mut out, &registry, &p)?;
    Ok(true)
}

fn show(out: &mut impl Write, p: &Profile) -> io::Result<()> {
    let since = p.since.as_ref().map(|s| format!(", since {s}")).unwrap_or_default();
    writeln!(out, "{} {}  {}{since}, on {}", p.name.bold(), p.state.dimmed(), p.region, p.at)?;
    writeln!(out, "{} agreements, {} in force, {} partners", p.agreements, p.in_force, p.partners.len())?;
    let counts = |list: &[(String, u32)]| list.iter().map(|(c, n)| format!("{c} {n}")).collect::<Vec<_>>().join(", ");
    let mut field = |name: &str, value: String| if value.is_empty() { Ok(()) } else { writeln!(out, "  {:<12} {value}", name.dimmed()) };
    field("areas", counts(&p.areas))?;
    field("instruments", counts(&p.instruments))?;
    field("statuses", counts(&p.statuses))?;
    field("events", counts(&p.events))?;
    if !p.partners.is_empty() {
        writeln!(out, "{}", "Partners".bold())?;
        writeln!(out, "  {}", "state  in force  signed  last        events  last        areas".dimmed())?;
    }
    for x in &p.partners {
        let last = |d: &Option<String>| d.clone().unwrap_or_else(|| "..".into());
        writeln!(
            out,
            "  {:<5}  {:>8}  {:>6}  {:<10}  {:>6}  {:<10}  {}",
            x.state.green(),
            x.in_force,
            x.signed,
            last(&x.last_signed),
            x.events,
            last(&x.last_event),
            x.areas.join(", ")
        )?;
        if !x.gives.is_empty() {
            writeln!(out, "         brings {}", x.gives.join(", "))?;
        }
        if !x.receives.is_empty() {
            writeln!(out, "         is given {}", x.receives.join(", "))?;
        }
    }
    if !p.years.is_empty() {
        writeln!(out, "{}", "Years".bold())?;
        writeln!(out, "  {}", "year  signed  in force  partners  events  rank in region".dimmed())?;
    }
    let most = p.years.iter().map(|y| y.in_force).max().unwrap_or(0);
    for y in &p.years {
        let rank = y.rank_in_region.map_or_else(|| "..".into(), |r| format!("{r} of {}", y.of_region));
        writeln!(
            out,
            "  {}  {:>6}  {:>8}  {:>8}  {:>6}  {:<14}  {}",
            y.year,
            y.signed,
            y.in_force,
            y.partners,
            y.events,
            rank,
            bars(f64::from(y.in_force), f64::from(most)).cyan()
        )?;
    }
    Ok(())
}

/// Area by area: how many signed agreements had something done since, how many are silent.
fn followed(out: &mut impl Write, registry: &mithaq_registry::Registry, p: &Profile) -> io::Result<()> {
    let filter = Filter { states: vec![p.state.clone()], since: p.since.clone(), ..Filter::default() };
    let mut areas: BTreeMap<String, (u32, u32, Option<String>)> = BTreeMap::new();
    for a in registry.agreements(&filter).map_err(crate::registry::shown)? {
        for f in registry.follow_through(&a).map_err(crate::registry::shown)?.into_iter().filter(|f| f.area != "other") {
            let of = areas.entry(f.area).or_default();
            *(if f.deeds.is_empty() { &mut of.1 } else { &mut of.0 }) += 1;
            of.2 = of.2.take().max(f.last_seen);
        }
    }
    if areas.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", "What followed, as far as the registry's reports tell".bold())?;
    for (area, (done, silent, last)) in areas {
        writeln!(out, "  {area:<18} {done} with deeds, {silent} silent{}", last.map(|l| format!(", last {l}")).unwrap_or_default())?;
    }
    Ok(())
}
