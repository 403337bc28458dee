//! The engine: holds the packs and reads one text after another.
//!
//! In: [`Input`]. Out: [`Record`], and with [`Engine::trace`] what led to it. Reading never fails: a text that cannot be read
//! gives an empty record whose `reading` says why.

use crate::fact::{Built, Evid, Fact, LinkFact, PlaceFact, build_agreements, event_place, find_contributions, find_links, find_sources};
use crate::frame::{EventFrame, InstrumentFrame, Scene, Trigger, find_events, find_instruments, find_triggers};
use crate::language;
use crate::lexicon::{Class, Head, HeadData, Hit, Lexicon, LexiconData, Names, scan};
use crate::mention::{ActorKind, Cast, Doc, find_actors, find_setting};
use crate::record::*;
use crate::text::{Line, Sentence, TokenKind, Tokens, layout};
use crate::time::{DateMention, dates};
use crate::world::{World, WorldData};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The version written into every record.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// One document to read.
#[derive(Debug, Clone, Default)]
pub struct Input {
    pub id: Option<String>,
    pub path: Option<String>,
    pub index: u64,
    pub url: Option<String>,
    pub title: Option<String>,
    pub text: String,
    pub language: Option<String>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    pub publisher: Option<String>,
    /// The reader cut the text at its limit.
    pub truncated: bool,
}

/// A ready engine; shared between threads.
pub struct Engine {
    world: World,
    languages: Vec<Pack>,
}

/// A language's pack: its head at hand, its lexicon loaded when the first text of the language comes.
pub struct Pack {
    pub(crate) head: Head,
    lexicon: OnceLock<Lexicon>,
    load: Box<dyn Fn() -> LexiconData + Send + Sync>,
}

impl Pack {
    /// `load` is called at most once.
    pub fn new(head: HeadData, load: impl Fn() -> LexiconData + Send + Sync + 'static) -> Self {
        Pack { head: Head::new(head), lexicon: OnceLock::new(), load: Box::new(load) }
    }
    /// The language's code.
    pub fn language(&self) -> &str {
        &self.head.data.language
    }
    /// The version of the pack, as records name it.
    pub fn version(&self) -> &str {
        &self.head.data.version
    }
    /// The lexicon, loaded now if it was not yet.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new((self.load)()))
    }
}

impl From<LexiconData> for Pack {
    fn from(data: LexiconData) -> Self {
        let head = HeadData::from(&data);
        let pack = Pack::new(head, LexiconData::default);
        // A lexicon that is there already needs no loading.
        let _ = pack.lexicon.set(Lexicon::new(data));
        pack
    }
}

/// What led to a record: for `mithaq explain`.
pub struct Trace {
    pub record: Record,
    /// Text as read.
    pub text: String,
    /// Whose press the text is taken for.
    pub home: Option<String>,
    pub instruments: Vec<(usize, usize, String)>,
    pub triggers: Vec<(usize, usize, String)>,
    /// Function words, plain and passive verbs of the sentences that have an instrument, an event or a trigger: what ended a clause,
    /// a group or a name, and gave a mention its role.
    pub words: Vec<(usize, usize, String)>,
    pub actors: Vec<(usize, usize, String)>,
    pub dates: Vec<(usize, usize, String)>,
    /// Sets of parties considered, before anything was dropped.
    pub candidates: Vec<Vec<String>>,
    /// Agreements put together and then not coded, with the reason.
    pub dropped: Vec<(Vec<String>, &'static str)>,
    /// It passed the gate: a state, and a word of an agreement or event near one of defence or security.
    pub relevant: bool,
}

impl Engine {
    pub fn new(world: WorldData, languages: Vec<Pack>) -> Self {
        Engine { world: World::new(world), languages }
    }

    /// Languages with a pack.
    pub fn languages(&self) -> impl Iterator<Item = &Pack> {
        self.languages.iter()
    }
    pub fn world(&self) -> &World {
        &self.world
    }

    /// States that a word or name stands for by itself (name, capital, adjective, body), in any language with a pack of its script.
    pub fn states_named(&self, name: &str) -> Vec<String> {
        let fold = |s: &str| s.to_lowercase();
        let mut found: Vec<String> = self.world.data.states.iter().filter(|s| s.code == name || fold(&s.name) == fold(name)).map(|s| s.code.clone()).collect();
        if found.is_empty() {
            found = language::of_script(&self.languages, name).flat_map(|p| whole(p, name)).collect();
        }
        found.sort();
        found.dedup();
        found
    }

