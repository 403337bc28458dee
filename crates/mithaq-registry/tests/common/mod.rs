//! Gold stories as if the engine had read them perfectly: judges resolution alone.

use mithaq_core::record::Record;
use mithaq_registry::{Incoming, Registry};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A gold mention: document, local id, the agreement it is of.
pub struct Gold {
    pub document: String,
    pub local: String,
    pub same: String,
}

fn date(v: &Value) -> Value {
    if v["value"].is_null() { json!({"value": null, "precision": "unknown"}) } else { v.clone() }
}

/// The record that a perfect reading of a gold article gives, with the text.
pub fn incoming(article: &Value) -> (Incoming, Vec<Gold>) {
    let text = format!("{}\n{}", article["title"].as_str().unwrap_or(""), article["text"].as_str().unwrap_or(""));
    let sha: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let id = article["id"].as_str().expect("id");
    let mut gold = Vec::new();
    let agreements: Vec<Value> = article["gold"]["agreements"]
        .as_array()
        .expect("agreements")
        .iter()
        .enumerate()
        .filter(|(_, a)| a["optional"] != json!(true))
        .map(|(i, a)| {
            let local = format!("a{}", i + 1);
            gold.push(Gold { document: id.into(), local: local.clone(), same: a["same"].as_str().expect("same").into() });
            let signatories: Vec<Value> =
                a["signatories"].as_array().into_iter().flatten().map(|s| json!({"name": s["name"], "office": s["office"], "state": s["state"]})).collect();
            let place = a["place_country"].as_str().map(|c| json!({"name": c, "country": c, "latitude": null, "longitude": null}));
            let steps: Vec<Value> = a["steps"].as_array().into_iter().flatten().map(|s| json!({"status": s["status"], "date": date(&s["date"])})).collect();
            json!({
                "id": local, "parties": a["parties"], "domain": a["domain"], "instrument": a["instrument"], "title": null,
                "scope": a["scope"].as_str().unwrap_or("unknown"), "status": a["status"], "signed": date(&a["signed"]), "date": date(&a["date"]),
                "steps": steps, "place": place, "occasion": null, "duration_years": null, "signatories": signatories,
                "areas": a["areas"].as_array().cloned().unwrap_or_default(), "confidence": 0.9, "evidence": []
            })
        })
        .collect();
    let record = json!({
        "schema": "mithaq.record/1",
        "document": {"id": id, "path": null, "index": 0, "url": article["url"], "title": article["title"], "language": article["language"], "published": article["published"],
            "publisher": article["outlet"], "text_sha256": sha, "reading": "read", "engine": "gold", "packs": {}, "sources": []},
        "agreements": agreements, "events": [], "contributions": [], "unasserted": []
    });
    let record: Record = serde_json::from_value(record).expect("a record");
    (Incoming::new(record, text, true), gold)
}

pub fn articles(path: &str) -> Vec<Value> {
    let file = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    file.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

/// Pairs put together rightly, wrongly, and missed; and each error.
#[derive(Debug, Default)]
pub struct Pairs {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
    pub errors: Vec<String>,
}

impl Pairs {
    pub fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }
    pub fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
}

/// Which registry id each gold mention ended in.
pub fn found(registry: &Registry) -> BTreeMap<(String, String), String> {
    let list = registry.agreements(&Default::default()).expect("list");
    list.into_iter().flat_map(|a| a.reports.into_iter().map(move |r| ((r.document, r.agreement), a.id.clone()))).collect()
}

pub fn pairs(gold: &[Gold], found: &BTreeMap<(String, String), String>) -> Pairs {
    let mut p = Pairs::default();
    let id = |g: &Gold| found.get(&(g.document.clone(), g.local.clone()));
    for (i, a) in gold.iter().enumerate() {
        for b in &gold[i + 1..] {
            let together = id(a).is_some() && id(a) == id(b);
            match (together, a.same == b.same) {
                (true, true) => p.right += 1,
                (true, false) => p.wrong += 1,
                (false, true) => p.missed += 1,
                _ => continue,
            }
            if together != (a.same == b.same) {
                p.errors.push(format!("{} {} {} / {} {} {}", if together { "TOGETHER" } else { "APART" }, a.document, a.local, b.document, b.local, a.same));
            }
        }
    }
    p
}

/// The registry of a file of stories read perfectly.
pub fn registry_of(articles: &[Value]) -> (Registry, Vec<Gold>) {
    let mut registry = Registry::in_memory().expect("registry");
    let mut gold = Vec::new();
    let batch: Vec<Incoming> = articles
        .iter()
        .map(|a| {
            let (i, g) = incoming(a);
            gold.extend(g);
            i
        })
        .collect();
    registry.ingest(&batch).expect("ingest");
    (registry, gold)
}
