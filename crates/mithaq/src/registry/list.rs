//! `mithaq list agreements`.

use super::args::{List, ListFormat};
use mithaq_registry::{Mode, Registry};
use std::io::{self, Write};

pub fn run(a: &List) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(super::shown)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let ListFormat::Jsonl = a.format else { return Err(io::Error::other("later")) };
    let mut failed = None;
    registry
        .each_agreement(&Default::default(), |x| {
            if failed.is_none()
                && let Err(e) = serde_json::to_writer(&mut out, x).map_err(io::Error::from).and_then(|_| out.write_all(b"\n"))
            {
                failed = Some(e);
            }
            Ok(())
        })
        .map_err(super::shown)?;
    out.flush()?;
    failed.map_or(Ok(true), Err)
}
