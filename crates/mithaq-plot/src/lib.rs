//! Pictures of who has agreed with whom: networks, maps, timelines and matrices, as SVG and PNG.
//!
//! In: plain structs ([`Network`], [`Map`], [`Timeline`], [`Matrix`]) with labels as the caller wants them read, and a
//! [`Style`] with the words, the language and the direction of the picture. Out: the text of an SVG, and its PNG by
//! [`png`]. Pure functions: no files, no clock, no chance; the same input gives the same bytes. Nothing here knows the
//! registry. Labels may come from anywhere: they are cleaned, escaped and cut to the space there is.
//!
//! Fonts, shapes of states and capitals are embedded (`fonts/`, `data/`; made by `xtask/fonts.py` and `xtask/map.py`).

mod canvas;
mod classes;
mod colour;
mod error;
mod font;
mod frame;
mod map;
mod matrix;
mod network;
mod png;
mod style;
mod text;
mod timeline;
mod words;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use map::{Map, View, states as map_states};
pub use matrix::{Cell, Matrix};
pub use network::{Network, State, Tie};
pub use png::png;
pub use style::{Direction, Style};
pub use timeline::{Day, Mark, Phase, Row, Step, Timeline};
pub use words::Words;

/// Width of every picture in pixels at scale 1; the height follows from what is drawn.
pub const WIDTH: f64 = 1200.0;
