//! The records of the samples hold what the contract promises, at any number of threads and in every run.

mod common;

use common::{ENGINE, article, bare, read, samples};
use mithaq_core::Input;
use mithaq_core::record::{Reading, Record};
use rayon::prelude::*;

/// Reads all samples and fails with every problem that `of` picks.
fn check(of: impl Fn(&str) -> bool) {
    let mut found = Vec::new();
    for (name, input) in samples() {
        found.extend(read(&input).1.into_iter().filter(|p| of(p)).map(|p| format!("{name}: {p}")));
    }
    assert!(found.is_empty(), "{} problems:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_record_of_the_samples_is_valid_by_the_schema() {
    check(|p| p.starts_with("schema:"));
}

#[test]
fn every_quote_is_exact_and_every_value_has_one() {
    check(|p| !p.starts_with("schema:"));
}

#[test]
fn the_samples_give_facts_of_every_kind() {
    let records: Vec<Record> = samples().iter().map(|(_, i)| ENGINE.read(i)).collect();
    assert!(records.iter().all(|r| r.document.reading == Reading::Read));
    assert!(records.iter().map(|r| r.agreements.len()).sum::<usize>() > 20);
    assert!(records.iter().map(|r| r.events.len()).sum::<usize>() > 10);
    assert!(records.iter().any(|r| !r.unasserted.is_empty()) && records.iter().any(|r| !r.contributions.is_empty()));
}

#[test]
fn one_thread_four_threads_and_a_second_run_agree() {
    let inputs: Vec<Input> = samples().into_iter().map(|(_, i)| i).collect();
    let run = |threads: usize| -> Vec<String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let records: Vec<Record> = pool.install(|| inputs.par_iter().map(|i| ENGINE.read(i)).collect());
        records.iter().map(|r| serde_json::to_string(r).unwrap()).collect()
    };
    let one = run(1);
    assert_eq!(one, run(4));
    assert_eq!(one, run(4));
    // Another engine from the same packs: nothing hangs on the order of a hash table.
    let other = mithaq_packs::embedded().unwrap();
    let again: Vec<String> = inputs.iter().map(|i| serde_json::to_string(&other.read(i)).unwrap()).collect();
    assert_eq!(one, again);
}

#[test]
fn a_record_survives_json() {
    for (name, input) in samples() {
        let record = ENGINE.read(&input);
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record, "{name}");
    }
}

#[test]
fn an_empty_text_reads_as_empty() {
    for text in ["", "\n", " \t\r\n \u{00A0}", "\u{3000}"] {
        let (record, problems) = read(&Input { text: text.into(), ..Input::default() });
        assert_eq!((record.document.reading, bare(&record)), (Reading::Empty, true), "{text:?}");
        assert_eq!(problems, [""; 0], "{text:?}");
    }
    // A title alone is text.
    let (record, problems) =
        read(&Input { title: Some("وقع وزير الدفاع المغربي ونظيره الفرنسي اتفاقية عسكرية".into()), ..Input::default() });
    assert_eq!(record.document.reading, Reading::Read);
    assert_eq!(problems, [""; 0]);
}

const OTHER_SCRIPTS: [(&str, &str); 7] = [
    ("zh", "中国国防部长与法国国防部长于星期三在北京签署了国防合作协议。双方同意举行联合军事演习。"),
    ("el", "Ο Έλληνας υπουργός Άμυνας και ο Γάλλος ομόλογός του υπέγραψαν την Τετάρτη στην Αθήνα συμφωνία αμυντικής συνεργασίας."),
    ("ka", "საქართველოს თავდაცვის მინისტრმა და მისმა ფრანგმა კოლეგამ თბილისში ხელი მოაწერეს თავდაცვის შეთანხმებას."),
    ("hi", "भारत और फ्रांस के रक्षा मंत्रियों ने बुधवार को नई दिल्ली में रक्षा सहयोग समझौते पर हस्ताक्षर किए।"),
    ("he", "שר הביטחון ושר ההגנה הצרפתי חתמו ביום רביעי בפריז על הסכם לשיתוף פעולה ביטחוני."),
    ("am", "የኢትዮጵያ መከላከያ ሚኒስትር እና የፈረንሳይ አቻቸው በአዲስ አበባ የመከላከያ ትብብር ስምምነት ተፈራረሙ።"),
    ("", "1234 5678 — 90 %… 2024 / 2025 🙂"),
];

#[test]
fn another_script_is_unsupported_and_gives_no_facts() {
    for (language, text) in OTHER_SCRIPTS {
        // The language detected, and as the input says it.
        for stated in [None, Some(language.to_owned()).filter(|l| !l.is_empty())] {
            let (record, problems) = read(&Input { text: text.into(), language: stated, published: Some("2024-10-31".into()), ..Input::default() });
            assert_eq!((record.document.reading, bare(&record)), (Reading::UnsupportedLanguage, true), "{text}");
            assert_eq!(problems, [""; 0], "{text}");
        }
    }
}

