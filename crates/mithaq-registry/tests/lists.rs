//! Every filter of lists, alone and together, and pages that neither repeat nor lose anything.

mod made;

use made::*;
use mithaq_registry::{Filter, Registry, RegistryError};
use serde_json::json;

fn filled() -> Registry {
    let place = |c: &str| json!({"name": c, "country": c, "latitude": null, "longitude": null});
    registry(&[
        doc("d1", "2024-11-01").of("language", "ar").of("publisher", "وكالة الأنباء المغربية").says(agreement(
            "CZE+MAR",
            "2024-10-30",
            json!({"areas": ["exercises", "training"], "scope": "general", "place": place("MAR"), "confidence": 0.95}),
        )),
        doc("d2", "2020-02-02").of("language", "es").of("publisher", "El 100%_Diario").says(agreement(
            "ESP+MAR",
            "2020-02",
            json!({"instrument": "memorandum", "confidence": 0.6}),
        )),
        doc("d3", "2019-12-31").of("language", "fr").of("publisher", "L'Écho").says(agreement("FRA+TUN", "2019", json!({"instrument": "protocol", "areas": ["intelligence"]}))),
        doc("d4", "2021-05-05").of("language", "ru").of("publisher", "ТАСС").quoting(&["Интерфакс", "Минобороны"]).says(agreement(
            "KAZ+RUS",
            "2020-10-01",
            json!({"status": "ratified", "date": date("2021-05-04"), "steps": steps(&[("signed", "2020-10-01"), ("ratified", "2021-05-04")]), "duration_years": 2}),
        )),
        doc("d5", "2022-03-03").of("language", "tr").says(agreement(
            "TUR+UZB",
            "",
            json!({"domain": "security", "status": "negotiating", "steps": steps(&[("negotiating", "")]), "areas": [], "confidence": 0.4}),
        )),
        doc("d6", "2023-06-01").of("language", "en").says(agreement(
            "LBY+MLT",
            "2020-01-31",
            json!({"status": "terminated", "date": date("2023-05"), "steps": steps(&[("signed", "2020-01-31"), ("terminated", "2023-05")])}),
        )),
    ])
}

fn found(r: &Registry, f: Filter) -> Vec<String> {
    let list = r.agreements(&f).expect("a list");
    assert_eq!(r.count_agreements(&f).expect("a number"), list.len() as i64);
    list.iter().map(|a| a.reports[0].document.clone()).collect()
}

fn some(v: &str) -> Option<String> {
    Some(v.into())
}

fn list(v: &[&str]) -> Vec<String> {
    v.iter().map(|s| s.to_string()).collect()
}

#[test]
fn each_filter_finds_what_it_names() {
    let r = filled();
    let none: [&str; 0] = [];
    assert_eq!(found(&r, Filter::default()), ["d1", "d6", "d5", "d4", "d2", "d3"]);
    assert_eq!(found(&r, Filter { states: list(&["MAR"]), ..Filter::default() }), ["d1", "d2"]);
    assert_eq!(found(&r, Filter { states: list(&["MAR", "CZE"]), ..Filter::default() }), ["d1"]);
    assert_eq!(found(&r, Filter { states: list(&["MAR", "MAR"]), ..Filter::default() }), ["d1", "d2"]);
    assert_eq!(found(&r, Filter { any_state: list(&["TUN", "LBY"]), ..Filter::default() }), ["d6", "d3"]);
    assert_eq!(found(&r, Filter { states: list(&["MAR"]), any_state: list(&["ESP"]), ..Filter::default() }), ["d2"]);
    assert_eq!(found(&r, Filter { areas: list(&["training"]), ..Filter::default() }), ["d1", "d6", "d4", "d2"]);
    assert_eq!(found(&r, Filter { areas: list(&["training", "exercises"]), states: list(&["CZE"]), ..Filter::default() }), ["d1"]);
    assert_eq!(found(&r, Filter { instruments: list(&["protocol", "memorandum"]), ..Filter::default() }), ["d2", "d3"]);
    assert_eq!(found(&r, Filter { statuses: list(&["ratified", "negotiating"]), ..Filter::default() }), ["d5", "d4"]);
    assert_eq!(found(&r, Filter { domain: some("security"), ..Filter::default() }), ["d5"]);
    assert_eq!(found(&r, Filter { min_confidence: Some(0.6), ..Filter::default() }), ["d1", "d6", "d4", "d2", "d3"]);
    assert_eq!(found(&r, Filter { min_confidence: Some(0.96), ..Filter::default() }), none);
    assert_eq!(found(&r, Filter { language: some("tr"), ..Filter::default() }), ["d5"]);
    assert_eq!(found(&r, Filter { language: some("TR' OR 1 --"), ..Filter::default() }), none);
}

