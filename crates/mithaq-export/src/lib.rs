//! What users load elsewhere: tables, graphs and lists of sources, in the formats of their tools.
//!
//! In: [`Table`]s (columns with labels, values as Arrow batches). Out: files, each written beside its place and renamed, so
//! that a half file never appears. Nothing here knows the registry or how a value came about.

mod table;

pub use table::{Batches, Column, Table};
