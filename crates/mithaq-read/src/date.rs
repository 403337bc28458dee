//! Days of publication.
//!
//! **In:** a date as rows and pages write it: ISO 8601 with or without time, RFC 2822, `2024-10-30 12:00:00`,
//! `30/10/2024` (day first), seconds or milliseconds since 1970. **Out:** `YYYY-MM-DD`, or `None` rather than a guess.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The day as `YYYY-MM-DD`. A time zone changes nothing: the day is the one written there.
pub(crate) fn normalise(text: &str) -> Option<String> {
    let text = western_digits(text.trim());
    let date = iso(&text).or_else(|| rfc2822(&text)).or_else(|| day_first(&text)).or_else(|| epoch(&text))?;
    (1800..=2199).contains(&date.year()).then(|| date.to_string())
}

/// Arabic-Indic and Persian digits as 0–9.
fn western_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            let digit = match c {
                '\u{660}'..='\u{669}' => c as u32 - 0x660,
                '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
                _ => return c,
            };
            char::from_digit(digit, 10).unwrap_or(c)
        })
        .collect()
}

/// `2024-10-30`, `2024/10/30`, `20241030`, each alone or followed by a time.
fn iso(text: &str) -> Option<Date> {
    let (first, rest) = number(text)?;
    if first.len() == 8 {
        let ends = rest.is_empty() || rest.starts_with(['T', ' ']);
        return if ends { date(&first[..4], &first[4..6], &first[6..]) } else { None };
    }
    if first.len() != 4 {
        return None;
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = number(rest.strip_prefix(separator)?)?;
    let (day, rest) = number(rest.strip_prefix(separator)?)?;
    if rest.is_empty() || rest.starts_with(['T', 't', ' ', ',', '_']) { date(first, month, day) } else { None }
}

/// `30/10/2024`, `30.10.2024`, `30-10-2024`, each alone or followed by a time.
fn day_first(text: &str) -> Option<Date> {
    let (day, rest) = number(text)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = number(rest.strip_prefix(separator)?.trim_start())?;
    let (year, rest) = number(rest.strip_prefix(separator)?.trim_start())?;
    let ends = rest.is_empty() || rest.starts_with([' ', ',', 'T']);
    if ends && year.len() == 4 { date(year, month, day) } else { None }
}

/// `Wed, 30 Oct 2024 12:00:00 +0100`.
fn rfc2822(text: &str) -> Option<Date> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.date())
}

/// Seconds (10 digits) or milliseconds (13 digits) since 1970, as a day in UTC.
fn epoch(text: &str) -> Option<Date> {
    let value: i64 = text.parse().ok()?;
    let timestamp = match text.len() {
        9 | 10 => Timestamp::from_second(value),
        12 | 13 => Timestamp::from_millisecond(value),
        _ => return None,
    };
    Some(TimeZone::UTC.to_datetime(timestamp.ok()?).date())
}

fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn forms() {
        for text in [
            "2024-10-30",
            " 2024-10-30 ",
            "2024-10-30T23:30:00Z",
            "2024-10-30T23:30:00+01:00",
            "2024-10-30T23:30:00.000+0100",
            "2024-10-30 12:00:00",
            "2024-10-30 12:00:00 UTC",
            "2024/10/30",
            "2024-10-30T10:00",
            "20241030",
            "20241030T101500Z",
            "Wed, 30 Oct 2024 12:00:00 +0100",
            "30 Oct 2024 12:00:00 GMT",
            "30/10/2024",
            "30.10.2024 14:05",
            "30. 10. 2024",
            "30-10-2024",
            "٣٠/١٠/٢٠٢٤",
            "1730289600",
            "1730289600000",
        ] {
            assert_eq!(normalise(text).as_deref(), Some("2024-10-30"), "{text}");
        }
    }

    #[test]
    fn one_digit_days_and_months() {
        assert_eq!(normalise("2024-1-5").as_deref(), Some("2024-01-05"));
        assert_eq!(normalise("5/1/2024").as_deref(), Some("2024-01-05"));
    }

    #[test]
    fn no_guess() {
        for text in [
            "",
            "2024",
            "2024-10",
            "yesterday",
            "10/30/2024",
            "2024-02-30",
            "30/10/24",
            "0001-01-01",
            "2024-10-30x",
            "12345",
            "1446/04/27",
            "9999-01-01",
            "2024-10-3000",
            "-5",
            "30 أكتوبر 2024",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
