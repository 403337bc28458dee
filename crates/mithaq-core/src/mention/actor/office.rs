//! Offices and their holders: ranks and names around an office, states before the noun, counterparts.

use super::{Actor, ActorKind, Finder, office_rank};
use crate::lexicon::{Class, Form, Hit, Names, Prep};

impl Finder<'_, '_> {
    /// "the Moroccan defence minister", "Morocco's army", "the Czech and Azerbaijani ministers": states before the noun they stand with.
    pub(super) fn modified(&self, i: usize) -> Option<Actor> {
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
            let adjective = self.doc.at(j).iter().any(|n| n.class == Class::Nisba && n.end == h.end);
            let genitive = h.clitics.prep == Prep::Of;
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
            // "of Senegal and Kenyan President William Ruto": a name and an adjective qualify no noun together.
            if k > j && (adjective || hyphen) && self.doc.at(k).iter().any(|x| x.class == Class::Nisba) && states.len() < 4 {
                j = k;
                continue;
            }
            j = self.post(j).filter(|_| genitive).unwrap_or(j);
            break;
        }
        let noun = self.doc.past_particles(j);
        if (j..noun).any(|k| self.doc.joins_word(k)) {
            return None;
        }
        // Ranks and honorifics may stand between: "the Turkish Lieutenant General …".
        let (at, rank) = self.titles(noun).unwrap_or((noun, None));
        // "Kenya's Inspector General of Police": a rank inside the office's phrase.
        let (at, rank) = if self.doc.find(noun, Class::Office).is_some_and(|o| o.end > at) { (noun, None) } else { (at, rank) };
        let longer = |h: &Hit| h.start == i && h.end > j;
        if self.doc.at(i).iter().any(|h| longer(h) && matches!(h.class, Class::Office | Class::Force | Class::Company | Class::Exercise | Class::Block)) {
            return None;
        }
        let mut a =
            self.office(at, i).or_else(|| if at == noun { self.force(noun).or_else(|| self.counterpart(noun)).or_else(|| self.side_noun(noun)) } else { self.titled(noun) })?;
        if a.states.is_empty() || !a.states.iter().all(|s| states.contains(s)) {
            // "slovenské letectvo z Ruska": its own state stands before it, another behind is none of it.
            if let Some(h) = self.doc.find(noun, Class::Force).filter(|_| a.kind == ActorKind::Force) {
                a.end = h.end;
            }
            // "polského ministra obrany v Litvě": nor is the place behind an office without a name.
            if let Some(h) = self.doc.find(at, Class::Office).filter(|_| a.kind == ActorKind::Office && a.name.is_none() && !a.states.is_empty()) {
                a.end = h.end;
            }
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

    /// "Bangladeş'in Ankara Büyükelçisi": behind the state's genitive the place where an office serves, up to the office.
    fn post(&self, j: usize) -> Option<usize> {
        let place = self.doc.at(j).iter().find(|h| matches!(h.class, Class::Capital | Class::City | Class::State) && h.clitics.prep == Prep::None)?;
        let office = self.doc.find(place.end, Class::Office).is_some_and(|o| self.doc.lexicon.entry(o).state.is_none());
        (self.doc.lexicon.verb_final() && office).then_some(place.end)
    }

    /// "Albania, Kosovo and Croatia defence ministers", "Avustralya ve Endonezya savunma bakanları": states joined before a plural office.
    pub(super) fn listed(&self, i: usize) -> Option<Actor> {
        if !self.doc.modifies_before() {
            return None;
        }
        let mut states: Vec<String> = Vec::new();
        let (mut j, mut comma) = (i, false);
        loop {
            let h = self.doc.find(j, Class::State).filter(|h| matches!(h.clitics.prep, Prep::None | Prep::Of))?;
            states.push(self.doc.value(h).to_string());
            j = h.end;
            let mark = self.doc.tokens.is(j, ',');
            let mut k = if mark { j + 1 } else { j };
            // "Türkiye ile Gürcistan savunma bakanları".
            if self.doc.joins_word(k) {
                k += 1;
            } else if let Some(w) = self.doc.word_after(k, "with").filter(|_| states.len() == 1 && !mark) {
                k = w.end;
            }
            if k == j || states.len() >= 6 {
                break;
            }
            comma |= mark;
            j = k;
        }
        let a = self.office(j, i).filter(|a| a.plural && a.states.is_empty() && a.kind == ActorKind::Office && states.len() >= 2)?;
        // "Türkiye, Gürcistan ve Polonya bakanlarıyla görüştü": the first before a comma may be the subject.
        let with = self.doc.word_after(a.end, "with").is_some() || self.doc.at(j).iter().any(|h| h.end == a.end && h.clitics.prep == Prep::With);
        (!(comma && with)).then_some(Actor { states, ..a })
    }

    /// A capitalised name with its office in apposition: "Abdellatif Loudiyi, Morocco's minister of defence".
    pub(super) fn named(&self, i: usize) -> Option<Actor> {
        let lexical = self.doc.lexicon.data.names == Names::Lexical;
        if !self.name_like(i, true) || !self.doc.at(i).is_empty() || lexical && !self.doc.word_before(i, "with") {
            return None;
        }
        let end = if lexical { self.plain_name(i) } else { self.name(i, 6) };
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
    pub(super) fn titled(&self, i: usize) -> Option<Actor> {
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
        self.attach_state(&mut a, name_end, self.of_behind(name_end));
        (rank.is_some() || name_end - j >= 2).then_some(a)
    }

    /// The end of a run of honorifics and ranks that begins at `i`, and the rank in it.
    pub(super) fn titles(&self, i: usize) -> Option<(usize, Option<(usize, usize)>)> {
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

    pub(super) fn office(&self, i: usize, start: usize) -> Option<Actor> {
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
        } else if let Some(n) = self.doc.within(i + 1, h.end).iter().find(|n| n.class == Class::State && n.end == h.end && self.doc.word_before(n.start, "of")) {
            // "comandante del Ejército de Chile": the phrase itself ends with its state.
            a.states.extend(Some(self.doc.value(n).to_string()).filter(|s| !self.setting.world.is_body(s)));
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
                    self.attach_state(&mut a, end, self.of_behind(end));
                }
            } else if let (true, Some(_)) = (end > k, a.name) {
                a.end = end;
            }
        }
        self.apposed(&mut a);
        Some(a)
    }

