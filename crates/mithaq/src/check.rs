//! `mithaq pack check`: compiles a folder and runs its examples, each failure with what was expected, what came and where; then
//! warns of what the tables say and the engine does not do.
//!
//! `examples/*.toml`: `[[example]]` with `text`, optional `title` and `published`, and either `none = true` or `agreements` and
//! `events` in short form: "FRA+EGY agreement signed 2015-02", "visit IND>OMN ongoing", "exercise EGY+GRC done 2022-11"; `links`
//! between two of them: "CZE+MAR protocol amends agreement".

use mithaq_core::record::{DateValue, Record};
use mithaq_core::{Engine, Input};
use serde::Deserialize;
use std::io::{self, Write};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    example: Vec<Example>,
}

/// One example: a text and what must be read from it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub text: String,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub published: Option<String>,
    #[serde(default)]
    pub none: bool,
    #[serde(default)]
    pub agreements: Vec<String>,
    /// Areas of the agreements, in the same order, joined by `+`; empty: not compared.
    #[serde(default)]
    pub areas: Vec<String>,
    /// All links in short form, "CZE+MAR protocol implements agreement". Without `agreements` nothing else is compared.
    #[serde(default)]
    pub links: Option<Vec<String>>,
    #[serde(default)]
    pub events: Option<Vec<String>>,
    /// Known to fail: reported, and an error once it passes.
    #[serde(default)]
    pub known_gap: bool,
    /// For people: why a gap is one, where the wording comes from.
    #[serde(default)]
    #[allow(dead_code)]
    pub note: Option<String>,
}

/// Runs the check. `Ok(false)`: something is wrong, each printed with file and place.
pub fn run(folder: &Path) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let root = root_of(folder)?;
    let engine = match mithaq_packs::from_folder(root) {
        Ok(e) => e,
        Err(e) => {
            writeln!(out, "{e}")?;
            return Ok(false);
        }
    };
    let language = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut facts, mut none, mut failed, mut gaps) = (0, 0, 0, 0);
    let dir = folder.join("examples");
    let mut files: Vec<_> = std::fs::read_dir(&dir).map(|d| d.filter_map(|e| e.ok().map(|e| e.path())).collect()).unwrap_or_default();
    files.sort();
    for path in files {
        let text = std::fs::read_to_string(&path)?;
        let file: File = match toml::from_str(&text) {
            Ok(f) => f,
            Err(e) => {
                writeln!(out, "{}: {e}", path.display())?;
                failed += 1;
                continue;
            }
        };
        for (n, e) in file.example.iter().enumerate() {
            if e.none {
                none += 1
            } else {
                facts += 1
            }
            let wrong = verdict(&engine, e, &language);
            match (wrong, e.known_gap) {
                (Some(_), true) => gaps += 1,
                (None, true) => {
                    writeln!(out, "{}: example {}: marked known_gap, but passes\n  help: remove known_gap", path.display(), n + 1)?;
                    failed += 1;
                }
                (Some(w), false) => {
                    writeln!(out, "{}: example {}: {w}\n  text: \u{2068}{}\u{2069}", path.display(), n + 1, e.text.lines().next().unwrap_or_default())?;
                    failed += 1;
                }
                (None, false) => {}
            }
        }
    }
    let warnings = mithaq_packs::survey::Survey::read(folder, &root.join("world")).map(|s| s.warnings()).map_err(io::Error::other)?;
    for w in &warnings {
        writeln!(out, "warning: {}: {}\n  help: {}", w.place, w.problem, w.help)?;
    }
    let warned = if warnings.is_empty() { String::new() } else { format!(", {} warnings", warnings.len()) };
    writeln!(out, "{language}: {facts} examples with facts, {none} with none, {gaps} known gaps, {failed} failed{warned}")?;
    Ok(failed == 0)
}

/// The folder that holds `world` and this language.
pub fn root_of(folder: &Path) -> io::Result<&Path> {
    let parent = folder.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p });
    parent
        .filter(|p| p.join("world").is_dir())
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, format!("{}: no folder `world` beside it; check a language inside packs/", folder.display())))
}

/// What is wrong with the reading of an example, if anything.
pub fn verdict(engine: &Engine, e: &Example, language: &str) -> Option<String> {
    let r = engine.read(&Input { title: e.title.clone(), text: e.text.clone(), language: Some(language.into()), published: e.published.clone(), ..Input::default() });
    let mut want = e.agreements.clone();
    let mut got: Vec<String> = r.agreements.iter().map(|a| format!("{} {} {}{}", a.parties.join("+"), a.instrument, a.status, date(&a.date))).collect();
    let areas: Vec<String> = r.agreements.iter().map(|a| a.areas.join("+")).collect();
    let area_wrong = e.areas.iter().zip(e.agreements.iter()).find_map(|(w, a)| {
        let at = got.iter().position(|g| g == a)?;
        (!w.is_empty() && areas[at] != *w).then(|| format!("areas of {a}: expected {w}, got {}", areas[at]))
    });
    want.sort();
    got.sort();
    // An example of links alone says nothing of steps and days.
    let compared = !e.agreements.is_empty() || e.none || e.links.is_none();
    if compared && want != got {
        let missing: Vec<_> = want.iter().filter(|w| !got.contains(w)).cloned().collect();
        let extra: Vec<_> = got.iter().filter(|g| !want.contains(g)).cloned().collect();
        return Some(format!("agreements: missing [{}], unexpected [{}]", missing.join("; "), extra.join("; ")));
    }
    if area_wrong.is_some() {
        return area_wrong;
    }
    if let Some(want) = &e.links {
        let mut want = want.clone();
        let mut got = links(&r);
        want.sort();
        got.sort();
        if want != got {
            return Some(format!("links: expected [{}], got [{}]", want.join("; "), got.join("; ")));
        }
    }
    let mut got = events(&r);
    if let Some(w) = &e.events {
        let mut want = w.clone();
        want.sort();
        got.sort();
        if want != got {
            return Some(format!("events: expected [{}], got [{}]", want.join("; "), got.join("; ")));
        }
    }
    None
}

/// Each link in short form: whose it is, the newer instrument, the type, the older instrument.
fn links(r: &Record) -> Vec<String> {
    let kind = |id: &str| r.agreements.iter().find(|a| a.id == id).map_or("?", |a| a.instrument.as_str());
    r.agreements.iter().flat_map(|a| a.links.iter().map(|l| format!("{} {} {} {}", a.parties.join("+"), a.instrument, l.kind, kind(&l.to)))).collect()
}

fn events(r: &Record) -> Vec<String> {
    r.events
        .iter()
        .map(|e| {
            let who = match &e.host {
                Some(h) => format!("{}>{h}", e.participants.join("+")),
                None => e.participants.join("+"),
            };
            format!("{} {who} {}{}", e.kind, e.realis, date(&e.date))
        })
        .collect()
}

fn date(d: &DateValue) -> String {
    d.value.as_deref().map(|v| format!(" {v}")).unwrap_or_default()
}
