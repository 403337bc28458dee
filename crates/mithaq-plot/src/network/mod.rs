//! Who is tied to whom, as nodes and lines.
//!
//! In: a [`Network`]. Out: an SVG: nodes sized by strength, coloured and shaped by region, lines as wide as the tie is
//! strong, states without ties in rows below. `layout` finds the places, `labels` keeps the names apart, `draw` paints.

mod draw;
pub(crate) mod labels;
mod layout;

/// States and the ties between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Title of the picture.
    pub title: String,
    /// What it shows, in a line.
    pub subtitle: String,
    /// The states. One that is named by a tie only is added with its code as label.
    pub states: Vec<State>,
    /// The ties. Several of one pair are added up; those of a state with itself or without weight are passed over.
    pub ties: Vec<Tie>,
    /// The day the data stand for, as it shall be read.
    pub at: Option<String>,
}

/// A state as a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Code, shown where the label has no room.
    pub code: String,
    /// Name as it shall be read.
    pub label: String,
    /// Region or community; may be empty. The legend has them in the order of their first state.
    pub region: String,
    /// What sizes the node; the sum of its ties' weights where it is `None`.
    pub strength: Option<f64>,
}

/// A tie between two states, named by their codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// One state.
    pub a: String,
    /// The other.
    pub b: String,
    /// What the width of the line shows, such as a number of agreements.
    pub weight: f64,
}
