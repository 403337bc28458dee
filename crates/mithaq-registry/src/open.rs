//! Opening a registry: pragmas, migrations, and what is refused.
//!
//! In: a path and what is meant with it ([`Mode`]). Out: a [`Registry`]. One file, write-ahead log, foreign keys; writers
//! wait for each other up to [`PATIENCE`]. A file is made and migrated in one transaction.

use crate::{RegistryError, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// `PRAGMA application_id`: "MTHQ".
const APPLICATION: i32 = 0x4d54_4851;

/// Each brings a file from the schema before it to the next. Only ever add to the end, with a file of the schema before in
/// `tests/files` (tests/migrations.rs says how).
const MIGRATIONS: [&str; 1] = [include_str!("schema/001.sql")];

/// The schema this program writes: the number of migrations.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// What a registry is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Made where it does not exist, brought to the present schema.
    Write,
    /// Must exist; brought to the present schema.
    Change,
    /// Must exist and is only read; an older schema is an error only where it cannot be migrated.
    Read,
}

/// An open registry.
pub struct Registry {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

impl Registry {
    /// Opens the file. Errors name the file and say what to do.
    pub fn open(path: impl AsRef<Path>, mode: Mode) -> Result<Registry> {
        let path = path.as_ref().to_path_buf();
        let fail = |source| RegistryError::Open { path: path.clone(), source };
        if mode != Mode::Write && !path.exists() {
            return Err(RegistryError::Missing { path });
        }
        if mode != Mode::Read {
            free_log(&path);
        }
        let mut db = match mode {
            Mode::Read => reader(&path)?,
            Mode::Change => Connection::open_with_flags(plain(&path), OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(fail)?,
            Mode::Write => {
                Connection::open_with_flags(plain(&path), OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).map_err(fail)?
            }
        };
        db.busy_timeout(PATIENCE).map_err(fail)?;
        db.set_prepared_statement_cache_capacity(128);
        match Self::recognise(&db, &path) {
            // Also what is left where the program was killed while it made the file.
            Err(RegistryError::Empty { .. }) if mode == Mode::Write => {}
            other => other?,
        }
        if mode != Mode::Read && db.is_readonly("main").map_err(fail)? {
            // SQLite opens it all the same and would only say so at the first change, after much has been read for nothing.
            return Err(fail(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY), Some("it may only be read".into()))));
        }
        if mode == Mode::Read {
            if version(&db).map_err(fail)? < SCHEMA_VERSION {
                // An older file is migrated by whoever may write it; then it is read.
                drop(db);
                drop(Registry::open(&path, Mode::Change)?);
                return Registry::open(&path, Mode::Read);
            }
            db.pragma_update(None, "query_only", true).map_err(fail)?;
        } else {
            write_ahead(&db).map_err(fail)?;
            db.pragma_update(None, "synchronous", "FULL").map_err(fail)?;
            migrate(&mut db).map_err(|source| RegistryError::Migration { path: path.clone(), source })?;
        }
        crate::fold::function(&db).map_err(fail)?;
        db.pragma_update(None, "cache_size", -65_536).map_err(fail)?;
        map(&db, true).map_err(fail)?;
        db.pragma_update(None, "temp_store", "MEMORY").map_err(fail)?;
        Ok(Registry { db, path })
    }

    /// A registry in memory, for tests and for the demo.
    pub fn in_memory() -> Result<Registry> {
        let mut db = Connection::open_in_memory()?;
        migrate(&mut db).map_err(|source| RegistryError::Migration { path: ":memory:".into(), source })?;
        crate::fold::function(&db)?;
        Ok(Registry { db, path: ":memory:".into() })
    }

    /// Refuses what is not ours, and what a newer Mithaq made.
    fn recognise(db: &Connection, path: &Path) -> Result<()> {
        let fail = |source: rusqlite::Error| match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => RegistryError::NotARegistry { path: path.into() },
            _ => RegistryError::Open { path: path.into(), source },
        };
        // One snapshot for all three questions: another program may be making the file at this moment.
        let tx = db.unchecked_transaction().map_err(fail)?;
        let application: i32 = tx.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(fail)?;
        let found = version(&tx).map_err(fail)?;
        if application != APPLICATION {
            let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(fail)?;
            let path = path.to_path_buf();
            return Err(if application == 0 && found == 0 && tables == 0 { RegistryError::Empty { path } } else { RegistryError::NotARegistry { path } });
        }
        if found > SCHEMA_VERSION {
            return Err(RegistryError::Newer { path: path.into(), found, known: SCHEMA_VERSION });
        }
        Ok(())
    }

    /// The file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for reading with SQL of one's own.
    pub fn connection(&self) -> &Connection {
        &self.db
    }
}

