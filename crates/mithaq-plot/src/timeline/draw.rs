//! A timeline painted.

use super::axis::Axis;
use super::{Phase, Row, Timeline};
use crate::canvas::{Anchor, Canvas, Paint, Type};
use crate::colour::{ARC, FAINT, INK, RULE};
use crate::font::{self, Weight};
use crate::frame::{self, LABEL, MARGIN, NOTE};
use crate::network::labels::Ground;
use crate::text::clean;
use crate::words::fill;
use crate::{Error, Style, WIDTH};

/// Room for the names of rows.
const NAMES: f64 = 250.0;
const MOST_ROWS: usize = 400;
/// Half the height of a bar.
const BAR: f64 = 4.5;

impl Timeline {
    /// The picture as SVG.
    ///
    /// # Errors
    /// Only if the SVG cannot be written.
    pub fn svg(&self, style: &Style) -> Result<String, Error> {
        let words = &style.words;
        let days = self.rows.iter().flat_map(|row| row.steps.iter().map(|s| s.at).chain(row.events.iter().map(|e| e.at)));
        let days: Vec<f64> = days.chain(self.until).map(|day| day.years()).collect();
        let last = self.until.map_or_else(|| days.iter().copied().fold(f64::MIN, f64::max), |day| day.years());
        let Some(axis) = Axis::of(days, 10.0, words).filter(|_| !self.rows.is_empty()) else {
            return frame::nothing(style, &self.title, &self.subtitle, self.at.as_deref());
        };
        let mut canvas = Canvas::new(style);
        let top = frame::head(&mut canvas, style, &self.title, &self.subtitle, self.at.as_deref());
        let legend_end = self.legend(&mut canvas, style, top);
        let (left, right) = (MARGIN + NAMES, WIDTH - MARGIN - 16.0);
        let x = |years: f64| left + (right - left) * (years - axis.from) / (axis.to - axis.from);

        let mut rows: Vec<&Row> = self.rows.iter().collect();
        let rank = |row: &Row| self.rows.iter().position(|other| other.group == row.group).unwrap_or(0);
        rows.sort_by_key(|row| rank(row));
        let left_out = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);

        // Heights first: the grid lies under the rows.
        let first = legend_end + 34.0;
        let mut places = Vec::new();
        let mut y = first;
        for (n, row) in rows.iter().enumerate() {
            let new_group = !row.group.is_empty() && (n == 0 || rows[n - 1].group != row.group);
            if new_group {
                y += if n == 0 { 22.0 } else { 30.0 };
            }
            let names = names(row);
            let height = if row.events.iter().any(|event| !event.label.is_empty()) || names.len() > 1 { 38.0 } else { 25.0 };
            places.push((new_group, y, height, names));
            y += height;
        }
        let bottom = y + 6.0;
        grid(&mut canvas, &axis, &x, first - 6.0, bottom, rows.len() > 14);

        canvas.open("rows");
        for (row, (new_group, y, height, names)) in rows.iter().zip(&places) {
            let (y, height) = (*y, *height);
            if *new_group {
                let group = font::fit(&clean(&row.group), 12.0, Weight::SemiBold, WIDTH - 2.0 * MARGIN);
                canvas.text((MARGIN, y - 7.0), &group, Type::of(12.0).bold().halo());
            }
            let middle = y + 12.5;
            for (n, line) in names.iter().enumerate() {
                canvas.text((MARGIN, middle + 4.0 + 13.0 * n as f64), line, Type::of(LABEL));
            }
            canvas.line((MARGIN, y + height), (WIDTH - MARGIN, y + height), Paint::line("#eef0f2", 0.8));
            if row.steps.is_empty() && row.events.is_empty() {
                canvas.text((left + 6.0, middle + 4.0), &words.undated, Type::of(NOTE).colour(FAINT));
            }
            draw_row(&mut canvas, row, middle, last, &x, right);
        }
        canvas.close();
        let notes = if left_out > 0 { vec![fill(&words.more, &words.number(left_out as f64))] } else { Vec::new() };
        let end = frame::foot(&mut canvas, bottom + if rows.len() > 14 { 20.0 } else { 0.0 }, &notes);
        canvas.finish(end, &self.title, &format!("{} [{}]", self.subtitle, self.rows.len()))
    }

    /// The phases that occur, each as its mark on its bar; returns where it ends.
    fn legend(&self, canvas: &mut Canvas, style: &Style, y: f64) -> f64 {
        canvas.open("legend");
        let (mut x, mut y) = (MARGIN, y);
        let mut room = |x: &mut f64, width: f64| {
            if *x + width > WIDTH - MARGIN && *x > MARGIN {
                *x = MARGIN;
                y += 22.0;
            }
            let place = (*x, y);
            *x += width;
            place
        };
        for (phase, name) in Phase::ALL.into_iter().zip(&style.words.phases) {
            if !self.rows.iter().any(|row| row.steps.iter().any(|step| step.phase == phase)) {
                continue;
            }
            let name = clean(name);
            let shift = if phase == Phase::Terminated { 26.0 } else { 0.0 };
            let (at, y) = room(&mut x, 50.0 - shift + font::width(&name, LABEL, Weight::Regular) + 18.0);
            bar(canvas, phase, at + 8.0, at + 38.0, y + 7.0);
            step_mark(canvas, phase, (at + 8.0, y + 7.0));
            canvas.text((at + 46.0 - shift, y + 11.0), &name, Type::of(LABEL));
        }
        if self.rows.iter().any(|row| !row.events.is_empty()) {
            let (at, y) = room(&mut x, 60.0);
            canvas.circle((at + 8.0, y + 7.0), 3.4, event_paint(), "");
            canvas.text((at + 18.0, y + 11.0), &style.words.event, Type::of(LABEL));
        }
        canvas.close();
        y + 16.0
    }
}

