//! Another treaty list's columns as those of `agreements.csv`: what `mithaq import --mapping` takes.
//!
//! In: a CSV of any columns, a mapping (TOML). Out: the CSV that `import` knows. Columns that the mapping does not use are kept under their names. Rows of
//! one id may be joined into one agreement with all their parties (lists by pair have a row for each pair of a multilateral treaty).
//! `docs/dcad-mapping.toml` is a mapping for the Defense Cooperation Agreement Dataset.

use mithaq_analysis::States;
use mithaq_analysis::span::day;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How the columns are named there, and what their values mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Columns of the parties, one state each.
    parties: Vec<String>,
    /// How parties are coded: iso3, cow, gw.
    #[serde(default)]
    codes: Codes,
    /// Column of agreements.csv → column there.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// Column of agreements.csv → the value for all rows.
    #[serde(default)]
    constants: BTreeMap<String, String>,
    /// Column of agreements.csv → value there → value here. Values that are not named are left empty.
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
    /// Area → columns there; one of them being 1 (true, yes) says that it is covered.
    #[serde(default)]
    areas: BTreeMap<String, Vec<String>>,
    /// How dates are written there, as strftime has it; without it: ISO.
    #[serde(default)]
    date_format: Option<String>,
    /// Rows with the same id are one agreement, with the parties of all.
    #[serde(default)]
    join_by_id: bool,
}

#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Codes {
    #[default]
    Iso3,
    Cow,
    Gw,
}

/// A row on its way: parties, cells under our names, cells of the columns that are kept.
struct Taken {
    parties: BTreeSet<String>,
    cells: BTreeMap<String, String>,
    rest: Vec<String>,
}

/// What cannot be done, and where.
pub type Problem = String;

impl Mapping {
    pub fn read(text: &str) -> Result<Mapping, Problem> {
        let mapping: Mapping = toml::from_str(text).map_err(|e| e.to_string())?;
        let ours = mithaq_registry::byhand::COLUMNS;
        for name in mapping.columns.keys().chain(mapping.constants.keys()).chain(mapping.values.keys()) {
            if !ours.contains(&name.as_str()) && name != "title" {
                return Err(format!("there is no column {name:?} in agreements.csv; its columns are {}", ours.join(", ")));
            }
        }
        if let Some(area) = mapping.areas.keys().find(|a| !mithaq_registry::codes_of("area").contains(&a.as_str())) {
            return Err(format!("there is no area {area:?}"));
        }
        Ok(mapping)
    }

    /// The file's rows under the columns of agreements.csv, and the lines that could not be taken over.
    pub fn apply(&self, text: &str) -> Result<(String, Vec<Problem>), Problem> {
        let states = States::load().map_err(|e| e.to_string())?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let names = reader.headers().map_err(|e| e.to_string())?.clone();
        let place = |name: &str| names.iter().position(|n| n.trim_start_matches('\u{feff}').trim() == name);
        let mut used = BTreeSet::new();
        for name in self.parties.iter().chain(self.columns.values()).chain(self.areas.values().flatten()) {
            used.insert(
                place(name).ok_or_else(|| format!("the mapping names a column {name:?} that the file does not have; it has {}", names.iter().collect::<Vec<_>>().join(", ")))?,
            );
        }
        let mut problems = Vec::new();
        let mut rows: Vec<Taken> = Vec::new();
        let mut of_id: BTreeMap<String, usize> = BTreeMap::new();
        for row in reader.records() {
            let row = row.map_err(|e| e.to_string())?;
            let line = row.position().map_or(0, |p| p.line());
            let cell = |name: &str| place(name).and_then(|i| row.get(i)).unwrap_or("").trim();
            let mut cells: BTreeMap<String, String> = self.constants.clone();
            let mut failed = None;
            for (ours, theirs) in &self.columns {
                let raw = cell(theirs);
                let value = match self.values.get(ours) {
                    Some(meaning) => meaning.get(raw).cloned().unwrap_or_default(),
                    None if matches!(ours.as_str(), "signed" | "date" | "terminated_date") => match self.date(raw) {
                        Ok(d) => d,
                        Err(e) => {
                            failed = Some(format!("line {line}, column {theirs}: {e}"));
                            String::new()
                        }
                    },
                    None => raw.to_string(),
                };
                cells.insert(ours.clone(), value);
            }
            let when = cells.get("signed").or(cells.get("date")).cloned().unwrap_or_default();
            let mut parties = BTreeSet::new();
            for column in self.parties.iter().filter(|c| !cell(c).is_empty()) {
                match self.state(&states, cell(column), &when) {
                    Some(code) => {
                        parties.insert(code);
                    }
                    None => failed = Some(format!("line {line}, column {column}: {:?} is no state's code in {when}", cell(column))),
                }
            }
            if let Some(problem) = failed {
                problems.push(problem);
                continue;
            }
            let covered = self.areas.iter().filter(|(_, columns)| columns.iter().any(|c| matches!(cell(c).to_lowercase().as_str(), "1" | "1.0" | "true" | "yes")));
            let areas: Vec<&str> = covered.map(|(a, _)| a.as_str()).collect();
            if !self.areas.is_empty() {
                cells.insert("areas".into(), areas.join("+"));
            }
            let id = cells.get("id").cloned().unwrap_or_default();
            if let Some(i) = of_id.get(&id).copied().filter(|_| self.join_by_id && !id.is_empty()) {
                rows[i].parties.extend(parties);
                continue;
            }
            of_id.insert(id, rows.len());
            let rest = row.iter().enumerate().filter(|(i, _)| !used.contains(i)).map(|(_, c)| c.to_string()).collect();
            rows.push(Taken { parties, cells, rest });
        }
        Ok((self.written(&names, &used, rows)?, problems))
    }

