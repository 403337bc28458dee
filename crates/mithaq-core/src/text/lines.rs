//! Layout: sentences, bullets and lines of a page that are not the article.
//!
//! In: tokens. Out: [`Sentence`]s in order, each with its line's kind. A sentence never crosses a line feed; a full stop
//! ends one only where white space or the end follows and no initial or number stands before it.

use super::token::{TokenKind, Tokens};

/// What a line is in the page's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Headline,
    Prose,
    Bullet,
}

/// A line of the text, as token positions `start..end` (without its line feed).
#[derive(Debug, Clone)]
pub struct Line {
    pub kind: LineKind,
    pub start: usize,
    pub end: usize,
    /// Ends with a colon: what follows belongs to it.
    pub opens_list: bool,
}

/// A sentence as token positions `start..end`.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub kind: LineKind,
}

/// Lines and sentences of a tokenised text; `title_end` is the code point where the title ends (0: no title).
/// `short` tells an abbreviation's token, whose full stop ends no sentence ("Gen. Smith", "Oct. 30").
pub fn layout(tokens: &Tokens, title_end: usize, lower: impl Fn(usize) -> bool, short: impl Fn(usize) -> bool) -> (Vec<Line>, Vec<Sentence>) {
    let mut lines = Vec::new();
    let mut start = 0;
    for i in 0..=tokens.len() {
        if i == tokens.len() || tokens.kind(i) == TokenKind::Newline {
            if i > start {
                lines.push(line(tokens, start, i, title_end));
            }
            start = i + 1;
        }
    }
    let mut sentences = Vec::new();
    for (n, l) in lines.iter().enumerate() {
        split(tokens, l, n, &|i| i > 0 && (short(i - 1) || (i + 1 < tokens.len() && lower(i + 1))), &mut sentences);
    }
    (lines, sentences)
}

fn line(tokens: &Tokens, start: usize, end: usize, title_end: usize) -> Line {
    let headline = (tokens.list[start].start as usize) < title_end;
    let first = tokens.word(start);
    let numbered = tokens.kind(start) == TokenKind::Number && first.len() <= 2 && (tokens.is(start + 1, '-') || tokens.is(start + 1, ')') || tokens.is(start + 1, '.'));
    let lettered = tokens.kind(start) == TokenKind::Word && first.chars().count() == 1 && (tokens.is(start + 1, ')') || tokens.is(start + 1, '-'));
    let dashed = tokens.is(start, '-') || tokens.is(start, '*');
    let kind = if headline {
        LineKind::Headline
    } else if numbered || lettered || dashed {
        LineKind::Bullet
    } else {
        LineKind::Prose
    };
    Line { kind, start, end, opens_list: tokens.is(end - 1, ':') }
}

/// No sentence is longer: a megabyte of one word must not cost the square of its length.
const LONGEST: usize = 600;

fn split(tokens: &Tokens, line: &Line, n: usize, inner: &dyn Fn(usize) -> bool, out: &mut Vec<Sentence>) {
    let mut start = line.start;
    for i in line.start..line.end {
        if (ends_sentence(tokens, i, line.end) && (i + 1 == line.end || !inner(i)) && i + 1 > start) || i + 1 - start >= LONGEST {
            out.push(Sentence { start, end: i + 1, line: n, kind: line.kind });
            start = i + 1;
        }
    }
    if start < line.end {
        out.push(Sentence { start, end: line.end, line: n, kind: line.kind });
    }
}

fn ends_sentence(tokens: &Tokens, i: usize, end: usize) -> bool {
    if tokens.kind(i) != TokenKind::Punct {
        return false;
    }
    let w = tokens.word(i);
    match w.chars().next() {
        Some('?' | '!') => true,
        Some('.') => {
            let last = i + 1 >= end;
            let gap = !last && (tokens.list[i + 1].spaced || tokens.is(i + 1, '"'));
            let before_initial = i > 0 && tokens.kind(i - 1) == TokenKind::Word && tokens.word(i - 1).chars().count() == 1 && !last;
            // "5. 9. 2023": a full stop between numbers.
            let between = i > 0 && !last && tokens.kind(i - 1) == TokenKind::Number && tokens.kind(i + 1) == TokenKind::Number && tokens.word(i - 1).len() <= 2;
            (last || gap) && !before_initial && !between
        }
        _ => false,
    }
}
