//! The document as the later layers see it: tokens, sentences and hits, with quick look-ups.

use crate::lexicon::{Class, Hit, Lexicon, Prep};
use crate::text::{Line, Sentence, TokenKind, Tokens};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Tokens, layout and hits of one text.
pub struct Doc<'a> {
    pub text: &'a str,
    /// Byte offset of every code point, and the length at the end.
    pub bytes: Vec<u32>,
    pub tokens: Tokens,
    pub lines: Vec<Line>,
    pub sentences: Vec<Sentence>,
    pub hits: Vec<Hit>,
    /// Phrases that link two agreements. They stand apart: no other layer sees them, none changes what a name or a group is.
    pub links: Vec<Hit>,
    /// First hit of each token, as positions in `hits`.
    index: Vec<u32>,
    pub lexicon: &'a Lexicon,
}

impl<'a> Doc<'a> {
    pub fn new(text: &'a str, tokens: Tokens, lines: Vec<Line>, sentences: Vec<Sentence>, hits: Vec<Hit>, lexicon: &'a Lexicon) -> Self {
        let (links, hits): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(|h| h.class == Class::Link);
        let mut index = vec![0u32; tokens.len() + 2];
        let mut h = 0;
        for (i, slot) in index.iter_mut().enumerate() {
            while h < hits.len() && hits[h].start < i {
                h += 1;
            }
            *slot = h as u32;
        }
        let mut bytes: Vec<u32> = text.char_indices().map(|(b, _)| b as u32).collect();
        bytes.push(text.len() as u32);
        Doc { text, bytes, tokens, lines, sentences, hits, links, index, lexicon }
    }

    /// Hits that start at token `i`, longest first.
    pub fn at(&self, i: usize) -> &[Hit] {
        if i >= self.tokens.len() {
            return &[];
        }
        &self.hits[self.index[i] as usize..self.index[i + 1] as usize]
    }
    pub fn value(&self, h: &Hit) -> &str {
        &self.lexicon.entry(h).value
    }
    /// The longest hit of a class at token `i`.
    pub fn find(&self, i: usize, class: Class) -> Option<&Hit> {
        self.at(i).iter().find(|h| h.class == class)
    }
    /// A function word of this grammatical class at token `i`.
    pub fn word(&self, i: usize, class: &str) -> Option<&Hit> {
        self.at(i).iter().find(|h| h.class == Class::Word && self.value(h) == class)
    }
    /// A function word of this class that ends right before token `i`, or before the particles of its group; no postposition.
    pub fn word_before(&self, i: usize, class: &str) -> bool {
        let ends =
            |i: usize| (1..=4).any(|n| i >= n && self.at(i - n).iter().any(|h| h.end == i && h.class == Class::Word && self.value(h) == class && !self.lexicon.entry(h).after));
        if ends(i) {
            return true;
        }
        let lead = self.lead(i);
        lead < i && ends(lead)
    }
    /// The end of a function word of this class at token `i`.
    pub fn past_word(&self, i: usize, class: &str) -> Option<usize> {
        self.word(i, class).map(|h| h.end)
    }
    /// A postposition of this class that begins at token `i`.
    pub fn word_after(&self, i: usize, class: &str) -> Option<&Hit> {
        self.at(i).iter().find(|h| h.class == Class::Word && self.value(h) == class && self.lexicon.entry(h).after)
    }
    /// Is token `i` a word that marks the next one, an article or "and"?
    pub fn is_particle(&self, i: usize) -> bool {
        self.lexicon.particle(self.tokens.word(i)).is_some()
    }
    /// Is token `i` an article of its own?
    pub fn is_article(&self, i: usize) -> bool {
        self.lexicon.means(self.tokens.word(i), "the")
    }
    /// Does a company's name or the word for one begin at token `i`?
    pub fn is_firm(&self, i: usize) -> bool {
        self.word(i, "company").is_some() || self.find(i, Class::Company).is_some()
    }
    /// Is token `i` a word of its own that means "and"?
    pub fn joins_word(&self, i: usize) -> bool {
        self.is_word(i) && self.lexicon.means(self.tokens.word(i), "and")
    }
    /// Where the group at token `i` begins with its particles ("and the").
    pub fn lead(&self, i: usize) -> usize {
        if self.lexicon.data.particles.is_empty() {
            return i;
        }
        crate::lexicon::particles_before(self.lexicon, &self.tokens, i).last().unwrap_or(i)
    }
    /// The first token at or behind `i` that is no article. A particle that joins is never passed over.
    pub fn past_particles(&self, mut i: usize) -> usize {
        let article = |i: usize| self.lexicon.particle(self.tokens.word(i)).is_some_and(|m| !m.iter().any(|x| x == "and"));
        while i < self.tokens.len() && self.tokens.kind(i) == TokenKind::Word && !self.lexicon.data.particles.is_empty() && article(i) {
            i += 1;
            if self.tokens.is(i, '\'') {
                i += 1;
            }
        }
        i
    }
    /// Does token `i` begin with a capital letter?
    pub fn capital(&self, i: usize) -> bool {
        self.tokens.list.get(i).is_some_and(|t| t.upper)
    }
    /// Do attributes of this language stand before their noun?
    pub fn modifies_before(&self) -> bool {
        self.lexicon.data.modifiers != crate::lexicon::Modifiers::After
    }
    /// Hits that start in `start..end`.
    pub fn within(&self, start: usize, end: usize) -> &[Hit] {
        let end = end.min(self.tokens.len());
        if start >= end {
            return &[];
        }
        &self.hits[self.index[start] as usize..self.index[end] as usize]
    }
    /// A verb with this sense at token `i`.
    pub fn verb(&self, i: usize, sense: &str) -> Option<&Hit> {
        self.at(i).iter().find(|h| h.class == Class::Verb && self.value(h).starts_with(sense))
    }
    pub fn is_finite(h: &Hit) -> bool {
        h.class == Class::Verb && h.form.is_finite()
    }
    pub fn is_word(&self, i: usize) -> bool {
        i < self.tokens.len() && self.tokens.kind(i) == TokenKind::Word
    }
    pub fn prep(&self, i: usize) -> Prep {
        self.at(i).iter().map(|h| h.clitics.prep).find(|p| *p != Prep::None).unwrap_or(Prep::None)
    }
    /// Code-point span of tokens `start..end`.
    pub fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let s = self.tokens.list[start].start as usize;
        let e = self.tokens.list[end.max(start + 1) - 1].end as usize;
        (s, e.max(s))
    }
    /// The original text of a code-point span.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        &self.text[self.bytes[start] as usize..self.bytes[end] as usize]
    }
    /// The original text of tokens `start..end`.
    pub fn quote(&self, start: usize, end: usize) -> &str {
        let (s, e) = self.span(start, end);
        self.slice(s, e)
    }
    /// How token `i` is spelt, where folding is too coarse: composed, without vowel marks, tatweel and controls.
    pub fn spelling(&self, i: usize) -> String {
        self.quote(i, i + 1).nfc().filter(|c| c.is_alphabetic() && !is_combining_mark(*c) && *c != '\u{640}').collect()
    }
    /// The sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= i).min(self.sentences.len().saturating_sub(1))
    }
}
