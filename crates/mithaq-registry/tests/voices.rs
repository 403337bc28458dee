//! Copies, echoes and independent confirmation.

mod made;

use made::*;
use mithaq_registry::{Filter, Registry};
use serde_json::json;

const WIRE: &str = "وقع وزيرا الدفاع في البلدين أمس الثلاثاء في العاصمة مذكرة تفاهم في مجال التدريب العسكري، وفق ما أوردته وكالة الأنباء الرسمية. وبموجب الوثيقة يدرس الضباط في \
    أكاديميات البلدين، وتجري القوات البحرية تمرينا مشتركا كل ربيع. ووصف الوزير التوقيع بأنه صفحة جديدة في علاقات تعود إلى أربعين عاما بين الجيشين.";
const OWN: &str = "عاد ضباط الأكاديمية يوم الجمعة بعد دورة دامت ستة أسابيع في الخارج، وقالت مديرية التكوين إن الدورة تنظم كل سنة بموجب مذكرة وقعها البلدان في العاصمة، وإن القوات البحرية ستلتقي من جديد في الربيع المقبل.";

fn says(id: &str, text: &str) -> Doc {
    told(id, "2022-05-05", "ar", text).says(agreement("MAR+OMN", "2022-05-03", json!({"instrument": "memorandum"})))
}

/// Reports, voices, independent ones of the only agreement.
fn counts(r: &Registry) -> (usize, i64, i64) {
    let list = all(r);
    assert_eq!(list.len(), 1);
    (list[0].reports.len(), list[0].voices, list[0].origins)
}

#[test]
fn ten_outlets_of_one_wire_are_one_voice() {
    let edits = ["", " (تغطية)", " وكالات."];
    let mut docs: Vec<Doc> = (0..10).map(|n| says(&format!("outlet-{n}"), &format!("{WIRE}{}", edits[n % 3]))).collect();
    docs[4] = docs[4].clone().text(&WIRE.replace("أمس الثلاثاء", "الثلاثاء").replace("صفحة جديدة", "خطوة جديدة"));
    // Marks and Eastern digits do not make another text.
    docs[5] = docs[5].clone().text(&WIRE.replace("مذكرة", "مُذَكِّرة").replace("الأنباء", "الانباء"));
    docs.push(says("own", OWN));
    let r = registry(&docs);
    assert_eq!(counts(&r), (11, 2, 2));
    let copies: Vec<i64> = r.documents(&Filter::default()).expect("documents").iter().map(|d| d.copies).collect();
    assert_eq!((copies.iter().filter(|c| **c == 10).count(), copies.iter().filter(|c| **c == 1).count()), (10, 1));
    // One voice is as sure as one report.
    let alone = registry(&docs[..1]);
    assert_eq!(all(&registry(&docs[..10]))[0].confidence, all(&alone)[0].confidence);
    sound(&r);
}

#[test]
fn copies_are_found_in_any_order_and_any_batch() {
    // The middle one connects the two others, which share too little by themselves.
    let words = |from: usize| (from..from + 60).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
    let docs: Vec<Doc> = [("a", 0), ("b", 12), ("c", 24)].iter().map(|(id, from)| says(id, &words(*from))).collect();
    for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0], [1, 0, 2], [2, 0, 1], [1, 2, 0]] {
        let picked: Vec<Doc> = order.iter().map(|&i| docs[i].clone()).collect();
        let r = registry(&picked);
        assert_eq!(counts(&r), (3, 1, 1), "{order:?}");
        let mut batch = mithaq_registry::Registry::in_memory().expect("a registry");
        batch.ingest(&picked.iter().map(Doc::build).collect::<Vec<_>>()).expect("ingest");
        assert_eq!(counts(&batch), (3, 1, 1), "{order:?} in one batch");
    }
}

#[test]
fn an_exact_copy_of_a_short_text_is_a_copy() {
    let brief = "Rabat et Mascate signent un accord de formation militaire.";
    let r = registry(&[says("one", brief), says("two", &brief.to_uppercase()), says("three", "Rabat et Mascate signent un accord de formation des cadets.")]);
    assert_eq!(counts(&r), (3, 2, 2));
}

#[test]
fn an_echo_is_no_confirmation() {
    let text = |n: usize| (0..50).map(|i| format!("{n}x{i}")).collect::<Vec<_>>().join(" ");
    let echo = |n: usize, chain: &[&str]| says(&format!("d{n}"), &text(n)).quoting(chain);
    // Three papers in words of their own, all by way of one agency.
    let r = registry(&[echo(1, &["MAP"]), echo(2, &["الوكالة", "map"]), echo(3, &["M.A.P. Express", "MAP"])]);
    assert_eq!(counts(&r), (3, 3, 1));
    // The agency itself is the origin too; a ministry's own word confirms.
    let r = registry(&[echo(1, &["MAP"]), says("agency", &text(4)).of("publisher", "Map"), echo(5, &["ONA", "وزارة الدفاع"])]);
    assert_eq!(counts(&r), (3, 3, 2));
    // By way of a copy: the second paper prints the first's text, the third quotes the second.
    let r = registry(&[says("first", &text(6)).of("publisher", "Le Matin"), says("second", &text(6)).of("publisher", "L’Écho"), echo(7, &["l'echo"])]);
    assert_eq!(counts(&r), (3, 2, 1));
    // A circle of sources ends somewhere.
    let mut circle = echo(8, &["A", "B"]);
    circle.document["sources"][1]["quotes"] = json!(0);
    assert_eq!(counts(&registry(&[circle, echo(9, &["C"])])), (2, 2, 2));
}

#[test]
fn the_same_words_in_another_paper_are_a_second_outlet_and_again_in_the_same_are_known() {
    // Documents without an id of their own are named after their text.
    let hash = says("x", WIRE).record().document.text_sha256[..16].to_string();
    let printed = |publisher: Option<&str>, url: &str| {
        let d = says(&format!("sha256:{hash}"), WIRE).of("url", url);
        d.of("publisher", publisher.map_or(json!(null), |p| json!(p)))
    };
    let mut r = registry(&[
        printed(Some("الأطلس"), "https://a.example/1"),
        printed(Some("الاطلس"), "https://a.example/1?weekly"),
        printed(Some("Le Détroit"), "https://b.example/1"),
        printed(None, "https://b.example/2"),
        printed(Some("Le Détroit"), "https://b.example/1"),
    ]);
    assert_eq!(counts(&r), (2, 1, 1));
    let documents: Vec<String> = all(&r)[0].reports.iter().map(|x| x.document.clone()).collect();
    assert_eq!(documents, [format!("sha256:{hash}"), format!("sha256:{hash}.2")]);
    let sha = says("x", WIRE).record().document.text_sha256;
    let knows = |r: &Registry, publisher: &str| {
        r.knows(&format!("sha256:{hash}"), &sha, mithaq_registry::Outlet { publisher: Some(publisher), url: None }, |_, _| true).expect("an answer")
    };
    assert_eq!((knows(&r, "Le detroit"), knows(&r, "الأطلس"), knows(&r, "A third")), (true, true, false));
    assert_eq!(r.ingest(&[printed(Some("Le Détroit"), "https://b.example/1").build()]).expect("ingest").known, 1);
    sound(&r);
}
