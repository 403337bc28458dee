//! The network year by year, so that a state's growing role is a series.
//!
//! In: [`Facts`], a [`Scope`], years. Out: each year's network at 31 December with its measures, communities, closure and mechanisms, and tables of
//! these.

use super::closure::{Closure, closure};
use super::communities::communities;
use super::measures::{Node, bridge_ties, measures};
use super::mechanisms::{Mechanisms, mechanisms};
use super::{Network, Projection};
use crate::codebook::Codebook;
use crate::error::{AnalysisError, Result};
use crate::facts::{Facts, Scope};
use crate::span::first_of;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int16Array, RecordBatch, StringArray, UInt32Array};
use arrow_schema::DataType;
use mithaq_export::{Column, Table};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A year's network with all measures.
#[derive(Debug, Clone)]
pub struct Year {
    pub year: i32,
    pub network: Network,
    pub nodes: Vec<Node>,
    /// Number of each state's community.
    pub community: Vec<usize>,
    pub modularity: f64,
    pub bridges: Vec<(usize, usize)>,
    pub closure: Closure,
    /// Ties new since the year before; none for the first year.
    pub mechanisms: Option<Mechanisms>,
}

/// Draws and tries of the yearly closure: fewer tries between draws than where one day is asked for, from the same chain.
const SWAPS: f64 = 0.5;

pub fn series(facts: &Facts, scope: &Scope, from: i32, to: i32, projection: Projection) -> Result<Vec<Year>> {
    if from > to {
        return Err(AnalysisError::Request(format!("the years end ({to}) before they begin ({from})")));
    }
    let networks = (from - 1..=to).into_par_iter().map(|y| Network::at(facts, scope, first_of(y + 1) - 1, projection)).collect::<Result<Vec<_>>>()?;
    Ok((1..networks.len())
        .into_par_iter()
        .map(|i| {
            let network = networks[i].clone();
            let (groups, modularity) = communities(&network);
            let mut community = vec![0; network.states.len()];
            for (g, of) in groups.iter().enumerate() {
                of.iter().for_each(|s| community[*s] = g + 1);
            }
            Year {
                year: from + i as i32 - 1,
                nodes: measures(&network),
                bridges: bridge_ties(&network),
                closure: closure(&network, super::closure::DRAWS, SWAPS),
                mechanisms: Some(mechanisms(&networks[i - 1], &network)).filter(|m| m.new_ties > 0),
                community,
                modularity,
                network,
            }
        })
        .collect())
}

/// Rank of each value, the highest 1; equal values share the better rank.
pub fn ranks(values: &[f64]) -> Vec<u32> {
    values.iter().map(|v| 1 + values.iter().filter(|w| **w > *v + 1e-12).count() as u32).collect()
}

/// A row a state and year.
pub fn nodes_table(years: &[Year], facts: &Facts, codebook: &Codebook) -> Result<Table> {
    let rows: Vec<(&Year, usize)> = years.iter().flat_map(|y| (0..y.nodes.len()).map(move |i| (y, i))).collect();
    // Rank by eigenvector among all, and among those of the region.
    let mut rank = Vec::with_capacity(rows.len());
    for y in years {
        let values: Vec<f64> = y.nodes.iter().map(|n| n.eigenvector).collect();
        let all = ranks(&values);
        let region: Vec<&str> = y.nodes.iter().map(|n| facts.states.get(&n.state).map_or("", |s| s.region.as_str())).collect();
        let mut within: HashMap<&str, Vec<f64>> = HashMap::new();
        region.iter().zip(&values).for_each(|(r, v)| within.entry(r).or_default().push(*v));
        for i in 0..values.len() {
            let above = within.get(region[i]).map_or(0, |of| of.iter().filter(|w| **w > values[i] + 1e-12).count());
            rank.push((all[i], 1 + above as u32, region[i]));
        }
    }
    let column = |name: &str, kind: DataType| Column::new(name, kind, false, codebook.label(name)).with_codes(codebook.codes(name));
    let columns = vec![
        column("year", DataType::Int16),
        column("state", DataType::Utf8),
        column("region", DataType::Utf8),
        column("degree", DataType::UInt32),
        column("strength", DataType::Float64),
        column("betweenness", DataType::Float64),
        column("eigenvector", DataType::Float64),
        column("closeness", DataType::Float64),
        column("clustering", DataType::Float64),
        column("core", DataType::UInt32),
        column("community", DataType::UInt32),
        column("rank", DataType::UInt32),
        column("rank_in_region", DataType::UInt32),
    ];
    let node = |(y, i): &(&Year, usize)| y.nodes[*i].clone();
    let real = |value: fn(&Node) -> f64| -> ArrayRef { Arc::new(Float64Array::from_iter_values(rows.iter().map(|r| value(&node(r))))) };
    let whole = |value: &dyn Fn(usize) -> u32| -> ArrayRef { Arc::new(UInt32Array::from_iter_values((0..rows.len()).map(value))) };
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int16Array::from_iter_values(rows.iter().map(|r| r.0.year as i16))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|(y, i)| y.nodes[*i].state.as_str()))),
        Arc::new(StringArray::from_iter_values(rank.iter().map(|r| r.2))),
        whole(&|i| node(&rows[i]).degree as u32),
        real(|n| n.strength),
        real(|n| n.betweenness),
        real(|n| n.eigenvector),
        real(|n| n.closeness),
        real(|n| n.clustering),
        whole(&|i| node(&rows[i]).core as u32),
        whole(&|i| rows[i].0.community[rows[i].1] as u32),
        whole(&|i| rank[i].0),
        whole(&|i| rank[i].1),
    ];
    table("network", "States by year: their place in the network of agreements in force on 31 December.", columns, arrays)
}

/// A row a tie and year.
pub fn ties_table(years: &[Year], codebook: &Codebook) -> Result<Table> {
    let rows: Vec<(&Year, &super::Tie)> = years.iter().flat_map(|y| y.network.ties.iter().map(move |t| (y, t))).collect();
    let column = |name: &str, kind: DataType| Column::new(name, kind, false, codebook.label(name));
    let columns = vec![
        column("year", DataType::Int16),
        column("iso_a", DataType::Utf8),
        column("iso_b", DataType::Utf8),
        column("weight", DataType::Float64),
        column("bridge", DataType::Boolean),
        column("agreements", DataType::Utf8),
    ];
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int16Array::from_iter_values(rows.iter().map(|r| r.0.year as i16))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|(y, t)| y.network.states[t.a].as_str()))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|(y, t)| y.network.states[t.b].as_str()))),
        Arc::new(Float64Array::from_iter_values(rows.iter().map(|r| r.1.weight))),
        Arc::new(BooleanArray::from(rows.iter().map(|(y, t)| y.bridges.binary_search(&(t.a, t.b)).is_ok()).collect::<Vec<_>>())),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|r| r.1.agreements.join("+")))),
    ];
    table("ties", "Ties by year: agreements in force on 31 December between two states.", columns, arrays)
}

fn table(name: &str, title: &str, columns: Vec<Column>, arrays: Vec<ArrayRef>) -> Result<Table> {
    let batch = RecordBatch::try_new(Table::schema(&columns), arrays).map_err(|source| AnalysisError::Table { name: name.into(), source })?;
    Ok(Table { name: name.into(), title: title.into(), columns, batches: vec![batch] })
}
