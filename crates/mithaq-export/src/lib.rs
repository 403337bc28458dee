//! What users load elsewhere: tables, graphs and lists of sources, in the formats of their tools.
//!
//! In: [`Table`]s (columns with labels, values as Arrow batches), [`Graph`]s, [`LinkedAgreement`]s, [`Source`]s. Out: files, each written
//! beside its place and renamed, so that a half file never appears. Nothing here knows the registry or how a value came about.

mod csv;
mod flat;
mod format;
mod gexf;
mod graph;
mod graphml;
mod jsonl;
mod jsonld;
mod parquet;
mod partial;
mod problem;
mod sources;
mod stata;
mod table;
#[cfg(test)]
mod testing;
mod write;
mod xlsx;
mod xml;

pub use format::{Content, Format, Kind, write, write_agreements, write_bytes, write_graph, write_sources, write_table, write_tables, write_to};
pub use graph::{Attribute, AttributeKind, AttributeValue, Edge, Graph, Node, Spell};
pub use jsonld::{LinkedAgreement, LinkedSource};
pub use problem::{ExportError, Problem};
pub use sources::Source;
pub use table::{Batches, Column, Table};
pub use write::Target;
pub use xlsx::MAX_ROWS as XLSX_MAX_ROWS;
