//! Whole records of three short articles, written for this test, as `mithaq extract` gives them.
//!
//! The files in `snapshots/` are read, not only stored: each value was held against the text by the contract's rules. After a
//! change that is meant to show here, look at the difference (`cargo insta review`, or INSTA_UPDATE=always and the diff).
//! Versions of engine and packs are left out, so that a new pack alone changes nothing.

mod common;

use common::{article, read};
use mithaq_core::Input;
use serde_json::Value;

fn record(title: &str, published: &str, text: &str) -> Value {
    let input = Input { id: Some("snapshot".into()), title: Some(title.to_owned()).filter(|t| !t.is_empty()), ..article(text, published) };
    let (record, problems) = read(&input);
    assert_eq!(problems, [""; 0]);
    let mut value = serde_json::to_value(record).expect("a record is JSON");
    value["document"]["engine"] = "…".into();
    for version in value["document"]["packs"].as_object_mut().expect("an object").values_mut() {
        *version = "…".into();
    }
    value
}

#[test]
fn a_signing_told_by_an_agency() {
    insta::assert_json_snapshot!(record(
        "المغرب والبرتغال يوقعان اتفاقية للتعاون العسكري",
        "2023-05-12",
        "الرباط 12 ماي 2023 - وقع وزير الدفاع المغربي ونظيره البرتغالي، أمس الخميس بالرباط، اتفاقية للتعاون العسكري تشمل التدريب والتمارين المشتركة.\n\
         وأعرب الوزيران عن أملهما في أن توقع الدولتان مستقبلا اتفاقا بشأن الصناعة الدفاعية.",
    ));
}

#[test]
fn an_agreement_recalled_with_its_life() {
    insta::assert_json_snapshot!(record(
        "",
        "2020-03-14",
        "صادق البرلمان التركي يوم 12 مارس 2020 على مذكرة التفاهم في مجال الأمن السيبراني الموقعة بين تركيا وقطر في الدوحة بتاريخ 28 نوفمبر 2019.",
    ));
}

#[test]
fn a_visit_and_a_denial() {
    insta::assert_json_snapshot!(record(
        "",
        "2021-06-07",
        "زار وزير الدفاع العراقي عمان يوم السبت الماضي والتقى رئيس هيئة الأركان المشتركة الأردني.\n\
         ونفت وزارة الدفاع الأردنية توقيع أي اتفاقية عسكرية مع العراق.",
    ));
}
