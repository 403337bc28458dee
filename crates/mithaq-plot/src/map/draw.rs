//! A map painted.

use std::collections::{BTreeMap, BTreeSet};

use super::land::{self, CUT, FINE, NO_STATE, Shapes, WORLD};
use super::outline::{Window, middle, path};
use super::projection::Projection;
use super::{Map, View, names};
use crate::canvas::{Canvas, Paint, Type, number};
use crate::classes::Classes;
use crate::colour::{self, ARC, INK, NO_DATA, RULE};
use crate::font::{self, Weight};
use crate::frame::{self, LABEL, MARGIN};
use crate::text::clean;
use crate::words::fill;
use crate::{Error, Style, WIDTH};

const OCEAN: &str = "#e9f0f5";
const GRID: &str = "#d8e2ea";
/// Border of land without a value.
const FRINGE: &str = "#bcc5cc";
/// States whose land covers less than this many pixels have a dot.
pub(super) const SPECK: f64 = 40.0;
/// Radius of such a dot.
pub(super) const DOT: f64 = 3.4;
/// Tallest map in pixels.
const TALLEST: f64 = 780.0;

/// Land of one state in sight.
pub(super) struct Land {
    pub(super) code: &'static str,
    pub(super) rings: Vec<Vec<(f64, f64)>>,
    /// Area and middle of its largest part.
    pub(super) largest: (f64, (f64, f64)),
}

/// A tie between two places, with the share of its weight in the heaviest.
struct Arc {
    from: (f64, f64),
    to: (f64, f64),
    weight: f64,
}

impl Map {
    /// The picture as SVG.
    ///
    /// # Errors
    /// Only if the SVG cannot be written.
    pub fn svg(&self, style: &Style) -> Result<String, Error> {
        let mut off_map = BTreeSet::new();
        let values = self.values(&mut off_map);
        let arcs = self.arcs(&mut off_map);
        if values.is_empty() && arcs.is_empty() && self.values.is_empty() && self.ties.is_empty() {
            return frame::nothing(style, &self.title, &self.subtitle, self.at.as_deref());
        }
        let mut canvas = Canvas::new(style);
        let top = frame::head(&mut canvas, style, &self.title, &self.subtitle, self.at.as_deref());
        let (window, shapes) = window(self.view, top);
        let [left, _, right, bottom] = window.bounds;
        let classes = Classes::of(values.values().copied());

        // The land is as it is; only what surrounds it is mirrored.
        let mirrored = std::mem::replace(&mut canvas.mirrored, false);
        let outline = outline(self.view, &window);
        canvas.path(outline.clone(), Paint::fill(OCEAN), "");
        canvas.open_clipped(outline);
        graticule(&mut canvas, self.view, &window);
        let lands = lands(shapes, &window);
        self.land(&mut canvas, style, &lands, &values, &classes);
        let widths = weights(&arcs);
        self.draw_arcs(&mut canvas, &arcs, widths, &window);
        let dots = self.dots(&mut canvas, style, &lands, &values, &classes, &window);
        names::draw(&mut canvas, &self.labels, &lands, &dots, &window);
        canvas.close();
        if self.view != View::World {
            canvas.rect([left, top, right - left, bottom - top], Paint::line(RULE, 1.0), "");
        }
        canvas.mirrored = mirrored;

        let no_data = lands.iter().any(|land| !values.contains_key(land.code));
        let below = legend(&mut canvas, style, bottom + 14.0, &self.value_name, &classes, no_data, widths);
        let mut notes = vec![style.words.borders.clone()];
        if !off_map.is_empty() {
            let names: Vec<&str> = off_map.iter().take(20).copied().collect();
            notes.insert(0, fill(&style.words.off_map, &names.join(", ")));
        }
        let end = frame::foot(&mut canvas, below, &notes);
        canvas.finish(end, &self.title, &self.told(&values))
    }

    fn values<'a>(&'a self, off_map: &mut BTreeSet<&'a str>) -> BTreeMap<&'a str, f64> {
        let mut values = BTreeMap::new();
        for (code, value) in self.values.iter().filter(|(_, value)| value.is_finite()) {
            if land::capital(code).is_some() {
                values.insert(code.as_str(), *value);
            } else {
                off_map.insert(code);
            }
        }
        values
    }

