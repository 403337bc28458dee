//! What all pictures share: title above, notes below, legends.
//!
//! In: a canvas and words. Out: the same canvas with the furniture on it, and the height it took.

use crate::canvas::{Anchor, Canvas, Paint, Type};
use crate::classes::Classes;
use crate::colour::{self, FAINT, INK, NO_DATA, RULE, Shape};
use crate::font::{self, Weight};
use crate::text::clean;
use crate::words::fill;
use crate::{Error, Style, WIDTH};

/// White space around a picture.
pub(crate) const MARGIN: f64 = 28.0;
/// Size of labels.
pub(crate) const LABEL: f64 = 11.0;
/// Size of notes and ticks.
pub(crate) const NOTE: f64 = 10.0;

/// Title, subtitle and day above the picture; returns where the picture may begin.
pub(crate) fn head(canvas: &mut Canvas, style: &Style, title: &str, subtitle: &str, at: Option<&str>) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = MARGIN;
    for line in font::wrap(&clean(title), 22.0, Weight::SemiBold, room).iter().take(2) {
        y += 20.0;
        canvas.text((MARGIN, y), line, Type::of(22.0).bold());
        y += 8.0;
    }
    let day = at.map(|at| fill(&style.words.as_of, at));
    let lines = [clean(subtitle), day.map(|day| clean(&day)).unwrap_or_default()];
    let under = lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    for line in font::wrap(&under, 13.0, Weight::Regular, room).iter().take(3) {
        y += 14.0;
        canvas.text((MARGIN, y), line, Type::of(13.0).colour(FAINT));
        y += 4.0;
    }
    y + 14.0
}

/// Notes below the picture; returns where it ends.
pub(crate) fn foot(canvas: &mut Canvas, top: f64, notes: &[String]) -> f64 {
    let mut y = top + 6.0;
    for note in notes {
        for line in font::wrap(&clean(note), NOTE, Weight::Regular, WIDTH - 2.0 * MARGIN) {
            y += 14.0;
            canvas.text((MARGIN, y), &line, Type::of(NOTE).colour(FAINT));
        }
    }
    y + MARGIN - 8.0
}

/// A picture that says it has nothing to show.
pub(crate) fn nothing(style: &Style, title: &str, subtitle: &str, at: Option<&str>) -> Result<String, Error> {
    let mut canvas = Canvas::new(style);
    let top = head(&mut canvas, style, title, subtitle, at);
    let height = 180.0;
    canvas.rect([MARGIN, top, WIDTH - 2.0 * MARGIN, height], Paint::line(RULE, 1.0).dashed("4 4"), "");
    let set = Type::of(16.0).colour(FAINT).at(Anchor::Middle);
    canvas.text((WIDTH / 2.0, top + height / 2.0 + 5.0), &style.words.empty, set);
    canvas.finish(top + height + MARGIN, title, &style.words.empty)
}

/// A node, or its mark in the legend: all shapes of one radius cover about the same area.
pub(crate) fn mark(canvas: &mut Canvas, (x, y): (f64, f64), radius: f64, (fill, shape): (&str, Shape), says: &str) {
    let paint = Paint::fill(fill).edged(INK, if radius < 5.0 { 0.6 } else { 0.9 });
    let r = radius;
    match shape {
        Shape::Circle => canvas.circle((x, y), r, paint, says),
        Shape::Square => canvas.rect([x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r], paint, says),
        Shape::Diamond => canvas.polygon(&[(x, y - 1.2 * r), (x + 1.2 * r, y), (x, y + 1.2 * r), (x - 1.2 * r, y)], paint, says),
        Shape::Up => canvas.polygon(&[(x, y - 1.25 * r), (x + 1.2 * r, y + 0.9 * r), (x - 1.2 * r, y + 0.9 * r)], paint, says),
        Shape::Down => canvas.polygon(&[(x, y + 1.25 * r), (x - 1.2 * r, y - 0.9 * r), (x + 1.2 * r, y - 0.9 * r)], paint, says),
    }
}

/// Classes as swatches in a row from `x`; returns where the row ends.
pub(crate) fn swatches(canvas: &mut Canvas, style: &Style, (x, y): (f64, f64), head: &str, classes: &Classes, no_data: bool) -> f64 {
    let mut at = x;
    let head = clean(head);
    if !head.is_empty() {
        let head = font::fit(&head, LABEL, Weight::SemiBold, 320.0);
        canvas.text((at, y + 11.0), &head, Type::of(LABEL).bold());
        at += font::width(&head, LABEL, Weight::SemiBold) + 14.0;
    }
    let steps = classes.len();
    let mut swatch = |at: &mut f64, fill: &str, label: &str| {
        canvas.rect([*at, y, 22.0, 14.0], Paint::fill(fill).edged(FAINT, 0.5), "");
        canvas.text((*at + 27.0, y + 11.0), label, Type::of(LABEL));
        *at += 27.0 + font::width(label, LABEL, Weight::Regular) + 16.0;
    };
    for class in 0..steps {
        swatch(&mut at, &colour::hex(colour::amount(class, steps)), &classes.label(class, &style.words));
    }
    if no_data {
        swatch(&mut at, NO_DATA, &style.words.no_data);
    }
    at
}

/// Up to three round values of a scale, for legends of sizes and widths.
pub(crate) fn samples(lowest: f64, highest: f64) -> Vec<f64> {
    let whole = lowest.fract() == 0.0 && highest.fract() == 0.0;
    let mut values = vec![lowest, ((lowest + highest) / 2.0), highest];
    if whole {
        values[1] = values[1].round();
    } else {
        values.iter_mut().for_each(|v| *v = (*v * 100.0).round() / 100.0);
    }
    values.dedup();
    values
}
