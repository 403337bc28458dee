//! Signed is not done: what the reports tell since, area by area; and the steps of an agreement's life.

mod made;

use made::*;
use mithaq_registry::{AreaFollowed, Registry};
use serde_json::json;

fn followed(r: &Registry, document: &str) -> Vec<AreaFollowed> {
    let a = r.agreement(&key(r, document)).expect("it is there");
    r.follow_through(&a).expect("an answer")
}

/// Type and day of each deed, and of each plan.
fn of(list: &[AreaFollowed], area: &str) -> (Vec<String>, Vec<String>) {
    let area = list.iter().find(|f| f.area == area).unwrap_or_else(|| panic!("no {area} in {list:#?}"));
    let line = |e: &mithaq_registry::EventListed| format!("{} {}", e.kind, e.day.as_deref().unwrap_or(".."));
    (area.deeds.iter().map(line).collect(), area.planned.iter().map(line).collect())
}

fn signing() -> Doc {
    doc("signing", "2022-03-11").says(agreement("FRA+MAR", "2022-03-10", json!({"areas": ["defence-policy", "exercises", "training"]})))
}

fn report(id: &str, published: &str, kind: &str, participants: &str, on: &str, more: serde_json::Value) -> Doc {
    doc(id, published).tells(event(kind, participants, on, more))
}

#[test]
fn deeds_count_and_plans_stand_beside() {
    let mut r = registry(&[
        signing(),
        report("early", "2022-02-02", "exercise", "FRA+MAR", "2022-02-01", json!({})),
        report("same", "2022-03-11", "exercise", "FRA+MAR", "2022-03-10", json!({})),
        report("done", "2022-06-02", "exercise", "FRA+MAR", "2022-06-01", json!({})),
        report("now", "2023-06-02", "exercise", "FRA+MAR", "2023-06-01", json!({"realis": "ongoing"})),
        report("plan", "2023-07-02", "exercise", "FRA+MAR", "2024-06-01", json!({"realis": "scheduled"})),
        report("off", "2023-07-03", "exercise", "FRA+MAR", "2023-09", json!({"realis": "cancelled"})),
        report("others", "2022-07-02", "exercise", "FRA+TUN", "2022-07-01", json!({})),
        report("undated", "2022-08-02", "training", "FRA+MAR", "", json!({})),
        report("undated-soon", "2022-03-15", "training", "FRA+MAR", "", json!({"name": "Cours d'hiver"})),
        report("arms", "2022-09-02", "delivery", "MAR", "2022-09-01", json!({"host": "FRA"})),
    ]);
    let f = followed(&r, "signing");
    assert_eq!(of(&f, "exercises"), (vec!["exercise 2022-06-01".into(), "exercise 2023-06-01".into()], vec!["exercise 2023-09-01".into(), "exercise 2024-06-01".into()]));
    let exercises = f.iter().find(|x| x.area == "exercises").expect("an area");
    assert_eq!((exercises.last_seen.as_deref(), exercises.silent_since.as_deref()), (Some("2023-06-01"), Some("2023-06-01")));
    assert_eq!(of(&f, "training").0, ["training 2022-08-02"]);
    assert_eq!(of(&f, "other").0, ["delivery 2022-09-01"]);
    let policy = f.iter().find(|x| x.area == "defence-policy").expect("an area");
    assert_eq!((policy.last_seen.as_deref(), policy.silent_since.as_deref()), (None, Some("2022-03-10")));
    // What a person rejects was no deed.
    let id = key(&r, "now#e1");
    decide(&mut r, mithaq_registry::DecisionKind::Reject, &id);
    assert_eq!(of(&followed(&r, "signing"), "exercises").0, ["exercise 2022-06-01"]);
    // A plan that was carried out is a deed.
    take(&mut r, &[report("held", "2024-06-02", "exercise", "FRA+MAR", "2024-06-01", json!({}))]);
    let exercises = of(&followed(&r, "signing"), "exercises");
    assert_eq!((exercises.0.last().map(String::as_str), exercises.1.len()), (Some("exercise 2024-06-01"), 1));
}

