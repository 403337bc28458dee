//! `mithaq pack check --clashes`: spellings whose readings contradict, the worst first.
//!
//! In: a language's folder. Out: one block for each spelling under a heading for each kind, every reading with its file and line.
//! Most clashes of the lower kinds are harmless: the list is for reading, and never fails.

use crate::check::root_of;
use mithaq_packs::survey::{Clash, Survey};
use std::io::{self, Write};
use std::path::Path;

/// Readings shown of one spelling.
const SHOWN: usize = 6;

/// Runs `pack check --clashes`.
pub fn run(folder: &Path) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let survey = match Survey::read(folder, &root_of(folder)?.join("world")) {
        Ok(s) => s,
        Err(e) => {
            writeln!(out, "{e}")?;
            return Ok(false);
        }
    };
    let clashes = survey.clashes();
    for group in clashes.chunk_by(|a, b| a.rank == b.rank) {
        let Some(first) = group.first() else { continue };
        writeln!(out, "{} ({})", first.rank.about(), group.len())?;
        group.iter().try_for_each(|c| show(c, &mut out))?;
    }
    let bare = survey.content_without_verb();
    if !bare.is_empty() {
        writeln!(out, "words of content that are no verb (the finite verbs among them belong under plain too)\n  {}", bare.join(", "))?;
    }
    writeln!(out, "{} clashes", clashes.len())?;
    Ok(true)
}

fn show(c: &Clash, out: &mut impl Write) -> io::Result<()> {
    let others = if c.others == 0 { String::new() } else { format!(" and {} forms more", c.others) };
    writeln!(out, "  \u{2068}{}\u{2069}{others}", c.spelling)?;
    for (place, what) in c.readings.iter().take(SHOWN) {
        writeln!(out, "    {place}  \u{2068}{what}\u{2069}")?;
    }
    if c.readings.len() > SHOWN {
        writeln!(out, "    and {} more", c.readings.len() - SHOWN)?;
    }
    Ok(())
}
