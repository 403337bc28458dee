//! Dates as the press gives them: a year, a month or a day.
//!
//! In: text such as `2020`, `2020-03`, `2020-03-01`. Out: how precise it is and its parts, or nothing where it is no date.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    Year,
    Month,
    Day,
}

pub(crate) fn precision(text: &str) -> Option<Precision> {
    Some(match parts(text)? {
        (_, None, _) => Precision::Year,
        (_, _, None) => Precision::Month,
        _ => Precision::Day,
    })
}

/// Year, month, day: only dates that exist.
pub(crate) fn parts(text: &str) -> Option<(u16, Option<u8>, Option<u8>)> {
    let mut pieces = text.split('-');
    let number = |piece: &str, digits: usize| -> Option<u16> { (piece.len() == digits && piece.bytes().all(|b| b.is_ascii_digit())).then(|| piece.parse().ok())? };
    let year = number(pieces.next()?, 4)?;
    let Some(month) = pieces.next() else { return Some((year, None, None)) };
    let month = number(month, 2).filter(|m| (1..=12).contains(m))?;
    let Some(day) = pieces.next() else { return Some((year, Some(month as u8), None)) };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = number(day, 2).filter(|d| (1..=last).contains(d))?;
    pieces.next().is_none().then_some((year, Some(month as u8), Some(day as u8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_exist() {
        for (text, expected) in [("2020", Some(Precision::Year)), ("2020-03", Some(Precision::Month)), ("2020-02-29", Some(Precision::Day)), ("2000-02-29", Some(Precision::Day))] {
            assert_eq!(precision(text), expected, "{text}");
        }
        for text in ["", "20", "2020-13", "2020-00", "2021-02-29", "1900-02-29", "2020-04-31", "2020-3-1", "2020-03-01T00:00", "2020-03-01-", "+202", "٢٠٢٠"] {
            assert_eq!(precision(text), None, "{text}");
        }
    }
}
