//! Values put into a few classes with round bounds, for the colours of maps and matrices.
//!
//! In: values. Out: [`Classes`], which say of a value which class it is in and of a class what it is called. Whole numbers
//! that run over more than a decade are cut at 1, 2, 5, 10, 20 …, since agreements are many for few states.

use crate::Words;

const MOST: usize = 6;

/// Classes of values, lowest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Classes {
    /// Lower bounds, rising.
    from: Vec<f64>,
    highest: f64,
    whole: bool,
}

impl Classes {
    /// Classes of the values; those that are not finite are passed over.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let (Some(&lowest), Some(&highest)) = (values.first(), values.last()) else {
            return Self { from: Vec::new(), highest: 0.0, whole: true };
        };
        let whole = values.iter().all(|v| v.fract() == 0.0 && v.abs() < 1e15);
        let from = if values.len() == 1 || whole && values.len() <= MOST {
            values.clone()
        } else if whole && lowest >= 0.0 && highest >= 12.0 {
            decades(lowest, highest)
        } else {
            even(lowest, highest, whole)
        };
        // A class that holds no value would be a colour of the legend that stands nowhere.
        let mut kept: Vec<f64> = Vec::new();
        for (i, &low) in from.iter().enumerate() {
            let high = from.get(i + 1).copied().unwrap_or(f64::INFINITY);
            if values.iter().any(|&v| v >= low && v < high) || kept.is_empty() {
                kept.push(low);
            }
        }
        Self { from: kept, highest, whole }
    }

    pub(crate) fn len(&self) -> usize {
        self.from.len()
    }

    /// The class of a value, the first one for a value below all.
    pub(crate) fn class(&self, value: f64) -> usize {
        self.from.partition_point(|&low| low <= value).saturating_sub(1)
    }

    /// What a class is called: `3`, `5–9`.
    pub(crate) fn label(&self, class: usize, words: &Words) -> String {
        let Some(&low) = self.from.get(class) else { return String::new() };
        let high = match self.from.get(class + 1) {
            Some(&next) if self.whole => next - 1.0,
            Some(&next) => next,
            None => self.highest,
        };
        if high <= low { words.number(low) } else { format!("{}–{}", words.number(low), words.number(high)) }
    }
}

/// Bounds 1, 2, 5, 10 … up to the highest value, at most `MOST`; the lowest ones are joined if there are more.
fn decades(lowest: f64, highest: f64) -> Vec<f64> {
    let mut from = Vec::new();
    let mut unit = 1.0;
    while unit <= highest {
        from.extend([1.0, 2.0, 5.0].map(|step| step * unit).into_iter().filter(|&low| low <= highest));
        unit *= 10.0;
    }
    let mut from: Vec<f64> = from.into_iter().filter(|&low| low > lowest).collect();
    while from.len() >= MOST {
        from.remove(usize::from(!from.len().is_multiple_of(2)));
    }
    from.insert(0, lowest);
    from
}

/// Bounds at even round steps.
fn even(lowest: f64, highest: f64, whole: bool) -> Vec<f64> {
    let mut step = round_step((highest - lowest) / (MOST as f64 - 1.0));
    if whole {
        step = step.max(1.0);
    }
    let first = (lowest / step).floor();
    let last = (highest / step).floor();
    let count = (last - first) as usize;
    let mut from: Vec<f64> = (0..=count.min(MOST)).map(|i| (first + i as f64) * step).collect();
    if whole && let Some(low) = from.first_mut() {
        *low = lowest;
    }
    // The top value on a bound of its own belongs to the class below.
    if !whole && from.len() > 2 && from.last() == Some(&highest) {
        from.pop();
    }
    from
}

/// 1, 2 or 5 times a power of ten, not below `least`.
pub(crate) fn round_step(least: f64) -> f64 {
    if !least.is_finite() || least <= 0.0 {
        return 1.0;
    }
    let unit = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * unit).find(|&step| step >= least * 0.999_999).unwrap_or(10.0 * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        let classes = Classes::of(values.iter().copied());
        (0..classes.len()).map(|class| classes.label(class, &Words::english())).collect()
    }

    #[test]
    fn few_counts_have_a_class_each() {
        assert_eq!(labels(&[1.0, 3.0, 2.0, 3.0]), ["1", "2", "3"]);
        assert_eq!(labels(&[7.0]), ["7"]);
        assert_eq!(labels(&[]), Vec::<String>::new());
    }

    #[test]
    fn skewed_counts_are_cut_at_round_numbers() {
        let values = [1.0, 1.0, 2.0, 3.0, 5.0, 6.0, 8.0, 14.0, 33.0, 61.0];
        assert_eq!(labels(&values), ["1", "2–4", "5–9", "10–19", "20–49", "50–61"].map(String::from));
        let classes = Classes::of(values);
        assert_eq!([0.0, 1.0, 4.0, 9.0, 49.0, 99.0].map(|v| classes.class(v)), [0, 0, 1, 2, 4, 5]);
    }

    #[test]
    fn shares_have_even_steps() {
        assert_eq!(labels(&[0.1, 0.35, 0.5, 0.77, 0.9]), ["0–0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "0.8–0.9"]);
    }

    #[test]
    fn odd_values_do_no_harm() {
        for values in [vec![f64::NAN, f64::INFINITY], vec![-5.0, 0.0, 1e300, 3.5], vec![-9.0, -1.0, 4.0, 5.0, 6.0, 7.0, 8.0, 11.0]] {
            let classes = Classes::of(values.iter().copied());
            assert!(classes.len() <= MOST + 1);
            for v in values.into_iter().filter(|v| v.is_finite()) {
                assert!(classes.class(v) < classes.len());
            }
        }
    }
}
