//! `mithaq reread`: stored documents are read again with this engine and these packs.

use super::args::Reread;
use super::shown;
use crate::extract::engine;
use crate::screen::one_line;
use mithaq_registry::{Mode, Registry};
use rayon::prelude::*;
use std::io::{self, Write};

/// Runs `reread`.
pub fn run(a: &Reread) -> io::Result<bool> {
    let engine = engine(a.packs.as_deref())?;
    let mut registry = Registry::open(&a.registry.registry, Mode::Change).map_err(shown)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut changes = 0;
    let mut failed = None;
    let read = registry
        .reread(
            |inputs| inputs.par_iter().map(|i| engine.read(i)).collect(),
            a.dry_run,
            |c| {
                changes += 1;
                let line = match (&c.before, &c.after) {
                    (Some(b), Some(n)) => format!("changed {}\n    was {}\n    now {}", c.id, one_line(b), one_line(n)),
                    (Some(b), None) => format!("gone    {}\n    was {}", c.id, one_line(b)),
                    (None, Some(n)) => format!("new     {}\n    now {}", c.id, one_line(n)),
                    (None, None) => return,
                };
                if failed.is_none() {
                    failed = writeln!(out, "{line}").err();
                }
            },
        )
        .map_err(shown)?;
    if let Some(e) = failed {
        return Err(e);
    }
    out.flush()?;
    eprintln!("mithaq: {read} documents read again, {changes} agreements and events {}.", if a.dry_run { "would change" } else { "changed" });
    Ok(true)
}
