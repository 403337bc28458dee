//! Sources: who reports, and whom it quotes.
//!
//! In: the dateline's outlet and outlets, ministries and their sites named in the text. Out: the record's `sources`, an agency that
//! quotes a ministry as a chain.

use crate::frame::Scene;
use crate::lexicon::Class;
use crate::mention::ActorKind;
use crate::record::Source;

/// The sources of a document in order.
pub fn find_sources(scene: &Scene) -> Vec<Source> {
    let doc = scene.doc;
    let mut out: Vec<Source> = Vec::new();
    if let Some(h) = &scene.setting.outlet {
        push_outlet(scene, h, &mut out);
    }
    for h in doc.hits.iter().filter(|h| h.class == Class::Outlet && h.end - h.start >= 2) {
        if scene.setting.skipped(doc.sentence_of(h.start)) {
            continue;
        }
        let known = out.len();
        push_outlet(scene, h, &mut out);
        // "the agency, quoting the official site of the ministry": a chain.
        let quoted = (h.start.saturating_sub(5)..h.start).any(|t| doc.word(t, "attribution").is_some());
        if known > 0 && out.len() > known && out[known].role == "ministry" && quoted {
            out[0].quotes.get_or_insert(known);
        }
    }
    // "according to a statement of the ministry": a word of attribution and a force within a few words.
    for (n, s) in doc.sentences.iter().enumerate() {
        if scene.setting.skipped(n) {
            continue;
        }
        for t in s.start..s.end {
            if doc.word(t, "attribution").is_none() {
                continue;
            }
            let Some(a) = scene.cast.within(t + 1, (t + 8).min(s.end)).find(|a| a.kind == ActorKind::Force) else { continue };
            let name = doc.quote(a.start, a.end).to_string();
            if !out.iter().any(|x| x.role == "ministry") {
                let ministry = out.len();
                if let Some(first) = out.first_mut() {
                    first.quotes.get_or_insert(ministry);
                }
                out.push(Source { name, role: "ministry".into(), state: a.states.first().cloned(), quotes: None });
            }
        }
    }
    out
}

fn push_outlet(scene: &Scene, h: &crate::lexicon::Hit, out: &mut Vec<Source>) {
    let Some(o) = scene.setting.world.outlet(scene.doc.value(h)) else { return };
    if out.iter().any(|s| s.name == o.name) {
        return;
    }
    let role = match o.kind.as_str() {
        k @ ("agency" | "ministry") => k,
        _ => "outlet",
    };
    out.push(Source { name: o.name.clone(), role: role.into(), state: o.state.clone(), quotes: None });
}
