//! The program as a user runs it: inputs, formats, exit statuses, diagnostics on standard error.

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::{problems_of, repository};
use serde_json::{Value, json};
use tempfile::TempDir;

const TITLE: &str = "المغرب وفرنسا يوقعان اتفاقية عسكرية";
const TEXT: &str = "وقع وزير الدفاع المغربي ونظيره الفرنسي أمس في الرباط اتفاقية للتعاون العسكري تشمل التدريب.";

fn program() -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_mithaq"));
    c.env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    c
}

/// Runs the program with `stdin`.
fn run_in(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = program().args(args).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let text = stdin.to_owned();
    // On a thread of its own: neither side waits for the other.
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join().expect("the writer ends");
    output
}

fn run(args: &[&str], stdin: &str) -> Output {
    run_in(&std::env::temp_dir(), args, stdin)
}

fn out(o: &Output) -> &str {
    std::str::from_utf8(&o.stdout).expect("UTF-8")
}

fn err(o: &Output) -> &str {
    std::str::from_utf8(&o.stderr).expect("UTF-8")
}

fn code(o: &Output) -> Option<i32> {
    o.status.code()
}

/// The records of a `jsonl` output.
fn records(o: &Output) -> Vec<Value> {
    out(o).lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
}

/// A folder with files of its own, removed with the value.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    dir
}

fn row(id: &str) -> String {
    json!({"id": id, "title": TITLE, "text": TEXT, "published": "2024-10-31", "language": "ar"}).to_string()
}

#[test]
fn standard_input_is_read_with_and_without_a_dash() {
    for args in [&["extract"][..], &["extract", "-"], &["extract", "--format", "jsonl", "-"]] {
        let o = run(args, TEXT);
        assert_eq!((code(&o), err(&o)), (Some(0), ""), "{args:?}");
        let r = records(&o);
        assert_eq!(r.len(), 1);
        assert_eq!(r[0]["document"]["path"], "-");
        assert_eq!(r[0]["document"]["language"], "ar");
        assert_eq!(r[0]["agreements"][0]["parties"], json!(["FRA", "MAR"]));
        // No day of publication: "yesterday" is no date.
        assert_eq!(r[0]["agreements"][0]["date"], json!({"value": null, "precision": "unknown"}));
        assert_eq!(problems_of(&r[0], TEXT), [""; 0]);
    }
}

#[test]
fn title_and_published_complete_what_the_text_does_not_say() {
    let o = run(&["extract", "--title", TITLE, "--published", "2024-10-31", "--with-text"], TEXT);
    let r = records(&o);
    assert_eq!(r[0]["document"]["title"], TITLE);
    assert_eq!(r[0]["document"]["published"], "2024-10-31");
    assert_eq!(r[0]["document"]["text"], format!("{TITLE}\n{TEXT}"));
    assert_eq!(r[0]["agreements"].as_array().map(Vec::len), Some(1));
    assert_eq!(r[0]["agreements"][0]["date"], json!({"value": "2024-10-30", "precision": "day"}));
    assert_eq!(r[0]["agreements"][0]["areas"], json!(["training"]));
    assert_eq!(problems_of(&r[0], &format!("{TITLE}\n{TEXT}")), [""; 0]);
    // What the document says itself stands.
    let o = run(&["extract", "--title", "غير ذلك", "--published", "1999-01-01"], &row("x"));
    let r = records(&o);
    assert_eq!((&r[0]["document"]["title"], &r[0]["document"]["published"]), (&json!(TITLE), &json!("2024-10-31")));
}

#[test]
fn the_text_as_read_is_given_only_with_with_text() {
    let o = run(&["extract"], &row("x"));
    assert!(records(&o)[0]["document"].get("text").is_none());
    let o = run(&["extract", "--with-text"], &format!("{}\n{}", row("x"), json!({"text": "سطر\r\nسطر ثان"})));
    let r = records(&o);
    assert_eq!(r[0]["document"]["text"], format!("{TITLE}\n{TEXT}"));
    assert_eq!(r[1]["document"]["text"], "سطر\nسطر ثان");
}

