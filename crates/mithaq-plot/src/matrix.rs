//! Who has how much with whom, as a square of cells.
//!
//! In: a [`Matrix`]. Out: an SVG. States stand by group, within a group those with most first; cells have the colour of their class and,
//! where there are few, their number. A diagonal is not drawn.

use std::collections::BTreeMap;

use crate::canvas::{Anchor, Canvas, Paint, Type};
use crate::classes::Classes;
use crate::colour::{self, FAINT, INK, RULE};
use crate::font::{self, Weight};
use crate::frame::{self, LABEL, MARGIN, NOTE};
use crate::network::State;
use crate::text::clean;
use crate::words::fill;
use crate::{Error, Style, WIDTH};

/// Values of pairs of states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Title of the picture.
    pub title: String,
    /// What it shows, in a line.
    pub subtitle: String,
    /// The states; those of one `region` (or community) stand together, in the order of their first state. One that is named
    /// by a cell only is added with its code as label.
    pub states: Vec<State>,
    /// The values. A pair given once counts both ways; given in both orders, each cell has its own.
    pub cells: Vec<Cell>,
    /// What the values are, as head of the legend.
    pub value_name: String,
    /// The day the data stand for, as it shall be read.
    pub at: Option<String>,
}

/// The value of a pair: of the row of `a` in the column of `b`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Code of the state of the row.
    pub a: String,
    /// Code of the state of the column.
    pub b: String,
    /// The value.
    pub value: f64,
}

/// Room for the names of rows.
const NAMES: f64 = 170.0;
/// Room for the names of groups at the far side.
const GROUPS: f64 = 150.0;
const LARGEST_CELL: f64 = 44.0;
/// Least height of a row that has a name.
const SMALLEST_NAMED: f64 = 10.5;

impl Matrix {
    /// The picture as SVG.
    ///
    /// # Errors
    /// Only if the SVG cannot be written.
    pub fn svg(&self, style: &Style) -> Result<String, Error> {
        let values = self.values();
        let states = self.ordered(&values);
        if states.is_empty() {
            return frame::nothing(style, &self.title, &self.subtitle, self.at.as_deref());
        }
        let words = &style.words;
        let mut canvas = Canvas::new(style);
        let top = frame::head(&mut canvas, style, &self.title, &self.subtitle, self.at.as_deref());
        let classes = Classes::of(values.values().copied());
        let steps = classes.len();
        frame::swatches(&mut canvas, style, (MARGIN, top), &self.value_name, &classes, false);

        let grouped = states.iter().any(|state| !state.region.is_empty());
        let cells = |groups: f64| ((WIDTH - 2.0 * MARGIN - NAMES - groups) / states.len() as f64).min(LARGEST_CELL);
        let names_fit = cells(GROUPS) >= SMALLEST_NAMED;
        // Where the rows have no names, the groups stand in their place and the far side is free.
        let side = if names_fit && grouped { cells(GROUPS) } else { cells(0.0) };
        let name_size = LABEL.min(side - 1.0).max(9.0);
        let codes: Vec<String> = states.iter().map(|state| clean(&state.code)).collect();
        let code_width = codes.iter().map(|code| font::width(code, name_size, Weight::Regular)).fold(0.0, f64::max);
        let upright = code_width > side - 3.0;
        let heads = if !names_fit {
            16.0
        } else if upright {
            code_width.min(90.0) + 12.0
        } else {
            20.0
        };
        let (left, first) = (MARGIN + NAMES, top + 26.0 + heads);
        let whole = side * states.len() as f64;

        canvas.rect([left, first, whole, whole], Paint::fill("#fafbfb"), "");
        canvas.open("cells");
        let number_size = (side * 0.42).min(12.0);
        for (row, a) in states.iter().enumerate() {
            for (column, b) in states.iter().enumerate() {
                let corner = (left + side * column as f64, first + side * row as f64);
                if row == column {
                    canvas.rect([corner.0, corner.1, side, side], Paint::fill("#d9dde1"), "");
                    continue;
                }
                let Some(&value) = values.get(&(a.code.as_str(), b.code.as_str())) else { continue };
                let paint = colour::amount(classes.class(value), steps);
                let says = format!("{} – {}: {}", clean(&a.label), clean(&b.label), words.number(value));
                let gap = if side > 12.0 { 0.5 } else { 0.0 };
                canvas.rect([corner.0 + gap, corner.1 + gap, side - 2.0 * gap, side - 2.0 * gap], Paint::fill(&colour::hex(paint)), &says);
                let text = words.number(value);
                if number_size >= 9.0 && font::width(&text, number_size, Weight::Regular) < side - 2.0 {
                    let set = Type::of(number_size).colour(colour::on(paint)).at(Anchor::Middle);
                    canvas.text((corner.0 + side / 2.0, corner.1 + side / 2.0 + number_size * 0.36), &text, set);
                }
            }
        }
        canvas.close();

        if names_fit {
            canvas.open("names");
            for (n, state) in states.iter().enumerate() {
                let middle = side.mul_add(n as f64 + 0.5, 0.0);
                let name = clean(if state.label.is_empty() { &state.code } else { &state.label });
                let name = font::fit(&name, name_size, Weight::Regular, NAMES - 10.0);
                canvas.text((left - 6.0, first + middle + name_size * 0.36), &name, Type::of(name_size).at(Anchor::End));
                let code = font::fit(&codes[n], name_size, Weight::Regular, 90.0);
                if upright {
                    let anchor = if canvas.mirrored { Anchor::End } else { Anchor::Start };
                    canvas.text((left + middle + name_size * 0.36, first - 6.0), &code, Type::of(name_size).upright().at(anchor));
                } else {
                    canvas.text((left + middle, first - 6.0), &code, Type::of(name_size).at(Anchor::Middle));
                }
            }
            canvas.close();
        }
        if grouped {
            groups(&mut canvas, style, &states, (left, first), side, names_fit);
        }
        canvas.rect([left, first, whole, whole], Paint::line(RULE, 1.0), "");
        let bottom = frame::foot(&mut canvas, first + whole, &[]);
        let told = format!("{} [{} / {}]", self.subtitle, states.len(), values.len());
        canvas.finish(bottom, &self.title, &told)
    }

