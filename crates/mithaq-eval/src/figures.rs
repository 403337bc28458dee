//! Figures from counts: precision, recall, F1 and shares, rounded as the reference script rounds them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::count::{ATTRIBUTES, Counts, Share, Tally};

/// Precision, recall and their mean, with the counts behind them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct F1 {
    /// Precision; 1 where nothing was predicted.
    #[serde(rename = "P")]
    pub p: f64,
    /// Recall; 1 where nothing was to be found.
    #[serde(rename = "R")]
    pub r: f64,
    /// The harmonic mean of the unrounded two.
    #[serde(rename = "F1")]
    pub f1: f64,
    /// Found.
    pub tp: usize,
    /// Found, and wrong.
    pub fp: usize,
    /// Missed.
    #[serde(rename = "fn")]
    pub fn_: usize,
}

impl From<Tally> for F1 {
    fn from(t: Tally) -> Self {
        let p = ratio(t.tp, t.tp + t.fp).unwrap_or(1.0);
        let r = ratio(t.tp, t.tp + t.fn_).unwrap_or(1.0);
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        F1 { p: round3(p), r: round3(r), f1: round3(f1), tp: t.tp, fp: t.fp, fn_: t.fn_ }
    }
}

/// All figures of a set of articles; serialised they are what `score.py --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Agreements whose parties are right.
    pub agreement: F1,
    /// Agreements whose parties, status and date are right.
    pub strict: F1,
    /// Steps (status, date) of matched agreements.
    pub steps: F1,
    /// Areas; those of unmatched agreements count as missed or false.
    pub areas: F1,
    /// Signatories (state, office).
    pub signatories: F1,
    /// Events (type, participants, host).
    pub events: F1,
    /// Contributions (state, area).
    pub contributions: F1,
    /// Share right among matched agreements, by attribute (`None` without any), and among matched events
    /// under `event realis` and `event date` (missing without any).
    pub matched: BTreeMap<&'static str, Option<f64>>,
    /// Documents without a gold agreement in which none was predicted, of all without one: `3/4`.
    pub clean_documents: String,
    /// Quotes, and facts and fields that lack one.
    pub evidence: EvidenceFigures,
    /// How many articles were scored.
    pub documents: usize,
}

/// How well the facts are proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceFigures {
    /// Quotes given.
    pub quotes: usize,
    /// Quotes that do not stand in the text where they say, or have not 2 to 300 characters.
    pub wrong: usize,
    /// Facts without any quote.
    pub facts_without: usize,
    /// Fields of agreements that must have evidence of their own and have none.
    pub fields_without: usize,
}

/// The keys of [`Figures::matched`] that come from events.
pub(crate) const EVENT_SHARES: [&str; 2] = ["event realis", "event date"];

impl Figures {
    pub(crate) fn of(c: &Counts) -> Self {
        let share = |s: &Share| ratio(s.right, s.of).map(round3);
        let mut matched: BTreeMap<&'static str, Option<f64>> = ATTRIBUTES.into_iter().zip(c.attributes.iter().map(share)).collect();
        for (name, s) in EVENT_SHARES.into_iter().zip([c.event_realis, c.event_date]) {
            if s.of > 0 {
                matched.insert(name, share(&s));
            }
        }
        Figures {
            agreement: c.agreement.into(),
            strict: c.strict.into(),
            steps: c.steps.into(),
            areas: c.areas.into(),
            signatories: c.signatories.into(),
            events: c.events.into(),
            contributions: c.contributions.into(),
            matched,
            clean_documents: format!("{}/{}", c.clean.right, c.clean.of),
            evidence: EvidenceFigures { quotes: c.quotes, wrong: c.wrong, facts_without: c.facts_without, fields_without: c.fields_without },
            documents: c.documents,
        }
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Three decimals as Python's `round` gives them: the exact binary value decides, a tie goes to the even digit.
fn round3(x: f64) -> f64 {
    format!("{x:.3}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_pythons() {
        for (part, whole, want) in [(1, 16, 0.062), (3, 16, 0.188), (5, 16, 0.312), (9, 16, 0.562), (2, 3, 0.667)] {
            assert_eq!(round3(f64::from(part) / f64::from(whole)), want, "{part}/{whole}");
        }
    }

    #[test]
    fn nothing_wanted_and_nothing_found_is_right() {
        assert_eq!(F1::from(Tally::default()), F1 { p: 1.0, r: 1.0, f1: 1.0, tp: 0, fp: 0, fn_: 0 });
        assert_eq!(F1::from(Tally { tp: 0, fp: 2, fn_: 1 }).f1, 0.0);
    }
}
