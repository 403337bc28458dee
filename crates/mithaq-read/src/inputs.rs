//! From what the user names to documents.
//!
//! **In:** paths, folders and `-`, or a stream. **Out:** [`Documents`], a lazy iterator: a file is opened when its turn
//! comes, and no more of it is read than asked for.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::bufread::MultiGzDecoder;

use crate::archive::{ZipMembers, ZipSource};
use crate::json::{JsonLines, JsonValues};
use crate::kind::{Kind, SNIFF_BYTES, sniff};
use crate::stream::{Counting, RatioGuard, Stream, io_error, read_up_to};
use crate::{Document, ReadError, ReadOptions, html, plain};

type Item = Result<Document, ReadError>;
type Items = Box<dyn Iterator<Item = Item> + Send>;

/// Archives within archives within archives are left alone.
const MAX_NESTING: u32 = 2;

/// Reads files, folders (recursively, sorted by name, without hidden files) and standard input (`-`), in this order.
///
/// Reading is lazy; dropping the iterator stops it. Every input gives at least one item.
pub fn read_inputs(inputs: &[String], options: &ReadOptions) -> Documents {
    Documents { options: Arc::new(options.clone()), inputs: inputs.iter().cloned().collect(), folder: None, items: None }
}

/// Reads one stream as if it were a file called `path`.
pub fn read_stream(path: &str, stream: impl Read + Send + 'static, options: &ReadOptions) -> Documents {
    let options = Arc::new(options.clone());
    let items = open_stream(Source { path: path.into(), name: path.into(), file: None, nesting: 0 }, Box::new(stream), &options);
    Documents { options, inputs: VecDeque::new(), folder: None, items: Some(items) }
}

/// The documents and errors of a list of inputs. Made by [`read_inputs`] and [`read_stream`].
pub struct Documents {
    options: Arc<ReadOptions>,
    inputs: VecDeque<String>,
    folder: Option<Folder>,
    items: Option<Items>,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("inputs", &self.inputs).finish_non_exhaustive()
    }
}

struct Folder {
    path: String,
    files: walkdir::FilterEntry<walkdir::IntoIter, fn(&walkdir::DirEntry) -> bool>,
    any: bool,
}

impl Iterator for Documents {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(items) = &mut self.items {
                if let Some(item) = items.next() {
                    return Some(item);
                }
                self.items = None;
            }
            if let Some(folder) = &mut self.folder {
                match folder.files.next() {
                    Some(Ok(entry)) if entry.file_type().is_file() => {
                        folder.any = true;
                        self.items = Some(open_file(entry.path(), &self.options));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return Some(Err(folder_error(&folder.path, error))),
                    None => {
                        let empty = (!folder.any).then(|| folder.path.clone());
                        self.folder = None;
                        if let Some(path) = empty {
                            return Some(Err(ReadError::Empty { path, what: "the folder has no files" }));
                        }
                    }
                }
                continue;
            }
            let input = self.inputs.pop_front()?;
            if input == "-" {
                let source = Source { path: "-".into(), name: String::new(), file: None, nesting: 0 };
                self.items = Some(open_stream(source, Box::new(io::stdin()), &self.options));
                continue;
            }
            match std::fs::metadata(&input) {
                Err(error) => return Some(Err(io_error(&input, error))),
                Ok(about) if about.is_dir() => {
                    let files = walkdir::WalkDir::new(&input).follow_links(true).sort_by_file_name().into_iter();
                    self.folder = Some(Folder { path: input, files: files.filter_entry(visible), any: false });
                }
                Ok(_) => self.items = Some(open_file(Path::new(&input), &self.options)),
            }
        }
    }
}

