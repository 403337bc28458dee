//! The figures are those of the reference script: on the stored fixture always, and live on the fixture and
//! on many generated articles where `../shared/eval/score.py` and Python are at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

use mithaq_eval::{Interval, Scores, check, errors, read, rules, score};
use serde_json::{Value, json};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn articles() -> (Vec<Value>, Vec<Value>) {
    (read(fixture("gold.jsonl")).unwrap(), read(fixture("predicted.jsonl")).unwrap())
}

fn figures(scores: &Scores) -> Value {
    serde_json::to_value(&scores.all.figures).unwrap()
}

#[test]
fn the_fixture_scores_as_stored() {
    let (gold, predicted) = articles();
    check(&gold, &predicted).unwrap();
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(fixture("expected.json")).unwrap()).unwrap();
    assert_eq!(figures(&score(&gold, &predicted)), expected);
}

#[test]
fn each_language_is_scored_on_its_own() {
    let (gold, predicted) = articles();
    let scores = score(&gold, &predicted);
    assert_eq!(scores.by_language.keys().collect::<Vec<_>>(), ["ar", "en", "fr"]);
    for (language, section) in &scores.by_language {
        let of = |v: &&Value| v["language"] == language.as_str();
        let own: Vec<Value> = gold.iter().filter(of).cloned().collect();
        let records: Vec<Value> = predicted.iter().filter(|v| of(&&v["document"])).cloned().collect();
        assert_eq!(score(&own, &records).all, *section, "{language}");
    }
}

#[test]
fn intervals_hold_their_figure_and_repeat() {
    let (gold, predicted) = articles();
    let scores = score(&gold, &predicted);
    let (f, i) = (&scores.all.figures, scores.all.intervals.unwrap());
    for (figure, Interval(low, high)) in [
        (f.agreement.p, i.p),
        (f.agreement.r, i.r),
        (f.agreement.f1, i.f1),
        (f.strict.f1, i.strict),
        (f.steps.f1, i.steps),
        (f.areas.f1, i.areas),
        (f.signatories.f1, i.signatories),
        (f.events.f1, i.events),
        (f.contributions.f1, i.contributions),
    ] {
        assert!(low <= figure && figure <= high && low < high, "{low} {figure} {high}");
    }
    assert_eq!(scores, score(&gold, &predicted));
}

#[test]
fn errors_are_listed_article_by_article() {
    let (gold, predicted) = articles();
    assert_eq!(
        errors(&gold, &predicted),
        [
            "fx-en-1 JOR+KEN status: want signed got ratified; date: want 2023-05-11 (day) got unknown; \
             signed: want 2023-05-11 (day) got unknown; scope: want general got sector; place: want KEN got None",
            "fx-en-1 FALSE JOR+OMN signed :: Oman and Jordan",
            "fx-en-2 CHL+PER status: want in-force got signed; date: want unknown got 1998 (year)",
            "fx-ar-1 MRT+TUN instrument: want memorandum got agreement",
            "fx-en-3 FALSE LVA+MLT signed :: Latvian club and its Maltese rival",
            "fx-fr-1 BEN+TGO date: want 2019-11-14 (day) got 2019-11 (month); domain: want defence got security",
            "fx-fr-1 MISSED BEN+NER+TGO signed None",
        ]
    );
}

#[test]
fn rules_are_counted_with_the_agreements_they_were_right_on() {
    let (gold, predicted) = articles();
    let rules = rules(&gold, &predicted);
    let counts = |rule: &str| {
        let c = rules.0[rule];
        [c.fired, c.fired_matched, c.agreements, c.matched, c.optional, c.wrong()]
    };
    assert_eq!(counts("en/pair"), [3, 1, 3, 1, 0, 2]);
    assert_eq!(counts("en/recalled"), [4, 2, 2, 1, 1, 0]);
    assert_eq!(counts("en/sign-with"), [3, 3, 2, 2, 0, 0]);
    assert_eq!(counts("ar/area"), [1, 1, 1, 1, 0, 0]);
    assert!(!rules.0.contains_key("en/visit"), "only evidence of agreements counts");
    let table = rules.to_string();
    assert_eq!(table.lines().nth(1).map(|l| l.split_whitespace().collect::<Vec<_>>()), Some(vec!["en/pair", "3", "3", "1", "0", "2"]));
}

