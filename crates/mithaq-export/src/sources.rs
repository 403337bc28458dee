//! Lists of press sources for Zotero, EndNote, JabRef, LaTeX and Typst: RIS and BibTeX.
//!
//! In: [`Source`]s. Out: a newspaper article each, keys made legal and unique. What is missing is left out; a date of publication that is no
//! date stands as a note.
//!
//! BibTeX through the `biblatex` crate, but for `\`, `~` and `^`, which it would write as a line break and as accents (`\\`, `\~`, `\^`): they
//! pass it as code points that no text may hold, then become LaTeX's words for them. RIS by the table below: `biblib` reads it, no crate writes it.

use crate::partial;
use crate::problem::Problem;
use biblatex::{Bibliography, Chunk, Entry, EntryType, Spanned};
use std::collections::HashSet;
use std::io::Write;

/// A press report. Dates are `2020`, `2020-03` or `2020-03-01`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    pub key: String,
    pub title: String,
    /// The newspaper or agency.
    pub publisher: String,
    pub url: String,
    pub published: Option<String>,
    /// `ar`, `en`.
    pub language: Option<String>,
    /// When the page was read.
    pub accessed: Option<String>,
}

/// RIS: a tag, two spaces, a dash, a space and a value a line; lines end as the format wants them.
pub(crate) fn encode_ris(sources: &[Source], mut out: impl Write) -> Result<(), Problem> {
    for (source, key) in sources.iter().zip(keys(sources)) {
        let published = source.published.as_deref().unwrap_or("");
        let year = partial::parts(published).map_or(String::new(), |(year, ..)| format!("{year:04}"));
        let (date, note) = (slashed(published), if year.is_empty() { published } else { "" });
        let lines: [(&str, &str); 11] = [
            ("TY", "NEWS"),
            ("ID", &key),
            ("TI", &source.title),
            ("T2", &source.publisher),
            ("PB", &source.publisher),
            ("PY", &year),
            ("DA", &date),
            ("UR", &source.url),
            ("LA", source.language.as_deref().unwrap_or("")),
            ("Y2", &source.accessed.as_deref().map(slashed).unwrap_or_default()),
            ("N1", note),
        ];
        for (tag, value) in lines {
            let value = one_line(value);
            if !value.is_empty() {
                write!(out, "{tag}  - {value}\r\n")?;
            }
        }
        out.write_all(b"ER  - \r\n\r\n")?;
    }
    Ok(out.flush()?)
}

/// `2020/03/01`, with the slashes that the format wants of shorter dates too.
fn slashed(text: &str) -> String {
    let Some((year, month, day)) = partial::parts(text) else { return String::new() };
    let two = |part: Option<u8>| part.map_or(String::new(), |p| format!("{p:02}"));
    format!("{year:04}/{}/{}", two(month), two(day))
}

