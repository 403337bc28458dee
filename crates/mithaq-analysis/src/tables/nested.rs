//! Agreements with all that hangs on them as nested columns: steps, signatories, reports and links are lists of records.
//!
//! In: the registry's list of agreements, as `mithaq list agreements --format jsonl` prints it. Out: a [`Table`] for Parquet and JSON Lines, the
//! formats that hold such columns.

use crate::codebook::Codebook;
use crate::error::{AnalysisError, Result};
use arrow_schema::{DataType, Field, Fields};
use mithaq_export::{Column, Table};
use mithaq_registry::Listed;
use std::sync::Arc;

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn record(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("item", item, true)))
}

fn columns(codebook: &Codebook) -> Vec<Column> {
    let date = || record(vec![text("value"), text("precision")]);
    let degrees = |name: &str| Field::new(name, DataType::Float64, true);
    let kinds = [
        ("id", DataType::Utf8),
        ("parties", list(DataType::Utf8)),
        ("domain", DataType::Utf8),
        ("instrument", DataType::Utf8),
        ("scope", DataType::Utf8),
        ("status", DataType::Utf8),
        ("signed", date()),
        ("date", date()),
        ("title", DataType::Utf8),
        ("place", record(vec![text("name"), text("country"), degrees("latitude"), degrees("longitude")])),
        ("occasion", DataType::Utf8),
        ("duration_years", DataType::Int64),
        ("areas", list(DataType::Utf8)),
        ("steps", list(record(vec![text("status"), Field::new("date", date(), true)]))),
        ("signatories", list(record(["name", "key", "rank", "office", "state"].map(text).to_vec()))),
        ("links", list(record(vec![text("to"), text("type")]))),
        ("reports", list(record(vec![text("document"), text("agreement")]))),
        ("confidence", DataType::Float64),
        ("review", DataType::Utf8),
    ];
    kinds.into_iter().map(|(name, kind)| Column::new(name, kind, true, codebook.label(name))).collect()
}

/// A row an agreement.
pub fn agreements(listed: &[Listed], codebook: &Codebook) -> Result<Table> {
    let columns = columns(codebook);
    let unfit = |source| AnalysisError::Table { name: "agreements".into(), source };
    let mut decoder = arrow_json::ReaderBuilder::new(Table::schema(&columns)).build_decoder().map_err(unfit)?;
    decoder.serialize(listed).map_err(unfit)?;
    let batches = decoder.flush().map_err(unfit)?.into_iter().collect();
    Ok(Table { name: "agreements".into(), title: codebook.heading("agreements").into(), columns, batches })
}
