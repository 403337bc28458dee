//! Actors: states, their offices, forces and people, as noun groups with their role in the clause.
//!
//! In: the hits of a sentence. Out: [`Actor`]s in order. A person without office or state in the text stands for no state; a
//! surname named earlier with an office stands for that office again.

use super::{Doc, Setting};
use crate::lexicon::{Class, Form, Hit, Names, Prep};
use crate::text::TokenKind;
use rustc_hash::FxHashMap;

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
    let mut known: FxHashMap<String, (Vec<String>, Option<String>)> = FxHashMap::default();
    for (n, s) in doc.sentences.iter().enumerate() {
        if setting.skipped(n) {
            continue;
        }
        let mut i = s.start;
        let label = line_label(doc, s.line);
        while i < s.end {
            let f = Finder { doc, setting, end: s.end };
            let found = f.actor(i);
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
            a.implied = a.states.is_empty();
            // "JAPAN. The agreement with Australia …": a line headed by a state is told from its side.
            if a.states.is_empty()
                && a.name.is_none()
                && matches!(a.kind, ActorKind::Force | ActorKind::Office)
                && let Some(code) = &label
            {
                a.states = vec![code.clone()];
            } else {
                resolve(doc, setting, &mut a, &actors, s.start, &known);
            }
            f.mark(&mut a, &actors, s.start);
            if let Some((ns, ne)) = a.name
                && !a.states.is_empty()
                && !a.plural
            {
                for t in ns..ne {
                    let w = doc.tokens.word(t);
                    if w.chars().count() >= 4 && doc.word(t, "name-part").is_none() {
                        known.entry(w.to_string()).or_insert_with(|| (a.states.clone(), a.office.clone()));
                    }
                }
            }
            i = a.end;
            // "X ile Y arasında": a postposition holds for all that are joined before it.
            let between = doc.word_after(a.end, "between").is_some();
            if let Some(end) = ["between", "with", "by", "behalf"].iter().find_map(|w| doc.word_after(a.end, w)).map(|h| h.end) {
                i = i.max(end);
                let role = a.role;
                let mut joined = a.joined;
                let mut from = a.start;
                for b in actors.iter_mut().rev().take_while(|b| b.start >= s.start) {
                    let with = between && b.role == Role::With && b.end < from && from - b.end <= 2;
                    if !(joined || with) {
                        break;
                    }
                    b.role = role;
                    joined = b.joined;
                    from = b.start;
                }
            }
            actors.push(a);
        }
    }
    Cast { actors }
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

