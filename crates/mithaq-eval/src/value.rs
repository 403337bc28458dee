//! Reading JSON the way the reference script does: a missing key and `null` are one, an empty text or list
//! is false.

use serde_json::Value;

/// `v[key]`, `None` where it is missing or null.
pub fn get<'a>(v: &'a Value, key: &str) -> Option<&'a Value> {
    v.get(key).filter(|x| !x.is_null())
}

/// Whether the key stands there at all, be it with null.
pub fn has(v: &Value, key: &str) -> bool {
    v.get(key).is_some()
}

/// The list at `key`, empty where there is none.
pub fn list<'a>(v: &'a Value, key: &str) -> &'a [Value] {
    v.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text at `key`, empty where there is none.
pub fn text<'a>(v: &'a Value, key: &str) -> &'a str {
    v.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Python's `bool(v.get(key))`.
pub fn truthy(v: &Value, key: &str) -> bool {
    match v.get(key) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(b)) => *b,
        Some(Value::Number(n)) => n.as_f64() != Some(0.0),
        Some(Value::String(s)) => !s.is_empty(),
        Some(Value::Array(a)) => !a.is_empty(),
        Some(Value::Object(o)) => !o.is_empty(),
    }
}

/// A key to compare and to count by: the value as JSON, `null` where it is missing.
pub fn key(v: Option<&Value>) -> String {
    v.unwrap_or(&Value::Null).to_string()
}

/// The keys of a list of codes, sorted.
pub fn sorted_keys(v: &Value, at: &str) -> Vec<String> {
    let mut keys: Vec<String> = list(v, at).iter().map(|x| key(Some(x))).collect();
    keys.sort_unstable();
    keys
}

/// The value and the precision of a date; a date that is missing is unknown.
pub fn date(date: Option<&Value>) -> (Option<&Value>, &str) {
    let precision = date.map(|d| text(d, "precision")).filter(|p| !p.is_empty()).unwrap_or("unknown");
    (date.and_then(|d| get(d, "value")), precision)
}

/// A value as it stands in an error line: a text bare, anything else as JSON, `None` where it is missing.
pub fn shown(v: Option<&Value>) -> String {
    match v {
        None | Some(Value::Null) => "None".to_owned(),
        Some(Value::String(s)) => s.clone(),
        Some(other) => other.to_string(),
    }
}