#[test]
fn the_table_has_a_row_for_each_language_and_an_interval_beside_each_figure() {
    let (gold, predicted) = articles();
    let table = score(&gold, &predicted).to_string();
    let rows: Vec<&str> = table.lines().filter(|l| l.starts_with("all ")).collect();
    assert_eq!(rows.len(), 4, "{table}");
    assert!(rows[0].contains("0.750 [") && rows[0].ends_with(" 1/2"), "{table}");
    assert_eq!(table.lines().filter(|l| l.starts_with("ar ")).count(), 4, "{table}");
    assert_eq!(table.matches('[').count(), 4 * 9 + 1, "{table}");
}

#[test]
fn nothing_to_score_is_no_failure() {
    let scores = score(&[], &[]);
    assert_eq!(scores.all.figures.documents, 0);
    assert_eq!(scores.all.intervals, None);
    assert!(scores.to_string().contains("1.000"));
}

/// Where the reference script lies; `None` (and a note) where it or Python is missing.
fn reference() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval/score.py");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !(script.is_file() && python) {
        eprintln!("skipped: {} or python3 is missing", script.display());
        return None;
    }
    Some(script)
}

fn run(script: &Path, gold: &Path, predicted: &Path, option: &str) -> String {
    let out = Command::new("python3").arg(script).arg(gold).arg(predicted).arg(option).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// The script's figures are ours, and so are its error lines but for the values of dates.
fn compare_live(script: &Path, gold_path: &Path, predicted_path: &Path) {
    let (gold, predicted) = (read(gold_path).unwrap(), read(predicted_path).unwrap());
    check(&gold, &predicted).unwrap();
    let printed = run(script, gold_path, predicted_path, "--json");
    let want: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(figures(&score(&gold, &predicted)), want);

    let printed = run(script, gold_path, predicted_path, "--errors");
    let want: Vec<String> = printed.lines().filter_map(|l| l.strip_prefix("   ")).map(without_values).collect();
    let got: Vec<String> = errors(&gold, &predicted).iter().map(|l| without_values(l)).collect();
    assert_eq!(got, want);
}

/// A line with wrong attributes cut down to their names; other lines as they are.
fn without_values(line: &str) -> String {
    match line.split_once(": want ") {
        Some((start, rest)) => rest.split("; ").skip(1).fold(start.to_owned(), |line, attribute| line + "; " + attribute.split(':').next().unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[test]
fn the_fixture_scores_live_as_the_script_says() {
    let Some(script) = reference() else { return };
    compare_live(&script, &fixture("gold.jsonl"), &fixture("predicted.jsonl"));
}

#[test]
fn generated_articles_score_live_as_the_script_says() {
    let Some(script) = reference() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for seed in 1..=8 {
        let mut any = Any(seed);
        let articles: Vec<(Value, Value)> = (0..60).map(|n| any.article(n)).collect();
        let lines = |pick: fn(&(Value, Value)) -> &Value| articles.iter().map(|a| pick(a).to_string() + "\n").collect::<String>();
        let (gold, predicted) = (folder.join(format!("gold{seed}.jsonl")), folder.join(format!("predicted{seed}.jsonl")));
        std::fs::write(&gold, lines(|a| &a.0)).unwrap();
        std::fs::write(&predicted, lines(|a| &a.1)).unwrap();
        compare_live(&script, &gold, &predicted);
    }
}

/// Articles from a vocabulary so small that facts collide in every way: the same parties several times,
/// repeated areas and events, keys left out or null, quotes shifted or too short.
struct Any(u32);

impl Any {
    fn below(&mut self, n: u32) -> u32 {
        // A linear congruential generator (Numerical Recipes); its high bits are good enough here.
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(u32::try_from(of.len()).unwrap()) as usize]
    }

    fn some(&mut self, most: u32, mut item: impl FnMut(&mut Self) -> Value) -> Value {
        (0..self.below(most + 1)).map(|_| item(self)).collect()
    }

    fn date(&mut self) -> Value {
        match self.below(6) {
            0 => json!({"value": "2020-05", "precision": "month"}),
            1 => json!({"value": null, "precision": "unknown"}),
            2 => json!({"value": null}),
            3 => Value::Null,
            4 => json!({"value": "2020-05-02", "precision": "day"}),
            _ => json!({"value": "2020-05-03", "precision": "day"}),
        }
    }

    fn parties(&mut self) -> Value {
        [json!(["AAA", "BBB"]), json!(["BBB", "AAA"]), json!(["AAA", "CCC"]), json!(["AAA", "BBB", "CCC"])][self.below(4) as usize].clone()
    }

    fn area(&mut self) -> Value {
        json!(self.one(&["training", "exercises", "logistics"]))
    }

    fn status(&mut self) -> Value {
        json!(self.one(&["signed", "ratified", "in-force"]))
    }

    fn agreement(&mut self, gold: bool) -> Value {
        let mut a = json!({
            "parties": self.parties(), "status": self.status(), "date": self.date(), "signed": self.date(),
            "instrument": self.one(&["agreement", "plan"]), "domain": self.one(&["defence", "security"]),
            "scope": self.one(&["general", "sector", "unknown"]),
            "steps": self.some(3, |any| json!({"status": any.status(), "date": any.date()})),
            "areas": self.some(3, Self::area),
            "signatories": self.some(2, |any| json!({
                "state": any.one(&["AAA", "BBB"]), "office": any.one(&["minister", "other"])})),
        });
        let country = if self.below(3) == 0 { Value::Null } else { json!(self.one(&["AAA", "BBB"])) };
        if gold {
            a["place_country"] = country;
            if self.below(4) == 0 {
                a["optional"] = json!(self.below(3) > 0);
            }
            for key in ["date", "signed", "instrument", "scope", "steps", "areas", "signatories", "place_country"] {
                if self.below(8) == 0 {
                    a.as_object_mut().unwrap().remove(key);
                }
            }
        } else {
            a["place"] = if country.is_null() { country } else { json!({"name": "…", "country": country}) };
            a["evidence"] = self.evidence();
        }
        a
    }

    fn event(&mut self, gold: bool) -> Value {
        let mut e = json!({
            "type": self.one(&["visit", "exercise"]), "participants": self.parties(),
            "realis": self.one(&["done", "ongoing"]), "date": self.date(),
            "host": if self.below(2) == 0 { Value::Null } else { json!("AAA") },
        });
        if !gold {
            e["evidence"] = self.evidence();
        } else if self.below(5) == 0 {
            let key = self.one(&["realis", "date", "host"]);
            e.as_object_mut().unwrap().remove(key);
        }
        e
    }

    fn contribution(&mut self, gold: bool) -> Value {
        let mut c = json!({"state": self.one(&["AAA", "BBB"]), "area": self.area()});
        if !gold {
            c["evidence"] = self.evidence();
        }
        c
    }

    fn evidence(&mut self) -> Value {
        self.some(4, |any| {
            let (start, length) = (i64::from(any.below(12)) - 2, i64::from(any.below(5)));
            let field = any.one(&["parties", "status", "date", "place", "areas:training", "areas:exercises"]);
            let quote = any.one(&["وقّعت", "قّع", "🚢", "ab", "aba", "b", ""]);
            json!({"field": field, "start": start, "end": start + length, "quote": quote, "rule": "any"})
        })
    }

    fn article(&mut self, n: u32) -> (Value, Value) {
        let title = [Value::Null, json!(""), json!("ab"), json!("🚢🚢")][self.below(4) as usize].clone();
        let mut gold = json!({"agreements": self.some(4, |any| any.agreement(true))});
        if self.below(4) > 0 {
            gold["events"] = self.some(4, |any| any.event(true));
        }
        if self.below(4) > 0 {
            gold["contributions"] = self.some(3, |any| any.contribution(true));
        }
        let article = json!({
            "id": format!("any-{n}"), "language": self.one(&["ar", "en"]), "title": title,
            "text": self.one(&["ababوقّعت", "وقّعت abab", "🚢ab🚢"]), "gold": gold,
        });
        let mut record = json!({
            "document": {"id": format!("any-{n}")},
            "agreements": self.some(4, |any| any.agreement(false)),
            "events": self.some(4, |any| any.event(false)),
        });
        if self.below(4) > 0 {
            record["contributions"] = self.some(3, |any| any.contribution(false));
        }
        (article, record)
    }
}
