//! What can go wrong in an analysis, and what to do about it.

use mithaq_registry::RegistryError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum AnalysisError {
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error("packs/world/states.tsv, line {line}: {what} cannot be read")]
    World { line: u64, what: String },
    #[error("the codebook, {what}")]
    Codebook { what: String },
    /// A request that cannot be met: an unknown state, a span that ends before it begins.
    #[error("{0}")]
    Request(String),
    #[error("the table {name} does not fit its columns: {source}")]
    Table { name: String, source: arrow_schema::ArrowError },
}

pub type Result<T> = std::result::Result<T, AnalysisError>;

impl AnalysisError {
    pub fn help(&self) -> String {
        match self {
            AnalysisError::Registry(e) => e.help(),
            AnalysisError::World { .. } | AnalysisError::Codebook { .. } => "mend the table and run `python3 xtask/world.py --check`, or the tests of mithaq-analysis".into(),
            AnalysisError::Request(_) => "see `--help` of the command for what can be asked".into(),
            AnalysisError::Table { .. } => "this is a defect of Mithaq: please report it with the command that you gave".into(),
        }
    }
}
