//! Areas: the fields of cooperation that the text ties to one agreement (contract, rule 9).
//!
//! An area belongs to the agreement whose noun group, clause or list it stands in; what ministers also discussed does not.

use super::agreement::Evid;
use super::builder::Built;
use crate::frame::{InstrumentFrame, Mood, Scene, mood_at};
use crate::lexicon::{Class, Form};
use crate::mention::ActorKind;
use crate::text::LineKind;

pub fn attribute(scene: &Scene, instruments: &[InstrumentFrame], out: &mut Built) {
    let doc = scene.doc;
    // The facts that the running text is about, and those whose list of areas the line before opened.
    let mut current: Vec<usize> = Vec::new();
    let mut list: Vec<usize> = Vec::new();
    for (n, s) in doc.sentences.iter().enumerate() {
        if scene.setting.skipped(n) {
            continue;
        }
        let colon = doc.tokens.is(s.end - 1, ':');
        if s.kind == LineKind::Bullet {
            if !list.is_empty() && !instruments.iter().any(|i| i.sentence == n) {
                collect(scene, out, &list, s.start, s.end, false);
                continue;
            }
        } else if s.kind == LineKind::Prose {
            list.clear();
        }
        let here: Vec<(usize, Vec<usize>)> = instruments.iter().enumerate().filter(|(_, i)| i.sentence == n).filter_map(|(k, _)| Some((k, facts_of(out, k)?))).collect();
        if here.is_empty() {
            // A sentence without the instrument continues it where it opens with a verb of content.
            if doc.lexicon.verb_final()
                && !current.is_empty()
                && let Some(k) = (s.start..s.end).rev().find(|&t| doc.word(t, "content").is_some())
            {
                let facts = current.clone();
                collect(scene, out, &facts, s.start, k, false);
                if colon {
                    list = facts;
                }
                continue;
            }
            let opens = (s.start..(s.start + 7).min(s.end)).any(|t| doc.word(t, "content").is_some() && (t < s.start + 4 || doc.tokens.is(t - 1, ',')));
            // "the senator went through the fields it covers: …": what stands before the colon opens the list.
            let opens = opens || (s.start..s.end).any(|t| doc.word(t, "content").is_some_and(|w| doc.tokens.is(w.end, ':')));
            let foreign = instruments.iter().any(|i| i.sentence == n);
            if !current.is_empty() && opens && !foreign {
                let facts = current.clone();
                collect(scene, out, &facts, s.start, s.end, false);
                if colon {
                    list = current.clone();
                }
            } else if (s.start..(s.start + 4).min(s.end)).any(|t| doc.word(t, "topic-change").is_some()) {
                current.clear();
            }
            continue;
        }
        for (p, (k, facts)) in here.iter().enumerate() {
            let i = &instruments[*k];
            let next = here.get(p + 1).map_or(s.end, |(m, _)| instruments[*m].start);
            let other = instruments.iter().enumerate().filter(|(m, x)| x.sentence == n && x.start > i.start && out.of[*m].is_none()).map(|(_, x)| x.start).min().unwrap_or(s.end);
            let end = next.min(other);
            title(scene, out, i, facts, end);
            // "Memorandum X ve Y alanlarını kapsıyor": the content stands before the word that closes the clause.
            if doc.lexicon.verb_final() {
                if let Some(k) = (i.end..end).rev().find(|&t| doc.word(t, "content").is_some()) {
                    collect(scene, out, facts, i.end, k, false);
                }
                if colon {
                    list = facts.clone();
                }
                continue;
            }
            // "a pact, it is about courses for officers": a phrase of content may begin inside the group and reach beyond it.
            let reaching = (i.end..i.group_end.min(end)).find(|&t| doc.lexicon.separate() && doc.word(t, "content").is_some_and(|w| w.end > i.group_end));
            let from = reaching.unwrap_or_else(|| content(scene, i.group_end.min(end), end));
            collect(scene, out, facts, from, end, false);
            if colon {
                list = facts.clone();
            }
            // "under the agreement …", "covers this agreement …": what follows is its content.
            let covered = doc.lexicon.separate() && (1..=3).any(|k| i.start >= s.start + k && doc.word(i.start - k, "content").is_some_and(|w| w.end == i.end));
            if covered || doc.word_before(i.start, "content") || (i.start > 0 && doc.find(i.start - 1, Class::Deictic).is_some() && doc.word_before(i.start - 1, "content")) {
                collect(scene, out, facts, i.end, end, false);
            }
            // "will train together, under a plan that …": what is done under it.
            if !i.definite && doc.word_before(i.start, "under") && p == 0 {
                collect(scene, out, facts, s.start, i.start, false);
            }
        }
        current = here.last().map(|h| h.1.clone()).unwrap_or_default();
    }
}

