//! Who hands arms to whom where the subject stands before its verb, or all stands before it.
//!
//! In: the verb and its arms noun. Out: receiver and supplier, each only where the text says so.

use super::Finder;
use crate::lexicon::{Form, Hit};
use crate::mention::{Actor, ActorKind, Doc, Role};

impl Finder<'_, '_> {
    fn acts(a: &Actor) -> bool {
        !a.states.is_empty() && matches!(a.kind, ActorKind::State | ActorKind::Force | ActorKind::Office | ActorKind::Home | ActorKind::Capital | ActorKind::Side)
    }

    /// Those who act in the verb's sentence.
    fn hands(&self, n: usize) -> Vec<&Actor> {
        let s = &self.scene.doc.sentences[n];
        self.scene.cast.within(s.start, s.end).filter(|a| Self::acts(a) && !a.former).collect()
    }

    /// Does "to" mark the actor? One word may be "in" as well ("à", "a"): before whom arms are given it is "to".
    fn marked_to(&self, a: &Actor) -> bool {
        matches!(a.role, Role::To | Role::For) || (matches!(a.role, Role::In | Role::Bare | Role::Of) && self.scene.doc.word_before(a.start, "to"))
    }

    /// "recibió de Italia seis lanchas": the word of the genitive between verb and arms says from whom.
    fn between(&self, a: &Actor, h: &Hit, arms: (usize, usize)) -> bool {
        a.role == Role::Of && a.kind == ActorKind::State && a.start > h.end && a.end <= arms.0 && self.scene.doc.word_before(a.start, "of")
    }

