//! What tells a language from others, small enough to be at hand before its lexicon is loaded.

use super::LexiconData;
use crate::text::FoldTable;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// The part of a compiled pack that the choice of the language needs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HeadData {
    pub language: String,
    pub version: String,
    pub fold: Vec<(String, String)>,
    pub scripts: Vec<String>,
    pub profile: Vec<String>,
    pub alphabet: String,
    pub foreign: String,
    pub least: f64,
    pub marks: String,
}

impl From<&LexiconData> for HeadData {
    fn from(d: &LexiconData) -> Self {
        HeadData {
            language: d.language.clone(),
            version: d.version.clone(),
            fold: d.fold.clone(),
            scripts: d.scripts.clone(),
            profile: d.profile.clone(),
            alphabet: d.alphabet.clone(),
            foreign: d.foreign.clone(),
            least: d.least,
            marks: d.marks.clone(),
        }
    }
}

/// A head ready for counting.
#[derive(Debug)]
pub struct Head {
    pub data: HeadData,
    pub table: FoldTable,
    profile: FxHashSet<String>,
    alphabet: FxHashSet<char>,
    foreign: FxHashSet<char>,
}

impl Head {
    pub fn new(data: HeadData) -> Self {
        let table = FoldTable::new(data.fold.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        let profile = data.profile.iter().cloned().collect();
        let alphabet = data.alphabet.chars().collect();
        let foreign = data.foreign.chars().collect();
        Head { data, table, profile, alphabet, foreign }
    }
    /// Is the folded word one of the function words that identify the language?
    pub fn identifies(&self, word: &str) -> bool {
        self.profile.contains(word)
    }
    /// Are all letters of the folded word the language's own? An empty alphabet takes any.
    pub fn spells(&self, word: &str) -> bool {
        self.alphabet.is_empty() || word.chars().all(|c| self.alphabet.contains(&c))
    }
    /// Is this a letter of another language of the same script?
    pub fn is_foreign(&self, c: char) -> bool {
        !c.is_ascii() && self.foreign.contains(&c)
    }
}
