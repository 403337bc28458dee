//! What can go wrong. Data cannot: a picture of nothing says so, and what cannot be drawn is left out and told.

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The SVG could not be written.
    #[error("the SVG could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The text given to [`crate::png`] is not XML.
    #[error("not an XML text: {0}")]
    Xml(#[from] quick_xml::Error),
    /// The text given to [`crate::png`] is not an SVG.
    #[error("not an SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The PNG would have no pixels, or too many.
    #[error("a PNG of {width} x {height} pixels is not made: a scale that gives 1 to {most} pixels in all is needed")]
    Size {
        /// Pixels from left to right.
        width: u64,
        /// Pixels from top to bottom.
        height: u64,
        /// Pixels allowed.
        most: u64,
    },
    /// The pixels could not be packed.
    #[error("the PNG could not be packed: {0}")]
    Pack(String),
}
