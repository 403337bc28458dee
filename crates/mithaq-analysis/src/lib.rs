//! Analysis of a registry: dyads and panel, network, three-way circles, profiles, records of events.
//!
//! **In:** a [`mithaq_registry::Registry`], through its lean rows ([`Facts`]). **Out:** plain values, and
//! [`mithaq_export::Table`]s for the formats that users load elsewhere. Nothing here writes a file, knows a screen or a language's grammar;
//! the same registry gives the same result (random draws have a fixed seed).

pub mod circles;
pub mod codebook;
pub mod coverage;
mod directed;
mod error;
mod facts;
pub mod network;
pub mod pairs;
pub mod panel;
pub mod profile;
pub mod span;
pub mod states;
pub mod tables;

pub use error::{AnalysisError, Result};
pub use facts::{Assumption, Facts, Scope};
pub use states::States;
