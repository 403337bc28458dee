//! Colours that the colour-blind can tell apart and that print in grey.
//!
//! Kinds have the palette of Okabe and Ito and, as a second cue, a shape; amounts have a ramp like viridis from light to dark, so
//! that more ink is more.

/// Ink of titles and labels.
pub(crate) const INK: &str = "#1f2a33";
/// Ink of what stands back: notes, ticks.
pub(crate) const FAINT: &str = "#5d6872";
/// Lines of frames and grids.
pub(crate) const RULE: &str = "#d5dade";
/// Land without a value: white, so that it stays apart from the lightest class in grey print too.
pub(crate) const NO_DATA: &str = "#fdfdfc";
/// Lines between states on a network.
pub(crate) const TIE: &str = "#4d5a66";
/// Lines on a map: apart from every step of amounts.
pub(crate) const ARC: &str = "#d55e00";

/// The palette of Okabe and Ito, in the order in which it is used up.
const KINDS: [&str; 7] = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];

/// Outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Diamond,
    Up,
    Down,
}

const SHAPES: [Shape; 5] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Up, Shape::Down];

/// Colour and shape of the nth kind: 35 pairs, then they come again.
pub(crate) fn kind(n: usize) -> (&'static str, Shape) {
    (KINDS[n % KINDS.len()], SHAPES[n % SHAPES.len()])
}

/// Light yellow-green over teal to dark blue, as viridis runs, but pale where there is little.
const AMOUNTS: [[u8; 3]; 7] = [[0xd6, 0xea, 0x98], [0xa9, 0xd9, 0xb0], [0x76, 0xc7, 0xbd], [0x3f, 0xa9, 0xc0], [0x24, 0x83, 0xb8], [0x22, 0x59, 0xa0], [0x1a, 0x2c, 0x70]];

/// The colour of step `n` of `steps`, light first.
pub(crate) fn amount(n: usize, steps: usize) -> [u8; 3] {
    let share = if steps < 2 { 0.6 } else { n.min(steps - 1) as f64 / (steps - 1) as f64 };
    let at = share * (AMOUNTS.len() - 1) as f64;
    let (low, rest) = (at.floor() as usize, at.fract());
    let (a, b) = (AMOUNTS[low], AMOUNTS[(low + 1).min(AMOUNTS.len() - 1)]);
    std::array::from_fn(|i| (f64::from(b[i]) - f64::from(a[i])).mul_add(rest, f64::from(a[i])).round() as u8)
}

/// As SVG writes it.
pub(crate) fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Black or white, whichever reads better on the colour.
pub(crate) fn on(colour: [u8; 3]) -> &'static str {
    if luminance(colour) > 0.26 { INK } else { "#ffffff" }
}

/// Relative luminance, 0 to 1 (WCAG).
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_darker_and_readable() {
        for steps in 1..9 {
            let ramp: Vec<_> = (0..steps).map(|n| luminance(amount(n, steps))).collect();
            assert!(ramp.windows(2).all(|pair| pair[0] > pair[1]), "{ramp:?}");
            for n in 0..steps {
                let colour = amount(n, steps);
                let (paper, ink) = (luminance(colour), if on(colour) == INK { 0.02 } else { 1.0 });
                let contrast = (f64::max(paper, ink) + 0.05) / (f64::min(paper, ink) + 0.05);
                assert!(contrast > 3.5, "step {n} of {steps}: {contrast}");
            }
        }
    }

    #[test]
    fn the_first_35_kinds_differ() {
        let mut seen: Vec<_> = (0..35).map(kind).map(|(c, s)| format!("{c}{s:?}")).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 35);
    }
}
