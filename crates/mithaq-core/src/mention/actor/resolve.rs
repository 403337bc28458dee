//! States and offices that an actor's own group does not name, from what was told before.

use super::{Actor, ActorKind, Finder, Known, Role, office_rank};
use crate::lexicon::{Class, Form};
use crate::mention::{Doc, Setting};

/// Fills states that the group itself does not name.
pub(super) fn resolve(f: &Finder, a: &mut Actor, before: &[Actor], sentence: usize, known: &Known) {
    let (doc, setting) = (f.doc, f.setting);
    match a.kind {
        ActorKind::Counterpart => {
            // The same office as the last office-holder of another state in the sentence.
            let holder = |b: &&Actor| {
                b.start >= sentence
                    && b.office.as_deref().is_some_and(|o| o != "other")
                    && b.states != a.states
                    && matches!(b.kind, ActorKind::Office | ActorKind::Person)
                    && !b.former
            };
            // "the minister …, whom the chief of staff accompanies, signed with his counterpart": the subject's, not the companion's.
            let subject = before.iter().filter(holder).find(|b| b.role == Role::Bare).filter(|_| doc.word_before(a.start, "with"));
            let last = subject.or_else(|| before.iter().rev().find(holder)).or_else(|| before.iter().rev().find(|b| b.office.is_some() && b.states != a.states));
            if let Some(b) = last {
                a.office = b.office.clone();
                a.domain = b.domain.clone();
                // "begins a visit to Greece, where he signs with his counterpart": that state's.
                if a.states.is_empty() {
                    let abroad = before.iter().rev().take_while(|x| x.start >= sentence).find(|x| {
                        matches!(x.kind, ActorKind::State | ActorKind::Capital)
                            && matches!(x.role, Role::To | Role::In | Role::For | Role::From)
                            && x.states.len() == 1
                            && x.states != b.states
                    });
                    a.states.extend(abroad.map(|x| x.states[0].clone()));
                }
            }
        }
        ActorKind::Office | ActorKind::Person if a.states.is_empty() => {
            if let Some((ns, ne)) = a.name
                && let Some((states, office)) = (ns..ne).filter_map(|t| known.get(doc.tokens.word(t))).next_back()
            {
                a.states = states.clone();
                // "the minister Camilleri" of whom the text told that he is the minister of the interior.
                let narrower = office.as_deref().is_some_and(|o| office_rank(o) < office_rank(a.office.as_deref().unwrap_or("other")));
                if a.kind == ActorKind::Person || narrower {
                    a.office = office.clone();
                }
                return;
            }
            // "Defence Minister A signed for Australia, Defence Minister B for Fiji": the side told behind is his.
            if let Some(state) = signs_for(f, a) {
                a.states = vec![state];
                return;
            }
            // "on the Laotian (side) – minister of defence B": an adjective or side before a dash.
            let side =
                |b: &&Actor| b.start >= sentence && matches!(b.role, Role::Behalf | Role::With) && matches!(b.kind, ActorKind::Nisba | ActorKind::Side) && b.states.len() == 1;
            if let Some(b) = before.last().filter(side).filter(|b| doc.tokens.is(b.end, '-') && a.start <= b.end + 1) {
                a.states = b.states.clone();
                return;
            }
            // "For Chad the minister of defence …": the side named right before is his.
            if let Some(b) = before.last().filter(|b| b.start >= sentence && b.role == Role::Behalf && a.start <= b.end + 3 && b.states.len() == 1) {
                a.states = b.states.clone();
                return;
            }
            // "the heads of state and of government": of both sides.
            if a.kind == ActorKind::Office && a.plural {
                a.kind = ActorKind::Dyad;
                return;
            }
            if let Some(states) = visitor(f, a, before, sentence) {
                a.states = states;
                return;
            }
            if a.kind == ActorKind::Office {
                head_of_ministry(doc, setting, a, before);
                let same = before
                    .iter()
                    .rev()
                    .find(|b| b.office == a.office && b.office.as_deref() != Some("other") && !b.states.is_empty() && a.name.is_none() && b.kind != ActorKind::Counterpart);
                match (same, &setting.home) {
                    (Some(b), _) => a.states = b.states.clone(),
                    (None, Some(h)) => a.states = vec![h.clone()],
                    _ => {}
                }
            }
        }
        // "the minister said that his country …".
        ActorKind::Home if a.states.is_empty() => {
            let holder = |b: &&Actor| matches!(b.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) && b.states.len() == 1 && !b.former;
            let own = before.iter().rev().take_while(|b| b.start >= sentence).find(holder).or_else(|| before.iter().rev().take(12).find(holder));
            a.states.extend(own.map(|b| b.states[0].clone()));
        }
        ActorKind::Force if a.states.is_empty() => {
            // "In Niger the military council decided": that country's.
            let there = before.last().filter(|b| {
                b.start >= sentence
                    && b.start <= sentence + 2
                    && b.role == Role::In
                    && matches!(b.kind, ActorKind::State | ActorKind::Capital)
                    && b.states.len() == 1
                    && a.start <= b.end + 2
                    && (b.end..a.start).all(|t| doc.at(t).iter().any(Doc::is_finite) || doc.tokens.is(t, ','))
            });
            if let Some(b) = there {
                a.states = b.states.clone();
            } else if let Some(h) = &setting.home {
                a.states = vec![h.clone()];
            }
        }
        _ => {}
    }
}

