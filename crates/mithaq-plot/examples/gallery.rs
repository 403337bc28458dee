//! Writes one of each picture, in English and Arabic, as SVG and PNG: `cargo run -p mithaq-plot --example gallery -- FOLDER`.
//!
//! States and names are those of `packs/`; the ties and values are made up.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use mithaq_plot::{Cell, Day, Map, Mark, Matrix, Network, Phase, Row, State, Step, Style, Tie, Timeline, View, png};

/// A state of the table.
struct Entry {
    code: String,
    english: String,
    arabic: String,
    region: String,
}

/// English or Arabic.
#[derive(Clone, Copy)]
struct Tongue {
    arabic: bool,
}

impl Tongue {
    fn say(self, english: &str, arabic: &str) -> String {
        if self.arabic { arabic } else { english }.to_owned()
    }

    fn name(self, entry: &Entry) -> String {
        self.say(&entry.english, &entry.arabic)
    }

    fn region(self, region: &str) -> String {
        let (english, arabic) = REGIONS.iter().find(|(codes, ..)| codes.contains(&region)).map_or((region, region), |r| (r.1, r.2));
        self.say(english, arabic)
    }
}

const REGIONS: [(&[&str], &str, &str); 9] = [
    (&["north-africa", "levant", "gulf"], "Arab states and Israel", "الدول العربية وإسرائيل"),
    (&["west-asia", "caucasus", "central-asia"], "West and Central Asia", "غرب آسيا ووسطها"),
    (&["europe-west", "europe-south"], "Western and Southern Europe", "غرب أوروبا وجنوبها"),
    (&["europe-east", "europe-north"], "Eastern and Northern Europe", "شرق أوروبا وشمالها"),
    (&["west-africa", "central-africa"], "West and Central Africa", "غرب أفريقيا ووسطها"),
    (&["east-africa", "southern-africa"], "East and Southern Africa", "شرق أفريقيا وجنوبها"),
    (&["south-asia", "east-asia", "southeast-asia"], "South and East Asia", "جنوب آسيا وشرقها"),
    (&["north-america", "central-america", "caribbean", "south-america"], "The Americas", "الأمريكتان"),
    (&["oceania"], "Oceania", "أوقيانوسيا"),
];

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most.max(1) as u64) as usize
    }
}

const HUBS: [&str; 14] = ["USA", "FRA", "GBR", "TUR", "RUS", "CHN", "ITA", "EGY", "SAU", "ARE", "PAK", "IND", "DEU", "BRA"];
const LARGER: [&str; 21] = ["JOR", "MAR", "DZA", "TUN", "QAT", "KWT", "OMN", "BHR", "LBN", "IRQ", "ESP", "GRC", "CZE", "POL", "UKR", "AZE", "KAZ", "SEN", "NGA", "KEN", "JPN"];

fn entries(packs: &Path) -> Result<Vec<Entry>, Box<dyn Error>> {
    let mut arabic = BTreeMap::new();
    let mut code = String::new();
    for line in std::fs::read_to_string(packs.join("ar/states.toml"))?.lines() {
        if let Some(head) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            code = head.to_owned();
        } else if let Some(names) = line.strip_prefix("names = [\"") {
            arabic.insert(code.clone(), names.split('"').next().unwrap_or_default().to_owned());
        }
    }
    let table = std::fs::read_to_string(packs.join("world/states.tsv"))?;
    let rows = table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    let today = rows.filter(|row| row.get(15).is_none_or(|successors| successors.trim().is_empty()));
    Ok(today
        .map(|row| Entry { code: row[0].into(), english: row[3].into(), arabic: arabic.get(row[0]).cloned().unwrap_or_else(|| row[3].into()), region: row[7].into() })
        .collect())
}

/// Ties of hubs with the others, some among neighbours.
fn ties(entries: &[&Entry], each: usize) -> Vec<Tie> {
    let mut dice = Dice(7);
    let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
    for entry in entries {
        for _ in 0..1 + dice.roll(each) {
            let near: Vec<_> = entries.iter().filter(|other| other.region == entry.region).collect();
            let other = if dice.roll(3) == 0 { near[dice.roll(near.len())] } else { entries.iter().find(|e| e.code == HUBS[dice.roll(HUBS.len())]).unwrap_or(near[0]) };
            if other.code != entry.code {
                let (a, b) = (entry.code.clone().min(other.code.clone()), entry.code.clone().max(other.code.clone()));
                *sums.entry((a, b)).or_default() += 1.0 + [0.0, 0.0, 1.0, 2.0, 5.0][dice.roll(5)];
            }
        }
    }
    sums.into_iter().map(|((a, b), weight)| Tie { a, b, weight }).collect()
}

