//! Properties of the engine on texts nobody wrote: no panic, exact evidence, and readings that do not hang on how a word is typed.
//!
//! Two sources of text: words, marks, digits, controls and random characters strung together, and the samples' own sentences
//! cut and spliced. The metamorphic half types fixed articles in another way (tatweel, harakat, bidi controls, quotation marks,
//! digits, line ends) and expects the same facts.

mod common;

use common::{ENGINE, article, read, samples};
use mithaq_core::Input;
use mithaq_core::record::Record;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use std::sync::LazyLock;

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "وقع وقعت ووقع توقيع الموقعة اتفاقية اتفاق الاتفاقية مذكرة تفاهم بروتوكول معاهدة خطة محضر المغرب فرنسا والمغرب بفرنسا المغربي الفرنسي المغربية الأردن \
     تركيا مصر واليونان الناتو الاتحاد الأوروبي وزير وزيرا الدفاع الداخلية ونظيره نظيرته رئيس الأركان الجيش القوات المسلحة في أمس اليوم غدا الأربعاء \
     الماضي المقبل الرباط باريس بالرباط من مع بين على إلى عن الجانب البلدين الطرفان زار زيارة اجتماع التقى تمرين مناورات تدريب مشترك صادق البرلمان دخلت \
     حيز التنفيذ لم نفى قد سيوقع يأمل التعاون العسكري مجال الأمن السيبراني البحري تبادل الخبرات أكتوبر تشرين الأول شوال سنة عام مدتها خمس سنوات ثلاثة \
     اتفاقيات ال و ب ل لل NATO F-16 defence Müller 中国 şİı قبل منذ سنتين أسبوع الشهر شهر يوم أيام خلال الجاري الحالي المنصرم محرم رجب 1445 هـ م ميلادي 2019 نحو وقال المصدر وأج رويترز إيديكس معرض شراء تسلم طائرات صفقة"
        .split(' ')
        .collect()
});
/// Single marks, controls and white space.
const MARKS: &str = ".،,:؛؟!«»\"“”()[]-–—…/*•'%٪²½Ⅷﷺﻻ\u{640}\u{200F}\u{200E}\u{202B}\u{202C}\u{2067}\u{2068}\u{2069}\u{200B}\u{200C}\u{200D}\u{FEFF}\
    \u{64E}\u{651}\u{652}\u{670}\u{301}\u{A0}\t\r\n\0\u{FFFD}🙂𝐀";
/// Several characters that belong together.
const CLUSTERS: &[&str] = &["\n\n", "\r\n", "ــ", "👨\u{200D}👩\u{200D}👧", "🇲🇦", "e\u{301}", "...", "- "];

/// A piece of text: a word, a mark, a number or anything.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => select(WORDS.clone()).prop_map(str::to_owned),
        4 => select(MARKS.chars().collect::<Vec<_>>()).prop_map(String::from),
        1 => select(CLUSTERS).prop_map(str::to_owned),
        2 => "[0-9٠-٩۰-۹]{1,9}",
        1 => "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
        1 => "\\PC{0,6}",
        1 => any::<String>().prop_map(|s| s.chars().take(6).collect()),
    ]
}

/// Pieces, with spaces between most of them.
fn strung(most: usize) -> impl Strategy<Value = String> {
    vec((piece(), prop_oneof![6 => Just(" "), 1 => Just(""), 1 => Just("\n")]), 0..most).prop_map(|p| p.into_iter().flat_map(|(w, gap)| [w, gap.to_owned()]).collect())
}

static LINES: LazyLock<Vec<Vec<char>>> =
    LazyLock::new(|| samples().iter().flat_map(|(_, i)| i.text.lines().map(|l| l.chars().collect()).collect::<Vec<Vec<char>>>()).filter(|l| l.len() > 20).collect());

/// Parts of the samples' lines cut at any character, with pieces between them.
fn spliced() -> impl Strategy<Value = String> {
    vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>(), piece(), select(&["", " ", "\n", ". ", "، "][..])), 1..8).prop_map(|parts| {
        let mut out = String::new();
        for (line, from, to, whole, piece, gap) in parts {
            let line = line.get(&LINES);
            let (a, b) = if whole { (0, line.len()) } else { (from.index(line.len()), to.index(line.len())) };
            out.extend(&line[a.min(b)..a.max(b)]);
            out.push_str(gap);
            out.push_str(&piece);
            out.push_str(gap);
        }
        out
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => strung(90), 3 => spliced(), 1 => ".{0,80}", 1 => any::<String>()]
}

