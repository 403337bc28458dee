//! Frames: instruments with the steps that clauses assert of them, and events with their roles.
//!
//! In: [`Doc`], [`Cast`] and dates. Out: [`InstrumentFrame`]s and [`EventFrame`]s, generously: each is a candidate that the
//! fact layer keeps, merges or drops.

mod clause;
mod event;
mod instrument;
mod mood;
mod trigger;

pub use clause::{Clause, clause_of};
pub use event::{EventFrame, find_events};
pub use instrument::{InstrumentFrame, find_instruments};
pub use mood::{Mood, mood_at};
pub use trigger::{Trigger, find_triggers};

use crate::mention::{Cast, Doc, Setting};
use crate::time::DateMention;

/// Everything the frame layer reads from.
pub struct Scene<'a, 'b> {
    pub doc: &'a Doc<'b>,
    pub cast: &'a Cast,
    pub setting: &'a Setting<'a>,
    pub dates: &'a [DateMention],
    /// The document's day, `YYYY-MM-DD`.
    pub published: Option<&'a str>,
}

impl Scene<'_, '_> {
    /// Dates that begin in `start..end`.
    pub fn dates_within(&self, start: usize, end: usize) -> impl Iterator<Item = &DateMention> {
        let from = self.dates.partition_point(|d| d.start < start);
        self.dates[from..].iter().take_while(move |d| d.start < end)
    }
}
