//! The scan: finds every lexicon entry in a tokenised text.
//!
//! In: [`Lexicon`] and [`Tokens`]. Out: [`Hit`]s ordered by start, longer first. Per class only the longest hit at a start is
//! kept, and hits inside a blocking phrase are dropped.

use super::{Candidate, Class, Form, Lexicon};
use crate::text::{TokenKind, Tokens};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Proclitics before a hit's first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clitics {
    pub and: bool,
    /// The preposition written with the word.
    pub prep: Prep,
    pub the: bool,
}

/// A preposition written as a proclitic, or the role that a case ending carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prep {
    #[default]
    None,
    In,
    To,
    As,
    From,
    With,
    Of,
    By,
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
    // Where the article is a word of its own it is seen only afterwards.
    let separate = !lexicon.data.particles.is_empty();
    let cased = lexicon.verb_final();
    for i in 0..tokens.len() {
        let from = hits.len();
        for &(id, clitics) in analyses.at(i) {
            // "الله" is no article and "له": a function word of two letters takes none.
            let short = clitics.the && lexicon.data.forms[id as usize].chars().nth(2).is_none();
            let mut put = |c: &Candidate, end: usize, last: Option<u32>| {
                let (mut form, mut clitics) = (c.form, clitics);
                // A case ending carries the role: the one word's, or the last one's of several.
                let ended = match last {
                    None => None,
                    Some(id) => lexicon.data.entries[c.entry as usize].cases.iter().find(|(s, _)| *s == id).map(|(_, f)| *f),
                };
                let case = if last.is_none() { form.role() } else { ended.and_then(Form::role) };
                if ended == Some(Form::Plural) && form == Form::Base {
                    form = Form::Plural;
                }
                if form.role().is_some() {
                    form = Form::Base;
                }
                if let Some(role) = case {
                    clitics.prep = role;
                }
                if !(short && c.class == Class::Word) && allowed(c.class, form, clitics, cased) && (!c.needs_article || clitics.the || separate) {
                    hits.push(Hit { start: i, end, entry: c.entry, class: c.class, form, clitics });
                }
            };
            let starts = lexicon.starts(id);
            for c in &starts.alone {
                put(c, i + 1, None);
            }
            if starts.more.is_empty() {
                continue;
            }
            // Of the entries that go on only those whose second word stands here are looked at.
            let second = inner(tokens, i + 1);
            // "ministre rwandais de la Défense", "entered on Monday into force": what may stand inside a phrase of several words.
            let passing = Passing { lexicon, tokens, analyses: &analyses };
            let nations = passing.nations(i + 1);
            let days = passing.days(i + 1);
            let skips = [(second, None), (nations, Some(false)), (days, Some(true))];
            for (second, verb) in skips.into_iter().filter(|(s, v)| v.is_none() || *s > second) {
                let fits = |c: &Candidate| match verb {
                    None => true,
                    // "llegó el lunes a": what follows the day must be more than a preposition.
                    Some(true) => c.class == Class::Verb && (lexicon.data.entries[c.entry as usize].rest.len() > 1 || tokens.word(second).chars().count() > 2),
                    Some(false) => matches!(c.class, Class::Office | Class::Force),
                };
                for &(next, _) in analyses.at(second).iter().filter(|(_, c)| !c.and && c.prep == Prep::None) {
                    let from = starts.more.partition_point(|(w, _)| *w < next);
                    for (_, c) in starts.more[from..].iter().take_while(|(w, _)| *w == next).filter(|(_, c)| fits(c)) {
                        let rest = &lexicon.data.entries[c.entry as usize].rest[1..];
                        if let Some((end, last)) = rest_matches(rest, &passing, c.class, verb.is_some(), second + 1, next) {
                            put(c, end, Some(last));
                        }
                    }
                }
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
    if !lexicon.data.particles.is_empty() || !lexicon.data.endings.is_empty() {
        mark_words(lexicon, tokens, &mut hits);
        drop_inner_verbs(&mut hits);
        let articles = lexicon.has_articles();
        let months = lexicon.data.capitalised.iter().any(|c| c == "month");
        let weekdays = lexicon.data.capitalised.iter().any(|c| c == "weekday");
        hits.retain(|h| {
            let e = lexicon.entry(h);
            let written = match h.class {
                Class::Month => !months || tokens.list[h.start].upper,
                Class::Weekday => !weekdays || tokens.list[h.start].upper,
                _ => e.domain.as_deref() != Some("capitals") || tokens.list[h.start].capitals,
            };
            written && (!articles || h.clitics.the || !e.needs_article)
        });
    }
    hits
}

/// Where verbs are listed with their auxiliaries, a verb inside a longer one ("sign" in "will sign") is no verb of its own; a
/// finite reading behind an article gives way to the noun of the same spelling ("the visit").
fn drop_inner_verbs(hits: &mut Vec<Hit>) {
    let verbs: Vec<(usize, usize, Form, bool)> = hits.iter().filter(|h| h.class == Class::Verb).map(|h| (h.start, h.end, h.form, h.clitics.the)).collect();
    let finite = |f: Form| f.is_finite();
    let mut drop: Vec<bool> = vec![false; hits.len()];
    let mut v = 0;
    for (k, h) in hits.iter().enumerate() {
        if h.class != Class::Verb {
            continue;
        }
        while v < verbs.len() && verbs[v].0 + 8 < h.start {
            v += 1;
        }
        let near = verbs[v..].iter().take_while(|x| x.0 <= h.start);
        drop[k] = near.clone().any(|&(s, e, ..)| s < h.start && h.end <= e)
            || (finite(h.form) && h.clitics.the && near.clone().any(|&(s, e, f, _)| s == h.start && e == h.end && f == Form::Masdar));
    }
    let mut k = 0;
    hits.retain(|_| {
        k += 1;
        !drop[k - 1]
    });
}

/// Marks hits by the particles before them ("and the …") and by the endings that an apostrophe parts from them.
fn mark_words(lexicon: &Lexicon, tokens: &Tokens, hits: &mut [Hit]) {
    let separate = !lexicon.data.particles.is_empty() && lexicon.data.endings.is_empty();
    for h in hits {
        for k in particles_before(lexicon, tokens, h.start) {
            for m in lexicon.particle(tokens.word(k)).unwrap_or_default() {
                mark(&mut h.clitics, m);
            }
        }
        // "d'Égypte", "lorsqu'il": the apostrophe belongs to the word before it.
        if h.class == Class::Word && separate && tokens.is(h.end, '\'') && !tokens.list[h.end].spaced && tokens.list.get(h.end + 1).is_some_and(|t| !t.spaced) {
            h.end += 1;
        }
        // An ending belongs to nouns; it stands unspaced behind the apostrophe.
        let noun = !matches!(h.class, Class::Verb | Class::Word | Class::Number | Class::Section | Class::Block | Class::Link);
        // "the Philippines' army": the bare apostrophe of a plural.
        if noun
            && tokens.is(h.end, '\'')
            && !tokens.list[h.end].spaced
            && tokens.word(h.end - 1).ends_with('s')
            && lexicon.ending("s") == Some(Prep::Of)
            && tokens.list.get(h.end + 1).is_some_and(|t| t.spaced)
        {
            h.end += 1;
            h.clitics.prep = Prep::Of;
            continue;
        }
        if noun
            && (tokens.is(h.end, '\'') || (tokens.is(h.end, '-') && h.end == h.start + 1))
            && h.end + 1 < tokens.len()
            && !tokens.list[h.end].spaced
            && !tokens.list[h.end + 1].spaced
            && let Some(role) = lexicon.ending(tokens.word(h.end + 1))
        {
            h.end += 2;
            if role != Prep::None {
                h.clitics.prep = role;
            }
        }
    }
}

/// The particles right before token `at`, nearest first; at most three.
pub(crate) fn particles_before<'a>(lexicon: &'a Lexicon, tokens: &'a Tokens, at: usize) -> impl Iterator<Item = usize> + 'a {
    let mut i = at;
    std::iter::from_fn(move || {
        let mut k = i.checked_sub(1)?;
        if tokens.is(k, '\'') {
            k = k.checked_sub(1)?;
        }
        (tokens.kind(k) == TokenKind::Word && lexicon.particle(tokens.word(k)).is_some()).then(|| {
            i = k;
            k
        })
    })
    .take(3)
}

fn stripped(c: Clitics) -> u8 {
    c.and as u8 + (c.prep != Prep::None) as u8
}

/// May an entry of this class and form stand after these proclitics?
fn allowed(class: Class, form: Form, c: Clitics, cased: bool) -> bool {
    match form {
        Form::Past | Form::Present | Form::Future => c.prep == Prep::None && !c.the,
        _ => match class {
            // "mevkidaşına": where nouns have case endings, so have the words for counterpart, side, decree.
            Class::Word => cased || c.prep == Prep::None || c.the || form == Form::Dual || form == Form::Plural,
            Class::RelativeDay | Class::Section => c.prep == Prep::None,
            _ => true,
        },
    }
}

/// What may stand inside a phrase of several words where articles are words of their own.
struct Passing<'a> {
    lexicon: &'a Lexicon,
    tokens: &'a Tokens,
    analyses: &'a Analyses,
}

impl Passing<'_> {
    /// The first token at or behind `at` that is no adjective of a state, nor a list of two ("belge et néerlandais").
    fn nations(&self, at: usize) -> usize {
        let nisba = |t: usize| self.analyses.at(t).iter().any(|(id, _)| self.lexicon.is_nisba(*id));
        let open = self.lexicon.separate() && at + 1 < self.tokens.len();
        if !open || !nisba(at) || at > 0 && self.lexicon.particle(self.tokens.word(at - 1)).is_some() {
            return at;
        }
        let and = |t: usize| self.tokens.is(t, ',') || self.lexicon.means(self.tokens.word(t), "and");
        if at + 2 < self.tokens.len() && and(at + 1) && nisba(at + 2) { at + 3 } else { at + 1 }
    }

    /// The first token at or behind `at` that is no part of a day: at most four of weekday, number, month, article, comma.
    fn days(&self, at: usize) -> usize {
        if !self.lexicon.separate() || self.lexicon.verb_final() {
            return at;
        }
        let day = |t: usize| self.analyses.at(t).iter().any(|(id, _)| self.lexicon.is_calendar(*id));
        let part = |t: usize| {
            t + 1 < self.tokens.len()
                && (day(t)
                    || self.tokens.kind(t) == TokenKind::Number
                    || self.tokens.is(t, ',')
                    || self.lexicon.particle(self.tokens.word(t)).is_some_and(|m| !m.iter().any(|x| x == "and")))
        };
        let mut t = at;
        while t - at < 5 && part(t) {
            t += 1;
        }
        if (at..t).any(day) { t } else { at }
    }
}

