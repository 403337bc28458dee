//! Registers entered by hand: nothing is lost on the way in and out, and what a person enters stands.

// Of the helpers for stories this file needs a part.
#[allow(dead_code)]
mod common;

use common::incoming;
use mithaq_registry::byhand::{COLUMNS, Entered, Entry, States};
use mithaq_registry::{Decision, DecisionKind, Filter, Listed, Registry, RegistryError};
use proptest::prelude::*;
use serde_json::{Value, json};

fn states() -> States {
    // Those of this file, and those of the stories.
    let codes = "AZE CZE FRA MAR NATO TUR XKX ARG BLR CPV ECU EGY GEO GRC JOR KAZ KWT MDG PER PRT SDN URY".split(' ');
    States::new(codes.map(|c| (c.to_string(), if c == "CZE" { "Czechia".into() } else { format!("State {c}") })))
}

fn enter_as(registry: &mut Registry, path: Option<&str>, source: Option<&str>, text: &str) -> mithaq_registry::Result<Entered> {
    let title = path.map(|p| p.rsplit('/').next().expect("a name"));
    registry.enter(&Entry { text, path, title, author: "Amina", reason: "", source, states: &states() })
}

fn enter(registry: &mut Registry, path: &str, text: &str) -> Entered {
    enter_as(registry, Some(path), None, text).expect("a register")
}

fn fresh() -> Registry {
    Registry::in_memory().expect("a registry")
}

/// A registry with one register, all of whose rows were taken in.
fn with(text: &str) -> Registry {
    let mut registry = fresh();
    let done = enter(&mut registry, "/registers/treaties.csv", text);
    assert_eq!(done.problems, [], "{text}");
    registry
}

fn csv_of(rows: &[Vec<String>]) -> String {
    let mut w = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|r| w.write_record(r).expect("a row"));
    String::from_utf8(w.into_inner().expect("the text")).expect("UTF-8")
}

fn export(registry: &Registry) -> String {
    let mut rows = Vec::new();
    let all = |cells: &Vec<String>| {
        rows.push(cells.clone());
        Ok(())
    };
    registry.export_agreements(&Filter::default(), all).expect("an export");
    csv_of(&rows)
}

/// The export as cells by column, without the header.
fn cells(registry: &Registry) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = export(registry);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("a table")
}

fn all(registry: &Registry) -> Vec<Listed> {
    registry.agreements(&Filter::default()).expect("a list")
}

fn one(registry: &Registry) -> Listed {
    let list = all(registry);
    assert_eq!(list.len(), 1, "{list:#?}");
    list.into_iter().next().expect("one")
}

fn numbers<const N: usize>(registry: &Registry, sql: [&str; N]) -> [i64; N] {
    sql.map(|s| registry.connection().query_row(s, [], |r| r.get(0)).expect(s))
}

/// A press report of one agreement between Czechia and Morocco.
fn report(id: &str, published: &str, agreement: Value) -> Value {
    let mut a = json!({"same": "x", "parties": ["CZE", "MAR"], "domain": "defence", "instrument": "agreement", "scope": "general", "status": "signed"});
    for (k, v) in agreement.as_object().expect("fields") {
        a[k] = v.clone();
    }
    json!({"id": id, "published": published, "title": "Praha a Rabat", "text": format!("Report {id}."), "outlet": format!("Outlet {id}"), "language": "cs", "gold": {"agreements": [a]}})
}

fn day(d: &str) -> Value {
    json!({"value": d, "precision": "day"})
}

fn signed_in_marrakesh() -> Value {
    report("press", "2024-10-31", json!({"signed": day("2024-10-30"), "date": day("2024-10-30"), "areas": ["cybersecurity", "training"], "place_country": "MAR"}))
}

fn read(registry: &mut Registry, articles: &[Value]) {
    let batch: Vec<_> = articles.iter().map(|a| incoming(a).0).collect();
    registry.ingest(&batch).expect("ingest");
}

// ── Round trips ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Text as officials write it: any script, quotation marks, delimiters, line feeds, what looks like a formula.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9]{1,6}",
        "[ء-ي]{1,8}",
        "[а-яё]{1,5}",
        prop::sample::select(vec![" ", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "+", "=1+1", "@", "-", "'", "ـ", "َ", "\u{200f}", "٢٠٢٤", "ə", "#", "~", "%", "🙂"])
            .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|p| p.concat())
}

fn code(codes: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(codes).prop_map(String::from)
}

