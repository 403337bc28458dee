//! Stata datasets, release 118 (Stata 14 and later), which R's haven and pandas read too.
//!
//! In: a flat [`Table`]. Out: variable labels and a dataset label of at most 80 characters; numbers in the smallest type that holds the column;
//! columns with `codes` as numbers with value labels (of text columns: 1, 2, … in the order of the codes, what has no code after them);
//! dates as `%td`; text as `str#` up to 2,045 bytes, else `strL`; lists joined by `+`; booleans 0 and 1; missing as `.`, missing text as "".
//! Whole numbers beyond 2⁵³, which Stata cannot hold, stand as text.
//!
//! Crate `dta` writes all but the value labels: its 0.6 has no public way to make one that was not read from a file. They are set in here,
//! before the closing tag (Stata's `help dta`, sections 5.11 and 5.1).

use crate::flat::{self, Cell, Cells};
use crate::problem::Problem;
use crate::table::{Column, Table};
use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::Variable;
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_byte::StataByte;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_int::StataInt;
use dta::stata::stata_long::StataLong;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom, Write};

const FORMAT: &str = "Stata";
const MAX_VARIABLES: usize = 32_767;
const MAX_LABEL: usize = 80;
const MAX_STR: usize = 2_045;
/// Labels in a set, and bytes in a label.
const MAX_CODES: usize = 65_536;
const MAX_CODE_TEXT: usize = 32_000;
const EXACT: i64 = 1 << 53;
/// 1960-01-01, where Stata counts from, lies so many days before 1970-01-01.
const DAYS: i32 = 3_653;
const RESERVED: [&str; 24] = [
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "str", "strL", "using", "with", "alias",
    "_r", "_se",
];

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

/// How a column is kept.
struct Plan {
    kind: VariableType,
    date: bool,
    /// Numbers for the codes of a text column.
    numbers: HashMap<String, i32>,
    labels: Vec<(i32, String)>,
    coded: bool,
    low: i64,
    high: i64,
    real: bool,
    text: bool,
    width: usize,
}

impl Plan {
    fn new(column: &Column) -> Plan {
        let text = flat::is_text(&column.kind);
        let real = column.kind == arrow_schema::DataType::Float64;
        let coded = text && !column.codes.is_empty() && column.codes.len() <= MAX_CODES;
        let mut plan = Plan {
            kind: VariableType::Byte,
            date: column.kind == arrow_schema::DataType::Date32,
            numbers: HashMap::new(),
            labels: Vec::new(),
            coded,
            low: 0,
            high: 0,
            real,
            text: text && !coded,
            width: 1,
        };
        for (code, says) in &column.codes {
            let says = if says.is_empty() { code } else { says };
            // Two codes of the same words stay apart.
            let double = plan.labels.iter().any(|(_, l)| l == says);
            let says = if double { format!("{says} ({code})") } else { says.clone() };
            if coded {
                plan.number(code, &says);
            } else if !text
                && !real
                && let Ok(number) = code.parse()
            {
                plan.labels.push((number, clean(&says).into_owned()));
            }
        }
        plan
    }

    fn number(&mut self, code: &str, says: &str) {
        if !self.numbers.contains_key(code) {
            let next = self.numbers.len() as i32 + 1;
            self.numbers.insert(code.to_string(), next);
            self.labels.push((next, clean(says).into_owned()));
        }
    }

    /// Widens to what the column holds.
    fn look_at(&mut self, cells: &Cells, rows: usize) {
        for row in 0..rows {
            match cells.at(row) {
                Cell::Text(text) if self.coded => {
                    if !text.is_empty() {
                        self.number(text, text);
                    }
                }
                Cell::Text(text) => self.width = self.width.max(text.len()),
                Cell::Integer(n) => {
                    self.low = self.low.min(n);
                    self.high = self.high.max(n);
                }
                Cell::Missing | Cell::Real(_) | Cell::Yes(_) | Cell::Date(_) => {}
            }
        }
    }

    fn settle(&mut self) {
        if self.coded && self.numbers.len() > MAX_CODES {
            self.coded = false;
            self.text = true;
            self.labels.clear();
            self.width = self.numbers.keys().map(String::len).max().unwrap_or(1).max(1);
        }
        if self.coded {
            self.high = self.numbers.len() as i64;
        }
        if !self.text && !self.real && (self.low < -EXACT || self.high > EXACT) {
            self.text = true;
            self.labels.clear();
            self.width = 20;
        }
        self.kind = if self.text && self.width <= MAX_STR {
            VariableType::FixedString(self.width as u16)
        } else if self.text {
            VariableType::LongString
        } else if self.real {
            VariableType::Double
        } else if self.date {
            VariableType::Long
        } else {
            self.integer()
        };
    }

