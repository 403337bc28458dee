//! From a folder of plain data to a compiled pack.
//!
//! In: `packs/` (see `docs/packs.md`). Out: [`Compiled`], or a [`PackError`] that names file, place and what to do.

pub(crate) mod files;
pub(crate) mod forms;
mod names;

pub use files::PackError;

use files::{Item, LanguageFiles};
use forms::Paradigms;
use mithaq_core::lexicon::{Class, Entry, Form, HeadData, LexiconData, Modifiers};
use mithaq_core::text::{FoldTable, fold_word};
use mithaq_core::world::WorldData;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// The world's tables and every language.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Compiled {
    pub world: WorldData,
    pub languages: Vec<LexiconData>,
}

/// What the program embeds: the world, and each language as bytes that are read when its first text comes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Embedded<'a> {
    pub world: WorldData,
    #[serde(borrow)]
    pub languages: Vec<(HeadData, &'a [u8])>,
}

/// Compiles `root/world` and every `root/<language>` that has a `pack.toml`.
pub fn compile_all(root: &Path) -> Result<Compiled, PackError> {
    let world = files::read_world(&root.join("world"))?;
    let mut languages = Vec::new();
    for dir in files::language_folders(root)? {
        languages.push(compile_language(&dir, &root.join("world"))?);
    }
    Ok(Compiled { world, languages })
}

/// Compiles one language folder; names of outlets, exercises and the like come from the world's tables.
pub fn compile_language(dir: &Path, world: &Path) -> Result<LexiconData, PackError> {
    let files = LanguageFiles::read(dir, world)?;
    let mut b = Builder::new(&files);
    for item in &files.items {
        b.add(item)?;
    }
    Ok(b.finish(&files))
}

/// The words of a phrase, as the tokeniser cuts them in a text. A paradigm's name behind `~` may hold a hyphen.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in phrase.split_whitespace() {
        let (stem, mark) = word.split_once('~').map_or((word, None), |(s, m)| (s, Some(m)));
        let from = out.len();
        out.extend(stem.split(['-', '/', '.', '\'', '’', ',', '–', '—', '&']).filter(|w| !w.is_empty()).map(str::to_string));
        if let (Some(mark), true) = (mark, out.len() > from)
            && let Some(last) = out.last_mut()
        {
            last.push('~');
            last.push_str(mark);
        }
    }
    out
}

/// Collects entries and the spellings that lead to them.
struct Builder {
    table: FoldTable,
    paradigms: Paradigms,
    ids: HashMap<String, u32>,
    forms: Vec<String>,
    first: Vec<Vec<(u32, Form)>>,
    entries: Vec<Entry>,
    modifiers: Modifiers,
}

impl Builder {
    fn new(files: &LanguageFiles) -> Self {
        let table = FoldTable::new(files.pack.fold.iter().map(|p| (p[0].as_str(), p[1].as_str())));
        let paradigms = Paradigms::new(&files.pack, &table);
        Builder { table, paradigms, ids: HashMap::new(), forms: Vec::new(), first: Vec::new(), entries: Vec::new(), modifiers: files.pack.modifiers }
    }

    fn id(&mut self, form: String) -> u32 {
        if let Some(&i) = self.ids.get(&form) {
            return i;
        }
        let i = self.forms.len() as u32;
        self.ids.insert(form.clone(), i);
        self.forms.push(form);
        self.first.push(Vec::new());
        i
    }

    fn add(&mut self, item: &Item) -> Result<(), PackError> {
        match item {
            Item::Phrase { class, value, state, domain, phrase, rule, needs_article, after, .. } => {
                let words = words_of(phrase);
                let Some((head, tail)) = words.split_first() else {
                    return Err(PackError::at(rule, "an empty phrase", "write at least one word or delete the entry"));
                };
                let rest: Vec<Vec<(String, Form)>> = tail.iter().map(|w| self.paradigms.noun(w, &self.table)).collect();
                // The last word's case is the group's ("Savunma Bakanlığında").
                let last = rest.last().cloned().unwrap_or_default();
                let rest = rest.into_iter().map(|fs| fs.into_iter().map(|(f, _)| self.id(f)).collect()).collect();
                let head_last = self.modifiers == Modifiers::Before;
                let cases = last.into_iter().filter(|(_, f)| f.role().is_some() || (head_last && *f == Form::Plural)).map(|(s, f)| (self.id(s), f)).collect();
                // Before an adjective that agrees ("ترتيبا فنيا") the ending is a case, before a genitive a construct dual.
                let agrees = tail.first().is_some_and(|w| w.contains('~'));
                let heads = if tail.is_empty() || agrees { self.paradigms.noun(head, &self.table) } else { self.paradigms.head(head, &self.table) };
                self.entry(
                    Entry {
                        class: *class,
                        value: value.clone(),
                        state: state.clone(),
                        domain: domain.clone(),
                        rule: rule.clone(),
                        rest,
                        needs_article: *needs_article,
                        after: *after,
                        cases,
                    },
                    heads,
                );
            }
            Item::Verb { sense, domain, rest, forms, rule } => {
                let tail = rest.iter().map(|w| self.paradigms.noun(w, &self.table).into_iter().map(|(f, _)| self.id(f)).collect()).collect();
                let heads = self.paradigms.verb(forms, &self.table);
                self.entry(
                    Entry {
                        class: Class::Verb,
                        value: sense.clone(),
                        state: None,
                        domain: domain.clone(),
                        rule: rule.clone(),
                        rest: tail,
                        needs_article: false,
                        after: false,
                        cases: Vec::new(),
                    },
                    heads,
                );
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: Entry, heads: Vec<(String, Form)>) {
        let at = self.entries.len() as u32;
        // Of a verb both readings of one spelling, of an instrument its genitive and its plural.
        let several = self.paradigms.lists_verbs() && matches!(entry.class, Class::Verb | Class::Instrument);
        self.entries.push(entry);
        for (form, kind) in heads {
            let id = self.id(form) as usize;
            if !self.first[id].iter().any(|&(e, k)| e == at && (k == kind || !several)) {
                self.first[id].push((at, kind));
            }
        }
    }

    fn finish(self, files: &LanguageFiles) -> LexiconData {
        LexiconData {
            language: files.pack.language.clone(),
            version: files.pack.version.clone(),
            direction: files.pack.direction.clone(),
            fold: files.pack.fold.iter().map(|p| (p[0].clone(), p[1].clone())).collect(),
            proclitics: files.pack.proclitics(&self.table),
            contractions: files.pack.contractions(&self.table),
            particles: files.pack.particles(&self.table),
            endings: files.pack.endings(&self.table),
            modifiers: files.pack.modifiers,
            names: files.pack.names,
            order: files.pack.order,
            capitalised: files.pack.capitalised.clone(),
            home: files.pack.home.clone(),
            names_as_written: files.pack.names_as_written.clone(),
            objects: files.pack.objects.iter().map(|w| fold_word(&self.table, w)).collect(),
            conditions_as_written: files.pack.conditions_as_written.clone(),
            adjective_endings: files.pack.adjective_endings.iter().map(|w| fold_word(&self.table, w)).collect(),
            scripts: files.pack.scripts.clone(),
            profile: files.pack.profile.iter().map(|w| fold_word(&self.table, w)).collect(),
            foreign: files.pack.foreign.clone(),
            least: files.pack.least,
            marks: files.pack.marks.clone(),
            alphabet: fold_word(&self.table, &files.pack.alphabet),
            forms: self.forms,
            first: self.first,
            entries: self.entries,
        }
    }
}
