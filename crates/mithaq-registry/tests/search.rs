//! Finding words in any spelling and script, and surviving whatever is typed.

mod made;

use made::*;
use mithaq_registry::{Filter, Hits, Query, Registry};
use serde_json::json;

fn ask(r: &Registry, words: &str) -> Hits {
    r.search(&Query { words: words.into(), ..Query::default() }).unwrap_or_else(|e| panic!("{words:?}: {e}"))
}

fn documents(r: &Registry, words: &str) -> Vec<String> {
    let mut d: Vec<String> = ask(r, words).documents.into_iter().map(|d| d.document.document).collect();
    d.sort();
    d
}

/// What is marked in the first document's passage.
fn marked(r: &Registry, words: &str) -> Vec<String> {
    let hits = ask(r, words);
    let hit = hits.documents.first().unwrap_or_else(|| panic!("{words:?} finds nothing"));
    let letters: Vec<char> = hit.passage.chars().collect();
    hit.marks.iter().map(|&(a, b)| letters[a..b].iter().collect()).collect()
}

fn texts(list: &[(&str, &str, &str)]) -> Registry {
    registry(&list.iter().map(|(id, language, text)| told(id, "2023-05-05", language, text)).collect::<Vec<_>>())
}

#[test]
fn spellings_of_one_word_find_each_other() {
    let r = texts(&[
        ("hamza", "ar", "أعلن وزراء الدفاع إنشاء مركز للأمن السيبرانيّ في الإمارات"),
        ("article", "ar", "وبالمناورات المشتركة انتهت الزيارة، ومناورات أخرى تليها"),
        ("digits", "ar", "جرى التوقيع في ١٧ يونيو ٢٠٢٣ بحضور ۵ ضباط"),
        ("tatweel", "ar", "التعـــاون العسكـري بين البلدين"),
        ("yo", "ru", "Учения «Щит» прошли на Чёрном море, приём завершён"),
        ("schwa", "az", "Azərbaycan və Gürcüstan müdafiə nazirləri görüşdü"),
        ("dots", "tr", "İKİ ÜLKE ISPARTA'DA TATBİKAT YAPTI, İstanbul'daki toplantı"),
        ("czech", "cs", "Ministryně Černochová podepsala v Marrákeši dohodu"),
        ("french", "fr", "L’armée de l'air a signé l'accord d’Évian à N'Djamena"),
        ("decomposed", "fr", "La cooperation franco-marocaine ; le proto\u{301}cole a e\u{301}te\u{301} signe\u{301}"),
        ("portuguese", "pt", "A cooperação luso-são-tomense em São Tomé"),
        ("ligature", "ar", "ﻻ ﷲ"),
    ]);
    for (id, queries) in [
        ("hamza", &["اعلن", "أعلن", "إعلن", "وزرا", "وزراء", "الامارات", "امارات", "الإمارات", "السيبراني", "سيبرانى", "انشاء"][..]),
        ("article", &["مناورات", "المناورات", "والمناورات", "المشتركه", "مشتركة", "زيارة", "الزياره"]),
        ("digits", &["2023", "٢٠٢٣", "۲۰۲۳", "17", "5"]),
        ("tatweel", &["تعاون", "التعاون", "عسكري", "\"التعاون العسكري\"", "«تعاون عسكري»", "\"العسكري بين البلدين\""]),
        ("yo", &["черном", "ЧЁРНОМ", "прием", "завершен", "\"щит\"", "учен"]),
        ("schwa", &["azerbaycan", "AZƏRBAYCAN", "mudafie", "müdafiə", "gorusdu", "gurcustan"]),
        ("dots", &["iki", "İki", "ülke", "ISPARTA", "isparta", "ısparta", "tatbikat", "TATBİKAT", "istanbul", "İSTANBUL"]),
        ("czech", &["cernochova", "Černochová", "marrakesi", "MARRÁKEŠI", "černoch"]),
        (
            "french",
            &[
                "armée",
                "armee",
                "l'armée",
                "l’armee",
                "L'ARMÉE",
                "accord",
                "l'accord",
                "air",
                "evian",
                "d'evian",
                "\"l'armée de l'air\"",
                "\"a signé\"",
                "N'Djamena",
                "ndjamena",
                "djamena",
            ],
        ),
        ("decomposed", &["protocole", "protócole", "coopération", "été", "\"été signé\""]),
        ("portuguese", &["cooperacao", "cooperaçã", "sao tome", "\"São Tomé\""]),
    ] {
        for q in queries {
            assert_eq!(documents(&r, q), [id], "{q:?}");
        }
    }
    // Short words are whole words; all words must stand there; phrases stand together.
    for nothing in ["ар", "ism", "accord tatbikat", "\"accord air\"", "\"العسكري البلدين\"", "zzzz"] {
        assert_eq!(documents(&r, nothing), Vec::<String>::new(), "{nothing:?}");
    }
}

