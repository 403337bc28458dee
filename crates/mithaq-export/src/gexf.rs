//! GEXF 1.3, Gephi's own format, with time.
//!
//! In: a [`Graph`]. Out: undirected, ids as they are, typed attributes, weights; where there are spells, a dynamic graph whose intervals are
//! dates: first and last day, either left out where it is open.
//!
//! Over `quick-xml`: the `gexf` crate writes neither an attribute schema nor spells.

use crate::graph::{Attribute, AttributeKind, AttributeValue, Edge, Graph, Node, Spell};
use crate::graphml::names;
use crate::problem::Problem;
use crate::xml::Xml;
use std::io::Write;

const HEAD: [(&str, &str); 4] = [
    ("xmlns", "http://gexf.net/1.3"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
    ("version", "1.3"),
];

pub(crate) fn encode(graph: &Graph, out: impl Write) -> Result<(), Problem> {
    graph.check()?;
    let mut xml = Xml::new(out)?;
    xml.open("gexf", &HEAD)?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], "Mithaq")?;
    xml.text("description", &[], &graph.title)?;
    xml.close("meta")?;
    let dynamic = [("defaultedgetype", "undirected"), ("mode", "dynamic"), ("timeformat", "date"), ("timerepresentation", "interval")];
    let fixed = [("defaultedgetype", "undirected"), ("mode", "static")];
    xml.open("graph", if graph.has_spells() { &dynamic } else { &fixed })?;
    attributes(&mut xml, "node", &graph.node_attributes)?;
    attributes(&mut xml, "edge", &graph.edge_attributes)?;
    xml.open("nodes", &[])?;
    for Node { id, label, values, spells } in &graph.nodes {
        xml.open("node", &[("id", id), ("label", label)])?;
        within(&mut xml, values, spells)?;
        xml.close("node")?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for (i, Edge { a, b, weight, values, spells }) in graph.edges.iter().enumerate() {
        xml.open("edge", &[("id", &i.to_string()), ("source", a), ("target", b), ("weight", &weight.to_string())])?;
        within(&mut xml, values, spells)?;
        xml.close("edge")?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.finish()
}

fn attributes<W: Write>(xml: &mut Xml<W>, class: &str, attributes: &[Attribute]) -> Result<(), Problem> {
    if attributes.is_empty() {
        return Ok(());
    }
    xml.open("attributes", &[("class", class)])?;
    let names = names(&["id", "label", "weight", "spells", "start", "end"], attributes.iter().map(|a| a.name.as_str()));
    for (i, (attribute, name)) in attributes.iter().zip(&names).enumerate() {
        let kind = match attribute.kind {
            AttributeKind::Text => "string",
            AttributeKind::Integer => "long",
            AttributeKind::Real => "double",
        };
        xml.empty("attribute", &[("id", &i.to_string()), ("title", name), ("type", kind)])?;
    }
    xml.close("attributes")
}

fn within<W: Write>(xml: &mut Xml<W>, values: &[Option<AttributeValue>], spells: &[Spell]) -> Result<(), Problem> {
    let there: Vec<_> = values.iter().enumerate().filter_map(|(i, v)| Some((i, v.as_ref()?.text()?))).collect();
    if !there.is_empty() {
        xml.open("attvalues", &[])?;
        for (i, text) in there {
            xml.empty("attvalue", &[("for", &i.to_string()), ("value", &text)])?;
        }
        xml.close("attvalues")?;
    }
    if !spells.is_empty() {
        xml.open("spells", &[])?;
        for spell in spells {
            let days = [("start", &spell.start), ("end", &spell.end)];
            let known: Vec<(&str, &str)> = days.into_iter().filter_map(|(name, day)| Some((name, day.as_deref()?))).collect();
            xml.empty("spell", &known)?;
        }
        xml.close("spells")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(graph: &Graph) -> String {
        let mut out = Vec::new();
        encode(graph, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_dynamic_graph() {
        let text = written(&crate::graph::tests::graph());
        for part in [
            r#"<graph defaultedgetype="undirected" mode="dynamic" timeformat="date" timerepresentation="interval">"#,
            r#"<attribute id="1" title="betweenness" type="double"/>"#,
            r#"<attribute id="2" title="label_" type="string"/>"#,
            r#"<edge id="0" source="SAU" target="TUR" weight="2.5">"#,
            r#"<attvalue for="0" value="naval+air"/>"#,
            r#"<spell start="1999-03-01" end="2004-02-29"/>"#,
            r#"<spell start="2010-01-01"/>"#,
            "&quot;السعودية&quot;",
            "two&#10;lines&#13;&#10;and a tab&#9;!",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_graph_without_times_is_static() {
        let mut graph = crate::graph::tests::graph();
        graph.nodes.iter_mut().for_each(|n| n.spells.clear());
        graph.edges.iter_mut().for_each(|e| e.spells.clear());
        let text = written(&graph);
        assert!(text.contains(r#"mode="static""#) && !text.contains("<spell"), "{text}");
    }
}
