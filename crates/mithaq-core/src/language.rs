//! The language of a text: its script first, then the counts of the function words that its pack names.
//!
//! In: the packs, the language as told, the text. Out: the pack to read it with and the text's tokens, cut by that pack's
//! folding. A text in no language with a pack gives nothing: an empty record is right, one read with another language's words is
//! not.

use crate::engine::Pack;
use crate::lexicon::Lexicon;
use crate::text::{TokenKind, Tokens, tokenize};

/// Code points looked at, from the start.
const HEAD: usize = 800;
/// Words of a long text that decide.
const WORDS: usize = 160;

/// Words from which on the share of function words is asked for.
const ENOUGH: usize = 12;
/// Letters from which on a language's own marks are asked for.
const LETTERS: usize = 110;

/// The lexicon for a text, with its tokens. Only the one chosen is loaded.
pub(crate) fn choose<'a>(packs: &'a [Pack], told: Option<&str>, text: &str) -> Option<(&'a Lexicon, Tokens)> {
    if let Some(code) = told {
        let p = packs.iter().find(|x| x.language() == code)?;
        return Some((p.lexicon(), tokenize(text, &p.head.table)));
    }
    let script = script_of_text(text)?;
    let mut same = packs.iter().filter(|p| p.head.data.scripts.iter().any(|s| s == script));
    let first = same.next()?;
    // One pack of the script: it is asked whether the text is its own, on the tokens that the reading needs anyway.
    let Some(second) = same.next() else {
        let tokens = tokenize(text, &first.head.table);
        return (resemblance(first, &tokens, text) > 0.0).then(|| (first.lexicon(), tokens));
    };
    let head: String = text.chars().take(HEAD).collect();
    let rated = [first, second].into_iter().chain(same).map(|p| (p, resemblance(p, &tokenize(&head, &p.head.table), &head)));
    let (best, _) = rated.filter(|(_, n)| *n > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((best.lexicon(), tokenize(text, &best.head.table)))
}

/// The packs that read the script of a text.
pub(crate) fn of_script<'a>(packs: &'a [Pack], text: &str) -> impl Iterator<Item = &'a Pack> {
    let script = script_of_text(text);
    packs.iter().filter(move |p| script.is_some_and(|s| p.head.data.scripts.iter().any(|x| x == s)))
}

/// The script most letters of the text's head belong to.
fn script_of_text(text: &str) -> Option<&'static str> {
    let mut counts = [0usize; SCRIPTS.len()];
    for c in text.chars().take(HEAD) {
        if let Some(k) = script_of(c) {
            counts[k] += 1;
        }
    }
    let (k, n) = counts.iter().enumerate().max_by_key(|(_, n)| **n)?;
    (*n > 0).then_some(SCRIPTS[k])
}

/// Scripts told apart, by the names of Unicode.
const SCRIPTS: [&str; 4] = ["Latin", "Cyrillic", "Arabic", "other"];

fn script_of(c: char) -> Option<usize> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => Some(0),
        '\u{0400}'..='\u{052F}' => Some(1),
        '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Some(2),
        c if c.is_alphabetic() => Some(3),
        _ => None,
    }
}

/// Share of the first words that are the language's function words; 0 where the text is not of this language.
fn resemblance(p: &Pack, tokens: &Tokens, text: &str) -> f64 {
    let words: Vec<&str> = (0..tokens.len()).filter(|&i| tokens.kind(i) == TokenKind::Word).take(WORDS).map(|i| tokens.word(i)).collect();
    if words.is_empty() {
        return 0.0;
    }
    let strange = text.chars().take(HEAD).filter(|&c| p.head.is_foreign(c)).count();
    if strange * 25 > words.len() {
        return 0.0;
    }
    // Bulgarian in Russian's letters, without the one that Russian never lacks for long.
    let letters = text.chars().take(HEAD).filter(|c| c.is_alphabetic()).count();
    if letters >= LETTERS && !p.head.data.marks.is_empty() && !text.chars().take(HEAD).any(|c| p.head.data.marks.contains(c)) {
        return 0.0;
    }
    let known = words.iter().filter(|w| p.head.identifies(w)).count();
    let alphabet = words.iter().filter(|w| p.head.spells(w)).count();
    let (known, alphabet, all) = (known as f64, alphabet as f64, words.len() as f64);
    // A brief or a headline may hold no function word: then the alphabet and the lexicon's own words decide.
    let lexical = || words.iter().filter(|w| p.lexicon().id(w).is_some()).count() as f64;
    // A list of decisions has few: half of those asked for are enough where most words are the lexicon's.
    if words.len() >= ENOUGH && known / all < p.head.data.least {
        let listed = known / all >= p.head.data.least / 2.0 && alphabet / all >= 0.9 && lexical() / all >= 0.5;
        return if listed { known / all } else { 0.0 };
    }
    if alphabet / all < 0.5 || (known / all < 0.02 && lexical() / all < 0.3) { 0.0 } else { known / all + alphabet / all / 10.0 }
}
