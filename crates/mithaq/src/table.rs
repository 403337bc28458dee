//! The table a person sees in a terminal.
//!
//! In: records. Out: text. Right-to-left words stand in isolates (U+2068 … U+2069), so that codes and dates beside them keep
//! their order. Colours are dropped by `anstream` where the output is not a terminal.

use crate::screen::{isolate, one_line};
use mithaq_core::record::{DateValue, Event, Person, Reading, Record};
use owo_colors::OwoColorize;
use std::io::{self, Write};

/// Prints the records one after another, then a summary line.
pub fn print(records: &[Record]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let (mut agreements, mut events) = (0, 0);
    for r in records {
        document(&mut out, r)?;
        agreements += r.agreements.len();
        events += r.events.len();
    }
    writeln!(out, "{}", format!("{} documents, {agreements} agreements, {events} events", records.len()).bold())
}

fn document(out: &mut impl Write, r: &Record) -> io::Result<()> {
    let d = &r.document;
    let name = d.title.clone().or_else(|| d.path.clone()).unwrap_or_else(|| d.id.clone());
    writeln!(out, "{}  {}  {}", isolate(&name).bold(), d.published.as_deref().unwrap_or(".."), d.language.as_deref().unwrap_or("?").dimmed())?;
    match d.reading {
        Reading::Read => {}
        Reading::Empty => writeln!(out, "  (empty)")?,
        Reading::UnsupportedLanguage => writeln!(out, "  (no pack for its language)")?,
        Reading::Truncated => writeln!(out, "  (longer than the limit: read up to it)")?,
    }
    if !d.sources.is_empty() {
        let chain: Vec<String> = d.sources.iter().map(|s| isolate(&s.name)).collect();
        writeln!(out, "  {} {}", "source".dimmed(), chain.join(" ← "))?;
    }
    for a in &r.agreements {
        let place = a.place.as_ref().map(|p| format!(", {}", isolate(&p.name))).unwrap_or_default();
        writeln!(
            out,
            "  {} {}  {} {}, {} {}{place}  {}",
            a.id.dimmed(),
            a.parties.join("–").green().bold(),
            a.domain,
            a.instrument,
            a.status.cyan(),
            date(&a.date),
            format!("{:.2}", a.confidence).dimmed()
        )?;
        if a.steps.len() > 1 {
            let steps: Vec<String> = a.steps.iter().map(|s| format!("{} {}", s.status, date(&s.date))).collect();
            writeln!(out, "     {} {}", "steps".dimmed(), steps.join(" → "))?;
        }
        if !a.areas.is_empty() {
            writeln!(out, "     {} {}", "areas".dimmed(), a.areas.join(", "))?;
        }
        if let Some(t) = &a.title {
            writeln!(out, "     {} {}", "called".dimmed(), isolate(&one_line(t)))?;
        }
        if let Some(o) = &a.occasion {
            writeln!(out, "     {} {}", "occasion".dimmed(), isolate(&one_line(o)))?;
        }
        for l in &a.links {
            writeln!(out, "     {} {}", l.kind.dimmed(), l.to)?;
        }
        if let Some(years) = a.duration_years {
            writeln!(out, "     {} {years} years", "for".dimmed())?;
        }
        for p in &a.signatories {
            writeln!(out, "     {} {}", "signed by".dimmed(), person(p))?;
        }
        if let Some(e) = a.evidence.iter().find(|e| e.field == "parties") {
            writeln!(out, "     {} {}", "says".dimmed(), isolate(&one_line(&e.quote)).italic())?;
        }
    }
    for e in &r.events {
        event(out, e)?;
    }
    for c in &r.contributions {
        writeln!(out, "     {} {} → {}: {}", "gives".dimmed(), c.state, c.to.join(", "), c.area)?;
    }
    for u in &r.unasserted {
        writeln!(out, "     {} {} ({})", "not asserted".dimmed(), u.parties.join("–"), u.mode)?;
    }
    writeln!(out)
}

fn event(out: &mut impl Write, e: &Event) -> io::Result<()> {
    let who = match &e.host {
        Some(h) if e.participants.is_empty() => format!("in {h}"),
        // What is handed over goes from the supplier to the receiver.
        Some(h) if matches!(e.kind.as_str(), "delivery" | "procurement") => format!("{h} → {}", e.participants.join("–")),
        Some(h) => format!("{} → {h}", e.participants.join("–")),
        None => e.participants.join("–"),
    };
    let name = e.name.as_deref().map(|n| format!(" {}", isolate(n))).unwrap_or_default();
    writeln!(out, "  {} {}{name}  {}, {} {}", e.id.dimmed(), e.kind.yellow(), who, e.realis, date(&e.date))
}

fn person(p: &Person) -> String {
    let name = p.name.as_deref().map(isolate).unwrap_or_else(|| "..".into());
    format!("{name} ({}, {})", p.office, p.state.as_deref().unwrap_or("?"))
}

fn date(d: &DateValue) -> &str {
    d.value.as_deref().unwrap_or("..")
}
