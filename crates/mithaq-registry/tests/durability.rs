//! Checks, copies, full disks, files that are no registry, two at once: what keeps a registry whole, as the library does it.
//! `crates/mithaq/tests/durability.rs` kills the program.

mod small;

use mithaq_registry::{Incoming, Mode, Registry, RegistryError};
use rusqlite::Connection;
use small::{batches, dump, fill, findings};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with a registry of the small documents.
fn filled() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("r.db");
    fill(&mut Registry::open(&path, Mode::Write).expect("a registry"));
    (dir, path)
}

fn open(path: &Path) -> Registry {
    Registry::open(path, Mode::Read).expect("it opens")
}

/// The error of opening, and that it has a help.
fn refused(path: &Path, mode: Mode) -> RegistryError {
    let Err(e) = Registry::open(path, mode) else { panic!("{} opened in {mode:?}", path.display()) };
    assert!(!e.help().is_empty());
    assert!(e.to_string().contains(path.file_name().and_then(|n| n.to_str()).expect("a name")), "{e}");
    e
}

#[test]
fn a_sound_registry_has_no_findings_and_checking_changes_nothing() {
    let (_dir, path) = filled();
    let before = fs::read(&path).expect("bytes");
    let registry = open(&path);
    let rows = dump(&registry);
    let mut lines = Vec::new();
    let v = registry.verify(&mut |f| lines.push(f.to_string())).expect("verify");
    assert!(lines.is_empty(), "{lines:#?}");
    assert!(v.documents == 7 && v.texts == 5 && v.quotes == 10 && v.decisions == 5 && v.agreements == 2 && v.events == 1 && v.statements > 50, "{v:?}");
    assert_eq!(dump(&registry), rows);
    // It may be asked twice, and the registry is still only read.
    assert!(findings(&registry).is_empty());
    assert!(registry.connection().execute("DELETE FROM member", []).is_err());
    drop(registry);
    assert_eq!(fs::read(&path).expect("bytes"), before);
    let memory = {
        let mut r = Registry::in_memory().expect("a registry");
        fill(&mut r);
        r
    };
    assert!(findings(&memory).is_empty());
    assert_eq!(dump(&memory), rows);
}

