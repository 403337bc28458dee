//! `mithaq explain`: the article with every mention, step and rule that led to its facts; the tool one debugs a pack with.

use crate::args::Explain;
use crate::extract::{engine, input, options};
use mithaq_core::{Engine, Trace};
use mithaq_read::read_inputs;
use owo_colors::OwoColorize;
use std::io::{self, Write};

/// Runs `explain`.
pub fn run(a: &Explain) -> io::Result<bool> {
    let engine: Engine = engine(a.reading.packs.as_deref())?;
    let mut all = true;
    for item in read_inputs(std::slice::from_ref(&a.path), &options(&a.reading)?) {
        match item {
            Ok(d) if a.id.as_ref().is_none_or(|id| d.id.as_ref() == Some(id)) => show(&engine.trace(&input(d, &a.reading)), a.words)?,
            Ok(_) => {}
            Err(e) => {
                all = false;
                eprintln!("mithaq: {e}\n  help: {}", e.help());
            }
        }
    }
    Ok(all)
}

fn show(t: &Trace, words: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}\n", t.text)?;
    let chars: Vec<char> = t.text.chars().collect();
    let quote = |s: usize, e: usize| chars[s.min(chars.len())..e.min(chars.len())].iter().collect::<String>();
    let blocks = [("instruments", &t.instruments), ("triggers", &t.triggers), ("words", &t.words), ("actors", &t.actors), ("dates", &t.dates)];
    for (name, list) in blocks.into_iter().filter(|(name, _)| words || *name != "words") {
        writeln!(out, "{}", name.bold())?;
        for (s, e, label) in list {
            writeln!(out, "  {s:>5}..{e:<5} \u{2068}{}\u{2069}  {}", quote(*s, *e).replace('\n', " "), label.dimmed())?;
        }
    }
    writeln!(out, "{} {}", "home".bold(), t.home.as_deref().unwrap_or("–"))?;
    writeln!(out, "{}", "facts".bold())?;
    for a in &t.record.agreements {
        writeln!(out, "  {} {} {} {} {}", a.id, a.parties.join("–").green(), a.instrument, a.status, a.date.value.as_deref().unwrap_or(".."))?;
        for e in &a.evidence {
            writeln!(out, "     {:<24} \u{2068}{}\u{2069}  {}", e.field, e.quote.replace('\n', " "), e.rule.dimmed())?;
        }
    }
    for e in &t.record.events {
        writeln!(
            out,
            "  {} {} {} host {} {} {}",
            e.id,
            e.kind.yellow(),
            e.participants.join("–"),
            e.host.as_deref().unwrap_or("–"),
            e.realis,
            e.date.value.as_deref().unwrap_or("..")
        )?;
        for v in &e.evidence {
            writeln!(out, "     {:<24} \u{2068}{}\u{2069}  {}", v.field, v.quote.replace('\n', " "), v.rule.dimmed())?;
        }
    }
    let kept: Vec<&Vec<String>> = t.record.agreements.iter().map(|a| &a.parties).collect();
    for c in t.candidates.iter().filter(|c| !kept.contains(c)) {
        writeln!(out, "  {} {}", "dropped candidate".dimmed(), c.join("–"))?;
    }
    for (parties, why) in &t.dropped {
        writeln!(out, "  {} {}: {why}", "not coded".dimmed(), parties.join("–"))?;
    }
    writeln!(out)
}
