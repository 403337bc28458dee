//! A small registry with something of everything: agreements told once, twice and by copies, events, a contribution, a document
//! that says nothing, one whose text was replaced, quotes in two scripts, decisions of most kinds.
//!
//! `tests/files/schema-N.db` holds it as each schema stored it, so what is made here is never changed: what a later schema
//! brings is made beside it.
#![allow(dead_code)] // each test program uses its own part

use mithaq_core::record::Record;
use mithaq_registry::{Decision, DecisionKind, Finding, Incoming, Registry};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const WIRE: &str = "Lisbon, 14 May 2021. The defence ministers of Portugal and Angola signed a memorandum on military training in Lisbon on Friday, the ministry said. \
    Officers of both countries will study at each other's academies, and a joint committee will meet each spring to agree on the courses of the year.";
const OTHER: &str = "Luanda, 17 May 2021. Angola's minister of defence came home from Portugal, where he had put his name to a memorandum about the training of officers. \
    The first twelve cadets leave for the academy near Lisbon in September, he told reporters at the airport, and others will follow in the next years.";
const ARABIC: &str = "وقّع المغرب وفرنسا أمس في الرباط اتفاقية للتعاون العسكري تشمل التدريب والمناورات المشتركة، وقال وزير الدفاع إن الاتفاقية تفتح صفحة جديدة في العلاقات بين البلدين الصديقين وتشمل أيضا تبادل الخبرات والزيارات.";

fn evidence(text: &str, field: &str, quote: &str) -> Value {
    let at = text.find(quote).expect("the quote stands in the text");
    let start = text[..at].chars().count();
    json!({"field": field, "start": start, "end": start + quote.chars().count(), "quote": quote, "rule": "by-hand/test"})
}

fn day(value: &str) -> Value {
    json!({"value": value, "precision": "day"})
}

fn agreement(local: &str, parties: [&str; 2], instrument: &str, signed: &str, areas: &[&str], evidence: Vec<Value>) -> Value {
    json!({"id": local, "parties": parties, "domain": "defence", "instrument": instrument, "title": null, "scope": "sector", "status": "signed", "signed": day(signed),
        "date": day(signed), "steps": [{"status": "signed", "date": day(signed)}], "place": null, "occasion": null, "duration_years": null,
        "signatories": [{"name": "Rui Sampaio", "key": "ry smpy", "office": "minister-of-defence", "state": parties[1]}], "areas": areas, "confidence": 0.9, "evidence": evidence})
}

/// A document with what was read from it.
pub fn document(id: &str, published: &str, text: &str, agreements: Vec<Value>, events: Vec<Value>, contributions: Vec<Value>) -> Incoming {
    let sha: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let keep = !agreements.is_empty() || !events.is_empty();
    let record = json!({
        "schema": "mithaq.record/1",
        "document": {"id": id, "path": null, "index": 0, "url": format!("https://example.org/{id}"), "title": null, "language": "en", "published": published, "publisher": null,
            "text_sha256": sha, "reading": "read", "engine": "0.1.0", "packs": {"en": "1"},
            "sources": [{"name": "Agência Atlântica", "role": "agency", "state": null, "quotes": 1}, {"name": "ministry of defence", "role": "ministry", "state": "PRT", "quotes": null}]},
        "agreements": agreements, "events": events, "contributions": contributions, "unasserted": []
    });
    let record: Record = serde_json::from_value(record).expect("a record");
    Incoming::new(record, text.into(), keep)
}

