//! How fast articles are read, against a plain scan of the same text for the same names.
//!
//! `cargo bench -p mithaq --bench throughput [-- FILES…]`. In: the articles of `../shared/corpus/saudinewsnet/*.zip` where they
//! are, else copies of the samples. Out: a few lines on standard output. One thread, text in memory: (1) *the scan*,
//! `aho-corasick` leftmost-longest in its default kind, finds every name of a state, capital, nisba or city of the lexicon;
//! (2) `Engine::read` makes the records. The two alternate over [`ROUNDS`] rounds and the medians count. Names are in the
//! lexicon's folded spelling and the scan sees the original bytes, so it finds fewer than the engine: it stands for the cost
//! of looking at the text at all. Reading and unpacking the files is reported beside it.

mod support;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use mithaq_core::engine::as_read;
use mithaq_core::lexicon::scan;
use mithaq_core::text::tokenize;
use mithaq_core::{Engine, Input};
use mithaq_read::{Document, ReadOptions, read_inputs};
use support::{automaton, median, memory, millis, names, repository};

const ROUNDS: usize = 3;

fn main() {
    let start = Instant::now();
    let engine = mithaq_packs::embedded().expect("the embedded packs load");
    println!("packs        loaded in {:.1} ms, {}", millis(start), memory());

    let paths = corpus();
    let start = Instant::now();
    let inputs: Vec<Input> = if paths.is_empty() { generated() } else { read_inputs(&paths, &ReadOptions::default()).filter_map(Result::ok).map(input).collect() };
    let texts: Vec<String> = inputs.iter().map(as_read).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let (n, mb) = (inputs.len() as f64, bytes as f64 / 1e6);
    let from = if paths.is_empty() { "copies of the samples".to_owned() } else { format!("{} files", paths.len()) };
    println!("articles     {} from {from}, {mb:.1} MB, {:.0} characters on average", inputs.len(), texts.iter().map(|t| t.chars().count()).sum::<usize>() as f64 / n);
    println!("reading      {:.0} ms for files to text ({:.0} articles/s), {}", millis(start), n / start.elapsed().as_secs_f64(), memory());

    let (entries, names) = names(&engine, "ar");
    println!("lexicon      {entries} entries of these classes");
    let automaton = automaton(&names);
    println!("names        {} patterns, automaton {:?} of {:.1} MB", names.len(), automaton.kind(), automaton.memory_usage() as f64 / 1e6);

    let mut scans = Vec::new();
    let mut reads = Vec::new();
    let mut found = 0;
    // Seconds and number of documents without and with facts, over all rounds.
    let mut split = [(0.0, 0usize); 2];
    let mut slowest = (0.0, 0);
    for round in 0..ROUNDS {
        let start = Instant::now();
        found = texts.iter().map(|t| automaton.find_iter(black_box(t.as_str())).count()).sum();
        scans.push(start.elapsed().as_secs_f64());
        let mut total = 0.0;
        for (k, i) in inputs.iter().enumerate() {
            let start = Instant::now();
            let record = engine.read(black_box(i));
            let seconds = start.elapsed().as_secs_f64();
            total += seconds;
            let facts = !(record.agreements.is_empty() && record.events.is_empty() && record.contributions.is_empty() && record.unasserted.is_empty());
            split[usize::from(facts)].0 += seconds;
            split[usize::from(facts)].1 += 1;
            if seconds > slowest.0 && round > 0 {
                slowest = (seconds, k);
            }
        }
        reads.push(total);
        println!("round {}      scan {:.3} s, engine {total:.3} s", round + 1, scans[round]);
    }
    let (plain, read) = (median(&mut scans), median(&mut reads));
    let speed = |name: &str, s: f64| println!("{name:<12} {:.0} articles/s, {:.1} MB/s, {:.1} µs an article", n / s, mb / s, s / n * 1e6);
    speed("scan", plain);
    speed("engine", read);
    println!("             the scan found {found} names");
    println!("ratio        engine / scan = {:.2}", read / plain);

    stages(&engine, &texts);
    let gate = inputs.iter().map(|i| engine.trace(i)).filter(|t| !(t.instruments.is_empty() && t.triggers.is_empty() && t.actors.is_empty() && t.dates.is_empty())).count();
    let share = |k: usize| 100.0 * k as f64 / n;
    println!("documents    {:.1} % passed the gate, {:.1} % gave a fact", share(gate), share(split[1].1 / ROUNDS));
    let mean = |(s, k): (f64, usize)| s / k.max(1) as f64 * 1e6;
    println!(
        "time         {:.0} µs with facts, {:.0} µs without; slowest {:.1} ms ({} characters)",
        mean(split[1]),
        mean(split[0]),
        slowest.0 * 1e3,
        texts.get(slowest.1).map_or(0, |t| t.chars().count())
    );
    println!("memory       {}", memory());
}

/// Mean time of the first two stages, which every document goes through, whatever its language.
fn stages(engine: &Engine, texts: &[String]) {
    let Some(lexicon) = engine.languages().find(|p| p.language() == "ar").map(|p| p.lexicon()) else { return };
    let (mut tokens, mut hits) = (0.0, 0.0);
    for text in texts {
        let start = Instant::now();
        let cut = tokenize(black_box(text), &lexicon.table);
        tokens += start.elapsed().as_secs_f64();
        let start = Instant::now();
        black_box(scan(lexicon, &cut));
        hits += start.elapsed().as_secs_f64();
    }
    let mean = |s: f64| s / texts.len() as f64 * 1e6;
    println!("stages       tokens {:.0} µs, lexicon hits {:.0} µs an article", mean(tokens), mean(hits));
}

/// Files named on the command line, else the corpus beside the repository.
fn corpus() -> Vec<String> {
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if !named.is_empty() {
        return named;
    }
    let folder = repository("../shared/corpus/saudinewsnet");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|x| x == "zip")).collect();
    files.sort();
    files.iter().map(|p| p.to_string_lossy().into_owned()).collect()
}

fn input(d: Document) -> Input {
    Input {
        id: d.id,
        path: Some(d.path),
        index: d.index,
        url: d.url,
        title: d.title,
        text: d.text,
        language: d.language,
        published: d.published,
        publisher: d.publisher,
        truncated: d.truncated,
    }
}

/// A stand-in for a newsroom's stream: the samples forty times over. All of them concern defence, so most pass the gate.
fn generated() -> Vec<Input> {
    let files: Vec<String> = ["dev", "gold"].iter().map(|f| repository(&format!("samples/{f}/ar.jsonl")).to_string_lossy().into_owned()).collect();
    let once: Vec<Input> = read_inputs(&files, &ReadOptions::default()).filter_map(Result::ok).map(input).collect();
    std::iter::repeat_n(once, 40).flatten().collect()
}
