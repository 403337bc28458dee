//! `mithaq extract`: documents in, records out, in input order at any number of threads.

use crate::args::{Extract, Format, ReadingArgs};
use crate::table;
use mithaq_core::record::Record;
use mithaq_core::{Engine, Input};
use mithaq_read::{Document, FieldMap, ReadOptions, read_inputs};
use rayon::prelude::*;
use std::io::{self, Write};

/// Documents read and processed at a time: keeps memory flat and every core busy.
const BATCH: usize = 512;

/// The engine the arguments ask for.
pub fn engine(packs: Option<&std::path::Path>) -> io::Result<Engine> {
    match packs {
        Some(p) => mithaq_packs::from_folder(p),
        None => mithaq_packs::embedded(),
    }
    .map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e.to_string()))
}

/// How rows are read.
pub fn options(r: &ReadingArgs) -> io::Result<ReadOptions> {
    let mut o = ReadOptions::default();
    if let Some(m) = &r.map {
        o.map = m.parse::<FieldMap>().map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e.to_string()))?;
    }
    Ok(o)
}

/// What the document says of itself, completed by what the caller knows.
pub fn input(d: Document, r: &ReadingArgs) -> Input {
    Input {
        id: d.id,
        path: Some(d.path),
        index: d.index,
        url: d.url,
        title: d.title.or_else(|| r.title.clone()),
        text: d.text,
        language: r.language.clone().or(d.language),
        published: d.published.or_else(|| r.published.clone()),
        publisher: d.publisher,
        truncated: d.truncated,
    }
}

/// The number of threads to read on; 0: one for each core.
pub fn threads(n: usize) -> io::Result<()> {
    if n > 0 {
        rayon::ThreadPoolBuilder::new().num_threads(n).build_global().map_err(io::Error::other)?;
    }
    Ok(())
}

/// Gives the documents of the inputs to `f`, so many at a time, in input order; `f` empties the batch. What cannot be read is named on
/// standard error. `Ok(false)`: there was such.
pub fn batches(paths: &[String], options: &ReadOptions, reading: &ReadingArgs, size: usize, mut f: impl FnMut(&mut Vec<Input>) -> io::Result<()>) -> io::Result<bool> {
    let mut all_read = true;
    let mut batch = Vec::with_capacity(size.min(BATCH));
    for item in read_inputs(paths, options) {
        match item {
            Ok(d) => batch.push(input(d, reading)),
            Err(e) => {
                all_read = false;
                eprintln!("mithaq: {e}\n  help: {}", e.help());
            }
        }
        if batch.len() >= size {
            f(&mut batch)?;
        }
    }
    f(&mut batch)?;
    Ok(all_read)
}

/// Runs `extract`. `Ok(false)`: some inputs could not be read.
pub fn run(a: &Extract) -> io::Result<bool> {
    threads(a.threads)?;
    let engine = engine(a.reading.packs.as_deref())?;
    if let Some(l) = &a.reading.language
        && !engine.languages().any(|x| x.language() == l)
    {
        let known: Vec<&str> = engine.languages().map(|x| x.language()).collect();
        eprintln!("mithaq: no pack for the language {l:?}; there are: {}. Its records will be empty.", known.join(", "));
    }
    let options = options(&a.reading)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut writer = Writer { format: a.format, first: true, table: Vec::new() };
    let all_read = batches(&a.paths, &options, &a.reading, BATCH, |batch| flush(&engine, batch, a.with_text, &mut writer, &mut out))?;
    writer.end(&mut out)?;
    out.flush()?;
    Ok(all_read)
}

fn flush(engine: &Engine, batch: &mut Vec<Input>, with_text: bool, writer: &mut Writer, out: &mut impl Write) -> io::Result<()> {
    let records: Vec<Record> = batch
        .par_iter()
        .map(|i| {
            let mut r = engine.read(i);
            if with_text {
                r.document.text = Some(mithaq_core::engine::as_read(i));
            }
            r
        })
        .collect();
    batch.clear();
    records.into_iter().try_for_each(|r| writer.record(r, out))
}

struct Writer {
    format: Format,
    first: bool,
    table: Vec<Record>,
}

impl Writer {
    fn record(&mut self, r: Record, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Jsonl => {
                serde_json::to_writer(&mut *out, &r)?;
                out.write_all(b"\n")?;
            }
            Format::Json => {
                out.write_all(if self.first { b"[\n" } else { b",\n" })?;
                serde_json::to_writer_pretty(&mut *out, &r)?;
            }
            Format::Table => self.table.push(r),
        }
        self.first = false;
        Ok(())
    }

    fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => out.write_all(if self.first { b"[]\n" } else { b"\n]\n" }),
            Format::Table => {
                out.flush()?;
                table::print(&self.table)
            }
            Format::Jsonl => Ok(()),
        }
    }
}