/// Fills states that the group itself does not name.
fn resolve(doc: &Doc, setting: &Setting, a: &mut Actor, before: &[Actor], sentence: usize, known: &FxHashMap<String, (Vec<String>, Option<String>)>) {
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

struct Finder<'a, 'b> {
    doc: &'a Doc<'b>,
    setting: &'a Setting<'a>,
    end: usize,
}

impl Finder<'_, '_> {
    fn actor(&self, i: usize) -> Option<Actor> {
        self.modified(i)
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

    /// "the Moroccan defence minister", "Morocco's army", "the Czech and Azerbaijani ministers": states before the noun they stand with.
    fn modified(&self, i: usize) -> Option<Actor> {
        if !self.doc.modifies_before() {
            return None;
        }
        // "in Baku the chief of staff …": a place is no attribute.
        if ["in", "to", "from"].iter().any(|w| self.doc.word_before(i, w)) && !self.doc.at(i).iter().any(|h| h.class == Class::Nisba) {
            return None;
        }
        let mut states: Vec<String> = Vec::new();
        let mut j = i;
        loop {
            let here = self.doc.at(j).iter().find(|h| matches!(h.class, Class::Nisba | Class::State | Class::Capital));
            let h = here.or_else(|| self.doc.at(j).iter().find(|h| h.class == Class::Ambiguous)).filter(|h| h.start == i || h.class != Class::Ambiguous)?;
            // "in Bucharest the Romanian minister": a place with its own role is no attribute.
            if !matches!(h.clitics.prep, Prep::None | Prep::Of) {
                return None;
            }
            let code = if h.class == Class::Ambiguous { self.setting.ambiguous(self.doc, h)? } else { self.doc.value(h).to_string() };
            if !states.contains(&code) {
                states.push(code);
            }
            j = h.end;
            // Joined by a hyphen, a comma, "and".
            let hyphen = self.doc.tokens.is(j, '-') && !self.doc.tokens.list[j].spaced;
            let mut k = if hyphen || self.doc.tokens.is(j, ',') { j + 1 } else { j };
            if self.doc.joins_word(k) {
                k += 1;
            }
            k = self.doc.past_particles(k);
            if k > j && self.doc.at(k).iter().any(|x| x.class == Class::Nisba) && states.len() < 4 {
                j = k;
                continue;
            }
            break;
        }
        let noun = self.doc.past_particles(j);
        if (j..noun).any(|k| self.doc.joins_word(k)) {
            return None;
        }
        // Ranks and honorifics may stand between: "the Turkish Lieutenant General …".
        let (at, rank) = self.titles(noun).unwrap_or((noun, None));
        let longer = |h: &Hit| h.start == i && h.end > j;
        if self.doc.at(i).iter().any(|h| longer(h) && matches!(h.class, Class::Office | Class::Force | Class::Company | Class::Exercise | Class::Block)) {
            return None;
        }
        let mut a =
            self.office(at, i).or_else(|| if at == noun { self.force(noun).or_else(|| self.counterpart(noun)).or_else(|| self.side_noun(noun)) } else { self.titled(noun) })?;
        if a.states.is_empty() || !a.states.iter().all(|s| states.contains(s)) {
            a.states = states;
        }
        a.plural |= a.states.len() > 1;
        if matches!(a.kind, ActorKind::Dyad) && a.states.len() > 1 {
            a.kind = ActorKind::Office;
        }
        a.start = i;
        a.rank = a.rank.or(rank);
        Some(a)
    }

    /// "side", "delegation", "government" behind the adjective of its state.
    fn side_noun(&self, i: usize) -> Option<Actor> {
        let h = self.doc.word(i, "side").or_else(|| self.doc.word(i, "polity"))?;
        Some(Self::blank(i, h.end, ActorKind::Side, "side"))
    }

    /// A capitalised name with its office in apposition: "Abdellatif Loudiyi, Morocco's minister of defence".
    fn named(&self, i: usize) -> Option<Actor> {
        if self.doc.lexicon.data.names != Names::Capitalised || !self.name_like(i, true) || !self.doc.at(i).is_empty() {
            return None;
        }
        let end = self.name(i, 6);
        if end < i + 2 || !self.doc.tokens.is(end, ',') {
            return None;
        }
        let at = self.doc.past_particles(end + 1);
        let mut a = self.modified(at).or_else(|| self.office(at, at)).filter(|a| a.kind == ActorKind::Office && a.name.is_none())?;
        a.start = i;
        a.name = Some((i, end));
        Some(a)
    }

    /// Honorifics and ranks, then a name, an office, or both.
    fn titled(&self, i: usize) -> Option<Actor> {
        let (j, rank) = self.titles(i)?;
        // Titles straight before an office: "معالي وزير الدفاع …".
        if let Some(a) = self.office(j, i) {
            return Some(Actor { rank: a.rank.or(rank), ..a });
        }
        let name_end = self.name(j, 8);
        if name_end == j {
            return None;
        }
        // The office in apposition, with or without a comma: "مانوهار باريكار وزير الدفاع بجمهورية الهند".
        let comma = if self.doc.tokens.is(name_end, ',') { name_end + 1 } else { name_end };
        let office_at = |t: usize| self.doc.at(t).iter().any(|h| h.class == Class::Office && !h.clitics.and && h.clitics.prep == Prep::None);
        let after = if office_at(comma) { comma } else { self.titles(comma).map_or(comma, |t| t.0) };
        if self.doc.at(after).iter().any(|h| h.class == Class::Office && !h.clitics.and && h.clitics.prep == Prep::None)
            && let Some(a) = self.office(after, i)
            && (a.name.is_none() || comma == name_end)
        {
            let name = Some((j, name_end));
            return Some(Actor { name, rank, ..a });
        }
        // A comma and an office with its own name begin another person.
        let mut a = Self::blank(i, name_end, ActorKind::Person, "person");
        a.rank = rank;
        a.name = Some((j, name_end));
        a.office = Some("other".into());
        self.attach_state(&mut a, name_end, false);
        (rank.is_some() || name_end - j >= 2).then_some(a)
    }

    /// The end of a run of honorifics and ranks that begins at `i`, and the rank in it.
    fn titles(&self, i: usize) -> Option<(usize, Option<(usize, usize)>)> {
        let mut j = i;
        let mut rank = None;
        while let Some(h) = self.doc.at(j).iter().find(|h| matches!(h.class, Class::Rank | Class::Honorific)) {
            if j > i && (h.clitics.and || h.clitics.prep != Prep::None) {
                break;
            }
            if h.class == Class::Rank && rank.is_none() {
                rank = Some((h.start, h.end));
            }
            j = h.end;
        }
        (j > i).then_some((j, rank))
    }

    fn office(&self, i: usize, start: usize) -> Option<Actor> {
        let h = *self.doc.find(i, Class::Office)?;
        let e = self.doc.lexicon.entry(&h);
        let mut a = Self::blank(start, h.end, ActorKind::Office, &e.rule);
        a.office = Some(e.value.clone());
        a.domain = e.domain.clone();
        // "the two presidents": the word for both of a pair is dual however it is listed.
        a.plural = matches!(h.form, Form::Dual | Form::Plural) || (h.end == i + 1 && self.doc.word(i, "dyad").is_some());
        if let Some(s) = &e.state {
            a.states = vec![s.clone()];
        } else if self.doc.lexicon.separate()
            && let Some(n) = self.doc.within(i + 1, h.end).iter().find(|n| n.class == Class::Nisba)
        {
            a.states = vec![self.doc.value(n).to_string()];
        }
        if (i + 1..h.end).any(|t| self.doc.word(t, "dyad").is_some_and(|w| w.end == h.end)) {
            a.kind = ActorKind::Dyad;
            return Some(a);
        }
        let mut j = h.end;
        // A second office of the same person: the first that the contract's order names wins.
        while let Some(n) = self.doc.find(j, Class::Office).filter(|n| n.clitics.prep == Prep::None && (!n.clitics.and || self.doc.tokens.is(j.saturating_sub(1), '-'))) {
            let second = self.doc.lexicon.entry(n);
            if office_rank(&second.value) < office_rank(a.office.as_deref().unwrap_or("other")) {
                a.office = Some(second.value.clone());
                a.domain = second.domain.clone().or(a.domain);
            }
            if a.states.is_empty() {
                a.states.extend(second.state.clone());
            }
            j = n.end;
        }
        a.end = j;
        // A phrase that names its state ("the president of Kazakhstan") takes no other.
        if a.states.is_empty() {
            self.attach_state(&mut a, j, true);
        }
        if let Some(w) = self.doc.word(a.end, "former") {
            a.former = true;
            a.end = w.end;
        }
        // Rank and name after the office.
        let mut k = a.end;
        if self.doc.tokens.is(k, ',') && self.titles(k + 1).is_some() && a.name.is_none() && start == i {
            k += 1;
        }
        let (k, rank) = self.titles(k).unwrap_or((k, None));
        // "the president of Mali and General …": the next person.
        let another = self.doc.at(a.end).iter().any(|h| matches!(h.class, Class::Rank | Class::Honorific) && h.clitics.and);
        if !another && self.doc.at(k).iter().all(|h| h.class != Class::Office) {
            let end = self.name(k, 6);
            if end > k && !a.plural {
                a.name = Some((k, end));
                a.rank = rank;
                a.end = end;
                if a.states.is_empty() {
                    self.attach_state(&mut a, end, false);
                }
            } else if let (true, Some(_)) = (end > k, a.name) {
                a.end = end;
            }
        }
        self.apposed(&mut a);
        Some(a)
    }

    /// One more state joined by a comma or "and" to the one that ends at `j`.
    fn further(&self, j: usize) -> Option<(String, usize)> {
        let joined = |k: usize| self.doc.joins_word(k);
        let mut k = j;
        if self.doc.tokens.is(k, ',') {
            k += 1;
        }
        if joined(k) {
            k += 1;
        }
        let of = self.doc.word(k, "of").map_or(k, |h| h.end);
        let k = if k > j { self.doc.past_particles(of) } else { return None };
        let next = self.polity(k).or_else(|| self.state(k)).filter(|x| x.kind == ActorKind::State && x.states.len() == 1)?;
        // "and Spain signed": a comma alone before a verb's own subject is no list.
        (joined(j) || joined(j + 1) || self.doc.tokens.is(j, ',')).then(|| (next.states[0].clone(), next.end))
    }

    /// "the minister of defence, Cristián de la Maza, and …": the name between commas behind the office.
    fn apposed(&self, a: &mut Actor) {
        if self.doc.lexicon.data.names != Names::Capitalised || a.name.is_some() || a.plural || !self.doc.tokens.is(a.end, ',') {
            return;
        }
        let (k, rank) = self.titles(a.end + 1).unwrap_or((a.end + 1, None));
        let end = self.name(k, 6);
        let closed = self.doc.tokens.is(end, ',') || end >= self.end || self.doc.tokens.is(end, '.') || self.doc.tokens.is(end, ')');
        if end > k && (closed || rank.is_some()) && (end - k >= 2 || rank.is_some()) {
            a.name = Some((k, end));
            a.rank = a.rank.or(rank);
            a.end = end;
        }
    }

    /// A state right after an office, force or side: adjective, "of", "in"; an adjective may follow others.
    fn attach_state(&self, a: &mut Actor, mut j: usize, deep: bool) {
        // Where all attributes precede, a state behind the noun belongs to what follows.
        if self.doc.lexicon.verb_final() {
            return;
        }
        let mut states: Vec<String> = Vec::new();
        let plural = a.plural;
        loop {
            if j >= self.end {
                break;
            }
            // "of the Republic of …": the genitive's preposition and article.
            let from = self.doc.word(j, "from").filter(|_| a.kind == ActorKind::Counterpart);
            let of = self.doc.word(j, "of").or(from).map_or(j, |h| h.end);
            let inner = self.doc.past_particles(of);
            if states.is_empty() && inner > j && deep {
                let inside = self.polity(inner).or_else(|| self.state(inner)).or_else(|| self.capital(inner)).or_else(|| self.ambiguous(inner));
                if let Some(x) = inside.filter(|x| x.states.len() == 1) {
                    states.extend(x.states);
                    j = x.end;
                    // "the ministers of Japan and Australia", "of Spain, Chile and Peru".
                    while plural && let Some((code, end)) = self.further(j) {
                        states.push(code);
                        j = end;
                    }
                    continue;
                }
                if plural && let Some(d) = self.doc.at(inner).iter().find(|h| h.class == Class::Word && self.doc.value(h) == "dyad") {
                    a.kind = ActorKind::Dyad;
                    a.end = d.end;
                    return;
                }
            }
            let here = self.doc.at(j);
            let ok = |h: &&Hit| (!h.clitics.and || !states.is_empty()) && (h.clitics.prep == Prep::None || (matches!(h.clitics.prep, Prep::In | Prep::To) && deep));
            if let Some(n) = here.iter().find(|h| h.class == Class::Nisba && !h.clitics.and && h.clitics.prep == Prep::None) {
                let code = self.doc.value(n).to_string();
                if !states.is_empty() && !plural {
                    break;
                }
                states.push(code);
                j = n.end;
                // "his Senegalese and Gambian counterparts", "the Turkish and the Qatari ministers".
                if a.kind == ActorKind::Counterpart || plural {
                    while let Some(m) = self.doc.find(j, Class::Nisba).filter(|m| m.clitics.and && m.clitics.the) {
                        states.push(self.doc.value(m).to_string());
                        j = m.end;
                    }
                }
                continue;
            }
            if !states.is_empty() && !plural {
                break;
            }
            if states.is_empty()
                && let Some(p) = self.doc.word(j, "polity").filter(|h| !h.clitics.and)
            {
                if let Some(s) = self.doc.at(p.end).iter().find(|h| h.class == Class::State && !h.clitics.and) {
                    states.push(self.doc.value(s).to_string());
                    j = s.end;
                    continue;
                }
                if let Some(n) = self.doc.find(p.end, Class::Nisba).filter(|h| !h.clitics.and) {
                    states.push(self.doc.value(n).to_string());
                    j = n.end;
                    continue;
                }
            }
            if let Some(s) = here.iter().find(|h| h.class == Class::State).filter(ok) {
                states.push(self.doc.value(s).to_string());
                j = s.end;
                // "министры обороны Казахстана и Венгрии".
                while plural
                    && self.doc.lexicon.separate()
                    && let Some((code, end)) = self.further(j)
                {
                    states.push(code);
                    j = end;
                }
                continue;
            }
            if let Some(s) = here.iter().find(|h| h.class == Class::Ambiguous && deep).filter(ok)
                && let Some(code) = self.setting.ambiguous(self.doc, s)
            {
                states.push(code);
                j = s.end;
                continue;
            }
            if deep && states.is_empty() {
                // "the two ministries of defence of (in) both countries".
                let of = self.doc.word(j, "in").filter(|_| plural).map_or(j, |h| h.end);
                if let Some(d) = self.doc.at(of).iter().find(|h| h.class == Class::Word && matches!(self.doc.value(h), "dyad" | "triad")) {
                    a.kind = if self.doc.value(d) == "dyad" { ActorKind::Dyad } else { ActorKind::Triad };
                    a.end = d.end;
                    return;
                }
                if let Some(e) = self.epithet(j) {
                    states.push(e.0);
                    j = e.1;
                    continue;
                }
                if let Some(h) = self.doc.word(j, "in").filter(|_| a.kind != ActorKind::Side) {
                    // "director of relations in the Cypriot National Guard".
                    let service = || self.force(h.end).filter(|f| a.kind == ActorKind::Office && f.kind == ActorKind::Force && f.states.len() == 1);
                    let inside =
                        self.polity(h.end).or_else(|| self.state(h.end)).or_else(service).map(|x| (x.states, x.end)).or_else(|| self.epithet(h.end).map(|(c, e)| (vec![c], e)));
                    if let Some((found, end)) = inside {
                        states.extend(found);
                        j = end;
                        continue;
                    }
                }
                // One plain adjective between the noun and its state: "وزارة الدفاع الوطني الجزائرية".
                if self.doc.is_word(j)
                    && self.doc.at(j).is_empty()
                    && (self.doc.find(j + 1, Class::Nisba).is_some_and(|h| !h.clitics.and && h.clitics.prep == Prep::None)
                        || (self.qualifier(j) && self.doc.word(j + 1, "in").is_some()))
                    && matches!(a.kind, ActorKind::Force | ActorKind::Office)
                {
                    j += 1;
                    continue;
                }
            }
            break;
        }
        if !states.is_empty() {
            a.states = states;
            a.end = j;
        }
    }

    fn epithet(&self, i: usize) -> Option<(String, usize)> {
        let h = self.doc.at(i).iter().find(|h| h.class == Class::Word && self.doc.value(h).starts_with("epithet:"))?;
        let list: Vec<&str> = self.doc.value(h)["epithet:".len()..].split(',').collect();
        let code = self.setting.epithet(&list)?;
        Some((code, h.end))
    }

    /// Where a person's name that begins at `i` ends (`i`: none).
    fn name(&self, i: usize, most: usize) -> usize {
        let mut j = i;
        while j < self.end && j - i < most {
            if self.doc.tokens.is(j, '-') && !self.doc.tokens.list[j].spaced && j > i {
                j += 1;
                continue;
            }
            // Initials and name parts with an apostrophe: "John F. Kelly", "O'Brien".
            if self.doc.lexicon.data.names == Names::Capitalised
                && j > i
                && j + 1 < self.end
                && ((self.doc.tokens.is(j, '.') && self.doc.tokens.word(j - 1).chars().count() == 1) || (self.doc.tokens.is(j, '\'') && !self.doc.tokens.list[j + 1].spaced))
                && self.doc.capital(j + 1)
            {
                j += 1;
                continue;
            }
            if !self.name_like(j, j == i) {
                break;
            }
            j += 1;
        }
        // "Dendias'la": the ending of the case belongs to the name's group.
        if j > i
            && self.doc.tokens.is(j, '\'')
            && j + 1 < self.end
            && !self.doc.tokens.list[j + 1].spaced
            && !self.doc.capital(j + 1)
            && self.doc.lexicon.ending(self.doc.tokens.word(j + 1)).is_some()
        {
            return j + 2;
        }
        // A name does not end with a particle.
        while j > i
            && (self.doc.tokens.kind(j - 1) != TokenKind::Word || self.doc.word(j - 1, "name-part").is_some_and(|_| self.doc.tokens.word(j - 1).chars().count() <= 3 && j - i > 1))
        {
            j -= 1;
        }
        j
    }

    /// A definite word with an ending of adjectives.
    fn qualifier(&self, j: usize) -> bool {
        let w = self.doc.tokens.word(j);
        let data = &self.doc.lexicon.data;
        let definite = data.proclitics.iter().any(|p| p.means == "the" && w.starts_with(p.form.as_str()));
        definite && data.adjective_endings.iter().any(|e| w.ends_with(e.as_str()))
    }

    fn name_like(&self, j: usize, first: bool) -> bool {
        if !self.doc.is_word(j) {
            return false;
        }
        if self.doc.word(j, "name-part").is_some() {
            return true;
        }
        let w = self.doc.tokens.word(j);
        if self.doc.lexicon.data.names == Names::Capitalised {
            return self.doc.capital(j)
                && self.doc.lexicon.particle(w).is_none()
                && self.doc.at(j).iter().all(|h| match h.class {
                    Class::City | Class::Ambiguous | Class::Area | Class::Cue | Class::Ordinal | Class::Number | Class::Company | Class::Outlet => h.end == j + 1,
                    Class::Word => !first && matches!(self.doc.value(h), "name-part"),
                    Class::Verb => !Doc::is_finite(h) && !first,
                    _ => false,
                });
        }
        if w.chars().count() < 2 {
            return false;
        }
        // "commander of the Eastern region": an adjective of the office, not a name.
        if first && self.qualifier(j) {
            return false;
        }
        // "… and Abd al-Qadir": the next person, not this one's name.
        let and = |p: &&crate::lexicon::Proclitic| p.means == "and";
        let stem = self.doc.lexicon.data.proclitics.iter().filter(and).find_map(|p| w.strip_prefix(p.form.as_str()));
        if first
            && stem.is_some_and(|x| {
                self.doc
                    .lexicon
                    .id(x)
                    .is_some_and(|id| self.doc.lexicon.data.first[id as usize].iter().any(|(e, _)| self.doc.lexicon.data.entries[*e as usize].value == "name-part"))
            })
        {
            return false;
        }
        // "and …" after a name begins something else.
        if !first && self.doc.lexicon.data.proclitics.first().is_some_and(|p| w.starts_with(p.form.as_str())) {
            return false;
        }
        self.doc.at(j).iter().all(|h| match h.class {
            Class::City | Class::Ambiguous | Class::Company | Class::Outlet | Class::Exercise | Class::Exhibition | Class::Area => {
                h.end - h.start == 1 && !h.clitics.and && h.clitics.prep == Prep::None
            }
            Class::Cue | Class::Ordinal => h.end - h.start == 1 && h.clitics.prep == Prep::None && !h.clitics.and && !h.clitics.the && !first,
            Class::Nisba => h.clitics.the && !first,
            Class::Honorific | Class::Rank => !first && h.end - h.start == 1 && !h.clitics.and && !h.clitics.the && h.clitics.prep == Prep::None,
            // Words that fold together with a name: the original spelling decides.
            Class::Word => self.doc.lexicon.data.names_as_written.contains(&self.doc.spelling(j)),
            Class::Verb => {
                !Doc::is_finite(h) && !self.doc.value(h).starts_with("step:") && h.end - h.start == 1 && !h.clitics.and && h.clitics.prep == Prep::None && !h.clitics.the && !first
            }
            _ => false,
        })
    }

    /// A surname met before with an office: stands for it again.
    fn known_person(&self, i: usize, known: &FxHashMap<String, (Vec<String>, Option<String>)>) -> Option<Actor> {
        if !self.doc.is_word(i) {
            return None;
        }
        let full = self.doc.tokens.word(i);
        let bare = self.doc.lexicon.data.proclitics.iter().filter(|p| p.slot <= 2).find_map(|p| full.strip_prefix(p.form.as_str()).filter(|w| known.contains_key(*w)));
        let (states, office) = known.get(full).or_else(|| known.get(bare?))?;
        if !self.doc.at(i).iter().all(|h| matches!(h.class, Class::City | Class::Ambiguous)) {
            return None;
        }
        let mut end = i + 1;
        while end < self.end && self.doc.is_word(end) && known.contains_key(self.doc.tokens.word(end)) {
            end += 1;
        }
        let mut a = Self::blank(i, end, ActorKind::Person, "known-person");
        a.states = states.clone();
        a.office = office.clone();
        a.name = Some((i, end));
        Some(a)
    }

    fn counterpart(&self, i: usize) -> Option<Actor> {
        let h = self.doc.word(i, "counterpart")?;
        let mut a = Self::blank(i, h.end, ActorKind::Counterpart, "counterpart");
        a.joined = h.clitics.and;
        self.attach_state(&mut a, h.end, true);
        let (k, rank) = self.titles(a.end).unwrap_or((a.end, None));
        let end = self.name(k, 6);
        if end > k {
            a.name = Some((k, end));
            a.rank = rank;
            a.end = end;
            if a.states.is_empty() {
                self.attach_state(&mut a, end, true);
            }
        }
        self.apposed(&mut a);
        Some(a)
    }

    /// "جمهورية الهند", "حكومة صربيا": a word for the polity and its name.
    fn polity(&self, i: usize) -> Option<Actor> {
        let p = *self.doc.word(i, "polity")?;
        if let Some(s) = self.doc.find(i, Class::State)
            && s.end > p.end
        {
            return None;
        }
        let inner = |j: usize| self.doc.past_particles(self.doc.word(j, "of").map_or(j, |h| h.end));
        let mut j = inner(p.end);
        if let Some(q) = self.doc.word(j, "polity") {
            j = inner(q.end);
        }
        let s = self.doc.at(j).iter().find(|h| matches!(h.class, Class::State | Class::Nisba) && !h.clitics.and && h.clitics.prep == Prep::None)?;
        let mut a = Self::blank(i, s.end, ActorKind::State, &self.rule(s));
        a.states = vec![self.doc.value(s).to_string()];
        Some(a)
    }

    fn force(&self, i: usize) -> Option<Actor> {
        let h = *self.doc.find(i, Class::Force)?;
        // "the two ministries" alone are those of both sides.
        if h.clitics.the && self.doc.word(i, "dyad").is_some_and(|w| w.end == h.end) {
            return None;
        }
        let e = self.doc.lexicon.entry(&h);
        let mut a = Self::blank(i, h.end, ActorKind::Force, &e.rule);
        a.domain = Some(e.value.clone());
        a.plural = matches!(h.form, Form::Dual | Form::Plural);
        // A state inside the phrase: "قوات مسلحة مصرية".
        let inside = |n: &&Hit| matches!(n.class, Class::Nisba | Class::State) && (n.end == h.end || (self.doc.lexicon.separate() && n.class == Class::Nisba));
        if let Some(n) = self.doc.within(i + 1, h.end).iter().find(inside) {
            a.states = vec![self.doc.value(n).to_string()];
        }
        if let Some(s) = &e.state {
            a.states = vec![s.clone()];
        }
        // "the ministries of defence of the two countries".
        if (i + 1..h.end).any(|t| self.doc.word(t, "dyad").is_some_and(|w| w.end == h.end)) {
            a.kind = ActorKind::Dyad;
            return Some(a);
        }
        if a.states.is_empty() || !self.doc.lexicon.separate() {
            self.attach_state(&mut a, h.end, true);
        }
        Some(a)
    }

    fn side(&self, i: usize) -> Option<Actor> {
        let h = self.doc.word(i, "side")?;
        if h.form != Form::Base {
            return None;
        }
        let mut a = Self::blank(i, h.end, ActorKind::Side, "side");
        self.attach_state(&mut a, h.end, false);
        (!a.states.is_empty()).then_some(a)
    }

    fn state(&self, i: usize) -> Option<Actor> {
        let h = self.doc.find(i, Class::State)?;
        // "the US-Japan treaty", "Saudi-Russian": two names in one word are attributes.
        let hyphen = self.doc.modifies_before() && self.doc.tokens.is(h.end, '-') && !self.doc.tokens.list[h.end].spaced;
        if let Some(b) = self.doc.at(h.end + 1).iter().find(|b| hyphen && matches!(b.class, Class::Nisba | Class::State) && !self.doc.tokens.list[b.start].spaced) {
            let mut a = Self::blank(i, b.end, ActorKind::Nisba, &self.rule(h));
            a.states = vec![self.doc.value(h).to_string(), self.doc.value(b).to_string()];
            return Some(a);
        }
        let mut a = Self::blank(i, h.end, ActorKind::State, &self.rule(h));
        a.states = vec![self.doc.value(h).to_string()];
        Some(a)
    }

    fn group_word(&self, i: usize) -> Option<Actor> {
        for h in self.doc.at(i).iter().filter(|h| h.class == Class::Word) {
            match self.doc.value(h) {
                "dyad" => {
                    let mut a = Self::blank(i, h.end, ActorKind::Dyad, "dyad");
                    a.plural = true;
                    self.attach_state(&mut a, h.end, false);
                    match a.states.len() {
                        // "the Chinese and the Tanzanian armies": both are named.
                        2.. => a.kind = ActorKind::Side,
                        _ => {
                            a.states.clear();
                            a.end = h.end;
                        }
                    }
                    return Some(a);
                }
                "triad" => return Some(Self::blank(i, h.end, ActorKind::Triad, "triad")),
                "home" | "his-country" => {
                    let mut a = Self::blank(i, h.end, ActorKind::Home, "home");
                    if self.doc.value(h) == "home" {
                        a.states.extend(self.setting.home.clone());
                    }
                    return Some(a);
                }
                _ => {}
            }
        }
        let (code, end) = self.epithet(i)?;
        let mut a = Self::blank(i, end, ActorKind::Home, "epithet");
        a.states = vec![code];
        Some(a)
    }

    fn capital(&self, i: usize) -> Option<Actor> {
        let h = self.doc.at(i).iter().find(|h| matches!(h.class, Class::Capital | Class::Metonym))?;
        let mut a = Self::blank(i, h.end, ActorKind::Capital, &self.rule(h));
        a.states = vec![self.doc.value(h).to_string()];
        a.city = self.doc.find(i, Class::City).map(|c| self.doc.value(c).to_string());
        Some(a)
    }

    fn ambiguous(&self, i: usize) -> Option<Actor> {
        let h = self.doc.find(i, Class::Ambiguous)?;
        // In a list of states the word is one too.
        let listed = h.clitics.and && i > 0 && (1..=2).any(|n| i >= n && self.doc.at(i - n).iter().any(|x| x.class == Class::State && x.end == i));
        // Right after a verb of agreeing it is the subject.
        let listed = listed
            || (i > 0
                && h.clitics.prep == Prep::None
                && !h.clitics.the
                && self.doc.at(i - 1).iter().any(|v| Doc::is_finite(v) && self.doc.value(v).starts_with("step:") && v.end == i));
        // "with Mali": a preposition of partners before a word that is no city.
        let partner =
            h.clitics.prep == Prep::None && !h.clitics.the && self.doc.word_before(i, "with") && !self.doc.at(i).iter().any(|x| matches!(x.class, Class::City | Class::Capital));
        let listed = listed || partner;
        let listed = listed && !self.setting.world.is_body(self.doc.value(h));
        let code = self.setting.ambiguous(self.doc, h).or_else(|| listed.then(|| self.doc.value(h).to_string()))?;
        if listed {
            let mut a = Self::blank(i, h.end, ActorKind::State, &self.rule(h));
            a.states = vec![code];
            return Some(a);
        }
        let mut a = Self::blank(i, h.end, ActorKind::Capital, &self.rule(h));
        a.states = vec![code];
        a.city = self.doc.at(i).iter().filter(|c| c.class == Class::City).map(|c| self.doc.value(c).to_string()).find(|c| self.setting.city_state(c) == a.states.first().cloned());
        Some(a)
    }

    fn nisba(&self, i: usize) -> Option<Actor> {
        let h = self.doc.find(i, Class::Nisba)?;
        let mut a = Self::blank(i, h.end, ActorKind::Nisba, &self.rule(h));
        a.states = vec![self.doc.value(h).to_string()];
        // A chain of adjectives: "المصرية الفيتنامية", "سعودي - فرنسي".
        let mut j = h.end;
        loop {
            let k = if self.doc.tokens.is(j, '-') || self.doc.tokens.is(j, '/') { j + 1 } else { j };
            let Some(n) = self.doc.find(k, Class::Nisba).filter(|n| n.clitics.prep == Prep::None && (!n.clitics.and || n.clitics.the)) else { break };
            let code = self.doc.value(n).to_string();
            if !a.states.contains(&code) {
                a.states.push(code);
            }
            j = n.end;
        }
        a.end = j;
        a.plural = matches!(h.form, Form::Dual);
        Some(a)
    }

    fn city(&self, i: usize) -> Option<Actor> {
        let best = self.doc.at(i).iter().filter(|h| h.class == Class::City).max_by_key(|h| (h.end, self.setting.city_population(self.doc.value(h))))?;
        let placed =
            best.clitics.prep == Prep::In || self.doc.word_before(i, "in") || self.doc.word_before(i, "to") || self.doc.word_before(i, "from") || self.setting.dateline == Some(i);
        if !placed || self.doc.at(i).iter().any(|h| matches!(h.class, Class::Instrument | Class::Event | Class::Unit | Class::Month | Class::RelativeDay)) {
            return None;
        }
        let mut a = Self::blank(i, best.end, ActorKind::City, &self.rule(best));
        a.city = Some(self.doc.value(best).to_string());
        a.states.extend(self.setting.city_state(self.doc.value(best)));
        Some(a)
    }

    /// Does the word at `t` carry "and"?
    fn joins(&self, t: usize) -> bool {
        let here = self.doc.at(t);
        let and = self.doc.lexicon.data.proclitics.iter().filter(|p| p.means == "and").any(|p| self.doc.tokens.word(t).starts_with(p.form.as_str()));
        and && here.iter().all(|h| h.clitics.and && !matches!(h.class, Class::Verb | Class::Word))
    }

    /// The role from the proclitic, the word before, or the actor that this one is joined to.
    fn mark(&self, a: &mut Actor, before: &[Actor], sentence: usize) {
        let first = self.doc.at(a.start).iter().find(|h| h.end <= a.end && h.class != Class::Area && h.class != Class::Cue).copied();
        let mut clitics = first.map(|h| h.clitics).unwrap_or_default();
        // Case endings: the word that ends the group carries its role, a genitive inside it does not.
        if !self.doc.lexicon.data.endings.is_empty() {
            let last = (a.start + 1..a.end)
                .flat_map(|t| self.doc.at(t))
                .chain(self.doc.at(a.start))
                .filter(|h| h.end == a.end && !matches!(h.class, Class::Verb | Class::Area | Class::Cue))
                .map(|h| h.clitics.prep);
            let parted = (a.end >= a.start + 2 && self.doc.tokens.is(a.end - 2, '\'')).then(|| self.doc.lexicon.ending(self.doc.tokens.word(a.end - 1))).flatten();
            clitics.prep = parted.or_else(|| last.max_by_key(|p| *p != Prep::None)).unwrap_or_default();
        }
        let i = self.doc.lead(a.start);
        // "with each of": the role stands before "each of".
        let i = (1..=3).find(|n| i >= *n && self.doc.word(i - n, "each").is_some_and(|h| h.end == i)).map_or(i, |n| i - n);
        let both = |n: &usize| i >= *n && self.doc.at(i - n).iter().any(|h| h.class == Class::Force && h.end == i && matches!(h.form, Form::Dual | Form::Plural));
        let i = if a.kind == ActorKind::Home { (1..=2).find(both).map_or(i, |n| i - n) } else { i };
        let by_word = [
            ("with", Role::With),
            ("between", Role::Between),
            ("binds", Role::Between),
            ("by", Role::By),
            ("behalf", Role::Behalf),
            ("for", Role::For),
            ("to", Role::To),
            ("from", Role::From),
            ("in", Role::In),
            ("on", Role::On),
        ]
        .into_iter()
        .find(|(w, _)| self.doc.word_before(i, w) || self.doc.word_after(a.end, w).is_some());
        // "represented by the ministry of defence": in the role of what it represents.
        if self.doc.word_before(i, "represented")
            && let Some(last) = before.last().filter(|b| b.start >= sentence)
        {
            a.role = last.role;
            return;
        }
        let by_word = by_word.or_else(|| (self.doc.lexicon.separate() && self.doc.word_before(a.start, "of")).then_some(("of", Role::Of)));
        // One word for "in" and "to" (à, в, v): a place is where, whoever acts is to whom.
        let place = matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home);
        let by_word =
            by_word.map(|(w, r)| if place && r == Role::To && self.doc.lexicon.data.proclitics.is_empty() && self.doc.word_before(i, "in") { (w, Role::In) } else { (w, r) });
        // "from the Egyptian side": on its behalf.
        let by_word = by_word.map(|(w, r)| if a.kind == ActorKind::Side && r == Role::From && a.rule == "side" { (w, Role::Behalf) } else { (w, r) });
        a.role = match (clitics.prep, by_word) {
            (Prep::In, _) => Role::In,
            (Prep::From, None) => Role::From,
            (Prep::With, None) => Role::With,
            (Prep::By, None) => Role::By,
            (Prep::From | Prep::With | Prep::By | Prep::Of, Some((_, r))) => r,
            (Prep::Of, None) => Role::Of,
            // "it was already for Moscow to conclude": the subject.
            (Prep::To, _) if self.doc.word_before(i, "already") => Role::Bare,
            (Prep::To, _) if !self.doc.lexicon.data.proclitics.is_empty() => Role::For,
            (Prep::To, _) => Role::To,
            (_, Some((_, r))) => r,
            _ => Role::Bare,
        };
        // "with the Americans": an adjective that stands as a noun behind its preposition.
        if a.kind == ActorKind::Nisba && clitics.the && clitics.prep == Prep::None && matches!(a.role, Role::With | Role::Between | Role::By | Role::Behalf) {
            a.kind = ActorKind::Side;
        }
        // "binds Rwanda to the Netherlands": what follows with "in" is the other side.
        if a.role == Role::In
            && let Some(last) = before.last().filter(|b| b.start >= sentence && b.role == Role::Between && b.end == a.start && b.states.len() == 1)
            && (1..=2).any(|n| last.start >= n && self.doc.word(last.start - n, "binds").is_some())
            && matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home)
        {
            a.role = Role::Between;
            a.joined = true;
            return;
        }
        // A postposition or a case ending does not say that the group is joined to none.
        if self.doc.lexicon.verb_final()
            && a.role != Role::In
            && let Some(last) = before.last().filter(|b| b.start >= sentence)
        {
            let gap = i.saturating_sub(last.end);
            let comma = gap == 1 && self.doc.tokens.is(last.end, ',') && last.role == a.role;
            a.joined = clitics.and && gap <= 2 || comma;
        }
        if clitics.prep != Prep::None || by_word.is_some() {
            return;
        }
        let Some(mut last) = before.last().filter(|b| b.start >= sentence) else { return };
        // A ministry told with "in" after an office is part of it: what is joined is joined to the office.
        if last.role == Role::In
            && last.kind == ActorKind::Force
            && matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart)
            && let Some(head) = before.iter().rev().nth(1).filter(|b| b.start >= sentence && last.start <= b.end + 1 && b.kind == ActorKind::Office)
        {
            let gap = i.saturating_sub(last.end);
            if clitics.and && gap <= 2 {
                a.joined = true;
                a.role = head.role;
                return;
            }
            last = head;
        }
        // "in the Maltese capital Valletta": the adjective before carries the role.
        if last.kind == ActorKind::Nisba && last.role == Role::In && last.end == i && matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State) {
            a.role = Role::In;
            return;
        }
        // "… between Tunis and Malta each of the minister …": "each of" begins a new group.
        if i < self.doc.lead(a.start) {
            return;
        }
        let gap = i.saturating_sub(last.end);
        let comma = gap == 1 && self.doc.tokens.is(last.end, ',');
        // "as well as": words that join like "and".
        let joins = clitics.and || self.doc.word_before(i, "and");
        let quiet = (last.end..i).all(|t| !self.doc.at(t).iter().any(Doc::is_finite));
        // "received in his office in Yarze, the ambassador": people do not join a place.
        let place = matches!(last.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home) && matches!(last.role, Role::In | Role::From | Role::To);
        let comma = comma && !(place && matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart));
        // "and the corps of the Carabinieri": "and" stands on the noun before.
        let and_before = (1..=2).contains(&gap) && self.doc.is_word(last.end) && self.joins(last.end) && (last.end..i).all(|t| self.doc.is_word(t));
        if ((joins && gap <= 6 || and_before) && quiet) || comma {
            a.joined = true;
            a.role = last.role;
        } else if gap == 0 && last.kind != ActorKind::Nisba {
            a.role = Role::Of;
        }
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
