//! A registry of a size that a region's press fills in years: how long lists, searches and single agreements take.
//!
//! Makes a registry of made-up documents (`MITHAQ_SCALE_DOCUMENTS`, 1,000,000 by default: a tenth kept with text, a twentieth as many
//! agreements) in `MITHAQ_SCALE_FILE` (default: a file in the folder of build results), or takes the one that is there; then
//! asks each question many times with other words and prints the median, the 95th percentile and the slowest, in milliseconds.
//! No randomness from outside: the same registry and the same questions every time.

use mithaq_core::record::Record;
use mithaq_registry::{Filter, Incoming, Mode, Query, Registry};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A small generator of pseudo-random numbers (SplitMix64): the numbers are data, not secrets.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    /// Few things are frequent and many are rare, as words and states are.
    fn skewed(&mut self, n: usize) -> usize {
        let x = (self.next() % 1_000_000) as f64 / 1_000_000.0;
        ((n as f64).powf(x) - 1.0) as usize
    }
}

const STATES: [&str; 40] = [
    "USA", "RUS", "TUR", "FRA", "MAR", "AZE", "CZE", "SAU", "EGY", "QAT", "ARE", "JOR", "KAZ", "UZB", "ITA", "ESP", "PRT", "GRC", "CYP", "SRB", "HUN", "POL", "ROU", "BGR", "GEO",
    "ARM", "IRQ", "KWT", "OMN", "BHR", "TUN", "DZA", "LBY", "MRT", "SEN", "NGA", "KEN", "IND", "PAK", "CHN",
];
const AREAS: [&str; 8] = ["training", "exercises", "defence-industry", "cybersecurity", "military-health", "expert-exchange", "logistics", "intelligence"];
const INSTRUMENTS: [&str; 4] = ["agreement", "memorandum", "protocol", "plan"];
const TYPES: [&str; 4] = ["visit", "meeting", "exercise", "delivery"];

/// Words of a language that does not exist, in two scripts.
fn vocabulary(n: &mut Numbers) -> Vec<String> {
    let latin: Vec<char> = "abcdefghiklmnoprstuvz".chars().collect();
    let arabic: Vec<char> = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect();
    (0..30_000)
        .map(|i| {
            let letters = if i % 2 == 0 { &arabic } else { &latin };
            (0..3 + n.below(7)).map(|_| letters[n.below(letters.len())]).collect()
        })
        .collect()
}

fn text(n: &mut Numbers, words: &[String]) -> String {
    let mut out = String::new();
    for i in 0..220 {
        out.push_str(&words[n.skewed(words.len())]);
        out.push(if i % 17 == 16 { '\n' } else { ' ' });
    }
    out
}

fn day(n: &mut Numbers) -> String {
    format!("{:04}-{:02}-{:02}", 1995 + n.below(30), 1 + n.below(12), 1 + n.below(28))
}