#[test]
fn the_visit_of_the_signing_is_no_deed_and_a_later_one_is() {
    let visit = |on: &str| event("visit", "FRA", on, json!({"host": "MAR"}));
    let recalled = agreement("FRA+MAR", "2022-03-10", json!({"areas": ["defence-policy"]}));
    let r = registry(&[
        signing().tells(visit("2022-03-11")),
        // Another report dates the visit a day later, and says nothing of the agreement.
        doc("visit", "2022-03-13").tells(visit("2022-03-12")),
        // A year later the minister comes again; the report recalls what was signed.
        doc("again", "2023-04-02").says(recalled).tells(visit("2023-04-01")),
    ]);
    assert_eq!(of(&followed(&r, "signing"), "defence-policy").0, ["visit 2023-04-01"]);
}

#[test]
fn between_two_of_many_parties_is_enough() {
    let three = doc("three", "2022-03-11").says(agreement("AZE+GEO+TUR", "2022-03-10", json!({"areas": ["exercises"]})));
    let r = registry(&[
        three,
        report("two", "2022-06-02", "exercise", "GEO+TUR", "2022-06-01", json!({})),
        report("all", "2022-07-02", "exercise", "AZE+GEO+TUR", "2022-07-01", json!({})),
        report("one", "2022-08-02", "exercise", "TUR+USA", "2022-08-01", json!({})),
    ]);
    assert_eq!(of(&followed(&r, "three"), "exercises").0, ["exercise 2022-06-01", "exercise 2022-07-01"]);
}

#[test]
fn what_is_not_signed_or_not_dated_is_not_followed() {
    let talks = json!({"status": "negotiating", "steps": steps(&[("negotiating", "2022-03-10")]), "date": date("2022-03-10"), "signed": date("")});
    let denied = json!({"status": "rejected", "steps": steps(&[("rejected", "")]), "date": date("2022-03-10"), "signed": date("")});
    for more in [talks, denied, json!({})] {
        let r = registry(&[doc("a", "2022-03-11").says(agreement("FRA+MAR", "", more)), report("e", "2022-06-02", "training", "FRA+MAR", "2022-06-01", json!({}))]);
        assert_eq!(followed(&r, "a"), []);
    }
}

#[test]
fn where_only_the_year_of_signature_is_known_the_year_passes_first() {
    let a = doc("a", "2022-03-11").says(agreement("FRA+MAR", "2021", json!({})));
    let r =
        registry(&[a, report("in", "2021-06-02", "training", "FRA+MAR", "2021-06-01", json!({})), report("after", "2022-01-03", "training", "FRA+MAR", "2022-01-02", json!({}))]);
    assert_eq!(of(&followed(&r, "a"), "training").0, ["training 2022-01-02"]);
}

fn life(r: &Registry, document: &str) -> Vec<String> {
    let s = r.show(&key(r, document)).expect("it is there");
    s.life.iter().map(|x| format!("{} {} {} {}", x.status, x.date.as_deref().unwrap_or(".."), x.known.as_deref().unwrap_or(".."), x.reports)).collect()
}

#[test]
fn each_renewal_is_a_step() {
    let renewed = |list: &[&str]| {
        let all: Vec<(&str, &str)> = std::iter::once(("signed", "2010-05-04")).chain(list.iter().map(|d| ("renewed", *d))).collect();
        agreement("ESP+PRT", "2010-05-04", json!({"status": "renewed", "date": date(list.last().expect("a date")), "steps": steps(&all), "duration_years": 5}))
    };
    let mut r = registry(&[doc("first", "2010-05-05").says(agreement("ESP+PRT", "2010-05-04", json!({"duration_years": 5})))]);
    take(&mut r, &[doc("second", "2015-05-06").of("language", "es").says(renewed(&["2015-05-04"])), doc("echo", "2015-05-07").of("language", "pt").says(renewed(&["2015-05-05"]))]);
    take(&mut r, &[doc("third", "2020-06-01").of("language", "pt").says(renewed(&["2020-05"]))]);
    let expected = ["signed 2010-05-04 2010-05-05 4", "renewed 2015-05-04 2015-05-06 2", "renewed 2020-05 2020-06-01 1"];
    assert_eq!(life(&r, "first"), expected);
    let a = &all(&r)[0];
    assert_eq!((all(&r).len(), a.runs.clone(), a.date.value.as_deref()), (1, (Some("2010-05-04".into()), Some("2025-05-01".into())), Some("2020-05")));
    sound(&r);
    // One report that tells of both; one that gives no date is of the last.
    let r = registry(&[
        doc("one", "2020-06-01").says(renewed(&["2015-05-04", "2020-05-02"])),
        doc("vague", "2020-06-02").says(renewed(&["2015"])),
        doc("bare", "2020-06-03").says(renewed(&[""])),
    ]);
    assert_eq!(life(&r, "one"), ["signed 2010-05-04 2020-06-01 3", "renewed 2015-05-04 2020-06-01 2", "renewed 2020-05-02 2020-06-01 2"]);
}

