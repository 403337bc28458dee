//! Rows of JSON Lines, JSON arrays and single JSON objects, one at a time.
//!
//! **In:** a byte stream. **Out:** an iterator over its rows. Memory holds one row. A row that cannot be read gives
//! one error with its place; reading goes on after it, as long as quotes and brackets show where it ends.

use std::io::BufRead;
use std::sync::Arc;

use crate::row::{RowStart, read_row};
use crate::stream::io_error;
use crate::{Document, Place, ReadError, ReadOptions};

type Row = Result<Document, ReadError>;

/// JSON Lines: one object a line.
pub(crate) struct JsonLines<R> {
    path: String,
    reader: R,
    options: Arc<ReadOptions>,
    line: u64,
    row: u64,
    done: bool,
    buffer: Vec<u8>,
}

/// What came of reading a line into the buffer.
enum Line {
    Whole,
    TooLong,
    End,
}

impl<R: BufRead> JsonLines<R> {
    pub(crate) fn new(path: String, reader: R, options: Arc<ReadOptions>) -> Self {
        Self { path, reader, options, line: 0, row: 0, done: false, buffer: Vec::new() }
    }

    fn next_line(&mut self) -> Result<Line, ReadError> {
        let limit = usize::try_from(self.options.limits.max_line_bytes).unwrap_or(usize::MAX);
        // One huge line must not keep its memory for the rest of the stream.
        if self.buffer.capacity() > 1 << 20 {
            self.buffer = Vec::new();
        }
        self.buffer.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let chunk = fill(&mut self.reader, &self.path)?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr(b'\n', chunk);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            if self.buffer.len() + part.len() > limit {
                too_long = true;
                self.buffer = Vec::new();
            } else if !too_long {
                self.buffer.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        Ok(match (any, too_long) {
            (false, _) => Line::End,
            (true, true) => Line::TooLong,
            (true, false) => Line::Whole,
        })
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while !self.done {
            let line = match self.next_line() {
                Ok(line) => line,
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            };
            match line {
                Line::End => {
                    self.done = true;
                    if self.row == 0 {
                        return Some(Err(ReadError::Empty { path: self.path.clone(), what: "the file has no rows" }));
                    }
                }
                Line::TooLong => {
                    self.line += 1;
                    self.row += 1;
                    return Some(Err(ReadError::RowTooLong {
                        path: self.path.clone(),
                        place: Place { line: Some(self.line), column: None, row: Some(self.row) },
                        limit: self.options.limits.max_line_bytes,
                    }));
                }
                Line::Whole => {
                    self.line += 1;
                    if self.buffer.trim_ascii().is_empty() {
                        continue;
                    }
                    self.row += 1;
                    let start = RowStart { line: self.line, column: 1, row: self.row };
                    return Some(read_row(&self.path, &self.buffer, start, &self.options));
                }
            }
        }
        None
    }
}

/// The objects of a JSON array, or objects that simply follow each other (a single one, pretty-printed ones).
pub(crate) struct JsonValues<R> {
    path: String,
    reader: R,
    options: Arc<ReadOptions>,
    array: bool,
    opened: bool,
    /// A comma or the opening bracket was the last thing seen.
    expects_value: bool,
    done: bool,
    bytes: u64,
    line: u64,
    column: u64,
    row: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> JsonValues<R> {
    pub(crate) fn new(path: String, reader: R, options: Arc<ReadOptions>, array: bool) -> Self {
        Self { path, reader, options, array, opened: false, expects_value: true, done: false, bytes: 0, line: 1, column: 1, row: 0, buffer: Vec::new() }
    }

    /// Moves on by `used` bytes of the chunk at hand and keeps count of lines and columns.
    fn consume(&mut self, used: usize) -> Result<(), ReadError> {
        let chunk = fill(&mut self.reader, &self.path)?;
        let part = &chunk[..used.min(chunk.len())];
        let after_break = match memchr::memrchr(b'\n', part) {
            Some(at) => {
                self.line += memchr::memchr_iter(b'\n', part).count() as u64;
                self.column = 1;
                &part[at + 1..]
            }
            None => part,
        };
        self.column += after_break.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64;
        self.bytes += part.len() as u64;
        self.reader.consume(used);
        if self.bytes > self.options.limits.max_file_bytes {
            return Err(ReadError::TooLarge { path: self.path.clone(), what: "the JSON file is", limit: self.options.limits.max_file_bytes, setting: "max_file_bytes" });
        }
        Ok(())
    }

    /// The next byte that is no white space; `None` at the end.
    fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let chunk = fill(&mut self.reader, &self.path)?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let length = chunk.len();
            match chunk.iter().position(|b| !b.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = chunk[at];
                    self.consume(at)?;
                    return Ok(Some(byte));
                }
                None => self.consume(length)?,
            }
        }
    }

    fn broken(&self, message: &str) -> ReadError {
        ReadError::Json {
            path: self.path.clone(),
            place: Place { line: Some(self.line), column: Some(self.column), row: (self.row > 0).then_some(self.row) },
            message: message.into(),
        }
    }

    /// Reads the value that begins here.
    fn value(&mut self) -> Row {
        self.row += 1;
        let start = RowStart { line: self.line, column: self.column, row: self.row };
        let limit = self.options.limits.max_line_bytes;
        if self.buffer.capacity() > 1 << 20 {
            self.buffer = Vec::new();
        }
        self.buffer.clear();
        let mut scan = Scan::default();
        let mut too_long = false;
        loop {
            let chunk = fill(&mut self.reader, &self.path)?;
            if chunk.is_empty() {
                if scan.depth == 0 && !scan.in_string {
                    break;
                }
                self.done = true;
                let mut error = self.broken("the file ends in the middle of a row");
                if let ReadError::Json { message, .. } = &mut error {
                    message.push_str(&format!(", which began in line {}", start.line));
                }
                return Err(error);
            }
            let (used, ended) = scan.feed(chunk);
            let part = &chunk[..used];
            if too_long || self.buffer.len() as u64 + part.len() as u64 > limit {
                too_long = true;
                self.buffer = Vec::new();
            } else {
                self.buffer.extend_from_slice(part);
            }
            self.consume(used)?;
            if ended {
                break;
            }
        }
        if too_long {
            return Err(ReadError::RowTooLong { path: self.path.clone(), place: start.place(), limit });
        }
        read_row(&self.path, &self.buffer, start, &self.options)
    }

    fn step(&mut self) -> Option<Row> {
        loop {
            let byte = match self.peek() {
                Ok(byte) => byte,
                Err(error) => return Some(Err(self.stop(error))),
            };
            if self.array && !self.opened {
                self.opened = true;
                if let Err(error) = self.consume(1) {
                    return Some(Err(self.stop(error)));
                }
                continue;
            }
            match byte {
                None => {
                    self.done = true;
                    return if self.array {
                        Some(Err(self.broken("the file ends before the closing bracket")))
                    } else if self.row == 0 {
                        Some(Err(self.no_rows()))
                    } else {
                        None
                    };
                }
                Some(b']') if self.array => {
                    self.done = true;
                    if let Err(error) = self.consume(1) {
                        return Some(Err(error));
                    }
                    return match self.peek() {
                        Err(error) => Some(Err(error)),
                        Ok(Some(_)) => Some(Err(self.broken("something follows the closing bracket"))),
                        Ok(None) if self.row == 0 => Some(Err(self.no_rows())),
                        Ok(None) => None,
                    };
                }
                Some(b',') => {
                    let doubled = self.expects_value;
                    let error = doubled.then(|| self.broken("a comma too many"));
                    self.expects_value = true;
                    if let Err(error) = self.consume(1) {
                        return Some(Err(self.stop(error)));
                    }
                    if let Some(error) = error {
                        return Some(Err(error));
                    }
                }
                Some(b'{' | b'[' | b'"' | b'0'..=b'9' | b'-' | b'a'..=b'z') if self.array || byte == Some(b'{') => {
                    self.expects_value = false;
                    let row = self.value();
                    if let Err(ReadError::Io { .. } | ReadError::TooLarge { .. }) = &row {
                        self.done = true;
                    }
                    return Some(row);
                }
                Some(_) => {
                    let error = self.broken("a row must begin with '{' here");
                    return Some(Err(self.stop(error)));
                }
            }
        }
    }

    fn stop(&mut self, error: ReadError) -> ReadError {
        self.done = true;
        error
    }

    fn no_rows(&self) -> ReadError {
        ReadError::Empty { path: self.path.clone(), what: "the file has no rows" }
    }
}

