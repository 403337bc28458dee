//! Resolution alone, over stories read perfectly: which reports are of one agreement.

mod common;

use common::{articles, found, pairs, registry_of};

fn score(path: &str) -> common::Pairs {
    let (registry, gold) = registry_of(&articles(path));
    let p = pairs(&gold, &found(&registry));
    println!("{path}: precision {:.3} recall {:.3} ({} right, {} wrong, {} missed)", p.precision(), p.recall(), p.right, p.wrong, p.missed);
    p.errors.iter().for_each(|e| println!("   {e}"));
    p
}

#[test]
fn stories_for_development() {
    let p = score("../../samples/merge/dev.jsonl");
    assert!(p.precision() >= 0.98 && p.recall() >= 0.95, "{:#?}", p.errors);
}

#[test]
fn shared_stories() {
    score("../../../shared/corpus/gold/merge.dev.jsonl");
}
