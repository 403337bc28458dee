//! Events: visits, meetings, committees, exercises, trainings, deliveries, orders, exhibitions, with their roles and realis.
//!
//! In: the scene and the agreements' parties. Out: [`EventFrame`]s, one for each type, participants and host (contract, rule 11).

use super::{Clause, Mood, Scene, clause_of, mood_at};
use crate::lexicon::{Class, Form, Hit, Prep};
use crate::mention::{Actor, ActorKind, Doc, Role};
use crate::record::{DateValue, Precision};
use crate::text::LineKind;

/// One event.
#[derive(Debug, Clone)]
pub struct EventFrame {
    pub kind: &'static str,
    pub realis: &'static str,
    pub participants: Vec<String>,
    pub host: Option<String>,
    pub date: DateValue,
    pub date_at: Option<(usize, usize)>,
    /// Name of the exercise or exhibition.
    pub name: Option<String>,
    pub persons: Vec<usize>,
    pub at: (usize, usize),
    pub rule: String,
}

/// All events; `pairs` are the sets of parties of the agreements found, each with its sentence.
pub fn find_events(scene: &Scene, pairs: &[(Vec<String>, usize)]) -> Vec<EventFrame> {
    let mut f = Finder { scene, pairs, out: Vec::new() };
    for n in 0..scene.doc.sentences.len() {
        if scene.setting.skipped(n) {
            continue;
        }
        f.sentence(n);
    }
    f.out
}

struct Finder<'a, 'b> {
    scene: &'a Scene<'a, 'b>,
    pairs: &'a [(Vec<String>, usize)],
    out: Vec<EventFrame>,
}

impl Finder<'_, '_> {
    fn sentence(&mut self, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let hits: Vec<Hit> = doc.within(s.start, s.end).to_vec();
        for h in &hits {
            if self.scene.cast.covers(h.start).is_some_and(|a| h.class != Class::Event && a.name.is_some_and(|(x, y)| x <= h.start && h.start < y)) {
                continue;
            }
            // A ministry's name that reads as a verb.
            if h.class == Class::Verb && self.scene.cast.covers(h.start).is_some_and(|a| matches!(a.kind, ActorKind::Force | ActorKind::Office)) {
                continue;
            }
            match (h.class, doc.value(h)) {
                (Class::Verb, "event:visit" | "event:arrive" | "event:leave") => self.visit(h, n),
                (Class::Verb, "step:signed") => self.contract(h, n),
                (Class::Verb, "event:receive" | "event:meeting" | "event:discuss") => self.meeting(h, n),
                (Class::Verb, "event:receive-arms" | "event:give-arms") => self.delivery(h, n),
                (Class::Verb, "event:buy" | "event:sell") => self.procurement(h, n),
                (Class::Event, "committee") => self.committee(h, n),
                (Class::Event, "exercise") => self.joint(h, n, "exercise"),
                (Class::Exercise, _) if doc.lexicon.entry(h).domain.is_none() || self.quoted(h) => self.joint(h, n, "exercise"),
                (Class::Event, "training") => self.joint(h, n, "training"),
                (Class::Event, "expert-exchange") => self.joint(h, n, "expert-exchange"),
                (Class::Exhibition, _) => self.exhibition(h, n),
                _ => {}
            }
        }
    }

    /// The two states of the last agreement told before sentence `n`, else of the first one, else of the headline.
    fn pair_near(&self, n: usize) -> Option<Vec<String>> {
        let two = || self.pairs.iter().filter(|(p, _)| p.len() == 2);
        let told = two().filter(|(_, s)| *s <= n).max_by_key(|(_, s)| *s).or_else(|| two().next()).map(|(p, _)| p.clone());
        told.or_else(|| {
            let doc = self.scene.doc;
            let s = doc.sentences.iter().find(|s| s.kind == LineKind::Headline)?;
            let mut found: Vec<String> = Vec::new();
            for a in self.scene.cast.within(s.start, s.end).filter(|a| a.kind != ActorKind::City) {
                for x in &a.states {
                    if !found.contains(x) {
                        found.push(x.clone());
                    }
                }
            }
            (found.len() == 2).then_some(found)
        })
    }

    fn quoted(&self, h: &Hit) -> bool {
        h.start > 0 && self.scene.doc.tokens.is(h.start - 1, '"')
    }

