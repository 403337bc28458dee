//! How a picture speaks: its language, its direction, its words.

use crate::Words;

/// Where reading begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// At the left.
    #[default]
    Ltr,
    /// At the right: titles, legends and axes are mirrored. A map itself is not.
    Rtl,
}

/// Language, direction and words of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// BCP 47 tag, written into the SVG.
    pub lang: String,
    /// Where reading begins.
    pub direction: Direction,
    /// The words that the picture adds to those of its data.
    pub words: Words,
}

impl Style {
    /// English.
    pub fn english() -> Self {
        Self { lang: "en".into(), direction: Direction::Ltr, words: Words::english() }
    }

    /// French.
    pub fn french() -> Self {
        Self { lang: "fr".into(), direction: Direction::Ltr, words: Words::french() }
    }

    /// Arabic, from right to left.
    pub fn arabic() -> Self {
        Self { lang: "ar".into(), direction: Direction::Rtl, words: Words::arabic() }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::english()
    }
}
