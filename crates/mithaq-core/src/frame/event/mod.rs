//! Events: visits, meetings, committees, exercises, trainings, deliveries, orders, exhibitions, with their roles and realis.
//!
//! In: the scene and the agreements' parties. Out: [`EventFrame`]s, one for each type, participants and host (contract, rule 11).

mod arms;
mod hands;
mod joint;
mod meet;
mod roles;

use super::{Clause, Mood, Scene, mood_at};
use crate::lexicon::{Class, Form, Hit};
use crate::mention::{Actor, ActorKind, Doc};
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

/// A day's number, roughly: days count as 365 a year, 31 a month.
fn rough_day(s: &str) -> i64 {
    let mut it = s.split('-').map(|x| x.parse::<i64>().unwrap_or(1));
    it.next().unwrap_or(0) * 365 + it.next().unwrap_or(1) * 31 + it.next().unwrap_or(1)
}

/// A date and the tokens that give it.
type When = (DateValue, Option<(usize, usize)>);

/// All events; `pairs` are the sets of parties of the agreements found, each with its sentence.
pub fn find_events(scene: &Scene, pairs: &[(Vec<String>, usize)]) -> Vec<EventFrame> {
    let doc = scene.doc;
    let military = doc.hits.iter().any(|x| (x.class == Class::Cue && doc.value(x) == "defence") || (x.class == Class::Force && doc.value(x) != "other"));
    let mut f = Finder { scene, pairs, military, out: Vec::new() };
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
    /// The text speaks of forces or arms somewhere.
    military: bool,
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
                (Class::Exercise, _) if self.exercise_name(h) && (self.own_name(h) || self.exercise_near(n)) => self.joint(h, n, "exercise"),
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
        told.or_else(|| self.scene.headline_pair())
    }

    /// The states that "the ministers", "the three countries" stands for: those who met, exercised or agreed last before sentence `n`.
    fn set_near(&self, n: usize, three: bool) -> Option<Vec<String>> {
        let fits = |p: &[String]| if three { p.len() == 3 } else { p.len() == 2 || p.len() == 3 };
        let told = self.out.iter().filter(|e| e.kind == "meeting").map(|e| (&e.participants, self.scene.doc.sentence_of(e.at.0)));
        let agreed = self.pairs.iter().map(|(p, at)| (p, *at));
        let all = told.chain(agreed).filter(|(p, at)| fits(p) && *at <= n);
        all.max_by_key(|(p, at)| (*at, p.len())).map(|(p, _)| p.clone())
    }

    /// The state at home in a sentence: in a brief its line's own ("RABAT | The army …"), else the document's.
    fn home_at(&self, n: usize) -> Option<String> {
        self.label(n).or_else(|| self.scene.setting.home.clone())
    }

    /// The state whose name or capital alone heads the sentence's line, before a mark.
    fn label(&self, n: usize) -> Option<String> {
        let doc = self.scene.doc;
        let l = &doc.lines[doc.sentences[n].line];
        if !self.svo() || l.kind == LineKind::Headline || doc.sentences[n].kind == LineKind::Headline {
            return None;
        }
        let h = doc.at(l.start).iter().find(|h| matches!(h.class, Class::State | Class::Capital))?;
        let mark = ['.', ':', '|', '-', '–', '—'].iter().any(|&c| doc.tokens.is(h.end, c)) && h.end + 1 < l.end && doc.tokens.list.get(h.end + 1).is_some_and(|t| t.spaced);
        mark.then(|| doc.value(h).to_string())
    }

    /// Whose an actor is: one without a state of its own is of the state that heads its line.
    fn state_of(&self, a: &Actor) -> Option<String> {
        let own = a.states.first().cloned();
        if !a.implied || a.name.is_some() || self.scene.setting.home != own {
            return own;
        }
        self.label(self.scene.doc.sentence_of(a.start)).or(own)
    }

    /// The year or day that heads the line of a chronicle: "2015, June –", "2010 - Baku, 16 August:".
    fn line_date(&self, t: usize) -> Option<&crate::time::DateMention> {
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(t)];
        let l = &doc.lines[s.line];
        if !self.svo() || s.kind == LineKind::Headline {
            return None;
        }
        let d = self.scene.dates_within(l.start, l.start + 2).next().filter(|d| !d.relative && d.past.is_known())?;
        let mark = [',', '.', ':', '-', '–', '—'].iter().any(|&c| doc.tokens.is(d.end, c));
        mark.then_some(d)
    }

    /// Does the subject stand before its verb in this language?
    fn svo(&self) -> bool {
        self.scene.doc.lexicon.data.order != crate::lexicon::Order::Vso
    }

    fn quoted(&self, h: &Hit) -> bool {
        h.start > 0 && self.scene.doc.tokens.is(h.start - 1, '"')
    }

    /// Is the name of an exercise nothing else besides (`ambiguous` in `packs/world`)?
    fn own_name(&self, h: &Hit) -> bool {
        self.scene.doc.lexicon.entry(h).domain.is_none()
    }

    /// A name of an exercise: one that is also a common word or a paper's name ("الشرق الأوسط", "الوطن") only where it stands whole in
    /// quotation marks, a number behind it or not, or right beside the word for an exercise.
    fn exercise_name(&self, h: &Hit) -> bool {
        let doc = self.scene.doc;
        let closes = |i: usize| i < doc.tokens.len() && doc.tokens.is(i, '"');
        let word = || doc.tokens.kind(h.end) == crate::text::TokenKind::Word || doc.at(h.end).iter().any(|x| x.class != Class::Word);
        let quoted = || self.quoted(h) && (h.end..h.end + 4).any(closes) && (closes(h.end) || !word());
        let touches = |x: &Hit| x.end == h.start || x.start == h.end || x.end + 1 == h.start;
        self.own_name(h) || quoted() || self.exercise_words(doc.sentence_of(h.start), 0).any(touches)
    }

    /// The word for an exercise stands in this sentence or the next to it.
    fn exercise_near(&self, n: usize) -> bool {
        self.exercise_words(n, 1).next().is_some()
    }

    /// Words for an exercise in a sentence and in so many around it.
    fn exercise_words(&self, n: usize, around: usize) -> impl Iterator<Item = &Hit> {
        let doc = self.scene.doc;
        let (first, last) = (n.saturating_sub(around), (n + around).min(doc.sentences.len() - 1));
        doc.within(doc.sentences[first].start, doc.sentences[last].end).iter().filter(|x| x.class == Class::Event && doc.value(x) == "exercise")
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

    /// The date of what is done: the nearest in the clause, rather behind than before, never one still to come or one that is
    /// told of an end ("which ends tomorrow").
    fn date(&self, clause: Clause, at: usize) -> When {
        // "since 2017" tells of a custom, not of this event.
        let custom =
            |d: &crate::time::DateMention| d.past.precision == Precision::Year && (self.scene.doc.word_before(d.start, "since") || self.scene.doc.word(d.start, "since").is_some());
        let found =
            self.scene.dates_within(clause.start, clause.end).filter(|d| d.past.is_known() && !custom(d) && !self.after_publication(&self.nearer(d)) && !self.of_an_end(d, at));
        let best = found.min_by_key(|d| {
            let gap = if d.start >= at { d.start - at } else { at - d.start + 4 };
            gap + if d.past.precision == Precision::Day { 0 } else { 12 }
        });
        let own = best.map(|d| (self.nearer(d), Some((d.start, d.end))));
        // A chronicle's line is dated by its head.
        let head = || self.line_date(at).filter(|d| !self.after_publication(&d.past)).map(|d| (d.past.clone(), Some((d.start, d.end))));
        own.or_else(head).unwrap_or((DateValue::unknown(), None))
    }

    /// The day something opened or began, where the sentence says so: "since Tuesday", "which he began the day before".
    fn opening(&self, n: usize, at: usize) -> Option<When> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let begins = |d: &&crate::time::DateMention| {
            let since = doc.word_before(d.start, "since");
            since
                || (1..=4)
                    .any(|k| d.start >= k && doc.within(d.start - k, d.start - k + 1).iter().any(|x| x.class == Class::Verb && doc.value(x) == "event:begin" && x.end <= d.start))
        };
        let found = self
            .scene
            .dates_within(at.max(s.start), s.end)
            .filter(begins)
            .find(|d| d.past.is_known() && d.past.precision != Precision::Year && !self.after_publication(&self.nearer(d)));
        found.map(|d| (self.nearer(d), Some((d.start, d.end))))
    }

    /// Is a day still to come, seen from the document?
    fn after_publication(&self, d: &DateValue) -> bool {
        self.scene.published.is_some_and(|p| d.value.as_deref().is_some_and(|v| v > p && !p.starts_with(v)))
    }

    /// Does a date lie so many days before the document's that what began then, told in the present of a chronicle, is over?
    fn stale(&self, d: &DateValue, days: i64) -> bool {
        let (Some(p), Some(v)) = (self.scene.published, &d.value) else { return false };
        self.svo() && rough_day(p) - rough_day(v) > days + if d.precision == Precision::Year { 366 } else { 0 }
    }

    /// A date right behind a verb of ending or "until".
    fn of_an_end(&self, d: &crate::time::DateMention, at: usize) -> bool {
        let doc = self.scene.doc;
        doc.word_before(d.start, "until")
            || (1..=2).any(|k| d.start >= k && d.start - k > at && doc.at(d.start - k).iter().any(|x| Doc::is_finite(x) && doc.value(x) == "event:end"))
    }

    /// Of the two readings of a date without its year the one nearer to the document's day.
    fn nearer(&self, d: &crate::time::DateMention) -> DateValue {
        let ordinal = rough_day;
        // "2015, June": the year that heads the line.
        if let (Some((month, day)), Some(head)) = (d.partial, self.line_date(d.start).filter(|l| l.past.precision == Precision::Year && l.start < d.start))
            && let Some(year) = &head.past.value
        {
            let value = day.map_or_else(|| format!("{year}-{month:02}"), |day| format!("{year}-{month:02}-{day:02}"));
            return DateValue { value: Some(value), ..d.past.clone() };
        }
        let (Some(p), Some(a), Some(b), true) = (self.scene.published, &d.past.value, &d.future.value, d.partial.is_some()) else { return d.past.clone() };
        if (ordinal(b) - ordinal(p)) * 2 < ordinal(p) - ordinal(a) { d.future.clone() } else { d.past.clone() }
    }

    fn future_date(&self, clause: Clause) -> When {
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
        if self.called_off(h, doc.sentence_of(h.start)) {
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
        // "the committee sits on 22 March", told before that day.
        let present = h.form == Form::Present || ["event:begin", "event:hold"].iter().any(|v| has(v).is_some_and(|x| x.form == Form::Present));
        if present && !self.date(clause, h.start).0.is_known() && self.after_publication(&self.future_date(clause).0) {
            return Some("scheduled");
        }
        if has("event:end").is_some_and(|x| x.form != Form::Present) {
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

    /// "refused to meet", "rejects the delivery of": what is refused did not take place.
    fn refused(&self, h: &Hit) -> bool {
        let doc = self.scene.doc;
        h.form == Form::Masdar && (1..=5).any(|k| h.start >= k && doc.at(h.start - k).iter().any(|x| Doc::is_finite(x) && doc.value(x) == "step:rejected"))
    }

    /// Is the event called off? A verb of cancelling stands before its noun.
    fn called_off(&self, h: &Hit, n: usize) -> bool {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        // "The exercise was cancelled": the verb behind its noun.
        let behind = self.svo()
            && !Doc::is_finite(h)
            && doc.within(h.end, (h.end + 16).min(s.end)).iter().take_while(|x| doc.word(x.start, "relative").is_none() && doc.word(x.start, "break").is_none()).any(|x| {
                x.class == Class::Verb
                    && doc.value(x) == "mode:cancel"
                    && (Doc::is_finite(x) || (1..=3).any(|k| x.start >= k && doc.word(x.start - k, "auxiliary").is_some()))
                    && mood_at(self.scene, x.start, x.form) == Mood::Asserted
            });
        if behind {
            return true;
        }
        doc.within(h.start.saturating_sub(9).max(s.start), h.start)
            .iter()
            .any(|x| x.class == Class::Verb && doc.value(x) == "mode:cancel" && x.form != Form::Participle && mood_at(self.scene, x.start, x.form) == Mood::Asserted)
    }
}
