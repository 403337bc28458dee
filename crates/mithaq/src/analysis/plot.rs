//! `mithaq plot`: pictures of the registry.
//!
//! In: which picture, of which day. Out: an SVG, or a PNG. Names of states are those that the packs of the language give first.

use super::args::{Picture, Plot};
use super::common::{at, open, scope, shown, unwritten, wrong};
use mithaq_analysis::network::measures::measures;
use mithaq_analysis::network::{Network, Projection};
use mithaq_analysis::span::{Day, text};
use mithaq_analysis::{Facts, Scope};
use mithaq_export::write_bytes;
use mithaq_plot::{Cell, Map, Mark, Matrix, Phase, Row, State, Step, Style, Tie, Timeline, View};
use mithaq_registry::{Registry, StepRow};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// Rows of a timeline, states of a matrix: what can be read at a glance.
const ROWS: usize = 60;
const CELLS: usize = 40;

pub fn run(a: &Plot) -> io::Result<bool> {
    let style = match a.labels.as_str() {
        "en" => Style::english(),
        "fr" => Style::french(),
        "ar" => Style::arabic(),
        other => return Err(wrong(format!("there are no words in {other:?}; write en, fr or ar"))),
    };
    let ending = a.output.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    if !matches!(ending.as_str(), "svg" | "png") {
        return Err(wrong(format!("{}: a picture is FILE.svg or FILE.png", a.output.display())));
    }
    let scope = scope(&a.scope, &[])?;
    let (registry, facts) = open(&a.registry.registry)?;
    let day = at(a.at.as_deref(), &facts)?;
    let names = Names::of(&a.labels, &facts)?;
    let drawn = match a.what {
        Picture::Network => network(&facts, &scope, day, &names)?.svg(&style),
        Picture::Map => map(&facts, &scope, day, &names)?.svg(&style),
        Picture::Timeline => timeline(&registry, &facts, &scope, day, &names)?.svg(&style),
        Picture::Matrix => matrix(&facts, &scope, day, &names)?.svg(&style),
    };
    let failed = |e: mithaq_plot::Error| io::Error::other(e.to_string());
    let svg = drawn.map_err(failed)?;
    if ending == "svg" { write_bytes(&svg, &a.output) } else { write_bytes(&mithaq_plot::png(&svg, 2.0).map_err(failed)?, &a.output) }.map_err(unwritten)?;
    Ok(true)
}

/// Names of states, and the words of titles, in one language.
struct Names {
    language: String,
    states: HashMap<String, String>,
    words: Titles,
}

struct Titles {
    network: &'static str,
    in_force: &'static str,
    map: &'static str,
    partners: &'static str,
    timeline: &'static str,
    shown: &'static str,
    matrix: &'static str,
    agreements: &'static str,
}

const ENGLISH: Titles = Titles {
    network: "The network of defence cooperation",
    in_force: "Agreements in force between states",
    map: "Defence cooperation on the map",
    partners: "Partners",
    timeline: "Lives of agreements",
    shown: "The latest {n}",
    matrix: "Who has agreed with whom",
    agreements: "Agreements in force",
};
const FRENCH: Titles = Titles {
    network: "Le réseau de la coopération de défense",
    in_force: "Accords en vigueur entre États",
    map: "La coopération de défense sur la carte",
    partners: "Partenaires",
    timeline: "La vie des accords",
    shown: "Les {n} plus récents",
    matrix: "Qui s'est accordé avec qui",
    agreements: "Accords en vigueur",
};
const ARABIC: Titles = Titles {
    network: "شبكة التعاون الدفاعي",
    in_force: "الاتفاقات السارية بين الدول",
    map: "التعاون الدفاعي على الخريطة",
    partners: "الشركاء",
    timeline: "مسار الاتفاقات",
    shown: "أحدث {n} اتفاقًا",
    matrix: "من اتفق مع من",
    agreements: "الاتفاقات السارية",
};

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    names: Vec<String>,
}

