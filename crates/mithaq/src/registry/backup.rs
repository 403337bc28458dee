//! `mithaq backup`: a consistent copy, also while others use the registry.
//!
//! In: a registry and the name of a file that does not exist. Out: that file, and its size on standard error.

use super::args::Backup;
use mithaq_registry::{Mode, Registry};
use std::io;

pub fn run(a: &Backup) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(super::shown)?;
    let c = registry.backup(&a.output).map_err(super::shown)?;
    eprintln!("mithaq: {}: {} bytes, {} documents, {} agreements; checked, and on the disk.", a.output.display(), c.bytes, c.documents, c.agreements);
    Ok(true)
}
