//! A table as flat formats take it: no lists, no dictionaries, no numbers that are none.
//!
//! In: a [`Table`]. Out: its rows in slices of at most [`SLICE`], lists joined by `+`, NaN and infinities missing; or single cells.
//! Columns keep their order and names. Nothing is copied beyond the slice at hand.

use crate::problem::Problem;
use crate::table::{Column, Table};
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::collections::HashSet;
use std::sync::Arc;

pub(crate) const SLICE: usize = 1 << 14;

/// Whether a column has parts of its own that a flat table cannot show.
pub(crate) fn is_nested(kind: &DataType) -> bool {
    match kind {
        DataType::List(item) => !matches!(item.data_type(), DataType::Utf8),
        other => other.is_nested(),
    }
}

pub(crate) fn is_list(kind: &DataType) -> bool {
    matches!(kind, DataType::List(_))
}

pub(crate) fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8) || is_list(kind) || matches!(kind, DataType::Dictionary(_, value) if **value == DataType::Utf8)
}

/// The table is what its columns say.
pub(crate) fn check(table: &Table) -> Result<(), Problem> {
    let wrong = |cause: String| Problem::Shape { table: table.name.clone(), cause };
    let mut names = HashSet::new();
    for column in &table.columns {
        if !names.insert(&column.name) {
            return Err(wrong(format!("two columns are called {}", column.name)));
        }
        if !is_known(&column.kind) {
            return Err(Problem::Type { column: column.name.clone(), kind: column.kind.to_string() });
        }
    }
    for batch in &table.batches {
        if batch.num_columns() != table.columns.len() {
            return Err(wrong(format!("{} columns are described, {} stand in the values", table.columns.len(), batch.num_columns())));
        }
        for (column, values) in table.columns.iter().zip(batch.columns()) {
            if *values.data_type() != column.kind {
                return Err(wrong(format!("column {} is described as {}, its values are {}", column.name, column.kind, values.data_type())));
            }
        }
    }
    Ok(())
}

/// The same, and no column is nested.
pub(crate) fn check_flat(table: &Table, format: &'static str) -> Result<(), Problem> {
    check(table)?;
    match table.columns.iter().find(|c| is_nested(&c.kind)) {
        Some(c) => Err(Problem::Nested { column: c.name.clone(), kind: c.kind.to_string(), format }),
        None => Ok(()),
    }
}

fn is_known(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::Boolean | DataType::Float64 | DataType::Date32 => true,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 | DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => true,
        DataType::Dictionary(key, value) => key.is_integer() && **value == DataType::Utf8,
        DataType::List(item) => is_known(item.data_type()),
        DataType::Struct(fields) => fields.iter().all(|f| is_known(f.data_type())),
        _ => false,
    }
}

/// All rows, in slices.
pub(crate) fn slices(table: &Table) -> impl Iterator<Item = RecordBatch> + '_ {
    table.batches.iter().flat_map(|batch| (0..batch.num_rows()).step_by(SLICE).map(move |at| batch.slice(at, SLICE.min(batch.num_rows() - at))))
}

