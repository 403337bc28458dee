//! Tokens: words, numbers and punctuation marks with their code-point spans.
//!
//! In: the text as read. Out: [`Tokens`]. A word is a run of letters, marks and inner apostrophes; a number a run of
//! digits; every other visible character is a token of its own. White space separates and is counted, line feeds are kept.

use super::fold::{CharClass, FoldTable};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    Punct,
    Newline,
}

/// One token; `start..end` are code points of the text as read.
#[derive(Debug, Clone)]
pub struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
    /// Byte span in [`Tokens::folded`].
    fold_start: u32,
    fold_end: u32,
    /// White space stands before the token.
    pub spaced: bool,
    /// It begins with a capital letter.
    pub upper: bool,
    /// It is written in capitals throughout.
    pub capitals: bool,
}

/// The tokens of a text and their folded spellings.
#[derive(Debug, Default)]
pub struct Tokens {
    pub list: Vec<Token>,
    folded: String,
}

impl Tokens {
    pub fn len(&self) -> usize {
        self.list.len()
    }
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    /// The folded spelling of token `i`.
    pub fn word(&self, i: usize) -> &str {
        let t = &self.list[i];
        &self.folded[t.fold_start as usize..t.fold_end as usize]
    }
    pub fn kind(&self, i: usize) -> TokenKind {
        self.list[i].kind
    }
    /// Is token `i` the punctuation mark `c` (after folding)?
    pub fn is(&self, i: usize, c: char) -> bool {
        self.list.get(i).is_some_and(|t| t.kind == TokenKind::Punct) && self.word(i).starts_with(c)
    }
}

/// Cuts `text` into tokens.
pub fn tokenize(text: &str, table: &FoldTable) -> Tokens {
    let mut out = Tokens { list: Vec::with_capacity(text.len() / 8), folded: String::with_capacity(text.len()) };
    let mut chars = text.chars().enumerate().peekable();
    let mut spaced = true;
    while let Some(&(i, c)) = chars.peek() {
        if c == '\n' {
            push(&mut out, TokenKind::Newline, i, i + 1, "\n", &mut spaced);
            spaced = true;
            chars.next();
            continue;
        }
        match table.class(c) {
            CharClass::Space => {
                spaced = true;
                chars.next();
            }
            CharClass::Ignorable => {
                chars.next();
            }
            CharClass::Letter => run(&mut out, &mut chars, table, TokenKind::Word, &mut spaced, CharClass::Letter),
            CharClass::Digit => run(&mut out, &mut chars, table, TokenKind::Number, &mut spaced, CharClass::Digit),
            CharClass::Mark => {
                let mut buf = [0u8; 4];
                let folded = punctuation(c).encode_utf8(&mut buf);
                push(&mut out, TokenKind::Punct, i, i + 1, folded, &mut spaced);
                chars.next();
            }
        }
    }
    out
}

fn run(out: &mut Tokens, chars: &mut std::iter::Peekable<std::iter::Enumerate<std::str::Chars<'_>>>, table: &FoldTable, kind: TokenKind, spaced: &mut bool, belongs: CharClass) {
    let fold_start = out.folded.len() as u32;
    let (mut start, mut end) = (None, 0);
    let (mut upper, mut capitals) = (false, true);
    while let Some(&(i, c)) = chars.peek() {
        let class = table.class(c);
        if class == belongs {
            let big = c.is_ascii_uppercase() || (!c.is_ascii() && c.is_uppercase());
            if start.is_none() {
                upper = big;
            }
            capitals &= big;
            start.get_or_insert(i);
            end = i + 1;
            if let Some(f) = table.fold(c) {
                out.folded.push(f);
            }
        } else if class != CharClass::Ignorable {
            break;
        } else if !is_control(c) {
            end = i + 1;
        }
        chars.next();
    }
    out.list.push(Token {
        kind,
        start: start.unwrap_or(0) as u32,
        end: end as u32,
        fold_start,
        fold_end: out.folded.len() as u32,
        spaced: std::mem::replace(spaced, false),
        upper,
        capitals,
    });
}

/// Invisible controls are not part of a word's span at its edge; marks on letters are.
fn is_control(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn push(out: &mut Tokens, kind: TokenKind, start: usize, end: usize, folded: &str, spaced: &mut bool) {
    let fold_start = out.folded.len() as u32;
    out.folded.push_str(folded);
    out.list.push(Token {
        kind,
        start: start as u32,
        end: end as u32,
        fold_start,
        fold_end: out.folded.len() as u32,
        spaced: std::mem::replace(spaced, false),
        upper: false,
        capitals: false,
    });
}

/// One mark for all shapes of it: commas, quotation marks, dashes, bullets, slashes.
fn punctuation(c: char) -> char {
    match c {
        '،' | '﹐' | '，' | '、' | '٫' => ',',
        '؛' | '；' => ';',
        '؟' | '？' => '?',
        '！' => '!',
        '：' => ':',
        '۔' | '。' => '.',
        '«' | '»' | '“' | '”' | '„' | '‟' | '"' | '‹' | '›' | '＂' => '"',
        '‘' | '’' | '‚' | '\'' | '`' | 'ʼ' => '\'',
        '–' | '—' | '―' | '−' | '‐' | '‑' | 'ـ' | '-' => '-',
        '•' | '●' | '▪' | '■' | '◦' | '·' | '∙' | '►' | '*' | '✓' | '➢' => '*',
        '…' => '.',
        '／' => '/',
        '（' | '﴾' | '[' => '(',
        '）' | '﴿' | ']' => ')',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points_of_the_original() {
        let text = "\u{200F}وقّعت «٢٠٢٣» 𝐀";
        let t = tokenize(text, &FoldTable::default());
        let chars: Vec<char> = text.chars().collect();
        let quote = |i: usize| chars[t.list[i].start as usize..t.list[i].end as usize].iter().collect::<String>();
        assert_eq!((quote(0).as_str(), t.word(0)), ("وقّعت", "وقعت"));
        assert_eq!((quote(2).as_str(), t.word(2)), ("٢٠٢٣", "2023"));
        assert!(t.is(1, '"') && t.is(3, '"'));
    }
}
