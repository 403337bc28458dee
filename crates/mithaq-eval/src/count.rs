//! What one article and its record add to the figures: matching, then counting. All counts are sums over
//! articles, which makes a bootstrap sample the sum of its articles' counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::value::{date, get, has, key, list, sorted_keys, text, truthy};

/// The attributes compared on matched agreements, in the order of tables and error lines.
pub const ATTRIBUTES: [&str; 7] = ["status", "date", "signed", "instrument", "domain", "scope", "place"];

/// Fewest and most characters of a quote.
const QUOTE: std::ops::RangeInclusive<usize> = 2..=300;

/// True positives, false positives, false negatives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub tp: usize,
    pub fp: usize,
    pub fn_: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.tp += other.tp;
        self.fp += other.fp;
        self.fn_ += other.fn_;
    }

    /// Compares two multisets.
    fn compare<K: Ord>(&mut self, want: impl IntoIterator<Item = K>, got: impl IntoIterator<Item = K>) {
        let mut open: BTreeMap<K, usize> = BTreeMap::new();
        for k in want {
            *open.entry(k).or_default() += 1;
        }
        for k in got {
            match open.get_mut(&k) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    self.tp += 1;
                }
                _ => self.fp += 1,
            }
        }
        self.fn_ += open.into_values().sum::<usize>();
    }
}

/// How many of those compared are right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub right: usize,
    pub of: usize,
}

impl Share {
    fn add(&mut self, other: Share) {
        self.right += other.right;
        self.of += other.of;
    }

    fn note(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }
}

/// Everything counted of one article, or of a set of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    pub agreement: Tally,
    pub strict: Tally,
    pub steps: Tally,
    pub areas: Tally,
    pub signatories: Tally,
    pub events: Tally,
    pub contributions: Tally,
    /// In the order of [`ATTRIBUTES`], over matched agreements.
    pub attributes: [Share; ATTRIBUTES.len()],
    pub event_realis: Share,
    pub event_date: Share,
    /// Documents with nothing to find, and those of them in which nothing was found.
    pub clean: Share,
    pub quotes: usize,
    pub wrong: usize,
    pub facts_without: usize,
    pub fields_without: usize,
}

impl Counts {
    pub fn of(article: &Value, record: &Value) -> Self {
        let mut counts = Counts { documents: 1, ..Counts::default() };
        counts.count_agreements(&Matching::of(article, record));
        let want = article.get("gold").unwrap_or(&Value::Null);
        if has(want, "events") {
            counts.count_events(list(want, "events"), list(record, "events"));
        }
        if has(want, "contributions") {
            let given = |c: &Value| (key(c.get("state")), key(c.get("area")));
            counts.contributions.compare(list(want, "contributions").iter().map(given), list(record, "contributions").iter().map(given));
        }
        counts.count_evidence(article, record);
        counts
    }

    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Counts>) -> Self {
        let mut sum = Counts::default();
        for counts in all {
            sum.add(counts);
        }
        sum
    }

    fn add(&mut self, other: &Counts) {
        self.documents += other.documents;
        self.agreement.add(other.agreement);
        self.strict.add(other.strict);
        self.steps.add(other.steps);
        self.areas.add(other.areas);
        self.signatories.add(other.signatories);
        self.events.add(other.events);
        self.contributions.add(other.contributions);
        for (share, more) in self.attributes.iter_mut().zip(other.attributes) {
            share.add(more);
        }
        self.event_realis.add(other.event_realis);
        self.event_date.add(other.event_date);
        self.clean.add(other.clean);
        self.quotes += other.quotes;
        self.wrong += other.wrong;
        self.facts_without += other.facts_without;
        self.fields_without += other.fields_without;
    }

    fn count_agreements(&mut self, m: &Matching) {
        let (gold, predicted) = (m.pairs.len() + m.missed.len(), m.pairs.len() + m.false_.len());
        self.agreement = Tally { tp: m.pairs.len(), fp: m.false_.len(), fn_: m.missed.len() };
        if gold == 0 {
            self.clean.note(predicted == 0);
        }
        let mut strict = 0;
        for (want, got) in &m.pairs {
            for (share, attribute) in self.attributes.iter_mut().zip(ATTRIBUTES) {
                share.note(agrees(want, got, attribute));
            }
            strict += usize::from(agrees(want, got, "status") && agrees(want, got, "date"));
            if has(want, "areas") {
                self.areas.compare(sorted_keys(want, "areas"), sorted_keys(got, "areas"));
            }
            if has(want, "steps") {
                self.steps.compare(steps(want), steps(got));
            }
        }
        self.strict = Tally { tp: strict, fp: predicted - strict, fn_: gold - strict };
        self.areas.fn_ += m.missed.iter().map(|a| list(a, "areas").len()).sum::<usize>();
        self.areas.fp += m.false_.iter().map(|a| list(a, "areas").len()).sum::<usize>();

        let want = || m.pairs.iter().map(|pair| pair.0).chain(m.missed.iter().copied());
        let got = m.pairs.iter().map(|pair| pair.1).chain(m.false_.iter().copied());
        if want().all(|a| has(a, "signatories")) {
            self.signatories.compare(want().flat_map(people), got.flat_map(people));
        }
    }

    fn count_events(&mut self, want: &[Value], got: &[Value]) {
        self.events.compare(want.iter().map(event_key), got.iter().map(event_key));
        let same_date = |a: &Value, b: &Value| date(a.get("date")) == date(b.get("date"));
        let mut rest: Vec<&Value> = got.iter().collect();
        for event in want {
            let same = |x: &&Value| event_key(x) == event_key(event);
            let dated = rest.iter().position(|x| same(x) && same_date(x, event));
            let Some(at) = dated.or_else(|| rest.iter().position(same)) else {
                continue;
            };
            let found = rest.remove(at);
            if has(event, "realis") {
                self.event_realis.note(get(found, "realis") == get(event, "realis"));
            }
            if has(event, "date") {
                self.event_date.note(same_date(found, event));
            }
        }
    }

    fn count_evidence(&mut self, article: &Value, record: &Value) {
        let (title, body) = (text(article, "title"), text(article, "text"));
        let mut texts = vec![body.chars().collect::<Vec<char>>()];
        if !title.is_empty() {
            texts.push(format!("{title}\n{body}").chars().collect());
        }
        for fact in ["agreements", "events", "contributions"].iter().flat_map(|kind| list(record, kind)) {
            let evidence = || list(fact, "evidence").iter().filter(|e| truthy(e, "quote"));
            self.facts_without += usize::from(evidence().next().is_none());
            for e in evidence() {
                self.quotes += 1;
                let quote: Vec<char> = text(e, "quote").chars().collect();
                let stands = |t: &Vec<char>| slice(t, e.get("start"), e.get("end")) == Some(&quote[..]);
                self.wrong += usize::from(!(QUOTE.contains(&quote.len()) && texts.iter().any(stands)));
            }
        }
        for agreement in list(record, "agreements") {
            let proven: BTreeSet<&str> = list(agreement, "evidence").iter().map(|e| text(e, "field")).collect();
            let lacking = evidence_fields(agreement).into_iter().filter(|f| !proven.contains(f.as_str()));
            self.fields_without += lacking.count();
        }
    }
}

