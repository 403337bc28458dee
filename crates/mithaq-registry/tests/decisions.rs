//! People have the last word: decisions over statements, over later reports, and over later readings.

mod made;

use made::*;
use mithaq_registry::{Decision, DecisionKind, Filter, Registry, RegistryError};
use serde_json::json;

fn one(r: &Registry, id: &str) -> mithaq_registry::Listed {
    r.agreement(id).expect("it is there")
}

/// Three outlets tell of one agreement, in three languages.
fn three() -> Vec<Doc> {
    let of = |id: &str, day: &str, language: &str| doc(id, day).of("language", language).says(agreement("CZE+MAR", "2024-10-30", json!({})));
    vec![of("rabat", "2024-10-31", "ar"), of("praha", "2024-11-01", "cs"), of("paris", "2024-11-02", "fr")]
}

#[test]
fn what_a_person_accepted_outlives_a_reading_that_no_longer_finds_it() {
    let d = doc("lisbon", "2021-05-15").says(agreement("AGO+PRT", "2021-05-14", json!({})));
    let mut r = registry(std::slice::from_ref(&d));
    let id = key(&r, "lisbon");
    let n = decide(&mut r, DecisionKind::Accept, &id);
    reread(&mut r, "2", &[d.clone().silent()], false);
    reread(&mut r, "3", &[d.clone().silent()], false);
    assert_eq!((one(&r, &id).review.as_str(), groups(&r).len()), ("accepted", 1));
    sound(&r);
    // Found again, it is one report and no second.
    reread(&mut r, "4", std::slice::from_ref(&d), false);
    assert_eq!(one(&r, &id).reports.len(), 1);
    // Not found again, and no longer vouched for: it goes.
    reread(&mut r, "5", &[d.silent()], false);
    undo(&mut r, n);
    assert_eq!(groups(&r), Vec::<Vec<String>>::new());
    sound(&r);
}

#[test]
fn what_a_person_accepted_outlives_another_text_under_the_same_id() {
    let d = doc("lisbon", "2021-05-15").says(agreement("AGO+PRT", "2021-05-14", json!({})));
    let mut r = registry(std::slice::from_ref(&d));
    let id = key(&r, "lisbon");
    decide(&mut r, DecisionKind::Accept, &id);
    take(&mut r, &[d.clone().silent().text("Another text, which says nothing of it.")]);
    assert_eq!(one(&r, &id).review, "accepted");
    take(&mut r, &[d.clone().text("A third text, which tells of it again.")]);
    assert_eq!(one(&r, &id).reports.len(), 1);
    take(&mut r, &[d]);
    assert_eq!((one(&r, &id).reports.len(), groups(&r).len()), (1, 1));
    sound(&r);
}

#[test]
fn a_corrected_value_stays_whatever_is_read_later() {
    let docs = three();
    let mut r = registry(&docs[..2]);
    let id = all(&r)[0].id.clone();
    let n = correct(&mut r, &id, "signed", "2024-10-29");
    correct(&mut r, &id, "areas", "cybersecurity + exercises");
    take(&mut r, &docs[2..]);
    reread(&mut r, "2", &docs, false);
    let a = one(&r, &id);
    assert_eq!((a.signed.value.as_deref(), a.date.value.as_deref(), a.review.as_str()), (Some("2024-10-29"), Some("2024-10-29"), "corrected"));
    assert_eq!((a.areas, a.reports.len()), (vec!["cybersecurity".to_string(), "exercises".into()], 3));
    // The later correction of one property wins; taken back, the earlier holds again, and at last what was read.
    let later = correct(&mut r, &id, "signed", "2024-10");
    assert_eq!(one(&r, &id).signed.value.as_deref(), Some("2024-10"));
    undo(&mut r, later);
    assert_eq!(one(&r, &id).signed.value.as_deref(), Some("2024-10-29"));
    undo(&mut r, n);
    assert_eq!(one(&r, &id).signed.value.as_deref(), Some("2024-10-30"));
    sound(&r);
}

