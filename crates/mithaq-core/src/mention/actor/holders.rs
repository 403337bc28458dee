//! Several holders of one office: names in the order of the states, each with a state of its own, or with the office left out.

use super::{Actor, ActorKind, Finder, Role};
use crate::lexicon::{Class, Names, Prep};

/// A name in a list of holders, and the state told beside it.
struct Holder {
    start: usize,
    end: usize,
    name: (usize, usize),
    rank: Option<(usize, usize)>,
    state: Option<String>,
}

impl Finder<'_, '_> {
    /// The holders of a plural office named behind it, an actor each; none where names and states do not match.
    pub(super) fn holders(&self, a: &Actor) -> Vec<Actor> {
        if a.kind != ActorKind::Office || !a.plural || a.name.is_some() || self.doc.lexicon.data.names != Names::Capitalised {
            return Vec::new();
        }
        let mut list = self.list(a);
        // "the ministers of Kenya and Ghana, A and B": in order.
        if a.states.len() >= 2 && list.iter().all(|h| h.state.is_none()) {
            if list.len() != a.states.len() {
                return Vec::new();
            }
            for (h, s) in list.iter_mut().zip(&a.states) {
                h.state = Some(s.clone());
            }
        }
        // "the ministers of Chile, A, and of Peru, B".
        if let ([state], Some(first)) = (a.states.as_slice(), list.first_mut())
            && first.state.is_none()
        {
            first.state = Some(state.clone());
        }
        if list.len() < 2 || list.iter().any(|h| h.state.is_none()) {
            return Vec::new();
        }
        let one = |(n, h): (usize, Holder)| Actor {
            start: if n == 0 { a.start } else { h.start },
            end: h.end,
            states: h.state.into_iter().collect(),
            name: Some(h.name),
            rank: h.rank,
            plural: false,
            joined: n > 0,
            ..a.clone()
        };
        list.into_iter().enumerate().map(one).collect()
    }

    /// The names behind an office, parted by commas and "and", with the states told right before or behind each.
    fn list(&self, a: &Actor) -> Vec<Holder> {
        let mut out: Vec<Holder> = Vec::new();
        let mut k = if self.doc.tokens.is(a.end, ',') { a.end + 1 } else { a.end };
        while out.len() < 6 {
            let Some(h) = self.holder(k, a.states.len() == 1 && !out.is_empty()) else { break };
            k = h.end;
            out.push(h);
            // What follows a comma or "and" may be the next.
            let comma = if self.doc.tokens.is(k, ',') { k + 1 } else { k };
            let next = if self.doc.joins_word(comma) { comma + 1 } else { comma };
            if next == k {
                break;
            }
            k = next;
        }
        out
    }

    /// One holder at `k`: "John Smith of Kenya", "français Jean Dupont", "Jean Mba, pour le Gabon"; where the states stand first
    /// (`stated`) "of Peru, Luis Soto".
    fn holder(&self, k: usize, stated: bool) -> Option<Holder> {
        let (mut at, mut state) = (self.doc.past_particles(k), None);
        if let Some(n) = self.doc.find(at, Class::Nisba).filter(|n| n.clitics.prep == Prep::None) {
            state = Some(self.doc.value(n).to_string());
            at = n.end;
        } else if stated {
            let of = self.doc.past_word(k, "of").unwrap_or(k);
            let s = self.country(of)?;
            state = Some(s.0);
            at = if self.doc.tokens.is(s.1, ',') { s.1 + 1 } else { s.1 };
        }
        let at = self.doc.past_particles(at);
        let (at, rank) = self.titles(at).unwrap_or((at, None));
        let end = self.name(at, 6);
        if end == at {
            return None;
        }
        let mut h = Holder { start: k, end, name: (at, end), rank, state };
        if h.state.is_none()
            && let Some((s, end)) = self.beside(end)
        {
            h.state = Some(s);
            h.end = end;
        }
        Some(h)
    }

    /// The state told behind a name: "of Kenya", ", for Gabon".
    fn beside(&self, end: usize) -> Option<(String, usize)> {
        let k = if self.doc.tokens.is(end, ',') { end + 1 } else { end };
        let of = self.doc.past_word(k, "of").filter(|_| k == end);
        self.country(of.or_else(|| self.past_for(k))?)
    }

    /// The end of a word for "for" or "on behalf of" at `k`, where it is no word for "in".
    pub(super) fn past_for(&self, k: usize) -> Option<usize> {
        self.doc.past_word(k, "behalf").or_else(|| self.doc.past_word(k, "for").filter(|_| self.doc.word(k, "in").is_none()))
    }

    /// A single state at `k`, behind its article.
    pub(super) fn country(&self, k: usize) -> Option<(String, usize)> {
        let k = self.doc.past_particles(k);
        let a = self.polity(k).or_else(|| self.state(k)).or_else(|| self.capital(k)).filter(|a| a.states.len() == 1)?;
        Some((a.states[0].clone(), a.end))
    }

