//! Agreements as linked data: JSON-LD with its context embedded.
//!
//! In: [`LinkedAgreement`]s. Out: one document. Terms are schema.org's; where Wikidata has a property for just this, it is used: signatory
//! (P1891), point in time of the signature (P585), main subject (P921). States are the entries of the EU's authority table of countries, whose
//! IRIs end in the ISO 3166-1 alpha-3 code, which stands as `identifier` too; other parties (organisations) get an IRI of Mithaq's own.
//!
//! Plain structs over `serde_json`: crates for JSON-LD expand and compact documents, none makes this one shorter to write.

use crate::partial::{self, Precision};
use crate::problem::Problem;
use serde_json::{Map, Value, json};
use std::io::Write;

/// An agreement and what is known of it. Dates are `2020`, `2020-03` or `2020-03-01`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LinkedAgreement {
    /// An IRI, or a local id that becomes `urn:mithaq:agreement:…`.
    pub id: String,
    pub name: String,
    /// ISO 3166 alpha-3 code and name.
    pub parties: Vec<(String, String)>,
    pub signed: Option<String>,
    pub status: Option<String>,
    pub instrument: Option<String>,
    pub areas: Vec<String>,
    /// Years.
    pub duration: Option<f64>,
    pub sources: Vec<LinkedSource>,
}

/// A press report that an agreement was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedSource {
    pub url: String,
    pub title: String,
    pub publisher: String,
    pub published: Option<String>,
}

const STATES: &str = "http://publications.europa.eu/resource/authority/country/";

fn context() -> Value {
    json!({
        "@version": 1.1,
        "schema": "https://schema.org/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "id": "@id",
        "type": "@type",
        "name": "schema:name",
        "identifier": "schema:identifier",
        "signatory": {"@id": "wdt:P1891", "@container": "@set"},
        "signed": {"@id": "wdt:P585"},
        "area": {"@id": "wdt:P921", "@container": "@set"},
        "status": "schema:creativeWorkStatus",
        "instrument": "schema:additionalType",
        "duration": {"@id": "schema:duration", "@type": "schema:Duration"},
        "citation": {"@id": "schema:citation", "@container": "@set"},
        "headline": "schema:headline",
        "publisher": "schema:publisher",
        "published": {"@id": "schema:datePublished"},
        "address": "schema:url",
    })
}

