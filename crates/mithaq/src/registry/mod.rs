//! The commands over a registry. What they do with it is in `mithaq-registry`; here are arguments, and words on the screen.

pub mod args;
mod backup;
mod ingest;
mod list;
mod verify;

use args::RegistryCommand;
use mithaq_registry::RegistryError;
use std::io;

/// Runs a command. `Ok(false)`: something is not as it should be, and was named on standard error.
pub fn run(command: &RegistryCommand) -> io::Result<bool> {
    match command {
        RegistryCommand::Ingest(a) => ingest::run(a),
        RegistryCommand::List(a) => list::run(a),
        RegistryCommand::Verify(a) => verify::run(a),
        RegistryCommand::Backup(a) => backup::run(a),
        _ => Err(io::Error::other("being built")),
    }
}

/// An error of the registry with what to do about it, as `main` prints it.
fn shown(e: RegistryError) -> io::Error {
    let help = e.help();
    let kind = match e {
        RegistryError::Query(_) | RegistryError::Decision(_) => io::ErrorKind::InvalidInput,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("{e}\n  help: {help}"))
}