/// The facts that mention `k` speaks of.
fn facts_of(out: &Built, k: usize) -> Option<Vec<usize>> {
    let first = out.of[k]?;
    Some(std::iter::once(first).chain(out.also.iter().filter(|(n, _)| *n == k).map(|(_, f)| *f)).collect())
}

/// Areas in the instrument's own noun group: its title.
fn title(scene: &Scene, out: &mut Built, i: &InstrumentFrame, facts: &[usize], end: usize) {
    let doc = scene.doc;
    if doc.modifies_before() {
        collect_title(scene, out, facts, i.group_start, i.end);
    }
    // "the agreement crowns years of joint work": a definite mention's own title begins with a preposition, a cue or a participle.
    let titled = !i.definite
        || doc.word(i.end, "on").is_some()
        || (doc.lexicon.separate() && (doc.word(i.end, "of").is_some() || (i.end..i.group_end).any(|t| doc.word(t, "on").is_some())))
        || doc.word(i.end, "in").is_some()
        || doc.prep(i.end) != crate::lexicon::Prep::None
        || (i.end..i.group_end.min(i.end + 2)).any(|t| doc.find(t, Class::Cue).is_some() || doc.verb(t, "step:").is_some_and(|v| v.form == Form::Participle));
    if !titled {
        return;
    }
    let occasion = (i.end..i.group_end).find(|&t| doc.word(t, "occasion").is_some()).unwrap_or(i.group_end);
    collect_title(scene, out, facts, i.end, occasion.min(end));
}

/// Areas of a part of the noun group, counted as the title's.
fn collect_title(scene: &Scene, out: &mut Built, facts: &[usize], start: usize, end: usize) {
    let before: Vec<usize> = facts.iter().map(|&f| out.facts[f].areas.len()).collect();
    collect(scene, out, facts, start, end, true);
    for (&f, was) in facts.iter().zip(before) {
        let fact = &mut out.facts[f];
        fact.title_areas = fact.title_areas.max(fact.areas.len() - was);
    }
}

/// Beyond the noun group only what a verb of content, a relative clause or a colon introduces.
fn content(scene: &Scene, from: usize, end: usize) -> usize {
    let doc = scene.doc;
    for t in from..end {
        if doc.word(t, "content").is_some() || doc.word(t, "relative").is_some() || doc.tokens.is(t, ':') {
            return t;
        }
        if doc.word(t, "break").is_some() {
            return end;
        }
    }
    end
}

fn collect(scene: &Scene, out: &mut Built, facts: &[usize], start: usize, end: usize, title: bool) {
    let doc = scene.doc;
    // Of what is itself still to come, what it may cover is its content.
    let early = facts.iter().all(|&f| out.facts[f].steps.iter().all(|s| matches!(s.status.as_str(), "negotiating" | "proposed" | "authorised")));
    for t in start..end {
        let areas: Vec<_> = doc.at(t).iter().filter(|h| h.class == Class::Area && h.end <= end.max(t + 1)).copied().collect();
        let Some(longest) = areas.iter().map(|h| h.end).max() else { continue };
        if scene
            .cast
            .covers(t)
            .is_some_and(|a| (matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) || (a.kind == ActorKind::Force && !a.implied)) && longest <= a.end)
        {
            continue;
        }
        // A name of an exhibition, exercise or company is not a field.
        if doc
            .within(t.saturating_sub(6), t + 1)
            .iter()
            .any(|h| matches!(h.class, Class::Exhibition | Class::Exercise | Class::Company | Class::Outlet) && h.start <= t && h.end >= longest)
        {
            continue;
        }
        // Inside a longer area that began before, the shorter one does not count.
        if (start.max(t.saturating_sub(5))..t).any(|b| doc.at(b).iter().any(|h| h.class == Class::Area && h.end >= longest)) {
            continue;
        }
        // Where a word of content closes the clause ("nəzərdə tutulur") it is the verb, no wish.
        let closed = doc.lexicon.verb_final() && doc.word(end, "content").is_some();
        if !title && !early && !closed && matches!(mood_at(scene, t, Form::Base), Mood::Hypothetical | Mood::Negated) {
            continue;
        }
        for h in areas.iter().filter(|h| h.end == longest) {
            let code = doc.value(h).to_string();
            let e = Evid { field: format!("areas:{code}"), start: t, end: longest, rule: doc.lexicon.entry(h).rule.clone() };
            for &f in facts {
                out.facts[f].areas.entry(code.clone()).or_insert_with(|| e.clone());
            }
        }
    }
}
