//! From HTML to a tree, with limits.
//!
//! **In:** the text of a page. **Out:** `dom_query`'s tree, or `None` where it would become too deep or too large.
//! `html5ever` parses without recursion but in quadratic time on hostile nesting, and what works on the tree later does
//! recurse; so the page is fed in small pieces and given up as soon as the tree passes a limit.

use std::borrow::Cow;
use std::cell::Cell;

use dom_query::{Document as Tree, NodeId};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName};

use crate::Limits;

/// Bytes fed at a time: what a hostile page can still do after it has passed a limit.
const PIECE: usize = 1024;

/// `html5ever` compares each attribute of a tag with all before it. This many possible attributes without any node
/// coming out of them is no page.
const MAX_SILENT_SEPARATORS: usize = 40_000;

/// Depths of all nodes together. What is done to a tree later costs time in proportion to it: a page of news has some
/// 100,000, at this limit it took up to 4 s (unoptimised), at ten times as much 65 s.
const MAX_DEPTH_SUM: u64 = 6_000_000;

/// Parses a page, or gives up.
pub(super) fn parse(html: &str, limits: &Limits) -> Option<Tree> {
    let options = ParseOpts { tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() }, ..ParseOpts::default() };
    let sink = Guarded { depth_sum: Cell::new(0), tree: Tree::default(), calls: Cell::new(0), deepest: Cell::new(0) };
    let mut parser = html5ever::parse_document(sink, options);
    let mut rest = html;
    let (mut calls, mut separators) = (0, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_end(rest));
        rest = after;
        parser.process(StrTendril::from_slice(piece));
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest.get() > limits.max_html_depth || sink.tree.tree.len() > limits.max_html_nodes || sink.depth_sum.get() > MAX_DEPTH_SUM {
            return None;
        }
        if sink.calls.get() == calls {
            separators += piece.bytes().filter(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'')).count();
            if separators > MAX_SILENT_SEPARATORS {
                return None;
            }
        } else {
            (calls, separators) = (sink.calls.get(), 0);
        }
    }
    let tree = parser.finish();
    (deepest(&tree) <= limits.max_html_depth).then_some(tree)
}

/// Where a piece of `text` ends, between two characters.
fn piece_end(text: &str) -> usize {
    (PIECE..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The depth of the finished tree, exactly.
fn deepest(tree: &Tree) -> usize {
    let mut deepest = 0;
    let mut depth = 0usize;
    let mut node = Some(tree.root());
    while let Some(current) = node {
        deepest = deepest.max(depth);
        if let Some(child) = current.first_child() {
            depth += 1;
            node = Some(child);
            continue;
        }
        let mut up = Some(current);
        node = None;
        while let Some(current) = up {
            if let Some(next) = current.next_sibling() {
                node = Some(next);
                break;
            }
            depth = depth.saturating_sub(1);
            up = current.parent();
        }
    }
    deepest
}

/// The tree's own sink, watched.
struct Guarded {
    tree: Tree,
    /// How often something was put into the tree.
    calls: Cell<u64>,
    /// The deepest place something was put at.
    deepest: Cell<usize>,
    /// The depths of all these places together.
    depth_sum: Cell<u64>,
}

impl Guarded {
    fn watch(&self, parent: &NodeId) {
        self.calls.set(self.calls.get() + 1);
        let depth = self.tree.tree.ancestor_ids_of_it(parent, None).count() + 1;
        self.deepest.set(self.deepest.get().max(depth));
        self.depth_sum.set(self.depth_sum.get() + depth as u64);
    }
}

impl TreeSink for Guarded {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = <Tree as TreeSink>::ElemName<'a>;

    fn finish(self) -> Tree {
        self.tree
    }

    // Every page has errors; nobody reads them.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.tree.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.tree.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.tree.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.tree.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.tree.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(parent);
        self.tree.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.watch(previous);
        self.tree.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.tree.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.tree.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        self.tree.same_node(x, y)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        self.watch(sibling);
        self.tree.append_before_sibling(sibling, new_node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        TreeSink::is_mathml_annotation_xml_integration_point(&self.tree, handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_gives_the_same_tree_as_the_parser_alone() {
        let html = "<!DOCTYPE html><title>T</title><p>a<b>b<p>c</b><table><tr><td>d<div>e</table>f<!--g-->".repeat(40);
        let tree = parse(&html, &Limits::default()).unwrap();
        assert_eq!(tree.html(), Tree::from(html.as_str()).html());
    }

    #[test]
    fn hostile_pages_are_given_up_soon() {
        let n = 200_000;
        for html in [
            "<div>".repeat(n),
            "<b><div></b>".repeat(n),
            "<li><dd>".repeat(n),
            "<svg><style><g>".repeat(n),
            format!("<svg>{}", "<foreignObject><x/>".repeat(n)),
            (0..n).map(|i| format!("<b id={i}><p>x")).collect(),
            (0..n).map(|i| format!("<font a={i}>")).collect(),
            format!("<table>{}", "<table><tr><td>".repeat(n)),
            format!("<a {}>", (0..n).map(|i| format!("a{i} ")).collect::<String>()),
            format!("<a {}>", (0..n).map(|i| format!("a{i}/")).collect::<String>()),
            "<br>".repeat(400_000),
            format!("{}{}", "<div>".repeat(400), "<p>x</p>".repeat(n / 2)),
        ] {
            let start = std::time::Instant::now();
            assert!(parse(&html, &Limits::default()).is_none(), "{}", &html[..40]);
            assert!(start.elapsed().as_secs() < 10, "{} took {:?}", &html[..40], start.elapsed());
        }
    }

    #[test]
    fn a_long_data_uri_is_no_attack() {
        let html = format!("<p>a<img src=\"data:image/png;base64,{}\">b", "iVBORw0KGgo/A+".repeat(30_000));
        assert!(parse(&html, &Limits::default()).is_some());
    }
}
