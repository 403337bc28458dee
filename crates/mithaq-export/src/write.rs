//! Where files go: beside their place under a passing name, then renamed, so that a half file never appears.
//!
//! In: a [`Target`] and what fills it. Out: the whole file, or the one that stood there before and an [`ExportError`]. Standard output,
//! pipes and devices get their bytes only when all are known: nobody downstream reads half a table.

use crate::problem::{ExportError, Problem};
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

/// Where something is written to. `-` is standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Path(PathBuf),
    Stdout,
}

impl From<&Path> for Target {
    fn from(path: &Path) -> Self {
        if path.as_os_str() == "-" { Target::Stdout } else { Target::Path(path.to_path_buf()) }
    }
}

impl From<PathBuf> for Target {
    fn from(path: PathBuf) -> Self {
        path.as_path().into()
    }
}

impl From<&PathBuf> for Target {
    fn from(path: &PathBuf) -> Self {
        path.as_path().into()
    }
}

impl From<&str> for Target {
    fn from(path: &str) -> Self {
        Path::new(path).into()
    }
}

impl From<&String> for Target {
    fn from(path: &String) -> Self {
        Path::new(path).into()
    }
}

impl From<&Target> for Target {
    fn from(target: &Target) -> Self {
        target.clone()
    }
}

/// What encoders write into: a file, since Stata's format goes back to fill in offsets.
pub(crate) type Sink = BufWriter<File>;

/// Has `encode` fill the target.
pub(crate) fn write_with(target: &Target, encode: impl FnOnce(&mut Sink) -> Result<(), Problem>) -> Result<(), ExportError> {
    match target {
        Target::Stdout => {
            let written = to_writer(&mut io::stdout().lock(), encode);
            match written {
                // `mithaq export … | head` has seen enough.
                Err(Problem::Io(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(|problem| ExportError { path: "standard output".into(), problem }),
            }
        }
        Target::Path(path) => to_path(path, encode).map_err(|problem| ExportError { path: path.display().to_string(), problem }),
    }
}

/// Has `encode` fill a passing file, then copies it into `out`.
pub(crate) fn to_writer(out: &mut dyn Write, encode: impl FnOnce(&mut Sink) -> Result<(), Problem>) -> Result<(), Problem> {
    let mut sink = BufWriter::with_capacity(BUFFER, tempfile::tempfile()?);
    encode(&mut sink)?;
    let mut file = sink.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    io::copy(&mut file, out)?;
    out.flush()?;
    Ok(())
}

const BUFFER: usize = 1 << 18;

fn to_path(path: &Path, encode: impl FnOnce(&mut Sink) -> Result<(), Problem>) -> Result<(), Problem> {
    let standing = fs::metadata(path).ok();
    match &standing {
        Some(found) if found.is_dir() => return Err(Problem::IsFolder),
        Some(found) if !found.is_file() => return to_writer(&mut File::options().write(true).open(path)?, encode),
        Some(found) if found.permissions().readonly() => return Err(Problem::ReadOnly),
        _ => {}
    }
    // A link stays a link: what it points to is replaced.
    let place = if standing.is_some() { fs::canonicalize(path)? } else { path.to_path_buf() };
    let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(Problem::NoFolder(folder.display().to_string()));
    }
    // Dropped, and with it the file, if anything fails below.
    let passing = passing(folder)?;
    let mut sink = BufWriter::with_capacity(BUFFER, passing.reopen()?);
    encode(&mut sink)?;
    sink.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    if let Some(found) = standing {
        fs::set_permissions(passing.path(), found.permissions())?;
    }
    passing.persist(&place).map_err(|refused| refused.error)?;
    Ok(())
}

fn passing(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mithaq-").suffix(".part");
    #[cfg(unix)]
    {
        // Readable as any new file is (less the umask), where passing files are their owner's alone.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(sink: &mut Sink) -> Result<(), Problem> {
        sink.write_all(b"hello")?;
        Ok(())
    }

    fn failing(sink: &mut Sink) -> Result<(), Problem> {
        sink.write_all(b"half")?;
        Err(Problem::encode("test", "no more"))
    }

    #[test]
    fn a_file_is_whole_or_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_with(&path.as_path().into(), hello).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"hello");
        assert!(write_with(&path.as_path().into(), failing).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"hello");
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["a.txt"], "nothing else is left behind");
    }

    #[test]
    fn errors_name_path_and_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let said = |path: &Path| write_with(&path.into(), hello).unwrap_err().to_string();
        let missing = folder.path().join("no/such/a.txt");
        let line = said(&missing);
        assert!(line.starts_with(&missing.display().to_string()) && line.contains("does not exist: create it"), "{line}");
        assert!(said(folder.path()).contains("is a folder"), "{}", said(folder.path()));
        let locked = folder.path().join("locked.txt");
        fs::write(&locked, "x").unwrap();
        let mut rights = fs::metadata(&locked).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&locked, rights).unwrap();
        assert!(said(&locked).contains("read-only"));
        assert_eq!(fs::read(&locked).unwrap(), b"x");
        #[cfg(target_os = "linux")]
        for path in ["/dev/full", "/proc/a.txt"] {
            let line = said(Path::new(path));
            assert!(line.starts_with(&format!("{path}: cannot be written (")) && line.contains("check that"), "{line}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn rights_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.txt"), folder.path().join("link.txt"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        write_with(&link.as_path().into(), hello).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"hello");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        // A new file has the rights that any new file gets here.
        let (new, usual) = (folder.path().join("new.txt"), folder.path().join("usual.txt"));
        write_with(&new.as_path().into(), hello).unwrap();
        fs::write(&usual, "").unwrap();
        assert_eq!(fs::metadata(&new).unwrap().permissions().mode(), fs::metadata(&usual).unwrap().permissions().mode());
    }

    #[test]
    fn a_dash_is_standard_output() {
        assert_eq!(Target::from("-"), Target::Stdout);
        assert_eq!(Target::from("./-"), Target::Path("./-".into()));
        let mut out = Vec::new();
        to_writer(&mut out, hello).unwrap();
        assert_eq!(out, b"hello");
    }
}
