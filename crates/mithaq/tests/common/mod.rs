//! What the integration tests share: the embedded engine, the samples, and what must hold of every record.
//!
//! [`problems`] is the contract as far as one record and its text can show it: JSON Schema, exact evidence, evidence for each
//! value, sorted codes, status = furthest step. The record is looked at as the JSON that users get, not as Rust types.
#![allow(dead_code)] // each test program uses its own part

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::Validator;
use mithaq_core::engine::as_read;
use mithaq_core::record::Record;
use mithaq_core::{Engine, Input};
use serde_json::Value;

/// The engine with the packs that the program embeds.
pub static ENGINE: LazyLock<Engine> = LazyLock::new(|| mithaq_packs::embedded().expect("the embedded packs load"));

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let path = repository("schema/record.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("schema/record.json is there")).expect("schema/record.json is JSON");
    jsonschema::draft202012::new(&schema).expect("schema/record.json is a schema")
});

/// A path below the repository's root.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The articles of every sample file that is there, each with its name.
pub fn samples() -> Vec<(String, Input)> {
    let mut out = Vec::new();
    let gold = ["ar", "az", "cs", "en", "es", "fr", "pt", "ru", "tr"].map(|l| format!("samples/gold/{l}.jsonl"));
    for file in ["samples/dev/ar.jsonl", "samples/demo/demo.jsonl"].map(str::to_owned).iter().chain(&gold) {
        let Ok(text) = std::fs::read_to_string(repository(file)) else { continue };
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let row: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{file}:{}: {e}", n + 1));
            out.push((format!("{file} {}", row["id"]), input(&row)));
        }
    }
    assert!(out.len() > 150, "the samples are there");
    out
}

/// A row of JSON Lines as the engine's input.
pub fn input(row: &Value) -> Input {
    let get = |key: &str| row[key].as_str().map(str::to_owned);
    Input {
        id: get("id"),
        title: get("title").filter(|t| !t.is_empty()),
        text: get("text").unwrap_or_default(),
        language: get("language"),
        published: get("published"),
        publisher: get("publisher"),
        ..Input::default()
    }
}

/// A text without title, in Arabic, of a given day.
pub fn article(text: &str, published: &str) -> Input {
    Input { text: text.into(), language: Some("ar".into()), published: Some(published.into()), ..Input::default() }
}

/// Reads `input` and lists what is wrong with its record.
pub fn read(input: &Input) -> (Record, Vec<String>) {
    let record = ENGINE.read(input);
    let problems = problems(&record, &as_read(input));
    (record, problems)
}

/// Whether nothing was read from the text.
pub fn bare(record: &Record) -> bool {
    record.agreements.is_empty() && record.events.is_empty() && record.contributions.is_empty() && record.unasserted.is_empty()
}

/// Everything about a record that breaks the contract.
pub fn problems(record: &Record, text: &str) -> Vec<String> {
    problems_of(&serde_json::to_value(record).expect("a record is JSON"), text)
}

/// [`problems`] of a record as JSON.
pub fn problems_of(record: &Value, text: &str) -> Vec<String> {
    let mut out: Vec<String> = SCHEMA.iter_errors(record).map(|e| format!("schema: {}: {e}", e.instance_path())).collect();
    let chars: Vec<char> = text.chars().collect();
    let ids: BTreeSet<&str> = list(record, "agreements").filter_map(|a| a["id"].as_str()).collect();
    for (kind, prefix) in [("agreements", "a"), ("events", "e"), ("contributions", ""), ("unasserted", "")] {
        for (n, fact) in list(record, kind).enumerate() {
            let name = format!("{kind}[{n}]");
            if !prefix.is_empty() && fact["id"] != format!("{prefix}{}", n + 1) {
                out.push(format!("{name}: id {}", fact["id"]));
            }
            evidence(fact, &chars, &name, &mut out);
            sorted(fact, &name, &mut out);
            for id in list(fact, "agreements").filter_map(Value::as_str).filter(|id| !ids.contains(id)) {
                out.push(format!("{name}: no agreement {id}"));
            }
        }
    }
    for (n, a) in list(record, "agreements").enumerate() {
        steps(a, &format!("agreements[{n}]"), &mut out);
    }
    let sources = list(&record["document"], "sources").count();
    for s in list(&record["document"], "sources") {
        if s["quotes"].as_u64().is_some_and(|q| q as usize >= sources) {
            out.push(format!("document.sources: quotes {} of {sources}", s["quotes"]));
        }
    }
    out
}

