//! Mentions: who and what the text speaks of, linked to the world.
//!
//! In: hits. Out: [`Doc`], [`Actor`]s with their states, offices and names, and the document's own [`Setting`]
//! (whose press it is, where it was datelined).

mod actor;
mod doc;
mod setting;

pub use actor::{Actor, ActorKind, Cast, Role, add_states, find_actors, line_label, states_of};
pub use doc::Doc;
pub use setting::{Setting, find_setting};
