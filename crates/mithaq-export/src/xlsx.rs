//! Excel workbooks: a sheet for each table, and a `codebook` that says what the columns mean.
//!
//! In: flat [`Table`]s. Out: `.xlsx` with a bold header that stays in sight, a filter, dates as dates, booleans as 0 and 1, lists joined by `+`,
//! missing as empty cells. Text is always text: what begins with `=`, `+`, `-` or `@` never becomes a formula. What a cell cannot hold
//! exactly stands as text: whole numbers beyond 2⁵³ and dates before March 1900. Rows go to disk as they are written.

use crate::flat::{self, Cell};
use crate::problem::Problem;
use crate::table::{Column, Table};
use arrow_schema::DataType;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

/// Rows that an Excel sheet holds below its header.
pub const MAX_ROWS: usize = 1_048_575;
const MAX_COLUMNS: usize = 16_384;
const MAX_TEXT: usize = 32_767;
/// Rows whose width is looked at.
const LOOKED_AT: usize = 500;
const EXACT: u64 = 1 << 53;
/// Excel's day 61, the first after the 29 February 1900 that never was, and its last, as days since 1970-01-01.
const FIRST_DAY: i32 = -25_508;
const LAST_DAY: i32 = 2_932_896;
const DAY_ZERO: i32 = 25_569;

const CODEBOOK: [(&str, f64); 5] = [("table", 16.0), ("variable", 24.0), ("type", 12.0), ("label", 60.0), ("codes", 60.0)];

