//! How a column of a table becomes a variable of Stata's.
//!
//! In: the column, then all its cells. Out: the smallest type that holds them, the display format, the numbers and labels of its codes, and each
//! cell as a value of that type.

use super::clean;
use crate::flat::{self, Cell, Cells};
use crate::table::Column;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_byte::StataByte;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_int::StataInt;
use dta::stata::stata_long::StataLong;
use std::borrow::Cow;
use std::collections::HashMap;

const MAX_STR: usize = 2_045;
/// Labels in a set.
const MAX_CODES: usize = 65_536;
const EXACT: i64 = 1 << 53;
/// 1960-01-01, where Stata counts from, lies so many days before 1970-01-01.
const DAYS: i32 = 3_653;

/// How a column is kept.
pub(super) struct Plan {
    pub(super) kind: VariableType,
    date: bool,
    /// Numbers for the codes of a text column.
    numbers: HashMap<String, i32>,
    pub(super) labels: Vec<(i32, String)>,
    coded: bool,
    low: i64,
    high: i64,
    real: bool,
    text: bool,
    width: usize,
}

impl Plan {
    pub(super) fn new(column: &Column) -> Plan {
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
    pub(super) fn look_at(&mut self, cells: &Cells, rows: usize) {
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

    pub(super) fn settle(&mut self) {
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

    pub(super) fn format(&self) -> String {
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

    pub(super) fn value<'a>(&self, cell: Cell<'a>, long: &mut LongStringTable, (variable, observation): (u32, u64)) -> Value<'a> {
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
