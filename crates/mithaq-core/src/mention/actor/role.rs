//! The role of an actor in its clause: by preposition or case, or by the actor it is joined to.

use super::{Actor, ActorKind, Finder, Role};
use crate::lexicon::{Class, Form, Prep};
use crate::mention::Doc;

impl Finder<'_, '_> {
    /// Does the word at `t` carry "and"?
    pub(super) fn joins(&self, t: usize) -> bool {
        let here = self.doc.at(t);
        let and = self.doc.lexicon.data.proclitics.iter().filter(|p| p.means == "and").any(|p| self.doc.tokens.word(t).starts_with(p.form.as_str()));
        and && here.iter().all(|h| h.clitics.and && !matches!(h.class, Class::Verb | Class::Word))
    }

    /// Does a colon or dash stand before token `i`, and before it a number of partners that are not named ("with three countries:")?
    fn spelt_out(&self, i: usize, sentence: usize) -> bool {
        let mark = |k: usize| self.doc.tokens.is(k, ':') || self.doc.tokens.is(k, '-') && self.doc.tokens.list[k].spaced;
        if i < sentence + 4 || !mark(i - 1) {
            return false;
        }
        let from = i.saturating_sub(7).max(sentence);
        let number = |k: usize| {
            self.doc.find(k, Class::Number).is_some()
                || self.doc.tokens.kind(k) == crate::text::TokenKind::Number
                || ["dyad", "triad"].iter().any(|w| self.doc.word(k, w).is_some())
        };
        let named = |k: usize| self.doc.at(k).iter().any(|h| Doc::is_finite(h) || matches!(h.class, Class::State | Class::Capital | Class::Nisba));
        let with = (from..i - 1).rev().take_while(|&k| !named(k)).find(|&k| self.doc.word(k, "with").is_some());
        with.is_some_and(|w| (w..i - 1).any(number))
    }

    /// "bolqar həmkarı Todor Taqarevlə": the case ending "with" written onto a counterpart's name.
    fn cased_name(&self, a: &Actor) -> bool {
        let Some((_, end)) = a.name.filter(|_| a.kind == ActorKind::Counterpart && self.doc.lexicon.verb_final()) else { return false };
        let w = self.doc.tokens.word(end - 1);
        let with = |(form, role): &&(String, Prep)| *role == Prep::With && form.chars().count() >= 2 && w.strip_suffix(form.as_str()).is_some_and(|s| s.chars().count() >= 3);
        self.doc.word_after(a.end, "with").is_none() && self.doc.lexicon.data.endings.iter().any(|e| with(&e))
    }