#[test]
fn a_folder_is_read_in_the_order_of_names() {
    let dir = folder(&[
        ("b.txt", TEXT),
        ("a.jsonl", &format!("{}\n{}\n", row("r1"), row("r2"))),
        ("c/page.html", &format!("<!DOCTYPE html><html lang=ar><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>{TEXT}</p></article></body></html>")),
        (".hidden.txt", "لا يقرأ"),
    ]);
    let o = run_in(dir.path(), &["extract", "."], "");
    assert_eq!((code(&o), err(&o)), (Some(0), ""));
    let r = records(&o);
    let ids: Vec<(&str, &str, u64)> = r.iter().map(|r| &r["document"]).map(|d| (d["id"].as_str().unwrap(), d["path"].as_str().unwrap(), d["index"].as_u64().unwrap())).collect();
    assert_eq!(ids[..2], [("r1", "./a.jsonl", 0), ("r2", "./a.jsonl", 1)]);
    assert_eq!(ids[2].1, "./b.txt");
    assert_eq!(ids[3].1, "./c/page.html");
    assert!(ids[2].0.starts_with("sha256:"), "{ids:?}");
    assert_eq!(r.len(), 4);
    assert!(r.iter().all(|r| r["agreements"].as_array().is_some_and(|a| a.len() == 1)), "{}", out(&o));
    // One thread or four: the same bytes.
    let bytes = |threads: &str| run_in(dir.path(), &["extract", "--threads", threads, "."], "").stdout;
    assert_eq!(bytes("1"), o.stdout);
    assert_eq!(bytes("4"), o.stdout);
}

#[test]
fn more_documents_than_one_batch_keep_their_order() {
    let rows: String = (0..1300).map(|n| row(&format!("d{n}")) + "\n").collect();
    let o = run(&["extract", "--threads", "4"], &rows);
    let r = records(&o);
    assert_eq!(r.len(), 1300);
    assert!(r.iter().enumerate().all(|(n, r)| r["document"]["id"] == format!("d{n}") && r["document"]["index"] == n));
    assert!(r.iter().all(|x| x["agreements"] == r[0]["agreements"]));
}

#[test]
fn json_is_one_array() {
    let rows = format!("{}\n{}\n", row("x"), row("y"));
    let o = run(&["extract", "--format", "json"], &rows);
    let array: Vec<Value> = serde_json::from_slice(&o.stdout).expect("JSON");
    assert_eq!(array, records(&run(&["extract", "--format", "jsonl"], &rows)));
    let o = run(&["extract", "--format", "json", "no such file"], "");
    assert_eq!((code(&o), serde_json::from_slice::<Value>(&o.stdout).expect("JSON")), (Some(1), json!([])));
}

