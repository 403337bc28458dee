//! Stored documents read again: what changed is said, what was is kept; and another text under the same id.

mod made;

use made::*;
use mithaq_registry::{Change, Filter, Registry};
use rusqlite::types::Value as Cell;
use serde_json::json;

/// Everything a registry holds, a line each row.
fn dump(r: &Registry) -> Vec<String> {
    let db = r.connection();
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%' ORDER BY 1").expect("SQL");
    let names: Vec<String> = names.query_map([], |r| r.get(0)).expect("rows").map(|n| n.expect("a name")).collect();
    let mut out = Vec::new();
    for n in names {
        let mut find = db.prepare(&format!("SELECT * FROM \"{n}\"")).expect("SQL");
        let columns = find.column_count();
        let mut rows = find.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<String> = (0..columns).map(|i| format!("{:?}", row.get::<_, Cell>(i).expect("a cell"))).collect();
            out.push(format!("{n} {}", cells.join(" ")));
        }
    }
    out.sort();
    out
}

fn docs() -> Vec<Doc> {
    vec![
        doc("riga", "2023-05-02").of("title", "Rīgā\r\nparakstīts").says(agreement("EST+LVA", "2023-05-01", json!({}))),
        doc("oran", "2023-06-02").of("language", "ar").says(agreement("DZA+SRB", "2023-06-01", json!({}))).tells(event("visit", "SRB", "2023-06-01", json!({"host": "DZA"}))),
        doc("baku", "2023-07-02").of("language", "az").says(agreement("AZE+TUR", "2023-07-01", json!({}))),
        doc("lima", "2023-08-02").of("language", "es"),
    ]
}

/// What a newer engine finds: nothing in Riga, another area and day in Oran, the same in Baku, something in Lima.
fn newer() -> Vec<Doc> {
    let mut d = docs();
    d[0] = d[0].clone().silent();
    let oran = agreement("DZA+SRB", "2023-05-31", json!({"areas": ["intelligence", "training"]}));
    d[1] = d[1].clone().silent().says(oran).tells(event("visit", "SRB", "2023-06-01", json!({"host": "DZA"})));
    d[3] = d[3].clone().says(agreement("BRA+PER", "2023-08", json!({})));
    d
}

fn kind(c: &Change) -> &'static str {
    match (&c.before, &c.after) {
        (Some(_), Some(_)) => "changed",
        (Some(_), None) => "gone",
        (None, Some(_)) => "new",
        (None, None) => "?",
    }
}

#[test]
fn what_is_new_changed_and_gone_is_said_once() {
    let mut r = registry(&docs());
    let (n, changes) = reread(&mut r, "2", &newer(), false);
    let mut said: Vec<(&str, &str)> = changes.iter().map(|c| (&c.id[..7], kind(c))).collect();
    said.sort_unstable();
    assert_eq!((n, said), (4, vec![("bra-per", "new"), ("dza-srb", "changed"), ("est-lva", "gone")]));
    let oran = changes.iter().find(|c| c.id.starts_with("dza")).expect("a change");
    assert!(oran.before.as_deref().is_some_and(|b| b.contains("2023-06-01")) && oran.after.as_deref().is_some_and(|a| a.contains("2023-05-31 ") && a.contains("intelligence")));
    sound(&r);
    let (before, rereading) = (dump(&r), reread(&mut r, "2", &newer(), false));
    assert_eq!((rereading, dump(&r) == before), ((0, vec![]), true), "by the same engine nothing is read again");
    // Ids are those of before; a third engine that reads alike changes nothing.
    let (n, changes) = reread(&mut r, "3", &newer(), false);
    assert_eq!((n, changes), (4, vec![]));
    sound(&r);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let mut r = registry(&docs());
    let before = dump(&r);
    let dry = reread(&mut r, "2", &newer(), true);
    assert_eq!(dump(&r), before);
    assert_eq!(reread(&mut r, "2", &newer(), false), dry);
}

