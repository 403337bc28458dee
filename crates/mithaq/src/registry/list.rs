//! `mithaq list`: agreements, events, documents, people, and what waits for review.

use super::args::{List, ListFormat, ListWhat};
use super::filters::filter;
use super::shown;
use crate::screen::{cut, isolate};
use comfy_table::{ContentArrangement, Table, presets};
use mithaq_core::record::DateValue;
use mithaq_registry::{DocumentListed, EventListed, Filter, Listed, Mode, PersonListed, Registry, RegistryError, precision_name};
use serde::Serialize;
use std::io::{self, Write};

/// Rows of a table where no limit is given: a screen or two.
const SCREEN: i64 = 200;

/// Runs `list`.
pub fn run(a: &List) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(shown)?;
    let mut f = filter(&a.filters)?;
    if a.what == ListWhat::Review && f.review.is_none() {
        f.review = Some("doubtful".into());
    }
    if a.format == ListFormat::Table && f.limit.is_none() {
        f.limit = Some(SCREEN);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match (a.what, a.format) {
        (ListWhat::Agreements | ListWhat::Review, ListFormat::Table) => {
            let total = registry.count_agreements(&f).map_err(shown)?;
            let list = registry.agreements(&f).map_err(shown)?;
            agreements(&mut out, &list)?;
            count(&mut out, list.len(), total, "agreements")?;
            if a.what == ListWhat::Review {
                doubts(&mut out, &registry, &list)?;
            }
        }
        (ListWhat::Agreements | ListWhat::Review, format) => each(&registry, &f, format, &mut out)?,
        (ListWhat::Events, format) => rows(&mut out, format, &registry.events(&f).map_err(shown)?, "events", EVENTS, event)?,
        (ListWhat::Documents, format) => rows(&mut out, format, &registry.documents(&f).map_err(shown)?, "documents", DOCUMENTS, document)?,
        (ListWhat::Persons, format) => rows(&mut out, format, &registry.persons(&f).map_err(shown)?, "people", PERSONS, person)?,
    }
    out.flush()?;
    Ok(true)
}

/// A borderless table that fits the terminal.
pub fn table(header: &[&str]) -> Table {
    let mut t = Table::new();
    t.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled).set_header(header.iter().copied());
    t
}

fn print(out: &mut impl Write, t: &Table) -> io::Result<()> {
    t.lines().try_for_each(|l| writeln!(out, "{}", l.trim_end()))
}

fn count(out: &mut impl Write, shown: usize, total: i64, what: &str) -> io::Result<()> {
    if shown as i64 == total { writeln!(out, "{total} {}", counted(total, what)) } else { writeln!(out, "{shown} of {total} {what}; --limit and --offset show others") }
}

/// The word for so many.
pub fn counted(n: i64, what: &str) -> &str {
    match what {
        "people" if n == 1 => "person",
        _ if n == 1 => what.strip_suffix('s').unwrap_or(what),
        _ => what,
    }
}

/// Day, month or year; `..` where unknown.
pub fn date(d: &DateValue) -> String {
    d.value.clone().unwrap_or_else(|| "..".into())
}

/// The table of agreements.
pub fn agreements(out: &mut impl Write, list: &[Listed]) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let mut t = table(&["id", "parties", "instrument", "status", "date", "signed", "areas", "reports", "sure", "note"]);
    for a in list {
        let mut note = Vec::new();
        if a.review != "unreviewed" {
            note.push(a.review.clone());
        }
        if a.conflicts > 0 {
            note.push(format!("{} disputed", a.conflicts));
        }
        if !a.links.is_empty() {
            note.push(a.links.iter().map(|l| format!("{} {}", l.kind, l.to)).collect::<Vec<_>>().join(", "));
        }
        let reports = if a.voices < a.reports.len() as i64 || a.origins < a.voices {
            format!("{} ({} independent)", a.reports.len(), a.origins.min(a.voices))
        } else {
            a.reports.len().to_string()
        };
        t.add_row(vec![
            a.id.clone(),
            a.parties.join("–"),
            a.instrument.clone(),
            a.status.clone(),
            date(&a.date),
            date(&a.signed),
            cut(&a.areas.join(" "), 60),
            reports,
            format!("{:.2}", a.confidence),
            note.join("; "),
        ]);
    }
    print(out, &t)
}

/// Pairs of a list's agreements that may be one.
fn doubts(out: &mut impl Write, registry: &Registry, list: &[Listed]) -> io::Result<()> {
    let mut pairs = std::collections::BTreeSet::new();
    for a in list {
        for d in registry.doubts(&a.id).map_err(shown)? {
            pairs.insert(if a.id < d.other { (a.id.clone(), d.other) } else { (d.other, a.id.clone()) });
        }
    }
    if !pairs.is_empty() {
        writeln!(out, "\nPerhaps the same (`mithaq explain-merge` shows why; `mithaq decide merge` or `split` settles it)")?;
    }
    pairs.iter().try_for_each(|(a, b)| writeln!(out, "  {a}  {b}"))
}