pub(crate) fn encode(tables: &[Table], out: impl Write + Send) -> Result<(), Problem> {
    for table in tables {
        flat::check_flat(table, "Excel")?;
        if table.rows() > MAX_ROWS {
            return Err(Problem::TooManyRows { table: table.name.clone(), rows: table.rows(), limit: MAX_ROWS });
        }
        if table.columns.len() > MAX_COLUMNS {
            return Err(Problem::TooManyColumns { table: table.name.clone(), columns: table.columns.len(), format: "Excel", limit: MAX_COLUMNS });
        }
    }
    let mut book = Workbook::new();
    let title = tables.first().map_or("", |t| t.title.as_str());
    book.set_properties(&DocProperties::new().set_title(title).set_author("Mithaq"));
    let mut names = HashSet::from(["codebook".to_string()]);
    for table in tables {
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(sheet_name(&table.name, &mut names))?;
        fill(sheet, table)?;
    }
    codebook(book.add_worksheet().set_name("codebook")?, tables)?;
    book.save_to_writer(out)?;
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), Problem> {
    let (bold, date) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    for (at, width) in widths(table)?.into_iter().enumerate() {
        sheet.set_column_width(at as u16, width)?;
    }
    for (at, column) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, &column.name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if !table.columns.is_empty() {
        sheet.autofilter(0, 0, table.rows() as u32, table.columns.len() as u16 - 1)?;
    }
    let mut row = 0;
    for slice in flat::cells(table) {
        let (rows, columns) = slice?;
        for within in 0..rows {
            row += 1;
            for (at, column) in columns.iter().enumerate() {
                let at = at as u16;
                match column.at(within) {
                    Cell::Missing => {}
                    Cell::Yes(yes) => {
                        sheet.write_number(row, at, u8::from(yes))?;
                    }
                    Cell::Integer(n) if n.unsigned_abs() > EXACT => {
                        sheet.write_string(row, at, n.to_string())?;
                    }
                    Cell::Integer(n) => {
                        sheet.write_number(row, at, n as f64)?;
                    }
                    Cell::Real(n) => {
                        sheet.write_number(row, at, n)?;
                    }
                    Cell::Date(days) if (FIRST_DAY..=LAST_DAY).contains(&days) => {
                        sheet.write_number_with_format(row, at, days + DAY_ZERO, &date)?;
                    }
                    Cell::Date(days) => {
                        sheet.write_string(row, at, flat::iso(days))?;
                    }
                    Cell::Text(text) => {
                        let length = text.encode_utf16().count();
                        if length > MAX_TEXT {
                            let column = table.columns[usize::from(at)].name.clone();
                            return Err(Problem::CellTooLong { column, row: row as usize, length, limit: MAX_TEXT });
                        }
                        sheet.write_string(row, at, allowed(text))?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn codebook(sheet: &mut Worksheet, tables: &[Table]) -> Result<(), Problem> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    for (at, (name, width)) in CODEBOOK.iter().enumerate() {
        sheet.set_column_width(at as u16, *width)?;
        sheet.write_string_with_format(0, at as u16, *name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut row = 0;
    for table in tables {
        row += 1;
        write_all(sheet, row, &wrapped, [&table.name, "", "table", &table.title, ""])?;
        for column in &table.columns {
            row += 1;
            write_all(sheet, row, &wrapped, [&table.name, &column.name, kind(&column.kind), &column.label, &codes(column)])?;
        }
    }
    sheet.autofilter(0, 0, row, CODEBOOK.len() as u16 - 1)?;
    Ok(())
}

fn write_all(sheet: &mut Worksheet, row: u32, format: &Format, texts: [&str; 5]) -> Result<(), Problem> {
    for (at, text) in texts.into_iter().enumerate().filter(|(_, t)| !t.is_empty()) {
        let text: String = text.chars().take(MAX_TEXT / 2).collect();
        sheet.write_string_with_format(row, at as u16, allowed(&text), format)?;
    }
    Ok(())
}

fn codes(column: &Column) -> String {
    column.codes.iter().map(|(code, says)| format!("{code} = {says}")).collect::<Vec<_>>().join("\n")
}

/// What a column holds, in a user's words.
pub(crate) fn kind(kind: &DataType) -> &'static str {
    match kind {
        DataType::Boolean => "0 or 1",
        DataType::Float64 => "real",
        DataType::Date32 => "date",
        kind if kind.is_integer() => "integer",
        kind if flat::is_list(kind) => "text, joined by +",
        _ => "text",
    }
}

/// Two code points that XML cannot hold at all are left out.
fn allowed(text: &str) -> Cow<'_, str> {
    if text.contains(['\u{fffe}', '\u{ffff}']) { Cow::Owned(text.replace(['\u{fffe}', '\u{ffff}'], "")) } else { Cow::Borrowed(text) }
}

fn widths(table: &Table) -> Result<Vec<f64>, Problem> {
    // Room for the button of the filter.
    let mut widths: Vec<usize> = table.columns.iter().map(|c| c.name.chars().count() + 3).collect();
    if let Some(slice) = flat::cells(table).next() {
        let (rows, columns) = slice?;
        for (width, column) in widths.iter_mut().zip(&columns) {
            for row in 0..rows.min(LOOKED_AT) {
                let wide = match column.at(row) {
                    Cell::Text(text) => text.lines().map(|l| l.chars().count()).max().unwrap_or(0) + 1,
                    Cell::Date(_) => 11,
                    Cell::Integer(n) => n.to_string().len() + 1,
                    Cell::Real(n) => n.to_string().len().min(12) + 1,
                    Cell::Missing | Cell::Yes(_) => 0,
                };
                *width = wide.max(*width);
            }
        }
    }
    Ok(widths.into_iter().map(|w| w.clamp(6, 60) as f64).collect())
}

/// At most 31 characters, none that Excel forbids, no name twice.
fn sheet_name(name: &str, taken: &mut HashSet<String>) -> String {
    let plain: String = name.chars().map(|c| if "*?:[]\\/'".contains(c) || c.is_control() { '_' } else { c }).collect();
    let plain = if plain.trim().is_empty() { "table".to_string() } else { plain };
    for n in 1.. {
        let suffix = if n == 1 { String::new() } else { format!("_{n}") };
        let mut short = String::new();
        for c in plain.chars() {
            if short.encode_utf16().count() + c.len_utf16() + suffix.len() > 31 {
                break;
            }
            short.push(c);
        }
        short += &suffix;
        if taken.insert(short.to_lowercase()) {
            return short;
        }
    }
    unreachable!("some number is free")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, AWKWARD, text_table, texts};
    use calamine::{Data, Reader, Xlsx};
    use proptest::prelude::*;
    use std::io::Cursor;

    fn open(tables: &[Table]) -> Xlsx<Cursor<Vec<u8>>> {
        let mut out = Vec::new();
        encode(tables, &mut out).unwrap();
        Xlsx::new(Cursor::new(out)).unwrap()
    }

    #[test]
    fn values_have_their_types_and_text_is_no_formula() {
        let mut book = open(&[testing::table()]);
        assert_eq!(book.sheet_names(), ["sample", "codebook"]);
        let sheet = book.worksheet_range("sample").unwrap();
        assert_eq!(sheet.get_value((0, 0)), Some(&Data::String("id".into())));
        for (i, text) in AWKWARD.iter().enumerate() {
            assert_eq!(sheet.get_value((i as u32 + 1, 0)), Some(&Data::String((*text).into())));
        }
        let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(1, 2), Data::Float(1999.0));
        assert_eq!(cell(1, 4), Data::String("9007199254740993".into()), "2⁵³ + 1 would be rounded");
        assert_eq!(cell(2, 4), Data::Float(9_007_199_254_740_992.0));
        assert_eq!((cell(1, 6), cell(2, 6)), (Data::Float(1.0), Data::Float(0.0)));
        let Data::DateTime(date) = cell(1, 7) else { panic!("{:?} is no date", cell(1, 7)) };
        assert_eq!(date.as_datetime().unwrap().to_string(), "1999-03-01 00:00:00");
        assert_eq!(cell(2, 7), Data::String("1871-06-09".into()));
        assert_eq!(cell(1, 8), Data::String("naval+air".into()));
        assert!((0..9).all(|c| cell(AWKWARD.len() as u32 + 1, c) == Data::Empty));
        let formulas = book.worksheet_formula("sample").unwrap();
        assert!(formulas.used_cells().all(|(_, _, f)| f.is_empty()));
    }

    #[test]
    fn the_codebook_says_what_columns_mean() {
        let mut book = open(&[testing::table(), testing::table()]);
        assert_eq!(book.sheet_names(), ["sample", "sample_2", "codebook"]);
        let sheet = book.worksheet_range("codebook").unwrap();
        let row = |n: usize| sheet.rows().nth(n).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(row(0), ["table", "variable", "type", "label", "codes"]);
        assert_eq!(row(1), ["sample", "", "table", "A row is a sample: عينة", ""]);
        assert_eq!(row(3), ["sample", "status", "text", "Status: الحالة", "signed = Signed\nin_force = In force: نافذ"]);
        assert_eq!(sheet.height(), 1 + 2 * 10);
    }

    #[test]
    fn an_empty_table_has_its_header() {
        let mut book = open(&[Table { batches: Vec::new(), ..testing::table() }]);
        assert_eq!(book.worksheet_range("sample").unwrap().get_size(), (1, 9));
    }

    #[test]
    fn limits_are_told() {
        use arrow_array::{Array, BooleanArray, RecordBatch};
        let columns = vec![Column::new("x", DataType::Boolean, true, "")];
        let values: arrow_array::ArrayRef = std::sync::Arc::new(BooleanArray::new_null(MAX_ROWS + 1));
        assert_eq!(values.len(), 1_048_576);
        let batch = RecordBatch::try_new(Table::schema(&columns), vec![values]).unwrap();
        let table = Table { name: "panel".into(), title: String::new(), columns, batches: vec![batch] };
        let said = encode(&[table], Vec::new()).unwrap_err().to_string();
        assert_eq!(said, "table panel has 1048576 rows, an Excel sheet holds 1048575: choose CSV or Parquet, or narrow the table");
        let said = encode(&[text_table(&[Some("a".repeat(32_768))])], Vec::new()).unwrap_err().to_string();
        assert!(said.starts_with("column text, row 1: 32768 characters"), "{said}");
    }

    #[test]
    fn sheet_names_are_made_to_fit() {
        let mut taken = HashSet::from(["codebook".to_string()]);
        assert_eq!(sheet_name("Codebook", &mut taken), "Codebook_2");
        assert_eq!(sheet_name("a/b[c]", &mut taken), "a_b_c_");
        assert_eq!(sheet_name("", &mut taken), "table");
        let long = sheet_name(&"🤝".repeat(40), &mut taken);
        assert_eq!(long.encode_utf16().count(), 30);
        assert_ne!(sheet_name(&"🤝".repeat(40), &mut taken), long);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_text_comes_back(rows in texts()) {
            let mut book = open(&[text_table(&rows)]);
            let sheet = book.worksheet_range("texts").unwrap();
            let back: Vec<String> = (0..rows.len()).map(|i| sheet.get_value((i as u32 + 1, 0)).map(ToString::to_string).unwrap_or_default()).collect();
            let rows: Vec<String> = rows.into_iter().map(Option::unwrap_or_default).collect();
            prop_assert_eq!(back, rows);
        }
    }
}
