//! A network painted.

use std::collections::BTreeMap;

use super::labels::{Ground, around};
use super::layout::{Body, place};
use super::{Network, State};
use crate::canvas::{Anchor, Canvas, Paint, Type};
use crate::colour::{self, FAINT, INK, RULE, Shape, TIE};
use crate::font::{self, Weight};
use crate::frame::{self, LABEL, MARGIN};
use crate::text::clean;
use crate::words::fill;
use crate::{Error, Style, WIDTH};

/// Width of the legend beside the picture.
const LEGEND: f64 = 190.0;
/// Widest label of a node; longer ones are cut.
const WIDEST: f64 = 150.0;

/// A state ready to be drawn.
struct Node {
    label: String,
    code: String,
    region: String,
    strength: f64,
    tied: bool,
}

impl Network {
    /// The picture as SVG.
    ///
    /// # Errors
    /// Only if the SVG cannot be written.
    pub fn svg(&self, style: &Style) -> Result<String, Error> {
        let (nodes, ties) = self.read();
        if nodes.is_empty() {
            return frame::nothing(style, &self.title, &self.subtitle, self.at.as_deref());
        }
        let mut canvas = Canvas::new(style);
        let top = frame::head(&mut canvas, style, &self.title, &self.subtitle, self.at.as_deref());
        let regions = regions(&nodes);
        let sizes = Sizes::of(&nodes);
        let shown: Vec<usize> = (0..nodes.len()).filter(|&i| nodes[i].tied).collect();
        let widths = Widths::of(ties.values().copied());

        let room = WIDTH - 2.0 * MARGIN - LEGEND - 20.0;
        let mut bodies: Vec<Body> = shown.iter().map(|&i| body(&nodes[i], &sizes)).collect();
        let needed: f64 = bodies.iter().map(|b| 2.0 * b.half_width * (b.above + b.below)).sum();
        let legend_height = legend_height(&regions, &sizes, &widths);
        // A quarter of the ground for labels keeps the lines in sight.
        let height = (needed / room / 0.34).max(if shown.len() < 9 { 420.0 } else { 620.0 }).max(legend_height);
        let height = if shown.is_empty() { 0.0 } else { height };
        let number: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(n, &i)| (i, n)).collect();
        let pulls: Vec<(usize, usize, f64)> = ties.iter().filter_map(|(&(a, b), &w)| Some((*number.get(&a)?, *number.get(&b)?, widths.share(w)))).collect();
        place(&mut bodies, &pulls, room, height);
        let at = |n: usize| (MARGIN + bodies[n].x, top + bodies[n].y);

        canvas.open("ties");
        let mut lines: Vec<_> = ties.iter().filter_map(|(&(a, b), &w)| Some((*number.get(&a)?, *number.get(&b)?, w))).collect();
        lines.sort_by(|p, q| p.2.total_cmp(&q.2));
        let crowd = if lines.len() > 250 { 0.7 } else { 1.0 };
        for (a, b, weight) in lines {
            let share = widths.share(weight);
            let paint = Paint::line(TIE, widths.width(weight)).opacity(opacity(share) * crowd);
            canvas.line(at(a), at(b), paint);
        }
        canvas.close();

        canvas.open("nodes");
        for (n, &i) in shown.iter().enumerate() {
            frame::mark(&mut canvas, at(n), sizes.radius(nodes[i].strength), look(&regions, &nodes[i]), "");
        }
        canvas.close();

        let missing = labels(&mut canvas, &nodes, &shown, &sizes, &at, [MARGIN - 20.0, top - 6.0, MARGIN + room + 16.0, top + height + 8.0]);
        legend(&mut canvas, style, top, &regions, &sizes, &widths);
        let mut bottom = top + if shown.is_empty() { legend_height } else { height };
        bottom = isolates(&mut canvas, style, &nodes, &regions, bottom);
        let notes = if missing > 0 { vec![fill(&style.words.more, &style.words.number(f64::from(missing)))] } else { Vec::new() };
        let bottom = frame::foot(&mut canvas, bottom, &notes);
        canvas.finish(bottom, &self.title, &self.told(&nodes, ties.len()))
    }

    /// Nodes by place in the list, ties by numbers of nodes (smaller first) with their weights added up.
    fn read(&self) -> (Vec<Node>, BTreeMap<(usize, usize), f64>) {
        let mut nodes: Vec<Node> = Vec::new();
        let mut number: BTreeMap<String, usize> = BTreeMap::new();
        let mut add = |nodes: &mut Vec<Node>, state: &State| -> usize {
            *number.entry(state.code.clone()).or_insert_with(|| {
                let code = clean(&state.code);
                let label = clean(&state.label);
                let strength = state.strength.filter(|s| s.is_finite() && *s >= 0.0).unwrap_or(f64::NAN);
                let label = if label.is_empty() { code.clone() } else { label };
                nodes.push(Node { label, code, region: clean(&state.region), strength, tied: false });
                nodes.len() - 1
            })
        };
        for state in &self.states {
            add(&mut nodes, state);
        }
        let mut ties: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for tie in self.ties.iter().filter(|tie| tie.a != tie.b && tie.weight.is_finite() && tie.weight > 0.0) {
            let ends = [&tie.a, &tie.b].map(|code| add(&mut nodes, &State { code: code.clone(), ..State::default() }));
            *ties.entry((ends[0].min(ends[1]), ends[0].max(ends[1]))).or_default() += tie.weight;
        }
        let mut sums = vec![0.0; nodes.len()];
        for (&(a, b), weight) in &ties {
            sums[a] += weight;
            sums[b] += weight;
        }
        for (node, sum) in nodes.iter_mut().zip(sums) {
            node.tied = sum > 0.0;
            if node.strength.is_nan() {
                node.strength = sum;
            }
        }
        (nodes, ties)
    }

    /// The picture for those who hear it.
    fn told(&self, nodes: &[Node], ties: usize) -> String {
        let mut strongest: Vec<&Node> = nodes.iter().filter(|node| node.tied).collect();
        strongest.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        let names = strongest.iter().take(5).map(|node| format!("{} {:.0}", node.label, node.strength)).collect::<Vec<_>>().join(", ");
        format!("{} [{} / {ties}] {names}", self.subtitle, nodes.len())
    }
}

