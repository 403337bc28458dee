//! What to look at after the figures: each error as a line, and how each rule fares.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::count::{ATTRIBUTES, Matching, agrees, country};
use crate::value::{date, get, list, shown, text};

/// How much of a false agreement's quote is shown.
const QUOTE_SHOWN: usize = 90;

/// The errors as lines, article by article: matched agreements with wrong attributes, then missed agreements
/// (`MISSED`), then false ones (`FALSE`, with the first quote).
pub fn errors(gold: &[Value], predicted: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for (article, record) in gold.iter().zip(predicted) {
        let id = text(article, "id");
        let m = Matching::of(article, record);
        for (want, got) in m.pairs {
            let wrong: Vec<String> = ATTRIBUTES
                .into_iter()
                .filter(|attribute| !agrees(want, got, attribute))
                .map(|attribute| {
                    let (want, got) = compared(want, got, attribute);
                    format!("{attribute}: want {want} got {got}")
                })
                .collect();
            if !wrong.is_empty() {
                lines.push(format!("{id} {} {}", parties(want), wrong.join("; ")));
            }
        }
        for a in m.missed {
            let (day, _) = date(a.get("date"));
            lines.push(format!("{id} MISSED {} {} {}", parties(a), shown(a.get("status")), shown(day)));
        }
        for a in m.false_ {
            let quote = list(a, "evidence").first().map_or("", |e| text(e, "quote"));
            let quote: String = quote.chars().take(QUOTE_SHOWN).collect();
            lines.push(format!("{id} FALSE {} {} :: {quote}", parties(a), shown(a.get("status"))));
        }
    }
    lines
}

fn parties(agreement: &Value) -> String {
    list(agreement, "parties").iter().map(|p| shown(Some(p))).collect::<Vec<_>>().join("+")
}

fn compared(want: &Value, got: &Value, attribute: &str) -> (String, String) {
    match attribute {
        "place" => (shown(get(want, "place_country")), shown(country(got))),
        "date" | "signed" => (dated(want.get(attribute)), dated(got.get(attribute))),
        _ => (shown(want.get(attribute)), shown(got.get(attribute))),
    }
}

fn dated(d: Option<&Value>) -> String {
    match date(d) {
        (None, "unknown") => "unknown".to_owned(),
        (value, precision) => format!("{} ({precision})", shown(value)),
    }
}

/// How each rule named in the evidence of predicted agreements fares, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Rules(pub BTreeMap<String, RuleCount>);

/// How one rule fares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// Pieces of evidence it gave.
    pub fired: usize,
    /// Those of them on an agreement matched to a gold one.
    pub fired_matched: usize,
    /// Agreements it gave evidence for.
    pub agreements: usize,
    /// Those of them matched to a gold one.
    pub matched: usize,
    /// Those of them matched to an optional gold one, which count neither way.
    pub optional: usize,
}

impl RuleCount {
    /// Agreements it gave evidence for that no careful coder would have coded.
    pub fn wrong(&self) -> usize {
        self.agreements.saturating_sub(self.matched + self.optional)
    }
}

/// Counts, for each rule in the evidence of predicted agreements, how often it fired and how often that was on
/// an agreement that is right.
pub fn rules(gold: &[Value], predicted: &[Value]) -> Rules {
    let mut rules: BTreeMap<String, RuleCount> = BTreeMap::new();
    for (article, record) in gold.iter().zip(predicted) {
        let m = Matching::of(article, record);
        let matched = m.pairs.iter().map(|(_, got)| (*got, 1, 0));
        let optional = m.optional.iter().map(|got| (*got, 0, 1));
        let wrong = m.false_.iter().map(|got| (*got, 0, 0));
        for (agreement, matched, optional) in matched.chain(optional).chain(wrong) {
            let fired: Vec<&str> = list(agreement, "evidence").iter().map(|e| text(e, "rule")).filter(|rule| !rule.is_empty()).collect();
            for rule in &fired {
                let count = rules.entry((*rule).to_owned()).or_default();
                count.fired += 1;
                count.fired_matched += matched;
            }
            for rule in fired.into_iter().collect::<BTreeSet<_>>() {
                let count = rules.entry(rule.to_owned()).or_default();
                count.agreements += 1;
                count.matched += matched;
                count.optional += optional;
            }
        }
    }
    Rules(rules)
}
