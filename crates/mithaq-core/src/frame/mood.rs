//! Mood: is what a trigger says asserted, denied, planned, or only hoped?
//!
//! In: a trigger's position and form. Out: [`Mood`], from negation next to it and from the nearest word of mood that governs it.

use super::Scene;
use crate::lexicon::{Class, Form};
use crate::mention::Doc;

/// How a text stands to what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Asserted,
    /// "did not sign", "no agreement was signed".
    Negated,
    /// "denied that …".
    Denied,
    /// "will sign", "is to sign on Sunday".
    Future,
    /// Hopes, conditions, possibilities, hearsay.
    Hypothetical,
}

/// "but for …" stands within so many tokens; a bound, so that a hostile sentence of a million words costs no square of them.
const CLAUSE: usize = 60;

/// Words of mood reach this far.
const REACH: usize = 14;

/// The mood of the trigger at tokens `start..`.
pub fn mood_at(scene: &Scene, start: usize, form: Form) -> Mood {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(start)];
    // A question asserts nothing.
    if doc.tokens.is(s.end - 1, '?') {
        return Mood::Hypothetical;
    }
    // "would have signed, but for …".
    if (start.saturating_sub(CLAUSE).max(s.start)..(start + CLAUSE).min(s.end)).any(|t| doc.word(t, "unless").is_some()) {
        return Mood::Hypothetical;
    }
    // "if it is signed": told apart from "that it was signed" by the spelling alone.
    if form == Form::Past && start > s.start && doc.word(start - 1, "that").is_some() && doc.lexicon.data.conditions_as_written.contains(&doc.spelling(start - 1)) {
        return Mood::Hypothetical;
    }
    // "to sign": what it stands under says what it is; in a headline it is to come.
    if form == Form::Infinitive {
        // "after signing a memorandum": told as done.
        if doc.word_before(start, "asserts") {
            return Mood::Asserted;
        }
        // "begins to negotiate": begun.
        let begun = |h: &crate::lexicon::Hit| Doc::is_finite(h) && doc.value(h) == "event:begin" && matches!(h.form, Form::Past | Form::Present);
        if doc.verb(start, "step:negotiating").is_some() && doc.within(start.saturating_sub(6).max(s.start), start).iter().any(begun) {
            return Mood::Asserted;
        }
        // "decided not to renew the agreement": a decision, not a wish.
        let not = (start.saturating_sub(3).max(s.start)..start).find(|&t| doc.word(t, "negation").is_some());
        let decided = |t: usize| doc.within(t.saturating_sub(4).max(s.start), t).iter().any(|h| Doc::is_finite(h) && h.form == Form::Past && !doc.value(h).starts_with("mode"));
        if doc.verb(start, "step:renewed").is_some() && not.is_some_and(decided) {
            return Mood::Negated;
        }
        return if s.kind == crate::text::LineKind::Headline { Mood::Future } else { Mood::Hypothetical };
    }
    // "that … should sign": a present behind the particle asserts nothing.
    if form == Form::Present && doc.word_before(start, "that") {
        return Mood::Hypothetical;
    }
    let from = start.saturating_sub(3).max(s.start);
    for t in (from..start).rev() {
        let neg = doc.at(t).iter().any(|h| h.class == Class::Word && doc.value(h) == "negation" && h.end <= start);
        if neg {
            return Mood::Negated;
        }
        if doc.at(t).iter().any(|h| Doc::is_finite(h) && !doc.value(h).starts_with("mode")) && t + 1 != start {
            break;
        }
    }
    let from = start.saturating_sub(32).max(s.start);
    // "a bill on a memorandum, signed by the two ministries in 2019": a past tense that qualifies a noun stands for itself.
    let qualifies = form == Form::Past && start > s.start && (doc.tokens.is(start - 1, ',') || doc.word_before(start, "relative"));
    // Hearsay that is then denied is denied: a denial further left outweighs it.
    let mut hearsay = false;
    let mut future = form == Form::Future;
    if doc.lexicon.separate() && form != Form::Participle {
        // "will sign if conditions allow", "signed no agreement".
        let end = (start + 16).min(s.end);
        if form == Form::Future && (start + 1..end).any(|t| doc.word(t, "condition").is_some()) {
            return Mood::Hypothetical;
        }
        if (start + 1..(start + 3).min(s.end)).any(|t| doc.word(t, "negation").is_some()) {
            return Mood::Negated;
        }
        if doc.lexicon.verb_final()
            && let Some(m) = governed_from_behind(scene, start, form)
        {
            return m;
        }
    }
    for t in (from..start).rev() {
        if doc.tokens.is(t, ';') || doc.word(t, "break").is_some() || doc.word(t, "topic-change").is_some() {
            break;
        }
        let near = start - t <= REACH;
        for h in doc.at(t).iter().filter(|h| h.end <= start) {
            if h.class == Class::Word && doc.value(h) == "condition" && near && form != Form::Participle {
                return Mood::Hypothetical;
            }
            if h.class == Class::Word && doc.value(h) == "future" && start - t <= 3 {
                if !doc.lexicon.separate() {
                    return Mood::Future;
                }
                // "hope that they will sign": what stands further left may outweigh it.
                future = true;
            }
            // "there is no signed agreement", "the absence of a signed agreement".
            let void = form == Form::Participle && start - t <= 6 && !doc.at(start).iter().any(|x| x.clitics.the);
            if h.class != Class::Verb || !doc.value(h).starts_with("mode:") || (form == Form::Participle && !(void && doc.value(h) == "mode:avoid")) {
                continue;
            }
            // "what is bandied about": a word of a phrase of hearsay is no mood of its own.
            let phrase = |x: &crate::lexicon::Hit| x.class == Class::Verb && doc.value(x) == "mode:hearsay" && x.start <= t && x.end >= h.end;
            if !matches!(doc.value(h), "mode:deny" | "mode:hearsay") && doc.within(t.saturating_sub(3), t + 1).iter().any(phrase) {
                hearsay = true;
                continue;
            }
            // "an agreement that seeks to strengthen … was signed": what it is for does not govern what was done with it.
            let noun = |x: &crate::lexicon::Hit| x.class == Class::Instrument && x.end <= t && super::instrument::aim(doc, x.end).is_some_and(|e| e >= h.end);
            if form == Form::Past && doc.value(h) != "mode:deny" && doc.within(t.saturating_sub(5).max(s.start), t).iter().any(noun) {
                continue;
            }
            match &doc.value(h)[5..] {
                "deny" => return Mood::Denied,
                "schedule" if form == Form::Past && doc.lexicon.separate() && (h.end..start).any(|k| doc.tokens.is(k, ',')) => {}
                "schedule" if near => return Mood::Future,
                // "had held a meeting": before a past tense the word asserts.
                "may" if doc.at(h.end).iter().any(|x| x.class == Class::Verb && x.form == Form::Past) => {}
                "may" if start - t <= 4 && form != Form::Past => return Mood::Hypothetical,
                "may" | "cancel" => {}
                "hearsay" => hearsay = true,
                "stipulate" if form == Form::Base => {}
                // "In order to strengthen cooperation, Mali and Togo signed": a wish before the comma does not reach what was done.
                _ if form == Form::Past && doc.lexicon.separate() && (h.end..start).any(|k| doc.tokens.is(k, ',')) => {}
                _ if near && !qualifies && !closed(scene, h.end, start) => return Mood::Hypothetical,
                _ => {}
            }
        }
        // A finite verb that opens its own clause ends the reach of what stands before it.
        if doc.at(t).iter().any(|h| Doc::is_finite(h) && h.clitics.and && !doc.value(h).starts_with("mode:") && h.end <= start) && t + 1 < start && scene.cast.covers(t).is_none() {
            break;
        }
    }
    match form {
        _ if hearsay => Mood::Hypothetical,
        _ if future => Mood::Future,
        _ => Mood::Asserted,
    }
}