fn grid(canvas: &mut Canvas, axis: &Axis, x: &dyn Fn(f64) -> f64, top: f64, bottom: f64, twice: bool) {
    canvas.open("axis");
    for (years, label) in &axis.ticks {
        canvas.line((x(*years), top), (x(*years), bottom), Paint::line(RULE, 0.8));
        let set = Type::of(NOTE).colour(FAINT).at(Anchor::Middle);
        canvas.text((x(*years), top - 5.0), label, set);
        if twice {
            canvas.text((x(*years), bottom + 13.0), label, set);
        }
    }
    canvas.close();
}

fn draw_row(canvas: &mut Canvas, row: &Row, y: f64, last: f64, x: &dyn Fn(f64) -> f64, edge: f64) {
    let mut steps: Vec<(f64, Phase)> = row.steps.iter().map(|step| (step.at.years(), step.phase)).collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (n, &(from, phase)) in steps.iter().enumerate() {
        let to = steps.get(n + 1).map_or(last, |next| next.0);
        if to > from {
            bar(canvas, phase, x(from), x(to), y);
        }
    }
    let mut taken = Vec::new();
    for &(at, phase) in &steps {
        step_mark(canvas, phase, (x(at), y));
        taken.push([x(at) - 6.0, y - 6.0, x(at) + 6.0, y + 6.0]);
    }
    let mut ground = Ground::new([MARGIN + NAMES - 10.0, f64::MIN, edge + 16.0, f64::MAX], taken);
    let mut events: Vec<_> = row.events.iter().collect();
    events.sort_by_key(|event| event.at);
    for event in events {
        let at = x(event.at.years());
        canvas.circle((at, y + BAR + 5.5), 3.0, event_paint(), &event.label);
        let label = font::fit(&clean(&event.label), 9.5, Weight::Regular, 180.0);
        let wide = font::width(&label, 9.5, Weight::Regular);
        let line = (y + BAR + 1.0, y + BAR + 13.0);
        if let Some([left, ..]) = ground.take([[at - 4.0, line.0 - 6.0, at + 8.0 + wide, line.1], [at - 8.0 - wide, line.0 - 6.0, at + 4.0, line.1]]) {
            let (from, anchor) = if left < at - 5.0 { (at - 7.0, Anchor::End) } else { (at + 7.0, Anchor::Start) };
            canvas.text((from, y + BAR + 9.5), &label, Type::of(9.5).colour(FAINT).at(anchor));
        }
    }
}

/// The name of a row, in two lines where one is too narrow.
fn names(row: &Row) -> Vec<String> {
    let room = NAMES - 14.0;
    let mut lines = font::wrap(&clean(&row.label), LABEL, Weight::Regular, room);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(font::fit(&format!("{rest} …"), LABEL, Weight::Regular, room));
    }
    lines
}

fn event_paint() -> Paint<'static> {
    Paint::fill(ARC).edged("#ffffff", 0.8)
}

/// The stretch after a step, until the next one.
fn bar(canvas: &mut Canvas, phase: Phase, from: f64, to: f64, y: f64) {
    let width = (to - from).max(0.0);
    let (half, paint) = match phase {
        Phase::Negotiating => {
            canvas.line((from, y), (to, y), Paint::line(FAINT, 1.6).dashed("2 3"));
            return;
        }
        Phase::Signed => (BAR - 2.0, Paint::fill("#b9d3ea").edged("#6f9cc4", 0.7)),
        Phase::Ratified => (BAR - 1.0, Paint::fill("#6f9cc4")),
        Phase::InForce | Phase::Renewed => (BAR, Paint::fill("#0b4f8a")),
        Phase::Suspended => (BAR - 1.0, Paint::fill("#ffffff").edged(FAINT, 1.0).dashed("3 2")),
        Phase::Terminated => return,
    };
    canvas.rect([from, y - half, width, 2.0 * half], paint, "");
}

/// The mark of a step: its shape alone tells which.
fn step_mark(canvas: &mut Canvas, phase: Phase, (x, y): (f64, f64)) {
    let paint = Paint::fill("#ffffff").edged(INK, 1.2);
    let r = 4.6;
    match phase {
        Phase::Negotiating => canvas.circle((x, y), 2.6, Paint::fill(FAINT), ""),
        Phase::Signed => canvas.circle((x, y), r, paint, ""),
        Phase::Ratified => canvas.polygon(&[(x, y - r - 1.2), (x + r + 1.2, y), (x, y + r + 1.2), (x - r - 1.2, y)], paint, ""),
        Phase::InForce => canvas.rect([x - r, y - r, 2.0 * r, 2.0 * r], paint, ""),
        Phase::Renewed => {
            canvas.rect([x - r, y - r, 2.0 * r, 2.0 * r], paint, "");
            canvas.line((x - 2.4, y), (x + 2.4, y), Paint::line(INK, 1.3));
            canvas.line((x, y - 2.4), (x, y + 2.4), Paint::line(INK, 1.3));
        }
        Phase::Suspended => canvas.polygon(&[(x, y + r + 1.0), (x + r + 1.0, y - r), (x - r - 1.0, y - r)], paint, ""),
        Phase::Terminated => {
            for (dx, dy) in [(r, r), (r, -r)] {
                canvas.line((x - dx, y - dy), (x + dx, y + dy), Paint::line(INK, 2.0));
            }
        }
    }
}