/// Each damage is found, and named so that one can find the place.
#[test]
fn every_damage_is_found() {
    let cases = [
        ("UPDATE document_text SET text = replace(text, 'Friday', 'Monday') WHERE document = 1", "document wire-1: its text has the hash"),
        ("UPDATE document_text SET text = 'x' || text WHERE document = 1", "its text does not read \"The defence ministers of Portugal"),
        ("UPDATE document_text SET text = CAST(x'ff41' AS TEXT) WHERE document = 1", "document wire-1: its text is not UTF-8"),
        ("UPDATE span SET \"end\" = 100000 WHERE id = 1", "from 21 to 100000 its text does not read"),
        ("UPDATE span SET start = start + 1 WHERE document = 7", "document hespress: from"),
        ("UPDATE statement SET span = (SELECT id FROM span WHERE document = 7) WHERE mention = 1", "is shown by a quote from another document"),
        ("UPDATE statement SET detail = '{' WHERE property = 'signatory'", "signatory has a detail that is not JSON"),
        ("DELETE FROM statement WHERE mention = 3", "nothing is stated of it"),
        ("DELETE FROM document_text WHERE document = 1", "document wire-1: it is marked as kept and has no text"),
        ("UPDATE document SET kept = 0 WHERE id = 1", "document wire-1: it has a text and is marked as not kept"),
        ("DELETE FROM document_search WHERE rowid = 1", "document wire-1: its text is not in the search index"),
        ("INSERT INTO document_search (rowid, text) VALUES (99, 'x')", "document_search: row 99 is of no document"),
        ("UPDATE document SET voice = 2 WHERE id = 1", "document wire-1: its voice 2 is not the first of its copies"),
        ("UPDATE document SET superseded = 0 WHERE document = 'rabat'", "document rabat: 2 texts count as the present one"),
        ("UPDATE source SET quotes = 7 WHERE document = 1 AND position = 0", "quotes one that is not there"),
        ("DELETE FROM band WHERE document = 1", "document wire-1: copies of it may not be recognised"),
        ("INSERT INTO band VALUES (0, 1, 1)", "band: 1 rows belong to no stored text"),
        ("DELETE FROM member WHERE mention = 1", "it stands for no agreement"),
        ("UPDATE member SET resolved = 'gone' WHERE mention = 1", "it stands for the agreement gone, which is not there"),
        ("UPDATE agreement SET status = 'ratified', confidence = 0.5 WHERE parties = 'AGO+PRT'", "agreement: status is \"ratified\", computed again \"signed\"; confidence is 0.5"),
        ("DELETE FROM agreement WHERE parties = 'AGO+PRT'", "it lacks in agreement, though what was read gives it"),
        ("UPDATE agreement_area SET area = 'access' WHERE area = 'exercises'", "agreement_area: a row that results from nothing that was read (area \"access\""),
        ("DELETE FROM agreement_step", "agreement_step: a row is missing ("),
        ("UPDATE agreement_signatory SET name = 'Another'", "agreement_signatory: a row"),
        ("INSERT INTO person VALUES (9, 'x'); INSERT INTO person_name VALUES ('x', 'x', 'y', 9); UPDATE agreement_signatory SET person = 9", "is tied to another person"),
        ("DELETE FROM event", "it lacks in event"),
        ("UPDATE event SET voices = 5", "event: voices is 5, computed again 1"),
        ("INSERT INTO doubt SELECT min(id), max(id), 1 FROM agreement", "doubt: a row that results from nothing"),
        ("INSERT INTO agreement_link SELECT id, 'renews', 'gone' FROM agreement WHERE parties = 'AGO+PRT'", "renews gone, which is not there"),
        ("DELETE FROM agreement_search WHERE rowid = (SELECT max(n) FROM agreement)", "it is not in the search index"),
        ("DELETE FROM agreement_search; INSERT INTO agreement_search (rowid, text) SELECT n, 'something else' FROM agreement", "it is not found by its own words"),
        (
            "INSERT INTO decision (at, author, kind, target, reason) VALUES ('2021-01-01T00:00:00Z', 'x', 'accept', 'no-such-key', '')",
            "accept is about no-such-key, which is not there",
        ),
        (
            "INSERT INTO decision (at, author, kind, target, other, reason) SELECT at, author, 'undo', target, '77', '' FROM decision LIMIT 1",
            "it takes back number 77, which is not there",
        ),
        ("UPDATE reader SET packs = '{'", "the versions of its packs are not JSON"),
        ("UPDATE mention SET document = 99 WHERE id = 1", "mention: row 1 points to nothing in document"),
        ("DROP TRIGGER decision_stays", "decision_stays: this trigger is missing"),
        ("DROP INDEX agreement_sort", "agreement_sort: this index is missing"),
        ("UPDATE document_search_data SET block = x'00' WHERE id > 10", "file: fts5: corruption found"),
        ("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'band') WHERE name = 'document_voice'", "file: "),
    ];
    let (_dir, path) = filled();
    for (n, (damage, expected)) in cases.into_iter().enumerate() {
        let copy = path.with_file_name(format!("{n}.db"));
        fs::copy(&path, &copy).expect("a copy");
        let db = Connection::open(&copy).expect("it opens");
        db.execute_batch("PRAGMA foreign_keys = OFF").expect("a pragma");
        db.execute_batch(damage).unwrap_or_else(|e| panic!("{damage}: {e}"));
        drop(db);
        let found = findings(&open(&copy));
        assert!(found.iter().any(|f| f.contains(expected)), "{damage}\n  expected {expected:?}\n  found {found:#?}");
        assert!(found.iter().all(|f| !f.contains('\n')));
    }
}

