//! A table from columns of values: names, labels and codes come from the codebook.

use crate::codebook::Codebook;
use crate::error::{AnalysisError, Result};
use crate::span::Day;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use mithaq_export::{Column, Table};
use std::sync::Arc;

pub struct Builder<'a> {
    name: String,
    title: String,
    codebook: &'a Codebook,
    columns: Vec<Column>,
    arrays: Vec<ArrayRef>,
}

impl<'a> Builder<'a> {
    pub fn new(name: &str, codebook: &'a Codebook) -> Builder<'a> {
        Builder { name: name.into(), title: codebook.heading(name).into(), codebook, columns: Vec::new(), arrays: Vec::new() }
    }
    fn put(&mut self, name: &str, kind: DataType, array: ArrayRef) {
        let nullable = array.null_count() > 0;
        let column = Column::new(name, kind, nullable || !matches!(name, "id"), self.codebook.label(name)).with_codes(self.codebook.codes(name));
        self.columns.push(column);
        self.arrays.push(array);
    }
    /// Texts; empty ones are missing.
    pub fn text<'b>(&mut self, name: &str, values: impl Iterator<Item = Option<&'b str>>) -> &mut Self {
        let array: StringArray = values.map(|v| v.filter(|t| !t.is_empty())).collect();
        self.put(name, DataType::Utf8, Arc::new(array));
        self
    }
    pub fn whole(&mut self, name: &str, values: impl Iterator<Item = Option<i64>>) -> &mut Self {
        self.put(name, DataType::Int64, Arc::new(Int64Array::from_iter(values)));
        self
    }
    pub fn real(&mut self, name: &str, values: impl Iterator<Item = Option<f64>>) -> &mut Self {
        self.put(name, DataType::Float64, Arc::new(Float64Array::from_iter(values)));
        self
    }
    pub fn truth(&mut self, name: &str, values: impl Iterator<Item = bool>) -> &mut Self {
        self.put(name, DataType::Boolean, Arc::new(BooleanArray::from(values.collect::<Vec<_>>())));
        self
    }
    pub fn day(&mut self, name: &str, values: impl Iterator<Item = Option<Day>>) -> &mut Self {
        self.put(name, DataType::Date32, Arc::new(Date32Array::from_iter(values)));
        self
    }
    pub fn list<'b>(&mut self, name: &str, values: impl Iterator<Item = &'b [String]>) -> &mut Self {
        let mut b = ListBuilder::new(StringBuilder::new());
        for v in values {
            v.iter().for_each(|x| b.values().append_value(x));
            b.append(true);
        }
        self.put(name, DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))), Arc::new(b.finish()));
        self
    }
    pub fn finish(&mut self) -> Result<Table> {
        let columns = std::mem::take(&mut self.columns);
        let batch = RecordBatch::try_new(Table::schema(&columns), std::mem::take(&mut self.arrays)).map_err(|source| AnalysisError::Table { name: self.name.clone(), source })?;
        Ok(Table { name: std::mem::take(&mut self.name), title: std::mem::take(&mut self.title), columns, batches: vec![batch] })
    }
}