#[test]
fn another_language_in_arabic_letters_is_not_arabic() {
    for text in [
        "وزیر دفاع ایران و همتای روس خود روز چهارشنبه در تهران توافقنامه همکاری نظامی امضا کردند. این توافقنامه شامل آموزش و رزمایش مشترک است.",
        "پاکستان اور ترکی کے وزرائے دفاع نے بدھ کو اسلام آباد میں دفاعی تعاون کے معاہدے پر دستخط کیے۔",
        "د افغانستان د دفاع وزیر او د هغه ترکي سیال د چهارشنبې په ورځ په کابل کې د پوځي همکارۍ تړون لاسلیک کړ.",
        "وەزیری بەرگری عێراق و هاوتا فەرەنسییەکەی ڕۆژی چوارشەممە لە بەغدا ڕێککەوتننامەی هاوکاری سەربازییان واژۆ کرد.",
    ] {
        let (record, problems) = read(&Input { text: text.into(), published: Some("2024-10-31".into()), ..Input::default() });
        assert_eq!((record.document.reading, bare(&record)), (Reading::UnsupportedLanguage, true), "{text}");
        assert_eq!(problems, [""; 0], "{text}");
    }
}

#[test]
fn the_language_is_told_without_being_named() {
    for (name, input) in samples() {
        let language = input.language.clone().unwrap_or_else(|| "ar".into());
        let record = ENGINE.read(&Input { language: None, ..input });
        assert_eq!((record.document.reading, record.document.language.as_deref()), (Reading::Read, Some(language.as_str())), "{name}");
    }
}

#[test]
fn a_cut_text_says_so() {
    let (record, problems) = read(&Input {
        truncated: true, ..article("وقع وزير الدفاع المغربي ونظيره الفرنسي أمس في الرباط اتفاقية للتعاون العسكري.", "2024-10-31")
    });
    assert_eq!((record.document.reading, record.agreements.len()), (Reading::Truncated, 1));
    assert_eq!(problems, [""; 0]);
}

#[test]
fn the_title_counts_in_offsets_and_line_ends_are_unified() {
    let body = "وقع وزير الدفاع المغربي ونظيره الفرنسي أمس في الرباط اتفاقية للتعاون العسكري.";
    let plain = article(&format!("مراكش\nخبر\n{body}\nانتهى"), "2024-10-31");
    let titled = Input { title: Some("مراكش".into()), text: format!("خبر\r\n{body}\r\nانتهى"), ..plain.clone() };
    let ((a, wrong_a), (b, wrong_b)) = (read(&plain), read(&titled));
    assert_eq!((wrong_a, wrong_b), (vec![], vec![]));
    assert_eq!(a.document.text_sha256, b.document.text_sha256);
    assert_eq!(a.document.id, b.document.id);
    assert!(a.document.id.starts_with("sha256:") && a.document.text_sha256.starts_with(&a.document.id[7..]) && a.document.id.len() == 23);
    assert_eq!(a.agreements, b.agreements);
    assert_eq!(a.agreements.len(), 1);
}

/// Found by `properties.rs`.
#[test]
fn a_body_is_no_place() {
    for text in [
        "وقع وزير الدفاع المغربي ونظيره الفرنسي أمس اتفاقية للتعاون العسكري في الأمم المتحدة.",
        "الناتو - وقع الأمين العام ووزير الدفاع المغربي أمس مذكرة للتعاون العسكري بين المغرب والناتو.",
    ] {
        let (record, problems) = read(&article(text, "2024-10-31"));
        assert_eq!(record.agreements.len(), 1, "{text}");
        assert_eq!(problems, [""; 0], "{text}");
    }
}

/// Found by `properties.rs`: years that wrapped around, and the ends of the calendar.
#[test]
fn no_date_is_made_of_what_is_none() {
    for (date, published) in [
        ("بتاريخ 1-1-67555", "2024-10-31"),
        ("بتاريخ 1-1-61070000", "2024-10-31"),
        ("بتاريخ 1-257-2015", "2024-10-31"),
        ("يوم 31/2/2015", "2024-10-31"),
        ("قبل 32768 سنة", "2024-10-31"),
        ("في أكتوبر المقبل", "9999-12-31"),
        ("السنة المقبلة", "9999-12-31"),
        ("قبل عامين", "0001-01-01"),
    ] {
        let text = format!("وقع وزير الدفاع المغربي ونظيره الفرنسي اتفاقية للتعاون العسكري {date}.");
        let (record, problems) = read(&article(&text, published));
        assert_eq!(problems, [""; 0], "{date}");
        assert!(record.agreements.iter().all(|a| !a.date.is_known()), "{date}: {:?}", record.agreements);
    }
    // Two digits of a year: no signing lies in the future.
    let (record, _) = read(&article("وقع وزير الدفاع المغربي ونظيره الفرنسي اتفاقية للتعاون العسكري بتاريخ 12/3/98.", "2024-10-31"));
    assert!(record.agreements[0].date.value.as_deref().is_none_or(|d| d < "2024-10-31"), "{:?}", record.agreements[0].date);
}

#[test]
#[ignore = "needs ../shared/corpus and half a minute: cargo test -p mithaq --test records -- --ignored"]
fn eleven_thousand_real_articles_are_read_without_a_problem() {
    let folder = common::repository("../shared/corpus/saudinewsnet");
    let paths = [folder.to_string_lossy().into_owned()];
    let documents: Vec<Input> = mithaq_read::read_inputs(&paths, &mithaq_read::ReadOptions::default())
        .filter_map(Result::ok)
        .map(|d| Input { id: d.id, title: d.title, text: d.text, language: d.language, published: d.published, publisher: d.publisher, ..Input::default() })
        .collect();
    assert!(documents.len() > 10_000, "{} articles in {}", documents.len(), folder.display());
    let found: Vec<String> = documents.par_iter().flat_map_iter(|i| read(i).1.into_iter().map(|p| format!("{:?} {:?}: {p}", i.id, i.title))).collect();
    assert!(found.is_empty(), "{} problems:\n{}", found.len(), found.join("\n"));
}
