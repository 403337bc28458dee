//! The brief as Markdown and as HTML. Everything that comes from a text is escaped.

use super::{Content, Note, Sentence};
use crate::screen::one_line;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:1.6rem}sup a{text-decoration:none}ol{font-size:.9rem}blockquote{margin:.2rem 0;color:#444}\
@media print{body{margin:0;max-width:none}}";

/// Characters that Markdown gives a meaning are escaped, so that a title cannot become a link or a heading.
fn plain(s: &str) -> String {
    let mut out = String::new();
    for c in one_line(s).chars() {
        if "\\`*_{}[]<>#|~!&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

pub fn markdown(c: &Content) -> String {
    let marks = |s: &Sentence| s.notes.iter().map(|n| format!("[^{n}]")).collect::<String>();
    let mut page = format!("# {}\n\n", plain(&c.title));
    for s in &c.lead {
        page.push_str(&format!("{}{}\n", plain(&s.text), marks(s)));
    }
    for (heading, sentences) in &c.sections {
        page.push_str(&format!("\n## {heading}\n\n"));
        for s in sentences {
            page.push_str(&format!("- {}{}\n", plain(&s.text), marks(s)));
        }
    }
    page.push('\n');
    for (i, n) in c.notes.iter().enumerate() {
        let mut parts = vec![plain(&n.publisher)];
        parts.extend(n.published.clone());
        parts.extend(n.title.as_deref().map(plain));
        parts.extend(link(n).map(|u| format!("<{}>", u.replace(['<', '>', ' '], ""))));
        parts.extend(n.quote.as_deref().map(|q| format!("“{}”", plain(q))));
        page.push_str(&format!("[^{}]: {}\n", i + 1, parts.join(". ")));
    }
    page
}

/// Only addresses of the web are links.
fn link(n: &Note) -> Option<&str> {
    n.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://"))
}

pub fn html(c: &Content) -> String {
    let sentence = |s: &Sentence| -> Markup {
        html! { bdi { (one_line(&s.text)) } @for n in &s.notes { sup { a href={ "#n" (n) } { "[" (n) "]" } } } }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (c.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (c.title) }
                    @for s in &c.lead { p { (sentence(s)) } }
                    @for (heading, sentences) in &c.sections {
                        h2 { (heading) }
                        ul { @for s in sentences { li { (sentence(s)) } } }
                    }
                    h2 { "Sources" }
                    ol {
                        @for (i, n) in c.notes.iter().enumerate() {
                            li id={ "n" (i + 1) } {
                                bdi { (one_line(&n.publisher)) } @if let Some(d) = &n.published { ", " (d) }
                                @if let Some(t) = &n.title { ". " cite lang=[n.language.as_deref()] dir="auto" { (one_line(t)) } }
                                @if let Some(u) = link(n) { ". " a href=(u) rel="noreferrer noopener" { (u) } }
                                @if let Some(q) = &n.quote { blockquote lang=[n.language.as_deref()] dir="auto" { (one_line(q)) } }
                            }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}
