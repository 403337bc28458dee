//! Zip archives, member by member.
//!
//! **In:** a zip file on disk or in memory. **Out:** its members as streams, sorted by name, each with the path
//! `archive.zip/member`. Nothing is written to disk. Members are unpacked while they are read; all of them together
//! may not exceed the decompression ratio, and checksums are compared.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::stream::{Checked, RatioGuard, Stream, io_error};
use crate::{Limits, ReadError};

/// Where the archive's bytes are. Each member opens them anew, so that members can be read lazily.
#[derive(Clone)]
pub(crate) enum ZipSource {
    File(std::path::PathBuf),
    Memory(Arc<[u8]>),
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl ZipSource {
    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            ZipSource::File(path) => Box::new(File::open(path)?),
            ZipSource::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

/// One file in the archive.
struct Member {
    name: String,
    header: u64,
    packed: u64,
    crc: u32,
    method: CompressionMethod,
    encrypted: bool,
}

/// Iterates over the members.
pub(crate) struct ZipMembers {
    path: String,
    source: ZipSource,
    members: std::vec::IntoIter<Member>,
    packed: Arc<AtomicU64>,
    unpacked: Arc<AtomicU64>,
    ratio: u64,
}

impl ZipMembers {
    pub(crate) fn open(path: &str, source: ZipSource, limits: &Limits) -> Result<Self, ReadError> {
        let broken = |message: String| ReadError::Archive { path: path.into(), message };
        let mut reader = source.open().map_err(|error| io_error(path, error))?;
        let length = reader.seek(SeekFrom::End(0)).map_err(|error| io_error(path, error))?;
        let archive = ZipArchive::new(BufReader::new(reader)).map_err(|error| broken(error.to_string()))?;
        if archive.len() as u64 > limits.max_archive_entries {
            return Err(ReadError::TooLarge {
                path: path.into(),
                what: "the number of files in the archive is",
                limit: limits.max_archive_entries,
                setting: "max_archive_entries",
            });
        }
        let mut members = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|error| broken(error.to_string()))?;
            let name = entry.name().map_err(|error| broken(error.to_string()))?.replace('\\', "/");
            if name == "[Content_Types].xml" || name == "mimetype" || name == "META-INF/container.xml" {
                return Err(ReadError::Unsupported { path: path.into(), found: "an office document or e-book", advice: "Save it as plain text or HTML." });
            }
            let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if entry.is_file() && !hidden {
                members.push(Member {
                    header: entry.header_start(),
                    packed: entry.compressed_size(),
                    crc: entry.crc32(),
                    method: entry.compression(),
                    encrypted: entry.encrypted(),
                    name,
                });
            }
        }
        if members.is_empty() {
            return Err(ReadError::Empty { path: path.into(), what: "the archive has no files" });
        }
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self {
            path: path.into(),
            source,
            members: members.into_iter(),
            packed: Arc::new(AtomicU64::new(length)),
            unpacked: Arc::new(AtomicU64::new(0)),
            ratio: limits.max_decompression_ratio,
        })
    }

    fn stream(&self, path: &str, member: &Member) -> Result<Stream, ReadError> {
        let broken = |message: &str| ReadError::Archive { path: path.into(), message: message.into() };
        if member.encrypted {
            return Err(broken("it is encrypted"));
        }
        let fail = |error| io_error(path, error);
        let mut reader = self.source.open().map_err(fail)?;
        // The local header: 30 bytes, then a name and extra fields whose lengths it gives.
        reader.seek(SeekFrom::Start(member.header)).map_err(fail)?;
        let mut header = [0u8; 30];
        reader.read_exact(&mut header).map_err(fail)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(broken("a file is not where the table of contents says"));
        }
        let skip = i64::from(u16::from_le_bytes([header[26], header[27]])) + i64::from(u16::from_le_bytes([header[28], header[29]]));
        reader.seek(SeekFrom::Current(skip)).map_err(fail)?;
        let packed = BufReader::new(reader.take(member.packed));
        let unpacked: Stream = match member.method {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            _ => {
                return Err(broken("it is packed in an unusual way (only deflate is read)"));
            }
        };
        let checked = Checked { inner: unpacked, crc: flate2::Crc::new(), expected: member.crc };
        Ok(Box::new(RatioGuard { inner: checked, packed: Arc::clone(&self.packed), unpacked: Arc::clone(&self.unpacked), ratio: self.ratio }))
    }
}

impl Iterator for ZipMembers {
    type Item = Result<(String, Stream), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let member = self.members.next()?;
        let path = format!("{}/{}", self.path, member.name);
        Some(self.stream(&path, &member).map(|stream| (path, stream)))
    }
}
