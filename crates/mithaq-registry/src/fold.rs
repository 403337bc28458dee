//! Letters folded for searching, in every script, with the way back to the original.
//!
//! In: a text or a query. Out: folded text in which spellings that readers take for the same are the same: hamza, harakat,
//! tatweel and taa marbuta, Eastern digits, Persian look-alikes, ё and е, ə and e, dotted and dotless i, every accent.
//! Only for searching: reading folds less (docs/registry.md). A word that an apostrophe cuts (an article before it, an ending
//! behind it) is found whole and by its parts.

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
        c if apostrophe(c) || c == 'ء' => return None,
        c => western(c),
    })
}

/// Arabic and Persian digits as western ones; other letters as they are.
pub fn western(c: char) -> char {
    match c {
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        c => c,
    }
}

/// What stands between the parts of one word, and is left out of it.
pub fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '′' | '＇')
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

/// Makes `mithaq_fold(text)` known to a connection, for comparing names in queries of ours (never in a view: others lack it).
pub fn function(db: &rusqlite::Connection) -> rusqlite::Result<()> {
    use rusqlite::functions::FunctionFlags;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function("mithaq_fold", 1, flags, |c| Ok(c.get_raw(0).as_str().ok().map(fold)))
}

/// Arabic words as they are looked up: without the article, and without one letter before it (و ف ب ك ل).
pub fn bare(word: &str) -> Option<&str> {
    if !word.starts_with(|c: char| ('\u{600}'..='\u{6ff}').contains(&c)) {
        return None;
    }
    let stripped = ["وال", "فال", "بال", "كال", "لل", "ال"].iter().find_map(|p| word.strip_prefix(p))?;
    (stripped.chars().count() >= 3).then_some(stripped)
}

/// A folded word, and its longest part where apostrophes cut it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub whole: String,
    pub part: Option<String>,
}

impl Word {
    /// A shorter form under which it is looked up too: without an Arabic article, or the part beside an apostrophe.
    pub fn shorter(&self) -> Option<&str> {
        self.part.as_deref().or_else(|| bare(&self.whole))
    }
}

/// The words of a text or query, folded.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    for raw in text.split(|c: char| !(c.is_alphanumeric() || apostrophe(c) || letter(c).is_none())) {
        let whole = fold(raw);
        // What folds to several words (a ligature, a sign) is several.
        for whole in whole.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let cut = raw.trim_matches(apostrophe);
            let part = cut.contains(apostrophe).then(|| cut.split(apostrophe).map(fold).max_by_key(|p| p.chars().count())).flatten();
            let part = part.filter(|p| *p != whole && p.chars().count() >= 2 && p.chars().all(char::is_alphanumeric));
            out.push(Word { whole: whole.into(), part });
        }
    }
    out
}

/// Stands in the index between words that do not stand together in the text: a letter that no language of today has.
const BREAK: &str = "\u{a7ff}";

/// What is put into the index for a text: its folded words; behind them, so that words that stand together still do, the shorter
/// forms of those that have one.
pub fn for_index(text: &str) -> String {
    let words = words(text);
    let mut out: Vec<&str> = words.iter().map(|w| w.whole.as_str()).collect();
    let mut next = None;
    for (i, w) in words.iter().enumerate() {
        if let Some(shorter) = w.shorter() {
            if next != Some(i) {
                out.push(BREAK);
            }
            out.push(shorter);
            next = Some(i + 1);
        }
    }
    out.join(" ")
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
            ("وزراء الشؤون", "وزرا الشوون"),
            ("Cafe\u{301}", "café"),
            ("Ё", "е"),
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

    #[test]
    fn words_that_stand_together_stay_together() {
        assert_eq!(for_index("وزارة الدفاع الوطني"), "وزاره الدفاع الوطني \u{a7ff} دفاع وطني");
        assert_eq!(for_index("L’armée de l'air, 'NATO'nun"), "larmee de lair natonun \u{a7ff} armee \u{a7ff} air nato");
    }
}
