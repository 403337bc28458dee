//! Codes of languages as containers state them.
//!
//! **In:** `ar-MA`, `en_US`, `ara`, `Arabic`. **Out:** the primary subtag (`ar`), or `None` for what is no code;
//! and whether a page's claim can be true of its script, since many sites leave `lang="en"` of their template.

/// The primary subtag of a language tag, three-letter code or English name.
pub(crate) fn normalise(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some((*code).into());
    }
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let code = match THREE.iter().find(|(three, _)| *three == primary) {
        Some((_, code)) => code,
        None if matches!(primary, "und" | "mul" | "zxx" | "mis") => return None,
        None => primary,
    };
    Some(code.into())
}

const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("azerbaijani", "az"),
    ("czech", "cs"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("persian", "fa"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

const THREE: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("arb", "ar"),
    ("aze", "az"),
    ("azj", "az"),
    ("ces", "cs"),
    ("cze", "cs"),
    ("deu", "de"),
    ("eng", "en"),
    ("fas", "fa"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ger", "de"),
    ("per", "fa"),
    ("rus", "ru"),
    ("spa", "es"),
    ("tur", "tr"),
    ("ukr", "uk"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Other,
}

/// Whether a text in `language` can be written like this. Only clear contradictions give `false`.
pub(crate) fn fits_script(language: &str, text: &str) -> bool {
    let expected = match language {
        "ar" | "fa" | "ur" => Script::Arabic,
        "ru" | "uk" | "bg" | "be" => Script::Cyrillic,
        "en" | "fr" | "es" | "cs" | "tr" | "de" | "it" | "pt" | "pl" | "nl" | "sk" | "ro" => Script::Latin,
        _ => return true,
    };
    let mut counts = [0usize; 4];
    for c in text.chars().filter(|c| c.is_alphabetic()).take(2_000) {
        let script = match c {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => Script::Arabic,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            _ => Script::Other,
        };
        counts[script as usize] += 1;
    }
    let total: usize = counts.iter().sum();
    counts[expected as usize] * 5 >= total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for (text, code) in [
            ("ar", Some("ar")),
            ("ar-MA", Some("ar")),
            ("en_US", Some("en")),
            ("AR", Some("ar")),
            ("ces", Some("cs")),
            ("Arabic", Some("ar")),
            ("haw", Some("haw")),
            ("und", None),
            ("", None),
            ("unknown", None),
            ("x", None),
            ("عربي", None),
        ] {
            assert_eq!(normalise(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_template_language_is_not_believed() {
        assert!(!fits_script("en", "وقع المغرب والتشيك اتفاقا"));
        assert!(fits_script("ar", "وقع المغرب اتفاقا مع NATO و CSTO"));
        assert!(fits_script("ar", ""));
        assert!(fits_script("az", "Азәрбајҹан"));
        assert!(!fits_script("ru", "The ministers signed a plan"));
    }
}