fn network(entries: &[&Entry], tongue: Tongue, each: usize, alone: usize) -> Network {
    let tied = &entries[..entries.len() - alone];
    Network {
        title: tongue.say("Defence agreements between states", "اتفاقيات الدفاع بين الدول"),
        subtitle: tongue.say("Made-up data: agreements in force, by pair", "بيانات مختلقة: الاتفاقيات السارية بين كل طرفين"),
        states: entries.iter().map(|e| State { code: e.code.clone(), label: tongue.name(e), region: tongue.region(&e.region), strength: None }).collect(),
        ties: ties(tied, each),
        at: Some(tongue.say("1 November 2026", "1 نوفمبر 2026")),
    }
}

fn map(entries: &[&Entry], tongue: Tongue, view: View) -> Map {
    let ties = ties(entries, 3);
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for tie in &ties {
        *sums.entry(tie.a.clone()).or_default() += tie.weight;
        *sums.entry(tie.b.clone()).or_default() += tie.weight;
    }
    let world = view == View::World;
    Map {
        title: tongue.say("Defence agreements by state", "اتفاقيات الدفاع بحسب الدولة"),
        subtitle: tongue.say("Made-up data; lines join the pairs with most", "بيانات مختلقة؛ الخطوط تصل الأطراف الأكثر اتفاقا"),
        values: sums.into_iter().filter(|(code, _)| code.as_str() != "LBY").collect(),
        value_name: tongue.say("Agreements", "الاتفاقيات"),
        ties: ties.into_iter().filter(|tie| tie.weight >= if world { 5.0 } else { 6.0 }).collect(),
        labels: if world { Vec::new() } else { entries.iter().map(|e| (e.code.clone(), tongue.name(e))).collect() },
        view,
        at: Some(tongue.say("1 November 2026", "1 نوفمبر 2026")),
    }
}

fn timeline(tongue: Tongue) -> Timeline {
    use Phase::{InForce, Negotiating, Ratified, Renewed, Signed, Suspended, Terminated};
    let row = |english: &str, arabic: &str, group: (&str, &str), steps: &[(Phase, &str)], events: &[(&str, &str, &str)]| Row {
        label: tongue.say(english, arabic),
        group: tongue.say(group.0, group.1),
        steps: steps.iter().filter_map(|&(phase, at)| Some(Step { phase, at: Day::read(at)? })).collect(),
        events: events.iter().filter_map(|&(at, en, ar)| Some(Mark { at: Day::read(at)?, label: tongue.say(en, ar) })).collect(),
    };
    let (je, cs, ta) = (("Egypt – Jordan", "مصر – الأردن"), ("Czechia – Poland", "التشيك – بولندا"), ("Türkiye – Azerbaijan", "تركيا – أذربيجان"));
    Timeline {
        title: tongue.say("Life of agreements", "مسار الاتفاقيات"),
        subtitle: tongue.say("Made-up data", "بيانات مختلقة"),
        rows: vec![
            row(
                "Military cooperation",
                "التعاون العسكري",
                je,
                &[(Signed, "1996-03-02"), (Ratified, "1997-01-15"), (InForce, "1997-06"), (Renewed, "2007-06"), (Renewed, "2017-06")],
                &[("1999-10", "Joint exercise Aqaba 99", "مناورة العقبة 99"), ("2013-05-09", "Chiefs of staff meet", "لقاء رئيسي الأركان")],
            ),
            row(
                "Exchange of classified information",
                "تبادل المعلومات السرية",
                je,
                &[(Negotiating, "2014"), (Signed, "2016-11-20"), (InForce, "2018-02-01"), (Suspended, "2021-04"), (InForce, "2023-01")],
                &[],
            ),
            row("Training of cadets", "تدريب الطلبة الضباط", je, &[(Signed, "2019-09-01"), (Terminated, "2022-09-01")], &[]),
            row("Joint air policing", "الحماية الجوية المشتركة", cs, &[(Negotiating, "2009-02"), (Signed, "2010-05-17"), (Ratified, "2011-03"), (InForce, "2011-09-01")], &[]),
            row(
                "Procurement of armoured vehicles and spare parts for them",
                "شراء مدرعات وقطع غيارها",
                cs,
                &[(Signed, "2021-06-10"), (InForce, "2021-06-10")],
                &[("2023-03", "First delivery", "أول تسليم")],
            ),
            row(
                "Strategic partnership and mutual support",
                "الشراكة الاستراتيجية والدعم المتبادل",
                ta,
                &[(Signed, "2010-08-16"), (Ratified, "2010-12-21"), (InForce, "2011-05"), (Renewed, "2020-12")],
                &[],
            ),
            row("Şuşa Bəyannaməsi", "إعلان شوشا", ta, &[(Signed, "2021-06-15"), (Ratified, "2022-02-03"), (InForce, "2022-03")], &[]),
            row("Memorandum of 1992", "مذكرة 1992", ta, &[(Signed, "1992-08-11"), (InForce, "1993"), (Terminated, "2003")], &[]),
            row("Cyber defence", "الدفاع السيبراني", ta, &[], &[]),
        ],
        until: Some(Day::new(2026, 11, 1)),
        at: Some(tongue.say("1 November 2026", "1 نوفمبر 2026")),
    }
}