#[test]
fn the_life_goes_up_the_ladder_with_the_day_each_step_was_known() {
    let at = |status: &str, on: &str| json!({"status": status, "date": date(on), "steps": steps(&[("signed", "2021-11-14"), (status, on)])});
    let mut docs = vec![
        doc("talks", "2021-09-01").says(agreement("DZA+SRB", "", json!({"status": "negotiating", "steps": steps(&[("negotiating", "")])}))),
        doc("signed", "2021-11-15").says(agreement("DZA+SRB", "2021-11-14", json!({}))),
        doc("ratified", "2023-05-10").says(agreement("DZA+SRB", "2021-11-14", at("ratified", "2023-05-09"))),
        doc("force", "2023-07-02").says(agreement("DZA+SRB", "2021-11-14", at("in-force", "2023-07-01"))),
        doc("ended", "2024-02-02").says(agreement("DZA+SRB", "2021-11-14", at("terminated", "2024-02"))),
    ];
    let r = registry(&docs);
    let expected = [
        "negotiating .. 2021-09-01 1",
        "signed 2021-11-14 2021-11-15 4",
        "ratified 2023-05-09 2023-05-10 1",
        "in-force 2023-07-01 2023-07-02 1",
        "terminated 2024-02 2024-02-02 1",
    ];
    assert_eq!(life(&r, "signed"), expected);
    let a = &all(&r)[0];
    assert_eq!((a.status.as_str(), a.runs.clone()), ("terminated", (Some("2023-07-01".into()), Some("2024-03-01".into()))));
    docs.reverse();
    assert_eq!(life(&registry(&docs), "signed"), expected);
}

#[test]
fn conflicting_dates_stay_visible_and_a_vague_one_is_no_conflict() {
    let of = |id: &str, signed: &str| doc(id, "2023-06-14").says(agreement("HUN+KAZ", signed, json!({"areas": ["training"]})));
    let show = |docs: &[Doc]| {
        let r = registry(docs);
        let s = r.show(&key(&r, "a")).expect("it is there");
        let values: Vec<String> = s.disagreements.iter().filter(|d| d.property == "signed").map(|d| format!("{} {} {}", d.value, d.reports, d.shown)).collect();
        assert_eq!(all(&r).len(), 1);
        (s.agreement.signed.value.unwrap_or_default(), values)
    };
    assert_eq!(show(&[of("a", "2023-06-12"), of("b", "2023-06")]), ("2023-06-12".into(), vec![]));
    assert_eq!(show(&[of("a", "2023-06-12"), of("b", "2023-06-13"), of("c", "2023-06-13"), of("d", "2023-06")]).0, "2023-06-13");
    let (shown, values) = show(&[of("a", "2023-06-12"), of("b", "2023-06-13"), of("c", "2023-06-13")]);
    assert_eq!((shown.as_str(), values), ("2023-06-13", vec!["2023-06-13 2 true".into(), "2023-06-12 1 false".into()]));
    // A day outside the month that four outlets give does not win for being a day.
    let months: Vec<Doc> = ["b", "c", "d", "e"].iter().map(|id| of(id, "2023-05")).chain([of("a", "2023-06-02")]).collect();
    let r = registry(&months);
    let with = all(&r).into_iter().find(|a| a.reports.len() > 1).expect("several reports");
    assert_eq!(with.signed.value.as_deref(), Some("2023-05"));
}

#[test]
fn a_denial_counts_only_where_nobody_tells_of_a_signing() {
    let denied = || agreement("FRA+MAR", "", json!({"status": "rejected", "steps": steps(&[("rejected", "")]), "date": date("")}));
    let r = registry(&[doc("no", "2022-03-10").says(denied())]);
    assert_eq!(all(&r)[0].status, "rejected");
    let mut r = registry(&[doc("no", "2022-03-10").says(denied()), doc("yes", "2022-03-11").says(agreement("FRA+MAR", "2022-03-10", json!({})))]);
    let (a, b) = (key(&r, "no"), key(&r, "yes"));
    decide_two(&mut r, mithaq_registry::DecisionKind::Merge, &a, &b);
    assert_eq!((all(&r).len(), all(&r)[0].status.as_str()), (1, "signed"));
}
