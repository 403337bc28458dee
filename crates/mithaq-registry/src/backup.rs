//! A consistent copy of a registry, also while others write to it.
//!
//! In: an open registry, and the path of a file that does not exist. Out: that file: one snapshot, without a log beside it, so that it
//! can be kept on media that cannot be written. It appears under its name only when it is whole and on the disk.

use crate::{Registry, RegistryError, Result, open};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    pub bytes: u64,
    pub documents: i64,
    pub agreements: i64,
}

impl Registry {
    /// Copies the registry to a file that must not exist.
    pub fn backup(&self, to: &Path) -> Result<Copied> {
        if fs::symlink_metadata(to).is_ok() {
            return Err(RegistryError::Exists { path: to.into() });
        }
        // Two copies at once do not meet: the name holds the process.
        let mut part = to.as_os_str().to_owned();
        part.push(format!(".{}.part", std::process::id()));
        let part = PathBuf::from(part);
        open::map(&self.db, false)?;
        let made = copy(&self.db, &part).and_then(|c| name(&part, to).map(|()| c));
        open::map(&self.db, true)?;
        if made.is_err() {
            for tail in ["", "-journal", "-wal", "-shm"] {
                let mut file = part.as_os_str().to_owned();
                file.push(tail);
                // What is not there need not be removed, and the first error is the one to show.
                let _ = fs::remove_file(file);
            }
        }
        made
    }
}

/// Writes the copy and checks it.
fn copy(from: &Connection, part: &Path) -> Result<Copied> {
    let fail = |source| RegistryError::Open { path: part.into(), source };
    let mut db =
        Connection::open_with_flags(open::plain(part), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fail)?;
    // Nobody else sees this file yet, and it is thrown away where anything goes wrong: it needs no journal.
    db.pragma_update(None, "journal_mode", "OFF").map_err(fail)?;
    {
        let backup = Backup::new(from, &mut db).map_err(fail)?;
        // All pages in one step: one read transaction, so one snapshot, which no writer can make it begin again.
        loop {
            match backup.step(-1).map_err(fail)? {
                rusqlite::backup::StepResult::Done => break,
                _ => std::thread::sleep(std::time::Duration::from_millis(20)),
            }
        }
    }
    db.pragma_update(None, "journal_mode", "DELETE").map_err(fail)?;
    let check: String = db.query_row("PRAGMA quick_check(1)", [], |r| r.get(0)).map_err(fail)?;
    if check != "ok" {
        return Err(RegistryError::Damaged(format!("the copy does not hold together: {check}")));
    }
    let count = |sql: &str| db.query_row(sql, [], |r| r.get(0)).map_err(fail);
    let (documents, agreements) = (count("SELECT count(*) FROM document")?, count("SELECT count(*) FROM agreement")?);
    db.close().map_err(|(_, e)| fail(e))?;
    let file = File::open(part).map_err(|source| RegistryError::Io { path: part.into(), source })?;
    file.sync_all().map_err(|source| RegistryError::Io { path: part.into(), source })?;
    let bytes = file.metadata().map_err(|source| RegistryError::Io { path: part.into(), source })?.len();
    Ok(Copied { bytes, documents, agreements })
}

/// Gives the copy its name, never over a file that came there meanwhile.
fn name(part: &Path, to: &Path) -> Result<()> {
    let fail = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => RegistryError::Exists { path: to.into() },
        _ => RegistryError::Io { path: to.into(), source },
    };
    match fs::hard_link(part, to) {
        Ok(()) => fs::remove_file(part).map_err(fail)?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(fail(e)),
        // A file system without a second name for a file: the gap between the question and the answer is small.
        Err(_) if fs::symlink_metadata(to).is_err() => fs::rename(part, to).map_err(fail)?,
        Err(e) => return Err(fail(e)),
    }
    // The name is kept by the folder; where a folder cannot be synced (Windows), the system does it.
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
