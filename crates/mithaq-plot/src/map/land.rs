//! The shapes of states and the places of their capitals, from the embedded tables (made by `xtask/map.py`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Rings in degrees, longitude first; longitudes run from 169 degrees west to 191 degrees east.
pub(crate) type Shapes = BTreeMap<&'static str, Vec<Vec<(f64, f64)>>>;

/// Where the longitudes of the tables begin.
pub(crate) const CUT: f64 = -169.0;
/// Code of land that belongs to no state of the table.
pub(crate) const NO_STATE: &str = "-";

/// Every ring of the source.
pub(crate) static FINE: LazyLock<Shapes> = LazyLock::new(|| shapes(include_str!("../../data/shapes-fine.tsv")));
/// Thinned for the world.
pub(crate) static WORLD: LazyLock<Shapes> = LazyLock::new(|| shapes(include_str!("../../data/shapes-world.tsv")));

static CAPITALS: LazyLock<BTreeMap<&'static str, (f64, f64)>> = LazyLock::new(|| {
    let rows = include_str!("../../data/capitals.tsv").lines().filter_map(|row| {
        let mut fields = row.split('\t');
        let (code, lat, lon) = (fields.next()?, fields.next()?.parse().ok()?, fields.next()?.parse::<f64>().ok()?);
        Some((code, (if lon < CUT { lon + 360.0 } else { lon }, lat)))
    });
    rows.collect()
});

/// Longitude and latitude of the capital.
pub(crate) fn capital(code: &str) -> Option<(f64, f64)> {
    CAPITALS.get(code).copied()
}

/// The codes of all states a map can show.
pub fn states() -> impl Iterator<Item = &'static str> {
    CAPITALS.keys().copied()
}

fn shapes(table: &'static str) -> Shapes {
    let mut shapes = Shapes::new();
    for (code, ring) in table.lines().filter_map(|row| row.split_once('\t')) {
        shapes.entry(code).or_default().push(ring_of(ring));
    }
    shapes
}

/// Differences of hundredths of a degree, five bits a character, the sign in the lowest bit.
fn ring_of(text: &str) -> Vec<(f64, f64)> {
    let mut numbers = Vec::new();
    let (mut value, mut shift) = (0i64, 0u32);
    for byte in text.bytes() {
        let bits = i64::from(byte.saturating_sub(63));
        value |= (bits & 0x1f) << shift.min(40);
        if bits & 0x20 == 0 {
            numbers.push(if value & 1 == 1 { !(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        } else {
            shift += 5;
        }
    }
    let (mut x, mut y) = (0i64, 0i64);
    let pairs = numbers.chunks_exact(2).map(|step| {
        (x, y) = (x + step[0], y + step[1]);
        (x as f64 / 100.0, y as f64 / 100.0)
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whole() {
        for shapes in [&*FINE, &*WORLD] {
            assert!(shapes.len() >= 199, "{}", shapes.len());
            for (code, rings) in shapes {
                for &(lon, lat) in rings.iter().flatten() {
                    assert!((CUT..=CUT + 360.0).contains(&lon) && (-60.0..84.0).contains(&lat), "{code} {lon} {lat}");
                }
                assert!(rings.iter().all(|ring| ring.len() >= 3), "{code}");
            }
        }
        assert_eq!(ring_of("_p~iF~ps|U"), [(38500.0 / 1.0, -120200.0 / 1.0)].map(|(a, b): (f64, f64)| (a, b)));
    }

    /// No ring jumps over the map: at the edge of it rings are cut.
    #[test]
    fn no_ring_crosses_the_edge() {
        for (code, rings) in FINE.iter() {
            for ring in rings {
                for pair in ring.windows(2) {
                    assert!((pair[0].0 - pair[1].0).abs() < 90.0, "{code} {pair:?}");
                }
            }
        }
    }

    /// Egypt's capital is in Egypt, New Zealand is not at the left of the map.
    #[test]
    fn capitals_are_where_they_are() {
        assert_eq!(capital("EGY").map(|(lon, lat)| (lon.round(), lat.round())), Some((31.0, 30.0)));
        assert!(capital("TON").is_some_and(|(lon, _)| lon > 180.0));
        assert_eq!(states().count(), 206);
        for disputed in ["ESH", "PSE", "XKX", "TWN"] {
            assert!(FINE.contains_key(disputed) && WORLD.contains_key(disputed) && capital(disputed).is_some());
        }
    }
}
