//! Names of people: where one begins and ends, and surnames met before.

use super::{Actor, ActorKind, Finder, Known};
use crate::lexicon::{Class, Names, Prep};
use crate::mention::Doc;
use crate::text::TokenKind;

impl Finder<'_, '_> {
    /// Where a person's name that begins at `i` ends (`i`: none).
    pub(super) fn name(&self, i: usize, most: usize) -> usize {
        let mut j = i;
        while j < self.end && j - i < most {
            if self.doc.tokens.is(j, '-') && !self.doc.tokens.list[j].spaced && j > i {
                // "Shin Won-sik": what a hyphen ties to a name belongs to it.
                let tied = self.doc.lexicon.data.names == Names::Capitalised && self.doc.is_word(j + 1) && !self.doc.tokens.list[j + 1].spaced && !self.doc.capital(j + 1);
                j += if tied { 2 } else { 1 };
                continue;
            }
            // Initials and name parts with an apostrophe: "John F. Kelly", "O'Brien".
            if self.doc.lexicon.data.names == Names::Capitalised
                && j > i
                && j + 1 < self.end
                && ((self.doc.tokens.is(j, '.') && self.doc.tokens.word(j - 1).chars().count() == 1) || (self.doc.tokens.is(j, '\'') && !self.doc.tokens.list[j + 1].spaced))
                && self.doc.capital(j + 1)
            {
                j += 1;
                continue;
            }
            if !self.name_like(j, j == i) {
                break;
            }
            j += 1;
        }
        // "Dendias'la": the ending of the case belongs to the name's group.
        if j > i
            && self.doc.tokens.is(j, '\'')
            && j + 1 < self.end
            && !self.doc.tokens.list[j + 1].spaced
            && !self.doc.capital(j + 1)
            && self.doc.lexicon.ending(self.doc.tokens.word(j + 1)).is_some()
        {
            return j + 2;
        }
        // A name does not end with a particle.
        while j > i
            && (self.doc.tokens.kind(j - 1) != TokenKind::Word || self.doc.word(j - 1, "name-part").is_some_and(|_| self.doc.tokens.word(j - 1).chars().count() <= 3 && j - i > 1))
        {
            j -= 1;
        }
        // "ambassadeur d'Égypte": particles alone are no name.
        let alone = self.doc.lexicon.data.names == Names::Capitalised && (i..j).all(|t| !self.doc.capital(t));
        if alone { i } else { j }
    }

    /// "Dendias'la", "Shehbaz Sharif's": the ending is of the group, not of the name.
    pub(super) fn uncase(&self, a: &mut Actor) {
        if let Some((start, end)) = a.name
            && end >= start + 3
            && self.doc.tokens.is(end - 2, '\'')
            && !self.doc.capital(end - 1)
            && self.doc.lexicon.ending(self.doc.tokens.word(end - 1)).is_some()
        {
            a.name = Some((start, end - 2));
        }
    }

    /// "General S M Shafiuddin Ahmed", "J. J. Baker": a single capital before a full stop or the next word of the name.
    fn initial(&self, j: usize) -> bool {
        let next = self.doc.is_word(j + 1) && self.doc.capital(j + 1) && !self.doc.is_particle(j);
        self.doc.tokens.word(j).chars().count() == 1 && self.doc.capital(j) && (next || (self.doc.tokens.is(j + 1, '.') && !self.doc.tokens.list[j + 1].spaced))
    }

    /// A definite word with an ending of adjectives.
    pub(super) fn qualifier(&self, j: usize) -> bool {
        let w = self.doc.tokens.word(j);
        let data = &self.doc.lexicon.data;
        let definite = data.proclitics.iter().any(|p| p.means == "the" && w.starts_with(p.form.as_str()));
        definite && data.adjective_endings.iter().any(|e| w.ends_with(e.as_str()))
    }

