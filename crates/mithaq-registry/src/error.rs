//! What can go wrong with a registry, with what to do about it.

use std::path::PathBuf;

/// An error of the registry. [`RegistryError::help`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    #[error("{path}: {source}")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("{path}: this file is no registry of Mithaq")]
    NotARegistry { path: PathBuf },
    #[error("{path}: this file is empty")]
    Empty { path: PathBuf },
    #[error("{path}: the program that last wrote it was stopped, and what it left in {path}-wal cannot be taken up here: neither file nor folder may be written")]
    Unfinished { path: PathBuf },
    #[error("{path}: there is already such a file")]
    Exists { path: PathBuf },
    #[error("{path}: the registry was made by a newer Mithaq (schema {found}, this one knows {known})")]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{path}: there is no such registry")]
    Missing { path: PathBuf },
    #[error("{path}: could not bring the registry to the present schema: {source}")]
    Migration { path: PathBuf, source: rusqlite::Error },
    #[error("the registry could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("a value in the registry is not what it should be: {0}")]
    Damaged(String),
    #[error("no agreement, event, document or person has the id {0:?}")]
    NoSuchId(String),
    #[error("{id:?} may be {}", several.join(" or "))]
    Ambiguous { id: String, several: Vec<String> },
    #[error("{0}")]
    Decision(String),
    #[error("{path}, line {line}: {message}")]
    Csv { path: String, line: u64, message: String },
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    CsvFile { path: PathBuf, source: csv::Error },
    #[error("{0}")]
    Query(String),
}

impl RegistryError {
    /// With the file's name, where it was not said yet.
    pub(crate) fn of(self, path: &std::path::Path) -> RegistryError {
        match self {
            RegistryError::Sqlite(source) => RegistryError::Open { path: path.into(), source },
            other => other,
        }
    }

    /// What a person can do about it.
    pub fn help(&self) -> String {
        use RegistryError::*;
        match self {
            Open { source, .. } | Sqlite(source) => sqlite_help(source).into(),
            NotARegistry { .. } => "name another file, or one that does not exist yet: `mithaq ingest` makes it; if it was a registry once, restore a backup".into(),
            Empty { .. } => "`mithaq ingest PATH --registry FILE` fills it".into(),
            Unfinished { .. } => "copy the file together with its -wal to a folder that may be written, and open it there".into(),
            Exists { .. } => "name another file, or remove that one first: nothing is overwritten".into(),
            Newer { .. } => "install the newer Mithaq; this one would lose what it does not know".into(),
            Missing { .. } => "`mithaq ingest PATH --registry FILE` makes one".into(),
            Migration { source, .. } => match source.sqlite_error_code() {
                Some(rusqlite::ErrorCode::Unknown | rusqlite::ErrorCode::ConstraintViolation) | None => "the file was left as it was; keep a copy and report this".into(),
                Some(_) => format!("the file was left as it was; {}", sqlite_help(source)),
            },
            Damaged(_) => "run `mithaq verify`; restore a backup where it finds more".into(),
            NoSuchId(_) => "`mithaq list agreements` and `mithaq search WORDS` show ids; the first letters are enough where they fit only one".into(),
            Ambiguous { .. } => "write more of its letters, or DOCUMENT#a1".into(),
            Decision(_) => "`mithaq history ID` shows the decisions so far".into(),
            Csv { .. } => "mend the line and import the file again: rows that are already there are not added twice".into(),
            Io { .. } | CsvFile { .. } => "check the path and the rights on it".into(),
            Query(_) => "see `mithaq list --help`".into(),
        }
    }
}

/// SQLite's codes in words a person can act on.
fn sqlite_help(e: &rusqlite::Error) -> &'static str {
    use rusqlite::ErrorCode::*;
    match e.sqlite_error_code() {
        Some(DiskFull) => "the disk is full: what was committed is safe; make room and run the command again, it goes on where it stopped",
        Some(ReadOnly) => "the file or its folder may not be written: check the rights, or work on a copy",
        Some(CannotOpen) => "check that the folder exists and may be read and written",
        Some(DatabaseBusy | DatabaseLocked) => "another program has held the file for more than a minute: wait for it, or close it",
        Some(DatabaseCorrupt | NotADatabase) => "the file is damaged: `mithaq verify` says where; restore a backup",
        Some(SystemIoFailure) => "the disk is full or reported an error: what was committed is safe; make room or check it, then run the command again",
        _ => "run `mithaq verify` on the file; if it finds nothing, report this",
    }
}

pub type Result<T, E = RegistryError> = std::result::Result<T, E>;