fn list<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    of[key].as_array().into_iter().flatten()
}

/// Quotes are the text's own characters, and each value has one (the fields of `score.py`, for events too).
fn evidence(fact: &Value, text: &[char], name: &str, out: &mut Vec<String>) {
    let mut stand: BTreeSet<&str> = BTreeSet::new();
    for e in list(fact, "evidence") {
        let (start, end) = (e["start"].as_u64().unwrap_or(0) as usize, e["end"].as_u64().unwrap_or(0) as usize);
        let quote = e["quote"].as_str().unwrap_or_default();
        let there: Option<String> = text.get(start..end).map(|c| c.iter().collect());
        if there.as_deref() != Some(quote) {
            out.push(format!("{name}: {} {start}..{end} is {there:?}, not {quote:?}", e["field"]));
        }
        if !(2..=300).contains(&quote.chars().count()) {
            out.push(format!("{name}: {} has {} characters: {quote:?}", e["field"], quote.chars().count()));
        }
        stand.insert(e["field"].as_str().unwrap_or_default());
    }
    if stand.is_empty() {
        out.push(format!("{name}: no evidence"));
    }
    let mut need: Vec<String> = list(fact, "areas").filter_map(Value::as_str).map(|a| format!("areas:{a}")).collect();
    if fact["status"].is_string() {
        need.extend(["parties".into(), "status".into()]);
    }
    if fact["date"]["value"].is_string() {
        need.push("date".into());
    }
    if fact["place"]["country"].is_string() {
        need.push("place".into());
    }
    for field in need.iter().filter(|f| !stand.contains(f.as_str())) {
        out.push(format!("{name}: no evidence for {field}"));
    }
}

/// Arrays of codes are sorted, without duplicates.
fn sorted(fact: &Value, name: &str, out: &mut Vec<String>) {
    for key in ["parties", "areas", "participants", "to"] {
        let codes: Vec<&str> = list(fact, key).filter_map(Value::as_str).collect();
        if !codes.is_sorted_by(|a, b| a < b) {
            out.push(format!("{name}: {key} not sorted: {codes:?}"));
        }
    }
}

/// The contract's list of statuses, in its order.
const STATUSES: [&str; 14] =
    ["proposed", "negotiating", "authorised", "initialled", "signed", "approved", "ratified", "in-force", "amended", "renewed", "suspended", "terminated", "expired", "rejected"];

/// `status` is the furthest step, `date` the date of such a step, `signed` that of a signature.
fn steps(a: &Value, name: &str, out: &mut Vec<String>) {
    let rank = |s: &Value| STATUSES.iter().position(|x| s == x);
    let steps: Vec<&Value> = list(a, "steps").collect();
    let furthest = steps.iter().filter_map(|s| rank(&s["status"])).max();
    if rank(&a["status"]) != furthest {
        out.push(format!("{name}: status {} is not the furthest of {}", a["status"], a["steps"]));
    }
    if !steps.iter().any(|s| s["status"] == a["status"] && s["date"] == a["date"]) {
        out.push(format!("{name}: date {} is no date of a step {} in {}", a["date"], a["status"], a["steps"]));
    }
    let signed: Vec<&Value> = steps.iter().filter(|s| s["status"] == "signed").map(|s| &s["date"]).collect();
    if a["signed"]["value"].is_null() && signed.iter().any(|d| !d["value"].is_null()) || !a["signed"]["value"].is_null() && !signed.is_empty() && !signed.contains(&&a["signed"]) {
        out.push(format!("{name}: signed {} but steps {}", a["signed"], a["steps"]));
    }
}
