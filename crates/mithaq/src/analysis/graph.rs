//! The network with its times, for Gephi and networkx.
//!
//! In: the years' networks. Out: a [`Graph`] whose ties carry the days on which an agreement between the two is in force, and whose states carry their
//! measures of the last year.

use mithaq_analysis::network::series::Year;
use mithaq_analysis::span::{Span, text};
use mithaq_analysis::{Facts, Scope};
use mithaq_export::{Attribute, AttributeKind, AttributeValue, Edge, Graph, Node, Spell};
use std::collections::BTreeMap;

pub fn graph(facts: &Facts, scope: &Scope, years: &[Year]) -> Graph {
    let mut graph = Graph {
        name: "alliances".into(),
        title: format!("States and agreements in force between them. {}", scope.assumption.stated()),
        node_attributes: vec![
            Attribute::new("region", AttributeKind::Text, "Region"),
            Attribute::new("degree", AttributeKind::Integer, "Partners at the end"),
            Attribute::new("strength", AttributeKind::Real, "Agreements in force at the end"),
            Attribute::new("betweenness", AttributeKind::Real, "Betweenness at the end"),
            Attribute::new("eigenvector", AttributeKind::Real, "Eigenvector centrality at the end"),
            Attribute::new("community", AttributeKind::Integer, "Community at the end"),
        ],
        edge_attributes: vec![Attribute::new("agreements", AttributeKind::Integer, "Agreements, over all years"), Attribute::new("areas", AttributeKind::Text, "Areas covered")],
        ..Graph::default()
    };
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return graph };
    let window = Span { from: Span::year(first.year).from, to: Span::year(last.year).to };
    let states: std::collections::BTreeSet<&String> = years.iter().flat_map(|y| &y.network.states).collect();
    let spell = |s: Span| Spell { start: Some(text(s.from)), end: s.to.map(|t| text(t - 1)) };
    for iso in states {
        let Some(state) = facts.states.get(iso) else { continue };
        let node = last.network.number(iso).map(|i| (&last.nodes[i], last.community[i]));
        graph.nodes.push(Node {
            id: iso.clone(),
            label: state.name.clone(),
            values: vec![
                Some(AttributeValue::Text(state.region.clone())),
                node.map(|n| AttributeValue::Integer(n.0.degree as i64)),
                node.map(|n| AttributeValue::Real(n.0.strength)),
                node.map(|n| AttributeValue::Real(n.0.betweenness)),
                node.map(|n| AttributeValue::Real(n.0.eigenvector)),
                node.map(|n| AttributeValue::Integer(n.1 as i64)),
            ],
            spells: joined(state.cow.iter().filter_map(|s| s.span.and(window)).collect()).into_iter().map(spell).collect(),
        });
    }
    let known: std::collections::BTreeSet<String> = graph.nodes.iter().map(|n| n.id.clone()).collect();
    // Ties with the days of their agreements, within the years and while both states are there.
    type Between<'a> = (Vec<Span>, u32, std::collections::BTreeSet<&'a str>);
    let mut ties: BTreeMap<(String, String), Between> = BTreeMap::new();
    for a in facts.agreements.iter().filter(|a| scope.has(a)) {
        let Some(runs) = scope.assumption.span(a).and_then(|s| s.and(window)) else { continue };
        let mut of: Vec<&str> = a.parties.iter().filter_map(|p| facts.states.series(p)).map(|s| s.iso.as_str()).filter(|s| known.contains(*s)).collect();
        of.sort_unstable();
        of.dedup();
        for (i, x) in of.iter().enumerate() {
            for y in &of[i + 1..] {
                let (Some(sx), Some(sy)) = (facts.states.get(x), facts.states.get(y)) else { continue };
                let days: Vec<Span> = sx.cow.iter().flat_map(|s| sy.cow.iter().filter_map(|t| s.span.and(t.span)?.and(runs))).collect();
                if days.is_empty() {
                    continue;
                }
                let tie = ties.entry((x.to_string(), y.to_string())).or_default();
                tie.0.extend(days);
                tie.1 += 1;
                tie.2.extend(a.areas.iter().map(String::as_str));
            }
        }
    }
    for ((a, b), (days, agreements, areas)) in ties {
        let weight = last.network.number(&a).zip(last.network.number(&b)).and_then(|(x, y)| last.network.ties.iter().find(|t| (t.a, t.b) == (x, y))).map_or(0.0, |t| t.weight);
        graph.edges.push(Edge {
            weight,
            values: vec![Some(AttributeValue::Integer(i64::from(agreements))), Some(AttributeValue::Text(areas.into_iter().collect::<Vec<_>>().join("+")))],
            spells: joined(days).into_iter().map(spell).collect(),
            a,
            b,
        });
    }
    graph
}

/// Spans that meet or follow one another, as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| s.from);
    let mut out: Vec<Span> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(l) if l.to.is_none_or(|t| s.from <= t) => {
                l.to = match (l.to, s.to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                }
            }
            _ => out.push(s),
        }
    }
    out
}
