//! `mithaq`: the command line over the reading engine.
//!
//! In: arguments and files. Out: records, tables, figures on standard output; diagnostics on standard error.
//! Exit status: 0 all read; 1 some inputs could not be read; 2 wrong usage.

mod analysis;
mod args;
mod check;
mod clashes;
mod demo;
mod evaluate;
mod explain;
mod extract;
mod pack;
mod registry;
mod screen;
mod table;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Extract(a) => extract::run(&a),
        Command::Explain(a) => explain::run(&a),
        Command::Registry(c) => registry::run(&c),
        Command::Analysis(c) => analysis::run(&c),
        Command::Evaluate(a) => evaluate::run(&a),
        Command::Pack(a) => pack::run(&a),
        Command::Demo(a) => demo::run(&a),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("mithaq: {e}");
            ExitCode::from(if e.kind() == std::io::ErrorKind::InvalidInput { 2 } else { 1 })
        }
    }
}
