//! Who has how much, and with whom, on a map of the world or of a part of it.
//!
//! In: a [`Map`]. Out: an SVG: land in the colour of its class, states too small to be seen as dots at their capitals, ties as curves
//! between capitals (drawings, not routes). `land` has the shapes, `projection` and `outline` bring them to the plane.
//!
//! The shapes are those of Natural Earth 4.1.0 (1:50 million). Its borders follow who holds the land in fact: Crimea and the
//! Kurils are drawn with Russia, the Golan with Israel, Laayoune and Dakhla with Morocco (of Western Sahara only the land east
//! of the berm is a shape of its own), Kashmir along the line of control, Aksai Chin with China, Arunachal Pradesh with India.
//! Taiwan, Kosovo and Palestine (West Bank and Gaza) are shapes of their own. So are Northern Cyprus, Somaliland and the
//! Siachen glacier, which belong to no state of Mithaq's table and stay without colour. Dependent territories have the colour of
//! their state. The picture says where its borders come from.

mod draw;
mod land;
mod names;
mod outline;
mod projection;

use crate::Tie;

pub use land::states;

/// Values of states and ties between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Title of the picture.
    pub title: String,
    /// What it shows, in a line.
    pub subtitle: String,
    /// Values by ISO 3166-1 alpha-3 code (`XKX` for Kosovo; former states have a dot at their capital).
    pub values: Vec<(String, f64)>,
    /// What the values are, as head of the legend.
    pub value_name: String,
    /// The ties, between codes. Several of one pair are added up.
    pub ties: Vec<Tie>,
    /// Names to write on the map, by code. One without room on its land hangs over it; else its code is tried, else it is left out.
    pub labels: Vec<(String, String)>,
    /// What is in sight.
    pub view: View,
    /// The day the data stand for, as it shall be read.
    pub at: Option<String>,
}

/// The part of the world in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum View {
    /// All of it but Antarctica.
    #[default]
    World,
    /// A box in degrees; `east` may be less than `west` where the box crosses the date line.
    Region {
        /// Western edge.
        west: f64,
        /// Southern edge.
        south: f64,
        /// Eastern edge.
        east: f64,
        /// Northern edge.
        north: f64,
    },
}

impl View {
    /// North Africa, the Levant and the Gulf.
    pub const ARAB_WORLD: Self = Self::Region { west: -18.0, south: 5.0, east: 61.0, north: 40.0 };
    /// Europe.
    pub const EUROPE: Self = Self::Region { west: -12.0, south: 34.5, east: 42.0, north: 66.0 };
}
