//! The embedded font, and how wide a text is in them.
//!
//! In: a text, a size, a [`Weight`]. Out: its width in pixels. Arabic letters are measured in the form they have alone, which
//! is as wide as the joined ones or wider: a label never takes more room than was measured by much.

use std::sync::LazyLock;

use ttf_parser::Face;

/// Regular and semi-bold; each has Latin, Greek, Cyrillic and Arabic.
pub(crate) const FILES: [&[u8]; 2] = [include_bytes!("../fonts/Regular.ttf"), include_bytes!("../fonts/SemiBold.ttf")];
/// Name of the family in the files.
pub(crate) const FAMILY: &str = "Mithaq Sans";

/// For viewers of the SVG: the embedded font, those it is made from, then those that most systems have.
pub(crate) const STACK: &str = "'Mithaq Sans', 'Noto Sans', 'Noto Sans Arabic', 'Segoe UI', 'Helvetica Neue', Arial, 'Geeza Pro', Tahoma, sans-serif";

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

static FACES: LazyLock<Vec<Option<Face<'static>>>> = LazyLock::new(|| FILES.iter().map(|file| Face::parse(file, 0).ok()).collect());

/// Width of a letter that the font lacks.
const UNKNOWN: f64 = 0.65;

/// Width of a text in pixels.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = match weight {
        Weight::Regular => &FACES[0],
        Weight::SemiBold => &FACES[1],
    };
    let ems: f64 = text.chars().map(|c| face.as_ref().and_then(|face| advance(face, c)).unwrap_or_else(|| missing(c))).sum();
    ems * size
}

fn advance(face: &Face<'_>, c: char) -> Option<f64> {
    let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
    Some(f64::from(advance) / f64::from(face.units_per_em()))
}

fn missing(c: char) -> f64 {
    if matches!(c, '\u{200b}'..='\u{200f}') {
        0.0
    } else if ('\u{1100}'..='\u{ffdc}').contains(&c) {
        1.0
    } else {
        UNKNOWN
    }
}

/// The text, cut with an ellipsis where it is wider than `most`.
pub(crate) fn fit(text: &str, size: f64, weight: Weight, most: f64) -> String {
    if width(text, size, weight) <= most {
        return text.to_owned();
    }
    let room = most - width("…", size, weight);
    let mut used = 0.0;
    let mut kept = String::new();
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size, weight);
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The text in lines no wider than `most`, broken at spaces.
pub(crate) fn wrap(text: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, weight) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().map(|line| fit(&line, size, weight, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Czech, Turkish, Azerbaijani, Russian, Arabic and the punctuation of the pictures themselves.
    #[test]
    fn both_weights_have_every_letter_needed() {
        let latin = "Příliš žluťoučký kůň úpěl ďábelské ódy ğışçöüĞİŞ əƏ ёЁъщєїґ — – … ’ « » × œŒ";
        let arabic = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئپچژگڤ،؛؟٠٩ّ";
        for face in FACES.iter() {
            let face = face.as_ref().expect("the font is read");
            let lacking: String = latin.chars().chain(arabic.chars()).filter(|&c| face.glyph_index(c).is_none()).collect();
            assert_eq!(lacking, "");
        }
    }

    #[test]
    fn a_cut_text_keeps_to_its_room() {
        let cut = fit("Bosnia and Herzegovina", 12.0, Weight::Regular, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= 60.0, "{cut}");
        assert_eq!(fit("Chad", 12.0, Weight::Regular, 60.0), "Chad");
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three", 10.0, Weight::Regular, 48.0), ["one two", "three"]);
    }
}