#[test]
fn many_findings_of_a_kind_are_counted() {
    let mut r = Registry::in_memory().expect("a registry");
    fill(&mut r);
    let db = r.connection();
    db.execute_batch(
        "INSERT INTO document (document, text_sha256, reading, reader, voice, kept)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT 'd' || i, 'x', 'read', 1, i + 7, 1 FROM n",
    )
    .expect("rows");
    let mut lines = Vec::new();
    let v = r.verify(&mut |f| lines.push(f.to_string())).expect("verify");
    assert_eq!(v.findings, 250);
    assert!(lines.len() == 101 && lines[100].contains("150 more of the same kind"), "{:#?}", &lines[99..]);
}

#[test]
fn what_results_is_mended() {
    let (_dir, path) = filled();
    let rows = dump(&open(&path));
    let db = Connection::open(&path).expect("it opens");
    db.execute_batch(
        "DELETE FROM member; UPDATE agreement SET status = 'ratified'; DELETE FROM event; DELETE FROM agreement_search;
         INSERT INTO doubt SELECT min(id), max(id), 1 FROM agreement",
    )
    .expect("damage");
    drop(db);
    assert!(findings(&open(&path)).len() >= 5);
    Registry::open(&path, Mode::Change).expect("it opens").mend().expect("it is mended");
    assert_eq!(findings(&open(&path)), Vec::<String>::new());
    assert_eq!(dump(&open(&path)), rows);
}

#[test]
fn a_copy_is_whole_alone_and_never_over_another() {
    let (dir, path) = filled();
    let copy = dir.path().join("copy of r.db");
    let registry = open(&path);
    let c = registry.backup(&copy).expect("a copy");
    assert!(c.documents == 7 && c.agreements == 2 && c.bytes == fs::metadata(&copy).expect("a file").len());
    let names = || {
        let mut n: Vec<String> = fs::read_dir(dir.path()).expect("a folder").map(|f| f.expect("a file").file_name().into_string().expect("UTF-8")).collect();
        n.retain(|n| n.starts_with("copy"));
        n
    };
    assert_eq!(names(), ["copy of r.db"]);
    let bytes = fs::read(&copy).expect("bytes");
    assert!(matches!(registry.backup(&copy), Err(RegistryError::Exists { .. })));
    assert!(matches!(registry.backup(&path), Err(RegistryError::Exists { .. })));
    assert!(matches!(registry.backup(&dir.path().join("no/such/folder")), Err(RegistryError::Open { .. })));
    assert_eq!(fs::read(&copy).expect("bytes"), bytes);
    assert_eq!(findings(&open(&copy)), Vec::<String>::new());
    assert_eq!(dump(&open(&copy)), dump(&registry));
    // It can be gone on with.
    Registry::open(&copy, Mode::Write).expect("it opens").ingest(&batches()[2]).expect("ingest");
}

