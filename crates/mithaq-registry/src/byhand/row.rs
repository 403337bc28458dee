//! One row judged: cells to values.
//!
//! In: a row's cells under the file's columns. Out: [`Row`], or what is wrong with it and what to do. Codes may be capitalised
//! either way and have spaces around them, digits may be Eastern; dates are ISO only, because 03/04/2024 is two days. Nothing is
//! guessed, and a cell that was well formed is remembered as it was written.

use super::COLUMNS;
use super::table::{Column, RawRow};
use crate::codes;
use crate::report::{date_value, precision_name};
use crate::resolve::dates;
use mithaq_core::record::{DateValue, Precision};
use std::collections::BTreeMap;

/// What is wrong with a line, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub line: u64,
    pub message: String,
}

/// Codes of the states and bodies that can be party, with their English names.
#[derive(Debug, Clone, Default)]
pub struct States(Vec<(String, String)>);

impl States {
    pub fn new(known: impl IntoIterator<Item = (String, String)>) -> States {
        States(known.into_iter().collect())
    }
    fn knows(&self, code: &str) -> bool {
        self.0.iter().any(|s| s.0 == code)
    }
    fn named(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|s| s.1.to_lowercase() == name.to_lowercase()).map(|s| s.0.as_str())
    }
}

/// A row and where it stands.
#[derive(Debug, Clone)]
pub struct Row {
    pub number: usize,
    pub line: u64,
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub values: Values,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Empty: none was given.
    pub id: String,
    pub parties: Vec<String>,
    pub domain: String,
    pub instrument: String,
    pub scope: String,
    pub status: String,
    pub signed: DateValue,
    pub date: DateValue,
    pub place_country: Option<String>,
    pub areas: Vec<String>,
    pub duration_years: Option<u32>,
    pub terminated: DateValue,
    pub source: String,
    /// Columns that are not ours, in the file's order, where the cell has something.
    pub other: Vec<(String, String)>,
    /// Column → (its value as an export would write it, the cell as it was), where a well-formed cell reads otherwise.
    pub as_written: BTreeMap<String, (String, String)>,
}

impl Values {
    /// The block of the row's mention.
    pub fn block(&self) -> String {
        self.parties.join("+")
    }

    /// A column `title` is the agreement's title too.
    pub fn title(&self) -> Option<&str> {
        self.other.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("title")).map(|(_, v)| v.trim())
    }
}

/// Judges a row. `source` stands where the row names none.
pub fn judge(raw: &RawRow, columns: &[Column], states: &States, source: &str) -> Result<Row, Problem> {
    let values = values(raw, columns, states, source).map_err(|message| Problem { line: raw.line, message })?;
    Ok(Row { number: raw.number, line: raw.line, start: raw.start, end: raw.end, quote: raw.quote.clone(), values })
}

/// The row's cells by our columns.
struct Cells<'a> {
    ours: [&'a str; 15],
    states: &'a States,
}

impl Cells<'_> {
    /// A cell without the spaces around it.
    fn of(&self, column: &str) -> &str {
        self.raw(column).trim()
    }
    fn raw(&self, column: &str) -> &str {
        COLUMNS.iter().position(|c| *c == column).map_or("", |i| self.ours[i])
    }

    /// A code of a fixed list.
    fn code(&self, column: &str) -> Result<String, String> {
        let cell = self.of(column).to_lowercase();
        let known = codes::of(column);
        if cell.is_empty() || known.contains(&cell.as_str()) {
            return Ok(cell);
        }
        Err(format!("there is no {column} {:?}: write one of {}, or leave the cell empty", self.of(column), known.join(", ")))
    }

    fn state(&self, column: &str, cell: &str) -> Result<String, String> {
        let code = cell.to_uppercase();
        if self.states.knows(&code) {
            return Ok(code);
        }
        let hint = match self.states.named(cell) {
            Some(c) => format!("write {c}"),
            None => "write the three letters of ISO 3166-1, such as MAR, or the code of a body, such as NATO".into(),
        };
        Err(format!("{column}: {cell:?} is the code of no state: {hint}"))
    }

    fn parties(&self) -> Result<Vec<String>, String> {
        let cell = self.of("parties");
        let mut parties = tokens(cell).map(|t| self.state("parties", t)).collect::<Result<Vec<_>, _>>()?;
        parties.sort();
        parties.dedup();
        if parties.len() < 2 {
            return Err(format!("an agreement has two parties or more, joined by +, such as CZE+MAR; this row has {cell:?}"));
        }
        Ok(parties)
    }

    fn areas(&self) -> Result<Vec<String>, String> {
        let mut areas: Vec<String> = tokens(self.of("areas")).map(str::to_lowercase).collect();
        if let Some(a) = areas.iter().find(|a| !codes::AREAS.contains(&a.as_str())) {
            return Err(format!("there is no area {a:?}: areas are joined by + and are {}", codes::AREAS.join(", ")));
        }
        areas.sort();
        areas.dedup();
        Ok(areas)
    }

    fn date(&self, column: &str) -> Result<DateValue, String> {
        let cell = western(self.of(column));
        if cell.is_empty() {
            return Ok(DateValue::unknown());
        }
        let form = cell.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let date = date_value(Some(&cell));
        if form && date.is_known() { Ok(date) } else { Err(format!("{column}: {}", no_date(self.of(column)))) }
    }

    /// A precision, which must be that of the date's form.
    fn precision(&self, column: &str, date_column: &str, date: &DateValue) -> Result<(), String> {
        let cell = self.of(column).to_lowercase();
        let form = precision_name(date.precision);
        if cell.is_empty() || cell == form {
            return Ok(());
        }
        let what = match (cell.as_str(), date.value.as_deref()) {
            ("day" | "month" | "year" | "unknown", None) => format!("{date_column} is empty, which is unknown"),
            ("day" | "month" | "year" | "unknown", Some(d)) => format!("{date_column} is {d}, which is a {form}"),
            _ => "the words are day, month, year and unknown".into(),
        };
        Err(format!("{column} says {:?}, but {what}: a month is written 2024-10, a year 2024; or leave {column} empty", self.of(column)))
    }

    fn duration(&self) -> Result<Option<u32>, String> {
        let cell = western(self.of("duration_years"));
        if cell.is_empty() {
            return Ok(None);
        }
        // Statistical programs write whole numbers of a column with gaps as 5.0.
        let whole = cell.strip_suffix(".0").unwrap_or(&cell);
        match whole.parse() {
            Ok(n @ 1..=999) if whole.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(n)),
            _ => Err(format!("duration_years is a whole number of years from 1 to 999; this is {:?}: leave it empty where there is no limit", self.of("duration_years"))),
        }
    }
}