fn any_input() -> impl Strategy<Value = Input> {
    let title = prop_oneof![2 => Just(None), 2 => strung(8).prop_map(Some), 1 => spliced().prop_map(Some)];
    let published = prop_oneof![
        6 => (1900..2100, 1..13, 1..29).prop_map(|(y, m, d)| Some(format!("{y:04}-{m:02}-{d:02}"))),
        1 => select(&["0001-01-01", "9999-12-31", "2024-02-29"][..]).prop_map(|d| Some(d.to_owned())),
        1 => Just(None),
    ];
    let language = prop_oneof![6 => Just(Some("ar".to_owned())), 1 => Just(None)];
    (title, text(), published, language).prop_map(|(title, text, published, language)| Input { title, text, published, language, ..Input::default() })
}

fn config() -> ProptestConfig {
    // 256 cases, the same in every run; PROPTEST_CASES=20000 PROPTEST_RNG_SEED=7 looks harder. Nothing is written to the tree: a
    // failing input is printed, and belongs into `records.rs` or a pack's examples.
    let usual = ProptestConfig::default();
    let rng_seed = if usual.rng_seed == RngSeed::Random { RngSeed::Fixed(2026) } else { usual.rng_seed };
    ProptestConfig { rng_seed, failure_persistence: None, max_shrink_iters: 4000, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_gives_a_valid_record_with_exact_evidence(input in any_input()) {
        let (record, problems) = read(&input);
        prop_assert!(problems.is_empty(), "{:#?}", problems);
        prop_assert_eq!(ENGINE.read(&input), record);
    }

    #[test]
    fn the_way_it_is_typed_changes_no_fact(n in any::<Index>(), way in way()) {
        let article = n.get(&PLAIN);
        let typed = Input { title: article.0.title.as_deref().map(|t| way.retype(t)), text: way.retype(&article.0.text), ..article.0.clone() };
        let (record, problems) = read(&typed);
        prop_assert!(problems.is_empty(), "{:#?}", problems);
        prop_assert_eq!(facts(&record), &article.1[..], "{:?}", typed);
    }
}

/// Fixed articles: title, text, day.
const ARTICLES: &[(&str, &str, &str)] = &[
    (
        "المغرب والتشيك يوقعان اتفاقية للتعاون العسكري",
        "الرباط – وقع الوزير المنتدب المكلف بإدارة الدفاع الوطني المغربي ونظيرته التشيكية، أمس الأربعاء بالرباط، اتفاقية للتعاون في مجال الدفاع تشمل التدريب والتمارين المشتركة.\nوقالت الوزارة في بيان إن الاتفاقية «خطوة مهمة» بعد مذكرة سابقة.",
        "2024-10-31",
    ),
    ("", "صادق البرلمان التركي يوم 12 مارس 2020 على اتفاقية التعاون العسكري الموقعة بين تركيا وقطر في الدوحة بتاريخ 28 نوفمبر 2019.", "2020-03-14"),
    (
        "",
        "أعلنت وزارة الدفاع الأردنية أن وزير الدفاع العراقي زار عمان يوم 5 يونيو 2021 والتقى رئيس هيئة الأركان المشتركة الأردني.\nووقع الجانبان مذكرة تفاهم في مجال «الأمن السيبراني» وتبادل المعلومات.",
        "2021-06-07",
    ),
    (
        "مصر واليونان تختتمان تمرينا بحريا",
        "القاهرة (أ ش أ) - اختتمت القوات البحرية المصرية واليونانية في 20 نوفمبر 2022 تمرين «ميدوزا 12» في البحر المتوسط.\nوينص الاتفاق العسكري الموقع بين مصر واليونان عام 2015 على تبادل الخبرات.",
        "2022-11-22",
    ),
    ("", "نفت وزارة الدفاع التونسية توقيع أي اتفاقية عسكرية مع إيطاليا. وتأمل روما أن توقع الدولتان اتفاقا دفاعيا سنة 2026.", "2025-02-10"),
    (
        "",
        "دخلت اتفاقية التعاون الأمني بين السعودية والبحرين حيز التنفيذ في 1 يناير 2018، ومدتها خمس سنوات. ومدد وزيرا داخلية البلدين الاتفاقية في الرياض يوم 3 يناير 2023.",
        "2023-01-05",
    ),
    ("", "وقع وزير الدفاع الأذربيجاني مع نظيريه التركي والجورجي في باكو يوم 15 ماي 2023 بروتوكولا ثلاثيا بشأن التدريبات المشتركة والطب العسكري.", "2023-05-16"),
];

/// The articles as typed above and the samples, with their facts.
static PLAIN: LazyLock<Vec<(Input, Vec<String>)>> = LazyLock::new(|| {
    let own = ARTICLES.iter().map(|(title, text, day)| Input { title: Some((*title).to_owned()).filter(|t| !t.is_empty()), ..article(text, day) });
    own.chain(samples().into_iter().map(|(_, input)| input))
        .map(|input| {
            let (record, problems) = read(&input);
            assert!(problems.is_empty(), "{problems:#?}");
            (input, facts(&record))
        })
        .collect()
});

/// The record's facts without the words they came from.
fn facts(r: &Record) -> Vec<String> {
    let mut out = vec![format!("{:?} {:?}", r.document.reading, r.document.language)];
    for a in &r.agreements {
        let place = a.place.as_ref().map(|p| (&p.country, p.latitude, p.longitude));
        let signed: Vec<_> = a.signatories.iter().map(|s| (&s.office, &s.state)).collect();
        let fields: Vec<_> = a.evidence.iter().map(|e| (&e.field, &e.rule)).collect();
        out.push(format!(
            "{:?} {} {} {:?} {:?} {:?} {:?} {place:?} {signed:?} {:?} {fields:?}",
            a.parties, a.instrument, a.status, a.date, a.steps, a.areas, a.scope, a.duration_years
        ));
    }
    for e in &r.events {
        out.push(format!("{} {} {:?} {:?} {:?} {:?}", e.kind, e.realis, e.participants, e.host, e.date, e.agreements));
    }
    out.extend(r.contributions.iter().map(|c| format!("{} {:?} {}", c.state, c.to, c.area)));
    out.extend(r.unasserted.iter().map(|u| format!("{} {:?} {}", u.kind, u.parties, u.mode)));
    out
}

#[test]
fn the_fixed_articles_give_facts() {
    let with = |n: usize| PLAIN[n].1.len() > 1;
    assert!((0..ARTICLES.len()).all(with), "{:#?}", PLAIN.iter().map(|(_, f)| f).collect::<Vec<_>>());
}

/// Another way to type the same text.
#[derive(Debug, Clone)]
struct Way {
    tatweel: bool,
    harakat: bool,
    bidi: bool,
    quotes: Option<(char, char)>,
    digits: Option<char>,
    decomposed: bool,
    carriage: bool,
    /// Where: one draw a letter, used in turn.
    draws: Vec<u8>,
}

fn way() -> impl Strategy<Value = Way> {
    let quotes = prop_oneof![Just(None), select(&[('"', '"'), ('“', '”'), ('”', '“'), ('‹', '›')][..]).prop_map(Some)];
    let digits = prop_oneof![Just(None), select(&['٠', '۰'][..]).prop_map(Some)];
    (any::<bool>(), any::<bool>(), any::<bool>(), quotes, digits, any::<bool>(), any::<bool>(), vec(any::<u8>(), 64..200))
        .prop_map(|(tatweel, harakat, bidi, quotes, digits, decomposed, carriage, draws)| Way { tatweel, harakat, bidi, quotes, digits, decomposed, carriage, draws })
}

impl Way {
    fn retype(&self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::new();
        let letter = |c: char| matches!(c, '\u{0621}'..='\u{064A}');
        for (n, &c) in chars.iter().enumerate() {
            let draw = self.draws[n % self.draws.len()];
            let inner = letter(c) && chars.get(n + 1).is_some_and(|&d| letter(d));
            match c {
                '«' => out.push(self.quotes.map_or(c, |q| q.0)),
                '»' => out.push(self.quotes.map_or(c, |q| q.1)),
                '0'..='9' => out.push(self.digits.and_then(|zero| char::from_u32(zero as u32 + c as u32 - '0' as u32)).unwrap_or(c)),
                '\n' if self.carriage => out.push_str("\r\n"),
                'أ' if self.decomposed => out.push_str("ا\u{0654}"),
                'إ' if self.decomposed => out.push_str("ا\u{0655}"),
                'آ' if self.decomposed => out.push_str("ا\u{0653}"),
                _ => out.push(c),
            }
            if self.harakat && letter(c) && draw.is_multiple_of(3) {
                out.push(['\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}', '\u{064B}', '\u{0670}'][usize::from(draw) % 7]);
            }
            if self.tatweel && inner && draw.is_multiple_of(5) {
                out.push_str(if draw.is_multiple_of(2) { "ـ" } else { "ــــ" });
            }
            if self.bidi && draw.is_multiple_of(7) {
                out.push(['\u{200F}', '\u{200E}', '\u{202B}', '\u{202C}', '\u{2067}', '\u{2069}', '\u{061C}'][usize::from(draw / 7) % 7]);
            }
        }
        out
    }
}

#[test]
fn long_and_repeated_texts_are_read_in_reasonable_time() {
    let one = "وقع وزير الدفاع المغربي ونظيره الفرنسي أمس في الرباط اتفاقية للتعاون العسكري مع إسبانيا وإيطاليا ومصر";
    for text in [
        format!("{one} ").repeat(300),
        format!("{one}،").repeat(300),
        format!("{one}.\n").repeat(300),
        "«".repeat(50_000),
        "و".repeat(50_000),
        "ال".repeat(20_000),
        "اتفاقية ".repeat(5_000),
        "المغرب وفرنسا ".repeat(3_000),
    ] {
        let start = std::time::Instant::now();
        let (_, problems) = read(&article(&text, "2024-10-31"));
        assert_eq!(problems, [""; 0]);
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{seconds:.1} s for {}… ({} characters)", text.chars().take(20).collect::<String>(), text.chars().count());
    }
}
