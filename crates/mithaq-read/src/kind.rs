//! What a file is.
//!
//! **In:** its first bytes and its name. **Out:** the reader to use. Content decides; the extension is asked where the
//! content can be read in two ways (plain text can begin with anything).

use crate::decode;

/// How many bytes are looked at.
pub(crate) const SNIFF_BYTES: u64 = 64 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
    JsonLines,
    JsonArray,
    /// One object, or several that follow each other over several lines.
    JsonObjects,
    Gzip,
    Zip,
    /// JSON in UTF-16, which JSON must not be.
    WideJson,
    Unsupported {
        found: &'static str,
        advice: &'static str,
    },
}

/// The kind of a file that begins with `head` and is called `name`.
pub(crate) fn sniff(head: &[u8], name: &str) -> Kind {
    if head.starts_with(b"\x1F\x8B") {
        return Kind::Gzip;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if let Some(kind) = by_magic(head) {
        return kind;
    }
    let extension = extension(name);
    if decode::is_wide(head) {
        let text = decode::decode(&head[..head.len().min(4096) & !1], None, true);
        return match by_text(text.as_bytes(), &extension) {
            Some(Kind::Html) => Kind::Html,
            Some(Kind::JsonLines | Kind::JsonArray | Kind::JsonObjects) => Kind::WideJson,
            _ => Kind::Text,
        };
    }
    if memchr::memchr(0, head).is_some() {
        return unsupported("binary data", "Convert it to plain text, HTML or JSON Lines.");
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    by_text(text, &extension).unwrap_or(Kind::Text)
}

/// The extension in lower case, empty without one.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

const fn unsupported(found: &'static str, advice: &'static str) -> Kind {
    Kind::Unsupported { found, advice }
}

const UNPACK: &str = "Unpack it and name the file or folder, or use gzip or zip.";
const EXPORT: &str = "Save it as plain text or HTML.";
const ROWS: &str = "Convert its rows to JSON Lines, one object with title and text a line.";

fn by_magic(head: &[u8]) -> Option<Kind> {
    let table: [(&[u8], Kind); 9] = [
        (b"%PDF-", unsupported("a PDF", EXPORT)),
        (b"\xD0\xCF\x11\xE0", unsupported("an old Office file", EXPORT)),
        (b"{\\rtf", unsupported("rich text (RTF)", EXPORT)),
        (b"\x28\xB5\x2F\xFD", unsupported("a zstd archive", UNPACK)),
        (b"\xFD7zXZ\0", unsupported("an xz archive", UNPACK)),
        (b"BZh", unsupported("a bzip2 archive", UNPACK)),
        (b"7z\xBC\xAF\x27\x1C", unsupported("a 7z archive", UNPACK)),
        (b"PAR1", unsupported("Parquet", ROWS)),
        (b"WARC/", unsupported("a web archive (WARC)", "Extract the pages as HTML files.")),
    ];
    if head.get(257..262) == Some(b"ustar") {
        return Some(unsupported("a tar archive", UNPACK));
    }
    let bzip2_like_text = |magic: &[u8]| magic == b"BZh" && !head.get(3).is_some_and(u8::is_ascii_digit);
    table.into_iter().find(|(magic, _)| head.starts_with(magic) && !bzip2_like_text(magic)).map(|(_, kind)| kind)
}

fn by_text(text: &[u8], extension: &str) -> Option<Kind> {
    let start = text.trim_ascii_start();
    match start.first() {
        Some(b'<') => {
            if let Some(kind) = markup(start) {
                return Some(kind);
            }
        }
        Some(b'[') => {
            let next = start[1..].trim_ascii_start().first();
            if matches!(next, Some(b'{' | b']')) || next.is_none() && extension == "json" {
                return Some(Kind::JsonArray);
            }
        }
        Some(b'{') => {
            let next = start[1..].trim_ascii_start().first();
            if matches!(next, Some(b'"' | b'}') | None) {
                return Some(object(start, extension));
            }
        }
        _ => {}
    }
    match extension {
        "html" | "htm" | "xhtml" | "shtml" => Some(Kind::Html),
        "jsonl" | "ndjson" | "jl" => Some(Kind::JsonLines),
        // Not an array or object: the JSON reader says what is wrong.
        "json" => Some(if start.first() == Some(&b'[') { Kind::JsonArray } else { Kind::JsonObjects }),
        "csv" | "tsv" | "tab" => Some(unsupported("a table (CSV or TSV)", ROWS)),
        "md" | "txt" | "text" | "" => None,
        _ => None,
    }
}

/// One object a line, or objects over several lines?
fn object(start: &[u8], extension: &str) -> Kind {
    if matches!(extension, "jsonl" | "ndjson" | "jl") {
        return Kind::JsonLines;
    }
    let Some(end) = memchr::memchr(b'\n', start) else {
        return Kind::JsonLines;
    };
    let first = start[..end].trim_ascii();
    if first == b"{" {
        return Kind::JsonObjects;
    }
    let complete = serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok();
    if !complete && extension == "json" { Kind::JsonObjects } else { Kind::JsonLines }
}

/// HTML, a feed, or text that begins with an angle bracket.
fn markup(start: &[u8]) -> Option<Kind> {
    let lower = start[..start.len().min(8192)].to_ascii_lowercase();
    let mut rest = &lower[..];
    // Behind comments and an XML declaration.
    loop {
        rest = rest.trim_ascii_start();
        if rest.starts_with(b"<!--") {
            rest = &rest[memchr::memmem::find(rest, b"-->")? + 3..];
        } else if rest.starts_with(b"<?") {
            rest = &rest[memchr::memchr(b'>', rest)? + 1..];
        } else {
            break;
        }
    }
    let name_end = rest.iter().skip(1).position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'!' | b':'))? + 1;
    let name = std::str::from_utf8(&rest[1..name_end]).ok()?;
    match name {
        "!doctype" => {
            let html = memchr::memmem::find(&rest[..rest.len().min(200)], b"html").is_some();
            Some(if html { Kind::Html } else { XML })
        }
        "rss" | "feed" | "rdf:rdf" => Some(unsupported("an RSS or Atom feed", "Save the pages that it links to.")),
        _ if HTML_STARTS.contains(&name) => Some(Kind::Html),
        _ if lower.starts_with(b"<?xml") => Some(XML),
        _ => None,
    }
}

