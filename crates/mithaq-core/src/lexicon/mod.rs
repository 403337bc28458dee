//! The compiled lexicon of one language, and the scan that finds its entries in a text.
//!
//! In: a compiled pack ([`LexiconData`], made by `mithaq-packs`) and tokens. Out: [`Hit`]s: every entry that stands in the
//! text at a word start after a legal chain of proclitics, nested ones too. Which hit counts is decided by the mention layer.

mod head;
mod scan;

pub use head::{Head, HeadData};
pub(crate) use scan::particles_before;
pub use scan::{Clitics, Hit, Prep, scan};

use crate::text::FoldTable;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What an entry is. The engine knows classes; the words are the pack's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Name of a state or body; value: its code.
    State,
    /// Adjective of a state; value: its code.
    Nisba,
    /// Capital that can stand for the government; value: its code.
    Capital,
    /// Palace, ministry or parliament by its own name; value: state code.
    Metonym,
    /// Word that may be a state but is more often something else; value: its code.
    Ambiguous,
    /// City of the gazetteer; value: geonames id.
    City,
    Office,
    Rank,
    Honorific,
    Force,
    Instrument,
    /// Verb in any of its forms; value: its sense, such as `step:signed`, `event:visit`, `mode:deny`.
    Verb,
    Area,
    /// Field cue; value: `defence`, `security`, `other`.
    Cue,
    /// Event noun; value: type.
    Event,
    /// Function word; value: its grammatical class.
    Word,
    Month,
    HijriMonth,
    Weekday,
    /// Day relative to the document's; value: offset in days.
    RelativeDay,
    /// "last", "next", "current"; value: `past`, `future`, `current`.
    Deictic,
    /// Unit of time; value: `day` `week` `month` `year`.
    Unit,
    Number,
    Ordinal,
    Outlet,
    Company,
    Exercise,
    Exhibition,
    /// Phrase inside which nothing is read.
    Block,
    /// Mark that opens a part of the page which is not the article.
    Section,
    /// Phrase that ties an agreement to an older one; value: `implements`, `amends`, `renews`, `terminates`.
    Link,
}

/// Grammatical form of a hit, from the paradigm that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    Base,
    Dual,
    Plural,
    Past,
    Present,
    Future,
    /// "to sign": asserts nothing by itself.
    Infinitive,
    Masdar,
    Participle,
    /// A noun whose ending carries a role; a hit shows the role as its preposition and [`Form::Base`].
    In,
    From,
    To,
    With,
    Of,
    By,
}

impl Form {
    /// Is this the form of a finite verb?
    pub fn is_finite(self) -> bool {
        matches!(self, Form::Past | Form::Present | Form::Future)
    }
    /// The role that a case ending carries.
    pub fn role(self) -> Option<Prep> {
        Some(match self {
            Form::In => Prep::In,
            Form::From => Prep::From,
            Form::To => Prep::To,
            Form::With => Prep::With,
            Form::Of => Prep::Of,
            Form::By => Prep::By,
            _ => return None,
        })
    }
}

/// Where attributes stand in a noun group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modifiers {
    #[default]
    After,
    Before,
    Both,
}

/// The order of a plain sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Verb, subject, object.
    #[default]
    Vso,
    /// Subject, verb, object.
    Svo,
    /// Subject, object, verb: what governs stands behind.
    Sov,
}

/// How a person's name is told from other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    /// By what the lexicon does not know.
    #[default]
    Lexical,
    /// By capital letters.
    Capitalised,
}

/// One lexicon entry. `words[k]` holds the spellings accepted for the k-th word.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    pub class: Class,
    pub value: String,
    pub state: Option<String>,
    pub domain: Option<String>,
    /// Pack file and position, as in evidence rules: `ar/triggers:sign`.
    pub rule: String,
    /// Accepted spellings of the second and later words.
    pub rest: Vec<Vec<u32>>,
    /// A hit must carry the article or be the first word of a name (weak entries).
    pub needs_article: bool,
    /// A postposition: it marks what stands before it.
    pub after: bool,
    /// Spellings of the last of several words whose ending carries a role.
    pub cases: Vec<(u32, Form)>,
}

/// A proclitic: its folded spelling, what it means (`and`, `in`, `to`, `as`, `the`) and its slot in the chain.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proclitic {
    pub form: String,
    pub means: String,
    pub slot: u8,
}

/// Everything a language's reading needs, as the pack compiler writes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LexiconData {
    pub language: String,
    pub version: String,
    pub direction: String,
    pub fold: Vec<(String, String)>,
    pub proclitics: Vec<Proclitic>,
    /// Contractions that stand for two proclitics: `لل` = to + the.
    pub contractions: Vec<(String, Vec<String>)>,
    /// Separate words that mark the next one: an article, "and".
    pub particles: Vec<(String, Vec<String>)>,
    /// Endings that an apostrophe parts from a name ("Ankara'da", "Morocco's").
    pub endings: Vec<(String, Prep)>,
    pub modifiers: Modifiers,
    pub names: Names,
    pub order: Order,
    /// Classes (`month`, `weekday`) whose words count only with a capital letter.
    pub capitalised: Vec<String>,
    /// The state whose press writes in this language by default.
    pub home: Option<String>,
    /// Names that only their unfolded spelling tells from a function word.
    pub names_as_written: Vec<String>,
    /// Words that are "if" right before a past tense, as spelt: folded they read as "that".
    pub conditions_as_written: Vec<String>,
    /// Object pronouns written with a verb.
    pub objects: Vec<String>,
    /// Endings (folded) that make a definite word behind an office an adjective and no name.
    pub adjective_endings: Vec<String>,
    pub scripts: Vec<String>,
    /// Function words whose counts identify the language.
    pub profile: Vec<String>,
    /// Letters of other languages of the same script, unfolded: a text that has many is not this language.
    pub foreign: String,
    /// Share of function words that a text of the language has at least; 0: two in a hundred.
    pub least: f64,
    /// Letters of which a longer text of the language has at least one, unfolded.
    pub marks: String,
    /// The alphabet, folded; empty: not checked.
    pub alphabet: String,
    /// Every accepted spelling; the position is its id.
    pub forms: Vec<String>,
    /// Spelling id → entries that begin with it, with the form it is.
    pub first: Vec<Vec<(u32, Form)>>,
    pub entries: Vec<Entry>,
}