/// Where the later words of a phrase end, and the spelling of the last one; once, something may be passed over.
fn rest_matches(rest: &[Vec<u32>], passing: &Passing, class: Class, mut passed: bool, mut at: usize, mut last: u32) -> Option<(usize, u32)> {
    let find = |options: &Vec<u32>, at: usize| passing.analyses.at(at).iter().find(|(id, c)| options.contains(id) && !c.and && c.prep == Prep::None).map(|a| a.0);
    for options in rest {
        at = inner(passing.tokens, at);
        let mut found = find(options, at);
        if found.is_none() && !passed {
            let next = match class {
                Class::Office | Class::Force => passing.nations(at),
                Class::Verb => passing.days(at),
                _ => at,
            };
            passed = true;
            at = next;
            found = find(options, at);
        }
        last = found?;
        at += 1;
    }
    Some((at, last))
}

/// The next word of a phrase: a hyphen or an initial's full stop inside a name ("أ. ف. ب", "إف-16") does not part its words.
fn inner(tokens: &Tokens, mut at: usize) -> usize {
    while at < tokens.len() && (tokens.is(at, '-') || tokens.is(at, '.') || tokens.is(at, '/') || tokens.is(at, '\'')) && tokens.kind(at) == TokenKind::Punct {
        at += 1;
    }
    at
}

