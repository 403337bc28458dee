//! Actors: states, their offices, forces and people, as noun groups with their role in the clause.
//!
//! In: the hits of a sentence. Out: [`Actor`]s in order. A person without office or state in the text stands for no state; a
//! surname named earlier with an office stands for that office again.

mod force;
mod holders;
mod name;
mod office;
mod resolve;
mod role;
mod state;

use super::{Doc, Setting};
use crate::lexicon::{Class, Hit};
use resolve::resolve;
use rustc_hash::FxHashMap;

/// What is known of the people named so far: by a word of the name, the states and the office.
type Known = FxHashMap<String, (Vec<String>, Option<String>)>;

/// What kind of noun group an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    State,
    Capital,
    Office,
    Person,
    Force,
    Side,
    Counterpart,
    /// "the two countries", "both sides"; states are filled from context.
    Dyad,
    Triad,
    Home,
    /// An adjective of a state that qualifies another noun.
    Nisba,
    City,
}

/// The grammatical role an actor's marker gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Bare,
    With,
    Between,
    In,
    From,
    To,
    For,
    By,
    Behalf,
    On,
    Of,
}

/// A noun group that stands for one or more states.
#[derive(Debug, Clone)]
pub struct Actor {
    pub start: usize,
    pub end: usize,
    pub kind: ActorKind,
    pub states: Vec<String>,
    pub role: Role,
    /// Joined to the one before by "and" or a list comma.
    pub joined: bool,
    pub office: Option<String>,
    pub rank: Option<(usize, usize)>,
    pub name: Option<(usize, usize)>,
    pub domain: Option<String>,
    /// Office or nisba in the dual or plural.
    pub plural: bool,
    /// City id where it is a place.
    pub city: Option<String>,
    pub former: bool,
    /// The state is not named in the group but taken from context.
    pub implied: bool,
    pub rule: String,
}

/// All actors of a document, and what is known of the people named.
pub struct Cast {
    pub actors: Vec<Actor>,
}

impl Cast {
    /// Actors that begin in `start..end`.
    pub fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &Actor> {
        let from = self.actors.partition_point(|a| a.start < start);
        self.actors[from..].iter().take_while(move |a| a.start < end)
    }
    /// Does an actor's group cover token `i`?
    pub fn covers(&self, i: usize) -> Option<&Actor> {
        let k = self.actors.partition_point(|a| a.start <= i);
        self.actors[..k].iter().rev().take(3).find(|a| a.start <= i && i < a.end)
    }
}

/// Finds the actors of every sentence in order.
pub fn find_actors(doc: &Doc, setting: &Setting<'_>) -> Cast {
    let mut actors: Vec<Actor> = Vec::new();
    let mut known = Known::default();
    for (n, s) in doc.sentences.iter().enumerate() {
        if setting.skipped(n) {
            continue;
        }
        let mut i = s.start;
        let label = line_label(doc, s.line);
        while i < s.end {
            let f = Finder { doc, setting, end: s.end };
            // A name whose office stands with the one before it.
            if let Some(a) = f.again(i, &actors, s.start).or_else(|| f.possessed(i, &actors, s.start)) {
                learn(doc, &mut known, &a);
                i = a.end;
                actors.push(a);
                continue;
            }
            let found = f.actor(i).or_else(|| f.beside_counterpart(i, label.as_ref()));
            let Some(mut a) = found else {
                if let Some(a) = f.known_person(i, &known) {
                    i = a.end;
                    actors.push(a);
                } else {
                    i += 1;
                }
                continue;
            };
            // "between the governments of his country and Belarus": the country acts, in the role of the noun before it.
            if a.kind == ActorKind::Force && a.plural && a.states.is_empty() && doc.word(a.end, "his-country").is_some() {
                i = a.end;
                continue;
            }
            let mut holders = f.holders(&a).into_iter();
            if let Some(first) = holders.next() {
                a = first;
            }
            f.uncase(&mut a);
            a.implied = a.states.is_empty();
            // "JAPAN. The agreement with Australia …": a line headed by a state is told from its side.
            if a.states.is_empty()
                && a.name.is_none()
                && matches!(a.kind, ActorKind::Force | ActorKind::Office)
                && let Some(code) = &label
            {
                a.states = vec![code.clone()];
            } else {
                resolve(&f, &mut a, &actors, s.start, &known);
            }
            // "the North Atlantic Treaty Organization (NATO)": the same state in brackets is no actor of its own.
            let bracketed = a.start > s.start && doc.tokens.is(a.start - 1, '(') && doc.tokens.is(a.end, ')') && a.name.is_none() && a.office.is_none();
            if let Some(b) = actors.last_mut().filter(|b| bracketed && b.start >= s.start && b.end + 1 == a.start && b.states == a.states) {
                i = a.end + 1;
                b.end = i;
                continue;
            }
            f.mark(&mut a, &actors, s.start);
            i = a.end;
            let second = f.second_counterpart(&mut a, &actors, s.start);
            let others: Vec<Actor> = holders.chain(second).map(|h| Actor { role: a.role, ..h }).collect();
            learn(doc, &mut known, &a);
            if let Some(last) = others.last() {
                i = last.end;
                others.iter().for_each(|h| learn(doc, &mut known, h));
                actors.push(a);
                actors.extend(others);
                continue;
            }
            // "X ile Y arasında": a postposition holds for all that are joined before it.
            let between = doc.word_after(a.end, "between").is_some();
            if let Some(end) = ["between", "with", "by", "behalf"].iter().find_map(|w| doc.word_after(a.end, w)).map(|h| h.end) {
                i = i.max(end);
                let role = a.role;
                let mut joined = a.joined;
                let mut from = a.start;
                for b in actors.iter_mut().rev().take_while(|b| b.start >= s.start) {
                    // Also by case: "Azərbaycanla Belarus arasında".
                    let with = between && b.role == Role::With && b.end <= from && from - b.end <= 2;
                    if !(joined || with) {
                        break;
                    }
                    b.role = role;
                    joined = b.joined;
                    from = b.start;
                }
            }
            // "Kazakistan ve Özbekistan'la": the last one's ending holds for the one joined to it by "and".
            if doc.lexicon.verb_final()
                && a.joined
                && matches!(a.role, Role::With | Role::To | Role::From | Role::In)
                && let Some(b) = actors.last_mut().filter(|b| b.start >= s.start && b.role == Role::Bare && b.kind == a.kind && doc.joins_word(b.end))
            {
                b.role = a.role;
            }
            actors.push(a);
        }
        if doc.lexicon.separate() {
            resolve::apart(setting, &mut actors, s.start, &mut known, doc);
        }
    }
    Cast { actors }
}

