//! Every older file stays readable.
//!
//! `tests/files/schema-N.db` is the registry of `tests/small`, as the program of schema N wrote it.
//!
//! **Whoever writes schema N + 1** leaves the files there alone, adds a migration to the end of `MIGRATIONS` in `src/open.rs`, and writes a
//! file of the new schema with
//!
//! ```text
//! cargo test -p mithaq-registry --test migrations -- --ignored write_the_file_of_the_present_schema
//! ```
//!
//! What the new schema can hold beyond the old ones is added to that file through a function beside `small::fill`, and asked of it in a
//! test of its own. As long as schema 1 is not released, 001.sql may still be changed in place: then its file is written again.

mod small;

use mithaq_registry::{Mode, Registry, SCHEMA_VERSION};
use rusqlite::Connection;
use small::{fill, findings};
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files")
}

fn file_of(schema: i64) -> PathBuf {
    files().join(format!("schema-{schema}.db"))
}

/// What each file lists, whatever its schema.
const LISTED: [&str; 2] = [
    "FRA+MAR agreement signed 2021-06-02 2021-06-02 5 years, exercises+training: hespress a1",
    "AGO+PRT memorandum signed 2021-05-14 2021-05-14, training: wire-1 a1, wire-2 a1, luanda a1",
];

fn listed(registry: &Registry) -> Vec<String> {
    let day = |d: &mithaq_core::record::DateValue| d.value.clone().unwrap_or_default();
    let line = |a: &mithaq_registry::Listed| {
        let reports: Vec<String> = a.reports.iter().map(|r| format!("{} {}", r.document, r.agreement)).collect();
        let years = a.duration_years.map_or(String::new(), |y| format!(" {y} years"));
        format!("{} {} {} {} {}{years}, {}: {}", a.parties.join("+"), a.instrument, a.status, day(&a.signed), day(&a.date), a.areas.join("+"), reports.join(", "))
    };
    registry.agreements(&Default::default()).expect("a list").iter().map(line).collect()
}

#[test]
fn a_file_of_every_schema_is_there() {
    for schema in 1..=SCHEMA_VERSION {
        let file = file_of(schema);
        let db = Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        assert_eq!(db.pragma_query_value(None, "user_version", |r| r.get::<_, i64>(0)).expect("a number"), schema);
    }
}

#[test]
fn older_files_are_read_and_gone_on_with() {
    for schema in 1..=SCHEMA_VERSION {
        for mode in [Mode::Read, Mode::Change, Mode::Write] {
            let dir = tempfile::tempdir().expect("a folder");
            let path = dir.path().join("r.db");
            fs::copy(file_of(schema), &path).expect("a copy");
            drop(Registry::open(&path, mode).unwrap_or_else(|e| panic!("schema {schema}, {mode:?}: {e}")));
            let registry = Registry::open(&path, Mode::Read).expect("it opens");
            assert_eq!(listed(&registry), LISTED, "schema {schema}");
            // Resolution may have learned since: then what results differs, and only that.
            let other: Vec<String> = findings(&registry).into_iter().filter(|f| !f.contains("verify --mend")).collect();
            assert!(other.is_empty(), "schema {schema}: {other:#?}");
            drop(registry);
            let mut registry = Registry::open(&path, Mode::Change).expect("it opens");
            registry.mend().expect("it is computed again");
            assert_eq!(findings(&registry), Vec::<String>::new(), "schema {schema}");
            assert_eq!(listed(&registry), LISTED, "schema {schema}");
            let late = small::document("late", "2022-01-01", "A text with nothing in it.", vec![], vec![], vec![]);
            assert_eq!(registry.ingest(&[late]).expect("ingest").new, 1);
            assert_eq!(registry.ingest(&small::batches()[0]).expect("ingest").known, 3, "all but the text that was replaced");
        }
    }
}

/// A migrated file has what a new one has.
#[test]
fn the_file_of_the_present_schema_is_of_this_schema() {
    let objects = |db: &Connection| -> Vec<String> {
        let mut find = db.prepare("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1").expect("SQL");
        find.query_map([], |r| r.get(0)).expect("rows").map(|r| r.expect("a row")).collect()
    };
    let fresh = Registry::in_memory().expect("a registry");
    let db = Connection::open_with_flags(file_of(SCHEMA_VERSION), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file");
    assert_eq!(objects(&db), objects(fresh.connection()), "the schema was changed: see the head of this file");
}

/// Writes `tests/files/schema-N.db`; see the head of this file.
#[test]
#[ignore = "writes a file into the source tree"]
fn write_the_file_of_the_present_schema() {
    let mut registry = Registry::in_memory().expect("a registry");
    fill(&mut registry);
    let file = file_of(SCHEMA_VERSION);
    if file.exists() {
        fs::remove_file(&file).expect("removed");
    }
    registry.backup(&file).expect("a copy");
    println!("{} lists:\n{}", file.display(), listed(&registry).join("\n"));
}