#[test]
fn each_property_can_be_corrected_and_found_by_its_new_value() {
    let mut r = registry(&three()[..1]);
    let id = all(&r)[0].id.clone();
    let values = [
        ("parties", "MAR+SVK"),
        ("domain", "security"),
        ("instrument", "memorandum"),
        ("title", "اتفاق الرباط"),
        ("scope", "general"),
        ("status", "in-force"),
        ("signed", "2024-09"),
        ("date", "2025-01-01"),
        ("place", "Fès"),
        ("place_country", "MAR"),
        ("areas", "training"),
        ("duration_years", "5"),
        ("occasion", "Salon"),
    ];
    for (property, value) in values {
        correct(&mut r, &id, property, value);
    }
    let a = one(&r, &id);
    let place = a.place.clone().expect("a place");
    assert_eq!((a.parties, a.domain, a.instrument, a.title), (vec!["MAR".to_string(), "SVK".into()], "security".into(), "memorandum".into(), Some("اتفاق الرباط".into())));
    assert_eq!((a.scope.as_str(), a.status.as_str(), a.signed.value.as_deref(), a.date.value.as_deref()), ("general", "in-force", Some("2024-09"), Some("2025-01-01")));
    assert_eq!((place.name.as_str(), place.country.as_deref(), a.duration_years, a.occasion.as_deref()), ("Fès", Some("MAR"), Some(5), Some("Salon")));
    assert_eq!(a.runs, (Some("2025-01-01".into()), Some("2030-01-01".into())));
    let count = |f: &Filter| r.count_agreements(f).expect("a number");
    assert_eq!(count(&Filter { states: vec!["SVK".into()], instruments: vec!["memorandum".into()], domain: Some("security".into()), ..Filter::default() }), 1);
    assert_eq!(count(&Filter { states: vec!["CZE".into()], ..Filter::default() }), 0);
    let hits = r.search(&mithaq_registry::Query { words: "اتفاق الرباط".into(), ..Default::default() }).expect("a search");
    assert_eq!(hits.agreements.len(), 1);
    sound(&r);
}

#[test]
fn a_status_of_the_end_ends_it() {
    let mut r = registry(&three()[..1]);
    let id = all(&r)[0].id.clone();
    correct(&mut r, &id, "status", "terminated");
    correct(&mut r, &id, "date", "2024-12-15");
    let on = |r: &Registry, day: &str| r.count_agreements(&Filter { in_force: Some(day.into()), ..Filter::default() }).expect("a number");
    assert_eq!((on(&r, "2024-12-15"), on(&r, "2024-12-16")), (1, 0));
    assert_eq!(r.show(&id).expect("it is there").life.iter().map(|s| s.status.as_str()).collect::<Vec<_>>(), ["signed", "terminated"]);
    // And back: what was read of later steps is not so.
    correct(&mut r, &id, "status", "signed");
    assert_eq!((on(&r, "2024-12-16"), one(&r, &id).date.value.as_deref()), (1, Some("2024-10-30")));
    sound(&r);
}

#[test]
fn what_was_rejected_stays_rejected() {
    let docs = three();
    let mut r = registry(&docs[..1]);
    let first = all(&r)[0].id.clone();
    let n = decide(&mut r, DecisionKind::Reject, &first);
    take(&mut r, &docs[1..]);
    assert_eq!(all(&r).len(), 0);
    assert_eq!(r.agreements(&Filter { review: Some("rejected".into()), ..Filter::default() }).expect("a list")[0].reports.len(), 3);
    // The very report that was rejected is no longer found; the others tell of the same thing.
    reread(&mut r, "2", &[docs[0].clone().silent(), docs[1].clone(), docs[2].clone()], false);
    assert_eq!((all(&r).len(), one(&r, &first).review.as_str()), (0, "rejected"));
    sound(&r);
    undo(&mut r, n);
    assert_eq!(groups(&r), [["paris", "praha"]]);
    sound(&r);
}

/// Told as bilateral by two, as trilateral by two.
fn two_and_two() -> Vec<Doc> {
    let of = |id: &str, parties: &str, day: &str, signed: &str| doc(id, day).says(agreement(parties, signed, json!({})));
    vec![
        of("one", "CZE+MAR", "2024-10-31", "2024-10-30"),
        of("two", "CZE+MAR", "2024-11-01", "2024-10-30"),
        of("three", "AZE+CZE+MAR", "2024-11-20", "2024-11-15"),
        of("four", "AZE+CZE+MAR", "2024-11-21", "2024-11-15"),
    ]
}

