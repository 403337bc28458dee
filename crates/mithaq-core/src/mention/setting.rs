//! The setting: whose press this is, where and when it was written, which parts of the page are not the article.
//!
//! In: hits and layout. Out: [`Setting`]: the home state ("our country", an office without a state), the dateline's city,
//! skipped sentences, and the resolution of words that may be a state.

use super::Doc;
use crate::lexicon::{Class, Hit, Prep};
use crate::text::LineKind;
use crate::world::World;
use rustc_hash::FxHashMap;

/// The document's own point of view.
pub struct Setting<'w> {
    pub world: &'w World,
    pub home: Option<String>,
    /// Token where the dateline's city stands.
    pub dateline: Option<usize>,
    /// The dateline's city or capital: name, state, gazetteer id.
    pub dateline_state: Option<String>,
    pub dateline_city: Option<String>,
    /// Token where the dateline ends.
    pub dateline_end: usize,
    /// Position of the outlet's hit in the dateline.
    pub outlet: Option<Hit>,
    skip: Vec<bool>,
    /// How often each state is named.
    pub counts: FxHashMap<String, usize>,
}

impl Setting<'_> {
    /// Does token `t` stand in the dateline?
    pub fn in_dateline(&self, t: usize) -> bool {
        self.dateline.is_some_and(|d| d <= t && t < self.dateline_end)
    }
    pub fn skipped(&self, sentence: usize) -> bool {
        self.skip.get(sentence).copied().unwrap_or(false)
    }
    /// The state that "the kingdom", "the sultanate" means here: home, or the only one of the list that is named.
    pub fn epithet(&self, list: &[&str]) -> Option<String> {
        if let Some(h) = self.home.as_deref().filter(|h| list.contains(h)) {
            return Some(h.to_string());
        }
        let mut named = list.iter().filter(|c| self.counts.contains_key(**c));
        let first = named.next()?;
        named.next().is_none().then(|| first.to_string())
    }
    /// Which state an ambiguous word means: the one of its readings that the text also names otherwise.
    pub fn ambiguous(&self, doc: &Doc, h: &Hit) -> Option<String> {
        let word_end = h.end;
        let mut best: Option<(usize, String)> = None;
        for x in doc.at(h.start).iter().filter(|x| x.class == Class::Ambiguous && x.end == word_end) {
            let code = doc.value(x).to_string();
            let n = self.counts.get(&code).copied().unwrap_or(0) + usize::from(self.home.as_deref() == Some(&code));
            if n > 0 && best.as_ref().is_none_or(|b| n > b.0) {
                best = Some((n, code));
            }
        }
        best.map(|b| b.1)
    }
    /// The state that the text names most beside this one, if one stands out.
    pub fn most_named(&self, but: &str) -> Option<String> {
        let mut counts: Vec<(&String, usize)> = self.counts.iter().filter(|(s, _)| *s != but && !self.world.is_body(s)).map(|(s, n)| (s, *n)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let first = counts.first()?;
        counts.get(1).is_none_or(|second| second.1 < first.1).then(|| first.0.clone())
    }
    pub fn city_state(&self, id: &str) -> Option<String> {
        self.world.city(id).map(|c| c.state.clone())
    }
    pub fn city_population(&self, id: &str) -> u64 {
        self.world.city(id).map_or(0, |c| c.population)
    }
}

