//! JSON Lines: an object a row, for scripts and for tables with parts of their own.
//!
//! In: a [`Table`], nested or flat. Out: UTF-8, a line a row, every column in each, `null` where a value is missing, lists as arrays, dates as
//! text, numbers that are none (NaN) as `null`. An empty table is an empty file.

use crate::flat;
use crate::problem::Problem;
use crate::table::Table;
use std::io::Write;

pub(crate) fn encode(table: &Table, mut out: impl Write) -> Result<(), Problem> {
    flat::check(table)?;
    {
        let builder = arrow_json::WriterBuilder::new().with_explicit_nulls(true).with_date_format("%Y-%m-%d".into());
        let mut writer = builder.build::<_, arrow_json::writer::LineDelimited>(&mut out);
        for slice in flat::slices(table) {
            writer.write(&slice)?;
        }
        writer.finish()?;
    }
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, text_table, texts};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read(table: &Table) -> Vec<Value> {
        let mut out = Vec::new();
        encode(table, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn all_types_and_explicit_nulls() {
        let rows = read(&testing::table());
        let first = json!({"id": "a1", "status": "signed", "year": 1999, "small": 1, "big": 9_007_199_254_740_993_i64, "share": 0.5,
            "joint": true, "signed": "1999-03-01", "areas": ["naval", "air"]});
        assert_eq!(rows[0], first);
        let last = rows.last().unwrap().as_object().unwrap();
        assert_eq!(last.len(), 9);
        assert!(last.values().all(Value::is_null));
    }

    #[test]
    fn nested_tables_stay_nested() {
        assert_eq!(read(&testing::nested())[0]["sources"][0], json!({"title": "اتفاق دفاعي", "year": 1999}));
    }

    #[test]
    fn an_empty_table_is_an_empty_file() {
        assert!(read(&Table { batches: Vec::new(), ..testing::table() }).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_comes_back(rows in texts()) {
            let back: Vec<Option<String>> = read(&text_table(&rows)).iter().map(|r| r["text"].as_str().map(Into::into)).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