impl<R: BufRead> Iterator for JsonValues<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.done { None } else { self.step() }
    }
}

/// The bytes at hand; empty at the end.
fn fill<'a, R: BufRead>(reader: &'a mut R, path: &str) -> Result<&'a [u8], ReadError> {
    loop {
        match reader.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error(path, error)),
        }
    }
    // Asked again because of the borrow: the buffer is filled, nothing more is read.
    reader.fill_buf().map_err(|error| io_error(path, error))
}

/// Finds the end of a JSON value without understanding it: strings, escapes and brackets only, no recursion.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    started: bool,
}

impl Scan {
    /// How many bytes of `chunk` belong to the value, and whether it ends there.
    fn feed(&mut self, chunk: &[u8]) -> (usize, bool) {
        for (at, &byte) in chunk.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                // The end of a number or word.
                b',' | b'}' | b']' if self.depth == 0 => return (at, true),
                byte if byte.is_ascii_whitespace() && self.depth == 0 && self.started => {
                    return (at, true);
                }
                _ => {}
            }
            self.started = true;
        }
        (chunk.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn rows(text: &[u8], array: bool) -> Vec<Row> {
        // A tiny buffer makes every row cross its border.
        JsonValues::new("f".into(), BufReader::with_capacity(3, text), Arc::default(), array).collect()
    }

    fn texts(rows: &[Row]) -> Vec<String> {
        rows.iter()
            .map(|row| match row {
                Ok(document) => document.text.clone(),
                Err(error) => format!("! {error}"),
            })
            .collect()
    }

    #[test]
    fn array_elements() {
        let rows = rows("  [ {\"text\":\"a ] } \\\" ،\"} ,\n{\"text\":\"b\",\"x\":[{}]}]\n".as_bytes(), true);
        assert_eq!(texts(&rows), ["a ] } \" ،", "b"]);
        assert_eq!(rows[1].as_ref().unwrap().index, 1);
    }

    #[test]
    fn a_bad_element_does_not_stop_the_array() {
        let rows = rows("[{\"text\":\"a\"},\n 5, null, {\"text\": oops},\n\n{\"text\":\"b\"},]".as_bytes(), true);
        assert_eq!(
            texts(&rows),
            [
                "a",
                "! f:2 (row 2): a row must be an object, this is a number",
                "! f:2 (row 3): a row must be an object, this is null",
                "! f:2:20 (row 4): broken JSON: expected value",
                "b"
            ]
        );
    }

    #[test]
    fn a_cut_array_says_where_it_ends() {
        let got = rows(b"[{\"text\":\"a\"},\n{\"text\":\"b", true);
        assert_eq!(texts(&got), ["a", "! f:2:11 (row 2): broken JSON: the file ends in the middle of a row, which began in line 2"]);
        let got = rows(b"[{\"text\":\"a\"}", true);
        assert_eq!(texts(&got), ["a", "! f:1:14 (row 1): broken JSON: the file ends before the closing bracket"]);
    }

    #[test]
    fn commas_and_ends() {
        assert_eq!(texts(&rows(b"[]", true)), ["! f: the file has no rows"]);
        assert_eq!(texts(&rows(b"[{\"text\":\"a\"}] x", true))[1], "! f:1:16 (row 1): broken JSON: something follows the closing bracket");
        let got = rows(b"[{\"text\":\"a\"},,{\"text\":\"b\"}]", true);
        assert_eq!(texts(&got), ["a", "! f:1:15 (row 1): broken JSON: a comma too many", "b"]);
    }

    #[test]
    fn objects_one_after_the_other() {
        let got = rows(b"{\n \"text\": \"a\"\n}\n{\"text\":\n\"b\"}", false);
        assert_eq!(texts(&got), ["a", "b"]);
        let got = rows(b"{\"text\": \"a\"} x {\"text\": \"b\"}", false);
        assert_eq!(texts(&got), ["a", "! f:1:15 (row 1): broken JSON: a row must begin with '{' here"]);
    }

    #[test]
    fn deep_values_in_other_fields_are_skipped() {
        let deep = format!("[{{\"x\":{}{},\"text\":\"a\"}}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(texts(&rows(deep.as_bytes(), true)), ["a"]);
        let deep = format!("[{{\"text\":{}{}}},{{\"text\":\"b\"}}]", "[".repeat(200_000), "]".repeat(200_000));
        let got = texts(&rows(deep.as_bytes(), true));
        assert!(got[0].contains("recursion limit"), "{}", got[0]);
        assert_eq!(got[1], "b");
    }

    #[test]
    fn limits() {
        let mut options = ReadOptions::default();
        options.limits.max_line_bytes = 20;
        let text = b"{\"text\": \"a\"}\n{\"text\": \"far too long for it\"}\n{\"text\": \"b\"}\n";
        let options = Arc::new(options);
        let got: Vec<Row> = JsonLines::new("f".into(), &text[..], options.clone()).collect();
        assert_eq!(texts(&got), ["a", "! f:2 (row 2): longer than the limit of 20 bytes for a row", "b"]);
        let text = b"[{\"text\": \"a\"},\n{\"text\": \"far too long for it\"},\n{\"text\": \"b\"}]";
        let got: Vec<Row> = JsonValues::new("f".into(), BufReader::with_capacity(7, &text[..]), options, true).collect();
        assert_eq!(texts(&got), ["a", "! f:2 (row 2): longer than the limit of 20 bytes for a row", "b"]);

        let mut options = ReadOptions::default();
        options.limits.max_file_bytes = 30;
        let got: Vec<Row> = JsonValues::new("f".into(), BufReader::with_capacity(7, &text[..]), Arc::new(options), true).collect();
        assert_eq!(texts(&got), ["a", "! f: the JSON file is larger than the limit of 30"]);
    }
}
