//! What the benchmarks share: the plain scan that the engine is held against, medians, memory.
//!
//! In: an engine and a language. Out: the names, their automaton, figures.

#![allow(dead_code)] // each benchmark is a program of its own and uses a part

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use aho_corasick::{AhoCorasick, MatchKind};
use mithaq_core::Engine;
use mithaq_core::lexicon::{Class, LexiconData};

/// Spellings of one name with several words, each in several spellings: more than this are cut off.
const MOST_SPELLINGS: usize = 64;

pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The scan: leftmost-longest, in the kind that the crate chooses.
pub fn automaton(names: &[String]) -> AhoCorasick {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).expect("the names make an automaton")
}

/// Every phrase of a state, capital, nisba or city of the language, in all its accepted spellings, and the number of these entries.
pub fn names(engine: &Engine, language: &str) -> (usize, Vec<String>) {
    let mut out = BTreeSet::new();
    let mut entries = 0;
    for lexicon in engine.languages().filter(|p| p.language() == language).map(|p| p.lexicon()) {
        let data = &lexicon.data;
        let wanted = |e: u32| matches!(data.entries[e as usize].class, Class::State | Class::Capital | Class::Nisba | Class::City);
        entries += (0..data.entries.len() as u32).filter(|&e| wanted(e)).count();
        for (form, first) in data.first.iter().enumerate() {
            for &(e, _) in first.iter().filter(|(e, _)| wanted(*e)) {
                phrases(data, &data.forms[form], &data.entries[e as usize].rest, &mut out);
            }
        }
    }
    (entries, out.into_iter().collect())
}

fn phrases(data: &LexiconData, first: &str, rest: &[Vec<u32>], out: &mut BTreeSet<String>) {
    let mut all = vec![first.to_owned()];
    for options in rest {
        all = all.iter().flat_map(|head| options.iter().map(move |&o| format!("{head} {}", data.forms[o as usize]))).take(MOST_SPELLINGS).collect();
    }
    out.extend(all);
}

pub fn median(of: &mut [f64]) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

pub fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Memory of this process now and at its peak, where the system tells.
pub fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kb = |key: &str| status.lines().find_map(|l| l.strip_prefix(key)?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    match (kb("VmRSS:"), kb("VmHWM:")) {
        (Some(now), Some(peak)) => format!("memory {:.0} MB, peak {:.0} MB", now / 1e3, peak / 1e3),
        _ => "memory unknown".to_owned(),
    }
}