/// Regions in order of first state, the empty one last.
fn regions(nodes: &[Node]) -> Vec<String> {
    let mut regions: Vec<String> = Vec::new();
    for node in nodes {
        if !node.region.is_empty() && !regions.contains(&node.region) {
            regions.push(node.region.clone());
        }
    }
    if nodes.iter().any(|node| node.region.is_empty()) {
        regions.push(String::new());
    }
    regions
}

fn look<'a>(regions: &[String], node: &Node) -> (&'a str, Shape) {
    if node.region.is_empty() {
        return ("#c3c9ce", Shape::Circle);
    }
    colour::kind(regions.iter().position(|region| *region == node.region).unwrap_or(0))
}

/// Radius of a node: its area grows with its strength.
struct Sizes {
    highest: f64,
    lowest: f64,
    largest: f64,
    label: f64,
}

impl Sizes {
    fn of(nodes: &[Node]) -> Self {
        let tied: Vec<f64> = nodes.iter().filter(|node| node.tied).map(|node| node.strength).collect();
        let (largest, label) = match tied.len() {
            0..=12 => (26.0, 13.0),
            13..=60 => (18.0, LABEL),
            _ => (13.0, 9.5),
        };
        let (lowest, highest) = tied.iter().fold((f64::MAX, 0.0), |(l, h), &v| (f64::min(l, v), f64::max(h, v)));
        Self { highest, lowest, largest, label }
    }

    fn radius(&self, strength: f64) -> f64 {
        let share = if self.highest > 0.0 { (strength / self.highest).clamp(0.0, 1.0) } else { 0.0 };
        (self.largest * share.sqrt()).max(if self.largest > 15.0 { 4.5 } else { 3.4 })
    }
}

/// Width of a line by its weight.
struct Widths {
    lowest: f64,
    highest: f64,
}

impl Widths {
    fn of(weights: impl Iterator<Item = f64>) -> Self {
        let (lowest, highest) = weights.fold((f64::MAX, 0.0), |(l, h), w| (f64::min(l, w), f64::max(h, w)));
        Self { lowest, highest }
    }

    fn share(&self, weight: f64) -> f64 {
        if self.highest <= self.lowest { 0.3 } else { ((weight - self.lowest) / (self.highest - self.lowest)).clamp(0.0, 1.0).sqrt() }
    }

    fn width(&self, weight: f64) -> f64 {
        1.0 + 5.0 * self.share(weight).powi(2)
    }
}

/// Strong ties stand out of the crowd.
fn opacity(share: f64) -> f64 {
    0.38 + 0.42 * share
}

fn label(node: &Node, size: f64) -> (String, f64) {
    let label = font::fit(&node.label, size, Weight::Regular, WIDEST);
    let width = font::width(&label, size, Weight::Regular);
    (label, width)
}

/// The room of a node with its label below.
fn body(node: &Node, sizes: &Sizes) -> Body {
    let radius = sizes.radius(node.strength) * 1.25 + 2.0;
    let (_, width) = label(node, sizes.label);
    Body::of((width / 2.0 + 3.0).max(radius), radius, radius + sizes.label * 1.3 + 2.0)
}

