//! The scan: finds every lexicon entry in a tokenised text.
//!
//! In: [`Lexicon`] and [`Tokens`]. Out: [`Hit`]s ordered by start, longer first. Per class only the longest hit at a start is
//! kept, and hits inside a blocking phrase are dropped.

use super::{Class, Form, Lexicon};
use crate::text::{TokenKind, Tokens};

/// Proclitics before a hit's first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clitics {
    pub and: bool,
    /// The preposition written with the word.
    pub prep: Prep,
    pub the: bool,
}

/// A preposition written as a proclitic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prep {
    #[default]
    None,
    In,
    To,
    As,
}

/// One entry found in the text: token positions `start..end`.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub entry: u32,
    pub class: Class,
    pub form: Form,
    pub clitics: Clitics,
}

type Analysis = (u32, Clitics);

/// All hits in the text.
pub fn scan(lexicon: &Lexicon, tokens: &Tokens) -> Vec<Hit> {
    let analyses = Analyses::of(lexicon, tokens);
    let mut hits: Vec<Hit> = Vec::new();
    for i in 0..tokens.len() {
        let from = hits.len();
        for &(id, clitics) in analyses.at(i) {
            for &(entry, form) in &lexicon.data.first[id as usize] {
                let e = &lexicon.data.entries[entry as usize];
                if !allowed(e.class, form, clitics) || (e.needs_article && !clitics.the) {
                    continue;
                }
                let Some(end) = rest_matches(&e.rest, &analyses, tokens, i + 1) else { continue };
                hits.push(Hit { start: i, end, entry, class: e.class, form, clitics });
            }
        }
        if hits.len() <= from + 1 {
            continue;
        }
        // Longest first; of equal ones the reading that strips the least, so that a whole word wins over clitic + stem.
        hits[from..].sort_by_key(|h| (std::cmp::Reverse(h.end), stripped(h.clitics), h.entry));
        let mut kept: Vec<Hit> = Vec::new();
        for h in hits.drain(from..) {
            let covered = kept.iter().any(|k| {
                k.class == h.class
                    && (k.end > h.end || (k.end == h.end && (k.clitics == h.clitics || stripped(k.clitics) < stripped(h.clitics))))
                    && !(k.end == h.end && matches!(k.class, Class::Area | Class::Word | Class::City | Class::Verb | Class::Cue))
            });
            if !covered {
                kept.push(h);
            }
        }
        hits.extend(kept);
    }
    drop_blocked(&mut hits);
    hits
}

fn stripped(c: Clitics) -> u8 {
    c.and as u8 + (c.prep != Prep::None) as u8
}

/// May an entry of this class and form stand after these proclitics?
fn allowed(class: Class, form: Form, c: Clitics) -> bool {
    match form {
        Form::Past | Form::Present | Form::Future => c.prep == Prep::None && !c.the,
        _ => match class {
            Class::Word => c.prep == Prep::None || c.the || form == Form::Dual || form == Form::Plural,
            Class::RelativeDay | Class::Section => c.prep == Prep::None,
            _ => true,
        },
    }
}

fn rest_matches(rest: &[Vec<u32>], analyses: &Analyses, tokens: &Tokens, mut at: usize) -> Option<usize> {
    for options in rest {
        // A hyphen or an initial's full stop inside a name ("أ. ف. ب", "إف-16") does not part its words.
        while at < tokens.len() && (tokens.is(at, '-') || tokens.is(at, '.') || tokens.is(at, '/')) && tokens.kind(at) == TokenKind::Punct {
            at += 1;
        }
        let here = analyses.at(at);
        if !here.iter().any(|(id, c)| options.contains(id) && !c.and && c.prep == Prep::None) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The readings of all tokens in one list.
struct Analyses {
    all: Vec<Analysis>,
    /// Where each token's readings begin; one more at the end.
    from: Vec<u32>,
}

impl Analyses {
    fn of(lexicon: &Lexicon, tokens: &Tokens) -> Self {
        let mut out = Analyses { all: Vec::with_capacity(tokens.len()), from: Vec::with_capacity(tokens.len() + 1) };
        for i in 0..tokens.len() {
            let start = out.all.len();
            out.from.push(start as u32);
            if tokens.kind(i) == TokenKind::Word {
                strip(lexicon, tokens.word(i), 0, Clitics::default(), &mut out.all, start);
            }
        }
        out.from.push(out.all.len() as u32);
        out
    }

    /// Spelling ids of token `i` with the proclitics stripped to get there; none past the end.
    fn at(&self, i: usize) -> &[Analysis] {
        match (self.from.get(i), self.from.get(i + 1)) {
            (Some(&a), Some(&b)) => &self.all[a as usize..b as usize],
            _ => &[],
        }
    }
}

fn strip(lexicon: &Lexicon, word: &str, slot: u8, clitics: Clitics, out: &mut Vec<Analysis>, start: usize) {
    if let Some(id) = lexicon.id(word)
        && !out[start..].contains(&(id, clitics))
    {
        out.push((id, clitics));
    }
    for (form, means) in &lexicon.data.contractions {
        if slot <= 2
            && let Some(stem) = word.strip_prefix(form.as_str()).filter(|s| s.chars().count() >= 3)
        {
            let mut c = clitics;
            means.iter().for_each(|m| mark(&mut c, m));
            strip(lexicon, stem, u8::MAX, c, out, start);
        }
    }
    for p in &lexicon.data.proclitics {
        if p.slot > slot {
            // What is left must be a word: two letters after "and", three after a preposition or the article.
            let least = if p.slot == 1 { 2 } else { 3 };
            if let Some(stem) = word.strip_prefix(p.form.as_str()).filter(|s| s.chars().count() >= least) {
                let mut c = clitics;
                mark(&mut c, &p.means);
                strip(lexicon, stem, p.slot, c, out, start);
            }
        }
    }
}

fn mark(c: &mut Clitics, means: &str) {
    match means {
        "and" => c.and = true,
        "in" => c.prep = Prep::In,
        "to" => c.prep = Prep::To,
        "as" => c.prep = Prep::As,
        "the" => c.the = true,
        _ => {}
    }
}

fn drop_blocked(hits: &mut Vec<Hit>) {
    let blocks: Vec<(usize, usize)> = hits.iter().filter(|h| h.class == Class::Block).map(|h| (h.start, h.end)).collect();
    if !blocks.is_empty() {
        hits.retain(|h| h.class == Class::Block || !blocks.iter().any(|&(s, e)| s <= h.start && h.end <= e));
    }
}
