//! Labels from anywhere made fit for a picture: no control characters, and known in which direction they run.

use crate::Direction;

/// The label without control characters and marks that would turn the text around it; white space becomes one space.
pub(crate) fn clean(label: &str) -> String {
    let kept: String = label.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|&c| !is_harmful(c)).collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Controls, characters XML forbids, overrides and isolates of direction.
fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff0}'..='\u{ffff}' | '\u{feff}')
}

/// The direction of the first letter that has one.
pub(crate) fn direction(text: &str) -> Option<Direction> {
    text.chars().find_map(|c| match c {
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => None,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{200f}' => Some(Direction::Rtl),
        c if c.is_alphabetic() => Some(Direction::Ltr),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_overrides_go() {
        assert_eq!(clean("a\u{0}b\u{202e}c\n  d\u{1b}[0m"), "abc d[0m");
        assert_eq!(clean("مصر\u{2067} \u{200d}"), "مصر \u{200d}");
    }

    #[test]
    fn the_first_strong_letter_decides() {
        assert_eq!(direction("12 (مصر) Egypt"), Some(Direction::Rtl));
        assert_eq!(direction("٢٠١٠ Egypt"), Some(Direction::Ltr));
        assert_eq!(direction("2010–2012"), None);
    }
}