/// Reads the setting of a document.
pub fn find_setting<'w>(doc: &Doc, world: &'w World) -> Setting<'w> {
    let skip = skipped_sentences(doc);
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    let mut title_first: Option<String> = None;
    // A state that is mostly "with …" is the partner, not the home.
    let mut partners: FxHashMap<String, usize> = FxHashMap::default();
    let mut order: Vec<String> = Vec::new();
    let mut last_partner = false;
    let mut last_placed = false;
    let mut last_end = 0;
    for h in &doc.hits {
        if !(matches!(h.class, Class::State | Class::Nisba | Class::Capital) || (h.class == Class::Metonym && doc.lexicon.separate())) {
            continue;
        }
        // A name inside a longer one, or the same word read twice, counts once.
        if h.start < last_end {
            continue;
        }
        // "US$150 million": a currency.
        if doc.tokens.is(h.end, '$') && !doc.tokens.list[h.end].spaced {
            continue;
        }
        let s = doc.sentence_of(h.start);
        if skip.get(s).copied().unwrap_or(false) {
            continue;
        }
        let code = doc.value(h).to_string();
        let partner = doc.word_before(h.start, "with")
            || doc.word_after(h.end, "with").is_some()
            || (doc.lexicon.verb_final() && (1..=2).any(|k| doc.at(h.end + k).iter().any(|x| x.class == Class::State && x.clitics.and && doc.word_after(x.end, "with").is_some())))
            || h.clitics.prep == Prep::With
            || doc.word_before(h.start, "counterpart")
            || (doc.modifies_before() && doc.word(h.end, "counterpart").is_some())
            || (h.clitics.and && last_partner && h.start <= last_end + 1);
        // "in Baku", "Bakü'de", and before its noun "a Sofia visit": a place.
        let visited = doc.lexicon.verb_final() && doc.at(h.end).iter().any(|v| v.class == Class::Verb && v.form == crate::lexicon::Form::Masdar && doc.value(v) == "event:visit");
        let placed = doc.lexicon.data.names == crate::lexicon::Names::Capitalised
            && (visited
                || last_placed && h.start <= last_end + 1 && (h.clitics.and || doc.tokens.is(last_end, ','))
                || matches!(h.clitics.prep, Prep::In | Prep::To | Prep::From)
                || ["in", "to", "from"].iter().any(|w| doc.word_before(h.start, w)));
        last_partner = partner;
        last_placed = placed;
        last_end = h.end;
        if doc.sentences[s].kind == LineKind::Headline && !partner && !placed {
            title_first.get_or_insert_with(|| code.clone());
        }
        if partner {
            *partners.entry(code.clone()).or_default() += 1;
        }
        if !order.contains(&code) {
            order.push(code.clone());
        }
        *counts.entry(code).or_default() += 1;
    }
    let mut out = Setting { world, home: None, dateline: None, dateline_state: None, dateline_city: None, dateline_end: 0, outlet: None, skip, counts };
    dateline(doc, &mut out);
    let outlet_state = out.outlet.as_ref().and_then(|h| doc.lexicon.entry(h).state.clone());
    let outlet_named = outlet_state.as_ref().is_some_and(|s| out.counts.contains_key(s));
    let local = outlet_state.as_ref().is_some_and(|s| out.dateline_state.is_none() || out.dateline_state.as_ref() == Some(s));
    // "our country" in the text of an agency is the agency's.
    let ours = doc.hits.iter().any(|h| h.class == Class::Word && doc.value(h) == "home");
    let local = local || (ours && outlet_state.is_some());
    // An agency or ministry of a state that the story names, or that writes from its own capital.
    let office_state = doc
        .hits
        .iter()
        .filter(|h| h.class == Class::Office && !doc.within(h.start, h.end).iter().any(|x| matches!(x.class, Class::Nisba | Class::State)))
        .filter_map(|h| doc.lexicon.entry(h).state.clone())
        .next();
    // "LONDON (Reuters)": a dateline whose state the text names nowhere else, and whose every office is told with its state,
    // is where the desk sits.
    let desk = doc.lexicon.separate()
        && out.dateline_state.as_ref().is_some_and(|s| {
            let named = doc.hits.iter().any(|h| matches!(h.class, Class::State | Class::Nisba | Class::Capital) && doc.value(h) == s && !out.in_dateline(h.start));
            let most = out.counts.values().max().copied().unwrap_or(0);
            let alone = |h: &&Hit| {
                let stated = |t: usize| doc.at(t).iter().any(|x| matches!(x.class, Class::State | Class::Nisba | Class::Capital | Class::Ambiguous));
                let said = doc.lexicon.entry(h).state.is_some() || (h.start..h.end + 2).any(stated);
                matches!(h.class, Class::Office) && doc.lexicon.entry(h).domain.is_some() && !said
            };
            !named && most >= 3 && !doc.hits.iter().any(|h| alone(&h))
        });
    // "The minister of the interior signed with his Mauritanian counterpart": the counterpart's state is not that of the text.
    let abroad = if doc.lexicon.separate() { counterpart_of_ours(doc, &out) } else { None };
    let ours = |s: &String| abroad.as_ref() != Some(s);
    let known = || {
        let force = doc.hits.iter().filter(|h| h.class == Class::Force).find_map(|h| doc.lexicon.entry(h).state.clone().filter(ours));
        force.or_else(|| doc.lexicon.data.home.clone().filter(ours)).filter(|_| abroad.is_some())
    };
    out.home = if outlet_named || local { outlet_state } else { None }
        .or_else(|| out.dateline_state.clone().filter(|_| !desk).filter(ours))
        .or(if doc.lexicon.separate() { title_first.clone().filter(ours) } else { None })
        .or_else(|| closing(doc))
        .or(office_state)
        .or_else(|| doc.lexicon.data.home.clone().filter(|h| out.counts.contains_key(h)))
        .or_else(known)
        .or(title_first.filter(ours))
        .or_else(|| {
            let weight = |k: &String, n: usize| n as i64 - 3 * partners.get(k).copied().unwrap_or(0) as i64;
            // Of two named equally often the one named first.
            let named = |k: &String| if doc.lexicon.separate() { order.iter().position(|o| o == k) } else { None };
            out.counts.iter().filter(|(k, _)| ours(k)).max_by_key(|(k, n)| (weight(k, **n), std::cmp::Reverse((named(k), (*k).clone())))).map(|(k, _)| k.clone())
        });
    out
}