    fn military(&self, a: &Actor) -> bool {
        let office = a.office.as_deref().unwrap_or("");
        matches!(office, "minister-of-defence" | "chief-of-staff" | "deputy-chief-of-staff" | "service-chief" | "commander" | "minister-of-interior")
            || matches!(a.domain.as_deref(), Some("defence" | "security"))
            || a.rank.is_some()
    }

    fn linked(&self, x: &str, y: &str) -> bool {
        self.pairs.iter().any(|(p, _)| p.iter().any(|s| s == x) && p.iter().any(|s| s == y))
    }

    fn date(&self, clause: Clause, at: usize) -> (DateValue, Option<(usize, usize)>) {
        let best = self.scene.dates_within(clause.start, clause.end).filter(|d| d.past.is_known()).min_by_key(|d| {
            let gap = d.start.abs_diff(at);
            gap + if d.past.precision == Precision::Day { 0 } else { 20 }
        });
        best.map_or((DateValue::unknown(), None), |d| (self.nearer(d), Some((d.start, d.end))))
    }

    /// Of the two readings of a date without its year the one nearer to the document's day; days count as 365 a year, 31 a month.
    fn nearer(&self, d: &crate::time::DateMention) -> DateValue {
        let ordinal = |s: &str| {
            let mut it = s.split('-').map(|x| x.parse::<i64>().unwrap_or(1));
            it.next().unwrap_or(0) * 365 + it.next().unwrap_or(1) * 31 + it.next().unwrap_or(1)
        };
        let (Some(p), Some(a), Some(b), true) = (self.scene.published, &d.past.value, &d.future.value, d.partial.is_some()) else { return d.past.clone() };
        if (ordinal(b) - ordinal(p)) * 2 < ordinal(p) - ordinal(a) { d.future.clone() } else { d.past.clone() }
    }

    fn future_date(&self, clause: Clause) -> (DateValue, Option<(usize, usize)>) {
        self.scene.dates_within(clause.start, clause.end).find(|d| d.future.is_known()).map_or((DateValue::unknown(), None), |d| (d.future.clone(), Some((d.start, d.end))))
    }

    fn push(&mut self, e: EventFrame) {
        let mut e = e;
        e.participants.sort();
        e.participants.dedup();
        let same = |x: &EventFrame| x.kind == e.kind && x.participants == e.participants && x.host == e.host;
        let apart = |x: &EventFrame| e.kind != "meeting" && x.date.is_known() && e.date.is_known() && !crate::fact::compatible(&x.date, &e.date);
        if let Some(old) = self.out.iter_mut().find(|x| same(x) && !apart(x)) {
            if !old.date.is_known() && e.date.is_known() && old.realis == e.realis {
                old.date = e.date;
                old.date_at = e.date_at;
            }
            return;
        }
        self.out.push(e);
    }

