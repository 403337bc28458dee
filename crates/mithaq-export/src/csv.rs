//! CSV: the format every tool reads.
//!
//! In: a flat [`Table`]. Out: UTF-8, a header always, lists joined by `+`, dates as `2020-03-01`, booleans as 0 and 1, missing as nothing,
//! lines ended by a line feed. `bom` puts the mark in front that Excel needs to see UTF-8.
//!
//! Cells are exact: what begins with `=`, `+`, `-`, `@` or a tab stays as it is, since a changed cell would be wrong data for every other tool.
//! Whoever opens such a file in a spreadsheet rather takes `.xlsx`, where text is never a formula.

use crate::flat;
use crate::problem::Problem;
use crate::table::Table;
use arrow_array::RecordBatch;
use rayon::prelude::*;
use std::io::Write;

pub(crate) fn encode(table: &Table, bom: bool, mut out: impl Write) -> Result<(), Problem> {
    flat::check_flat(table, "CSV")?;
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let schema = flat::schema(&table.columns, false);
    let encoded = |batch: &RecordBatch, header: bool| -> Result<Vec<u8>, Problem> {
        let mut writer = arrow_csv::WriterBuilder::new().with_header(header).with_date_format("%Y-%m-%d".into()).build(Vec::new());
        writer.write(batch)?;
        Ok(writer.into_inner())
    };
    // An empty batch first: the header stands even where no row does.
    out.write_all(&encoded(&RecordBatch::new_empty(schema.clone()), true)?)?;
    // A few slices at a time, each on a core of its own, written in their order.
    let mut slices = flat::slices(table).peekable();
    while slices.peek().is_some() {
        let some: Vec<RecordBatch> = slices.by_ref().take(2 * rayon::current_num_threads()).collect();
        let bytes: Vec<Vec<u8>> = some.par_iter().map(|slice| encoded(&flat::flatten(slice, &schema, false)?, false)).collect::<Result<_, Problem>>()?;
        for b in bytes {
            out.write_all(&b)?;
        }
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, text_table, texts};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn written(table: &Table, bom: bool) -> Vec<u8> {
        let mut out = Vec::new();
        encode(table, bom, &mut out).unwrap();
        out
    }

    #[test]
    fn all_types() {
        let text = String::from_utf8(written(&testing::table(), false)).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("id,status,year,small,big,share,joint,signed,areas"));
        assert_eq!(lines.next(), Some("a1,signed,1999,1,9007199254740993,0.5,1,1999-03-01,naval+air"));
        assert!(text.contains("\"he said \"\"no\"\", then left\""), "{text}");
        assert!(text.contains("\n=1+1,"), "a cell is never changed: {text}");
        assert_eq!(text.lines().last(), Some(",,,,,,,,"));
    }

    #[test]
    fn an_empty_table_has_its_header() {
        let table = testing::table();
        for batches in [Vec::new(), vec![RecordBatch::new_empty(Table::schema(&table.columns))]] {
            let empty = Table { batches, ..table.clone() };
            assert_eq!(written(&empty, false), b"id,status,year,small,big,share,joint,signed,areas\n");
        }
        assert!(written(&table, true).starts_with(b"\xef\xbb\xbfid,"));
    }

    #[test]
    fn numbers_that_are_none_are_missing() {
        let columns = vec![crate::Column::new("x", arrow_schema::DataType::Float64, true, "")];
        let values: arrow_array::ArrayRef = Arc::new(arrow_array::Float64Array::from(vec![f64::NAN, f64::INFINITY, -0.25]));
        let batch = RecordBatch::try_new(Table::schema(&columns), vec![values]).unwrap();
        let table = Table { name: "x".into(), title: String::new(), columns, batches: vec![batch] };
        assert_eq!(written(&table, false), b"x\n\"\"\n\"\"\n-0.25\n");
    }

    #[test]
    fn nested_columns_are_refused() {
        let said = encode(&testing::nested(), false, Vec::new()).unwrap_err().to_string();
        assert!(said.contains("column sources is nested") && said.contains("choose JSON Lines or Parquet"), "{said}");
    }

    #[test]
    fn a_table_that_is_not_what_it_says_is_refused() {
        let mut table = testing::table();
        table.columns.pop();
        assert!(encode(&table, false, Vec::new()).unwrap_err().to_string().contains("8 columns are described, 9 stand"));
        let mut table = testing::table();
        table.columns[1].name = "id".into();
        assert!(encode(&table, false, Vec::new()).unwrap_err().to_string().contains("two columns are called id"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(rows in texts()) {
            let bytes = written(&text_table(&rows), false);
            let schema = flat::schema(&text_table(&rows).columns, false);
            let reader = arrow_csv::ReaderBuilder::new(schema).with_header(true).build(std::io::Cursor::new(bytes)).unwrap();
            let mut back = Vec::new();
            for batch in reader {
                back.extend(testing::read_texts(&batch.unwrap()));
            }
            // Missing and empty text are the same in CSV.
            let rows: Vec<_> = rows.into_iter().map(|r| r.filter(|t| !t.is_empty())).collect();
            let back: Vec<_> = back.into_iter().map(|r| r.filter(|t| !t.is_empty())).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
