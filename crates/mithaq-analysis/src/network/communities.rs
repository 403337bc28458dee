//! Communities: groups of states with more agreements among themselves than their strengths would give.
//!
//! In: a [`Network`]. Out: the partition of highest modularity that the Leiden algorithm (Traag, Waltman and van Eck 2019; crate
//! `leiden-rs`) finds from several fixed seeds, largest community first. Modularity is weighted, with resolution 1.

use super::Network;
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};

const SEEDS: u64 = 8;

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
    for seed in 0..SEEDS {
        let Ok(found) = Leiden::new(LeidenConfig::builder().seed(seed).build()).run(&graph) else { continue };
        let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for i in 0..n {
            groups.entry(found.partition.community_of(i)).or_default().push(i);
        }
        let groups: Vec<Vec<usize>> = groups.into_values().collect();
        let q = modularity(net, &groups);
        if q > best.1 + 1e-12 {
            best = (groups, q);
        }
    }
    best.0.sort_by_key(|g| (std::cmp::Reverse(g.len()), g[0]));
    best
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
