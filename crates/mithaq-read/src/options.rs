//! How to read: names of a row's fields, and limits.
//!
//! **In:** what the user says (`--map text=FIELD,…`). **Out:** [`ReadOptions`], whose default suits news exports.

use std::str::FromStr;

/// A property of a document that a row's field can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// `id`
    Id,
    /// `url`
    Url,
    /// `title`
    Title,
    /// `text`, `content`, `body`
    Text,
    /// `language`, `lang`
    Language,
    /// `date`, `published`, `date_published`, `date_extracted`
    Published,
    /// `publisher`, `source`
    Publisher,
}

impl Field {
    pub(crate) const COUNT: usize = 7;
    const ALL: [Field; Field::COUNT] = [Field::Id, Field::Url, Field::Title, Field::Text, Field::Language, Field::Published, Field::Publisher];

    /// Names looked for unless the user says otherwise; the first one with a value wins.
    fn usual_names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id"],
            Field::Url => &["url"],
            Field::Title => &["title"],
            Field::Text => &["text", "content", "body"],
            Field::Language => &["language", "lang"],
            Field::Published => &["published", "date_published", "date", "date_extracted"],
            Field::Publisher => &["publisher", "source"],
        }
    }
}

/// Which field of a row fills which property of the document.
///
/// Names are compared without regard to ASCII case.
///
/// ```
/// use mithaq_read::{Field, FieldMap};
/// let map: FieldMap = "text=article_body, published=day".parse()?;
/// assert_eq!(map.names(Field::Text), ["article_body"]);
/// assert_eq!(map.names(Field::Title), ["title"]);
/// assert!("txet=a".parse::<FieldMap>().is_err());
/// # Ok::<(), mithaq_read::FieldMapError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMap {
    names: [Vec<String>; Field::COUNT],
}

impl Default for FieldMap {
    fn default() -> Self {
        Self { names: Field::ALL.map(|field| field.usual_names().iter().map(|&n| n.to_string()).collect()) }
    }
}

/// A `--map` that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldMapError {
    /// Not `property=field`.
    #[error("'{0}' is not of the form property=FIELD, for example text=article_body")]
    Form(String),
    /// A property that documents do not have.
    #[error("'{0}' is not a property of a document: use id, url, title, text, language, published or publisher")]
    Property(String),
}

impl FieldMap {
    /// The names looked for, best first.
    pub fn names(&self, field: Field) -> &[String] {
        &self.names[field as usize]
    }

    /// Looks for `field` under these names only, best first.
    pub fn set(&mut self, field: Field, names: Vec<String>) {
        self.names[field as usize] = names;
    }

    /// The property that a row's field fills, and its rank among the names for it.
    pub(crate) fn lookup(&self, name: &str) -> Option<(Field, usize)> {
        Field::ALL.into_iter().find_map(|field| {
            let rank = self.names(field).iter().position(|n| n.eq_ignore_ascii_case(name))?;
            Some((field, rank))
        })
    }
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    /// `property=FIELD,…`; a property named twice tries the fields in that order, one not named keeps its usual names.
    fn from_str(text: &str) -> Result<Self, FieldMapError> {
        let mut named: [Vec<String>; Field::COUNT] = Default::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (property, name) = part
                .split_once('=')
                .map(|(property, name)| (property.trim(), name.trim()))
                .filter(|(property, name)| !property.is_empty() && !name.is_empty())
                .ok_or_else(|| FieldMapError::Form(part.into()))?;
            let field =
                Field::ALL.into_iter().find(|f| f.usual_names().contains(&property.to_ascii_lowercase().as_str())).ok_or_else(|| FieldMapError::Property(property.into()))?;
            named[field as usize].push(name.into());
        }
        let mut map = FieldMap::default();
        for field in Field::ALL {
            let names = std::mem::take(&mut named[field as usize]);
            if !names.is_empty() {
                // A field taken for one property is no longer read for another: `text=title` frees nothing up twice.
                for other in &mut map.names {
                    other.retain(|name| !names.iter().any(|n| n.eq_ignore_ascii_case(name)));
                }
                map.set(field, names);
            }
        }
        Ok(map)
    }
}

/// What a file may cost. Every limit ends in an error that names it, in a cut text, or in a simpler reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a JSON array or object file (after unpacking). JSON Lines have no such limit: they are read line by line.
    pub max_file_bytes: u64,
    /// Bytes of one line of JSON Lines, or of one element of an array.
    pub max_line_bytes: u64,
    /// Characters of a document's text; a longer text is cut there and marked.
    pub max_document_chars: usize,
    /// Bytes of an HTML page.
    pub max_html_bytes: u64,
    /// Depth of nested HTML elements; a deeper page is read without looking for its main content.
    /// (JSON values are nested 128 deep at most; what no field needs is skipped at any depth.)
    pub max_html_depth: usize,
    /// Nodes of an HTML page; a larger page is read without looking for its main content.
    pub max_html_nodes: usize,
    /// Unpacked bytes for each packed byte, once an archive has given 16 MiB.
    pub max_decompression_ratio: u64,
    /// Files in an archive.
    pub max_archive_entries: u64,
    /// Bytes of a zip archive that has to be held in memory (from standard input, or inside another archive).
    pub max_archive_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 1 << 30,
            max_line_bytes: 64 << 20,
            max_document_chars: 2_000_000,
            max_html_bytes: 16 << 20,
            max_html_depth: 512,
            max_html_nodes: 300_000,
            max_decompression_ratio: 200,
            max_archive_entries: 100_000,
            max_archive_bytes: 256 << 20,
        }
    }
}

/// How to read inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Names of a row's fields.
    pub map: FieldMap,
    /// What a file may cost.
    pub limits: Limits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn map_takes_a_field_away_from_its_usual_property() {
        let map: FieldMap = "text=title".parse().unwrap();
        assert_eq!(map.lookup("title"), Some((Field::Text, 0)));
        assert!(map.names(Field::Title).is_empty());
    }

    #[test]
    fn map_errors_say_what_is_wrong() {
        assert_eq!("text".parse::<FieldMap>(), Err(FieldMapError::Form("text".into())));
        assert_eq!("text=".parse::<FieldMap>(), Err(FieldMapError::Form("text=".into())));
        assert_eq!("x=y".parse::<FieldMap>(), Err(FieldMapError::Property("x".into())));
        assert_eq!("".parse::<FieldMap>(), Ok(FieldMap::default()));
    }

    #[test]
    fn several_fields_for_one_property_are_tried_in_order() {
        let map: FieldMap = "body=a,content=b,date=d".parse().unwrap();
        assert_eq!(map.names(Field::Text), ["a", "b"]);
        assert_eq!(map.names(Field::Published), ["d"]);
        assert_eq!(map.lookup("B"), Some((Field::Text, 1)));
    }
}
