//! How fast the articles of each language are read, against a plain scan of the same bytes for the same names.
//!
//! `cargo bench -p mithaq --bench languages [-- LANGUAGES…]`. In: [`ARTICLES`] articles a language, made here from a fixed seed: 3 %
//! hold examples of the pack as paragraphs, the rest are sentences of the language's function words and the words of
//! `neutral.toml`. Out: load times of the packs, then one line a language. One thread, text in memory; scan and engine alternate
//! over [`ROUNDS`] rounds and the medians count, as in `throughput.rs`. Made-up text has fewer states, offices and dates than a
//! newsroom's, so fewer articles pass the gate: compare languages with each other, and Arabic with its figure there.

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use mithaq_core::engine::{Pack, as_read};
use mithaq_core::lexicon::Class;
use mithaq_core::{Engine, Input};
use serde::Deserialize;
use support::{automaton, median, millis, names, repository};

const ARTICLES: usize = 2000;
const ROUNDS: usize = 3;
/// One article in this many is relevant.
const RELEVANT: usize = 33;
/// Characters of an article, as in the shared corpus of Arabic news on average.
const LENGTH: usize = 1850;
const LANGUAGES: [&str; 9] = ["ar", "en", "fr", "es", "ru", "cs", "tr", "az", "pt"];
/// Load time asked of all packs, in milliseconds.
const LOAD: f64 = 50.0;

#[derive(Deserialize)]
struct Examples {
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    text: String,
}

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let mut loads: Vec<f64> = (0..5).map(|_| timed(|| mithaq_packs::embedded().expect("the embedded packs load"))).collect();
    let engine = mithaq_packs::embedded().expect("the embedded packs load");
    let ms = median(&mut loads) * 1e3;
    println!("packs        world and heads in {ms:.1} ms (asked: under {LOAD:.0}: {})", if ms < LOAD { "met" } else { "missed" });
    let start = Instant::now();
    let each: Vec<String> = engine.languages().map(|p| format!("{} {:.0}", p.language(), timed(|| p.lexicon().data.entries.len()) * 1e3)).collect();
    println!("lexicons     all in {:.0} ms, each with the first text of its language: {}", millis(start), each.join(", "));

    let neutral: BTreeMap<String, String> = toml::from_str(include_str!("neutral.toml")).expect("neutral.toml is TOML");
    println!("{:<4} {:>9} {:>7} {:>9} {:>7} {:>9} {:>7} {:>6} {:>6}", "", "articles", "MB", "engine/s", "MB/s", "scan/s", "MB/s", "ratio", "facts");
    for (n, code) in LANGUAGES.iter().enumerate().filter(|(_, l)| named.is_empty() || named.iter().any(|x| x == *l)) {
        let Some(pack) = engine.languages().find(|p| p.language() == *code) else { continue };
        let mut made = Made { random: 0x9E37_79B9_7F4A_7C15 ^ n as u64, function: function_words(pack), neutral: words(neutral.get(*code)), examples: examples(code) };
        let inputs: Vec<Input> = (0..ARTICLES).map(|k| made.article(code, k)).collect();
        measure(&engine, code, &inputs);
    }
}

/// One line: the engine and the scan over the same articles.
fn measure(engine: &Engine, code: &str, inputs: &[Input]) {
    let texts: Vec<String> = inputs.iter().map(as_read).collect();
    let (n, mb) = (inputs.len() as f64, texts.iter().map(String::len).sum::<usize>() as f64 / 1e6);
    let automaton = automaton(&names(engine, code).1);
    let (mut scans, mut reads, mut facts) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        scans.push(timed(|| texts.iter().map(|t| automaton.find_iter(black_box(t.as_str())).count()).sum::<usize>()));
        let start = Instant::now();
        facts = inputs.iter().map(|i| engine.read(black_box(i))).filter(|r| !(r.agreements.is_empty() && r.events.is_empty())).count();
        reads.push(start.elapsed().as_secs_f64());
    }
    let (scan, read) = (median(&mut scans), median(&mut reads));
    println!(
        "{code:<4} {:>9} {mb:>7.1} {:>9.0} {:>7.1} {:>9.0} {:>7.1} {:>6.2} {:>5.1}%",
        inputs.len(),
        n / read,
        mb / read,
        n / scan,
        mb / scan,
        read / scan,
        100.0 * facts as f64 / n
    );
}

fn timed<T>(f: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(f());
    start.elapsed().as_secs_f64()
}

/// What articles are made of.
struct Made {
    random: u64,
    function: Vec<String>,
    neutral: Vec<String>,
    examples: Vec<String>,
}

impl Made {
    fn article(&mut self, language: &str, k: usize) -> Input {
        let mut paragraphs = Vec::new();
        if k.is_multiple_of(RELEVANT) {
            for _ in 0..4 {
                let at = self.below(self.examples.len());
                paragraphs.extend(self.examples.get(at).cloned());
            }
        }
        while paragraphs.iter().map(|p| p.chars().count()).sum::<usize>() < LENGTH {
            let sentences: Vec<String> = (0..4).map(|_| self.sentence()).collect();
            paragraphs.push(sentences.join(" "));
        }
        let title = self.sentence();
        Input {
            id: Some(format!("{language}-{k}")),
            title: Some(title.trim_end_matches('.').to_string()),
            text: paragraphs.join("\n"),
            language: Some(language.to_string()),
            published: Some("2024-05-10".into()),
            ..Input::default()
        }
    }

    /// Ten to twenty-four words, nine in twenty of them function words, with commas and numbers as a newspaper has them.
    fn sentence(&mut self) -> String {
        let mut out = String::new();
        for k in 0..10 + self.below(15) {
            let word = if self.below(25) == 0 {
                self.below(2000).to_string()
            } else if self.below(20) < 9 {
                let at = self.below(self.function.len());
                self.function[at].clone()
            } else {
                let at = self.below(self.neutral.len());
                self.neutral[at].clone()
            };
            if k > 0 {
                out.push_str(if self.below(9) == 0 { ", " } else { " " });
            }
            out.push_str(&word);
        }
        let mut letters = out.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }

    /// Xorshift: the same articles on every machine.
    fn below(&mut self, n: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) as usize % n.max(1)
    }
}

/// The language's frequent words (its `profile`, three times as often) and its one-word function words.
fn function_words(pack: &Pack) -> Vec<String> {
    let data = &pack.lexicon().data;
    let words = data.first.iter().enumerate().filter(|(_, list)| {
        list.iter().any(|&(e, _)| {
            let e = &data.entries[e as usize];
            e.class == Class::Word
                && e.rest.is_empty()
                && matches!(e.value.as_str(), "in" | "of" | "to" | "with" | "for" | "from" | "on" | "relative" | "conjunct" | "break" | "each")
        })
    });
    let mut out: Vec<String> = words.map(|(id, _)| data.forms[id].clone()).collect();
    out.extend(std::iter::repeat_n(&data.profile, 3).flatten().cloned());
    out
}

fn words(list: Option<&String>) -> Vec<String> {
    list.map(|l| l.split_whitespace().map(str::to_string).collect()).unwrap_or_default()
}

/// Texts of the pack's examples, in the order of the files.
fn examples(code: &str) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(repository(&format!("packs/{code}/examples"))).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.sort();
    files
        .iter()
        .filter_map(|p| std::fs::read_to_string(p).ok())
        .filter_map(|t| toml::from_str::<Examples>(&t).ok())
        .flat_map(|f| f.example)
        .map(|e| e.text.trim().to_string())
        .collect()
}
