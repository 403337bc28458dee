//! The panel: a row a pair of states and year, in which both were members of the state system.
//!
//! In: [`Facts`] and [`PanelOptions`]. Out: a [`Table`] with the columns of the contract first, then counts by area, instrument and type of
//! event, the variables that a user of DCAD knows, and what was read. `codebook/variables.toml` says what each column is.
//!
//! A year's counts lie in one array, column by column, and become one batch; years are counted in parallel.

use crate::codebook::Codebook;
use crate::coverage::{Coverage, Covered};
use crate::directed::{COLUMNS as DIRECTED, Directed};
use crate::error::{AnalysisError, Result};
use crate::facts::{Facts, Scope};
use crate::pairs::Pairs;
use crate::span::{Day, Span, first_of, year_of};
use crate::states::State;
use arrow_array::types::Int16Type;
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Int16Array, RecordBatch, StringArray, UInt16Array, UInt32Array};
use arrow_schema::DataType;
use mithaq_export::{Column, Table};
use mithaq_registry::{AgreementRow, codes_of};
use rayon::prelude::*;
use std::sync::Arc;

/// What the panel is to hold.
#[derive(Debug, Clone, Default)]
pub struct PanelOptions {
    pub scope: Scope,
    /// First and last year; else from the first to the last that the registry knows of.
    pub from: Option<i32>,
    pub to: Option<i32>,
    /// Also states that are party to nothing.
    pub all_states: bool,
    /// Each pair twice, with what the first gives the second and the visits that it pays.
    pub directed: bool,
    /// Where nothing covers a pair and year, counts are missing instead of zero; what is known (an agreement that goes on running) stays.
    pub na: bool,
}

/// Columns of counts, in order: names as in the codebook.
pub fn count_columns() -> Vec<String> {
    let mut names: Vec<String> = COUNTS.iter().map(|s| s.to_string()).collect();
    for (prefix, of) in [("signed", "area"), ("in_force", "area"), ("signed", "instrument"), ("in_force", "instrument")] {
        names.extend(codes_of(of).iter().map(|c| format!("{prefix}_{}", c.replace('-', "_"))));
    }
    names.extend(codes_of("type").iter().filter(|t| **t != "exhibition").map(|t| format!("events_{}", t.replace('-', "_"))));
    names.extend(["events_scheduled", "events_cancelled"].map(String::from));
    names.extend(DCAD.iter().map(|s| s.to_string()));
    names
}

const COUNTS: [&str; 5] = ["signed", "in_force", "in_force_dec31", "in_force_bilateral", "in_force_multilateral"];
/// DCAD's names: a general, a sector, any agreement in force, each in a strict and a broad version.
const DCAD: [&str; 6] = ["dcaGeneralV1", "dcaGeneralV2", "dcaSectorV1", "dcaSectorV2", "dcaAnyV1", "dcaAnyV2"];

/// Instruments that bind: the strict version of DCAD's variables counts only these.
const BINDING: [&str; 5] = ["agreement", "treaty", "protocol", "arrangement", "contract"];

/// An agreement ready to be counted.
struct Counted {
    pairs: Vec<usize>,
    members: Vec<(usize, usize)>,
    signed: Option<i32>,
    runs: Option<Span>,
    multilateral: bool,
    /// Columns of its areas and of its instrument, as offsets from the first of their kind.
    areas: Vec<usize>,
    instrument: Option<usize>,
    /// DCAD's kinds: 0 general, 1 sector; an agreement whose scope is not known is only "any".
    kind: Option<usize>,
    binding: bool,
}

/// Where the columns of a kind begin.
struct Layout {
    signed_area: usize,
    in_force_area: usize,
    signed_instrument: usize,
    in_force_instrument: usize,
    events: usize,
    scheduled: usize,
    dcad: usize,
    columns: usize,
}

impl Layout {
    fn new() -> Layout {
        let (areas, instruments, types) = (codes_of("area").len(), codes_of("instrument").len(), codes_of("type").len() - 1);
        let signed_area = COUNTS.len();
        let signed_instrument = signed_area + 2 * areas;
        let events = signed_instrument + 2 * instruments;
        Layout {
            signed_area,
            in_force_area: signed_area + areas,
            signed_instrument,
            in_force_instrument: signed_instrument + instruments,
            events,
            scheduled: events + types,
            dcad: events + types + 2,
            columns: events + types + 2 + DCAD.len(),
        }
    }
}

