//! A pack as its author sees it: every spelling with all that it may be read as, and where that is listed.
//!
//! In: a language's folder. Out: a [`Survey`], of which [`clashes`](Survey::clashes) and [`warnings`](Survey::warnings) report. The
//! compiled lexicon cannot tell this: it has forgotten the lines.

mod clashes;
mod warnings;

pub use clashes::{Clash, Rank};
pub use warnings::Warning;

use crate::PackError;
use crate::compile::files::{Item, LanguageFiles};
use crate::compile::forms::Paradigms;
use crate::compile::words_of;
use mithaq_core::lexicon::{Class, Form};
use mithaq_core::text::{FoldTable, fold_word};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Spellings kept of one phrase of several words; a long phrase of inflected words has thousands, all alike.
const MOST: usize = 64;

/// What a spelling may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A separate word of `pack.toml` that marks the next one.
    Particle { means: Vec<String> },
    /// An entry of a table; `value` is its class, sense, code or number.
    Entry { class: Class, value: String, form: Form },
}

/// One reading of a spelling.
#[derive(Debug, Clone)]
pub struct Reading {
    pub kind: Kind,
    /// The phrase as listed.
    pub listed: String,
    /// `ar/triggers:step-signed.0`, or what makes the particle.
    pub rule: String,
    /// Its line there; 0: the file has none to tell.
    pub line: usize,
}

impl Reading {
    pub fn is_verb(&self) -> bool {
        matches!(self.kind, Kind::Entry { class: Class::Verb, .. })
    }
    pub fn is_finite(&self) -> bool {
        matches!(self.kind, Kind::Entry { class: Class::Verb, form, .. } if form.is_finite())
    }
    pub fn class(&self) -> Option<Class> {
        match self.kind {
            Kind::Entry { class, .. } => Some(class),
            Kind::Particle { .. } => None,
        }
    }
    pub fn value(&self) -> &str {
        match &self.kind {
            Kind::Entry { value, .. } => value,
            Kind::Particle { .. } => "",
        }
    }
    /// The grammatical class of a function word.
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Entry { class: Class::Word, value, .. } => Some(value),
            _ => None,
        }
    }
}

/// A language's folder, read for its author.
pub struct Survey {
    folder: PathBuf,
    /// Folded spelling, words parted by spaces, and its readings.
    pub readings: BTreeMap<String, Vec<Reading>>,
    /// Phrases that ask for a paradigm that the pack lacks: the phrase, its rule and line.
    lost_paradigms: Vec<(String, String, usize)>,
}

impl Survey {
    /// Reads a language's folder; `world` lies beside it.
    pub fn read(dir: &Path, world: &Path) -> Result<Self, PackError> {
        let files = LanguageFiles::read(dir, world)?;
        let table = FoldTable::new(files.pack.fold.iter().map(|p| (p[0].as_str(), p[1].as_str())));
        let spell = Spell { paradigms: Paradigms::new(&files.pack, &table), table };
        let mut survey = Survey { folder: dir.to_path_buf(), readings: BTreeMap::new(), lost_paradigms: Vec::new() };
        for c in &files.pack.particle {
            let form = fold_word(&spell.table, c.form.trim_end_matches(['\'', '’']));
            let rule = format!("{}/pack:particle", files.pack.language);
            survey.put(form, Reading { kind: Kind::Particle { means: c.means.clone() }, listed: c.form.clone(), rule, line: 0 });
        }
        for item in &files.items {
            survey.add(item, &spell);
        }
        Ok(survey)
    }

    fn add(&mut self, item: &Item, spell: &Spell) {
        match item {
            Item::Phrase { class, value, phrase, rule, line, .. } => {
                let words = words_of(phrase);
                self.paradigms_of(&words, phrase, rule, *line, spell);
                let forms = words.iter().map(|w| spell.paradigms.noun(w, &spell.table)).collect::<Vec<_>>();
                for (s, form) in spelled(&forms) {
                    let kind = Kind::Entry { class: *class, value: value.clone(), form };
                    self.put(s, Reading { kind, listed: phrase.clone(), rule: rule.clone(), line: *line });
                }
            }
            Item::Verb { sense, rest, forms, rule, .. } => {
                let tail: Vec<_> = rest.iter().map(|w| spell.paradigms.noun(w, &spell.table)).collect();
                for (part, listed) in forms {
                    for f in listed {
                        let words: Vec<String> = std::iter::once(&f.text).chain(rest).cloned().collect();
                        self.paradigms_of(&words, &words.join(" "), rule, f.line, spell);
                        let heads = spell.paradigms.verb(&BTreeMap::from([(part.clone(), vec![f.clone()])]), &spell.table);
                        let all: Vec<_> = std::iter::once(heads).chain(tail.iter().cloned()).collect();
                        for (s, form) in spelled(&all) {
                            let kind = Kind::Entry { class: Class::Verb, value: sense.clone(), form };
                            self.put(s, Reading { kind, listed: words.join(" "), rule: rule.clone(), line: f.line });
                        }
                    }
                }
            }
        }
    }

    fn paradigms_of(&mut self, words: &[String], phrase: &str, rule: &str, line: usize, spell: &Spell) {
        let lost = |w: &String| w.split_once('~').is_some_and(|(_, name)| !name.is_empty() && !spell.paradigms.has(name));
        if words.iter().any(lost) {
            self.lost_paradigms.push((phrase.to_string(), rule.to_string(), line));
        }
    }

    fn put(&mut self, spelling: String, reading: Reading) {
        let list = self.readings.entry(spelling).or_default();
        // The same entry reaches a spelling by several endings; one is enough.
        if !list.iter().any(|r| r.kind == reading.kind && r.rule == reading.rule) {
            list.push(reading);
        }
    }

    /// Where a rule is listed, as an editor opens it: `packs/pt/grammar.toml:12`.
    fn place(&self, rule: &str, line: usize) -> String {
        let file = rule.split_once('/').map_or(rule, |(_, r)| r).split(':').next().unwrap_or_default();
        let world = rule.starts_with("world/");
        let folder = if world { self.folder.parent().unwrap_or(&self.folder).join("world") } else { self.folder.clone() };
        let path = folder.join(file).with_extension(if file == "cities" { "tsv" } else { "toml" });
        match line {
            0 => format!("{} ({})", path.display(), rule.split_once(':').map_or(rule, |(_, r)| r)),
            n => format!("{}:{n}", path.display()),
        }
    }
}

/// What turns listed words into spellings.
struct Spell {
    paradigms: Paradigms,
    table: FoldTable,
}

/// All spellings of a phrase, each with the form of its first word.
fn spelled(words: &[Vec<(String, Form)>]) -> Vec<(String, Form)> {
    let Some((heads, tail)) = words.split_first() else { return Vec::new() };
    let mut all: Vec<(String, Form)> = heads.clone();
    for options in tail {
        all = all.iter().flat_map(|(s, f)| options.iter().map(move |(o, _)| (format!("{s} {o}"), *f))).take(MOST).collect();
    }
    all
}
