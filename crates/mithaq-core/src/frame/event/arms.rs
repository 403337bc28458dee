//! Arms ordered and handed over: orders, contracts with makers, deliveries, gifts.

use super::{EventFrame, Finder, When};
use crate::frame::{Clause, Mood, clause_of, mood_at};
use crate::lexicon::{Class, Form, Hit, Prep};
use crate::mention::{Actor, ActorKind, Doc, Role};

impl Finder<'_, '_> {
    /// The nearest arms noun in a window. Cars, planes and equipment are arms only where the text speaks of forces.
    pub(super) fn arms(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let doc = self.scene.doc;
        let military = |x: &Hit| x.class == Class::Cue && doc.value(x) == "defence";
        doc.within(from, to)
            .iter()
            .find(|x| x.class == Class::Event && doc.value(x) == "arms")
            .filter(|x| doc.lexicon.entry(x).domain.is_none() || doc.at(x.start).iter().any(military) || self.military)
            .map(|x| (x.start, x.end))
    }

    /// Does a firm act here? Its word stands right behind the verb.
    fn by_firm(&self, h: &Hit) -> bool {
        let doc = self.scene.doc;
        doc.is_firm(h.end) && !doc.word_before(h.start, "relative")
    }

    /// Who acts in the verb's clause: the actor right after it, else the last one before it, never the dateline.
    pub(super) fn subject(&self, h: &Hit, n: usize) -> Option<String> {
        let s = &self.scene.doc.sentences[n];
        let acting = |a: &&Actor| {
            !a.states.is_empty()
                && !self.scene.setting.in_dateline(a.start)
                && matches!(a.role, Role::Bare | Role::Of)
                && matches!(a.kind, ActorKind::State | ActorKind::Force | ActorKind::Office | ActorKind::Home | ActorKind::Capital | ActorKind::Side)
        };
        let after = self.scene.cast.within(h.end, (h.end + 8).min(s.end)).find(acting);
        let before = self.scene.cast.within(s.start, h.start).filter(acting).last();
        after.or(before).map(|a| a.states[0].clone())
    }

    /// A contract of a state with another state's arms maker is an order of arms.
    pub(super) fn contract(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        if mood_at(self.scene, h.start, h.form) != Mood::Asserted || h.form == Form::Participle {
            return;
        }
        if self.svo() {
            let near = doc.within(h.start.saturating_sub(24).max(s.start), (h.end + 16).min(s.end));
            let deal = near.iter().any(|x| x.class == Class::Instrument && doc.value(x) == "contract");
            if deal
                && self.arms(s.start, s.end).is_some()
                && let Some((buyer, maker)) = self.contract_hands(h, n)
            {
                let when = self.date(Clause { start: s.start, end: s.end }, h.start);
                self.transfer(h, "procurement", "done", buyer, maker, when);
            }
            return;
        }
        let end = (h.end + 16).min(s.end);
        if self.by_firm(h) {
            return;
        }
        let deal = doc.within(h.start.saturating_sub(4).max(s.start), end).iter().any(|x| x.class == Class::Instrument && matches!(doc.value(x), "contract" | "agreement"));
        let arms = self.arms(s.start, s.end).is_some();
        let Some(firm) = (h.end..end).find(|&t| doc.word_before(t, "with") && doc.is_firm(t)) else { return };
        let maker = self
            .companies(firm, (firm + 6).min(s.end))
            .first()
            .cloned()
            .or_else(|| self.scene.cast.within(firm, (firm + 5).min(s.end)).find(|a| a.kind == ActorKind::Nisba).map(|a| a.states[0].clone()));
        let (Some(maker), Some(buyer), true) = (maker, self.subject(h, n).or_else(|| self.scene.setting.home.clone()), deal && arms) else { return };
        let when = self.date(Clause { start: h.start, end: s.end }, h.start);
        self.transfer(h, "procurement", "done", buyer, maker, when);
    }