/// In a verb-final language what governs a verbal noun, an infinitive or a clause stands behind it: "imzalanması bekleniyor".
fn governed_from_behind(scene: &Scene, start: usize, form: Form) -> Option<Mood> {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(start)];
    let end = doc.at(start).iter().filter(|h| h.class == Class::Verb && h.form == form).map(|h| h.end).max().unwrap_or(start + 1);
    // A finite verb that ends its clause is governed by nothing.
    let closes = end >= s.end || ['.', ',', ';', ':', '"'].iter().any(|&c| doc.tokens.is(end, c));
    if closes && form.is_finite() {
        return None;
    }
    let mut passed = 0;
    // "claims that it was signed … he denied": what is then denied outweighs who says it.
    let mut said = None;
    for t in end..(end + 20).min(s.end) {
        // Who speaks and when does not make it far.
        if scene.cast.covers(t).is_some() || scene.dated(t) {
            continue;
        }
        passed += 1;
        if passed > 8 {
            break;
        }
        if doc.tokens.is(t, ';') || doc.word(t, "break").is_some() {
            return said;
        }
        if doc.word(t, "negation").is_some() {
            return Some(Mood::Negated);
        }
        if doc.word(t, "condition").is_some() {
            return Some(Mood::Hypothetical);
        }
        for h in doc.at(t).iter().filter(|h| h.class == Class::Verb) {
            match doc.value(h) {
                "mode:deny" => return Some(Mood::Denied),
                "mode:schedule" => return said.or(Some(Mood::Future)),
                "mode:hearsay" => said = Some(Mood::Hypothetical),
                v if v.starts_with("mode:") => return Some(Mood::Hypothetical),
                v if Doc::is_finite(h) && !v.starts_with("step:") => return said,
                _ => {}
            }
        }
    }
    said
}

/// A relative clause or a comma with a finite verb stands between a word of mood and the trigger.
fn closed(scene: &Scene, from: usize, to: usize) -> bool {
    let doc = scene.doc;
    let separate = doc.lexicon.separate();
    (from..to).any(|t| {
        doc.word(t, "relative").is_some()
            && t + 1 < to
            && (doc.at(t + 1).iter().any(Doc::is_finite)
                || (separate && doc.word(t, "that").is_none() && (t + 1..to).all(|k| scene.cast.covers(k).is_some() || doc.is_particle(k) || doc.word(k, "auxiliary").is_some())))
    })
}
