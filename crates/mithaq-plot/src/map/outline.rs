//! Rings in degrees as paths in pixels, cut to the window.
//!
//! In: a [`Window`] and rings. Out: the text of an SVG path, and the largest ring's middle and size.

use super::projection::Projection;
use crate::canvas::number;

/// A projection, its scale and place, and the rectangle in sight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) projection: Projection,
    pub(crate) scale: f64,
    /// Pixels of the projection's middle.
    pub(crate) middle: (f64, f64),
    /// Left, top, right, bottom in pixels.
    pub(crate) bounds: [f64; 4],
}

/// Beyond the window by so much rings are cut, so that the cut's own line is out of sight.
const BEYOND: f64 = 12.0;

impl Window {
    pub(crate) fn at(&self, place: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.projection.at(place);
        (self.middle.0 + x * self.scale, self.middle.1 - y * self.scale)
    }

    pub(crate) fn holds(&self, (x, y): (f64, f64)) -> bool {
        let [left, top, right, bottom] = self.bounds;
        x >= left && x <= right && y >= top && y <= bottom
    }

    /// A ring's parts in sight, in pixels.
    pub(crate) fn rings(&self, ring: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let turns: &[f64] = if self.projection.repeats() { &[-360.0, 0.0, 360.0] } else { &[0.0] };
        if ring.iter().all(|&place| self.projection.is_far(place)) {
            return Vec::new();
        }
        let parts = turns.iter().filter_map(|turn| {
            let places: Vec<(f64, f64)> = ring.iter().map(|&(lon, lat)| self.at((lon + turn, lat))).collect();
            let cut = self.cut(places);
            (cut.len() >= 3).then_some(cut)
        });
        parts.collect()
    }

    /// Sutherland and Hodgman's cut at the four sides of the window, and points nearer than a pixel's fraction joined.
    fn cut(&self, mut ring: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
        let [left, top, right, bottom] = self.bounds;
        let sides: [(bool, f64, bool); 4] = [(true, left - BEYOND, true), (true, right + BEYOND, false), (false, top - BEYOND, true), (false, bottom + BEYOND, false)];
        for (along_x, edge, above) in sides {
            let value = |p: (f64, f64)| if along_x { p.0 } else { p.1 };
            let inside = |p: (f64, f64)| (value(p) >= edge) == above || value(p) == edge;
            if ring.iter().all(|&p| inside(p)) {
                continue;
            }
            let mut kept = Vec::with_capacity(ring.len());
            for (i, &p) in ring.iter().enumerate() {
                let q = ring[(i + 1) % ring.len()];
                if inside(p) {
                    kept.push(p);
                }
                if inside(p) != inside(q) {
                    let share = (edge - value(p)) / (value(q) - value(p));
                    let other = |a: f64, b: f64| a + (b - a) * share;
                    kept.push(if along_x { (edge, other(p.1, q.1)) } else { (other(p.0, q.0), edge) });
                }
            }
            ring = kept;
            if ring.is_empty() {
                return ring;
            }
        }
        let mut thin: Vec<(f64, f64)> = Vec::with_capacity(ring.len());
        for p in ring {
            if thin.last().is_none_or(|last| (last.0 - p.0).abs() + (last.1 - p.1).abs() >= 0.5) {
                thin.push(p);
            }
        }
        thin
    }
}

/// Rings as a path.
pub(crate) fn path(rings: &[Vec<(f64, f64)>]) -> String {
    let mut path = String::new();
    for ring in rings {
        for (i, &(x, y)) in ring.iter().enumerate() {
            path.push(if i == 0 { 'M' } else { ' ' });
            path.push_str(&number(x));
            path.push(' ');
            path.push_str(&number(y));
        }
        path.push('Z');
    }
    path
}

/// Area in square pixels, and the middle.
pub(crate) fn middle(ring: &[(f64, f64)]) -> (f64, (f64, f64)) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (i, p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        let cross = p.0 * q.1 - q.0 * p.1;
        area += cross / 2.0;
        x += (p.0 + q.0) * cross;
        y += (p.1 + q.1) * cross;
    }
    if area.abs() < 1e-6 {
        return (0.0, ring.first().copied().unwrap_or_default());
    }
    (area.abs(), (x / (6.0 * area), y / (6.0 * area)))
}

/// Whether a point lies within rings, counted even-odd.
pub(crate) fn holds(rings: &[Vec<(f64, f64)>], (x, y): (f64, f64)) -> bool {
    let crossings = |ring: &Vec<(f64, f64)>| {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        sides.filter(|(p, q)| (p.1 > y) != (q.1 > y) && x < p.0 + (q.0 - p.0) * (y - p.1) / (q.1 - p.1)).count()
    };
    rings.iter().map(crossings).sum::<usize>() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> Window {
        Window { projection: Projection::EqualEarth { lon: 0.0 }, scale: 100.0, middle: (50.0, 50.0), bounds: [0.0, 0.0, 100.0, 100.0] }
    }

    #[test]
    fn rings_are_cut_beyond_the_window() {
        let all = window().rings(&[(-170.0, -80.0), (170.0, -80.0), (170.0, 80.0), (-170.0, 80.0)]);
        assert!(all.iter().flatten().all(|&(x, y)| (-BEYOND..=100.0 + BEYOND).contains(&x) && (-BEYOND..=100.0 + BEYOND).contains(&y)));
        assert!((middle(&all[0]).0 - (100.0 + 2.0 * BEYOND).powi(2)).abs() < 1.0);
        assert!(window().rings(&[(100.0, 10.0), (110.0, 10.0), (110.0, 20.0)]).is_empty());
    }

    #[test]
    fn a_hole_is_not_within() {
        let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high)];
        let rings = [square(0.0, 9.0), square(3.0, 6.0)];
        assert_eq!([1.0, 4.0, 8.0, 9.5].map(|at| holds(&rings, (at, at))), [true, false, true, false]);
    }

    #[test]
    fn the_middle_of_a_square() {
        assert_eq!(middle(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]), (4.0, (1.0, 1.0)));
    }
}
