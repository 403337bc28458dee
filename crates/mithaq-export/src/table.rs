//! A table on its way out: what its columns are called and mean, and its values in Arrow batches.

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::collections::HashMap;
use std::sync::Arc;

/// A column: its name in every format, its type, what it says.
#[derive(Debug, Clone)]
pub struct Column {
    /// Lower case, digits and `_`, at most 32 characters (Stata's limit).
    pub name: String,
    pub kind: DataType,
    pub nullable: bool,
    /// At most 80 characters (Stata's limit).
    pub label: String,
    /// Codes that stand in the column and what each means; empty: free values. Of a text column, Stata gets numbers with these as value
    /// labels; other formats get the codes.
    pub codes: Vec<(String, String)>,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name of the sheet, of the file without its ending: `panel`.
    pub name: String,
    /// What a row is and which assumptions were made, in a sentence or two.
    pub title: String,
    pub columns: Vec<Column>,
    /// All with the schema that [`Table::schema`] gives.
    pub batches: Batches,
}

pub type Batches = Vec<RecordBatch>;

impl Column {
    pub fn new(name: &str, kind: DataType, nullable: bool, label: &str) -> Self {
        Column { name: name.into(), kind, nullable, label: label.into(), codes: Vec::new() }
    }
    #[must_use]
    pub fn with_codes<A: Into<String>, B: Into<String>>(mut self, codes: impl IntoIterator<Item = (A, B)>) -> Self {
        self.codes = codes.into_iter().map(|(a, b)| (a.into(), b.into())).collect();
        self
    }
}

impl Table {
    /// The Arrow schema of the columns; each field carries its label as metadata `label`.
    pub fn schema(columns: &[Column]) -> SchemaRef {
        let field = |c: &Column| Field::new(&c.name, c.kind.clone(), c.nullable).with_metadata(HashMap::from([("label".to_string(), c.label.clone())]));
        Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
    }
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}
