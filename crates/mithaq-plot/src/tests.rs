//! What must hold of every picture: read as XML and as the renderer lays it out, with made-up data of every size.

use std::collections::BTreeSet;

use resvg::usvg::{Group, Node, Rect};

use crate::*;

const CODES: [&str; 8] = ["EGY", "JOR", "BHR", "MLT", "LUX", "XKX", "TWN", "PSE"];
const ARABIC: [&str; 8] = ["مصر", "الأردن", "البحرين", "مالطا (الجزيرة)", "لوكسمبورغ", "كوسوفو", "تايوان", "فلسطين 48"];
const HOSTILE: &str = "</text><script>alert('x')</script>&amp;\u{0}\u{202e}\"]]>\u{ffff} <!-- ";

fn code(n: usize) -> String {
    map_states().nth(n).unwrap_or("").to_owned()
}

fn network(count: usize, arabic: bool) -> Network {
    let label = |n: usize| if arabic { format!("{} {n}", ARABIC[n % 8]) } else { format!("Republic of {} {n}", CODES[n % 8]) };
    Network {
        title: if arabic { "اتفاقيات الدفاع 2026" } else { "Defence agreements" }.into(),
        subtitle: "x".into(),
        states: (0..count).map(|n| State { code: code(n), label: label(n), region: format!("R{}", n % 9), strength: None }).collect(),
        ties: (1..count).filter(|n| n % 9 != 0).map(|n| Tie { a: code(n), b: code(n / 4), weight: (n % 7) as f64 + 1.0 }).collect(),
        at: Some("2026".into()),
    }
}

fn map(view: View) -> Map {
    Map {
        title: "خريطة 2026".into(),
        values: map_states().enumerate().map(|(n, code)| (code.to_owned(), n as f64)).collect(),
        ties: network(206, false).ties,
        labels: map_states().map(|code| (code.to_owned(), format!("دولة {code}"))).collect(),
        value_name: "الاتفاقيات".into(),
        view,
        ..Map::default()
    }
}

fn timeline(rows: usize) -> Timeline {
    let steps = |n: usize| Phase::ALL.into_iter().enumerate().map(|(i, phase)| Step { phase, at: Day::new(1990 + (n + 3 * i) as i32 % 30, i as u8, 1) }).collect();
    let row = |n: usize| Row {
        label: format!("مذكرة تفاهم رقم {n} بشأن التعاون العسكري والتدريب"),
        group: ARABIC[n / 10 % 8].into(),
        steps: steps(n),
        events: vec![Mark { at: Day::new(2001, 2, 3), label: "مناورة 2001".into() }],
    };
    Timeline { title: "مسار".into(), rows: (0..rows).map(row).collect(), ..Timeline::default() }
}

fn matrix(count: usize, arabic: bool) -> Matrix {
    let network = network(count, arabic);
    let cells = network.ties.iter().map(|tie| Cell { a: tie.a.clone(), b: tie.b.clone(), value: tie.weight }).collect();
    Matrix { title: network.title, states: network.states, cells, value_name: "N".into(), ..Matrix::default() }
}

/// One of each, both directions, several sizes.
fn pictures() -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    for style in [Style::english(), Style::french(), Style::arabic()] {
        let arabic = style.direction == Direction::Rtl;
        let mut add = |name: String, svg: Result<String, Error>| pictures.push((format!("{name} {}", style.lang), svg.expect(&name)));
        for count in [1, 5, 35, 200] {
            add(format!("network {count}"), network(count, arabic).svg(&style));
            add(format!("matrix {count}"), matrix(count, arabic).svg(&style));
        }
        for view in [View::World, View::EUROPE, View::ARAB_WORLD, View::Region { west: 150.0, south: -50.0, east: -120.0, north: 30.0 }] {
            add(format!("map {view:?}"), map(view).svg(&style));
        }
        for rows in [1, 30, 500] {
            add(format!("timeline {rows}"), timeline(rows).svg(&style));
        }
    }
    pictures
}

