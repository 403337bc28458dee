//! A graph on its way out: who is tied to whom, how strongly, and when.
//!
//! In: nodes and edges from whoever counts them. Out: the same, checked, for [`crate::write_graph`]. Undirected.

use crate::problem::Problem;
use std::collections::HashSet;

/// A graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// `ties`.
    pub name: String,
    /// What a node and an edge are, in a sentence or two.
    pub title: String,
    /// What [`Node::values`] and [`Edge::values`] hold, in their order.
    pub node_attributes: Vec<Attribute>,
    pub edge_attributes: Vec<Attribute>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// What nodes or edges are described by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    pub label: String,
    pub kind: AttributeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    Text,
    Integer,
    Real,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    Text(String),
    Integer(i64),
    Real(f64),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    pub id: String,
    pub label: String,
    /// One for each of [`Graph::node_attributes`].
    pub values: Vec<Option<AttributeValue>>,
    pub spells: Vec<Spell>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// Ids of nodes.
    pub a: String,
    pub b: String,
    pub weight: f64,
    /// One for each of [`Graph::edge_attributes`].
    pub values: Vec<Option<AttributeValue>>,
    pub spells: Vec<Spell>,
}

/// A time in which a node or an edge stands: first and last day, as `2020-03-01`; open where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spell {
    pub start: Option<String>,
    pub end: Option<String>,
}

impl Attribute {
    pub fn new(name: &str, kind: AttributeKind, label: &str) -> Self {
        Attribute { name: name.into(), label: label.into(), kind }
    }
}

impl AttributeValue {
    fn is(&self, kind: AttributeKind) -> bool {
        matches!(
            (self, kind),
            (AttributeValue::Text(_), AttributeKind::Text) | (AttributeValue::Integer(_), AttributeKind::Integer) | (AttributeValue::Real(_), AttributeKind::Real)
        )
    }

    /// As XML has it; nothing for numbers that are none.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            AttributeValue::Text(text) => Some(text.clone()),
            AttributeValue::Integer(n) => Some(n.to_string()),
            AttributeValue::Real(n) => n.is_finite().then(|| n.to_string()),
        }
    }
}

impl Graph {
    /// Whether something in it has a time.
    pub fn has_spells(&self) -> bool {
        self.nodes.iter().any(|n| !n.spells.is_empty()) || self.edges.iter().any(|e| !e.spells.is_empty())
    }

    /// Ids are there, once; values are as many and of the types as described; weights are numbers; spells are dates.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        let wrong = |cause: String| Problem::Graph { graph: self.name.clone(), cause };
        for (attributes, whose) in [(&self.node_attributes, "node"), (&self.edge_attributes, "edge")] {
            let mut names = HashSet::new();
            if let Some(twice) = attributes.iter().find(|a| !names.insert(&a.name)) {
                return Err(wrong(format!("two {whose} attributes are called {}", twice.name)));
            }
        }
        let mut ids = HashSet::new();
        for node in &self.nodes {
            if !ids.insert(node.id.as_str()) {
                return Err(wrong(format!("two nodes are called {}", node.id)));
            }
            fits(&node.values, &self.node_attributes, &node.spells).map_err(|cause| wrong(format!("node {}: {cause}", node.id)))?;
        }
        for edge in &self.edges {
            let name = format!("edge {} – {}", edge.a, edge.b);
            if let Some(id) = [&edge.a, &edge.b].into_iter().find(|id| !ids.contains(id.as_str())) {
                return Err(wrong(format!("{name}: there is no node {id}")));
            }
            if !edge.weight.is_finite() {
                return Err(wrong(format!("{name}: the weight is {}", edge.weight)));
            }
            fits(&edge.values, &self.edge_attributes, &edge.spells).map_err(|cause| wrong(format!("{name}: {cause}")))?;
        }
        Ok(())
    }
}

