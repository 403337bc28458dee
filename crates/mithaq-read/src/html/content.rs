//! The main content of a page.
//!
//! **In:** the page and its tree. **Out:** the article's text. `dom_smoothie` chooses the part of the page; here its
//! choice is checked against what the page itself marks as the article, and links to other articles are left out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::{Config, Readability};

use super::render::{Renderer, Role, role};
use super::{flat, parse};
use crate::Limits;

/// Short wire items are articles too: below this the search is repeated with milder rules.
const SHORT_ARTICLE: usize = 150;

/// The text of the article, or of the whole body where none is found.
pub(super) fn main_text(html: &str, tree: Tree, limits: &Limits) -> String {
    let marked = marked_article(&tree);
    let found = readability(tree);
    let length = |text: &Option<String>| text.as_deref().map_or(0, |t| t.chars().count());
    // The page's own mark wins where the search lost most of it.
    let best = if length(&marked) > 2 * length(&found) { marked } else { found };
    match best.filter(|text| !text.trim().is_empty()) {
        Some(text) => text,
        None => match parse::parse(html, limits) {
            Some(tree) => whole_body(&tree),
            None => flat::strip(html),
        },
    }
}

fn readability(tree: Tree) -> Option<String> {
    let config = Config { char_threshold: SHORT_ARTICLE, disable_json_ld: true, ..Config::default() };
    // A heuristic over hostile input: should it ever panic, the whole body is still there.
    catch_unwind(AssertUnwindSafe(|| {
        let mut readability = Readability::with_document(tree, None, Some(config)).ok()?;
        readability.parse().ok()?;
        let root = readability.doc.select_single("#readability-page-1");
        let node = *root.nodes().first()?;
        Some(render(&node, Links::Drop))
    }))
    .ok()
    .flatten()
}

/// The text of the one element that the page marks as the article's body.
fn marked_article(tree: &Tree) -> Option<String> {
    for selector in ["[itemprop=articleBody]", "article"] {
        let marked = tree.select(selector);
        if let [node] = marked.nodes() {
            return Some(render(node, Links::Drop));
        }
    }
    None
}

fn whole_body(tree: &Tree) -> String {
    let root = tree.body().unwrap_or_else(|| tree.root());
    let text = render(&root, Links::Drop);
    if text.is_empty() { render(&root, Links::Keep) } else { text }
}

/// What becomes of paragraphs and lists that are nothing but links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Keep,
    Drop,
}

/// The text under `root`, without recursion.
fn render(root: &NodeRef, links: Links) -> String {
    let mut renderer = Renderer::default();
    let mut open: Vec<Role> = Vec::new();
    let mut node = *root;
    loop {
        let mut descend = false;
        if node.is_text() {
            renderer.text(&node.text());
        } else if let Some(name) = node.node_name() {
            let role = role(&name);
            let skip = role == Role::Skip || is_hidden(&node) || links == Links::Drop && node.id != root.id && (is_furniture(&name) || is_link_block(&node, &name));
            if !skip {
                renderer.open(role);
                descend = node.first_child().is_some();
                if descend {
                    open.push(role);
                } else {
                    renderer.close(role);
                }
            }
        } else {
            descend = node.first_child().is_some();
            if descend {
                open.push(Role::Inline);
            }
        }
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if open.is_empty() {
                return match links {
                    Links::Drop => renderer.finish_trimmed(),
                    Links::Keep => renderer.finish(),
                };
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            if let (Some(role), Some(parent)) = (open.pop(), node.parent()) {
                renderer.close(role);
                node = parent;
            }
        }
    }
}

fn is_hidden(node: &NodeRef) -> bool {
    node.has_attr("hidden")
        || node.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Parts of a page that are never the article.
fn is_furniture(name: &str) -> bool {
    matches!(name, "nav" | "aside" | "footer")
}

/// A paragraph or list that only leads elsewhere: nothing but links, or "read also" with a link.
fn is_link_block(node: &NodeRef, name: &str) -> bool {
    if !matches!(name, "p" | "ul" | "ol" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "blockquote") {
        return false;
    }
    let mut linked = 0;
    for link in node.find_descendants("a").iter().filter(|link| link.has_attr("href")) {
        linked += link.normalized_char_count();
    }
    if linked == 0 {
        return false;
    }
    let all = node.normalized_char_count();
    if name != "li" && linked * 10 >= all * 9 {
        return true;
    }
    let text = node.text();
    let text = text.trim_start().to_lowercase();
    linked * 2 >= all && READ_ALSO.iter().any(|words| text.starts_with(words))
}

/// How links to other articles are introduced.
const READ_ALSO: &[&str] = &[
    "اقرأ أيض",
    "إقرأ أيض",
    "اقرأ المزيد",
    "طالع أيض",
    "شاهد أيض",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
    "للمزيد",
    "read also",
    "read more",
    "also read",
    "see also",
    "related:",
    "lire aussi",
    "à lire",
    "voir aussi",
    "lea también",
    "leer más",
    "le puede interesar",
    "vea también",
    "читайте также",
    "читать также",
    "смотрите также",
    "čtěte také",
    "čtěte i",
    "mohlo by vás zajímat",
    "oxuyun",
    "həmçinin oxuyun",
    "ayrıca oku",
    "bunu da oku",
    "i̇lgili haber",
    "ilgili haber",
];
