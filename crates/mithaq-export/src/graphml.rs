//! GraphML, which networkx, igraph, Gephi, yEd and Cytoscape open.
//!
//! In: a [`Graph`]. Out: undirected, ids as they are, typed keys (`string`, `long`, `double`), the edges' `weight`. GraphML knows no time: spells
//! stand as text in `spells` (`1999-03-01/2004-02-29;2010-01-01/`), their first and last day in `start` and `end` where both are known to all.
//!
//! Over `quick-xml`: `graphrs` writes weights alone, petgraph's and igraph's crates take their own graphs and know no typed schema.

use crate::graph::{AttributeKind, AttributeValue, Edge, Graph, Node, Spell};
use crate::problem::Problem;
use crate::xml::Xml;
use std::collections::HashSet;
use std::io::Write;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"),
];

pub(crate) fn encode(graph: &Graph, out: impl Write) -> Result<(), Problem> {
    graph.check()?;
    let mut xml = Xml::new(out)?;
    xml.open("graphml", &NAMESPACES)?;
    let nodes = names(&["label", "spells", "start", "end"], graph.node_attributes.iter().map(|a| a.name.as_str()));
    let edges = names(&["weight", "spells", "start", "end"], graph.edge_attributes.iter().map(|a| a.name.as_str()));
    let timed = graph.has_spells();
    let mut key = |id: &str, whose: &str, name: &str, kind: &str| xml.empty("key", &[("id", id), ("for", whose), ("attr.name", name), ("attr.type", kind)]);
    key("g_title", "graph", "title", "string")?;
    key("n_label", "node", "label", "string")?;
    key("e_weight", "edge", "weight", "double")?;
    for name in ["spells", "start", "end"].iter().filter(|_| timed) {
        key(&format!("n_{name}"), "node", name, "string")?;
        key(&format!("e_{name}"), "edge", name, "string")?;
    }
    for (i, (attribute, name)) in graph.node_attributes.iter().zip(&nodes).enumerate() {
        key(&format!("n{i}"), "node", name, kind(attribute.kind))?;
    }
    for (i, (attribute, name)) in graph.edge_attributes.iter().zip(&edges).enumerate() {
        key(&format!("e{i}"), "edge", name, kind(attribute.kind))?;
    }
    xml.open("graph", &[("id", &graph.name), ("edgedefault", "undirected")])?;
    xml.text("data", &[("key", "g_title")], &graph.title)?;
    for Node { id, label, values, spells } in &graph.nodes {
        xml.open("node", &[("id", id)])?;
        xml.text("data", &[("key", "n_label")], label)?;
        data(&mut xml, 'n', values, spells)?;
        xml.close("node")?;
    }
    for Edge { a, b, weight, values, spells } in &graph.edges {
        // Without an id, which would make networkx take it for the key of a multigraph.
        xml.open("edge", &[("source", a), ("target", b)])?;
        xml.text("data", &[("key", "e_weight")], &weight.to_string())?;
        data(&mut xml, 'e', values, spells)?;
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.finish()
}

fn data<W: Write>(xml: &mut Xml<W>, whose: char, values: &[Option<AttributeValue>], spells: &[Spell]) -> Result<(), Problem> {
    if !spells.is_empty() {
        let day = |d: &Option<String>| d.clone().unwrap_or_default();
        let all: Vec<String> = spells.iter().map(|s| format!("{}/{}", day(&s.start), day(&s.end))).collect();
        xml.text("data", &[("key", &format!("{whose}_spells"))], &all.join(";"))?;
        // A spell without a start has been there always: no first day can be told then.
        if let Some(start) = spells.iter().map(|s| s.start.as_ref()).collect::<Option<Vec<_>>>().and_then(|s| s.into_iter().min()) {
            xml.text("data", &[("key", &format!("{whose}_start"))], start)?;
        }
        if let Some(end) = spells.iter().map(|s| s.end.as_ref()).collect::<Option<Vec<_>>>().and_then(|s| s.into_iter().max()) {
            xml.text("data", &[("key", &format!("{whose}_end"))], end)?;
        }
    }
    for (i, text) in values.iter().enumerate().filter_map(|(i, v)| Some((i, v.as_ref()?.text()?))) {
        xml.text("data", &[("key", &format!("{whose}{i}"))], &text)?;
    }
    Ok(())
}

fn kind(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text => "string",
        AttributeKind::Integer => "long",
        AttributeKind::Real => "double",
    }
}

/// Names of attributes, with `_` behind those that the format has taken.
pub(crate) fn names<'a>(taken: &[&str], names: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut used: HashSet<String> = taken.iter().map(ToString::to_string).collect();
    let given: HashSet<&str> = names.clone().collect();
    let mut out = Vec::new();
    for name in names {
        let mut free = name.to_string();
        while used.contains(&free) || (free != name && given.contains(free.as_str())) {
            free.push('_');
        }
        used.insert(free.clone());
        out.push(free);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_graph() {
        let mut out = Vec::new();
        encode(&crate::graph::tests::graph(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for part in [
            r#"<key id="n0" for="node" attr.name="degree" attr.type="long"/>"#,
            r#"<key id="n2" for="node" attr.name="label_" attr.type="string"/>"#,
            r#"<graph id="ties" edgedefault="undirected">"#,
            r#"<edge source="SAU" target="TUR">"#,
            r#"<data key="e_weight">2.5</data>"#,
            r#"<data key="e_spells">1999-03-01/2004-02-29;2010-01-01/</data>"#,
            r#"<data key="e_start">1999-03-01</data>"#,
            "two\nlines&#13;\nand a tab\t!",
            "&lt;b&gt;&amp;amp;&lt;/b&gt;",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("e_end\">"), "an open spell has no last day");
    }

    #[test]
    fn names_that_are_taken_get_a_mark() {
        assert_eq!(names(&["label"], ["label", "label_", "x"].into_iter()), ["label__", "label_", "x"]);
    }
}
