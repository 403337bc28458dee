//! The state system: which states were members when, under which codes, and which former state a present one continues.
//!
//! In: `packs/world/states.tsv` (Correlates of War state system membership, list v2016, right edge open; Gleditsch–Ward
//! independent states), embedded. Out: [`States`].
//!
//! A former state whose code a successor carries on is one series with it, under the successor's ISO code: 365 (`SUN` → `RUS`),
//! 345 (`YUG`, `SCG` → `SRB`). Czechoslovakia (315), East Germany (265) and South Yemen (680) are series of their own.

use crate::error::{AnalysisError, Result};
use crate::span::{Day, Span, day};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("../../../packs/world/states.tsv");

/// A run of years under one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    pub code: u16,
    pub span: Span,
}

/// A state of the table.
#[derive(Debug, Clone)]
pub struct State {
    pub iso: String,
    /// ISO 3166-1 alpha-2: in lower case the domain of the country's sites, but for the United Kingdom's.
    pub iso2: String,
    pub name: String,
    pub region: String,
    /// Spells of membership in the Correlates of War state system, in order.
    pub cow: Vec<Spell>,
    /// Spells among Gleditsch and Ward's independent states.
    pub gw: Vec<Spell>,
    /// Three letters of the Correlates of War, the latest.
    pub cow_abbr: String,
    /// No longer a state.
    pub former: bool,
    pub capital: Option<(f64, f64)>,
}

/// All states, by ISO code.
#[derive(Debug, Clone)]
pub struct States {
    states: BTreeMap<String, State>,
    /// Former state → the one that continues its series.
    series: BTreeMap<String, String>,
}

impl States {
    /// The embedded table.
    pub fn load() -> Result<States> {
        States::read(TABLE)
    }

    fn read(table: &str) -> Result<States> {
        let mut rows = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(table.as_bytes());
        let broken = |line: u64, what: &str| AnalysisError::World { line, what: what.into() };
        let names = rows.headers().map_err(|e| broken(1, &e.to_string()))?.clone();
        let mut states = BTreeMap::new();
        let mut successors = BTreeMap::new();
        for (i, row) in rows.records().enumerate() {
            let line = i as u64 + 2;
            let row = row.map_err(|e| broken(line, &e.to_string()))?;
            let cell = |name: &str| names.iter().position(|n| n == name).and_then(|i| row.get(i)).unwrap_or("");
            let spells = |system: &str| spells(cell(&format!("{system}_code")), cell(&format!("{system}_from")), cell(&format!("{system}_to")));
            let state = State {
                iso: cell("iso3").into(),
                iso2: cell("iso2").into(),
                name: cell("name").into(),
                region: cell("region").into(),
                cow: spells("cow").ok_or_else(|| broken(line, "spells of the Correlates of War"))?,
                gw: spells("gw").ok_or_else(|| broken(line, "spells of Gleditsch and Ward"))?,
                cow_abbr: cell("cow_abbr").split(';').next_back().unwrap_or("").into(),
                former: !cell("successors").is_empty(),
                capital: cell("capital_lat").parse().ok().zip(cell("capital_lon").parse().ok()),
            };
            if let Some(first) = cell("successors").split(';').next().filter(|s| !s.is_empty()) {
                successors.insert(state.iso.clone(), first.to_string());
            }
            states.insert(state.iso.clone(), state);
        }
        // A former state's series goes on where its successor's own spells cover the former one's under the same code.
        let carries = |former: &str, heir: &str| -> bool {
            let (Some(f), Some(h)) = (states.get(former), states.get(heir)) else { return false };
            !f.cow.is_empty() && f.cow.iter().all(|s| h.cow.iter().any(|t| t.code == s.code && t.span.covers(s.span)))
        };
        let series: BTreeMap<String, String> = successors.into_iter().filter(|(f, h)| carries(f, h)).collect();
        // Codes of Gleditsch and Ward of the former years join the successor's.
        let mut states = states.clone();
        for (former, heir) in &series {
            let inherited = states.get(former).map(|s| s.gw.clone()).unwrap_or_default();
            if let Some(h) = states.get_mut(heir) {
                for s in inherited {
                    if !h.gw.iter().any(|t| t.span.meets(s.span)) {
                        h.gw.push(s);
                    }
                }
                h.gw.sort_by_key(|s| s.span.from);
            }
        }
        Ok(States { states, series })
    }

