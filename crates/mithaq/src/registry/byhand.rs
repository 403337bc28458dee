//! `mithaq add`, `mithaq import`, `mithaq export --as agreements`: agreements from a person's hand, and the table that goes back to it.
//!
//! In: a row's values as options, or a register as CSV. Out: the registry's file, and on standard error what changed and what
//! could not be taken in; `add` prints the agreement's id. `export` writes `agreements.csv`.

use super::args::{Add, By, Import};
use super::mapping::Mapping;
use crate::extract::engine;
use mithaq_registry::byhand::{Entered, Entry, States, one_row};
use mithaq_registry::{Filter, Mode, Registry, RegistryError};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Rows of one kind that are named on the screen before the rest is only counted.
const NAMED: usize = 20;

/// Runs `add`.
pub fn add(a: &Add) -> io::Result<bool> {
    let duration = a.duration_years.map(|d| d.to_string()).unwrap_or_default();
    let date = |d: &Option<String>| d.clone().unwrap_or_default();
    // Where the status is signed, one date says both.
    let of_status = if a.status.trim().eq_ignore_ascii_case("signed") { a.date.as_ref().or(a.signed.as_ref()) } else { a.date.as_ref() };
    let text = one_row(&[
        ("id", &a.id),
        ("parties", &a.parties),
        ("domain", &a.domain),
        ("instrument", &a.instrument),
        ("scope", &a.scope),
        ("status", &a.status),
        ("signed", &date(&a.signed)),
        ("date", of_status.map_or("", String::as_str)),
        ("place_country", a.place_country.as_deref().unwrap_or("")),
        ("areas", &a.areas),
        ("duration_years", &duration),
        ("terminated_date", &date(&a.terminated_date)),
        ("source", &a.source),
        ("title", a.title.as_deref().unwrap_or("")),
    ]);
    let author = author(&a.who);
    let states = states()?;
    let mut registry = Registry::open(&a.registry.registry, Mode::Write).map_err(super::shown)?;
    let entry = Entry { text: &text, path: None, title: Some("entered by hand"), author: &author, reason: &a.who.reason, source: None, states: &states };
    let done = registry.enter(&entry).map_err(super::shown)?;
    if let Some(p) = done.problems.first() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{}\n  help: `mithaq add --help` says what each option takes; nothing was entered", p.message)));
    }
    let key = if done.known { format!("{}#r1", done.document) } else { done.keys.first().cloned().unwrap_or_default() };
    let agreement = registry.agreement(&key).map_err(super::shown)?;
    println!("{}", agreement.id);
    if done.known {
        eprintln!("mithaq: exactly this was entered before; nothing changed. Where there are two, tell them apart by --id or --title.");
    }
    notes(&done, None);
    if done.twins.is_empty() && agreement.reports.len() > 1 {
        eprintln!("mithaq: it is the agreement that {} report{} of already.", agreement.reports.len() - 1, if agreement.reports.len() == 2 { " tells" } else { "s tell" });
    }
    if done.candidates > 0 {
        eprintln!("mithaq: the press may tell of it already: `mithaq show {0}` names the candidate, `mithaq decide merge {0} …` makes them one.", agreement.id);
    }
    Ok(true)
}

/// Runs `import`. `Ok(false)`: some rows could not be taken in.
pub fn import(a: &Import) -> io::Result<bool> {
    let shown = a.csv.display().to_string();
    let bytes = std::fs::read(&a.csv).map_err(|source| super::shown(RegistryError::Io { path: a.csv.clone(), source }))?;
    let text = String::from_utf8(bytes).map_err(|e| not_utf8(&shown, &e))?;
    let (text, left) = match &a.mapping {
        None => (text, Vec::new()),
        Some(path) => mapped(path, &text, &shown)?,
    };
    for problem in left.iter().take(NAMED) {
        eprintln!("mithaq: {shown}, {problem}");
    }
    if left.len() > NAMED {
        eprintln!("mithaq: … and {} more lines that the mapping could not take over.", left.len() - NAMED);
    }
    // The same file is the same from whichever folder it is named.
    let path = std::fs::canonicalize(&a.csv).map(|p| p.display().to_string()).unwrap_or_else(|_| shown.clone());
    let title = a.csv.file_name().map(|n| n.to_string_lossy().into_owned());
    let author = author(&a.who);
    let states = states()?;
    let mut registry = Registry::open(&a.registry.registry, Mode::Write).map_err(super::shown)?;
    let source = a.source.as_deref().map(str::trim).filter(|s| !s.is_empty());
    let entry = Entry { text: &text, path: Some(&path), title: title.as_deref(), author: &author, reason: &a.who.reason, source, states: &states };
    let done = registry.enter(&entry).map_err(super::shown)?;
    for p in &done.problems {
        eprintln!("mithaq: {shown}, line {}: {}", p.line, p.message);
    }
    if !done.problems.is_empty() {
        eprintln!("  help: mend the lines and import the file again: the other rows are not entered twice");
    }
    notes(&done, Some(&shown));
    let rows = |n: usize| if n == 1 { "1 row".to_string() } else { format!("{n} rows") };
    match done {
        Entered { known: true, .. } => eprintln!("mithaq: {shown}: the registry has this file as it is, {}; nothing changed.", rows(done.same)),
        Entered { new: 0, changed: 0, same: 0, .. } => eprintln!("mithaq: {shown}: no row was taken in; the registry is as it was."),
        _ => eprintln!(
            "mithaq: {shown}: {} new, {} changed, {} as before, {} gone; {} not taken in.{}",
            rows(done.new),
            done.changed,
            done.same,
            done.gone,
            done.problems.len(),
            match (done.told, done.candidates) {
                (0, 0) => String::new(),
                (told, candidates) => format!(" {told} told by other documents too; {candidates} perhaps what the press tells of (`mithaq list review`)."),
            }
        ),
    }
    Ok(done.problems.is_empty() && left.is_empty())
}

