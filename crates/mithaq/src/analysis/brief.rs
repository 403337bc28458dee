//! `mithaq brief`: one page on a pair of states, every sentence with its source.
//!
//! In: two states. Out: Markdown or HTML. A sentence is made of what the registry holds, and ends in the numbers of the reports that say it; what no
//! report says is not said. Titles and quotes stand in their own language and direction.

use super::args::{Brief, Page};
use super::common::{at, open, shown, state, wrong};
use mithaq_analysis::codebook::{Codebook, Language};
use mithaq_analysis::span::{self, Day};
use mithaq_analysis::states::State;
use mithaq_core::record::{DateValue, Precision};
use mithaq_export::Target;
use mithaq_registry::{Filter, Quote, Registry, Shown, Told};
use std::collections::{BTreeMap, HashMap};
use std::io;

mod page;

/// The page before it has a format.
#[derive(Default)]
pub struct Content {
    title: String,
    lead: Vec<Sentence>,
    sections: Vec<(String, Vec<Sentence>)>,
    notes: Vec<Note>,
    numbers: HashMap<String, usize>,
}

/// A sentence and the numbers of its notes, from 1.
pub struct Sentence {
    text: String,
    notes: Vec<usize>,
}

/// A source.
#[derive(Clone)]
pub struct Note {
    publisher: String,
    published: Option<String>,
    title: Option<String>,
    url: Option<String>,
    quote: Option<String>,
    language: Option<String>,
}

impl Content {
    fn note(&mut self, document: &str, n: Note) -> usize {
        if let Some(i) = self.numbers.get(document) {
            return *i;
        }
        self.notes.push(n);
        self.numbers.insert(document.into(), self.notes.len());
        self.notes.len()
    }
    fn told(&mut self, told: &[Told]) -> Vec<usize> {
        told.iter()
            .map(|t| {
                let note = Note {
                    publisher: t.publisher.clone().unwrap_or_else(|| t.document.clone()),
                    published: t.published.clone(),
                    title: t.title.clone(),
                    url: t.url.clone(),
                    quote: t.quote.clone(),
                    language: t.language.clone(),
                };
                self.note(&t.document, note)
            })
            .collect()
    }
    fn quoted(&mut self, q: Option<&Quote>) -> Vec<usize> {
        let note = |q: &Quote| Note {
            publisher: q.publisher.clone().unwrap_or_else(|| q.document.clone()),
            published: q.published.map(span::text),
            title: None,
            url: q.url.clone(),
            quote: Some(q.quote.clone()),
            language: None,
        };
        q.map(|q| self.note(&q.document, note(q))).into_iter().collect()
    }
}

pub fn run(a: &Brief) -> io::Result<bool> {
    let (x, y) = (state(&a.a)?, state(&a.b)?);
    if x == y {
        return Err(wrong("a brief is about two states: these are one"));
    }
    let (registry, facts) = open(&a.registry.registry)?;
    let day = at(a.at.as_deref(), &facts)?;
    let unknown = |c: &str| wrong(format!("{c} is no state: a brief is about two states"));
    let of = |c: &str| facts.states.get(c).ok_or_else(|| unknown(c));
    let content = content(&registry, of(&x)?, of(&y)?, day)?;
    let html = match a.format {
        Some(f) => f == Page::Html,
        None => a.output.as_ref().and_then(|o| o.extension()).is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm")),
    };
    let page = if html { page::html(&content) } else { page::markdown(&content) };
    let target = a.output.as_ref().map_or(Target::Stdout, |o| o.into());
    mithaq_export::write_bytes(&page, target).map_err(super::common::unwritten)?;
    Ok(true)
}

