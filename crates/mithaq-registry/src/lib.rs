//! The registry: what many documents say, kept as statements; what people decided; and the agreements, events and persons
//! that result.
//!
//! **In:** records of the engine with the texts they were read from ([`Incoming`]), people's decisions ([`Decision`]), rows of
//! an official's register. **Out:** one SQLite file ([`Registry`]), and from it lists, single agreements with everything said
//! of them, histories, search results.
//!
//! Data flows one way: `store` writes what was read; `voice` finds copies; `resolve` (pure, no database) says which mentions
//! are the same agreement or event; `derive` writes what results; the rest reads. Nothing here knows a language, a file
//! format or a screen. `docs/registry.md` describes the tables, which are part of the interface.

mod backup;
mod codes;
mod decision;
mod derive;
mod error;
mod fold;
mod ingest;
mod list;
mod open;
mod report;
pub mod resolve;
mod show;
mod store;
mod verify;
mod voice;

pub use backup::Copied;
pub use decision::{Decision, DecisionKind};
pub use error::{RegistryError, Result};
pub use ingest::{Incoming, Ingested};
pub use list::{Filter, LinkRef, Listed, ReportRef};
pub use open::{Mode, Registry, SCHEMA_VERSION};
pub use report::Report;
pub use verify::{Finding, Verified};
