//! Tables for the tests of all formats: every type, awkward values, missing ones.

use crate::table::{Column, Table};
use arrow_array::builder::{Int16Builder, Int64Builder, ListBuilder, StringBuilder, StringDictionaryBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::Int16Type;
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int16Array, RecordBatch, StringArray, UInt8Array};
use arrow_schema::{DataType, Field};
use proptest::prelude::*;
use std::sync::Arc;

/// Texts that have broken writers before.
pub(crate) const AWKWARD: [&str; 13] = [
    "a1",
    "he said \"no\", then left",
    "two\nlines\r\nand a tab\t!",
    "=1+1",
    "+974 5555",
    "-5",
    "@SUM(A1)",
    "اتفاقية دفاعية مع تركيا",
    "הסכם \u{202b}rtl\u{202c}",
    "🤝🇸🇦🇹🇷 e\u{301}",
    " spaces around ",
    "<b>&amp;</b> \\ {x} %_#$~^",
    "_x0041_",
];

/// Nine columns of all flat types. The first row is plain, the last is missing throughout.
pub(crate) fn table() -> Table {
    let n = AWKWARD.len();
    let columns = vec![
        Column::new("id", DataType::Utf8, true, "Identifier"),
        Column::new("status", DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8)), true, "Status: الحالة")
            .with_codes([("signed", "Signed"), ("in_force", "In force: نافذ")]),
        Column::new("year", DataType::Int16, true, "Year"),
        Column::new("small", DataType::UInt8, true, "A small number"),
        Column::new("big", DataType::Int64, true, "A large number"),
        Column::new("share", DataType::Float64, true, "A share"),
        Column::new("joint", DataType::Boolean, true, "Both take part").with_codes([("0", "no"), ("1", "yes")]),
        Column::new("signed", DataType::Date32, true, "Date of signature"),
        Column::new("areas", DataType::new_list(DataType::Utf8, true), true, "Fields of cooperation"),
    ];
    let mut status = StringDictionaryBuilder::<Int16Type>::new();
    let mut areas = ListBuilder::new(StringBuilder::new());
    for i in 0..n {
        status.append_value(["signed", "in_force", "denounced"][i % 3]);
        for area in ["naval", "air", "cyber"].iter().take([2, 0, 1, 3][i % 4]) {
            areas.values().append_value(area);
        }
        areas.append(true);
    }
    status.append_null();
    areas.append_null();
    let with_missing = |i: usize| i < n;
    let values: Vec<ArrayRef> = vec![
        Arc::new(AWKWARD.iter().map(|t| Some(*t)).chain([None]).collect::<StringArray>()),
        Arc::new(status.finish()),
        Arc::new((0..=n).map(|i| with_missing(i).then_some(1999 + i as i16)).collect::<Int16Array>()),
        Arc::new((0..=n).map(|i| with_missing(i).then_some(if i == 3 { 255 } else { i as u8 + 1 })).collect::<UInt8Array>()),
        Arc::new((0..=n).map(|i| with_missing(i).then_some(9_007_199_254_740_993 - i as i64)).collect::<arrow_array::Int64Array>()),
        Arc::new((0..=n).map(|i| with_missing(i).then_some(if i == 2 { f64::NAN } else { 0.5 + i as f64 / 3.0 })).collect::<Float64Array>()),
        Arc::new((0..=n).map(|i| with_missing(i).then_some(i % 2 == 0)).collect::<BooleanArray>()),
        // 1999-03-01, then one before 1900 and one before 1960.
        Arc::new((0..=n).map(|i| with_missing(i).then_some([10651, -36000, -5000][i % 3])).collect::<Date32Array>()),
        Arc::new(areas.finish()),
    ];
    let batch = RecordBatch::try_new(Table::schema(&columns), values).unwrap();
    let batches = vec![batch.slice(0, 5), batch.slice(5, n + 1 - 5)];
    Table { name: "sample".into(), title: "A row is a sample: عينة".into(), columns, batches }
}

pub(crate) fn nested() -> Table {
    let parts = vec![Field::new("title", DataType::Utf8, true), Field::new("year", DataType::Int16, true)];
    let kind = DataType::new_list(DataType::Struct(parts.clone().into()), true);
    let columns = vec![Column::new("n", DataType::Int64, false, "Number"), Column::new("sources", kind, true, "Sources")];
    let mut sources = ListBuilder::new(StructBuilder::from_fields(parts, 2));
    let mut numbers = Int64Builder::new();
    for (n, title) in ["اتفاق دفاعي", "b"].into_iter().enumerate() {
        numbers.append_value(n as i64);
        sources.values().field_builder::<StringBuilder>(0).unwrap().append_value(title);
        sources.values().field_builder::<Int16Builder>(1).unwrap().append_value(1999);
        sources.values().append(true);
        sources.append(true);
    }
    let values: Vec<ArrayRef> = vec![Arc::new(numbers.finish()), Arc::new(sources.finish())];
    let batch = RecordBatch::try_new(Table::schema(&columns), values).unwrap();
    Table { name: "nested".into(), title: "Nested".into(), columns, batches: vec![batch] }
}

/// Columns of any text, with quotes, line ends, right-to-left letters and marks, emoji, nothing, missing.
pub(crate) fn texts() -> impl Strategy<Value = Vec<Option<String>>> {
    let piece = prop_oneof![
        Just(String::new()),
        "[\"'`,;=+@\\-\t\r\n\\\\{}%&#$_~^<>/: ]{0,6}",
        "[א-תء-ي\u{200e}\u{200f}\u{202b}\u{202c}]{0,6}",
        "[🤝🇸🇦👩\u{200d}🚀\u{fe0f}e\u{301}]{0,4}",
        "_x00[0-9]{2}_",
        "[a-zA-Z0-9]{0,8}",
        "\\PC{0,8}",
    ];
    let text = prop::collection::vec(piece, 0..4).prop_map(|p| p.concat());
    prop::collection::vec(prop::option::weighted(0.9, text), 1..12)
}

pub(crate) fn text_table(rows: &[Option<String>]) -> Table {
    let columns = vec![Column::new("text", DataType::Utf8, true, "Any text"), Column::new("n", DataType::Int16, false, "Row")];
    let values: Vec<ArrayRef> = vec![Arc::new(rows.iter().cloned().collect::<StringArray>()), Arc::new((0..rows.len() as i16).collect::<Int16Array>())];
    let batch = RecordBatch::try_new(Table::schema(&columns), values).unwrap();
    Table { name: "texts".into(), title: "Texts".into(), columns, batches: vec![batch] }
}

pub(crate) fn read_texts(batch: &RecordBatch) -> Vec<Option<String>> {
    batch.column(0).as_string::<i32>().iter().map(|t| t.map(Into::into)).collect()
}
