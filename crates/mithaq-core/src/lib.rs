//! Mithaq's reading engine: one text in, one record of defence cooperation out.
//!
//! Data flows one way: text → tokens → hits → mentions → frames → facts → record. The engine is pure: no files, no clock,
//! no network, no global state. The same text, date and packs give the same record on every machine and thread count.

pub mod engine;
pub mod fact;
pub mod frame;
mod language;
pub mod lexicon;
pub mod mention;
pub mod name;
pub mod record;
pub mod text;
pub mod time;
pub mod world;

pub use engine::{Engine, Input, Trace};