/// "the minister" of a text that told of a ministry of defence of his state: its head.
fn head_of_ministry(doc: &Doc, setting: &Setting, a: &mut Actor, before: &[Actor]) {
    let home = |states: &[String]| setting.home.as_ref().is_some_and(|h| states.contains(h));
    if a.office.as_deref() != Some("minister")
        || a.plural
        || a.domain.is_some()
        || !doc.at(a.start).iter().any(|h| h.class == Class::Office && h.end == a.start + 1 && h.clitics.the)
    {
        return;
    }
    let holder = before.iter().rev().find(|b| b.kind == ActorKind::Office && home(&b.states) && !b.former && b.office.as_deref().is_some_and(|o| o.starts_with("minister-of")));
    let ministry = before.iter().rev().find(|b| b.kind == ActorKind::Force && home(&b.states) && doc.word(b.start, "ministry").is_some() && b.domain.as_deref() != Some("other"));
    if let Some(b) = holder {
        a.office = b.office.clone();
        a.domain = b.domain.clone();
    } else if let Some(b) = ministry {
        a.office = Some(if b.domain.as_deref() == Some("defence") { "minister-of-defence" } else { "minister-of-interior" }.into());
        a.domain = b.domain.clone();
    }
}

/// The state for which a named holder of an office is said to sign, right behind the name or behind the verb.
fn signs_for(f: &Finder, a: &Actor) -> Option<String> {
    if a.name.is_none() || !f.doc.lexicon.separate() || f.doc.lexicon.verb_final() {
        return None;
    }
    let k = if f.doc.tokens.is(a.end, ',') { a.end + 1 } else { a.end };
    let signed = f.doc.at(a.end).iter().find(|h| Doc::is_finite(h) && f.doc.value(h) == "step:signed").map(|h| h.end);
    let whom = f.past_for(k).or_else(|| f.past_for(signed?)).or_else(|| f.doc.past_word(a.end, "behalf"))?;
    f.country(whom).map(|c| c.0)
}

/// "during Prime Minister A's visit to Doha", told in Doha: who visits home is of the other state of the sentence, if there is one.
fn visitor(f: &Finder, a: &Actor, before: &[Actor], sentence: usize) -> Option<Vec<String>> {
    let home = f.setting.home.as_ref().filter(|_| a.name.is_some() && f.doc.lexicon.separate())?;
    let visit = f.doc.within(a.end, a.end + 4).iter().find(|h| h.class == Class::Verb && h.form == Form::Masdar && f.doc.value(h) == "event:visit")?;
    let to = f.doc.past_word(visit.end, "to")?;
    f.country(to).filter(|c| c.0 == *home)?;
    let mut others: Vec<String> = super::states_of(before.iter().filter(|b| b.start >= sentence && b.role == Role::Bare));
    others.retain(|s| s != home);
    others.truncate(if others.len() == 1 { 1 } else { 0 });
    Some(others)
}

