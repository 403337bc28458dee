//! The arguments of the commands over a registry.

use crate::args::{ReadingArgs, day};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum RegistryCommand {
    /// Read documents and merge what they say into a registry.
    Ingest(Ingest),
    /// List agreements, events, documents, people, or what waits for review.
    List(List),
    /// Show one agreement, event or document with everything that is said of it.
    Show(Show),
    /// Find documents, agreements and people by words, in any of the languages and scripts.
    Search(Search),
    /// How an agreement or event came about: every statement and every decision.
    History(Id),
    /// Why two agreements or reports are one, or are not: features, weights, sum.
    ExplainMerge(ExplainMerge),
    /// Decide: accept, reject, correct, merge, split, note, undo.
    Decide(Decide),
    /// Read the stored documents again with this version, and report what changed.
    Reread(Reread),
    /// Enter an agreement by hand.
    Add(Box<Add>),
    /// Take in the rows of an official's register.
    Import(Import),
    /// Check the whole file: references, hashes, quotes against texts, what results against what was read.
    Verify(Verify),
    /// Make a consistent copy, also while others use the registry.
    Backup(Backup),
}

/// The registry's file.
#[derive(Args)]
pub struct RegistryArgs {
    /// The registry: one SQLite file.
    #[arg(long, value_name = "FILE", env = "MITHAQ_REGISTRY")]
    pub registry: PathBuf,
}

#[derive(Args)]
pub struct Ingest {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", default_value = "-")]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Store text and search index of every document, not only of those with a fact or a defence cue.
    #[arg(long)]
    pub keep_all: bool,
    /// Threads; 0: one for each core.
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
    /// Documents of one transaction: enough to pay for it, few enough that another writer need not wait long. Other numbers are for
    /// tests.
    #[arg(long, hide = true, default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..))]
    pub batch: u32,
}

/// What to list.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListWhat {
    Agreements,
    Events,
    Documents,
    Persons,
    /// Agreements that nobody decided on and somebody should: doubtful merges, contradictions, confidence below 0.6.
    Review,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Table,
    Jsonl,
    Csv,
}

/// Which agreements, events or documents.
#[derive(Args, Default)]
pub struct Filters {
    /// States that are party (codes or names in any language, separated by commas): all of them.
    #[arg(long, value_name = "STATE,…", value_delimiter = ',')]
    pub state: Vec<String>,
    /// At least one party is of this region, such as north-africa or gulf.
    #[arg(long)]
    pub region: Option<String>,
    /// Areas that are covered: all of them.
    #[arg(long, value_name = "AREA,…", value_delimiter = ',')]
    pub area: Vec<String>,
    /// One of these instruments.
    #[arg(long, value_name = "INSTRUMENT,…", value_delimiter = ',')]
    pub instrument: Vec<String>,
    /// One of these statuses (agreements).
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',')]
    pub status: Vec<String>,
    /// defence or security.
    #[arg(long)]
    pub domain: Option<String>,
    /// From this year, month or day on, by the date of the present status, else of signature, else of the first report.
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub since: Option<String>,
    /// Up to and with this year, month or day.
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub until: Option<String>,
    /// Agreements in force on this day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub in_force: Option<String>,
    /// At least this confidence.
    #[arg(long, value_name = "0..1")]
    pub confidence: Option<f64>,
    /// Told by this outlet, or quoting this source (a part of the name).
    #[arg(long)]
    pub source: Option<String>,
    /// Told in this language.
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// unreviewed, accepted, corrected, rejected or doubtful.
    #[arg(long)]
    pub review: Option<String>,
    /// One of these types (events).
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',')]
    pub kind: Vec<String>,
    /// done, ongoing, scheduled, cancelled (events).
    #[arg(long, value_name = "REALIS,…", value_delimiter = ',')]
    pub realis: Vec<String>,
    /// At most so many.
    #[arg(long)]
    pub limit: Option<u32>,
    /// Leave out the first so many.
    #[arg(long, default_value_t = 0)]
    pub offset: u32,
}

#[derive(Args)]
pub struct List {
    #[arg(value_enum, default_value = "agreements")]
    pub what: ListWhat,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: ListFormat,
    #[command(flatten)]
    pub filters: Filters,
}

#[derive(Args)]
pub struct Id {
    /// An id as lists print it; its first letters where they fit only one; or DOCUMENT#a1.
    pub id: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
}

