//! What a pack says and the engine does not do: found in the tables alone, without a text.
//!
//! In: a [`Survey`]. Out: [`Warning`]s, each with its place and what to do. They fail no check: now and then one is meant so.

use super::{Kind, Reading, Survey};
use crate::classes::{ROLES, is_known};
use std::collections::BTreeMap;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    pub place: String,
    pub problem: String,
    pub help: &'static str,
}

impl Survey {
    /// All warnings, in the order of the files.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut out = Vec::new();
        for (spelling, readings) in &self.readings {
            out.extend(self.article(spelling, readings));
            out.extend(self.hidden(spelling, readings));
            out.extend(self.unknown(readings));
        }
        out.extend(self.content());
        for (phrase, rule, line) in &self.lost_paradigms {
            out.push(Warning {
                place: self.place(rule, *line),
                problem: format!("\"{phrase}\" asks for a paradigm that pack.toml does not have"),
                help: "the word stays as it is: correct the name behind ~, or add the [[paradigm]]",
            });
        }
        out.sort();
        out.dedup();
        out
    }

    /// A contracted article ("no", "à") that is passed over as an article never gives its role.
    fn article(&self, spelling: &str, readings: &[Reading]) -> Option<Warning> {
        let article = |r: &&Reading| matches!(&r.kind, Kind::Particle { means } if means.iter().any(|m| m == "the"));
        let particle = readings.iter().find(article)?;
        let role = readings.iter().find(|r| r.word().is_some_and(|w| ROLES.contains(&w)))?;
        Some(Warning {
            place: self.place(&role.rule, role.line),
            problem: format!("\"{spelling}\" is a [[word]] of class {} and a particle that means \"the\" ({})", role.value(), self.place(&particle.rule, particle.line)),
            help: "as an article it is passed over and its role is not seen: take the particle out",
        })
    }

    /// Of two words of any class that begin at one place the longer counts: "with the" under `asserts` hides "with".
    fn hidden(&self, spelling: &str, readings: &[Reading]) -> Option<Warning> {
        let long = readings.iter().find(|r| r.word().is_some_and(|w| !ROLES.contains(&w)))?;
        // Only a phrase that ends in an article takes the noun's own preposition away; "with effect from" is a phrase of its own.
        let (head, last) = spelling.rsplit_once(' ')?;
        let particle = |w: &str| self.readings.get(w).is_some_and(|l| l.iter().any(|r| matches!(r.kind, Kind::Particle { .. })));
        let role = self.readings.get(head)?.iter().find_map(|r| r.word().filter(|w| ROLES.contains(w)))?;
        // "de la" and "de" of one class: the longer does what the shorter would.
        let same = |w: &str| self.readings.get(head).is_some_and(|l| l.iter().any(|r| r.word() == Some(w)));
        let itself = readings.iter().any(|r| r.word().is_some_and(same));
        (particle(last) && !itself).then(|| Warning {
            place: self.place(&long.rule, long.line),
            problem: format!("\"{spelling}\" of class {} hides \"{head}\" of class {role} wherever it stands", long.value()),
            help: "list the phrase without its last word, or with the noun that follows",
        })
    }

    /// A word of `content` opens a list of areas; a verb of another sense does its own work there too. One warning a line.
    fn content(&self) -> Vec<Warning> {
        let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (spelling, readings) in self.readings.iter().filter(|(s, _)| !s.contains(' ')) {
            let Some(content) = readings.iter().find(|r| r.word() == Some("content")) else { continue };
            let mut verbs = readings.iter().filter(|r| r.is_finite());
            if let Some(v) = verbs.clone().next().filter(|_| !verbs.any(|r| matches!(r.value(), "plain" | "passive"))) {
                lines.entry(self.place(&content.rule, content.line)).or_default().push(format!("{spelling} ({})", v.value()));
            }
        }
        let warning = |(place, words): (String, Vec<String>)| Warning {
            place,
            problem: format!("words of class content are verbs of another sense, but no plain verb: {}", words.join(", ")),
            help: "list them under [[verb]] sense = \"plain\" too, or out of one of the two",
        };
        lines.into_iter().map(warning).collect()
    }

    fn unknown(&self, readings: &[Reading]) -> Option<Warning> {
        let lost = readings.iter().find(|r| r.word().is_some_and(|w| !is_known(w)))?;
        Some(Warning {
            place: self.place(&lost.rule, lost.line),
            problem: format!("the engine knows no class \"{}\" of [[word]]", lost.value()),
            help: "its words only end names: correct the class (docs/packs.md, Word classes)",
        })
    }
}
