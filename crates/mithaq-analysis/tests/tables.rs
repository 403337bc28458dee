//! Tables over a small registry: what stands in them, and that the codebook tells of every column.

use mithaq_analysis::circles::circles;
use mithaq_analysis::codebook::{Codebook, Language};
use mithaq_analysis::network::closure::closure;
use mithaq_analysis::network::series::{nodes_table, series, ties_table};
use mithaq_analysis::network::{Network, Projection};
use mithaq_analysis::panel::{PanelOptions, panel};
use mithaq_analysis::profile::profile;
use mithaq_analysis::span::day;
use mithaq_analysis::tables::{self, dyads, plover};
use mithaq_analysis::{Facts, Scope};
use mithaq_export::Table;
use mithaq_registry::byhand::{Entry, States};
use mithaq_registry::{Quotes, Registry};
use std::collections::HashSet;

/// Three states two by two in one area; a hub; a body; a former state; one that ended, one that never began.
const REGISTER: &str = "id,parties,instrument,scope,status,signed,date,areas,duration_years,terminated_date,source
m1,AZE+MAR,agreement,general,signed,2024-10-30,,cybersecurity+training,,,a
m2,CZE+MAR,agreement,general,signed,2024-10-30,,cybersecurity+defence-industry,,,a
m3,AZE+CZE,memorandum,sector,signed,2019-05-02,,cybersecurity,,,a
h1,FRA+MAR,treaty,general,in-force,1994-01-01,1994-06-01,training,,,a
h2,MAR+USA,agreement,sector,signed,2020,,training,10,,a
b1,MAR+NATO,plan,general,signed,2016-03-01,,training,,,a
s1,MAR+SUN,agreement,sector,signed,1974-04-04,,procurement,,1991-06,a
n1,ESP+MAR,agreement,general,negotiating,,2023-01-01,,,,a
t1,FRA+MAR+USA,memorandum,sector,signed,2018-07-01,,exercises,,,a
";

fn facts() -> (Registry, Facts) {
    let mut registry = Registry::in_memory().expect("a registry");
    let codes = ["AZE", "MAR", "CZE", "FRA", "USA", "NATO", "SUN", "ESP"];
    let states = States::new(codes.map(|c| (c.to_string(), c.to_string())));
    let entry = Entry { text: REGISTER, path: Some("/r.csv"), title: None, author: "test", reason: "", source: None, states: &states };
    let done = registry.enter(&entry).expect("the register is taken in");
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    let facts = Facts::load(&registry).expect("rows");
    (registry, facts)
}

fn book() -> Codebook {
    Codebook::load(Language::English).expect("a codebook")
}

/// A cell as CSV would have it.
fn cell(t: &Table, row: usize, column: &str) -> String {
    let at = t.columns.iter().position(|c| c.name == column).unwrap_or_else(|| panic!("{column} is a column"));
    let (mut batch, mut row) = (0, row);
    while row >= t.batches[batch].num_rows() {
        row -= t.batches[batch].num_rows();
        batch += 1;
    }
    let array = t.batches[batch].column(at);
    let options = arrow_cast::display::FormatOptions::default();
    arrow_cast::display::ArrayFormatter::try_new(array, &options).expect("a format").value(row).to_string()
}

fn find(t: &Table, wanted: &[(&str, &str)]) -> usize {
    (0..t.rows()).find(|r| wanted.iter().all(|(c, v)| cell(t, *r, c) == *v)).unwrap_or_else(|| panic!("a row with {wanted:?}"))
}

fn panel_of(o: &PanelOptions) -> Table {
    panel(&facts().1, o, &book()).expect("a panel")
}

