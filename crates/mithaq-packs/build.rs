//! Compiles `packs/` when the crate is built, so that nothing is parsed when the program starts.

#[path = "src/compile/mod.rs"]
#[allow(dead_code)]
mod compile;

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../packs");
    println!("cargo::rerun-if-changed={}", root.display());
    for entry in std::fs::read_dir(&root)? {
        println!("cargo::rerun-if-changed={}", entry?.path().display());
    }
    let built = compile::compile_all(&root).map_err(|e| e.to_string())?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("packs.bin");
    let bytes = built.languages.iter().map(postcard::to_stdvec).collect::<Result<Vec<_>, _>>()?;
    let languages = built.languages.iter().zip(&bytes).map(|(l, b)| (l.into(), b.as_slice())).collect();
    let embedded = compile::Embedded { world: built.world, languages };
    std::fs::write(Path::new(&out), postcard::to_stdvec(&embedded)?)?;
    Ok(())
}
