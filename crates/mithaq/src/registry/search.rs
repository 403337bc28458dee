//! `mithaq search`.

use super::args::{ListFormat, Search};
use super::filters::filter;
use super::list::{agreements, counted, events};
use super::shown;
use crate::extract::engine;
use crate::screen::one_line;
use mithaq_registry::{DocumentHit, Mode, Query, Registry};
use owo_colors::OwoColorize;
use std::io::{self, Write};

/// Runs `search`. `Ok(false)`: nothing was found.
pub fn run(a: &Search) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(shown)?;
    let words = a.words.join(" ");
    let engine = engine(None)?;
    // The words as one name, and each of them: "Hasanov" finds Zakir Hasanov in every script.
    let candidates = std::iter::once(words.as_str()).chain(words.split_whitespace());
    let mut name_keys: Vec<String> = candidates.filter_map(|w| engine.world().name_key(w)).collect();
    name_keys.dedup();
    let states = words.split_whitespace().flat_map(|w| named(&engine, w)).collect();
    let hits = registry.search(&Query { words, name_keys, states, filter: filter(&a.filters)? }).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    if a.format != ListFormat::Table {
        serde_json::to_writer(&mut out, &hits)?;
        writeln!(out)?;
        return Ok(true);
    }
    if !hits.agreements.is_empty() {
        writeln!(out, "{}", "Agreements".bold())?;
        agreements(&mut out, &hits.agreements)?;
        writeln!(out)?;
    }
    if !hits.events.is_empty() {
        writeln!(out, "{}", "Events".bold())?;
        events(&mut out, &hits.events)?;
        writeln!(out)?;
    }
    if !hits.people.is_empty() {
        writeln!(out, "{}", "People".bold())?;
        for p in &hits.people {
            writeln!(
                out,
                "{}  {}  {}  {} {}  {}",
                crate::screen::isolate(&p.name),
                p.state.as_deref().unwrap_or("?"),
                p.offices.join(" "),
                p.agreements,
                counted(p.agreements, "agreements"),
                crate::screen::isolate(&p.spellings.join(", ")).dimmed()
            )?;
        }
        writeln!(out)?;
    }
    if !hits.documents.is_empty() {
        writeln!(out, "{}", "Documents".bold())?;
        for h in &hits.documents {
            let d = &h.document;
            let title = crate::screen::isolate(d.title.as_deref().unwrap_or(&d.document));
            writeln!(out, "{}  {}  {}  {}", d.published.as_deref().unwrap_or(".."), d.language.as_deref().unwrap_or("?"), title.bold(), d.document.dimmed())?;
            writeln!(out, "    {}", passage(h))?;
        }
    }
    if hits.agreements.is_empty() && hits.events.is_empty() && hits.people.is_empty() && hits.documents.is_empty() {
        eprintln!("mithaq: nothing found.");
    }
    Ok(true)
}

/// A word that names a state. Words in Latin letters are looked up by English name alone: six languages' word lists are not
/// loaded for a search; `--state` knows them all.
fn named(engine: &mithaq_core::Engine, word: &str) -> Vec<(String, String)> {
    let known =
        if word.is_ascii() { engine.world().data.states.iter().filter(|s| s.name.eq_ignore_ascii_case(word)).map(|s| s.code.clone()).collect() } else { engine.states_named(word) };
    known.into_iter().map(|code| (word.to_string(), code)).collect()
}

/// The passage with what was found underlined.
fn passage(h: &DocumentHit) -> String {
    let letters: Vec<char> = h.passage.chars().collect();
    let mut out = String::from("\u{2068}");
    let mut at = 0;
    for &(a, b) in &h.marks {
        out.push_str(&plain(&letters[at..a]));
        out.push_str(&plain(&letters[a..b]).underline().to_string());
        at = b;
    }
    out.push_str(&plain(&letters[at..]));
    out.push('\u{2069}');
    out
}

/// Letters of a passage that cannot steer the terminal; blanks at its ends stay.
fn plain(letters: &[char]) -> String {
    let s: String = letters.iter().collect();
    let blank = |c: Option<&char>| if c.is_some_and(|c| c.is_whitespace()) { " " } else { "" };
    let middle = one_line(&s);
    if middle.is_empty() { blank(letters.first()).into() } else { format!("{}{middle}{}", blank(letters.first()), blank(letters.last())) }
}