impl Names {
    fn of(language: &str, facts: &Facts) -> io::Result<Names> {
        let (pack, words) = match language {
            "fr" => (Some(include_str!("../../../../packs/fr/states.toml")), FRENCH),
            "ar" => (Some(include_str!("../../../../packs/ar/states.toml")), ARABIC),
            _ => (None, ENGLISH),
        };
        let mut states: HashMap<String, String> = facts.states.all().map(|s| (s.iso.clone(), s.name.clone())).collect();
        if let Some(pack) = pack {
            let table: BTreeMap<String, toml::Value> = toml::from_str(pack).map_err(|e| io::Error::other(format!("packs/{language}/states.toml: {e}")))?;
            for (code, entry) in table {
                if let Some(name) = entry.try_into::<Named>().ok().and_then(|n| n.names.into_iter().next()) {
                    states.insert(code, name);
                }
            }
        }
        Ok(Names { language: language.into(), states, words })
    }
    fn state(&self, code: &str) -> String {
        self.states.get(code).cloned().unwrap_or_else(|| code.into())
    }
    /// A region's name: in English as the code says it, elsewhere by its code only where no word is known.
    fn region(&self, code: &str) -> String {
        const REGIONS: [(&str, &str, &str); 22] = [
            ("north-africa", "Afrique du Nord", "شمال أفريقيا"),
            ("west-africa", "Afrique de l'Ouest", "غرب أفريقيا"),
            ("central-africa", "Afrique centrale", "وسط أفريقيا"),
            ("east-africa", "Afrique de l'Est", "شرق أفريقيا"),
            ("southern-africa", "Afrique australe", "الجنوب الأفريقي"),
            ("gulf", "Golfe", "الخليج"),
            ("levant", "Levant", "المشرق"),
            ("west-asia", "Asie de l'Ouest", "غرب آسيا"),
            ("caucasus", "Caucase", "القوقاز"),
            ("central-asia", "Asie centrale", "آسيا الوسطى"),
            ("south-asia", "Asie du Sud", "جنوب آسيا"),
            ("east-asia", "Asie de l'Est", "شرق آسيا"),
            ("southeast-asia", "Asie du Sud-Est", "جنوب شرق آسيا"),
            ("europe-west", "Europe de l'Ouest", "غرب أوروبا"),
            ("europe-east", "Europe de l'Est", "شرق أوروبا"),
            ("europe-north", "Europe du Nord", "شمال أوروبا"),
            ("europe-south", "Europe du Sud", "جنوب أوروبا"),
            ("north-america", "Amérique du Nord", "أمريكا الشمالية"),
            ("central-america", "Amérique centrale", "أمريكا الوسطى"),
            ("caribbean", "Caraïbes", "الكاريبي"),
            ("south-america", "Amérique du Sud", "أمريكا الجنوبية"),
            ("oceania", "Océanie", "أوقيانوسيا"),
        ];
        let known = REGIONS.iter().find(|r| r.0 == code);
        match (self.language.as_str(), known) {
            ("fr", Some(r)) => r.1.into(),
            ("ar", Some(r)) => r.2.into(),
            _ => {
                let words: Vec<String> = code.split('-').map(|w| w.chars().take(1).flat_map(char::to_uppercase).chain(w.chars().skip(1)).collect()).collect();
                words.join(" ")
            }
        }
    }
}

fn network_at(facts: &Facts, scope: &Scope, day: Day) -> io::Result<Network> {
    Network::at(facts, scope, day, Projection::Pairs).map_err(shown)
}

fn ties(net: &Network) -> Vec<Tie> {
    net.ties.iter().map(|t| Tie { a: net.states[t.a].clone(), b: net.states[t.b].clone(), weight: t.weight }).collect()
}

fn network(facts: &Facts, scope: &Scope, day: Day, names: &Names) -> io::Result<mithaq_plot::Network> {
    let net = network_at(facts, scope, day)?;
    let states = net.states.iter().map(|s| State {
        code: s.clone(),
        label: names.state(s),
        region: facts.states.get(s).map(|s| names.region(&s.region)).unwrap_or_default(),
        strength: None,
    });
    Ok(mithaq_plot::Network { title: names.words.network.into(), subtitle: names.words.in_force.into(), states: states.collect(), ties: ties(&net), at: Some(text(day)) })
}

fn map(facts: &Facts, scope: &Scope, day: Day, names: &Names) -> io::Result<Map> {
    let net = network_at(facts, scope, day)?;
    let nodes = measures(&net);
    // A region's states, with room around their capitals.
    let view = match &scope.region {
        None => View::World,
        Some(_) => {
            let places: Vec<(f64, f64)> = net.states.iter().filter_map(|s| facts.states.get(s)?.capital).collect();
            let edge = |pick: fn((f64, f64)) -> f64, least: bool| {
                places.iter().map(|p| pick(*p)).fold(if least { f64::MAX } else { f64::MIN }, |a, b| if least { a.min(b) } else { a.max(b) })
            };
            match places.is_empty() {
                true => View::World,
                false => View::Region { west: edge(|p| p.1, true) - 10.0, east: edge(|p| p.1, false) + 10.0, south: edge(|p| p.0, true) - 10.0, north: edge(|p| p.0, false) + 8.0 },
            }
        }
    };
    Ok(Map {
        title: names.words.map.into(),
        subtitle: names.words.in_force.into(),
        values: nodes.iter().filter(|n| n.degree > 0).map(|n| (n.state.clone(), n.degree as f64)).collect(),
        value_name: names.words.partners.into(),
        ties: ties(&net),
        labels: nodes.iter().filter(|n| n.degree > 0).map(|n| (n.state.clone(), names.state(&n.state))).collect(),
        view,
        at: Some(text(day)),
    })
}

