//! Places of nodes: a force-directed layout after Fruchterman and Reingold (1991), and boxes pushed apart.
//!
//! In: boxes and weighted ties, by number. Out: a place for each box within the room. The start is fixed (an even spiral in the order
//! given) and nothing is drawn by lot: the same input gives the same places. Written here since no crate fits: `fdg` is
//! not published under that name, `fdg-sim` starts from random places and rests since 2022, `forceatlas2` is AGPL.

/// A node with the room it needs around its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Room to the left and right of the place.
    pub(crate) half_width: f64,
    pub(crate) above: f64,
    pub(crate) below: f64,
}

impl Body {
    pub(crate) fn of(half_width: f64, above: f64, below: f64) -> Self {
        Self { x: 0.0, y: 0.0, half_width, above, below }
    }
}

const ROUNDS: usize = 500;
/// Pairs looked at in all: beyond a thousand nodes there are fewer rounds.
const MOST_PAIRS: usize = 300_000_000;

fn rounds(most: usize, count: usize) -> usize {
    (MOST_PAIRS / (count * count).max(1)).clamp(20, most)
}

/// Places the bodies within `width` by `height`. `ties` are pairs of numbers with a weight between 0 and 1.
pub(crate) fn place(bodies: &mut [Body], ties: &[(usize, usize, f64)], width: f64, height: f64) {
    match bodies {
        [] => return,
        [only] => {
            (only.x, only.y) = (width / 2.0, height / 2.0);
            return;
        }
        _ => {}
    }
    let mut at = forces(bodies.len(), ties);
    turn(&mut at);
    spread(&at, bodies, width, height);
    part(bodies, width, height);
}

/// Places in units of the wished distance, around the origin.
fn forces(count: usize, ties: &[(usize, usize, f64)]) -> Vec<(f64, f64)> {
    let golden = std::f64::consts::PI * (3.0 - 5f64.sqrt());
    let reach = (count as f64).sqrt();
    let mut at: Vec<(f64, f64)> = (0..count)
        .map(|i| {
            let (radius, angle) = (reach * 0.6 * ((i as f64 + 0.5) / count as f64).sqrt(), i as f64 * golden);
            (radius * angle.cos(), radius * angle.sin())
        })
        .collect();
    let mut degree = vec![0.0; count];
    for &(a, b, _) in ties {
        degree[a] += 1.0;
        degree[b] += 1.0;
    }
    let rounds = rounds(ROUNDS, count);
    for round in 0..rounds {
        let heat = 0.5 * reach * (1.0 - round as f64 / rounds as f64).powi(2) + 0.002;
        let mut push = vec![(0.0, 0.0); count];
        for i in 0..count {
            for j in i + 1..count {
                let (dx, dy) = (at[i].0 - at[j].0, at[i].1 - at[j].1);
                let far = (dx * dx + dy * dy).max(1e-4);
                let force = 1.0 / far;
                push[i].0 += dx * force;
                push[i].1 += dy * force;
                push[j].0 -= dx * force;
                push[j].1 -= dy * force;
            }
        }
        for &(a, b, weight) in ties {
            let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
            let far = (dx * dx + dy * dy).sqrt();
            // Hubs do not pull all they are tied to into one heap.
            let force = far * (0.35 + 0.65 * weight) / f64::min(degree[a], degree[b]).sqrt();
            push[a].0 -= dx * force;
            push[a].1 -= dy * force;
            push[b].0 += dx * force;
            push[b].1 += dy * force;
        }
        for i in 0..count {
            // A weak pull to the middle keeps parts that are not tied to each other in sight.
            let pull = 0.25;
            let (dx, dy) = (push[i].0 - at[i].0 * pull, push[i].1 - at[i].1 * pull);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let step = f64::min(length, heat) / length;
            at[i].0 += dx * step;
            at[i].1 += dy * step;
        }
    }
    at
}

/// Turns the places so that they are widest from left to right.
fn turn(at: &mut [(f64, f64)]) {
    let count = at.len() as f64;
    let (mx, my) = at.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / count, y + p.1 / count));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for p in at.iter_mut() {
        *p = (p.0 - mx, p.1 - my);
        xx += p.0 * p.0;
        yy += p.1 * p.1;
        xy += p.0 * p.1;
    }
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    let (sin, cos) = angle.sin_cos();
    for p in at.iter_mut() {
        *p = (p.0 * cos + p.1 * sin, p.1 * cos - p.0 * sin);
    }
}

