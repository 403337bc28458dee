//! `mithaq verify`: checks the whole file.
//!
//! In: a registry. Out: on standard output what is not as it should be, one finding a line (where, what, what to do), or, where all
//! holds, one line with what was checked.

use super::args::Verify;
use mithaq_registry::{Mode, Registry};
use std::io::{self, Write};

/// Runs `verify`. `Ok(false)`: something was found.
pub fn run(a: &Verify) -> io::Result<bool> {
    let path = &a.registry.registry;
    if a.mend {
        Registry::open(path, Mode::Change).and_then(|mut r| r.mend()).map_err(super::shown)?;
    }
    let registry = Registry::open(path, Mode::Read).map_err(super::shown)?;
    let mut out = io::stdout().lock();
    let mut failed = None;
    let v = registry
        .verify(&mut |finding| {
            if failed.is_none() {
                failed = writeln!(out, "{finding}").err();
            }
        })
        .map_err(super::shown)?;
    if let Some(e) = failed {
        return Err(e);
    }
    if v.findings > 0 {
        out.flush()?;
        let things = if v.findings == 1 { "1 thing is" } else { &format!("{} things are", v.findings) };
        eprintln!("mithaq: {}: {things} not as {} should be", path.display(), if v.findings == 1 { "it" } else { "they" });
        return Ok(false);
    }
    writeln!(
        out,
        "{}: all holds: {} documents, {} texts with their hashes, {} quotes, {} statements, {} decisions; {} agreements and {} events as computed again",
        path.display(),
        v.documents,
        v.texts,
        v.quotes,
        v.statements,
        v.decisions,
        v.agreements,
        v.events
    )?;
    Ok(true)
}
