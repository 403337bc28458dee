//! `mithaq pack`: check a language's folder with its examples, list the embedded packs.

use crate::args::{Pack, PackCommand};
use crate::check;
use mithaq_core::lexicon::Class;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

/// Runs `pack`.
pub fn run(a: &Pack) -> io::Result<bool> {
    match &a.command {
        PackCommand::Check { folder } => check::run(folder),
        PackCommand::List => list(),
    }
}

fn list() -> io::Result<bool> {
    let start = Instant::now();
    let engine = mithaq_packs::embedded().map_err(io::Error::other)?;
    let elapsed = start.elapsed();
    let mut out = io::stdout().lock();
    let w = &engine.world().data;
    writeln!(
        out,
        "world {}: {} states and bodies, {} cities, {} outlets, {} companies, {} exercises, {} exhibitions",
        w.version,
        w.states.len(),
        w.cities.len(),
        w.outlets.len(),
        w.companies.len(),
        w.exercises.len(),
        w.exhibitions.len()
    )?;
    for l in engine.languages().map(|p| p.lexicon()) {
        writeln!(out, "{} {}: {} entries, {} spellings", l.data.language, l.data.version, l.data.entries.len(), l.data.forms.len())?;
        let mut by: BTreeMap<Class, usize> = BTreeMap::new();
        for e in &l.data.entries {
            *by.entry(e.class).or_default() += 1;
        }
        let parts: Vec<String> = by.iter().map(|(c, n)| format!("{c:?} {n}").to_lowercase()).collect();
        writeln!(out, "   {}", parts.join(", "))?;
    }
    writeln!(out, "embedded {} kB, loaded in {:.1} ms", mithaq_packs::embedded_size() / 1000, elapsed.as_secs_f64() * 1000.0)?;
    Ok(true)
}