/// The agreements of one article, matched one to one with those of its record. Optional gold agreements and
/// what was matched to them are in none of the three lists.
pub struct Matching<'a> {
    pub pairs: Vec<(&'a Value, &'a Value)>,
    pub missed: Vec<&'a Value>,
    pub false_: Vec<&'a Value>,
    /// Predicted agreements matched to an optional gold agreement.
    pub optional: Vec<&'a Value>,
}

impl<'a> Matching<'a> {
    pub fn of(article: &'a Value, record: &'a Value) -> Self {
        let gold = article.get("gold").map_or(&[][..], |g| list(g, "agreements"));
        let predicted = list(record, "agreements");
        let mut candidates = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            let parties = sorted_keys(g, "parties");
            for (j, p) in predicted.iter().enumerate() {
                if parties == sorted_keys(p, "parties") {
                    candidates.push((likeness(g, p), i, j));
                }
            }
        }
        // The most alike first; among equals in the order of the gold, then of the record.
        candidates.sort_by_key(|&(like, i, j)| (std::cmp::Reverse(like), i, j));
        let (mut used_g, mut used_p) = (vec![false; gold.len()], vec![false; predicted.len()]);
        let (mut pairs, mut optional) = (Vec::new(), Vec::new());
        for (_, i, j) in candidates {
            if used_g[i] || used_p[j] {
                continue;
            }
            (used_g[i], used_p[j]) = (true, true);
            if truthy(&gold[i], "optional") {
                optional.push(&predicted[j]);
            } else {
                pairs.push((&gold[i], &predicted[j]));
            }
        }
        Matching {
            pairs,
            missed: gold.iter().zip(used_g).filter(|(a, used)| !used && !truthy(a, "optional")).map(|(a, _)| a).collect(),
            false_: predicted.iter().zip(used_p).filter(|(_, used)| !used).map(|(a, _)| a).collect(),
            optional,
        }
    }
}

/// How much two agreements share, doubled so that the half point off for an optional one is whole.
fn likeness(gold: &Value, predicted: &Value) -> i32 {
    let point = |attribute| i32::from(agrees(gold, predicted, attribute));
    point("status") * 8 + point("date") * 6 + point("instrument") * 2 - i32::from(truthy(gold, "optional"))
}

