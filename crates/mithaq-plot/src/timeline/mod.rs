//! What agreements go through, row by row along an axis of time.
//!
//! In: a [`Timeline`]. Out: an SVG: a bar for each stretch between two steps, a mark at each step, dots for events. `axis` finds the
//! ticks, `draw` paints.

mod axis;
mod draw;

/// Rows along an axis of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Title of the picture.
    pub title: String,
    /// What it shows, in a line.
    pub subtitle: String,
    /// The rows, those of one group together in the order of its first row.
    pub rows: Vec<Row>,
    /// Where the axis ends and what still runs is cut; the last day of the rows where it is `None`.
    pub until: Option<Day>,
    /// The day the data stand for, as it shall be read.
    pub at: Option<String>,
}

/// An agreement, or a pair of states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Name as it shall be read.
    pub label: String,
    /// Group, such as a pair or a region; may be empty.
    pub group: String,
    /// What it went through, in any order.
    pub steps: Vec<Step>,
    /// What else happened.
    pub events: Vec<Mark>,
}

/// A step of an agreement's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it entered.
    pub phase: Phase,
    /// When.
    pub at: Day,
}

/// An event within a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Day,
    /// What, as it shall be read; written beside the dot where there is room.
    pub label: String,
}

/// What an agreement is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Talks are held.
    Negotiating,
    /// Signed, not yet ratified or in force.
    Signed,
    /// Ratified, not yet in force.
    Ratified,
    /// In force.
    InForce,
    /// In force again or for longer.
    Renewed,
    /// Set aside for a time.
    Suspended,
    /// Ended.
    Terminated,
}

impl Phase {
    /// All, in the order of life; that of [`crate::Words::phases`] too.
    pub const ALL: [Self; 7] = [Self::Negotiating, Self::Signed, Self::Ratified, Self::InForce, Self::Renewed, Self::Suspended, Self::Terminated];
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// A day; month or day 0 stand for not known, and what is out of range is drawn at the nearest day there is.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// Reads `2010`, `2010-05` or `2010-05-17`.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let mut small = |most: u8| -> Option<u8> { parts.next().map_or(Some(0), |part| part.parse().ok().filter(|n| (1..=most).contains(n))) };
        Some(Self { year, month: small(12)?, day: small(31)? })
    }

    /// Years since year 0, the days as a share of the year. What is not known is taken to be in the middle.
    pub(crate) fn years(self) -> f64 {
        let year = self.year.clamp(-9999, 9999);
        let within = if self.month == 0 {
            0.5
        } else {
            let day = if self.day == 0 { 15.0 } else { f64::from(self.day.min(31)) - 1.0 };
            (f64::from(BEFORE[usize::from(self.month.min(12)) - 1]) + day) / 366.0
        };
        f64::from(year) + within
    }
}

/// Days of the year before each month, in a leap year.
const BEFORE: [u16; 12] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_ordered() {
        assert_eq!(Day::read("2010-05-17"), Some(Day::new(2010, 5, 17)));
        assert_eq!(Day::read("2010"), Some(Day::new(2010, 0, 0)));
        for wrong in ["", "x", "2010-13", "2010-00-01", "2010-05-17-01"] {
            assert_eq!(Day::read(wrong), None, "{wrong}");
        }
        let years = ["2009-12-31", "2010-01-01", "2010-05", "2010", "2010-12-31", "2011-01-01"].map(|d| Day::read(d).expect("a day").years());
        assert!(years.windows(2).all(|pair| pair[0] < pair[1]), "{years:?}");
        assert!(Day::new(i32::MAX, 255, 255).years() < 10_000.0);
    }
}
