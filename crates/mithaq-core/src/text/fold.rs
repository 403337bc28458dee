//! Folding: one spelling for all the ways the press writes a letter.
//!
//! In: a character and the language's own table. Out: the folded character, or nothing where a mark carries no
//! meaning for reading (harakat, tatweel, bidi controls). Folding serves matching only; quotes are cut from the original.

use rustc_hash::FxHashMap;

/// The folding of one language: general rules plus the pack's own table.
#[derive(Debug, Clone)]
pub struct FoldTable {
    own: FxHashMap<char, Option<char>>,
    /// Class and folding of every character below [`NEAR`], so that the texts of our languages need no slow look-up.
    near: Vec<(CharClass, Option<char>)>,
}

/// Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic letters lie below.
const NEAR: u32 = 0x0700;

/// What a character is to the tokeniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharClass {
    Letter,
    Digit,
    Space,
    Ignorable,
    Mark,
}

impl Default for FoldTable {
    fn default() -> Self {
        FoldTable::new([])
    }
}

impl FoldTable {
    /// `pairs`: from → to; an empty `to` drops the character.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut own = FxHashMap::default();
        for (from, to) in pairs {
            for c in from.chars() {
                own.insert(c, to.chars().next());
            }
        }
        let mut table = FoldTable { own, near: Vec::new() };
        table.near = (0..NEAR).map(|n| char::from_u32(n).map_or((CharClass::Ignorable, None), |c| (classify(c), table.fold_slow(c)))).collect();
        table
    }

    /// What `c` is to the tokeniser.
    pub(super) fn class(&self, c: char) -> CharClass {
        self.near.get(c as usize).map_or_else(|| classify(c), |n| n.0)
    }

    /// The folded form of `c`, `None` where it is dropped.
    pub fn fold(&self, c: char) -> Option<char> {
        match self.near.get(c as usize) {
            Some(n) => n.1,
            None => self.fold_slow(c),
        }
    }

    fn fold_slow(&self, c: char) -> Option<char> {
        if c.is_ascii() {
            return Some(c.to_ascii_lowercase());
        }
        if let Some(&to) = self.own.get(&c) {
            return to;
        }
        if is_ignorable(c) {
            return None;
        }
        if let Some(d) = digit(c) {
            return Some(d);
        }
        // Only the first character of a lower-casing is kept: İ gives i, and its combining dot is ignorable. The pack's own table
        // names small letters only.
        let small = c.to_lowercase().next()?;
        match self.own.get(&small) {
            Some(&to) if small != c => to,
            _ => Some(small),
        }
    }
}

fn classify(c: char) -> CharClass {
    if is_ignorable(c) {
        CharClass::Ignorable
    } else if c.is_whitespace() || c.is_control() {
        CharClass::Space
    } else if c.is_alphabetic() {
        CharClass::Letter
    } else if c.is_numeric() {
        CharClass::Digit
    } else {
        CharClass::Mark
    }
}

/// Decimal digits of the scripts in use here, as ASCII.
fn digit(c: char) -> Option<char> {
    let base = match c {
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    char::from_digit(c as u32 - base, 10)
}

/// Characters that never carry a letter: bidi and zero-width controls, tatweel, harakat, combining marks.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}')
}

/// Folds a whole word or phrase.
pub fn fold_word(table: &FoldTable, word: &str) -> String {
    word.chars().filter_map(|c| table.fold(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_digits_become_ascii() {
        let t = FoldTable::new([("أإآ", "ا"), ("ة", "ه")]);
        assert_eq!(fold_word(&t, "وقّعــت"), "وقعت");
        assert_eq!(fold_word(&t, "اتفاقيّة"), "اتفاقيه");
        assert_eq!(fold_word(&t, "٢٠٢٤"), "2024");
        assert_eq!(fold_word(&t, "إيران"), "ايران");
    }
}
