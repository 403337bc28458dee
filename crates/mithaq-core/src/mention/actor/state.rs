//! States: named, by capital, adjective or epithet, and the state that stands right behind an office, force or side.

use super::{Actor, ActorKind, Finder};
use crate::lexicon::{Class, Form, Hit, Prep};
use crate::mention::Doc;

impl Finder<'_, '_> {
    /// A state right after an office, force or side: adjective, "of", "in"; an adjective may follow others.
    pub(super) fn attach_state(&self, a: &mut Actor, mut j: usize, deep: bool) {
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
            // "soldiers from Tonga", "ministers from Kenya and Ghana".
            let troops = self.doc.lexicon.separate() && (a.kind == ActorKind::Force || (plural && a.kind == ActorKind::Office));
            let from = self.doc.past_word(j, "from").filter(|_| a.kind == ActorKind::Counterpart || troops);
            let genitive = self.doc.past_word(j, "of");
            let inner = self.doc.past_particles(genitive.or(from).unwrap_or(j));
            let plural = plural || (genitive.is_none() && from.is_some() && troops);
            if states.is_empty()
                && deep
                && let Some((code, end)) = self.service(a, j, inner)
            {
                states.push(code);
                j = end;
                break;
            }
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
            // A country's genitive may be spelt like its adjective: behind the office it is the name ("ministři obrany Polska a Norska").
            let named = |n: &&Hit| self.doc.lexicon.separate() && here.iter().any(|s| s.class == Class::State && s.end >= n.end && ok(&s));
            if let Some(n) = here.iter().find(|h| h.class == Class::Nisba && !h.clitics.and && h.clitics.prep == Prep::None).filter(|n| !named(n)) {
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
                    // "les ministres malien, nigérien et burkinabè".
                    while let Some((code, end)) = self.further_adjective(j) {
                        states.push(code);
                        j = end;
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

    /// One more adjective of a state joined by a comma or "and" to the one that ends at `j`.
    fn further_adjective(&self, j: usize) -> Option<(String, usize)> {
        let k = if self.doc.tokens.is(j, ',') { j + 1 } else { j };
        let k = if self.doc.joins_word(k) { k + 1 } else { k };
        let n = self.doc.find(self.doc.past_particles(k), Class::Nisba).filter(|_| k > j && self.doc.lexicon.separate())?;
        // "the Malian ministers and the Nigerien President": the adjective of another.
        let noun = self.doc.at(n.end).iter().any(|h| matches!(h.class, Class::Office | Class::Force | Class::Rank));
        (n.clitics.prep == Prep::None && !noun).then(|| (self.doc.value(n).to_string(), n.end))
    }

    /// "chief of the Ghana Armed Forces", "commander of Brazil's First Brigade", "начальник штаба армии Индии": the state of the force that an
    /// office or person behind `j` belongs to; `inner` is the token behind "of".
    fn service(&self, a: &Actor, j: usize, inner: usize) -> Option<(String, usize)> {
        let holds = matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) && !a.plural && self.doc.lexicon.separate();
        let begins = |h: &Hit| matches!(h.class, Class::Force | Class::State | Class::Nisba) && (inner > j || h.class == Class::Force) && !h.clitics.and;
        if !holds || (inner == j && a.kind != ActorKind::Office) || !self.doc.at(inner).iter().any(begins) {
            return None;
        }
        let f = self.modified(inner).or_else(|| self.force(inner)).filter(|f| f.kind == ActorKind::Force && f.states.len() == 1)?;
        Some((f.states[0].clone(), f.end))
    }

    /// One more state joined by a comma or "and" to the one that ends at `j`.
    pub(super) fn further(&self, j: usize) -> Option<(String, usize)> {
        let joined = |k: usize| self.doc.joins_word(k);
        let mut k = j;
        if self.doc.tokens.is(k, ',') {
            k += 1;
        }
        if joined(k) {
            k += 1;
        }
        let of = self.doc.past_word(k, "of").unwrap_or(k);
        let k = if k > j { self.doc.past_particles(of) } else { return None };
        let next = self.polity(k).or_else(|| self.state(k)).or_else(|| self.ambiguous(k)).filter(|x| x.kind == ActorKind::State && x.states.len() == 1)?;
        // "and Spain signed": a comma alone before a verb's own subject is no list.
        (joined(j) || joined(j + 1) || self.doc.tokens.is(j, ',')).then(|| (next.states[0].clone(), next.end))
    }

    pub(super) fn epithet(&self, i: usize) -> Option<(String, usize)> {
        let h = self.doc.at(i).iter().find(|h| h.class == Class::Word && self.doc.value(h).starts_with("epithet:"))?;
        let list: Vec<&str> = self.doc.value(h)["epithet:".len()..].split(',').collect();
        let code = self.setting.epithet(&list)?;
        Some((code, h.end))
    }

    /// "جمهورية الهند", "حكومة صربيا": a word for the polity and its name.
    pub(super) fn polity(&self, i: usize) -> Option<Actor> {
        let p = *self.doc.word(i, "polity")?;
        if let Some(s) = self.doc.find(i, Class::State)
            && s.end > p.end
        {
            return None;
        }
        let inner = |j: usize| self.doc.past_particles(self.doc.past_word(j, "of").unwrap_or(j));
        let mut j = inner(p.end);
        if let Some(q) = self.doc.word(j, "polity") {
            j = inner(q.end);
        }
        let s = self.doc.at(j).iter().find(|h| matches!(h.class, Class::State | Class::Nisba) && !h.clitics.and && h.clitics.prep == Prep::None)?;
        let mut a = Self::blank(i, s.end, ActorKind::State, &self.rule(s));
        a.states = vec![self.doc.value(s).to_string()];
        Some(a)
    }

    pub(super) fn state(&self, i: usize) -> Option<Actor> {
        // "a US$150 million contract": a currency.
        let h = self.doc.find(i, Class::State).filter(|h| !self.doc.tokens.is(h.end, '$') || self.doc.tokens.list[h.end].spaced)?;
        // "the US-Japan treaty", "Saudi-Russian": two names in one word are attributes.
        let hyphen = self.doc.modifies_before() && self.doc.tokens.is(h.end, '-') && !self.doc.tokens.list[h.end].spaced;
        if let Some(b) = self.doc.at(h.end + 1).iter().find(|b| hyphen && matches!(b.class, Class::Nisba | Class::State) && !self.doc.tokens.list[b.start].spaced) {
            let mut a = Self::blank(i, b.end, ActorKind::Nisba, &self.rule(h));
            a.states = vec![self.doc.value(h).to_string(), self.doc.value(b).to_string()];
            return Some(a);
        }
        let mut a = Self::blank(i, h.end, ActorKind::State, &self.rule(h));
        a.states = vec![self.doc.value(h).to_string()];
        // "in Armenia's capital city of Yerevan": a place, not the state.
        if let Some(w) = self.doc.word(h.end, "capital").filter(|_| self.doc.modifies_before() && h.clitics.prep == Prep::Of && self.doc.word_before(i, "in")) {
            a.kind = ActorKind::Capital;
            a.end = w.end;
            self.seat_named(&mut a);
        }
        Some(a)
    }

    pub(super) fn capital(&self, i: usize) -> Option<Actor> {
        let h = self.doc.at(i).iter().find(|h| matches!(h.class, Class::Capital | Class::Metonym))?;
        let mut a = Self::blank(i, h.end, ActorKind::Capital, &self.rule(h));
        a.states = vec![self.doc.value(h).to_string()];
        a.city = self.doc.find(i, Class::City).map(|c| self.doc.value(c).to_string());
        Some(a)
    }

    pub(super) fn ambiguous(&self, i: usize) -> Option<Actor> {
        let h = self.doc.find(i, Class::Ambiguous)?;
        // In a list of states the word is one too.
        let lead = self.doc.lead(i);
        let ends = |x: &Hit| x.class == Class::State && (x.end == i || x.end == lead);
        let listed = h.clitics.and && i > 0 && (1..=3).any(|n| i >= n && self.doc.at(i - n).iter().any(ends));
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

    pub(super) fn nisba(&self, i: usize) -> Option<Actor> {
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
        // "in the Slovak capital", "dans la capitale malienne": the city that every state has one of.
        let capital = self.doc.word(j, "capital").filter(|_| self.doc.modifies_before()).map(|w| w.end);
        if a.states.len() == 1 && (capital.is_some() || !self.doc.modifies_before() && self.doc.word_before(i, "capital")) {
            a.kind = ActorKind::Capital;
            a.end = capital.unwrap_or(j);
            self.seat_named(&mut a);
        }
        Some(a)
    }

    /// "the Ghanaian capital of Accra", "Armenia's capital city, Yerevan": the name behind the word for a capital is the place.
    fn seat_named(&self, a: &mut Actor) {
        let comma = if self.doc.tokens.is(a.end, ',') { a.end + 1 } else { a.end };
        let k = self.doc.past_word(comma, "of").unwrap_or(comma);
        let same = |h: &&Hit| matches!(h.class, Class::Capital | Class::Ambiguous) && self.doc.value(h) == a.states[0];
        let Some(end) = self.doc.at(k).iter().find(same).map(|h| h.end).filter(|_| self.doc.modifies_before()) else { return };
        let here = |c: &&Hit| c.class == Class::City && self.setting.city_state(self.doc.value(c)).as_ref() == a.states.first();
        a.city = self.doc.at(k).iter().find(here).map(|c| self.doc.value(c).to_string());
        a.end = end;
    }

    pub(super) fn city(&self, i: usize) -> Option<Actor> {
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
}