    fn arcs<'a>(&'a self, off_map: &mut BTreeSet<&'a str>) -> Vec<Arc> {
        let mut sums: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for tie in self.ties.iter().filter(|tie| tie.a != tie.b && tie.weight.is_finite() && tie.weight > 0.0) {
            let (a, b) = (tie.a.as_str().min(&tie.b), tie.a.as_str().max(&tie.b));
            *sums.entry((a, b)).or_default() += tie.weight;
        }
        let mut arcs = Vec::new();
        for ((a, b), weight) in sums {
            match (land::capital(a), land::capital(b)) {
                (Some(from), Some(to)) => arcs.push(Arc { from, to, weight }),
                (from, to) => off_map.extend([(a, from), (b, to)].into_iter().filter(|(_, place)| place.is_none()).map(|(code, _)| code)),
            }
        }
        arcs.sort_by(|p, q| p.weight.total_cmp(&q.weight));
        arcs
    }

    /// What a pointer is told about a state.
    fn says(&self, style: &Style, code: &str, values: &BTreeMap<&str, f64>) -> String {
        let name = self.labels.iter().find(|(of, _)| of == code).map_or(code, |(_, name)| name);
        match values.get(code) {
            Some(&value) => format!("{}: {}", clean(name), style.words.number(value)),
            None => clean(name),
        }
    }

    fn land(&self, canvas: &mut Canvas, style: &Style, lands: &[Land], values: &BTreeMap<&str, f64>, classes: &Classes) {
        canvas.open("land");
        // Coloured land last: its white borders lie on the grey ones.
        let (coloured, plain): (Vec<&Land>, Vec<&Land>) = lands.iter().partition(|land| values.contains_key(land.code));
        for land in plain {
            let says = if land.code == NO_STATE { String::new() } else { self.says(style, land.code, values) };
            canvas.path(path(&land.rings), Paint::fill(NO_DATA).edged(FRINGE, 0.6), &says);
        }
        for land in coloured {
            let fill = shade(classes, values.get(land.code).copied().unwrap_or(0.0));
            canvas.path(path(&land.rings), Paint::fill(&fill).edged("#ffffff", 0.6), &self.says(style, land.code, values));
        }
        canvas.close();
    }

    /// Dots of states with a value whose land is too small, and of those without land; returns all drawn.
    fn dots(&self, canvas: &mut Canvas, style: &Style, lands: &[Land], values: &BTreeMap<&str, f64>, classes: &Classes, window: &Window) -> BTreeMap<String, (f64, f64)> {
        let mut dots = BTreeMap::new();
        canvas.open("dots");
        for (&code, &value) in values {
            let seen = lands.iter().find(|land| land.code == code).is_some_and(|land| land.largest.0 >= SPECK);
            let Some(place) = land::capital(code).map(|place| window.at(place)) else { continue };
            if seen || !window.holds(place) {
                continue;
            }
            let paint = Paint { opacity: 1.0, ..Paint::fill("") };
            let fill = shade(classes, value);
            canvas.circle(place, DOT, Paint { fill: Some(&fill), ..paint }.edged(INK, 0.7), &self.says(style, code, values));
            dots.insert(code.to_owned(), place);
        }
        canvas.close();
        dots
    }

    fn draw_arcs(&self, canvas: &mut Canvas, arcs: &[Arc], widths: (f64, f64), window: &Window) {
        canvas.open("ties");
        let mut ends = BTreeSet::new();
        for arc in arcs {
            let places = [arc.from, arc.to].map(|place| window.at(place));
            // What only passes through would say nothing of those in sight.
            if !places.iter().any(|&place| window.holds(place)) {
                continue;
            }
            let width = arc_width(arc.weight, widths);
            let step = if window.projection.repeats() { 360.0 } else { 0.0 };
            let turn = if arc.to.0 - arc.from.0 > 180.0 {
                -step
            } else if arc.to.0 - arc.from.0 < -180.0 {
                step
            } else {
                0.0
            };
            // Where the shorter way leaves the map at one side, it comes in at the other.
            let ways: &[f64] = if turn == 0.0 { &[0.0] } else { &[0.0, 1.0] };
            for shift in ways {
                let from = window.at((arc.from.0 - turn * shift, arc.from.1));
                let to = window.at((arc.to.0 + turn * (1.0 - shift), arc.to.1));
                curve(canvas, from, to, width);
            }
            for end in places {
                if window.holds(end) {
                    ends.insert((number(end.0), number(end.1)));
                }
            }
        }
        for (x, y) in ends {
            if let (Ok(x), Ok(y)) = (x.parse(), y.parse()) {
                canvas.circle((x, y), 1.8, Paint::fill(INK).edged("#ffffff", 0.5), "");
            }
        }
        canvas.close();
    }

    /// The picture for those who hear it.
    fn told(&self, values: &BTreeMap<&str, f64>) -> String {
        let mut highest: Vec<_> = values.iter().collect();
        highest.sort_by(|a, b| b.1.total_cmp(a.1));
        let names = highest.iter().take(5).map(|(code, value)| format!("{code} {value}")).collect::<Vec<_>>().join(", ");
        format!("{} [{} / {}] {names}", self.subtitle, values.len(), self.ties.len())
    }
}

