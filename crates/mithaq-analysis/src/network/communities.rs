//! Communities: groups of states with more agreements among themselves than their strengths would give.
//!
//! In: a [`Network`]. Out: the partition of highest modularity that the Leiden algorithm (Traag, Waltman and van Eck 2019) and that of Louvain
//! (the same without refinement; crate `leiden-rs`) find from fixed seeds, each improved by Kernighan and Lin's chains of moves, largest community first.
//! Modularity is weighted, with resolution 1. Dense networks have many partitions that are all but as good: hence several tries, more where a try is cheap.

use super::Network;
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};

/// Tries: as many as this many ties are worth, within limits.
const WORTH: usize = 40_000;
const TRIES: (usize, usize) = (12, 60);

/// Numbers of the states in each community, and the modularity. States without ties are communities of their own.
pub fn communities(net: &Network) -> (Vec<Vec<usize>>, f64) {
    let n = net.states.len();
    let alone = || (0..n).map(|i| vec![i]).collect::<Vec<_>>();
    let mut best = (alone(), modularity(net, &alone()));
    let mut b = GraphDataBuilder::new(n);
    for t in &net.ties {
        if b.add_edge(t.a, t.b, t.weight).is_err() {
            return best;
        }
    }
    let Ok(graph) = b.build() else { return best };
    let tries = (WORTH / net.ties.len().max(1)).clamp(TRIES.0, TRIES.1);
    let graph_of = Ends::of(net);
    for t in 0..tries {
        let config = LeidenConfig::builder().seed(t as u64).skip_refinement(t % 2 == 1).build();
        let Ok(found) = Leiden::new(config).run(&graph) else { continue };
        let mut of: Vec<usize> = (0..n).map(|i| found.partition.community_of(i)).collect();
        graph_of.improve(&mut of);
        let groups = groups(&of);
        let q = modularity(net, &groups);
        if q > best.1 + 1e-12 {
            best = (groups, q);
        }
    }
    best.0.sort_by_key(|g| (std::cmp::Reverse(g.len()), g[0]));
    best
}

fn groups(of: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    of.iter().enumerate().for_each(|(i, g)| groups.entry(*g).or_default().push(i));
    groups.into_values().collect()
}

/// Each state's ties, for moving it from community to community.
struct Ends {
    ties: Vec<Vec<(usize, f64)>>,
    strength: Vec<f64>,
    total: f64,
}

impl Ends {
    fn of(net: &Network) -> Ends {
        let mut ties = vec![Vec::new(); net.states.len()];
        for t in &net.ties {
            ties[t.a].push((t.b, t.weight));
            ties[t.b].push((t.a, t.weight));
        }
        let strength: Vec<f64> = ties.iter().map(|of| of.iter().map(|t| t.1).sum()).collect();
        let total = strength.iter().sum::<f64>() / 2.0;
        Ends { ties, strength, total }
    }

    /// Kernighan and Lin's chains (1970) for modularity: every state is moved once, the best move first whether it gains or loses, and the chain is
    /// cut where it stood best; again as long as that gains.
    fn improve(&self, of: &mut [usize]) {
        let n = of.len();
        if self.total == 0.0 {
            return;
        }
        loop {
            let communities = of.iter().copied().max().unwrap_or(0) + 1;
            let mut at = of.to_vec();
            let mut sum = vec![0.0; communities];
            (0..n).for_each(|i| sum[at[i]] += self.strength[i]);
            // How much of each state's strength goes to each community.
            let mut to = vec![vec![0.0; communities]; n];
            for (row, ties) in to.iter_mut().zip(&self.ties) {
                ties.iter().for_each(|(j, w)| row[at[*j]] += w);
            }
            let mut free: Vec<usize> = (0..n).filter(|i| !self.ties[*i].is_empty()).collect();
            let (mut gained, mut best, mut cut) = (0.0, 1e-12, None);
            let mut moves: Vec<(usize, usize)> = Vec::new();
            while !free.is_empty() && communities > 1 {
                let mut chosen: Option<(f64, usize, usize)> = None;
                for (place, &i) in free.iter().enumerate() {
                    let here = at[i];
                    let stay = to[i][here] - self.strength[i] * (sum[here] - self.strength[i]) / (2.0 * self.total);
                    for c in (0..communities).filter(|c| *c != here) {
                        let gain = (to[i][c] - self.strength[i] * sum[c] / (2.0 * self.total) - stay) / self.total;
                        if chosen.is_none_or(|b| gain > b.0) {
                            chosen = Some((gain, place, c));
                        }
                    }
                }
                let Some((gain, place, c)) = chosen else { break };
                let i = free.swap_remove(place);
                let here = at[i];
                sum[here] -= self.strength[i];
                sum[c] += self.strength[i];
                for (j, w) in &self.ties[i] {
                    to[*j][here] -= w;
                    to[*j][c] += w;
                }
                at[i] = c;
                moves.push((i, c));
                gained += gain;
                if gained > best {
                    (best, cut) = (gained, Some(moves.len()));
                }
                // A chain that has long not gained will not.
                if moves.len() > cut.unwrap_or(0) + 50 {
                    break;
                }
            }
            let Some(cut) = cut else { return };
            moves.truncate(cut);
            moves.into_iter().for_each(|(i, c)| of[i] = c);
        }
    }
}

/// Newman and Girvan's modularity of a partition, weighted; 0 where there are no ties.
pub fn modularity(net: &Network, groups: &[Vec<usize>]) -> f64 {
    let mut of = vec![0; net.states.len()];
    for (g, members) in groups.iter().enumerate() {
        members.iter().for_each(|i| of[*i] = g);
    }
    let total: f64 = net.ties.iter().map(|t| t.weight).sum();
    if total == 0.0 {
        return 0.0;
    }
    let mut within = vec![0.0; groups.len()];
    let mut ends = vec![0.0; groups.len()];
    for t in &net.ties {
        ends[of[t.a]] += t.weight;
        ends[of[t.b]] += t.weight;
        if of[t.a] == of[t.b] {
            within[of[t.a]] += t.weight;
        }
    }
    within.iter().zip(&ends).map(|(w, e)| w / total - (e / (2.0 * total)).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_and_a_bridge() {
        let ties = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (4, 5, 1.0), (3, 5, 1.0)];
        let net = Network::from_ties((0..7).map(|i| i.to_string()).collect(), &ties);
        let (groups, q) = communities(&net);
        assert_eq!(groups, [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
        assert!((q - (6.0 / 7.0 - 0.5)).abs() < 1e-12, "{q}");
        assert_eq!(communities(&Network::from_ties(vec!["A".into()], &[])).1, 0.0);
    }
}