/// The panel, and what it was made of.
pub fn panel(facts: &Facts, o: &PanelOptions, codebook: &Codebook) -> Result<Table> {
    let pairs = Pairs::of(facts.members(o.all_states, o.scope.region.as_deref())?);
    let known = facts.known().map(|(a, b)| (year_of(a), year_of(b)));
    let (from, to) = (o.from.or(known.map(|k| k.0)), o.to.or(known.map(|k| k.1)));
    let years: Vec<i32> = match (from, to) {
        (Some(a), Some(b)) if a > b => return Err(AnalysisError::Request(format!("the years end ({b}) before they begin ({a})"))),
        (Some(a), Some(b)) => (a..=b).collect(),
        _ => Vec::new(),
    };
    let agreements: Vec<Counted> = facts.agreements.iter().filter(|a| o.scope.has(a)).map(|a| counted(a, facts, &pairs, o)).filter(|c| !c.pairs.is_empty()).collect();
    let coverage = Coverage::of(facts, &pairs);
    let layout = Layout::new();
    let columns = columns(o, codebook);
    let directed = o.directed.then(|| Directed::of(facts, &pairs));
    let events = events(facts, &pairs, &layout);
    let year = |y: &i32| {
        let counts = count(*y, &agreements, &events, &pairs, facts, &layout);
        batch(*y, &counts, &pairs, facts, &coverage, directed.as_ref(), o, &layout, &columns)
    };
    let batches = years.par_iter().map(year).collect::<Result<Vec<_>>>()?;
    let title = format!(
        "Defence cooperation by pair of states and year. {} States: {}, while members of the Correlates of War state system.",
        o.scope.assumption.stated(),
        if o.all_states { "all" } else { "parties to an agreement of the registry" }
    );
    Ok(Table { name: "panel".into(), title, columns, batches: batches.into_iter().filter(|b| b.num_rows() > 0).collect() })
}

fn counted(a: &AgreementRow, facts: &Facts, pairs: &Pairs, o: &PanelOptions) -> Counted {
    let members = pairs.tied(&a.parties, &facts.states);
    let number = |of: &str, code: &str| codes_of(of).iter().position(|c| *c == code);
    Counted {
        pairs: members.iter().map(|(a, b)| pairs.index(*a, *b)).collect(),
        members,
        signed: Facts::signed(a).map(year_of),
        runs: o.scope.assumption.span(a),
        multilateral: a.parties.len() > 2,
        areas: a.areas.iter().filter_map(|x| number("area", x)).collect(),
        instrument: number("instrument", &a.instrument),
        kind: ["general", "sector"].iter().position(|s| *s == a.scope),
        binding: BINDING.contains(&a.instrument.as_str()),
    }
}

/// Events by year: pair and column.
fn events(facts: &Facts, pairs: &Pairs, l: &Layout) -> std::collections::HashMap<i32, Vec<(usize, usize)>> {
    let mut by_year: std::collections::HashMap<i32, Vec<(usize, usize)>> = std::collections::HashMap::new();
    let types: Vec<&str> = codes_of("type").iter().copied().filter(|t| *t != "exhibition").collect();
    for e in &facts.events {
        let Some(day) = e.day else { continue };
        let column = match e.realis.as_str() {
            "scheduled" => Some(l.scheduled),
            "cancelled" => Some(l.scheduled + 1),
            _ => types.iter().position(|t| *t == e.kind).map(|i| l.events + i),
        };
        if let Some(c) = column {
            by_year.entry(year_of(day)).or_default().extend(pairs.met(e, &facts.states).into_iter().map(|(a, b)| (pairs.index(a, b), c)));
        }
    }
    by_year
}