fn shade(classes: &Classes, value: f64) -> String {
    colour::hex(colour::amount(classes.class(value), classes.len()))
}

/// The projection, its scale and the shapes fit for it.
fn window(view: View, top: f64) -> (Window, &'static Shapes) {
    let (left, right) = (MARGIN, WIDTH - MARGIN);
    let (projection, edge, shapes) = match view {
        View::World => (Projection::EqualEarth { lon: CUT + 180.0 }, sampled([CUT, -57.0, CUT + 360.0, 84.0]), &*WORLD),
        View::Region { west, south, east, north } => {
            let sane = |v: f64, low: f64, high: f64, other: f64| if v.is_finite() { v.clamp(low, high) } else { other };
            let (west, east) = (sane(west, -180.0, 180.0, -180.0), sane(east, -180.0, 540.0, 180.0));
            let east = if east <= west { east + 360.0 } else { east };
            let (a, b) = (sane(south, -85.0, 85.0, -57.0), sane(north, -85.0, 85.0, 84.0));
            let (south, north) = (a.min(b), a.max(b).max(a.min(b) + 0.5));
            let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
            let wide = east - west > 110.0 || north - south > 90.0;
            let projection = if wide { Projection::EqualEarth { lon } } else { Projection::Azimuthal { lon, lat } };
            (projection, sampled([west, south, east, north]), if wide { &*WORLD } else { &*FINE })
        }
    };
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for (x, y) in edge.into_iter().map(|place| projection.at(place)) {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let scale = ((right - left) / (high.0 - low.0).max(1e-6)).min(TALLEST / (high.1 - low.1).max(1e-6));
    let height = ((high.1 - low.1) * scale).max(240.0);
    let middle = ((left + right) / 2.0 - (low.0 + high.0) / 2.0 * scale, top + height / 2.0 + (low.1 + high.1) / 2.0 * scale);
    (Window { projection, scale, middle, bounds: [left, top, right, top + height] }, shapes)
}

/// Places along the edge of a box.
fn sampled([west, south, east, north]: [f64; 4]) -> Vec<(f64, f64)> {
    let step = |from: f64, to: f64, i: usize| from + (to - from) * i as f64 / 40.0;
    let sides = (0..40).map(|i| (step(west, east, i), south));
    let sides = sides.chain((0..40).map(|i| (east, step(south, north, i))));
    let sides = sides.chain((0..40).map(|i| (step(east, west, i), north)));
    sides.chain((0..40).map(|i| (west, step(north, south, i)))).collect()
}

/// What is in sight: the rounded world, or the rectangle of a region.
fn outline(view: View, window: &Window) -> String {
    if view == View::World {
        let ring = sampled([CUT, -57.0, CUT + 360.0, 84.0]).into_iter().map(|place| window.at(place)).collect();
        return path(&[ring]);
    }
    let [left, top, right, bottom] = window.bounds;
    path(&[vec![(left, top), (right, top), (right, bottom), (left, bottom)]])
}

fn graticule(canvas: &mut Canvas, view: View, window: &Window) {
    let step = if view == View::World { 30 } else { 10 };
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    for lon in (-180..540).step_by(step) {
        lines.push((-85..=85).step_by(5).map(|lat| (f64::from(lon), f64::from(lat))).collect());
    }
    for lat in (-80..=80).filter(|lat| lat % i32::try_from(step).unwrap_or(10) == 0) {
        lines.push((-180..=540).step_by(5).map(|lon| (f64::from(lon), f64::from(lat))).collect());
    }
    let mut d = String::new();
    for line in lines {
        let mut pen = false;
        for pair in line.windows(2) {
            let far = window.projection.is_far(pair[0]) || window.projection.is_far(pair[1]);
            let (a, b) = (window.at(pair[0]), window.at(pair[1]));
            if far || !(window.holds(a) || window.holds(b)) {
                pen = false;
                continue;
            }
            if !pen {
                d.push_str(&format!("M{} {}", number(a.0), number(a.1)));
            }
            d.push_str(&format!("L{} {}", number(b.0), number(b.1)));
            pen = true;
        }
    }
    canvas.path(d, Paint::line(GRID, 0.7), "");
}

fn lands(shapes: &'static Shapes, window: &Window) -> Vec<Land> {
    let lands = shapes.iter().filter_map(|(&code, rings)| {
        let rings: Vec<_> = rings.iter().flat_map(|ring| window.rings(ring)).collect();
        let largest = rings.iter().map(|ring| middle(ring)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(Land { code, rings, largest })
    });
    lands.collect()
}

fn weights(arcs: &[Arc]) -> (f64, f64) {
    arcs.iter().fold((f64::MAX, 0.0), |(low, high), arc| (f64::min(low, arc.weight), f64::max(high, arc.weight)))
}

fn arc_width(weight: f64, (low, high): (f64, f64)) -> f64 {
    if high <= low { 1.8 } else { 1.3 + 3.9 * (weight - low) / (high - low) }
}

/// A curve that bends to the north, on a white rim.
fn curve(canvas: &mut Canvas, from: (f64, f64), to: (f64, f64), width: f64) {
    let (from, to) = if from.0 <= to.0 { (from, to) } else { (to, from) };
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let bend = 0.18;
    let (cx, cy) = ((from.0 + to.0) / 2.0 + dy * bend, (from.1 + to.1) / 2.0 - dx * bend);
    let d = format!("M{} {}Q{} {} {} {}", number(from.0), number(from.1), number(cx), number(cy), number(to.0), number(to.1));
    canvas.path(d.clone(), Paint::line("#ffffff", width + 1.4).opacity(0.7), "");
    canvas.path(d, Paint::line(ARC, width), "");
}

/// Classes and line widths below the map; returns where they end.
fn legend(canvas: &mut Canvas, style: &Style, y: f64, head: &str, classes: &Classes, no_data: bool, widths: (f64, f64)) -> f64 {
    canvas.open("legend");
    let mut y = y;
    let mut x = MARGIN;
    if classes.len() > 0 {
        x = frame::swatches(canvas, style, (x, y), head, classes, no_data) + 18.0;
    }
    if widths.1 > 0.0 {
        let head = clean(&style.words.weight);
        let samples = frame::samples(widths.0, widths.1);
        let wide = font::width(&head, LABEL, Weight::SemiBold) + 14.0 + samples.len() as f64 * 80.0;
        if x + wide > WIDTH - MARGIN {
            x = MARGIN;
            y += 24.0;
        }
        canvas.text((x, y + 11.0), &head, Type::of(LABEL).bold());
        x += font::width(&head, LABEL, Weight::SemiBold) + 14.0;
        for sample in samples {
            let label = style.words.number(sample);
            canvas.line((x, y + 7.0), (x + 30.0, y + 7.0), Paint::line(ARC, arc_width(sample, widths)));
            canvas.text((x + 36.0, y + 11.0), &label, Type::of(LABEL));
            x += 36.0 + font::width(&label, LABEL, Weight::Regular) + 18.0;
        }
    }
    canvas.close();
    y + 14.0
}
