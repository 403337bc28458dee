//! The axis of time: where it begins and ends, and its ticks.

use super::BEFORE;
use crate::Words;
use crate::classes::round_step;

/// A stretch of time in years, and what is written along it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis over all the days with about `wished` ticks: years, or months where the days are few.
    pub(crate) fn of(days: impl IntoIterator<Item = f64>, wished: f64, words: &Words) -> Option<Self> {
        let (low, high) = days.into_iter().fold((f64::MAX, f64::MIN), |(l, h), d| (l.min(d), h.max(d)));
        if low > high {
            return None;
        }
        let span = (high - low).max(0.25);
        if span < 2.0 {
            return Some(months(low, high, span, wished, words));
        }
        let step = round_step(span / wished).max(1.0);
        let (first, last) = ((low / step).floor(), (high / step).floor());
        let ticks = (0..=(last - first) as usize).map(|i| (first + i as f64) * step).map(|year| (year, words.number(year))).collect();
        Some(Self { from: first * step, to: high + 0.015 * span, ticks })
    }
}

fn months(low: f64, high: f64, span: f64, wished: f64, words: &Words) -> Axis {
    let least = span * 12.0 / wished;
    let step = [1i32, 2, 3, 6].into_iter().find(|&step| f64::from(step) >= least).map_or(6, i64::from);
    let number = |years: f64| (years.floor() * 12.0) as i64 + i64::from(month_of(years.fract()));
    let first = number(low).div_euclid(step) * step;
    let last = (number(high) + 1).max(first + 3);
    let at = |month: i64| month.div_euclid(12) as f64 + f64::from(BEFORE[month.rem_euclid(12) as usize]) / 366.0;
    let ticks = (first..=last).step_by(step as usize).map(|month| {
        let name = &words.months[month.rem_euclid(12) as usize];
        let year = words.number(month.div_euclid(12) as f64);
        (at(month), if month == first || month.rem_euclid(12) < step { format!("{name} {year}") } else { name.clone() })
    });
    Axis { from: at(first), to: at(last), ticks: ticks.collect() }
}

fn month_of(share: f64) -> u8 {
    let day = share * 366.0 + 0.01;
    BEFORE.iter().rposition(|&before| f64::from(before) <= day).map_or(0, |month| month as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: f64, to: f64) -> Vec<String> {
        Axis::of([from, to], 8.0, &Words::english()).expect("days").ticks.into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(1990.3, 2024.6), ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]);
        assert_eq!(labels(2019.2, 2023.9), ["2019", "2020", "2021", "2022", "2023"]);
        assert_eq!(labels(2023.51, 2024.3), ["Jul 2023", "Sep", "Nov", "Jan 2024", "Mar", "May"]);
        assert_eq!(labels(2024.0, 2024.0), ["Jan 2024", "Feb", "Mar", "Apr"]);
    }

    #[test]
    fn the_axis_holds_all_its_days() {
        for (low, high) in [(1990.0, 1990.0), (1800.0, 2026.9), (2020.99, 2021.01), (-9999.0, 9999.9), (2025.0, 2026.99)] {
            let axis = Axis::of([low, high], 9.0, &Words::english()).expect("days");
            assert!(axis.from <= low && axis.to >= high && axis.ticks.len() < 30, "{low} {high} {axis:?}");
        }
        assert_eq!(Axis::of([], 8.0, &Words::english()), None);
    }
}
