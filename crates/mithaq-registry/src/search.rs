//! Search: over the texts and the facts, in all languages and scripts.
//!
//! In: a [`Query`]: words as typed, keys of the names they may be (the caller has the tables for that), a [`Filter`]. Out:
//! [`Hits`]: documents with the passage found, agreements, people. Letters are folded as in `fold`; words of four letters and
//! more find longer ones that begin so; Arabic words are found with and without their article.

use crate::events::{DOCUMENT, DocumentListed, EventListed, PERSON, PersonListed, document, of_documents, person};
use crate::fold::{Word, apostrophe, fold_with_places, words};
use crate::list::{Filter, Listed};
use crate::{Registry, RegistryError, Result};
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;
use std::collections::BTreeSet;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// As typed; "quoted words" stand together.
    pub words: String,
    /// Keys of the names that the words may be.
    pub name_keys: Vec<String>,
    /// Words among them that name a state, with its code.
    pub states: Vec<(String, String)>,
    pub filter: Filter,
}

/// A document with the passage that was found.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentHit {
    #[serde(flatten)]
    pub document: DocumentListed,
    /// Some words around the first hit.
    pub passage: String,
    /// What was found in the passage: start and end, in code points of `passage`.
    pub marks: Vec<(usize, usize)>,
}

/// What was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Hits {
    pub agreements: Vec<Listed>,
    pub events: Vec<EventListed>,
    pub people: Vec<PersonListed>,
    pub documents: Vec<DocumentHit>,
}

/// SQL: documents of which the best are taken: the newest 4,000 that match, so that a word in every text costs no more than a rare one.
const FOUND: &str = "SELECT rowid AS id FROM document_search WHERE text MATCH ?1 ORDER BY rowid DESC LIMIT 4000";

/// SQL: people one of whose spellings has this key, or a part of it.
const NAMED: &str = "SELECT n.person FROM person_name n WHERE n.key = ?1 OR n.key LIKE '% ' || ?1 OR n.key LIKE ?1 || ' %'";

/// Letters before and behind the first hit of a passage.
const AROUND: usize = 70;

/// Words of a query that are looked for; more would take long and find nothing.
const MOST_WORDS: usize = 64;

/// A term of the query: folded words that stand together.
type Term = Vec<Word>;

/// The terms of a query: words, and quoted words together.
fn terms(query: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for (i, part) in query.split(['"', '«', '»', '“', '”', '„']).enumerate() {
        if i % 2 == 1 {
            terms.push(words(part));
        } else {
            terms.extend(words(part).into_iter().map(|w| vec![w]));
        }
    }
    terms.retain(|t| !t.is_empty());
    terms
}

/// The folded words of a part of a query.
fn terms_of(query: &str) -> Vec<String> {
    words(query).into_iter().map(|w| w.whole).collect()
}

/// Letters that Arabic writes together with the word behind them: and, with, to, so, like.
const JOINED: [&str; 5] = ["و", "ب", "ل", "ف", "ك"];