fn content(registry: &Registry, x: &State, y: &State, day: Day) -> io::Result<Content> {
    let registry_error = crate::registry::shown;
    let book = Codebook::load(Language::English).map_err(shown)?;
    let mut c = Content { title: format!("{} and {}: defence cooperation", x.name, y.name), ..Content::default() };
    let filter = Filter { states: vec![x.iso.clone(), y.iso.clone()], until: Some(span::text(day)), ..Filter::default() };
    let mut agreements = registry.agreements(&filter).map_err(registry_error)?;
    agreements.retain(|a| a.review != "rejected");
    let shown_all: Vec<Shown> = agreements.iter().map(|a| registry.show(&a.id)).collect::<Result<_, _>>().map_err(registry_error)?;
    let mut told = Vec::new();
    let mut since = Vec::new();
    let mut gives = Vec::new();
    let mut apart = Vec::new();
    let mut in_force = 0;
    let both = |a: &Shown| -> String {
        let others: Vec<&str> = a.agreement.parties.iter().map(String::as_str).filter(|p| **p != x.iso && **p != y.iso).collect();
        if others.is_empty() { "the two states".into() } else { format!("the two states and {}", others.join(", ")) }
    };
    for s in &shown_all {
        let a = &s.agreement;
        let notes = c.told(&s.told);
        let word = |of: &str, code: &str| book.word(of, code).to_string();
        let areas = a.areas.iter().map(|x| word("area", x)).collect::<Vec<_>>().join(", ");
        let covering = if areas.is_empty() { String::new() } else { format!(", covering {areas}") };
        let place = a.place.as_ref().map(|p| format!(" in {}", p.name)).unwrap_or_default();
        let what = word("instrument", &a.instrument);
        let head = match a.status.as_str() {
            "signed" => format!("{} {} signed {} {what}{place}{covering}.", capital(&dated(&a.date)), both(s), article(&what)),
            status => {
                let signed = if a.signed.is_known() { format!(", signed {}", dated(&a.signed)) } else { String::new() };
                format!("{} {what} between {}{signed}{covering}: {}{}.", capital(article(&what)), both(s), word("status", status), since_when(&a.date))
            }
        };
        told.push(Sentence { text: head, notes: notes.clone() });
        let runs = |d: &str| a.runs.0.as_deref().is_some_and(|f| f <= d) && a.runs.1.as_deref().is_none_or(|t| d < t);
        in_force += usize::from(runs(&span::text(day)));
        if let Some(years) = a.duration_years {
            told.push(Sentence { text: format!("It runs for {years} year{}.", if years == 1 { "" } else { "s" }), notes: notes.clone() });
        }
        for p in a.signatories.iter().filter(|p| p.name.is_some()) {
            let state = p.state.as_deref().map(|s| format!(" of {s}")).unwrap_or_default();
            told.push(Sentence { text: format!("{} ({}{state}) signed it.", p.name.as_deref().unwrap_or_default(), word("office", &p.office)), notes: notes.clone() });
        }
        let mut given: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
        for g in &s.contributions {
            given.entry((g.state.clone(), g.area.clone())).or_default().push(&g.document);
        }
        for ((state, area), documents) in given {
            let notes = documents.iter().filter_map(|d| c.numbers.get(*d).copied()).collect();
            gives.push(Sentence { text: format!("{state} brings {}.", word("area", &area)), notes });
        }
        for f in s.follow_through.iter().filter(|f| f.area != "other") {
            match f.deeds.len() {
                0 => since.push(Sentence {
                    text: format!("{}: nothing is reported since {}.", capital(&word("area", &f.area)), f.silent_since.as_deref().unwrap_or("the signature")),
                    notes: notes.clone(),
                }),
                n => since.push(Sentence {
                    text: format!(
                        "{}: {n} event{} since, the last on {}.",
                        capital(&word("area", &f.area)),
                        if n == 1 { "" } else { "s" },
                        f.last_seen.as_deref().unwrap_or("a day not known")
                    ),
                    notes: notes.clone(),
                }),
            }
        }
        for d in s.disagreements.iter().filter(|d| !d.shown) {
            let kept = s.disagreements.iter().find(|k| k.shown && k.property == d.property).map_or("..", |k| k.value.as_str());
            apart.push(Sentence {
                text: format!(
                    "On {} reports differ: {} {}, not {kept}.",
                    d.property.replace('_', " "),
                    if d.reports == 1 { "one says".into() } else { format!("{} say", d.reports) },
                    d.value
                ),
                notes: notes.clone(),
            });
        }
    }
    let quotes = registry.quotes().map_err(registry_error)?;
    let mut events = registry.events(&filter).map_err(registry_error)?;
    events.retain(|e| e.review != "rejected");
    let mut held = Vec::new();
    for e in &events {
        let notes = c.quoted(quotes.events.get(&e.id));
        let kind = book.word("type", &e.kind);
        let who = match &e.host {
            Some(h) => format!("{} → {h}", e.participants.join(", ")),
            None => e.participants.join(", "),
        };
        let name = e.name.as_deref().map(|n| format!(" “{n}”")).unwrap_or_default();
        let place = e.place.as_deref().map(|p| format!(", {p}")).unwrap_or_default();
        let when = words(&e.date).map_or("no date given".into(), |(w, _)| w);
        held.push(Sentence { text: format!("{} ({who}{place}){name}: {}, {when}.", capital(kind), book.word("realis", &e.realis)), notes });
    }
    let all = (1..=c.notes.len()).collect::<Vec<_>>();
    let n = agreements.len();
    c.lead.push(Sentence {
        text: match n {
            0 => format!("As of {}, the registry holds no agreement between {} and {}.", span::text(day), x.name, y.name),
            _ => format!("As of {}, the registry holds {n} agreement{} between {} and {}, {in_force} in force.", span::text(day), if n == 1 { "" } else { "s" }, x.name, y.name),
        },
        notes: if n == 0 { Vec::new() } else { all },
    });
    for (heading, sentences) in
        [("Agreements", told), ("What each side brings", gives), ("What was done since", since), ("Visits, meetings, exercises, deliveries", held), ("Where reports differ", apart)]
    {
        if !sentences.is_empty() {
            c.sections.push((heading.into(), sentences));
        }
    }
    Ok(c)
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn capital(s: &str) -> String {
    let mut letters = s.chars();
    letters.next().map_or(String::new(), |f| f.to_uppercase().chain(letters).collect())
}

/// `30 October 2024`, `October 2024`, `2024`; and whether it is a day.
fn words(d: &DateValue) -> Option<(String, bool)> {
    let mut parts = d.value.as_deref()?.split('-');
    let (year, month, day) = (parts.next().unwrap_or(""), parts.next().and_then(month), parts.next().map(|d| d.trim_start_matches('0')));
    Some(match (d.precision, month, day) {
        (Precision::Day, Some(m), Some(d)) => (format!("{d} {m} {year}"), true),
        (Precision::Month, Some(m), _) => (format!("{m} {year}"), false),
        _ => (year.into(), false),
    })
}

fn month(number: &str) -> Option<&'static str> {
    const NAMES: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    NAMES.get(number.parse::<usize>().ok()?.checked_sub(1)?).copied()
}

/// `on 30 October 2024`, `in October 2024`, `at a date not known`.
fn dated(d: &DateValue) -> String {
    words(d).map_or("at a date that is not known".into(), |(w, day)| format!("{} {w}", if day { "on" } else { "in" }))
}

fn since_when(d: &DateValue) -> String {
    words(d).map_or(String::new(), |(w, _)| format!(" since {w}"))
}
