//! Facts: from candidates to the record's agreements, events and contributions, by the contract's reading rules.
//!
//! In: instrument and event frames. Out: [`Fact`]s, merged within the document, each value with its evidence.

mod agreement;
mod areas;
mod builder;
mod contribution;
mod field;
mod link;
mod parties;
mod sources;
mod step;
mod title;

pub use agreement::{Evid, Fact, PlaceFact, Signatory, StepFact, compatible, step_rank};
pub use builder::{Built, build_agreements};
pub use contribution::find_contributions;
pub use link::{LinkFact, find_links};
pub use sources::find_sources;
pub use step::named_date;
pub use title::{Named, event_place, name_of};