/// Remembers the words of a name with the state and office of who bears it.
fn learn(doc: &Doc, known: &mut Known, a: &Actor) {
    let Some((start, end)) = a.name.filter(|_| !a.states.is_empty() && !a.plural) else { return };
    for t in start..end {
        let w = doc.tokens.word(t);
        if w.chars().count() >= 4 && doc.word(t, "name-part").is_none() {
            known.entry(w.to_string()).or_insert_with(|| (a.states.clone(), a.office.clone()));
        }
    }
}

/// The state that alone heads a line, before a full stop or colon.
pub fn line_label(doc: &Doc, line: usize) -> Option<String> {
    let l = &doc.lines[line];
    if !doc.lexicon.separate() || l.kind == crate::text::LineKind::Headline {
        return None;
    }
    let start = if doc.is_word(l.start) { l.start } else { l.start + 1 };
    let h = doc.at(start).iter().find(|h| h.class == Class::State)?;
    let ends = (doc.tokens.is(h.end, '.') || doc.tokens.is(h.end, ':')) && h.end + 1 < l.end;
    ends.then(|| doc.value(h).to_string())
}

struct Finder<'a, 'b> {
    doc: &'a Doc<'b>,
    setting: &'a Setting<'a>,
    end: usize,
}

impl Finder<'_, '_> {
    fn actor(&self, i: usize) -> Option<Actor> {
        self.listed(i)
            .or_else(|| self.modified(i))
            .or_else(|| self.named(i))
            .or_else(|| self.titled(i))
            .or_else(|| self.office(i, i))
            .or_else(|| self.counterpart(i))
            .or_else(|| self.polity(i))
            .or_else(|| self.force(i))
            .or_else(|| self.side(i))
            .or_else(|| self.state(i))
            .or_else(|| self.group_word(i))
            .or_else(|| self.capital(i))
            .or_else(|| self.ambiguous(i))
            .or_else(|| self.nisba(i))
            .or_else(|| self.city(i))
    }

    fn blank(start: usize, end: usize, kind: ActorKind, rule: &str) -> Actor {
        Actor {
            start,
            end,
            kind,
            states: Vec::new(),
            role: Role::Bare,
            joined: false,
            office: None,
            rank: None,
            name: None,
            domain: None,
            plural: false,
            city: None,
            former: false,
            implied: false,
            rule: rule.to_string(),
        }
    }

    fn rule(&self, h: &Hit) -> String {
        self.doc.lexicon.entry(h).rule.clone()
    }
}

/// The states of some actors, each once, in the order they are named.
pub fn states_of<'a>(actors: impl IntoIterator<Item = &'a Actor>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for a in actors {
        add_states(&mut out, a);
    }
    out
}

/// Adds the states of one more actor.
pub fn add_states(out: &mut Vec<String>, a: &Actor) {
    for s in &a.states {
        if !out.contains(s) {
            out.push(s.clone());
        }
    }
}

/// The contract's order of offices: the first that applies counts.
pub fn office_rank(office: &str) -> usize {
    const ORDER: [&str; 14] = [
        "head-of-state",
        "head-of-government",
        "minister-of-defence",
        "minister-of-foreign-affairs",
        "minister-of-interior",
        "minister",
        "deputy-minister",
        "chief-of-staff",
        "deputy-chief-of-staff",
        "service-chief",
        "ambassador",
        "commander",
        "director",
        "other",
    ];
    ORDER.iter().position(|o| *o == office).unwrap_or(ORDER.len())
}
