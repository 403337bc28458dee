//! Byte streams with limits.
//!
//! **In:** readers of files, archives and standard input. **Out:** readers that stop a decompression bomb, check a
//! zip member's checksum, or give back the bytes that were looked at to recognise the kind.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ReadError;

/// A stream that can move to another thread.
pub(crate) type Stream = Box<dyn Read + Send>;

/// What an archive may give before its ratio is looked at.
const FREE_BYTES: u64 = 16 << 20;

/// Reads until the buffer holds `limit` bytes or the stream ends.
pub(crate) fn read_up_to(reader: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Counts the packed bytes that a decompressor takes in.
pub(crate) struct Counting<R> {
    pub inner: R,
    pub count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops when much more comes out than went in.
pub(crate) struct RatioGuard<R> {
    pub inner: R,
    pub packed: Arc<AtomicU64>,
    pub unpacked: Arc<AtomicU64>,
    pub ratio: u64,
}

#[derive(Debug, thiserror::Error)]
#[error("decompression ratio over {0}")]
struct RatioExceeded(u64);

impl<R: Read> Read for RatioGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let unpacked = self.unpacked.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if unpacked > FREE_BYTES.max(packed.saturating_mul(self.ratio)) {
            return Err(io::Error::other(RatioExceeded(self.ratio)));
        }
        Ok(read)
    }
}

/// Compares the checksum at the end.
pub(crate) struct Checked<R> {
    pub inner: R,
    pub crc: flate2::Crc,
    pub expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong, the archive is damaged"));
        }
        Ok(read)
    }
}

/// The error of a stream as the user sees it.
pub(crate) fn io_error(path: &str, source: io::Error) -> ReadError {
    if let Some(RatioExceeded(ratio)) = source.get_ref().and_then(|inner| inner.downcast_ref::<RatioExceeded>()) {
        return ReadError::TooLarge { path: path.into(), what: "unpacked, it is (in proportion to the packed file)", limit: *ratio, setting: "max_decompression_ratio" };
    }
    match source.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound { path: path.into() },
        _ => ReadError::Io { path: path.into(), source },
    }
}