    /// A small word that the pack lists as a rank, also where it counts only with its article: ", general Luis Soto,".
    fn rank_word(&self, k: usize) -> bool {
        let data = &self.doc.lexicon.data;
        let rank = |id: u32| data.first[id as usize].iter().map(|(e, _)| &data.entries[*e as usize]).any(|e| e.class == Class::Rank && e.rest.is_empty());
        self.doc.is_word(k) && !self.doc.capital(k) && self.doc.lexicon.id(self.doc.tokens.word(k)).is_some_and(rank)
    }

    /// "President Macky Sall of Senegal": the state behind the holder's name.
    fn of_behind(&self, end: usize) -> bool {
        self.doc.lexicon.separate() && self.doc.word(end, "of").is_some()
    }

    /// "the ambassador of Japan to Togo": where the place in which an ambassador serves ends.
    fn served(&self, a: &Actor) -> Option<usize> {
        let at = |class: &str| self.doc.past_word(a.end, class);
        let k = self.doc.past_particles(at("to").or_else(|| at("in")).filter(|_| a.office.as_deref() == Some("ambassador") && self.doc.lexicon.separate())?);
        let place = self.polity(k).or_else(|| self.state(k)).or_else(|| self.capital(k)).or_else(|| self.ambiguous(k))?;
        let named = self.name(place.end, 6) > place.end + 1;
        (self.doc.tokens.is(place.end, ',') || named).then_some(place.end)
    }

