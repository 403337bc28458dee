//! What was looked at: a zero where press was read differs from a zero where nobody looked.
//!
//! In: documents with the day they were published. Out: for each year and pair of states, how many documents and outlets were read that could have told of
//! it, and how the pair is covered.
//!
//! A document could tell of a pair where its outlet is at home in one of the two states, or where it tells of an agreement or event of one
//! of them. The outlet's home is that of `packs/world/outlets.toml` (by site or name), else the country of the site's domain.

use crate::facts::Facts;
use crate::pairs::Pairs;
use crate::span::year_of;
use crate::states::States;
use fixedbitset::FixedBitSet;
use mithaq_registry::DocumentRow;
use std::collections::{BTreeMap, HashMap};

const OUTLETS: &str = include_str!("../../../packs/world/outlets.toml");

/// How a pair is covered in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covered {
    None,
    /// A register that was taken in has agreements of one of the two from before and after, or of that year.
    Imported,
    Read,
}

impl Covered {
    pub const CODES: [&'static str; 3] = ["none", "imported", "read"];
    pub fn code(self) -> &'static str {
        Covered::CODES[self as usize]
    }
}

#[derive(Debug, Clone, Default)]
struct Year {
    documents: Vec<u32>,
    /// Documents that concern both of a pair, which would be counted twice.
    both: HashMap<(usize, usize), u32>,
    outlets: Vec<FixedBitSet>,
}

/// Coverage by year.
#[derive(Debug, Clone)]
pub struct Coverage {
    years: BTreeMap<i32, Year>,
    outlets: usize,
    /// For each state: the years that registers with it span.
    imported: Vec<Option<(i32, i32)>>,
}

impl Coverage {
    pub fn of(facts: &Facts, pairs: &Pairs) -> Coverage {
        let homes = Homes::of_world(&facts.states);
        let mut names: HashMap<String, usize> = HashMap::new();
        let n = pairs.states.len();
        let mut years: BTreeMap<i32, Year> = BTreeMap::new();
        let mut outlets: Vec<(i32, usize, Vec<usize>)> = Vec::new();
        for d in facts.documents.iter().filter(|d| d.reading == "read" || d.reading == "truncated") {
            let Some(published) = d.published else { continue };
            let home = homes.of(d);
            let mut of: Vec<usize> = home.into_iter().chain(d.states.iter().map(String::as_str)).filter_map(|s| pairs.state(s, &facts.states)).collect();
            of.sort_unstable();
            of.dedup();
            if of.is_empty() {
                continue;
            }
            let next = names.len();
            let outlet = *names.entry(outlet(d)).or_insert(next);
            let y = year_of(published);
            let year = years.entry(y).or_insert_with(|| Year { documents: vec![0; n], ..Year::default() });
            for (i, a) in of.iter().enumerate() {
                year.documents[*a] += 1;
                for b in &of[i + 1..] {
                    *year.both.entry((*a, *b)).or_default() += 1;
                }
            }
            outlets.push((y, outlet, of));
        }
        let count = names.len();
        for (y, outlet, of) in outlets {
            let Some(year) = years.get_mut(&y) else { continue };
            if year.outlets.is_empty() {
                year.outlets = vec![FixedBitSet::with_capacity(count); n];
            }
            for s in of {
                year.outlets[s].insert(outlet);
            }
        }
        Coverage { years, outlets: count, imported: imported(facts, pairs) }
    }

    /// Documents and outlets read, and how the pair is covered.
    pub fn pair(&self, year: i32, a: usize, b: usize) -> (u32, u32, Covered) {
        let read = self.years.get(&year).map_or((0, 0), |y| {
            let documents = y.documents[a] + y.documents[b] - y.both.get(&(a, b)).copied().unwrap_or(0);
            let outlets = if documents == 0 || self.outlets == 0 { 0 } else { y.outlets[a].union_count(&y.outlets[b]) };
            (documents, outlets as u32)
        });
        let imported = |s: usize| self.imported[s].is_some_and(|(from, to)| from <= year && year <= to);
        let covered = match read.0 {
            0 if imported(a) || imported(b) => Covered::Imported,
            0 => Covered::None,
            _ => Covered::Read,
        };
        (read.0, read.1, covered)
    }
}