    /// Arms ordered or handed over: from a supplier to a receiver, which are not the same state.
    pub(super) fn transfer(&mut self, h: &Hit, kind: &'static str, realis: &'static str, receiver: String, supplier: String, when: When) {
        if receiver == supplier {
            return;
        }
        let rule = self.scene.doc.lexicon.entry(h).rule.clone();
        let (date, date_at) = when;
        self.push(EventFrame { kind, realis, participants: vec![receiver], host: Some(supplier), date, date_at, name: None, persons: Vec::new(), at: (h.start, h.end), rule });
    }

    /// The states of the arms makers named in a window.
    pub(super) fn companies(&self, from: usize, to: usize) -> Vec<String> {
        let doc = self.scene.doc;
        doc.within(from, to)
            .iter()
            .filter(|x| x.class == Class::Company && (doc.lexicon.entry(x).domain.is_none() || self.quoted(x)))
            .filter_map(|x| doc.lexicon.entry(x).state.clone())
            .collect()
    }

    /// "a contract of delivery", "a contract with France for the delivery of": does a verbal noun say what a contract is about? Nothing but
    /// function words, who is party and numbers stand between.
    fn contracted(&self, h: &Hit, from: usize) -> bool {
        let doc = self.scene.doc;
        if h.form != Form::Masdar {
            return false;
        }
        let at = |k: usize| doc.at(k).iter().find(|x| x.class == Class::Instrument && doc.value(x) == "contract");
        let Some(c) = (h.start.saturating_sub(10).max(from)..h.start).rev().find_map(at).filter(|c| c.end <= h.start) else { return false };
        (c.end..doc.lead(h.start)).all(|k| {
            let word = |x: &Hit| x.class == Class::Word && ["of", "to", "for", "on", "in", "with", "from", "between", "new"].contains(&doc.value(x));
            doc.is_particle(k) || self.scene.cast.covers(k).is_some() || doc.is_firm(k) || doc.at(k).iter().any(word)
        })
    }

