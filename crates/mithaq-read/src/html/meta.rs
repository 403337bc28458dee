//! What a page says about itself.
//!
//! **In:** its tree. **Out:** an [`HtmlPage`] without text: title, day, language, publisher, address, from Open Graph
//! and other `<meta>` elements, JSON-LD, `<title>`, `<h1>`, `<time>` and `<link rel=canonical>`.

use dom_query::Document as Tree;

use super::HtmlPage;
use crate::{date, language};

/// JSON-LD longer than this is not looked at.
const MAX_JSON_LD: usize = 1 << 20;

/// Reads the metadata.
pub(super) fn read(tree: &Tree) -> HtmlPage {
    let metas = Metas::read(tree);
    let linked = JsonLd::read(tree);
    let publisher = metas.first(&["og:site_name"]).or(linked.publisher).or_else(|| metas.first(&["application-name"]));
    let headings: Vec<String> = tree.select("h1").iter().map(|h| collapse(&h.text())).filter(|h| !h.is_empty()).collect();
    let raw_title = metas
        .first(&["og:title", "twitter:title", "dc.title", "dcterms.title"])
        .or(linked.headline)
        .or_else(|| Some(collapse(&tree.select("head title").text())).filter(|title| !title.is_empty()))
        .or_else(|| Some(collapse(&tree.select("title").text())).filter(|title| !title.is_empty()));
    let title = match raw_title {
        Some(raw) => {
            let heading = headings.iter().find(|h| raw.contains(h.as_str()));
            Some(clean_title(&raw, heading.map(String::as_str), publisher.as_deref()))
        }
        None => headings.first().cloned(),
    };
    HtmlPage {
        title,
        text: String::new(),
        language: tree
            .select("html")
            .attr("lang")
            .or_else(|| tree.select("html").attr("xml:lang"))
            .and_then(|code| language::normalise(&code))
            .or_else(|| metas.first(&["og:locale", "content-language", "language"]).and_then(|l| language::normalise(&l))),
        published: metas.day().or(linked.published).or_else(|| time_element(tree)),
        publisher,
        url: tree
            .select("link[rel=canonical]")
            .attr("href")
            .map(|href| href.trim().to_string())
            .or_else(|| metas.first(&["og:url"]))
            .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
    }
}

/// The headline in a page title: the page's own heading if it is in it, else without the site's name at either end.
pub(super) fn clean_title(raw: &str, heading: Option<&str>, publisher: Option<&str>) -> String {
    // Some sites escape twice.
    let decoded = html_escape::decode_html_entities(raw);
    let raw = decoded.trim();
    if let Some(heading) = heading.filter(|h| h.chars().count() * 3 > raw.chars().count()) {
        return heading.to_string();
    }
    let parts = |separator: &str| -> Option<(String, String)> {
        let (before, after) = raw.rsplit_once(separator)?;
        Some((before.trim().to_string(), after.trim().to_string()))
    };
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", "|", " • ", " · "] {
        let Some((before, after)) = parts(separator) else {
            continue;
        };
        let words = |text: &str| text.split_whitespace().count();
        let is_site = |part: &str| {
            publisher.is_some_and(|site| {
                let (part, site) = (part.to_lowercase(), site.to_lowercase());
                !part.is_empty() && (part.contains(&site) || site.contains(&part))
            })
        };
        if is_site(&after) && !before.is_empty() {
            return before;
        }
        if let Some((first, rest)) = raw.split_once(separator)
            && is_site(first.trim())
            && !rest.trim().is_empty()
        {
            return rest.trim().to_string();
        }
        // Without the site's name: a short tail behind a clear headline.
        let bar = separator.contains('|') || separator.contains("::");
        if words(&before) >= 3 && words(&after) <= if bar { 6 } else { 3 } && words(&after) < words(&before) && publisher.is_none() {
            return before;
        }
    }
    raw.to_string()
}

/// The day of the first `<time>` that has one; those of the article and those marked as publication first.
fn time_element(tree: &Tree) -> Option<String> {
    ["[itemprop=datePublished]", "time[pubdate]", "time.published, time.entry-date, .published time, .entry-date time", "article time, main time", "time"].iter().find_map(
        |selector| {
            tree.select(selector).iter().find_map(|element| {
                let day = |text: &str| date::normalise(text);
                element.attr("datetime").and_then(|value| day(&value)).or_else(|| element.attr("content").and_then(|value| day(&value))).or_else(|| day(&element.text()))
            })
        },
    )
}

/// The `<meta>` elements, names in lower case.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn read(tree: &Tree) -> Self {
        let metas = tree.select("meta[content]");
        Self(
            metas
                .iter()
                .filter_map(|meta| {
                    let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| meta.attr(attribute))?;
                    let value = collapse(&meta.attr("content")?);
                    (!value.is_empty()).then(|| (key.trim().to_ascii_lowercase(), value))
                })
                .collect(),
        )
    }

    fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// The value of the first of `keys` that is there.
    fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.all(key).next().map(str::to_string))
    }

    fn day(&self) -> Option<String> {
        [
            "article:published_time",
            "article:published",
            "og:published_time",
            "og:article:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dc.date.created",
            "dcterms.created",
            "citation_publication_date",
            "publish-date",
            "publish_date",
            "publishdate",
            "publication_date",
            "pubdate",
            "date",
        ]
        .iter()
        .find_map(|key| self.all(key).find_map(date::normalise))
    }
}