/// The readings of all tokens in one list.
struct Analyses {
    all: Vec<Analysis>,
    /// Where each token's readings begin; one more at the end.
    from: Vec<u32>,
}

thread_local! {
    /// Readings of words met before, of the lexicon they belong to. A newsroom's stream repeats its words: nine in ten are
    /// found here, and the proclitics are stripped once for each spelling and thread. It holds no state that a record shows.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// See [`MEMO`].
#[derive(Default)]
struct Memo {
    lexicon: usize,
    known: FxHashMap<Box<str>, (u32, u32)>,
    all: Vec<Analysis>,
}

/// Words remembered at most; a text of random letters must not fill the memory.
const MEMO_WORDS: usize = 60_000;

impl Analyses {
    fn of(lexicon: &Lexicon, tokens: &Tokens) -> Self {
        let mut out = Analyses { all: Vec::with_capacity(tokens.len() * 2), from: Vec::with_capacity(tokens.len() + 1) };
        MEMO.with_borrow_mut(|memo| {
            if memo.lexicon != lexicon.serial || memo.known.len() > MEMO_WORDS {
                *memo = Memo { lexicon: lexicon.serial, ..Memo::default() };
            }
            for i in 0..tokens.len() {
                out.from.push(out.all.len() as u32);
                if tokens.kind(i) != TokenKind::Word {
                    continue;
                }
                let word = tokens.word(i);
                let (from, to) = match memo.known.get(word) {
                    Some(&span) => span,
                    None => {
                        let start = memo.all.len();
                        strip(lexicon, word, 0, Clitics::default(), &mut memo.all, start);
                        let span = (start as u32, memo.all.len() as u32);
                        memo.known.insert(word.into(), span);
                        span
                    }
                };
                out.all.extend_from_slice(&memo.all[from as usize..to as usize]);
            }
        });
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
            // What is left must be a word: two letters after "and" and the article ("الطب"), three after a preposition.
            let least = if p.means == "and" || p.means == "the" { 2 } else { 3 };
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