    /// The smallest type below whose missing values the column lies.
    fn integer(&self) -> VariableType {
        let holds = |low: i64, high: i64| low <= self.low && self.high <= high;
        if holds(-127, 100) {
            VariableType::Byte
        } else if holds(-32_767, 32_740) {
            VariableType::Int
        } else if holds(-2_147_483_647, 2_147_483_620) {
            VariableType::Long
        } else {
            VariableType::Double
        }
    }

    fn format(&self) -> String {
        match self.kind {
            VariableType::FixedString(width) => format!("%-{}s", width.min(32)),
            VariableType::LongString => "%-32s".into(),
            VariableType::Double if self.real => "%10.0g".into(),
            VariableType::Double => "%16.0f".into(),
            VariableType::Long if self.date => "%tdCCYY-NN-DD".into(),
            VariableType::Long => "%12.0g".into(),
            _ => "%8.0g".into(),
        }
    }

    fn value<'a>(&self, cell: Cell<'a>, long: &mut LongStringTable, (variable, observation): (u32, u64)) -> Value<'a> {
        if self.text {
            let text = match cell {
                Cell::Text(text) => clean(text),
                Cell::Integer(n) => n.to_string().into(),
                _ => Cow::Borrowed(""),
            };
            return match self.kind {
                // Text ends with a zero there.
                VariableType::LongString => Value::LongStringRef(long.get_or_insert(variable, observation, format!("{text}\0").as_str())),
                _ => Value::String(text),
            };
        }
        let number = match cell {
            Cell::Text(text) => self.numbers.get(text).map(|&n| f64::from(n)),
            Cell::Integer(n) => Some(n as f64),
            Cell::Real(n) => Some(n),
            Cell::Yes(yes) => Some(f64::from(u8::from(yes))),
            Cell::Date(days) => Some(f64::from(days) + f64::from(DAYS)),
            Cell::Missing => None,
        };
        const MISSING: MissingValue = MissingValue::System;
        match self.kind {
            VariableType::Byte => Value::Byte(number.map_or(StataByte::Missing(MISSING), |n| StataByte::Present(n as i8))),
            VariableType::Int => Value::Int(number.map_or(StataInt::Missing(MISSING), |n| StataInt::Present(n as i16))),
            VariableType::Long => Value::Long(number.map_or(StataLong::Missing(MISSING), |n| StataLong::Present(n as i32))),
            // Beyond this lie Stata's missing values.
            _ => Value::Double(number.filter(|n| n.abs() < 8.988e307).map_or(StataDouble::Missing(MISSING), StataDouble::Present)),
        }
    }
}

/// Stata ends text at a zero.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

fn cut(text: &str, characters: usize) -> String {
    clean(text).chars().take(characters).collect()
}

fn cut_bytes(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Letters, digits and `_`, at most 32, no digit in front, no word of Stata's own, none twice.
fn variable_names(columns: &[Column]) -> Vec<String> {
    let mut taken = HashSet::new();
    let name = |column: &Column| {
        let mut plain: String = column.name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).take(32).collect();
        if plain.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) || RESERVED.contains(&plain.as_str()) || is_str_number(&plain) {
            plain = cut(&format!("v_{plain}"), 32);
        }
        let mut free = plain.clone();
        for n in 2.. {
            if taken.insert(free.clone()) {
                break;
            }
            let suffix = format!("_{n}");
            free = cut(&plain, 32 - suffix.len()) + &suffix;
        }
        free
    };
    columns.iter().map(name).collect()
}

