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
/// Tallest head of a column.
const HEADS: f64 = 120.0;
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
        let mut canvas = Canvas::new(style);
        let top = frame::head(&mut canvas, style, &self.title, &self.subtitle, self.at.as_deref());
        let classes = Classes::of(values.values().copied());
        frame::swatches(&mut canvas, style, (MARGIN, top), &self.value_name, &classes, false);

        let grid = Grid::of(&states, top + 26.0);
        grid.cells(&mut canvas, style, &states, &values, &classes);
        if grid.named {
            grid.names(&mut canvas, &states);
        }
        if states.iter().any(|state| !state.region.is_empty()) {
            grid.groups(&mut canvas, style, &states);
        }
        canvas.rect([grid.left, grid.top, grid.whole, grid.whole], Paint::line(RULE, 1.0), "");
        let bottom = frame::foot(&mut canvas, grid.top + grid.whole, &[]);
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

/// Where the cells stand.
struct Grid {
    left: f64,
    top: f64,
    /// Side of a cell.
    side: f64,
    /// Side of all cells.
    whole: f64,
    /// Whether rows are high enough for names; if not, groups are named in their place.
    named: bool,
    size: f64,
    /// Whether the heads of columns run upwards.
    upright: bool,
}

impl Grid {
    fn of(states: &[State], top: f64) -> Self {
        let grouped = states.iter().any(|state| !state.region.is_empty());
        let side = |groups: f64| ((WIDTH - 2.0 * MARGIN - NAMES - groups) / states.len() as f64).min(LARGEST_CELL);
        let named = side(GROUPS) >= SMALLEST_NAMED;
        let side = if named && grouped { side(GROUPS) } else { side(0.0) };
        let size = LABEL.min(side - 1.0).max(9.0);
        let widest = |texts: &mut dyn Iterator<Item = &String>, size, weight| texts.map(|text| font::width(&clean(text), size, weight)).fold(0.0, f64::max);
        let codes = widest(&mut states.iter().map(|state| &state.code), size, Weight::Regular);
        let upright = codes > side - 3.0;
        let heads = match (named, upright) {
            (true, false) => 20.0,
            (true, true) => codes.min(HEADS) + 12.0,
            (false, _) => widest(&mut states.iter().map(|state| &state.region), LABEL, Weight::SemiBold).min(HEADS) + 24.0,
        };
        Self { left: MARGIN + NAMES, top: top + heads, side, whole: side * states.len() as f64, named, size, upright }
    }

    fn cells(&self, canvas: &mut Canvas, style: &Style, states: &[State], values: &BTreeMap<(&str, &str), f64>, classes: &Classes) {
        let side = self.side;
        let size = (side * 0.42).min(12.0);
        let gap = if side > 12.0 { 0.5 } else { 0.0 };
        canvas.rect([self.left, self.top, self.whole, self.whole], Paint::fill("#fafbfb"), "");
        canvas.open("cells");
        for (row, a) in states.iter().enumerate() {
            for (column, b) in states.iter().enumerate() {
                let (x, y) = (self.left + side * column as f64, self.top + side * row as f64);
                if row == column {
                    canvas.rect([x, y, side, side], Paint::fill("#d9dde1"), "");
                    continue;
                }
                let Some(&value) = values.get(&(a.code.as_str(), b.code.as_str())) else { continue };
                let colour = colour::amount(classes.class(value), classes.len());
                let text = style.words.number(value);
                let says = format!("{} – {}: {text}", clean(&a.label), clean(&b.label));
                canvas.rect([x + gap, y + gap, side - 2.0 * gap, side - 2.0 * gap], Paint::fill(&colour::hex(colour)), &says);
                if size >= 9.0 && font::width(&text, size, Weight::Regular) < side - 2.0 {
                    let set = Type::of(size).colour(colour::on(colour)).at(Anchor::Middle);
                    canvas.text((x + side / 2.0, y + side / 2.0 + size * 0.36), &text, set);
                }
            }
        }
        canvas.close();
    }

