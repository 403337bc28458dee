//! Spellings with readings that contradict one another.
//!
//! In: a [`Survey`]. Out: [`Clash`]es, worst first. A spelling may well have several readings (a participle is a past too, an area is
//! a cue too): only pairs of which one spoils the other are named, by how much they spoil.

use super::{Kind, Reading, Survey};
use crate::classes::ROLES;
use mithaq_core::lexicon::{Class, Form};
use std::collections::BTreeMap;

/// How much a clash spoils; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    ShortVerb,
    Particle,
    FunctionWord,
    State,
    VerbAndNoun,
    Calendar,
    Tense,
    Sense,
    Noun,
    Word,
    Name,
    City,
}

impl Rank {
    /// What such a clash does, in one line.
    pub fn about(self) -> &'static str {
        match self {
            Rank::ShortVerb => "verb forms of one or two letters: each is a finite verb wherever it stands",
            Rank::Particle => "also a particle: no role, no state, no verb is seen reliably here",
            Rank::FunctionWord => "a verb that is also a function word: it ends clauses and groups wherever the word stands",
            Rank::State => "a state that is also something else, or two states",
            Rank::VerbAndNoun => "a finite verb that is also a noun the engine looks for",
            Rank::Calendar => "a month, a weekday or a number that is also something else",
            Rank::Tense => "one spelling for what happened and what is to come",
            Rank::Sense => "one form under two senses that contradict",
            Rank::Noun => "one noun under two codes",
            Rank::Word => "a verb that is also a word of a class",
            Rank::Name => "a name of packs/world that is also a word of the language",
            Rank::City => "a city that is also a word (read only behind a word of place)",
        }
    }
}

/// A spelling with readings that contradict.
#[derive(Debug, Clone)]
pub struct Clash {
    pub rank: Rank,
    /// The shortest; the others are inflected forms on which the same entries meet.
    pub spelling: String,
    pub others: usize,
    /// Where each is listed, and what it is there.
    pub readings: Vec<(String, String)>,
}

/// Words that part or join: a verb of the same spelling is felt in every sentence.
const STRUCTURE: &[&str] = &["of", "on", "and", "relative", "that", "negation", "break", "topic-change", "each"];
/// Classes of which many words are verbs or nouns elsewhere, and should be.
const QUIET: &[&str] = &[
    "asserts",
    "content",
    "conjunct",
    "name-part",
    "same",
    "list",
    "perfect",
    "possessive",
    "attribution",
    "auxiliary",
    "binds",
    "lasts",
    "future",
    "condition",
    "represented",
    "under",
    "issued",
    "initials",
    "company",
    "observer",
    "polity",
    "side",
    "term",
    "cooperation",
    "unless",
    "session",
    "during",
    "occasion",
    "bilateral",
    "trilateral",
];

impl Survey {
    /// Spellings with contradicting readings, worst first.
    pub fn clashes(&self) -> Vec<Clash> {
        // Two inflected entries meet on many forms: one clash.
        type Entries<'a> = Vec<(&'a str, usize)>;
        let mut groups: BTreeMap<(Rank, Entries), Vec<&str>> = BTreeMap::new();
        for (spelling, readings) in &self.readings {
            if let Some(rank) = rank(spelling, readings) {
                let entries = told(rank, readings).map(|r| (r.rule.as_str(), r.line)).collect();
                groups.entry((rank, entries)).or_default().push(spelling);
            }
        }
        let mut out: Vec<Clash> = groups
            .into_iter()
            .filter_map(|((rank, _), spellings)| {
                let spelling = spellings.iter().min_by_key(|s| s.chars().count())?;
                let readings = told(rank, self.readings.get(*spelling)?).map(|r| (self.place(&r.rule, r.line), what(r))).collect();
                Some(Clash { rank, spelling: spelling.to_string(), others: spellings.len() - 1, readings })
            })
            .collect();
        out.sort_by_key(|c| (c.rank, c.spelling.chars().count(), c.spelling.clone()));
        out
    }

    /// Words of `content` that no table has as a verb: the finite ones among them do not end the group of the instrument before.
    pub fn content_without_verb(&self) -> Vec<&str> {
        let content = |r: &Reading| r.word() == Some("content");
        let bare = |(s, l): (&'_ String, &Vec<Reading>)| !s.contains(' ') && l.iter().any(content) && !l.iter().any(Reading::is_verb);
        self.readings.iter().filter(|&x| bare(x)).map(|(s, _)| s.as_str()).collect()
    }
}

/// The readings that count, without those that are quiet whatever stands beside them.
fn told(rank: Rank, readings: &[Reading]) -> impl Iterator<Item = &Reading> {
    let all = matches!(rank, Rank::ShortVerb | Rank::State);
    readings.iter().filter(move |r| all || !r.word().is_some_and(is_quiet))
}

/// A reading in words: `verb event:visit present "ir"`.
fn what(r: &Reading) -> String {
    match &r.kind {
        Kind::Particle { means } => format!("particle, means {means:?}"),
        Kind::Entry { class: Class::Verb, value, form } => format!("verb {value} {form:?} \"{}\"", r.listed).replace(['\n'], " "),
        Kind::Entry { class, value, .. } => format!("{class:?} {value} \"{}\"", r.listed),
    }
}