/// An entry as the scan needs it, beside the spelling that begins it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub entry: u32,
    pub class: Class,
    pub form: Form,
    pub needs_article: bool,
}

/// The entries that one spelling begins: those of one word, and the longer ones by their second word, in rising order of it.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    pub alone: Vec<Candidate>,
    pub more: Vec<(u32, Candidate)>,
}

/// A lexicon ready for scanning.
#[derive(Debug)]
pub struct Lexicon {
    pub data: LexiconData,
    pub table: FoldTable,
    ids: FxHashMap<Box<str>, u32>,
    /// For each spelling what it begins.
    starts: Vec<Starts>,
    /// What separate words mean; of one listed twice the first counts.
    particles: FxHashMap<String, Vec<String>>,
    /// Spellings that are an adjective of a state by themselves.
    nisba: FxHashSet<u32>,
    /// Spellings of weekdays, months and relative days: they may stand inside a verb of several words.
    calendar: FxHashSet<u32>,
    /// Tells lexicons apart, for what threads remember of one.
    serial: usize,
}

static SERIAL: AtomicUsize = AtomicUsize::new(1);

impl Lexicon {
    pub fn new(data: LexiconData) -> Self {
        let table = FoldTable::new(data.fold.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        let mut ids = FxHashMap::with_capacity_and_hasher(data.forms.len(), Default::default());
        for (i, f) in data.forms.iter().enumerate() {
            ids.insert(f.as_str().into(), i as u32);
        }
        let particles = data.particles.iter().rev().cloned().collect();
        let alone = |classes: &[Class]| -> FxHashSet<u32> {
            let one = |e: u32| classes.contains(&data.entries[e as usize].class) && data.entries[e as usize].rest.is_empty();
            (0..data.first.len() as u32).filter(|&id| data.first[id as usize].iter().any(|&(e, _)| one(e))).collect()
        };
        let nisba = alone(&[Class::Nisba]);
        let calendar = alone(&[Class::Weekday, Class::Month, Class::RelativeDay]);
        let starts = data.first.iter().map(|list| starts_of(list, &data.entries)).collect();
        Lexicon { data, table, ids, starts, particles, nisba, calendar, serial: SERIAL.fetch_add(1, Ordering::Relaxed) }
    }
    /// Are articles and "and" words of their own here, and verbs listed with their auxiliaries?
    pub fn separate(&self) -> bool {
        !self.data.particles.is_empty()
    }
    /// Is one of the words of its own an article?
    pub fn has_articles(&self) -> bool {
        self.data.particles.iter().any(|(_, m)| m.iter().any(|x| x == "the"))
    }
    /// Does what governs a verb stand behind it?
    pub fn verb_final(&self) -> bool {
        self.data.order == Order::Sov
    }
    /// What a separate particle means: `and`, `the`.
    pub fn particle(&self, word: &str) -> Option<&[String]> {
        self.particles.get(word).map(Vec::as_slice)
    }
    /// Is the word a particle of this meaning, "and" or "the"?
    pub fn means(&self, word: &str, meaning: &str) -> bool {
        self.particle(word).is_some_and(|m| m.iter().any(|x| x == meaning))
    }
    /// The role of an ending behind an apostrophe.
    pub fn ending(&self, word: &str) -> Option<Prep> {
        self.data.endings.iter().find(|(f, _)| f == word).map(|(_, p)| *p)
    }
    /// The id of a folded spelling.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }
    /// Is the spelling an adjective of a state?
    pub(crate) fn is_nisba(&self, id: u32) -> bool {
        self.nisba.contains(&id)
    }
    /// Is the spelling a weekday, a month or a relative day?
    pub(crate) fn is_calendar(&self, id: u32) -> bool {
        self.calendar.contains(&id)
    }
    pub(crate) fn starts(&self, id: u32) -> &Starts {
        &self.starts[id as usize]
    }
    pub fn entry(&self, hit: &Hit) -> &Entry {
        &self.data.entries[hit.entry as usize]
    }
}

fn starts_of(list: &[(u32, Form)], entries: &[Entry]) -> Starts {
    let mut out = Starts::default();
    for &(entry, form) in list {
        let e = &entries[entry as usize];
        let c = Candidate { entry, class: e.class, form, needs_article: e.needs_article };
        match e.rest.first() {
            None => out.alone.push(c),
            Some(second) => out.more.extend(second.iter().map(|&w| (w, c))),
        }
    }
    out.more.sort_by_key(|(w, c)| (*w, c.entry));
    out
}
