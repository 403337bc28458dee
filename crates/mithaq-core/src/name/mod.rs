//! The key of a person's name: one Latin skeleton for the spellings of nine languages and three scripts.
//!
//! In: a name as written and the tables of `packs/world/transliteration`. Out: words of the letters `abdiklmnrstuv`, joined by spaces.
//!
//! The key is made in five steps:
//! 1. compatibility composition, small letters, marks dropped; blanks and hyphens part words;
//! 2. letters of other scripts to Latin (`cyrillic.tsv`, `arabic.tsv`: BGN/PCGN, United Nations, ISO 233; each says where it deviates);
//! 3. articles dropped, abd and the like joined to their name, spellings of "son of" made one (`particles.tsv`);
//! 4. a doubled letter once, then letters to classes of sounds (`latin.tsv`, our own): labials b and v, velars k, sibilants and affricates s, liquids
//!    and nasals each their own, t and d theirs;
//! 5. vowels dropped, save one at a word's beginning, which is a, and those by which `latin.tsv` keeps frequent names apart (Hasan, Husein).
//!
//! Two names that meet here may be one person; whether they are, office, state and time have to say
//! (`docs/decisions/0004-name-keys.md` has the figures and what the key does not do).

mod rewrite;

pub use rewrite::Rewrite;

use rewrite::{Rewriter, Unknown};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What parts words inside a name, in step 2 and after it.
const BREAK: char = '-';

/// A letter that stands for any vowel in `latin.tsv`.
const VOWEL: char = 'a';

/// Apostrophes as written; they part digraphs and are no letters. The tables know them as hamza.
const APOSTROPHES: [char; 9] = ['\'', '’', '‘', '`', '´', 'ʼ', 'ʹ', 'ʻ', 'ʾ'];
const HAMZA: char = 'ʾ';
const AYN: char = 'ʿ';

/// The tables as compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameTables {
    /// Letters of other scripts to Latin.
    pub scripts: Vec<Rewrite>,
    /// Latin letters to classes.
    pub classes: Vec<Rewrite>,
    pub words: Vec<WordRule>,
}

/// A word inside a name that is left out, joined or respelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRule {
    /// In Latin, as step 2 gives it.
    pub word: String,
    pub does: WordDoes,
    /// The next word must begin so; empty: any.
    pub before: String,
}

/// What becomes of the word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordDoes {
    /// Left out, where a word follows.
    Drop,
    /// One word with the next, articles between them included.
    Join,
    /// One word with the one before.
    Back,
    /// Read as this spelling.
    Read(String),
}

/// Makes keys.
#[derive(Debug, Default)]
pub struct NameKeys {
    scripts: Rewriter,
    classes: Rewriter,
    words: FxHashMap<String, Vec<WordRule>>,
}

impl NameKeys {
    pub fn new(tables: NameTables) -> Self {
        let mut words: FxHashMap<String, Vec<WordRule>> = FxHashMap::default();
        for rule in tables.words {
            words.entry(rule.word.clone()).or_default().push(rule);
        }
        NameKeys { scripts: Rewriter::new(tables.scripts), classes: Rewriter::new(tables.classes), words }
    }

    /// The key; empty where the name has no letter that the tables know.
    pub fn key(&self, name: &str) -> String {
        let name = plain(name);
        let latin: Vec<String> = name.split(BREAK).map(|w| self.scripts.apply(w, &name, Unknown::Kept)).collect();
        let latin = latin.join(&BREAK.to_string());
        let words: Vec<&str> = latin.split(BREAK).filter(|w| !w.is_empty()).collect();
        let keys = self.joined(&words).into_iter().map(|w| skeleton(&self.classes.apply(&single(&w), &latin, Unknown::Bare)));
        keys.filter(|k| !k.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Step 3.
    fn joined(&self, words: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut begun = String::new();
        for (i, &word) in words.iter().enumerate() {
            let next = words.get(i + 1).copied();
            match self.rule(word, next) {
                // The article behind abd is part of its word.
                Some(WordDoes::Drop) if begun.is_empty() => {}
                Some(WordDoes::Drop | WordDoes::Join) => begun.push_str(word),
                Some(WordDoes::Back) if begun.is_empty() && !out.is_empty() => {
                    if let Some(last) = out.last_mut() {
                        last.push_str(word);
                    }
                }
                Some(WordDoes::Read(as_this)) => out.push(std::mem::take(&mut begun) + as_this),
                Some(WordDoes::Back) | None => out.push(std::mem::take(&mut begun) + word),
            }
        }
        out
    }

    fn rule(&self, word: &str, next: Option<&str>) -> Option<&WordDoes> {
        let rules = self.words.get(word)?;
        let rule = rules.iter().find(|r| match (&r.does, next) {
            (WordDoes::Drop | WordDoes::Join, None) => false,
            (_, next) => next.unwrap_or_default().starts_with(r.before.as_str()),
        });
        rule.map(|r| &r.does)
    }
}

/// Step 1: small letters, apostrophes and [`BREAK`], nothing else.
fn plain(name: &str) -> String {
    let composed: String = name.nfkc().collect();
    let small: String = composed.to_lowercase().nfkc().collect();
    let letter = |c: char| {
        if c.is_whitespace() || is_hyphen(c) {
            Some(BREAK)
        } else if APOSTROPHES.contains(&c) {
            Some(HAMZA)
        } else {
            (c == AYN || c.is_alphabetic() && !is_mark(c)).then_some(c)
        }
    };
    small.chars().filter_map(letter).collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{00B7}' | '\u{30FB}')
}

/// Marks that Unicode counts as letters; Arabic vowels and other combining marks carry no letter here.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Step 4, its first half: a doubled letter once.
fn single(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Step 5.
fn skeleton(classes: &str) -> String {
    classes.char_indices().filter(|&(i, c)| i == 0 || c != VOWEL).map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> NameKeys {
        let row = |letters: &str, to: &str| Rewrite { letters: letters.into(), to: to.into(), ..Rewrite::default() };
        let word = |word: &str, does: WordDoes| WordRule { word: word.into(), does, before: String::new() };
        let mut classes: Vec<Rewrite> = "bdklmnrstv".chars().map(|c| row(&c.to_string(), &c.to_string())).collect();
        classes.extend("aeiou".chars().map(|c| row(&c.to_string(), "a")));
        let words = vec![word("al", WordDoes::Drop), word("abd", WordDoes::Join), word("oglu", WordDoes::Back), word("ibn", WordDoes::Read("bin".into()))];
        NameKeys::new(NameTables { scripts: vec![row("н", "n")], classes, words })
    }

    #[test]
    fn words_are_dropped_joined_and_respelled() {
        let k = keys();
        assert_eq!(k.key("Abd al-Salam ibn Al Nur"), "abdlslm bn nr");
        assert_eq!(k.key("Abdi Dur Oglu"), "abd drl");
        assert_eq!((k.key("Al"), k.key("Abd"), k.key("Oglu")), ("al".into(), "abd".into(), "al".into()));
    }

    #[test]
    fn doubled_letters_marks_and_foreign_letters() {
        let k = keys();
        assert_eq!(k.key("Нéssе Dúdu"), "ns dd");
        assert_eq!(k.key("李 …"), "");
    }
}
