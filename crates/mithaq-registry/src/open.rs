//! Opening a registry: pragmas, migrations, and what is refused.
//!
//! In: a path and what is meant with it ([`Mode`]). Out: a [`Registry`]. One file, write-ahead log, foreign keys; writers
//! wait for each other up to [`PATIENCE`].

use crate::{RegistryError, Result};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// `PRAGMA application_id`: "MTHQ".
const APPLICATION: i32 = 0x4d54_4851;

/// The schema this program writes: the number of migrations.
pub const SCHEMA_VERSION: i64 = 1;

fn migrations() -> Migrations<'static> {
    Migrations::new(vec![M::up(include_str!("schema/001.sql"))])
}

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
        let new = !path.exists() || path.metadata().is_ok_and(|m| m.len() == 0);
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
            | match mode {
                Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
                Mode::Change => OpenFlags::SQLITE_OPEN_READ_WRITE,
                Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            };
        let mut db = Connection::open_with_flags(&path, flags).map_err(fail)?;
        db.busy_timeout(PATIENCE).map_err(fail)?;
        db.set_prepared_statement_cache_capacity(128);
        if !new {
            Self::recognise(&db, &path)?;
        }
        if mode == Mode::Read {
            let found: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(fail)?;
            if found < SCHEMA_VERSION {
                // An older file is migrated by whoever may write it; then it is read.
                drop(db);
                drop(Registry::open(&path, Mode::Change)?);
                return Registry::open(&path, Mode::Read);
            }
        } else {
            db.pragma_update(None, "journal_mode", "WAL").map_err(fail)?;
            db.pragma_update(None, "synchronous", "FULL").map_err(fail)?;
            if new {
                db.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
            }
            migrations().to_latest(&mut db).map_err(|source| RegistryError::Migration { path: path.clone(), source })?;
            db.pragma_update(None, "foreign_keys", true).map_err(fail)?;
        }
        db.pragma_update(None, "cache_size", -65_536).map_err(fail)?;
        db.pragma_update(None, "mmap_size", 1_i64 << 30).map_err(fail)?;
        db.pragma_update(None, "temp_store", "MEMORY").map_err(fail)?;
        Ok(Registry { db, path })
    }

    /// A registry in memory, for tests and for the demo.
    pub fn in_memory() -> Result<Registry> {
        let mut db = Connection::open_in_memory()?;
        migrations().to_latest(&mut db).map_err(|source| RegistryError::Migration { path: ":memory:".into(), source })?;
        db.pragma_update(None, "foreign_keys", true)?;
        Ok(Registry { db, path: ":memory:".into() })
    }

    /// Refuses what is not ours, and what a newer Mithaq made.
    fn recognise(db: &Connection, path: &Path) -> Result<()> {
        let fail = |source| RegistryError::Open { path: path.into(), source };
        let application: i32 = db.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(fail)?;
        if application != APPLICATION {
            return Err(RegistryError::NotARegistry { path: path.into() });
        }
        let found: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(fail)?;
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
