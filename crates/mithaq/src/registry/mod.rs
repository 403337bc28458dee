//! The commands over a registry. What they do with it is in `mithaq-registry`; here are arguments, and words on the screen.

pub mod args;
mod backup;
pub mod byhand;
mod decide;
pub mod filters;
pub mod ingest;
pub mod list;
mod mapping;
mod reread;
mod search;
mod show;
mod verify;

use args::RegistryCommand;
use mithaq_registry::RegistryError;
use std::io;

/// Runs a command. `Ok(false)`: something is not as it should be, and was named on standard error.
pub fn run(command: &RegistryCommand) -> io::Result<bool> {
    match command {
        RegistryCommand::Ingest(a) => ingest::run(a),
        RegistryCommand::List(a) => list::run(a),
        RegistryCommand::Show(a) => show::run(a),
        RegistryCommand::Search(a) => search::run(a),
        RegistryCommand::History(a) => show::history(a),
        RegistryCommand::ExplainMerge(a) => decide::explain(a),
        RegistryCommand::Decide(a) => decide::run(a),
        RegistryCommand::Reread(a) => reread::run(a),
        RegistryCommand::Add(a) => byhand::add(a),
        RegistryCommand::Import(a) => byhand::import(a),
        RegistryCommand::Verify(a) => verify::run(a),
        RegistryCommand::Backup(a) => backup::run(a),
    }
}

/// An error of the registry with what to do about it, as `main` prints it.
pub fn shown(e: RegistryError) -> io::Error {
    let help = e.help();
    let kind = match e {
        RegistryError::Query(_) | RegistryError::Decision(_) | RegistryError::Ambiguous { .. } => io::ErrorKind::InvalidInput,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("{e}\n  help: {help}"))
}