#[test]
fn a_source_is_found_in_any_writing_and_is_no_pattern() {
    let r = filled();
    for (source, expected) in [
        ("المغربيّة", vec!["d1"]),
        ("وكالة الانباء", vec!["d1"]),
        ("100%_d", vec!["d2"]),
        ("1%d", vec![]),
        ("_", vec!["d2"]),
        ("l'echo", vec!["d3"]),
        ("L’ÉCHO", vec!["d3"]),
        ("тасс", vec!["d4"]),
        ("минобороны", vec!["d4"]),
        ("ИНТЕРФАКС", vec!["d4"]),
        ("'", vec![]),
        ("' OR '1'='1", vec![]),
        ("\"", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(found(&r, Filter { source: some(source), ..Filter::default() }), expected, "{source:?}");
        let documents: Vec<String> = r.documents(&Filter { source: some(source), ..Filter::default() }).expect("documents").into_iter().map(|d| d.document).collect();
        assert_eq!(documents, expected, "{source:?} of documents");
    }
}

#[test]
fn since_and_until_take_days_months_and_years() {
    let of = |id: &str, signed: &str| doc(id, "2025-01-01").says(agreement("CZE+MAR", signed, json!({"instrument": "contract"})));
    // Of one pair, years apart or of other days: all different agreements.
    let r = registry(&[of("y", "2018"), of("m", "2020-05"), of("d1", "2021-04-30"), of("d2", "2022-05-01"), of("d3", "2023-05-31"), of("d4", "2024-12-31")]);
    assert_eq!(all(&r).len(), 6);
    let since = |d: &str| found(&r, Filter { since: some(d), ..Filter::default() }).len();
    let until = |d: &str| found(&r, Filter { until: some(d), ..Filter::default() }).len();
    // A month or year stands for its first day.
    for (d, n) in
        [("2018", 6), ("2018-01-01", 6), ("2018-01-02", 5), ("2020-05", 5), ("2020-05-01", 5), ("2020-05-02", 4), ("2021-04-30", 4), ("2021-05", 3), ("2024-12-31", 1), ("2025", 0)]
    {
        assert_eq!(since(d), n, "since {d}");
    }
    for (d, n) in [
        ("2017-12-31", 0),
        ("2018", 1),
        ("2018-01-01", 1),
        ("2020-04", 1),
        ("2020-05-01", 2),
        ("2021-04-29", 2),
        ("2021-04-30", 3),
        ("2022", 4),
        ("2023-05", 5),
        ("2024-12-30", 5),
        ("2024", 6),
    ] {
        assert_eq!(until(d), n, "until {d}");
    }
    assert_eq!(found(&r, Filter { since: some("2022-05"), until: some("2022-05"), ..Filter::default() }), ["d2"]);
    for bad in ["", "20", "2020-13", "2020-02-30", "yesterday", "2020-1-1", "٢٠٢٠"] {
        assert!(matches!(r.agreements(&Filter { since: some(bad), ..Filter::default() }), Err(RegistryError::Query(_))), "{bad:?}");
        assert!(matches!(r.agreements(&Filter { until: some(bad), ..Filter::default() }), Err(RegistryError::Query(_))), "{bad:?}");
        assert!(matches!(r.agreements(&Filter { in_force: some(bad), ..Filter::default() }), Err(RegistryError::Query(_))), "{bad:?}");
    }
}

#[test]
fn in_force_holds_from_the_first_day_to_the_last() {
    let r = filled();
    let on = |d: &str| found(&r, Filter { in_force: some(d), ..Filter::default() });
    // Signed 30 October, open; month and year count from their first day.
    assert_eq!((on("2024-10-29").contains(&"d1".into()), on("2024-10-30").contains(&"d1".into()), on("2100-01-01").contains(&"d1".into())), (false, true, true));
    assert_eq!((on("2020-01-31").contains(&"d2".into()), on("2020-02-01").contains(&"d2".into())), (false, true));
    assert_eq!((on("2018-12-31").contains(&"d3".into()), on("2019-01-01").contains(&"d3".into())), (false, true));
    // From ratification, for two years.
    let d4 = |d: &str| on(d).contains(&"d4".into());
    assert_eq!((d4("2021-05-03"), d4("2021-05-04"), d4("2023-05-03"), d4("2023-05-04")), (false, true, true, false));
    // Terminated in May: in force to its last day.
    let d6 = |d: &str| on(d).contains(&"d6".into());
    assert_eq!((d6("2020-01-30"), d6("2020-01-31"), d6("2023-05-31"), d6("2023-06-01")), (false, true, true, false));
    assert!(!on("2023-01-01").contains(&"d5".into()), "talks are never in force");
}

#[test]
fn review_restricts_and_leaves_out_what_was_rejected() {
    let mut r = filled();
    let ids: Vec<String> = ["d1", "d2", "d3"].iter().map(|d| key(&r, d)).collect();
    decide(&mut r, mithaq_registry::DecisionKind::Accept, &ids[0]);
    correct(&mut r, &ids[1], "scope", "sector");
    decide(&mut r, mithaq_registry::DecisionKind::Reject, &ids[2]);
    let of = |review: &str| found(&r, Filter { review: some(review), ..Filter::default() });
    assert_eq!((of("accepted"), of("corrected"), of("rejected")), (list(&["d1"]), list(&["d2"]), list(&["d3"])));
    assert_eq!(of("unreviewed"), ["d6", "d5", "d4"]);
    assert_eq!(found(&r, Filter::default()).len(), 5);
    // Talks that a single report tells, unsure.
    assert_eq!(of("doubtful"), ["d5"]);
    // What contradicts is for a person; once decided it is not.
    take(&mut r, &[doc("d7", "2021-05-05").says(agreement("KAZ+RUS", "2020-10-02", json!({"duration_years": 2})))]);
    let of = |r: &Registry| found(r, Filter { review: some("doubtful"), ..Filter::default() }).len();
    assert_eq!(of(&r), 2);
    let id = key(&r, "d7");
    decide(&mut r, mithaq_registry::DecisionKind::Accept, &id);
    assert_eq!(of(&r), 1);
}

#[test]
fn events_are_filtered_too() {
    let of =
        |id: &str, kind: &str, who: &str, on: &str, more: serde_json::Value| doc(id, "2023-06-10").of("language", "pt").of("publisher", "Lusa").tells(event(kind, who, on, more));
    let r = registry(&[
        of("e1", "visit", "CZE", "2023-06-01", json!({"host": "MAR", "confidence": 0.5})),
        of("e2", "exercise", "MAR+USA", "2023-06", json!({"realis": "scheduled", "areas": ["maritime-border"]})),
        of("e3", "delivery", "MAR", "", json!({"host": "FRA"})),
        of("e4", "exhibition", "", "2023-09-01", json!({"host": "POL"})),
    ]);
    let ids = |f: Filter| {
        let mut v: Vec<String> = r.events(&f).expect("events").iter().map(|e| r.told(&e.id).expect("reports")[0].document.clone()).collect();
        v.sort();
        v
    };
    assert_eq!(ids(Filter::default()).len(), 4);
    assert_eq!(ids(Filter { states: list(&["MAR"]), ..Filter::default() }), ["e1", "e2", "e3"]);
    assert_eq!(ids(Filter { states: list(&["FRA", "MAR"]), ..Filter::default() }), ["e3"]);
    assert_eq!(ids(Filter { any_state: list(&["USA", "POL"]), ..Filter::default() }), ["e2", "e4"]);
    assert_eq!(ids(Filter { types: list(&["visit", "exhibition"]), ..Filter::default() }), ["e1", "e4"]);
    assert_eq!(ids(Filter { realis: list(&["scheduled"]), ..Filter::default() }), ["e2"]);
    assert_eq!(ids(Filter { areas: list(&["maritime-border"]), ..Filter::default() }), ["e2"]);
    assert_eq!(ids(Filter { areas: list(&["maritime"]), ..Filter::default() }), Vec::<String>::new());
    assert_eq!(ids(Filter { min_confidence: Some(0.6), ..Filter::default() }).len(), 3);
    assert_eq!(ids(Filter { since: some("2023-06-02"), ..Filter::default() }), ["e3", "e4"]);
    assert_eq!(ids(Filter { until: some("2023-06-01"), ..Filter::default() }), ["e1", "e2"]);
    assert_eq!(ids(Filter { source: some("LUSA"), language: some("pt"), ..Filter::default() }).len(), 4);
    // What only agreements have is refused, not ignored.
    for f in [
        Filter { statuses: list(&["signed"]), ..Filter::default() },
        Filter { in_force: some("2023-01-01"), ..Filter::default() },
        Filter { review: some("doubtful"), ..Filter::default() },
    ] {
        assert!(matches!(r.events(&f), Err(RegistryError::Query(_))), "{f:?}");
    }
}

#[test]
fn documents_are_filtered_by_what_they_tell() {
    let r = filled();
    let of = |f: Filter| {
        let mut v: Vec<String> = r.documents(&f).expect("documents").into_iter().map(|d| d.document).collect();
        v.sort();
        v
    };
    assert_eq!(of(Filter { states: list(&["MAR"]), ..Filter::default() }), ["d1", "d2"]);
    assert_eq!(of(Filter { any_state: list(&["RUS", "TUN"]), ..Filter::default() }), ["d3", "d4"]);
    assert_eq!(of(Filter { areas: list(&["intelligence"]), ..Filter::default() }), ["d3"]);
    assert_eq!(of(Filter { statuses: list(&["ratified"]), ..Filter::default() }), ["d4"]);
    assert_eq!(of(Filter { instruments: list(&["memorandum"]), min_confidence: Some(0.5), ..Filter::default() }), ["d2"]);
    assert_eq!(of(Filter { domain: some("security"), ..Filter::default() }), ["d5"]);
    assert_eq!(of(Filter { since: some("2022"), until: some("2023"), ..Filter::default() }), ["d5", "d6"]);
    assert_eq!(of(Filter { types: list(&["visit"]), ..Filter::default() }), Vec::<String>::new());
}

#[test]
fn pages_neither_repeat_nor_lose() {
    // Many on one day, so that only their names order them.
    let docs: Vec<Doc> = (0..57)
        .map(|n| {
            let parties = format!("MAR+{}", ["PRT", "SEN", "TUN", "UKR", "USA"][n % 5]);
            doc(&format!("p{n}"), "2023-06-10")
                .says(agreement(&parties, &format!("20{:02}-01-01", n / 15), json!({"instrument": (["agreement", "contract", "plan"][n % 3]), "title": format!("Accord {n}")})))
                .tells(event("meeting", &parties, &format!("20{:02}-01-01", n / 15), json!({"name": format!("Réunion {n}"), "persons": []})))
        })
        .collect();
    let r = registry(&docs);
    for f in [Filter::default(), Filter { states: list(&["MAR"]), ..Filter::default() }, Filter { areas: list(&["training"]), ..Filter::default() }] {
        let whole: Vec<String> = r.agreements(&f).expect("a list").into_iter().map(|a| a.id).collect();
        let mut paged = Vec::new();
        while paged.len() < whole.len() {
            let page = r.agreements(&Filter { limit: Some(7), offset: paged.len() as i64, ..f.clone() }).expect("a page");
            assert!(!page.is_empty() && page.len() <= 7);
            paged.extend(page.into_iter().map(|a| a.id));
        }
        assert_eq!(paged, whole);
        assert!(whole.len() > 20);
        let mut once = whole.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), whole.len());
    }
    let whole: Vec<String> = r.events(&Filter::default()).expect("events").into_iter().map(|e| e.id).collect();
    let pages: Vec<String> = (0..)
        .step_by(4)
        .map_while(|offset| Some(r.events(&Filter { limit: Some(4), offset, ..Filter::default() }).expect("a page")).filter(|p| !p.is_empty()))
        .flatten()
        .map(|e| e.id)
        .collect();
    assert_eq!(pages, whole);
    assert_eq!(r.agreements(&Filter { limit: Some(0), ..Filter::default() }).expect("a list").len(), 0);
    assert_eq!(r.agreements(&Filter { offset: 10_000, ..Filter::default() }).expect("a list").len(), 0);
    // A search in pages, where a state's name finds more than its word does.
    let ask = |limit, offset| {
        let q = mithaq_registry::Query {
            words: "Morocco accord".into(),
            states: vec![("Morocco".into(), "MAR".into())],
            filter: Filter { limit: Some(limit), offset, ..Filter::default() },
            ..Default::default()
        };
        r.search(&q).expect("a search")
    };
    let whole: Vec<String> = ask(1000, 0).agreements.into_iter().map(|a| a.id).collect();
    let pages: Vec<String> = (0..).step_by(6).map_while(|o| Some(ask(6, o).agreements).filter(|p| !p.is_empty())).flatten().map(|a| a.id).collect();
    assert!(!whole.is_empty());
    assert_eq!(pages, whole);
}
