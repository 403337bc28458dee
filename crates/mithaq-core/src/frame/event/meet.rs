//! Visits and meetings: who came to whom, who met whom.

use super::{EventFrame, Finder};
use crate::frame::{Clause, Mood, clause_of, mood_at};
use crate::lexicon::{Class, Form, Hit};
use crate::mention::{Actor, ActorKind, Doc, Role, add_states};
use crate::record::DateValue;
use crate::text::LineKind;

impl Finder<'_, '_> {
    pub(super) fn visit(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let arrive = doc.value(h) == "event:arrive";
        let clause = clause_of(self.scene, h.start, h.end);
        let cast: Vec<&Actor> = self.scene.cast.within(s.start, s.end).collect();
        let person = |a: &&&Actor| {
            matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Side) && a.states.len() == 1 && !a.former
                || (a.kind == ActorKind::Nisba && a.start > 0 && doc.word_before(a.start, "side"))
        };
        // Where to: "to" or "for" after the verb, a direct object, or home.
        let target = cast.iter().filter(|a| a.start >= h.end && a.start <= h.end + 14).find(|a| {
            matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home | ActorKind::City)
                && a.states.len() == 1
                && (matches!(a.role, Role::To | Role::For | Role::In)
                    || ((Doc::is_finite(h) || (self.svo() && a.start == doc.past_particles(h.end)))
                        && (!arrive || a.start <= h.end + 4)
                        && matches!(a.role, Role::Bare | Role::Of)))
        });
        // "who pays our country since Tuesday a visit": the place stands between the light verb and its noun.
        let target = target.or_else(|| {
            let verb = (h.start.saturating_sub(8).max(s.start)..h.start).rev().find(|&t| doc.at(t).iter().any(Doc::is_finite)).filter(|_| !Doc::is_finite(h))?;
            cast.iter().find(|a| {
                a.start > verb
                    && a.end <= h.start
                    && matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home)
                    && a.states.len() == 1
                    && matches!(a.role, Role::For | Role::To)
            })
        });
        let home = self.scene.setting.home.clone();
        // Who: in a relative clause or after it, the person before; with a verb first, the person after.
        let before = cast.iter().filter(|a| a.end <= h.start).rfind(person);
        let after = cast.iter().filter(|a| a.start >= h.end && a.start <= h.end + 10).find(person);
        let relative = self.in_relative(h);
        let visitor = match (Doc::is_finite(h), relative) {
            (_, true) => before.or(after),
            (true, false) if self.svo() => before.or(after),
            (true, false) => after.or(before),
            _ => after.filter(|a| !matches!(a.role, Role::With)).or(before),
        };
        let Some(visitor) = visitor else { return };
        let guest = self.scene.cast.actors.iter().position(|a| a.start == visitor.start && a.name.is_some() && !a.former);
        let mut who = visitor.states[0].clone();
        // Without a word on where: abroad where the dateline is, else with the other party of the agreement told, else home.
        let abroad = self.scene.setting.dateline_state.clone().filter(|d| home.is_some() && Some(d) != home.as_ref());
        let partner = || {
            self.pairs
                .iter()
                .filter(|(p, s)| p.len() == 2 && p.contains(&who) && s.abs_diff(n) <= 3)
                .max_by_key(|(_, s)| *s)
                .and_then(|(p, _)| p.iter().find(|x| **x != who).cloned())
        };
        let host = match target {
            Some(a) => Some(a.states[0].clone()),
            None if arrive || doc.value(h) == "event:leave" => None,
            None if abroad.is_some() => {
                who = home.clone().unwrap_or(who);
                abroad
            }
            None => partner().filter(|p| Some(p) == home.as_ref() || home.as_ref().is_none_or(|h| !cast.iter().any(|a| a.states.contains(h)))).or(home.clone()),
        };
        let Some(host) = host else { return };
        if who == host {
            // "a visit to our country by …": the other side of a pair in the sentence.
            let Some(other) = cast.iter().filter(person).filter(|a| a.states[0] != host).min_by_key(|a| a.start.abs_diff(h.start)) else { return };
            if target.is_some() && !relative && Some(&host) != home.as_ref() {
                return;
            }
            who = other.states[0].clone();
        }
        if target.is_none() && home.as_ref() == Some(&who) && self.scene.setting.dateline_state.as_ref() != Some(&host) {
            return;
        }
        let service = |a: &&&Actor| a.kind == ActorKind::Force && a.states.first() == Some(&who) && a.domain.as_deref() == Some("defence");
        let ok = cast.iter().filter(person).any(|a| a.states[0] == who && self.military(a)) || cast.iter().any(|a| service(&a)) || self.linked(&who, &host);
        if !ok {
            return;
        }
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => {
                if self.called_off(h, n) {
                    "cancelled"
                } else {
                    let lasts = (h.end..(h.end + 8).min(s.end)).any(|t| doc.word(t, "lasts").is_some());
                    let has = |v: &str| doc.within(clause.start, clause.end.max(h.end + 10).min(s.end)).iter().any(|x| x.class == Class::Verb && doc.value(x) == v);
                    // "his visit, which he began the day before": under way, where no end is told.
                    let begun = !Doc::is_finite(h) && has("event:begin") && !has("event:end");
                    let next = doc
                        .within(h.end, (h.end + 10).min(s.end))
                        .iter()
                        .any(|x| Doc::is_finite(x) && doc.value(x) == "event:end" && matches!(x.form, Form::Present | Form::Future));
                    // "the visit that the president is paying".
                    let paid = (h.end..(h.end + 3).min(s.end))
                        .any(|t| doc.word(t, "relative").is_some() && doc.at(t + 1).iter().any(|x| x.form == Form::Present && doc.value(x) == "light"));
                    let now = lasts
                        || begun
                        || paid
                        || next
                        || h.form == Form::Present
                        || (relative && doc.within(h.start.saturating_sub(3), h.start).iter().any(|x| Doc::is_finite(x) && x.form == Form::Present));
                    if now && s.kind != LineKind::Headline { "ongoing" } else { "done" }
                }
            }
            Mood::Future => "scheduled",
            _ => return,
        };
        let future = self.future_date(Clause { start: clause.start, end: s.end });
        let starts = doc.within(s.start, h.start).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin" && x.form == Form::Present);
        let realis = if realis == "ongoing" && starts && self.after_publication(&future.0) { "scheduled" } else { realis };
        let opening = self.opening(n, h.start).or_else(|| self.opening(n, h.start.saturating_sub(8)));
        let (date, date_at) = match (realis, opening) {
            ("done" | "ongoing", Some(day)) => day,
            ("done", _) => {
                let told = self.date(clause, h.start);
                // "at the end of a visit": it ended on the day of the news.
                let ends = doc.within(h.start.saturating_sub(3).max(s.start), h.start).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:end");
                if !told.0.is_known() && ends { self.story(n) } else { told }
            }
            ("scheduled" | "cancelled", _) => future,
            // Under way: the day it began, where the text says that it began.
            _ if arrive || doc.within(s.start, h.start).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin") => self.date(clause, h.start),
            _ => (DateValue::unknown(), None),
        };
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame {
            kind: "visit",
            realis,
            participants: vec![who],
            host: Some(host),
            date,
            date_at,
            name: None,
            persons: guest.into_iter().chain(self.people(clause).into_iter().filter(|k| Some(*k) != guest)).collect(),
            at: (h.start, h.end),
            rule,
        });
    }

    /// Does the hit stand in a relative clause, of which it is the verb or the verb's noun?
    fn in_relative(&self, h: &Hit) -> bool {
        let doc = self.scene.doc;
        let mut verbs = 0;
        for k in 1..=12.min(h.start) {
            let t = h.start - k;
            if doc.word(t, "relative").is_some() {
                return k <= 3 || verbs <= 1;
            }
            verbs += usize::from(doc.at(t).iter().any(Doc::is_finite));
            if doc.tokens.is(t, ',') || verbs > 1 {
                return false;
            }
        }
        false
    }

    /// A meeting told without its day takes that of the news told right before it.
    fn story(&self, n: usize) -> super::When {
        let doc = self.scene.doc;
        let to = doc.sentences[n].end;
        let from = doc.sentences[n.saturating_sub(3)].start.max(to.saturating_sub(600));
        let arrival = |d: &crate::time::DateMention| {
            (1..=4).any(|k| d.start >= k && doc.at(d.start - k).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:arrive" | "event:visit")))
        };
        let day = |d: &&crate::time::DateMention| {
            d.relative && !arrival(d) && d.past.precision == crate::record::Precision::Day && !self.after_publication(&d.past) && !self.of_an_end(d, 0)
        };
        let found = self.scene.dates_within(from, to).filter(day).find(|d| !doc.word_before(d.start, "since"));
        found.map_or((DateValue::unknown(), None), |d| (d.past.clone(), Some((d.start, d.end))))
    }

    pub(super) fn meeting(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        // "the first meeting of the joint committee": the committee sits.
        if h.form == Form::Masdar && (h.end..(h.end + 4).min(s.end)).any(|t| doc.find(t, Class::Event).is_some_and(|x| doc.value(x) == "committee")) {
            return;
        }
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => "done",
            Mood::Future if h.form == Form::Future => "scheduled",
            _ => return,
        };
        if self.refused(h) {
            return;
        }
        let clause = clause_of(self.scene, h.start, h.end);
        let reach = Clause {
            start: if h.form == Form::Masdar && doc.value(h) == "event:receive" {
                s.start
            } else if h.form == Form::Masdar {
                h.start.saturating_sub(12).max(s.start)
            } else {
                clause.start
            },
            end: clause.end.max((h.end + 30).min(s.end)).min(s.end),
        };
        let mut states: Vec<String> = Vec::new();
        let mut military = false;
        let mut dyad = false;
        for a in self.scene.cast.within(reach.start, reach.end) {
            if a.former {
                continue;
            }
            if a.kind == ActorKind::Dyad {
                dyad = true;
                continue;
            }
            let person = matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Side)
                || (h.form == Form::Masdar && a.role == Role::Between && a.kind == ActorKind::State);
            if !person || a.states.is_empty() || matches!(a.role, Role::In | Role::To | Role::From) {
                continue;
            }
            if h.form == Form::Masdar && !matches!(a.role, Role::Between | Role::With | Role::Bare | Role::Of) && !(a.role == Role::By && doc.value(h) == "event:receive") {
                continue;
            }
            military |= self.military(a);
            add_states(&mut states, a);
        }
        if states.len() < 2
            && h.form == Form::Masdar
            && dyad
            && let Some(p) = self.pair_near(n).filter(|_| !self.pairs.is_empty())
        {
            states = p;
            military = true;
        }
        // "held talks with his Pakistani counterpart": the one of the same office told before.
        if states.len() == 1
            && h.form == Form::Masdar
            && let Some(c) = self.scene.cast.within(reach.start, reach.end).find(|a| a.kind == ActorKind::Counterpart && a.role == Role::With)
            && let Some(b) = self.scene.cast.within(s.start, c.start).filter(|b| b.office == c.office && b.states.len() == 1 && b.states != c.states && !b.former).last()
        {
            military |= self.military(b);
            add_states(&mut states, b);
        }
        // "he had met the Portuguese minister": he is the one of whom the text told right before.
        if states.len() == 1
            && Doc::is_finite(h)
            && let Some(home) = self.scene.setting.home.clone().filter(|x| *x != states[0])
            && self.scene.cast.within(h.end, reach.end).any(|a| a.states.contains(&states[0]))
            && n > 0
            && let Some(b) = self
                .scene
                .cast
                .within(doc.sentences[n - 1].start, s.start)
                .find(|b| matches!(b.kind, ActorKind::Office | ActorKind::Person) && b.states == [home.clone()] && !b.former)
        {
            military |= self.military(b);
            states.push(home);
        }
        states.truncate(4);
        if states.len() < 2 || (doc.value(h) == "event:discuss" && states.len() != 2) {
            return;
        }
        let linked = states.len() == 2 && self.linked(&states[0], &states[1]);
        let purpose = doc.within(clause.start, clause.end).iter().any(|c| c.class == Class::Cue && doc.value(c) == "defence");
        if !(military || linked || (purpose && h.form != Form::Masdar)) {
            return;
        }
        let (date, date_at) = if realis == "scheduled" { self.future_date(reach) } else { self.date(reach, h.start) };
        let (date, date_at) = if realis == "done" && !date.is_known() && s.kind != LineKind::Headline { self.story(n) } else { (date, date_at) };
        let rule = doc.lexicon.entry(h).rule.clone();
        let envoy = self.scene.cast.within(reach.start, reach.end).any(|a| a.office.as_deref() == Some("ambassador"));
        // Receiving a guest at home is also his visit.
        if doc.value(h) == "event:receive"
            && military
            && realis == "done"
            && !envoy
            && states.len() == 2
            && h.form != Form::Masdar
            && let Some(home) = self.scene.setting.home.clone().filter(|x| states.contains(x))
        {
            let guest = states.iter().find(|x| **x != home).cloned().unwrap_or_default();
            if !self.out.iter().any(|e| e.kind == "visit" && e.participants == [guest.clone()]) && !self.visit_told(n) {
                self.push(EventFrame {
                    kind: "visit",
                    realis: "done",
                    participants: vec![guest],
                    host: Some(home),
                    date: date.clone(),
                    date_at,
                    name: None,
                    persons: self.people(reach),
                    at: (h.start, h.end),
                    rule: rule.clone(),
                });
            }
        }
        self.push(EventFrame { kind: "meeting", realis, participants: states, host: None, date, date_at, name: None, persons: self.people(reach), at: (h.start, h.end), rule });
    }

    /// Does this sentence or the next one tell a visit in its own words?
    pub(super) fn visit_told(&self, n: usize) -> bool {
        let doc = self.scene.doc;
        let from = doc.sentences[n].start;
        let to = doc.sentences[(n + 1).min(doc.sentences.len() - 1)].end;
        doc.within(from, to).iter().any(|h| h.class == Class::Verb && doc.value(h) == "event:visit")
    }
}
