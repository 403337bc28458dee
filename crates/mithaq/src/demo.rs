//! `mithaq demo`: the bundled samples go into a registry, and what came of them is shown.

use crate::args::Demo;
use crate::registry::ingest::take_in;
use crate::registry::list::{agreements, who};
use crate::registry::shown;
use crate::screen::isolate;
use mithaq_core::Input;
use mithaq_registry::{Mode, Registry, Summary};
use owo_colors::OwoColorize;
use std::io::{self, Write};

/// The bundled samples.
const SAMPLES: &str = include_str!("../../../samples/demo/demo.jsonl");

/// Entries of each list.
const LIST: i64 = 50;

/// Runs `demo`.
pub fn run(a: &Demo) -> io::Result<bool> {
    let engine = crate::extract::engine(None)?;
    let mut registry = Registry::open(&a.registry, Mode::Write).map_err(shown)?;
    let mut batch = Vec::new();
    for line in SAMPLES.lines().filter(|l| !l.trim().is_empty()) {
        let v: serde_json::Value = serde_json::from_str(line)?;
        let get = |k: &str| v.get(k).and_then(serde_json::Value::as_str).map(str::to_string);
        batch.push(Input { url: get("url"), publisher: get("publisher"), ..crate::evaluate::article(&v) });
    }
    take_in(&engine, &mut registry, &mut batch, true).map_err(shown)?;
    let read = |inputs: &[Input]| inputs.iter().map(|i| engine.read(i)).collect();
    // Where the file is of an earlier version.
    registry.reread(read, false, |_| ()).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    summary(&mut out, &registry.summary(LIST).map_err(shown)?)?;
    let file = a.registry.display();
    writeln!(out, "The registry is {file}. To go on:")?;
    for c in ["list events", "show aze-mar", "search مناورات", "search Hasanov", "history hun-kaz"] {
        writeln!(out, "  mithaq {c} --registry {file}")?;
    }
    writeln!(out, "  mithaq explain-merge demo-11#a1 demo-12#a1 --registry {file}")?;
    Ok(true)
}

fn summary(out: &mut impl Write, s: &Summary) -> io::Result<()> {
    let languages: Vec<String> = s.languages.iter().map(|(l, n)| format!("{l} {n}")).collect();
    writeln!(out, "{} documents ({}), {} agreements, {} events, {} people", s.documents, languages.join(", "), s.agreements, s.events, s.people)?;
    writeln!(out)?;
    let all: Vec<_> = s.noted.iter().map(|n| n.agreement.clone()).collect();
    agreements(out, &all)?;
    section(out, "Told in several languages", s.noted.iter().filter(|n| n.languages.len() > 1), |n| {
        format!("{} in {}: one agreement from {} reports", name(n), n.languages.join(", "), n.agreement.reports.len())
    })?;
    section(out, "Several steps", s.noted.iter().filter(|n| n.life.len() > 1), |n| {
        let steps: Vec<String> = n.life.iter().map(|l| format!("{} {}", l.status, l.date.as_deref().unwrap_or(".."))).collect();
        format!("{}: {}", name(n), steps.join(" → "))
    })?;
    section(out, "Reports disagree", s.noted.iter().filter(|n| !n.disagreements.is_empty()), |n| {
        let values: Vec<String> = n.disagreements.iter().map(|d| format!("{} {} ({}{})", d.property, isolate(&d.value), d.reports, if d.shown { ", shown" } else { "" })).collect();
        format!("{}: {}", name(n), values.join(", "))
    })?;
    section(out, "Linked", s.noted.iter().filter(|n| !n.agreement.links.is_empty()), |n| {
        let links: Vec<String> = n.agreement.links.iter().map(|l| format!("{} {}", l.kind, l.to)).collect();
        format!("{} {} {}", n.agreement.id, n.agreement.instrument, links.join(", "))
    })?;
    section(out, "Copies: one voice, several outlets", s.copies.iter(), |c| {
        let outlet = |p: &Option<String>| p.as_deref().map(isolate).unwrap_or_default();
        format!("{} ({}) copies {} ({})", c.document, outlet(&c.publisher), c.first, outlet(&c.first_publisher))
    })?;
    let followed = s.noted.iter().filter(|n| n.follow_through.iter().any(|f| !f.deeds.is_empty()));
    section(out, "Signed, and done since", followed, |n| {
        let areas: Vec<String> = n
            .follow_through
            .iter()
            .map(|f| match f.deeds.last() {
                Some(e) => format!("{} ({} {})", f.area, e.kind, e.day.as_deref().unwrap_or("..")),
                None => format!("{} silent", f.area),
            })
            .collect();
        format!("{}: {}", name(n), areas.join(", "))
    })?;
    section(out, "Only planned or called off: no deeds", s.planned.iter(), |e| format!("{} {} {} {}", e.kind, who(e), e.realis, e.date.value.as_deref().unwrap_or("..")))?;
    section(out, "Read, and nothing found in them", s.silent.iter(), |(id, title)| format!("{id}  {}", isolate(title.as_deref().unwrap_or(""))))?;
    writeln!(out)
}

fn name(n: &mithaq_registry::Noted) -> String {
    n.agreement.id.clone()
}

fn section<T>(out: &mut impl Write, title: &str, items: impl Iterator<Item = T>, line: impl Fn(T) -> String) -> io::Result<()> {
    let lines: Vec<String> = items.map(line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", title.bold())?;
    lines.iter().try_for_each(|l| writeln!(out, "  {l}"))
}
