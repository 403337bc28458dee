//! Text of others on a terminal.
//!
//! In: titles, names, quotes as found. Out: one line that cannot move the cursor, change colours or turn the line around.

/// Right-to-left text in isolates (U+2068 … U+2069), so that codes and dates beside it keep their order.
pub fn isolate(s: &str) -> String {
    let s = one_line(s);
    if s.chars().any(|c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FEFC}')) { format!("\u{2068}{s}\u{2069}") } else { s }
}

/// White space as single blanks; control characters and marks of direction left out.
pub fn one_line(s: &str) -> String {
    let plain: String =
        s.chars().filter(|c| c.is_whitespace() || !c.is_control()).filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many letters, the rest as an ellipsis.
pub fn cut(s: &str, letters: usize) -> String {
    if s.chars().count() <= letters { s.into() } else { s.chars().take(letters.saturating_sub(1)).chain(['…']).collect() }
}

/// A bar as long as a value's share of the greatest, at most 20 letters.
pub fn bars(value: f64, greatest: f64) -> String {
    let share = if greatest > 0.0 { (value / greatest).clamp(0.0, 1.0) } else { 0.0 };
    "▇".repeat((share * 20.0).round() as usize)
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_from_the_web_cannot_steer_the_terminal() {
        assert_eq!(super::isolate("a\u{1b}[31mb\u{202e}c\n d"), "a[31mbc d");
        assert_eq!(super::isolate("\u{2069}سلام"), "\u{2068}سلام\u{2069}");
        assert_eq!(super::cut("abcdef", 4), "abc…");
    }
}