/// Sets the labels; returns how many had no room, not even as codes.
fn labels(canvas: &mut Canvas, nodes: &[Node], shown: &[usize], sizes: &Sizes, at: &dyn Fn(usize) -> (f64, f64), bounds: [f64; 4]) -> u32 {
    let taken = shown.iter().enumerate().map(|(n, &i)| {
        let ((x, y), r) = (at(n), sizes.radius(nodes[i].strength) * 0.9);
        [x - r, y - r, x + r, y + r]
    });
    let mut ground = Ground::new(bounds, taken.collect());
    let mut order: Vec<usize> = (0..shown.len()).collect();
    order.sort_by(|&m, &n| nodes[shown[n]].strength.total_cmp(&nodes[shown[m]].strength).then(m.cmp(&n)));
    let mut missing = 0;
    canvas.open("labels");
    for n in order {
        let node = &nodes[shown[n]];
        let (name, _) = label(node, sizes.label);
        let height = sizes.label * 1.25;
        let set = [name, node.code.clone()].into_iter().find_map(|words| {
            let width = font::width(&words, sizes.label, Weight::Regular) + 2.0;
            let free = ground.take(around(at(n), sizes.radius(node.strength), width, height))?;
            Some((words, free))
        });
        match set {
            Some((words, [left, top, right, _])) => {
                let set = Type::of(sizes.label).at(Anchor::Middle).halo();
                canvas.text(((left + right) / 2.0, top + sizes.label * 0.95), &words, set);
            }
            None => missing += 1,
        }
    }
    canvas.close();
    missing
}

const LINE: f64 = 19.0;

fn legend_height(regions: &[String], sizes: &Sizes, widths: &Widths) -> f64 {
    let regions = if regions.iter().all(String::is_empty) { 0.0 } else { 28.0 + LINE * regions.len() as f64 + 14.0 };
    let samples = frame::samples(sizes.lowest, sizes.highest);
    let strengths: f64 = 28.0 + samples.iter().map(|&s| (2.0 * sizes.radius(s) + 6.0).max(LINE)).sum::<f64>() + 14.0;
    regions + strengths + 28.0 + LINE * frame::samples(widths.lowest, widths.highest).len() as f64
}

fn legend(canvas: &mut Canvas, style: &Style, top: f64, regions: &[String], sizes: &Sizes, widths: &Widths) {
    let words = &style.words;
    let x = WIDTH - MARGIN - LEGEND;
    let mut y = top + 4.0;
    canvas.open("legend");
    let title = |canvas: &mut Canvas, y: &mut f64, text: &str| {
        canvas.text((x, *y + 10.0), &font::fit(&clean(text), LABEL, Weight::SemiBold, LEGEND), Type::of(LABEL).bold());
        *y += 26.0;
    };
    if !regions.iter().all(String::is_empty) {
        title(canvas, &mut y, &words.region);
        for (n, region) in regions.iter().enumerate() {
            let (look, name) = if region.is_empty() { (("#c3c9ce", Shape::Circle), &words.no_region) } else { (colour::kind(n), region) };
            frame::mark(canvas, (x + 8.0, y), 6.0, look, "");
            canvas.text((x + 24.0, y + 4.0), &font::fit(name, LABEL, Weight::Regular, LEGEND - 24.0), Type::of(LABEL));
            y += LINE;
        }
        y += 14.0;
    }
    if sizes.highest > 0.0 {
        title(canvas, &mut y, &words.strength);
        for sample in frame::samples(sizes.lowest, sizes.highest) {
            let radius = sizes.radius(sample);
            let line = (2.0 * radius + 6.0).max(LINE);
            let middle = y - LINE / 2.0 + line / 2.0;
            canvas.circle((x + sizes.largest, middle), radius, Paint::fill("#ffffff").edged(INK, 0.9), "");
            canvas.text((x + 2.0 * sizes.largest + 12.0, middle + 4.0), &words.number(sample), Type::of(LABEL));
            y += line;
        }
        y += 14.0;
        title(canvas, &mut y, &words.weight);
        for sample in frame::samples(widths.lowest, widths.highest) {
            let paint = Paint::line(TIE, widths.width(sample)).opacity(opacity(widths.share(sample)));
            canvas.line((x, y), (x + 40.0, y), paint);
            canvas.text((x + 52.0, y + 4.0), &words.number(sample), Type::of(LABEL));
            y += LINE;
        }
    }
    canvas.close();
}

/// States without ties in rows; returns where they end.
fn isolates(canvas: &mut Canvas, style: &Style, nodes: &[Node], regions: &[String], top: f64) -> f64 {
    let alone: Vec<&Node> = nodes.iter().filter(|node| !node.tied).collect();
    if alone.is_empty() {
        return top;
    }
    let mut y = top + 18.0;
    canvas.open("isolates");
    canvas.line((MARGIN, y), (WIDTH - MARGIN, y), Paint::line(RULE, 1.0));
    y += 20.0;
    let head = fill(&style.words.isolates, &style.words.number(alone.len() as f64));
    canvas.text((MARGIN, y), &head, Type::of(LABEL).bold());
    y += 20.0;
    let mut x = MARGIN;
    for node in alone {
        let name = font::fit(&node.label, NAME, Weight::Regular, WIDEST);
        let wide = 14.0 + font::width(&name, NAME, Weight::Regular) + 16.0;
        if x + wide > WIDTH - MARGIN && x > MARGIN {
            x = MARGIN;
            y += 18.0;
        }
        frame::mark(canvas, (x + 4.0, y - 3.5), 4.0, look(regions, node), "");
        canvas.text((x + 14.0, y), &name, Type::of(NAME).colour(FAINT));
        x += wide;
    }
    canvas.close();
    y + 10.0
}

/// Size of the names of states without ties.
const NAME: f64 = 10.0;
