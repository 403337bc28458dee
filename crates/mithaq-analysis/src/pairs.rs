//! Pairs of states: their order, and which pairs an agreement or an event ties.
//!
//! In: a sorted list of ISO codes. Out: numbers of pairs, `iso_a < iso_b`, in the order of rows.

use crate::states::States;
use mithaq_registry::EventRow;
use std::collections::HashMap;

/// The pairs of `n` states, numbered row by row: (0,1) (0,2) … (1,2) ….
#[derive(Debug, Clone)]
pub struct Pairs {
    pub states: Vec<String>,
    number: HashMap<String, usize>,
}

impl Pairs {
    /// `states`: sorted, each once.
    pub fn of(states: Vec<String>) -> Pairs {
        let number = states.iter().enumerate().map(|(i, s)| (s.clone(), i)).collect();
        Pairs { states, number }
    }
    pub fn len(&self) -> usize {
        let n = self.states.len();
        n * n.saturating_sub(1) / 2
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// `a < b`.
    pub fn index(&self, a: usize, b: usize) -> usize {
        a * (2 * self.states.len() - a - 1) / 2 + b - a - 1
    }
    /// All pairs, in order.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.states.len()).flat_map(|a| (a + 1..self.states.len()).map(move |b| (a, b)))
    }
    /// The number of a state's series; `None`: not among these (a body, or outside the region).
    pub fn state(&self, code: &str, states: &States) -> Option<usize> {
        self.number.get(&states.series(code)?.iso).copied()
    }
    /// Every pair of these parties, each once.
    pub fn tied(&self, parties: &[String], states: &States) -> Vec<(usize, usize)> {
        let mut of: Vec<usize> = parties.iter().filter_map(|p| self.state(p, states)).collect();
        of.sort_unstable();
        of.dedup();
        (0..of.len()).flat_map(|i| (i + 1..of.len()).map(move |j| (i, j))).map(|(i, j)| (of[i], of[j])).collect()
    }
    /// The pairs between which an event took place: guest and host, receiver and supplier, or all who took part.
    pub fn met(&self, e: &EventRow, states: &States) -> Vec<(usize, usize)> {
        match (&e.host, e.kind.as_str()) {
            (_, "exhibition") => Vec::new(),
            (Some(host), _) => {
                let Some(h) = self.state(host, states) else { return Vec::new() };
                let mut of: Vec<_> = e.participants.iter().filter_map(|p| self.state(p, states)).filter(|p| *p != h).map(|p| (p.min(h), p.max(h))).collect();
                of.sort_unstable();
                of.dedup();
                of
            }
            (None, _) => self.tied(&e.participants, states),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_order_of_rows() {
        let p = Pairs::of(["AZE", "CZE", "FRA", "MAR", "USA"].map(str::to_string).to_vec());
        assert_eq!(p.len(), 10);
        for (i, (a, b)) in p.all().enumerate() {
            assert_eq!(p.index(a, b), i);
        }
        let s = States::load().unwrap();
        let tied = |codes: &[&str]| p.tied(&codes.iter().map(|c| c.to_string()).collect::<Vec<_>>(), &s);
        assert_eq!(tied(&["NATO", "MAR"]), []);
        assert_eq!(tied(&["MAR", "NATO", "USA"]), [(3, 4)]);
        assert_eq!(tied(&["MAR", "USA", "AZE"]).len(), 3);
        assert_eq!(tied(&["MAR", "MAR"]), []);
    }
}
