//! Measures of each state's place in the network.
//!
//! In: a [`Network`]. Out: [`Node`]s, in the order of its states. Degree, clustering, core, betweenness and closeness look at whether there is a tie,
//! strength and eigenvector at its weight. Definitions (the same as in networkx 3):
//! betweenness (Brandes 2001) over (n−1)(n−2)/2; closeness with Wasserman and Faust's correction for several components; eigenvector: the
//! non-negative eigenvector of length 1 of the largest eigenvalue of the weighted matrix, all 0 where there are no ties; clustering: ties among a
//! state's partners over those possible; core: the largest k such that the state is in the k-core.

use super::Network;
use nalgebra::{DMatrix, SymmetricEigen};
use rustworkx_core::centrality::{betweenness_centrality, closeness_centrality};
use rustworkx_core::connectivity::{bridges, core_number};
use rustworkx_core::petgraph::graph::NodeIndex;
use serde::Serialize;

/// A state's measures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    pub state: String,
    pub degree: usize,
    pub strength: f64,
    pub betweenness: f64,
    pub eigenvector: f64,
    pub closeness: f64,
    pub clustering: f64,
    pub core: usize,
}

/// Every state's measures.
pub fn measures(net: &Network) -> Vec<Node> {
    let graph = net.graph();
    // Never in parallel here: the order of the sums must not depend on threads.
    let between = betweenness_centrality(&graph, false, true, usize::MAX);
    let close = closeness_centrality(&graph, true, usize::MAX);
    let core = core_number(&graph);
    let rows = net.neighbours();
    // What is left of other parts after the last step is noise.
    let eigen: Vec<f64> = eigenvector(net).into_iter().map(|v| if v < 1e-12 { 0.0 } else { v }).collect();
    let mut strength = vec![0.0; net.states.len()];
    for t in &net.ties {
        strength[t.a] += t.weight;
        strength[t.b] += t.weight;
    }
    (0..net.states.len())
        .map(|i| {
            let degree = rows[i].count_ones(..);
            let closed: usize = rows[i].ones().map(|j| rows[i].intersection_count(&rows[j])).sum();
            Node {
                state: net.states[i].clone(),
                degree,
                strength: strength[i],
                betweenness: between[i].unwrap_or(0.0),
                eigenvector: eigen[i],
                closeness: close[i].unwrap_or(0.0),
                clustering: if degree < 2 { 0.0 } else { closed as f64 / (degree * (degree - 1)) as f64 },
                core: core.get(&NodeIndex::new(i)).copied().unwrap_or(0),
            }
        })
        .collect()
}

/// Ties without which the network would fall into more parts.
pub fn bridge_ties(net: &Network) -> Vec<(usize, usize)> {
    let graph = net.graph();
    let mut list: Vec<(usize, usize)> = bridges(&graph).into_iter().map(|(a, b)| (a.index().min(b.index()), a.index().max(b.index()))).collect();
    list.sort_unstable();
    list
}

/// Power iteration on the matrix plus a multiple of the identity, which has the same eigenvectors and no second eigenvalue of the same size
/// (a bipartite network has one); where that has not settled, all eigenvectors.
fn eigenvector(net: &Network) -> Vec<f64> {
    let n = net.states.len();
    if net.ties.is_empty() {
        return vec![0.0; n];
    }
    let mut degree = vec![0.0f64; n];
    for t in &net.ties {
        degree[t.a] += t.weight;
        degree[t.b] += t.weight;
    }
    let shift = degree.iter().copied().fold(0.0, f64::max) / 2.0;
    let mut x = vec![1.0 / (n as f64).sqrt(); n];
    let mut before = f64::NAN;
    for _ in 0..500 {
        let mut y: Vec<f64> = x.iter().map(|v| v * shift).collect();
        for t in &net.ties {
            y[t.a] += t.weight * x[t.b];
            y[t.b] += t.weight * x[t.a];
        }
        let length = y.iter().map(|v| v * v).sum::<f64>().sqrt();
        y.iter_mut().for_each(|v| *v /= length);
        let change = x.iter().zip(&y).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        x = y;
        // What is still to come, if the changes go on shrinking as they do; without a change it is there (all parts alike).
        let shrink = change / before;
        if change == 0.0 || (shrink < 0.95 && change * shrink / (1.0 - shrink) < 1e-13) {
            return x;
        }
        before = change;
    }
    let mut m = DMatrix::<f64>::zeros(n, n);
    for t in &net.ties {
        m[(t.a, t.b)] = t.weight;
        m[(t.b, t.a)] = t.weight;
    }
    let eigen = SymmetricEigen::new(m);
    let top = eigen.eigenvalues.max();
    // Where several parts share the largest eigenvalue, each has its share, as power iteration would give it.
    let mut x = vec![0.0; n];
    for (i, value) in eigen.eigenvalues.iter().enumerate() {
        if top - value <= 1e-9 * top.abs().max(1.0) {
            let v = eigen.eigenvectors.column(i);
            let share = v.sum();
            x.iter_mut().zip(v.iter()).for_each(|(x, v)| *x += share * v);
        }
    }
    let length = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    x.iter().map(|v| (v / length).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(n: usize, ties: &[(usize, usize)]) -> Network {
        Network::from_ties((0..n).map(|i| format!("{i:03}")).collect(), &ties.iter().map(|(a, b)| (*a, *b, 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn a_star_and_a_triangle() {
        let star = measures(&net(5, &[(0, 1), (0, 2), (0, 3)]));
        assert_eq!(star[0].degree, 3);
        assert_eq!(star[0].betweenness, 0.5, "three of the six pairs of the others");
        assert_eq!(star[4].closeness, 0.0);
        assert!((star[0].eigenvector - 0.5f64.sqrt()).abs() < 1e-12, "a star has two eigenvalues of one size");
        assert!((star[1].eigenvector - (1.0f64 / 6.0).sqrt()).abs() < 1e-12);
        let t = measures(&net(4, &[(0, 1), (1, 2), (0, 2), (2, 3)]));
        assert_eq!((t[0].clustering, t[2].clustering, t[3].clustering), (1.0, 1.0 / 3.0, 0.0));
        assert_eq!(t.iter().map(|n| n.core).collect::<Vec<_>>(), [2, 2, 2, 1]);
        assert_eq!(bridge_ties(&net(4, &[(0, 1), (1, 2), (0, 2), (2, 3)])), [(2, 3)]);
        assert!(measures(&net(3, &[])).iter().all(|n| n.eigenvector == 0.0 && n.core == 0));
    }

    #[test]
    fn two_parts_of_one_size_share_the_eigenvector() {
        let m = measures(&net(4, &[(0, 1), (2, 3)]));
        assert!(m.iter().all(|n| (n.eigenvector - 0.5).abs() < 1e-9), "{m:?}");
        // A path of unequal parts: the larger part has it all.
        let m = measures(&net(6, &[(0, 1), (1, 2), (2, 0), (3, 4)]));
        assert!(m[3].eigenvector.abs() < 1e-9 && (m[0].eigenvector - (1.0f64 / 3.0).sqrt()).abs() < 1e-9, "{m:?}");
    }
}
