//! A register's text cut into rows of cells.
//!
//! In: the text of a CSV file as an official's program saved it: comma, semicolon or tab; a byte order mark; CR LF; quoted cells
//! with line feeds; columns in any order. Out: [`Table`]: the columns' names, and each row's cells with its line and its
//! characters. Nothing is judged here but the form; `row` judges the values.

use super::COLUMNS;
use super::row::Problem;

/// A register's rows, not yet judged.
#[derive(Debug)]
pub struct Table {
    /// For each column of the file: its name as `COLUMNS` has it, or as written where it is not ours.
    pub columns: Vec<Column>,
    pub rows: Vec<RawRow>,
    pub problems: Vec<Problem>,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Position in [`COLUMNS`].
    Ours(usize),
    /// Kept under its own name.
    Other(String),
    /// No name and no cell: spreadsheets leave such columns behind.
    Empty,
}

/// A row's cells, and where it stands.
#[derive(Debug)]
pub struct RawRow {
    /// From 1, header and empty rows not counted.
    pub number: usize,
    pub line: u64,
    /// Code points of the file's text.
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub cells: Vec<String>,
}

/// Cuts the text. `Err`: the file as a whole cannot be read.
pub fn cut(text: &str) -> Result<Table, Problem> {
    let (skip, said) = prelude(text);
    let body = &text[skip..];
    let delimiter = said.unwrap_or_else(|| delimiter(body));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
    let mut places = Places { text, byte: 0, point: 0, line: 1 };
    let mut header: Option<Vec<String>> = None;
    let mut table = Table { columns: Vec::new(), rows: Vec::new(), problems: Vec::new() };
    let mut record = csv::StringRecord::new();
    loop {
        let from = reader.position().byte() as usize + skip;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(Problem { line: places.line, message: format!("the row cannot be read: {e}") }),
        }
        let raw = &text[from..(reader.position().byte() as usize + skip).min(text.len())];
        // The end of the line before may still stand at the front, the row's own at the back.
        let start = from + (raw.len() - raw.trim_start_matches(['\r', '\n']).len());
        let quote = raw.trim_matches(['\r', '\n']);
        let place = places.at(start);
        let end = place.1 + quote.chars().count();
        if quote.matches('"').count() % 2 == 1 && quote.contains(['\n', '\r']) {
            let message = "a quotation mark opens a cell here and none closes it, so the rows after it cannot be told apart: close it, or double it where it is part of the text";
            table.problems.push(Problem { line: place.0, message: message.into() });
            continue;
        }
        let cells: Vec<String> = record.iter().map(str::to_string).collect();
        let Some(head) = &header else {
            if cells.iter().any(|c| !c.trim().is_empty()) {
                table.columns = columns(&cells, place.0)?;
                header = Some(cells);
            }
            continue;
        };
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let number = table.rows.len() + table.problems.len() + 1;
        let row = RawRow { number, line: place.0, start: place.1, end, quote: quote.to_string(), cells };
        match width(&row, head.len()) {
            Some(message) => table.problems.push(Problem { line: row.line, message }),
            None => table.rows.push(row),
        }
    }
    if header.is_none() {
        return Err(Problem { line: 1, message: "the file is empty: its first line must name the columns, parties at least".into() });
    }
    nameless(&mut table)?;
    Ok(table)
}

/// What stands before the header: a byte order mark, and Excel's own line `sep=;`.
fn prelude(text: &str) -> (usize, Option<u8>) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = text[mark..].lines().next().unwrap_or("").trim_end_matches('\r');
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) => (mark + line.len(), Some(delimiter)),
        _ => (mark, None),
    }
}

/// The delimiter under which the first line names most of our columns.
fn delimiter(body: &str) -> u8 {
    let line = body.trim_start_matches(['\r', '\n']).lines().next().unwrap_or("");
    let known = |d: &u8| line.split(char::from(*d)).filter(|c| ours(c.trim().trim_matches('"')).is_some()).count();
    // Of equals the comma: `max_by_key` takes the last.
    *b"\t;,".iter().max_by_key(|d| known(d)).unwrap_or(&b',')
}

/// The position of one of our columns, however it is capitalised.
fn ours(name: &str) -> Option<usize> {
    let name = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    COLUMNS.iter().position(|c| *c == name)
}

fn columns(header: &[String], line: u64) -> Result<Vec<Column>, Problem> {
    let columns: Vec<Column> = header
        .iter()
        .map(|name| match ours(name) {
            Some(c) => Column::Ours(c),
            None if name.trim().is_empty() => Column::Empty,
            None => Column::Other(name.clone()),
        })
        .collect();
    for (i, c) in columns.iter().enumerate() {
        if *c != Column::Empty && columns[..i].contains(c) {
            return Err(Problem { line, message: format!("two columns are called {:?}: give one of them another name", header[i].trim()) });
        }
    }
    if !columns.contains(&Column::Ours(1)) {
        let named: Vec<&str> = header.iter().map(|h| h.trim()).collect();
        let message = format!("no column is called parties; the first line names {}. The columns are {}; only parties must be there", named.join(", "), COLUMNS.join(", "));
        return Err(Problem { line, message });
    }
    Ok(columns)
}

