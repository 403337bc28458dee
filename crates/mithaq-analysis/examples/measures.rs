//! The measures of any graph, for comparing them with other programs: `tests/python/check_network.py`, `benches/network`.
//!
//! In: lines of JSON on standard input, `{"nodes": 34, "edges": [[0, 1, 4.0], …], "draws": 1000}`. Out: a line of JSON each.

use mithaq_analysis::network::Network;
use mithaq_analysis::network::closure::closure;
use mithaq_analysis::network::communities::communities;
use mithaq_analysis::network::measures::{bridge_ties, measures};
use serde::Deserialize;
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Given {
    nodes: usize,
    edges: Vec<(usize, usize, f64)>,
    /// 0: no closure.
    draws: usize,
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let given: Given = serde_json::from_str(&line?)?;
        let net = Network::from_ties((0..given.nodes).map(|i| format!("{i:05}")).collect(), &given.edges);
        let (groups, modularity) = communities(&net);
        let closure = (given.draws > 0).then(|| closure(&net, given.draws, 10.0));
        let told = serde_json::json!({"nodes": measures(&net), "communities": groups, "modularity": modularity, "bridges": bridge_ties(&net), "closure": closure});
        serde_json::to_writer(&mut out, &told)?;
        writeln!(out)?;
    }
    Ok(())
}
