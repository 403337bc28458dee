//! Rewriting letters by a table: the longest letters win, then the row with the most conditions.
//!
//! In: the rows of a table of `packs/world/transliteration`, and a word. Out: the word rewritten.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::decompose_canonical;

/// How a table names the edge of a word, as a letter.
const EDGE: char = '#';

/// A row: letters, what they become, and where the row holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rewrite {
    pub letters: String,
    /// Empty: the letters are dropped.
    pub to: String,
    /// The letter before must be one of these, `#` being the word's edge; `!` first turns the set round; empty: any.
    pub left: String,
    /// The same for the letter behind.
    pub right: String,
    /// One of these letters must stand somewhere in the name; empty: none need to.
    pub alphabet: String,
}

impl Rewrite {
    /// How many conditions the row has.
    fn conditions(&self) -> usize {
        [&self.left, &self.right, &self.alphabet].iter().filter(|c| !c.is_empty()).count()
    }

    fn holds(&self, before: Option<char>, behind: Option<char>, name: &str) -> bool {
        stands(&self.left, before) && stands(&self.right, behind) && (self.alphabet.is_empty() || name.contains(|c| self.alphabet.contains(c)))
    }
}

/// Is the neighbour one of the set, the edge being no letter at all?
fn stands(set: &str, letter: Option<char>) -> bool {
    let letter = letter.unwrap_or(EDGE);
    match set.strip_prefix('!') {
        Some(not) => !not.contains(letter),
        None => set.is_empty() || set.contains(letter),
    }
}

/// What becomes of a letter that has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It stays as it is, for the next table.
    Kept,
    /// It is read without its marks, and dropped where that has no row either.
    Bare,
}

/// A table with its index.
#[derive(Debug, Default)]
pub(super) struct Rewriter {
    rows: FxHashMap<Vec<char>, Vec<Rewrite>>,
    longest: usize,
}

impl Rewriter {
    pub(super) fn new(rows: impl IntoIterator<Item = Rewrite>) -> Self {
        let mut out = Rewriter::default();
        for row in rows {
            let letters: Vec<char> = row.letters.chars().collect();
            out.longest = out.longest.max(letters.len());
            out.rows.entry(letters).or_default().push(row);
        }
        for rows in out.rows.values_mut() {
            // Stable: rows with as many conditions keep the table's order.
            rows.sort_by_key(|r| std::cmp::Reverse(r.conditions()));
        }
        out
    }

    /// The word rewritten; `name` is the whole name, for what its alphabet tells.
    pub(super) fn apply(&self, word: &str, name: &str, unknown: Unknown) -> String {
        let letters: Vec<char> = word.chars().collect();
        let mut out = String::new();
        let mut at = 0;
        while let Some(&letter) = letters.get(at) {
            let before = at.checked_sub(1).map(|i| letters[i]);
            let hit = (1..=self.longest.min(letters.len() - at)).rev().find_map(|n| {
                let behind = letters.get(at + n).copied();
                self.row(&letters[at..at + n], before, behind, name).map(|r| (n, r))
            });
            match hit {
                Some((n, row)) => {
                    out.push_str(&row.to);
                    at += n;
                }
                None => {
                    match unknown {
                        Unknown::Kept => out.push(letter),
                        Unknown::Bare => {
                            let behind = letters.get(at + 1).copied();
                            out.extend(self.row(&[bare(letter)], before, behind, name).map(|r| r.to.as_str()));
                        }
                    }
                    at += 1;
                }
            }
        }
        out
    }

    fn row(&self, letters: &[char], before: Option<char>, behind: Option<char>, name: &str) -> Option<&Rewrite> {
        self.rows.get(letters)?.iter().find(|r| r.holds(before, behind, name))
    }
}

/// The letter without its marks.
fn bare(letter: char) -> char {
    let mut first = None;
    decompose_canonical(letter, |c| {
        first.get_or_insert(c);
    });
    first.unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(letters: &str, to: &str, left: &str, right: &str, alphabet: &str) -> Rewrite {
        let own = str::to_string;
        Rewrite { letters: own(letters), to: own(to), left: own(left), right: own(right), alphabet: own(alphabet) }
    }

    #[test]
    fn the_longest_letters_win_then_the_most_conditions() {
        let t = Rewriter::new([row("c", "k", "", "", ""), row("c", "s", "", "ei", ""), row("ch", "x", "", "", "")]);
        assert_eq!(t.apply("cach", "cach", Unknown::Bare), "kx");
        assert_eq!(t.apply("ce", "ce", Unknown::Kept), "se");
    }

    #[test]
    fn edges_negation_and_alphabets() {
        let t = Rewriter::new([row("h", "h", "", "!#", ""), row("j", "y", "", "", "ř"), row("j", "s", "", "", "")]);
        assert_eq!(t.apply("hah", "hah", Unknown::Bare), "h");
        assert_eq!((t.apply("j", "jř", Unknown::Bare), t.apply("j", "j", Unknown::Bare)), ("y".into(), "s".into()));
    }

    #[test]
    fn a_mark_without_a_row_is_left_out() {
        let t = Rewriter::new([row("e", "a", "", "", "")]);
        assert_eq!(t.apply("é字", "é字", Unknown::Bare), "a");
    }
}
