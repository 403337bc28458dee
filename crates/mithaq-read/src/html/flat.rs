//! A page without a tree: tags stripped in one pass.
//!
//! **In:** HTML that is too deep or too large to be parsed. **Out:** its text, block by block, with the little metadata
//! that can be had on the way. Linear in time, no recursion, no main content.

use std::borrow::Cow;

use super::HtmlPage;
use super::meta::clean_title;
use super::render::{Renderer, Role, role};

/// Reads a page without building its tree.
pub(super) fn extract(html: &str) -> HtmlPage {
    let mut page = HtmlPage { text: strip(html), ..HtmlPage::default() };
    let mut title = None;
    let mut in_title = false;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) if in_title && title.is_none() => title = Some(collapse(&decoded(text))),
            Token::Open { name, attributes } => {
                in_title = name.eq_ignore_ascii_case("title");
                if name.eq_ignore_ascii_case("html") && page.language.is_none() {
                    page.language = attribute(attributes, "lang").and_then(|lang| crate::language::normalise(&lang));
                } else if name.eq_ignore_ascii_case("meta") {
                    let key = attribute(attributes, "property").or_else(|| attribute(attributes, "name"));
                    if let (Some(key), Some(content)) = (key, attribute(attributes, "content")) {
                        match &*key {
                            "og:title" if page.title.is_none() => page.title = Some(collapse(&content)),
                            "og:site_name" if page.publisher.is_none() => page.publisher = Some(collapse(&content)),
                            "og:url" if page.url.is_none() => page.url = Some(content.trim().into()),
                            "article:published_time" if page.published.is_none() => {
                                page.published = crate::date::normalise(&content);
                            }
                            _ => {}
                        }
                    }
                } else if name.eq_ignore_ascii_case("body") {
                    break;
                }
            }
            Token::Close { .. } => in_title = false,
            Token::Text(_) => {}
        }
    }
    page.title = page.title.or(title).filter(|t| !t.is_empty()).map(|t| clean_title(&t, None, page.publisher.as_deref()));
    page.language = page.language.filter(|code| crate::language::fits_script(code, &page.text));
    page
}

/// All text of a page.
pub(super) fn strip(html: &str) -> String {
    let mut renderer = Renderer::default();
    let mut skipped = false;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) if !skipped => renderer.text(&decoded(text)),
            Token::Text(_) => {}
            Token::Open { name, .. } => {
                let role = role(&name.to_ascii_lowercase());
                // Only elements whose content is no markup can be skipped without knowing where they end.
                skipped = role == Role::Skip && is_raw(name);
                if role == Role::Cell || role == Role::Item {
                    // Their end tags are often left out.
                    renderer.close(role);
                }
                renderer.open(role);
            }
            Token::Close { name } => {
                skipped = false;
                if name.eq_ignore_ascii_case("ul") || name.eq_ignore_ascii_case("ol") {
                    renderer.close(Role::Item);
                }
                renderer.close(role(&name.to_ascii_lowercase()));
            }
        }
    }
    renderer.finish()
}

fn decoded(text: &str) -> Cow<'_, str> {
    html_escape::decode_html_entities(text)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