/// Has `out` take the agreements as JSON-LD.
pub(crate) fn encode(agreements: &[LinkedAgreement], mut out: impl Write) -> Result<(), Problem> {
    // One agreement a line, that a diff shows which one changed.
    let line = |value: &Value| serde_json::to_string(value).map_err(|e| Problem::encode("JSON-LD", e));
    write!(out, "{{\"@context\": {},\n\"@graph\": [", line(&context())?)?;
    for (i, agreement) in agreements.iter().enumerate() {
        write!(out, "{}\n{}", if i == 0 { "" } else { "," }, line(&node(agreement))?)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(out.flush()?)
}

fn node(agreement: &LinkedAgreement) -> Value {
    let mut node = Map::new();
    node.insert("id".into(), iri(&agreement.id).unwrap_or_else(|| format!("urn:mithaq:agreement:{}", escape(&agreement.id, false))).into());
    node.insert("type".into(), "schema:CreativeWork".into());
    let mut put = |key: &str, value: Option<Value>| value.map(|v| node.insert(key.into(), v));
    put("identifier", Some(agreement.id.clone().into()));
    put("name", said(&agreement.name));
    put("signatory", Some(agreement.parties.iter().map(|(code, name)| party(code, name)).collect()));
    put("signed", agreement.signed.as_deref().and_then(date));
    put("status", agreement.status.as_deref().and_then(said));
    put("instrument", agreement.instrument.as_deref().and_then(said));
    put("area", (!agreement.areas.is_empty()).then(|| json!(agreement.areas)));
    put("duration", agreement.duration.and_then(duration));
    put("citation", (!agreement.sources.is_empty()).then(|| agreement.sources.iter().map(source).collect()));
    node.into()
}

fn party(code: &str, name: &str) -> Value {
    let state = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    let (id, kind) = if state { (format!("{STATES}{code}"), "schema:Country") } else { (format!("urn:mithaq:party:{}", escape(code, false)), "schema:Organization") };
    let mut node = Map::from_iter([("id".to_string(), id.into()), ("type".into(), kind.into()), ("identifier".into(), code.into())]);
    said(name).map(|name| node.insert("name".into(), name));
    node.into()
}

fn source(source: &LinkedSource) -> Value {
    let mut node = Map::from_iter([("type".to_string(), Value::from("schema:NewsArticle"))]);
    match iri(&source.url) {
        Some(url) => node.insert("id".into(), url.into()),
        None => said(&source.url).and_then(|url| node.insert("address".into(), url)),
    };
    said(&source.title).map(|title| node.insert("headline".into(), title));
    said(&source.publisher).map(|name| node.insert("publisher".into(), json!({"type": "schema:Organization", "name": name})));
    source.published.as_deref().and_then(date).map(|date| node.insert("published".into(), date));
    node.into()
}

fn said(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

/// A date with the type of its precision; what is no date stays text.
fn date(text: &str) -> Option<Value> {
    let kind = match partial::precision(text) {
        Some(Precision::Day) => "xsd:date",
        Some(Precision::Month) => "xsd:gYearMonth",
        Some(Precision::Year) => "xsd:gYear",
        None => return said(text),
    };
    Some(json!({"@type": kind, "@value": text}))
}

/// `P5Y`, `P18M`.
fn duration(years: f64) -> Option<Value> {
    let months = (years * 12.0).round();
    if !(1.0..1e6).contains(&months) {
        return None;
    }
    let months = months as u32;
    Some(if months.is_multiple_of(12) { format!("P{}Y", months / 12) } else { format!("P{months}M") }.into())
}

/// The address as an IRI, if it is one.
fn iri(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let absolute = rest.starts_with("//") && rest.len() > 2 || scheme.eq_ignore_ascii_case("urn") && !rest.is_empty();
    (named && absolute).then(|| format!("{scheme}:{}", escape(rest, true)))
}

/// Percent-encodes what an IRI cannot hold; a local name keeps letters, digits and `-._~` alone.
fn escape(text: &str, whole: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let kept = if whole { c > ' ' && !c.is_control() && !c.is_whitespace() && !"<>\"{}|\\^`".contains(c) } else { c.is_alphanumeric() || "-._~".contains(c) };
        if kept {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(agreements: &[LinkedAgreement]) -> Value {
        let mut out = Vec::new();
        encode(agreements, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn an_agreement() {
        let agreement = LinkedAgreement {
            id: "a 1".into(),
            name: "اتفاقية \"دفاعية\"".into(),
            parties: vec![("SAU".into(), "Saudi Arabia".into()), ("NATO".into(), "NATO".into())],
            signed: Some("1999-03".into()),
            status: Some("in_force".into()),
            areas: vec!["naval".into()],
            duration: Some(1.5),
            sources: vec![
                LinkedSource { url: "https://example.org/a b?q=<x>".into(), title: "t".into(), publisher: "SPA".into(), published: Some("1999-03-01".into()) },
                LinkedSource { url: "page 3".into(), ..LinkedSource::default() },
            ],
            ..LinkedAgreement::default()
        };
        let document = read(&[agreement, LinkedAgreement { id: "https://example.org/a/2".into(), ..LinkedAgreement::default() }]);
        let first = &document["@graph"][0];
        assert_eq!(first["id"], "urn:mithaq:agreement:a%201");
        assert_eq!(first["signed"], json!({"@type": "xsd:gYearMonth", "@value": "1999-03"}));
        assert_eq!(first["duration"], "P18M");
        assert_eq!(first["signatory"][0]["id"], "http://publications.europa.eu/resource/authority/country/SAU");
        assert_eq!(first["signatory"][1], json!({"id": "urn:mithaq:party:NATO", "type": "schema:Organization", "identifier": "NATO", "name": "NATO"}));
        assert_eq!(first["citation"][0]["id"], "https://example.org/a%20b?q=%3Cx%3E");
        assert_eq!(first["citation"][1], json!({"type": "schema:NewsArticle", "address": "page 3"}));
        assert_eq!(document["@graph"][1]["id"], "https://example.org/a/2");
        // Each key has a meaning in the context.
        for key in first.as_object().unwrap().keys() {
            assert!(document["@context"].get(key).is_some(), "{key}");
        }
    }

    #[test]
    fn durations_and_odd_dates() {
        assert_eq!(duration(5.0), Some("P5Y".into()));
        assert_eq!(duration(0.25), Some("P3M".into()));
        assert_eq!((duration(0.0), duration(f64::NAN), duration(-1.0)), (None, None, None));
        assert_eq!(date("spring 1999"), Some("spring 1999".into()));
        assert_eq!(date(""), None);
    }

    #[test]
    fn nothing_is_an_empty_graph() {
        assert_eq!(read(&[])["@graph"], json!([]));
    }
}