#[test]
fn a_merge_brings_all_reports_of_both_also_where_parties_and_dates_contradict() {
    let docs = two_and_two();
    let mut r = registry(&docs);
    assert_eq!(groups(&r), [["four", "three"], ["one", "two"]]);
    let (a, b) = (key(&r, "two"), key(&r, "four"));
    let n = decide_two(&mut r, DecisionKind::Merge, &a, &b);
    assert_eq!(groups(&r), [["four", "one", "three", "two"]]);
    assert_eq!(one(&r, &a).id, one(&r, &b).id);
    sound(&r);
    // A later report of either joins.
    take(
        &mut r,
        &[doc("five", "2024-11-22").says(agreement("AZE+CZE+MAR", "2024-11-15", json!({}))), doc("six", "2024-11-02").says(agreement("CZE+MAR", "2024-10-30", json!({})))],
    );
    assert_eq!(groups(&r).len(), 1);
    sound(&r);
    undo(&mut r, n);
    assert_eq!(groups(&r), [vec!["five", "four", "three"], vec!["one", "six", "two"]]);
    sound(&r);
}

#[test]
fn a_merge_holds_where_the_merged_report_is_read_no_more() {
    let docs = two_and_two();
    let mut r = registry(&docs);
    let (a, b) = (key(&r, "one"), key(&r, "three"));
    decide_two(&mut r, DecisionKind::Merge, &a, &b);
    let mut again = docs.clone();
    (again[0], again[2]) = (docs[0].clone().silent(), docs[2].clone().silent());
    reread(&mut r, "2", &again, false);
    // Their fellows stand for them.
    assert_eq!(groups(&r), [["four", "two"]]);
    assert_eq!(one(&r, &a).id, one(&r, &b).id);
    sound(&r);
}

#[test]
fn what_was_merged_is_not_lost_with_the_other_text() {
    // Alone on each side; whichever of the two names the agreement.
    for gone in ["three", "one"] {
        let docs = two_and_two();
        let mut r = registry(&[docs[0].clone(), docs[2].clone()]);
        let (a, b) = (key(&r, "one"), key(&r, "three"));
        decide_two(&mut r, DecisionKind::Merge, &a, &b);
        let silent = docs.iter().find(|d| d.document["id"] == json!(gone)).expect("a document").clone().silent();
        take(&mut r, &[silent.text("The paper takes its report back and says nothing more of it.")]);
        let left = if gone == "one" { "three" } else { "one" };
        assert_eq!(groups(&r), [[left]]);
        assert_eq!(one(&r, &a).id, one(&r, &b).id, "both ids lead to what is left");
        sound(&r);
    }
}

fn sorted(mut groups: Vec<Vec<&str>>) -> Vec<Vec<&str>> {
    groups.sort();
    groups
}

#[test]
fn one_report_split_off_leaves_the_others_together() {
    for leaves in 0..3 {
        let docs = three();
        let mut r = registry(&docs);
        let id = all(&r)[0].id.clone();
        let names = ["rabat", "praha", "paris"];
        let report = key(&r, names[leaves]);
        let n = decide_two(&mut r, DecisionKind::Split, &id, &report);
        let mut rest: Vec<&str> = names.iter().enumerate().filter(|(i, _)| *i != leaves).map(|x| *x.1).collect();
        rest.sort_unstable();
        assert_eq!(groups(&r), sorted(vec![vec![names[leaves]], rest.clone()]), "{} leaves", names[leaves]);
        sound(&r);
        // A report that comes later stays with the two.
        take(&mut r, &[doc("wien", "2024-11-03").says(agreement("CZE+MAR", "2024-10-30", json!({})))]);
        rest.push("wien");
        assert_eq!(groups(&r), sorted(vec![vec![names[leaves]], rest]));
        undo(&mut r, n);
        assert_eq!(groups(&r).len(), 1);
        sound(&r);
    }
}

#[test]
fn the_later_of_merge_and_split_wins() {
    let mut r = registry(&three()[..2]);
    let (a, b) = (key(&r, "rabat"), key(&r, "praha"));
    decide_two(&mut r, DecisionKind::Split, &a, &b);
    assert_eq!(groups(&r).len(), 2);
    decide_two(&mut r, DecisionKind::Merge, &b, &a);
    assert_eq!(groups(&r).len(), 1);
    decide_two(&mut r, DecisionKind::Split, &b, &a);
    assert_eq!(groups(&r).len(), 2);
}

