//! Resolution alone, over stories read perfectly: which reports are of one agreement.

mod common;

use common::{articles, found, pairs, registry_of};

/// Pairwise precision and recall of a file of stories, at least 0.98 and 0.95.
fn score(path: &str) {
    let (registry, gold) = registry_of(&articles(path));
    let p = pairs(&gold, &found(&registry));
    println!("{path}: precision {:.3} recall {:.3} ({} right, {} wrong, {} missed)", p.precision(), p.recall(), p.right, p.wrong, p.missed);
    assert!(p.right > 50 && p.precision() >= 0.98 && p.recall() >= 0.95, "{path}: {:#?}", p.errors);
}

#[test]
fn stories_for_development() {
    score("../../samples/merge/dev.jsonl");
}

/// Never tuned on.
#[test]
fn held_out_stories() {
    score("../../samples/merge/held.jsonl");
}

/// The same registry, whatever the order and the size of the batches.
#[test]
fn the_order_of_reading_changes_nothing() {
    let mut stories = articles("../../samples/merge/dev.jsonl");
    let listing = |articles: &[serde_json::Value], size: usize| {
        let mut registry = mithaq_registry::Registry::in_memory().expect("registry");
        for batch in articles.chunks(size) {
            let batch: Vec<_> = batch.iter().map(|a| common::incoming(a).0).collect();
            registry.ingest(&batch).expect("ingest");
        }
        let list = registry.agreements(&Default::default()).expect("list");
        list.iter().map(|a| serde_json::to_string(a).expect("JSON")).collect::<Vec<_>>()
    };
    let first = listing(&stories, 1000);
    assert!(first.len() > 20);
    for (turn, size) in [(17, 1), (23, 7), (5, 13)] {
        stories.rotate_left(turn);
        if size == 7 {
            stories.reverse();
        }
        assert_eq!(listing(&stories, size), first, "turned by {turn}, batches of {size}");
    }
}
