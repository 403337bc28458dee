//! Keys of names over real names: spellings of one person meet, different persons do not.
//!
//! In: `crates/mithaq-core/tests/data/name_pairs.tsv` and the embedded tables. Out: the figures that `docs/decisions/0004-name-keys.md` states,
//! printed with `--nocapture`.

use mithaq_core::Engine;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const PAIRS: &str = include_str!("../../mithaq-core/tests/data/name_pairs.tsv");

static ENGINE: LazyLock<Engine> = LazyLock::new(|| mithaq_packs::embedded().expect("the embedded packs are whole"));

fn key(name: &str) -> String {
    ENGINE.world().name_key(name).unwrap_or_default()
}

/// A person of the list with the keys of all forms.
struct Group {
    tuned: bool,
    forms: Vec<&'static str>,
    keys: Vec<String>,
}

fn groups() -> Vec<Group> {
    let rows = PAIRS.lines().filter(|l| !l.starts_with('#')).skip(1);
    let group = |l: &'static str| {
        let mut cells = l.split('\t');
        let tuned = cells.next() == Some("tuned");
        let forms: Vec<&str> = cells.skip(1).collect();
        Group { tuned, keys: forms.iter().map(|f| key(f)).collect(), forms }
    };
    rows.map(group).collect()
}

/// Pairs of forms within the groups: how many meet, how many there are.
fn within<'a>(groups: impl Iterator<Item = &'a Group>) -> (usize, usize) {
    let (mut meet, mut all) = (0, 0);
    for g in groups {
        for (i, a) in g.keys.iter().enumerate() {
            for b in &g.keys[i + 1..] {
                all += 1;
                meet += usize::from(a == b);
            }
        }
    }
    (meet, all)
}

#[test]
fn spellings_of_one_person_meet() {
    let groups = groups();
    assert!(groups.len() >= 150, "{} groups", groups.len());
    for (tuned, least, name) in [(true, 0.95, "tuned"), (false, 0.80, "held-out")] {
        let (meet, all) = within(groups.iter().filter(|g| g.tuned == tuned));
        let share = meet as f64 / all as f64;
        println!("{name}: {meet} of {all} pairs of one person meet ({share:.4})");
        let apart = groups.iter().filter(|g| g.tuned == tuned && g.keys.iter().collect::<HashSet<_>>().len() > 1);
        let apart: Vec<String> = apart.map(|g| format!("{:?} {:?}", g.forms, g.keys)).collect();
        assert!(share >= least, "{name}: {share:.4}, at least {least} expected; apart are\n{}", apart.join("\n"));
    }
}

#[test]
fn different_persons_stay_apart() {
    let groups = groups();
    let (mut met, mut all) = (Vec::new(), 0);
    for (i, a) in groups.iter().enumerate() {
        for b in &groups[i + 1..] {
            // One person may stand in both lists.
            if a.forms.iter().any(|f| b.forms.contains(f)) {
                continue;
            }
            all += 1;
            if a.keys.iter().any(|k| b.keys.contains(k)) {
                met.push((a.forms[0], b.forms[0]));
            }
        }
    }
    println!("{} of {all} pairs of different persons meet: {met:?}", met.len());
    assert!(met.len() * 500 <= all, "{} of {all} pairs of different persons meet, at most 0.2 % expected: {met:?}", met.len());
}

#[test]
fn the_names_of_the_issue_meet() {
    let keys: HashSet<String> = ["Закир Гасанов", "ذاكر حسنوف", "Zakir Həsənov", "Zakir Hasanov"].into_iter().map(key).collect();
    assert_eq!(keys, HashSet::from(["skr ksnv".to_string()]));
}

/// Names as frequent as each other that only vowels tell apart in Latin, and in Arabic one letter or none.
#[test]
fn frequent_names_that_share_their_consonants_stay_apart() {
    for (here, there) in [
        (["Zakir Hasanov", "Закир Гасанов", "ذاكر حسنوف"], ["Zakir Hüseynov", "Закир Гусейнов", "ذاكر حسينوف"]),
        (["Ali Mohammed", "Али Мухаммед", "علي محمد"], ["Ali Mahmoud", "Али Махмуд", "علي محمود"]),
        (["Omar al-Bashir", "Омар аль-Башир", "عمر البشير"], ["Amir al-Bashir", "Амир аль-Башир", "أمير البشير"]),
        (["Ali Jamal", "Али Джамаль", "علي جمال"], ["Ali Jamil", "Али Джамиль", "علي جميل"]),
    ] {
        let (a, b): (HashSet<_>, HashSet<_>) = (here.into_iter().map(key).collect(), there.into_iter().map(key).collect());
        assert!(a.len() == 1 && b.len() == 1 && a != b, "{here:?} {a:?}, {there:?} {b:?}");
    }
}

#[test]
fn what_has_no_letters_has_no_key() {
    for name in ["", " ", "…", "123", "李尚福"] {
        assert_eq!(ENGINE.world().name_key(name), None, "{name:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_key_is_latin_and_the_same_for_both_normal_forms(name in "\\PC*") {
        check(&name)?;
    }

    #[test]
    fn letters_of_names_too(name in "[a-zA-ZəğışçöüřžéßøŁİа-яА-ЯёіїәҹћЁء-يپچگ\u{64b}-\u{652}'’ʿ\\- ]{0,40}") {
        check(&name)?;
    }
}

fn check(name: &str) -> Result<(), TestCaseError> {
    let k = key(name);
    prop_assert!(k.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{name:?}: {k:?}");
    prop_assert!(!k.starts_with(' ') && !k.ends_with(' ') && !k.contains("  "), "{name:?}: {k:?}");
    prop_assert_eq!(&k, &key(&name.nfc().collect::<String>()));
    prop_assert_eq!(&k, &key(&name.nfd().collect::<String>()));
    Ok(())
}