    pub(super) fn delivery(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => "done",
            Mood::Future if h.form == Form::Future => "scheduled",
            _ => return,
        };
        if h.form == Form::Participle || self.refused(h) || self.by_firm(h) {
            return;
        }
        let clause = clause_of(self.scene, h.start, (h.end + 12).min(s.end));
        let relative = doc.word_before(h.start, "relative");
        let back = if doc.lexicon.verb_final() { 26 } else { 14 };
        let before = || self.arms(h.start.saturating_sub(back).max(s.start), h.start);
        let ahead = || self.arms(h.start, (h.end + 24).min(s.end));
        let Some(arms) = (if relative { before().or_else(ahead) } else { ahead().or_else(before) }) else { return };
        let gives = doc.value(h) == "event:give-arms";
        // "missiles were fired, and a letter handed over"; "funds to buy guns": the arms are not what is given.
        let bought = doc.within(h.end, arms.0.max(h.end)).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:buy");
        if bought || (gives && !relative && h.clitics.and && arms.1 <= h.start) {
            return;
        }
        if gives && !doc.within(h.end, arms.1).iter().all(|x| x.class != Class::Verb || !Doc::is_finite(x)) {
            return;
        }
        // "a contract for the delivery of radars": ordered, not yet handed over.
        let kind = if self.contracted(h, s.start) { "procurement" } else { "delivery" };
        if self.svo() {
            let hands = if gives { self.given_hands(h, n, arms) } else { self.received_hands(h, n, arms) };
            let span = Clause { start: s.start, end: s.end };
            let when = if realis == "scheduled" { self.future_date(span) } else { self.date(span, h.start) };
            if let Some((receiver, supplier)) = hands.filter(|_| self.certain(h, realis == "scheduled", when.0.is_known())) {
                self.transfer(h, kind, realis, receiver, supplier, when);
            }
            return;
        }
        let acting =
            |a: &&Actor| !a.states.is_empty() && matches!(a.kind, ActorKind::State | ActorKind::Force | ActorKind::Office | ActorKind::Home | ActorKind::Capital | ActorKind::Side);
        let cast: Vec<&Actor> = self.scene.cast.within(clause.start, s.end).collect();
        let subject = self.subject(h, n);
        let home = self.scene.setting.home.clone();
        let makers = self.companies(clause.start, s.end);
        let adjective = cast.iter().find(|a| a.kind == ActorKind::Nisba && a.start >= arms.0 && a.start <= arms.1 + 6).map(|a| a.states[0].clone());
        let from = cast.iter().find(|a| a.role == Role::From && !a.states.is_empty() && a.start > h.start).map(|a| a.states[0].clone());
        let (receiver, supplier) = if gives {
            let to = cast
                .iter()
                .copied()
                .filter(acting)
                .find(|a| matches!(a.role, Role::For | Role::To) && a.start > h.start && Some(&a.states[0]) != subject.as_ref())
                .map(|a| a.states[0].clone());
            let second = cast.iter().copied().filter(acting).filter(|a| matches!(a.role, Role::Bare | Role::Of)).map(|a| a.states[0].clone()).find(|x| Some(x) != subject.as_ref());
            (to.or(second), subject)
        } else {
            let r = subject.or(home);
            let supplier = from.or(adjective).or_else(|| makers.first().cloned());
            (r, supplier)
        };
        let (Some(receiver), Some(supplier)) = (receiver, supplier) else { return };
        let span = Clause { start: s.start, end: clause.end.max(arms.1) };
        let when = if realis == "scheduled" { self.future_date(Clause { start: s.start, end: s.end }) } else { self.date(span, h.start) };
        self.transfer(h, kind, realis, receiver, supplier, when);
    }

    pub(super) fn procurement(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        if mood_at(self.scene, h.start, h.form) != Mood::Asserted || (h.form == Form::Masdar && h.clitics.prep == Prep::To) || self.refused(h) || self.by_firm(h) {
            return;
        }
        let back = if doc.lexicon.verb_final() { 24 } else { 12 };
        let Some(arms) = self.arms(h.start, (h.end + 20).min(s.end)).or_else(|| self.arms(h.start.saturating_sub(back).max(s.start), h.start)) else { return };
        if self.svo() {
            // Where the verb is last, what stands behind a verb of a relative clause is told of something else.
            let end = if doc.lexicon.verb_final() && !Doc::is_finite(h) { h.start } else { s.end };
            if let Some((receiver, supplier)) = self.ordered_hands(h, n, arms) {
                let when = self.date(Clause { start: s.start, end }, h.start);
                self.transfer(h, "procurement", "done", receiver, supplier, when);
            }
            return;
        }
        let clause = clause_of(self.scene, h.start, if arms.0 >= h.end { arms.1 } else { h.end });
        let cast: Vec<&Actor> = self.scene.cast.within(s.start, s.end).collect();
        let subject = self.subject(h, n).or_else(|| self.scene.setting.home.clone());
        let makers = self.companies(s.start, s.end);
        // "bought 24 helicopters from Russia".
        let seller = |a: &Actor| matches!(a.role, Role::From | Role::With);
        let other = cast.iter().find(|a| seller(a) && !a.states.is_empty() && subject.as_ref() != a.states.first()).map(|a| a.states[0].clone());
        let adjective =
            cast.iter().find(|a| a.kind == ActorKind::Nisba && a.start >= arms.0 && a.start <= arms.1 + 8 && subject.as_ref() != a.states.first()).map(|a| a.states[0].clone());
        let supplier = makers.first().cloned().or(other).or(adjective);
        let (Some(receiver), Some(supplier)) = (subject, supplier) else { return };
        let (receiver, supplier) = if doc.value(h) == "event:sell" { (supplier, receiver) } else { (receiver, supplier) };
        let when = self.date(clause, h.start);
        self.transfer(h, "procurement", "done", receiver, supplier, when);
    }
}
