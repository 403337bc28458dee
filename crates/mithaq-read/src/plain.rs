//! Plain text.
//!
//! **In:** a stream of bytes in any usual encoding. **Out:** one [`Document`]. No more is read than its limit lets in.

use std::io::Read;

use crate::decode::decode;
use crate::document::{truncate_chars, unify_line_ends};
use crate::stream::{io_error, read_up_to};
use crate::{Document, ReadError, ReadOptions};

pub(crate) fn read_plain(path: &str, mut reader: impl Read, options: &ReadOptions) -> Result<Document, ReadError> {
    let limit = options.limits.max_document_chars;
    // No encoding spends more than four bytes on a character; one more for each line end that becomes shorter would
    // be needed to be exact, but a limit need not be.
    let most_bytes = (limit as u64).saturating_mul(4).saturating_add(4);
    let bytes = read_up_to(&mut reader, most_bytes).map_err(|error| io_error(path, error))?;
    let cut = bytes.len() as u64 == most_bytes;
    let mut text = unify_line_ends(decode(&bytes, None, cut));
    if text.trim().is_empty() {
        return Err(ReadError::Empty { path: path.into(), what: "the file is empty" });
    }
    let truncated = truncate_chars(&mut text, limit) || cut;
    Ok(Document { id: None, path: path.into(), index: 0, url: None, title: None, text, language: None, published: None, publisher: None, truncated })
}