const XML: Kind = unsupported("XML", "Convert it to HTML or JSON Lines.");

const HTML_STARTS: &[&str] = &[
    "html",
    "head",
    "body",
    "meta",
    "title",
    "link",
    "script",
    "style",
    "div",
    "p",
    "article",
    "main",
    "section",
    "table",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "span",
    "center",
    "font",
    "br",
    "a",
    "b",
    "strong",
    "img",
    "header",
    "nav",
    "base",
    "frameset",
    "noscript",
    "blockquote",
    "figure",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (head, name, kind) in [
            ("وقع الوزير", "a", Kind::Text),
            ("<!DOCTYPE html><p>x", "a.txt", Kind::Html),
            ("\u{FEFF}\n <!-- saved --><HTML lang=ar>", "-", Kind::Html),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">", "-", Kind::Html),
            ("<AFP> Rabat: ", "a.txt", Kind::Text),
            ("<3 > 2", "a.txt", Kind::Text),
            ("[Reuters] Prague", "a.txt", Kind::Text),
            ("[{\"text\": 1}]", "-", Kind::JsonArray),
            ("[\n]", "-", Kind::JsonArray),
            ("{\"text\": \"a\"}\n{\"te", "-", Kind::JsonLines),
            ("{\"text\": \"a\"}", "a.json", Kind::JsonLines),
            ("{\"text\": \"cut\n{\"text\"", "-", Kind::JsonLines),
            ("{\n \"text\": \"a\"}", "-", Kind::JsonObjects),
            ("{\"text\": \"a\",\n \"title\"", "a.json", Kind::JsonObjects),
            ("{name} signed", "a.txt", Kind::Text),
            ("PARIS, 3 May", "a", Kind::Text),
            ("BZhora", "a", Kind::Text),
        ] {
            assert_eq!(sniff(head.as_bytes(), name), kind, "{head}");
        }
    }

    #[test]
    fn then_the_extension() {
        assert_eq!(sniff(b"text only", "dir.x/A.HTM"), Kind::Html);
        assert_eq!(sniff(b"broken", "a.jsonl"), Kind::JsonLines);
        assert_eq!(sniff(b"[1, 2]", "a.json"), Kind::JsonArray);
        assert_eq!(sniff(b"a", ".html"), Kind::Text);
    }

    #[test]
    fn other_formats_are_named() {
        for (head, name, what) in [
            (&b"%PDF-1.7"[..], "a.txt", "a PDF"),
            (b"\x28\xB5\x2F\xFD..", "a", "a zstd archive"),
            (b"a;b\n1;2", "a.csv", "a table (CSV or TSV)"),
            (b"<?xml version='1.0'?><rss version='2.0'>", "a", "an RSS or Atom feed"),
            (b"<?xml version='1.0'?><data>", "a", "XML"),
            (b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0", "a.png", "binary data"),
        ] {
            assert!(matches!(sniff(head, name), Kind::Unsupported { found, .. } if found == what), "{what}");
        }
    }

    #[test]
    fn utf16() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(sniff(&wide("\u{FEFF}<html><p>x</p>"), "a"), Kind::Html);
        assert_eq!(sniff(&wide("\u{FEFF}وقع الوزير"), "a"), Kind::Text);
        assert_eq!(sniff(&wide("{\"text\": \"a\"}"), "a"), Kind::WideJson);
    }
}
