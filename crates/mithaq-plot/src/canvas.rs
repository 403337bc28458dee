//! An SVG written shape by shape.
//!
//! In: shapes and texts in pixels, x counted from where reading begins when the canvas is mirrored. Out: the text of the SVG.
//! Every text carries the `direction` of its own letters, so that its brackets and points fall on the right side
//! whatever the direction of the picture; every text is cleaned and escaped.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::colour::INK;
use crate::font::{self, Weight};
use crate::text::{clean, direction};
use crate::{Direction, Error, Style, WIDTH};

/// Where a text stands beside its point, as the picture is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a shape is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint<'a> {
    pub(crate) fill: Option<&'a str>,
    pub(crate) stroke: Option<&'a str>,
    pub(crate) width: f64,
    pub(crate) opacity: f64,
    pub(crate) dash: Option<&'a str>,
}

impl<'a> Paint<'a> {
    pub(crate) fn fill(colour: &'a str) -> Self {
        Self { fill: Some(colour), stroke: None, width: 0.0, opacity: 1.0, dash: None }
    }

    pub(crate) fn line(colour: &'a str, width: f64) -> Self {
        Self { fill: None, stroke: Some(colour), width, opacity: 1.0, dash: None }
    }

    pub(crate) fn edged(self, colour: &'a str, width: f64) -> Self {
        Self { stroke: Some(colour), width, ..self }
    }

    pub(crate) fn opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    pub(crate) fn dashed(self, dash: &'a str) -> Self {
        Self { dash: Some(dash), ..self }
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type<'a> {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: &'a str,
    pub(crate) anchor: Anchor,
    /// A white rim, for texts upon lines.
    pub(crate) halo: bool,
    /// Turned to run upwards.
    pub(crate) upright: bool,
}

impl Type<'static> {
    pub(crate) fn of(size: f64) -> Self {
        Self { size, weight: Weight::Regular, colour: INK, anchor: Anchor::Start, halo: false, upright: false }
    }
}

impl<'a> Type<'a> {
    pub(crate) fn bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    pub(crate) fn colour<'b>(self, colour: &'b str) -> Type<'b> {
        Type { colour, size: self.size, weight: self.weight, anchor: self.anchor, halo: self.halo, upright: self.upright }
    }

    pub(crate) fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(crate) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    pub(crate) fn upright(self) -> Self {
        Self { upright: true, ..self }
    }
}

/// The SVG so far.
pub(crate) struct Canvas {
    body: Writer<Vec<u8>>,
    failed: Option<io::Error>,
    direction: Direction,
    lang: String,
    /// Whether x runs from the right; a map turns it off for its land.
    pub(crate) mirrored: bool,
}

impl Canvas {
    pub(crate) fn new(style: &Style) -> Self {
        Self { body: Writer::new(Vec::new()), failed: None, direction: style.direction, lang: clean(&style.lang), mirrored: style.direction == Direction::Rtl }
    }

    fn put(&mut self, event: Event<'_>) {
        if let Err(error) = self.body.write_event(event) {
            self.failed.get_or_insert(error);
        }
    }

    fn x(&self, x: f64) -> f64 {
        if self.mirrored { WIDTH - x } else { x }
    }

    fn shape(&mut self, name: &str, places: &[(&str, String)], paint: Paint<'_>, says: &str) {
        let mut tag = BytesStart::new(name);
        for (key, value) in places {
            tag.push_attribute((*key, value.as_str()));
        }
        tag.push_attribute(("fill", paint.fill.unwrap_or("none")));
        if let Some(stroke) = paint.stroke {
            tag.push_attribute(("stroke", stroke));
            tag.push_attribute(("stroke-width", number(paint.width).as_str()));
        }
        if paint.opacity < 1.0 {
            tag.push_attribute(("opacity", number(paint.opacity).as_str()));
        }
        if let Some(dash) = paint.dash {
            tag.push_attribute(("stroke-dasharray", dash));
        }
        let says = clean(says);
        if says.is_empty() {
            self.put(Event::Empty(tag));
            return;
        }
        let end = tag.to_end().into_owned();
        self.put(Event::Start(tag.borrow()));
        self.element("title", &says);
        self.put(Event::End(end));
    }

    fn element(&mut self, name: &str, text: &str) {
        self.put(Event::Start(BytesStart::new(name)));
        self.put(Event::Text(BytesText::new(text)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// A group; `class` is for those who restyle the SVG.
    pub(crate) fn open(&mut self, class: &str) {
        self.put(Event::Start(BytesStart::new("g").with_attributes([("class", class)])));
    }

    pub(crate) fn close(&mut self) {
        self.put(Event::End(BytesEnd::new("g")));
    }

    /// A group cut to a path.
    pub(crate) fn open_clipped(&mut self, path: String) {
        let id = id_of(self.body.get_ref());
        self.put(Event::Start(BytesStart::new("clipPath").with_attributes([("id", id.as_str())])));
        self.path(path, Paint::fill("#000000"), "");
        self.put(Event::End(BytesEnd::new("clipPath")));
        self.put(Event::Start(BytesStart::new("g").with_attributes([("clip-path", format!("url(#{id})").as_str())])));
    }

    /// A rectangle at its corner next to the origin. `says` is told when a pointer rests on it; may be empty.
    pub(crate) fn rect(&mut self, [x, y, width, height]: [f64; 4], paint: Paint<'_>, says: &str) {
        let left = if self.mirrored { WIDTH - x - width } else { x };
        let places = [("x", number(left)), ("y", number(y)), ("width", number(width)), ("height", number(height))];
        self.shape("rect", &places, paint, says);
    }

    pub(crate) fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint<'_>, says: &str) {
        let places = [("cx", number(self.x(x))), ("cy", number(y)), ("r", number(radius))];
        self.shape("circle", &places, paint, says);
    }

    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), paint: Paint<'_>) {
        let places = [("x1", number(self.x(x1))), ("y1", number(y1)), ("x2", number(self.x(x2))), ("y2", number(y2))];
        self.shape("line", &places, paint, "");
    }