    /// Reads one document.
    pub fn read(&self, input: &Input) -> Record {
        self.run(input, false).record
    }

    /// Reads one document; and whether it passed the gate, so that its text may be of interest even where it holds no fact.
    pub fn read_relevant(&self, input: &Input) -> (Record, bool) {
        let t = self.run(input, false);
        (t.record, t.relevant)
    }

    /// Reads one document and keeps what led to its record.
    pub fn trace(&self, input: &Input) -> Trace {
        self.run(input, true)
    }

    fn run(&self, input: &Input, explained: bool) -> Trace {
        let text = as_read(input);
        let mut record = self.empty(input, &text);
        let none = |record: Record, text: String| Trace {
            record,
            text,
            home: None,
            instruments: vec![],
            triggers: vec![],
            words: vec![],
            actors: vec![],
            dates: vec![],
            candidates: vec![],
            dropped: vec![],
            relevant: false,
        };
        if text.trim().is_empty() {
            record.document.reading = Reading::Empty;
            return none(record, text);
        }
        let Some((lexicon, tokens)) = language::choose(&self.languages, input.language.as_deref(), &text) else {
            record.document.reading = Reading::UnsupportedLanguage;
            return none(record, text);
        };
        record.document.language = Some(lexicon.data.language.clone());
        record.document.packs.insert(lexicon.data.language.clone(), lexicon.data.version.clone());
        if input.truncated {
            record.document.reading = Reading::Truncated;
        }
        let hits = scan(lexicon, &tokens);
        if !worth_reading(lexicon, &hits) {
            return none(record, text);
        }
        let title_end = input.title.as_deref().map_or(0, |t| t.replace("\r\n", "\n").chars().count());
        let (lines, sentences) = sentences_of(&tokens, &hits, lexicon, title_end);
        let doc = Doc::new(&text, tokens, lines, sentences, hits, lexicon);
        let setting = find_setting(&doc, &self.world);
        let published = input.published.as_deref().and_then(|p| p.parse().ok());
        // The dateline's date is the day of writing, not of an event; without another it dates the document.
        let in_dateline = |d: &DateMention| setting.in_dateline(d.start);
        let mut found_dates = dates(&doc, published);
        // "PRETORIA, 15 July (Telam)": "today" is the dateline's day where it lies in the week before publication.
        if let Some(p) = published.filter(|_| lexicon.separate()) {
            let own: Option<jiff::civil::Date> =
                found_dates.iter().find(|d| in_dateline(d) && d.past.precision == Precision::Day).and_then(|d| d.past.value.as_deref()?.parse().ok());
            let days = own.and_then(|o| o.until(p).ok()).map(|s| s.get_days());
            if own != Some(p) && days.is_some_and(|n| (1..=7).contains(&n)) {
                found_dates = dates(&doc, own);
            }
        }
        if published.is_none() {
            let own = found_dates.iter().find(|d| in_dateline(d)).and_then(|d| d.past.value.as_deref()?.parse().ok());
            if own.is_some() {
                found_dates = dates(&doc, own);
            }
        }
        let byline = found_dates.iter().find(|d| in_byline(&doc, d) && d.past.precision == Precision::Day).cloned();
        found_dates.retain(|d| !in_dateline(d) && !in_byline(&doc, d));
        let cast = find_actors(&doc, &setting);
        let scene = Scene { doc: &doc, cast: &cast, setting: &setting, dates: &found_dates, byline, published: input.published.as_deref() };
        let instruments = find_instruments(&scene);
        let triggers = find_triggers(&scene, &instruments);
        let built = build_agreements(&scene, &instruments, &triggers);
        let pairs: Vec<(Vec<String>, usize)> = built.facts.iter().map(|f| (f.parties.clone(), f.sentence)).collect();
        let events = find_events(&scene, &pairs);
        let links = find_links(&scene, &instruments, &triggers, &built.facts);
        write(&mut record, &self.world, &scene, &instruments, &built, &events, &links);
        if !explained {
            return Trace { relevant: true, ..none(record, String::new()) };
        }
        let words = words(&doc, &instruments, &triggers, &events);
        let (instruments, triggers, actors, dates) = spans(&doc, &cast, &instruments, &triggers, &found_dates);
        let home = setting.home.clone();
        Trace { record, home, instruments, triggers, words, actors, dates, candidates: built.candidates, dropped: built.dropped, relevant: true, text: text.clone() }
    }

