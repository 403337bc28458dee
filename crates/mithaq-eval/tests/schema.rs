//! `schema/record.json` is a valid schema, takes a complete record, and refuses what the contract rules out.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

fn file(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn schema() -> Validator {
    let schema = file("../../schema/record.json");
    jsonschema::meta::validate(&schema).unwrap_or_else(|e| panic!("schema/record.json: {e}"));
    jsonschema::draft202012::new(&schema).unwrap_or_else(|e| panic!("schema/record.json: {e}"))
}

fn record() -> Value {
    file("tests/fixtures/record.json")
}

/// The record with the value at a JSON pointer replaced, or removed (`None`).
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut record = record();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = record.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {pointer}"));
    match (parent, value) {
        (Value::Object(o), Some(value)) => drop(o.insert(key.to_owned(), value)),
        (Value::Object(o), None) => drop(o.remove(key).unwrap_or_else(|| panic!("nothing at {pointer}"))),
        (Value::Array(a), Some(value)) => a[key.parse::<usize>().unwrap()] = value,
        (Value::Array(a), None) => drop(a.remove(key.parse::<usize>().unwrap())),
        _ => panic!("nothing at {pointer}"),
    }
    record
}

#[test]
fn a_complete_record_is_valid() {
    let (schema, record) = (schema(), record());
    let problems: Vec<String> = schema.iter_errors(&record).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(problems, [""; 0]);
}

#[test]
fn the_fixture_is_true_to_its_own_text() {
    let record = record();
    let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
    let facts = ["agreements", "events", "contributions", "unasserted"].map(|kind| record[kind].as_array().unwrap());
    for e in facts.into_iter().flatten().flat_map(|fact| fact["evidence"].as_array().unwrap()) {
        let at = |key: &str| usize::try_from(e[key].as_u64().unwrap()).unwrap();
        let quote: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(e["quote"], quote);
    }
}

#[test]
fn what_the_contract_allows_passes() {
    let schema = schema();
    let unknown = json!({"value": null, "precision": "unknown"});
    for (pointer, value) in [
        ("/extra", Some(json!(1))),
        ("/agreements/0/extra", Some(json!({"a": []}))),
        ("/document/text", None),
        ("/document/title", Some(Value::Null)),
        ("/document/published", Some(Value::Null)),
        ("/document/reading", Some(json!("unsupported-language"))),
        ("/document/sources", Some(json!([]))),
        ("/agreements", Some(json!([]))),
        ("/agreements/0/place", Some(Value::Null)),
        ("/agreements/0/place/latitude", Some(Value::Null)),
        ("/agreements/0/signed", Some(json!({"value": "2024-10", "precision": "month"}))),
        ("/agreements/0/signed", Some(json!({"value": "2024", "precision": "year"}))),
        ("/agreements/0/signed", Some(unknown.clone())),
        ("/agreements/0/date", Some(unknown)),
        ("/agreements/0/duration_years", Some(json!(2.5))),
        ("/agreements/0/parties", Some(json!(["ASEAN", "EU"]))),
        ("/agreements/0/areas", Some(json!([]))),
        ("/contributions/0/to/0", Some(json!("NATO"))),
        ("/unasserted/0/kind", Some(json!("event"))),
        ("/events/0/date", Some(json!({"value": "2024-10-30", "precision": "day"}))),
    ] {
        let record = with(pointer, value.clone());
        if let Err(e) = schema.validate(&record) {
            panic!("{pointer} = {value:?} must pass: {e}");
        }
    }
}

