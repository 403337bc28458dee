//! Scores `mithaq extract --format jsonl` output against gold articles.
//!
//! The figures are those of the project's reference script `score.py`, by the same definitions and to the
//! same third decimal; added to it are 95 % bootstrap intervals for every figure, the figures of each
//! language, and how each rule fares. Gold articles and predicted records are plain JSON values, in the
//! same order: one record an article.
//!
//! ```
//! # use serde_json::json;
//! let gold = [json!({"id": "x1", "language": "en", "title": null, "text": "Oman and Kenya signed a defence pact.",
//!     "gold": {"agreements": [{"parties": ["KEN", "OMN"], "status": "signed"}]}})];
//! let predicted = [json!({"agreements": [{"parties": ["KEN", "OMN"], "status": "proposed",
//!     "evidence": [{"field": "parties", "start": 0, "end": 14, "quote": "Oman and Kenya", "rule": "en/pair"}]}]})];
//! mithaq_eval::check(&gold, &predicted)?;
//! let scores = mithaq_eval::score(&gold, &predicted);
//! assert_eq!(scores.all.figures.agreement.f1, 1.0);
//! assert_eq!(scores.all.figures.strict.f1, 0.0);
//! assert_eq!(mithaq_eval::errors(&gold, &predicted), ["x1 KEN+OMN status: want signed got proposed"]);
//! assert_eq!(mithaq_eval::rules(&gold, &predicted).0["en/pair"].matched, 1);
//! # Ok::<(), mithaq_eval::Error>(())
//! ```
//!
//! # Differences from score.py
//!
//! - `DIFFERENCE` A key that the script would stop on (a step without `status`, an agreement without
//!   `parties`, `"areas": null`) counts as empty here; [`check`] finds such gold and such records first.
//! - `DIFFERENCE` The intervals come from another random generator, so they differ from `--interval` by the
//!   noise of the sampling. They are the same on every machine and in every run.
//! - `DIFFERENCE` Error lines print a date as `2024-10-30 (day)` and a place as its country, not as a Python
//!   dictionary.

mod bootstrap;
mod count;
mod figures;
mod input;
mod listing;
mod table;
mod value;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use bootstrap::{Interval, Intervals};
pub use figures::{EvidenceFigures, F1, Figures};
pub use input::{Error, check, parse, read};
pub use listing::{RuleCount, Rules, errors, rules};

use count::Counts;

/// The figures of a whole set and of each of its languages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// The whole set.
    #[serde(flatten)]
    pub all: Section,
    /// Each language of the gold articles, by its code.
    pub by_language: BTreeMap<String, Section>,
}

/// The figures of one set of articles; serialised it has the keys of `score.py --json`, and `intervals`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Their 95 % bootstrap intervals over articles; `None` for an empty set.
    pub intervals: Option<Intervals>,
}

impl Section {
    fn of(counts: &[&Counts]) -> Self {
        let figures = Figures::of(&Counts::sum(counts.iter().copied()));
        Section { figures, intervals: Intervals::of(counts) }
    }
}

/// Scores predicted records against gold articles, pair by pair in their order.
///
/// It never fails: what is missing counts as empty, and of two lists of unequal length the longer one's rest
/// is left out. Call [`check`] first on what comes from outside.
pub fn score(gold: &[Value], predicted: &[Value]) -> Scores {
    let counts: Vec<Counts> = gold.iter().zip(predicted).map(|(g, p)| Counts::of(g, p)).collect();
    let mut languages: BTreeMap<String, Vec<&Counts>> = BTreeMap::new();
    for (article, counts) in gold.iter().zip(&counts) {
        languages.entry(value::text(article, "language").to_owned()).or_default().push(counts);
    }
    Scores { all: Section::of(&counts.iter().collect::<Vec<_>>()), by_language: languages.into_iter().map(|(language, counts)| (language, Section::of(&counts))).collect() }
}
