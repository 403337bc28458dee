//! Whole records of three short articles, written for this test, as `mithaq extract` gives them.
//!
//! The files in `snapshots/` are read, not only stored: each value was held against the text by the contract's rules. After a
//! change that is meant to show here, look at the difference (`cargo insta review`, or INSTA_UPDATE=always and the diff).
//! Versions of engine and packs and the numbers at the end of rules are left out, so that a new entry alone changes nothing.

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
    unnumbered(&mut value);
    value
}

/// `ar/areas:area.training.365` becomes `ar/areas:area.training`: the number is the entry's place in its file.
fn unnumbered(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match field {
                    Value::String(rule) if key == "rule" => *rule = rule.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.').to_owned(),
                    field => unnumbered(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unnumbered),
        _ => {}
    }
}

fn check(name: &str, record: &Value) {
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, { insta::assert_json_snapshot!(name, record) });
}

#[test]
fn a_signing_told_by_an_agency() {
    let text = "الرباط 12 ماي 2023 - وقع وزير الدفاع المغربي ونظيره البرتغالي، أمس الخميس بالرباط، اتفاقية للتعاون العسكري تشمل التدريب والتمارين المشتركة.\n\
        وأعرب الوزيران عن أملهما في أن توقع الدولتان مستقبلا اتفاقا بشأن الصناعة الدفاعية.";
    check("signing", &record("المغرب والبرتغال يوقعان اتفاقية للتعاون العسكري", "2023-05-12", text));
}

#[test]
fn an_agreement_in_force_and_renewed() {
    let text = "دخلت اتفاقية التعاون الأمني بين السعودية والبحرين حيز التنفيذ في 1 يناير 2018. ومدد وزيرا داخلية البلدين الاتفاقية في الرياض يوم 3 يناير 2023.";
    check("renewal", &record("", "2023-01-05", text));
}

#[test]
fn an_exercise_and_a_denial() {
    let text = "اختتمت القوات البحرية المصرية واليونانية أمس تمرين «ميدوزا 12» في البحر المتوسط.\nونفت وزارة الدفاع المصرية توقيع أي اتفاقية عسكرية مع إيطاليا.";
    check("denial", &record("", "2022-11-22", text));
}
