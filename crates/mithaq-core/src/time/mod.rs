//! Dates: what a text says of time, resolved against the day it was published.
//!
//! In: hits of calendar words and numbers. Out: [`DateMention`]s in order. A date without its year gets the nearest one in
//! the past and the nearest in the future; the frame that takes the date decides by its tense. Nothing is guessed: what
//! cannot be resolved gives no mention.

mod calendar;
mod parse;

pub use calendar::{day_value, is_day, month_value, year_value};
pub use parse::dates;

use crate::record::DateValue;

/// A date in the text, at token positions `start..end`.
#[derive(Debug, Clone)]
pub struct DateMention {
    pub start: usize,
    pub end: usize,
    /// The reading for something that happened.
    pub past: DateValue,
    /// The reading for something to come.
    pub future: DateValue,
    /// Relative to the publication day ("yesterday", a weekday): marks the news of the day.
    pub relative: bool,
    /// Month and day of a date whose year the text leaves open.
    pub partial: Option<(i8, Option<i8>)>,
}
