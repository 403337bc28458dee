//! Parquet: typed columns, small and quick to load in R, Python and DuckDB.
//!
//! In: a [`Table`]. Out: zstd-compressed; lists joined by `+` in flat tables, as they are in nested ones. The table's name and title stand in the
//! schema's metadata, each column's `label` and `codes` (JSON, in their order) in its field's; readers that know no Arrow find `title` and
//! `labels` (JSON) in the file's own key-value metadata.

use crate::flat;
use crate::problem::Problem;
use crate::table::{Column, Table};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

pub(crate) fn encode(table: &Table, mut out: impl Write + Send) -> Result<(), Problem> {
    flat::check(table)?;
    let nested = table.columns.iter().any(|c| flat::is_nested(&c.kind));
    let plain = if nested { Table::schema(&table.columns) } else { flat::schema(&table.columns, true) };
    let fields: Vec<Field> = plain.fields().iter().zip(&table.columns).map(|(field, column)| field.as_ref().clone().with_metadata(notes(column))).collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, HashMap::from([("name".to_string(), table.name.clone()), ("title".to_string(), table.title.clone())])));
    let labels: serde_json::Map<String, serde_json::Value> = table.columns.iter().map(|c| (c.name.clone(), c.label.clone().into())).collect();
    let about = vec![KeyValue::new("title".into(), table.title.clone()), KeyValue::new("labels".into(), serde_json::Value::from(labels).to_string())];
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).set_key_value_metadata(Some(about)).set_created_by("Mithaq".into()).build();
    {
        let mut writer = ArrowWriter::try_new(&mut out, schema.clone(), Some(properties))?;
        for slice in flat::slices(table) {
            let slice = if nested { slice } else { flat::flatten(&slice, &plain, true)? };
            writer.write(&RecordBatch::try_new(schema.clone(), slice.columns().to_vec())?)?;
        }
        writer.close()?;
    }
    out.flush()?;
    Ok(())
}

fn notes(column: &Column) -> HashMap<String, String> {
    let mut notes = HashMap::from([("label".to_string(), column.label.clone())]);
    if !column.codes.is_empty() {
        notes.insert("codes".into(), serde_json::json!(column.codes).to_string());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, text_table, texts};
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use arrow_array::cast::AsArray;
    use proptest::prelude::*;

    fn read(table: &Table) -> (Schema, Vec<RecordBatch>) {
        let mut file = tempfile::tempfile().unwrap();
        encode(table, &mut file).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let schema = builder.schema().as_ref().clone();
        (schema, builder.build().unwrap().map(Result::unwrap).collect())
    }

    #[test]
    fn values_labels_and_title() {
        let table = testing::table();
        let (schema, batches) = read(&table);
        assert_eq!(schema.metadata()["title"], table.title);
        assert_eq!(schema.field(1).metadata()["label"], table.columns[1].label);
        assert_eq!(schema.field(1).metadata()["codes"], r#"[["signed","Signed"],["in_force","In force: نافذ"]]"#);
        let (whole, back) = (arrow_select::concat::concat_batches(&Table::schema(&table.columns), &table.batches).unwrap(), &batches[0]);
        assert_eq!(back.num_rows(), whole.num_rows());
        for (i, column) in table.columns.iter().enumerate().filter(|(_, c)| !flat::is_list(&c.kind) && c.name != "share") {
            assert_eq!(back.column(i), whole.column(i), "{}", column.name);
        }
        assert_eq!(back.column(8).as_string::<i32>().value(0), "naval+air");
    }

    #[test]
    fn nested_tables_stay_nested() {
        let table = testing::nested();
        let (_, batches) = read(&table);
        assert_eq!(batches[0].columns(), table.batches[0].columns());
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let (schema, batches) = read(&Table { batches: Vec::new(), ..testing::table() });
        assert_eq!((schema.fields().len(), batches.len()), (9, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_comes_back(rows in texts()) {
            let back: Vec<_> = read(&text_table(&rows)).1.iter().flat_map(testing::read_texts).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
