//! `mithaq export --release DIR`: what one publishes.
//!
//! In: the registry, the release before. Out: a folder: tables (CSV, the panel as Parquet too), a workbook, event records, the network, codebooks in three languages,
//! coverage, change notes with added, changed and withdrawn ids, versions, `CITATION.cff`. The folder is written beside its place and renamed, so that a half
//! release never appears; the same registry gives the same release.

use super::args::{Export, What};
use super::common::{codebook, open, scope, shown, unwritten, wrong};
use super::export::Job;
use crate::registry::byhand;
use mithaq_analysis::codebook::{Codebook, Language};
use mithaq_analysis::coverage;
use mithaq_analysis::span::text;
use mithaq_export::{Format, write_bytes, write_table, write_tables};
use mithaq_registry::Filter;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::path::Path;

/// Tables of a release, each as CSV.
const TABLES: [What; 8] = [What::Panel, What::Dyads, What::Events, What::Contributions, What::FollowThrough, What::Network, What::Ties, What::Plover];

pub fn run(a: &Export, dir: &Path) -> io::Result<bool> {
    let scope = scope(&a.scope, &[])?;
    let book = codebook(&a.labels)?;
    let (registry, facts) = open(&a.registry.registry)?;
    let before = a.previous.as_deref().map(previous).transpose()?;
    if dir.exists() && std::fs::read_dir(dir).map_err(|e| named(dir, e))?.next().is_some() {
        return Err(io::Error::other(format!("{}: is there already\n  help: a release is not written over; name another folder, and this one by --previous", dir.display())));
    }
    let day = match &a.released {
        Some(d) => d.clone(),
        None => facts.known().map(|k| text(k.1)).ok_or_else(|| wrong("the registry is empty: there is nothing to release"))?,
    };
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = tempfile::Builder::new().prefix(".release-").tempdir_in(parent).map_err(|e| named(parent, e))?;
    let at = |name: &str| part.path().join(name);
    let job = Job { a, registry: &registry, facts: &facts, scope: &scope, book: &book };

    byhand::export(&a.registry.registry, &Filter::default(), Some(&at("agreements.csv")))?;
    let mut tables = vec![job.table(What::Agreements)?];
    for what in TABLES {
        let table = job.table(what)?;
        write_table(&table, Format::Csv, at(&format!("{}.csv", table.name))).map_err(unwritten)?;
        match what {
            What::Panel => write_table(&table, Format::Parquet, at("panel.parquet")).map_err(unwritten)?,
            What::Plover => write_table(&table, Format::JsonLines, at("plover.jsonl")).map_err(unwritten)?,
            _ => tables.push(table),
        }
    }
    write_tables(&tables, Format::Xlsx, at("mithaq.xlsx")).map_err(unwritten)?;
    for language in Language::ALL {
        let page = Codebook::load(language).map_err(shown)?.page();
        write_bytes(&page, at(&format!("codebook.{}.md", language.code()))).map_err(unwritten)?;
    }
    write_coverage(&at("coverage.csv"), &facts.documents)?;
    let now = rows(&at("agreements.csv"))?;
    write_bytes(changes(before.as_ref(), &now, &day), at("CHANGES.md")).map_err(unwritten)?;
    let versions = registry.readers().map_err(crate::registry::shown)?;
    let citation = Citation::of(&day, &versions);
    write_bytes(
        &serde_json::to_string_pretty(&Versions { released: &day, program: env!("CARGO_PKG_VERSION"), assumption: scope.assumption.code(), readers: &versions })?,
        at("release.json"),
    )
    .map_err(unwritten)?;
    let cff = serde_saphyr::to_string(&citation).map_err(|e| io::Error::other(format!("CITATION.cff: {e}")))?;
    write_bytes(&cff, at("CITATION.cff")).map_err(unwritten)?;

    if dir.exists() {
        std::fs::remove_dir(dir).map_err(|e| named(dir, e))?;
    }
    std::fs::rename(part.keep(), dir).map_err(|e| named(dir, e))?;
    open_to_readers(dir)?;
    eprintln!("mithaq: {}: {} agreements, released {day}", dir.display(), now.len());
    Ok(true)
}

/// The folder was made for its owner alone, as passing ones are.
#[cfg(unix)]
fn open_to_readers(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755)).map_err(|e| named(dir, e))
}
#[cfg(not(unix))]
fn open_to_readers(_: &Path) -> io::Result<()> {
    Ok(())
}

fn named(path: &Path, e: io::Error) -> io::Error {
    io::Error::new(e.kind(), format!("{}: {e}", path.display()))
}

/// Agreements by id: column → cell.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

fn previous(dir: &Path) -> io::Result<Rows> {
    rows(&dir.join("agreements.csv"))
}