    pub(crate) fn polygon(&mut self, points: &[(f64, f64)], paint: Paint<'_>, says: &str) {
        let points: Vec<String> = points.iter().map(|&(x, y)| format!("{},{}", number(self.x(x)), number(y))).collect();
        self.shape("polygon", &[("points", points.join(" "))], paint, says);
    }

    /// A path as it is: never mirrored.
    pub(crate) fn path(&mut self, path: String, paint: Paint<'_>, says: &str) {
        self.shape("path", &[("d", path), ("fill-rule", "evenodd".into()), ("stroke-linejoin", "round".into())], paint, says);
    }

    /// One line of text; `y` is its base line.
    pub(crate) fn text(&mut self, (x, y): (f64, f64), text: &str, set: Type<'_>) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let own = direction(&text).unwrap_or(if self.direction == Direction::Rtl && has_word(&text) { Direction::Rtl } else { Direction::Ltr });
        // Which side of the text is at the point …
        let at_left = match set.anchor {
            Anchor::Middle => None,
            Anchor::Start => Some(!self.mirrored),
            Anchor::End => Some(self.mirrored),
        };
        // … and whether that is where the text itself begins.
        let anchor = at_left.map_or("middle", |left| if left == (own == Direction::Ltr) { "start" } else { "end" });
        let (x, y) = (number(self.x(x)), number(y));
        let mut tag = BytesStart::new("text");
        tag.push_attribute(("x", x.as_str()));
        tag.push_attribute(("y", y.as_str()));
        tag.push_attribute(("font-size", number(set.size).as_str()));
        if set.weight == Weight::SemiBold {
            tag.push_attribute(("font-weight", "600"));
        }
        tag.push_attribute(("fill", set.colour));
        if anchor != "start" {
            tag.push_attribute(("text-anchor", anchor));
        }
        if own == Direction::Rtl {
            tag.push_attribute(("direction", "rtl"));
            tag.push_attribute(("unicode-bidi", "isolate"));
        } else if self.direction == Direction::Rtl {
            tag.push_attribute(("direction", "ltr"));
        }
        if set.halo {
            tag.push_attribute(("stroke", "#ffffff"));
            tag.push_attribute(("stroke-width", "3"));
            tag.push_attribute(("stroke-linejoin", "round"));
            tag.push_attribute(("paint-order", "stroke"));
        }
        if set.upright {
            tag.push_attribute(("transform", format!("rotate(-90 {x} {y})").as_str()));
        }
        let end = tag.to_end().into_owned();
        self.put(Event::Start(tag.borrow()));
        self.put(Event::Text(BytesText::new(&text)));
        self.put(Event::End(end));
    }

    /// The whole picture, of this height.
    pub(crate) fn finish(mut self, height: f64, title: &str, says: &str) -> Result<String, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        let drawn = std::mem::replace(&mut self.body, Writer::new(Vec::new())).into_inner();
        let (width, height) = (number(WIDTH), number(height));
        let id = id_of(&drawn);
        let mut root = BytesStart::new("svg");
        root.extend_attributes([
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", format!("0 0 {width} {height}").as_str()),
            ("width", width.as_str()),
            ("height", height.as_str()),
            ("role", "img"),
            ("aria-labelledby", format!("{id}-title {id}-desc").as_str()),
            ("lang", self.lang.as_str()),
            ("xml:lang", self.lang.as_str()),
            ("font-family", font::STACK),
        ]);
        let lang = self.lang.clone();
        let end = root.to_end().into_owned();
        self.put(Event::Start(root.borrow()));
        for (name, text) in [("title", title), ("desc", says)] {
            let own = format!("{id}-{name}");
            self.put(Event::Start(BytesStart::new(name).with_attributes([("id", own.as_str()), ("lang", lang.as_str())])));
            self.put(Event::Text(BytesText::new(&clean(text))));
            self.put(Event::End(BytesEnd::new(name)));
        }
        let paper = BytesStart::new("rect").with_attributes([("width", width.as_str()), ("height", height.as_str()), ("fill", "#ffffff")]);
        self.put(Event::Empty(paper));
        self.body.get_mut().extend(drawn);
        self.put(Event::End(end));
        match self.failed {
            Some(error) => Err(error.into()),
            None => Ok(String::from_utf8_lossy(self.body.get_ref()).into_owned()),
        }
    }
}

/// A name for parts of a picture that no other picture of the same page has: FNV-1a of what is drawn.
fn id_of(drawn: &[u8]) -> String {
    let hash = drawn.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("mithaq-{hash:016x}")
}

/// Whether a text without a letter of either direction should still run as the picture does: a date range, but no number alone.
fn has_word(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// A number as short as a tenth of a pixel allows; widths keep a second decimal.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = if value.abs() < 10.0 { format!("{value:.2}") } else { format!("{value:.1}") };
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}