    /// The subject: the last that stands bare before the verb, never the dateline; where the verb is last, of a relative clause also in the genitive.
    fn actor_before<'c>(&self, cast: &[&'c Actor], h: &Hit) -> Option<&'c Actor> {
        let genitive = self.scene.doc.lexicon.verb_final() && !Doc::is_finite(h);
        cast.iter()
            .rev()
            .find(|a| {
                a.end <= h.start
                    && !self.scene.setting.in_dateline(a.start)
                    && !self.attribute(a)
                    && !self.marked_to(a)
                    && (a.role == Role::Bare || (genitive && a.role == Role::Of))
            })
            .copied()
    }

    /// "İsrail şirketi", "PERÚ.": a state before a firm's word, or at the head of a brief, does not act.
    fn attribute(&self, a: &Actor) -> bool {
        let doc = self.scene.doc;
        let line = doc.lines[doc.sentences[doc.sentence_of(a.start)].line].start;
        let heads = a.start == line && self.label(doc.sentence_of(a.start)).is_some();
        heads || (matches!(a.kind, ActorKind::State | ActorKind::Capital) && doc.is_firm(a.end))
    }

    /// The state of an adjective beside the arms noun: "Turkish drones".
    fn made(&self, arms: (usize, usize)) -> Option<String> {
        let doc = self.scene.doc;
        let (from, to) = if doc.modifies_before() { (arms.0.saturating_sub(4), arms.1) } else { (arms.0, arms.1 + 6) };
        self.scene.cast.within(from, to).find(|a| a.kind == ActorKind::Nisba && a.states.len() == 1).and_then(|a| self.state_of(a))
    }

    /// The state of an arms maker in a window: the one listed with it, or the adjective beside its word ("the Italian firm X").
    pub(super) fn maker(&self, from: usize, to: usize) -> Option<String> {
        if let Some(known) = self.companies(from, to).into_iter().next() {
            return Some(known);
        }
        let doc = self.scene.doc;
        (from..to).filter(|&t| doc.is_firm(t)).find_map(|t| {
            let beside = self
                .scene
                .cast
                .within(t.saturating_sub(3).max(from), (t + 3).min(to))
                .find(|a| a.states.len() == 1 && (a.kind == ActorKind::Nisba || (a.kind == ActorKind::State && a.end <= t && doc.modifies_before())));
            beside.and_then(|a| self.state_of(a))
        })
    }

    /// The state of who acts before the verb.
    fn subject_state(&self, cast: &[&Actor], h: &Hit) -> Option<String> {
        self.actor_before(cast, h).and_then(|a| self.state_of(a))
    }

    /// Receiver and supplier of what a verb of giving tells.
    pub(super) fn given_hands(&self, h: &Hit, n: usize, arms: (usize, usize)) -> Option<(String, String)> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let cast = self.hands(n);
        let to = cast
            .iter()
            .filter(|a| self.marked_to(a))
            .min_by_key(|a| if a.start >= h.end { a.start - h.end } else { (h.start - a.start) * if doc.lexicon.verb_final() { 1 } else { 3 } })
            .and_then(|a| self.state_of(a));
        let by = cast.iter().find(|a| a.role == Role::By).and_then(|a| self.state_of(a));
        let subject = self.subject_state(&cast, h).filter(|x| Some(x) != to.as_ref());
        // "Poland was given tanks by Germany"; "the tanks were handed over": the arms or the receiver are the subject.
        let relative = doc.word_before(h.start, "relative");
        let passive = by.is_some() || (!doc.lexicon.verb_final() && arms.1 <= h.start && !relative);
        let from = cast.iter().find(|a| a.role == Role::From).and_then(|a| self.state_of(a));
        let made = || self.made(arms).filter(|x| Some(x) != to.as_ref());
        let acting = subject.clone().filter(|_| !passive);
        let supplier = by.or(acting.clone()).or(from).or_else(|| self.maker(s.start, s.end)).or_else(made)?;
        // "gave Ukraine tanks": the object without a preposition.
        let second = || {
            let near = |a: &&&Actor| a.start >= h.end && a.start <= h.end + 3 && matches!(a.role, Role::Bare | Role::Of) && a.end <= arms.0 && !doc.lexicon.verb_final();
            cast.iter().find(near).and_then(|a| self.state_of(a))
        };
        let receiver = to.or_else(|| subject.filter(|_| passive)).or_else(second)?;
        (receiver != supplier).then_some((receiver, supplier))
    }

    /// Receiver and supplier of what a verb of receiving tells: the receiver may be home.
    pub(super) fn received_hands(&self, h: &Hit, n: usize, arms: (usize, usize)) -> Option<(String, String)> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let cast = self.hands(n);
        let subject = self.subject_state(&cast, h);
        let from = cast.iter().find(|a| matches!(a.role, Role::From | Role::By)).and_then(|a| self.state_of(a));
        let of = || {
            cast.iter()
                .find(|a| self.between(a, h, arms) || (a.role == Role::Of && a.start >= arms.1 && a.start <= arms.1 + 3 && a.kind == ActorKind::State))
                .and_then(|a| self.state_of(a))
        };
        let receiver = subject.or_else(|| self.home_at(n))?;
        let supplier = from.or_else(of).or_else(|| self.maker(s.start, s.end)).or_else(|| self.made(arms))?;
        (receiver != supplier).then_some((receiver, supplier))
    }

    /// Buyer and seller of an order.
    pub(super) fn ordered_hands(&self, h: &Hit, n: usize, arms: (usize, usize)) -> Option<(String, String)> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let cast = self.hands(n);
        let subject = self.subject_state(&cast, h);
        let sells = doc.value(h) == "event:sell";
        let mark = |a: &&&Actor| {
            if sells {
                self.marked_to(a)
            } else {
                matches!(a.role, Role::From | Role::With)
                    || self.between(a, h, arms)
                    || (a.start >= h.end && self.marked_to(a) && a.role != Role::For && doc.value(h) == "event:buy")
            }
        };
        let other = cast.iter().filter(mark).filter_map(|a| self.state_of(a)).find(|x| Some(x) != subject.as_ref());
        // "acquired vehicles of South Korea": behind the arms of a verb of buying the genitive says from whom.
        let of = || {
            let near = |a: &&&Actor| a.role == Role::Of && a.kind == ActorKind::State && a.start >= arms.1 && a.start <= arms.1 + 4 && arms.0 >= h.end && Doc::is_finite(h);
            cast.iter().find(near).and_then(|a| self.state_of(a)).filter(|x| !sells && Some(x) != subject.as_ref())
        };
        let other = other.or_else(of);
        // "the minister and his Russian counterpart agreed on the purchase of …": who is named first buys, the counterpart's state supplies.
        if let Some(two) = self.agreed_hands(h, n).filter(|_| !sells && other.is_none()) {
            return Some(two);
        }
        let maker = self.maker(s.start, s.end);
        let (receiver, supplier) = if sells { (other?, subject.or(maker)?) } else { (subject.or_else(|| self.home_at(n))?, maker.or(other).or_else(|| self.made(arms))?) };
        (receiver != supplier).then_some((receiver, supplier))
    }

    /// Buyer and seller where a holder and his counterpart together agree on a purchase.
    fn agreed_hands(&self, h: &Hit, n: usize) -> Option<(String, String)> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let agree = |x: &&Hit| Doc::is_finite(x) && matches!(doc.value(x), "step:signed" | "step:concluded");
        let verb = doc.within(h.start.saturating_sub(6).max(s.start), h.start).iter().find(agree).filter(|_| h.form == Form::Masdar)?;
        let cast: Vec<&Actor> = self.scene.cast.within(s.start, verb.start).filter(|a| !a.states.is_empty() && a.role == Role::Bare && !a.former).collect();
        let [.., a, b] = cast.as_slice() else { return None };
        let two = b.kind == ActorKind::Counterpart && b.joined && a.kind == ActorKind::Office && a.states.len() == 1 && b.states.len() == 1;
        let (buyer, seller) = (self.state_of(a)?, b.states[0].clone());
        (two && buyer != seller).then_some((buyer, seller))
    }

    /// Buyer and maker of a contract: one of them is the subject, the other stands behind "with".
    pub(super) fn contract_hands(&self, h: &Hit, n: usize) -> Option<(String, String)> {
        let doc = self.scene.doc;
        let s = &doc.sentences[n];
        let window = if doc.lexicon.verb_final() { (h.start.saturating_sub(24).max(s.start), h.start) } else { (h.end, (h.end + 16).min(s.end)) };
        let with = |t: usize| doc.word(t, "with").is_some() || doc.at(t).iter().any(|x| x.clitics.prep == crate::lexicon::Prep::With);
        let beside = |t: usize| (t.saturating_sub(5).max(window.0)..(t + 4).min(window.1)).any(with);
        let cast = self.hands(n);
        let subject = self.subject_state(&cast, h);
        if let Some(t) = (window.0..window.1).find(|&t| doc.is_firm(t) && beside(t)) {
            let own = (s.start..h.start).any(|k| doc.is_firm(k) && !(window.0..window.1).contains(&k));
            let buyer = subject.or_else(|| self.home_at(n)).filter(|_| !own)?;
            let maker = self.maker(t.saturating_sub(4).max(window.0), (t + 6).min(window.1))?;
            return (buyer != maker).then_some((buyer, maker));
        }
        // "Lockheed Martin signed a contract with Poland".
        let maker = self.maker(s.start, h.start).filter(|_| !doc.lexicon.verb_final())?;
        let buyer = cast.iter().find(|a| a.start >= h.end && a.role == Role::With && a.states.len() == 1).and_then(|a| self.state_of(a))?;
        (buyer != maker).then_some((buyer, maker))
    }

    /// Is the order or delivery told for certain, and when: firmly scheduled only with a time.
    pub(super) fn certain(&self, h: &Hit, scheduled: bool, known: bool) -> bool {
        !self.svo() || !scheduled || (known && h.form != Form::Masdar)
    }
}