/// A date cell with its precision cell: a date has its precision, an unknown one has the word or nothing.
fn dated() -> impl Strategy<Value = (String, String)> {
    let known = (1900..2030u32, 1..13u32, 1..29u32, 0..3u8).prop_map(|(y, m, d, form)| match form {
        0 => (format!("{y}"), "year".to_string()),
        1 => (format!("{y}-{m:02}"), "month".to_string()),
        _ => (format!("{y}-{m:02}-{d:02}"), "day".to_string()),
    });
    prop_oneof![3 => known, 1 => Just((String::new(), "unknown".into())), 1 => Just((String::new(), String::new()))]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let codes = (
        prop::sample::subsequence(vec!["AZE", "CZE", "FRA", "MAR", "NATO", "TUR"], 2..4).prop_shuffle(),
        code(&["", "defence", "security"]),
        code(&["", "agreement", "memorandum", "plan"]),
        code(&["", "general", "sector", "unknown"]),
        code(&["", "negotiating", "signed", "ratified", "in-force", "renewed", "terminated", "expired", "rejected"]),
        code(&["", "MAR", "FRA"]),
        prop::sample::subsequence(vec!["access", "cybersecurity", "exercises", "training"], 0..4).prop_shuffle(),
        code(&["", "1", "5", "25"]),
    );
    let rest = (dated(), dated(), dated(), words(), words(), words());
    (codes, rest).prop_map(|((parties, domain, instrument, scope, status, country, areas, years), (signed, date, end, source, note, remark))| {
        // Where the status is signed, both dates are the signature's.
        let signed = if status == "signed" { date.clone() } else { signed };
        let source = if source.trim().is_empty() { String::new() } else { source };
        vec![String::new(), parties.join("+"), domain, instrument, scope, status, signed.0, signed.1, date.0, date.1, country, areas.join("+"), years, end.0, source, note, remark]
    })
}

