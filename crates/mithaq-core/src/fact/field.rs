//! The field of an agreement, defence or security, where its own noun group names none.
//!
//! In: a fact with its mentions. Out: the domain, or nothing: then the agreement is not coded.

use super::agreement::{Evid, Fact};
use crate::frame::{InstrumentFrame, Scene};
use crate::lexicon::Class;
use crate::mention::{ActorKind, Role};
use crate::text::LineKind;

/// Areas that only armed forces, police or their ministries cooperate in.
const FORCES_AREAS: [&str; 13] = [
    "exercises",
    "defence-industry",
    "procurement",
    "cybersecurity",
    "military-health",
    "intelligence",
    "access",
    "peacekeeping",
    "counter-terrorism",
    "maritime-border",
    "air-space",
    "mutual-defence",
    "assistance",
];

/// The field of an agreement whose noun group names none: that of the forces that conclude it, of its title's areas, of a
/// military body (NATO), or of a headline that speaks of an instrument or committee of defence.
pub fn field_of(scene: &Scene, instruments: &[InstrumentFrame], f: &Fact) -> Option<String> {
    let doc = scene.doc;
    if f.parties.iter().any(|p| matches!(p.as_str(), "NATO" | "CSTO")) {
        return Some("defence".into());
    }
    let (from, to) = (f.party_evidence.start, f.party_evidence.end);
    let forces = |field: &str| {
        scene.cast.within(from, to.max(from + 1)).any(|a| {
            let office = a
                .office
                .as_deref()
                .is_some_and(|o| matches!(o, "minister-of-defence" | "minister-of-interior" | "chief-of-staff" | "deputy-chief-of-staff" | "service-chief" | "deputy-minister"));
            // "the Chinese and the Tanzanian armies".
            let side = a.kind == ActorKind::Side && doc.at(a.start).iter().any(|h| h.class == Class::Cue && doc.value(h) == field && h.end <= a.end);
            side || ((a.kind == ActorKind::Force || office) && a.domain.as_deref() == Some(field))
        })
    };
    for field in ["defence", "security"] {
        if forces(field) {
            return Some(field.into());
        }
    }
    // "signed the plan between the two ministries", "the two sides signed": the ministries or ministers told right before.
    if let Some(d) = both_forces(scene, instruments, f) {
        return Some(d);
    }
    // A ministry of defence that denies a signing.
    if f.steps.iter().all(|s| s.status == "rejected") {
        let s = &doc.sentences[f.sentence];
        let denies = scene
            .cast
            .within(s.start, s.end)
            .find(|a| a.role == Role::Bare && matches!(a.kind, ActorKind::Force | ActorKind::Office) && f.parties.iter().any(|p| a.states.contains(p)));
        if let Some(d) = denies.and_then(|a| a.domain.clone()).filter(|d| d != "other") {
            return Some(d);
        }
    }
    let grouped = |e: &Evid| {
        f.instruments.iter().any(|&n| instruments[n].start <= e.start && e.start <= instruments[n].group_end + 24 && doc.sentence_of(e.start) == instruments[n].sentence)
    };
    let hard: Vec<&String> = f.areas.iter().filter(|(a, e)| FORCES_AREAS.contains(&a.as_str()) && grouped(e)).map(|(a, _)| a).collect();
    let s = &doc.sentences[f.sentence];
    let cue = |from: usize, to: usize, field: &str| doc.within(from, to).iter().any(|h| h.class == Class::Cue && doc.value(h) == field);
    if !hard.is_empty() {
        let security = hard.iter().all(|a| matches!(a.as_str(), "counter-terrorism" | "maritime-border")) && cue(s.start, s.end, "security") && !cue(s.start, s.end, "defence");
        return Some(if security { "security" } else { "defence" }.into());
    }
    // What the sentence says of its content: troops, ships, forces; nothing of another field beside.
    if f.explicit
        && !f.implied
        && !cue(s.start, s.end, "other")
        && !cue(s.start, s.end, "never")
        && f.steps
            .iter()
            .any(|x| matches!(x.status.as_str(), "signed" | "initialled" | "terminated" | "negotiating" | "approved" | "ratified" | "authorised" | "renewed" | "rejected"))
    {
        let at = f.instruments.iter().map(|&n| instruments[n].start).find(|&i| doc.sentence_of(i) == f.sentence).unwrap_or(s.start);
        let end = crate::frame::clause_of(scene, at, at + 1).end;
        let after = |field: &str| {
            doc.within(at, end)
                .iter()
                .any(|h| h.class == Class::Cue && doc.value(h) == field && scene.cast.covers(h.start).map_or(field == "defence", |a| a.kind == ActorKind::Force))
        };
        if let Some(c) = ["defence", "security"].into_iter().find(|c| after(c)) {
            return Some(c.to_string());
        }
    }
    // "The ministry of defence put its papers in order. It concluded a memorandum with …": the ministry's.
    if f.party_evidence.rule == "parties/with-home" && !cue(s.start, s.end, "other") && f.sentence > 0 {
        let before = &doc.sentences[f.sentence - 1];
        let subject = scene.cast.within(before.start, before.end).find(|a| a.role == Role::Bare && !a.implied && f.parties.iter().any(|p| a.states.contains(p)));
        if let Some(d) = subject.filter(|a| matches!(a.kind, ActorKind::Force | ActorKind::Office)).and_then(|a| a.domain.clone()).filter(|d| d != "other") {
            return Some(d);
        }
    }
    // "agreed to deepen their defence cooperation, and a letter of intent was signed": the field of the clause before.
    if let Some(d) = clause_before(scene, instruments, f) {
        return Some(d);
    }
    let head = scene.headline()?;
    let spoken = doc.within(head.start, head.end).iter().any(|h| h.class == Class::Instrument || (h.class == Class::Event && doc.value(h) == "committee"));
    let told = f.parties.iter().all(|p| scene.cast.within(head.start, head.end).any(|a| a.states.contains(p)));
    if !spoken || !told || cue(s.start, s.end, "other") || cue(head.start, head.end, "other") {
        return None;
    }
    ["defence", "security"].into_iter().find(|c| cue(head.start, head.end, c)).map(str::to_string)
}

