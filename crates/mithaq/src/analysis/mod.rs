//! The commands that analyse a registry. What they compute is in `mithaq-analysis`, formats are in `mithaq-export`, pictures in
//! `mithaq-plot`; here are arguments, and words on the screen.

pub mod args;
mod brief;
mod circles;
mod common;
mod export;
mod graph;
mod network;
mod plot;
mod profile;
mod release;

use args::AnalysisCommand;
use std::io;

/// Runs a command. `Ok(false)`: something is not as it should be, and was named on standard error.
pub fn run(command: &AnalysisCommand) -> io::Result<bool> {
    match command {
        AnalysisCommand::Export(a) => export::run(a),
        AnalysisCommand::Network(a) => network::run(a),
        AnalysisCommand::Circles(a) => circles::run(a),
        AnalysisCommand::Profile(a) => profile::run(a),
        AnalysisCommand::Brief(a) => brief::run(a),
        AnalysisCommand::Plot(a) => plot::run(a),
    }
}