#[test]
fn marks_lie_on_the_words_that_were_found() {
    let r = texts(&[
        ("arabic", "ar", "وقّعت الوزارةُ مُذكّرةً 😀 ووَزَّعَتْها؛ وبدأت المُناوراتُ «٢٠٢٤» أمس"),
        ("accents", "cs", "😀🏳️‍🌈 Černochova\u{301} a Č\u{30c}ernoch. Ta dohoda o dohodách"),
        ("apostrophe", "fr", "L’armée de l'air, d'armées et l'accord"),
        ("short", "en", "An air agreement of airmen and fair airs in the air"),
    ]);
    for (words, expected) in [
        ("مذكرة", &["مُذكّرةً"][..]),
        ("المناورات", &["المُناوراتُ"]),
        ("مناورات", &["مُناوراتُ"]),
        ("2024", &["٢٠٢٤"]),
        ("cernochova", &["Černochova\u{301}"]),
        ("dohod", &["dohod", "dohod"]),
        ("armée", &["armée", "armée"]),
        ("l'accord", &["l'accord"]),
        ("agreement", &["agreement"]),
        ("an air", &["An", "air", "air"]),
    ] {
        assert_eq!(marked(&r, words), expected, "{words:?}");
    }
}

#[test]
fn a_passage_is_short_and_shows_what_was_found() {
    let far = "слово ".repeat(5000) + "договорённость подписана. " + &"слово ".repeat(5000);
    let endless = format!("{}nadělal", "ž".repeat(50_000));
    let lines = "first\nsecond\u{7}\u{1b}[31m third\tagreement";
    let r = texts(&[("far", "ru", &far), ("endless", "cs", &endless), ("lines", "en", lines)]);
    for (q, id) in [("договоренность", "far"), ("žžžž", "endless"), ("agreement", "lines")] {
        let hits = ask(&r, q);
        let hit = &hits.documents[0];
        assert_eq!(hit.document.document, id);
        assert!(hit.passage.chars().count() < 500, "{q}: {}", hit.passage.chars().count());
        assert!(id == "endless" || !hit.marks.is_empty(), "{q}");
        assert!(!hit.passage.chars().any(char::is_control), "{:?}", hit.passage);
    }
    assert_eq!(marked(&r, "договоренность"), ["договорённость"]);
}

#[test]
fn whatever_is_typed_is_answered() {
    let r = registry(&[told("one", "2023-05-05", "en", "Near and not a text: column AND agreement^2").says(agreement("CZE+MAR", "2023-05-04", json!({"title": "Near"})))]);
    let long = "agreement ".repeat(20_000);
    let wide = "a".repeat(1_000_000);
    let quoted = format!("\"{}\"", "near ".repeat(3000));
    for words in [
        "near",
        "NEAR(near, text)",
        "near AND NOT text",
        "text:near",
        "{text}:near",
        "^near",
        "near*",
        "\"near",
        "near\"",
        "\"\"",
        "\"near\"\"",
        "near + and",
        "-near",
        "near OR",
        "OR",
        "NOT",
        "(near",
        "near)",
        "n\0ear",
        "near\0",
        "near; DROP TABLE decision",
        "' OR 1=1 --",
        "near\\",
        "%",
        "_near",
        "near ? ?1 :x @y $z",
        "near\u{202e}\u{2066}",
        "\u{feff}near",
        "𝒏𝒆𝒂𝒓",
        "near\u{0301}\u{0301}\u{0301}",
        "½",
        "ﷺ",
        "Ⅻ",
        "①",
        "𞤀𞤣𞤤",
        "😀 near",
        "🏳️‍🌈",
        "a b c d e f g h",
        &long,
        &wide,
        &quoted,
    ] {
        let shown: String = words.chars().take(40).collect();
        let begun = std::time::Instant::now();
        match r.search(&Query { words: words.into(), ..Query::default() }) {
            Ok(_) => {}
            Err(e) => assert!(e.to_string().contains("nothing to look for"), "{shown:?}: {e}"),
        }
        assert!(begun.elapsed().as_secs() < 5, "{shown:?} took {:?}", begun.elapsed());
    }
    for nothing in ["", " ", "\0", "\"\"", "«»", "...", "- * ( ) : ^", "'", "\u{301}", "\u{200d}", "😀"] {
        let e = r.search(&Query { words: nothing.into(), ..Query::default() }).expect_err("an error");
        assert!(e.to_string().contains("nothing to look for"), "{nothing:?}: {e}");
        // With a state it is a list.
        let q = Query { words: nothing.into(), filter: Filter { states: vec!["MAR".into()], ..Filter::default() }, ..Query::default() };
        assert_eq!(r.search(&q).expect("a list").agreements.len(), 1, "{nothing:?}");
    }
    for found in ["near", "\"near", "near*", "-near", "(near", "𝒏𝒆𝒂𝒓", "near\u{0301}", "near\0", "\u{feff}NEAR"] {
        assert_eq!(documents(&r, found), ["one"], "{found:?}");
    }
}