fn matrix(facts: &Facts, scope: &Scope, day: Day, names: &Names) -> io::Result<Matrix> {
    let net = network_at(facts, scope, day)?;
    let mut nodes = measures(&net);
    nodes.retain(|n| n.degree > 0);
    nodes.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.state.cmp(&b.state)));
    nodes.truncate(CELLS);
    let region = |s: &str| facts.states.get(s).map(|s| names.region(&s.region)).unwrap_or_default();
    nodes.sort_by_key(|n| (region(&n.state), n.state.clone()));
    Ok(Matrix {
        title: names.words.matrix.into(),
        subtitle: names.words.in_force.into(),
        states: nodes.iter().map(|n| State { code: n.state.clone(), label: names.state(&n.state), region: region(&n.state), strength: None }).collect(),
        cells: ties(&net).into_iter().map(|t| Cell { a: t.a, b: t.b, value: t.weight }).collect(),
        value_name: names.words.agreements.into(),
        at: Some(text(day)),
    })
}

/// The life of each agreement; the latest where there are many.
fn timeline(registry: &Registry, facts: &Facts, scope: &Scope, day: Day, names: &Names) -> io::Result<Timeline> {
    let steps = registry.step_rows().map_err(crate::registry::shown)?;
    let mut by_agreement: HashMap<&str, Vec<&StepRow>> = HashMap::new();
    steps.iter().for_each(|s| by_agreement.entry(s.agreement.as_str()).or_default().push(s));
    let pair = |parties: &[String]| parties.iter().map(|p| names.state(p)).collect::<Vec<_>>().join(" – ");
    let mut rows: Vec<(Day, Row)> = Vec::new();
    for a in facts.agreements.iter().filter(|a| scope.has(a)) {
        if scope.region.as_ref().is_some_and(|r| !a.parties.iter().any(|p| facts.states.series(p).is_some_and(|s| s.region == *r))) {
            continue;
        }
        let mut life: Vec<Step> = by_agreement
            .get(a.id.as_str())
            .into_iter()
            .flatten()
            .filter_map(|s| Some(Step { phase: phase(&s.status)?, at: mithaq_plot::Day::read(s.date.value.as_deref()?)? }))
            .collect();
        if let (Some(to), true) = (scope.assumption.span(a).and_then(|s| s.to), life.iter().all(|s| s.phase != Phase::Terminated)) {
            life.extend(mithaq_plot::Day::read(&text(to)).map(|at| Step { phase: Phase::Terminated, at }));
        }
        let Some(first) = life.iter().map(|s| s.at).min() else { continue };
        let begun = Facts::signed(a).or(a.runs.0).unwrap_or(Day::MIN);
        if begun > day {
            continue;
        }
        let events = facts
            .events
            .iter()
            .filter(|e| matches!(e.realis.as_str(), "done" | "ongoing"))
            .filter(|e| a.parties.iter().filter(|p| e.participants.contains(p) || e.host.as_ref() == Some(p)).count() > 1);
        let marks =
            events.filter_map(|e| Some(Mark { at: mithaq_plot::Day::read(e.date.value.as_deref()?)?, label: e.name.clone().unwrap_or_default() })).filter(|m| m.at >= first);
        rows.push((begun, Row { label: a.title.clone().unwrap_or_else(|| pair(&a.parties)), group: pair(&a.parties), steps: life, events: marks.collect() }));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.label.cmp(&b.1.label)));
    let cut = rows.len() > ROWS;
    rows.truncate(ROWS);
    Ok(Timeline {
        title: names.words.timeline.into(),
        subtitle: if cut { names.words.shown.replace("{n}", &ROWS.to_string()) } else { String::new() },
        rows: rows.into_iter().map(|r| r.1).collect(),
        until: mithaq_plot::Day::read(&text(day)),
        at: Some(text(day)),
    })
}

fn phase(status: &str) -> Option<Phase> {
    Some(match status {
        "proposed" | "negotiating" | "authorised" | "initialled" => Phase::Negotiating,
        "signed" | "approved" => Phase::Signed,
        "ratified" => Phase::Ratified,
        "in-force" => Phase::InForce,
        "renewed" | "amended" => Phase::Renewed,
        "suspended" => Phase::Suspended,
        "terminated" | "expired" => Phase::Terminated,
        _ => return None,
    })
}
