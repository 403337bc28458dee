//! Stata datasets, release 118 (Stata 14 and later), which R's haven and pandas read too.
//!
//! In: a flat [`Table`]. Out: variable labels and a dataset label of at most 80 characters; numbers in the smallest type that holds the column;
//! columns with `codes` as numbers with value labels (of text columns: 1, 2, … in the order of the codes, what has no code after them);
//! dates as `%td`; text as `str#` up to 2,045 bytes, else `strL`; lists joined by `+`; booleans 0 and 1; missing as `.`, missing text as "".
//! Whole numbers beyond 2⁵³, which Stata cannot hold, stand as text.
//!
//! Crate `dta` writes all but the value labels: its 0.6 has no public way to make one that was not read from a file. Module
//! `value_labels` sets them in.

mod names;
mod plan;
mod value_labels;

use crate::flat;
use crate::problem::Problem;
use crate::table::Table;
use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::Variable;
use names::variable_names;
use plan::Plan;
use std::borrow::Cow;
use std::io::{Read, Seek, Write};
use value_labels::set_value_labels;

const FORMAT: &str = "Stata";
const MAX_VARIABLES: usize = 32_767;
const MAX_LABEL: usize = 80;

pub(crate) fn encode<S: Read + Write + Seek>(table: &Table, mut out: S) -> Result<(), Problem> {
    flat::check_flat(table, FORMAT)?;
    if table.columns.len() > MAX_VARIABLES {
        return Err(Problem::TooManyColumns { table: table.name.clone(), columns: table.columns.len(), format: FORMAT, limit: MAX_VARIABLES });
    }
    let names = variable_names(&table.columns);
    let mut plans: Vec<Plan> = table.columns.iter().map(Plan::new).collect();
    for slice in flat::cells(table) {
        let (rows, columns) = slice?;
        for (plan, cells) in plans.iter_mut().zip(&columns) {
            plan.look_at(cells, rows);
        }
    }
    let mut schema = Schema::builder();
    for ((column, plan), name) in table.columns.iter().zip(&mut plans).zip(&names) {
        plan.settle();
        let labels = if plan.labels.is_empty() { "" } else { name.as_str() };
        schema = schema.add_variable(Variable::builder(plan.kind, name).format(plan.format()).value_label_name(labels).label(cut(&column.label, MAX_LABEL)));
    }
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).dataset_label(cut(&table.title, MAX_LABEL)).build();
    let mut records = DtaWriter::new().from_writer(&mut out).write_header(header)?.write_schema(schema.build()?)?.into_record_writer()?;
    let mut long = LongStringTable::for_writing();
    let mut row = 0;
    for slice in flat::cells(table) {
        let (rows, columns) = slice?;
        for within in 0..rows {
            row += 1;
            let place = |at: usize| (at as u32 + 1, row);
            let values: Vec<Value<'_>> = plans.iter().zip(&columns).enumerate().map(|(at, (plan, cells))| plan.value(cells.at(within), &mut long, place(at))).collect();
            records.write_record(&values)?;
        }
    }
    let mut texts = records.into_long_string_writer()?;
    // Stata wants them row by row, the table keeps them column by column.
    let mut ordered: Vec<_> = long.iter().collect();
    ordered.sort_by_key(|text| (text.observation(), text.variable()));
    for text in &ordered {
        texts.write_long_string(text)?;
    }
    texts.into_value_label_writer()?.finish()?;
    let sets: Vec<(&String, &Vec<(i32, String)>)> = names.iter().zip(&plans).map(|(name, plan)| (name, &plan.labels)).filter(|(_, l)| !l.is_empty()).collect();
    set_value_labels(&mut out, &sets)?;
    out.flush()?;
    Ok(())
}

/// Stata ends text at a zero.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

