//! One row: a JSON object that describes a document.
//!
//! **In:** the bytes of one object and the names of the fields. **Out:** a [`Document`] or the reason why not.
//! Fields that nobody asked for are skipped without being stored, at any depth.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::document::{non_blank, truncate_chars, unify_line_ends};
use crate::options::{Field, FieldMap, ReadOptions};
use crate::{Document, Place, ReadError, date, language};

/// Where a row's bytes begin in the file (all from 1).
#[derive(Clone, Copy)]
pub(crate) struct RowStart {
    pub line: u64,
    pub column: u64,
    pub row: u64,
}

impl RowStart {
    pub(crate) fn place(self) -> Place {
        Place { line: Some(self.line), column: None, row: Some(self.row) }
    }

    /// The place of a byte of the row.
    fn place_of(self, bytes: &[u8], at: usize) -> Place {
        let before = &bytes[..at.min(bytes.len())];
        let breaks = before.iter().filter(|&&b| b == b'\n').count() as u64;
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
        let characters = before[line_start..].iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64;
        let column = if breaks == 0 { self.column + characters } else { 1 + characters };
        Place { line: Some(self.line + breaks), column: Some(column), row: Some(self.row) }
    }
}

/// Reads one row.
pub(crate) fn read_row(path: &str, bytes: &[u8], start: RowStart, options: &ReadOptions) -> Result<Document, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        ReadError::Encoding { path: path.into(), place: start.place_of(bytes, at), message: format!("byte {:#04x}", bytes.get(at).copied().unwrap_or_default()) }
    })?;
    if let Some(found) = not_an_object(text) {
        return Err(ReadError::NotAnObject { path: path.into(), place: start.place(), found });
    }
    let mut parser = serde_json::Deserializer::from_str(text);
    let cells = RowSeed(&options.map).deserialize(&mut parser).and_then(|cells| parser.end().map(|()| cells)).map_err(|error| json_error(path, bytes, start, &error))?;
    cells_to_document(path, start, cells, options).map_err(|error| match error {
        ReadError::MissingText { path, place, wanted, .. } => ReadError::MissingText { path, place, wanted, present: field_names(text) },
        other => other,
    })
}

fn not_an_object(text: &str) -> Option<&'static str> {
    match text.trim_start().as_bytes().first() {
        Some(b'{') => None,
        Some(b'[') => Some("a list"),
        Some(b'"') => Some("a string"),
        Some(b'0'..=b'9' | b'-') => Some("a number"),
        Some(b't' | b'f') => Some("true or false"),
        Some(b'n') => Some("null"),
        _ => Some("no JSON"),
    }
}

fn json_error(path: &str, bytes: &[u8], start: RowStart, error: &serde_json::Error) -> ReadError {
    // serde_json counts lines within the row and columns in bytes.
    let line_start = if error.line() <= 1 { 0 } else { memchr::memchr_iter(b'\n', bytes).nth(error.line() - 2).map_or(bytes.len(), |i| i + 1) };
    let at = if error.is_eof() { bytes.len() } else { line_start + error.column().saturating_sub(1) };
    let message = error.to_string();
    let message = match message.rfind(" at line ") {
        Some(end) => message[..end].to_string(),
        None => message,
    };
    let message = if error.is_eof() { format!("it ends too early ({message})") } else { message };
    ReadError::Json { path: path.into(), place: start.place_of(bytes, at), message }
}

fn cells_to_document(path: &str, start: RowStart, mut cells: Vec<(Field, usize, Cell)>, options: &ReadOptions) -> Result<Document, ReadError> {
    cells.sort_by_key(|&(_, rank, _)| rank);
    let text = take_text(path, start, &mut cells, &options.map)?;
    let mut strings = |field: Field| {
        let mut found = Vec::new();
        for (of, _, cell) in &mut cells {
            if *of == field
                && let Some(value) = std::mem::take(cell).into_string().and_then(non_blank)
            {
                found.push(value);
            }
        }
        found
    };
    let mut first = |field: Field| strings(field).into_iter().next();
    let mut document = Document {
        id: first(Field::Id),
        path: path.into(),
        index: start.row - 1,
        url: first(Field::Url),
        title: first(Field::Title).map(unify_line_ends),
        text: unify_line_ends(text),
        language: None,
        published: None,
        publisher: first(Field::Publisher),
        truncated: false,
    };
    document.language = strings(Field::Language).iter().find_map(|code| language::normalise(code));
    document.published = strings(Field::Published).iter().find_map(|day| date::normalise(day));
    document.truncated = truncate_chars(&mut document.text, options.limits.max_document_chars);
    Ok(document)
}