/// One document: known by its hash alone, or kept with facts.
fn document(i: usize, n: &mut Numbers, words: &[String], stories: &[Value]) -> Incoming {
    let keep = i.is_multiple_of(10);
    let body = if keep { text(n, words) } else { format!("{i}") };
    let sha: String = Sha256::digest(body.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let published = day(n);
    let mut agreements = Vec::new();
    let mut events = Vec::new();
    if keep {
        let mut story = stories[(i / 10) % stories.len()].clone();
        story["id"] = json!("a1");
        agreements.push(story);
        let (a, b) = (STATES[n.skewed(STATES.len())], STATES[n.below(STATES.len())]);
        if a != b {
            let kind = TYPES[n.below(TYPES.len())];
            events.push(json!({"id": "e1", "type": kind, "realis": "done", "participants": [a], "host": b, "persons": [], "name": null,
                "date": {"value": published, "precision": "day"}, "place": null, "areas": [], "agreements": [], "confidence": 0.8,
                "evidence": [{"field": "participants", "start": 0, "end": 12, "quote": body.chars().take(12).collect::<String>(), "rule": "bench"}]}));
        }
    }
    let record = json!({
        "schema": "mithaq.record/1",
        "document": {"id": format!("scale-{i}"), "path": "stream", "index": i, "url": format!("https://example.org/{i}"), "title": null, "language": "ar", "published": published,
            "publisher": format!("outlet {}", n.skewed(300)), "text_sha256": sha, "reading": "read", "engine": "bench", "packs": {}, "sources": []},
        "agreements": agreements, "events": events, "contributions": [], "unasserted": []
    });
    let record: Record = serde_json::from_value(record).expect("a record");
    Incoming::new(record, body, keep)
}

/// What the agreements are that documents tell; two documents tell each.
fn stories(n: &mut Numbers, count: usize) -> Vec<Value> {
    (0..count)
        .map(|_| {
            let mut parties = [STATES[n.skewed(STATES.len())], STATES[n.below(STATES.len())]];
            if parties[0] == parties[1] {
                parties[1] = if parties[0] == "CHN" { "USA" } else { "CHN" };
            }
            parties.sort_unstable();
            let signed = json!({"value": day(n), "precision": "day"});
            let mut areas: Vec<&str> = (0..1 + n.below(4)).map(|_| AREAS[n.below(AREAS.len())]).collect();
            areas.sort_unstable();
            areas.dedup();
            let mut evidence = Vec::new();
            for f in ["parties", "status", "date"] {
                evidence.push(json!({"field": f, "start": 0, "end": 3, "quote": "x", "rule": "bench"}));
            }
            for a in &areas {
                evidence.push(json!({"field": format!("areas:{a}"), "start": 4, "end": 9, "quote": "x", "rule": "bench"}));
            }
            let person = |k: u64, s: &str| json!({"name": format!("Name {k}"), "key": format!("nm {k}"), "office": "minister-of-defence", "state": s});
            json!({"parties": parties, "domain": "defence", "instrument": INSTRUMENTS[n.below(4)], "title": null, "scope": "general", "status": "signed",
                "signed": signed, "date": signed, "steps": [{"status": "signed", "date": signed}],
                "place": {"name": "Somewhere", "country": parties[0], "latitude": 1.0, "longitude": 2.0}, "occasion": null, "duration_years": 5,
                "signatories": [person(n.next() % 4000, parties[0]), person(n.next() % 4000, parties[1])], "areas": areas, "confidence": 0.9, "evidence": evidence})
        })
        .collect()
}

fn make(path: &PathBuf, documents: usize, words: &[String]) {
    let mut n = Numbers(2);
    let stories = stories(&mut n, documents / 20);
    let mut registry = Registry::open(path, Mode::Write).expect("a registry");
    let start = Instant::now();
    let mut batch = Vec::new();
    for i in 0..documents {
        batch.push(document(i, &mut n, words, &stories));
        if batch.len() == 4096 || i + 1 == documents {
            registry.ingest(&batch).expect("ingest");
            batch.clear();
        }
    }
    let took = start.elapsed();
    println!("made {documents} documents in {:.0} s, {:.0} a second", took.as_secs_f64(), documents as f64 / took.as_secs_f64());
}

/// Times of one kind of question.
fn asked(name: &str, mut times: Vec<Duration>) -> bool {
    times.sort_unstable();
    let at = |q: f64| times[((times.len() as f64 * q) as usize).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!("{name:<44} median {:7.2}   p95 {:7.2}   slowest {:7.2}   ({} questions)", at(0.5), at(0.95), at(1.0), times.len());
    at(0.95) <= 50.0
}

fn main() {
    let documents: usize = std::env::var("MITHAQ_SCALE_DOCUMENTS").ok().and_then(|d| d.parse().ok()).unwrap_or(1_000_000);
    let path = std::env::var_os("MITHAQ_SCALE_FILE").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("scale-{documents}.db")), PathBuf::from);
    let mut n = Numbers(1);
    let words = vocabulary(&mut n);
    if !path.exists() {
        make(&path, documents, &words);
    }
    println!("{}: {:.0} MB", path.display(), path.metadata().map_or(0.0, |m| m.len() as f64 / 1e6));
    let start = Instant::now();
    let registry = Registry::open(&path, Mode::Read).expect("a registry");
    let first = registry.agreements(&Filter { limit: Some(50), ..Filter::default() }).expect("a list");
    println!("opened, with a first list, in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    let mut within = true;
    let mut ask = |name: &str, turns: usize, f: &mut dyn FnMut(&mut Numbers)| {
        let mut n = Numbers(7);
        let times = (0..turns)
            .map(|_| {
                let start = Instant::now();
                f(&mut n);
                start.elapsed()
            })
            .collect();
        within &= asked(name, times);
    };
    let page = |f: Filter| {
        let list = registry.agreements(&Filter { limit: Some(50), ..f }).expect("a list");
        assert!(list.len() <= 50);
    };
    let state = |n: &mut Numbers| STATES[n.skewed(STATES.len())].to_string();
    ask("list agreements, a page further on", 200, &mut |n| page(Filter { offset: n.below(1000) as i64, ..Filter::default() }));
    ask("list agreements of a state", 300, &mut |n| page(Filter { states: vec![state(n)], ..Filter::default() }));
    ask("list agreements of two states", 300, &mut |n| page(Filter { states: vec![state(n), state(n)], ..Filter::default() }));
    ask("list by state, area, instrument, years", 300, &mut |n| {
        page(Filter {
            states: vec![state(n)],
            areas: vec![AREAS[n.below(8)].into()],
            instruments: vec![INSTRUMENTS[n.below(4)].into()],
            since: Some("2001".into()),
            until: Some("2009-06".into()),
            ..Filter::default()
        })
    });
    ask("list by area", 100, &mut |n| page(Filter { areas: vec![AREAS[n.below(8)].into()], ..Filter::default() }));
    ask("list by status that is rare", 100, &mut |_| page(Filter { statuses: vec!["ratified".into()], ..Filter::default() }));
    ask("list in force on a day", 100, &mut |n| page(Filter { in_force: Some(day(n)), ..Filter::default() }));
    ask("list by outlet", 100, &mut |n| page(Filter { source: Some(format!("outlet {}", n.skewed(300))), ..Filter::default() }));
    ask("list for review", 100, &mut |_| page(Filter { review: Some("doubtful".into()), ..Filter::default() }));
    ask("count agreements of a state", 200, &mut |n| drop(registry.count_agreements(&Filter { states: vec![state(n)], ..Filter::default() })));
    ask("list events of a state", 200, &mut |n| drop(registry.events(&Filter { states: vec![state(n)], limit: Some(50), ..Filter::default() })));
    ask("list documents", 100, &mut |n| drop(registry.documents(&Filter { limit: Some(50), offset: n.below(1000) as i64, ..Filter::default() })));
    ask("list people", 50, &mut |n| drop(registry.persons(&Filter { states: vec![state(n)], limit: Some(50), ..Filter::default() })));
    let ids: Vec<String> = (0..300)
        .map(|i| registry.agreements(&Filter { limit: Some(1), offset: i * 97 % 20_000, ..Filter::default() }).map_or_else(|_| String::new(), |l| l[0].id.clone()))
        .collect();
    ask("show an agreement", 300, &mut |n| drop(registry.show(&ids[n.below(ids.len())])));
    ask("history of an agreement", 300, &mut |n| drop(registry.statements(&ids[n.below(ids.len())], true)));
    let search = |words: String, f: Filter| drop(registry.search(&Query { words, filter: f, ..Query::default() }).expect("a search"));
    ask("search a word, frequent or rare", 300, &mut |n| search(words[n.skewed(words.len())].clone(), Filter::default()));
    ask("search the most frequent word", 20, &mut |_| search(words[1].clone(), Filter::default()));
    ask("search two words", 300, &mut |n| search(format!("{} {}", words[n.skewed(words.len())], words[n.skewed(words.len())]), Filter::default()));
    ask("search a word, of a state, since a year", 300, &mut |n| {
        search(words[n.skewed(words.len())].clone(), Filter { states: vec![state(n)], since: Some("2010".into()), ..Filter::default() })
    });
    ask("search a name", 200, &mut |n| {
        let k = n.next() % 4000;
        drop(registry.search(&Query { words: format!("Name {k}"), name_keys: vec![format!("nm {k}")], ..Query::default() }).expect("a search"))
    });
    println!("{} agreements on the first page; {}", first.len(), if within { "every 95th percentile is within 50 ms" } else { "NOT every 95th percentile is within 50 ms" });
}
