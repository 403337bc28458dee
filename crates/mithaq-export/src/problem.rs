//! What can go wrong on the way out, told so that the reader knows where, why and what to do.
//!
//! In: errors of the encoders and of the file system. Out: [`ExportError`], one line: path, cause, remedy.

use std::io;

/// A file that could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct ExportError {
    /// The path as it was asked for, `standard output`, or empty where bytes were wanted.
    pub path: String,
    #[source]
    pub problem: Problem,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    #[error("cannot be written ({0}): check that the folder exists, that you may write to it and that the disk has room")]
    Io(#[from] io::Error),
    #[error("the folder {0} does not exist: create it, or name another")]
    NoFolder(String),
    #[error("is a folder: name a file in it")]
    IsFolder,
    #[error("is there already and is read-only: name another file, or make it writable")]
    ReadOnly,
    #[error("{format} is no format for {what}: choose one of {choices}")]
    Unsuited { format: &'static str, what: &'static str, choices: String },
    #[error("table {table} has {rows} rows, an Excel sheet holds {limit}: choose CSV or Parquet, or narrow the table")]
    TooManyRows { table: String, rows: usize, limit: usize },
    #[error("table {table} has {columns} columns, {format} holds {limit}: choose CSV or Parquet, or fewer columns")]
    TooManyColumns { table: String, columns: usize, format: &'static str, limit: usize },
    #[error("column {column}, row {row}: {length} characters, an Excel cell holds {limit}: choose CSV or Parquet")]
    CellTooLong { column: String, row: usize, length: usize, limit: usize },
    #[error("column {column} is nested ({kind}), {format} holds flat tables: choose JSON Lines or Parquet")]
    Nested { column: String, kind: String, format: &'static str },
    #[error("column {column} has type {kind}, which no format here writes: this is a fault of the program that made the table")]
    Type { column: String, kind: String },
    #[error("table {table} does not fit its columns ({cause}): this is a fault of the program that made the table")]
    Shape { table: String, cause: String },
    #[error("graph {graph} does not hold together ({cause}): this is a fault of the program that made the graph")]
    Graph { graph: String, cause: String },
    #[error("cannot be written as {format} ({cause})")]
    Encode { format: &'static str, cause: String },
}

impl Problem {
    pub(crate) fn encode(format: &'static str, cause: impl std::fmt::Display) -> Self {
        Problem::Encode { format, cause: cause.to_string() }
    }
}

impl From<arrow_schema::ArrowError> for Problem {
    fn from(error: arrow_schema::ArrowError) -> Self {
        match error {
            arrow_schema::ArrowError::IoError(_, cause) => Problem::Io(cause),
            other => Problem::encode("a table", other),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for Problem {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(cause) => Problem::Io(cause),
            other => Problem::encode("Excel", other),
        }
    }
}

impl From<dta::stata::dta::dta_error::DtaError> for Problem {
    fn from(error: dta::stata::dta::dta_error::DtaError) -> Self {
        match error {
            dta::stata::dta::dta_error::DtaError::Io { source, .. } => Problem::Io(source),
            other => Problem::encode("Stata", other),
        }
    }
}

impl From<parquet::errors::ParquetError> for Problem {
    fn from(error: parquet::errors::ParquetError) -> Self {
        match error {
            parquet::errors::ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => Problem::Io(*cause),
                Err(other) => Problem::encode("Parquet", other),
            },
            other => Problem::encode("Parquet", other),
        }
    }
}