#[test]
fn a_name_finds_the_person_in_every_script() {
    let signed = |id: &str, language: &str, name: &str, key: &str| {
        let people = json!([{"name": name, "key": key, "office": "minister-of-defence", "state": "AZE"}]);
        told(id, "2024-10-31", language, &format!("{name} {id}")).says(agreement("AZE+MAR", "2024-10-30", json!({"signatories": people})))
    };
    let r = registry(&[
        signed("ar", "ar", "ذاكر حسنوف", "zkr hsnv"),
        signed("az", "az", "Zakir Həsənov", "zkr hsnv"),
        signed("ru", "ru", "Закир Гасанов", "zkr gsnv"),
        signed("fr", "fr", "Hasanov", "hsnv"),
    ]);
    let named =
        |keys: &[&str], words: &str| r.search(&Query { words: words.into(), name_keys: keys.iter().map(|k| k.to_string()).collect(), ..Query::default() }).expect("a search");
    for keys in [&["hsnv"][..], &["zkr hsnv"], &["gsnv"], &["zkr gsnv", "gsnv"], &["zkr"]] {
        let hits = named(keys, "whoever");
        assert_eq!(hits.people.len(), 1, "{keys:?}: {:?}", hits.people);
        assert_eq!((hits.people[0].agreements, hits.agreements.len()), (1, 1), "{keys:?}");
        assert!(hits.people[0].spellings.iter().any(|s| s == "Закир Гасанов"));
    }
    assert_eq!(named(&["hsn"], "whoever").people, []);
    // As written they are found without keys too.
    for words in ["حسنوف", "Həsənov", "hesenov", "гасанов", "HASANOV", "сано"] {
        assert_eq!(ask(&r, words).agreements.len(), 1, "{words}");
    }
}

#[test]
fn filters_hold_for_everything_that_is_found() {
    let word = "exercice";
    let of = |id: &str, day: &str, parties: &str, more: serde_json::Value| told(id, day, "fr", &format!("{word} {id}")).says(agreement(parties, day, more));
    let r = registry(&[
        of("d1", "2019-05-05", "FRA+MAR", json!({})),
        of("d2", "2021-05-05", "FRA+MAR", json!({"instrument": "protocol", "areas": ["exercises"]})),
        of("d3", "2022-05-05", "FRA+TUN", json!({"status": "ratified", "steps": steps(&[("signed", "2022-05-05"), ("ratified", "2022-05-05")])})),
        told("d4", "2022-06-05", "fr", &format!("{word} d4")).tells(event("exercise", "FRA+MAR", "2022-06-04", json!({}))),
        told("d5", "2022-07-05", "fr", &format!("{word} d5")),
    ]);
    let with = |f: Filter| {
        let h = r.search(&Query { words: word.into(), filter: f, ..Query::default() }).expect("a search");
        let mut d: Vec<String> = h.documents.into_iter().map(|d| d.document.document).collect();
        d.sort();
        (h.agreements.len(), h.events.len(), d)
    };
    let list = |v: &[&str]| v.iter().map(|s| s.to_string()).collect::<Vec<_>>();
    assert_eq!(with(Filter::default()), (3, 1, list(&["d1", "d2", "d3", "d4", "d5"])));
    assert_eq!(with(Filter { states: list(&["MAR"]), ..Filter::default() }), (2, 1, list(&["d1", "d2", "d4"])));
    assert_eq!(with(Filter { states: list(&["MAR"]), since: Some("2020".into()), ..Filter::default() }), (1, 1, list(&["d2", "d4"])));
    assert_eq!(with(Filter { any_state: list(&["TUN"]), ..Filter::default() }), (1, 0, list(&["d3"])));
    assert_eq!(with(Filter { statuses: list(&["ratified"]), ..Filter::default() }), (1, 0, list(&["d3"])));
    assert_eq!(with(Filter { instruments: list(&["protocol"]), ..Filter::default() }), (1, 0, list(&["d2"])));
    assert_eq!(with(Filter { areas: list(&["exercises"]), ..Filter::default() }).0, 1);
    assert_eq!(with(Filter { types: list(&["exercise"]), ..Filter::default() }), (0, 1, list(&["d4"])));
    assert_eq!(with(Filter { source: Some("outlet of d3".into()), ..Filter::default() }), (1, 0, list(&["d3"])));
    assert_eq!(with(Filter { min_confidence: Some(0.99), ..Filter::default() }), (0, 0, vec![]));
    assert_eq!(with(Filter { limit: Some(1), ..Filter::default() }).2.len(), 1);
}

#[test]
fn what_a_text_said_before_it_was_corrected_is_not_found() {
    let first = told("one", "2023-05-05", "es", "El acuerdo de Marrakech");
    let mut r = registry(&[first.clone(), first.text("El convenio de Rabat")]);
    assert_eq!(documents(&r, "acuerdo"), Vec::<String>::new());
    assert_eq!(documents(&r, "convenio"), ["one"]);
    let text = "El acuerdo otra vez";
    take(&mut r, &[told("one", "2023-05-05", "es", text)]);
    assert_eq!((documents(&r, "acuerdo"), documents(&r, "convenio")), (vec!["one".to_string()], vec![]));
}