/// The query in the language of FTS5; every word is quoted, so that nothing a person types is an operator.
fn matched(terms: &[Term]) -> String {
    let one = |t: &Term| {
        if let [w] = t.as_slice() {
            let star = |w: &str| if long(w) { "*" } else { "" };
            let mut forms = vec![w.whole.clone()];
            forms.extend(w.shorter().map(str::to_string));
            if arabic(&w.whole) {
                let stem = w.shorter().unwrap_or(&w.whole).to_string();
                forms.extend(JOINED.iter().filter(|_| stem.chars().count() >= 3).map(|j| format!("{j}{stem}")));
            }
            format!("({})", forms.iter().map(|f| format!("\"{f}\"{}", star(f))).collect::<Vec<_>>().join(" OR "))
        } else {
            let together = |f: fn(&Word) -> Option<&str>| Some(format!("\"{}\"", t.iter().map(f).collect::<Option<Vec<_>>>()?.join(" ")));
            let whole = together(|w| Some(&w.whole));
            whole.into_iter().chain(together(Word::shorter)).collect::<Vec<_>>().join(" OR ").replacen('"', "(\"", 1) + ")"
        }
    };
    terms.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

/// Words that find longer ones that begin so.
fn long(word: &str) -> bool {
    word.chars().count() >= 4
}

fn arabic(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{600}'..='\u{6ff}').contains(&c))
}

/// The part of a list that a filter asks for, of what several questions found.
fn page<T>(mut found: Vec<T>, f: &Filter, limit: i64, newest_first: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<T> {
    found.sort_by(&newest_first);
    found.dedup_by(|a, b| newest_first(a, b).is_eq());
    found.into_iter().skip(usize::try_from(f.offset).unwrap_or(0)).take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()
}

impl Registry {
    /// Documents, agreements and people that the words find. Each list has at most `filter.limit` entries (20 where it has none).
    pub fn search(&self, q: &Query) -> Result<Hits> {
        let mut terms = terms(&q.words);
        terms.truncate(MOST_WORDS);
        if terms.is_empty() && q.filter.states.is_empty() {
            return Err(RegistryError::Query("nothing to look for: give words or a state".into()));
        }
        let limit = q.filter.limit.unwrap_or(20);
        let people = self.people_named(&q.name_keys, limit)?;
        // Several questions each give all up to the end of the page; the page is cut from what they found together.
        let upto = Filter { limit: (limit >= 0).then(|| limit.saturating_add(q.filter.offset)), offset: 0, ..q.filter.clone() };
        let of_agreements = q.filter.types.is_empty() && q.filter.realis.is_empty();
        let mut agreements = if of_agreements { self.agreements_with(&terms, &q.name_keys, &upto)? } else { Vec::new() };
        let mut events = if q.filter.of_agreements().is_none() { self.events_with(&terms, &upto)? } else { Vec::new() };
        // "Morocco exercises": the words that name states restrict, the others are looked for.
        if !q.states.is_empty() {
            let named: BTreeSet<String> = q.states.iter().flat_map(|(w, _)| terms_of(w)).collect();
            let rest: Vec<Term> = terms.iter().filter(|t| !t.iter().all(|w| named.contains(&w.whole))).cloned().collect();
            let mut f = upto.clone();
            f.states.extend(q.states.iter().map(|(_, code)| code.clone()));
            if of_agreements {
                agreements.extend(self.agreements_with(&rest, &[], &f)?);
            }
            if f.of_agreements().is_none() {
                events.extend(self.events_with(&rest, &f)?);
            }
        }
        let agreements = page(agreements, &q.filter, limit, |a, b| b.sort_date.cmp(&a.sort_date).then_with(|| a.id.cmp(&b.id)));
        let events = page(events, &q.filter, limit, |a, b| b.day.cmp(&a.day).then_with(|| a.id.cmp(&b.id)));
        Ok(Hits { events, agreements, documents: self.documents_with(&terms, &q.filter, limit)?, people })
    }

    fn documents_with(&self, terms: &[Term], f: &Filter, limit: i64) -> Result<Vec<DocumentHit>> {
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let w = of_documents(f)?;
        // Among those found, documents with facts come first, then the newest.
        let sql = format!(
            "WITH found AS ({FOUND})
             SELECT {DOCUMENT} FROM found f JOIN document d ON d.id = f.id WHERE NOT d.superseded AND {}
             ORDER BY EXISTS (SELECT 1 FROM mention m WHERE m.document = d.id AND m.current) DESC, d.published DESC, d.document LIMIT {limit} OFFSET {}",
            w.text(),
            f.offset
        );
        let mut find = self.db.prepare_cached(&sql)?;
        let params = std::iter::once(Value::Text(matched(terms))).chain(w.params);
        let list = find.query_map(params_from_iter(params), document)?.collect::<Result<Vec<_>, _>>()?;
        let mut hits = Vec::with_capacity(list.len());
        for d in list {
            let text = self.text(&d.document)?.unwrap_or_default();
            let (passage, marks) = passage(&text, terms);
            hits.push(DocumentHit { document: d, passage, marks });
        }
        Ok(hits)
    }

    fn agreements_with(&self, terms: &[Term], keys: &[String], f: &Filter) -> Result<Vec<Listed>> {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        if !terms.is_empty() {
            // The names of titles, occasions, places and people: any three letters.
            let together = |t: &Term| t.iter().map(|w| w.whole.as_str()).collect::<Vec<_>>().join(" ");
            let trigrams: Vec<String> = terms.iter().map(together).filter(|t| t.chars().count() >= 3).map(|t| format!("\"{t}\"")).collect();
            if trigrams.len() == terms.len() {
                let mut find =
                    self.db.prepare_cached("SELECT a.id FROM agreement_search s JOIN agreement a ON a.n = s.rowid WHERE s.text MATCH ?1 ORDER BY s.rowid DESC LIMIT 500")?;
                ids.extend(find.query_map([trigrams.join(" AND ")], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
            }
            // Agreements told by documents that hold the words.
            ids.extend(self.told_with(terms, "agreement")?);
        }
        let mut signed = self.db.prepare_cached(&format!("SELECT s.agreement FROM agreement_signatory s WHERE s.person IN ({NAMED}) LIMIT 200"))?;
        for k in keys.iter().filter(|k| k.len() >= 3) {
            ids.extend(signed.query_map([k], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        if terms.is_empty() {
            return self.agreements(f);
        }
        self.agreements_among(&ids, f)
    }

    /// Agreements or events that documents tell that hold the words.
    fn told_with(&self, terms: &[Term], kind: &str) -> Result<BTreeSet<String>> {
        let mut find = self.db.prepare_cached(&format!(
            "WITH found AS ({FOUND})
             SELECT DISTINCT b.resolved FROM found f JOIN mention m ON m.document = f.id AND m.kind = ?2 AND m.current JOIN member b ON b.mention = m.id LIMIT 2000"
        ))?;
        Ok(find.query_map([matched(terms).as_str(), kind], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Events that documents tell that hold the words.
    fn events_with(&self, terms: &[Term], f: &Filter) -> Result<Vec<EventListed>> {
        if terms.is_empty() {
            return self.events(f);
        }
        let mut events = self.events_among(&self.told_with(terms, "event")?, f)?;
        // A type's or an area's own name finds what is of it, in whatever language it was told.
        if let [term] = terms
            && let [w] = term.as_slice()
        {
            events.extend(self.events_called(&w.whole, f)?);
        }
        Ok(events)
    }

    /// People whose key is one of these, or ends in it.
    fn people_named(&self, keys: &[String], limit: i64) -> Result<Vec<PersonListed>> {
        let mut out: Vec<PersonListed> = Vec::new();
        let mut find = self.db.prepare_cached(&format!(
            "{PERSON} FROM person p LEFT JOIN agreement_signatory s ON s.person = p.id
             WHERE p.id IN ({NAMED}) GROUP BY p.id ORDER BY n DESC, 1 LIMIT ?2"
        ))?;
        for k in keys.iter().filter(|k| k.len() >= 3) {
            for p in find.query_map(rusqlite::params![k, limit], person)?.collect::<Result<Vec<_>, _>>()? {
                if !out.contains(&p) {
                    out.push(p);
                }
            }
        }
        out.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(out)
    }
}

/// The words around the first hit, and where in them the query was found.
fn passage(text: &str, terms: &[Term]) -> (String, Vec<(usize, usize)>) {
    let (folded, places) = fold_with_places(text);
    let letters: Vec<char> = folded.chars().collect();
    let all: Vec<char> = text.chars().collect();
    // Behind an apostrophe a part of a word begins, which folding does not show.
    let begins: Vec<bool> =
        (0..letters.len()).map(|i| i == 0 || !letters[i - 1].is_alphanumeric() || places[i].checked_sub(1).is_some_and(|p| apostrophe(all[p as usize]))).collect();
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for w in terms.iter().flatten() {
        // Words of a phrase stand as they are; others may go on.
        let whole = !long(&w.whole) || terms.iter().any(|t| t.len() > 1 && t.contains(w));
        for form in [Some(w.whole.as_str()), w.shorter()].into_iter().flatten() {
            hits.extend(occurrences(&letters, &begins, &form.chars().collect::<Vec<_>>(), whole));
        }
    }
    hits.sort_unstable();
    // Back to the original's code points, with the marks that stand on the last letter.
    let left_out = |p: usize| places.binary_search(&u32::try_from(p).unwrap_or(u32::MAX)).is_err() && !apostrophe(all[p]);
    let back = |&(a, b): &(usize, usize)| {
        let mut end = places[b - 1] as usize + 1;
        while end < all.len() && left_out(end) {
            end += 1;
        }
        (places[a] as usize, end)
    };
    let original: Vec<(usize, usize)> = hits.iter().map(back).collect();
    let first = original.first().map_or(0, |h| h.0);
    let (mut from, mut to) = (first.saturating_sub(AROUND), (first + 2 * AROUND).min(all.len()));
    let within = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    // To the ends of words, unless these never end.
    while from > 0 && within(all[from - 1]) && first - from < 2 * AROUND {
        from -= 1;
    }
    while to < all.len() && within(all[to]) && to - first < 3 * AROUND {
        to += 1;
    }
    let passage: String = all[from..to].iter().map(|c| if c.is_control() { ' ' } else { *c }).collect();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (a, b) in original.into_iter().filter(|(a, b)| *a >= from && *b <= to) {
        match marks.last_mut() {
            Some(last) if a - from <= last.1 => last.1 = last.1.max(b - from),
            _ => marks.push((a - from, b - from)),
        }
    }
    (passage, marks)
}

/// Where a word occurs: at a word's beginning, or behind an Arabic article and what stands before it; `whole`: up to its end.
fn occurrences(letters: &[char], begins: &[bool], word: &[char], whole: bool) -> Vec<(usize, usize)> {
    if word.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for i in 0..(letters.len() + 1).saturating_sub(word.len()) {
        let end = i + word.len();
        if letters[i..end] != *word || (whole && letters.get(end).is_some_and(|c| c.is_alphanumeric()) && !begins[end]) {
            continue;
        }
        let mut start = i;
        while !begins[start] && i - start < 3 {
            start -= 1;
        }
        let head: String = letters[start..i].iter().collect();
        if begins[start]
            && (head.is_empty()
                || matches!(head.as_str(), "ال" | "وال" | "فال" | "بال" | "كال" | "لل")
                || (JOINED.contains(&head.as_str()) && arabic(&word.iter().collect::<String>())))
        {
            out.push((i, end));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        assert_eq!(matched(&terms("NEAR(\"a b\" OR c)")), "(\"near\"*) AND (\"a b\") AND (\"or\") AND (\"c\")");
        assert!(matched(&terms("المناورات")).starts_with("(\"المناورات\"* OR \"مناورات\"* OR \"ومناورات\"*"));
        assert_eq!(matched(&terms("\"التعاون العسكري\"")), "(\"التعاون العسكري\" OR \"تعاون عسكري\")");
    }

    #[test]
    fn marks_fall_on_the_right_letters() {
        let text = "وقّعت الوزارة، وبدأت المُناورات «2024» 😀 أمس";
        let (passage, marks) = passage(text, &terms("مناورات"));
        let (a, b) = marks[0];
        assert_eq!(passage.chars().skip(a).take(b - a).collect::<String>(), "مُناورات");
    }
}