#[test]
fn files_that_are_no_registry_are_refused_and_left_as_they_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let all = [Mode::Write, Mode::Change, Mode::Read];

    let texts = [file("short.txt", b"parties,date\n"), file("long.csv", "parties,date\n".repeat(1000).as_bytes()), file("zero.bin", &[0; 8192])];
    let other = dir.path().join("other.sqlite");
    Connection::open(&other).expect("a file").execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)").expect("a table");
    for path in texts.iter().chain([&other]) {
        let before = fs::read(path).expect("bytes");
        for mode in all {
            let e = refused(path, mode);
            assert!(matches!(e, RegistryError::NotARegistry { .. }), "{mode:?} {e}");
        }
        assert_eq!(fs::read(path).expect("bytes"), before, "{}", path.display());
    }

    let empty = file("empty.db", b"");
    for mode in [Mode::Change, Mode::Read] {
        assert!(matches!(refused(&empty, mode), RegistryError::Empty { .. }));
    }
    // An empty file is what `touch` makes, and a killed program leaves: it is filled.
    Registry::open(&empty, Mode::Write).expect("it is made");
    assert_eq!(findings(&open(&empty)), Vec::<String>::new());

    let missing = dir.path().join("missing.db");
    for mode in [Mode::Change, Mode::Read] {
        assert!(matches!(refused(&missing, mode), RegistryError::Missing { .. }));
    }
    let folder = dir.path().join("folder");
    fs::create_dir(&folder).expect("a folder");
    for mode in all {
        assert!(matches!(refused(&folder, mode), RegistryError::Open { .. }));
    }
    assert!(matches!(refused(&folder.join("no/r.db"), Mode::Write), RegistryError::Open { .. }));

    let (_keep, newer) = filled();
    Connection::open(&newer).expect("it opens").pragma_update(None, "user_version", 99).expect("a pragma");
    for mode in all {
        assert!(matches!(refused(&newer, mode), RegistryError::Newer { found: 99, .. }));
    }
}

/// Cut off anywhere, a file is refused, or it opens and verify says what is wrong; ingest fails with an error. Never a panic.
#[test]
fn truncated_and_scribbled_files_give_errors() {
    let (dir, path) = filled();
    let whole = fs::read(&path).expect("bytes");
    let broken = dir.path().join("broken.db");
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % n as u64) as usize
    };
    let mut found = 0;
    for round in 0..60 {
        let mut bytes = whole.clone();
        if round % 2 == 0 {
            let cut = [random(whole.len()), random(200), 4096 * random(whole.len() / 4096)][round / 2 % 3];
            bytes.truncate(cut);
        } else {
            let (at, n) = (random(whole.len() - 600), 1 + random(500));
            bytes[at..at + n].fill(random(256) as u8);
        }
        for tail in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{tail}", broken.display()));
        }
        fs::write(&broken, &bytes).expect("a file");
        let opened = Registry::open(&broken, Mode::Read);
        let bad = match opened {
            Err(e) => !e.to_string().is_empty(),
            Ok(r) => r.verify(&mut |_| {}).is_ok_and(|v| v.findings > 0),
        };
        // Most of so small a file is room that nothing uses yet: there bytes may change unseen.
        found += usize::from(bad);
        if bytes.len() < whole.len() {
            assert!(bad, "round {round}: cut to {} and nothing found", bytes.len());
        }
        if let Ok(mut r) = Registry::open(&broken, Mode::Write) {
            let _ = r.ingest(&batches()[0]);
        }
    }
    assert!(found >= 35, "{found} of 60");
}

/// `PRAGMA max_page_count` makes SQLite say what it says on a full disk, at any page of the transaction.
#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    // Enough to need new pages in the middle of the batch.
    let second = || {
        let long = |n: u32| (0..400).map(|i| format!("word{} ", i * n)).collect::<String>();
        let more = (1..12).map(|n| small::document(&format!("long-{n}"), "2021-05-18", &long(n), vec![], vec![], vec![])).map(|i| Incoming::new(i.record, i.text, true));
        batches().remove(1).into_iter().chain(more).collect::<Vec<_>>()
    };
    let last = |registry: &mut Registry| {
        registry.ingest(&second()).expect("ingest");
        registry.ingest(&batches()[2]).expect("ingest");
        small::decide(registry);
        dump(registry)
    };
    let whole = {
        let mut registry = Registry::in_memory().expect("a registry");
        registry.ingest(&batches()[0]).expect("ingest");
        last(&mut registry)
    };
    let mut full = 0;
    for room in 0.. {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("r.db");
        let mut registry = Registry::open(&path, Mode::Write).expect("a registry");
        registry.ingest(&batches()[0]).expect("the first batch");
        let before = dump(&registry);
        let pages: i64 = registry.connection().pragma_query_value(None, "page_count", |r| r.get(0)).expect("a number");
        registry.connection().query_row(&format!("PRAGMA max_page_count = {}", pages + room), [], |_| Ok(())).expect("a pragma");
        match registry.ingest(&second()) {
            Ok(_) => break,
            Err(e) => {
                assert!(e.to_string().contains("full") && e.help().contains("make room"), "{e}: {}", e.help());
                full += 1;
            }
        }
        assert_eq!(dump(&registry), before, "with room for {room} pages");
        drop(registry);
        assert_eq!(findings(&open(&path)), Vec::<String>::new());
        // With room again, it goes on.
        let mut registry = Registry::open(&path, Mode::Write).expect("a registry");
        assert_eq!(last(&mut registry), whole);
    }
    assert!(full > 5, "{full}");
}