    /// "the president of Ecuador, A, and the (one) of Colombia, B", "el ministro chileno A y el peruano B": the office or force is not told
    /// again.
    pub(super) fn again(&self, i: usize, before: &[Actor], sentence: usize) -> Option<Actor> {
        if i == 0 || !self.doc.is_article(i) || !self.doc.joins_word(i - 1) {
            return None;
        }
        let b = before.last().filter(|b| b.start >= sentence && i <= b.end + 2 && b.states.len() == 1 && !b.plural && matches!(b.kind, ActorKind::Office | ActorKind::Force))?;
        let adjective = self.doc.find(i + 1, Class::Nisba).map(|n| (self.doc.value(n).to_string(), n.end));
        let (state, end) = match self.doc.past_word(i + 1, "of") {
            Some(of) => self.country(of)?,
            None => adjective.filter(|(_, end)| b.kind == ActorKind::Office && self.name(*end, 6) > end + 1)?,
        };
        let mut a = Actor { start: i, end, states: vec![state], name: None, rank: None, joined: true, implied: false, former: false, ..b.clone() };
        if a.kind == ActorKind::Office {
            let named = self.name(end, 6);
            if named > end {
                a.name = Some((end, named));
                a.end = named;
            }
            self.apposed(&mut a);
        }
        (a.states != b.states).then_some(a)
    }

    /// "Indonesian Defence Minister A, Malaysia's B and the Philippines' C": a name behind a possessive in a list of office-holders.
    pub(super) fn possessed(&self, i: usize, before: &[Actor], sentence: usize) -> Option<Actor> {
        let h = self.doc.find(i, Class::State).filter(|h| h.clitics.prep == Prep::Of && self.doc.modifies_before() && !self.doc.lexicon.verb_final())?;
        let b = before.last().filter(|b| b.start >= sentence && b.name.is_some() && b.office.is_some() && matches!(b.kind, ActorKind::Office | ActorKind::Counterpart))?;
        let lead = self.doc.lead(i);
        let listed = (b.end..i).all(|t| self.doc.tokens.is(t, ',') || self.doc.is_particle(t)) && i > b.end && lead <= b.end + 1;
        let end = self.name(h.end, 6);
        // "the Philippines' Carrier Strike Group": no company, unit or ship.
        let unknown = (h.end..end).all(|t| self.doc.at(t).iter().all(|x| matches!(x.class, Class::City | Class::Ambiguous | Class::Word)));
        if !listed || end < h.end + 2 || !unknown {
            return None;
        }
        Some(Actor { start: i, end, states: vec![self.doc.value(h).to_string()], name: Some((h.end, end)), rank: None, joined: true, implied: false, former: false, ..b.clone() })
    }

    /// "the ministers A and B and their Philippine counterparts C and D": the second counterpart, and the offices of both in the order of the
    /// holders before them.
    pub(super) fn second_counterpart(&self, a: &mut Actor, before: &[Actor], sentence: usize) -> Option<Actor> {
        if a.kind != ActorKind::Counterpart || a.name.is_none() || a.states.len() != 1 || !self.doc.joins_word(a.end) {
            return None;
        }
        let end = self.name(a.end + 1, 6);
        let unknown = (a.end + 1..end).all(|t| self.doc.at(t).is_empty() || self.doc.word(t, "name-part").is_some());
        let holders: Vec<&Actor> = before.iter().filter(|b| b.start >= sentence && b.kind == ActorKind::Office && b.states != a.states && !b.former).collect();
        let [first, second] = holders[..] else { return None };
        if end < a.end + 3 || !unknown || first.states != second.states {
            return None;
        }
        a.office = first.office.clone();
        a.domain = first.domain.clone();
        let name = Some((a.end + 1, end));
        Some(Actor { start: a.end + 1, end, name, rank: None, joined: true, office: second.office.clone(), domain: second.domain.clone(), ..a.clone() })
    }

    /// "Ben Wallace and his Kenyan counterpart": a name joined to a counterpart, of no state of its own; in a line headed by a state
    /// ("ПОЛЬША. Мариуш Блащак и его южнокорейский коллега") it is of that state.
    pub(super) fn beside_counterpart(&self, i: usize, label: Option<&String>) -> Option<Actor> {
        if self.doc.lexicon.data.names != Names::Capitalised || !self.name_like(i, true) {
            return None;
        }
        let end = self.name(i, 6);
        if end < i + 2 || !self.doc.joins_word(end) {
            return None;
        }
        // "his" may be a word that no pack lists.
        let next = (end + 1..end + 4).find_map(|k| self.modified(k).or_else(|| self.counterpart(k)))?;
        if next.kind != ActorKind::Counterpart || next.states.len() != 1 || label == next.states.first() {
            return None;
        }
        let mut a = Self::blank(i, end, ActorKind::Person, "beside-counterpart");
        a.states.extend(label.cloned());
        a.name = Some((i, end));
        a.office = Some("other".into());
        a.role = Role::Bare;
        Some(a)
    }
}