/// BibTeX, UTF-8, for `bibtex` as for `biber`.
pub(crate) fn encode_bibtex(sources: &[Source], mut out: impl Write) -> Result<(), Problem> {
    let mut bibliography = Bibliography::new();
    for (source, key) in sources.iter().zip(keys(sources)) {
        bibliography.insert(entry(source, key));
    }
    let mut text = String::new();
    bibliography.write_bibtex(&mut text).map_err(|e| Problem::encode("BibTeX", e))?;
    for (passing, word) in PASSING {
        text = text.replace(passing.1, word);
    }
    text = text.replace(APART.0, APART.1);
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// What LaTeX has words for, and what stands for it on the way there: Unicode's noncharacters.
const PASSING: [((char, char), &str); 3] = [(('\\', '\u{fdd0}'), "\\textbackslash{}"), (('~', '\u{fdd1}'), "\\textasciitilde{}"), (('^', '\u{fdd2}'), "\\textasciicircum{}")];

/// Two of these side by side are one sign to LaTeX (`--` a dash, `''` a closing quote), unless something empty stands between them.
const LIGATURES: [char; 3] = ['-', '`', '\''];
const APART: (char, &str) = ('\u{fdd3}', "{}");

fn entry(source: &Source, key: String) -> Entry {
    let mut entry = Entry::new(key, EntryType::Article);
    let mut set = |field: &str, chunk: fn(String) -> Chunk, value: &str| {
        if !value.is_empty() {
            entry.set(field, vec![Spanned::detached(chunk(value.to_string()))]);
        }
    };
    // Braces keep the letters of names as they are.
    set("title", Chunk::Verbatim, &passing(&source.title));
    set("journaltitle", Chunk::Verbatim, &passing(&source.publisher));
    set("entrysubtype", Chunk::Normal, "newspaper");
    // Verbatim to LaTeX: only what would end it early is changed, as addresses change it.
    set("url", Chunk::Normal, &one_line(&source.url).replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20"));
    set("language", Chunk::Normal, &passing(source.language.as_deref().unwrap_or("")));
    let published = source.published.as_deref().unwrap_or("");
    if partial::parts(published).is_some() {
        set("date", Chunk::Normal, published);
    } else {
        set("note", Chunk::Normal, &passing(published));
    }
    set("urldate", Chunk::Normal, source.accessed.as_deref().filter(|a| partial::parts(a).is_some()).unwrap_or(""));
    entry
}

fn passing(text: &str) -> String {
    let mut text = one_line(&text.replace(['\u{fdd0}', '\u{fdd1}', '\u{fdd2}', '\u{fdd3}'], ""));
    for ((plain, passing), _) in PASSING {
        text = text.replace(plain, &passing.to_string());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if out.ends_with(c) && LIGATURES.contains(&c) {
            out.push(APART.0);
        }
        out.push(c);
    }
    out
}

/// A single line: line ends, tabs and runs of spaces become a space, other control characters nothing.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// ASCII letters, digits and `-_:.`; no two that differ in case alone, which BibTeX takes for one.
fn keys(sources: &[Source]) -> Vec<String> {
    let mut taken = HashSet::new();
    let key = |source: &Source| {
        let plain: String = source.key.chars().map(|c| if c.is_ascii_alphanumeric() || "-_:.".contains(c) { c } else { '-' }).collect();
        let plain = if plain.chars().any(|c| c.is_ascii_alphanumeric()) { plain } else { "source".into() };
        let mut free = plain.clone();
        for n in 2.. {
            if taken.insert(free.to_lowercase()) {
                break;
            }
            free = format!("{plain}-{n}");
        }
        free
    };
    sources.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::texts;
    use biblatex::ChunksExt;
    use biblib::CitationParser;
    use proptest::prelude::*;

    fn ris(sources: &[Source]) -> String {
        let mut out = Vec::new();
        encode_ris(sources, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn bibtex(sources: &[Source]) -> String {
        let mut out = Vec::new();
        encode_bibtex(sources, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn sample() -> Source {
        Source {
            key: "spa:1".into(),
            title: "Saudi & Türkiye: 50% {naval} \"deal\" _x_ #1 $2 ~a ^b \\c".into(),
            publisher: "وكالة الأنباء السعودية".into(),
            url: "https://example.org/a_b?x=1&y=%D8%A7#top~".into(),
            published: Some("1999-03-01".into()),
            language: Some("ar".into()),
            accessed: Some("2026-11-28".into()),
        }
    }

    #[test]
    fn ris_of_a_report() {
        let expected = "TY  - NEWS\r\nID  - spa:1\r\nTI  - Saudi & Türkiye: 50% {naval} \"deal\" _x_ #1 $2 ~a ^b \\c\r\nT2  - وكالة الأنباء السعودية\r\n\
            PB  - وكالة الأنباء السعودية\r\nPY  - 1999\r\nDA  - 1999/03/01\r\nUR  - https://example.org/a_b?x=1&y=%D8%A7#top~\r\nLA  - ar\r\nY2  - 2026/11/28\r\nER  - \r\n\r\n";
        assert_eq!(ris(&[sample()]), expected);
        let odd = Source { key: String::new(), title: "two\nlines\r\nER  - ".into(), published: Some("spring".into()), ..Source::default() };
        assert_eq!(ris(&[odd]), "TY  - NEWS\r\nID  - source\r\nTI  - two lines ER -\r\nN1  - spring\r\nER  - \r\n\r\n");
        assert!(ris(&[Source { published: Some("1999-03".into()), ..sample() }]).contains("DA  - 1999/03/\r\n"));
    }

    #[test]
    fn bibtex_of_a_report() {
        let text = bibtex(&[sample()]);
        assert!(text.starts_with("@article{spa:1,\n"), "{text}");
        for line in [
            "title = {{Saudi \\& Türkiye: 50\\% \\{naval\\} \"deal\" \\_x\\_ \\#1 \\$2 \\textasciitilde{}a \\textasciicircum{}b \\textbackslash{}c}},",
            "journal = {{وكالة الأنباء السعودية}},",
            "url = {https://example.org/a_b?x=1&y=%D8%A7#top~},",
            "year = {1999},",
            "month = {03},",
            "day = {01},",
            "urldate = {2026-11-28},",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} in {text}");
        }
    }

    #[test]
    fn signs_that_latex_would_join_stay_apart() {
        let odd = "a--b---c ``d'' \u{fdd0}";
        let text = bibtex(&[Source { title: odd.into(), ..Source::default() }]);
        assert!(text.contains("{{a-{}-b-{}-{}-c `{}`d'{}'}}"), "{text}");
        assert_eq!(Bibliography::parse(&text).unwrap().iter().next().unwrap().get("title").unwrap().format_verbatim(), "a--b---c ``d''");
    }

    #[test]
    fn keys_are_legal_and_unique() {
        let sources = ["a b", "A-B", "a-b-2", "", "وكالة", "a b"].map(|key| Source { key: key.into(), ..Source::default() });
        let expected = ["a-b", "A-B-2", "a-b-2-2", "source", "source-2", "a-b-3"];
        assert_eq!(keys(&sources), expected);
        assert_eq!(Bibliography::parse(&bibtex(&sources)).unwrap().len(), 6);
    }

    proptest! {
        #[test]
        fn any_title_comes_back(titles in texts()) {
            let titles: Vec<String> = titles.into_iter().map(|t| one_line(&t.unwrap_or_default())).filter(|t| !t.is_empty()).collect();
            let sources: Vec<Source> = titles.iter().map(|t| Source { title: t.clone(), published: Some("2020-02".into()), ..Source::default() }).collect();
            let read = Bibliography::parse(&bibtex(&sources)).unwrap();
            let back: Vec<String> = read.iter().map(|e| e.get("title").unwrap().format_verbatim()).collect();
            prop_assert_eq!(&back, &titles);
            let read = biblib::RisParser::new().parse(&ris(&sources)).unwrap_or_default();
            prop_assert_eq!(read.iter().map(|c| c.title.clone()).collect::<Vec<_>>(), titles);
        }
    }
}
