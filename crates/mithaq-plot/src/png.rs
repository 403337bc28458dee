//! An SVG of this crate as PNG, with the embedded fonts alone: the same pixels on every machine.
//!
//! In: the text of an SVG and a scale. Out: the bytes of a PNG. The renderer anchors every text at its left and lays it out as
//! if it began with a Latin letter; texts with `direction="rtl"` are rewritten for it before (see `for_renderer`).

use std::sync::{Arc, LazyLock};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

use crate::Error;
use crate::font;

const MOST_PIXELS: u64 = 100_000_000;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in font::FILES {
        fonts.load_font_data(file.to_vec());
    }
    fonts.set_sans_serif_family(font::FAMILY);
    fonts.set_serif_family(font::FAMILY);
    Arc::new(fonts)
});

/// The picture at `scale` times its own size.
///
/// # Errors
/// If the text is no SVG, or the scale asks for no pixels or for more than 100 million.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    let size = tree.size();
    let [width, height] = [size.width(), size.height()].map(|side| (f64::from(side) * f64::from(scale)).round() as u64);
    let wrong = || Error::Size { width, height, most: MOST_PIXELS };
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(wrong());
    }
    let (Ok(w), Ok(h)) = (u32::try_from(width), u32::try_from(height)) else { return Err(wrong()) };
    let mut pixels = Pixmap::new(w, h).ok_or_else(wrong)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Error::Pack(error.to_string()))
}

/// The SVG as the renderer understands it, texts laid out.
pub(crate) fn tree(svg: &str) -> Result<Tree, Error> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: font::FAMILY.into(),
        // No picture of this crate holds another; none is fetched from a disk either.
        image_href_resolver: ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) },
        ..Options::default()
    };
    Ok(Tree::from_str(&for_renderer(svg)?, &options)?)
}

/// Swaps the anchors of texts that run from the right and sets the text between the marks of a right-to-left embedding.
fn for_renderer(svg: &str) -> Result<String, Error> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(Vec::new());
    let mut from_right = false;
    loop {
        match reader.read_event()? {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == b"text" && is_rtl(&tag) => {
                from_right = true;
                writer.write_event(Event::Start(swapped(&tag)))?;
                writer.write_event(Event::Text(BytesText::new("\u{202b}")))?;
            }
            Event::End(tag) if from_right && tag.name().as_ref() == b"text" => {
                from_right = false;
                writer.write_event(Event::Text(BytesText::new("\u{202c}")))?;
                writer.write_event(Event::End(tag))?;
            }
            event => writer.write_event(event)?,
        }
    }
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn is_rtl(tag: &BytesStart<'_>) -> bool {
    tag.attributes().flatten().any(|a| a.key.as_ref() == b"direction" && a.value.as_ref() == b"rtl")
}

fn swapped(tag: &BytesStart<'_>) -> BytesStart<'static> {
    let mut out = BytesStart::new("text");
    let mut anchor = "end";
    for attribute in tag.attributes().flatten() {
        match (attribute.key.as_ref(), attribute.value.as_ref()) {
            (b"text-anchor", b"middle") => anchor = "middle",
            (b"text-anchor", b"end") => anchor = "start",
            (b"text-anchor" | b"direction" | b"unicode-bidi", _) => {}
            _ => out.push_attribute(attribute),
        }
    }
    out.push_attribute(("text-anchor", anchor));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::usvg::{Node, Text};

    fn text(svg: &str) -> Text {
        let tree = tree(svg).expect("an SVG");
        match &tree.root().children()[0] {
            Node::Text(text) => text.as_ref().clone(),
            other => panic!("no text: {other:?}"),
        }
    }

    fn line(attributes: &str, words: &str) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 50"><text x="200" y="30" font-size="20" {attributes}>{words}</text></svg>"#)
    }

    /// No letter is the box that stands for a missing one, and Arabic letters are joined: fewer forms than letters are shaped alone.
    #[test]
    fn arabic_is_shaped_with_the_embedded_font() {
        for (words, weight) in [("اتفاقية تعاون عسكري", 400), ("Příští Ərzurum Şırnak Юг مصر", 600)] {
            let text = text(&line(&format!(r#"direction="rtl" font-weight="{weight}""#), words));
            let glyphs: Vec<_> = text.layouted().iter().flat_map(|span| &span.positioned_glyphs).collect();
            assert!(!glyphs.is_empty());
            for glyph in glyphs {
                assert!(glyph.id.0 != 0, "no glyph for {:?} in {words}", glyph.text);
            }
        }
        let joined = text(&line("", "ههه"));
        let ids: std::collections::BTreeSet<_> = joined.layouted().iter().flat_map(|span| &span.positioned_glyphs).map(|glyph| glyph.id.0).collect();
        assert_eq!(ids.len(), 3, "the first, middle and last form of one letter differ");
    }

    #[test]
    fn texts_from_the_right_are_anchored_at_their_right() {
        let starts = text(&line(r#"direction="rtl""#, "مصر"));
        assert!((starts.bounding_box().right() - 200.0).abs() < 4.0, "{:?}", starts.bounding_box());
        let ends = text(&line(r#"direction="rtl" text-anchor="end""#, "مصر"));
        assert!((ends.bounding_box().left() - 200.0).abs() < 4.0, "{:?}", ends.bounding_box());
        let latin = text(&line("", "Egypt"));
        assert!((latin.bounding_box().left() - 200.0).abs() < 4.0);
    }

    /// In `مصر (2010)` read from the right, the brackets are left of the word.
    #[test]
    fn brackets_follow_the_direction_of_the_text() {
        let text = text(&line(r#"direction="rtl""#, "مصر (2010)"));
        let place = |wanted: char| {
            let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            glyphs.filter(|glyph| glyph.text.contains(wanted)).map(|glyph| glyph.transform().tx).next().expect("it is drawn")
        };
        assert!(place('2') < place('م') && place(')') < place('2') && place('2') < place('('), "{} {} {}", place('('), place('2'), place(')'));
    }

    #[test]
    fn sizes_out_of_bounds_are_refused() {
        for scale in [0.0, -1.0, f32::NAN, 1e9] {
            assert!(matches!(png(&line("", "x"), scale), Err(Error::Size { .. })), "{scale}");
        }
        assert!(png("no picture", 1.0).is_err());
    }
}