/// Several open a file that is not there yet, at the same moment; all of them write.
#[test]
fn a_registry_made_by_several_at_once_is_one() {
    for _ in 0..25 {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("r.db");
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|s| {
            for n in 0..4 {
                let (path, start) = (&path, &start);
                s.spawn(move || {
                    start.wait();
                    let mut r = Registry::open(path, Mode::Write).unwrap_or_else(|e| panic!("{e}"));
                    for batch in batches().iter().cycle().skip(n).take(3) {
                        r.ingest(batch).unwrap_or_else(|e| panic!("{e}"));
                    }
                });
            }
        });
        assert_eq!(findings(&open(&path)), Vec::<String>::new());
        assert_eq!(open(&path).agreements(&Default::default()).expect("a list").iter().filter(|a| a.parties == ["FRA", "MAR"]).count(), 1);
    }
}

/// What a program leaves that is killed before its first commit.
#[test]
fn a_file_killed_in_the_making_is_made() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("r.db");
    let db = Connection::open(&path).expect("a file");
    db.pragma_update(None, "journal_mode", "WAL").expect("a pragma");
    drop(db);
    assert_eq!(fs::metadata(&path).expect("a file").len(), 4096);
    assert!(matches!(refused(&path, Mode::Read), RegistryError::Empty { .. }));
    fill(&mut Registry::open(&path, Mode::Write).expect("it is made"));
    assert_eq!(findings(&open(&path)), Vec::<String>::new());
}

/// A log left beside the file, with or without its index, is read; the reader clears it away.
#[test]
fn a_log_that_was_left_is_taken_up() {
    let (dir, path) = filled();
    let rows = dump(&open(&path));
    let left = tempfile::tempdir().expect("a folder");
    let copy = left.path().join("r.db");
    let beside = |p: &Path, tail: &str| PathBuf::from(format!("{}{tail}", p.display()));
    for with_index in [true, false] {
        // Copied while it is open: as a kill leaves it.
        let mut writer = Registry::open(&path, Mode::Write).expect("it opens");
        writer.ingest(&[small::document("late", "2021-07-01", "A text with nothing in it.", vec![], vec![], vec![])]).expect("ingest");
        fs::copy(&path, &copy).expect("a copy");
        fs::copy(beside(&path, "-wal"), beside(&copy, "-wal")).expect("a copy");
        if with_index {
            fs::copy(beside(&path, "-shm"), beside(&copy, "-shm")).expect("a copy");
        }
        assert!(fs::metadata(beside(&copy, "-wal")).expect("a log").len() > 0);
        let read = open(&copy);
        assert_eq!(findings(&read), Vec::<String>::new());
        assert_eq!(dump(&read).len(), rows.len() + 1);
        drop(read);
        assert!(!beside(&copy, "-wal").exists() && !beside(&copy, "-shm").exists());
        drop(writer);
        fill_again(&dir, &path);
    }
}

fn fill_again(dir: &TempDir, path: &Path) {
    for f in fs::read_dir(dir.path()).expect("a folder") {
        fs::remove_file(f.expect("a file").path()).expect("removed");
    }
    fill(&mut Registry::open(path, Mode::Write).expect("a registry"));
}