#[test]
fn what_the_contract_rules_out_fails() {
    let schema = schema();
    let day = |value: &str| Some(json!({"value": value, "precision": "day"}));
    for (pointer, value) in [
        ("/schema", Some(json!("mithaq.record/2"))),
        ("/unasserted", None),
        ("/document/sources", None),
        ("/document/text", Some(Value::Null)),
        ("/document/published", Some(json!("31 October 2024"))),
        ("/document/text_sha256", Some(json!("abc"))),
        ("/document/reading", Some(json!("partly"))),
        ("/document/packs/en", Some(json!(1))),
        ("/document/sources/0/quotes", None),
        ("/document/sources/0/quotes", Some(json!("1"))),
        ("/document/sources/0/role", Some(json!("blog"))),
        ("/agreements/0/id", Some(json!("e1"))),
        ("/agreements/0/parties", Some(json!(["CZE"]))),
        ("/agreements/0/parties", Some(json!(["CZE", "CZE"]))),
        ("/agreements/0/parties/1", Some(json!("Morocco"))),
        ("/agreements/0/parties/1", Some(json!("UNO2"))),
        ("/agreements/0/domain", Some(json!("other"))),
        ("/agreements/0/instrument", Some(Value::Null)),
        ("/agreements/0/instrument", Some(json!("pact"))),
        ("/agreements/0/title", None),
        ("/agreements/0/scope", Some(Value::Null)),
        ("/agreements/0/status", Some(json!("concluded"))),
        // The date of a rejection is always unknown.
        ("/agreements/0/status", Some(json!("rejected"))),
        ("/agreements/0/signed", Some(Value::Null)),
        ("/agreements/0/date", day("2024-13-01")),
        ("/agreements/0/date", day("2024-10")),
        ("/agreements/0/date", Some(json!({"value": "2024-10-30", "precision": "month"}))),
        ("/agreements/0/date", Some(json!({"value": "2024-10-30", "precision": "unknown"}))),
        ("/agreements/0/date", Some(json!({"value": null, "precision": "day"}))),
        ("/agreements/0/steps", Some(json!([]))),
        ("/agreements/0/steps/0/status", Some(Value::Null)),
        ("/agreements/0/place/country", Some(json!("Morocco"))),
        ("/agreements/0/place/longitude", None),
        ("/agreements/0/signatories/0/office", Some(json!("general"))),
        ("/agreements/0/areas/0", Some(json!("sport"))),
        ("/agreements/0/confidence", Some(json!(1.2))),
        ("/agreements/0/evidence", Some(json!([]))),
        // Parties, status, a known date, a known place and every area have evidence of their own.
        ("/agreements/0/evidence/0", None),
        ("/agreements/0/evidence/1", None),
        ("/agreements/0/evidence/2", None),
        ("/agreements/0/evidence/3", None),
        ("/agreements/0/evidence/4", None),
        ("/agreements/0/evidence/5", None),
        ("/agreements/0/areas/0", Some(json!("logistics"))),
        ("/agreements/0/evidence/0/rule", None),
        ("/agreements/0/evidence/0/start", Some(json!(-1))),
        ("/agreements/0/evidence/0/quote", Some(json!("ع"))),
        ("/agreements/0/evidence/0/quote", Some(json!("ع".repeat(301)))),
        ("/events/0/type", Some(json!("summit"))),
        ("/events/0/realis", Some(json!("planned"))),
        ("/events/0/host", Some(Value::Null)),
        ("/events/0/type", Some(json!("meeting"))),
        ("/events/0/type", Some(json!("exhibition"))),
        ("/contributions/0/area", Some(Value::Null)),
        ("/contributions/0/evidence", Some(json!([{}]))),
        ("/unasserted/0/mode", Some(json!("ironic"))),
        ("/unasserted/0/kind", Some(json!("contribution"))),
    ] {
        assert!(!schema.is_valid(&with(pointer, value.clone())), "{pointer} = {value:?} must fail");
    }
}

/// Every code of the contract is in the schema: a list that lost one would still take the fixture.
#[test]
fn the_lists_of_codes_are_complete() {
    let schema = file("../../schema/record.json");
    for (pointer, codes) in [
        ("/$defs/instrument/enum", 11),
        ("/$defs/status/enum", 14),
        ("/$defs/area/enum", 19),
        ("/$defs/office/enum", 14),
        ("/$defs/party/anyOf/1/enum", 11),
        ("/$defs/event/properties/type/enum", 9),
        ("/$defs/event/properties/realis/enum", 4),
    ] {
        assert_eq!(schema.pointer(pointer).and_then(Value::as_array).map(Vec::len), Some(codes), "{pointer}");
    }
    for area in schema["$defs"]["area"]["enum"].as_array().unwrap() {
        let evidence = format!("areas:{}", area.as_str().unwrap());
        let conditions = schema["$defs"]["agreement"]["allOf"].to_string();
        assert!(conditions.contains(&evidence), "no evidence asked for {area}");
    }
}