/// What a page's JSON-LD says about its article.
#[derive(Default)]
struct JsonLd {
    headline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
}

impl JsonLd {
    fn read(tree: &Tree) -> Self {
        let mut found = Self::default();
        for script in tree.select("script[type='application/ld+json']").iter() {
            let text = script.text();
            if text.len() > MAX_JSON_LD {
                continue;
            }
            match serde_json::from_str::<serde_json::Value>(text.trim()) {
                Ok(value) => found.take(&value),
                // Raw line feeds within strings are common; the day can be had all the same.
                Err(_) => {
                    if found.published.is_none() {
                        found.published = loose_value(&text, "datePublished").and_then(date::normalise);
                    }
                }
            }
        }
        found
    }

    fn take(&mut self, value: &serde_json::Value) {
        let mut todo = vec![value];
        while let Some(value) = todo.pop() {
            match value {
                serde_json::Value::Array(values) => todo.extend(values.iter().rev()),
                serde_json::Value::Object(object) => {
                    if let Some(graph) = object.get("@graph") {
                        todo.push(graph);
                    }
                    if is_article(object.get("@type")) {
                        let text = |key: &str| object.get(key).and_then(|v| v.as_str()).map(collapse).filter(|t| !t.is_empty());
                        if self.headline.is_none() {
                            self.headline = text("headline");
                        }
                        if self.published.is_none() {
                            self.published = text("datePublished").and_then(|day| date::normalise(&day));
                        }
                        if self.publisher.is_none() {
                            self.publisher = object
                                .get("publisher")
                                .and_then(|publisher| publisher.get("name").or(Some(publisher)))
                                .and_then(|name| name.as_str())
                                .map(collapse)
                                .filter(|name| !name.is_empty());
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_article(kind: Option<&serde_json::Value>) -> bool {
    let named =
        |value: &serde_json::Value| value.as_str().is_some_and(|name| name.contains("Article") || matches!(name, "Report" | "BlogPosting" | "SocialMediaPosting" | "WebPage"));
    match kind {
        Some(serde_json::Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

/// The string behind `"key":` in broken JSON.
fn loose_value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let at = text.find(&format!("\"{key}\""))?;
    let rest = text[at + key.len() + 2..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.split('"').next()
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> HtmlPage {
        read(&Tree::from(html))
    }

    #[test]
    fn titles() {
        for (raw, heading, publisher, title) in [
            ("المغرب والتشيك يوقعان اتفاقا | هسبريس", None, Some("هسبريس"), "المغرب والتشيك يوقعان اتفاقا"),
            ("MAP - Le Maroc et la Tchéquie signent", None, Some("MAP"), "Le Maroc et la Tchéquie signent"),
            ("Ministers sign a defence pact | Daily News", None, None, "Ministers sign a defence pact"),
            ("Czech-Moroccan pact - what it says about training and exercises", None, None, "Czech-Moroccan pact - what it says about training and exercises"),
            ("News: Ministers sign | X", Some("Ministers sign"), None, "Ministers sign"),
            ("A &quot;new&quot; pact", None, None, "A \"new\" pact"),
            ("MAP", None, Some("MAP"), "MAP"),
        ] {
            assert_eq!(clean_title(raw, heading, publisher), title);
        }
    }

    #[test]
    fn days() {
        for (html, day) in [
            ("<meta property=article:published_time content=2024-10-30T23:50:00+01:00><time datetime=2020-01-01>", "2024-10-30"),
            ("<meta itemprop=datePublished content=2024-10-30>", "2024-10-30"),
            ("<script type='application/ld+json'>[{\"@type\":\"Org\"},{\"@graph\":[{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2024-10-30\"}]}]</script>", "2024-10-30"),
            ("<script type='application/ld+json'>{\"headline\":\"a\nb\",\"datePublished\" : \"2024-10-30\"}</script>", "2024-10-30"),
            ("<time datetime=x>1</time><article><time>30/10/2024</time></article>", "2024-10-30"),
            ("<span itemprop=datePublished>30.10.2024</span>", "2024-10-30"),
        ] {
            assert_eq!(page(html).published.as_deref(), Some(day), "{html}");
        }
        assert_eq!(page("<p>30/10/2024").published, None);
    }

    #[test]
    fn the_rest() {
        let page = page(
            "<html lang=ar-MA><title>x</title><link rel=canonical href='https://example.org/a'>\
             <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"publisher\":{\"name\":\"وكالة\"},\"headline\":\"عنوان\"}</script>",
        );
        assert_eq!(page.language.as_deref(), Some("ar"));
        assert_eq!(page.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(page.publisher.as_deref(), Some("وكالة"));
        assert_eq!(page.title.as_deref(), Some("عنوان"));
    }
}
