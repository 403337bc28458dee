//! The tables that make keys of names: read and checked.
//!
//! In: `packs/world/transliteration/*.tsv`. Out: [`NameTables`], or a [`PackError`] with file and line. Lines that begin with `#` are comments; the
//! first other line names the columns.

use super::PackError;
use mithaq_core::name::{NameTables, Rewrite, WordDoes, WordRule};
use std::collections::HashSet;
use std::path::Path;

/// The tables with a job of their own; every other one is of a script, and a script more is a file more.
const CLASSES: &str = "latin";
const WORDS: &str = "particles";

/// Reads the folder. A folder of packs without it has no tables, and its records no keys.
pub fn read(dir: &Path) -> Result<NameTables, PackError> {
    let mut out = NameTables::default();
    if !dir.exists() {
        return Ok(out);
    }
    let mut seen = HashSet::new();
    for path in super::files::sorted(dir, "tsv")? {
        let stem = super::files::stem(&path);
        match stem.as_str() {
            WORDS => out.words = rows(&path, &["word", "does", "before"])?.into_iter().map(|r| word_rule(&r)).collect::<Result<_, _>>()?,
            CLASSES => out.classes = rows(&path, &["letters", "key", "left", "right", "alphabet"])?.into_iter().map(|r| class(&r)).collect::<Result<_, _>>()?,
            // Two scripts share no letters, so their tables are one.
            _ => {
                for row in rows(&path, &["letters", "latin", "left", "right"])? {
                    let rewrite = row.rewrite()?;
                    if !seen.insert(rewrite.clone()) {
                        return Err(row.wrong("this row stands in the tables twice", "delete one of them"));
                    }
                    out.scripts.push(rewrite);
                }
            }
        }
    }
    Ok(out)
}

/// A line cut into its cells, and where it stands.
struct Row {
    place: String,
    cells: Vec<String>,
}

impl Row {
    fn get(&self, i: usize) -> &str {
        self.cells.get(i).map_or("", String::as_str)
    }
    fn wrong(&self, problem: &str, help: &str) -> PackError {
        PackError::at(&self.place, problem, help)
    }
    fn rewrite(&self) -> Result<Rewrite, PackError> {
        let cell = |i: usize| self.get(i).to_string();
        let rewrite = Rewrite { letters: cell(0), to: cell(1), left: cell(2), right: cell(3), alphabet: cell(4) };
        if rewrite.letters.is_empty() {
            return Err(self.wrong("no letters", "write the letters that the row is about, or delete it"));
        }
        if rewrite.letters.to_lowercase() != rewrite.letters {
            return Err(self.wrong("a capital letter", "write small letters: names are read in small letters"));
        }
        Ok(rewrite)
    }
}

/// A row of the last table: what it gives is the key itself.
fn class(row: &Row) -> Result<Rewrite, PackError> {
    let rewrite = row.rewrite()?;
    if !rewrite.to.chars().all(|c| c.is_ascii_lowercase()) {
        return Err(row.wrong("a key has letters from a to z only", "write the class of the sound in such letters"));
    }
    Ok(rewrite)
}

fn word_rule(row: &Row) -> Result<WordRule, PackError> {
    let does = match row.get(1) {
        "" => return Err(row.wrong("it is not said what becomes of the word", "write drop, join, back or a spelling in the second column")),
        "drop" => WordDoes::Drop,
        "join" => WordDoes::Join,
        "back" => WordDoes::Back,
        spelling => WordDoes::Read(spelling.to_string()),
    };
    Ok(WordRule { word: row.get(0).to_string(), does, before: row.get(2).to_string() })
}

fn rows(path: &Path, columns: &[&str]) -> Result<Vec<Row>, PackError> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| PackError::at(&place, &e.to_string(), "make the file readable"))?;
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let head = lines.next().map(|(_, l)| l.split('\t').collect::<Vec<_>>());
    if head.as_deref() != Some(columns) {
        return Err(PackError::at(&place, "the columns are not those of this table", &format!("let the first line be: {}", columns.join("<TAB>"))));
    }
    let cut = |(n, line): (usize, &str)| {
        let row = Row { place: format!("{place}:{}", n + 1), cells: line.split('\t').map(str::to_string).collect() };
        if row.cells.len() > columns.len() {
            return Err(row.wrong("more cells than columns", "delete what is too much"));
        }
        Ok(row)
    };
    lines.map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { place: "t.tsv:7".into(), cells: cells.iter().map(|c| c.to_string()).collect() }
    }

    #[test]
    fn a_key_of_other_letters_and_an_empty_rule_are_refused_with_their_line() {
        for e in [class(&row(&["ж", "ž"])).map(|_| ()), word_rule(&row(&["al"])).map(|_| ()), row(&["", "a"]).rewrite().map(|_| ())] {
            assert!(e.is_err_and(|e| e.place == "t.tsv:7" && !e.help.is_empty()));
        }
    }

    #[test]
    fn a_word_may_be_read_as_another() {
        assert_eq!(word_rule(&row(&["ibn", "bin"])).map(|r| r.does).ok(), Some(WordDoes::Read("bin".into())));
    }
}
