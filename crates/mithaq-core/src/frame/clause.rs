//! Clauses: how far a verb's arguments reach.

use super::Scene;
use crate::lexicon::Class;
use crate::mention::Doc;

/// Token positions `start..end`.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    pub start: usize,
    pub end: usize,
}

/// The clause around token `at`; `reach` is the last token that surely belongs to it (a verb's object).
pub fn clause_of(scene: &Scene, at: usize, reach: usize) -> Clause {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(at)];
    let mut start = s.start;
    for t in (s.start..at).rev() {
        if breaks(doc, t) || doc.tokens.is(t, ';') || explains(doc, t) {
            start = t;
            break;
        }
        // Another step told before has its own clause: ours begins after it.
        if signs(scene, t) && t + 1 < at {
            let comma = (t..at).rev().find(|&k| doc.tokens.is(k, ','));
            start = comma.unwrap_or(at);
            break;
        }
    }
    let mut end = s.end;
    for t in reach.max(at + 1)..s.end {
        let finite = doc.at(t).iter().any(|h| {
            h.class == Class::Verb
                && h.form.is_finite()
                && (h.clitics.and || doc.tokens.is(t.saturating_sub(1), ',') || joined_by_word(doc, t))
                && !doc.value(h).starts_with("mode")
        });
        let quiet = scene.cast.covers(t).is_none() && !scene.dated(t);
        if doc.tokens.is(t, ';') || breaks(doc, t) || (finite && quiet) || (signs(scene, t) && t > at + 1) {
            end = t;
            break;
        }
    }
    Clause { start, end }
}

/// "and now negotiates": the word that joins stands one word before the verb.
fn joined_by_word(doc: &Doc, t: usize) -> bool {
    let and = |k: usize| doc.joins_word(k);
    doc.lexicon.separate() && t >= 2 && doc.is_word(t - 1) && doc.at(t - 1).iter().all(|h| h.class == Class::Word || h.class == Class::RelativeDay) && and(t - 2)
}

/// A finite verb of signing at `t`, outside names.
fn signs(scene: &Scene, t: usize) -> bool {
    // "yaptığı anlaşmayı feshetti": what may be a participle closes no clause where the verb stands last.
    if scene.doc.lexicon.verb_final() && scene.doc.at(t).iter().any(|h| h.class == Class::Verb && h.form == crate::lexicon::Form::Participle) {
        return false;
    }
    scene.doc.at(t).iter().any(|h| Doc::is_finite(h) && matches!(scene.doc.value(h), "step:signed" | "step:renewed" | "step:ratified")) && scene.cast.covers(t).is_none()
}

/// "Manila was not its first partner: for it had concluded …": a clause joined behind a colon has its own subject.
fn explains(doc: &Doc, t: usize) -> bool {
    let joined = |w: &str| doc.lexicon.data.proclitics.iter().any(|p| p.means == "and" && w.starts_with(p.form.as_str()));
    doc.tokens.is(t, ':') && doc.is_word(t + 1) && joined(doc.tokens.word(t + 1)) && (t + 1..t + 3).any(|k| k < doc.tokens.len() && doc.at(k).iter().any(Doc::is_finite))
}

fn breaks(doc: &Doc, t: usize) -> bool {
    doc.word(t, "break").is_some() || doc.word(t, "topic-change").is_some()
}