/// The schema of what [`flatten`] gives.
pub(crate) fn schema(columns: &[Column], booleans: bool) -> SchemaRef {
    let field = |c: &Column| {
        let kind = match &c.kind {
            kind if is_list(kind) => DataType::Utf8,
            DataType::Boolean if !booleans => DataType::UInt8,
            kind => kind.clone(),
        };
        Field::new(&c.name, kind, true)
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// A slice with lists joined and numbers that are none missing; without `booleans`, 0 and 1 instead of them.
pub(crate) fn flatten(slice: &RecordBatch, schema: &SchemaRef, booleans: bool) -> Result<RecordBatch, Problem> {
    let column = |values: &ArrayRef| -> Result<ArrayRef, Problem> {
        Ok(match values.data_type() {
            kind if is_list(kind) => Arc::new(join(values)),
            DataType::Boolean if !booleans => arrow_cast::cast(values, &DataType::UInt8)?,
            DataType::Float64 => finite(values),
            _ => values.clone(),
        })
    };
    Ok(RecordBatch::try_new(schema.clone(), slice.columns().iter().map(column).collect::<Result<_, _>>()?)?)
}

/// NaN and the infinities are no values that a table of figures should hold.
fn finite(values: &ArrayRef) -> ArrayRef {
    let numbers: &Float64Array = values.as_primitive::<Float64Type>();
    if numbers.iter().flatten().all(f64::is_finite) {
        return values.clone();
    }
    Arc::new(numbers.iter().map(|n| n.filter(|n| n.is_finite())).collect::<Float64Array>())
}

fn join(values: &ArrayRef) -> StringArray {
    let lists = values.as_list::<i32>();
    let mut out = StringBuilder::with_capacity(lists.len(), lists.len() * 8);
    let mut joined = String::new();
    for row in 0..lists.len() {
        if lists.is_null(row) {
            out.append_null();
            continue;
        }
        let list = lists.value(row);
        joined.clear();
        for (i, part) in list.as_string::<i32>().iter().enumerate() {
            if i > 0 {
                joined.push('+');
            }
            joined.push_str(part.unwrap_or(""));
        }
        out.append_value(&joined);
    }
    out.finish()
}

/// A column of a slice, to be read cell by cell.
pub(crate) enum Cells {
    Text(StringArray),
    Integer(PrimitiveArray<Int64Type>),
    Real(Float64Array),
    Yes(BooleanArray),
    Date(PrimitiveArray<Date32Type>),
}

/// A cell. Dates are days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Missing,
    Text(&'a str),
    Integer(i64),
    Real(f64),
    Yes(bool),
    Date(i32),
}

impl Cells {
    pub(crate) fn of(values: &ArrayRef) -> Result<Cells, Problem> {
        Ok(match values.data_type() {
            kind if is_list(kind) => Cells::Text(join(values)),
            kind if is_text(kind) => Cells::Text(arrow_cast::cast(values, &DataType::Utf8)?.as_string::<i32>().clone()),
            DataType::Boolean => Cells::Yes(values.as_boolean().clone()),
            DataType::Float64 => Cells::Real(values.as_primitive::<Float64Type>().clone()),
            DataType::Date32 => Cells::Date(values.as_primitive::<Date32Type>().clone()),
            kind if kind.is_integer() => Cells::Integer(arrow_cast::cast(values, &DataType::Int64)?.as_primitive::<Int64Type>().clone()),
            other => return Err(Problem::Type { column: String::new(), kind: other.to_string() }),
        })
    }

    pub(crate) fn at(&self, row: usize) -> Cell<'_> {
        let missing = match self {
            Cells::Text(v) => v.is_null(row),
            Cells::Integer(v) => v.is_null(row),
            Cells::Real(v) => v.is_null(row),
            Cells::Yes(v) => v.is_null(row),
            Cells::Date(v) => v.is_null(row),
        };
        if missing {
            return Cell::Missing;
        }
        match self {
            Cells::Text(v) => Cell::Text(v.value(row)),
            Cells::Integer(v) => Cell::Integer(v.value(row)),
            Cells::Real(v) if !v.value(row).is_finite() => Cell::Missing,
            Cells::Real(v) => Cell::Real(v.value(row)),
            Cells::Yes(v) => Cell::Yes(v.value(row)),
            Cells::Date(v) => Cell::Date(v.value(row)),
        }
    }
}

/// All rows, in slices of columns to be read cell by cell.
pub(crate) fn cells(table: &Table) -> impl Iterator<Item = Result<(usize, Vec<Cells>), Problem>> + '_ {
    slices(table).map(|slice| Ok((slice.num_rows(), slice.columns().iter().map(Cells::of).collect::<Result<_, _>>()?)))
}

/// `2020-03-01` of days since 1970-01-01.
pub(crate) fn iso(days: i32) -> String {
    Date32Type::to_naive_date_opt(days).map_or_else(|| days.to_string(), |d| d.to_string())
}
