//! Visits and meetings: who came to whom, who met whom.

use super::roles::Fate;
use super::{EventFrame, Finder};
use crate::frame::{Clause, Mood, clause_of};
use crate::lexicon::{Class, Form, Hit};
use crate::mention::{Actor, ActorKind, Doc, Role, add_states};
use crate::record::{DateValue, Precision};
use crate::text::LineKind;

/// The day `n` days before a day.
fn days_before(day: &str, n: i64) -> Option<String> {
    let d: jiff::civil::Date = day.parse().ok()?;
    d.checked_sub(jiff::Span::new().days(n)).ok().map(|x| x.to_string())
}

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
                || self.delegation(a)
                || (self.service(a) && !matches!(a.role, Role::In | Role::To | Role::With | Role::From | Role::By))
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
        // "dün Bakü'ye gitti": the goal stands before a verb that ends its sentence.
        let target = target.or_else(|| cast.iter().find(|a| self.goal_before(h, s.start).is_some_and(|g| g.start == a.start)));
        let home = self.scene.setting.home.clone();
        // Who: in a relative clause or after it, the person before; with a verb first, the person after.
        let before = cast.iter().filter(|a| a.end <= h.start).rfind(person);
        // "Kenya's minister, on the invitation of our minister, visited": where the verb is last the subject stands bare.
        let bare = cast.iter().filter(|a| a.end <= h.start && a.role == Role::Bare && doc.lexicon.verb_final()).rfind(person);
        let before = bare.or(before);
        let after = cast.iter().filter(|a| a.start >= h.end && a.start <= h.end + 10).find(person);
        // "on a visit to Sofia, and his counterpart": behind a noun only its genitive is the guest.
        let genitive = |a: &&&Actor| {
            !self.svo()
                || (!(h.end..a.start).any(|t| doc.tokens.is(t, ',') || doc.at(t).iter().any(Doc::is_finite))
                    && (matches!(a.role, Role::Of | Role::By) || a.start <= doc.past_particles(h.end)))
        };
        let relative = self.in_relative(h);
        let attributive = doc.lexicon.verb_final() && doc.at(h.start).iter().any(|x| x.end == h.end && x.class == Class::Verb && x.form == Form::Participle);
        let visitor = match (Doc::is_finite(h), relative) {
            // "səfərdə olan nümayəndə heyəti": where the verb is last its participle stands before the guest.
            _ if attributive => after.or(before),
            (_, true) => before.or(after),
            (true, false) if self.svo() => before.or(after),
            (true, false) => after.or(before),
            _ => after.filter(genitive).filter(|a| !matches!(a.role, Role::With)).or(before),
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
            // "PRETORIA: The minister, who arrived on Monday …".
            None if arrive && self.svo() && Doc::is_finite(h) && home.as_ref() == Some(&who) => abroad,
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
            let other = cast.iter().filter(person).filter(|a| a.states[0] != host).min_by_key(|a| a.start.abs_diff(h.start)).map(|a| a.states[0].clone());
            // A guest without a state of his own, whom the text only seems to put at home: the other party of the agreement told.
            let party = || {
                let two = self.pairs.iter().filter(|(p, _)| p.len() == 2 && p.contains(&host));
                two.min_by_key(|(_, at)| at.abs_diff(n)).and_then(|(p, _)| p.iter().find(|x| **x != host).cloned())
            };
            let foreign = self.svo() && visitor.implied && target.is_some();
            if foreign && let Some(p) = party() {
                who = p;
            } else {
                let Some(other) = other else { return };
                if target.is_some() && !relative && Some(&host) != home.as_ref() {
                    return;
                }
                who = other;
            }
        }
        if target.is_none() && home.as_ref() == Some(&who) && self.scene.setting.dateline_state.as_ref() != Some(&host) {
            return;
        }
        let service = |a: &&&Actor| a.kind == ActorKind::Force && a.states.first() == Some(&who) && a.domain.as_deref() == Some("defence");
        let ok =
            cast.iter().filter(person).any(|a| a.states[0] == who && (self.military(a) || self.military_side(a))) || cast.iter().any(|a| service(&a)) || self.linked(&who, &host);
        if !ok {
            return;
        }
        let (mood, fate) = self.mood_of(h, n);
        let realis = match mood {
            _ if fate == Fate::Void => return,
            _ if fate == Fate::Scheduled => "scheduled",
            _ if fate == Fate::Cancelled => "cancelled",
            Mood::Asserted => {
                if self.called_off(h, n) {
                    "cancelled"
                } else {
                    let lasts = (h.end..(h.end + 8).min(s.end)).any(|t| doc.word(t, "lasts").is_some());
                    let has = |v: &str| doc.within(clause.start, clause.end.max(h.end + 10).min(s.end)).iter().any(|x| x.class == Class::Verb && doc.value(x) == v);
                    // "his visit, which he began the day before": under way, where no end is told.
                    let begun = !Doc::is_finite(h) && has("event:begin") && !has("event:end") && (!self.svo() || self.begun(h, n));
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
                        || (attributive && doc.value(h) == "event:visit")
                        || (relative && doc.within(h.start.saturating_sub(3), h.start).iter().any(|x| Doc::is_finite(x) && x.form == Form::Present));
                    if now && s.kind != LineKind::Headline { "ongoing" } else { "done" }
                }
            }
            Mood::Future => "scheduled",
            _ => return,
        };
        let future = self.future_date(Clause { start: clause.start, end: s.end });
        // Firmly scheduled is what has its time.
        if realis == "scheduled" && self.svo() && !future.0.is_known() {
            return;
        }
        let starts = doc.within(s.start, h.start).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin" && x.form == Form::Present);
        let realis = if realis == "ongoing" && starts && self.after_publication(&future.0) { "scheduled" } else { realis };
        let opening = self.opening(n, h.start).or_else(|| self.opening(n, h.start.saturating_sub(8)));
        let (date, date_at) = match (realis, opening) {
            ("done" | "ongoing", Some(day)) => day,
            ("done", _) => {
                let told = self.date(clause, h.start);
                // "at the end of a visit": it ended on the day of the news.
                let ends = doc.within(h.start.saturating_sub(3).max(s.start), h.start).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:end")
                    || (doc.lexicon.verb_final() && doc.within(h.end, (h.end + 4).min(s.end)).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:end"));
                let told = if !told.0.is_known() && ends { self.story(n) } else { told };
                // "ended his three-day visit on Friday": it began two days before.
                if let (true, Some(days), Some(day)) = (self.svo() && ends, self.days(h), told.0.value.as_deref().filter(|_| told.0.precision == Precision::Day))
                    && let Some(first) = days_before(day, days - 1)
                {
                    (DateValue { value: Some(first), ..told.0.clone() }, told.1)
                } else if told.0.is_known() {
                    told
                } else {
                    self.day_of_signing(n, h.start)
                }
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

    /// "on a visit to Sofia, signed a declaration on 12 March": a visit without a day of its own has that of what was signed on it.
    fn day_of_signing(&self, n: usize, at: usize) -> super::When {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let signs = doc.within(s.start, s.end).iter().any(|x| x.class == Class::Verb && x.form != Form::Masdar && doc.value(x) == "step:signed");
        if self.svo() && signs { self.date(Clause { start: s.start, end: s.end }, at) } else { (DateValue::unknown(), None) }
    }

    /// Is a visit told as begun: the verb of beginning right beside its noun, or in its relative clause?
    fn begun(&self, h: &Hit, n: usize) -> bool {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let begins = |from: usize, to: usize| doc.within(from, to).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin");
        let to = (h.end..(h.end + 12).min(s.end)).find(|&t| doc.tokens.is(t, ',') && doc.word(t + 1, "relative").is_none()).unwrap_or((h.end + 12).min(s.end));
        begins(h.start.saturating_sub(5).max(s.start), h.start) || begins(h.end, to)
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
        // "a meeting of experts to exchange experience": told as the exchange.
        let exchange = |x: &Hit| x.class == Class::Event && doc.value(x) == "expert-exchange";
        if self.svo() && h.form == Form::Masdar && doc.within(h.end, (h.end + 16).min(s.end)).iter().any(exchange) {
            return;
        }
        // "the first meeting of the joint committee": the committee sits.
        if h.form == Form::Masdar && (h.end..(h.end + 4).min(s.end)).any(|t| doc.find(t, Class::Event).is_some_and(|x| doc.value(x) == "committee")) {
            return;
        }
        // "the summit of NATO": those who meet are its members, not who is told of in the same sentence.
        let of = doc.past_particles(doc.past_word(h.end, "of").unwrap_or(h.end));
        let body = self.scene.cast.covers(of).filter(|a| a.start == of && a.kind == ActorKind::State && a.states.len() == 1);
        if h.form == Form::Masdar && of > h.end && body.is_some_and(|a| self.scene.setting.world.is_body(&a.states[0])) {
            return;
        }
        let (mood, fate) = self.mood_of(h, n);
        let realis = match mood {
            _ if fate == Fate::Void => return,
            _ if fate == Fate::Scheduled => "scheduled",
            _ if fate == Fate::Cancelled => "cancelled",
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
            if a.kind == ActorKind::Dyad || (a.kind == ActorKind::Triad && self.svo()) {
                dyad = true;
                continue;
            }
            let person = matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Side)
                || (h.form == Form::Masdar && a.role == Role::Between && a.kind == ActorKind::State)
                || self.delegation(a)
                || self.represented(a, h);
            // "recibió a su homólogo": where "to" marks the person met.
            let met = self.svo()
                && a.role == Role::To
                && Doc::is_finite(h)
                && a.start >= h.end
                && a.start <= h.end + 4
                && matches!(a.kind, ActorKind::Office | ActorKind::Counterpart)
                && a.office.as_deref() != Some("other")
                && (a.kind == ActorKind::Counterpart || a.name.is_some() || self.military(a));
            if !person || a.states.is_empty() || (matches!(a.role, Role::In | Role::To | Role::From) && !met) {
                continue;
            }
            if h.form == Form::Masdar && !matches!(a.role, Role::Between | Role::With | Role::Bare | Role::Of) && !(a.role == Role::By && doc.value(h) == "event:receive") {
                continue;
            }
            military |= self.military(a) || self.military_side(a);
            for x in self.listed(a).into_iter().filter(|x| !a.states.contains(x)) {
                if !states.contains(&x) {
                    states.push(x);
                }
            }
            add_states(&mut states, a);
        }
        // "The two ministers met": those of the agreement told; "talks between their ministers": only where they were three.
        let told = |p: &Vec<String>| if Doc::is_finite(h) { doc.value(h) != "event:discuss" } else { h.form == Form::Masdar && p.len() == 3 };
        if states.is_empty()
            && dyad
            && self.svo()
            && let Some(p) = self.set_near(n, false).filter(told)
        {
            states = p;
            military = true;
        }
        if states.len() == 1 && self.svo() {
            military |= self.other_side(h, n, reach, &mut states);
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
        let (date, date_at) = if realis == "done" { self.date(reach, h.start) } else { self.future_date(reach) };
        if realis == "scheduled" && self.svo() && !date.is_known() {
            return;
        }
        let (date, date_at) = if realis == "done" && !date.is_known() && s.kind != LineKind::Headline { self.story(n) } else { (date, date_at) };
        let rule = doc.lexicon.entry(h).rule.clone();
        let envoy = self.scene.cast.within(reach.start, reach.end).any(|a| a.office.as_deref() == Some("ambassador"));
        // Receiving a guest at home is also his visit.
        if doc.value(h) == "event:receive"
            && military
            && realis == "done"
            && !envoy
            && states.len() == 2
            && (h.form != Form::Masdar || self.svo())
            && let Some(home) = self.receiving(h, s.start).or_else(|| self.scene.setting.home.clone()).filter(|x| states.contains(x))
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

    /// The side that a meeting told of one state alone leaves open. Two people of one state, neither told with it, do not receive
    /// each other; "in Jakarta the minister received him": the minister is of the place.
    fn other_side(&self, h: &Hit, n: usize, reach: Clause, states: &mut Vec<String>) -> bool {
        let doc = self.scene.doc;
        let holds = |a: &&Actor| matches!(a.kind, ActorKind::Office | ActorKind::Person) && !a.states.is_empty() && !a.former;
        let people: Vec<&Actor> = self.scene.cast.within(reach.start, reach.end).filter(holds).collect();
        if doc.value(h) != "event:receive" || people.is_empty() || !people.iter().all(|a| a.implied && a.name.is_some()) {
            return false;
        }
        let other = if people.len() == 1 {
            let place = |a: &&Actor| matches!(a.kind, ActorKind::Capital | ActorKind::City | ActorKind::State) && a.role == Role::In && a.states.len() == 1;
            let there = self.scene.cast.within(doc.sentences[n].start, reach.end).find(place).map(|a| a.states[0].clone());
            there.filter(|x| Doc::is_finite(h) && self.linked(x, &states[0]))
        } else {
            self.pair_near(n).filter(|p| p.contains(&states[0])).and_then(|p| p.into_iter().find(|x| *x != states[0]))
        };
        let Some(other) = other.filter(|x| *x != states[0]) else { return false };
        states.push(other);
        people.iter().any(|a| self.military(a))
    }

    /// Forces that stand for those who meet: "representatives of the ministries of A, B and C", a ministry that receives.
    fn represented(&self, a: &Actor, h: &Hit) -> bool {
        let doc = self.scene.doc;
        if !self.svo() || a.kind != ActorKind::Force || !matches!(a.domain.as_deref(), Some("defence" | "security")) {
            return false;
        }
        let head = doc.lead(a.start);
        let people = (1..=3).any(|k| head >= k && doc.at(head - k).iter().any(|x| x.end <= head && x.class == Class::Word && matches!(doc.value(x), "dyad" | "side")));
        a.states.len() > 1 || people || (doc.value(h) == "event:receive" && a.role == Role::Bare && a.end <= h.start)
    }

    /// Who receives, where the verb has its subject before it: "the Lithuanian minister received"; in a passive who stands behind "by".
    fn receiving(&self, h: &Hit, from: usize) -> Option<String> {
        let doc = self.scene.doc;
        if !self.svo() || !Doc::is_finite(h) {
            return None;
        }
        let s = &doc.sentences[doc.sentence_of(h.start)];
        let acts = |a: &&Actor| a.states.len() == 1 && !a.former && !matches!(a.kind, ActorKind::Nisba | ActorKind::City);
        let by = self.scene.cast.within(if doc.lexicon.verb_final() { from } else { h.end }, s.end).filter(acts).find(|a| a.role == Role::By);
        let before = self.scene.cast.within(from, h.start).filter(acts).filter(|a| a.role == Role::Bare).last();
        if let Some(a) = by.or(before) {
            return Some(a.states[0].clone());
        }
        // "He was received in Jakarta by the minister" with the object first: the subject stands behind its verb, and is of the place.
        let behind = self.scene.cast.within(h.end, (h.end + 3).min(s.end)).filter(acts).find(|a| matches!(a.role, Role::Bare | Role::Of))?;
        let place = |a: &&Actor| matches!(a.kind, ActorKind::Capital | ActorKind::City | ActorKind::State) && a.role == Role::In && a.states.len() == 1;
        let there = self.scene.cast.within(from, s.end).find(place).filter(|a| behind.implied && self.linked(&a.states[0], &behind.states[0]));
        Some(there.unwrap_or(behind).states[0].clone())
    }

    /// Does this sentence or the next one tell a visit in its own words?
    pub(super) fn visit_told(&self, n: usize) -> bool {
        let doc = self.scene.doc;
        let from = doc.sentences[n].start;
        let to = doc.sentences[(n + 1).min(doc.sentences.len() - 1)].end;
        doc.within(from, to).iter().any(|h| h.class == Class::Verb && doc.value(h) == "event:visit")
    }
}
