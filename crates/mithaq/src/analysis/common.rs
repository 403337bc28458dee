//! What the analysing commands share: the registry's rows, days, scopes, and errors as people see them.

use super::args::{FileFormat, ScopeArgs};
use crate::registry::filters;
use mithaq_analysis::codebook::{Codebook, Language};
use mithaq_analysis::span::{Day, day};
use mithaq_analysis::{AnalysisError, Facts, Scope};
use mithaq_export::{ExportError, Format, Problem};
use mithaq_registry::{Mode, Registry};
use std::io;
use std::path::Path;

/// An error of an analysis with what to do about it.
pub fn shown(e: AnalysisError) -> io::Error {
    match e {
        AnalysisError::Registry(e) => crate::registry::shown(e),
        e => {
            let kind = if matches!(e, AnalysisError::Request(_)) { io::ErrorKind::InvalidInput } else { io::ErrorKind::Other };
            io::Error::new(kind, format!("{e}\n  help: {}", e.help()))
        }
    }
}

/// An error of writing; a format that does not suit is wrong usage.
pub fn unwritten(e: ExportError) -> io::Error {
    if matches!(e.problem, Problem::Unsuited { .. }) { wrong(e.to_string()) } else { io::Error::other(e.to_string()) }
}

pub fn wrong(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message.into())
}

pub fn open(path: &Path) -> io::Result<(Registry, Facts)> {
    let registry = Registry::open(path, Mode::Read).map_err(crate::registry::shown)?;
    let facts = Facts::load(&registry).map_err(shown)?;
    Ok((registry, facts))
}

/// The filters that hold for what is counted; the others are refused where they would be passed over in silence.
pub fn scope(a: &ScopeArgs, areas: &[String]) -> io::Result<Scope> {
    let f = &a.filters;
    let idle = [
        ("--state", !f.state.is_empty()),
        ("--status", !f.status.is_empty()),
        ("--until", f.until.is_some()),
        ("--in-force", f.in_force.is_some()),
        ("--source", f.source.is_some()),
        ("--lang", f.lang.is_some()),
        ("--review", f.review.is_some()),
        ("--type", !f.kind.is_empty()),
        ("--realis", !f.realis.is_empty()),
        ("--limit", f.limit.is_some()),
        ("--offset", f.offset > 0),
    ];
    if let Some((name, _)) = idle.iter().find(|(_, set)| *set) {
        return Err(wrong(format!("{name} does not apply here; --area, --instrument, --domain, --region and --confidence do")));
    }
    // Codes are checked as for lists.
    let checked = filters::filter(f)?;
    filters::known("area", areas)?;
    Ok(Scope {
        areas: checked.areas.into_iter().chain(areas.iter().cloned()).collect(),
        instruments: checked.instruments,
        domain: checked.domain,
        region: f.region.clone(),
        min_confidence: f.confidence.unwrap_or(0.0),
        assumption: a.assume,
    })
}

/// The day asked for, else the last that the registry knows of.
pub fn at(asked: Option<&str>, facts: &Facts) -> io::Result<Day> {
    match asked {
        Some(d) => day(d).ok_or_else(|| wrong(format!("{d:?} is no day; write YYYY-MM-DD"))),
        None => facts
            .known()
            .map(|k| k.1)
            .ok_or_else(|| wrong("the registry is empty: nothing tells which day is meant\n  help: fill it with `mithaq ingest` or `mithaq import`, or give --at")),
    }
}

pub fn codebook(language: &str) -> io::Result<Codebook> {
    let language = Language::from_code(language).ok_or_else(|| wrong(format!("there are no labels in {language:?}; write en, fr or ar")))?;
    Codebook::load(language).map_err(shown)
}

/// A state's code from its code or its name in any language with a pack.
pub fn state(name: &str) -> io::Result<String> {
    filters::state(Some(&crate::extract::engine(None)?), name)
}

impl From<FileFormat> for Format {
    fn from(f: FileFormat) -> Format {
        match f {
            FileFormat::Csv => Format::Csv,
            FileFormat::CsvExcel => Format::CsvExcel,
            FileFormat::Jsonl => Format::JsonLines,
            FileFormat::Xlsx => Format::Xlsx,
            FileFormat::Dta => Format::Stata,
            FileFormat::Parquet => Format::Parquet,
            FileFormat::Graphml => Format::GraphMl,
            FileFormat::Gexf => Format::Gexf,
            FileFormat::Jsonld => Format::JsonLd,
            FileFormat::Ris => Format::Ris,
            FileFormat::Bibtex => Format::BibTex,
        }
    }
}

/// The format asked for, else that of the file's ending, else `default`.
pub fn format(asked: Option<FileFormat>, output: Option<&Path>, default: Format) -> io::Result<Format> {
    if let Some(f) = asked {
        return Ok(f.into());
    }
    let Some(path) = output.filter(|p| p.extension().is_some()) else { return Ok(default) };
    Format::from_extension(path).ok_or_else(|| {
        wrong(format!("{}: no format has this ending; name one by --format, or use .csv .xlsx .dta .parquet .jsonl .graphml .gexf .jsonld .ris .bib", path.display()))
    })
}