    /// "the minister of defence, Cristián de la Maza, and …", "the chief of staff, the General Thierry Burk,": the name between commas behind
    /// the office; an ambassador's also behind the place ("US Ambassador to Kenya John Smith").
    pub(super) fn apposed(&self, a: &mut Actor) {
        if a.name.is_some() || a.plural {
            return;
        }
        if self.doc.lexicon.data.names == Names::Lexical {
            self.between_commas(a);
            return;
        }
        let served = self.served(a);
        let from = served.unwrap_or(a.end);
        if !self.doc.tokens.is(from, ',') && served.is_none() {
            return;
        }
        let from = if self.doc.tokens.is(from, ',') { from + 1 } else { from };
        let from = self.doc.past_particles(from);
        let rank = self.rank_word(from).then_some((from, from + 1));
        let (k, rank) = self.titles(from).unwrap_or((if rank.is_some() { from + 1 } else { from }, rank));
        let end = self.name(k, 6);
        let closed = served.is_some() || self.doc.tokens.is(end, ',') || end >= self.end || self.doc.tokens.is(end, '.') || self.doc.tokens.is(end, ')');
        if end > k && (closed || rank.is_some()) && (end - k >= 2 || rank.is_some()) {
            a.name = Some((k, end));
            a.rank = a.rank.or(rank);
            a.end = end;
        }
    }

    /// "وزير الدفاع التركي، يشار غولر، ونظيره": where names are told by what no entry knows, the words between a comma behind the office and
    /// the next comma, the end of the sentence or the "and" of the next title.
    fn between_commas(&self, a: &mut Actor) {
        if !self.doc.tokens.is(a.end, ',') || a.states.is_empty() {
            return;
        }
        let (k, rank) = self.titles(a.end + 1).unwrap_or((a.end + 1, None));
        let end = self.plain_name(k);
        let title =
            |h: &Hit| h.clitics.and && (matches!(h.class, Class::Office | Class::Rank | Class::Honorific) || (h.class == Class::Word && self.doc.value(h) == "counterpart"));
        let closed = end >= self.end || [',', '.', ')'].iter().any(|&c| self.doc.tokens.is(end, c)) || self.doc.at(end).iter().any(title);
        if (end >= k + 2 || rank.is_some() && end > k) && closed {
            a.name = Some((k, end));
            a.rank = a.rank.or(rank);
            a.end = end;
        }
    }

    /// Where a name of two to five words that no entry reads as anything but a place ends; `i` where there is none. What begins with an
    /// article or with "and" is no first word of such a name, what begins with a contraction is no word of it.
    fn plain_name(&self, i: usize) -> usize {
        let data = &self.doc.lexicon.data;
        let starts = |w: &str, means: &str| data.proclitics.iter().any(|p| p.means == means && w.starts_with(p.form.as_str()));
        let contracted = |w: &str| data.contractions.iter().any(|(form, _)| w.starts_with(form.as_str()));
        let mut j = i;
        while j < self.end && self.doc.is_word(j) && j - i <= 5 {
            let w = self.doc.tokens.word(j);
            let first = j == i && (starts(w, "the") || starts(w, "and"));
            let plain = self.doc.at(j).iter().all(|h| match h.class {
                Class::City | Class::Ambiguous => h.end == j + 1 && !h.clitics.and && h.clitics.prep == Prep::None,
                Class::Nisba => j > i && h.clitics.the && h.clitics.prep == Prep::None,
                Class::Word => self.doc.value(h) == "name-part",
                _ => false,
            });
            if first || !plain || contracted(w) || self.qualifier(j) || (j > i && !self.name_like(j, false)) {
                break;
            }
            j += 1;
        }
        if (2..=5).contains(&(j - i)) { j } else { i }
    }

    pub(super) fn counterpart(&self, i: usize) -> Option<Actor> {
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
}
