//! Links: an instrument that implements, amends, renews or replaces another agreement of the same parties.
//!
//! In: agreements with their mentions, step triggers, and the phrases of `[[link]]`. Out: [`LinkFact`]s with the words that say so.
//! A link needs three things: both agreements are coded and of the same parties, words of the text tie a mention of the one to a
//! mention of the other, and no date says that the newer is the older. No words, no link.

use super::agreement::{Evid, Fact, compatible};
use crate::frame::{InstrumentFrame, Mood, Scene, Trigger, mood_at};
use crate::lexicon::{Class, Form, Hit, Order, Prep};
use crate::mention::{ActorKind, Doc, Role};
use crate::text::TokenKind;

/// One agreement's link to another: positions among the facts.
#[derive(Debug, Clone)]
pub struct LinkFact {
    pub from: usize,
    pub to: usize,
    pub kind: String,
    pub at: Evid,
}

/// Words that may stand between a phrase and its object: attributes before a noun, and nothing but an article behind it.
const BEFORE: usize = 14;
const BEHIND: usize = 4;

/// Words that the lexicon does not know between an agreement and the phrase that ties it: the more a phrase ties, the more.
const LOOSE: usize = 2;
const FIRM: usize = 4;

/// Words at the head of a sentence that may stand before a verb whose subject the sentence before told ("it also").
const HEAD: usize = 3;

/// So many sentences back "it" may find its agreement.
const TOLD: usize = 3;

/// All links of a document, one for each pair of agreements at most.
pub fn find_links(scene: &Scene, instruments: &[InstrumentFrame], triggers: &[Trigger], facts: &[Fact]) -> Vec<LinkFact> {
    let pairs = facts.iter().enumerate().any(|(k, f)| facts[..k].iter().any(|g| g.parties == f.parties));
    if !pairs {
        return Vec::new();
    }
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); instruments.len()];
    for (k, f) in facts.iter().enumerate() {
        f.instruments.iter().for_each(|&n| of[n].push(k));
    }
    let f = Finder { scene, instruments, triggers, facts, of };
    let mut out: Vec<LinkFact> = Vec::new();
    // What a verb or an adverbial says outweighs the "to" of "a protocol to the agreement".
    let (nouns, others): (Vec<&Hit>, Vec<&Hit>) = scene.doc.links.iter().partition(|h| matches!(f.construction(h), "noun" | "own"));
    for found in others.iter().filter_map(|h| f.phrase(h)).chain(triggers.iter().filter_map(|t| f.step(t))).chain(nouns.iter().filter_map(|h| f.phrase(h))).chain(f.brought()) {
        let told = |l: &LinkFact| (l.from, l.to) == (found.from, found.to) || (l.to, l.from) == (found.from, found.to);
        if !out.iter().any(told) {
            out.push(found);
        }
    }
    out
}

struct Finder<'a, 'b, 'c> {
    scene: &'a Scene<'b, 'c>,
    instruments: &'a [InstrumentFrame],
    triggers: &'a [Trigger],
    facts: &'a [Fact],
    /// The facts each mention speaks of.
    of: Vec<Vec<usize>>,
}

/// The newer and the older side of a link, as mentions.
type Sides = (usize, usize);

