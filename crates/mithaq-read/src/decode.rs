//! Bytes to text.
//!
//! **In:** the bytes of a plain text or HTML file and the encoding it declares, if any. **Out:** a `String`
//! without byte order mark; bytes that fit no encoding become U+FFFD.
//!
//! Order: byte order mark, UTF-16 without mark, valid UTF-8 (whatever the page declares: saved pages keep the old
//! `<meta>`), UTF-8 with a few bad bytes, declared encoding, a guess by `chardetng`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// As much as the guess looks at.
const GUESS_BYTES: usize = 1 << 20;

/// Decodes `bytes`. `cut` says that they were cut off somewhere, perhaps inside a character.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>, cut: bool) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return plain(encoding, &bytes[mark..], cut);
    }
    // First of all, since UTF-16 can be valid UTF-8 with zero bytes in it.
    if let Some(encoding) = utf16_without_mark(bytes) {
        return plain(encoding, bytes, cut);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_string(),
        Err(error) if mostly_utf8(bytes) || cut && error.error_len().is_none() => {
            return plain(UTF_8, bytes, cut);
        }
        Err(_) => {}
    }
    if let Some(encoding) = declared.filter(|&e| e != UTF_8) {
        return plain(encoding, bytes, cut);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_BYTES)], true);
    plain(detector.guess(None, Utf8Detection::Deny), bytes, cut)
}

fn plain(encoding: &'static Encoding, bytes: &[u8], cut: bool) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut text = text.into_owned();
    if cut && text.ends_with('\u{FFFD}') {
        text.pop();
    }
    text
}

/// Whether well-formed multi-byte characters outnumber bad places at least ten to one: damaged UTF-8 and no
/// other encoding, in which such sequences hardly occur.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 10
}

/// UTF-16 of texts with some ASCII (spaces and line feeds do): zero bytes on one side only.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let enough = (head.len() / 64).max(2);
    match (zeros(0), zeros(1)) {
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes are UTF-16, with or without mark.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding != UTF_8,
        None => utf16_without_mark(bytes).is_some(),
    }
}

/// The encoding that a page declares in its first bytes: `<meta charset>`, `<meta http-equiv>`, XML declaration.
pub(crate) fn declared_in_html(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&head[from..], b"<") {
        let start = from + at;
        from = start + 1;
        let rest = &head[start..];
        let key: &[u8] = if rest.starts_with(b"<meta") {
            b"charset"
        } else if rest.starts_with(b"<?xml") {
            b"encoding"
        } else {
            continue;
        };
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        if let Some(encoding) = value_after(tag, key).and_then(Encoding::for_label) {
            // A page whose ASCII tags can be read is not UTF-16, whatever it says.
            let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
            return Some(if utf16 { UTF_8 } else { encoding });
        }
    }
    None
}

/// The word after `key` and an equals sign.
fn value_after<'a>(tag: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = memchr::memmem::find(tag, key)?;
    let rest = tag[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))).unwrap_or(rest.len());
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1256;

    const ARABIC: &str = "وقع وزير الدفاع، اليوم الأربعاء بمراكش، اتفاقية للتعاون العسكري.";

    #[test]
    fn byte_order_marks_are_dropped() {
        assert_eq!(decode(b"\xEF\xBB\xBFabc", None, false), "abc");
        assert_eq!(decode(b"\xFF\xFEa\0b\0", None, false), "ab");
        assert_eq!(decode(b"\xFE\xFF\0a\0b", None, false), "ab");
    }

    #[test]
    fn arabic_in_windows_1256_is_guessed() {
        let (bytes, _, _) = WINDOWS_1256.encode(ARABIC);
        assert_eq!(decode(&bytes, None, false), ARABIC);
    }

    #[test]
    fn russian_and_czech_are_guessed() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1251, "Министры обороны подписали соглашение о военном сотрудничестве."),
            (encoding_rs::KOI8_R, "Министры обороны подписали соглашение о военном сотрудничестве."),
            (encoding_rs::WINDOWS_1250, "Ministryně obrany podepsala v úterý v Praze dohodu o vojenské spolupráci, řekl mluvčí."),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes, None, false), text, "{}", encoding.name());
        }
    }

    #[test]
    fn utf8_wins_over_a_wrong_declaration() {
        assert_eq!(decode(ARABIC.as_bytes(), Some(WINDOWS_1256), false), ARABIC);
    }

    #[test]
    fn one_bad_byte_does_not_turn_utf8_into_something_else() {
        let mut bytes = ARABIC.as_bytes().to_vec();
        bytes.insert(20, 0xFF);
        let text = decode(&bytes, None, false);
        assert_eq!(text.replace('\u{FFFD}', ""), ARABIC);
    }

    #[test]
    fn a_character_cut_at_the_end_is_dropped() {
        let bytes = &ARABIC.as_bytes()[..21];
        assert_eq!(decode(bytes, None, true), &ARABIC[..20]);
    }

    #[test]
    fn utf16_without_mark() {
        let bytes: Vec<u8> = ARABIC.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes, None, false), ARABIC);
    }

    #[test]
    fn declarations() {
        for (html, name) in [
            ("<html><meta charset=windows-1256>", Some("windows-1256")),
            ("<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=ISO-8859-6\">", Some("ISO-8859-6")),
            ("<?xml version=\"1.0\" encoding='koi8-r'?>", Some("KOI8-R")),
            ("<meta name=viewport content=x><meta charset=\"utf-8\">", Some("UTF-8")),
            ("<meta charset=utf-16le>", Some("UTF-8")),
            ("<meta charset=nonsense>", None),
            ("<p>charset=windows-1256", None),
        ] {
            assert_eq!(declared_in_html(html.as_bytes()).map(Encoding::name), name, "{html}");
        }
    }
}
