//! Spans of days: half open, the end unknown or open.

use jiff::civil::Date;

/// Days from 1970-01-01, as in the registry.
pub type Day = i32;

/// From a day on, up to the first day that no longer belongs to it; `None`: open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Day,
    pub to: Option<Day>,
}

impl Span {
    pub fn year(year: i32) -> Span {
        Span { from: first_of(year), to: Some(first_of(year + 1)) }
    }
    pub fn has(self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|t| day < t)
    }
    pub fn covers(self, other: Span) -> bool {
        self.from <= other.from && (self.to.is_none() || other.to.is_some_and(|t| self.to.is_some_and(|s| t <= s)))
    }
    /// The days that both have; `None`: none.
    pub fn and(self, other: Span) -> Option<Span> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        to.is_none_or(|t| from < t).then_some(Span { from, to })
    }
    pub fn meets(self, other: Span) -> bool {
        self.and(other).is_some()
    }
}

/// The day of a `YYYY-MM-DD`.
pub fn day(text: &str) -> Option<Day> {
    mithaq_registry::resolve::dates::day(text)
}

/// `YYYY-MM-DD`.
pub fn text(day: Day) -> String {
    mithaq_registry::resolve::dates::text(day).unwrap_or_default()
}

/// 1 January, from year 1 to 9998; beyond, the nearest of these.
pub fn first_of(year: i32) -> Day {
    let year = i16::try_from(year.clamp(1, 9998)).unwrap_or(1);
    Date::new(year, 1, 1).ok().and_then(|d| day(&d.to_string())).unwrap_or(0)
}

pub fn year_of(day: Day) -> i32 {
    text(day).split('-').next().and_then(|y| y.parse().ok()).unwrap_or(1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let s = |a: &str, b: Option<&str>| Span { from: day(a).unwrap(), to: b.map(|b| day(b).unwrap()) };
        assert!(s("2000-01-01", Some("2000-01-02")).has(day("2000-01-01").unwrap()));
        assert!(!s("2000-01-01", Some("2000-01-02")).has(day("2000-01-02").unwrap()));
        assert!(s("1999-05-01", None).meets(Span::year(2020)));
        assert!(!s("1999-05-01", Some("2000-01-01")).meets(Span::year(2000)));
        assert_eq!(s("1999-05-01", Some("2003-01-01")).and(s("2001-01-01", None)), Some(s("2001-01-01", Some("2003-01-01"))));
        assert_eq!(s("1999-05-01", Some("1999-05-01")).and(s("1999-01-01", None)), None, "nothing runs on no day");
        assert!(s("1900-01-01", None).covers(s("1950-01-01", Some("1991-12-26"))));
        assert_eq!(year_of(first_of(1868)), 1868);
    }
}