/// Whether pages are read through the system's own mapping of the file. It is quick for lists; what goes through the whole file does
/// without, so that its memory does not grow with the file.
pub(crate) fn map(db: &Connection, on: bool) -> rusqlite::Result<()> {
    db.pragma_update(None, "mmap_size", if on { 1_i64 << 30 } else { 0 })
}

/// The path as SQLite takes it for nothing but a path: `:memory:`, `file:…` and an empty one mean something else to it.
pub(crate) fn plain(path: &Path) -> PathBuf {
    if path.is_absolute() { path.into() } else { Path::new(".").join(path) }
}

/// `PRAGMA user_version`.
fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |r| r.get(0))
}

/// Log and index that a reader made while the file was not to be written have its rights of that time, and would keep everybody from
/// writing: they get the file's present ones.
fn free_log(path: &Path) {
    let Ok(rights) = path.metadata().map(|m| m.permissions()) else { return };
    for tail in ["-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(tail);
        if !rights.readonly() && std::fs::metadata(&file).is_ok_and(|m| m.permissions().readonly()) {
            // Where that is not ours to change, SQLite says that it cannot write.
            let _ = std::fs::set_permissions(&file, rights.clone());
        }
    }
}

/// Turns the write-ahead log on. Where two do so at once, SQLite refuses one of them at once instead of letting it wait.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match db.pragma_update(None, "journal_mode", "WAL") {
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(10)),
            other => return other,
        }
    }
}

/// Brings the file to the present schema, wholly or not at all.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    if version(db)? < SCHEMA_VERSION {
        // Tables may be made anew by a migration; references are checked when all is done.
        db.pragma_update(None, "foreign_keys", false)?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again under the lock: another program may have done it while this one waited.
        let found = usize::try_from(version(&tx)?).unwrap_or(0);
        if let Some(next) = MIGRATIONS.get(found..).filter(|m| !m.is_empty()) {
            for sql in next {
                tx.execute_batch(sql)?;
            }
            let broken: i64 = tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))?;
            if broken > 0 {
                let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
                return Err(rusqlite::Error::SqliteFailure(code, Some(format!("{broken} references would point to nothing"))));
            }
            tx.pragma_update(None, "application_id", APPLICATION)?;
            tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        tx.commit()?;
    }
    db.pragma_update(None, "foreign_keys", true)
}

/// A connection for reading. It may write where the file may be written (and then only asks, see `query_only`): the last to
/// close it moves the log into the file and leaves no other files beside it.
///
/// Where neither file nor folder may be written, a log cannot be opened: without a log the file is whole, and is read as one that
/// nobody changes. A log that a killed program left there may hold what was committed, so the file is not read without it.
fn reader(path: &Path) -> Result<Connection> {
    let fail = |source| RegistryError::Open { path: path.into(), source };
    let open = |name: &std::ffi::OsStr, flags| -> rusqlite::Result<Connection> {
        let db = Connection::open_with_flags(name, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(PATIENCE)?;
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(db)
    };
    let e = match open(plain(path).as_os_str(), OpenFlags::SQLITE_OPEN_READ_WRITE) {
        Ok(db) => return Ok(db),
        Err(e) => e,
    };
    match e.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Err(RegistryError::NotARegistry { path: path.into() }),
        // A file that cannot be opened at all cannot be read as unchanging either: then the first error is the one to show.
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) if std::fs::File::open(path).is_ok() => {
            let mut log = path.as_os_str().to_owned();
            log.push("-wal");
            if Path::new(&log).metadata().is_ok_and(|m| m.len() > 0) {
                return Err(RegistryError::Unfinished { path: path.into() });
            }
            open(unchanging(path).as_ref(), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI).map_err(fail)
        }
        _ => Err(fail(e)),
    }
}

/// The address that opens a file as one that nobody changes.
fn unchanging(path: &Path) -> String {
    let mut uri = String::from("file:");
    for b in path.as_os_str().as_encoded_bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*b)),
            b => uri.push_str(&format!("%{b:02X}")),
        }
    }
    uri + "?immutable=1"
}