/// A year's counts: column by column, a cell for each pair.
fn count(year: i32, agreements: &[Counted], events: &std::collections::HashMap<i32, Vec<(usize, usize)>>, pairs: &Pairs, facts: &Facts, l: &Layout) -> Vec<u16> {
    let n = pairs.len();
    let mut cells = vec![0u16; n * l.columns];
    let mut add = |column: usize, pair: usize| {
        let c = &mut cells[column * n + pair];
        *c = c.saturating_add(1);
    };
    let span = Span::year(year);
    let last: Day = first_of(year + 1) - 1;
    let state = |i: usize| facts.states.get(&pairs.states[i]);
    for a in agreements {
        if a.signed == Some(year) {
            for &p in &a.pairs {
                add(0, p);
                a.areas.iter().for_each(|x| add(l.signed_area + x, p));
                a.instrument.into_iter().for_each(|i| add(l.signed_instrument + i, p));
            }
        }
        let Some(runs) = a.runs.and_then(|r| r.and(span)) else { continue };
        for (&p, &(x, y)) in a.pairs.iter().zip(&a.members) {
            let (Some(x), Some(y)) = (state(x), state(y)) else { continue };
            if !both(x, y, runs) {
                continue;
            }
            add(1, p);
            if runs.has(last) && x.member(last) && y.member(last) {
                add(2, p);
            }
            add(if a.multilateral { 4 } else { 3 }, p);
            a.areas.iter().for_each(|x| add(l.in_force_area + x, p));
            a.instrument.into_iter().for_each(|i| add(l.in_force_instrument + i, p));
            for k in a.kind.into_iter().chain([2]) {
                add(l.dcad + 2 * k + 1, p);
                if a.binding {
                    add(l.dcad + 2 * k, p);
                }
            }
        }
    }
    // DCAD's variables say whether there is one.
    for c in &mut cells[l.dcad * n..] {
        *c = (*c).min(1);
    }
    for (pair, column) in events.get(&year).into_iter().flatten() {
        let c = &mut cells[column * n + pair];
        *c = c.saturating_add(1);
    }
    cells
}

/// Whether both states are members on some day of a span.
pub fn both(x: &State, y: &State, span: Span) -> bool {
    x.cow.iter().any(|s| y.cow.iter().any(|t| s.span.and(t.span).is_some_and(|m| m.meets(span))))
}

fn text_kind() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8))
}

fn columns(o: &PanelOptions, codebook: &Codebook) -> Vec<Column> {
    let column = |name: &str, kind: DataType, nullable: bool| Column::new(name, kind, nullable, codebook.label(name)).with_codes(codebook.codes(name));
    let mut list = vec![column("year", DataType::Int16, false)];
    list.extend(["iso_a", "iso_b"].map(|n| column(n, text_kind(), false)));
    list.extend(["ccode_a", "ccode_b", "gwno_a", "gwno_b"].map(|n| column(n, DataType::UInt16, true)));
    let names = count_columns();
    let (first, rest) = names.split_at(COUNTS.len());
    let count = |n: &String| column(n, DataType::UInt16, o.na);
    list.extend(first.iter().map(count));
    list.extend(["documents_read", "outlets_read"].map(|n| column(n, DataType::UInt32, false)));
    list.push(column("coverage", text_kind(), false));
    list.extend(rest.iter().map(count));
    if o.directed {
        list.extend(DIRECTED.map(|n| column(n, DataType::UInt16, o.na)));
    }
    list.extend(["region_a", "region_b"].map(|n| column(n, text_kind(), false)));
    list.push(column("same_region", DataType::Boolean, false));
    list.push(column("assumption", text_kind(), false));
    list
}

/// A text column with few values: its dictionary, and for each row the number in it.
fn dictionary(values: Vec<&str>, keys: Vec<i16>) -> std::result::Result<ArrayRef, arrow_schema::ArrowError> {
    Ok(Arc::new(DictionaryArray::<Int16Type>::try_new(Int16Array::from(keys), Arc::new(StringArray::from(values)))?))
}

