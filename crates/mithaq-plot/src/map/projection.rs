//! From degrees to the plane, areas kept.
//!
//! Equal Earth (Šavrič, Patterson, Jenny 2018) for the world, Lambert's azimuthal projection around its middle for a region. Ten lines
//! each; the crates at hand (`d3_geo_rs`, `proj`) bring a streaming pipeline or a C library for it.

/// A projection around a middle, in units of the earth's radius, y upwards.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Projection {
    EqualEarth { lon: f64 },
    Azimuthal { lon: f64, lat: f64 },
}

impl Projection {
    pub(crate) fn at(self, (lon, lat): (f64, f64)) -> (f64, f64) {
        match self {
            Self::EqualEarth { lon: middle } => {
                const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
                let m = 3f64.sqrt() / 2.0;
                let t = (m * lat.to_radians().sin()).asin();
                let (t2, t6) = (t * t, t.powi(6));
                let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
                ((lon - middle).to_radians() * t.cos() / (m * slope), t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)))
            }
            Self::Azimuthal { lon: middle, lat: height } => {
                let (l, p, p0) = ((lon - middle).to_radians(), lat.to_radians(), height.to_radians());
                let near = 1.0 + p0.sin() * p.sin() + p0.cos() * p.cos() * l.cos();
                let k = (2.0 / near.max(1e-6)).sqrt();
                (k * p.cos() * l.sin(), k * (p0.cos() * p.sin() - p0.sin() * p.cos() * l.cos()))
            }
        }
    }

    /// Whether whole turns of longitude give another place: a flat map goes on beside itself.
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::EqualEarth { .. })
    }

    /// Whether a point is so far from the middle that what surrounds it may turn inside out.
    pub(crate) fn is_far(self, (lon, lat): (f64, f64)) -> bool {
        match self {
            Self::EqualEarth { .. } => false,
            Self::Azimuthal { lon: middle, lat: height } => {
                let (l, p, p0) = ((lon - middle).to_radians(), lat.to_radians(), height.to_radians());
                p0.sin() * p.sin() + p0.cos() * p.cos() * l.cos() < 0.1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the paper's own table: the pole is 1.3173 above the equator, the equator 2.7066 long on each side.
    #[test]
    fn equal_earth_is_as_published() {
        let map = Projection::EqualEarth { lon: 0.0 };
        let close = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 2e-3 && (a.1 - b.1).abs() < 2e-3;
        assert!(close(map.at((180.0, 0.0)), (2.7066, 0.0)), "{:?}", map.at((180.0, 0.0)));
        assert!(close(map.at((0.0, 90.0)), (0.0, 1.3173)), "{:?}", map.at((0.0, 90.0)));
    }

    #[test]
    fn both_keep_areas() {
        for map in [Projection::EqualEarth { lon: 11.0 }, Projection::Azimuthal { lon: 20.0, lat: 40.0 }] {
            let area = |lon: f64, lat: f64| {
                let (a, b, c) = (map.at((lon, lat)), map.at((lon + 0.01, lat)), map.at((lon, lat + 0.01)));
                ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / (lat + 0.005).to_radians().cos()
            };
            assert!((area(0.0, 5.0) / area(50.0, 60.0) - 1.0).abs() < 2e-3);
        }
    }
}