#[test]
fn the_engine_is_given_what_it_was_given_first() {
    let mut r = registry(&docs());
    let mut seen = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let read = |inputs: &[mithaq_core::Input]| -> Vec<mithaq_core::record::Record> {
        inputs
            .iter()
            .map(|i| docs().into_iter().find(|d| Some(d.document["id"].as_str().expect("an id")) == i.id.as_deref()).expect("one of them").of("engine", "2").record())
            .collect()
    };
    let all = std::cell::RefCell::new(&mut seen);
    r.reread(
        |inputs| {
            all.borrow_mut().extend(inputs.iter().cloned());
            read(inputs)
        },
        true,
        |_| {},
    )
    .expect("reread");
    for (i, d) in seen.iter().zip(docs()) {
        assert_eq!((i.published.as_deref(), i.publisher.as_deref(), i.text.as_str()), (d.document["published"].as_str(), d.document["publisher"].as_str(), d.text.as_str()));
        texts.push(mithaq_core::engine::as_read(i));
    }
    assert_eq!(seen[3].title, None);
    for (t, d) in texts.iter().zip(docs()) {
        assert_eq!(*t, r.text(d.document["id"].as_str().expect("an id")).expect("SQL").expect("a text"));
    }
}

#[test]
fn another_text_under_the_same_id_takes_the_place_of_the_first() {
    let first = doc("oran", "2023-06-02").says(agreement("DZA+SRB", "2023-06-01", json!({})));
    let second =
        first.clone().silent().text("The ministry corrects: it was with Serbia and Tunisia that an agreement was signed.").says(agreement("DZA+TUN", "2023-06-01", json!({})));
    let mut r = registry(std::slice::from_ref(&first));
    let parties = |r: &Registry| all(r).iter().map(|a| a.parties.join("+")).collect::<Vec<_>>();
    let documents = |r: &Registry| r.documents(&Filter::default()).expect("documents");
    assert_eq!(parties(&r), ["DZA+SRB"]);
    take(&mut r, std::slice::from_ref(&second));
    assert_eq!((parties(&r), documents(&r).len()), (vec!["DZA+TUN".to_string()], 1));
    assert_eq!(r.text("oran").expect("SQL").as_deref(), Some(second.text.as_str()));
    sound(&r);
    // The same again is known; the first again takes its place back.
    assert_eq!(r.ingest(&[second.build()]).expect("ingest").known, 1);
    take(&mut r, std::slice::from_ref(&first));
    assert_eq!((parties(&r), documents(&r).len(), documents(&r)[0].copies), (vec!["DZA+SRB".to_string()], 1, 1));
    assert_eq!(r.text("oran").expect("SQL").as_deref(), Some(first.text.as_str()));
    sound(&r);
    // Only the present text is read again.
    let (n, changes) = reread(&mut r, "2", &[first], false);
    assert_eq!((n, changes), (1, vec![]));
}

#[test]
fn an_earlier_text_that_comes_back_is_read_by_the_engine_of_today() {
    // At first nothing was found in it, and it was not kept.
    let mut first = doc("oran", "2023-06-02");
    first.keep = false;
    let second = first.clone().text("Another text.");
    let mut r = registry(&[first.clone(), second]);
    assert_eq!(r.documents(&Filter::default()).expect("documents"), []);
    let mut found = first.of("engine", "2").says(agreement("DZA+SRB", "2023-06-01", json!({})));
    found.keep = true;
    take(&mut r, std::slice::from_ref(&found));
    assert_eq!((groups(&r), r.text("oran").expect("SQL").is_some()), (vec![vec!["oran".to_string()]], true));
    sound(&r);
    assert_eq!(reread(&mut r, "2", &[found], false), (0, vec![]));
}

#[test]
fn a_corrected_report_is_no_copy_of_what_it_corrects() {
    let text = (0..60).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    let first = told("oran", "2023-06-02", "en", &text).says(agreement("DZA+SRB", "2023-06-01", json!({})));
    let mut r = registry(&[first.clone(), first.clone().text(&format!("{text} corrected"))]);
    let list = r.documents(&Filter::default()).expect("documents");
    assert_eq!((list.len(), list[0].copies), (1, 1));
    assert_eq!(r.summary(10).expect("a summary").copies, []);
    let a = &all(&r)[0];
    assert_eq!((a.reports.len(), a.voices, a.origins), (1, 1, 1));
    // Another outlet's copy is one, of the text that counts.
    take(&mut r, &[told("alger", "2023-06-03", "en", &text).says(agreement("DZA+SRB", "2023-06-01", json!({})))]);
    let copies = r.summary(10).expect("a summary").copies;
    assert_eq!(copies.iter().map(|c| (c.document.as_str(), c.first.as_str())).collect::<Vec<_>>(), [("alger", "oran")]);
    sound(&r);
}
