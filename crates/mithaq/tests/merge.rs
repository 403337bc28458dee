//! Reading and resolution together: stories told by several reports go through `ingest` and `list`, as
//! `../shared/eval/merge_score.py` measures it. Floors stand a little below what is reached, so that a loss is seen.

mod common;

use common::repository;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

fn lines(text: &str) -> Vec<Value> {
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

fn mithaq(args: &[&str]) -> String {
    let o = Command::new(env!("CARGO_BIN_EXE_mithaq")).args(args).output().expect("mithaq runs");
    assert!(o.status.success(), "{args:?}: {}", String::from_utf8_lossy(&o.stderr));
    String::from_utf8(o.stdout).expect("UTF-8")
}

/// The listed agreement that stands for each gold mention: one to one within a document and its parties, by status, date and
/// instrument.
fn assigned(gold: &[Value], listed: &[Value]) -> BTreeMap<(String, usize), String> {
    let mut out = BTreeMap::new();
    for g in gold {
        let id = g["id"].as_str().unwrap_or("");
        let told: Vec<&Value> = listed.iter().filter(|a| a["reports"].as_array().is_some_and(|r| r.iter().any(|r| r["document"] == id))).collect();
        let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
        for (i, m) in g["gold"]["agreements"].as_array().into_iter().flatten().enumerate() {
            for (j, a) in told.iter().enumerate().filter(|(_, a)| a["parties"] == m["parties"]) {
                let like = 2 * i32::from(a["status"] == m["status"]) + 3 * i32::from(a["date"]["value"] == m["date"]["value"]) + i32::from(a["instrument"] == m["instrument"]);
                pairs.push((-like, i, j));
            }
        }
        pairs.sort_unstable();
        let (mut mentions, mut agreements) = (Vec::new(), Vec::new());
        for (_, i, j) in pairs {
            if !mentions.contains(&i) && !agreements.contains(&j) {
                mentions.push(i);
                agreements.push(j);
                out.insert((id.to_string(), i), told[j]["id"].as_str().unwrap_or("").to_string());
            }
        }
    }
    out
}

/// Pairwise precision and recall from the articles to the list.
fn score(file: &str) -> (f64, f64) {
    let path = repository(file);
    let dir = tempfile::tempdir().expect("a folder");
    let registry = dir.path().join("stories.db");
    let (path, registry) = (path.to_str().expect("a path"), registry.to_str().expect("a path"));
    mithaq(&["ingest", path, "--registry", registry]);
    let listed = lines(&mithaq(&["list", "agreements", "--registry", registry, "--format", "jsonl"]));
    let gold = lines(&std::fs::read_to_string(path).expect("the stories"));
    let found = assigned(&gold, &listed);
    let mut mentions = Vec::new();
    for g in &gold {
        for (i, m) in g["gold"]["agreements"].as_array().into_iter().flatten().enumerate().filter(|(_, m)| m["optional"] != true) {
            mentions.push((found.get(&(g["id"].as_str().unwrap_or("").to_string(), i)), m["same"].as_str().unwrap_or("")));
        }
    }
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (k, (a, same)) in mentions.iter().enumerate() {
        for (b, other) in &mentions[k + 1..] {
            match (a.is_some() && a == b, same == other) {
                (true, true) => right += 1,
                (true, false) => wrong += 1,
                (false, true) => missed += 1,
                _ => {}
            }
        }
    }
    let (p, r) = (f64::from(right) / f64::from((right + wrong).max(1)), f64::from(right) / f64::from((right + missed).max(1)));
    println!("{file}: pairwise precision {p:.3}, recall {r:.3} ({right} right, {wrong} wrong, {missed} missed)");
    (p, r)
}

#[test]
fn stories_from_article_to_agreement() {
    for (file, precision, recall) in [("samples/merge/dev.jsonl", 0.90, 0.45), ("samples/merge/held.jsonl", 0.90, 0.42), ("../shared/corpus/gold/merge.dev.jsonl", 0.98, 0.75)] {
        if !repository(file).exists() {
            eprintln!("not measured: no {file}");
            continue;
        }
        let (p, r) = score(file);
        assert!(p >= precision && r >= recall, "{file}: {p:.3} of {precision}, {r:.3} of {recall}");
    }
}
