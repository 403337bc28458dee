//! `mithaq ingest`: documents are read on every core and taken in, a batch a transaction.
//!
//! In: files, folders, standard input. Out: the registry's file, and a summary on standard error. What is there already is not
//! read again, so an interrupted run is started anew and goes on.

use super::args::Ingest;
use crate::extract::{batches, engine, options, threads};
use mithaq_core::engine::{as_read, document_id, text_sha256};
use mithaq_core::{Engine, Input};
use mithaq_registry::{Incoming, Ingested, Mode, Outlet, Registry, RegistryError};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;

/// Runs `ingest`. `Ok(false)`: some inputs could not be read.
pub fn run(a: &Ingest) -> io::Result<bool> {
    threads(a.threads)?;
    let engine = engine(a.reading.packs.as_deref())?;
    let options = options(&a.reading)?;
    let mut registry = Registry::open(&a.registry.registry, Mode::Write).map_err(super::shown)?;
    let mut sum = Ingested::default();
    let all_read = batches(&a.paths, &options, &a.reading, a.batch as usize, |batch| {
        sum += take_in(&engine, &mut registry, batch, a.keep_all).map_err(super::shown)?;
        Ok(())
    })?;
    eprintln!("mithaq: {} new documents, {} known; of the new ones {} kept, {} of them copies, with {} facts.", sum.new, sum.known, sum.kept, sum.copies, sum.facts);
    Ok(all_read)
}

/// The engine and packs at work, to compare with those that read a stored document.
struct Present(BTreeMap<String, String>);

impl Present {
    fn new(engine: &Engine) -> Self {
        let world = [("world".to_string(), engine.world().data.version.clone())];
        Present(engine.languages().map(|p| (p.language().to_string(), p.version().to_string())).chain(world).collect())
    }
    fn is(&self, engine: &str, packs: &str) -> bool {
        let packs: BTreeMap<String, String> = serde_json::from_str(packs).unwrap_or_default();
        engine == mithaq_core::engine::ENGINE && packs.iter().all(|(name, version)| self.0.get(name) == Some(version))
    }
}

/// Reads a batch on every core and takes it in.
pub fn take_in(engine: &Engine, registry: &mut Registry, batch: &mut Vec<Input>, keep_all: bool) -> Result<Ingested, RegistryError> {
    let present = Present::new(engine);
    let mut fresh = Vec::with_capacity(batch.len());
    let mut known = 0;
    for i in batch.drain(..) {
        let text = as_read(&i);
        let sha = text_sha256(&text);
        let id = document_id(&i, &sha);
        if registry.knows(&id, &sha, Outlet { publisher: i.publisher.as_deref(), url: i.url.as_deref() }, |engine, packs| present.is(engine, packs))? {
            known += 1;
        } else {
            fresh.push((i, text));
        }
    }
    let read: Vec<Incoming> = fresh
        .into_par_iter()
        .map(|(i, text)| {
            let (record, relevant) = engine.read_relevant(&i);
            Incoming::new(record, text, relevant || keep_all)
        })
        .collect();
    let mut sum = registry.ingest(&read)?;
    sum.known += known;
    Ok(sum)
}
