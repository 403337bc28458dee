//! `mithaq circles`: candidates for a framework of three.

use super::args::{Circles, View};
use super::common::{at, open, scope, shown, state};
use mithaq_analysis::circles::circles;
use mithaq_analysis::span::text;
use owo_colors::OwoColorize;
use std::io::{self, Write};

/// Rows on the screen.
const SHOWN: usize = 50;

pub fn run(a: &Circles) -> io::Result<bool> {
    let scope = scope(&a.scope, &[])?;
    let asked = a.state.as_deref().map(state).transpose()?;
    let (_, facts) = open(&a.registry.registry)?;
    let day = at(a.at.as_deref(), &facts)?;
    let found = circles(&facts, &scope, day, asked.as_deref()).map_err(shown)?;
    let mut out = anstream::AutoStream::auto(io::stdout());
    if a.format == View::Json {
        for c in &found {
            serde_json::to_writer(&mut out, c)?;
            writeln!(out)?;
        }
        return Ok(true);
    }
    writeln!(out, "{}  candidates for a person to look at, not facts; on {}", "Three-way circles and hubs".bold(), text(day))?;
    for c in found.iter().take(SHOWN) {
        let states = match c.kind {
            "hub" => format!("{} with {} and {}, which are not linked", c.states[0].green().bold(), c.states[1].green(), c.states[2].green()),
            _ => format!("{} – {} – {}", c.states[0].green(), c.states[1].green(), c.states[2].green()),
        };
        writeln!(out, "{:<6} {states}  {} {}", c.kind, c.areas.join(", ").cyan(), format!("(score {})", c.score).dimmed())?;
        for (pair, of) in &c.agreements {
            writeln!(out, "       {pair}: {}", of.join(", ").dimmed())?;
        }
    }
    if found.len() > SHOWN {
        writeln!(out, "… and {} more (--format json has all; a state narrows them)", found.len() - SHOWN)?;
    }
    if found.is_empty() {
        writeln!(out, "none: no two pairs with a common state cover the same area on that day")?;
    }
    Ok(true)
}