fn is_str_number(name: &str) -> bool {
    name.strip_prefix("str").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Sets value labels into a finished file that has none: before the closing tags, whose new places go into the map.
fn set_value_labels<S: Read + Write + Seek>(out: &mut S, sets: &[(&String, &Vec<(i32, String)>)]) -> Result<(), Problem> {
    if sets.is_empty() {
        return Ok(());
    }
    const CLOSING: &str = "</value_labels></stata_dta>";
    const BEFORE_MAP: &[u8] = b"</header><map>";
    let astray = || Problem::encode(FORMAT, "the file's map was not found: this is a fault of the program");
    // The header is at most some 600 bytes long.
    let mut head = Vec::new();
    out.rewind()?;
    Read::by_ref(out).take(1024).read_to_end(&mut head)?;
    let map = head.windows(BEFORE_MAP.len()).rposition(|w| w == BEFORE_MAP).ok_or_else(astray)? + BEFORE_MAP.len();
    let start = out.seek(SeekFrom::End(-(CLOSING.len() as i64)))?;
    let mut tail = Vec::new();
    out.read_to_end(&mut tail)?;
    if tail != CLOSING.as_bytes() {
        return Err(astray());
    }
    let mut bytes = Vec::new();
    for (name, labels) in sets {
        bytes.extend(value_label_set(name, labels));
    }
    bytes.extend(b"</value_labels>");
    let close = start + bytes.len() as u64;
    bytes.extend(b"</stata_dta>");
    let end = start + bytes.len() as u64;
    out.seek(SeekFrom::Start(start))?;
    out.write_all(&bytes)?;
    for (slot, offset) in [(12, close), (13, end)] {
        out.seek(SeekFrom::Start(map as u64 + slot * 8))?;
        out.write_all(&offset.to_le_bytes())?;
    }
    out.seek(SeekFrom::End(0))?;
    Ok(())
}

fn value_label_set(name: &str, labels: &[(i32, String)]) -> Vec<u8> {
    let mut sorted: Vec<_> = labels.iter().collect();
    sorted.sort_by_key(|(value, _)| *value);
    sorted.dedup_by_key(|(value, _)| *value);
    let (mut offsets, mut values, mut text) = (Vec::new(), Vec::new(), Vec::new());
    for (value, label) in &sorted {
        offsets.extend((text.len() as u32).to_le_bytes());
        values.extend(value.to_le_bytes());
        text.extend(cut_bytes(label, MAX_CODE_TEXT).as_bytes());
        text.push(0);
    }
    let mut set = b"<lbl>".to_vec();
    set.extend((8 + offsets.len() as u32 + values.len() as u32 + text.len() as u32).to_le_bytes());
    let mut field = name.as_bytes().to_vec();
    field.resize(129 + 3, 0);
    set.extend(field);
    set.extend((sorted.len() as u32).to_le_bytes());
    set.extend((text.len() as u32).to_le_bytes());
    set.extend(offsets);
    set.extend(values);
    set.extend(text);
    set.extend(b"</lbl>");
    set
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, AWKWARD, text_table, texts};
    use dta::stata::dta::dta_reader::DtaReader;
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
    fn long_text_and_many_columns_of_it() {
        let long = "ن".repeat(1500);
        let rows: Vec<_> = [Some("short"), Some(long.as_str()), None, Some(long.as_str())].map(|t| t.map(String::from)).to_vec();
        let mut table = text_table(&rows);
        table.columns[1].name = "in".into();
        let file = read(&table);
        assert_eq!(file.schema.variables()[0].variable_type(), VariableType::LongString);
        assert_eq!(file.schema.variables()[1].name(), "v_in", "in is a word of Stata's");
        assert_eq!(file.rows.iter().map(|r| r[0].trim_end_matches('\0')).collect::<Vec<_>>(), ["short", &long, "", &long]);
    }

    #[test]
    fn an_empty_table_has_its_variables() {
        let file = read(&Table { batches: Vec::new(), ..testing::table() });
        assert_eq!((file.schema.variables().len(), file.rows.len()), (9, 0));
    }

    #[test]
    fn labels_are_cut_at_a_character_and_names_made_legal() {
        let mut table = testing::table();
        table.columns[0].label = "اتفاقية".repeat(20);
        table.title = "é".repeat(200);
        let file = read(&table);
        assert_eq!(file.schema.variables()[0].label().chars().count(), 80);
        assert_eq!(file.title.chars().count(), 80);
        let named = |names: &[&str]| variable_names(&names.iter().map(|n| Column::new(n, arrow_schema::DataType::Int16, true, "")).collect::<Vec<_>>());
        assert_eq!(named(&["a-b", "a b", "1st", "str8", "strong", "_n"]), ["a_b", "a_b_2", "v_1st", "v_str8", "strong", "v__n"]);
        assert_eq!(named(&[&"x".repeat(40), &"x".repeat(41)]), ["x".repeat(32), "x".repeat(30) + "_2"]);
        assert_eq!(cut_bytes("ééé", 3), "é");
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