/// Texts as laid out: what is written and the ground it covers, with the class of the group it is in.
fn texts(svg: &str) -> Vec<(String, String, Rect)> {
    fn walk(group: &Group, out: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => walk(group, out),
                Node::Text(text) => {
                    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    for glyph in text.layouted().iter().flat_map(|span| &span.positioned_glyphs) {
                        assert!(glyph.id.0 != 0, "no glyph for {:?} in {words}", glyph.text);
                    }
                    assert!(text.layouted().iter().any(|span| !span.positioned_glyphs.is_empty()), "nothing is drawn for {words}");
                    // The ink, not the height of the line.
                    out.push((words, text.flattened().abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let mut laid = Vec::new();
    walk(crate::png::tree(svg).expect("an SVG").root(), &mut laid);
    let xml = roxmltree::Document::parse(svg).expect("XML");
    let classes = xml.descendants().filter(|node| node.has_tag_name("text"));
    let classes: Vec<String> = classes.map(|node| node.parent().and_then(|p| p.attribute("class")).unwrap_or("").to_owned()).collect();
    assert_eq!(classes.len(), laid.len());
    classes.into_iter().zip(laid).map(|(class, (words, place))| (class, words, place)).collect()
}

#[test]
fn every_picture_is_an_accessible_svg_with_readable_type() {
    for (name, svg) in pictures() {
        let xml = roxmltree::Document::parse(&svg).expect(&name);
        let root = xml.root_element();
        assert_eq!((root.attribute("role"), root.attribute("width")), (Some("img"), Some("1200")), "{name}");
        let ids: Vec<&str> = root.attribute("aria-labelledby").expect("labels").split(' ').collect();
        for (id, tag) in ids.into_iter().zip(["title", "desc"]) {
            let told = root.children().find(|node| node.attribute("id") == Some(id)).expect("the label is there");
            assert!(told.has_tag_name(tag) && told.text().is_some_and(|text| !text.is_empty()), "{name} {tag}");
        }
        for text in xml.descendants().filter(|node| node.has_tag_name("text")) {
            let size: f64 = text.attribute("font-size").and_then(|size| size.parse().ok()).expect("a size");
            assert!(size >= 9.0, "{name}: {size} for {:?}", text.text());
        }
    }
}

/// Measured by the renderer, not by us. Every letter has a glyph (`texts` sees to it).
#[test]
fn no_text_leaves_the_picture_or_lies_on_another() {
    for (name, svg) in pictures() {
        let height: f32 = roxmltree::Document::parse(&svg).expect("XML").root_element().attribute("height").and_then(|h| h.parse().ok()).expect("a height");
        let texts = texts(&svg);
        for (_, words, at) in &texts {
            let inside = at.left() >= 0.0 && at.right() <= 1200.0 && at.top() >= 0.0 && at.bottom() <= height;
            assert!(inside, "{name}: {words} at {at:?}");
        }
        assert!(texts.iter().any(|text| ["labels", "isolates", "rows", "names", "groups"].contains(&text.0.as_str())), "{name}");
        for (n, (_, a, p)) in texts.iter().enumerate() {
            for (_, b, q) in &texts[..n] {
                // A dot of an Arabic letter may reach a little above or below its line.
                let over = p.right().min(q.right()) - p.left().max(q.left()) > 0.5 && p.bottom().min(q.bottom()) - p.top().max(q.top()) > 1.5;
                assert!(!over, "{name}: {a} {p:?} on {b} {q:?}");
            }
        }
    }
}

/// Few states: none of them is without its name.
#[test]
fn every_state_of_a_network_has_its_label() {
    for (count, arabic) in [(5, false), (35, false), (35, true), (200, false), (200, true)] {
        let network = network(count, arabic);
        let style = if arabic { Style::arabic() } else { Style::english() };
        let svg = network.svg(&style).expect("an SVG");
        let written: BTreeSet<String> = texts(&svg).into_iter().map(|text| text.1.trim_matches(['\u{202b}', '\u{202c}']).to_owned()).collect();
        for state in &network.states {
            assert!(written.contains(&state.label) || written.contains(&state.code), "{count}: {} is not named", state.label);
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for ((name, a), (_, b)) in pictures().into_iter().zip(pictures()) {
        assert!(a == b, "{name}");
    }
}

#[test]
fn hostile_labels_are_text() {
    let hostile = || HOSTILE.to_owned();
    let network = Network {
        title: hostile(),
        subtitle: hostile(),
        states: vec![State { code: hostile(), label: hostile(), region: hostile(), strength: Some(f64::NAN) }, State::default()],
        ties: vec![Tie { a: hostile(), b: "B".into(), weight: f64::INFINITY }, Tie { a: hostile(), b: "B".into(), weight: 2.0 }],
        at: Some(hostile()),
    };
    let matrix = Matrix { states: network.states.clone(), cells: vec![Cell { a: hostile(), b: "B".into(), value: 1e300 }], ..Matrix::default() };
    let map = Map {
        values: vec![(hostile(), 1.0), ("EGY".into(), f64::NAN)],
        ties: network.ties.clone(),
        value_name: hostile(),
        labels: vec![("EGY".into(), hostile())],
        ..Map::default()
    };
    let day = Day::new(i32::MIN, 255, 255);
    let timeline = Timeline {
        rows: vec![Row {
            label: "ط".repeat(5000),
            group: hostile(),
            steps: vec![Step { phase: Phase::Signed, at: day }],
            events: vec![Mark { at: Day::new(i32::MAX, 0, 0), label: hostile() }],
        }],
        ..Timeline::default()
    };
    let style = Style { lang: hostile(), ..Style::arabic() };
    for svg in [network.svg(&style), matrix.svg(&style), map.svg(&style), timeline.svg(&style)] {
        let svg = svg.expect("an SVG");
        let xml = roxmltree::Document::parse(&svg).expect("XML");
        assert!(!xml.descendants().any(|node| node.has_tag_name("script") || node.is_comment()));
        assert!(!svg.contains('\u{202e}') && !svg.contains('\u{0}'));
        assert!(png(&svg, 0.5).is_ok());
    }
}

/// Arabic stands once, in the order it is read, without presentation forms, and is told to run from the right.
#[test]
fn arabic_text_stays_text() {
    let svg = network(5, true).svg(&Style::arabic()).expect("an SVG");
    let xml = roxmltree::Document::parse(&svg).expect("XML");
    let found: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("text") && node.text() == Some("الأردن 1")).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].attribute("direction"), found[0].attribute("text-anchor")), (Some("rtl"), Some("middle")));
    // The title stands at the right of the picture.
    let title = texts(&svg).into_iter().find(|text| text.1.contains("اتفاقيات الدفاع")).expect("the title");
    assert!(title.2.right() > 1165.0 && title.2.right() < 1178.0, "{:?}", title.2);
}

/// Numbers and Latin names in an Arabic picture still begin where they should.
#[test]
fn a_latin_label_in_an_arabic_picture_keeps_its_side() {
    let timeline = Timeline {
        rows: vec![Row { label: "Şuşa Bəyannaməsi".into(), steps: vec![Step { phase: Phase::Signed, at: Day::new(2021, 6, 15) }], ..Row::default() }],
        ..timeline(0)
    };
    let svg = timeline.svg(&Style::arabic()).expect("an SVG");
    let label = texts(&svg).into_iter().find(|text| text.1.contains("Bəyannaməsi")).expect("the label");
    assert!((label.2.right() - (WIDTH as f32 - 28.0)).abs() < 3.0, "{:?}", label.2);
}

#[test]
fn every_state_of_the_table_can_be_drawn() {
    let style = Style::english();
    for code in map_states() {
        let map = Map { values: vec![(code.into(), 3.0)], ties: vec![Tie { a: code.into(), b: "EGY".into(), weight: 1.0 }], ..Map::default() };
        let svg = map.svg(&style).expect("an SVG");
        let colour = colour::hex(colour::amount(0, 1));
        let xml = roxmltree::Document::parse(&svg).expect("XML");
        let drawn = xml.descendants().filter(|node| node.attribute("fill") == Some(&colour) && (node.has_tag_name("path") || node.has_tag_name("circle")));
        assert!(drawn.count() >= 1, "{code} is not on the map");
        assert!(!svg.contains("Not on this map"), "{code}");
    }
    let unknown = Map { values: vec![("ZZZ".into(), 1.0)], ..Map::default() }.svg(&style).expect("an SVG");
    assert!(unknown.contains("Not on this map: ZZZ"));
}

/// States that are specks on the map are seen as dots.
#[test]
fn small_states_are_dots() {
    for code in ["BHR", "MLT", "LUX", "SGP", "VAT", "TUV"] {
        let svg = Map { values: vec![(code.into(), 3.0)], ..Map::default() }.svg(&Style::english()).expect("an SVG");
        let xml = roxmltree::Document::parse(&svg).expect("XML");
        let dots = xml.descendants().filter(|node| node.has_tag_name("circle")).count();
        assert_eq!(dots, 1, "{code}");
    }
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let style = Style::french();
    for svg in [Network::default().svg(&style), Map::default().svg(&style), Timeline::default().svg(&style), Matrix::default().svg(&style)] {
        let svg = svg.expect("an SVG");
        assert!(texts(&svg).iter().any(|text| text.1 == style.words.empty));
    }
    // Data without anything to draw are no reason to fail either.
    let only_far = Map { values: vec![("FJI".into(), 1.0)], view: View::EUROPE, ..Map::default() };
    assert!(only_far.svg(&style).is_ok());
    for view in [(f64::NAN, 0.0, f64::INFINITY, 0.0), (10.0, 50.0, 10.0, 40.0), (170.0, -90.0, -170.0, 90.0)] {
        let (west, south, east, north) = view;
        assert!(Map { view: View::Region { west, south, east, north }, ..only_far.clone() }.svg(&style).is_ok());
    }
}

/// The pixels of an Arabic label: taking it away changes them where it stood.
#[test]
fn arabic_reaches_the_pixels() {
    let with = |label: &str| {
        let mut network = network(1, true);
        network.states[0].label = label.into();
        png(&network.svg(&Style::arabic()).expect("an SVG"), 1.0).expect("a PNG")
    };
    let (a, b) = (with("مصر"), with("قطر"));
    assert_eq!(&a[1..4], b"PNG");
    assert!(a != b);
}
