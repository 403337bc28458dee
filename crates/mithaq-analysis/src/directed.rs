//! What goes from one state of a pair to the other: visits paid, arms supplied, contributions.
//!
//! In: events and contributions. Out: counts by year and ordered pair.

use crate::facts::Facts;
use crate::pairs::Pairs;
use crate::span::{Day, year_of};
use std::collections::HashMap;

/// Names of the columns, in order.
pub const COLUMNS: [&str; 3] = ["visits_a_to_b", "supplies_a_to_b", "contributions_a_to_b"];

type Ordered = HashMap<(usize, usize), [u16; 3]>;

/// Counts by year.
#[derive(Debug, Clone, Default)]
pub struct Directed(HashMap<i32, Ordered>);

impl Directed {
    pub fn of(facts: &Facts, pairs: &Pairs) -> Directed {
        let mut d = Directed::default();
        let state = |code: &str| pairs.state(code, &facts.states);
        for e in facts.events.iter().filter(|e| matches!(e.realis.as_str(), "done" | "ongoing")) {
            let (Some(day), Some(host)) = (e.day, e.host.as_deref().and_then(state)) else { continue };
            for guest in e.participants.iter().filter_map(|p| state(p)) {
                match e.kind.as_str() {
                    "visit" => d.add(day, guest, host, 0),
                    // The host of a delivery or an order is the supplier.
                    "delivery" | "procurement" => d.add(day, host, guest, 1),
                    _ => {}
                }
            }
        }
        // One contribution told by ten papers in a year is one.
        let mut seen = std::collections::HashSet::new();
        for c in &facts.contributions {
            let (Some(day), Some(from)) = (c.published, state(&c.state)) else { continue };
            for to in c.to.iter().filter_map(|t| state(t)) {
                if seen.insert((year_of(day), from, to, &c.area, &c.agreements)) {
                    d.add(day, from, to, 2);
                }
            }
        }
        d
    }

    fn add(&mut self, day: Day, from: usize, to: usize, column: usize) {
        if from != to {
            let cell = &mut self.0.entry(year_of(day)).or_default().entry((from, to)).or_default()[column];
            *cell = cell.saturating_add(1);
        }
    }

    pub fn of_year(&self, year: i32) -> Option<&Ordered> {
        self.0.get(&year)
    }
}
