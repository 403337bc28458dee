//! `mithaq show` and `mithaq history`: one agreement, event or document.

use super::args::{Id, Show};
use super::list::{date, who};
use super::shown;
use crate::screen::{cut, isolate};
use mithaq_registry::{AreaFollowed, Decided, EventListed, Mode, Registry, RegistryError, Shown};
use owo_colors::OwoColorize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Runs `show`.
pub fn run(a: &Show) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    match registry.show(&a.id) {
        Ok(s) if a.json => line(&mut out, &s)?,
        Ok(s) => agreement(&mut out, &s)?,
        Err(none @ (RegistryError::NoSuchId(_) | RegistryError::Ambiguous { .. })) => match registry.event(&a.id) {
            Ok(e) if a.json => line(&mut out, &e)?,
            Ok(e) => event(&mut out, &registry, &e)?,
            Err(RegistryError::NoSuchId(_) | RegistryError::Ambiguous { .. }) => {
                let d = registry.document(&a.id).map_err(|e| shown(if matches!(none, RegistryError::Ambiguous { .. }) { none } else { e }))?;
                if a.json {
                    line(&mut out, &d)?;
                } else {
                    document(&mut out, &registry, &d)?;
                }
            }
            Err(e) => return Err(shown(e)),
        },
        Err(e) => return Err(shown(e)),
    }
    Ok(true)
}

fn line(out: &mut impl Write, x: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, x)?;
    writeln!(out)
}

fn agreement(out: &mut impl Write, s: &Shown) -> io::Result<()> {
    let a = &s.agreement;
    writeln!(out, "{}  {} {}, {} {}  {}", a.parties.join("–").green().bold(), a.domain, a.instrument.bold(), a.status.cyan(), date(&a.date), a.id.dimmed())?;
    let mut field = |name: &str, value: String| if value.is_empty() { Ok(()) } else { writeln!(out, "  {:<11} {value}", name.dimmed()) };
    field("called", a.title.as_deref().map(isolate).unwrap_or_default())?;
    field("scope", a.scope.clone())?;
    field("areas", a.areas.join(", "))?;
    field("place", a.place.as_ref().map(|p| format!("{} ({})", isolate(&p.name), p.country.as_deref().unwrap_or("?"))).unwrap_or_default())?;
    field("occasion", a.occasion.as_deref().map(isolate).unwrap_or_default())?;
    field("for", a.duration_years.map(|d| format!("{d} years")).unwrap_or_default())?;
    let runs = a.runs.0.as_ref().map(|from| format!("from {from}{}", a.runs.1.as_ref().map(|to| format!(" until {to}")).unwrap_or_else(|| ", no end known".into())));
    field("in force", runs.unwrap_or_default())?;
    for p in &a.signatories {
        let name = p.name.as_deref().map(isolate).unwrap_or_else(|| "..".into());
        field("signed by", format!("{name} ({}, {})", p.office, p.state.as_deref().unwrap_or("?")))?;
    }
    for l in &a.links {
        field(&l.kind, l.to.clone())?;
    }
    for l in &s.linked_from {
        field("linked from", format!("{} ({} this)", l.to, l.kind))?;
    }
    field("review", format!("{}, confidence {:.2}", a.review, a.confidence))?;
    writeln!(out, "{}", "Life".bold())?;
    for x in &s.life {
        let known = x.known.as_deref().map(|k| format!(", known since {k}")).unwrap_or_default();
        writeln!(out, "  {:<12} {}{known}, {}", x.status, x.date.as_deref().unwrap_or(".."), reports(x.reports))?;
    }
    if !s.disagreements.is_empty() {
        writeln!(out, "{}", "Where reports disagree".bold())?;
        for d in &s.disagreements {
            writeln!(out, "  {:<12} {} ({}){}", d.property, isolate(&d.value), reports(d.reports), if d.shown { ", shown" } else { "" })?;
        }
    }
    writeln!(out, "{}  {}, {} without copies, {} independent", "Reports".bold(), a.reports.len(), a.voices, a.origins.min(a.voices))?;
    let mut voices: BTreeMap<i64, &str> = BTreeMap::new();
    for t in &s.told {
        let copy = voices.get(&t.voice).map(|first| format!("  copy of {first}")).unwrap_or_default();
        voices.entry(t.voice).or_insert(&t.document);
        let outlet = t.publisher.as_deref().map(isolate).unwrap_or_default();
        writeln!(out, "  {}  {}  {}  {}#{}{copy}", t.published.as_deref().unwrap_or(".."), t.language.as_deref().unwrap_or("?"), outlet, t.document, t.local)?;
        let says = [t.instrument.as_deref(), t.status.as_deref(), t.signed.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let quote = t.quote.as_deref().map(|q| format!("  {}", isolate(&cut(q, 120)).italic())).unwrap_or_default();
        writeln!(out, "      {says}{quote}")?;
        if !t.sources.is_empty() {
            writeln!(out, "      source {}", t.sources.iter().map(|n| isolate(n)).collect::<Vec<_>>().join(" ← "))?;
        }
    }
    for g in &s.contributions {
        writeln!(out, "  gives {} → {}: {}  ({})", g.state, g.to.join(", "), g.area, g.document)?;
    }
    if !s.doubts.is_empty() {
        writeln!(out, "{}", "Perhaps the same as".bold())?;
        for d in &s.doubts {
            writeln!(out, "  {}  (score {:+.1}; mithaq explain-merge shows why)", d.other, d.score)?;
        }
    }
    followed(out, &s.follow_through)?;
    decisions(out, &s.decisions)
}

fn reports(n: i64) -> String {
    if n == 1 { "1 report".into() } else { format!("{n} reports") }
}

/// Area by area, what was done since.
pub fn followed(out: &mut impl Write, list: &[AreaFollowed]) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", "Since then, as far as the registry's reports tell".bold())?;
    for f in list {
        let done = match f.deeds.len() {
            0 => format!("silent since {}", f.silent_since.as_deref().unwrap_or("..")),
            n => format!("{n} {}, last {}", if n == 1 { "deed" } else { "deeds" }, f.last_seen.as_deref().unwrap_or("..")),
        };
        writeln!(out, "  {:<18} {done}", f.area)?;
        for e in &f.deeds {
            writeln!(out, "      {} {} {}  {}", e.day.as_deref().unwrap_or(".."), e.kind, who(e), e.id.dimmed())?;
        }
        for e in &f.planned {
            writeln!(out, "      {} {} {} {}, no deed  {}", e.day.as_deref().unwrap_or(".."), e.realis, e.kind, who(e), e.id.dimmed())?;
        }
    }
    Ok(())
}