fn rows(path: &Path) -> io::Result<Rows> {
    let failed = |e: csv::Error| io::Error::other(format!("{}: {e}\n  help: name the folder of an earlier release", path.display()));
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    let names = reader.headers().map_err(failed)?.clone();
    let mut rows = Rows::new();
    for row in reader.records() {
        let row = row.map_err(failed)?;
        let cells: BTreeMap<String, String> = names.iter().zip(row.iter()).map(|(n, c)| (n.to_string(), c.to_string())).collect();
        rows.insert(cells.get("id").cloned().unwrap_or_default(), cells);
    }
    Ok(rows)
}

/// What came, changed and went since the release before.
fn changes(before: Option<&Rows>, now: &Rows, day: &str) -> String {
    let mut page = format!("# Changes, release of {day}\n\n");
    let Some(before) = before else {
        let _ = writeln!(page, "First release: {} agreements.", now.len());
        return page;
    };
    let line = |r: &BTreeMap<String, String>| ["parties", "instrument", "status", "signed"].map(|c| r.get(c).cloned().unwrap_or_default()).join(", ");
    let mut section = |heading: &str, lines: Vec<String>| {
        let _ = write!(page, "## {heading}: {}\n\n", lines.len());
        lines.iter().for_each(|l| page.push_str(&format!("- {l}\n")));
        page.push('\n');
    };
    section("Added", now.iter().filter(|(id, _)| !before.contains_key(*id)).map(|(id, r)| format!("`{id}`: {}", line(r))).collect());
    let changed = now.iter().filter_map(|(id, r)| {
        let old = before.get(id)?;
        let columns: std::collections::BTreeSet<&String> = r.keys().chain(old.keys()).collect();
        let cell = |of: &BTreeMap<String, String>, c: &String| of.get(c).cloned().unwrap_or_default();
        let cells: Vec<String> = columns.into_iter().filter(|c| cell(r, c) != cell(old, c)).map(|c| format!("{c} “{}” → “{}”", cell(old, c), cell(r, c))).collect();
        (!cells.is_empty()).then(|| format!("`{id}`: {}", cells.join("; ")))
    });
    section("Changed", changed.collect());
    section("Withdrawn", before.iter().filter(|(id, _)| !now.contains_key(*id)).map(|(id, r)| format!("`{id}`: {}", line(r))).collect());
    page
}

/// Documents read by outlet, language and month.
fn write_coverage(path: &Path, documents: &[mithaq_registry::DocumentRow]) -> io::Result<()> {
    let failed = |e: csv::Error| io::Error::other(format!("{}: {e}", path.display()));
    let mut out = csv::Writer::from_path(path).map_err(failed)?;
    out.write_record(["outlet", "language", "month", "documents"]).map_err(failed)?;
    for ((outlet, language, month), n) in coverage::read(documents) {
        out.write_record([outlet, language, month, n.to_string()]).map_err(failed)?;
    }
    out.flush()
}

#[derive(Serialize)]
struct Versions<'a> {
    released: &'a str,
    program: &'a str,
    assumption: String,
    /// Engines and packs that read the documents, with how many each read.
    readers: &'a [mithaq_registry::Reader],
}

/// CITATION.cff, version 1.2.0 of its format.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Citation {
    cff_version: &'static str,
    message: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    version: String,
    date_released: String,
    authors: Vec<Author>,
    keywords: Vec<&'static str>,
    #[serde(rename = "abstract")]
    summary: String,
}

#[derive(Serialize)]
struct Author {
    name: &'static str,
}

impl Citation {
    fn of(day: &str, readers: &[mithaq_registry::Reader]) -> Citation {
        let documents: i64 = readers.iter().map(|r| r.documents).sum();
        Citation {
            cff_version: "1.2.0",
            message: "If you use these data, please cite them as below, with the version.",
            kind: "dataset",
            title: "A registry of defence cooperation, read by Mithaq".into(),
            version: day.into(),
            date_released: day.into(),
            authors: vec![Author { name: "the keepers of this registry" }],
            keywords: vec!["defence cooperation agreements", "military cooperation", "alliances", "event data"],
            summary: format!(
                "Agreements, events and networks of defence cooperation from {documents} documents, read by Mithaq {} and reviewed by people.",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_what_was_withdrawn() {
        let row = |id: &str, status: &str| (id.to_string(), BTreeMap::from([("id".into(), id.to_string()), ("status".into(), status.into())]));
        let before = Rows::from([row("a", "signed"), row("b", "signed")]);
        let now = Rows::from([row("b", "ratified"), row("c", "signed")]);
        let page = changes(Some(&before), &now, "2026-01-01");
        for line in ["## Added: 1\n\n- `c`", "- `b`: status “signed” → “ratified”", "## Withdrawn: 1\n\n- `a`"] {
            assert!(page.contains(line), "{page}");
        }
        assert!(changes(None, &now, "2026-01-01").contains("First release: 2"));
    }
}
