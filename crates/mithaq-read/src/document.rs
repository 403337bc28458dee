//! The document: what every input format is turned into.
//!
//! **In:** the pieces that a format's reader found. **Out:** [`Document`], the only type the reading engine sees.

/// One text to read, with what its container says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The input's own identifier, if it has one.
    pub id: Option<String>,
    /// The file it came from; `-` for standard input, `archive.zip/inner/name.txt` inside an archive.
    pub path: String,
    /// Position within that file, from 0. Rows that could not be read count, so that the position of the
    /// others does not depend on them.
    pub index: u64,
    /// Where it was published.
    pub url: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The body: decoded, CR LF as LF, nothing else changed; of an HTML page the main content.
    pub text: String,
    /// Language as its container states it: the primary subtag in lower case (`ar`, `cs`).
    pub language: Option<String>,
    /// Day of publication, `YYYY-MM-DD`, as written there (not moved to another time zone).
    pub published: Option<String>,
    /// The outlet or institution.
    pub publisher: Option<String>,
    /// Whether `text` was cut off at [`Limits::max_document_chars`](crate::Limits::max_document_chars).
    pub truncated: bool,
}

/// CR LF becomes LF; nothing else changes.
pub(crate) fn unify_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() { text.replace("\r\n", "\n") } else { text }
}

/// Cuts `text` after `limit` characters; whether anything was cut off.
pub(crate) fn truncate_chars(text: &mut String, limit: usize) -> bool {
    if text.len() <= limit {
        return false;
    }
    match text.char_indices().nth(limit) {
        Some((byte, _)) => {
            text.truncate(byte);
            true
        }
        None => false,
    }
}

/// `None` for a string of white space only.
pub(crate) fn non_blank(value: String) -> Option<String> {
    if value.trim().is_empty() { None } else { Some(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_of_cr_lf_change() {
        assert_eq!(unify_line_ends("a\r\nb\rc\n".into()), "a\nb\rc\n");
    }

    #[test]
    fn text_is_cut_between_characters() {
        let mut text = "اتفاق".to_string();
        assert!(truncate_chars(&mut text, 2));
        assert_eq!(text, "ات");
        assert!(!truncate_chars(&mut text, 2));
    }
}