/// The state of a counterpart in the lead whose opposite number is told there first, by name and without a state.
fn counterpart_of_ours(doc: &Doc, out: &Setting) -> Option<String> {
    let state = |h: &&Hit| matches!(h.class, Class::State | Class::Nisba | Class::Capital | Class::Ambiguous | Class::Metonym);
    let lead = doc.sentences.iter().enumerate().filter(|(n, s)| s.kind != LineKind::Headline && !out.skipped(*n)).map(|(_, s)| s).take(2);
    for s in lead {
        let from = if out.in_dateline(s.start) { out.dateline_end } else { s.start };
        let Some(c) = doc.within(from, s.end).iter().find(|h| h.class == Class::Word && doc.value(h) == "counterpart") else { continue };
        let office = doc.within(from, c.start).iter().find(|h| h.class == Class::Office && doc.lexicon.entry(h).domain.is_some() && doc.lexicon.entry(h).state.is_none())?;
        let stated = doc.within(from, (office.end + 4).min(c.start)).iter().any(|h| state(&h) && !(doc.modifies_before() && h.end == c.start));
        let beside = doc.within(c.start.saturating_sub(2), c.end + 3).iter().find(|h| h.class == Class::Nisba && (h.end == c.start || h.start == c.end));
        // "signed in Amman with his counterpart": of the one state that the text names, where the press has a home of its own.
        let alone = || out.counts.keys().next().filter(|_| out.counts.len() == 1 && doc.lexicon.data.home.is_some()).cloned();
        return beside.map(|h| doc.value(h).to_string()).or_else(alone).filter(|_| !stated);
    }
    None
}

/// "Done at Lomé, 11 April 2012": a capital with a date in one of the last lines, and nothing else in it, says whose paper it is.
fn closing(doc: &Doc) -> Option<String> {
    let last = doc.lines.iter().skip(5).rev().take(4);
    let signed = |l: &&crate::text::Line| l.end - l.start <= 12 && (l.start..l.end).any(|t| doc.tokens.kind(t) == crate::text::TokenKind::Number);
    last.filter(signed).find_map(|l| {
        let place = doc.within(l.start, (l.start + 4).min(l.end)).iter().find(|h| h.class == Class::Capital)?;
        let dated = doc.within(place.end, l.end).iter().any(|h| h.class == Class::Month);
        let plain = !doc.within(l.start, l.end).iter().any(|h| Doc::is_finite(h) || h.class == Class::Instrument);
        (dated && plain).then(|| doc.value(place).to_string())
    })
}

