//! How long a large panel takes: 1.6 million rows of 40 small numbers, as CSV and Parquet.
//!
//! In: a folder, and optionally the number of rows. Out: `large.csv` and the like, seconds on standard output.

use arrow_array::{ArrayRef, Int16Array, RecordBatch};
use arrow_schema::DataType;
use mithaq_export::{Column, Format, Table, write_table};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("large FOLDER [ROWS [FORMAT…]]")?);
    let rows: usize = args.next().map_or(Ok(1_600_000), |n| n.parse())?;
    let formats: Vec<Format> = args.map(|name| Format::from_name(&name).ok_or(name)).collect::<Result<_, _>>()?;
    let columns: Vec<Column> = (0..40).map(|i| Column::new(&format!("c{i}"), DataType::Int16, true, "A small number")).collect();
    let schema = Table::schema(&columns);
    let mut batches = Vec::new();
    for at in (0..rows).step_by(100_000) {
        let values = (0..40).map(|c| Arc::new((at..rows.min(at + 100_000)).map(|r| (r % 17 != 0).then_some((r * (c + 3) % 251) as i16)).collect::<Int16Array>()) as ArrayRef);
        batches.push(RecordBatch::try_new(schema.clone(), values.collect())?);
    }
    let table = Table { name: "large".into(), title: "Large".into(), columns, batches };
    for format in if formats.is_empty() { vec![Format::Csv, Format::Parquet] } else { formats } {
        let path = folder.join(format!("large.{}", format.extension()));
        let start = Instant::now();
        write_table(&table, format, &path)?;
        println!("{format}: {rows} rows in {:.1} s, {} MB", start.elapsed().as_secs_f64(), std::fs::metadata(&path)?.len() / 1_000_000);
    }
    Ok(())
}
