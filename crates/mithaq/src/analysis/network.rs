//! `mithaq network`: the network on a day, or year by year.

use super::args::{NetworkArgs, ProjectionArg, View};
use super::common::{at, open, scope, shown, state, wrong};
use crate::screen::bars;
use mithaq_analysis::network::closure::{Closure, closure};
use mithaq_analysis::network::communities::communities;
use mithaq_analysis::network::measures::{Node, bridge_ties, measures};
use mithaq_analysis::network::mechanisms::Mechanisms;
use mithaq_analysis::network::series::{Year, series};
use mithaq_analysis::network::{Network, Projection};
use mithaq_analysis::span::{text, year_of};
use owo_colors::OwoColorize;
use serde::Serialize;
use std::io::{self, Write};

/// Tries to swap between two draws, for each tie: draws are then all but independent.
const SWAPS: f64 = 10.0;

/// What `--format json` prints for a day.
#[derive(Serialize)]
struct Shown<'a> {
    at: String,
    nodes: &'a [Node],
    ties: Vec<TieShown<'a>>,
    communities: Vec<Vec<&'a str>>,
    modularity: f64,
    bridges: Vec<[&'a str; 2]>,
    closure: &'a Closure,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mechanisms: Option<&'a Mechanisms>,
}

#[derive(Serialize)]
struct TieShown<'a> {
    a: &'a str,
    b: &'a str,
    weight: f64,
    agreements: &'a [String],
}

pub fn run(a: &NetworkArgs) -> io::Result<bool> {
    let scope = scope(&a.scope, &a.areas)?;
    let (_, facts) = open(&a.registry.registry)?;
    let projection = match a.projection {
        ProjectionArg::Pairs => Projection::Pairs,
        ProjectionArg::Fractional => Projection::Fractional,
        ProjectionArg::Bilateral => Projection::Bilateral,
    };
    let mut out = anstream::AutoStream::auto(io::stdout());
    if a.from.is_some() || a.to.is_some() {
        if a.ego.is_some() {
            return Err(wrong("--ego is told for a day: give --at instead of --from and --to"));
        }
        let known = facts.known().map(|(x, y)| (year_of(x), year_of(y)));
        let (Some(from), Some(to)) = (a.from.or(known.map(|k| k.0)), a.to.or(known.map(|k| k.1))) else {
            return Err(wrong("the registry is empty: nothing tells which years are meant; give --from and --to"));
        };
        let years = series(&facts, &scope, from, to, projection).map_err(shown)?;
        return match a.format {
            View::Json => years.iter().try_for_each(|y| line(&mut out, &of_year(y))).map(|()| true),
            View::Table => by_year(&mut out, &years).map(|()| true),
        };
    }
    let day = at(a.at.as_deref(), &facts)?;
    let mut net = Network::at(&facts, &scope, day, projection).map_err(shown)?;
    if let Some(name) = &a.ego {
        let code = state(name)?;
        let series = facts.states.series(&code).map_or(code.clone(), |s| s.iso.clone());
        if net.number(&series).is_none() {
            return Err(wrong(format!("{series} is not in the network of {}: it is party to no agreement of the registry, or was no member of the state system", text(day))));
        }
        net = net.ego(&series);
    }
    let nodes = measures(&net);
    let (groups, modularity) = communities(&net);
    let bridges = bridge_ties(&net);
    let closure = closure(&net, a.draws as usize, SWAPS);
    match a.format {
        View::Json => line(&mut out, &of_day(&net, &nodes, &groups, modularity, &bridges, &closure, None, None))?,
        View::Table => table(&mut out, &net, &nodes, &groups, modularity, &bridges, &closure)?,
    }
    Ok(true)
}

fn line(out: &mut impl Write, x: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, x)?;
    writeln!(out)
}

#[allow(clippy::too_many_arguments)]
fn of_day<'a>(
    net: &'a Network,
    nodes: &'a [Node],
    groups: &[Vec<usize>],
    modularity: f64,
    bridges: &[(usize, usize)],
    closure: &'a Closure,
    year: Option<i32>,
    mechanisms: Option<&'a Mechanisms>,
) -> Shown<'a> {
    let name = |i: usize| net.states[i].as_str();
    Shown {
        at: text(net.at),
        nodes,
        ties: net.ties.iter().map(|t| TieShown { a: name(t.a), b: name(t.b), weight: t.weight, agreements: &t.agreements }).collect(),
        communities: groups.iter().map(|g| g.iter().map(|i| name(*i)).collect()).collect(),
        modularity,
        bridges: bridges.iter().map(|(a, b)| [name(*a), name(*b)]).collect(),
        closure,
        year,
        mechanisms,
    }
}