/// Codes joined by `+`.
fn tokens(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('+').map(str::trim).filter(|t| !t.is_empty())
}

/// Arabic and Persian digits as those of ISO dates.
fn western(cell: &str) -> String {
    cell.chars().map(crate::fold::western).collect()
}

/// Why a cell is no date: where its parts can be told, how to write it.
fn no_date(cell: &str) -> String {
    let plain = western(cell);
    let parts: Vec<&str> = plain.split(['/', '.', '-']).map(str::trim).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|p| p.parse().ok()).collect();
    let iso = |y: u32, m: u32, d: u32| Some(format!("{y:04}-{m:02}-{d:02}")).filter(|v| date_value(Some(v)).is_known());
    let how = match numbers.as_deref() {
        Some(&[a, b, y]) if y > 999 => match (iso(y, b, a), iso(y, a, b)) {
            (Some(x), Some(z)) if x != z => format!("it may be {x} or {z}: write the one that is meant"),
            (Some(x), _) | (_, Some(x)) => format!("write {x}"),
            _ => "there is no such day".into(),
        },
        Some(&[y, m, d]) if y > 999 => match iso(y, m, d) {
            Some(x) => format!("write {x}"),
            None => "there is no such day".into(),
        },
        _ => "write YYYY-MM-DD, YYYY-MM or YYYY, or leave it empty".into(),
    };
    format!("{cell:?} is not in the form YYYY-MM-DD: {how} (in a spreadsheet, format the column as text first)")
}

fn values(raw: &RawRow, columns: &[Column], states: &States, source: &str) -> Result<Values, String> {
    let mut c = Cells { ours: [""; 15], states };
    let mut other = Vec::new();
    for (column, cell) in columns.iter().zip(&raw.cells) {
        match column {
            Column::Ours(i) => c.ours[*i] = cell,
            Column::Other(name) if !cell.is_empty() => other.push((name.clone(), cell.clone())),
            _ => {}
        }
    }
    let id = c.of("id").to_string();
    if id.chars().any(char::is_control) || id.chars().count() > 200 {
        return Err("id: at most 200 letters on one line".into());
    }
    let status = c.code("status")?;
    let mut signed = c.date("signed")?;
    let mut date = c.date("date")?;
    c.precision("signed_precision", "signed", &signed)?;
    c.precision("precision", "date", &date)?;
    let terminated = c.date("terminated_date")?;
    let ended = matches!(status.as_str(), "terminated" | "expired");
    let mut as_written = BTreeMap::new();
    let mut keep = |column: &str, value: String, cell: &str| {
        if value != cell {
            as_written.insert(column.to_string(), (value, cell.to_string()));
        }
    };
    if status == "signed" {
        if let (Some(s), Some(d)) = (dates::range(&signed), dates::range(&date))
            && dates::gap(s, d) > 0
        {
            return Err("signed and date differ, and where the status is signed both are the day of signature: mend one, or leave signed empty".into());
        }
        if !signed.is_known() {
            // By the contract; the export shows it.
            signed = date.clone();
        } else if !date.is_known() {
            date = signed.clone();
            keep("date", text(&date), "");
            keep("precision", precision_name(date.precision).into(), c.of("precision"));
        }
    }
    if ended && !date.is_known() && terminated.is_known() {
        date = terminated.clone();
        keep("date", text(&date), "");
        keep("precision", precision_name(date.precision).into(), c.of("precision"));
    }
    if ended && !terminated.is_known() {
        keep("terminated_date", text(&date), "");
    }
    for (column, d) in [("signed_precision", &signed), ("precision", &date)] {
        if d.precision == Precision::Unknown {
            keep(column, "unknown".into(), &c.of(column).to_lowercase());
        }
    }
    let (parties, areas) = (c.parties()?, c.areas()?);
    // Codes in another order are as good; those that had to be mended come back mended.
    for (column, codes) in [("parties", &parties), ("areas", &areas)] {
        let cell = c.raw(column);
        let tidy = cell.split('+').count() == codes.len() && cell.split('+').all(|t| codes.iter().any(|c| c == t));
        if tidy {
            keep(column, codes.join("+"), cell);
        }
    }
    let country = c.of("place_country");
    let named = c.raw("source");
    Ok(Values {
        id,
        parties,
        domain: c.code("domain")?,
        instrument: c.code("instrument")?,
        scope: c.code("scope")?,
        status,
        signed,
        date,
        place_country: if country.is_empty() { None } else { Some(c.state("place_country", country)?) },
        areas,
        duration_years: c.duration()?,
        terminated,
        source: if named.trim().is_empty() { source } else { named }.to_string(),
        other,
        as_written,
    })
}

