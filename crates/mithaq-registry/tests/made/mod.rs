//! Documents with what was read from them, made for a test.
#![allow(dead_code)] // each test program uses its own part

use mithaq_core::record::Record;
use mithaq_registry::{Change, Decision, DecisionKind, Filter, Incoming, Listed, Registry};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A date with the precision of its length; empty: unknown.
pub fn date(v: &str) -> Value {
    let precision = match v.len() {
        10 => "day",
        7 => "month",
        4 => "year",
        _ => return json!({"value": null, "precision": "unknown"}),
    };
    json!({"value": v, "precision": precision})
}

pub fn steps(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(s, d)| json!({"status": s, "date": date(d)})).collect()
}

/// The fields of `more` in place of those of `base`.
fn with(mut base: Value, more: Value) -> Value {
    for (k, v) in more.as_object().expect("an object") {
        base[k] = v.clone();
    }
    base
}

/// A signed agreement on training; `more` says what is different.
pub fn agreement(parties: &str, signed: &str, more: Value) -> Value {
    let parties: Vec<&str> = parties.split('+').collect();
    let base = json!({
        "parties": parties, "domain": "defence", "instrument": "agreement", "title": null, "scope": "sector", "status": "signed", "signed": date(signed),
        "date": date(signed), "steps": steps(&[("signed", signed)]), "place": null, "occasion": null, "duration_years": null, "signatories": [], "areas": ["training"],
        "confidence": 0.8, "evidence": []
    });
    with(base, more)
}

/// A meeting that took place; `more` says what is different.
pub fn event(kind: &str, participants: &str, on: &str, more: Value) -> Value {
    let participants: Vec<&str> = participants.split('+').filter(|p| !p.is_empty()).collect();
    let base = json!({
        "type": kind, "realis": "done", "participants": participants, "host": null, "persons": [], "name": null, "date": date(on), "place": null, "areas": [], "agreements": [],
        "confidence": 0.8, "evidence": []
    });
    with(base, more)
}

/// Evidence for a field: the words, which stand in the text.
pub fn evidence(text: &str, field: &str, quote: &str) -> Value {
    let at = text.find(quote).unwrap_or_else(|| panic!("{quote:?} stands in the text"));
    let start = text[..at].chars().count();
    json!({"field": field, "start": start, "end": start + quote.chars().count(), "quote": quote, "rule": "test/words"})
}

/// A document on its way into a registry.
#[derive(Clone)]
pub struct Doc {
    pub document: Value,
    pub text: String,
    pub agreements: Vec<Value>,
    pub events: Vec<Value>,
    pub contributions: Vec<Value>,
    pub keep: bool,
}

/// A document in English, published on a day. Its words are like no other's.
pub fn doc(id: &str, published: &str) -> Doc {
    let words: Vec<String> = (0..40).map(|n| format!("{id}{n}")).collect();
    told(id, published, "en", &words.join(" "))
}

/// A document with a text of its own.
pub fn told(id: &str, published: &str, language: &str, text: &str) -> Doc {
    let document = json!({
        "id": id, "path": null, "index": 0, "url": null, "title": null, "language": language, "published": published, "publisher": format!("Outlet of {id}"), "reading": "read",
        "engine": "1", "packs": {"en": "1"}, "sources": []
    });
    Doc { document, text: text.into(), agreements: vec![], events: vec![], contributions: vec![], keep: true }
}

