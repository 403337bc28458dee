//! Search: over the texts and the facts, in all languages and scripts.
//!
//! In: a [`Query`]: words as typed, keys of the names they may be (the caller has the tables for that), a [`Filter`]. Out:
//! [`Hits`]: documents with the passage found, agreements, people. Letters are folded as in `fold`; words of four letters and
//! more find longer ones that begin so; Arabic words are found with and without their article.

use crate::events::{DOCUMENT, DocumentListed, EventListed, PERSON, PersonListed, document, person};
use crate::fold::{bare, fold, fold_with_places};
use crate::list::{Filter, Listed, Where};
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

/// Documents of which the best are taken: the newest that match, so that a word in every text costs no more than a rare one.
const NEWEST: usize = 4000;

/// Letters before and behind the first hit of a passage.
const AROUND: usize = 70;

/// A term of the query: folded words that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    words: Vec<String>,
}

/// The terms of a query: words, and quoted words together.
fn terms(query: &str) -> Vec<Term> {
    let split = |part: &str| -> Vec<String> { fold(part).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect() };
    let mut terms = Vec::new();
    for (i, part) in query.split(['"', '«', '»', '“', '”']).enumerate() {
        if i % 2 == 1 {
            terms.push(Term { words: split(part) });
        } else {
            terms.extend(split(part).into_iter().map(|w| Term { words: vec![w] }));
        }
    }
    terms.retain(|t| !t.words.is_empty());
    terms
}

/// The folded words of a part of a query.
fn terms_of(words: &str) -> Vec<String> {
    terms(words).into_iter().flat_map(|t| t.words).collect()
}