fn decisions(out: &mut impl Write, list: &[Decided]) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", "Decisions".bold())?;
    for d in list {
        let what = match (&d.property, &d.value, &d.other) {
            (Some(p), Some(v), _) => format!("{} {p} = {v}", d.kind),
            (_, _, Some(o)) => format!("{} with {o}", d.kind),
            _ => d.kind.clone(),
        };
        let undone = if d.undone { " (taken back)" } else { "" };
        writeln!(out, "  {:>3}. {} {}: {}{undone}  {}", d.number, d.at.get(..16).unwrap_or(&d.at).replace('T', " "), isolate(&d.author), isolate(&what), isolate(&d.reason))?;
    }
    Ok(())
}

fn event(out: &mut impl Write, registry: &Registry, e: &EventListed) -> io::Result<()> {
    let name = e.name.as_deref().map(|n| format!(" {}", isolate(n))).unwrap_or_default();
    writeln!(out, "{}{name}  {}, {} {}  {}", e.kind.yellow().bold(), who(e), e.realis, date(&e.date), e.id.dimmed())?;
    writeln!(out, "  {:<11} {}", "areas".dimmed(), e.areas.join(", "))?;
    if let Some(p) = e.place.as_ref().or(e.place_country.as_ref()) {
        writeln!(out, "  {:<11} {}", "place".dimmed(), isolate(p))?;
    }
    writeln!(out, "{}", "Reports".bold())?;
    for t in registry.told(&e.id).map_err(shown)? {
        let quote = t.quote.as_deref().map(|q| isolate(&cut(q, 120))).unwrap_or_default();
        writeln!(out, "  {}  {}  {}#{}  {}", t.published.as_deref().unwrap_or(".."), t.language.as_deref().unwrap_or("?"), t.document, t.local, quote.italic())?;
    }
    decisions(out, &registry.decisions(&e.id).map_err(shown)?)
}

fn document(out: &mut impl Write, registry: &Registry, d: &mithaq_registry::DocumentListed) -> io::Result<()> {
    writeln!(out, "{}  {}", isolate(d.title.as_deref().unwrap_or(&d.document)).bold(), d.document.dimmed())?;
    let mut field = |name: &str, value: Option<&str>| value.map_or(Ok(()), |v| writeln!(out, "  {:<11} {}", name.dimmed(), isolate(v)));
    field("published", d.published.as_deref())?;
    field("publisher", d.publisher.as_deref())?;
    field("language", d.language.as_deref())?;
    field("address", d.url.as_deref())?;
    field("path", d.path.as_deref())?;
    field("reading", Some(&d.reading))?;
    if d.copies > 1 {
        field("copies", Some(&d.copies.to_string()))?;
    }
    for m in registry.mentions_of(&d.document).map_err(shown)? {
        writeln!(out, "  {}  {}", m.0, m.1)?;
    }
    match registry.text(&d.document).map_err(shown)? {
        Some(t) => t.lines().try_for_each(|l| writeln!(out, "    {}", isolate(l))),
        None => writeln!(out, "  (no fact and no defence cue: the text was not stored)"),
    }
}

/// Runs `history`.
pub fn history(a: &Id) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    let id = match registry.resolve_id("agreement", &a.id) {
        Err(RegistryError::NoSuchId(_)) => match registry.resolve_id("event", &a.id) {
            Err(RegistryError::NoSuchId(_)) if registry.was_known(&a.id).map_err(shown)? => {
                writeln!(out, "No present reading has {}; what earlier ones had:", a.id)?;
                a.id.clone()
            }
            other => other.map_err(shown)?,
        },
        other => other.map_err(shown)?,
    };
    if id != a.id {
        writeln!(out, "{} is {}", a.id, id.bold())?;
    }
    let mut last = String::new();
    for s in registry.statements(&id, true).map_err(shown)? {
        if s.mention != last {
            let former = if s.former { ", a former reading" } else { "" };
            let by = format!("engine {}{former}", s.engine);
            let outlet = s.publisher.as_deref().map(isolate).unwrap_or_default();
            writeln!(out, "{}  {}  {outlet}  {}", s.document.bold(), s.published.as_deref().unwrap_or(".."), by.dimmed())?;
            last.clone_from(&s.mention);
        }
        let value = match (&s.value, &s.date) {
            (Some(v), Some(d)) => format!("{v} {d}"),
            (Some(v), None) => v.clone(),
            (None, _) => "..".into(),
        };
        let words = match (&s.quote, s.start) {
            (Some(q), Some(at)) => format!("{} at {at}", isolate(&cut(q, 100)).italic()),
            _ => String::new(),
        };
        writeln!(out, "    {:<12} {:<24} {words}  {}", s.property, isolate(&value), s.rule.as_deref().unwrap_or("").dimmed())?;
    }
    decisions(&mut out, &registry.decisions(&id).map_err(shown)?)?;
    Ok(true)
}
