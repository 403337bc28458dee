//! Paradigms: from a stem in the data to every spelling it takes in a text.
//!
//! In: the paradigms and conjugations of `pack.toml`. Out: folded spellings with their grammatical form.

use super::files::{Listed, PackToml};
use mithaq_core::lexicon::Form;
use mithaq_core::text::{FoldTable, fold_word};
use std::collections::BTreeMap;

/// The paradigms of one language, endings folded.
pub struct Paradigms {
    nouns: Vec<Noun>,
    verbs: Vec<Conjugation>,
}

struct Noun {
    name: String,
    ends: String,
    strip: usize,
    forms: Vec<(String, Form)>,
    construct: Vec<String>,
}

struct Conjugation {
    form: Form,
    /// Ending of the stem as written in the data, before folding ("ى" is not "ي" there).
    ends: String,
    strip: usize,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    objects: Vec<String>,
}

impl Paradigms {
    pub fn new(pack: &PackToml, table: &FoldTable) -> Self {
        let f = |s: &String| fold_word(table, s);
        let nouns = pack
            .paradigm
            .iter()
            .map(|p| Noun {
                name: p.name.clone(),
                ends: f(&p.ends),
                strip: p.strip,
                construct: p.construct_dual.iter().map(f).collect(),
                forms: [
                    (&p.base, Form::Base),
                    (&p.dual, Form::Dual),
                    (&p.plural, Form::Plural),
                    (&p.inside, Form::In),
                    (&p.from, Form::From),
                    (&p.to, Form::To),
                    (&p.with, Form::With),
                    (&p.of, Form::Of),
                    (&p.by, Form::By),
                ]
                .into_iter()
                .flat_map(|(list, form)| list.iter().map(move |s| (f(s), form)))
                .collect(),
            })
            .collect();
        let verbs = pack
            .conjugation
            .iter()
            .map(|c| Conjugation {
                form: c.form,
                ends: c.ends.clone(),
                strip: c.strip,
                prefixes: c.prefixes.iter().map(f).collect(),
                suffixes: c.suffixes.iter().map(f).collect(),
                objects: c.objects.iter().map(f).collect(),
            })
            .collect();
        Paradigms { nouns, verbs }
    }

    /// Are the forms of verbs listed rather than conjugated?
    pub fn lists_verbs(&self) -> bool {
        self.verbs.is_empty()
    }

    /// Is there a paradigm of this name?
    #[allow(dead_code)] // build.rs compiles this file too and reports nothing.
    pub fn has(&self, name: &str) -> bool {
        self.nouns.iter().any(|n| n.name == name)
    }

    /// Spellings of one word of a phrase: `word`, `word~` (regular by its ending) or `word~name`.
    pub fn noun(&self, word: &str, table: &FoldTable) -> Vec<(String, Form)> {
        let (stem, mark) = match word.split_once('~') {
            Some((s, m)) => (s, Some(m)),
            None => (word, None),
        };
        let stem = fold_word(table, stem);
        let Some(mark) = mark else { return vec![(stem, Form::Base)] };
        let fits = |n: &&Noun| if mark.is_empty() { stem.ends_with(n.ends.as_str()) } else { n.name == mark };
        let Some(p) = self.nouns.iter().find(fits) else { return vec![(stem, Form::Base)] };
        let keep = stem.chars().count().saturating_sub(p.strip);
        let base: String = stem.chars().take(keep).collect();
        let mut out = vec![(stem.clone(), Form::Base)];
        for (suffix, form) in &p.forms {
            let s = format!("{base}{suffix}");
            // One spelling for the genitive and the plural ("соглашения"): both readings are kept, the place in the sentence tells them.
            let twice = |(o, f): &(String, Form)| *o == s && (*f, *form) != (Form::Base, Form::Plural);
            if !out.iter().any(twice) {
                out.push((s, *form));
            }
        }
        out
    }

    /// Spellings of the first word of a phrase of several.
    pub fn head(&self, word: &str, table: &FoldTable) -> Vec<(String, Form)> {
        let mut out = self.noun(word, table);
        let Some((stem, mark)) = word.split_once('~') else { return out };
        let stem = fold_word(table, stem);
        let fits = |n: &&Noun| if mark.is_empty() { stem.ends_with(n.ends.as_str()) } else { n.name == mark };
        let Some(p) = self.nouns.iter().find(fits) else { return out };
        let base: String = stem.chars().take(stem.chars().count().saturating_sub(p.strip)).collect();
        for (s, form) in &mut out {
            if *form == Form::Base && s.strip_prefix(base.as_str()).is_some_and(|e| p.construct.iter().any(|c| c == e)) {
                *form = Form::Dual;
            }
        }
        out
    }

    /// Spellings of a verb from its principal parts.
    pub fn verb(&self, parts: &BTreeMap<String, Vec<Listed>>, table: &FoldTable) -> Vec<(String, Form)> {
        let mut out: Vec<(String, Form)> = Vec::new();
        // Where all forms are listed, one spelling may stand for two ("signed"): both readings are kept.
        let listed = self.verbs.is_empty();
        let mut put = |s: String, f: Form| {
            if !out.iter().any(|(o, g)| *o == s && (!listed || *g == f)) {
                out.push((s, f));
            }
        };
        for (part, stems) in parts {
            for stem in stems.iter().map(|s| &s.text) {
                match part.as_str() {
                    "masdar" | "participle" => {
                        let form = if part == "masdar" { Form::Masdar } else { Form::Participle };
                        // Where the pack conjugates, verbal nouns and participles are declined; elsewhere their forms are listed.
                        let marked = if stem.contains('~') || self.verbs.is_empty() {
                            stem.clone()
                        } else if part == "participle" {
                            format!("{stem}~adjective")
                        } else {
                            format!("{stem}~")
                        };
                        // A plural of a verbal noun ("amendments", "visits") names things, not the act; where it does, the pack lists it.
                        let acts = |f: &Form| part != "masdar" || *f != Form::Plural;
                        self.noun(&marked, table).into_iter().filter(|(_, f)| acts(f)).for_each(|(s, _)| put(s, form));
                    }
                    "past_forms" | "present_forms" | "future_forms" | "infinitive" => {
                        let form = match part.as_str() {
                            "past_forms" => Form::Past,
                            "present_forms" => Form::Present,
                            "future_forms" => Form::Future,
                            _ => Form::Infinitive,
                        };
                        self.noun(stem, table).into_iter().for_each(|(s, _)| put(s, form));
                    }
                    _ => self.conjugate(part, stem, table, &mut put),
                }
            }
        }
        out
    }

    fn conjugate(&self, part: &str, stem: &str, table: &FoldTable, put: &mut impl FnMut(String, Form)) {
        let fits = |c: &&Conjugation| (c.form == Form::Past) == (part == "past") && stem.ends_with(c.ends.as_str());
        let longest = self.verbs.iter().filter(fits).map(|c| c.ends.len()).max().unwrap_or(0);
        for c in self.verbs.iter().filter(fits).filter(|c| c.ends.len() == longest) {
            let keep = stem.chars().count().saturating_sub(c.strip);
            let base = fold_word(table, &stem.chars().take(keep).collect::<String>());
            for p in &c.prefixes {
                for s in &c.suffixes {
                    for o in &c.objects {
                        put(format!("{p}{base}{s}{o}"), c.form);
                    }
                }
            }
        }
    }
}
