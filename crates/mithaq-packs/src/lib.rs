//! Language packs: checked, compiled, embedded, or loaded from another folder.
//!
//! In: `packs/` as plain data. Out: [`mithaq_core::Engine`]s. What is embedded was compiled by `build.rs`; nothing is
//! parsed when the program starts.

pub mod classes;
mod compile;
pub mod survey;

pub use compile::{Compiled, Embedded, PackError, compile_all, compile_language};

use mithaq_core::Engine;
use mithaq_core::engine::Pack;
use mithaq_core::lexicon::HeadData;
use std::path::Path;

static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.bin"));

/// The engine with the packs that this program was built with.
pub fn embedded() -> Result<Engine, PackError> {
    let damaged = |e: postcard::Error| PackError::at("embedded packs", &e.to_string(), "rebuild the program: its embedded packs are damaged");
    let all: Embedded = postcard::from_bytes(EMBEDDED).map_err(damaged)?;
    // The bytes were written by build.rs beside this very code; a pack that cannot be read is an empty one.
    let pack = |(head, bytes): (HeadData, &'static [u8])| Pack::new(head, move || postcard::from_bytes(bytes).unwrap_or_default());
    Ok(Engine::new(all.world, all.languages.into_iter().map(pack).collect()))
}

/// The engine with the packs of another folder, compiled now.
pub fn from_folder(root: &Path) -> Result<Engine, PackError> {
    Ok(engine(compile_all(root)?))
}

fn engine(compiled: Compiled) -> Engine {
    Engine::new(compiled.world, compiled.languages.into_iter().map(Pack::from).collect())
}

/// Bytes of the embedded packs.
pub fn embedded_size() -> usize {
    EMBEDDED.len()
}
