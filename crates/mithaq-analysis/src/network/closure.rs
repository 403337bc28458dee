//! Triadic closure: do partners of a state become partners of each other more than their numbers of partners explain?
//!
//! In: a [`Network`]. Out: triangles observed, their mean in networks in which every state keeps its number of partners, the ratio of the two
//! with the interval that holds 95 % of the rewired networks.
//!
//! Rewiring swaps the ends of two ties (a–b, c–d become a–d, c–b; Maslov and Sneppen 2002), a chain of many swaps from draw to draw, from a
//! fixed seed. Where more than half of all pairs are tied the chain runs on the pairs that are not tied: swapping these is the same, and shorter. The
//! number of triangles is kept up to date at each swap.

use super::Network;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde::Serialize;

/// Draws where nothing else is asked.
pub const DRAWS: usize = 1000;

/// Triangles against chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closure {
    pub observed: usize,
    /// Mean of the draws.
    pub expected: f64,
    /// Observed over expected; null where there is nothing to expect.
    pub ratio: Option<f64>,
    /// 2.5th and 97.5th percentile of observed over a draw's triangles; null where a draw may have none.
    pub interval: Option<[f64; 2]>,
    /// The same percentiles of the draws' triangles.
    pub expected_interval: [f64; 2],
    pub draws: usize,
}

/// A graph that is being rewired, as rows of bits.
struct Chain {
    rows: Vec<Vec<u64>>,
    ties: Vec<(u32, u32)>,
    triangles: i64,
}

impl Chain {
    fn has(&self, a: u32, b: u32) -> bool {
        self.rows[a as usize][b as usize / 64] >> (b % 64) & 1 == 1
    }
    fn flip(&mut self, a: u32, b: u32) {
        self.rows[a as usize][b as usize / 64] ^= 1 << (b % 64);
        self.rows[b as usize][a as usize / 64] ^= 1 << (a % 64);
    }
    fn shared(&self, a: u32, b: u32) -> i64 {
        self.rows[a as usize].iter().zip(&self.rows[b as usize]).map(|(x, y)| i64::from((x & y).count_ones())).sum()
    }
    fn remove(&mut self, a: u32, b: u32) {
        self.flip(a, b);
        self.triangles -= self.shared(a, b);
    }
    fn add(&mut self, a: u32, b: u32) {
        self.triangles += self.shared(a, b);
        self.flip(a, b);
    }
    /// One try to swap the ends of two ties.
    fn step(&mut self, rng: &mut Pcg64) {
        let n = self.ties.len();
        let (i, j) = (rng.random_range(0..n), rng.random_range(0..n));
        let (a, b) = self.ties[i];
        let (c, d) = if rng.random::<bool>() { self.ties[j] } else { (self.ties[j].1, self.ties[j].0) };
        if i == j || a == c || a == d || b == c || b == d || self.has(a, d) || self.has(c, b) {
            return;
        }
        self.remove(a, b);
        self.remove(c, d);
        self.add(a, d);
        self.add(c, b);
        self.ties[i] = (a, d);
        self.ties[j] = (c, b);
    }
}

/// Triangles against `draws` degree-preserving rewirings. `swaps`: tries from draw to draw for each tie; 10 and more make draws all but
/// independent.
pub fn closure(net: &Network, draws: usize, swaps: f64) -> Closure {
    let n = net.states.len();
    let rows = net.neighbours();
    let degrees: Vec<i64> = rows.iter().map(|r| r.count_ones(..) as i64).collect();
    let pairs = n * n.saturating_sub(1) / 2;
    let inverse = net.ties.len() * 2 > pairs;
    let mut chain = Chain { rows: vec![vec![0; n.div_ceil(64)]; n], ties: Vec::new(), triangles: 0 };
    for (a, row) in rows.iter().enumerate() {
        for b in a + 1..n {
            if row.contains(b) != inverse {
                chain.add(a as u32, b as u32);
                chain.ties.push((a as u32, b as u32));
            }
        }
    }
    // Of every three states: a triangle, none tied, or two of the three pairs alike at two of the states (Goodman 1959).
    let size = n as i64;
    let mixed: i64 = degrees.iter().map(|d| d * (size - 1 - d)).sum::<i64>() / 2;
    let all = size * (size - 1) * (size - 2) / 6;
    let triangles = |c: &Chain| if inverse { all - mixed - c.triangles } else { c.triangles };
    let observed = triangles(&chain);
    let mut counts = vec![observed; draws.max(1)];
    if chain.ties.len() > 1 {
        let mut rng = Pcg64::seed_from_u64(0x6d69_7468_6171);
        let steps = ((chain.ties.len() as f64 * swaps).ceil() as usize).max(50);
        (0..steps.max(20 * chain.ties.len())).for_each(|_| chain.step(&mut rng));
        for c in &mut counts {
            (0..steps).for_each(|_| chain.step(&mut rng));
            *c = triangles(&chain);
        }
    }
    let expected = counts.iter().sum::<i64>() as f64 / counts.len() as f64;
    counts.sort_unstable();
    let (low, high) = (percentile(&counts, 0.025), percentile(&counts, 0.975));
    Closure {
        observed: observed.max(0) as usize,
        expected,
        ratio: (expected > 0.0).then(|| observed as f64 / expected),
        interval: (low > 0.0).then(|| [observed as f64 / high, observed as f64 / low]),
        expected_interval: [low, high],
        draws: counts.len(),
    }
}

/// A percentile by linear interpolation between the nearest ranks (numpy's default).
fn percentile(sorted: &[i64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at.floor() as usize] as f64, sorted[at.ceil() as usize] as f64);
    low + (high - low) * at.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("{i:03}")).collect()
    }

    #[test]
    fn triangles_are_counted_on_either_side() {
        // A complete graph without one tie: 4 triangles of 10 lost 3.
        let ties: Vec<_> = (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b, 1.0))).filter(|t| (t.0, t.1) != (0, 1)).collect();
        let c = closure(&Network::from_ties(names(5), &ties), 100, 10.0);
        assert_eq!((c.observed, c.expected), (7, 7.0), "it cannot be rewired into anything else");
        assert_eq!(closure(&Network::from_ties(names(3), &[]), 100, 10.0).ratio, None);
    }

    #[test]
    fn a_closed_network_is_above_chance_and_the_same_each_time() {
        // Five groups of four, each complete, in a ring.
        let mut ties = Vec::new();
        for g in 0..5 {
            for a in 0..4 {
                for b in a + 1..4 {
                    ties.push((4 * g + a, 4 * g + b, 1.0));
                }
            }
            ties.push((4 * g, (4 * g + 5) % 20, 1.0));
        }
        let net = Network::from_ties(names(20), &ties);
        let c = closure(&net, 1000, 10.0);
        assert_eq!(c.observed, 20);
        assert!(c.ratio.unwrap() > 2.0, "{c:?}");
        assert_eq!(c, closure(&net, 1000, 10.0));
        let few = closure(&net, 2000, 1.0);
        assert!((few.expected - c.expected).abs() < 0.15 * c.expected, "{few:?} {c:?}");
    }
}
