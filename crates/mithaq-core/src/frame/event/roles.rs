//! Roles in languages whose subject stands before its verb: guests, lists before a plural office, and what becomes of an
//! event that a noun tells.
//!
//! In: the scene. Out: answers for the event frames; none of these is asked where the verb comes first.

use super::Finder;
use crate::frame::Mood;
use crate::lexicon::{Class, Form, Hit, Prep};
use crate::mention::{Actor, ActorKind, Doc, Role};

/// What the verb behind it says of an event whose noun is the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Scheduled,
    Cancelled,
    /// "is not planned", "may be held": nothing to code.
    Void,
    /// Told as done, or not told of at all.
    Open,
}

/// Classes of words that make a noun something else than a subject.
const GOVERNS: [&str; 13] = ["in", "with", "to", "from", "on", "by", "for", "of", "during", "occasion", "since", "until", "content"];

impl Finder<'_, '_> {
    /// "The visit will take place on Sunday / was postponed / is not planned": the verb behind a noun that stands as the subject.
    pub(super) fn fate(&self, h: &Hit, n: usize) -> Fate {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        if !self.svo() || h.form.is_finite() || matches!(h.form, Form::Participle | Form::Infinitive) || !self.opens_clause(h, s.start) {
            return Fate::Open;
        }
        let mut future = false;
        let mut k = h.end;
        while k < s.end {
            let t = k;
            k += 1;
            if doc.tokens.is(t, ';') || doc.word(t, "break").is_some() {
                return Fate::Open;
            }
            if doc.word(t, "relative").is_some() {
                k = (t..s.end).find(|&c| doc.tokens.is(c, ',')).map_or(s.end, |c| c + 1);
                continue;
            }
            if self.scene.cast.covers(t).is_some() || self.scene.dated(t) {
                continue;
            }
            if doc.word(t, "asserts").is_some() {
                return Fate::Open;
            }
            if doc.word(t, "negation").is_some() || doc.word(t, "condition").is_some() {
                return Fate::Void;
            }
            future |= doc.word(t, "future").is_some();
            for v in doc.at(t).iter().filter(|v| v.class == Class::Verb) {
                match doc.value(v) {
                    // "was to be postponed" and "hopes to postpone" tell nothing of it either.
                    "mode:cancel" => return if future { Fate::Void } else { Fate::Cancelled },
                    "mode:schedule" => return self.unless_denied(v, s.end),
                    m if m.starts_with("mode:") => return Fate::Void,
                    _ if v.form == Form::Future => return self.unless_denied(v, s.end),
                    _ if Doc::is_finite(v) => return if future { Fate::Scheduled } else { Fate::Open },
                    _ => {}
                }
            }
        }
        Fate::Open
    }

    /// "is planned for May", but not "is planned, if …" or "is not planned" with the word of denial behind.
    fn unless_denied(&self, v: &Hit, end: usize) -> Fate {
        let doc = self.scene.doc;
        let void = (v.end..(v.end + 2).min(end)).any(|t| doc.word(t, "negation").is_some()) || (v.end..end).any(|t| doc.word(t, "condition").is_some());
        if void { Fate::Void } else { Fate::Scheduled }
    }

    /// Does the noun stand as a subject: no verb before it in its clause, and no word that governs it?
    fn opens_clause(&self, h: &Hit, from: usize) -> bool {
        let doc = self.scene.doc;
        if h.clitics.prep != Prep::None || GOVERNS.iter().any(|c| doc.word(h.start, c).is_some() || doc.word_before(h.start, c)) {
            return false;
        }
        for k in 1..=3 {
            if h.start < from + k {
                break;
            }
            let t = h.start - k;
            if doc.tokens.is(t, ',') || self.scene.cast.covers(t).is_some_and(|a| a.kind != ActorKind::Nisba) {
                break;
            }
            if GOVERNS.iter().any(|c| doc.word(t, c).is_some()) {
                return false;
            }
        }
        !self.scene.verb_within(from, h.start)
    }

    /// A delegation told by whose it is: "a delegation of the Georgian Ministry of Defence", "an army delegation".
    pub(super) fn delegation(&self, a: &Actor) -> bool {
        let doc = self.scene.doc;
        if !self.svo() || a.states.len() != 1 || !matches!(a.kind, ActorKind::Force | ActorKind::State | ActorKind::Home) {
            return false;
        }
        let inside = a.kind == ActorKind::Force && (a.start..a.end).any(|t| doc.word(t, "side").is_some());
        if inside || doc.word(a.end, "side").is_some() {
            return true;
        }
        let head = doc.lead(a.start);
        (1..=5).any(|k| {
            head >= k
                && doc
                    .word(head - k, "side")
                    .is_some_and(|w| w.end <= head && (w.end..head).all(|t| doc.is_particle(t) || doc.word(t, "of").is_some() || doc.word(t, "from").is_some()))
        })
    }

    /// A service that acts itself: "the frigates of the Peruvian navy called at Auckland". A ministry does not travel.
    pub(super) fn service(&self, a: &Actor) -> bool {
        self.svo()
            && a.kind == ActorKind::Force
            && a.states.len() == 1
            && matches!(a.domain.as_deref(), Some("defence" | "security"))
            && self.scene.doc.at(a.end).iter().all(|x| x.clitics.prep != Prep::With)
            && (a.start..a.end).all(|t| self.scene.doc.word(t, "ministry").is_none())
    }