#[allow(clippy::too_many_arguments)]
fn batch(
    year: i32,
    counts: &[u16],
    pairs: &Pairs,
    facts: &Facts,
    coverage: &Coverage,
    directed: Option<&Directed>,
    o: &PanelOptions,
    l: &Layout,
    columns: &[Column],
) -> Result<RecordBatch> {
    let span = Span::year(year);
    let states: Vec<Option<&State>> = pairs.states.iter().map(|s| facts.states.get(s)).collect();
    let there = |(a, b): &(usize, usize)| matches!((states[*a], states[*b]), (Some(x), Some(y)) if both(x, y, span));
    let mut rows: Vec<(usize, usize)> = pairs.all().filter(there).collect();
    if directed.is_some() {
        rows = rows.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        rows.sort_unstable();
    }
    let n = pairs.len();
    let number: Vec<usize> = rows.iter().map(|(a, b)| pairs.index(*a.min(b), *a.max(b))).collect();
    let covered: Vec<(u32, u32, Covered)> = rows.iter().map(|(a, b)| coverage.pair(year, *a.min(b), *a.max(b))).collect();
    let missing = |i: usize| o.na && covered[i].2 == Covered::None;
    let numbers = |value: &dyn Fn(usize) -> u16| -> ArrayRef {
        match o.na {
            true => Arc::new(UInt16Array::from_iter((0..rows.len()).map(|i| Some(value(i)).filter(|v| *v > 0 || !missing(i))))),
            false => Arc::new(UInt16Array::from_iter_values((0..rows.len()).map(value))),
        }
    };
    let count = |c: usize| numbers(&|i| counts[c * n + number[i]]);
    let code = |of: &dyn Fn(&State) -> Option<u16>, second: bool| -> ArrayRef {
        let codes: Vec<Option<u16>> = states.iter().map(|s| s.and_then(of)).collect();
        Arc::new(UInt16Array::from_iter(rows.iter().map(|(a, b)| codes[if second { *b } else { *a }])))
    };
    let by_state = |value: &dyn Fn(&State) -> &str, second: bool| -> Result<ArrayRef> {
        let mut values: Vec<&str> = states.iter().map(|s| s.map_or("", value)).collect();
        let all = values.clone();
        values.sort_unstable();
        values.dedup();
        let key: Vec<i16> = all.iter().map(|v| values.binary_search(v).unwrap_or(0) as i16).collect();
        dictionary(values, rows.iter().map(|(a, b)| key[if second { *b } else { *a }]).collect()).map_err(unfit)
    };
    let (ccode, gwno) = (|s: &State| s.ccode(year), |s: &State| s.gwno(year));
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(Int16Array::from(vec![year as i16; rows.len()]))];
    for second in [false, true] {
        arrays.push(by_state(&|s| &s.iso, second)?);
    }
    arrays.extend([code(&ccode, false), code(&ccode, true), code(&gwno, false), code(&gwno, true)]);
    arrays.extend((0..COUNTS.len()).map(count));
    arrays.push(Arc::new(UInt32Array::from_iter_values(covered.iter().map(|c| c.0))));
    arrays.push(Arc::new(UInt32Array::from_iter_values(covered.iter().map(|c| c.1))));
    arrays.push(dictionary(Covered::CODES.to_vec(), covered.iter().map(|c| c.2 as i16).collect()).map_err(unfit)?);
    arrays.extend((COUNTS.len()..l.columns).map(count));
    if let Some(d) = directed {
        let of = d.of_year(year);
        for c in 0..DIRECTED.len() {
            arrays.push(numbers(&|i| of.and_then(|y| y.get(&(rows[i].0, rows[i].1))).map_or(0, |v| v[c])));
        }
    }
    for second in [false, true] {
        arrays.push(by_state(&|s| &s.region, second)?);
    }
    let same = |(a, b): &(usize, usize)| states[*a].zip(states[*b]).is_some_and(|(x, y)| x.region == y.region);
    arrays.push(Arc::new(BooleanArray::from(rows.iter().map(same).collect::<Vec<_>>())));
    let assumption = o.scope.assumption.code();
    arrays.push(dictionary(vec![assumption.as_str()], vec![0; rows.len()]).map_err(unfit)?);
    RecordBatch::try_new(Table::schema(columns), arrays).map_err(unfit)
}

fn unfit(source: arrow_schema::ArrowError) -> AnalysisError {
    AnalysisError::Table { name: "panel".into(), source }
}