fn is_quiet(word: &str) -> bool {
    QUIET.contains(&word) || word.starts_with("gift:") || word.starts_with("epithet:")
}

fn is_state(r: &Reading) -> bool {
    matches!(r.class(), Some(Class::State | Class::Nisba | Class::Capital))
}

/// The worst of what these readings do to each other.
fn rank(spelling: &str, readings: &[Reading]) -> Option<Rank> {
    let any = |f: &dyn Fn(&Reading) -> bool| readings.iter().any(f);
    let class = |list: &[Class]| readings.iter().any(|r| r.class().is_some_and(|c| list.contains(&c)));
    let word = |f: &dyn Fn(&str) -> bool| readings.iter().any(|r| r.word().is_some_and(f));
    let finite = any(&Reading::is_finite);
    let verb = any(&Reading::is_verb);
    if finite && spelling.chars().count() <= 2 {
        return Some(Rank::ShortVerb);
    }
    if readings.len() < 2 {
        return None;
    }
    let particle = any(&|r| matches!(r.kind, Kind::Particle { .. }));
    let article = any(&|r| matches!(&r.kind, Kind::Particle { means } if means.iter().any(|m| m == "the")));
    let state = any(&is_state);
    const NOUNS: &[Class] = &[Class::Instrument, Class::Office, Class::Force, Class::Rank, Class::Honorific, Class::Event, Class::Unit];
    if particle && (verb || state || class(NOUNS) || class(&[Class::Month, Class::Weekday]) || (article && word(&|w| ROLES.contains(&w)))) {
        return Some(Rank::Particle);
    }
    let single = !spelling.contains(' ');
    if verb && single && word(&|w| ROLES.contains(&w) || STRUCTURE.contains(&w)) {
        return Some(Rank::FunctionWord);
    }
    const CALENDAR: &[Class] = &[Class::Month, Class::HijriMonth, Class::Weekday, Class::RelativeDay, Class::Number, Class::Ordinal];
    let loud = word(&|w| !is_quiet(w));
    // A force or a metonym of a state may well bear its name; another noun may not.
    let noun = class(&[Class::Instrument, Class::Office, Class::Rank, Class::Honorific, Class::Event, Class::Unit, Class::Company]);
    let spoken = word(&|w| !w.starts_with("epithet:") && !matches!(w, "name-part" | "polity"));
    if state && (two_values(readings, is_state) || spoken || verb || noun || class(CALENDAR)) {
        return Some(Rank::State);
    }
    if finite && class(NOUNS) {
        return Some(Rank::VerbAndNoun);
    }
    let named = class(&[Class::Month, Class::Weekday]);
    let counted = class(&[Class::Number, Class::Ordinal]);
    if (named && (counted || verb || loud || class(NOUNS) || class(&[Class::Area]))) || (counted && (verb || class(&[Class::Instrument, Class::Force]))) {
        return Some(Rank::Calendar);
    }
    let form = |f: Form| any(&|r| r.is_verb() && matches!(r.kind, Kind::Entry { form, .. } if form == f));
    if form(Form::Future) && (form(Form::Past) || form(Form::Present)) {
        return Some(Rank::Tense);
    }
    // A step against another step, or against a mood, in one form: which of them counts is chance. Moods among themselves all
    // leave a thing unsaid, and what is called off may be an event here and an agreement there.
    let step = |r: &&Reading| r.is_finite() && r.value().starts_with("step:");
    let mood = |r: &&Reading| r.is_finite() && r.value().starts_with("mode:") && r.value() != "mode:cancel";
    let against = |b: &&Reading| step(b) || mood(b);
    if readings.iter().filter(step).any(|a| readings.iter().filter(against).any(|b| a.value() != b.value() && same_form(a, b))) {
        return Some(Rank::Sense);
    }
    let one = |c: Class| two_values(readings, move |r| r.class() == Some(c));
    let fields = readings.iter().filter(|r| r.class() == Some(Class::Cue)).map(|r| matches!(r.value(), "defence" | "security"));
    let torn = fields.clone().any(|f| f) && fields.clone().any(|f| !f);
    if one(Class::Instrument) || one(Class::Office) || one(Class::Force) || torn {
        return Some(Rank::Noun);
    }
    if verb && loud && any(&|r| r.is_finite() && !matches!(r.value(), "plain" | "passive")) {
        return Some(Rank::Word);
    }
    let common = verb || loud || class(NOUNS) || class(&[Class::Area, Class::Month, Class::Weekday, Class::Number, Class::Ordinal]);
    if common && class(&[Class::Company, Class::Exercise, Class::Exhibition]) {
        return Some(Rank::Name);
    }
    (class(&[Class::City]) && (finite || loud || class(&[Class::Month, Class::Number, Class::Ordinal, Class::Instrument]))).then_some(Rank::City)
}

fn same_form(a: &Reading, b: &Reading) -> bool {
    matches!((&a.kind, &b.kind), (Kind::Entry { form: x, .. }, Kind::Entry { form: y, .. }) if x == y)
}

/// Do the readings chosen have different codes?
fn two_values(readings: &[Reading], chosen: impl Fn(&Reading) -> bool) -> bool {
    let mut values = readings.iter().filter(|r| chosen(r)).map(Reading::value);
    values.next().is_some_and(|first| values.any(|v| v != first))
}
