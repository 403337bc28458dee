//! Contributions: what one side puts into a coded agreement (contract, rule 12).
//!
//! In: facts and the cast. Out: state, area, receivers and evidence, where a clause that is tied to the agreement names one
//! party as the giver with a verb of giving and says what it gives.

use super::agreement::{Evid, Fact};
use crate::frame::{InstrumentFrame, Mood, Scene, mood_at};
use crate::lexicon::{Class, Form, Hit};
use crate::mention::{Actor, ActorKind, Doc, Role};
use crate::text::LineKind;

/// One contribution, tied to the fact at `fact`.
#[derive(Debug, Clone)]
pub struct Gift {
    pub state: String,
    pub to: Vec<String>,
    pub area: String,
    pub fact: usize,
    pub at: Evid,
}

/// What is given stands within so many tokens behind the verb.
const REACH: usize = 22;

/// All contributions of the document.
pub fn find_contributions(scene: &Scene, instruments: &[InstrumentFrame], facts: &[Fact]) -> Vec<Gift> {
    let doc = scene.doc;
    let mut out: Vec<Gift> = Vec::new();
    for (n, s) in doc.sentences.iter().enumerate() {
        if scene.setting.skipped(n) {
            continue;
        }
        let mut last = s.start;
        if let Some(g) = hosted(scene, instruments, facts, n)
            && !out.iter().any(|o| o.state == g.state && o.area == g.area)
        {
            out.push(g);
        }
        for h in doc.within(s.start, s.end).iter().filter(|h| h.class == Class::Verb && (doc.value(h) == "gives" || doc.value(h).starts_with("gives:"))) {
            if h.start < last || !matches!(mood_at(scene, h.start, Form::Base), Mood::Asserted | Mood::Future) || scene.cast.covers(h.start).is_some() {
                continue;
            }
            let Some(giver) = giver(scene, h, n) else { continue };
            let state = giver.states[0].clone();
            let Some(k) = fact_of(scene, instruments, facts, &state, n, h) else { continue };
            let what = if doc.lexicon.verb_final() { given_before(scene, h, giver.end.max(s.start)) } else { given(scene, h, s.end) };
            let Some((area, at, rule)) = what.or_else(|| by_its_verb(scene, h)) else { continue };
            let (start, end) = (at.0.min(h.start), at.1.max(h.end));
            last = end;
            if out.iter().any(|g| g.state == state && g.area == area) {
                continue;
            }
            let to = facts[k].parties.iter().filter(|p| **p != state).cloned().collect();
            out.push(Gift { state, to, area, fact: k, at: Evid { field: "contribution".into(), start, end, rule } });
        }
    }
    out
}

/// "places for Tunisian officers in Italian schools", "training of A's engineers at B's centres": whoever has the school gives it.
fn hosted(scene: &Scene, instruments: &[InstrumentFrame], facts: &[Fact], n: usize) -> Option<Gift> {
    let doc = scene.doc;
    let s = &doc.sentences[n];
    if doc.lexicon.data.order == crate::lexicon::Order::Vso {
        return None;
    }
    doc.within(s.start, s.end).iter().filter(|w| w.class == Class::Word && doc.value(w) == "gift:training").find_map(|w| {
        if !matches!(mood_at(scene, w.start, Form::Base), Mood::Asserted | Mood::Future) {
            return None;
        }
        let near: Vec<&Actor> = scene.cast.within(w.start.saturating_sub(8).max(s.start), (w.end + 9).min(s.end)).filter(|a| a.states.len() == 1 && !a.implied).collect();
        let host = near.iter().find(|a| schools(doc, a, w))?;
        let pupil = |a: &&&Actor| matches!(a.kind, ActorKind::Nisba | ActorKind::Force | ActorKind::Side) && a.states != host.states && a.role != Role::In;
        let guest = near.iter().find(pupil)?;
        let pair = [&host.states[0], &guest.states[0]];
        let told = |f: &Fact| f.instruments.iter().map(|&i| instruments[i].sentence).filter(|&m| m <= n).max();
        let fact = (0..facts.len()).find(|&k| {
            let f = &facts[k];
            let stands = f.furthest().is_some_and(|x| x.status != "rejected" && x.status != "terminated");
            let near = told(f).is_some_and(|m| doc.sentences[m..n].iter().filter(|x| x.kind != LineKind::Bullet).count() <= 1);
            stands && near && pair.iter().all(|p| f.parties.contains(p))
        })?;
        let to = facts[fact].parties.iter().filter(|p| *p != pair[0]).cloned().collect();
        let at = Evid { field: "contribution".into(), start: w.start, end: w.end, rule: doc.lexicon.entry(w).rule.clone() };
        Some(Gift { state: pair[0].clone(), to, area: "training".into(), fact, at })
    })
}

/// Is the actor where the teaching takes place: the adjective of the school, or a place right beside it?
fn schools(doc: &Doc, a: &Actor, w: &Hit) -> bool {
    let gap = if a.start >= w.end { a.start - w.end } else { w.start.saturating_sub(a.end) };
    match a.kind {
        ActorKind::Nisba => gap == 0,
        ActorKind::State | ActorKind::Capital | ActorKind::City => {
            (a.role == Role::In && gap <= 7) || (a.role == Role::Of && a.start >= w.end && gap <= 1) || (doc.lexicon.verb_final() && gap <= 1 && a.role == Role::Bare)
        }
        _ => false,
    }
}