fn fits(values: &[Option<AttributeValue>], attributes: &[Attribute], spells: &[Spell]) -> Result<(), String> {
    if values.len() != attributes.len() {
        return Err(format!("{} values for {} attributes", values.len(), attributes.len()));
    }
    if let Some((_, attribute)) = values.iter().zip(attributes).find(|(v, a)| v.as_ref().is_some_and(|v| !v.is(a.kind))) {
        return Err(format!("{} is described as {:?}", attribute.name, attribute.kind));
    }
    for spell in spells {
        if let Some(no) = [&spell.start, &spell.end].into_iter().flatten().find(|d| !is_day(d)) {
            return Err(format!("{no:?} is no date"));
        }
        if let (Some(start), Some(end)) = (&spell.start, &spell.end)
            && end < start
        {
            return Err(format!("a spell ends on {end}, before it starts on {start}"));
        }
    }
    Ok(())
}

/// `2020-03-01`.
fn is_day(text: &str) -> bool {
    crate::partial::precision(text) == Some(crate::partial::Precision::Day)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::AWKWARD;

    pub(crate) fn graph() -> Graph {
        let spell = |start: &str, end: Option<&str>| Spell { start: Some(start.into()), end: end.map(Into::into) };
        let node = |id: &str, label: &str, n: Option<i64>, spells| Node {
            id: id.into(),
            label: label.into(),
            values: vec![n.map(AttributeValue::Integer), n.map(|n| AttributeValue::Real(n as f64 / 8.0)), Some(AttributeValue::Text(AWKWARD.concat()))],
            spells,
        };
        Graph {
            name: "ties".into(),
            title: "A node is a state; an edge is an agreement in force <&>".into(),
            node_attributes: vec![
                Attribute::new("degree", AttributeKind::Integer, "Partners"),
                Attribute::new("betweenness", AttributeKind::Real, "Betweenness"),
                Attribute::new("label", AttributeKind::Text, "a name that the format has taken"),
            ],
            edge_attributes: vec![Attribute::new("areas", AttributeKind::Text, "Fields")],
            nodes: vec![
                node("SAU", "المملكة \"السعودية\"", Some(2), vec![]),
                node("TUR", "Türkiye\n🇹🇷", Some(1), vec![spell("1923-10-29", None)]),
                node("QAT", "Qatar", None, vec![]),
            ],
            edges: vec![
                Edge {
                    a: "SAU".into(),
                    b: "TUR".into(),
                    weight: 2.5,
                    values: vec![Some(AttributeValue::Text("naval+air".into()))],
                    spells: vec![spell("1999-03-01", Some("2004-02-29")), spell("2010-01-01", None)],
                },
                Edge { a: "QAT".into(), b: "SAU".into(), weight: 1.0, values: vec![None], spells: vec![] },
            ],
        }
    }

    #[test]
    fn what_does_not_hold_together_is_told() {
        let said = |change: fn(&mut Graph)| {
            let mut graph = graph();
            change(&mut graph);
            graph.check().unwrap_err().to_string()
        };
        assert!(graph().check().is_ok());
        assert!(said(|g| g.nodes[1].id = "SAU".into()).contains("two nodes are called SAU"));
        assert!(said(|g| g.edges[0].b = "XXX".into()).contains("edge SAU – XXX: there is no node XXX"));
        assert!(said(|g| g.edges[0].weight = f64::NAN).contains("the weight is NaN"));
        assert!(said(|g| drop(g.nodes[0].values.pop())).contains("2 values for 3 attributes"));
        assert!(said(|g| g.nodes[0].values[0] = Some(AttributeValue::Real(1.0))).contains("degree is described as Integer"));
        assert!(said(|g| g.edges[0].spells[0].end = Some("1999".into())).contains("\"1999\" is no date"));
        assert!(said(|g| g.edges[0].spells[0].end = Some("1998-01-01".into())).contains("before it starts"));
        assert!(said(|g| g.node_attributes[0].name = "label".into()).contains("two node attributes are called label"));
    }
}