/// What is listed, without what depends on the clock.
fn listing(r: &Registry) -> Vec<String> {
    let mut list: Vec<String> = [None, Some("rejected".to_string())]
        .into_iter()
        .flat_map(|review| r.agreements(&Filter { review, ..Filter::default() }).expect("a list"))
        .map(|a| serde_json::to_string(&a).expect("JSON"))
        .collect();
    list.extend(r.events(&Filter::default()).expect("a list").iter().map(|e| serde_json::to_string(e).expect("JSON")));
    list
}

#[test]
fn it_does_not_matter_whether_documents_come_before_or_after_decisions() {
    let mut docs = three();
    docs.extend(two_and_two().into_iter().map(|d| d.clone().of("id", format!("x-{}", d.document["id"].as_str().expect("an id"))).text(&d.text.to_uppercase())));
    docs.push(doc("wien", "2024-11-03").says(agreement("CZE+MAR", "", json!({}))).tells(event("visit", "CZE", "2024-11-20", json!({"host": "MAR"}))));
    docs.push(doc("brno", "2024-11-21").tells(event("visit", "CZE", "2024-11-20", json!({"host": "MAR"}))));
    // A decision needs the two mentions it names; all else may come later.
    let names = ["rabat", "praha", "x-one", "x-three", "wien"];
    let run = |first: &[usize], rest: &[usize]| {
        let pick = |which: &[usize]| which.iter().map(|&i| docs[i].clone()).collect::<Vec<_>>();
        let mut r = registry(&pick(first));
        let k: Vec<String> = names.iter().map(|n| key(&r, n)).collect();
        decide_two(&mut r, DecisionKind::Split, &k[0], &k[1]);
        decide_two(&mut r, DecisionKind::Merge, &k[2], &k[3]);
        correct(&mut r, &k[3], "title", "Trojstranná dohoda");
        decide(&mut r, DecisionKind::Accept, &k[0]);
        let visit = key(&r, "wien#e1");
        decide(&mut r, DecisionKind::Accept, &visit);
        take(&mut r, &pick(rest));
        sound(&r);
        listing(&r)
    };
    let position = |n: &str| docs.iter().position(|d| d.document["id"] == json!(n)).expect("a document");
    let needed: Vec<usize> = names.iter().map(|n| position(n)).collect();
    let others: Vec<usize> = (0..docs.len()).filter(|i| !needed.contains(i)).collect();
    let everything: Vec<usize> = (0..docs.len()).collect();
    let expected = run(&everything, &[]);
    assert!(expected.len() >= 3, "{expected:#?}");
    let reversed = |list: &[usize]| list.iter().rev().copied().collect::<Vec<_>>();
    assert_eq!(run(&reversed(&everything), &[]), expected);
    assert_eq!(run(&needed, &others), expected);
    assert_eq!(run(&reversed(&needed), &reversed(&others)), expected);
}

#[test]
fn decisions_cannot_be_changed_or_removed() {
    let mut r = registry(&three()[..1]);
    let id = all(&r)[0].id.clone();
    decide(&mut r, DecisionKind::Note, &id);
    for sql in [
        "UPDATE decision SET reason = 'x'",
        "DELETE FROM decision",
        "INSERT OR REPLACE INTO decision (id, at, author, kind, target, reason) SELECT id, at, 'other', kind, target, reason FROM decision",
    ] {
        let e = r.connection().execute_batch(sql).expect_err(sql);
        assert!(e.to_string().contains("append-only") || e.to_string().contains("UNIQUE"), "{sql}: {e}");
    }
    assert_eq!(r.decisions(&id).expect("decisions")[0].author, "Amina");
}

