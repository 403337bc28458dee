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
    // The fact that the running text is about, and whether the line before opened a list of its areas.
    let mut current: Option<usize> = None;
    let mut list: Option<usize> = None;
    for (n, s) in doc.sentences.iter().enumerate() {
        if scene.setting.skipped(n) {
            continue;
        }
        if s.kind == LineKind::Bullet {
            if let Some(f) = list {
                if !instruments.iter().any(|i| i.sentence == n) {
                    collect(scene, out, f, s.start, s.end, false);
                    continue;
                }
            }
        } else if s.kind == LineKind::Prose {
            list = None;
        }
        let here: Vec<(usize, usize)> = instruments.iter().enumerate().filter(|(_, i)| i.sentence == n).filter_map(|(k, _)| out.of[k].map(|f| (k, f))).collect();
        if here.is_empty() {
            // A sentence without the instrument continues it where it opens with a verb of content.
            let opens = (s.start..(s.start + 6).min(s.end)).any(|t| doc.word(t, "content").is_some());
            let foreign = instruments.iter().any(|i| i.sentence == n);
            if let (Some(f), true, false) = (current, opens, foreign) {
                collect(scene, out, f, s.start, s.end, false);
                if doc.tokens.is(s.end - 1, ':') {
                    list = Some(f);
                }
            } else if (s.start..(s.start + 4).min(s.end)).any(|t| doc.word(t, "topic-change").is_some()) {
                current = None;
            }
            continue;
        }
        for (p, &(k, f)) in here.iter().enumerate() {
            let i = &instruments[k];
            let next = here.get(p + 1).map_or(s.end, |&(m, _)| instruments[m].start);
            let other = instruments.iter().enumerate().filter(|(m, x)| x.sentence == n && x.start > i.start && out.of[*m].is_none()).map(|(_, x)| x.start).min().unwrap_or(s.end);
            let end = next.min(other);
            let before = out.facts[f].areas.len();
            // "the agreement crowns years of joint work": a definite mention's own title begins with a preposition.
            let titled = !i.definite || doc.word(i.end, "on").is_some() || doc.word(i.end, "in").is_some() || doc.prep(i.end) != crate::lexicon::Prep::None || (i.end..i.group_end.min(i.end + 2)).any(|t| doc.find(t, Class::Cue).is_some());
            if titled {
                collect(scene, out, f, i.end, i.group_end.min(end), true);
            }
            out.facts[f].title_areas = out.facts[f].title_areas.max(out.facts[f].areas.len() - before);
            // Beyond the noun group only what a verb of content, a relative clause or a list introduces.
            let mut from = i.group_end.min(end);
            while from < end {
                let opens = doc.word(from, "content").is_some() || doc.word(from, "relative").is_some() || doc.at(from).iter().any(|h| h.class == Class::Verb && doc.value(h) == "plain" && h.form != Form::Masdar && doc.word(from, "content").is_some());
                let colon = doc.tokens.is(from, ':');
                if opens || colon {
                    break;
                }
                if doc.word(from, "break").is_some() {
                    from = end;
                    break;
                }
                from += 1;
            }
            collect(scene, out, f, from, end, false);
            if doc.tokens.is(s.end - 1, ':') {
                list = Some(f);
            }
            // A clause before the instrument with the verb of content ("بموجب الاتفاقية" follows): only "under the agreement".
            if doc.word_before(i.start, "content") || doc.word(i.start.saturating_sub(1), "content").is_some() {
                collect(scene, out, f, i.end, end, false);
            }
        }
        current = here.last().map(|h| h.1);
    }
}

fn collect(scene: &Scene, out: &mut Built, f: usize, start: usize, end: usize, title: bool) {
    let doc = scene.doc;
    for t in start..end {
        let areas: Vec<_> = doc.at(t).iter().filter(|h| h.class == Class::Area && h.end <= end.max(t + 1)).copied().collect();
        let Some(longest) = areas.iter().map(|h| h.end).max() else { continue };
        if scene.cast.covers(t).is_some_and(|a| matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Force) && longest <= a.end) {
            continue;
        }
        // Inside a longer area that began before, the shorter one does not count.
        if (start.max(t.saturating_sub(5))..t).any(|b| doc.at(b).iter().any(|h| h.class == Class::Area && h.end >= longest)) {
            continue;
        }
        if !title && matches!(mood_at(scene, t, Form::Base), Mood::Hypothetical | Mood::Negated) {
            continue;
        }
        for h in areas.iter().filter(|h| h.end == longest) {
            let code = doc.value(h).to_string();
            let e = Evid { field: format!("areas:{code}"), start: t, end: longest, rule: doc.lexicon.entry(h).rule.clone() };
            out.facts[f].areas.entry(code).or_insert(e);
        }
    }
}
