//! Gold articles and records from JSON Lines, and the checks before they are scored.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::value::{get, list};

/// Why gold articles and records cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is not JSON.
    #[error("{name}:{line}: {source}")]
    Json {
        /// The file, or whatever the text was called.
        name: String,
        /// From 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// There is not one record an article.
    #[error("{records} records for {articles} articles: extract again from the articles as `score.py --input` prints them")]
    Count {
        /// Gold articles.
        articles: usize,
        /// Predicted records.
        records: usize,
    },
    /// A record is that of another article.
    #[error("record {index} is of document {got:?}, the article there is {want:?}: records must be in the order of the gold")]
    Order {
        /// From 0.
        index: usize,
        /// The article's `id`.
        want: String,
        /// The record's `document.id`.
        got: String,
    },
    /// A gold article or a record lacks what scoring needs.
    #[error("{kind} {index}: {what}")]
    Shape {
        /// `article` or `record`.
        kind: &'static str,
        /// From 0.
        index: usize,
        /// What is wrong with it.
        what: String,
    },
}

/// Reads a JSON Lines file; empty lines are left out.
///
/// # Errors
/// [`Error::Read`] or [`Error::Json`], which name the file.
pub fn read(path: impl AsRef<Path>) -> Result<Vec<Value>, Error> {
    let path = path.as_ref();
    let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    parse(&path.display().to_string(), &text)
}

/// Reads JSON Lines from a text; `name` is for errors.
///
/// # Errors
/// [`Error::Json`] on the first line that is not JSON.
pub fn parse(name: &str, text: &str) -> Result<Vec<Value>, Error> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| serde_json::from_str(line).map_err(|source| Error::Json { name: name.to_owned(), line: at + 1, source }))
        .collect()
}

/// Whether the articles and the records belong together and have the parts that scoring reads.
///
/// # Errors
/// [`Error::Count`], [`Error::Order`] or [`Error::Shape`].
pub fn check(gold: &[Value], predicted: &[Value]) -> Result<(), Error> {
    for (index, article) in gold.iter().enumerate() {
        shape("article", index, article, &ARTICLE)?;
        let facts = article.get("gold").unwrap_or(&Value::Null);
        shape("article", index, facts, &GOLD)?;
        check_facts("article", index, facts)?;
    }
    for (index, record) in predicted.iter().enumerate() {
        shape("record", index, record, &RECORD)?;
        check_facts("record", index, record)?;
    }
    if gold.len() != predicted.len() {
        return Err(Error::Count { articles: gold.len(), records: predicted.len() });
    }
    for (index, (article, record)) in gold.iter().zip(predicted).enumerate() {
        let want = article.get("id").and_then(Value::as_str);
        let got = record.get("document").and_then(|d| d.get("id")).and_then(Value::as_str);
        if let (Some(want), Some(got)) = (want, got)
            && want != got
        {
            return Err(Error::Order { index, want: want.to_owned(), got: got.to_owned() });
        }
    }
    Ok(())
}

/// A key, whether it must be there, and what its value must be.
type Field = (&'static str, bool, Kind);

#[derive(Clone, Copy)]
enum Kind {
    Text,
    TextOrNull,
    Object,
    List,
}

const ARTICLE: [Field; 5] =
    [("id", true, Kind::Text), ("language", true, Kind::Text), ("title", false, Kind::TextOrNull), ("text", true, Kind::Text), ("gold", true, Kind::Object)];
const GOLD: [Field; 3] = [("agreements", true, Kind::List), ("events", false, Kind::List), ("contributions", false, Kind::List)];
const RECORD: [Field; 3] = [("agreements", false, Kind::List), ("events", false, Kind::List), ("contributions", false, Kind::List)];
const AGREEMENT: [Field; 4] = [("parties", true, Kind::List), ("areas", false, Kind::List), ("steps", false, Kind::List), ("signatories", false, Kind::List)];
const STEP: [Field; 1] = [("status", true, Kind::Text)];
const EVENT: [Field; 1] = [("type", true, Kind::Text)];
const CONTRIBUTION: [Field; 2] = [("state", true, Kind::Text), ("area", true, Kind::Text)];

fn check_facts(kind: &'static str, index: usize, facts: &Value) -> Result<(), Error> {
    for agreement in list(facts, "agreements") {
        shape(kind, index, agreement, &AGREEMENT)?;
        for step in list(agreement, "steps") {
            shape(kind, index, step, &STEP)?;
        }
    }
    for event in list(facts, "events") {
        shape(kind, index, event, &EVENT)?;
    }
    for contribution in list(facts, "contributions") {
        shape(kind, index, contribution, &CONTRIBUTION)?;
    }
    Ok(())
}

fn shape(kind: &'static str, index: usize, v: &Value, fields: &[Field]) -> Result<(), Error> {
    let wrong = |what: String| Err(Error::Shape { kind, index, what });
    if !v.is_object() {
        return wrong(format!("an object was expected, not {v:.60}"));
    }
    for &(name, required, want) in fields {
        let Some(value) = v.get(name) else {
            if required {
                return wrong(format!("`{name}` is missing"));
            }
            continue;
        };
        let (right, what) = match want {
            Kind::Text => (value.is_string(), "a text"),
            Kind::TextOrNull => (value.is_string() || get(v, name).is_none(), "a text or null"),
            Kind::Object => (value.is_object(), "an object"),
            Kind::List => (value.is_array(), "a list"),
        };
        if !right {
            return wrong(format!("`{name}` must be {what}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn article(id: &str) -> Value {
        json!({"id": id, "language": "en", "title": null, "text": "…", "gold": {"agreements": []}})
    }

    fn message(gold: &[Value], predicted: &[Value]) -> String {
        check(gold, predicted).unwrap_err().to_string()
    }

    #[test]
    fn what_belongs_together_passes() {
        let gold = [article("x1"), article("x2")];
        assert!(check(&gold, &[json!({}), json!({"document": {"id": "x2"}, "agreements": []})]).is_ok());
    }

    #[test]
    fn what_does_not_is_named() {
        let gold = [article("x1"), article("x2")];
        assert!(message(&gold, &[json!({})]).starts_with("1 records for 2 articles"));
        let swapped = [json!({"document": {"id": "x2"}}), json!({"document": {"id": "x1"}})];
        assert!(message(&gold, &swapped).starts_with("record 0 is of document \"x2\", the article there is \"x1\""));
        assert_eq!(message(&[json!({"id": "x1"})], &[]), "article 0: `language` is missing");
        assert_eq!(message(&[], &[json!([])]), "record 0: an object was expected, not []");
        assert_eq!(message(&[], &[json!({"agreements": [{"parties": "MAR"}]})]), "record 0: `parties` must be a list");
        assert_eq!(message(&[], &[json!({"events": [{}]})]), "record 0: `type` is missing");
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = parse("gold.jsonl", "{}\n\n{\"id\": }\n").unwrap_err().to_string();
        assert!(error.starts_with("gold.jsonl:3: "), "{error}");
        assert!(read("no/such.jsonl").unwrap_err().to_string().starts_with("no/such.jsonl: "));
    }
}
