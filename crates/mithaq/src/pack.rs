//! `mithaq pack`: check a language's folder with its examples, list packs.

use crate::args::{Pack, PackCommand};
use crate::{check, clashes, extract};
use mithaq_core::lexicon::Class;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

/// Runs `pack`.
pub fn run(a: &Pack) -> io::Result<bool> {
    match &a.command {
        PackCommand::Check { folder, clashes: true } => clashes::run(folder),
        PackCommand::Check { folder, clashes: false } => check::run(folder),
        PackCommand::List { packs } => list(packs.as_deref()),
    }
}

fn list(packs: Option<&Path>) -> io::Result<bool> {
    let start = Instant::now();
    let engine = extract::engine(packs)?;
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
    let ms = elapsed.as_secs_f64() * 1000.0;
    match packs {
        Some(p) => writeln!(out, "{}: compiled in {ms:.0} ms", p.display())?,
        None => writeln!(out, "embedded {} kB, loaded in {ms:.1} ms", mithaq_packs::embedded_size() / 1000)?,
    }
    Ok(true)
}