    /// How many days a visit lasts: "a three-day visit".
    pub(super) fn days(&self, h: &Hit) -> Option<i64> {
        let doc = self.scene.doc;
        (1..=5).filter(|k| h.start >= *k).find_map(|k| {
            let n = doc.find(h.start - k, Class::Number).or_else(|| doc.at(h.start).iter().find(|x| x.class == Class::Number))?;
            let unit = (n.end..n.end + 2).any(|t| doc.at(t).iter().any(|x| x.class == Class::Unit && doc.value(x) == "day"));
            if unit { doc.value(n).parse::<i64>().ok().filter(|d| (1..=14).contains(d)) } else { None }
        })
    }

    /// Is a delegation one of forces: "military delegation", "a delegation led by General X"?
    pub(super) fn military_side(&self, a: &Actor) -> bool {
        let doc = self.scene.doc;
        if !(a.kind == ActorKind::Side || self.delegation(a)) {
            return false;
        }
        // Where names follow their titles without a mark only the delegation's own words count ("وفد عسكري أردني").
        if !self.svo() {
            return a.kind == ActorKind::Side
                && doc.within(a.start, a.end).iter().any(|x| x.end <= a.end && x.class == Class::Cue && matches!(doc.value(x), "defence" | "security"));
        }
        let s = &doc.sentences[doc.sentence_of(a.start)];
        let stop = (a.end..(a.end + 8).min(s.end)).find(|&t| doc.tokens.is(t, ',') || doc.at(t).iter().any(Doc::is_finite)).unwrap_or((a.end + 8).min(s.end));
        doc.within(a.start.saturating_sub(2).max(s.start), stop)
            .iter()
            .any(|x| x.class == Class::Rank || (x.class == Class::Cue && matches!(doc.value(x), "defence" | "security")) || (x.class == Class::Force && doc.value(x) != "other"))
    }

    /// The states listed before a plural office that is theirs too: "A, B and C defence ministers".
    pub(super) fn listed(&self, a: &Actor) -> Vec<String> {
        let doc = self.scene.doc;
        let mut out = a.states.clone();
        // Where a case ending hides the plural: the last of a list of states, without a name.
        let last = doc.lexicon.verb_final() && a.joined && a.name.is_none();
        if !self.svo() || !doc.modifies_before() || !(a.plural || last) || !matches!(a.kind, ActorKind::Office | ActorKind::Force) {
            return out;
        }
        let s = doc.sentences[doc.sentence_of(a.start)].start;
        let mut head = a.start;
        let before: Vec<&Actor> = self.scene.cast.within(s, a.start).collect();
        for b in before.into_iter().rev() {
            let joins = b.end < head && (b.end..head).all(|t| doc.tokens.is(t, ',') || doc.is_particle(t) || doc.word(t, "and").is_some());
            if !joins || !matches!(b.kind, ActorKind::State | ActorKind::Nisba | ActorKind::Capital) || matches!(b.role, Role::In | Role::To | Role::From) {
                break;
            }
            out.extend(b.states.iter().filter(|x| !a.states.contains(x)).cloned());
            head = b.start;
        }
        out
    }

    /// Where the object precedes its verb: the goal told last before it, in the same clause.
    pub(super) fn goal_before(&self, h: &Hit, from: usize) -> Option<&Actor> {
        let doc = self.scene.doc;
        if !doc.lexicon.verb_final() {
            return None;
        }
        let start = h.start.saturating_sub(12).max(from);
        let open = (start..h.start)
            .rev()
            .find(|&t| doc.tokens.is(t, ';') || doc.word(t, "break").is_some() || (doc.at(t).iter().any(Doc::is_finite) && self.scene.cast.covers(t).is_none()))
            .map_or(start, |t| t + 1);
        let place = |a: &&Actor| matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home | ActorKind::City) && a.states.len() == 1 && a.end <= h.start;
        let all: Vec<&Actor> = self.scene.cast.within(open, h.start).filter(place).collect();
        // "Romanya ziyareti", "Maskat limanına ziyarette bulundu": right before the visit's noun, or with one noun between.
        let noun = |a: &Actor| a.end + 1 == h.start && doc.at(a.end).iter().all(|x| !Doc::is_finite(x)) && a.kind != ActorKind::State;
        let beside = |a: &&&Actor| a.role == Role::Bare && ((!Doc::is_finite(h) && a.end == h.start) || noun(a));
        let last = |r: Role| all.iter().rev().find(|a| a.role == r);
        all.iter().rev().find(beside).or_else(|| last(Role::To)).or_else(|| last(Role::In)).copied()
    }

    /// The mood of a verb or of an event's noun, with what the verb behind the noun says of it.
    pub(super) fn mood_of(&self, h: &Hit, n: usize) -> (Mood, Fate) {
        let mood = crate::frame::mood_at(self.scene, h.start, h.form);
        (mood, if mood == Mood::Asserted || self.scene.doc.lexicon.verb_final() { self.fate(h, n) } else { Fate::Open })
    }
}