/// The dateline stands in the first lines of the body: a city, then a dash, slash, bracket or colon within a few words.
fn dateline(doc: &Doc, out: &mut Setting) {
    let mut seen = 0;
    for (n, line) in doc.lines.iter().enumerate() {
        if line.kind == LineKind::Headline {
            continue;
        }
        seen += 1;
        if seen > 4 {
            break;
        }
        let limit = (line.start + 24).min(line.end);
        // A hyphen inside a word is no mark, nor is one behind a sentence's verb.
        let inner = |t: usize| {
            doc.lexicon.data.names == crate::lexicon::Names::Capitalised
                && ((doc.tokens.is(t, '-') && !doc.tokens.list[t].spaced && doc.tokens.list.get(t + 1).is_some_and(|n| !n.spaced))
                    || doc.within(line.start, t).iter().any(|h| Doc::is_finite(h) && !h.clitics.the))
        };
        let pair = |t: usize| doc.lexicon.separate() && doc.tokens.is(t, '/') && doc.at(t + 1).iter().any(|h| matches!(h.class, Class::Capital | Class::City | Class::State));
        let inner = |t: usize| inner(t) || pair(t);
        let mark = (line.start..limit).find(|&t| ['-', '/', ':', '('].iter().any(|&c| doc.tokens.is(t, c)) && t > line.start && !inner(t));
        let mark = capitals_stop(doc, line).or(mark);
        // "Jeddah, 25 Dhu al-Hijja 1443, 24 July 2022, SPA": place, date and agency fill the line.
        let dated = line.end - line.start <= 20 && doc.within(line.start, line.end).iter().any(|h| matches!(h.class, Class::Month | Class::HijriMonth));
        // "Niger signed a military agreement with France.": a short first line that tells something is no dateline.
        let telling = doc.lexicon.separate() && doc.within(line.start, line.end).iter().any(|h| Doc::is_finite(h) || h.class == Class::Instrument);
        let short = line.end - line.start <= 8 && !telling || (dated && !doc.within(line.start, line.end).iter().any(Doc::is_finite));
        let Some(mark) = mark.or(short.then_some(line.end)) else { continue };
        if out.dateline.is_none() && (mark - line.start <= if short { 20 } else { 12 }) {
            let place = doc
                .at(line.start)
                .iter()
                .filter(|h| matches!(h.class, Class::Capital | Class::City | Class::State | Class::Ambiguous) && h.clitics.prep == Prep::None && !h.clitics.and)
                .max_by_key(|h| (h.end, h.class != Class::City));
            if let Some(p) = place.copied() {
                let city = doc
                    .at(line.start)
                    .iter()
                    .filter(|h| h.class == Class::City && h.end == p.end)
                    .max_by_key(|h| out.city_population(doc.value(h)))
                    .map(|h| doc.value(h).to_string());
                let state = match p.class {
                    Class::City => city.as_deref().and_then(|c| out.city_state(c)),
                    Class::Ambiguous => out.ambiguous(doc, &p).or_else(|| city.as_deref().and_then(|c| out.city_state(c))),
                    _ => Some(doc.value(&p).to_string()),
                };
                out.dateline = Some(line.start);
                out.dateline_end = mark;
                out.dateline_state = state;
                out.dateline_city = city;
            }
        }
        if out.outlet.is_none() {
            let agency = |h: &&Hit| {
                h.class == Class::Outlet && h.start < limit && {
                    let before = h.start == line.start
                        || (short && h.end == line.end)
                        || ['-', '/', '(', '"', ':', ','].iter().any(|&c| doc.tokens.is(h.start - 1, c))
                        || h.end - h.start > 1;
                    let after = h.end >= line.end || ['-', '/', ')', '"', ':', ','].iter().any(|&c| doc.tokens.is(h.end, c));
                    before && after
                }
            };
            out.outlet = doc.within(line.start, limit).iter().find(agency).copied();
        }
        if n > 6 {
            break;
        }
    }
}

/// "VILNIUS. The Minister …": a city in capitals that stands alone before a full stop at the line's start.
fn capitals_stop(doc: &Doc, line: &crate::text::Line) -> Option<usize> {
    let city = doc.at(line.start).iter().filter(|h| matches!(h.class, Class::Capital | Class::City)).map(|h| h.end).max()?;
    let capitals = (line.start..city).all(|t| doc.tokens.list[t].capitals);
    (doc.lexicon.separate() && capitals && doc.tokens.is(city, '.') && city + 1 < line.end).then_some(city)
}

/// Lines that belong to the page and not to the article: "read also" blocks, tags, share buttons.
fn skipped_sentences(doc: &Doc) -> Vec<bool> {
    let mut skip_line = vec![false; doc.lines.len()];
    let mut block = false;
    for (n, line) in doc.lines.iter().enumerate() {
        let mark = doc.at(line.start).iter().find(|h| h.class == Class::Section).map(|h| (doc.value(h).to_string(), h.end));
        match mark {
            Some((kind, end)) => {
                skip_line[n] = true;
                block = kind == "block" && end + 1 >= line.end;
            }
            None if block && line.kind == LineKind::Bullet => skip_line[n] = true,
            // A short line without a sentence's end below such a mark is a headline of another story.
            None if block && line.end - line.start <= 14 && !doc.tokens.is(line.end - 1, '.') => skip_line[n] = true,
            None => block = false,
        }
    }
    doc.sentences.iter().map(|s| skip_line[s.line]).collect()
}
