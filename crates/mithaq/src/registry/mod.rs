//! The commands over a registry.

pub mod ingest;
pub mod list;

use mithaq_registry::RegistryError;

/// An error of the registry with what to do about it, as `main` prints it.
pub fn shown(e: RegistryError) -> std::io::Error {
    let help = e.help();
    std::io::Error::other(format!("{e}\n  help: {help}"))
}