/// Another list's rows under the columns of agreements.csv.
fn mapped(path: &Path, text: &str, shown: &str) -> io::Result<(String, Vec<String>)> {
    let mapping = std::fs::read_to_string(path).map_err(|source| super::shown(RegistryError::Io { path: path.into(), source }))?;
    let wrong = |at: &str, e: String| io::Error::new(io::ErrorKind::InvalidInput, format!("{at}: {e}\n  help: docs/dcad-mapping.toml shows what a mapping holds"));
    let mapping = Mapping::read(&mapping).map_err(|e| wrong(&path.display().to_string(), e))?;
    mapping.apply(text).map_err(|e| wrong(shown, e))
}

/// What a person should look at: ids that were another's, rows taken for one that was entered elsewhere.
fn notes(done: &Entered, file: Option<&str>) {
    let foreign: Vec<_> = done.rekeyed.iter().filter(|r| !r.own).collect();
    for r in foreign.iter().take(NAMED) {
        let place = file.map(|f| format!("{f}, line {}: ", r.line)).unwrap_or_default();
        eprintln!("mithaq: {place}the id {:?} is that of another agreement in the registry; this one is called {:?}.", r.id, r.key);
    }
    if foreign.len() > NAMED {
        eprintln!("mithaq: … and {} more ids that were taken.", foreign.len() - NAMED);
    }
    if file.is_some() && !foreign.is_empty() {
        eprintln!("  help: a new version of a register takes the place of the former where it is imported from the same path");
    }
    for t in done.twins.iter().take(NAMED) {
        eprintln!(
            "mithaq: {:?} is taken for the same agreement as {:?}, which was entered before; `mithaq decide split {} {} --reason …` if it is not.",
            t.key, t.other, t.other, t.key
        );
    }
    if done.twins.len() > NAMED {
        eprintln!("mithaq: … and {} more rows that were entered elsewhere too.", done.twins.len() - NAMED);
    }
}

/// Excel's plain "CSV" is in the code page of the country.
fn not_utf8(path: &str, e: &std::string::FromUtf8Error) -> io::Error {
    let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
    io::Error::other(format!(
        "{path}, line {line}: the file is not in UTF-8\n  help: save it as \"CSV UTF-8\" (Excel) or choose Unicode (UTF-8) when saving (LibreOffice), and import it again"
    ))
}

/// Who enters: as given, else who is logged in.
fn author(who: &By) -> String {
    let given = who.author.clone().or_else(|| ["USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok()));
    given.map(|a| a.trim().to_string()).filter(|a| !a.is_empty()).unwrap_or_else(|| "unknown".into())
}

/// States and bodies of `packs/world`.
fn states() -> io::Result<States> {
    let engine = engine(None)?;
    Ok(States::new(engine.world().data.states.iter().map(|s| (s.code.clone(), s.name.clone()))))
}

/// Writes `agreements.csv` of the contract to a file, or to standard output.
pub fn export(path: &Path, filter: &Filter, output: Option<&Path>) -> io::Result<bool> {
    let registry = Registry::open(path, Mode::Read).map_err(super::shown)?;
    match output {
        None => write(&registry, filter, io::stdout().lock())?,
        Some(path) => {
            // A file that was there stays whole until the new one is.
            let part = path.with_file_name(format!(".{}.part", path.file_name().unwrap_or_default().to_string_lossy()));
            let failed = |e: io::Error, at: &Path| super::shown(RegistryError::Io { path: at.into(), source: e });
            let file = File::create(&part).map_err(|e| failed(e, path))?;
            if let Err(e) = write(&registry, filter, file) {
                let _ = std::fs::remove_file(&part);
                return Err(e);
            }
            std::fs::rename(&part, path).map_err(|e| failed(e, path))?;
        }
    }
    Ok(true)
}

fn write(registry: &Registry, filter: &Filter, out: impl Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let mut failed = None;
    let done = registry.export_agreements(filter, |cells| {
        csv.write_record(cells).map_err(|e| {
            failed = Some(match e.into_kind() {
                csv::ErrorKind::Io(e) => e,
                other => io::Error::other(format!("{other:?}")),
            });
            RegistryError::Query("the table could not be written".into())
        })
    });
    match failed {
        Some(e) => Err(e),
        None => done.map_err(super::shown).and_then(|()| csv.flush()),
    }
}