    /// Names of rows, codes of columns.
    fn names(&self, canvas: &mut Canvas, states: &[State]) {
        canvas.open("names");
        for (n, state) in states.iter().enumerate() {
            let middle = self.side * (n as f64 + 0.5);
            let name = clean(if state.label.is_empty() { &state.code } else { &state.label });
            let name = font::fit(&name, self.size, Weight::Regular, NAMES - 10.0);
            canvas.text((self.left - 6.0, self.top + middle + self.size * 0.36), &name, Type::of(self.size).at(Anchor::End));
            let code = font::fit(&clean(&state.code), self.size, Weight::Regular, HEADS);
            if self.upright {
                self.upright(canvas, middle, self.top - 6.0, &code, Type::of(self.size));
            } else {
                canvas.text((self.left + middle, self.top - 6.0), &code, Type::of(self.size).at(Anchor::Middle));
            }
        }
        canvas.close();
    }

    /// A text that runs upwards from `y` over the middle of a column.
    fn upright(&self, canvas: &mut Canvas, middle: f64, y: f64, text: &str, set: Type<'_>) {
        // Seen along the text, below is where it begins, in a mirrored picture too.
        let (anchor, shift) = if canvas.mirrored { (Anchor::End, -0.36) } else { (Anchor::Start, 0.36) };
        canvas.text((self.left + middle + set.size * shift, y), text, set.upright().at(anchor));
    }

    /// Lines between groups, and their names: at the far side of named rows, else in place of the names.
    fn groups(&self, canvas: &mut Canvas, style: &Style, states: &[State]) {
        let Self { left, top, side, whole, named, .. } = *self;
        canvas.open("groups");
        let bar = if named { left + whole + 5.0 } else { left - 5.0 };
        let (name_x, anchor) = if named { (bar + 8.0, Anchor::Start) } else { (bar - 8.0, Anchor::End) };
        let room = if named { WIDTH - MARGIN - name_x } else { NAMES - 14.0 };
        let (mut from, mut last_name, mut last_head, mut left_out) = (0, f64::MIN, f64::MIN, 0);
        for to in 1..=states.len() {
            if to < states.len() && states[to].region == states[from].region {
                continue;
            }
            let (start, end) = (side * from as f64, side * to as f64);
            let middle = (start + end) / 2.0;
            if from > 0 {
                canvas.line((left, top + start), (left + whole, top + start), Paint::line(INK, 0.9));
                canvas.line((left + start, top), (left + start, top + whole), Paint::line(INK, 0.9));
            }
            let name = clean(if states[from].region.is_empty() { &style.words.no_region } else { &states[from].region });
            canvas.line((bar, top + start + 1.5), (bar, top + end - 1.5), Paint::line(FAINT, 2.0));
            let mut lines = font::wrap(&name, LABEL, Weight::SemiBold, room);
            lines.truncate(if end - start >= 27.0 { 2 } else { 1 });
            let y = top + middle + 4.0 - 6.5 * (lines.len() as f64 - 1.0);
            if y - last_name >= 12.5 {
                for (n, line) in lines.iter().enumerate() {
                    last_name = y + 13.0 * n as f64;
                    canvas.text((name_x, last_name), line, Type::of(LABEL).bold().at(anchor));
                }
            } else {
                left_out += 1;
            }
            if !named {
                canvas.line((left + start + 1.5, top - 5.0), (left + end - 1.5, top - 5.0), Paint::line(FAINT, 2.0));
                if middle - last_head >= 13.0 {
                    last_head = middle;
                    let mut heads = font::wrap(&name, LABEL, Weight::SemiBold, HEADS);
                    heads.truncate(if end - start >= 27.0 { 2 } else { 1 });
                    // A mirrored picture still has the first line of a turned text at its left.
                    let way = if canvas.mirrored { -13.0 } else { 13.0 };
                    for (n, head) in heads.iter().enumerate() {
                        let aside = way * (n as f64 - (heads.len() as f64 - 1.0) / 2.0);
                        self.upright(canvas, middle + aside, top - 12.0, head, Type::of(LABEL).bold());
                    }
                }
            }
            from = to;
        }
        if left_out > 0 {
            let note = fill(&style.words.more, &style.words.number(f64::from(left_out)));
            canvas.text((MARGIN, top + whole + 14.0), &note, Type::of(NOTE).colour(FAINT));
        }
        canvas.close();
    }
}