/// The query in the language of FTS5; every word is quoted, so that nothing a person types is an operator.
fn matched(terms: &[Term]) -> String {
    let one = |t: &Term| {
        if let [w] = t.words.as_slice() {
            let star = if w.chars().count() >= 4 { "*" } else { "" };
            let mut forms = vec![format!("\"{w}\"{star}")];
            if let Some(b) = bare(w) {
                forms.push(format!("\"{b}\"{star}"));
            }
            format!("({})", forms.join(" OR "))
        } else {
            format!("\"{}\"", t.words.join(" "))
        }
    };
    terms.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

impl Registry {
    /// Documents, agreements and people that the words find. Each list has at most `filter.limit` entries (20 where it has none).
    pub fn search(&self, q: &Query) -> Result<Hits> {
        let terms = terms(&q.words);
        if terms.is_empty() && q.filter.states.is_empty() {
            return Err(RegistryError::Query("nothing to look for: give words or a state".into()));
        }
        let limit = q.filter.limit.unwrap_or(20);
        let people = self.people_named(&q.name_keys, limit)?;
        let mut agreements = self.agreements_with(&terms, &q.name_keys, &q.filter, limit)?;
        let mut events = self.events_with(&terms, &q.filter, limit)?;
        // "Morocco exercises": the words that name states restrict, the others are looked for.
        if !q.states.is_empty() {
            let named: BTreeSet<String> = q.states.iter().flat_map(|(w, _)| terms_of(w)).collect();
            let rest: Vec<Term> = terms.iter().filter(|t| !t.words.iter().all(|w| named.contains(w))).cloned().collect();
            let mut f = q.filter.clone();
            f.states.extend(q.states.iter().map(|(_, code)| code.clone()));
            for a in self.agreements_with(&rest, &[], &f, limit)? {
                if !agreements.iter().any(|x| x.id == a.id) {
                    agreements.push(a);
                }
            }
            for e in self.events_with(&rest, &f, limit)? {
                if !events.contains(&e) {
                    events.push(e);
                }
            }
            agreements.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(Hits { events, agreements, documents: self.documents_with(&terms, &q.filter, limit)?, people })
    }

    fn documents_with(&self, terms: &[Term], f: &Filter, limit: i64) -> Result<Vec<DocumentHit>> {
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let mut w = Where::default();
        for s in &f.states {
            w.add(
                "EXISTS (SELECT 1 FROM mention m JOIN statement t ON t.mention = m.id WHERE m.document = d.id AND m.current AND t.property IN ('party', 'participant', 'host') AND t.value = ?)",
                [s.clone()],
            );
        }
        w.dates("d.published", f)?;
        if let Some(l) = &f.language {
            w.add("d.language = ?", [l.clone()]);
        }
        if let Some(s) = &f.source {
            let like = format!("%{s}%");
            w.add("(d.publisher LIKE ? OR EXISTS (SELECT 1 FROM source s WHERE s.document = d.id AND s.name LIKE ?))", [like.clone(), like]);
        }
        // Among those found, documents with facts come first, then the newest.
        let sql = format!(
            "WITH found AS (SELECT rowid AS id FROM document_search WHERE text MATCH ? ORDER BY rowid DESC LIMIT {NEWEST})
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

    fn agreements_with(&self, terms: &[Term], keys: &[String], f: &Filter, limit: i64) -> Result<Vec<Listed>> {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        if !terms.is_empty() {
            // The names of titles, occasions, places and people: any three letters.
            let trigrams: Vec<String> = terms.iter().map(|t| format!("\"{}\"", t.words.join(" "))).filter(|t| t.chars().count() >= 5).collect();
            if trigrams.len() == terms.len() {
                let mut find =
                    self.db.prepare_cached("SELECT a.id FROM agreement_search s JOIN agreement a ON a.n = s.rowid WHERE s.text MATCH ?1 ORDER BY s.rowid DESC LIMIT 500")?;
                ids.extend(find.query_map([trigrams.join(" AND ")], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
            }
            // Agreements told by documents that hold the words.
            let mut find = self.db.prepare_cached(&format!(
                "WITH found AS (SELECT rowid AS id FROM document_search WHERE text MATCH ?1 ORDER BY rowid DESC LIMIT {NEWEST})
                 SELECT DISTINCT b.resolved FROM found f JOIN mention m ON m.document = f.id AND m.kind = 'agreement' AND m.current JOIN member b ON b.mention = m.id LIMIT 2000"
            ))?;
            ids.extend(find.query_map([matched(terms)], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        let mut signed = self.db.prepare_cached(
            "SELECT s.agreement FROM agreement_signatory s WHERE s.person IN
               (SELECT n.person FROM person_name n WHERE n.key = ?1 OR n.key LIKE '% ' || ?1 OR n.key LIKE ?1 || ' %') LIMIT 200",
        )?;
        for k in keys.iter().filter(|k| k.len() >= 3) {
            ids.extend(signed.query_map([k], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        if terms.is_empty() {
            return self.agreements(&Filter { limit: Some(limit), ..f.clone() });
        }
        self.agreements_among(&ids, &Filter { limit: Some(limit), ..f.clone() })
    }

    /// Events that documents tell that hold the words.
    fn events_with(&self, terms: &[Term], f: &Filter, limit: i64) -> Result<Vec<EventListed>> {
        let f = Filter { limit: Some(limit), ..f.clone() };
        if terms.is_empty() {
            return self.events(&f);
        }
        let mut find = self.db.prepare_cached(&format!(
            "WITH found AS (SELECT rowid AS id FROM document_search WHERE text MATCH ?1 ORDER BY rowid DESC LIMIT {NEWEST})
             SELECT DISTINCT b.resolved FROM found f JOIN mention m ON m.document = f.id AND m.kind = 'event' AND m.current JOIN member b ON b.mention = m.id LIMIT 2000"
        ))?;
        let ids = find.query_map([matched(terms)], |r| r.get::<_, String>(0))?.collect::<Result<BTreeSet<_>, _>>()?;
        let mut events = self.events_among(&ids, &f)?;
        // A type's or an area's own name finds what is of it, in whatever language it was told.
        if let [Term { words }] = terms
            && let [w] = words.as_slice()
        {
            for e in self.events_called(w, &f)? {
                if !events.contains(&e) {
                    events.push(e);
                }
            }
        }
        Ok(events)
    }

    /// People whose key is one of these, or ends in it.
    fn people_named(&self, keys: &[String], limit: i64) -> Result<Vec<PersonListed>> {
        let mut out: Vec<PersonListed> = Vec::new();
        let mut find = self.db.prepare_cached(&format!(
            "{PERSON} FROM person p LEFT JOIN agreement_signatory s ON s.person = p.id
             WHERE p.id IN (SELECT n.person FROM person_name n WHERE n.key = ?1 OR n.key LIKE '% ' || ?1 OR n.key LIKE ?1 || ' %') GROUP BY p.id ORDER BY n DESC, 1 LIMIT ?2"
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
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for t in terms {
        for w in &t.words {
            let stem = bare(w).unwrap_or(w);
            hits.extend(occurrences(&letters, &stem.chars().collect::<Vec<_>>()));
        }
    }
    hits.sort_unstable();
    // Back to the original's code points.
    let original: Vec<(usize, usize)> = hits.iter().map(|&(a, b)| (places[a] as usize, places[b - 1] as usize + 1)).collect();
    let all: Vec<char> = text.chars().collect();
    let first = original.first().map_or(0, |h| h.0);
    let (mut from, mut to) = (first.saturating_sub(AROUND), (first + 2 * AROUND).min(all.len()));
    while from > 0 && all[from - 1].is_alphanumeric() {
        from -= 1;
    }
    while to < all.len() && all[to].is_alphanumeric() {
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

/// Where a word occurs: at a word's beginning, or behind an Arabic article and what stands before it.
fn occurrences(letters: &[char], word: &[char]) -> Vec<(usize, usize)> {
    if word.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for i in 0..(letters.len() + 1).saturating_sub(word.len()) {
        if letters[i..i + word.len()] != *word {
            continue;
        }
        let mut start = i;
        while start > 0 && letters[start - 1].is_alphanumeric() && i - start < 3 {
            start -= 1;
        }
        let head: String = letters[start..i].iter().collect();
        let whole = start == 0 || !letters[start - 1].is_alphanumeric();
        if whole && (head.is_empty() || matches!(head.as_str(), "ال" | "وال" | "فال" | "بال" | "كال" | "لل" | "و" | "ب" | "ل" | "ف" | "ك")) {
            out.push((i, i + word.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        assert_eq!(matched(&terms("NEAR(\"a b\" OR c)")), "(\"near\"*) AND \"a b\" AND (\"or\") AND (\"c\")");
        assert_eq!(matched(&terms("المناورات")), "(\"المناورات\"* OR \"مناورات\"*)");
    }

    #[test]
    fn marks_fall_on_the_right_letters() {
        let text = "وقّعت الوزارة، وبدأت المُناورات «2024» 😀 أمس";
        let (passage, marks) = passage(text, &terms("مناورات"));
        let (a, b) = marks[0];
        assert_eq!(passage.chars().skip(a).take(b - a).collect::<String>(), "مُناورات");
    }
}
