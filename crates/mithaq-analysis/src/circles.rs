//! Three-way circles: states that are linked two by two in the same area without an agreement of the three, and hubs whose partners are not linked.
//!
//! In: [`Facts`] at a day. Out: [`Circle`]s, the most promising first, each with the agreements that it rests on. These are candidates for a person to look at,
//! never facts.

use crate::error::Result;
use crate::facts::{Facts, Scope};
use crate::pairs::Pairs;
use crate::span::Day;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Three states and the areas in which they are linked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Circle {
    pub states: [String; 3],
    /// `circle`: all three pairs are linked; `hub`: two pairs, the first state is the hub and the other two are not linked.
    pub kind: &'static str,
    /// Areas that every linked pair has.
    pub areas: Vec<String>,
    /// Sum over the areas of the smallest number of agreements that a linked pair has in it.
    pub score: u32,
    /// Agreements by pair: `AZE+MAR` → ids.
    pub agreements: BTreeMap<String, Vec<String>>,
}

/// Agreements of a pair by area, and their ids.
type Link<'a> = (BTreeMap<&'a str, u32>, Vec<&'a str>);

/// Circles and hubs on a day, best first. `state`: only those with it (as the hub, of hubs).
pub fn circles(facts: &Facts, scope: &Scope, at: Day, state: Option<&str>) -> Result<Vec<Circle>> {
    let pairs = Pairs::of(facts.members(false, scope.region.as_deref())?);
    let n = pairs.states.len();
    let mut links: BTreeMap<(usize, usize), Link> = BTreeMap::new();
    let mut common: BTreeSet<[usize; 3]> = BTreeSet::new();
    let mut partners: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
    for a in facts.agreements.iter().filter(|a| scope.has(a)) {
        if !scope.assumption.span(a).is_some_and(|s| s.has(at)) {
            continue;
        }
        let tied = pairs.tied(&a.parties, &facts.states);
        for (x, y) in &tied {
            partners[*x].insert(*y);
            partners[*y].insert(*x);
        }
        if tied.len() > 1 {
            // Three of them already have an agreement of their own.
            let of: BTreeSet<usize> = tied.iter().flat_map(|(x, y)| [*x, *y]).collect();
            let of: Vec<usize> = of.into_iter().collect();
            for i in 0..of.len() {
                for j in i + 1..of.len() {
                    common.extend(of[j + 1..].iter().map(|k| [of[i], of[j], *k]));
                }
            }
            continue;
        }
        for pair in tied {
            let link = links.entry(pair).or_default();
            a.areas.iter().filter(|x| scope.areas.is_empty() || scope.areas.contains(x)).for_each(|x| *link.0.entry(x).or_default() += 1);
            link.1.push(&a.id);
        }
    }
    let key = |a: usize, b: usize| (a.min(b), a.max(b));
    let link = |a: usize, b: usize| links.get(&key(a, b));
    let asked = state.and_then(|s| pairs.state(s, &facts.states));
    let mut found = Vec::new();
    for hub in 0..n {
        let of: Vec<usize> = partners[hub].iter().copied().collect();
        for (i, &x) in of.iter().enumerate() {
            for &y in &of[i + 1..] {
                let closed = partners[x].contains(&y);
                // A circle is found from its first state.
                let three = {
                    let mut t = [hub, x, y];
                    t.sort_unstable();
                    t
                };
                if (closed && hub != three[0]) || common.contains(&three) {
                    continue;
                }
                let wanted = match closed {
                    true => state.is_none() || asked.is_some_and(|s| three.contains(&s)),
                    false => state.is_none() || asked == Some(hub),
                };
                if !wanted {
                    continue;
                }
                let sides: Vec<(usize, usize)> = if closed { vec![(hub, x), (hub, y), (x, y)] } else { vec![(hub, x), (hub, y)] };
                let of_sides: Option<Vec<_>> = sides.iter().map(|(a, b)| link(*a, *b)).collect();
                let Some(of_sides) = of_sides else { continue };
                let areas: BTreeMap<&str, u32> =
                    of_sides[0].0.keys().filter_map(|x| Some((*x, of_sides.iter().map(|s| s.0.get(x).copied()).collect::<Option<Vec<_>>>()?.into_iter().min()?))).collect();
                if areas.is_empty() {
                    continue;
                }
                let name = |i: usize| pairs.states[i].clone();
                let agreements = sides.iter().zip(&of_sides).map(|((a, b), s)| {
                    let (a, b) = key(*a, *b);
                    (format!("{}+{}", name(a), name(b)), s.1.iter().map(|i| i.to_string()).collect())
                });
                found.push(Circle {
                    states: if closed { three.map(name) } else { [name(hub), name(x), name(y)] },
                    kind: if closed { "circle" } else { "hub" },
                    score: areas.values().sum(),
                    areas: areas.into_keys().map(str::to_string).collect(),
                    agreements: agreements.collect(),
                });
            }
        }
    }
    // Closed before open, then what is shared most.
    found.sort_by(|a, b| (a.kind, b.score, b.areas.len(), &a.states).cmp(&(b.kind, a.score, a.areas.len(), &b.states)));
    Ok(found)
}
