//! XML elements for graph formats, over `quick-xml`'s writer.
//!
//! In: names, attributes and texts as they are. Out: escaped XML 1.0 without the control characters that it cannot hold. Line ends within
//! values are written as references, since a reader turns plain ones into spaces or line feeds.

use crate::problem::Problem;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::Write;

pub(crate) struct Xml<W: Write>(Writer<W>);

impl<W: Write> Xml<W> {
    pub(crate) fn new(out: W) -> Result<Self, Problem> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Xml(writer))
    }

    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Problem> {
        Ok(self.0.write_event(Event::Start(start(name, attributes)))?)
    }

    pub(crate) fn close(&mut self, name: &str) -> Result<(), Problem> {
        Ok(self.0.write_event(Event::End(BytesEnd::new(name)))?)
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Problem> {
        Ok(self.0.write_event(Event::Empty(start(name, attributes)))?)
    }

    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<(), Problem> {
        self.open(name, attributes)?;
        let escaped = quick_xml::escape::escape(allowed(text));
        self.0.write_event(Event::Text(BytesText::from_escaped(escaped)))?;
        self.close(name)
    }

    pub(crate) fn finish(self) -> Result<(), Problem> {
        let mut out = self.0.into_inner();
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, allowed(value).as_ref()));
    }
    start
}

/// Without the characters that XML 1.0 has no way to write.
fn allowed(text: &str) -> Cow<'_, str> {
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(bad) { Cow::Owned(text.replace(bad, "")) } else { Cow::Borrowed(text) }
}
