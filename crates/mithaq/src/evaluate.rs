//! `mithaq evaluate`: reads gold articles with the engine and scores the records; also the recall of the candidates.

use crate::args::Evaluate;
use crate::extract::engine;
use mithaq_core::Input;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Runs `evaluate`. `Ok(false)`: below a floor.
pub fn run(a: &Evaluate) -> io::Result<bool> {
    let bad = |e: &dyn std::fmt::Display| io::Error::new(io::ErrorKind::InvalidInput, e.to_string());
    let gold = mithaq_eval::read(&a.gold).map_err(|e| bad(&e))?;
    let engine = engine(a.packs.as_deref())?;
    let traces: Vec<_> = gold.par_iter().map(|g| engine.trace(&article(g))).collect();
    let predicted: Vec<Value> = traces.iter().map(|t| serde_json::to_value(&t.record)).collect::<Result<_, _>>()?;
    let scores = mithaq_eval::score(&gold, &predicted);
    let candidates: Vec<&[Vec<String>]> = traces.iter().map(|t| t.candidates.as_slice()).collect();
    let (hit, all) = candidate_recall(&gold, &candidates);
    let mut out = io::stdout().lock();
    if a.json {
        serde_json::to_writer(&mut out, &scores)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{scores}")?;
        writeln!(out, "recall of candidates: {hit} of {all} agreements' parties were considered ({:.3})", hit as f64 / all.max(1) as f64)?;
    }
    if a.errors {
        for e in mithaq_eval::errors(&gold, &predicted) {
            writeln!(out, "   {e}")?;
        }
    }
    if a.rules {
        writeln!(out, "{}", mithaq_eval::rules(&gold, &predicted))?;
    }
    match &a.floors {
        Some(f) => floors(f, &serde_json::to_value(&scores)?, &mut out),
        None => Ok(true),
    }
}

/// A gold article as the engine's input.
pub fn article(g: &Value) -> Input {
    let get = |k: &str| g.get(k).and_then(Value::as_str).map(str::to_string);
    Input {
        id: get("id"),
        title: get("title").filter(|t| !t.is_empty()),
        text: get("text").unwrap_or_default(),
        language: get("language"),
        published: get("published"),
        ..Input::default()
    }
}

/// How many gold agreements had their parties among the candidates.
fn candidate_recall(gold: &[Value], candidates: &[&[Vec<String>]]) -> (usize, usize) {
    let (mut hit, mut all) = (0, 0);
    for (g, c) in gold.iter().zip(candidates) {
        let mut left: Vec<&Vec<String>> = c.iter().collect();
        for a in g["gold"]["agreements"].as_array().into_iter().flatten() {
            if a["optional"] == true {
                continue;
            }
            all += 1;
            let mut parties: Vec<String> = a["parties"].as_array().into_iter().flatten().filter_map(|p| p.as_str().map(str::to_string)).collect();
            parties.sort();
            if let Some(k) = left.iter().position(|x| **x == parties) {
                left.remove(k);
                hit += 1;
            }
        }
    }
    (hit, all)
}

fn floors(path: &std::path::Path, scores: &Value, out: &mut impl Write) -> io::Result<bool> {
    let text = std::fs::read_to_string(path)?;
    let floors: BTreeMap<String, f64> = toml::from_str(&text).map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {e}", path.display())))?;
    let mut ok = true;
    for (name, floor) in floors {
        let pointer = format!("/{}", name.replace('.', "/"));
        let Some(got) = scores.pointer(&pointer).and_then(Value::as_f64) else {
            writeln!(out, "{}: no figure is called {name}", path.display())?;
            ok = false;
            continue;
        };
        if got < floor {
            writeln!(out, "BELOW THE FLOOR {name}: {got} < {floor}")?;
            ok = false;
        }
    }
    Ok(ok)
}