    fn written(&self, names: &csv::StringRecord, used: &BTreeSet<usize>, rows: Vec<Taken>) -> Result<String, Problem> {
        let ours: Vec<&str> = mithaq_registry::byhand::COLUMNS.iter().copied().chain(self.columns.keys().map(String::as_str).filter(|c| *c == "title")).collect();
        let mut out = csv::Writer::from_writer(Vec::new());
        // A column there that has the name of one of ours, and another meaning, is kept under a name that tells.
        let others = names.iter().enumerate().filter(|(i, _)| !used.contains(i)).map(|(_, n)| if ours.contains(&n.trim()) { format!("their_{}", n.trim()) } else { n.to_string() });
        let head: Vec<String> = ours.iter().map(|c| c.to_string()).chain(others).collect();
        out.write_record(&head).map_err(|e| e.to_string())?;
        for Taken { parties, cells, rest } in rows {
            let cell = |c: &&str| if *c == "parties" { parties.iter().cloned().collect::<Vec<_>>().join("+") } else { cells.get(*c).cloned().unwrap_or_default() };
            let mut record: Vec<String> = ours.iter().map(cell).collect();
            record.extend(rest);
            record.resize(head.len(), String::new());
            out.write_record(&record).map_err(|e| e.to_string())?;
        }
        String::from_utf8(out.into_inner().map_err(|e| e.to_string())?).map_err(|e| e.to_string())
    }

    /// A date there as ISO; a year alone stays one.
    fn date(&self, raw: &str) -> Result<String, Problem> {
        let iso = matches!(raw.len(), 4 | 7 | 10) && raw.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match &self.date_format {
            _ if raw.is_empty() || matches!(raw, "." | "NA" | "-9") => Ok(String::new()),
            None => Ok(raw.to_string()),
            Some(_) if iso && raw.len() == 4 => Ok(raw.to_string()),
            Some(f) => jiff::civil::Date::strptime(f, raw).map(|d| d.to_string()).map_err(|e| format!("{raw:?} is no date of the form {f:?} ({e})")),
        }
    }

    /// The ISO code of a state at a time; of a former state where it was there then.
    fn state(&self, states: &States, code: &str, when: &str) -> Option<String> {
        let full = match when.len() {
            4 => format!("{when}-01-01"),
            7 => format!("{when}-01"),
            _ => when.to_string(),
        };
        let at = day(&full);
        let number = || code.split('.').next().and_then(|c| c.parse::<u16>().ok());
        let by = |of: fn(&mithaq_analysis::states::State) -> &[mithaq_analysis::states::Spell]| -> Option<String> {
            let number = number()?;
            let there = |s: &&mithaq_analysis::states::State| of(s).iter().any(|x| x.code == number && at.is_none_or(|d| x.span.has(d)));
            states.every().filter(there).max_by_key(|s| s.former).map(|s| s.iso.clone())
        };
        match self.codes {
            Codes::Iso3 => states.get(&code.to_uppercase()).map(|s| s.iso.clone()).or_else(|| Some(code.to_uppercase())),
            Codes::Cow => by(|s| &s.cow),
            Codes::Gw => by(|s| &s.gw),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_by_pair_becomes_agreements() {
        let mapping = Mapping::read(
            "parties = ['ccode1', 'ccode2']\ncodes = 'cow'\njoin_by_id = true\ndate_format = '%m/%d/%Y'\n[columns]\nid = 'treaty'\nsigned = 'signdate'\nscope = 'type'\n\
             [constants]\nstatus = 'signed'\nsource = 'a list'\n[values.scope]\nG = 'general'\nS = 'sector'\n[areas]\nexercises = ['ex', 'train']\n",
        )
        .unwrap();
        let text = "treaty,ccode1,ccode2,signdate,type,ex,train,remark\n7,365,600,06/01/1985,G,0,1,a\n7,365,615,06/01/1985,G,0,1,a\n8,365,600,06/01/1995,S,0,0,\"b, c\"\n9,999,600,06/01/1995,S,0,0,d\n";
        let (csv, problems) = mapping.apply(text).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "id,parties,domain,instrument,scope,status,signed,signed_precision,date,precision,place_country,areas,duration_years,terminated_date,source,remark");
        assert_eq!(lines[1], "7,DZA+MAR+SUN,,,general,signed,1985-06-01,,,,,exercises,,,a list,a");
        assert_eq!(lines[2], "8,MAR+RUS,,,sector,signed,1995-06-01,,,,,,,,a list,\"b, c\"");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("line 5") && problems[0].contains("999"), "{problems:?}");
        assert!(mapping.apply("x,y\n1,2\n").unwrap_err().contains("ccode1"));
        assert!(Mapping::read("parties = []\n[columns]\nwhen = 'x'\n").unwrap_err().contains("when"));
    }
}