/// Agreements one by one, so that memory does not grow with the list.
fn each(registry: &Registry, f: &Filter, format: ListFormat, out: &mut impl Write) -> io::Result<()> {
    let mut csv = (format == ListFormat::Csv).then(|| csv::Writer::from_writer(Vec::new()));
    if let Some(w) = &mut csv {
        w.write_record(AGREEMENT_COLUMNS).map_err(io::Error::other)?;
    }
    let mut failed: Option<io::Error> = None;
    let result = registry.each_agreement(f, |a| {
        let written = match &mut csv {
            Some(w) => w.write_record(agreement_cells(a)).map_err(io::Error::other).and_then(|()| drain(w, out)),
            None => serde_json::to_writer(&mut *out, a).map_err(io::Error::from).and_then(|()| out.write_all(b"\n")),
        };
        written.map_err(|e| {
            failed = Some(e);
            RegistryError::Query("output closed".into())
        })
    });
    match failed {
        Some(e) => Err(e),
        None => result.map_err(shown),
    }
}

/// Passes on what a CSV writer has gathered.
fn drain(w: &mut csv::Writer<Vec<u8>>, out: &mut impl Write) -> io::Result<()> {
    w.flush()?;
    let full = std::mem::replace(w, csv::Writer::from_writer(Vec::new()));
    out.write_all(&full.into_inner().map_err(|e| io::Error::other(e.to_string()))?)
}

const AGREEMENT_COLUMNS: [&str; 20] = [
    "id",
    "parties",
    "domain",
    "instrument",
    "scope",
    "status",
    "date",
    "precision",
    "signed",
    "signed_precision",
    "place",
    "place_country",
    "areas",
    "duration_years",
    "confidence",
    "review",
    "reports",
    "independent",
    "title",
    "links",
];

fn agreement_cells(a: &Listed) -> [String; 20] {
    let place = a.place.as_ref();
    [
        a.id.clone(),
        a.parties.join("+"),
        a.domain.clone(),
        a.instrument.clone(),
        a.scope.clone(),
        a.status.clone(),
        a.date.value.clone().unwrap_or_default(),
        precision_name(a.date.precision).into(),
        a.signed.value.clone().unwrap_or_default(),
        precision_name(a.signed.precision).into(),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        place.and_then(|p| p.country.clone()).unwrap_or_default(),
        a.areas.join("+"),
        a.duration_years.map(|d| d.to_string()).unwrap_or_default(),
        format!("{:.2}", a.confidence),
        a.review.clone(),
        a.reports.len().to_string(),
        a.origins.min(a.voices).to_string(),
        a.title.clone().unwrap_or_default(),
        a.links.iter().map(|l| format!("{} {}", l.kind, l.to)).collect::<Vec<_>>().join("; "),
    ]
}

/// A list of which the registry gave all rows.
fn rows<T: Serialize>(out: &mut impl Write, format: ListFormat, list: &[T], what: &str, header: &[&str], cells: impl Fn(&T) -> Vec<String>) -> io::Result<()> {
    match format {
        ListFormat::Jsonl => list.iter().try_for_each(|x| {
            serde_json::to_writer(&mut *out, x)?;
            out.write_all(b"\n")
        }),
        ListFormat::Csv => {
            let mut w = csv::Writer::from_writer(out);
            w.write_record(header).map_err(io::Error::other)?;
            list.iter().try_for_each(|x| w.write_record(cells(x)).map_err(io::Error::other))?;
            w.flush()
        }
        ListFormat::Table => {
            if !list.is_empty() {
                let mut t = table(header);
                for x in list {
                    t.add_row(cells(x).iter().map(|c| cut(&isolate(c), 70)).collect::<Vec<_>>());
                }
                print(out, &t)?;
            }
            writeln!(out, "{} {}", list.len(), counted(list.len() as i64, what))
        }
    }
}

/// The table of events.
pub fn events(out: &mut impl Write, list: &[EventListed]) -> io::Result<()> {
    rows(out, ListFormat::Table, list, "events", EVENTS, event)
}

const EVENTS: &[&str] = &["id", "type", "realis", "who", "date", "place", "areas", "name", "reports", "sure"];

fn event(e: &EventListed) -> Vec<String> {
    vec![
        e.id.clone(),
        e.kind.clone(),
        e.realis.clone(),
        who(e),
        date(&e.date),
        e.place.clone().or(e.place_country.clone()).unwrap_or_default(),
        e.areas.join(" "),
        e.name.clone().unwrap_or_default(),
        e.reports.to_string(),
        format!("{:.2}", e.confidence),
    ]
}

/// Who did what with whom: visitors to their host, what is handed over from supplier to receiver.
pub fn who(e: &EventListed) -> String {
    let others = e.participants.join("–");
    match &e.host {
        Some(h) if others.is_empty() => format!("in {h}"),
        Some(h) if matches!(e.kind.as_str(), "delivery" | "procurement") => format!("{h} → {others}"),
        Some(h) => format!("{others} → {h}"),
        None => others,
    }
}

const DOCUMENTS: &[&str] = &["document", "published", "publisher", "language", "reading", "agreements", "events", "copies", "title"];

fn document(d: &DocumentListed) -> Vec<String> {
    vec![
        d.document.clone(),
        d.published.clone().unwrap_or_default(),
        d.publisher.clone().unwrap_or_default(),
        d.language.clone().unwrap_or_default(),
        d.reading.clone(),
        d.agreements.to_string(),
        d.events.to_string(),
        d.copies.to_string(),
        d.title.clone().unwrap_or_default(),
    ]
}

const PERSONS: &[&str] = &["name", "state", "offices", "agreements", "spellings"];

fn person(p: &PersonListed) -> Vec<String> {
    vec![p.name.clone(), p.state.clone().unwrap_or_default(), p.offices.join(" "), p.agreements.to_string(), p.spellings.join(", ")]
}