/// The years from the first to the last signature that a register has of a state.
fn imported(facts: &Facts, pairs: &Pairs) -> Vec<Option<(i32, i32)>> {
    let mut spans = vec![None; pairs.states.len()];
    for a in facts.agreements.iter().filter(|a| a.by_hand) {
        let Some(y) = Facts::signed(a).or(a.runs.0).map(year_of) else { continue };
        for s in a.parties.iter().filter_map(|p| pairs.state(p, &facts.states)) {
            let seen = spans[s].get_or_insert((y, y));
            *seen = (seen.0.min(y), seen.1.max(y));
        }
    }
    spans
}

fn site(url: &str) -> Option<&str> {
    let host = url.split("//").nth(1)?.split(['/', ':', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The name under which an outlet is counted.
pub fn outlet(d: &DocumentRow) -> String {
    let named = d.publisher.as_deref().map(str::trim).filter(|p| !p.is_empty());
    named.or_else(|| d.url.as_deref().and_then(site)).unwrap_or("unnamed").to_lowercase()
}

/// Where outlets are at home.
#[derive(Debug, Clone, Default)]
pub struct Homes {
    domains: HashMap<String, String>,
    names: HashMap<String, String>,
    countries: HashMap<String, String>,
}

#[derive(serde::Deserialize)]
struct Outlets {
    outlet: Vec<Outlet>,
}

#[derive(serde::Deserialize)]
struct Outlet {
    id: String,
    name: String,
    state: Option<String>,
    domain: Option<String>,
    #[serde(default)]
    names: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    marks: Vec<String>,
}

impl Homes {
    pub fn of_world(states: &States) -> Homes {
        let mut homes = Homes::default();
        // The table is checked by xtask/world.py and by the packs' build; without it outlets are only known by their country's domain.
        if let Ok(table) = toml::from_str::<Outlets>(OUTLETS) {
            for o in table.outlet {
                let Some(state) = o.state else { continue };
                if let Some(d) = o.domain {
                    homes.domains.insert(d, state.clone());
                }
                for name in o.names.into_values().flatten().chain(o.marks).chain([o.id, o.name]) {
                    homes.names.entry(name.to_lowercase()).or_insert_with(|| state.clone());
                }
            }
        }
        // A domain of a former state (.su, .yu) goes to the state that bears it now, where one does.
        for s in states.every().filter(|s| !s.former).chain(states.every().filter(|s| s.former)) {
            homes.countries.entry(s.iso2.to_lowercase()).or_insert_with(|| s.iso.clone());
        }
        homes.countries.insert("uk".into(), "GBR".into());
        homes
    }

    /// The state in which a document's outlet is at home.
    pub fn of(&self, d: &DocumentRow) -> Option<&str> {
        let by_name = d.publisher.as_deref().and_then(|p| self.names.get(&p.trim().to_lowercase()));
        by_name.or_else(|| self.site(d.url.as_deref().and_then(site)?)).map(String::as_str)
    }

    fn site(&self, host: &str) -> Option<&String> {
        let parents = host.char_indices().filter(|c| c.1 == '.').map(|(i, _)| &host[i + 1..]);
        let known = std::iter::once(host).chain(parents).find_map(|d| self.domains.get(d));
        known.or_else(|| self.countries.get(host.rsplit('.').next().unwrap_or("")))
    }
}

/// Documents read by outlet, language and month, for the notes of a release.
pub fn read(documents: &[DocumentRow]) -> BTreeMap<(String, String, String), u32> {
    let mut read = BTreeMap::new();
    for d in documents.iter().filter(|d| d.reading == "read" || d.reading == "truncated") {
        let month = d.published.map(|p| crate::span::text(p)[..7].to_string()).unwrap_or_default();
        *read.entry((outlet(d), d.language.clone().unwrap_or_default(), month)).or_default() += 1;
    }
    read
}