#[derive(Args)]
pub struct Show {
    /// An id as lists print it; its first letters where they fit only one; or DOCUMENT#a1; or a document's id.
    pub id: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// For programs.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Search {
    /// Words; \"quoted\" ones together; a name in any script.
    #[arg(required = true)]
    pub words: Vec<String>,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[command(flatten)]
    pub filters: Filters,
    #[arg(long, value_enum, default_value = "table")]
    pub format: ListFormat,
}

#[derive(Args)]
pub struct ExplainMerge {
    /// An agreement's id, or one report (DOCUMENT#a1).
    pub a: String,
    /// Another.
    pub b: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
}

/// Who decides and why.
#[derive(Args)]
pub struct Who {
    /// Who decides.
    #[arg(long, env = "MITHAQ_AUTHOR", value_name = "NAME")]
    pub author: String,
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
}

#[derive(Args)]
pub struct Decide {
    #[command(subcommand)]
    pub what: DecideWhat,
}

#[derive(Subcommand)]
pub enum DecideWhat {
    /// It is right as it stands.
    Accept(Decided),
    /// There is no such agreement or event.
    Reject(Decided),
    /// A value is another: parties, domain, instrument, title, scope, status, signed, date, place, place_country, areas, duration_years, occasion.
    Correct {
        #[command(flatten)]
        which: Decided,
        /// PROPERTY=VALUE, such as signed=2024-10-30 or areas=training+exercises.
        #[arg(required = true, value_name = "PROPERTY=VALUE")]
        values: Vec<String>,
    },
    /// Two are one.
    Merge {
        #[command(flatten)]
        which: Decided,
        /// The other.
        other: String,
    },
    /// A report is of another agreement; or two agreements in doubt are not one.
    Split {
        #[command(flatten)]
        which: Decided,
        /// The report that does not belong to it: DOCUMENT#a1 (or the other agreement).
        report: String,
    },
    /// A remark.
    Note(Decided),
    /// Take back a decision, by its number in `mithaq history`.
    Undo(Decided),
}

#[derive(Args)]
pub struct Decided {
    /// The agreement or event (for undo: the number of the decision).
    pub id: String,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[command(flatten)]
    pub who: Who,
}

#[derive(Args)]
pub struct Reread {
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// Read packs from this folder instead of the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    pub packs: Option<PathBuf>,
    /// Only report what would change.
    #[arg(long)]
    pub dry_run: bool,
}

/// Who enters something, for the log.
#[derive(Args)]
pub struct By {
    /// Who enters it; else the name under which you are logged in.
    #[arg(long, env = "MITHAQ_AUTHOR", value_name = "NAME")]
    pub author: Option<String>,
    /// Why, or on whose word.
    #[arg(long, default_value = "")]
    pub reason: String,
}

#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[command(flatten)]
    pub who: By,
    /// Its id, where the source gives it one; else one is made.
    #[arg(long, default_value = "")]
    pub id: String,
    /// Where it is written down: a gazette's number, a treaty series, a file.
    #[arg(long)]
    pub source: String,
    /// Codes joined by +, such as CZE+MAR.
    #[arg(long)]
    pub parties: String,
    #[arg(long, default_value = "signed")]
    pub status: String,
    #[arg(long, default_value = "agreement")]
    pub instrument: String,
    #[arg(long, default_value = "defence")]
    pub domain: String,
    #[arg(long, default_value = "unknown")]
    pub scope: String,
    /// Day, month or year of signature.
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub signed: Option<String>,
    /// Date of the step in --status, where it is not the signature.
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub date: Option<String>,
    #[arg(long)]
    pub place_country: Option<String>,
    /// Codes joined by +.
    #[arg(long, default_value = "")]
    pub areas: String,
    #[arg(long)]
    pub duration_years: Option<u32>,
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub terminated_date: Option<String>,
    #[arg(long)]
    pub title: Option<String>,
}

#[derive(Args)]
pub struct Import {
    /// The register: the columns of agreements.csv (docs/registry.md); others are kept.
    #[arg(long, value_name = "FILE")]
    pub csv: PathBuf,
    #[command(flatten)]
    pub registry: RegistryArgs,
    #[command(flatten)]
    pub who: By,
    /// How the columns of another treaty list become those of agreements.csv (docs/dcad-mapping.toml is one).
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// What stands as source where a row names none. It goes on for later versions of the same file.
    #[arg(long)]
    pub source: Option<String>,
}

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// First compute again everything that results from what was read and decided.
    #[arg(long)]
    pub mend: bool,
}

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    pub registry: RegistryArgs,
    /// The copy; must not exist.
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
}
