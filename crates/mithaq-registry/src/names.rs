//! The names of mentions when a document is read again, or comes with another text.
//!
//! In: the mentions that the document has, and what the new reading finds. Out: which of the new ones is which of the old ones, and
//! so goes on under its name: the decisions about it and the ids that people wrote down are about the same thing as before. Where
//! old and new are of one block, the words they rest on tell; the first of two found is not the first of the three before.

use crate::store::{self, mention_key};
use crate::{Result, former};
use mithaq_core::record::{Evidence, Record};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Names for mentions of a new reading, by block and place in it (from 1). What is not in it gets the name of its place.
#[derive(Debug, Default)]
pub struct Names {
    pub given: HashMap<(String, usize), String>,
}

/// Characters a mention rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    /// From and to in the text; none where the texts are not the same.
    at: Option<(usize, usize)>,
    quote: String,
}

/// Plans the names for the reading of a row before the old mentions, of this and of other texts of the document, are retired.
fn plan(db: &Connection, row: i64, record: &Record) -> Result<Names> {
    let mut new: BTreeMap<String, Vec<Vec<Words>>> = BTreeMap::new();
    let mut add = |block: String, evidence: &[Evidence]| {
        let words = evidence.iter().map(|e| Words { at: Some((e.start, e.end)), quote: e.quote.clone() }).collect();
        new.entry(block).or_default().push(words);
    };
    record.agreements.iter().for_each(|a| add(a.parties.join("+"), &a.evidence));
    record.events.iter().for_each(|e| add(store::event_block(e), &e.evidence));
    record.contributions.iter().for_each(|c| add(store::contribution_block(c), &c.evidence));
    let mut names = Names::default();
    for (block, new) in new {
        let old = old(db, &record.document.id, row, &block)?;
        if old.is_empty() {
            continue;
        }
        let pairs = matched(&old.iter().map(|o| &o.1).collect::<Vec<_>>(), &new);
        let taken: BTreeSet<&str> = old.iter().map(|o| o.0.as_str()).collect();
        let mut free = (1..).map(|n| mention_key(&block, &record.document.id, n)).filter(|k| !taken.contains(k.as_str()));
        for i in 0..new.len() {
            let key = match pairs.get(&i) {
                Some(&o) => Some(old[o].0.clone()),
                None => free.next(),
            };
            names.given.extend(key.map(|k| ((block.clone(), i + 1), k)));
        }
    }
    Ok(names)
}

/// The present mentions of a document in a block, with their words; where they are of another text than the row's, without places.
fn old(db: &Connection, document: &str, row: i64, block: &str) -> Result<Vec<(String, Vec<Words>)>> {
    let mut find =
        db.prepare_cached("SELECT m.id, m.key, d.id = ?3 FROM document d JOIN mention m ON m.document = d.id AND m.current WHERE d.document = ?1 AND m.block = ?2 ORDER BY m.id")?;
    let rows = find.query_map(params![document, block, row], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, bool>(2)?)))?;
    let list = rows.collect::<Result<Vec<_>, _>>()?;
    let mut words = db.prepare_cached("SELECT DISTINCT p.start, p.\"end\", p.quote FROM statement s JOIN span p ON p.id = s.span WHERE s.mention = ?1")?;
    let place = |n: i64| usize::try_from(n).unwrap_or(0);
    list.into_iter()
        .map(|(id, key, same_text)| {
            let at = |start: i64, end: i64| same_text.then(|| (place(start), place(end)));
            let of = words.query_map([id], |r| Ok(Words { at: at(r.get(0)?, r.get(1)?), quote: r.get(2)? }))?.collect::<Result<_, _>>()?;
            Ok((key, of))
        })
        .collect()
}

/// Which old one each new one is: those that share most words first.
fn matched(old: &[&Vec<Words>], new: &[Vec<Words>]) -> HashMap<usize, usize> {
    let mut shared: Vec<(usize, usize, usize)> = Vec::new();
    for (o, a) in old.iter().enumerate() {
        for (n, b) in new.iter().enumerate() {
            let common: usize = a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum();
            if common > 0 {
                shared.push((common, o, n));
            }
        }
    }
    shared.sort_by_key(|&(common, o, n)| (std::cmp::Reverse(common), o, n));
    let mut pairs: HashMap<usize, usize> = HashMap::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for (_, o, n) in shared {
        if !done.contains(&o) && !pairs.contains_key(&n) {
            done.insert(o);
            pairs.insert(n, o);
        }
    }
    // One left on each side, or none that shows its words: by place.
    let rest_old: Vec<usize> = (0..old.len()).filter(|o| !done.contains(o)).collect();
    let rest_new: Vec<usize> = (0..new.len()).filter(|n| !pairs.contains_key(n)).collect();
    let wordless = rest_old.iter().all(|&o| old[o].is_empty()) || rest_new.iter().all(|&n| new[n].is_empty());
    if wordless || rest_old.len() == rest_new.len() {
        pairs.extend(rest_new.into_iter().zip(rest_old));
    }
    pairs
}

fn common(a: &Words, b: &Words) -> usize {
    match (a.at, b.at) {
        (Some(a), Some(b)) => a.1.min(b.1).saturating_sub(a.0.max(b.0)),
        _ if a.quote == b.quote => a.quote.chars().count(),
        _ => 0,
    }
}

/// Puts a new reading of a document's row in place of what the document has, by this text or by another. What a person vouched for
/// stays, under its name. Returns the blocks this touches.
pub fn replace(db: &Connection, row: i64, reader: i64, record: &Record) -> Result<BTreeSet<store::Block>> {
    let names = plan(db, row, record)?;
    let mut find = db.prepare_cached("SELECT id FROM document WHERE document = ?1")?;
    let texts = find.query_map([&record.document.id], |r| r.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut fellows = Vec::new();
    let mut blocks = BTreeSet::new();
    for t in &texts {
        fellows.extend(former::fellows(db, *t)?);
        blocks.extend(store::retire(db, *t)?);
    }
    blocks.extend(store::mentions(db, row, reader, record, &names)?);
    for t in &texts {
        store::keep_vouched(db, *t)?;
    }
    former::remember(db, &fellows)?;
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> Words {
        Words { at: Some((start, end)), quote: format!("{start}") }
    }

    #[test]
    fn words_tell_which_is_which() {
        let (first, second, third) = (vec![at(0, 20), at(30, 40)], vec![at(50, 70)], vec![at(90, 99)]);
        // The first is no longer found: the second does not take its place.
        assert_eq!(matched(&[&first, &second, &third], &[vec![at(52, 70)], third.clone()]), HashMap::from([(0, 1), (1, 2)]));
        // In another text the words themselves tell.
        let elsewhere = |words: &[Words]| words.iter().map(|w| Words { at: None, ..w.clone() }).collect::<Vec<_>>();
        let new = [vec![Words { at: Some((3, 9)), quote: "50".into() }]];
        assert_eq!(matched(&[&elsewhere(&first), &elsewhere(&second)], &new), HashMap::from([(0, 1)]));
        // Other words altogether are another thing, if something else could have been meant.
        assert_eq!(matched(&[&first, &second], &[vec![at(200, 210)]]), HashMap::new());
        assert_eq!(matched(&[&first], &[vec![at(200, 210)]]), HashMap::from([(0, 0)]));
    }
}
