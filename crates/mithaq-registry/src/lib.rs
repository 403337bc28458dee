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
pub mod byhand;
mod codes;
mod decision;
mod derive;
mod error;
mod events;
mod explain;
mod fold;
mod follow;
mod former;
mod history;
mod ingest;
mod list;
mod names;
mod open;
mod report;
mod reread;
pub mod resolve;
mod rows;
mod search;
mod show;
mod store;
mod summary;
mod verify;
mod voice;

pub use backup::Copied;
pub use codes::of as codes_of;
pub use decision::{Decision, DecisionKind};
pub use error::{RegistryError, Result};
pub use events::{DocumentListed, EventListed, PersonListed};
pub use explain::{MergeExplained, PairExplained};
pub use follow::AreaFollowed;
pub use history::{Decided, Statement};
pub use ingest::{Incoming, Ingested, Outlet};
pub use list::{Filter, LinkRef, Listed, ReportRef};
pub use open::{Mode, Registry, SCHEMA_VERSION};
pub use report::{Report, precision_name};
pub use reread::Change;
pub use rows::{AgreementRow, ContributionRow, DocumentRow, EventRow, Quote, Quotes, Reader, StepRow, UnassertedRow};
pub use search::{DocumentHit, Hits, Query};
pub use show::{Disagreement, Doubt, Given, LifeStep, Shown, Told};
pub use summary::{Copy, Noted, Summary};
pub use verify::{Finding, Verified};