/// Cells beyond the header may only be empty, and none may be missing: a row that is too short or too long has its values under
/// the wrong names.
fn width(row: &RawRow, columns: usize) -> Option<String> {
    let beyond = row.cells.iter().skip(columns).any(|c| !c.trim().is_empty());
    (row.cells.len() < columns || beyond).then(|| {
        format!(
            "the row has {} cells and the first line {columns}: put a cell that has the delimiter in it between quotation marks, close every quotation mark, and leave no cell out",
            row.cells.len()
        )
    })
}

/// A column without a name must be empty: its cells could not be given back.
fn nameless(table: &mut Table) -> Result<(), Problem> {
    for (i, c) in table.columns.iter().enumerate() {
        if *c == Column::Empty
            && let Some(row) = table.rows.iter().find(|r| !r.cells[i].trim().is_empty())
        {
            return Err(Problem { line: row.line, message: format!("column {} has a cell here but no name in the first line: name it", i + 1) });
        }
    }
    Ok(())
}

/// Line and code point of places in a text, asked in ascending order.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
    line: u64,
}

impl Places<'_> {
    fn at(&mut self, byte: usize) -> (u64, usize) {
        let passed = &self.text[self.byte..byte];
        self.point += passed.chars().count();
        self.line += passed.matches('\n').count() as u64;
        self.byte = byte;
        (self.line, self.point)
    }
}

/// A register of one row, for what is entered without a file: only the columns that have a value.
pub fn one_row(cells: &[(&str, &str)]) -> String {
    let said: Vec<&(&str, &str)> = cells.iter().filter(|(_, v)| !v.is_empty()).collect();
    let line = |of: fn(&(&str, &str)) -> String| said.iter().map(|c| quoted(&of(c))).collect::<Vec<_>>().join(",");
    format!("{}\n{}\n", line(|c| c.0.to_string()), line(|c| c.1.to_string()))
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r', ';', '\t']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        cut(text).expect("a table").rows.into_iter().map(|r| r.cells).collect()
    }

    #[test]
    fn what_spreadsheets_save_is_cut_alike() {
        let plain = cells("id,parties,note\n1,CZE+MAR,\"a, b\"\n2,AZE+TUR,c\n");
        assert_eq!(plain.len(), 2);
        for text in [
            "\u{feff}id;parties;note\r\n1;CZE+MAR;a, b\r\n2;AZE+TUR;c\r\n",
            "sep=;\r\nid;parties;note\r\n1;CZE+MAR;a, b\r\n;;\r\n2;AZE+TUR;c",
            "id\tParties\tnote\n1\tCZE+MAR\ta, b\n\n2\tAZE+TUR\tc\n\n",
            "\n\n\"id\",\"parties\",\"note\"\n\"1\",\"CZE+MAR\",\"a, b\"\n2,AZE+TUR,c\n",
        ] {
            assert_eq!(cells(text), plain, "{text:?}");
        }
    }

    /// The characters of each row are the file's own, and the lines those an editor shows.
    #[test]
    fn rows_know_their_place() {
        let text = "\u{feff}parties;ملاحظة\r\nCZE+MAR;\"سطر\r\nثان\"\r\n\r\nAZE+TUR;ب\r\n";
        let table = cut(text).expect("a table");
        let all: Vec<char> = text.chars().collect();
        let seen: Vec<(u64, String)> = table.rows.iter().map(|r| (r.line, all[r.start..r.end].iter().collect())).collect();
        assert_eq!(seen, [(2, "CZE+MAR;\"سطر\r\nثان\"".to_string()), (5, "AZE+TUR;ب".to_string())]);
        assert!(table.rows.iter().zip(&seen).all(|(r, s)| r.quote == s.1));
        assert_eq!(table.rows[0].cells[1], "سطر\r\nثان");
    }

    #[test]
    fn a_quotation_mark_left_open_is_named() {
        let table = cut("id,parties,note\n1,CZE+MAR,ok\n2,AZE+TUR,\"open\n3,FRA+MAR,x\n").expect("a table");
        assert_eq!((table.rows.len(), table.problems.len()), (1, 1));
        assert_eq!(table.problems[0].line, 3);
        assert!(table.problems[0].message.contains("quotation mark"));
    }

    #[test]
    fn rows_of_another_width_are_named() {
        let table = cut("id,parties,note\n1,CZE+MAR\n2,AZE+TUR,a,b\n3,FRA+MAR,x,,\n").expect("a table");
        assert_eq!(table.problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!((table.rows.len(), table.rows[0].number), (1, 3));
    }

    #[test]
    fn files_that_are_no_register_are_refused() {
        for (text, word) in [("", "empty"), ("id,party\n1,x\n", "parties"), ("id,parties,ID\n", "two columns"), ("parties,\nCZE+MAR,x\n", "no name")] {
            assert!(cut(text).expect_err(text).message.contains(word), "{text:?}");
        }
        assert_eq!(cut("parties,\nCZE+MAR,\n").expect("an empty column").columns[1], Column::Empty);
    }
}