/// Whether the gold's value of an attribute is the predicted one; true where the gold leaves it out.
pub fn agrees(gold: &Value, predicted: &Value, attribute: &str) -> bool {
    if attribute == "place" {
        return !has(gold, "place_country") || get(gold, "place_country") == country(predicted);
    }
    if !has(gold, attribute) {
        return true;
    }
    if attribute == "date" || attribute == "signed" {
        return date(gold.get(attribute)) == date(predicted.get(attribute));
    }
    get(gold, attribute) == get(predicted, attribute)
}

/// The country of a predicted agreement's place.
pub fn country(predicted: &Value) -> Option<&Value> {
    predicted.get("place").and_then(|place| get(place, "country"))
}

fn steps(agreement: &Value) -> impl Iterator<Item = (String, String, &str)> {
    list(agreement, "steps").iter().map(|step| {
        let (value, precision) = date(step.get("date"));
        (key(step.get("status")), key(value), precision)
    })
}

fn people(agreement: &Value) -> impl Iterator<Item = (String, String)> {
    list(agreement, "signatories").iter().map(|s| (key(s.get("state")), key(s.get("office"))))
}

fn event_key(event: &Value) -> (String, Vec<String>, String) {
    (key(event.get("type")), sorted_keys(event, "participants"), key(event.get("host")))
}

/// The fields of an agreement that must have evidence of their own.
fn evidence_fields(agreement: &Value) -> BTreeSet<String> {
    let mut fields = BTreeSet::from(["parties".to_owned(), "status".to_owned()]);
    fields.extend(list(agreement, "areas").iter().filter_map(Value::as_str).map(|area| format!("areas:{area}")));
    if agreement.get("date").is_some_and(|d| truthy(d, "value")) {
        fields.insert("date".to_owned());
    }
    if agreement.get("place").is_some_and(|p| truthy(p, "country")) {
        fields.insert("place".to_owned());
    }
    fields
}

/// Python's `text[start:end]`, where a negative position counts from the end; `None` where a position is no
/// integer.
fn slice<'a>(text: &'a [char], start: Option<&Value>, end: Option<&Value>) -> Option<&'a [char]> {
    let length = i64::try_from(text.len()).ok()?;
    let place = |v: Option<&Value>| {
        let at = v.and_then(Value::as_i64)?;
        usize::try_from(if at < 0 { at.saturating_add(length).max(0) } else { at.min(length) }).ok()
    };
    Some(text.get(place(start)?..place(end)?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn candidates_are_taken_most_alike_first_then_in_order() {
        let article = json!({"gold": {"agreements": [
            {"parties": ["A", "B"], "status": "signed", "instrument": "plan", "nr": 0},
            {"parties": ["B", "A"], "status": "ratified", "instrument": "treaty", "nr": 1},
            {"parties": ["A", "B"], "status": "ratified", "instrument": "treaty", "nr": 2}]}});
        let record = json!({"agreements": [
            {"parties": ["A", "B"], "status": "ratified", "instrument": "treaty", "nr": 0},
            {"parties": ["A", "B"], "status": "expired", "instrument": "plan", "nr": 1},
            {"parties": ["A", "B"], "status": "expired", "instrument": "plan", "nr": 2}]});
        let numbers: Vec<(u64, u64)> = Matching::of(&article, &record).pairs.iter().map(|(g, p)| (g["nr"].as_u64().unwrap(), p["nr"].as_u64().unwrap())).collect();
        assert_eq!(numbers, [(1, 0), (0, 1), (2, 2)]);
    }

    #[test]
    fn an_optional_agreement_yields_to_its_equal() {
        let article = json!({"gold": {"agreements": [
            {"parties": ["A", "B"], "status": "signed", "optional": true},
            {"parties": ["A", "B"], "status": "signed"}]}});
        let record = json!({"agreements": [{"parties": ["A", "B"], "status": "signed"}]});
        let matching = Matching::of(&article, &record);
        assert_eq!((matching.pairs.len(), matching.optional.len(), matching.missed.len()), (1, 0, 0));
    }

    #[test]
    fn slices_are_those_of_python() {
        let text: Vec<char> = "Oman, عمان".chars().collect();
        let at = |start: i64, end: i64| -> String { slice(&text, Some(&json!(start)), Some(&json!(end))).unwrap().iter().collect() };
        assert_eq!(at(0, 4), "Oman");
        assert_eq!(at(6, 99), "عمان");
        assert_eq!(at(-4, 99), "عمان");
        assert_eq!(at(-99, -6), "Oman");
        assert_eq!(at(3, 1), "");
        assert_eq!(slice(&text, Some(&json!("0")), Some(&json!(4))), None);
    }

    #[test]
    fn multisets_are_compared_with_their_repetitions() {
        let mut tally = Tally::default();
        tally.compare(["a", "a", "b", "c"], ["a", "b", "b", "d", "a", "a"]);
        assert_eq!(tally, Tally { tp: 3, fp: 3, fn_: 1 });
    }
}