    pub fn get(&self, iso: &str) -> Option<&State> {
        self.states.get(iso)
    }
    /// Every state that has a series of its own, by ISO code.
    pub fn all(&self) -> impl Iterator<Item = &State> {
        self.states.values().filter(|s| !self.series.contains_key(&s.iso))
    }
    /// Every state of the table, former ones too.
    pub fn every(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }
    /// The state under whose ISO code the series of `iso` stands; `None`: not a state of the table (a body, or unknown).
    pub fn series<'a>(&'a self, iso: &str) -> Option<&'a State> {
        self.states.get(self.series.get(iso).map_or(iso, String::as_str))
    }
    pub fn regions(&self) -> BTreeSet<&str> {
        self.states.values().map(|s| s.region.as_str()).collect()
    }
    /// A code as a person wrote it (any case), or an English name.
    pub fn named(&self, name: &str) -> Option<&State> {
        let code = name.trim().to_uppercase();
        self.states.get(&code).or_else(|| self.states.values().find(|s| s.name.to_lowercase() == name.trim().to_lowercase()))
    }
}

impl State {
    /// Member of the Correlates of War state system on a day.
    pub fn member(&self, day: Day) -> bool {
        self.cow.iter().any(|s| s.span.has(day))
    }
    /// The code at the end of `year`, else the last one held in it.
    pub fn ccode(&self, year: i32) -> Option<u16> {
        code_in(&self.cow, year)
    }
    pub fn gwno(&self, year: i32) -> Option<u16> {
        code_in(&self.gw, year)
    }
}

fn code_in(spells: &[Spell], year: i32) -> Option<u16> {
    let y = Span::year(year);
    spells.iter().filter(|s| s.span.meets(y)).max_by_key(|s| s.span.from).map(|s| s.code)
}

fn spells(codes: &str, from: &str, to: &str) -> Option<Vec<Spell>> {
    if from.is_empty() {
        return Some(Vec::new());
    }
    let codes: Vec<u16> = codes.split(';').map(|c| c.parse().ok()).collect::<Option<_>>()?;
    let to: Vec<&str> = to.split(';').collect();
    from.split(';')
        .enumerate()
        .map(|(i, f)| {
            let last = to.get(i).copied().unwrap_or("");
            let end = if last.is_empty() { None } else { Some(day(last)? + 1) };
            Some(Spell { code: *codes.get(i).or(codes.last())?, span: Span { from: day(f)?, to: end } })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_codes() {
        let s = States::load().unwrap();
        assert_eq!(s.series("SUN").unwrap().iso, "RUS");
        assert_eq!(s.series("YUG").unwrap().iso, "SRB");
        assert_eq!(s.series("SCG").unwrap().iso, "SRB");
        assert_eq!(s.series("CSK").unwrap().iso, "CSK", "Czechoslovakia does not pass to Czechia");
        assert_eq!(s.series("DDR").unwrap().iso, "DDR");
        assert_eq!(s.series("YMD").unwrap().iso, "YMD");
        assert!(s.series("NATO").is_none());
        let germany = s.get("DEU").unwrap();
        assert_eq!((germany.ccode(1989), germany.ccode(1990), germany.ccode(1950), germany.gwno(1950)), (Some(260), Some(255), None, Some(260)));
        assert_eq!(s.get("SRB").unwrap().gwno(1980), Some(345));
        assert_eq!(s.get("SRB").unwrap().gwno(2010), Some(340));
        assert_eq!(s.get("CZE").unwrap().ccode(1992), None);
        assert_eq!(s.get("CSK").unwrap().ccode(1992), Some(315));
        assert_eq!(s.get("CSK").unwrap().ccode(1993), None);
        assert_eq!(s.get("AZE").unwrap().ccode(2026), Some(373), "the list's right edge is open");
        assert_eq!(s.get("ESH").unwrap().ccode(2020), None);
    }
}