enum Token<'a> {
    Text(&'a str),
    Open { name: &'a str, attributes: &'a str },
    Close { name: &'a str },
}

/// Elements that contain text only, up to their own end tag.
fn is_raw(name: &str) -> bool {
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"].iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

/// Cuts a page into tags and text. Comments and declarations are dropped.
struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The raw element that is open.
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    fn new(html: &'a str) -> Self {
        Self { html, at: 0, raw: None }
    }

    /// Where the next tag, comment or declaration begins, from here.
    fn next_markup(&self) -> usize {
        let bytes = self.html.as_bytes();
        for at in memchr::memchr_iter(b'<', &bytes[self.at..]).map(|at| at + self.at) {
            let rest = &bytes[at + 1..];
            let found = match self.raw {
                Some(name) => {
                    rest.len() > name.len()
                        && rest[0] == b'/'
                        && rest[1..=name.len()].eq_ignore_ascii_case(name.as_bytes())
                        && rest.get(name.len() + 1).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
                }
                None => matches!(rest.first(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')),
            };
            if found {
                return at;
            }
        }
        bytes.len()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.html.as_bytes();
        while self.at < bytes.len() {
            let start = self.next_markup();
            if start > self.at {
                let text = &self.html[self.at..start];
                self.at = start;
                return Some(Token::Text(text));
            }
            self.raw = None;
            let rest = &self.html[start..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.at = if comment.starts_with('>') {
                    start + 5
                } else if comment.starts_with("->") {
                    start + 6
                } else {
                    comment.find("-->").map_or(bytes.len(), |end| start + 4 + end + 3)
                };
                continue;
            }
            let closing = rest.as_bytes().get(1) == Some(&b'/');
            let name_start = if closing { 2 } else { 1 };
            if !rest.as_bytes().get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                // A declaration or other nonsense, up to the next bracket.
                self.at = memchr::memchr(b'>', rest.as_bytes()).map_or(bytes.len(), |end| start + end + 1);
                continue;
            }
            let name_end = rest[name_start..].find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').map_or(rest.len(), |end| name_start + end);
            let name = &rest[name_start..name_end];
            let mut attributes = Attributes { text: rest, at: name_end };
            while attributes.next().is_some() {}
            let tag_end = attributes.at;
            self.at = start + (tag_end + 1).min(rest.len());
            if closing {
                return Some(Token::Close { name });
            }
            self.raw = is_raw(name).then_some(name);
            return Some(Token::Open { name, attributes: &rest[name_end..tag_end] });
        }
        None
    }
}

/// The attributes of a tag: names and values as written. Stops at the tag's end.
struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let skip = |from: usize, stop: fn(u8) -> bool| bytes[from..].iter().position(|&b| stop(b)).map_or(bytes.len(), |n| from + n);
        let start = skip(self.at, |b| !b.is_ascii_whitespace() && b != b'/');
        if start == bytes.len() || bytes[start] == b'>' {
            self.at = start;
            return None;
        }
        // An equals sign in front belongs to the name.
        let name_end = skip(start + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let name = self.text.get(start..name_end).unwrap_or_default();
        let equals = skip(name_end, |b| !b.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            self.at = name_end;
            return Some((name, ""));
        }
        let value = skip(equals + 1, |b| !b.is_ascii_whitespace());
        let (from, to) = match bytes.get(value) {
            Some(b'"') => (value + 1, skip(value + 1, |b| b == b'"')),
            Some(b'\'') => (value + 1, skip(value + 1, |b| b == b'\'')),
            _ => (value, skip(value, |b| b.is_ascii_whitespace() || b == b'>')),
        };
        self.at = if from > value { (to + 1).min(bytes.len()) } else { to };
        Some((name, self.text.get(from..to).unwrap_or_default()))
    }
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    Attributes { text: attributes, at: 0 }.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| decoded(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_nothing_else() {
        for (html, text) in [
            ("a<!-- <p>no</p> -->b<!-->c", "abc"),
            ("<p title='a > b' x=it's>y</p>", "y"),
            ("<script>if (a<b) '</p>'</SCRIPT >x<style>p{}</style>y", "xy"),
            ("<title>T</title>x &lt; y &amp; z&#x661;", "x < y & z\u{661}"),
            ("1 < 2 <3", "1 < 2 <3"),
            ("<p", ""),
            ("<p a=\"never closed>text", ""),
            ("</>a</ b>c<!x>d<?y?>e", "acde"),
            ("<p =a =>b", "b"),
            ("<", "<"),
            ("<a href=x/>y", "y"),
            ("<script>never closed", ""),
            ("<p é=\"ü\">ö<é>", "ö<é>"),
        ] {
            assert_eq!(strip(html), text, "{html}");
        }
    }

    #[test]
    fn metadata() {
        let page = extract(
            "<html lang='cs-CZ'><title>Dohoda &amp; plán | Armáda</title><META name=\"og:site_name\" content=Armáda>\
             <meta property='article:published_time' content='2024-10-30T10:00:00Z'><body><p>Text zprávy",
        );
        assert_eq!(page.title.as_deref(), Some("Dohoda & plán"));
        assert_eq!(page.publisher.as_deref(), Some("Armáda"));
        assert_eq!(page.published.as_deref(), Some("2024-10-30"));
        assert_eq!(page.language.as_deref(), Some("cs"));
        assert_eq!(page.text, "Text zprávy");
    }
}