    /// The role from the proclitic, the word before, or the actor that this one is joined to.
    pub(super) fn mark(&self, a: &mut Actor, before: &[Actor], sentence: usize) {
        let first = self.doc.at(a.start).iter().find(|h| h.end <= a.end && h.class != Class::Area && h.class != Class::Cue).copied();
        let mut clitics = first.map(|h| h.clitics).unwrap_or_default();
        // Case endings: the word that ends the group carries its role, a genitive inside it does not.
        if !self.doc.lexicon.data.endings.is_empty() {
            let last = (a.start + 1..a.end)
                .flat_map(|t| self.doc.at(t))
                .chain(self.doc.at(a.start))
                .filter(|h| h.end == a.end && !matches!(h.class, Class::Verb | Class::Area | Class::Cue))
                .map(|h| h.clitics.prep);
            let parted = (a.end >= a.start + 2 && self.doc.tokens.is(a.end - 2, '\'')).then(|| self.doc.lexicon.ending(self.doc.tokens.word(a.end - 1))).flatten();
            clitics.prep = parted.or_else(|| last.max_by_key(|p| *p != Prep::None)).unwrap_or_default();
        }
        if self.cased_name(a) {
            a.role = Role::With;
            return;
        }
        let i = self.doc.lead(a.start);
        // "with each of": the role stands before "each of".
        let i = (1..=3).find(|n| i >= *n && self.doc.word(i - n, "each").is_some_and(|h| h.end == i)).map_or(i, |n| i - n);
        let both = |n: &usize| i >= *n && self.doc.at(i - n).iter().any(|h| h.class == Class::Force && h.end == i && matches!(h.form, Form::Dual | Form::Plural));
        let i = if a.kind == ActorKind::Home { (1..=2).find(both).map_or(i, |n| i - n) } else { i };
        let by_word = [
            ("with", Role::With),
            ("between", Role::Between),
            ("binds", Role::Between),
            ("by", Role::By),
            ("behalf", Role::Behalf),
            ("for", Role::For),
            ("to", Role::To),
            ("from", Role::From),
            ("in", Role::In),
            ("on", Role::On),
        ]
        .into_iter()
        .find(|(w, _)| self.doc.word_before(i, w) || self.doc.word_after(a.end, w).is_some());
        // "represented by the ministry of defence": in the role of what it represents.
        if self.doc.word_before(i, "represented")
            && let Some(last) = before.last().filter(|b| b.start >= sentence)
        {
            a.role = last.role;
            return;
        }
        // "agreements with three countries: Ghana, Togo and Benin": the list behind the mark has the role of what it spells out.
        if by_word.is_none() && a.kind == ActorKind::State && self.spelt_out(i, sentence) {
            a.role = Role::With;
            return;
        }
        let by_word = by_word.or_else(|| (self.doc.lexicon.separate() && self.doc.word_before(a.start, "of")).then_some(("of", Role::Of)));
        // One word for "in" and "to" (à, в, v): a place is where, whoever acts is to whom.
        let place = matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home);
        let by_word =
            by_word.map(|(w, r)| if place && r == Role::To && self.doc.lexicon.data.proclitics.is_empty() && self.doc.word_before(i, "in") { (w, Role::In) } else { (w, r) });
        // "from the Egyptian side": on its behalf.
        let by_word = by_word.map(|(w, r)| if a.kind == ActorKind::Side && r == Role::From && a.rule == "side" { (w, Role::Behalf) } else { (w, r) });
        a.role = match (clitics.prep, by_word) {
            (Prep::In, _) => Role::In,
            (Prep::From, None) => Role::From,
            (Prep::With, None) => Role::With,
            (Prep::By, None) => Role::By,
            (Prep::From | Prep::With | Prep::By | Prep::Of, Some((_, r))) => r,
            (Prep::Of, None) => Role::Of,
            // "it was already for Moscow to conclude": the subject.
            (Prep::To, _) if self.doc.word_before(i, "already") => Role::Bare,
            (Prep::To, _) if !self.doc.lexicon.data.proclitics.is_empty() => Role::For,
            (Prep::To, _) => Role::To,
            (_, Some((_, r))) => r,
            _ => Role::Bare,
        };
        // "with the Americans": an adjective that stands as a noun behind its preposition.
        if a.kind == ActorKind::Nisba && clitics.the && clitics.prep == Prep::None && matches!(a.role, Role::With | Role::Between | Role::By | Role::Behalf) {
            a.kind = ActorKind::Side;
        }
        // "binds Rwanda to the Netherlands": what follows with "in" is the other side.
        if a.role == Role::In
            && let Some(last) = before.last().filter(|b| b.start >= sentence && b.role == Role::Between && b.end == a.start && b.states.len() == 1)
            && (1..=2).any(|n| last.start >= n && self.doc.word(last.start - n, "binds").is_some())
            && matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home)
        {
            a.role = Role::Between;
            a.joined = true;
            return;
        }
        // A postposition or a case ending does not say that the group is joined to none.
        if self.doc.lexicon.verb_final()
            && a.role != Role::In
            && let Some(last) = before.last().filter(|b| b.start >= sentence)
        {
            let gap = i.saturating_sub(last.end);
            let comma = gap == 1 && self.doc.tokens.is(last.end, ',') && last.role == a.role;
            a.joined = clitics.and && gap <= 2 || comma;
        }
        if clitics.prep != Prep::None || by_word.is_some() {
            return;
        }
        let Some(mut last) = before.last().filter(|b| b.start >= sentence) else { return };
        // "on Monday, in Lisbon, the ministers had signed": behind a comma alone who acts is not joined to the place.
        let place_before = last.role == Role::In && matches!(last.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home);
        let person = matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Dyad);
        if self.doc.lexicon.separate() && place_before && person && !clitics.and && self.doc.tokens.is(last.end, ',') && !(last.end..i).any(|k| self.doc.joins_word(k)) {
            return;
        }
        // A ministry told with "in" after an office is part of it: what is joined is joined to the office.
        if last.role == Role::In
            && last.kind == ActorKind::Force
            && matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart)
            && let Some(head) = before.iter().rev().nth(1).filter(|b| b.start >= sentence && last.start <= b.end + 1 && b.kind == ActorKind::Office)
        {
            let gap = i.saturating_sub(last.end);
            if clitics.and && gap <= 2 {
                a.joined = true;
                a.role = head.role;
                return;
            }
            last = head;
        }
        // "in the Maltese capital Valletta": the adjective before carries the role.
        if last.kind == ActorKind::Nisba && last.role == Role::In && last.end == i && matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State) {
            a.role = Role::In;
            return;
        }
        // "… between Tunis and Malta each of the minister …": "each of" begins a new group.
        if i < self.doc.lead(a.start) {
            return;
        }
        let gap = i.saturating_sub(last.end);
        let comma = gap == 1 && self.doc.tokens.is(last.end, ',');
        // "as well as": words that join like "and".
        let joins = clitics.and || self.doc.word_before(i, "and");
        // "и его южнокорейский коллега": "his" may be a word that no pack lists.
        let his = |w: usize| self.doc.joins_word(w - 1) && self.doc.is_word(w) && !self.doc.at(w).iter().any(Doc::is_finite);
        let joins = joins || (a.kind == ActorKind::Counterpart && i >= 2 && his(i - 1));
        let quiet = (last.end..i).all(|t| !self.doc.at(t).iter().any(Doc::is_finite));
        // "received in his office in Yarze, the ambassador": people do not join a place.
        let place = matches!(last.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home) && matches!(last.role, Role::In | Role::From | Role::To);
        let comma = comma && !(place && matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart));
        // "and the corps of the Carabinieri": "and" stands on the noun before.
        let and_before = (1..=2).contains(&gap) && self.doc.is_word(last.end) && self.joins(last.end) && (last.end..i).all(|t| self.doc.is_word(t));
        // "…, on a visit to Sofia, and the Bulgarian minister": people join who acts before the place.
        let human = |b: &Actor| matches!(b.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart);
        let people = self.doc.lexicon.separate() && human(a);
        if people && place && (joins || and_before) {
            let head = before.iter().rev().take_while(|b| b.start >= sentence).find(|b| human(b));
            if let Some(b) = head.filter(|b| quiet && (b.end..last.start).all(|t| !self.doc.at(t).iter().any(Doc::is_finite))) {
                a.joined = true;
                a.role = b.role;
            }
            return;
        }
        if ((joins && gap <= 6 || and_before) && quiet) || comma {
            a.joined = true;
            a.role = last.role;
        } else if gap == 0 && last.kind != ActorKind::Nisba && !(people && place) {
            a.role = Role::Of;
        }
    }
}