fn cut(text: &str, characters: usize) -> String {
    clean(text).chars().take(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, AWKWARD, text_table, texts};
    use dta::stata::dta::dta_reader::DtaReader;
    use dta::stata::dta::variable_type::VariableType;
    use proptest::prelude::*;
    use std::io::Cursor;

    struct Read {
        title: String,
        schema: Schema,
        rows: Vec<Vec<String>>,
        labels: Vec<(String, Vec<(i32, String)>)>,
    }

    fn read(table: &Table) -> Read {
        let mut file = Cursor::new(Vec::new());
        encode(table, &mut file).unwrap();
        file.set_position(0);
        let schema_reader = DtaReader::new().from_reader(file).read_header().unwrap();
        let title = schema_reader.header().dataset_label().to_string();
        let mut characteristics = schema_reader.read_schema().unwrap();
        characteristics.skip_to_end().unwrap();
        let mut records = characteristics.into_record_reader().unwrap();
        let schema = records.schema().clone();
        let mut raw: Vec<Vec<Result<String, dta::stata::dta::long_string_ref::LongStringRef>>> = Vec::new();
        while let Some(record) = records.read_record().unwrap() {
            let cell = |v: &Value<'_>| match v {
                Value::Byte(n) => Ok(n.present().map_or(".".into(), |n| n.to_string())),
                Value::Int(n) => Ok(n.present().map_or(".".into(), |n| n.to_string())),
                Value::Long(n) => Ok(n.present().map_or(".".into(), |n| n.to_string())),
                Value::Double(n) => Ok(n.present().map_or(".".into(), |n| n.to_string())),
                Value::Float(_) => unreachable!(),
                Value::String(text) => Ok(text.to_string()),
                Value::LongStringRef(at) => Err(*at),
            };
            raw.push(record.values().iter().map(cell).collect());
        }
        let mut strings = records.into_long_string_reader().unwrap();
        let mut long = LongStringTable::for_reading();
        strings.read_remaining_into(&mut long).unwrap();
        let mut sets = strings.into_value_label_reader().unwrap();
        let mut labels = Vec::new();
        while let Some(set) = sets.read_value_label_set().unwrap() {
            labels.push((set.name().to_string(), set.entries().iter().map(|e| (e.value(), e.label().to_string())).collect()));
        }
        let resolve = |cell: Result<String, _>| cell.unwrap_or_else(|at| long.get(&at).unwrap().data_str(encoding()).unwrap().to_string());
        let rows = raw.into_iter().map(|row| row.into_iter().map(resolve).collect()).collect();
        Read { title, schema, rows, labels }
    }

    fn encoding() -> &'static dta_encoding::Encoding {
        dta_encoding::UTF_8
    }
    use encoding_rs as dta_encoding;

    #[test]
    fn values_labels_and_types() {
        let file = read(&testing::table());
        assert_eq!(file.title, "A row is a sample: عينة");
        let kinds: Vec<_> = file.schema.variables().iter().map(|v| (v.name(), v.variable_type(), v.format())).collect();
        assert_eq!(kinds[1], ("status", VariableType::Byte, "%8.0g"));
        assert_eq!(kinds[2].1, VariableType::Int);
        assert_eq!(kinds[3].1, VariableType::Int, "255 is no Stata byte");
        assert_eq!(kinds[4].1, VariableType::FixedString(20), "2⁵³ + 1 would be rounded");
        assert_eq!(kinds[7], ("signed", VariableType::Long, "%tdCCYY-NN-DD"));
        assert_eq!(file.schema.variables()[1].label(), "Status: الحالة");
        let ids: Vec<_> = file.rows.iter().map(|r| r[0].as_str()).collect();
        assert_eq!(ids[..AWKWARD.len()], AWKWARD);
        assert_eq!(file.rows[0][1..], ["1", "1999", "1", "9007199254740993", "0.5", "1", "14304", "naval+air"]);
        assert_eq!(file.rows[2][5], ".", "NaN");
        assert_eq!(file.rows.last().unwrap()[..], ["", ".", ".", ".", "", ".", ".", ".", ""]);
        let status = vec![(1, "Signed".to_string()), (2, "In force: نافذ".into()), (3, "denounced".into())];
        assert_eq!(file.labels, [("status".to_string(), status), ("joint".into(), vec![(0, "no".into()), (1, "yes".into())])]);
        assert_eq!(file.schema.variables()[6].value_label_name(), "joint");
    }

    #[test]
    fn long_text_in_two_columns() {
        let long = "ن".repeat(1500);
        let texts = [Some("short"), Some(long.as_str()), None, Some(long.as_str())].map(|t| t.map(String::from));
        let mut table = text_table(&texts);
        table.columns[1] = crate::Column::new("in", arrow_schema::DataType::Utf8, true, "The same the other way round");
        let other: Vec<_> = texts.iter().rev().map(|t| t.as_ref().map(|t| format!("{t}!"))).collect();
        let values: Vec<arrow_array::ArrayRef> = vec![table.batches[0].column(0).clone(), std::sync::Arc::new(arrow_array::StringArray::from(other))];
        table.batches = vec![arrow_array::RecordBatch::try_new(Table::schema(&table.columns), values).unwrap()];
        let mut bytes = Cursor::new(Vec::new());
        encode(&table, &mut bytes).unwrap();
        let file = read(&table);
        assert!(file.schema.variables().iter().all(|v| v.variable_type() == VariableType::LongString));
        assert_eq!(file.schema.variables()[1].name(), "v_in", "in is a word of Stata's");
        let (bang, shout) = (long.clone() + "!", "short!".to_string());
        assert_eq!(file.rows, [["short", &bang], [&long, ""], ["", &bang], [&long, &shout]]);
        // They stand row by row: observation, then variable, each once.
        let bytes = bytes.into_inner();
        let at: Vec<usize> = (0..bytes.len() - 3).filter(|&i| &bytes[i..i + 3] == b"GSO").collect();
        let places: Vec<(u8, u8)> = at.iter().map(|&i| (bytes[i + 7], bytes[i + 3])).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (4, 2)]);
    }

    #[test]
    fn the_map_says_where_the_closing_tags_are() {
        let mut file = Cursor::new(Vec::new());
        encode(&testing::table(), &mut file).unwrap();
        let bytes = file.into_inner();
        let map = bytes.windows(5).position(|w| w == b"<map>").unwrap() + 5;
        let slot = |n: usize| u64::from_le_bytes(bytes[map + n * 8..map + n * 8 + 8].try_into().unwrap()) as usize;
        assert!(bytes[slot(11)..].starts_with(b"<value_labels><lbl>"));
        assert!(bytes[slot(12)..].starts_with(b"</stata_dta>"));
        assert_eq!(slot(13), bytes.len());
    }

    #[test]
    fn numbers_get_the_smallest_type_that_holds_them() {
        let kind = |n: i64| {
            let columns = vec![crate::Column::new("n", arrow_schema::DataType::Int64, true, "")];
            let values: arrow_array::ArrayRef = std::sync::Arc::new(arrow_array::Int64Array::from(vec![Some(n), None]));
            let batch = arrow_array::RecordBatch::try_new(Table::schema(&columns), vec![values]).unwrap();
            let file = read(&Table { name: "n".into(), title: String::new(), columns, batches: vec![batch] });
            assert_eq!(file.rows[0][0], n.to_string());
            file.schema.variables()[0].variable_type()
        };
        use VariableType::{Byte, Double, FixedString, Int, Long};
        for (n, expected) in [(100, Byte), (101, Int), (-127, Byte), (-128, Int), (32_740, Int), (32_741, Long), (2_147_483_620, Long), (2_147_483_621, Double)] {
            assert_eq!(kind(n), expected, "{n}");
        }
        assert_eq!((kind(1 << 53), kind((1 << 53) + 1), kind(i64::MIN)), (Double, FixedString(20), FixedString(20)));
    }

    #[test]
    fn an_empty_table_has_its_variables() {
        let file = read(&Table { batches: Vec::new(), ..testing::table() });
        assert_eq!((file.schema.variables().len(), file.rows.len()), (9, 0));
    }

    #[test]
    fn labels_are_cut_at_a_character() {
        let mut table = testing::table();
        table.columns[0].label = "اتفاقية".repeat(20);
        table.title = "é".repeat(200);
        let file = read(&table);
        assert_eq!(file.schema.variables()[0].label().chars().count(), 80);
        assert_eq!(file.title.chars().count(), 80);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(rows in texts()) {
            let back: Vec<String> = read(&text_table(&rows)).rows.into_iter().map(|mut r| r.swap_remove(0)).collect();
            let rows: Vec<String> = rows.into_iter().map(Option::unwrap_or_default).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