/// Is `c` a named holder of an office of which there is one in a state, joined to another named holder of it who is told without a state?
fn second_holder(actors: &[Actor], from: usize, c: &Actor) -> bool {
    let one = |o: &str| o.starts_with("head-of-") || o.starts_with("minister-of-") || o == "chief-of-staff";
    // "the minister of defence A and the Slovak minister B": the bare word stands for the same office.
    let bare = c.office.as_deref() == Some("minister");
    let single = c.kind == ActorKind::Office && c.name.is_some() && (bare || c.office.as_deref().is_some_and(one));
    let same = |a: &Actor| if bare { bare_of(a, c) } else { a.office == c.office };
    let other = |a: &Actor| a.kind == ActorKind::Office && a.implied && a.name.is_some() && same(a) && a.states == c.states;
    single && actors[from..].windows(2).any(|w| (w[0].start == c.start && w[1].joined && other(&w[1])) || (w[1].start == c.start && c.joined && other(&w[0])))
}

/// Is `b` a bare "minister" beside a minister of defence or the like?
fn bare_of(a: &Actor, b: &Actor) -> bool {
    b.office.as_deref() == Some("minister") && a.office.as_deref().is_some_and(|o| o.starts_with("minister-of"))
}

/// "the minister A and his Estonian counterpart B", "Defence Minister A and Polish Defence Minister B": an office that took its state from the text's home is not of its counterpart's state, but of
/// that of the holder told before, or of the other state that the text names most.
pub(super) fn apart(setting: &Setting, actors: &mut [Actor], sentence: usize, known: &mut Known, doc: &Doc) {
    let from = actors.partition_point(|a| a.start < sentence);
    let told = |c: &&Actor| c.states.len() == 1 && !c.implied && !c.former && !c.plural;
    let Some(other) = actors[from..].iter().filter(told).find(|c| c.kind == ActorKind::Counterpart || second_holder(actors, from, c)).cloned() else { return };
    let state = other.states[0].clone();
    for n in from..actors.len() {
        let a = &actors[n];
        if a.kind != ActorKind::Office || !a.implied || a.states != other.states || (other.kind != ActorKind::Counterpart && a.office != other.office && !bare_of(a, &other)) {
            continue;
        }
        // "the minister" may stand for the minister of defence told before.
        let bare = a.office.as_deref() == Some("minister") && a.name.is_none();
        let same = |b: &Actor| b.office == a.office || (bare && b.office.as_deref().is_some_and(|o| o.starts_with("minister-of")));
        let holder = |b: &&Actor| b.kind == ActorKind::Office && same(b) && b.states.len() == 1 && b.states[0] != state && !b.former;
        let told = actors[..from].iter().rev().find(holder).map(|b| (b.states[0].clone(), b.office.clone()));
        let pack = doc.lexicon.data.home.clone().filter(|h| *h != state);
        let named = pack.clone().filter(|h| setting.counts.contains_key(h)).or_else(|| setting.most_named(&state));
        let alone = setting.counts.keys().all(|s| *s == state);
        let office = a.office.clone();
        let Some((own, office)) = told.or_else(|| named.or(pack.filter(|_| alone)).map(|s| (s, office))) else { continue };
        let a = &mut actors[n];
        a.states = vec![own];
        a.office = office.clone();
        if let Some((start, end)) = a.name {
            for t in start..end {
                if let Some(k) = known.get_mut(doc.tokens.word(t)) {
                    k.0 = a.states.clone();
                }
            }
        }
        if let Some(c) = actors[n..].iter_mut().find(|c| c.kind == ActorKind::Counterpart && c.office.is_none()) {
            c.office = office;
        }
    }
}