#[test]
fn the_panel_counts_by_pair_and_year() {
    let t = panel_of(&PanelOptions { from: Some(1970), to: Some(2024), ..PanelOptions::default() });
    let row = |y: &str, a: &str, b: &str| find(&t, &[("year", y), ("iso_a", a), ("iso_b", b)]);
    let is = |r: usize, cells: &[(&str, &str)]| cells.iter().for_each(|(c, v)| assert_eq!(cell(&t, r, c), *v, "{c}"));
    is(
        row("2024", "AZE", "MAR"),
        &[("signed", "1"), ("in_force", "1"), ("in_force_dec31", "1"), ("ccode_a", "373"), ("in_force_cybersecurity", "1"), ("dcaGeneralV1", "1"), ("dcaSectorV2", "0")],
    );
    is(row("2023", "AZE", "MAR"), &[("signed", "0"), ("in_force", "0")]);
    is(row("1993", "FRA", "MAR"), &[("in_force", "0")]);
    is(row("1994", "FRA", "MAR"), &[("signed", "1"), ("in_force", "1"), ("in_force_bilateral", "1")]);
    is(row("2018", "FRA", "MAR"), &[("in_force", "2"), ("in_force_multilateral", "1"), ("in_force_memorandum", "1"), ("dcaSectorV1", "0"), ("dcaSectorV2", "1")]);
    // The Soviet Union's agreement stands in the series of its code, and ended with June 1991.
    is(row("1974", "MAR", "RUS"), &[("signed", "1"), ("in_force", "1"), ("ccode_b", "365")]);
    is(row("1991", "MAR", "RUS"), &[("in_force", "1"), ("in_force_dec31", "0")]);
    is(row("1992", "MAR", "RUS"), &[("in_force", "0")]);
    // Talks never run; a body is no row; Azerbaijan and Czechia are not there before they were states.
    is(row("2024", "ESP", "MAR"), &[("in_force", "0"), ("signed", "0")]);
    assert!((0..t.rows()).all(|r| cell(&t, r, "iso_b") != "NATO"));
    assert!((0..t.rows()).all(|r| cell(&t, r, "iso_a") != "AZE" || cell(&t, r, "year").parse::<i32>().unwrap() >= 1991));
    assert_eq!(cell(&t, row("2024", "AZE", "MAR"), "coverage"), "imported");
}

#[test]
fn every_state_and_both_directions_where_asked() {
    let few = panel_of(&PanelOptions { from: Some(2020), to: Some(2020), ..PanelOptions::default() });
    let all = panel_of(&PanelOptions { from: Some(2020), to: Some(2020), all_states: true, ..PanelOptions::default() });
    let both = panel_of(&PanelOptions { from: Some(2020), to: Some(2020), directed: true, ..PanelOptions::default() });
    // Seven states are party; the list has 195.
    assert_eq!((few.rows(), both.rows()), (21, 42));
    assert!(all.rows() > 18_000, "{}", all.rows());
    find(&both, &[("iso_a", "MAR"), ("iso_b", "AZE")]);
    let backwards = PanelOptions { from: Some(2021), to: Some(2020), ..PanelOptions::default() };
    assert!(panel(&facts().1, &backwards, &book()).is_err());
}

#[test]
fn circles_and_hubs_are_found_with_what_they_rest_on() {
    let (_, facts) = facts();
    let at = day("2024-12-31").expect("a day");
    let found = circles(&facts, &Scope::default(), at, None).expect("circles");
    assert_eq!((found[0].kind, found[0].states.clone(), found[0].areas.clone()), ("circle", ["AZE", "CZE", "MAR"].map(String::from), vec!["cybersecurity".into()]));
    assert_eq!(found[0].agreements["AZE+MAR"], ["m1"]);
    let hub = found.iter().find(|c| c.kind == "hub" && c.states[1..] == ["AZE".to_string(), "FRA".into()]).expect("Morocco with Azerbaijan and France");
    assert_eq!((hub.states[0].as_str(), hub.areas.join("+")), ("MAR", "training".into()));
    // France, Morocco and the USA have an agreement of their own.
    assert!(found.iter().all(|c| c.states.iter().collect::<HashSet<_>>() != HashSet::from([&"FRA".to_string(), &"MAR".into(), &"USA".into()])));
    assert!(circles(&facts, &Scope::default(), at, Some("CZE")).expect("circles").iter().all(|c| c.kind == "circle"), "Czechia is nobody's hub");
}

#[test]
fn the_network_knows_projections_regions_and_areas() {
    let (_, facts) = facts();
    let at = day("2024-12-31").expect("a day");
    let weight = |projection, a: &str, b: &str, scope: &Scope| {
        let net = Network::at(&facts, scope, at, projection).expect("a network");
        net.ties.iter().find(|t| net.states[t.a] == a && net.states[t.b] == b).map(|t| t.weight)
    };
    let all = Scope::default();
    assert_eq!(weight(Projection::Pairs, "FRA", "MAR", &all), Some(2.0));
    assert_eq!(weight(Projection::Fractional, "FRA", "MAR", &all), Some(1.5));
    assert_eq!(weight(Projection::Bilateral, "FRA", "MAR", &all), Some(1.0));
    assert_eq!(weight(Projection::Bilateral, "FRA", "USA", &all), None);
    let cyber = Scope { areas: vec!["cybersecurity".into()], ..Scope::default() };
    assert_eq!(weight(Projection::Pairs, "FRA", "MAR", &cyber), None);
    let region = Scope { region: Some("north-africa".into()), ..Scope::default() };
    assert_eq!(Network::at(&facts, &region, at, Projection::Pairs).expect("a network").states, ["MAR"]);
    assert!(Network::at(&facts, &Scope { region: Some("atlantis".into()), ..Scope::default() }, at, Projection::Pairs).is_err());
    let ego = Network::at(&facts, &all, at, Projection::Pairs).expect("a network").ego("CZE");
    assert_eq!((ego.states.len(), ego.ties.len()), (3, 3));
    assert_eq!(closure(&ego, 100, 10.0).observed, 1);
}

