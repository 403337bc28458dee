//! What an agreement is called, on which occasion it was signed and for how long it was concluded.
//!
//! In: a fact with its mentions. Out: [`Named`], each value with the tokens that give it. Nothing is guessed: a term is a number
//! of years told of the agreement, an occasion stands in the sentence of its signing.

use super::agreement::{Evid, Fact};
use crate::frame::{InstrumentFrame, Scene};
use crate::lexicon::{Class, Form};
use crate::mention::{ActorKind, Doc, Role};
use crate::text::{LineKind, TokenKind};

/// Title, occasion and term of one agreement.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub title: Option<Evid>,
    pub occasion: Option<Evid>,
    /// Full years.
    pub years: Option<(u32, Evid)>,
}

/// Words an occasion has at most; a longer one has run into the next clause.
const OCCASION: usize = 14;

pub fn name_of(scene: &Scene, instruments: &[InstrumentFrame], f: &Fact) -> Named {
    let mentions: Vec<&InstrumentFrame> = f.instruments.iter().map(|&n| &instruments[n]).collect();
    Named { title: title(scene, &mentions), occasion: occasion(scene, f), years: years(scene, &mentions, f) }
}

/// The longest name the body gives it: the instrument with what it is on, without its parties, steps and dates.
fn title(scene: &Scene, mentions: &[&InstrumentFrame]) -> Option<Evid> {
    let doc = scene.doc;
    // A definite mention speaks on ("the memorandum covers …"); only what is introduced with its subject is named.
    let named = |i: &&&InstrumentFrame| {
        let the = doc.at(i.start).iter().any(|h| h.class == Class::Instrument && h.clitics.the);
        i.kind != "document" && i.kind != "partnership" && !i.draft && !the
    };
    let subject = |from: usize, to: usize| doc.within(from, to).iter().any(|h| matches!(h.class, Class::Cue | Class::Area));
    let extent = |i: &InstrumentFrame| {
        let ends = |t: usize| {
            let step = doc.verb(t, "step:").is_some();
            let actor = scene.cast.covers(t).is_some_and(|a| !matches!(a.kind, ActorKind::Nisba | ActorKind::Force) && t == a.start);
            let dated = scene.dates_within(t, t + 1).next().is_some();
            step || dated || (actor && t > i.end) || doc.tokens.is(t, ',') || doc.word(t, "with").is_some() || doc.word(t, "between").is_some() || doc.word(t, "occasion").is_some()
        };
        let end = (i.end..i.group_end).find(|&t| ends(t)).unwrap_or(i.group_end);
        // No preposition or conjunction dangles at the end.
        let dangles = |h: &crate::lexicon::Hit| h.class == Class::Word && !matches!(doc.value(h), "cooperation" | "name-part" | "side" | "session" | "now");
        let particle = |k: usize| doc.is_particle(k);
        (i.end..=end).rev().find(|&e| e == i.end || !doc.at(e - 1).iter().any(|h| dangles(h) && h.end == e) && doc.is_word(e - 1) && !particle(e - 1)).unwrap_or(i.end)
    };
    let best = mentions
        .iter()
        .filter(named)
        .map(|i| (i, extent(i)))
        .filter(|(i, e)| {
            e - i.group_start >= 2
                && e - i.group_start <= 24
                && i.count == 1
                && (subject(i.end, *e) || (i.group_start < i.start || doc.modifies_before()) && subject(i.group_start, i.end))
        })
        .max_by_key(|(i, e)| (doc.sentences[i.sentence].kind != LineKind::Headline, e - i.group_start, std::cmp::Reverse(i.start)))?;
    Some(Evid { field: "title".into(), start: best.0.group_start, end: best.1, rule: "title/group".into() })
}

/// "on the sidelines of …", "on the occasion of …" in the sentence of the signing.
fn occasion(scene: &Scene, f: &Fact) -> Option<Evid> {
    let doc = scene.doc;
    let signed = f.steps.iter().find(|s| matches!(s.status.as_str(), "signed" | "initialled" | "renewed") && !s.recalled)?;
    let s = &doc.sentences[doc.sentence_of(signed.at.start)];
    let (t, h) = (s.start..s.end).find_map(|t| doc.word(t, "occasion").map(|h| (t, *h)))?;
    let ends = |k: usize| {
        let finite = doc.at(k).iter().any(Doc::is_finite) && scene.cast.covers(k).is_none();
        let dated = scene.dates.iter().any(|d| d.start == k);
        finite
            || dated
            || doc.tokens.is(k, ',')
            || doc.tokens.is(k, '.')
            || doc.tokens.is(k, ';')
            || doc.tokens.is(k, '(')
            || doc.word(k, "relative").is_some()
            || doc.find(k, Class::Instrument).is_some()
    };
    let end = (h.end..(h.end + OCCASION).min(s.end)).find(|&k| ends(k)).unwrap_or((h.end + OCCASION).min(s.end));
    let the = doc.at(h.end).iter().any(|x| x.clitics.the);
    (end > h.end + 1 || (the && end > h.end)).then(|| Evid { field: "occasion".into(), start: t, end, rule: "occasion/marker".into() })
}

/// "for ten years", "its term is five years".
fn years(scene: &Scene, mentions: &[&InstrumentFrame], f: &Fact) -> Option<(u32, Evid)> {
    let doc = scene.doc;
    for i in mentions {
        let s = &doc.sentences[i.sentence];
        let foreign = mentions.len() > 1 && f.steps.iter().all(|x| doc.sentence_of(x.at.start) != i.sentence) && !i.definite;
        if foreign {
            continue;
        }
        for t in s.start..s.end {
            let Some(mark) = doc.word(t, "term") else { continue };
            let unit = |k: usize| doc.find(k, Class::Unit).filter(|u| doc.value(u) == "year");
            let number = |k: usize| {
                if k < doc.tokens.len() && doc.tokens.kind(k) == TokenKind::Number {
                    return doc.tokens.word(k).parse::<u32>().ok().map(|n| (n, k + 1));
                }
                doc.find(k, Class::Number).and_then(|h| Some((doc.value(h).parse().ok()?, h.end)))
            };
            let found = match (number(mark.end), unit(mark.end)) {
                (Some((n, e)), _) => unit(e).map(|u| (n, u.end)),
                (None, Some(u)) => Some((if u.form == Form::Dual { 2 } else { 1 }, u.end)),
                _ => None,
            };
            if let Some((n, end)) = found.filter(|(n, _)| (1..=99).contains(n)) {
                return Some((n, Evid { field: "duration_years".into(), start: t, end, rule: "term/years".into() }));
            }
        }
    }
    None
}

/// Where an event took place: the nearest place told with "in" in its sentence.
pub fn event_place(scene: &Scene, at: usize) -> Option<super::PlaceFact> {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(at)];
    let place = scene
        .cast
        .within(s.start, s.end)
        .filter(|a| a.role == Role::In && a.states.len() == 1 && matches!(a.kind, ActorKind::City | ActorKind::Capital) && !scene.setting.world.is_body(&a.states[0]))
        .min_by_key(|a| a.start.abs_diff(at))?;
    Some(super::PlaceFact {
        city: place.city.clone(),
        state: place.states[0].clone(),
        at: Evid { field: "place".into(), start: place.start, end: place.end, rule: "place/in".into() },
    })
}