/// The folder itself is named by the user and may be hidden.
fn visible(entry: &walkdir::DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn folder_error(folder: &str, error: walkdir::Error) -> ReadError {
    let path = error.path().map_or_else(|| folder.to_string(), |path| path.to_string_lossy().into_owned());
    ReadError::Io { path, source: error.into() }
}

fn open_file(path: &Path, options: &Arc<ReadOptions>) -> Items {
    let name = path.to_string_lossy().into_owned();
    match File::open(path) {
        Err(error) => one(Err(io_error(&name, error))),
        Ok(file) => {
            // Only a regular file can be opened again, as a zip archive is.
            let regular = file.metadata().is_ok_and(|about| about.is_file());
            let source = Source { path: name.clone(), name, file: regular.then(|| path.to_path_buf()), nesting: 0 };
            open_stream(source, Box::new(file), options)
        }
    }
}

fn one(item: Item) -> Items {
    Box::new(std::iter::once(item))
}

/// Where a stream comes from.
struct Source {
    /// The path that documents and errors carry.
    path: String,
    /// The name whose extension counts (`a.html` of `a.html.gz`).
    name: String,
    /// The file on disk that the stream is, if it is one.
    file: Option<PathBuf>,
    /// How many archives it is inside of.
    nesting: u32,
}

fn open_stream(source: Source, mut stream: Stream, options: &Arc<ReadOptions>) -> Items {
    let path = source.path.clone();
    let mut head = match read_up_to(&mut stream, SNIFF_BYTES) {
        Ok(head) => head,
        Err(error) => return one(Err(io_error(&path, error))),
    };
    let kind = sniff(&head, &source.name);
    let marked = head.starts_with(b"\xEF\xBB\xBF");
    if head[if marked { 3 } else { 0 }..].trim_ascii().is_empty() && (head.len() as u64) < SNIFF_BYTES {
        return one(Err(ReadError::Empty { path, what: "the file is empty" }));
    }
    if marked && matches!(kind, Kind::JsonLines | Kind::JsonArray | Kind::JsonObjects) {
        head.drain(..3);
    }
    let stream = Cursor::new(head).chain(stream);
    let buffered = |stream| BufReader::with_capacity(64 << 10, stream);
    match kind {
        Kind::Text => one(plain::read_plain(&path, stream, options)),
        Kind::Html => one(html::read_html(&path, stream, options)),
        Kind::JsonLines => Box::new(JsonLines::new(path, buffered(stream), Arc::clone(options))),
        Kind::JsonArray => Box::new(JsonValues::new(path, buffered(stream), Arc::clone(options), true)),
        Kind::JsonObjects => Box::new(JsonValues::new(path, buffered(stream), Arc::clone(options), false)),
        Kind::WideJson => one(Err(ReadError::Encoding { path, place: crate::Place::default(), message: "it is UTF-16".into() })),
        Kind::Unsupported { found, advice } => one(Err(ReadError::Unsupported { path, found, advice })),
        Kind::Gzip | Kind::Zip if source.nesting >= MAX_NESTING => one(Err(ReadError::Archive { path, message: "an archive within an archive within an archive".into() })),
        Kind::Gzip => open_gzip(source, buffered(stream), options),
        Kind::Zip => open_zip(source, stream, options),
    }
}

fn open_gzip(source: Source, packed: impl BufRead + Send + 'static, options: &Arc<ReadOptions>) -> Items {
    let count = Arc::new(AtomicU64::new(0));
    let counting = BufReader::new(Counting { inner: packed, count: Arc::clone(&count) });
    let stream = RatioGuard { inner: MultiGzDecoder::new(counting), packed: count, unpacked: Arc::new(AtomicU64::new(0)), ratio: options.limits.max_decompression_ratio };
    let name = source.name.strip_suffix(".gz").unwrap_or(&source.name).to_string();
    let inner = Source { name, file: None, nesting: source.nesting + 1, ..source };
    open_stream(inner, Box::new(stream), options)
}

fn open_zip(source: Source, mut stream: impl Read, options: &Arc<ReadOptions>) -> Items {
    let path = source.path;
    let zip = match source.file {
        Some(file) => ZipSource::File(file),
        None => {
            let limit = options.limits.max_archive_bytes;
            match read_up_to(&mut stream, limit.saturating_add(1)) {
                Err(error) => return one(Err(io_error(&path, error))),
                Ok(bytes) if bytes.len() as u64 > limit => {
                    return one(Err(ReadError::TooLarge { path, what: "an archive in memory is", limit, setting: "max_archive_bytes" }));
                }
                Ok(bytes) => ZipSource::Memory(bytes.into()),
            }
        }
    };
    let nesting = source.nesting + 1;
    let options = Arc::clone(options);
    match ZipMembers::open(&path, zip, &options.limits) {
        Err(error) => one(Err(error)),
        Ok(members) => Box::new(members.flat_map(move |member| match member {
            Err(error) => one(Err(error)),
            Ok((path, stream)) => {
                let source = Source { name: path.clone(), path, file: None, nesting };
                open_stream(source, stream, &options)
            }
        })),
    }
}
