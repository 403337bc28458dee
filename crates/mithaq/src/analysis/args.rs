//! The arguments of the commands that analyse a registry.

use crate::args::day;
use crate::registry::args::{Filters, RegistryArgs};
use clap::{Args, Subcommand, ValueEnum};
use mithaq_analysis::Assumption;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum AnalysisCommand {
    /// Write a registry's data as a file for other programs.
    Export(Box<Export>),
    /// The network of alliances on a day or year by year: places of states, communities, closure.
    Network(NetworkArgs),
    /// Three states linked two by two without an agreement of the three, and hubs whose partners are not linked.
    Circles(Circles),
    /// A state's partners, areas, instruments, years, and what followed.
    Profile(Profile),
    /// One page on a pair of states, every sentence with its source.
    Brief(Brief),
    /// A picture: network, map, timeline, matrix.
    Plot(Plot),
}

/// What to write.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// A row an agreement; as CSV, agreements.csv of the contract, which `import` takes back.
    Agreements,
    /// The same with steps, signatories, links and reports as lists of records (Parquet, JSON Lines).
    Nested,
    /// A row a pair of states and year.
    Panel,
    /// A row a pair of states, over all years.
    Dyads,
    /// A row an event.
    Events,
    /// A row for what a document says that a state puts in.
    Contributions,
    /// A row a document that was read.
    Documents,
    /// A row an agreement and area: what was done since.
    FollowThrough,
    /// Event records of the PLOVER ontology.
    Plover,
    /// A row a state and year: its place in the network.
    Network,
    /// A row a tie and year; as GraphML or GEXF the network with its times.
    Ties,
    /// Three-way circles and hubs.
    Circles,
    /// The reports that agreements rest on, as RIS or BibTeX.
    Sources,
    /// Every table: a workbook (.xlsx), or a folder.
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Csv,
    /// With a mark at the head by which Excel knows UTF-8.
    CsvExcel,
    Jsonl,
    Xlsx,
    /// Stata, with labels.
    Dta,
    Parquet,
    Graphml,
    Gexf,
    Jsonld,
    Ris,
    Bibtex,
}

/// How agreements are taken to run, and which.
#[derive(Args)]
pub struct ScopeArgs {
    #[command(flatten)]
    pub filters: Filters,
    /// How long an agreement without a known end runs: fixed-term (to the end of its term, else open), until-terminated, or a number of years.
    #[arg(long, default_value = "fixed-term", value_name = "ASSUMPTION")]
    pub assume: Assumption,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("job").required(true).args(["what", "release"]))]
pub struct Export {
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    pub what: Option<What>,
    /// A release: data, codebooks, change notes, coverage, CITATION.cff in a folder.
    #[arg(long, value_name = "DIR")]
    pub release: Option<PathBuf>,
    /// The release before, for the change notes.
    #[arg(long, value_name = "DIR", requires = "release")]
    pub previous: Option<PathBuf>,
    /// The day of the release, which its notes and citation bear; else that of the last document read.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "release")]
    pub released: Option<String>,
    /// The file to write; else standard output. Its ending says the format.
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// The file's format, where its ending does not say it.
    #[arg(long, value_enum)]
    pub format: Option<FileFormat>,
    /// First year of panel and network.
    #[arg(long, value_name = "YEAR", allow_hyphen_values = true)]
    pub from: Option<i32>,
    /// Last year.
    #[arg(long, value_name = "YEAR", allow_hyphen_values = true)]
    pub to: Option<i32>,
    /// The day that dyads and circles are told for; else the last that the registry knows of.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
    /// All states, not only those that are party to an agreement of the registry (panel).
    #[arg(long)]
    pub all_states: bool,
    /// Each pair in both directions, with visits, supplies and contributions from the first to the second (panel).
    #[arg(long)]
    pub directed: bool,
    /// Where nothing was read and nothing imported, counts are missing instead of zero (panel).
    #[arg(long)]
    pub na: bool,
    /// Language of labels and codebook: en, fr, ar.
    #[arg(long, default_value = "en", value_name = "CODE")]
    pub labels: String,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    Table,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProjectionArg {
    /// An agreement of more than two ties each two of its parties with weight 1.
    Pairs,
    /// … with weight 1/(parties − 1).
    Fractional,
    /// Only agreements of two.
    Bilateral,
}

#[derive(Args)]
pub struct NetworkArgs {
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: View,
    /// The day; else the last that the registry knows of.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
    /// Year by year instead, from this year …
    #[arg(long, value_name = "YEAR", conflicts_with = "at")]
    pub from: Option<i32>,
    /// … to this one.
    #[arg(long, value_name = "YEAR", conflicts_with = "at")]
    pub to: Option<i32>,
    /// Only agreements that cover one of these areas.
    #[arg(long, value_name = "AREA,…", value_delimiter = ',')]
    pub areas: Vec<String>,
    /// Only this state, its partners and what ties them.
    #[arg(long, value_name = "STATE")]
    pub ego: Option<String>,
    /// How agreements of more than two become ties.
    #[arg(long, value_enum, default_value = "pairs")]
    pub projection: ProjectionArg,
    /// Rewired networks that the closure is held against.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub draws: u32,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

#[derive(Args)]
pub struct Circles {
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// Only with this state (as the hub, of hubs).
    #[arg(id = "of", value_name = "STATE")]
    pub state: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    pub format: View,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

#[derive(Args)]
pub struct Profile {
    /// A code such as MAR, or a name in any of the languages.
    #[arg(id = "of", value_name = "STATE")]
    pub state: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: View,
    /// The day that counts as now; else the last that the registry knows of.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Page {
    Markdown,
    Html,
}

#[derive(Args)]
pub struct Brief {
    pub a: String,
    pub b: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// Else by the ending of --output, else Markdown.
    #[arg(long, value_enum)]
    pub format: Option<Page>,
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// The day that counts as now; else the last that the registry knows of.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    Network,
    Map,
    Timeline,
    Matrix,
}

#[derive(Args)]
pub struct Plot {
    #[arg(value_enum)]
    pub what: Picture,
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// FILE.svg or FILE.png.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub at: Option<String>,
    /// Language of words and of the states' names: en, fr, ar.
    #[arg(long, default_value = "en", value_name = "CODE")]
    pub labels: String,
    #[command(flatten)]
    pub scope: ScopeArgs,
}