/// The documents, in the batches in which they come.
pub fn batches() -> Vec<Vec<Incoming>> {
    let memorandum =
        |text: &str, local: &str, signed: &str, quote: &str| agreement(local, ["AGO", "PRT"], "memorandum", signed, &["training"], vec![evidence(text, "parties", quote)]);
    let wire = || memorandum(WIRE, "a1", "2021-05-14", "The defence ministers of Portugal and Angola signed a memorandum");
    let meeting = json!({"id": "e1", "type": "meeting", "realis": "done", "participants": ["AGO", "PRT"], "host": null, "persons": [], "name": null, "date": day("2021-05-14"),
        "place": null, "areas": ["training"], "agreements": ["a1"], "confidence": 0.8, "evidence": [evidence(WIRE, "participants", "The defence ministers of Portugal and Angola")]});
    let gives =
        json!({"state": "PRT", "to": ["AGO"], "area": "training", "agreements": ["a1"], "confidence": 0.7, "evidence": [evidence(WIRE, "state", "Officers of both countries")]});
    let arabic = agreement(
        "a1",
        ["FRA", "MAR"],
        "agreement",
        "2021-06-02",
        &["exercises", "training"],
        vec![evidence(ARABIC, "parties", "المغرب وفرنسا"), evidence(ARABIC, "areas:training", "التدريب"), evidence(ARABIC, "areas:exercises", "والمناورات المشتركة")],
    );
    let old = "Rabat. Morocco and Spain are said to have signed a protocol on the exchange of officers last week, according to a first report from the capital, which the \
        ministry of defence in Madrid did not want to comment on before the end of the talks between the two governments.";
    let new = "Rabat. Correction: no protocol was signed.";
    vec![
        vec![
            document("wire-1", "2021-05-14", WIRE, vec![wire()], vec![meeting.clone()], vec![gives]),
            document("wire-2", "2021-05-15", &format!("{WIRE} (Our correspondent)"), vec![wire()], vec![meeting], vec![]),
            document("sport", "2021-05-15", "Porto won the cup.", vec![], vec![], vec![]),
            document(
                "rabat",
                "2021-05-16",
                old,
                vec![agreement("a1", ["ESP", "MAR"], "protocol", "2021-05-10", &["training"], vec![evidence(old, "parties", "Morocco and Spain")])],
                vec![],
                vec![],
            ),
        ],
        vec![
            document("luanda", "2021-05-17", OTHER, vec![memorandum(OTHER, "a1", "2021-05-14", "put his name to a memorandum")], vec![], vec![]),
            document("rabat", "2021-05-17", new, vec![], vec![], vec![]),
        ],
        vec![document("hespress", "2021-06-03", ARABIC, vec![arabic], vec![], vec![])],
    ]
}

/// Takes everything in and decides.
pub fn fill(registry: &mut Registry) {
    for batch in batches() {
        registry.ingest(&batch).expect("ingest");
    }
    decide(registry);
}

/// A decision of each kind that these documents give an occasion for.
pub fn decide(registry: &mut Registry) {
    let [wire, luanda, french] = ["wire-1#a1", "luanda#a1", "hespress#a1"].map(|id| registry.mention_key("agreement", id).expect("a mention"));
    let mut decided = |kind, target: String, other: Option<String>, property: Option<&str>, value: Option<&str>| {
        let d = Decision { kind, author: "Test".into(), target, other, property: property.map(Into::into), value: value.map(Into::into), reason: "for the test".into() };
        registry.decide(&d).expect("a decision")
    };
    decided(DecisionKind::Accept, wire.clone(), None, None, None);
    decided(DecisionKind::Correct, french.clone(), None, Some("duration_years"), Some("5"));
    let split = decided(DecisionKind::Split, wire, Some(luanda), None, None);
    decided(DecisionKind::Undo, split.to_string(), None, None, None);
    decided(DecisionKind::Note, french, None, None, None);
}

/// Every row of every table and view, as text, without what depends on the order of computing (agreement.n, person numbers).
pub fn dump(registry: &Registry) -> Vec<String> {
    let db = registry.connection();
    let names = |sql: &str| -> Vec<String> { db.prepare(sql).expect("SQL").query_map([], |r| r.get(0)).expect("rows").map(|n| n.expect("a name")).collect() };
    let mut lines = Vec::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_search%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'") {
        let columns: Vec<String> =
            names(&format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}') WHERE name NOT IN ('n', 'person', 'at') AND '{table}' <> 'person'"));
        let columns = if table == "person" { "state".into() } else { columns.join(", ") };
        let mut find = db.prepare(&format!("SELECT {columns} FROM \"{table}\"")).expect("SQL");
        let n = find.column_count();
        let rows = find.query_map([], |r| (0..n).map(|i| r.get::<_, Cell>(i)).collect::<Result<Vec<_>, _>>()).expect("rows");
        lines.extend(rows.map(|r| format!("{table} {:?}", r.expect("a row"))));
    }
    lines.sort();
    lines
}

/// What verify finds, a line each.
pub fn findings(registry: &Registry) -> Vec<String> {
    let mut lines = Vec::new();
    let v = registry.verify(&mut |f: &Finding| lines.push(f.to_string())).expect("verify runs");
    assert_eq!(v.findings, lines.len() as u64);
    lines
}