fn of_year(y: &Year) -> Shown<'_> {
    let mut groups = vec![Vec::new(); y.community.iter().copied().max().unwrap_or(0)];
    y.community.iter().enumerate().for_each(|(i, g)| groups[g - 1].push(i));
    of_day(&y.network, &y.nodes, &groups, y.modularity, &y.bridges, &y.closure, Some(y.year), y.mechanisms.as_ref())
}

fn ratio(c: &Closure) -> String {
    match (c.ratio, c.interval) {
        (Some(r), Some([low, high])) => format!("{r:.2} times chance (95 % of {} rewired networks: {low:.2} to {high:.2})", c.draws),
        (Some(r), None) => format!("{r:.2} times chance (rewired networks have from {:.0} to {:.0})", c.expected_interval[0], c.expected_interval[1]),
        (None, _) => "nothing to compare: no rewired network has one".into(),
    }
}

fn table(out: &mut impl Write, net: &Network, nodes: &[Node], groups: &[Vec<usize>], modularity: f64, bridges: &[(usize, usize)], closure: &Closure) -> io::Result<()> {
    let possible = net.states.len() * net.states.len().saturating_sub(1) / 2;
    writeln!(
        out,
        "{}  {} states, {} of {possible} possible ties, {} agreements in force by pair",
        text(net.at).bold(),
        net.states.len(),
        net.ties.len(),
        net.ties.iter().map(|t| t.weight).sum::<f64>()
    )?;
    let mut order: Vec<&Node> = nodes.iter().collect();
    order.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(b.eigenvector.total_cmp(&a.eigenvector)).then(a.state.cmp(&b.state)));
    writeln!(out, "{}", "state  degree  strength  betweenness  eigenvector  closeness  clustering  core".dimmed())?;
    let most = order.first().map_or(0.0, |n| n.strength);
    for n in &order {
        writeln!(
            out,
            "{:<5}  {:>6}  {:>8}  {:>11.3}  {:>11.3}  {:>9.3}  {:>10.3}  {:>4}  {}",
            n.state.bold(),
            n.degree,
            n.strength,
            n.betweenness,
            n.eigenvector,
            n.closeness,
            n.clustering,
            n.core,
            bars(n.strength, most).cyan()
        )?;
    }
    writeln!(out, "{}  modularity {modularity:.3}", "Communities".bold())?;
    for g in groups.iter().filter(|g| g.len() > 1) {
        writeln!(out, "  {}", g.iter().map(|i| net.states[*i].as_str()).collect::<Vec<_>>().join(" "))?;
    }
    let alone = groups.iter().filter(|g| g.len() == 1).count();
    if alone > 0 {
        writeln!(out, "  {alone} without a community")?;
    }
    if !bridges.is_empty() {
        let shown: Vec<String> = bridges.iter().take(20).map(|(a, b)| format!("{}–{}", net.states[*a], net.states[*b])).collect();
        writeln!(out, "{}  {}{}", "Bridges".bold(), shown.join(", "), if bridges.len() > 20 { format!(" and {} more", bridges.len() - 20) } else { String::new() })?;
    }
    writeln!(out, "{}  {} triangles, {}", "Closure".bold(), closure.observed, ratio(closure))
}

fn by_year(out: &mut impl Write, years: &[Year]) -> io::Result<()> {
    writeln!(out, "{}", "year  states  ties  new  modularity  triangles  × chance  new ties that close × chance  to well-connected × chance  strongest".dimmed())?;
    for y in years {
        let mut order: Vec<&Node> = y.nodes.iter().filter(|n| n.degree > 0).collect();
        order.sort_by(|a, b| b.eigenvector.total_cmp(&a.eigenvector).then(a.state.cmp(&b.state)));
        let times = |r: Option<f64>| r.map_or("..".into(), |r| format!("{r:.2}"));
        let closing = y.mechanisms.as_ref().and_then(|m| m.triadic_closure.as_ref()).and_then(|m| m.ratio);
        let attached = y.mechanisms.as_ref().and_then(|m| m.preferential_attachment.as_ref()).and_then(|m| m.ratio);
        writeln!(
            out,
            "{}  {:>6}  {:>4}  {:>3}  {:>10.3}  {:>9}  {:>8}  {:>28}  {:>26}  {}",
            y.year,
            y.nodes.len(),
            y.network.ties.len(),
            y.mechanisms.as_ref().map_or(0, |m| m.new_ties),
            y.modularity,
            y.closure.observed,
            times(y.closure.ratio),
            times(closing),
            times(attached),
            order.iter().take(5).map(|n| n.state.as_str()).collect::<Vec<_>>().join(" ")
        )?;
    }
    Ok(())
}
