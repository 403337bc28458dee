//! Forces and ministries, sides, and words that stand for both or all.

use super::{Actor, ActorKind, Finder};
use crate::lexicon::{Class, Form, Hit};

impl Finder<'_, '_> {
    pub(super) fn force(&self, i: usize) -> Option<Actor> {
        let h = *self.doc.find(i, Class::Force)?;
        // "the two ministries" alone are those of both sides.
        if h.clitics.the && self.doc.word(i, "dyad").is_some_and(|w| w.end == h.end) {
            return None;
        }
        let e = self.doc.lexicon.entry(&h);
        let mut a = Self::blank(i, h.end, ActorKind::Force, &e.rule);
        a.domain = Some(e.value.clone());
        a.plural = matches!(h.form, Form::Dual | Form::Plural);
        // A state inside the phrase: "قوات مسلحة مصرية".
        let inside = |n: &&Hit| matches!(n.class, Class::Nisba | Class::State) && (n.end == h.end || (self.doc.lexicon.separate() && n.class == Class::Nisba));
        if let Some(n) = self.doc.within(i + 1, h.end).iter().find(inside) {
            a.states = vec![self.doc.value(n).to_string()];
        }
        if let Some(s) = &e.state {
            a.states = vec![s.clone()];
        }
        // "the ministries of defence of the two countries".
        if (i + 1..h.end).any(|t| self.doc.word(t, "dyad").is_some_and(|w| w.end == h.end)) {
            a.kind = ActorKind::Dyad;
            return Some(a);
        }
        if a.states.is_empty() || !self.doc.lexicon.separate() {
            self.attach_state(&mut a, h.end, true);
        }
        Some(a)
    }

    pub(super) fn side(&self, i: usize) -> Option<Actor> {
        let h = self.doc.word(i, "side")?;
        if h.form != Form::Base {
            return None;
        }
        let mut a = Self::blank(i, h.end, ActorKind::Side, "side");
        self.attach_state(&mut a, h.end, false);
        (!a.states.is_empty()).then_some(a)
    }

    /// "side", "delegation", "government" behind the adjective of its state.
    pub(super) fn side_noun(&self, i: usize) -> Option<Actor> {
        let h = self.doc.word(i, "side").or_else(|| self.doc.word(i, "polity"))?;
        Some(Self::blank(i, h.end, ActorKind::Side, "side"))
    }

    pub(super) fn group_word(&self, i: usize) -> Option<Actor> {
        for h in self.doc.at(i).iter().filter(|h| h.class == Class::Word) {
            match self.doc.value(h) {
                "dyad" => {
                    let mut a = Self::blank(i, h.end, ActorKind::Dyad, "dyad");
                    a.plural = true;
                    self.attach_state(&mut a, h.end, false);
                    match a.states.len() {
                        // "the Chinese and the Tanzanian armies": both are named.
                        2.. => a.kind = ActorKind::Side,
                        _ => {
                            a.states.clear();
                            a.end = h.end;
                        }
                    }
                    return Some(a);
                }
                "triad" => return Some(Self::blank(i, h.end, ActorKind::Triad, "triad")),
                "home" | "his-country" => {
                    let mut a = Self::blank(i, h.end, ActorKind::Home, "home");
                    if self.doc.value(h) == "home" {
                        a.states.extend(self.setting.home.clone());
                    }
                    return Some(a);
                }
                _ => {}
            }
        }
        let (code, end) = self.epithet(i)?;
        let mut a = Self::blank(i, end, ActorKind::Home, "epithet");
        a.states = vec![code];
        Some(a)
    }
}