#[test]
fn history_shows_every_reading_and_every_decision() {
    let docs = three();
    let mut r = registry(&docs[..2]);
    let first = key(&r, "rabat");
    let n = correct(&mut r, &first, "instrument", "treaty");
    decide(&mut r, DecisionKind::Note, &first);
    undo(&mut r, n);
    let other = key(&r, "praha");
    decide_two(&mut r, DecisionKind::Split, &first, &other);
    // A newer engine reads another day in Rabat's report, and nothing in Prague's.
    let newer = docs[0].clone().silent().says(agreement("CZE+MAR", "2024-10-29", json!({})));
    reread(&mut r, "2", &[newer, docs[1].clone().silent()], false);
    let id = r.resolve_id("agreement", &first).expect("it is there");
    let statements = r.statements(&id, true).expect("statements");
    let signed: Vec<(&str, bool)> = statements.iter().filter(|s| s.property == "signed").map(|s| (s.engine.as_str(), s.former)).collect();
    assert_eq!(signed, [("2", false), ("1", true)]);
    let decided = r.decisions(&id).expect("decisions");
    let kinds: Vec<(&str, bool)> = decided.iter().map(|d| (d.kind.as_str(), d.undone)).collect();
    assert_eq!(kinds, [("correct", true), ("note", false), ("undo", false), ("split", false)]);
    // Of what is gone, the history remains.
    assert!(matches!(r.resolve_id("agreement", &other), Err(RegistryError::NoSuchId(_))));
    assert!(r.was_known(&other).expect("an answer"));
    let gone = r.statements(&other, true).expect("statements");
    assert!(gone.iter().any(|s| s.property == "signed" && s.former && s.document == "praha"));
    assert!(r.decisions(&other).expect("decisions").iter().any(|d| d.kind == "split"));
    assert!(!r.was_known("cze-mar-nothing").expect("an answer"));
}

#[test]
fn an_id_once_given_goes_on_to_resolve() {
    let docs = three();
    let mut r = registry(&docs[..1]);
    let mut ids = vec![all(&r)[0].id.clone()];
    let check = |r: &Registry, ids: &[String], when: &str| {
        for id in ids {
            let a = r.agreement(id).unwrap_or_else(|e| panic!("{when}: {e}"));
            assert!(!a.reports.is_empty());
        }
    };
    take(&mut r, &docs[1..]);
    ids.extend(docs.iter().map(|d| key(&r, d.document["id"].as_str().expect("an id"))));
    check(&r, &ids, "more reports");
    let (a, b) = (ids[0].clone(), key(&r, "paris"));
    decide_two(&mut r, DecisionKind::Split, &a, &b);
    ids.extend(all(&r).into_iter().map(|a| a.id));
    check(&r, &ids, "split");
    decide_two(&mut r, DecisionKind::Merge, &a, &b);
    check(&r, &ids, "merged");
    // The one after which the agreement is named is read no more, then the next.
    for (version, gone) in [("2", 1), ("3", 2)] {
        let again: Vec<Doc> = docs.iter().enumerate().map(|(i, d)| if i < gone { d.clone().silent() } else { d.clone() }).collect();
        reread(&mut r, version, &again, false);
        check(&r, &ids, version);
    }
    let found: Vec<String> = ids.iter().map(|i| r.agreement(i).expect("it is there").id).collect();
    assert!(found.iter().all(|f| *f == found[0]), "{found:?}");
    // Read again, every name is its own again.
    reread(&mut r, "4", &docs, false);
    check(&r, &ids, "4");
    sound(&r);
}

#[test]
fn a_decision_stays_with_its_agreement_where_the_text_tells_of_two() {
    let text = "In 2014 the two signed a framework accord on training. On Monday they signed a second agreement, on exercises.";
    let framework = agreement("CZE+MAR", "2014", json!({"evidence": [evidence(text, "parties", "the two signed a framework accord")]}));
    let second = agreement("CZE+MAR", "2024-10-28", json!({"areas": ["exercises"], "evidence": [evidence(text, "parties", "they signed a second agreement")]}));
    let d = told("both", "2024-10-30", "en", text);
    let mut r = registry(&[d.clone().says(framework.clone()).says(second.clone())]);
    let (old, new) = (key(&r, "both#a1"), key(&r, "both#a2"));
    decide(&mut r, DecisionKind::Reject, &old);
    correct(&mut r, &new, "title", "the second");
    // A newer engine finds only the second, which is now the first of its text.
    reread(&mut r, "2", &[d.clone().says(second.clone())], false);
    let list = all(&r);
    assert_eq!((list.len(), list[0].title.as_deref(), list[0].signed.value.as_deref()), (1, Some("the second"), Some("2024-10-28")));
    assert_eq!(list[0].id, new);
    // And a newer one both again, the other way round.
    reread(&mut r, "3", &[d.says(second).says(framework)], false);
    assert_eq!(all(&r).len(), 1);
    assert_eq!(r.agreement(&new).expect("it is there").title.as_deref(), Some("the second"));
    sound(&r);
}