    /// Values by pair, both ways where only one was given.
    fn values(&self) -> BTreeMap<(&str, &str), f64> {
        let given = self.cells.iter().filter(|cell| cell.value.is_finite() && cell.a != cell.b);
        let given: BTreeMap<(&str, &str), f64> = given.map(|cell| ((cell.a.as_str(), cell.b.as_str()), cell.value)).collect();
        let mut both = given.clone();
        for (&(a, b), &value) in &given {
            both.entry((b, a)).or_insert(value);
        }
        both
    }

    /// States once each, by group and then by the sum of their values.
    fn ordered(&self, values: &BTreeMap<(&str, &str), f64>) -> Vec<State> {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for (&(a, _), value) in values {
            *sums.entry(a).or_default() += value;
        }
        let mut rank: BTreeMap<&str, usize> = BTreeMap::new();
        let mut states: Vec<State> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for state in self.states.iter().filter(|state| seen.insert(state.code.as_str())) {
            let next = if state.region.is_empty() { usize::MAX } else { rank.len() };
            rank.entry(&state.region).or_insert(next);
            states.push(state.clone());
        }
        for &(code, _) in values.keys() {
            if seen.insert(code) {
                rank.entry("").or_insert(usize::MAX);
                states.push(State { code: code.into(), label: code.into(), ..State::default() });
            }
        }
        let sum = |state: &State| sums.get(state.code.as_str()).copied().unwrap_or(0.0);
        states.sort_by(|a, b| rank[a.region.as_str()].cmp(&rank[b.region.as_str()]).then(sum(b).total_cmp(&sum(a))));
        states
    }
}

/// Lines between groups and their names at the far side.
fn groups(canvas: &mut Canvas, style: &Style, states: &[State], (left, first): (f64, f64), side: f64, names_fit: bool) {
    canvas.open("groups");
    let whole = side * states.len() as f64;
    let mut from = 0;
    let mut last_name = f64::MIN;
    let mut left_out = 0;
    for to in 1..=states.len() {
        if to < states.len() && states[to].region == states[from].region {
            continue;
        }
        let (start, end) = (side * from as f64, side * to as f64);
        if from > 0 {
            canvas.line((left, first + start), (left + whole, first + start), Paint::line(INK, 0.9));
            canvas.line((left + start, first), (left + start, first + whole), Paint::line(INK, 0.9));
        }
        let name = if states[from].region.is_empty() { &style.words.no_region } else { &states[from].region };
        let side_of = |near: bool| if near { left - 5.0 } else { left + whole + 5.0 };
        canvas.line((side_of(!names_fit), first + start + 1.5), (side_of(!names_fit), first + end - 1.5), Paint::line(FAINT, 2.0));
        let room = if names_fit { WIDTH - MARGIN - left - whole - 13.0 } else { NAMES - 14.0 };
        let mut lines = font::wrap(&clean(name), LABEL, Weight::SemiBold, room);
        lines.truncate(if end - start >= 27.0 { 2 } else { 1 });
        let y = first + (start + end) / 2.0 + 4.0 - 6.5 * (lines.len() as f64 - 1.0);
        if y - last_name >= 12.0 {
            let (x, anchor) = if names_fit { (left + whole + 13.0, Anchor::Start) } else { (left - 13.0, Anchor::End) };
            for (n, line) in lines.iter().enumerate() {
                last_name = y + 13.0 * n as f64;
                canvas.text((x, last_name), line, Type::of(LABEL).bold().at(anchor));
            }
        } else {
            left_out += 1;
        }
        from = to;
    }
    if left_out > 0 {
        let note = fill(&style.words.more, &style.words.number(f64::from(left_out)));
        canvas.text((MARGIN, first + whole + 14.0), &note, Type::of(NOTE).colour(FAINT));
    }
    canvas.close();
}