/// The giver: the acting state right behind the verb, else the last one before it.
fn giver<'a>(scene: &'a Scene, h: &Hit, n: usize) -> Option<&'a Actor> {
    let doc = scene.doc;
    let s = &doc.sentences[n];
    let acting = |a: &&Actor| {
        a.states.len() == 1
            && !a.former
            && matches!(a.role, Role::Bare | Role::Of)
            && !matches!(a.kind, ActorKind::City | ActorKind::Nisba | ActorKind::Counterpart)
            && !scene.setting.in_dateline(a.start)
    };
    let after = scene.cast.within(h.end, (h.end + 3).min(s.end)).find(acting);
    let near = || scene.cast.within(s.start, h.start).filter(acting).filter(|a| h.start - a.end.min(h.start) <= 14);
    if doc.lexicon.data.order == crate::lexicon::Order::Vso {
        return after.or_else(|| near().last());
    }
    // "will receive officers and send doctors": rather who is named with a state than an office or force without one.
    let before = near().filter(|a| !a.implied).last().or_else(|| near().last());
    // "The chair said both texts provide for training": the texts are the subject.
    let text = |a: &&Actor| !doc.lexicon.verb_final() && doc.within(a.end, h.start).iter().any(|x| x.class == Class::Instrument);
    before.filter(|a| !text(a)).or(after)
}

/// The agreement that the gift belongs to: the sentence names it or says "under it", or continues the sentence that does.
fn fact_of(scene: &Scene, instruments: &[InstrumentFrame], facts: &[Fact], state: &str, n: usize, h: &Hit) -> Option<usize> {
    let doc = scene.doc;
    let s = &doc.sentences[n];
    let mine = |k: usize| facts[k].parties.iter().any(|p| p == state) && facts[k].furthest().is_some_and(|s| s.status != "rejected" && s.status != "terminated");
    let named = (0..facts.len()).filter(|&k| mine(k)).find(|&k| facts[k].instruments.iter().any(|&i| instruments[i].sentence == n));
    if named.is_some() {
        return named;
    }
    let tied = (s.start..s.end).any(|t| doc.word(t, "under").is_some() || doc.find(t, Class::Instrument).is_some());
    let last =
        (0..facts.len()).filter(|&k| mine(k) && facts[k].sentence <= n).max_by_key(|&k| facts[k].instruments.iter().map(|&i| instruments[i].sentence).filter(|&m| m <= n).max())?;
    let told = facts[last].instruments.iter().map(|&i| instruments[i].sentence).filter(|&m| m <= n).max().unwrap_or(facts[last].sentence);
    let plain = Doc::is_finite(h) && h.form != Form::Past;
    // The lines of a list belong to the sentence that opens it.
    let away = doc.sentences[told..n].iter().filter(|s| s.kind != LineKind::Bullet).count();
    (away <= 1 && plain || away <= 3 && tied).then_some(last)
}

/// What is given, the tokens that say so, and by which entry.
type Given = (String, (usize, usize), String);

/// "will train 200 soldiers": a verb that says itself what is given.
fn by_its_verb(scene: &Scene, h: &Hit) -> Option<Given> {
    let area = scene.doc.value(h).strip_prefix("gives:")?;
    Some(as_given(scene.doc, h, area))
}

fn as_given(doc: &Doc, x: &Hit, what: &str) -> Given {
    (what.to_string(), (x.start, x.end), doc.lexicon.entry(x).rule.clone())
}

/// Teaching serves what is taught; things serve the area that is named with them: the first word of a gift is kept in `gift`.
fn serves(doc: &Doc, kind: Option<&Hit>, area: Option<&Hit>, gift: &mut Option<Given>) -> Option<Given> {
    if let Some(w) = kind.filter(|_| gift.is_none()) {
        let found = as_given(doc, w, doc.value(w).strip_prefix("gift:")?);
        if found.0 == "training" {
            return Some(found);
        }
        *gift = Some(found);
        return None;
    }
    area.map(|a| as_given(doc, a, doc.value(a)))
}

/// Where the verb is last, what is given stands before it: "eğitim için 12 öğretmen verecek".
fn given_before(scene: &Scene, h: &Hit, from: usize) -> Option<Given> {
    let doc = scene.doc;
    let mut gift: Option<Given> = None;
    for t in (from.max(h.start.saturating_sub(REACH))..h.start).rev() {
        if doc.word(t, "break").is_some() || doc.tokens.is(t, ';') || doc.at(t).iter().any(|x| Doc::is_finite(x) && x.end <= h.start) {
            break;
        }
        let ends = |x: &&Hit| x.end <= h.start;
        let kind = doc.at(t).iter().filter(ends).find(|x| x.class == Class::Word && doc.value(x).starts_with("gift:"));
        // The field of an agreement named before the verb is no gift.
        let named = doc.within(t, h.start).iter().any(|x| x.class == Class::Instrument);
        let area = doc.at(t).iter().filter(ends).find(|x| x.class == Class::Area && !named);
        if let Some(found) = serves(doc, kind, area, &mut gift) {
            return Some(found);
        }
    }
    gift
}

/// What is given: the nearest word of a gift or of an area behind the verb, in its clause.
fn given(scene: &Scene, h: &Hit, limit: usize) -> Option<Given> {
    let doc = scene.doc;
    let mut gift: Option<Given> = None;
    for t in h.end..limit.min(h.end + REACH) {
        if doc.word(t, "break").is_some() || doc.tokens.is(t, ';') {
            break;
        }
        if scene.cast.covers(t).is_some_and(|a| a.kind != ActorKind::Nisba && t > a.start) {
            continue;
        }
        let kind = doc.at(t).iter().find(|x| x.class == Class::Word && doc.value(x).starts_with("gift:"));
        let area = doc.find(t, Class::Area);
        if let Some(found) = serves(doc, kind, area, &mut gift) {
            return Some(found);
        }
    }
    gift
}