    fn empty(&self, input: &Input, text: &str) -> Record {
        let sha = text_sha256(text);
        Record {
            schema: SCHEMA.into(),
            document: Document {
                id: document_id(input, &sha),
                path: input.path.clone(),
                index: input.index,
                url: input.url.clone(),
                title: input.title.clone(),
                language: input.language.clone(),
                published: input.published.clone(),
                publisher: input.publisher.clone(),
                text_sha256: sha,
                reading: Reading::Read,
                engine: ENGINE.into(),
                packs: BTreeMap::from([("world".to_string(), self.world.data.version.clone())]),
                sources: Vec::new(),
                text: None,
            },
            agreements: Vec::new(),
            events: Vec::new(),
            contributions: Vec::new(),
            unasserted: Vec::new(),
        }
    }
}

/// States for which a pack reads the whole of a name.
fn whole(pack: &Pack, name: &str) -> Vec<String> {
    let tokens = crate::text::tokenize(name, &pack.head.table);
    let lexicon = pack.lexicon();
    let hits = scan(lexicon, &tokens);
    let all = hits.iter().filter(|h| h.start == 0 && h.end == tokens.len());
    all.filter(|h| matches!(h.class, Class::State | Class::Nisba | Class::Capital)).map(|h| lexicon.entry(h).value.clone()).collect()
}

/// Lines and sentences. In a script with capitals a full stop before a small letter, or behind a short rank, month or honorific,
/// ends no sentence.
fn sentences_of(tokens: &Tokens, hits: &[Hit], lexicon: &Lexicon, title_end: usize) -> (Vec<Line>, Vec<Sentence>) {
    if lexicon.data.names != Names::Capitalised {
        return layout(tokens, title_end, |_| false, |_| false);
    }
    let abbreviations: rustc_hash::FxHashSet<usize> =
        hits.iter().filter(|h| matches!(h.class, Class::Rank | Class::Honorific | Class::Month) && tokens.word(h.end - 1).chars().count() <= 5).map(|h| h.end - 1).collect();
    let small = |i: usize| tokens.list.get(i).is_some_and(|t| t.kind == TokenKind::Word && !t.upper);
    layout(tokens, title_end, small, |i| abbreviations.contains(&i))
}

/// Lower-case hexadecimal SHA-256 of a text, UTF-8.
pub fn text_sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// A document's id: its own, else `sha256:` and the first 16 digits of the hash of the text as read.
pub fn document_id(input: &Input, text_sha256: &str) -> String {
    input.id.clone().unwrap_or_else(|| format!("sha256:{}", &text_sha256[..16]))
}

/// *The text as read*: title, line feed, body; CR LF as LF.
pub fn as_read(input: &Input) -> String {
    let body = input.text.replace("\r\n", "\n");
    match input.title.as_deref() {
        Some(t) if !t.is_empty() => format!("{}\n{body}", t.replace("\r\n", "\n")),
        _ => body,
    }
}

/// A line of the page's head that is little more than a date says when the page was put up.
fn in_byline(doc: &Doc, d: &DateMention) -> bool {
    let n = doc.sentences[doc.sentence_of(d.start)].line;
    if n > 4 {
        return false;
    }
    let line = &doc.lines[n];
    let verb = doc.within(line.start, line.end).iter().any(|h| h.class == Class::Verb && h.start >= d.end);
    line.kind != crate::text::LineKind::Headline && line.end - line.start <= (d.end - d.start) + 8 && d.start <= line.start + 1 && !verb && !doc.tokens.is(d.end, ':')
}

/// Words of a field of defence or security must stand this near (tokens) to a word of an agreement or event.
const GATE: usize = 40;

/// Fields whose bare name opens the gate: those of `fact::field` that ordinary news of trade, health or computing does not name.
const TELLING: [&str; 6] = ["access", "mutual-defence", "peacekeeping", "exercises", "intelligence", "counter-terrorism"];

/// The gate: without a state, and without a word of an agreement or event near one of defence or security, the document is not
/// looked at further. Governments, aircraft and fairs alone are no such words: half of a newsroom's stream has them.
fn worth_reading(lexicon: &Lexicon, hits: &[crate::lexicon::Hit]) -> bool {
    let mut state = false;
    let (mut cue, mut trigger): (Option<usize>, Option<usize>) = (None, None);
    let mut near = false;
    for h in hits {
        let (mut is_cue, mut is_trigger) = (false, false);
        match h.class {
            Class::State | Class::Nisba | Class::Capital | Class::Metonym => state = true,
            Class::Cue => is_cue = matches!(lexicon.entry(h).value.as_str(), "defence" | "security"),
            Class::Force => is_cue = lexicon.entry(h).value != "other",
            Class::Office => is_cue = lexicon.entry(h).domain.is_some(),
            // "reciprocal access": some fields say by themselves what it is about.
            Class::Area => is_cue = h.end - h.start >= 2 && TELLING.contains(&lexicon.entry(h).value.as_str()),
            Class::Event => {
                let arms = lexicon.entry(h).value == "arms";
                is_cue = arms;
                is_trigger = !arms;
            }
            Class::Exercise | Class::Exhibition => (is_cue, is_trigger) = (true, true),
            Class::Instrument => is_trigger = true,
            Class::Verb => is_trigger = lexicon.entry(h).value.starts_with("event"),
            _ => {}
        }
        if is_cue {
            cue = Some(h.start);
        }
        if is_trigger {
            trigger = Some(h.start);
        }
        near |= (is_cue || is_trigger) && cue.zip(trigger).is_some_and(|(c, t)| c.abs_diff(t) <= GATE);
        if state && near {
            return true;
        }
    }
    false
}

type Spans = Vec<(usize, usize, String)>;

fn spans(doc: &Doc, cast: &Cast, instruments: &[InstrumentFrame], triggers: &[Trigger], dates: &[DateMention]) -> (Spans, Spans, Spans, Spans) {
    let at = |s: usize, e: usize, label: String| {
        let (a, b) = doc.span(s, e);
        (a, b, label)
    };
    (
        instruments
            .iter()
            .map(|i| {
                at(
                    i.start,
                    i.end,
                    format!(
                        "{} count={} {}{:?} group…{} {}",
                        i.kind,
                        i.count,
                        if i.definite { "definite " } else { "" },
                        i.first_cue,
                        doc.quote(i.group_end.max(i.end) - 1, i.group_end.max(i.end)),
                        i.rule
                    ),
                )
            })
            .collect(),
        triggers.iter().map(|t| at(t.start, t.end, format!("{} {:?} {:?} → {:?} {}", t.status, t.form, t.mood, t.instrument, t.rule))).collect(),
        cast.actors
            .iter()
            .map(|a| at(a.start, a.end, format!("{:?} {} {:?}{} {}", a.kind, a.states.join("+"), a.role, if a.joined { " joined" } else { "" }, a.office.as_deref().unwrap_or(""))))
            .collect(),
        dates.iter().map(|d| at(d.start, d.end, d.past.value.clone().unwrap_or_default())).collect(),
    )
}

/// The words that rule a sentence, one row for each span with all its classes.
fn words(doc: &Doc, instruments: &[InstrumentFrame], triggers: &[Trigger], events: &[EventFrame]) -> Vec<(usize, usize, String)> {
    let at = instruments.iter().map(|i| i.start).chain(triggers.iter().map(|t| t.start)).chain(events.iter().map(|e| e.at.0));
    let told: std::collections::BTreeSet<usize> = at.map(|t| doc.sentence_of(t)).collect();
    let mut rows: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for h in doc.hits.iter().filter(|h| told.contains(&doc.sentence_of(h.start))) {
        let e = doc.lexicon.entry(h);
        let shown = h.class == Class::Word || (h.class == Class::Verb && matches!(e.value.as_str(), "plain" | "passive"));
        if shown {
            let form = if h.class == Class::Verb { format!(" {:?}", h.form) } else { String::new() };
            rows.entry((h.start, h.end)).or_default().push(format!("{}{form} {}", e.value, e.rule));
        }
    }
    rows.into_iter()
        .map(|((start, end), mut classes)| {
            classes.dedup();
            let (s, e) = doc.span(start, end);
            (s, e, classes.join(", "))
        })
        .collect()
}

fn evidence(doc: &Doc, e: &Evid) -> Option<Evidence> {
    if e.start >= doc.tokens.len() {
        return None;
    }
    let mut end = e.end.clamp(e.start + 1, doc.tokens.len());
    let (start, mut stop) = doc.span(e.start, end);
    while stop - start > 300 && end > e.start + 1 {
        end -= 1;
        stop = doc.span(e.start, end).1;
    }
    // One character alone is no evidence: take the next token too.
    if stop - start < 2 && end < doc.tokens.len() {
        stop = doc.span(e.start, end + 1).1;
    }
    let stop = stop.min(start + 300);
    (stop - start >= 2).then(|| Evidence { field: e.field.clone(), start, end: stop, quote: doc.slice(start, stop).to_string(), rule: e.rule.clone() })
}

fn write(record: &mut Record, world: &World, scene: &Scene, instruments: &[InstrumentFrame], built: &Built, events: &[EventFrame], links: &[LinkFact]) {
    let doc = scene.doc;
    let mut order: Vec<usize> = (0..built.facts.len()).collect();
    order.sort_by_key(|&k| (built.facts[k].sentence, k));
    let id_of = |k: usize| order.iter().position(|&x| x == k).map(|p| format!("a{}", p + 1));
    for &k in &order {
        let id = id_of(k).unwrap_or_default();
        let mut a = agreement(world, doc, &built.facts[k], id);
        for l in links.iter().filter(|l| l.from == k) {
            let to = id_of(l.to).unwrap_or_default();
            let at = Evid { field: format!("links:{to}"), ..l.at.clone() };
            if let Some(e) = evidence(doc, &at) {
                a.evidence.push(e);
                a.links.push(Link { to, kind: l.kind.clone() });
            }
        }
        a.links.sort_by(|x, y| x.to.cmp(&y.to));
        record.agreements.push(a);
    }
    for e in events {
        let id = format!("e{}", record.events.len() + 1);
        if let Some(e) = event(world, doc, scene, built, e, id, &id_of) {
            record.events.push(e);
        }
    }
    for g in find_contributions(scene, instruments, &built.facts) {
        let mut to = g.to.clone();
        to.sort();
        record.contributions.push(Contribution {
            state: g.state.clone(),
            to,
            area: g.area.clone(),
            agreements: id_of(g.fact).into_iter().collect(),
            confidence: 0.7,
            evidence: evidence(doc, &g.at).into_iter().collect(),
        });
    }
    for (parties, mode, at) in &built.unasserted {
        let mut parties = parties.clone();
        parties.sort();
        record.unasserted.push(Unasserted { kind: "agreement".into(), parties, mode: mode.to_string(), evidence: evidence(doc, at).into_iter().collect() });
    }
    record.document.sources = find_sources(scene);
}

/// A place with the gazetteer's name and coordinates where it knows the city.
fn place(world: &World, doc: &Doc, p: &PlaceFact) -> Place {
    let city = p.city.as_deref().and_then(|c| world.city(c));
    let capital = if city.is_none() { world.data.states.iter().find(|s| s.code == p.state).filter(|_| doc.at(p.at.start).iter().any(|h| h.class == Class::Capital)) } else { None };
    Place {
        name: city.map(|c| c.name.clone()).or_else(|| capital.map(|s| s.capital.clone())).unwrap_or_else(|| doc.quote(p.at.start, p.at.end).to_string()),
        country: Some(p.state.clone()),
        latitude: city.map(|c| c.latitude).or_else(|| capital.and_then(|s| s.latitude)),
        longitude: city.map(|c| c.longitude).or_else(|| capital.and_then(|s| s.longitude)),
    }
}

/// A person: the name as written, and its key.
fn person(world: &World, doc: &Doc, name: Option<(usize, usize)>, rank: Option<(usize, usize)>, office: String, state: Option<String>) -> Person {
    let quoted = |at: Option<(usize, usize)>| at.map(|(a, b)| doc.quote(a, b).to_string());
    let name = quoted(name);
    let key = name.as_deref().and_then(|n| world.name_key(n));
    Person { name, key, rank: quoted(rank), office, state }
}

fn agreement(world: &World, doc: &Doc, f: &Fact, id: String) -> Agreement {
    let best = f.furthest();
    let status = best.map_or_else(|| "signed".to_string(), |s| s.status.clone());
    let date = best.map_or_else(DateValue::unknown, |s| s.date.clone());
    let signed = f.step("signed").map_or_else(DateValue::unknown, |s| s.date.clone());
    let mut steps: Vec<&crate::fact::StepFact> = f.steps.iter().collect();
    steps.sort_by_key(|s| crate::fact::step_rank(&s.status));
    let place = f.place.as_ref().map(|p| place(world, doc, p));
    let named = &f.named;
    let quoted = |e: &Option<Evid>| e.as_ref().and_then(|e| evidence(doc, e)).map(|e| e.quote);
    let mut ev = Vec::new();
    ev.extend(evidence(doc, &f.party_evidence));
    if let Some(s) = best {
        ev.extend(evidence(doc, &s.at));
        ev.extend(s.date_at.as_ref().and_then(|d| evidence(doc, d)));
    }
    // The other steps, each by its own words; the date of the signature also under the name that it has in the record.
    for s in steps.iter().filter(|s| best.is_none_or(|b| b.status != s.status)) {
        let named = |e: &Evid, field: String| evidence(doc, &Evid { field, ..e.clone() });
        ev.extend(named(&s.at, format!("steps:{}", s.status)));
        let field = if s.status == "signed" { "signed".into() } else { format!("steps:{}:date", s.status) };
        ev.extend(s.date_at.as_ref().and_then(|d| named(d, field)));
    }
    for (i, (start, end)) in f.signatories.iter().enumerate().filter_map(|(i, s)| Some((i, s.name?))) {
        ev.extend(evidence(doc, &Evid { field: format!("signatories:{i}"), start, end, rule: "signatories/name".into() }));
    }
    if let Some(p) = &f.place {
        ev.extend(evidence(doc, &p.at));
    }
    for a in f.areas.values() {
        ev.extend(evidence(doc, a));
    }
    for e in [&named.title, &named.occasion].into_iter().flatten().chain(named.years.as_ref().map(|y| &y.1)) {
        ev.extend(evidence(doc, e));
    }
    let scope = if f.general {
        "general"
    } else if (1..=2).contains(&f.title_areas) || (!f.areas.is_empty() && f.areas.len() <= 2) {
        "sector"
    } else if f.areas.len() >= 3 {
        "general"
    } else {
        "unknown"
    };
    Agreement {
        id,
        parties: f.parties.clone(),
        domain: f.domain.clone().unwrap_or_else(|| "defence".into()),
        instrument: f.kind.clone(),
        title: quoted(&named.title),
        scope: scope.into(),
        status,
        signed,
        date,
        steps: steps.iter().map(|s| Step { status: s.status.clone(), date: s.date.clone() }).collect(),
        place,
        occasion: quoted(&named.occasion),
        duration_years: named.years.as_ref().map(|y| y.0),
        signatories: f.signatories.iter().map(|s| person(world, doc, s.name, s.rank, s.office.clone(), Some(s.state.clone()))).collect(),
        areas: f.areas.keys().cloned().collect(),
        links: Vec::new(),
        confidence: if f.implied {
            0.6
        } else if f.explicit {
            0.95
        } else {
            0.8
        },
        evidence: ev,
    }
}

/// The fields an exercise, a training or an exchange is in: areas named in its own noun group.
fn event_areas(doc: &Doc, e: &EventFrame) -> Vec<Evid> {
    let mut out: BTreeMap<String, Evid> = BTreeMap::new();
    if matches!(e.kind, "exercise" | "training" | "expert-exchange") {
        for t in e.at.0..e.at.1 + 5 {
            if t >= e.at.1 && (doc.tokens.is(t, ',') || doc.at(t).iter().any(Doc::is_finite)) {
                break;
            }
            // Its own kind is no field of it.
            let own = |h: &crate::lexicon::Hit| doc.value(h).trim_end_matches('s') == e.kind;
            for h in doc.at(t).iter().filter(|h| h.class == Class::Area && !own(h)) {
                let field = format!("areas:{}", doc.value(h));
                out.entry(doc.value(h).to_string()).or_insert_with(|| Evid { field, start: h.start, end: h.end, rule: doc.lexicon.entry(h).rule.clone() });
            }
        }
    }
    out.into_values().collect()
}

fn event(world: &World, doc: &Doc, scene: &Scene, built: &Built, e: &EventFrame, id: String, id_of: &impl Fn(usize) -> Option<String>) -> Option<Event> {
    let mut ev: Vec<Evidence> = evidence(doc, &Evid { field: "type".into(), start: e.at.0, end: e.at.1, rule: e.rule.clone() }).into_iter().collect();
    if let Some((a, b)) = e.date_at.filter(|_| e.date.is_known()) {
        ev.extend(evidence(doc, &Evid { field: "date".into(), start: a, end: b, rule: "date/clause".into() }));
    }
    if ev.is_empty() {
        return None;
    }
    let involved: Vec<&String> = e.participants.iter().chain(e.host.as_ref()).collect();
    // Whom the words name: for each state the group nearest to the event's word.
    for (state, field) in e.participants.iter().map(|p| (p, "participants")).chain(e.host.iter().map(|h| (h, "host"))) {
        let place = |a: &crate::mention::Actor| usize::from(field == "participants" && a.role == crate::mention::Role::In) * 200;
        let near = scene.cast.actors.iter().filter(|a| a.states.contains(state) && !a.implied).min_by_key(|a| a.start.abs_diff(e.at.0) + place(a));
        ev.extend(near.and_then(|a| evidence(doc, &Evid { field: format!("{field}:{state}"), start: a.start, end: a.end, rule: a.rule.clone() })));
    }
    let at = event_place(scene, e.at.0).filter(|p| matches!(e.kind, "meeting" | "committee" | "exercise" | "training" | "exhibition") || e.host.as_ref() == Some(&p.state));
    ev.extend(at.as_ref().and_then(|p| evidence(doc, &p.at)));
    let areas = event_areas(doc, e);
    for a in &areas {
        ev.extend(evidence(doc, a));
    }
    // What was denied came out of no event.
    let coded = |f: &Fact| f.furthest().is_none_or(|s| s.status != "rejected");
    let agreements = built
        .facts
        .iter()
        .enumerate()
        .filter(|(_, f)| coded(f) && f.parties.len() <= involved.len() && f.parties.iter().all(|p| involved.contains(&p)))
        .filter_map(|(k, _)| id_of(k))
        .collect();
    let met: Vec<(&crate::mention::Actor, &String)> =
        e.persons.iter().map(|&k| &scene.cast.actors[k]).filter(|a| a.states.len() == 1 && involved.contains(&&a.states[0])).map(|a| (a, &a.states[0])).collect();
    for (i, (start, end)) in met.iter().enumerate().filter_map(|(i, (a, _))| Some((i, a.name?))) {
        ev.extend(evidence(doc, &Evid { field: format!("persons:{i}"), start, end, rule: "persons/name".into() }));
    }
    // "under the minister A and B, the minister of Egypt": two holders of one office that a state has once are of both states of the pair.
    let alone = |o: &Option<String>| o.as_deref().is_some_and(|o| o.starts_with("minister-of-") || o.starts_with("head-of-") || o == "chief-of-staff");
    let apart = |a: &crate::mention::Actor, s: &String| {
        let same = |b: &&(&crate::mention::Actor, &String)| b.0.start != a.start && b.0.kind == ActorKind::Office && b.0.office == a.office && b.1 == s && !b.0.implied;
        let told = a.implied
            && a.kind == ActorKind::Office
            && alone(&a.office)
            && met.len() == 2
            && involved.len() == 2
            && matches!(e.kind, "meeting" | "committee")
            && met.iter().any(|b| same(&b));
        involved.iter().find(|x| told && **x != s).copied()
    };
    let persons = met.iter().map(|(a, s)| person(world, doc, a.name, a.rank, a.office.clone().unwrap_or_else(|| "other".into()), Some(apart(a, s).unwrap_or(s).clone()))).collect();
    Some(Event {
        id,
        kind: e.kind.into(),
        realis: e.realis.into(),
        participants: e.participants.clone(),
        host: e.host.clone(),
        persons,
        name: e.name.clone(),
        date: e.date.clone(),
        place: at.as_ref().map(|p| place(world, doc, p)),
        areas: areas.iter().map(|a| a.field["areas:".len()..].to_string()).collect(),
        agreements,
        confidence: 0.8,
        evidence: ev,
    })
}