fn matrix(entries: &[&Entry], tongue: Tongue) -> Matrix {
    Matrix {
        title: tongue.say("Who agrees with whom", "من يتفق مع من"),
        subtitle: tongue.say("Made-up data: agreements in force", "بيانات مختلقة: الاتفاقيات السارية"),
        states: network(entries, tongue, 3, 0).states,
        cells: ties(entries, 6).into_iter().map(|tie| Cell { a: tie.a, b: tie.b, value: tie.weight }).collect(),
        value_name: tongue.say("Agreements", "الاتفاقيات"),
        at: None,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&folder)?;
    let all = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))?;
    let find = |codes: &[&str]| -> Vec<&Entry> { codes.iter().filter_map(|code| all.iter().find(|e| e.code == *code)).collect() };
    let five = find(&["EGY", "JOR", "SAU", "FRA", "USA"]);
    let thirty_five: Vec<&Entry> = find(&HUBS).into_iter().chain(find(&LARGER)).collect();
    let mut every: Vec<&Entry> = thirty_five.clone();
    every.extend(all.iter().filter(|e| !thirty_five.iter().any(|seen| seen.code == e.code)));
    let narrow = find(&["EGY", "JOR", "SAU", "ARE", "QAT", "MAR", "FRA", "ITA", "ESP", "GBR", "TUR", "AZE", "PAK"]);

    for tongue in [Tongue { arabic: false }, Tongue { arabic: true }] {
        let style = if tongue.arabic { Style::arabic() } else { Style::english() };
        let pictures = [
            ("network-5", network(&five, tongue, 6, 0).svg(&style)?),
            ("network-35", network(&thirty_five, tongue, 3, 3).svg(&style)?),
            ("network-dense", network(&thirty_five, tongue, 30, 0).svg(&style)?),
            ("network-200", network(&every, tongue, 3, 21).svg(&style)?),
            ("map-world", map(&every, tongue, View::World).svg(&style)?),
            ("map-arab", map(&every, tongue, View::ARAB_WORLD).svg(&style)?),
            ("map-europe", map(&every, tongue, View::EUROPE).svg(&style)?),
            ("timeline", timeline(tongue).svg(&style)?),
            ("matrix-13", matrix(&narrow, tongue).svg(&style)?),
            ("matrix-35", matrix(&thirty_five, tongue).svg(&style)?),
            ("matrix-200", matrix(&every, tongue).svg(&style)?),
            ("empty", Network { title: tongue.say("No agreements", "لا اتفاقيات"), ..Network::default() }.svg(&style)?),
        ];
        for (name, svg) in pictures {
            let name = format!("{name}-{}", style.lang);
            std::fs::write(folder.join(format!("{name}.png")), png(&svg, 1.0)?)?;
            std::fs::write(folder.join(format!("{name}.svg")), svg)?;
        }
    }
    println!("{}", folder.display());
    Ok(())
}