/// The best text field: one with letters in it, else an empty one (there is a document, it says nothing).
fn take_text(path: &str, start: RowStart, cells: &mut [(Field, usize, Cell)], map: &FieldMap) -> Result<String, ReadError> {
    let mut empty = false;
    let mut wrong = None;
    for (_, _, cell) in cells.iter_mut().filter(|(field, ..)| *field == Field::Text) {
        match std::mem::take(cell) {
            Cell::Text(text) if text.trim().is_empty() => empty = true,
            Cell::Text(text) => return Ok(text),
            Cell::Null => empty = true,
            other => wrong = wrong.or(Some(other.kind())),
        }
    }
    match wrong {
        _ if empty => Ok(String::new()),
        Some(found) => Err(ReadError::TextType { path: path.into(), place: start.place(), found }),
        None => Err(ReadError::MissingText { path: path.into(), place: start.place(), wanted: map.names(Field::Text).to_vec(), present: Vec::new() }),
    }
}

/// The first names of a row's fields, for an error message.
fn field_names(text: &str) -> Vec<String> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut names = Vec::new();
            while let Some((mut name, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                if names.len() < 12 {
                    truncate_chars(&mut name, 40);
                    names.push(name);
                }
            }
            Ok(names)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Names).unwrap_or_default()
}

/// A field's value, as far as documents can use it.
#[derive(Default)]
enum Cell {
    #[default]
    Null,
    /// A string; also a list of strings, joined by line feeds.
    Text(String),
    /// The `name` of an object, as in `"publisher": {"name": "…"}`.
    Named(String),
    Number(String),
    Other(&'static str),
}

impl Cell {
    fn into_string(self) -> Option<String> {
        match self {
            Cell::Text(text) | Cell::Named(text) | Cell::Number(text) => Some(text),
            Cell::Null | Cell::Other(_) => None,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "null",
            Cell::Text(_) => "a string",
            Cell::Named(_) => "an object",
            Cell::Number(_) => "a number",
            Cell::Other(kind) => kind,
        }
    }
}

struct RowSeed<'a>(&'a FieldMap);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = Vec<(Field, usize, Cell)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = Vec<(Field, usize, Cell)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut cells: Self::Value = Vec::new();
        while let Some(key) = map.next_key_seed(KeySeed(self.0))? {
            match key {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some((field, rank)) => {
                    let cell = map.next_value_seed(CellSeed)?;
                    // As in other JSON readers, the last of equal names wins.
                    cells.retain(|&(f, r, _)| (f, r) != (field, rank));
                    cells.push((field, rank, cell));
                }
            }
        }
        Ok(cells)
    }
}

struct KeySeed<'a>(&'a FieldMap);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<(Field, usize)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<(Field, usize)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.lookup(name))
    }
}

struct CellSeed;

impl<'de> DeserializeSeed<'de> for CellSeed {
    type Value = Cell;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed {
    type Value = Cell;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
        Ok(Cell::Other("true or false"))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell::Number(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell::Number(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell::Number(value.to_string()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Cell, E> {
        Ok(Cell::Text(value.into()))
    }
    fn visit_string<E>(self, value: String) -> Result<Cell, E> {
        Ok(Cell::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell, A::Error> {
        let mut joined: Option<String> = None;
        let mut only_strings = true;
        while let Some(cell) = seq.next_element_seed(CellSeed)? {
            match (cell, &mut joined) {
                (Cell::Text(text), None) => joined = Some(text),
                (Cell::Text(text), Some(joined)) => {
                    joined.push('\n');
                    joined.push_str(&text);
                }
                _ => only_strings = false,
            }
        }
        match joined {
            Some(text) if only_strings => Ok(Cell::Text(text)),
            _ => Ok(Cell::Other("a list")),
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        let mut name = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "name" {
                name = map.next_value_seed(CellSeed)?.into_string();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name.map_or(Cell::Other("an object"), Cell::Named))
    }
}