impl Doc {
    pub fn says(mut self, a: Value) -> Doc {
        self.agreements.push(with(a, json!({"id": format!("a{}", self.agreements.len() + 1)})));
        self
    }
    pub fn tells(mut self, e: Value) -> Doc {
        self.events.push(with(e, json!({"id": format!("e{}", self.events.len() + 1)})));
        self
    }
    pub fn of(mut self, field: &str, value: impl Into<Value>) -> Doc {
        self.document[field] = value.into();
        self
    }
    /// Named sources, each quoting the next.
    pub fn quoting(self, chain: &[&str]) -> Doc {
        let sources: Vec<Value> =
            chain.iter().enumerate().map(|(i, n)| json!({"name": n, "role": "agency", "state": null, "quotes": (i + 1 < chain.len()).then_some(i + 1)})).collect();
        self.of("sources", sources)
    }
    pub fn text(mut self, text: &str) -> Doc {
        self.text = text.into();
        self
    }
    /// Nothing was found in it.
    pub fn silent(mut self) -> Doc {
        (self.agreements, self.events, self.contributions) = (vec![], vec![], vec![]);
        self
    }
    /// The text as read.
    fn as_read(&self) -> String {
        let title = self.document["title"].as_str().map_or(String::new(), |t| format!("{t}\n").replace("\r\n", "\n"));
        format!("{title}{}", self.text)
    }
    pub fn record(&self) -> Record {
        let sha: String = Sha256::digest(self.as_read().as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        let record = json!({
            "schema": "mithaq.record/1", "document": with(self.document.clone(), json!({"text_sha256": sha})), "agreements": self.agreements, "events": self.events,
            "contributions": self.contributions, "unasserted": []
        });
        serde_json::from_value(record).expect("a record")
    }
    pub fn build(&self) -> Incoming {
        Incoming::new(self.record(), self.as_read(), self.keep)
    }
}

/// A registry that took these in, a batch each.
pub fn registry(docs: &[Doc]) -> Registry {
    let mut r = Registry::in_memory().expect("a registry");
    take(&mut r, docs);
    r
}

pub fn take(r: &mut Registry, docs: &[Doc]) {
    for d in docs {
        r.ingest(&[d.build()]).expect("ingest");
    }
}

/// Reads the stored documents again, by engine `version`, which finds what `docs` say, and nothing in others.
pub fn reread(r: &mut Registry, version: &str, docs: &[Doc], dry: bool) -> (usize, Vec<Change>) {
    let mut changes = Vec::new();
    let read = |inputs: &[mithaq_core::Input]| -> Vec<Record> {
        let one = |i: &mithaq_core::Input| {
            let id = i.id.clone().expect("stored documents have an id");
            let d = docs.iter().find(|d| d.document["id"] == json!(id)).cloned().unwrap_or_else(|| told(&id, "2000-01-01", "en", &i.text));
            d.of("engine", version).record()
        };
        inputs.iter().map(one).collect()
    };
    let n = r.reread(read, dry, |c| changes.push(c.clone())).expect("reread");
    (n, changes)
}

pub fn decision(kind: DecisionKind, target: &str) -> Decision {
    Decision { kind, author: "Amina".into(), target: target.into(), other: None, property: None, value: None, reason: "seen in the gazette".into() }
}

pub fn decide(r: &mut Registry, kind: DecisionKind, target: &str) -> i64 {
    r.decide(&decision(kind, target)).expect("a decision")
}

pub fn decide_two(r: &mut Registry, kind: DecisionKind, target: &str, other: &str) -> i64 {
    r.decide(&Decision { other: Some(other.into()), ..decision(kind, target) }).expect("a decision")
}

pub fn correct(r: &mut Registry, target: &str, property: &str, value: &str) -> i64 {
    r.decide(&Decision { property: Some(property.into()), value: Some(value.into()), ..decision(DecisionKind::Correct, target) }).expect("a decision")
}

pub fn undo(r: &mut Registry, number: i64) {
    decide(r, DecisionKind::Undo, &number.to_string());
}

/// The key of what a document tells.
pub fn key(r: &Registry, document: &str) -> String {
    let (document, local) = document.split_once('#').unwrap_or((document, "a1"));
    let kind = if local.starts_with('e') { "event" } else { "agreement" };
    r.mention_key(kind, &format!("{document}#{local}")).expect("a mention")
}

pub fn all(r: &Registry) -> Vec<Listed> {
    r.agreements(&Filter::default()).expect("a list")
}

/// The documents of each agreement, in alphabetical order.
pub fn groups(r: &Registry) -> Vec<Vec<String>> {
    let documents = |a: &Listed| {
        let mut d: Vec<String> = a.reports.iter().map(|x| x.document.clone()).collect();
        d.sort();
        d
    };
    let mut all: Vec<Vec<String>> = all(r).iter().map(documents).collect();
    all.sort();
    all
}

/// What verify finds.
pub fn sound(r: &Registry) {
    let mut found = Vec::new();
    r.verify(&mut |f| found.push(f.to_string())).expect("verify");
    assert_eq!(found, Vec::<String>::new());
}