    pub(super) fn name_like(&self, j: usize, first: bool) -> bool {
        if !self.doc.is_word(j) {
            return false;
        }
        if self.doc.word(j, "name-part").is_some() {
            return true;
        }
        let w = self.doc.tokens.word(j);
        if self.doc.lexicon.data.names == Names::Capitalised {
            if self.initial(j) {
                return true;
            }
            return self.doc.capital(j)
                && self.doc.lexicon.particle(w).is_none()
                && self.doc.at(j).iter().all(|h| match h.class {
                    Class::City
                    | Class::Ambiguous
                    | Class::Area
                    | Class::Cue
                    | Class::Ordinal
                    | Class::Number
                    | Class::Company
                    | Class::Outlet
                    | Class::Exercise
                    | Class::Exhibition => h.end == j + 1,
                    Class::Word => !first && matches!(self.doc.value(h), "name-part"),
                    Class::Verb => !Doc::is_finite(h) && !first,
                    _ => false,
                });
        }
        if w.chars().count() < 2 {
            return false;
        }
        // "commander of the Eastern region": an adjective of the office, not a name.
        if first && self.qualifier(j) {
            return false;
        }
        // "… and Abd al-Qadir": the next person, not this one's name.
        let and = |p: &&crate::lexicon::Proclitic| p.means == "and";
        let stem = self.doc.lexicon.data.proclitics.iter().filter(and).find_map(|p| w.strip_prefix(p.form.as_str()));
        if first
            && stem.is_some_and(|x| {
                self.doc
                    .lexicon
                    .id(x)
                    .is_some_and(|id| self.doc.lexicon.data.first[id as usize].iter().any(|(e, _)| self.doc.lexicon.data.entries[*e as usize].value == "name-part"))
            })
        {
            return false;
        }
        // "and …" after a name begins something else.
        if !first && self.doc.lexicon.data.proclitics.first().is_some_and(|p| w.starts_with(p.form.as_str())) {
            return false;
        }
        self.doc.at(j).iter().all(|h| match h.class {
            Class::City | Class::Ambiguous | Class::Company | Class::Outlet | Class::Exercise | Class::Exhibition | Class::Area => {
                h.end - h.start == 1 && !h.clitics.and && h.clitics.prep == Prep::None
            }
            Class::Cue | Class::Ordinal => h.end - h.start == 1 && h.clitics.prep == Prep::None && !h.clitics.and && !h.clitics.the && !first,
            Class::Nisba => h.clitics.the && !first,
            Class::Honorific | Class::Rank => !first && h.end - h.start == 1 && !h.clitics.and && !h.clitics.the && h.clitics.prep == Prep::None,
            // Words that fold together with a name: the original spelling decides.
            Class::Word => self.doc.lexicon.data.names_as_written.contains(&self.doc.spelling(j)),
            Class::Verb => {
                !Doc::is_finite(h) && !self.doc.value(h).starts_with("step:") && h.end - h.start == 1 && !h.clitics.and && h.clitics.prep == Prep::None && !h.clitics.the && !first
            }
            _ => false,
        })
    }

    /// A surname met before with an office: stands for it again.
    pub(super) fn known_person(&self, i: usize, known: &Known) -> Option<Actor> {
        if !self.doc.is_word(i) {
            return None;
        }
        let full = self.doc.tokens.word(i);
        let bare = self.doc.lexicon.data.proclitics.iter().filter(|p| p.slot <= 2).find_map(|p| full.strip_prefix(p.form.as_str()).filter(|w| known.contains_key(*w)));
        let (states, office) = known.get(full).or_else(|| known.get(bare?))?;
        if !self.doc.at(i).iter().all(|h| matches!(h.class, Class::City | Class::Ambiguous)) {
            return None;
        }
        let mut end = i + 1;
        while end < self.end && self.doc.is_word(end) && known.contains_key(self.doc.tokens.word(end)) {
            end += 1;
        }
        let mut a = Self::blank(i, end, ActorKind::Person, "known-person");
        a.states = states.clone();
        a.office = office.clone();
        a.name = Some((i, end));
        Some(a)
    }
}
