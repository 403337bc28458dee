//! Contributions: what one side puts into a coded agreement (contract, rule 12).
//!
//! In: facts and the cast. Out: state, area, receivers and evidence, where a clause names one party as the giver and an area
//! of the agreement with a verb or noun of giving.

use super::agreement::{Evid, Fact};
use crate::frame::{Mood, Scene, mood_at};
use crate::lexicon::{Class, Form};
use crate::mention::{ActorKind, Role};

/// One contribution, tied to the fact at `fact`.
#[derive(Debug, Clone)]
pub struct Gift {
    pub state: String,
    pub to: Vec<String>,
    pub area: String,
    pub fact: usize,
    pub at: Evid,
}

/// All contributions of the document.
pub fn find_contributions(scene: &Scene, facts: &[Fact]) -> Vec<Gift> {
    let doc = scene.doc;
    let mut out: Vec<Gift> = Vec::new();
    for (n, s) in doc.sentences.iter().enumerate() {
        if scene.setting.skipped(n) {
            continue;
        }
        for h in doc.within(s.start, s.end).iter().filter(|h| h.class == Class::Verb && doc.value(h) == "gives") {
            if !matches!(mood_at(scene, h.start, Form::Base), Mood::Asserted | Mood::Future) {
                continue;
            }
            // The giver: the nearest acting state after the verb, else before it.
            let giver = scene
                .cast
                .within(h.end, (h.end + 6).min(s.end))
                .find(|a| !a.states.is_empty() && matches!(a.role, Role::Bare | Role::Of) && a.kind != ActorKind::City && a.kind != ActorKind::Nisba)
                .or_else(|| scene.cast.within(s.start, h.start).filter(|a| !a.states.is_empty() && matches!(a.role, Role::Bare | Role::Of) && h.start - a.end <= 6).last());
            let Some(giver) = giver else { continue };
            let state = giver.states[0].clone();
            let Some((k, f)) = facts.iter().enumerate().rev().find(|(_, f)| f.parties.contains(&state) && f.sentence <= n) else { continue };
            for t in h.start..s.end.min(h.end + 24) {
                // Another clause, another giver.
                if doc.word(t, "break").is_some() {
                    break;
                }
                for a in doc.at(t).iter().filter(|a| a.class == Class::Area) {
                    let area = doc.value(a).to_string();
                    if out.iter().any(|g| g.state == state && g.area == area) {
                        continue;
                    }
                    let to = f.parties.iter().filter(|p| **p != state).cloned().collect();
                    out.push(Gift {
                        state: state.clone(),
                        to,
                        area,
                        fact: k,
                        at: Evid { field: "contribution".into(), start: h.start, end: a.end, rule: doc.lexicon.entry(h).rule.clone() },
                    });
                }
            }
        }
    }
    out
}
