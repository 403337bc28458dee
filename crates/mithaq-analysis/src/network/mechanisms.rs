//! How new ties arise: the two mechanisms that the literature on defence cooperation finds (Kinne 2018).
//!
//! In: the network at the end of two years. Out: for each mechanism what the new ties show, what chance gives, their ratio and the interval that
//! holds 95 % of the draws.
//!
//! *Triadic closure*: the share of new ties whose two states had a partner in common before. Chance: as many ties drawn among the pairs that
//! had none, each with a probability in proportion to the product of its states' numbers of ties after the year, so that a state with many partners keeps
//! them and only the closing is left to be explained.
//! *Preferential attachment*: the mean number of partners that the states of new ties had before. Chance: as many ties drawn evenly among the pairs that
//! had none. A null that keeps the numbers of partners cannot test this, as it holds fixed what is asked.

use super::Network;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde::Serialize;

const DRAWS: usize = 1000;

/// What new ties show against chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mechanism {
    pub observed: f64,
    pub expected: f64,
    /// Null where there is nothing to expect.
    pub ratio: Option<f64>,
    /// 2.5th and 97.5th percentile of observed over a draw's value; null where a draw may have none.
    pub interval: Option<[f64; 2]>,
    /// The same percentiles of the draws' values.
    pub expected_interval: [f64; 2],
}

/// Both mechanisms, over the ties of `after` that `before` did not have, between states that were there in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mechanisms {
    pub new_ties: usize,
    pub triadic_closure: Option<Mechanism>,
    pub preferential_attachment: Option<Mechanism>,
}

pub fn mechanisms(before: &Network, after: &Network) -> Mechanisms {
    // States of both, by their numbers before.
    let there: Vec<Option<usize>> = before.states.iter().map(|s| after.number(s)).collect();
    let rows = before.neighbours();
    let later = after.neighbours();
    let old_degree: Vec<f64> = rows.iter().map(|r| r.count_ones(..) as f64).collect();
    let new_degree: Vec<f64> = there.iter().map(|t| t.map_or(0.0, |t| later[t].count_ones(..) as f64)).collect();
    let mut free: Vec<(usize, usize)> = Vec::new();
    let mut made: Vec<usize> = Vec::new();
    for a in 0..before.states.len() {
        for b in a + 1..before.states.len() {
            let (Some(x), Some(y)) = (there[a], there[b]) else { continue };
            if rows[a].contains(b) {
                continue;
            }
            if later[x].contains(y) {
                made.push(free.len());
            }
            free.push((a, b));
        }
    }
    if made.is_empty() {
        return Mechanisms { new_ties: 0, triadic_closure: None, preferential_attachment: None };
    }
    let closes: Vec<f64> = free.iter().map(|(a, b)| if rows[*a].intersection_count(&rows[*b]) > 0 { 1.0 } else { 0.0 }).collect();
    let partners: Vec<f64> = free.iter().map(|(a, b)| (old_degree[*a] + old_degree[*b]) / 2.0).collect();
    let even = vec![1.0; free.len()];
    let by_ties: Vec<f64> = free.iter().map(|(a, b)| new_degree[*a] * new_degree[*b]).collect();
    Mechanisms { new_ties: made.len(), triadic_closure: Some(against(&closes, &made, &by_ties)), preferential_attachment: Some(against(&partners, &made, &even)) }
}

/// The mean of `value` over the pairs that were made, against draws of as many different pairs by `weight`.
fn against(value: &[f64], made: &[usize], weight: &[f64]) -> Mechanism {
    let k = made.len();
    let observed = made.iter().map(|i| value[*i]).sum::<f64>() / k as f64;
    let mut sums: Vec<f64> = weight.to_vec();
    let mut total = 0.0;
    for s in &mut sums {
        total += *s;
        *s = total;
    }
    let possible = weight.iter().filter(|w| **w > 0.0).count();
    let mut rng = Pcg64::seed_from_u64(0x6d69_7468_6171);
    let mut means: Vec<f64> = Vec::with_capacity(DRAWS);
    let mut drawn = fixedbitset::FixedBitSet::with_capacity(weight.len());
    for _ in 0..DRAWS {
        drawn.clear();
        let mut sum = 0.0;
        let mut n = 0;
        while n < k.min(possible) {
            let at = rng.random::<f64>() * total;
            let i = sums.partition_point(|s| *s <= at).min(weight.len() - 1);
            if weight[i] > 0.0 && !drawn.put(i) {
                sum += value[i];
                n += 1;
            }
        }
        means.push(if n == 0 { 0.0 } else { sum / n as f64 });
    }
    let expected = means.iter().sum::<f64>() / means.len() as f64;
    means.sort_unstable_by(f64::total_cmp);
    let at = |p: f64| means[((means.len() - 1) as f64 * p).round() as usize];
    let (low, high) = (at(0.025), at(0.975));
    Mechanism {
        observed,
        expected,
        ratio: (expected > 0.0).then(|| observed / expected),
        interval: (low > 0.0).then(|| [observed / high, observed / low]),
        expected_interval: [low, high],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(ties: &[(usize, usize)]) -> Network {
        Network::from_ties((0..30).map(|i| format!("{i:03}")).collect(), &ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn ties_that_close_triangles_and_ties_to_hubs() {
        // Two stars; then leaves of one star are tied to one another.
        let stars: Vec<(usize, usize)> = (1..10).map(|i| (0, i)).chain((11..20).map(|i| (10, i))).collect();
        let closing: Vec<_> = stars.iter().copied().chain([(1, 2), (3, 4), (5, 6), (11, 12)]).collect();
        let m = mechanisms(&net(&stars), &net(&closing));
        assert_eq!(m.new_ties, 4);
        let c = m.triadic_closure.unwrap();
        assert_eq!(c.observed, 1.0);
        assert!(c.ratio.unwrap() > 1.5 && c.expected_interval[1] <= 1.0, "{c:?}");
        // Newcomers tie to the hubs.
        let hubs: Vec<_> = stars.iter().copied().chain([(0, 20), (0, 21), (10, 22), (10, 23), (0, 10)]).collect();
        let m = mechanisms(&net(&stars), &net(&hubs));
        let p = m.preferential_attachment.unwrap();
        assert!(p.ratio.unwrap() > 3.0, "{p:?}");
        assert_eq!(mechanisms(&net(&stars), &net(&stars)).new_ties, 0);
    }
}