fn register() -> impl Strategy<Value = String> {
    (prop::collection::vec(row(), 1..12), words()).prop_map(|(mut rows, id)| {
        let prefix: String = id.chars().filter(|c| !c.is_control()).collect();
        for (i, r) in rows.iter_mut().enumerate() {
            r[0] = format!("{prefix}{i}").trim().to_string();
        }
        let header = COLUMNS.iter().map(|c| c.to_string()).chain(["ملاحظات".into(), "remark, \"own\"".into()]).collect();
        rows.insert(0, header);
        csv_of(&rows)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// A tidy register comes out as it went in, byte for byte, and again through another registry.
    #[test]
    fn a_register_comes_back_byte_for_byte(text in register()) {
        let first = export(&with(&text));
        prop_assert_eq!(&first, &text);
        prop_assert_eq!(export(&with(&first)), first);
    }

    /// Another delimiter, a byte order mark, other line ends and another order of columns change no value.
    #[test]
    fn what_a_spreadsheet_makes_of_it_holds_the_same(text in register(), swap in 1..17usize) {
        let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records().map(|r| r.expect("a row").iter().map(String::from).collect()).collect();
        rows.iter_mut().for_each(|r| r[..15].rotate_left(swap % 15));
        let mut w = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        rows.iter().for_each(|r| w.write_record(r).expect("a row"));
        let saved = String::from_utf8(w.into_inner().expect("the text")).expect("UTF-8");
        prop_assert_eq!(export(&with(&format!("\u{feff}{saved}"))), text);
    }

    /// No value without the characters it came from: the offsets are code points of the text that is kept.
    #[test]
    fn every_value_points_at_its_row(text in register()) {
        let registry = with(&text);
        let db = registry.connection();
        let wrong = "SELECT count(*) FROM statement s LEFT JOIN span p ON p.id = s.span LEFT JOIN document_text t ON t.document = p.document
           WHERE p.id IS NULL OR substr(t.text, p.start + 1, p.\"end\" - p.start) <> p.quote";
        let [wrong, all, kept] = numbers(&registry, [wrong, "SELECT count(*) FROM statement", "SELECT count(*) FROM document_text"]);
        prop_assert!(wrong == 0 && all > 0 && kept == 1);
        let stored: String = db.query_row("SELECT text FROM document_text", [], |r| r.get(0)).expect("the text");
        prop_assert_eq!(stored, text);
    }
}

#[test]
fn an_officials_file_is_mended_and_every_value_held() {
    let text = "\u{feff}Parties;Status;Date;Areas;Duration years;Place_Country;Dossier\r\n mar + cze ;Signed;٢٠٢٤-١٠-٣٠;Training+EXERCISES;5.0;mar;\"س/٧\r\nب\"\r\n;;;;;;\r\nAZE+TUR;in-force;2010-06;;;;\r\n";
    let registry = with(text);
    let out = cells(&registry);
    assert_eq!(out.len(), 2);
    let first = &out[0];
    for (column, value) in [
        ("parties", "CZE+MAR"),
        ("status", "signed"),
        ("signed", "2024-10-30"),
        ("signed_precision", "day"),
        ("date", "2024-10-30"),
        ("precision", "day"),
        ("areas", "exercises+training"),
        ("duration_years", "5"),
        ("place_country", "MAR"),
        ("domain", ""),
        ("instrument", ""),
        ("scope", ""),
        ("source", ""),
        ("terminated_date", ""),
        ("Dossier", "س/٧\r\nب"),
    ] {
        assert_eq!(first[column], value, "{column}");
    }
    assert_eq!((out[1]["parties"].as_str(), out[1]["date"].as_str(), out[1]["precision"].as_str(), out[1]["signed"].as_str()), ("AZE+TUR", "2010-06", "month", ""));
    assert!(out.iter().all(|r| !r["id"].is_empty()));
    assert_eq!(export(&with(&export(&registry))), export(&registry));
}

#[test]
fn what_the_press_tells_comes_back_through_a_table() {
    let mut registry = fresh();
    read(&mut registry, &common::articles("../../samples/merge/dev.jsonl"));
    let first = export(&registry);
    assert!(first.lines().count() > 20);
    assert_eq!(export(&with(&first)), first);
}

/// An export taken in by the registry that wrote it adds nothing: each row is of the agreement whose id it carries.
#[test]
fn an_export_taken_in_where_it_came_from_changes_nothing_seen() {
    let mut registry = fresh();
    read(&mut registry, &common::articles("../../samples/merge/dev.jsonl"));
    enter(&mut registry, "/r/a.csv", "id,parties,status,note\n7,AZE+TUR,signed,x\n8,AZE+TUR,signed,y\n");
    let (before, ids) = (export(&registry), all(&registry).into_iter().map(|a| a.id).collect::<Vec<_>>());
    let done = enter(&mut registry, "/r/out.csv", &before);
    assert_eq!((done.problems.len(), done.new, done.twins.len()), (0, ids.len(), 0));
    assert!(done.rekeyed.iter().all(|r| r.own), "{:?}", done.rekeyed);
    assert_eq!(export(&registry), before);
    let mut now: Vec<_> = all(&registry).into_iter().map(|a| a.id).collect();
    now.sort();
    let mut ids = ids;
    ids.sort();
    assert_eq!(now, ids);
}

/// A colleague's registry takes the table first and the articles later: they meet under the same id.
#[test]
fn an_export_taken_in_before_its_articles_waits_for_them() {
    let mut first = fresh();
    // Nothing but the parties is known: only the id says that the two are one.
    read(&mut first, &[report("press", "2024-10-31", json!({"scope": "unknown", "areas": []}))]);
    let table = export(&first);
    let mut other = with(&table);
    read(&mut other, &[report("press", "2024-10-31", json!({"scope": "unknown", "areas": []}))]);
    let a = one(&other);
    assert_eq!((a.id.as_str(), a.reports.len()), (one(&first).id.as_str(), 2));
}

/// The table came back with other parties: the person's word, under the same id.
#[test]
fn parties_mended_in_an_export_are_mended_in_the_registry() {
    let mut registry = fresh();
    read(&mut registry, &[signed_in_marrakesh()]);
    let id = one(&registry).id;
    let table = export(&registry).replace("CZE+MAR", "CZE+FRA+MAR");
    let done = enter(&mut registry, "/r/out.csv", &table);
    assert!(done.problems.is_empty());
    let a = one(&registry);
    assert_eq!((a.parties.join("+"), &a.id), ("CZE+FRA+MAR".into(), &id));
}

// ── What is entered stands ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_row_and_a_report_are_candidates_and_when_joined_the_row_is_shown() {
    let press = report(
        "press",
        "2024-10-31",
        json!({"signed": day("2024-10-30"), "date": day("2024-11-20"), "status": "ratified", "instrument": "memorandum", "areas": ["cybersecurity", "training"], "place_country": "MAR"}),
    );
    for press_first in [true, false] {
        let mut registry = fresh();
        let text = "id,parties,instrument,scope,status,date,areas,source\nMoFA 7/2024,CZE+MAR,agreement,general,signed,2024-10-30,training+exercises,Gazette 12\n";
        if press_first {
            read(&mut registry, std::slice::from_ref(&press));
        }
        let done = enter(&mut registry, "/r/a.csv", text);
        if !press_first {
            read(&mut registry, std::slice::from_ref(&press));
        }
        // They meet, and wait for a person.
        assert_eq!((done.new, done.told, done.candidates), (1, 0, usize::from(press_first)));
        assert_eq!(all(&registry).len(), 2);
        let press_key = registry.mention_key("agreement", "press#a1").expect("the report's key");
        assert_eq!(registry.show("MoFA 7/2024").expect("it is there").doubts.iter().map(|d| d.other.as_str()).collect::<Vec<_>>(), [press_key.as_str()]);
        let merge = Decision {
            kind: DecisionKind::Merge,
            author: "official".into(),
            target: "MoFA 7/2024".into(),
            other: Some(press_key),
            property: None,
            value: None,
            reason: "the gazette has it".into(),
        };
        registry.decide(&merge).expect("a decision");
        let a = one(&registry);
        assert_eq!((a.id.as_str(), a.reports.len(), a.review.as_str()), ("MoFA 7/2024", 2, "accepted"));
        // The row's own values, and only its areas; where it is silent, what the press says.
        assert_eq!((a.status.as_str(), a.date.value.as_deref(), a.instrument.as_str()), ("signed", Some("2024-10-30"), "agreement"));
        assert_eq!((a.areas.join("+"), a.domain.as_str()), ("exercises+training".into(), "defence"));
        assert_eq!(a.place.and_then(|p| p.country).as_deref(), Some("MAR"));
        assert!(a.steps.iter().any(|s| s.status == "ratified"), "the press' later step is kept");
        assert!(a.conflicts > 0, "another instrument word is seen");
        let row = &cells(&registry)[0];
        assert_eq!((row["id"].as_str(), row["areas"].as_str(), row["source"].as_str()), ("MoFA 7/2024", "training+exercises", "Gazette 12"));
        // Every key leads to it.
        let press_key = registry.mention_key("agreement", "press#a1").expect("the report's key");
        assert_eq!(registry.agreement(&press_key).expect("by the report").id, "MoFA 7/2024");
        assert_eq!(registry.agreement("MoFA").expect("by first letters").id, "MoFA 7/2024");
    }
}

#[test]
fn empty_cells_stay_empty_and_dates_are_shown_as_given() {
    let registry = with("id,parties,status,signed,date,terminated_date\na,CZE+MAR,,2001,,\nb,AZE+TUR,in-force,1999-05,2001-02-03,2011-12\nc,FRA+MAR,terminated,1990,2005,\n");
    let find = |id: &str| registry.agreement(id).expect(id);
    let a = find("a");
    assert_eq!([a.domain, a.instrument, a.scope, a.status], ["", "", "", ""]);
    assert_eq!(a.runs, (Some("2001-01-01".into()), None), "a signature without a status runs");
    let b = find("b");
    assert_eq!((b.status.as_str(), b.signed.value.as_deref(), b.date.value.as_deref()), ("in-force", Some("1999-05"), Some("2001-02-03")));
    assert_eq!(b.runs, (Some("2001-02-03".into()), Some("2012-01-01".into())));
    let c = find("c");
    assert_eq!((c.date.value.as_deref(), c.runs.1.as_deref()), (Some("2005"), Some("2006-01-01")));
    let column: Vec<String> = cells(&registry).into_iter().map(|r| r["terminated_date"].clone()).collect();
    assert_eq!(column, ["", "2011-12", ""]);
}

#[test]
fn rows_of_one_register_are_never_one() {
    let registry = with("parties,status,date\nCZE+MAR,signed,2024-10-30\nCZE+MAR,signed,2024-10-30\n");
    assert_eq!(all(&registry).len(), 2);
    assert_eq!(export(&with(&export(&registry))), export(&registry));
}

#[test]
fn a_row_with_a_title_is_found_and_called_by_it() {
    let registry = with("id,parties,Title\n1,CZE+MAR,اتفاقية الدفاع\n");
    assert_eq!(registry.agreement("1").expect("the row").title.as_deref(), Some("اتفاقية الدفاع"));
    assert_eq!(cells(&registry)[0]["Title"], "اتفاقية الدفاع");
}

#[test]
fn a_decision_outlasts_the_row_and_goes_into_the_export() {
    let mut registry = with("id,parties,status,date,areas\n1,CZE+MAR,signed,2024-10-30,training+access\n");
    let correct = |property: &str, value: &str| Decision {
        kind: DecisionKind::Correct,
        author: "Bohdan".into(),
        target: "1".into(),
        other: None,
        property: Some(property.into()),
        value: Some(value.into()),
        reason: "the printed gazette".into(),
    };
    registry.decide(&correct("areas", "cybersecurity")).expect("a decision");
    registry.decide(&correct("signed", "2024-10-29")).expect("a decision");
    let row = &cells(&registry)[0];
    assert_eq!((row["areas"].as_str(), row["signed"].as_str(), row["date"].as_str()), ("cybersecurity", "2024-10-29", "2024-10-29"));
}

// ── Bad rows, again, later versions ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn bad_rows_are_named_and_the_others_taken_in() {
    let mut registry = fresh();
    let text = "id,parties,status,date\n1,CZE+MAR,signed,2024-10-30\n2,CZE,signed,2024\n3,AZE+TUR,agreed,2024\n1,FRA+MAR,signed,2020\n4,FRA+MAR,signed,03/04/2020\n5,FRA+TUR,signed,2021\n";
    let done = enter(&mut registry, "/r/a.csv", text);
    let named: Vec<(u64, bool)> =
        done.problems.iter().zip(["two parties", "no status", "that of line 2", "may be"]).map(|(p, words)| (p.line, p.message.contains(words))).collect();
    assert_eq!(named, [(3, true), (4, true), (5, true), (6, true)], "{:#?}", done.problems);
    assert_eq!((done.new, all(&registry).len()), (2, 2));
    // The same file again names them again, and enters nothing.
    let again = enter(&mut registry, "/r/a.csv", text);
    assert_eq!((again.problems, again.known), (done.problems, true));
}

#[test]
fn a_file_that_is_no_register_changes_nothing() {
    let mut registry = with("id,parties\n1,CZE+MAR\n");
    let before = export(&registry);
    for text in ["", "a,b\n1,2\n", "id,parties\n1,CZE\0MAR\n"] {
        let e = enter_as(&mut registry, Some("/registers/treaties.csv"), None, text).expect_err(text);
        assert!(matches!(e, RegistryError::Csv { .. }), "{e}");
    }
    // Nor does a version without one row that can be read.
    let done = enter(&mut registry, "/registers/treaties.csv", "id,parties\n1,CZE\n");
    assert_eq!((done.problems.len(), done.gone), (1, 0));
    assert_eq!(export(&registry), before);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let text = "id,parties,note\n1,CZE+MAR,x\n,AZE+TUR,y\n";
    let mut registry = with(text);
    let tables = ["document", "mention", "statement", "span", "decision", "agreement", "member"].map(|t| format!("SELECT count(*) FROM {t}"));
    let count = |r: &Registry| numbers(r, [0, 1, 2, 3, 4, 5, 6].map(|i| tables[i].as_str()));
    let before = count(&registry);
    for path in ["/registers/treaties.csv", "/elsewhere/copy.csv"] {
        let done = enter(&mut registry, path, text);
        assert!(done.known && done.same == 2 && done.new == 0, "{done:?}");
        assert_eq!(count(&registry), before);
    }
}

#[test]
fn a_later_version_takes_the_formers_place() {
    let path = "/r/a.csv";
    let first = "id,parties,date,status\n1,CZE+MAR,2024,signed\n2,AZE+TUR,2010,signed\n,FRA+MAR,1994,signed\n,FRA+MAR,2005,signed\n";
    let mut registry = fresh();
    enter(&mut registry, path, first);
    let key = |r: &Registry, year: &str| all(r).into_iter().find(|a| a.date.value.as_deref() == Some(year)).expect(year).id;
    let (of_1994, of_2005) = (key(&registry, "1994"), key(&registry, "2005"));
    let note = Decision { kind: DecisionKind::Reject, author: "Bohdan".into(), target: of_2005.clone(), other: None, property: None, value: None, reason: "a contract".into() };
    registry.decide(&note).expect("a decision");
    // Row 1 changed, row 2 gone, one of the rows without id moved, one is new.
    let second = "id,parties,date,status\n,FRA+MAR,2005,signed\n1,CZE+MAR,2024-10,signed\n,FRA+MAR,1994,signed\n9,NATO+XKX,2020,signed\n";
    let done = enter(&mut registry, path, second);
    assert_eq!((done.new, done.changed, done.same, done.gone), (1, 1, 2, 1));
    assert_eq!(key(&registry, "1994"), of_1994);
    assert_eq!(all(&registry).len(), 3, "the decision still holds for the row that moved");
    assert_eq!(registry.agreement("1").expect("row 1").date.value.as_deref(), Some("2024-10"));
    assert!(matches!(registry.agreement("2"), Err(RegistryError::NoSuchId(_))));
    let adds = "SELECT count(*) FROM decision WHERE kind = 'add' AND author = 'Amina' AND reason LIKE 'line % of a.csv'";
    let present = "SELECT count(*) FROM document WHERE reading = 'by-hand' AND NOT superseded";
    assert_eq!(numbers(&registry, [adds, present, "SELECT count(*) FROM document"]), [4 + 2, 1, 2]);
    // The first text came back.
    let done = enter(&mut registry, path, first);
    assert_eq!((done.new, done.changed, done.same, done.gone), (1, 1, 2, 1));
    assert_eq!((all(&registry).len(), key(&registry, "1994")), (3, of_1994));
    assert_eq!(numbers(&registry, [present, "SELECT count(*) FROM document"]), [1, 2]);
}

#[test]
fn an_id_that_is_anothers_is_kept_apart_and_named() {
    let mut registry = fresh();
    enter(&mut registry, "/r/a.csv", "id,parties\n1,CZE+MAR\n");
    let done = enter(&mut registry, "/r/My register.csv", "id,parties,status\n1,AZE+TUR,signed\n1@my-register,FRA+TUR,\n");
    let named: Vec<(u64, &str, &str, bool)> = done.rekeyed.iter().map(|r| (r.line, r.id.as_str(), r.key.as_str(), r.own)).collect();
    assert_eq!(named, [(2, "1", "1@my-register.2", false)]);
    assert_eq!(registry.agreement("1").expect("the first").parties.join("+"), "CZE+MAR");
    assert_eq!(registry.agreement("1@my-register.2").expect("the second").parties.join("+"), "AZE+TUR");
    // The key lasts through a later version.
    let done = enter(&mut registry, "/r/My register.csv", "id,parties,status\n1,AZE+TUR,in-force\n");
    assert_eq!((done.changed, done.gone, done.keys), (1, 1, vec!["1@my-register.2".to_string()]));
}

#[test]
fn the_same_agreement_in_two_registers_is_one_and_named() {
    let mut registry = fresh();
    enter(&mut registry, "/r/a.csv", "id,parties,status,date,instrument,note\n1,CZE+MAR,signed,2024-10-30,agreement,x\n");
    let done = enter(&mut registry, "/r/b.csv", "id,parties,status,date,instrument,note\nB1,CZE+MAR,signed,2024-10-30,treaty,\n");
    assert_eq!(done.twins.iter().map(|t| (t.key.as_str(), t.other.as_str())).collect::<Vec<_>>(), [("B1", "1")]);
    // The row entered last is the person's last word.
    let row = &cells(&registry)[0];
    assert_eq!((all(&registry).len(), row["instrument"].as_str(), row["note"].as_str()), (1, "treaty", ""));
}

#[test]
fn the_source_named_for_all_rows_stands_where_a_row_names_none() {
    let (path, text) = ("/r/a.csv", "id,parties,source\n1,CZE+MAR,\n2,AZE+TUR,UNTS 5\n");
    let mut registry = fresh();
    enter(&mut registry, path, text);
    let sources = |r: &Registry| cells(r).into_iter().map(|c| c["source"].clone()).collect::<Vec<_>>();
    assert_eq!(sources(&registry), ["", "UNTS 5"]);
    let done = enter_as(&mut registry, Some(path), Some("Gazette"), text).expect("a register");
    assert_eq!((done.changed, done.same), (1, 1));
    assert_eq!(sources(&registry), ["Gazette", "UNTS 5"]);
    // It goes on for later versions, until another is named.
    let done = enter(&mut registry, path, "id,parties,source\n1,CZE+MAR,\n2,AZE+TUR,UNTS 6\n");
    assert_eq!((done.changed, done.same), (1, 1));
    assert_eq!(sources(&registry), ["Gazette", "UNTS 6"]);
}