#[test]
fn a_profile_ranks_and_counts() {
    let (_, facts) = facts();
    let p = profile(&facts, &Scope::default(), "Morocco", day("2024-12-31").expect("a day"), None).expect("a profile");
    assert_eq!((p.state.as_str(), p.agreements, p.in_force), ("MAR", 8, 6));
    assert_eq!((p.partners[0].state.as_str(), p.partners[0].in_force, p.partners[0].last_signed.as_deref()), ("FRA", 2, Some("2018-07-01")));
    assert!(p.partners.iter().any(|x| x.state == "RUS" && x.in_force == 0 && x.signed == 1));
    let last = p.years.last().expect("years");
    assert_eq!((last.year, last.signed, last.partners, last.rank_in_region), (2024, 2, 4, Some(1)));
    assert!(profile(&facts, &Scope::default(), "Atlantis", 0, None).is_err());
}

#[test]
fn event_records_have_types_and_auxiliary_modes() {
    let (registry, facts) = facts();
    let records = plover::records(&facts, &registry.step_rows().expect("steps"), &Quotes::default(), &registry.unasserted_rows().expect("none"));
    let of = |id: &str| records.iter().filter(|r| r.id.starts_with(id)).collect::<Vec<_>>();
    assert_eq!(of("m1").iter().map(|r| (r.event_type, r.actor.as_str(), r.recipient.as_str())).collect::<Vec<_>>(), [("SUPPORT", "AZE", "MAR"), ("SUPPORT", "MAR", "AZE")]);
    assert!(of("n1").iter().all(|r| r.event_type == "AGREE"));
    assert!(of("s1").iter().any(|r| r.event_type == "SANCTION"), "an end is one");
}

#[test]
fn the_codebook_tells_of_every_column() {
    let (registry, facts) = facts();
    let at = day("2024-12-31").expect("a day");
    let scope = Scope::default();
    let years = series(&facts, &scope, 2020, 2021, Projection::Pairs).expect("years");
    for language in Language::ALL {
        let book = Codebook::load(language).expect("a codebook");
        let directed = PanelOptions { from: Some(2020), to: Some(2020), directed: true, ..PanelOptions::default() };
        let steps = registry.step_rows().expect("steps");
        let tables = [
            panel(&facts, &directed, &book),
            tables::agreements(&facts, &scope, &|_| "a".into(), &book),
            tables::events(&facts, &book),
            tables::contributions(&facts, &book),
            tables::documents(&facts, &book),
            tables::follow_through(&[], &book),
            tables::circles(&circles(&facts, &scope, at, None).expect("circles"), &book),
            dyads::dyads(&facts, &scope, at).and_then(|d| dyads::table(&d, &facts, at, &book)),
            nodes_table(&years, &facts, &book),
            ties_table(&years, &book),
            plover::table(&plover::records(&facts, &steps, &Quotes::default(), &[]), &book),
        ];
        for t in tables {
            let t = t.expect("a table");
            let dates = t.columns.iter().map(|c| c.name.as_str()).find(|n| matches!(*n, "signed" | "date" | "first_signed" | "published" | "terminated_date"));
            assert!(t.name != "agreements" || dates == Some("signed"), "the signature is the first date");
            for c in &t.columns {
                let v = book.variable(&c.name).unwrap_or_else(|| panic!("{}: {} is not in the codebook", t.name, c.name));
                assert!(v.tables.contains(&t.name), "{}: {}", t.name, c.name);
                assert!(c.label.chars().count() <= 80 && !c.label.is_empty() && c.name.len() <= 32, "{}", c.name);
                assert!(!v.text.get(language).is_empty(), "{}", c.name);
            }
            // And of no other.
            for v in book.variables.iter().filter(|v| v.tables.contains(&t.name)) {
                assert!(t.columns.iter().any(|c| c.name == v.name), "{} has no column {}", t.name, v.name);
            }
        }
    }
}

/// The page is written by this test where it is told to: `MITHAQ_WRITE=1 cargo test -p mithaq-analysis --test tables`.
#[test]
fn the_codebooks_page_is_the_present_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/codebook.md");
    let page = book().page();
    if std::env::var_os("MITHAQ_WRITE").is_some() {
        std::fs::write(path, &page).expect("docs/codebook.md is written");
    }
    let there = std::fs::read_to_string(path).expect("docs/codebook.md");
    assert!(there == page, "docs/codebook.md is not what codebook/variables.toml says: MITHAQ_WRITE=1 cargo test -p mithaq-analysis --test tables");
}
