//! Names of states on a map: on their own land, or beside their dot.
//!
//! In: names by code, land in sight, dots. Out: the names painted; hanging over the land where they have no room on it, the
//! code where that is taken too, nothing where all is.

use std::collections::BTreeMap;

use super::draw::{DOT, Land, SPECK};
use super::land;
use super::outline::{Window, holds};
use crate::canvas::{Anchor, Canvas, Type};
use crate::font::{self, Weight};
use crate::frame::LABEL;
use crate::network::labels::Ground;
use crate::text::clean;

const WIDEST: f64 = 160.0;
/// Land of fewer pixels would be lost under its own name, which stands beside it if it lies at the sea.
const COVERED: f64 = 300.0;

pub(super) fn draw(canvas: &mut Canvas, names: &[(String, String)], lands: &[Land], dots: &BTreeMap<String, (f64, f64)>, window: &Window) {
    let taken = dots.values().map(|&(x, y)| [x - DOT, y - DOT, x + DOT, y + DOT]).collect();
    let [left, top, right, bottom] = window.bounds;
    let mut ground = Ground::new([left + 4.0, top + 4.0, right - 4.0, bottom - 4.0], taken);
    let land_of = |code: &str| lands.iter().find(|land| land.code == code);
    let area = |code: &str| land_of(code).map_or(0.0, |land| land.largest.0);
    let mut order: Vec<&(String, String)> = names.iter().collect();
    // Small states first: larger ones have more places to choose from.
    order.sort_by(|a, b| area(&a.0).total_cmp(&area(&b.0)).then(a.0.cmp(&b.0)));
    canvas.open("labels");
    let mut set = |canvas: &mut Canvas, code: &str, text: &str, hanging: bool| -> bool {
        let text = font::fit(&clean(text), LABEL, Weight::Regular, WIDEST);
        let (half, tall) = (font::width(&text, LABEL, Weight::Regular) / 2.0 + 1.0, LABEL * 1.25);
        let boxes = places(code, half, lands, dots, window, hanging).into_iter().map(|(x, y)| [x - half, y - tall / 2.0, x + half, y + tall / 2.0]);
        let Some([left, top, right, _]) = ground.take(boxes) else { return false };
        canvas.text(((left + right) / 2.0, top + LABEL * 0.95), &text, Type::of(LABEL).at(Anchor::Middle).halo());
        true
    };
    // What hangs over comes last, so that it takes no one's own land.
    order.retain(|(code, name)| !set(canvas, code, name, false));
    order.retain(|(code, name)| !set(canvas, code, name, true));
    for (code, _) in order {
        set(canvas, code, code, false);
    }
    canvas.close();
}

/// Middles of the boxes a name may have, best first; `half` is half its width. A hanging name begins or ends on the land and
/// leaves it.
fn places(code: &str, half: f64, lands: &[Land], dots: &BTreeMap<String, (f64, f64)>, window: &Window, hanging: bool) -> Vec<(f64, f64)> {
    if let Some(&(x, y)) = dots.get(code) {
        return beside((x, y), half, 6.0);
    }
    let Some(land) = lands.iter().find(|land| land.code == code).filter(|land| land.largest.0 >= SPECK) else {
        return land::capital(code).map(|place| window.at(place)).filter(|&place| window.holds(place)).into_iter().collect();
    };
    // From the middle outwards, but never with its own middle off the land: it would seem to name another's.
    let (x, y) = land.largest.1;
    if hanging {
        let (near, far) = (half - 4.0, half + 0.15 * land.largest.0.sqrt());
        let ways = [0.0, 6.0, -6.0, 12.0, -12.0].into_iter().flat_map(|down| [(near, down), (-near, down), (far, down), (-far, down)]);
        return ways.map(|(dx, dy)| (x + dx, y + dy)).collect();
    }
    let reach = land.largest.0.sqrt().clamp(9.0, 140.0);
    let mut places = Vec::new();
    if land.largest.0 < COVERED {
        // At sea only: on the land of a neighbour it would seem to name that.
        let at_sea = |&(x, y): &(f64, f64)| [-0.8, 0.0, 0.8].iter().all(|share| !lands.iter().any(|land| holds(&land.rings, (x + share * half, y))));
        let far = land.largest.0.sqrt() * 0.7 + 3.0;
        places.extend(beside((x, y), half, far).into_iter().filter(at_sea));
    }
    places.push((x, y));
    for step in [0.15, 0.3, 0.5, 0.7, 0.9].map(|share| f64::max(share * reach, 4.0)) {
        let ways = [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7), (0.7, -0.7)];
        places.extend(ways.map(|(dx, dy)| (x + dx * step, y + dy * step)).into_iter().filter(|&place| holds(&land.rings, place)));
    }
    places
}

/// Right, left, below, above, and between these.
fn beside((x, y): (f64, f64), half: f64, far: f64) -> Vec<(f64, f64)> {
    let (side, tall) = (half + far, far + 6.0);
    let ways = [(side, 0.0), (-side, 0.0), (0.0, tall), (0.0, -tall), (side, 7.0), (side, -7.0), (-side, 7.0), (-side, -7.0)];
    ways.map(|(dx, dy)| (x + dx, y + dy)).to_vec()
}
