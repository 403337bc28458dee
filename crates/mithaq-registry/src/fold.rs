//! Letters folded for searching, in every script, with the way back to the original.
//!
//! In: a text or a query. Out: folded text in which spellings that readers take for the same are the same: hamza, harakat,
//! tatweel and taa marbuta, Eastern digits, Persian look-alikes, ё and е, ə and e, dotted and dotless i, every accent.
//! Only for searching: reading folds less (docs/registry.md).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One letter of a text, folded; `None`: left out.
fn letter(c: char) -> Option<char> {
    Some(match c {
        'ـ' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{ad}' => return None,
        c if is_combining_mark(c) => return None,
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        'ک' => 'ك',
        'ə' => 'e',
        'ı' => 'i',
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        '\'' | '’' | '‘' | 'ʼ' | '`' => return None,
        c => c,
    })
}

/// The text folded, and for each folded letter the position (code point) of the letter it came from.
pub fn fold_with_places(text: &str) -> (String, Vec<u32>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        for l in c.to_lowercase().nfkd().filter_map(letter) {
            out.push(l);
            places.push(u32::try_from(i).unwrap_or(u32::MAX));
        }
    }
    (out, places)
}

/// The text folded.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.extend(letter(c.to_ascii_lowercase()));
        } else {
            out.extend(c.to_lowercase().nfkd().filter_map(letter));
        }
    }
    out
}

/// Arabic words as they are looked up: without the article, and without one letter before it (و ف ب ك ل).
pub fn bare(word: &str) -> Option<&str> {
    if !word.starts_with(|c: char| ('\u{600}'..='\u{6ff}').contains(&c)) {
        return None;
    }
    let stripped = ["وال", "فال", "بال", "كال", "لل", "ال"].iter().find_map(|p| word.strip_prefix(p))?;
    (stripped.chars().count() >= 3).then_some(stripped)
}

/// What is put into the index for a text: its folded words, and Arabic ones also bare.
pub fn for_index(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len() + folded.len() / 3);
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        out.push_str(word);
        out.push(' ');
        if let Some(b) = bare(word) {
            out.push_str(b);
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_readers_take_for_the_same() {
        for (a, b) in [
            ("الإمارات", "الامارات"),
            ("وقّعت", "وقعت"),
            ("٢٠٢٣", "2023"),
            ("تعــاون", "تعاون"),
            ("اتفاقية", "اتفاقيه"),
            ("Azərbaycan", "azerbaycan"),
            ("İstanbul", "istanbul"),
            ("IĞDIR", "ığdır"),
            ("Чёрное", "черное"),
            ("Černochová", "cernochova"),
            ("coopération", "cooperation"),
            ("São Tomé", "sao tome"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
            assert_eq!(fold_with_places(a).0, fold(a));
        }
    }

    #[test]
    fn places_lead_back() {
        let (folded, places) = fold_with_places("وقّعت ٢٠٢٣");
        let at = folded.find("2023").unwrap();
        let n = folded[..at].chars().count();
        assert_eq!(places[n], 6);
    }

    #[test]
    fn arabic_words_are_found_without_article() {
        assert!(for_index("والمناورات بالجزائر للدفاع").split(' ').any(|w| w == "مناورات"));
        assert_eq!(bare("الى"), None);
    }
}
