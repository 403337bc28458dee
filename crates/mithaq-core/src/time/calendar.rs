//! Calendar arithmetic: values with a precision, Hijri conversion (Umm al-Qura, `icu_calendar`).

use crate::record::{DateValue, Precision};
use icu_calendar::{Date as IcuDate, cal::Hijri};
use jiff::civil::Date;

/// A day.
pub fn day_value(d: Date) -> DateValue {
    if !(1..=9999).contains(&d.year()) {
        return DateValue::unknown();
    }
    DateValue { value: Some(format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day())), precision: Precision::Day }
}

/// Is this a day of the calendar, written `YYYY-MM-DD`?
pub fn is_day(s: &str) -> bool {
    s.len() == 10 && s.parse::<Date>().is_ok()
}

/// A month of a year.
pub fn month_value(year: i16, month: i8) -> DateValue {
    if !(1..=9999).contains(&year) {
        return DateValue::unknown();
    }
    DateValue { value: Some(format!("{year:04}-{month:02}")), precision: Precision::Month }
}

/// A year.
pub fn year_value(year: i16) -> DateValue {
    if !(1..=9999).contains(&year) {
        return DateValue::unknown();
    }
    DateValue { value: Some(format!("{year:04}")), precision: Precision::Year }
}

/// The common part of all days from `a` to `b`: their month, else their year, else unknown.
pub(super) fn span_value(a: Date, b: Date) -> DateValue {
    if a == b {
        day_value(a)
    } else if (a.year(), a.month()) == (b.year(), b.month()) {
        month_value(a.year(), a.month())
    } else if a.year() == b.year() {
        year_value(a.year())
    } else {
        DateValue::unknown()
    }
}

/// A Hijri day as a Gregorian one.
pub(super) fn from_hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    if !(1300..=1600).contains(&year) {
        return None;
    }
    let hijri = IcuDate::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?;
    let iso = hijri.to_calendar(icu_calendar::Iso);
    Date::new(i16::try_from(iso.year().extended_year()).ok()?, iso.month().ordinal as i8, iso.day_of_month().0 as i8).ok()
}