/// Parties told as "both", or as who signs: the fields of these rules may come from the forces told with them.
const TOLD_TOGETHER: [&str; 5] = ["parties/both-sides", "parties/subjects", "parties/context", "parties/all-three", "parties/with-home"];

/// The field of the forces or office-holders of all parties, where the text binds them by "both": "the two ministries", "both sides".
fn both_forces(scene: &Scene, instruments: &[InstrumentFrame], f: &Fact) -> Option<String> {
    if !scene.doc.lexicon.separate() || f.implied || f.parties.len() > 3 || !TOLD_TOGETHER.contains(&f.party_evidence.rule.as_str()) {
        return None;
    }
    let told = f.instruments.iter().map(|&n| instruments[n].sentence).chain([f.sentence]);
    told.filter(|&n| scene.doc.sentences[n].kind != LineKind::Headline).find_map(|n| forces_around(scene, f, n))
}

/// The field of the cooperation told in the same sentence before a bare instrument of the same sides, where nothing of another field is told.
fn clause_before(scene: &Scene, instruments: &[InstrumentFrame], f: &Fact) -> Option<String> {
    let doc = scene.doc;
    let s = &doc.sentences[f.sentence];
    let bare = f.instruments.iter().all(|&n| instruments[n].first_cue.is_none() && !instruments[n].never);
    let at = f.instruments.iter().map(|&n| instruments[n].start).find(|&i| doc.sentence_of(i) == f.sentence)?;
    let other = doc.within(s.start, s.end).iter().any(|h| h.class == Class::Cue && matches!(doc.value(h), "other" | "never"));
    let signed = f.steps.iter().any(|x| matches!(x.status.as_str(), "signed" | "initialled"));
    if !doc.lexicon.separate() || f.implied || !bare || other || !signed || !TOLD_TOGETHER.contains(&f.party_evidence.rule.as_str()) {
        return None;
    }
    let field = |k: usize| {
        doc.within(k.saturating_sub(2).max(s.start), k + 1)
            .iter()
            .find(|h| h.class == Class::Cue && matches!(doc.value(h), "defence" | "security"))
            .map(|h| doc.value(h).to_string())
    };
    (s.start..at).filter(|&k| doc.word(k, "cooperation").is_some()).find_map(field)
}

/// The field that forces, ministries or holders of every party share in sentence `n` and the one before.
fn forces_around(scene: &Scene, f: &Fact, n: usize) -> Option<String> {
    let doc = scene.doc;
    let s = &doc.sentences[n];
    let from = doc.sentences[n.saturating_sub(1)].start;
    let cued = doc.within(s.start, s.end).iter().any(|h| h.class == Class::Cue && matches!(doc.value(h), "other" | "never"));
    let holder = |a: &crate::mention::Actor| matches!(a.kind, ActorKind::Force | ActorKind::Office | ActorKind::Counterpart);
    if cued || scene.cast.within(s.start, s.end).any(|a| holder(a) && a.domain.as_deref() == Some("other")) {
        return None;
    }
    let held = |p: &String, field: &str| {
        scene.cast.within(from, s.end).any(|a| holder(a) && !a.former && a.role != Role::In && a.states.contains(p) && a.domain.as_deref() == Some(field))
    };
    ["defence", "security"].into_iter().find(|field| f.parties.iter().all(|p| held(p, field))).map(str::to_string)
}