#[test]
fn the_table_is_plain_when_piped() {
    let o = run(&["extract", "--format", "table"], &row("x"));
    let text = out(&o);
    assert_eq!(code(&o), Some(0));
    assert!(!text.contains('\u{1B}'), "{text:?}");
    for part in ["FRA", "MAR", "signed", "2024-10-30", "training", "1 documents", "1 agreements"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Arabic stands in isolates, each closed on its own line.
    assert!(text.contains(&format!("\u{2068}{TITLE}\u{2069}")));
    for line in text.lines() {
        assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{line:?}");
    }
}

#[test]
fn a_language_without_a_pack_is_named_and_gives_no_facts() {
    let o = run(&["extract", "--language", "xx"], TEXT);
    assert!(err(&o).contains("xx") && err(&o).contains("ar"), "{}", err(&o));
    let r = records(&o);
    assert_eq!(r[0]["document"]["reading"], "unsupported-language");
    assert_eq!((&r[0]["agreements"], &r[0]["events"]), (&json!([]), &json!([])));
    assert_eq!(problems_of(&r[0], TEXT), [""; 0]);
    assert!(matches!(code(&o), Some(0 | 1)));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let dir = folder(&[("good.txt", TEXT), ("empty.txt", ""), ("scan.pdf", "%PDF-1.7\n"), ("more.jsonl", &row("x"))]);
    let o = run_in(dir.path(), &["extract", "missing.txt", "good.txt", "empty.txt", "scan.pdf", "more.jsonl"], "");
    assert_eq!(code(&o), Some(1));
    let r = records(&o);
    assert_eq!(r.iter().map(|r| &r["document"]["path"]).collect::<Vec<_>>(), ["good.txt", "more.jsonl"]);
    for name in ["missing.txt", "empty.txt", "scan.pdf"] {
        assert_eq!(err(&o).lines().filter(|l| l.contains(name)).count(), 1, "{name}: {}", err(&o));
    }
    assert!(!err(&o).contains("good.txt"), "{}", err(&o));
}

#[test]
fn a_line_cut_in_half_costs_that_line_only() {
    let whole = row("x");
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    let dir = folder(&[("rows.jsonl", &format!("{}\n{half}\n{}\n", row("a"), row("b"))), ("end.jsonl", &format!("{}\n{half}", row("c")))]);
    let o = run_in(dir.path(), &["extract", "rows.jsonl", "end.jsonl"], "");
    assert_eq!(code(&o), Some(1));
    let found: Vec<(Value, Value)> = records(&o).iter().map(|r| (r["document"]["id"].clone(), r["document"]["index"].clone())).collect();
    assert_eq!(found, [(json!("a"), json!(0)), (json!("b"), json!(2)), (json!("c"), json!(0))]);
    assert!(err(&o).contains("rows.jsonl:2") && err(&o).contains("end.jsonl:2"), "{}", err(&o));
}

#[test]
fn wrong_usage_ends_with_two() {
    for args in [
        &["extract", "--no-such-option"][..],
        &["extract", "--format", "xml"],
        &["extract", "--published", "31-10-2024"],
        &["extract", "--published", "2024-13-01"],
        &["extract", "--published", "2024-02-31"],
        &["extract", "--threads", "many"],
        &["extract", "--map", "txet=a"],
        &["no-such-command"],
        &[],
        &["evaluate"],
    ] {
        let o = run(args, TEXT);
        assert_eq!(code(&o), Some(2), "{args:?}: {}", err(&o));
        assert!(!err(&o).is_empty() && o.stdout.is_empty(), "{args:?}");
    }
    let o = run(&["--help"], "");
    assert_eq!(code(&o), Some(0));
    assert!(out(&o).contains("extract"));
}

#[test]
fn a_page_nested_a_hundred_thousand_deep_is_read() {
    for tag in ["div", "b", "blockquote", "table><tr><td"] {
        let closed = tag.split(['<', '>']).rev().filter(|t| !t.is_empty()).map(|t| format!("</{t}>")).collect::<String>();
        let page = format!("<!DOCTYPE html><html lang=ar><body>{}<p>{TEXT}</p>{}</body></html>", format!("<{tag}>").repeat(100_000), closed.repeat(100_000));
        let start = Instant::now();
        let o = run(&["extract", "--published", "2024-10-31"], &page);
        assert!(start.elapsed() < Duration::from_secs(60), "{tag}: {:?}", start.elapsed());
        assert_eq!(code(&o), Some(0), "{tag}: {}", err(&o));
        assert_eq!(records(&o)[0]["agreements"][0]["parties"], json!(["FRA", "MAR"]), "{tag}");
    }
}

#[test]
fn rows_of_any_shape_break_nothing() {
    let deep = format!("{{\"text\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let rows =
        [&row("a"), "{}", "null", "[]", "42", "{\"text\": 5}", "{\"text\": \"\\ud800\"}", "{\"text\": \"\\u0000\"}", deep.as_str(), "{\"text\": \"\"}", &row("b")].join("\n");
    let o = run(&["extract"], &rows);
    assert_eq!(code(&o), Some(1));
    let ids: Vec<Value> = records(&o).iter().map(|r| r["document"]["id"].clone()).collect();
    assert!(ids.contains(&json!("a")) && ids.contains(&json!("b")), "{ids:?}");
    assert!(!err(&o).contains("panicked"), "{}", err(&o));
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let rows: String = (0..3000).map(|n| row(&format!("d{n}")) + "\n").collect();
    let dir = folder(&[("rows.jsonl", &rows)]);
    let mut child = program().args(["extract", "rows.jsonl"]).current_dir(dir.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let o = child.wait_with_output().expect("the program ends");
    assert_eq!((code(&o), err(&o)), (Some(0), ""));
}

#[test]
fn pack_list_counts_the_embedded_packs() {
    let o = run(&["pack", "list"], "");
    assert_eq!(code(&o), Some(0));
    assert!(out(&o).lines().any(|l| l.starts_with("world ")) && out(&o).lines().any(|l| l.starts_with("ar ")), "{}", out(&o));
}

#[test]
fn a_folder_that_is_no_pack_is_refused() {
    let dir = folder(&[("x/pack.toml", "")]);
    let o = run_in(dir.path(), &["pack", "check", "x"], "");
    assert_ne!(code(&o), Some(0));
    assert!(!err(&o).contains("panicked"), "{}", err(&o));
}

#[test]
fn the_packs_on_disk_read_like_the_embedded_ones() {
    let packs = repository("packs");
    let o = run(&["extract", "--packs", packs.to_str().expect("UTF-8")], &row("x"));
    assert_eq!((code(&o), o.stdout), (Some(0), run(&["extract"], &row("x")).stdout));
}

#[test]
fn explain_shows_what_led_to_a_fact() {
    let o = run(&["explain", "--published", "2024-10-31"], TEXT);
    assert_eq!(code(&o), Some(0));
    for part in ["FRA", "MAR", "2024-10-30", "parties", "status"] {
        assert!(out(&o).contains(part), "{part}: {}", out(&o));
    }
    assert!(!out(&o).contains('\u{1B}'));
}

/// One agreement in several languages, a renewal, a contradiction, a link, a copy, a deed, plans, look-alikes: all of it in the summary.
#[test]
fn demo_shows_what_came_of_the_bundled_samples() {
    let dir = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let o = run_in(dir.path(), &["demo"], "");
        assert_eq!((code(&o), err(&o)), (Some(0), ""));
        let samples = std::fs::read_to_string(repository("samples/demo/demo.jsonl")).expect("the samples");
        let n = samples.lines().filter(|l| !l.trim().is_empty()).count();
        for part in [
            format!("{n} documents"),
            "11 agreements".into(),
            "in ar, az, cs, fr: one agreement from 4 reports".into(),
            "signed 2019-05-14 → renewed 2024-06-11".into(),
            "signed 2023-06-12 (1, shown), signed 2023-06-13 (1)".into(),
            "demo-14 (Diario Mitad del Mundo) copies demo-13 (El Correo de Asunción)".into(),
            "exercises (exercise 2022-10-11)".into(),
            "exercise KGZ–MNG scheduled 2023-09-05".into(),
            "exercise SVK–SVN cancelled 2023-09-04".into(),
            "demo-18".into(),
        ] {
            assert!(out(&o).contains(&part), "{part} in {}", out(&o));
        }
    }
}

/// Two articles: one as it should be read, one whose gold the engine cannot meet.
fn gold() -> String {
    let articles = [
        json!({"id": "g1", "language": "ar", "published": "2024-10-31", "title": TITLE, "text": TEXT, "gold": {
            "agreements": [{"parties": ["FRA", "MAR"], "domain": "defence", "instrument": "agreement", "status": "signed", "scope": "general",
                "date": {"value": "2024-10-30", "precision": "day"}, "signed": {"value": "2024-10-30", "precision": "day"}, "place_country": "MAR",
                "steps": [{"status": "signed", "date": {"value": "2024-10-30", "precision": "day"}}], "areas": ["training", "exercises"],
                "signatories": [{"name": null, "office": "minister-of-defence", "state": "FRA"}, {"name": null, "office": "minister-of-defence", "state": "MAR"}]}],
            "events": [], "contributions": []}}),
        json!({"id": "g2", "language": "ar", "published": "2024-10-31", "title": null, "text": "زار وزير الدفاع التركي عمان أمس.", "gold": {
            "agreements": [{"parties": ["JOR", "TUR"], "domain": "defence", "instrument": "protocol", "status": "ratified", "areas": []}],
            "events": [{"type": "visit", "participants": ["TUR"], "host": "JOR", "realis": "done", "date": {"value": "2024-10-30", "precision": "day"}}],
            "contributions": []}}),
        json!({"id": "g3", "language": "ar", "published": "2024-10-31", "title": null, "text": "فاز المنتخب بثلاثة أهداف.", "gold": {"agreements": [], "events": [], "contributions": []}}),
    ];
    articles.map(|a| a.to_string() + "\n").concat()
}

#[test]
fn evaluate_gives_the_figures_of_the_reference_script() {
    let script = repository("../shared/eval/score.py");
    let dir = folder(&[("gold.jsonl", &gold())]);
    let o = run_in(dir.path(), &["evaluate", "gold.jsonl", "--json"], "");
    assert_eq!((code(&o), err(&o)), (Some(0), ""));
    let ours: Value = serde_json::from_slice(&o.stdout).expect("JSON");
    assert_eq!(ours["documents"], 3);
    assert_eq!((&ours["agreement"]["tp"], &ours["agreement"]["fn"]), (&json!(1), &json!(1)));
    if !script.exists() || Command::new("python3").arg("--version").output().is_err() {
        eprintln!("not compared: no python3 or no {}", script.display());
        return;
    }
    let python = |args: &[&str]| {
        let o = Command::new("python3").arg(&script).args(args).current_dir(dir.path()).output().expect("python3 runs");
        assert!(o.status.success(), "{}", err(&o));
        o.stdout
    };
    // The same articles without their gold, by way of `extract`.
    let input = String::from_utf8(python(&["--input", "gold.jsonl"])).expect("UTF-8");
    let o = run_in(dir.path(), &["extract"], &input);
    std::fs::write(dir.path().join("out.jsonl"), &o.stdout).expect("a file");
    let theirs: Value = serde_json::from_slice(&python(&["gold.jsonl", "out.jsonl", "--json"])).expect("JSON");
    for (name, figure) in theirs.as_object().expect("an object") {
        assert_eq!(&ours[name], figure, "{name}");
    }
}

#[test]
fn evaluate_fails_below_a_floor_and_on_a_missing_file() {
    let dir = folder(&[
        ("gold.jsonl", &gold()),
        ("low.toml", "\"agreement.P\" = 0.1\n"),
        ("high.toml", "\"agreement.R\" = 0.99\n"),
        ("wrong.toml", "\"no.such\" = 0.5\n"),
        ("cut.jsonl", "{\"id\""),
    ]);
    let status = |args: &[&str]| code(&run_in(dir.path(), args, ""));
    assert_eq!(status(&["evaluate", "gold.jsonl", "--floors", "low.toml"]), Some(0));
    assert_eq!(status(&["evaluate", "gold.jsonl", "--floors", "high.toml"]), Some(1));
    assert_eq!(status(&["evaluate", "gold.jsonl", "--floors", "wrong.toml"]), Some(1));
    let o = run_in(dir.path(), &["evaluate", "missing.jsonl"], "");
    assert!(code(&o) != Some(0) && err(&o).contains("missing.jsonl"), "{}", err(&o));
    let o = run_in(dir.path(), &["evaluate", "cut.jsonl"], "");
    assert!(code(&o) != Some(0) && err(&o).contains("cut.jsonl") && !err(&o).contains("panicked"), "{}", err(&o));
    let o = run_in(dir.path(), &["evaluate", "gold.jsonl", "--errors", "--rules"], "");
    assert!(code(&o) == Some(0) && out(&o).contains("g2"), "{}", out(&o));
}
