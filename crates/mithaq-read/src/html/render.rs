//! Elements and text to plain lines.
//!
//! **In:** the start and end of elements and the text between them, in page order. **Out:** text with one block a line,
//! list items beginning with `- `, table cells divided by ` | `, white space as a browser shows it.

/// What an element means for the layout of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Block,
    Heading,
    Item,
    Cell,
    Break,
    Preformatted,
    /// Never part of the text.
    Skip,
    Inline,
}

pub(super) fn role(name: &str) -> Role {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "li" => Role::Item,
        "td" | "th" => Role::Cell,
        "br" => Role::Break,
        "pre" | "listing" | "xmp" | "plaintext" => Role::Preformatted,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption"
        | "figure" | "footer" | "form" | "header" | "hgroup" | "hr" | "html" | "legend" | "main" | "menu" | "nav" | "ol" | "p" | "search" | "section" | "summary" | "table"
        | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Role::Block,
        "script" | "style" | "noscript" | "template" | "head" | "title" | "meta" | "link" | "iframe" | "object" | "embed" | "svg" | "math" | "canvas" | "audio" | "video"
        | "map" | "select" | "option" | "datalist" | "button" | "textarea" | "input" | "noframes" | "noembed" => Role::Skip,
        _ => Role::Inline,
    }
}

/// Builds the text.
#[derive(Default)]
pub(super) struct Renderer {
    out: String,
    line_break: bool,
    space: bool,
    cell_break: bool,
    item: bool,
    preformatted: usize,
    headings: usize,
    /// Where a heading that nothing has followed yet begins.
    open_heading: Option<usize>,
}

impl Renderer {
    pub(super) fn open(&mut self, role: Role) {
        match role {
            Role::Block => self.line_break = true,
            Role::Heading => {
                self.line_break = true;
                self.headings += 1;
            }
            Role::Item => {
                self.line_break = true;
                self.item = true;
            }
            Role::Preformatted => {
                self.line_break = true;
                self.preformatted += 1;
            }
            Role::Break => self.line_break = true,
            Role::Cell | Role::Inline | Role::Skip => {}
        }
    }

    pub(super) fn close(&mut self, role: Role) {
        match role {
            Role::Block => self.line_break = true,
            Role::Heading => {
                self.line_break = true;
                self.headings = self.headings.saturating_sub(1);
            }
            Role::Item => {
                self.line_break = true;
                self.item = false;
            }
            Role::Preformatted => {
                self.line_break = true;
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Role::Cell => self.cell_break = true,
            Role::Break | Role::Inline | Role::Skip => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.line_break = true,
                ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}' => self.space = true,
                // Marks that only say where a line may be broken.
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {}
                c if c.is_control() => self.space = true,
                c => self.push(c),
            }
        }
    }

    fn push(&mut self, c: char) {
        if self.out.is_empty() {
            self.start_line();
        } else if self.line_break {
            self.out.push('\n');
            self.start_line();
        } else if self.cell_break {
            self.out.push_str(" | ");
        } else if self.space {
            self.out.push(' ');
        }
        self.line_break = false;
        self.cell_break = false;
        self.space = false;
        self.out.push(c);
    }

    fn start_line(&mut self) {
        if self.headings == 0 {
            self.open_heading = None;
        } else if self.open_heading.is_none() {
            self.open_heading = Some(self.out.len());
        }
        if std::mem::take(&mut self.item) {
            self.out.push_str("- ");
        }
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// The text without headings at its end, under which nothing stands.
    pub(super) fn finish_trimmed(mut self) -> String {
        if let Some(at) = self.open_heading.filter(|&at| at > 0) {
            self.out.truncate(at);
            self.out.truncate(self.out.trim_end().len());
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::flat;

    #[test]
    fn blocks_items_cells() {
        let html = "<h1>T</h1><p>a\n  b<br>c&nbsp;d</p>x<ul><li><p>one</p></li><li>two<ul><li>three</ul><li></ul>\
                    <table><tr><th>A<td>B<tr><td>C</td><td><p>D</p></td></table><pre>e\nf</pre>mili\u{AD}tary";
        assert_eq!(flat::strip(html), "T\na b\nc d\nx\n- one\n- two\n- three\nA | B\nC\nD\ne\nf\nmilitary");
    }

    #[test]
    fn headings_at_the_end_go() {
        let mut renderer = Renderer::default();
        for (text, role) in [("a", Role::Block), ("H", Role::Heading), ("b", Role::Block), ("I", Role::Heading), ("J", Role::Heading)] {
            renderer.open(role);
            renderer.text(text);
            renderer.close(role);
        }
        assert_eq!(renderer.finish_trimmed(), "a\nH\nb");
    }
}