#[test]
fn events_are_decided_on_too() {
    let of = |id: &str| doc(id, "2024-11-21").tells(event("visit", "CZE", "2024-11-20", json!({"host": "MAR"})));
    let mut r = registry(&[of("one"), of("two"), of("three")]);
    let events = |r: &Registry| r.events(&Filter::default()).expect("events").iter().map(|e| e.reports).collect::<Vec<_>>();
    assert_eq!(events(&r), [3]);
    let (a, b) = (key(&r, "one#e1"), key(&r, "two#e1"));
    let n = decide_two(&mut r, DecisionKind::Split, &a, &b);
    let mut apart = events(&r);
    apart.sort_unstable();
    assert_eq!(apart, [1, 2]);
    undo(&mut r, n);
    assert_eq!(events(&r), [3]);
    decide(&mut r, DecisionKind::Reject, &a);
    assert_eq!(events(&r), Vec::<i64>::new());
    decide(&mut r, DecisionKind::Accept, &b);
    assert_eq!(r.events(&Filter { review: Some("accepted".into()), ..Filter::default() }).expect("events").len(), 1);
    sound(&r);
}

#[test]
fn what_cannot_be_decided_is_said_and_leaves_no_trace() {
    let d = doc("one", "2024-11-21").says(agreement("CZE+MAR", "2024-11-20", json!({}))).tells(event("visit", "CZE", "2024-11-20", json!({"host": "MAR"}))).tells(event(
        "meeting",
        "CZE+MAR",
        "2024-11-20",
        json!({}),
    ));
    let mut r = registry(&[d]);
    let (a, e, m) = (key(&r, "one"), key(&r, "one#e1"), key(&r, "one#e2"));
    let two = |kind, x: &str, y: &str| Decision { other: Some(y.into()), ..decision(kind, x) };
    let fix = |p: &str, v: &str| Decision { property: Some(p.into()), value: Some(v.into()), ..decision(DecisionKind::Correct, &a) };
    let bad = [
        (Decision { author: "  ".into(), ..decision(DecisionKind::Accept, &a) }, "author"),
        (Decision { reason: String::new(), ..decision(DecisionKind::Reject, &a) }, "reason"),
        (decision(DecisionKind::Accept, "cze-mar-nothing"), "cze-mar-nothing"),
        (two(DecisionKind::Merge, &a, &e), "agreement and an event"),
        (two(DecisionKind::Merge, &e, &m), "events are one only"),
        (two(DecisionKind::Merge, &a, &a), "same report"),
        (two(DecisionKind::Split, &a, &a), "same report"),
        (decision(DecisionKind::Split, &a), "two ids"),
        (Decision { target: e.clone(), ..fix("date", "2024") }, "events cannot"),
        (fix("parties", "MAR"), "parties are"),
        (fix("parties", "MAR+Czechia"), "parties are"),
        (fix("areas", "football"), "no area"),
        (fix("signed", "30.10.2024"), "a date is"),
        (fix("signed", "2024-02-30"), "a date is"),
        (fix("status", "done"), "status is one of"),
        (fix("place_country", "Morocco"), "country"),
        (fix("duration_years", "many"), "duration"),
        (fix("duration_years", "-3"), "duration"),
        (fix("confidence", "1"), "cannot be corrected"),
        (decision(DecisionKind::Undo, "7"), "no decision number"),
        (decision(DecisionKind::Undo, "first"), "no decision number"),
    ];
    for (d, says) in bad {
        let e = r.decide(&d).expect_err(says).to_string();
        assert!(e.contains(says), "{e:?} should say {says:?}");
    }
    assert_eq!(r.connection().query_row("SELECT count(*) FROM decision", [], |x| x.get::<_, i64>(0)).expect("a number"), 0);
    // Of several, all or none.
    assert!(r.decide_all(&[fix("scope", "general"), fix("status", "done")]).is_err());
    assert_eq!(one(&r, &a).scope, "sector");
    // First letters that fit several are said to.
    let e = r.resolve_id("event", "").expect_err("several");
    assert!(matches!(&e, RegistryError::Ambiguous { several, .. } if several.len() == 2), "{e}");
    let n = decide(&mut r, DecisionKind::Accept, &a);
    undo(&mut r, n);
    for again in [n, n + 1] {
        assert!(matches!(r.decide(&decision(DecisionKind::Undo, &again.to_string())), Err(RegistryError::Decision(_))));
    }
}
