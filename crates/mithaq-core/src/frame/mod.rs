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

use crate::mention::{ActorKind, Cast, Doc, Setting, states_of};
use crate::text::{LineKind, Sentence};
use crate::time::DateMention;

/// Everything the frame layer reads from.
pub struct Scene<'a, 'b> {
    pub doc: &'a Doc<'b>,
    pub cast: &'a Cast,
    pub setting: &'a Setting<'a>,
    pub dates: &'a [DateMention],
    /// The day of a byline ("8 October 2015, Vientiane"), which dates no event by itself.
    pub byline: Option<DateMention>,
    /// The document's day, `YYYY-MM-DD`.
    pub published: Option<&'a str>,
}

impl Scene<'_, '_> {
    /// The headline, where the text has one.
    pub fn headline(&self) -> Option<&Sentence> {
        self.doc.sentences.iter().find(|s| s.kind == LineKind::Headline)
    }

    /// The two states of a headline that names exactly two, sorted.
    pub fn headline_pair(&self) -> Option<Vec<String>> {
        let s = self.headline()?;
        let mut found = states_of(self.cast.within(s.start, s.end).filter(|a| a.kind != ActorKind::City));
        found.sort();
        (found.len() == 2).then_some(found)
    }

    /// Does a date cover token `t`?
    pub fn dated(&self, t: usize) -> bool {
        self.dates.iter().any(|d| d.start <= t && t < d.end)
    }

    /// Does a finite verb begin in `start..end`, outside names?
    pub fn verb_within(&self, start: usize, end: usize) -> bool {
        self.doc.within(start, end).iter().any(|h| Doc::is_finite(h) && self.cast.covers(h.start).is_none())
    }

    /// Dates that begin in `start..end`.
    pub fn dates_within(&self, start: usize, end: usize) -> impl Iterator<Item = &DateMention> {
        let from = self.dates.partition_point(|d| d.start < start);
        self.dates[from..].iter().take_while(move |d| d.start < end)
    }
}
