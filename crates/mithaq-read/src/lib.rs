//! Reads what people have (files, folders, archives, standard input) and hands on documents.
//!
//! **In:** paths, `-` for standard input, or any byte stream: plain text, HTML pages, JSON Lines, JSON
//! arrays or objects, each also inside gzip or zip. The kind is taken from the content, then from the
//! file name's extension.
//! **Out:** an iterator of [`Document`]s and [`ReadError`]s in a fixed order: inputs as given, folders
//! sorted by name, rows as they stand. One bad row or file gives one error; the others are still read.
//!
//! Files may be hostile, so every step has a limit ([`Limits`]) and memory stays flat over long inputs.
//! Nothing here knows about languages, states or agreements.
//!
//! ```
//! use mithaq_read::{ReadOptions, read_stream};
//!
//! let rows = "{\"id\": \"a\", \"title\": \"T\", \"text\": \"One.\", \"date\": \"30/10/2024\"}\n{\"text\": \"cut";
//! let mut documents = read_stream("rows.jsonl", rows.as_bytes(), &ReadOptions::default());
//! let first = documents.next().unwrap().unwrap();
//! assert_eq!(first.published.as_deref(), Some("2024-10-30"));
//! let error = documents.next().unwrap().unwrap_err();
//! assert_eq!(error.line(), Some(2));
//! assert!(documents.next().is_none());
//! ```

mod archive;
mod date;
mod decode;
mod document;
mod error;
mod html;
mod inputs;
mod json;
mod kind;
mod language;
mod options;
mod plain;
mod row;
mod stream;

pub use document::Document;
pub use error::{Place, ReadError};
pub use html::{HtmlPage, extract_html};
pub use inputs::{Documents, read_inputs, read_stream};
pub use options::{Field, FieldMap, FieldMapError, Limits, ReadOptions};
