//! What can go wrong while reading, each with its place and a way out.
//!
//! **In:** the causes that the readers meet. **Out:** [`ReadError`]: `Display` says what is wrong and where,
//! [`ReadError::help`] what to do about it.

use std::fmt;
use std::io;

/// Where in a file an error lies. Everything counts from 1; what is unknown is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Line of the file.
    pub line: Option<u64>,
    /// Column in that line, in characters.
    pub column: Option<u64>,
    /// Number of the row (element of an array, non-empty line of JSON Lines).
    pub row: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        if let Some(row) = self.row {
            write!(f, " (row {row})")?;
        }
        Ok(())
    }
}

/// An input, or one row of it, that could not be read. The others are not affected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file or folder.
    #[error("{path}: no such file or folder")]
    NotFound {
        /// The input as given.
        path: String,
    },
    /// The operating system, or a decompressor, refused.
    #[error("{path}: cannot be read: {source}")]
    Io {
        /// The file.
        path: String,
        /// The cause.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("{path}: {what}")]
    Empty {
        /// The file or folder.
        path: String,
        /// What is empty, in words.
        what: &'static str,
    },
    /// A format that is not read.
    #[error("{path}: looks like {found}, which is not read")]
    Unsupported {
        /// The file.
        path: String,
        /// What it looks like.
        found: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Bytes of a JSON file that are not UTF-8.
    #[error("{path}{place}: not UTF-8: {message}")]
    Encoding {
        /// The file.
        path: String,
        /// Where.
        place: Place,
        /// What was found there.
        message: String,
    },
    /// Broken JSON.
    #[error("{path}{place}: broken JSON: {message}")]
    Json {
        /// The file.
        path: String,
        /// Where.
        place: Place,
        /// What the parser says.
        message: String,
    },
    /// A row that is not an object.
    #[error("{path}{place}: a row must be an object, this is {found}")]
    NotAnObject {
        /// The file.
        path: String,
        /// Where.
        place: Place,
        /// What it is instead.
        found: &'static str,
    },
    /// A row without text.
    #[error("{path}{place}: no text in this row: it has none of the fields {}", wanted.join(", "))]
    MissingText {
        /// The file.
        path: String,
        /// Where.
        place: Place,
        /// The names that were looked for.
        wanted: Vec<String>,
        /// Names that the row has (the first ones).
        present: Vec<String>,
    },
    /// A row's text is no string.
    #[error("{path}{place}: the text of this row must be a string, this is {found}")]
    TextType {
        /// The file.
        path: String,
        /// Where.
        place: Place,
        /// What it is instead.
        found: &'static str,
    },
    /// A line or row longer than the limit.
    #[error("{path}{place}: longer than the limit of {limit} bytes for a row")]
    RowTooLong {
        /// The file.
        path: String,
        /// Where it starts.
        place: Place,
        /// [`Limits::max_line_bytes`](crate::Limits::max_line_bytes).
        limit: u64,
    },
    /// A file, or what is packed in it, larger than a limit.
    #[error("{path}: {what} larger than the limit of {limit}")]
    TooLarge {
        /// The file.
        path: String,
        /// What is too large, in words.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// The field of [`Limits`](crate::Limits) to raise.
        setting: &'static str,
    },
    /// An archive that is damaged or of a kind that cannot be unpacked.
    #[error("{path}: broken or unusual archive: {message}")]
    Archive {
        /// The archive, or the file in it.
        path: String,
        /// The cause.
        message: String,
    },
}

impl ReadError {
    /// The file (or folder, or archive member) concerned.
    pub fn path(&self) -> &str {
        match self {
            Self::NotFound { path }
            | Self::Io { path, .. }
            | Self::Empty { path, .. }
            | Self::Unsupported { path, .. }
            | Self::Encoding { path, .. }
            | Self::Json { path, .. }
            | Self::NotAnObject { path, .. }
            | Self::MissingText { path, .. }
            | Self::TextType { path, .. }
            | Self::RowTooLong { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Archive { path, .. } => path,
        }
    }

    /// Where in the file.
    pub fn place(&self) -> Place {
        match self {
            Self::Encoding { place, .. }
            | Self::Json { place, .. }
            | Self::NotAnObject { place, .. }
            | Self::MissingText { place, .. }
            | Self::TextType { place, .. }
            | Self::RowTooLong { place, .. } => *place,
            _ => Place::default(),
        }
    }

    /// The line, from 1, where the error lies in one.
    pub fn line(&self) -> Option<u64> {
        self.place().line
    }

    /// What to do about it: one sentence for the user.
    pub fn help(&self) -> String {
        match self {
            Self::NotFound { path } if path.contains("://") => "This reads files, it fetches nothing: save the page and name the file.".into(),
            Self::NotFound { .. } => "Check the spelling and the current folder; '-' reads standard input.".into(),
            Self::Io { .. } => "Check the rights of the file and whether it is complete.".into(),
            Self::Empty { .. } => "Check how the file was made, or leave it out.".into(),
            Self::Unsupported { advice, .. } => (*advice).into(),
            Self::Encoding { .. } => "JSON must be UTF-8: convert the file, for example with iconv -f WINDOWS-1256 -t UTF-8.".into(),
            Self::Json { .. } => "Correct this row, or write the file anew with a JSON library; the other rows are read.".into(),
            Self::NotAnObject { .. } => "Write each row as {\"title\": \"…\", \"text\": \"…\"}.".into(),
            Self::MissingText { present, .. } if present.is_empty() => "Write each row as {\"title\": \"…\", \"text\": \"…\"}.".into(),
            Self::MissingText { present, .. } => format!("Name the field that holds the text: --map text=FIELD; this row has {}.", present.join(", ")),
            Self::TextType { .. } => "Write the text as a string (or a list of strings), or name another field: --map text=FIELD.".into(),
            Self::RowTooLong { .. } => "Check that rows end in line feeds; otherwise raise Limits::max_line_bytes.".into(),
            Self::TooLarge { setting, .. } => {
                format!("Split the file, or raise Limits::{setting} if you trust it.")
            }
            Self::Archive { .. } => "Unpack it yourself and name the folder.".into(),
        }
    }
}