impl Finder<'_, '_, '_> {
    fn construction(&self, h: &Hit) -> &str {
        self.scene.doc.lexicon.entry(h).domain.as_deref().unwrap_or("")
    }

    /// The first mention that begins in a range of tokens, and the last one that lies in it.
    fn first_in(&self, from: usize, to: usize) -> Option<usize> {
        let n = self.instruments.partition_point(|i| i.start < from);
        self.instruments.get(n).filter(|i| i.start < to).map(|_| n)
    }
    fn last_in(&self, from: usize, to: usize) -> Option<usize> {
        let n = self.instruments.partition_point(|i| i.end <= to).checked_sub(1)?;
        (self.instruments[n].start >= from).then_some(n)
    }

    /// The agreements of two mentions that can be linked: two of the same parties.
    fn pair(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        // "ujednání": where one form is singular and plural, what told one agreement is one.
        let one = |n: usize| self.instruments[n].count == 1;
        let single = (one(x) || self.instruments[x].count == 0 && self.free_order() && self.of[x].len() == 1) && one(y);
        if !single || x == y {
            return None;
        }
        let both = |xs: &[usize], ys: &[usize]| xs.iter().find_map(|&a| ys.iter().find(|&&b| a != b && self.facts[a].parties == self.facts[b].parties).map(|&b| (a, b)));
        match (self.of[x].is_empty(), self.of[y].is_empty()) {
            (false, false) => both(&self.of[x], &self.of[y]),
            (true, false) => both(&[self.meant(x, &self.of[y])?], &self.of[y]),
            (false, true) => both(&self.of[x], &[self.meant(y, &self.of[x])?]),
            (true, true) => None,
        }
    }

    /// The agreement of a mention that told no step ("the protocol carries out …"): the only other one of its kind and of the parties.
    fn meant(&self, n: usize, beside: &[usize]) -> Option<usize> {
        let i = &self.instruments[n];
        let [other] = beside else { return None };
        let parties = &self.facts[*other].parties;
        let to = i.group_end.max(i.end);
        let foreign = self.scene.cast.within(i.start, to).any(|a| a.kind != ActorKind::City && a.role != Role::In && a.states.iter().any(|s| !parties.contains(s)));
        let dated = |k: usize| self.scene.dates_within(i.end, to).all(|d| self.facts[k].steps.iter().any(|s| compatible(&s.date, &d.past)));
        let mut fit = (0..self.facts.len()).filter(|&k| k != *other && self.facts[k].kind == i.kind && self.facts[k].parties == *parties);
        let one = fit.next()?;
        (fit.next().is_none() && !i.other_only() && !i.draft && !foreign && dated(one)).then_some(one)
    }

    /// A link from what `[[link]]` lists.
    fn phrase(&self, h: &Hit) -> Option<LinkFact> {
        let doc = self.scene.doc;
        let e = doc.lexicon.entry(h);
        let sentence = doc.sentence_of(h.start);
        if self.scene.setting.skipped(sentence) || self.inside_name(h.start) {
            return None;
        }
        let construction = self.construction(h);
        if mood_at(self.scene, h.start, Form::Base) != Mood::Asserted {
            return None;
        }
        let (x, y) = match (construction, e.after) {
            ("own", _) => return self.own(h),
            ("noun", _) => self.noun(h, e.after)?,
            ("verb", false) => self.verb(h)?,
            ("verb", true) => self.verb_behind(h)?,
            ("passive", _) => self.passive(h.start, h.end)?,
            (c, false) => self.adverbial(h, c == "loose")?,
            (c, true) => self.adverbial_behind(h, c == "loose")?,
        };
        // "the agreement": which one of several is only clear where the mention names it.
        if construction == "loose" && !self.identified(x, y) {
            return None;
        }
        let free = construction == "verb" && self.free_order();
        self.link(x, y, &e.value, (h.start, h.end), &e.rule, free)
    }

    /// "amended the 1998 agreement. The protocol was signed by …": what brings a step about that was told right before, named for the
    /// first time as known.
    fn brought(&self) -> Vec<LinkFact> {
        let doc = self.scene.doc;
        let mut out = Vec::new();
        for (from, f) in self.facts.iter().enumerate().filter(|(_, f)| matches!(f.kind.as_str(), "protocol" | "memorandum" | "arrangement")) {
            let Some(i) = f.instruments.iter().min().map(|&n| &self.instruments[n]).filter(|i| i.definite && i.count == 1 && i.first_cue.is_none()) else { continue };
            let Some(signed) = f.step("signed").filter(|s| !s.recalled) else { continue };
            for (to, g) in self.facts.iter().enumerate().filter(|(_, g)| g.parties == f.parties && g.kind != f.kind) {
                let step = g.steps.iter().find(|s| {
                    let n = doc.sentence_of(s.at.start);
                    let near = n < i.sentence && i.sentence <= n + 2 && s.at.start < i.start;
                    matches!(s.status.as_str(), "amended" | "renewed") && near && s.date.is_known() && s.date == signed.date
                });
                if let Some(s) = step {
                    let kind = if s.status == "amended" { "amends" } else { "renews" };
                    let n = g.instruments.iter().map(|&n| &self.instruments[n]).find(|j| j.sentence == doc.sentence_of(s.at.start));
                    let (start, end) = n.map_or((s.at.start, s.at.end), |j| (j.start.min(s.at.start), j.end.max(s.at.end)));
                    out.push(LinkFact { from, to, kind: kind.into(), at: Evid { field: "links".into(), start, end, rule: s.at.rule.clone() } });
                }
            }
        }
        out
    }

    /// "the amending protocol": of the only older agreement of the same parties that the text tells of.
    fn own(&self, h: &Hit) -> Option<LinkFact> {
        let e = self.scene.doc.lexicon.entry(h);
        let x = self.instruments.partition_point(|i| i.start < h.end).checked_sub(1).filter(|&x| self.instruments[x].end >= h.start && self.instruments[x].count == 1)?;
        let [from] = self.of[x][..] else { return None };
        let mut others = (0..self.facts.len()).filter(|&k| k != from && self.facts[k].parties == self.facts[from].parties);
        let to = others.next()?;
        let sole = others.next().is_none() && self.older(to, from) && !self.dead(from) && !self.dead(to);
        let at = Evid { field: "links".into(), start: h.start.min(self.instruments[x].start), end: h.end.max(self.instruments[x].end), rule: e.rule.clone() };
        sole.then(|| LinkFact { from, to, kind: e.value.clone(), at })
    }

    /// Was it only refused?
    fn dead(&self, k: usize) -> bool {
        self.facts[k].steps.iter().all(|s| s.status == "rejected")
    }

    /// A link from a step that one instrument brings about in another: "a protocol that amends the agreement".
    fn step(&self, t: &Trigger) -> Option<LinkFact> {
        let kind = match t.status.as_str() {
            "amended" => "amends",
            "renewed" => "renews",
            "replaced" | "terminated" => "terminates",
            _ => return None,
        };
        if t.mood != Mood::Asserted || t.form == Form::Masdar {
            return None;
        }
        let y = t.instrument.filter(|&y| self.instruments[y].sentence == t.sentence)?;
        let before = self.instruments[y].end <= t.start;
        let x = if before && !self.scene.doc.lexicon.verb_final() {
            // "was replaced by the new agreement".
            let by = (t.end..t.end + 2).find(|&k| self.scene.doc.word(k, "by").is_some())?;
            self.first_from(self.scene.doc.word(by, "by")?.end, self.gap())?
        } else if before {
            self.governor(y, t.start).or_else(|| self.told_before(self.instruments[y].group_start.min(self.instruments[y].start), t.sentence))?
        } else {
            // "was replaced in 2014 by the new agreement": what stands behind is no object.
            let object = self.instruments[y].start;
            if (t.end..object).any(|k| self.scene.doc.word(k, "by").is_some()) {
                return None;
            }
            // Told verb first, with somebody who acts behind it: not the instrument's doing, unless "by it".
            let acts = self.scene.cast.within(t.end, object).any(|a| a.role == Role::Bare && !matches!(a.kind, ActorKind::Nisba | ActorKind::City));
            if self.scene.doc.lexicon.data.order == Order::Vso && acts && self.scene.doc.word(t.end, "under").is_none() {
                return None;
            }
            let subject = self.subject(t.start).or_else(|| self.behind(t.end, y));
            subject.or_else(|| self.told_before(t.start, t.sentence))?
        };
        let free = self.free_order();
        self.link(x, y, kind, (t.start, t.end), &t.rule, free)
    }

    /// Puts the link together where the dates allow it.
    fn link(&self, x: usize, y: usize, kind: &str, words: (usize, usize), rule: &str, free: bool) -> Option<LinkFact> {
        let (mut from, mut to) = self.pair(x, y)?;
        if self.dead(from) || self.dead(to) {
            return None;
        }
        if self.older(from, to) {
            // Where cases tell subject and object, the object may stand first.
            if !free {
                return None;
            }
            std::mem::swap(&mut from, &mut to);
        }
        let i = &self.instruments[y];
        let near = |i: &InstrumentFrame| (i.start.min(words.0), i.end.max(words.1));
        let (start, end) = near(i);
        Some(LinkFact { from, to, kind: kind.to_string(), at: Evid { field: "links".into(), start, end, rule: rule.to_string() } })
    }

    /// Is the first surely of an earlier day than the second?
    fn older(&self, a: usize, b: usize) -> bool {
        let day = |k: usize| {
            let f = &self.facts[k];
            f.step("signed").or_else(|| f.furthest()).and_then(|s| s.date.value.clone())
        };
        match (day(a), day(b)) {
            (Some(a), Some(b)) => {
                let n = a.len().min(b.len());
                a[..n] < b[..n]
            }
            _ => false,
        }
    }

    /// Does the object's mention say which agreement it is, or is there no other?
    fn identified(&self, x: usize, y: usize) -> bool {
        let i = &self.instruments[y];
        let Some((from, to)) = self.pair(x, y) else { return false };
        let others = (0..self.facts.len()).filter(|&k| k != from && k != to && self.facts[k].parties == self.facts[to].parties).count();
        others == 0 || i.first_cue.is_some() || i.parent || self.scene.dates_within(i.group_start.min(i.start), i.group_end.max(i.end)).next().is_some()
    }

    /// Cases, not places, tell subject and object.
    fn free_order(&self) -> bool {
        let l = self.scene.doc.lexicon;
        l.separate() && !l.has_articles() && !l.verb_final()
    }

    fn gap(&self) -> usize {
        if self.scene.doc.modifies_before() { BEFORE } else { BEHIND }
    }

    fn inside_name(&self, t: usize) -> bool {
        self.scene.cast.covers(t).is_some_and(|a| a.name.is_some_and(|(s, e)| s <= t && t < e))
    }

    /// The instrument a phrase governs: the first behind it, with nothing but its own attributes between.
    fn first_from(&self, from: usize, gap: usize) -> Option<usize> {
        let doc = self.scene.doc;
        let end = doc.sentences[doc.sentence_of(from.checked_sub(1)?)].end;
        let n = self.first_in(from, end)?;
        let i = &self.instruments[n];
        let own = i.group_start <= from;
        (i.start - from <= gap && (own || !(from..i.start).any(|t| self.parts(t)))).then_some(n)
    }

    /// The instrument right before a phrase that governs what stands before it.
    fn last_to(&self, to: usize) -> Option<usize> {
        let doc = self.scene.doc;
        let start = doc.sentences[doc.sentence_of(to)].start;
        let n = self.last_in(start, to)?;
        let i = &self.instruments[n];
        (to - i.end <= 2 && !(i.end..to).any(|t| self.parts(t))).then_some(n)
    }

    /// Does something stand at `t` that parts a phrase from its object: a mark, a verb, an event, somebody who acts?
    fn parts(&self, t: usize) -> bool {
        let doc = self.scene.doc;
        let mark = [',', ';', ':', '(', ')'].iter().any(|&c| doc.tokens.is(t, c));
        let actor = self.scene.cast.covers(t).is_some_and(|a| matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) && a.role == Role::Bare);
        let word = |list: &[&str]| list.iter().any(|w| doc.word(t, w).is_some());
        // "expanding cooperation under the agreement": the object is the cooperation. Where attributes of several words stand before
        // their noun ("подписанного в 2014 году соглашения") a preposition may be theirs.
        let other = !self.free_order() && !doc.lexicon.verb_final() && word(&["under", "in", "for", "from", "between", "by", "during", "asserts"])
            || !doc.modifies_before() && word(&["cooperation"]);
        mark || actor || other || word(&["break", "topic-change", "relative", "that", "with"]) || self.acts(t)
    }

    /// A finite verb or an event of another matter begins at `t`.
    fn acts(&self, t: usize) -> bool {
        let doc = self.scene.doc;
        let month = doc.find(t, Class::Month).is_some();
        doc.at(t).iter().any(|h| (Doc::is_finite(h) && !month && self.scene.cast.covers(t).is_none()) || (h.class == Class::Event && doc.value(h) != "arms"))
    }

    /// Is what stands between two places another matter? The steps of the two agreements are not.
    fn blocked(&self, from: usize, to: usize, x: usize, y: usize) -> bool {
        let doc = self.scene.doc;
        let own = |t: usize| self.triggers.iter().any(|g| g.start <= t && t < g.end && g.instrument.is_some_and(|n| self.same(n, x) || self.same(n, y)));
        (from..to).any(|t| {
            let mark = [';', ':'].iter().any(|&c| doc.tokens.is(t, c));
            mark || doc.word(t, "break").is_some() || doc.word(t, "topic-change").is_some() || (self.acts(t) && !own(t))
        })
    }

    /// Do two mentions speak of one agreement?
    fn same(&self, a: usize, b: usize) -> bool {
        a == b || self.of[a].iter().any(|k| self.of[b].contains(k))
    }

    /// Little but words that the lexicon knows as who, where, when and on what stands between: so many at most that it does not know
    /// ("on submarine rescue"), and then no second matter behind "and", a comma or a word that opens one ("after a meeting of the …").
    fn clear(&self, from: usize, to: usize, most: usize) -> bool {
        let doc = self.scene.doc;
        let known = |t: usize| {
            let listed = doc.within(t.saturating_sub(8), t + 1).iter().filter(|h| t < h.end).any(|h| match h.class {
                Class::Area | Class::Cue | Class::Word | Class::Nisba | Class::Instrument | Class::Month | Class::Weekday | Class::RelativeDay | Class::Deictic | Class::Unit => {
                    true
                }
                Class::Verb => doc.value(h).starts_with("step:"),
                _ => false,
            });
            doc.tokens.kind(t) != TokenKind::Word || doc.is_particle(t) || self.scene.cast.covers(t).is_some() || self.scene.dated(t) || listed
        };
        let unknown = (from..to).filter(|&t| !known(t)).count();
        let second = |t: usize| {
            if t + 1 == to && doc.tokens.is(t, ',') {
                return false;
            }
            let and = doc.joins_word(t) || doc.at(t).iter().any(|h| h.clitics.and);
            let opens = ["asserts", "during", "attribution", "session", "relative", "that", "since"].iter().any(|w| doc.word(t, w).is_some());
            and || opens || doc.tokens.is(t, ',')
        };
        unknown == 0 || unknown <= most && !(from..to).any(second)
    }

    /// A step told of the mention's agreement in this sentence, in a range.
    fn told(&self, x: usize, from: usize, to: usize) -> Option<&Trigger> {
        self.triggers.iter().rev().find(|t| t.start >= from && t.end <= to && t.instrument.is_some_and(|n| self.same(n, x)))
    }

    /// "signed a protocol … in implementation of the agreement"; "in implementation of the agreement … signed a protocol".
    fn adverbial(&self, h: &Hit, loose: bool) -> Option<Sides> {
        let most = if loose { LOOSE } else { FIRM };
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(h.start)];
        let y = self.first_from(h.end, self.gap())?;
        // "протокол о внесении изменений в": the noun may hold the phrase's head.
        let before = self.instruments.partition_point(|i| i.start < h.start).checked_sub(1).filter(|&n| self.instruments[n].start >= s.start && self.instruments[n].end <= h.end);
        if let Some(x) = before {
            self.pair(x, y)?;
            // The phrase belongs to the noun, or to the verb of its signing that stands behind it.
            let noun = self.instruments[x].end;
            let from = self.told(x, noun, h.start).map_or(noun, |t| t.end);
            // "a memorandum expanding cooperation under the agreement": the phrase belongs to what the first one governs.
            let other = loose && doc.links.iter().any(|l| l.start >= noun && l.end <= h.start && self.construction(l) != "noun");
            let ties = !other && !self.blocked(noun, h.start, x, y) && self.clear(from, h.start, most);
            return ties.then_some((x, y));
        }
        // "It was signed in implementation of …": the one told before.
        let pronoun = self.triggers.iter().rfind(|t| t.start >= s.start && t.end <= h.start && t.instrument.is_some_and(|n| self.instruments[n].sentence < t.sentence));
        if let Some(x) = pronoun.and_then(|t| t.instrument.filter(|_| !(t.end..h.start).any(|k| self.acts(k)) && self.clear(t.end, h.start, most))) {
            return Some((x, y));
        }
        // At the head of the sentence, or behind a participle that opens it ("Signed under …, the protocol").
        let opens = h.start <= s.start + HEAD;
        let from = self.instruments[y].end;
        let x = (y + 1..self.instruments.len()).take_while(|&n| self.instruments[n].start < s.end).find(|&n| !self.same(n, y))?;
        self.pair(x, y)?;
        let signed = self.told(x, from, s.end).is_some() || self.told(x, s.start, h.start).is_some();
        (opens && signed && !self.blocked(from, self.instruments[x].start, x, y)).then_some((x, y))
    }

    /// The same where the phrase stands behind its object: "2014 anlaşması uyarınca … protokol imzalandı".
    fn adverbial_behind(&self, h: &Hit, loose: bool) -> Option<Sides> {
        let most = if loose { LOOSE } else { FIRM };
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(h.start)];
        let y = self.last_to(h.start)?;
        if let Some(x) = self.first_in(h.end, s.end) {
            self.pair(x, y)?;
            let to = self.instruments[x].group_start.max(h.end);
            let near = !self.blocked(h.end, self.instruments[x].start, x, y) && self.clear(h.end, to, most);
            return near.then_some((x, y));
        }
        // "The protocol … was signed under the agreement": subject first, its verb right behind the phrase.
        let x = self.governor(y, h.start)?;
        // The object is the phrase's: the step that ends the clause is told of the subject.
        let verb = self.triggers.iter().find(|t| t.start >= h.end && t.end <= s.end && t.form.is_finite())?;
        (verb.start - h.end <= 6 && !self.blocked(h.end, verb.start, x, y)).then_some((x, y))
    }

    /// "The protocol supplements the agreement."
    fn verb(&self, h: &Hit) -> Option<Sides> {
        let doc = self.scene.doc;
        let sentence = doc.sentence_of(h.start);
        // Verb first: "يكمل البروتوكول اتفاقية …".
        let first = self.first_from(h.end, self.gap())?;
        if doc.lexicon.data.order == Order::Vso
            && self.instruments[first].start <= h.end + 1
            && let Some(y) = self.first_from(self.instruments[first].end, 8).filter(|&y| self.pair(first, y).is_some())
        {
            return Some((first, y));
        }
        // "هذا التعاون يستند …", told verb first: whose verb it is stands behind it.
        let role = |t: usize| doc.at(t).iter().any(|w| w.class == Class::Word && matches!(doc.value(w), "to" | "on" | "in" | "of" | "from" | "for" | "with" | "by"));
        let bare = (h.end..self.instruments[first].start).all(role);
        if doc.lexicon.data.order == Order::Vso && !bare {
            return None;
        }
        let x = self.subject(h.start).or_else(|| self.told_before(h.start, sentence))?;
        Some((x, first))
    }

    /// "Protokol … anlaşmaya dayanıyor."
    fn verb_behind(&self, h: &Hit) -> Option<Sides> {
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(h.start)];
        let y = self.last_to(h.start)?;
        // A participle: "anlaşmayı tamamlayan protokol".
        let next = self.first_in(h.end, s.end.min(h.end + BEFORE));
        if let Some(x) = next.filter(|&x| self.instruments[x].group_start <= h.end && self.pair(x, y).is_some()) {
            return Some((x, y));
        }
        let x = self.governor(y, h.start).or_else(|| self.told_before(self.instruments[y].group_start.min(self.instruments[y].start), doc.sentence_of(h.start)))?;
        Some((x, y))
    }

    /// "The agreement was supplemented by the protocol."
    fn passive(&self, start: usize, end: usize) -> Option<Sides> {
        Some((self.first_from(end, self.gap())?, self.subject(start)?))
    }

    /// "a protocol to the agreement": the phrase holds the newer one's own noun, or stands right behind it.
    fn noun(&self, h: &Hit, after: bool) -> Option<Sides> {
        let doc = self.scene.doc;
        let x = self.instruments.partition_point(|i| i.start < h.end).checked_sub(1).filter(|&x| self.instruments[x].end >= h.start)?;
        if after {
            return Some((x, self.last_to(h.start)?));
        }
        let from = h.end.max(self.instruments[x].end);
        let y = self.first_from(from, self.gap())?;
        let i = &self.instruments[y];
        // The preposition is a proclitic of the object, or the last word of the phrase.
        let to = doc.lexicon.data.proclitics.is_empty() || i.start == from && doc.prep(i.start) == Prep::To;
        to.then_some((x, y))
    }

    /// The instrument that is the subject of the verb at `at`: told before it in the sentence, with no other verb, nobody who acts and
    /// no "and" between.
    fn subject(&self, at: usize) -> Option<usize> {
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(at)];
        let n = self.last_in(s.start, at)?;
        let i = &self.instruments[n];
        // "a protocol by which the two sides amend": who acts in the relative clause acts by the instrument.
        let clause = (i.end..at).find(|&t| doc.word(t, "relative").is_some()).unwrap_or(at);
        let other = |t: usize| {
            let actor = self.scene.cast.covers(t).is_some_and(|a| {
                a.role == Role::Bare
                    && a.start >= i.group_end
                    && a.start < clause
                    && matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Dyad | ActorKind::State | ActorKind::Side)
            });
            // "signed a memorandum and amended the agreement": the verb behind "and" is another subject's.
            let and = t + 1 == at && doc.joins_word(t);
            let mark = [';', ':'].iter().any(|&c| doc.tokens.is(t, c));
            let own = self.triggers.iter().any(|g| g.start <= t && t < g.end && g.form == Form::Participle && g.instrument == Some(n));
            actor || and || mark || self.acts(t) && !own || doc.word(t, "break").is_some()
        };
        let joined = doc.at(at).iter().any(|h| h.clitics.and) || doc.links.iter().any(|h| h.start == at && h.clitics.and);
        (!joined && !(i.end..at).any(other)).then_some(n)
    }

    /// Verb last: the subject stands before the object, with no verb of its own between.
    fn governor(&self, y: usize, to: usize) -> Option<usize> {
        let doc = self.scene.doc;
        let s = &doc.sentences[doc.sentence_of(to)];
        let from = self.instruments[y].start;
        let x = self.last_in(s.start, from)?;
        // "signed a memorandum and extended the agreement": the first has its verb already.
        let told = self.told(x, self.instruments[x].end, from).is_some();
        (!told && !self.same(x, y) && !self.blocked(self.instruments[x].end, from, x, y)).then_some(x)
    }

    /// Verb first: "… amends the protocol the agreement".
    fn behind(&self, end: usize, y: usize) -> Option<usize> {
        let vso = self.scene.doc.lexicon.data.order == Order::Vso;
        let n = y.checked_sub(1)?;
        let i = &self.instruments[n];
        (vso && i.start >= end && i.start <= end + 1).then_some(n)
    }

    /// "It replaces …": a sentence that opens with the verb speaks of the agreement the sentence before told.
    fn told_before(&self, at: usize, sentence: usize) -> Option<usize> {
        let doc = self.scene.doc;
        let s = &doc.sentences[sentence];
        let head = at - s.start <= HEAD && (s.start..at).all(|t| self.scene.cast.covers(t).is_none() && doc.find(t, Class::Event).is_none());
        let joined = |n: usize| self.instruments[n].sentence < sentence && self.instruments[n].sentence + TOLD >= sentence;
        let last = || (0..self.instruments.len()).rev().find(|&n| joined(n) && !self.of[n].is_empty());
        if head { last() } else { None }
    }
}
