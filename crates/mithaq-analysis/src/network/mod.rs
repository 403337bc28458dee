//! The network of alliances: states as nodes, agreements in force as weighted ties.
//!
//! In: [`Facts`], a [`Scope`], a day. Out: [`Network`], and from it [`measures`], [`communities`], [`closure`]; [`series`] does it for
//! every year, [`mechanisms`] asks how new ties arise.

pub mod closure;
pub mod communities;
pub mod measures;
pub mod mechanisms;
pub mod series;

use crate::error::Result;
use crate::facts::{Facts, Scope};
use crate::pairs::Pairs;
use crate::span::Day;
use fixedbitset::FixedBitSet;
use rustworkx_core::petgraph::graph::{NodeIndex, UnGraph};
use std::collections::BTreeMap;

/// How an agreement of more than two states becomes ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Projection {
    /// A tie of weight 1 between each two of its parties: the contract.
    #[default]
    Pairs,
    /// A tie of weight 1/(k−1) between each two of its k parties (Newman 2001): an agreement gives each party strength 1.
    Fractional,
    /// No tie: only agreements of two.
    Bilateral,
}

/// States and ties on a day.
#[derive(Debug, Clone, Default)]
pub struct Network {
    pub at: Day,
    /// ISO codes, sorted.
    pub states: Vec<String>,
    /// `a < b`, weight, ids of the agreements; sorted.
    pub ties: Vec<Tie>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    pub a: usize,
    pub b: usize,
    pub weight: f64,
    pub agreements: Vec<String>,
}

impl Network {
    /// The network on a day: the states of the panel that are members then, tied by the agreements in force.
    pub fn at(facts: &Facts, scope: &Scope, at: Day, projection: Projection) -> Result<Network> {
        let members = facts.members(false, scope.region.as_deref())?;
        let states: Vec<String> = members.into_iter().filter(|s| facts.states.get(s).is_some_and(|s| s.member(at))).collect();
        let pairs = Pairs::of(states);
        let mut ties: BTreeMap<(usize, usize), (f64, Vec<String>)> = BTreeMap::new();
        for a in facts.agreements.iter().filter(|a| scope.has(a)) {
            if !scope.assumption.span(a).is_some_and(|s| s.has(at)) {
                continue;
            }
            let weight = match (projection, a.parties.len()) {
                (Projection::Bilateral, 3..) => continue,
                (Projection::Fractional, k @ 3..) => 1.0 / (k as f64 - 1.0),
                _ => 1.0,
            };
            for pair in pairs.tied(&a.parties, &facts.states) {
                let tie = ties.entry(pair).or_default();
                tie.0 += weight;
                tie.1.push(a.id.clone());
            }
        }
        let ties = ties.into_iter().map(|((a, b), (weight, agreements))| Tie { a, b, weight, agreements }).collect();
        Ok(Network { at, states: pairs.states, ties })
    }

    /// A network from ties alone, for comparing with other programs.
    pub fn from_ties(states: Vec<String>, ties: &[(usize, usize, f64)]) -> Network {
        let mut of: Vec<Tie> = ties.iter().map(|(a, b, w)| Tie { a: *a.min(b), b: *a.max(b), weight: *w, agreements: Vec::new() }).collect();
        of.sort_by_key(|t| (t.a, t.b));
        Network { at: 0, states, ties: of }
    }

    /// The graph, nodes in the order of `states`.
    pub fn graph(&self) -> UnGraph<(), f64> {
        let mut g = UnGraph::with_capacity(self.states.len(), self.ties.len());
        for _ in &self.states {
            g.add_node(());
        }
        for t in &self.ties {
            g.add_edge(NodeIndex::new(t.a), NodeIndex::new(t.b), t.weight);
        }
        g
    }

    /// Who is tied to whom, a row a state.
    pub fn neighbours(&self) -> Vec<FixedBitSet> {
        let mut rows = vec![FixedBitSet::with_capacity(self.states.len()); self.states.len()];
        for t in &self.ties {
            rows[t.a].insert(t.b);
            rows[t.b].insert(t.a);
        }
        rows
    }

    /// The number of a state.
    pub fn number(&self, iso: &str) -> Option<usize> {
        self.states.binary_search_by(|s| s.as_str().cmp(iso)).ok()
    }

    /// A state, those tied to it, and the ties among all of these.
    pub fn ego(&self, iso: &str) -> Network {
        let Some(n) = self.number(iso) else { return Network { at: self.at, ..Network::default() } };
        let rows = self.neighbours();
        let keep: Vec<usize> = (0..self.states.len()).filter(|i| *i == n || rows[n].contains(*i)).collect();
        let place = |i: usize| keep.binary_search(&i).ok();
        let ties = self.ties.iter().filter_map(|t| Some(Tie { a: place(t.a)?, b: place(t.b)?, ..t.clone() })).collect();
        Network { at: self.at, states: keep.iter().map(|i| self.states[*i].clone()).collect(), ties }
    }
}
