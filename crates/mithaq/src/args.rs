//! The arguments of every command.

use crate::analysis::args::AnalysisCommand;
use crate::registry::args::RegistryCommand;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Reads what press and ministries publish about defence cooperation, in the language they publish it in.
#[derive(Parser)]
#[command(name = "mithaq", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Read documents and write the record of each.
    Extract(Extract),
    /// Show an article with every mention, step and rule that led to its facts.
    Explain(Explain),
    /// Score the engine against gold articles (the figures of shared/eval/score.py).
    Evaluate(Evaluate),
    /// Check or list language packs.
    Pack(Pack),
    /// Read the bundled samples into a registry and show what came of them.
    Demo(Demo),
    #[command(flatten)]
    Registry(Box<RegistryCommand>),
    #[command(flatten)]
    Analysis(Box<AnalysisCommand>),
}

/// Output format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Json,
    Jsonl,
    Table,
}

#[derive(Args)]
pub struct Extract {
    /// Files, folders, or - for standard input.
    #[arg(value_name = "PATH", default_value = "-")]
    pub paths: Vec<String>,
    /// json: an array; jsonl: one record a line; table: for a person.
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: Format,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Add the text as read to each record.
    #[arg(long)]
    pub with_text: bool,
    /// Threads; 0: one for each core.
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
}

/// What the caller knows of the documents.
#[derive(Args)]
pub struct ReadingArgs {
    /// Language of the texts (a pack's code); else detected.
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Day the texts were published, where they do not say.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub published: Option<String>,
    /// Title of the text, where it has none.
    #[arg(long)]
    pub title: Option<String>,
    /// Field names of rows: text=FIELD,title=FIELD,…
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub map: Option<String>,
    /// Read packs from this folder instead of the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    pub packs: Option<PathBuf>,
}

#[derive(Args)]
pub struct Demo {
    /// The registry to make.
    #[arg(long, value_name = "FILE", default_value = "mithaq-demo.db")]
    pub registry: PathBuf,
}

#[derive(Args)]
pub struct Explain {
    /// A file, or - for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub path: String,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Only the document with this id.
    #[arg(long)]
    pub id: Option<String>,
    /// Show the function words and plain verbs too, in the sentences that have an instrument, an event or a trigger.
    #[arg(long)]
    pub words: bool,
}

#[derive(Args)]
pub struct Evaluate {
    /// Gold articles, JSON Lines.
    #[arg(value_name = "GOLD.jsonl")]
    pub gold: PathBuf,
    /// List every error.
    #[arg(long)]
    pub errors: bool,
    /// How often each rule fired and was right.
    #[arg(long)]
    pub rules: bool,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
    /// Fail (exit status 1) where a figure is below this file's floors (TOML: name = value).
    #[arg(long, value_name = "FLOORS.toml")]
    pub floors: Option<PathBuf>,
    /// Read packs from this folder instead of the embedded ones.
    #[arg(long, value_name = "FOLDER")]
    pub packs: Option<PathBuf>,
}

#[derive(Args)]
pub struct Pack {
    #[command(subcommand)]
    pub command: PackCommand,
}

#[derive(Subcommand)]
pub enum PackCommand {
    /// Compile a language's folder and run its examples.
    Check {
        /// The folder, such as packs/ar; packs/world is taken from beside it.
        folder: PathBuf,
        /// List spellings whose readings contradict, worst first, and run no examples.
        #[arg(long)]
        clashes: bool,
    },
    /// List the packs: languages, entries, coverage, size and load time.
    List {
        /// List the packs of this folder instead of the embedded ones.
        #[arg(long, value_name = "FOLDER")]
        packs: Option<PathBuf>,
    },
}

pub fn day(s: &str) -> Result<String, String> {
    if mithaq_core::time::is_day(s) { Ok(s.to_string()) } else { Err("write the day as YYYY-MM-DD, such as 2024-10-31".into()) }
}