/// A date as a cell has it.
pub fn text(d: &DateValue) -> String {
    d.value.clone().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::table::cut;
    use super::*;

    fn states() -> States {
        States::new([("CZE", "Czechia"), ("MAR", "Morocco"), ("NATO", "North Atlantic Treaty Organization")].map(|(c, n)| (c.to_string(), n.to_string())))
    }

    /// A register of one row under these columns.
    fn row(header: &str, line: &str) -> Result<Values, String> {
        let table = cut(&format!("{header}\n{line}\n")).expect("a table");
        let raw = table.rows.first().ok_or_else(|| table.problems[0].message.clone())?;
        judge(raw, &table.columns, &states(), "").map(|r| r.values).map_err(|p| p.message)
    }

    #[test]
    fn codes_and_digits_are_mended() {
        let v = row("parties,status,date,areas,duration_years", " mar + Cze,SIGNED,٢٠٢٤-١٠-٣٠,Exercises + training,5.0").expect("a row");
        assert_eq!((v.parties.join("+"), v.status.as_str(), text(&v.date)), ("CZE+MAR".into(), "signed", "2024-10-30".into()));
        assert_eq!((v.areas.join("+"), v.duration_years, text(&v.signed)), ("exercises+training".into(), Some(5), "2024-10-30".into()));
        assert!(v.as_written.is_empty(), "{:?}", v.as_written);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_way_out() {
        for (header, line, words) in [
            ("parties", "MAR", "two parties"),
            ("parties", "MAR+MAR", "two parties"),
            ("parties", "MAR+XYZ", "\"XYZ\" is the code of no state"),
            ("parties", "MAR+Czechia", "write CZE"),
            ("parties,status", "CZE+MAR,agreed", "there is no status \"agreed\""),
            ("parties,domain", "CZE+MAR,other", "there is no domain"),
            ("parties,areas", "CZE+MAR,training+tanks", "there is no area \"tanks\""),
            ("parties,date", "CZE+MAR,03/04/2024", "it may be 2024-04-03 or 2024-03-04"),
            ("parties,date", "CZE+MAR,٣٠/١٠/٢٠٢٤", "write 2024-10-30"),
            ("parties,date", "CZE+MAR,30.10.2024", "write 2024-10-30"),
            ("parties,date", "CZE+MAR,2024/10/30", "write 2024-10-30"),
            ("parties,date", "CZE+MAR,2024-02-30", "there is no such day"),
            ("parties,date", "CZE+MAR,45595", "YYYY-MM-DD"),
            ("parties,signed,signed_precision", "CZE+MAR,2024-10,day", "which is a month"),
            ("parties,date,precision", "CZE+MAR,,day", "date is empty"),
            ("parties,date,precision", "CZE+MAR,2024,roughly", "the words are day"),
            ("parties,duration_years", "CZE+MAR,-5", "from 1 to 999"),
            ("parties,place_country", "CZE+MAR,Rabat", "place_country"),
            ("parties,status,signed,date", "CZE+MAR,signed,2024-10-30,2024-10-31", "signed and date differ"),
        ] {
            let message = row(header, line).expect_err(line);
            assert!(message.contains(words), "{line}: {message}");
        }
    }

    #[test]
    fn well_formed_cells_are_remembered_as_written() {
        let v = row("parties,status,signed,areas,precision,terminated_date", "MAR+CZE,signed,2024,training+exercises,,").expect("a row");
        let kept: Vec<(&str, &str)> = v.as_written.iter().map(|(k, (_, cell))| (k.as_str(), cell.as_str())).collect();
        assert_eq!(kept, [("areas", "training+exercises"), ("date", ""), ("parties", "MAR+CZE"), ("precision", "")]);
        let v = row("parties,status,date", "CZE+MAR,expired,2019").expect("a row");
        assert_eq!(v.as_written["terminated_date"], ("2019".into(), "".into()));
        assert_eq!(v.as_written["signed_precision"], ("unknown".into(), "".into()));
    }
}
