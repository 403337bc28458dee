//! What states do together: exercises, trainings, exchanges, standing committees; and exhibitions.

use super::{EventFrame, Finder};
use crate::frame::Clause;
use crate::lexicon::{Class, Hit};
use crate::mention::{Actor, ActorKind, Doc, Role, states_of};
use crate::record::DateValue;
use crate::text::LineKind;

impl Finder<'_, '_> {
    /// States of a joint activity around a noun: adjectives, "between", "with", "with the participation of".
    pub(super) fn partners(&self, h: &Hit, n: usize) -> Vec<String> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let mut states: Vec<String> = Vec::new();
        for a in self.scene.cast.within(h.start.saturating_sub(100).max(s.start), (h.end + 100).min(s.end)) {
            let by_kind = matches!(a.kind, ActorKind::Force | ActorKind::State | ActorKind::Nisba | ActorKind::Side | ActorKind::Home | ActorKind::Counterpart)
                || (a.kind == ActorKind::Capital && matches!(a.role, Role::Bare | Role::With | Role::Between));
            // "troops from Greece": the word before the preposition says whose.
            let troops = a.role == Role::From && a.start >= 2 && doc.at(a.start - 2).iter().any(|x| matches!(x.class, Class::Cue | Class::Force | Class::Rank));
            let troops = troops || (a.role == Role::From && self.troops(a, s.start));
            let placed = matches!(a.role, Role::In | Role::To | Role::From) && !troops && a.kind != ActorKind::Force && !(a.role == Role::In && a.kind == ActorKind::Nisba);
            if !by_kind || placed || a.states.is_empty() || !self.takes_part(a, h) {
                continue;
            }
            // "as observers from A": the word may stand before.
            let watches = |t: usize| doc.word(t, "observer").is_some() && self.scene.cast.within(t, a.start).next().is_none();
            if self.svo() && (a.start.saturating_sub(8).max(s.start)..a.start).any(watches) {
                continue;
            }
            if (a.start..a.end).any(|t| doc.word(t, "observer").is_some()) || (a.end..(a.end + 3).min(s.end)).any(|t| doc.word(t, "observer").is_some()) {
                continue;
            }
            for x in self.listed(a).into_iter().chain(self.state_of(a)) {
                if !states.contains(&x) {
                    states.push(x);
                }
            }
        }
        // "the armies of the three countries": the three told last.
        if self.svo()
            && states.len() < 3
            && self.scene.cast.within(s.start, s.end).any(|a| a.kind == ActorKind::Triad)
            && let Some(p) = self.set_near(n, true).filter(|p| states.iter().all(|x| p.contains(x)))
        {
            return p;
        }
        if states.len() < 2 {
            let dyad = self.scene.cast.within(s.start, s.end).any(|a| a.kind == ActorKind::Dyad) || (doc.sentences[n].kind == LineKind::Bullet && !self.svo());
            let known: Option<Vec<String>> = self.pair_near(n).filter(|p| states.iter().all(|x| p.contains(x)));
            if let (true, Some(p)) = (dyad, known) {
                return p;
            }
            // A course that the ministry at home holds for officers of one other state.
            if let (1, "training", Some(home)) = (states.len(), doc.value(h), self.scene.setting.home.clone())
                && states[0] != home
                && self.scene.cast.within(s.start, s.end).any(|a| a.kind == ActorKind::Force && a.implied && a.states.contains(&home))
            {
                states.push(home);
            }
            if let (1, Some(home)) = (states.len(), self.scene.setting.home.clone()) {
                let with = self.scene.cast.within(h.end, s.end).any(|a| a.role == Role::With && a.states.contains(&states[0]));
                if with && !states.contains(&home) {
                    states.push(home);
                }
            }
        }
        states
    }

    /// Do soldiers come from this state: it, or the one that it is joined to, stands behind their word?
    fn troops(&self, a: &Actor, from: usize) -> bool {
        let doc = self.scene.doc;
        if !self.svo() {
            return false;
        }
        let first = self.scene.cast.within(from, a.start).filter(|b| b.role == Role::From && !b.joined).last().filter(|_| a.joined).unwrap_or(a);
        let head = doc.lead(first.start);
        (1..=3).any(|k| head >= k && doc.at(head - k).iter().any(|x| x.end <= head && matches!(x.class, Class::Force | Class::Rank | Class::Cue)))
    }

    /// Does a relative clause between `from` and `to` tell of taking part: "in which the armies of A and B take part"?
    fn shared(&self, from: usize, to: usize) -> bool {
        let doc = self.scene.doc;
        let Some(open) = (from..to).find(|&t| doc.word(t, "relative").is_some()).filter(|_| self.svo()) else { return false };
        let s = &doc.sentences[doc.sentence_of(from)];
        doc.within(open, s.end).iter().any(|x| Doc::is_finite(x) && matches!(doc.value(x), "event:hold" | "event:begin"))
            && !doc.within(open, to).iter().any(|x| Doc::is_finite(x) && !doc.value(x).starts_with("event:") && self.scene.cast.covers(x.start).is_none())
    }

    /// Does the actor stand in the activity's own clause? Those who protest, watch or live beside it do not take part.
    fn takes_part(&self, a: &Actor, h: &Hit) -> bool {
        let doc = self.scene.doc;
        let reacts = |from: usize, to: usize| doc.within(from, to).iter().any(|x| x.class == Class::Verb && doc.value(x) == "reacts");
        let foreign = |from: usize, to: usize| {
            let clause = |x: &Hit| Doc::is_finite(x) && (x.clitics.and || doc.tokens.is(x.start.saturating_sub(1), ',')) && !doc.value(x).starts_with("event:");
            reacts(from, to) || doc.within(from, to).iter().any(|x| clause(x) && self.scene.cast.covers(x.start).is_none())
        };
        if a.start >= h.end {
            if foreign(h.end, a.start)
                || !self.shared(h.end, a.start)
                    && (h.end..a.start)
                        .any(|t| doc.word(t, "relative").is_some() && !doc.within(t, (t + 3).min(a.start)).iter().any(|x| Doc::is_finite(x) && doc.value(x).starts_with("event:")))
            {
                return false;
            }
            if matches!(a.role, Role::With | Role::Between | Role::By) || a.joined {
                return true;
            }
            // "the exercise, in which this year troops of A take part": what the relative clause tells is no place.
            let shared = self.svo() && doc.within(h.end, a.start).iter().any(|x| Doc::is_finite(x) && doc.value(x) == "event:hold");
            let placed = !shared && (h.end..a.start).any(|t| doc.word(t, "in").is_some());
            return !placed && (a.kind != ActorKind::Nisba || a.start <= h.end + 4);
        }
        if foreign(a.end, h.start) {
            return false;
        }
        // "Iran condemned exercises …".
        !reacts(a.start.saturating_sub(2), a.start)
    }

    pub(super) fn joint(&mut self, h: &Hit, n: usize, kind: &'static str) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let clause = Clause { start: s.start, end: s.end };
        // "the team held a drill with its Polish and Romanian players": sport speaks in the same words.
        if doc.within(s.start, s.end).iter().any(|x| x.class == Class::Cue && doc.value(x) == "never") {
            return;
        }
        // An area of an agreement is no event: within an instrument's group or beside a word of content.
        let in_list = doc.within(s.start, h.start).iter().any(|x| x.class == Class::Instrument)
            && !doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold"));
        if in_list || (s.start..h.start).any(|t| doc.word(t, "content").is_some()) {
            return;
        }
        let anchor = self.called_off(h, n)
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold"))
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Exercise && self.exercise_name(x));
        if !anchor {
            return;
        }
        let states = self.partners(h, n);
        if states.len() < 2 || states.len() > 12 {
            return;
        }
        if kind == "training" {
            let purpose = doc
                .within(s.start, s.end)
                .iter()
                .any(|c| (c.class == Class::Cue && matches!(doc.value(c), "defence" | "security")) || c.class == Class::Rank || c.class == Class::Force);
            if !purpose {
                return;
            }
        }
        let Some(realis) = self.realis(h, clause) else { return };
        let (date, date_at) = match realis {
            "scheduled" | "cancelled" => self.future_date(clause),
            _ => self.opening(n, s.start).unwrap_or_else(|| self.date(clause, h.start)),
        };
        let name = doc.within(s.start, s.end).iter().find(|x| x.class == Class::Exercise && self.exercise_name(x)).map(|x| doc.quote(x.start, x.end).to_string());
        let stale = |d: &DateValue| self.stale(d, 62);
        let realis = if realis == "ongoing" && stale(&date) { "done" } else { realis };
        if let Some(old) = self.out.iter_mut().find(|e| {
            e.kind == kind
                && (states.iter().all(|x| e.participants.contains(x)) || e.participants.iter().all(|x| states.contains(x)))
                && (!date.is_known() || !e.date.is_known() || crate::fact::compatible(&e.date, &date))
        }) {
            // Told in the headline first: the day stands in the body.
            if !old.date.is_known() && date.is_known() && (old.realis == realis || old.realis == "done") {
                old.date = date;
                old.date_at = date_at;
            }
            return;
        }
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame { kind, realis, participants: states, host: None, date, date_at, name, persons: Vec::new(), at: (h.start, h.end), rule });
    }

    pub(super) fn committee(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let clause = Clause { start: s.start, end: s.end };
        let field = (h.start..(h.end + 5).min(s.end)).any(|t| doc.at(t).iter().any(|c| c.class == Class::Cue && matches!(doc.value(c), "defence" | "security")));
        // "the joint committee" of a text that told an agreement of defence is that of its two.
        let theirs = h.clitics.the && self.pairs.iter().any(|(p, at)| p.len() == 2 && *at <= n && n - at <= 4);
        if !field && !theirs {
            return;
        }
        let sits = s.kind == LineKind::Headline
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold" | "event:meeting"));
        if !sits {
            return;
        }
        let near: Vec<&Actor> = self.scene.cast.within(h.start, (h.end + 12).min(s.end)).collect();
        let mut states = states_of(near.iter().copied().filter(|a| a.kind == ActorKind::Nisba || matches!(a.role, Role::Between | Role::With)));
        if states.len() < 2 {
            let more = self.partners(h, n);
            for x in more {
                if !states.contains(&x) {
                    states.push(x);
                }
            }
        }
        // Those who chair it.
        if states.len() < 2 {
            states = states_of(self.scene.cast.within(s.start, s.end).filter(|a| {
                matches!(a.kind, ActorKind::Office | ActorKind::Counterpart | ActorKind::Person)
                    && (matches!(a.role, Role::Bare | Role::Of | Role::With) || (a.role == Role::By && self.svo()))
                    && !a.former
            }));
        }
        if states.len() < 2
            && let Some(p) = self.pair_near(n).filter(|p| near.iter().any(|a| a.kind == ActorKind::Dyad) || (theirs && states.iter().all(|x| p.contains(x))))
        {
            states = p;
        }
        if states.len() < 2 || states.len() > 4 {
            return;
        }
        let Some(realis) = self.realis(h, clause) else { return };
        let (date, date_at) = if realis == "scheduled" { self.future_date(clause) } else { self.opening(n, s.start).unwrap_or_else(|| self.date(clause, h.start)) };
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame { kind: "committee", realis, participants: states, host: None, date, date_at, name: None, persons: self.people(clause), at: (h.start, h.end), rule });
    }

    pub(super) fn exhibition(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let weak = doc.lexicon.entry(h).domain.is_some();
        let beside = doc.within(h.start.saturating_sub(6).max(s.start), (h.end + 3).min(s.end)).iter().any(|x| x.class == Class::Event && doc.value(x) == "exhibition");
        if weak && !beside && !self.quoted(h) {
            return;
        }
        let Some(host) = doc.lexicon.entry(h).state.clone() else { return };
        let clause = Clause { start: s.start, end: s.end };
        let told = self.out.iter().position(|e| e.kind == "exhibition" && e.host.as_ref() == Some(&host));
        if told.is_some_and(|k| self.out[k].date.is_known() || !self.svo()) {
            return;
        }
        let Some(realis) = self.realis(h, clause) else { return };
        let now = doc.within(s.start, s.end).iter().any(|x| x.class == Class::Word && doc.value(x) == "now");
        let realis =
            if now || (realis == "done" && !doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:end")) { "ongoing" } else { realis };
        // The day it opens, where the text says so.
        let opens = doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin");
        let (date, date_at) = match realis {
            "scheduled" | "cancelled" => self.future_date(clause),
            _ => self.opening(n, s.start).unwrap_or_else(|| if opens { self.date(clause, h.start) } else { (DateValue::unknown(), None) }),
        };
        if let Some(k) = told {
            self.out[k].date = date;
            self.out[k].date_at = date_at;
            return;
        }
        let realis = if realis == "ongoing" && self.stale(&date, 14) { "done" } else { realis };
        let rule = doc.lexicon.entry(h).rule.clone();
        let name = Some(doc.quote(h.start, h.end).to_string());
        self.push(EventFrame { kind: "exhibition", realis, participants: Vec::new(), host: Some(host), date, date_at, name, persons: Vec::new(), at: (h.start, h.end), rule });
    }
}
