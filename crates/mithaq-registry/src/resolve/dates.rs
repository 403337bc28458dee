//! Dates as ranges of days, and how two of them relate.

use jiff::civil::Date;
use mithaq_core::record::{DateValue, Precision};

/// Days from 1970-01-01.
pub type Day = i32;

/// The day of a `YYYY-MM-DD`.
pub fn day(value: &str) -> Option<Day> {
    Some(number(value.parse().ok()?))
}

fn number(d: Date) -> Day {
    d.since(Date::constant(1970, 1, 1)).map(|s| s.get_days()).unwrap_or(0)
}

/// `YYYY-MM-DD` of a day.
pub fn text(day: Day) -> Option<String> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(day)).ok().map(|d| d.to_string())
}

/// First and last day that a date may mean. `None`: unknown.
pub fn range(d: &DateValue) -> Option<(Day, Day)> {
    let v = d.value.as_deref()?;
    let first: Date = match d.precision {
        Precision::Day => v.parse().ok()?,
        Precision::Month => format!("{v}-01").parse().ok()?,
        Precision::Year => format!("{v}-01-01").parse().ok()?,
        Precision::Unknown => return None,
    };
    let last = match d.precision {
        Precision::Month => first.last_of_month(),
        Precision::Year => first.last_of_year(),
        _ => first,
    };
    Some((number(first), number(last)))
}

/// Days between two ranges; 0 where they meet.
pub fn gap(a: (Day, Day), b: (Day, Day)) -> Day {
    (b.0 - a.1).max(a.0 - b.1).max(0)
}

/// The day `years` after `day`.
pub fn plus_years(day: Day, years: i64) -> Option<Day> {
    let date: Date = text(day)?.parse().ok()?;
    Some(number(date.checked_add(jiff::Span::new().try_years(years).ok()?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::date_value;

    #[test]
    fn ranges_and_gaps() {
        let r = |s| range(&date_value(Some(s))).unwrap();
        assert_eq!(r("2024-02").1 - r("2024-02").0, 28);
        assert_eq!(r("2023").1 - r("2023").0, 364);
        assert_eq!(gap(r("2024-02-10"), r("2024-02")), 0);
        assert_eq!(gap(r("2024-02-10"), r("2024-02-12")), 2);
        assert_eq!(gap(r("2024-03"), r("2024-02-28")), 2);
        assert_eq!(text(r("2024-02-29").0).as_deref(), Some("2024-02-29"));
        assert_eq!(text(plus_years(r("2024-02-29").0, 10).unwrap()).as_deref(), Some("2034-02-28"));
        assert_eq!(range(&date_value(Some("gestern"))), None);
    }
}