/// Stretches the places over the room. Half the way to their rank, so that a crowded middle opens.
fn spread(at: &[(f64, f64)], bodies: &mut [Body], width: f64, height: f64) {
    let shares = |values: Vec<f64>| -> Vec<f64> {
        let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&i, &j| values[i].total_cmp(&values[j]).then(i.cmp(&j)));
        let mut out = vec![0.5; values.len()];
        for (rank, &i) in order.iter().enumerate() {
            let by_rank = rank as f64 / (values.len() - 1) as f64;
            let by_place = if high - low > 1e-9 { (values[i] - low) / (high - low) } else { 0.5 };
            out[i] = if high - low > 1e-9 { 0.35 * by_rank + 0.65 * by_place } else { 0.5 };
        }
        out
    };
    let xs = shares(at.iter().map(|p| p.0).collect());
    let ys = shares(at.iter().map(|p| p.1).collect());
    for (body, (sx, sy)) in bodies.iter_mut().zip(xs.into_iter().zip(ys)) {
        body.x = body.half_width + sx * (width - 2.0 * body.half_width).max(0.0);
        body.y = body.above + sy * (height - body.above - body.below).max(0.0);
    }
}

/// Pushes boxes that overlap apart, each pair along the shorter way, within the room.
fn part(bodies: &mut [Body], width: f64, height: f64) {
    for _ in 0..rounds(800, bodies.len()) {
        let mut moved = false;
        for i in 0..bodies.len() {
            for j in i + 1..bodies.len() {
                let (a, b) = (bodies[i], bodies[j]);
                let over_x = a.half_width + b.half_width - (a.x - b.x).abs();
                let upper_first = a.y + (a.below - a.above) / 2.0 <= b.y + (b.below - b.above) / 2.0;
                let over_y = if upper_first { a.y + a.below - (b.y - b.above) } else { b.y + b.below - (a.y - a.above) };
                if over_x <= 0.0 || over_y <= 0.0 {
                    continue;
                }
                moved = true;
                if over_x < over_y {
                    let step = (over_x / 2.0 + 0.1) * if a.x < b.x || (a.x == b.x && i < j) { 1.0 } else { -1.0 };
                    bodies[i].x -= step;
                    bodies[j].x += step;
                } else {
                    let step = (over_y / 2.0 + 0.1) * if upper_first { 1.0 } else { -1.0 };
                    bodies[i].y -= step;
                    bodies[j].y += step;
                }
            }
        }
        for body in bodies.iter_mut() {
            body.x = body.x.min(width - body.half_width).max(body.half_width);
            body.y = body.y.min(height - body.below).max(body.above);
        }
        if !moved {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_end_apart_and_within_the_room() {
        for count in [2, 5, 40, 200] {
            let mut bodies = vec![Body::of(30.0, 8.0, 22.0); count];
            let ties: Vec<_> = (1..count).map(|i| (i / 3, i, 0.5)).filter(|&(a, b, _)| a != b).collect();
            place(&mut bodies, &ties, 1000.0, 900.0);
            for (i, a) in bodies.iter().enumerate() {
                assert!(a.x >= 29.9 && a.x <= 970.1 && a.y >= 7.9 && a.y <= 878.1, "{a:?}");
                for b in &bodies[..i] {
                    assert!((a.x - b.x).abs() > 59.0 || (a.y - b.y).abs() > 29.0, "{count}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn tied_nodes_are_nearer_than_others() {
        let mut bodies = vec![Body::of(5.0, 5.0, 5.0); 12];
        let ties: Vec<_> = (0..12).flat_map(|a| (a + 1..12).filter(move |b| a / 6 == b / 6).map(move |b| (a, b, 1.0))).collect();
        place(&mut bodies, &ties, 1000.0, 600.0);
        let mean = |same: bool| {
            let pairs = (0..12).flat_map(|a| (a + 1..12).map(move |b| (a, b))).filter(|(a, b)| (a / 6 == b / 6) == same);
            let far: Vec<f64> = pairs.map(|(a, b)| (bodies[a].x - bodies[b].x).hypot(bodies[a].y - bodies[b].y)).collect();
            far.iter().sum::<f64>() / far.len() as f64
        };
        assert!(mean(true) * 1.8 < mean(false), "{} {}", mean(true), mean(false));
    }
}