    fn realis(&self, h: &Hit, clause: Clause) -> Option<&'static str> {
        let doc = self.scene.doc;
        let has = |sense: &str| doc.within(clause.start, clause.end).iter().find(|x| x.class == Class::Verb && doc.value(x) == sense && x.start != h.start).copied();
        match mood_at(self.scene, h.start, h.form) {
            Mood::Negated | Mood::Denied | Mood::Hypothetical => return None,
            Mood::Future => return Some("scheduled"),
            Mood::Asserted => {}
        }
        if self.called_off(h, doc.sentence_of(h.start)) == Some(true) {
            return Some("cancelled");
        }
        if doc.within(clause.start, clause.end).iter().any(|x| x.class == Class::Verb && x.form == Form::Future && doc.value(x).starts_with("event:")) {
            return Some("scheduled");
        }
        if let Some(b) = has("event:begin").or_else(|| has("event:end")).or_else(|| has("event:hold")) {
            match mood_at(self.scene, b.start, b.form) {
                Mood::Negated | Mood::Denied | Mood::Hypothetical => return None,
                Mood::Future => return Some("scheduled"),
                Mood::Asserted => {}
            }
        }
        if has("event:end").is_some() {
            return Some("done");
        }
        if has("event:begin").is_some() {
            return Some("ongoing");
        }
        if let Some(x) = has("event:hold") {
            return Some(if x.form == Form::Present { "ongoing" } else { "done" });
        }
        Some(if h.form == Form::Present && doc.sentences[doc.sentence_of(h.start)].kind != LineKind::Headline { "ongoing" } else { "done" })
    }

    fn people(&self, clause: Clause) -> Vec<usize> {
        let all = &self.scene.cast.actors;
        let from = all.partition_point(|a| a.start < clause.start);
        (from..all.len())
            .take_while(|&k| all[k].start < clause.end)
            .filter(|&k| matches!(all[k].kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) && all[k].name.is_some() && !all[k].former)
            .collect()
    }

    fn visit(&mut self, h: &Hit, n: usize) {
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
                && (matches!(a.role, Role::To | Role::For | Role::In) || (Doc::is_finite(h) && (!arrive || a.start <= h.end + 4) && matches!(a.role, Role::Bare | Role::Of)))
        });
        let home = self.scene.setting.home.clone();
        // Who: in a relative clause or after it, the person before; with a verb first, the person after.
        let before = cast.iter().filter(|a| a.end <= h.start).rfind(person);
        let after = cast.iter().filter(|a| a.start >= h.end && a.start <= h.end + 10).find(person);
        let relative = doc.word_before(h.start, "relative") || (1..=3).any(|k| h.start >= k && doc.word(h.start - k, "relative").is_some());
        let visitor = match (Doc::is_finite(h), relative) {
            (_, true) => before.or(after),
            (true, false) => after.or(before),
            _ => after.filter(|a| !matches!(a.role, Role::With)).or(before),
        };
        let Some(visitor) = visitor else { return };
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
        let Some(mut host) = host else { return };
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
        if self.scene.setting.world.is_body(&host) {
            host = "BEL".into();
        }
        let service = |a: &&&Actor| a.kind == ActorKind::Force && a.states.first() == Some(&who) && a.domain.as_deref() == Some("defence");
        let ok = cast.iter().filter(person).any(|a| a.states[0] == who && self.military(a)) || cast.iter().any(|a| service(&a)) || self.linked(&who, &host);
        if !ok {
            return;
        }
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => {
                if let Some(true) = self.called_off(h, n) {
                    "cancelled"
                } else {
                    let lasts = (h.end..(h.end + 8).min(s.end)).any(|t| doc.word(t, "lasts").is_some());
                    let now = lasts
                        || h.form == Form::Present
                        || (relative && doc.within(h.start.saturating_sub(3), h.start).iter().any(|x| Doc::is_finite(x) && x.form == Form::Present));
                    if now && s.kind != LineKind::Headline { "ongoing" } else { "done" }
                }
            }
            Mood::Future => "scheduled",
            _ => return,
        };
        let (date, date_at) = match realis {
            "done" => self.date(clause, h.start),
            "scheduled" | "cancelled" => self.future_date(Clause { start: clause.start, end: s.end }),
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
            persons: self.people(clause),
            at: (h.start, h.end),
            rule,
        });
    }

    /// Is the event called off? A verb of cancelling stands before its noun.
    fn called_off(&self, h: &Hit, n: usize) -> Option<bool> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        Some(doc.within(h.start.saturating_sub(9).max(s.start), h.start).iter().any(|x| {
            x.class == Class::Verb
                && matches!(doc.value(x), "mode:cancel" | "step:terminated")
                && x.form != Form::Participle
                && mood_at(self.scene, x.start, x.form) == Mood::Asserted
        }))
    }

    fn meeting(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => "done",
            Mood::Future if h.form == Form::Future => "scheduled",
            _ => return,
        };
        let clause = clause_of(self.scene, h.start, h.end);
        let reach =
            Clause { start: if h.form == Form::Masdar { h.start.saturating_sub(12).max(s.start) } else { clause.start }, end: clause.end.max((h.end + 30).min(s.end)).min(s.end) };
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
            if h.form == Form::Masdar && !matches!(a.role, Role::Between | Role::With | Role::Bare | Role::Of) {
                continue;
            }
            military |= self.military(a);
            for x in &a.states {
                if !states.contains(x) {
                    states.push(x.clone());
                }
            }
        }
        if states.len() < 2
            && h.form == Form::Masdar
            && dyad
            && let Some(p) = self.pair_near(n).filter(|_| !self.pairs.is_empty())
        {
            states = p;
            military = true;
        }
        states.truncate(4);
        if states.len() < 2 || (doc.value(h) == "event:discuss" && states.len() != 2) {
            return;
        }
        let linked = states.len() == 2 && self.linked(&states[0], &states[1]);
        let purpose = doc.within(s.start, s.end).iter().any(|c| c.class == Class::Cue && doc.value(c) == "defence");
        if !(military || linked || (purpose && h.form != Form::Masdar)) {
            return;
        }
        let (date, date_at) = if realis == "scheduled" { self.future_date(reach) } else { self.date(reach, h.start) };
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
            if !self.out.iter().any(|e| e.kind == "visit" && e.participants == [guest.clone()]) && !self.coming(n, &guest) {
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

    /// Does the text itself tell the guest's visit somewhere?
    fn coming(&self, n: usize, _guest: &str) -> bool {
        let doc = self.scene.doc;
        let from = doc.sentences[n].start;
        let to = doc.sentences[(n + 1).min(doc.sentences.len() - 1)].end;
        doc.within(from, to).iter().any(|h| h.class == Class::Verb && doc.value(h) == "event:visit")
    }

    /// States of a joint activity around a noun: adjectives, "between", "with", "with the participation of".
    fn partners(&self, h: &Hit, n: usize) -> Vec<String> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let mut states: Vec<String> = Vec::new();
        for a in self.scene.cast.within(s.start, s.end) {
            let by_kind = matches!(a.kind, ActorKind::Force | ActorKind::State | ActorKind::Nisba | ActorKind::Side | ActorKind::Home | ActorKind::Counterpart)
                || (a.kind == ActorKind::Capital && matches!(a.role, Role::Bare | Role::With | Role::Between));
            // "troops from Greece": the word before the preposition says whose.
            let troops = a.role == Role::From && a.start >= 2 && doc.at(a.start - 2).iter().any(|x| matches!(x.class, Class::Cue | Class::Force | Class::Rank));
            let placed = matches!(a.role, Role::In | Role::To | Role::From) && !troops && a.kind != ActorKind::Force && !(a.role == Role::In && a.kind == ActorKind::Nisba);
            if !by_kind || placed || a.states.is_empty() {
                continue;
            }
            if (a.start..a.end).any(|t| doc.word(t, "observer").is_some()) || (a.end..(a.end + 3).min(s.end)).any(|t| doc.word(t, "observer").is_some()) {
                continue;
            }
            for x in &a.states {
                if !states.contains(x) {
                    states.push(x.clone());
                }
            }
        }
        if states.len() < 2 {
            let dyad = self.scene.cast.within(s.start, s.end).any(|a| a.kind == ActorKind::Dyad) || doc.sentences[n].kind == LineKind::Bullet;
            let known: Option<Vec<String>> = self.pair_near(n).filter(|p| states.iter().all(|x| p.contains(x)));
            if let (true, Some(p)) = (dyad, known) {
                return p;
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

    fn joint(&mut self, h: &Hit, n: usize, kind: &'static str) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let clause = Clause { start: s.start, end: s.end };
        // An area of an agreement is no event: within an instrument's group or beside a word of content.
        let in_list = doc.within(s.start, h.start).iter().any(|x| x.class == Class::Instrument)
            && !doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold"));
        if in_list || (s.start..h.start).any(|t| doc.word(t, "content").is_some()) {
            return;
        }
        let anchor = self.called_off(h, n) == Some(true)
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold"))
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Exercise);
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
        let (date, date_at) = if matches!(realis, "scheduled" | "cancelled") { self.future_date(clause) } else { self.date(clause, h.start) };
        let name = doc.within(s.start, s.end).iter().find(|x| x.class == Class::Exercise).map(|x| doc.quote(x.start, x.end).to_string());
        if self.out.iter().any(|e| {
            e.kind == kind
                && (states.iter().all(|x| e.participants.contains(x)) || e.participants.iter().all(|x| states.contains(x)))
                && (!date.is_known() || !e.date.is_known() || crate::fact::compatible(&e.date, &date))
        }) {
            return;
        }
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame { kind, realis, participants: states, host: None, date, date_at, name, persons: Vec::new(), at: (h.start, h.end), rule });
    }

    fn committee(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let clause = Clause { start: s.start, end: s.end };
        let field = (h.start..(h.end + 5).min(s.end)).any(|t| doc.at(t).iter().any(|c| c.class == Class::Cue && matches!(doc.value(c), "defence" | "security")));
        if !field {
            return;
        }
        let sits = s.kind == LineKind::Headline
            || doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && matches!(doc.value(x), "event:begin" | "event:end" | "event:hold" | "event:meeting"));
        if !sits {
            return;
        }
        let near: Vec<&Actor> = self.scene.cast.within(h.start, (h.end + 12).min(s.end)).collect();
        let mut states: Vec<String> = Vec::new();
        for a in near.iter().filter(|a| a.kind == ActorKind::Nisba || matches!(a.role, Role::Between | Role::With)) {
            for x in &a.states {
                if !states.contains(x) {
                    states.push(x.clone());
                }
            }
        }
        if states.len() < 2 {
            let more = self.partners(h, n);
            for x in more {
                if !states.contains(&x) {
                    states.push(x);
                }
            }
        }
        if states.len() < 2
            && let Some(p) = self.pair_near(n).filter(|_| near.iter().any(|a| a.kind == ActorKind::Dyad))
        {
            states = p;
        }
        if states.len() < 2 || states.len() > 4 {
            return;
        }
        let Some(realis) = self.realis(h, clause) else { return };
        let (date, date_at) = if realis == "scheduled" { self.future_date(clause) } else { self.date(clause, h.start) };
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame { kind: "committee", realis, participants: states, host: None, date, date_at, name: None, persons: self.people(clause), at: (h.start, h.end), rule });
    }

    /// The nearest arms noun in a window.
    fn arms(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        self.scene.doc.within(from, to).iter().find(|x| x.class == Class::Event && self.scene.doc.value(x) == "arms").map(|x| (x.start, x.end))
    }

    /// Who acts in the verb's clause: the actor right after it, else the last one before it, never the dateline.
    fn subject(&self, h: &Hit, n: usize) -> Option<String> {
        let s = &self.scene.doc.sentences[n];
        let acting = |a: &&Actor| {
            !a.states.is_empty()
                && !self.scene.setting.in_dateline(a.start)
                && matches!(a.role, Role::Bare | Role::Of)
                && matches!(a.kind, ActorKind::State | ActorKind::Force | ActorKind::Office | ActorKind::Home | ActorKind::Capital | ActorKind::Side)
        };
        let after = self.scene.cast.within(h.end, (h.end + 8).min(s.end)).find(acting);
        after.or_else(|| self.scene.cast.within(s.start, h.start).filter(acting).last()).map(|a| a.states[0].clone())
    }

    /// A contract of a state with another state's arms maker is an order of arms.
    fn contract(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        if mood_at(self.scene, h.start, h.form) != Mood::Asserted || h.form == Form::Participle {
            return;
        }
        let end = (h.end + 16).min(s.end);
        let deal = doc.within(h.start.saturating_sub(4).max(s.start), end).iter().any(|x| x.class == Class::Instrument && matches!(doc.value(x), "contract" | "agreement"));
        let arms = self.arms(s.start, s.end).is_some();
        let Some(firm) = (h.end..end).find(|&t| doc.word_before(t, "with") && (doc.word(t, "company").is_some() || doc.find(t, Class::Company).is_some())) else { return };
        let maker = self
            .companies(firm, (firm + 6).min(s.end))
            .first()
            .cloned()
            .or_else(|| self.scene.cast.within(firm, (firm + 5).min(s.end)).find(|a| a.kind == ActorKind::Nisba).map(|a| a.states[0].clone()));
        let (Some(maker), Some(buyer), true) = (maker, self.subject(h, n).or_else(|| self.scene.setting.home.clone()), deal && arms) else { return };
        if maker == buyer {
            return;
        }
        let (date, date_at) = self.date(Clause { start: h.start, end: s.end }, h.start);
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame {
            kind: "procurement",
            realis: "done",
            participants: vec![buyer],
            host: Some(maker),
            date,
            date_at,
            name: None,
            persons: Vec::new(),
            at: (h.start, h.end),
            rule,
        });
    }

    fn companies(&self, from: usize, to: usize) -> Vec<String> {
        let doc = self.scene.doc;
        doc.within(from, to)
            .iter()
            .filter(|x| x.class == Class::Company && (doc.lexicon.entry(x).domain.is_none() || self.quoted(x)))
            .filter_map(|x| doc.lexicon.entry(x).state.clone())
            .collect()
    }

    fn delivery(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let realis = match mood_at(self.scene, h.start, h.form) {
            Mood::Asserted => "done",
            Mood::Future if h.form == Form::Future => "scheduled",
            _ => return,
        };
        if h.form == Form::Participle {
            return;
        }
        let clause = clause_of(self.scene, h.start, (h.end + 12).min(s.end));
        let relative = doc.word_before(h.start, "relative");
        let before = || self.arms(h.start.saturating_sub(14).max(s.start), h.start);
        let ahead = || self.arms(h.start, (h.end + 24).min(s.end));
        let Some(arms) = (if relative { before().or_else(ahead) } else { ahead().or_else(before) }) else { return };
        let gives = doc.value(h) == "event:give-arms";
        if gives && !doc.within(h.end, arms.1).iter().all(|x| x.class != Class::Verb || !Doc::is_finite(x)) {
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
            let to = cast.iter().copied().filter(acting).find(|a| matches!(a.role, Role::For | Role::To) && a.start > h.start).map(|a| a.states[0].clone());
            let second = cast.iter().copied().filter(acting).filter(|a| matches!(a.role, Role::Bare | Role::Of)).map(|a| a.states[0].clone()).find(|x| Some(x) != subject.as_ref());
            (to.or(second), subject)
        } else {
            let r = subject.or(home);
            let supplier = from.or(adjective).or_else(|| makers.first().cloned());
            (r, supplier)
        };
        let (Some(receiver), Some(supplier)) = (receiver, supplier) else { return };
        if receiver == supplier {
            return;
        }
        let span = Clause { start: s.start, end: clause.end.max(arms.1) };
        let (date, date_at) = if realis == "scheduled" { self.future_date(Clause { start: s.start, end: s.end }) } else { self.date(span, h.start) };
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame {
            kind: "delivery",
            realis,
            participants: vec![receiver],
            host: Some(supplier),
            date,
            date_at,
            name: None,
            persons: Vec::new(),
            at: (h.start, h.end),
            rule,
        });
    }

    fn procurement(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        if mood_at(self.scene, h.start, h.form) != Mood::Asserted || (h.form == Form::Masdar && h.clitics.prep == Prep::To) {
            return;
        }
        let Some(arms) = self.arms(h.start, (h.end + 20).min(s.end)).or_else(|| self.arms(h.start.saturating_sub(12).max(s.start), h.start)) else { return };
        let clause = clause_of(self.scene, h.start, (h.end + 12).min(s.end));
        let cast: Vec<&Actor> = self.scene.cast.within(s.start, s.end).collect();
        let subject = self.subject(h, n).or_else(|| self.scene.setting.home.clone());
        let makers = self.companies(s.start, s.end);
        let other = cast.iter().find(|a| matches!(a.role, Role::From | Role::With) && !a.states.is_empty() && subject.as_ref() != a.states.first()).map(|a| a.states[0].clone());
        let adjective =
            cast.iter().find(|a| a.kind == ActorKind::Nisba && a.start >= arms.0 && a.start <= arms.1 + 8 && subject.as_ref() != a.states.first()).map(|a| a.states[0].clone());
        let supplier = makers.first().cloned().or(other).or(adjective);
        let (Some(receiver), Some(supplier)) = (subject, supplier) else { return };
        if receiver == supplier {
            return;
        }
        let (receiver, supplier) = if doc.value(h) == "event:sell" { (supplier, receiver) } else { (receiver, supplier) };
        let (date, date_at) = self.date(clause, h.start);
        let rule = doc.lexicon.entry(h).rule.clone();
        self.push(EventFrame {
            kind: "procurement",
            realis: "done",
            participants: vec![receiver],
            host: Some(supplier),
            date,
            date_at,
            name: None,
            persons: Vec::new(),
            at: (h.start, h.end),
            rule,
        });
    }

    fn exhibition(&mut self, h: &Hit, n: usize) {
        let doc = self.scene.doc;
        let s = doc.sentences[n].clone();
        let weak = doc.lexicon.entry(h).domain.is_some();
        let beside = doc.within(h.start.saturating_sub(6).max(s.start), (h.end + 3).min(s.end)).iter().any(|x| x.class == Class::Event && doc.value(x) == "exhibition");
        if weak && !beside && !self.quoted(h) {
            return;
        }
        let Some(host) = doc.lexicon.entry(h).state.clone() else { return };
        let clause = Clause { start: s.start, end: s.end };
        if self.out.iter().any(|e| e.kind == "exhibition" && e.host.as_ref() == Some(&host)) {
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
            _ if opens => self.date(clause, h.start),
            _ => (DateValue::unknown(), None),
        };
        let rule = doc.lexicon.entry(h).rule.clone();
        let name = Some(doc.quote(h.start, h.end).to_string());
        self.push(EventFrame { kind: "exhibition", realis, participants: Vec::new(), host: Some(host), date, date_at, name, persons: Vec::new(), at: (h.start, h.end), rule });
    }
}
