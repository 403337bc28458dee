//! HTML pages: the article in them and what they say about it.
//!
//! **In:** the bytes of one page. **Out:** a [`Document`] with the main content (no menus, share buttons, related
//! links), title, day, language, publisher and address from the page's own metadata.
//!
//! `dom_smoothie` (Mozilla's Readability) looks for the main content. Where it finds none, the whole body is taken;
//! a page that is too deep or too large for a tree is stripped of its tags in one pass ([`flat`]).

mod content;
mod flat;
mod meta;
mod parse;
mod render;

use std::io::Read;

use crate::decode::{declared_in_html, decode};
use crate::document::truncate_chars;
use crate::stream::{io_error, read_up_to};
use crate::{Document, Limits, ReadError, ReadOptions};

/// What a page holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlPage {
    /// The headline without the site's name.
    pub title: Option<String>,
    /// The main content: one block (paragraph, heading, table row) a line, list items beginning with `- `.
    pub text: String,
    /// Primary subtag of `<html lang>`, unless the text is clearly not written in it.
    pub language: Option<String>,
    /// `YYYY-MM-DD`
    pub published: Option<String>,
    /// The site's name.
    pub publisher: Option<String>,
    /// The page's canonical address.
    pub url: Option<String>,
}

/// Reads a page that is already decoded.
pub fn extract_html(html: &str, limits: &Limits) -> HtmlPage {
    let Some(tree) = parse::parse(html, limits) else {
        return flat::extract(html);
    };
    let meta = meta::read(&tree);
    let text = content::main_text(html, tree, limits);
    let text = without_headline(&text, meta.title.as_deref());
    let language = meta.language.filter(|code| crate::language::fits_script(code, text));
    HtmlPage { text: text.to_string(), language, ..meta }
}

/// The title is kept apart: a first line that repeats it goes.
fn without_headline<'a>(text: &'a str, title: Option<&str>) -> &'a str {
    match (text.split_once('\n'), title) {
        (Some((first, rest)), Some(title)) if first.trim() == title => rest,
        _ => text,
    }
}

pub(crate) fn read_html(path: &str, mut reader: impl Read, options: &ReadOptions) -> Result<Document, ReadError> {
    let limit = options.limits.max_html_bytes;
    let bytes = read_up_to(&mut reader, limit.saturating_add(1)).map_err(|error| io_error(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { path: path.into(), what: "the page is", limit, setting: "max_html_bytes" });
    }
    let html = decode(&bytes, declared_in_html(&bytes), false);
    drop(bytes);
    let page = extract_html(&html, &options.limits);
    if page.text.trim().is_empty() && page.title.is_none() {
        return Err(ReadError::Empty { path: path.into(), what: "the page has no text" });
    }
    let mut text = page.text;
    let truncated = truncate_chars(&mut text, options.limits.max_document_chars);
    Ok(Document {
        id: None,
        path: path.into(),
        index: 0,
        url: page.url,
        title: page.title,
        text,
        language: page.language,
        published: page.published,
        publisher: page.publisher,
        truncated,
    })
}
