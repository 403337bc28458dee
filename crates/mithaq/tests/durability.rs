//! The program killed at any moment, two of them at once, full disks, files that may not be written.
//!
//! The articles are made up by [`article`]: reports of agreements and meetings, second reports, copies, and articles about nothing.

use mithaq_registry::{Finding, Mode, Registry};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Documents of one transaction here.
const BATCH: usize = 8;

const STATES: [(&str, &str, &str); 8] = [
    ("Portugal", "Portuguese", "Lisbon"),
    ("Angola", "Angolan", "Luanda"),
    ("Poland", "Polish", "Warsaw"),
    ("Kenya", "Kenyan", "Nairobi"),
    ("Chile", "Chilean", "Santiago"),
    ("Jordan", "Jordanian", "Amman"),
    ("Vietnam", "Vietnamese", "Hanoi"),
    ("Georgia", "Georgian", "Tbilisi"),
];
const INSTRUMENTS: [&str; 3] = ["a memorandum of understanding", "an agreement", "a protocol"];
const AREAS: [&str; 4] = ["the training of officers", "joint exercises", "military medicine", "cyber defence"];
const SURNAMES: [&str; 6] = ["Marwood", "Okello", "Lindqvist", "Sorel", "Tanaka", "Brandt"];

/// The n-th article.
fn article(n: usize) -> serde_json::Value {
    let (told, kind) = (n / 4, n % 4);
    let (a, b) = (STATES[told % 8], STATES[(told % 8 + 1 + told / 8 % 7) % 8]);
    let day = 1 + told % 27;
    let (instrument, area, name) = (INSTRUMENTS[told % 3], AREAS[told / 3 % 4], SURNAMES[told % 6]);
    let story = format!(
        "{place}, {day} May 2021. {a} and {b} signed {instrument} on defence cooperation in {place} on {day} May 2021, the ministry of defence said. It covers {area}. \
         The {of_a} minister of defence, {name}, met his {of_b} counterpart before the ceremony, number {told} of its kind in the building. Officers from both countries will work on the \
         details until the autumn, and a joint committee is to follow what is done each year under the document.",
        place = a.2,
        a = a.0,
        b = b.0,
        of_a = a.1,
        of_b = b.1
    );
    let text = match kind {
        0 => story,
        // A copy with another last line.
        1 => format!("{story} Our correspondent."),
        2 => format!(
            "The {} minister of defence is back from {}. There he signed {instrument} on defence cooperation with {} on {day} May 2021, which provides for {area}, as was reported. \
             Asked about visit {told} this year, the minister said that it had been a long week and that the people at home would see the results soon enough, in every part of the country.",
            b.1, a.2, a.0
        ),
        _ => format!("The {} handball team lost to the team from {} in {}, by {told} goals. The trainer spoke of a bad day.", a.1, b.2, a.2),
    };
    json!({"id": format!("d-{n:04}"), "title": format!("Report {n}"), "text": text, "date": format!("2021-05-{:02}", (day + kind).min(28)), "language": "en",
        "url": format!("https://paper-{}.example.org/{n}", n % 5)})
}

/// A folder with articles `from..to` in `articles.jsonl`.
fn corpus(dir: &Path, name: &str, numbers: impl Iterator<Item = usize>) -> PathBuf {
    let path = dir.join(name);
    let lines: Vec<String> = numbers.map(|n| article(n).to_string()).collect();
    fs::write(&path, lines.join("\n") + "\n").expect("a file");
    path
}

fn program() -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_mithaq"));
    c.env_remove("MITHAQ_REGISTRY").env_remove("NO_COLOR").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    c
}

fn ingest(articles: &Path, registry: &Path) -> Command {
    let mut c = program();
    c.args(["ingest", "--threads", "1", "--batch"]).arg(BATCH.to_string()).arg(articles).arg("--registry").arg(registry);
    c
}

fn run(c: &mut Command) -> Output {
    c.output().expect("the program runs")
}

fn run_well(c: &mut Command) -> Output {
    let o = run(c);
    assert!(o.status.success(), "{}", err(&o));
    o
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

fn read(path: &Path) -> Registry {
    Registry::open(path, Mode::Read).unwrap_or_else(|e| panic!("{e}"))
}

/// What verify finds.
fn findings(registry: &Registry) -> Vec<String> {
    let mut lines = Vec::new();
    registry.verify(&mut |f: &Finding| lines.push(f.to_string())).expect("verify runs");
    lines
}

/// Agreements with their reports, events and documents, as lines, whatever the order in which the documents came.
fn listing(registry: &Registry) -> Vec<String> {
    let mut lines: Vec<String> = registry.agreements(&Default::default()).expect("a list").iter().map(|a| serde_json::to_string(a).expect("JSON")).collect();
    for sql in [
        "SELECT id || type || realis || participants || coalesce(host, '') || coalesce(date, '') || areas || confidence || reports || voices FROM event ORDER BY id",
        "SELECT document || text_sha256 || kept || superseded || coalesce(origin, '') FROM document ORDER BY document",
        "SELECT mention || resolved || property || coalesce(value, '') || coalesce(quote, '') FROM v_statement WHERE current ORDER BY 1",
        "SELECT key || state FROM person_name ORDER BY 1",
    ] {
        let mut find = registry.connection().prepare(sql).expect("SQL");
        lines.extend(find.query_map([], |r| r.get::<_, Option<String>>(0)).expect("rows").map(|r| r.expect("a row").unwrap_or_default()));
    }
    lines
}

fn documents(registry: &Registry) -> Vec<String> {
    let mut find = registry.connection().prepare("SELECT document FROM document ORDER BY id").expect("SQL");
    find.query_map([], |r| r.get(0)).expect("rows").map(|r| r.expect("a row")).collect()
}

/// What a registry holds into which nobody interfered.
fn whole(dir: &Path, articles: &Path) -> Vec<String> {
    let path = dir.join("whole.db");
    run_well(&mut ingest(articles, &path));
    let registry = read(&path);
    assert_eq!(findings(&registry), Vec::<String>::new());
    let lines = listing(&registry);
    let agreements = registry.count_agreements(&Default::default()).expect("a number");
    assert!(agreements > 10, "the articles are read: {agreements} agreements");
    lines
}

/// Numbers from a seed: the same kills each time, as far as the machine's own timing allows.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// SIGKILL, and wait until it is gone. Whether it was still at work.
fn kill(child: &mut Child) -> bool {
    let running = child.try_wait().expect("its state").is_none();
    let _ = child.kill();
    child.wait().expect("it ends");
    running
}

/// Waits until a file is there.
fn until(path: &Path) {
    let begun = Instant::now();
    while !path.exists() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Kills the program `times` times at points drawn at random over its whole work, the making of the file among them. After each: the file
/// opens, nothing is found wrong, whole batches in order are there and all that were there before. What goes on to the end equals
/// what was never interrupted.
fn killed(times: usize) {
    let n = 96;
    let dir = tempfile::tempdir().expect("a folder");
    let articles = corpus(dir.path(), "articles.jsonl", 0..n);
    let expected = whole(dir.path(), &articles);
    let path = dir.path().join("killed.db");
    // How long the work takes once the file is there, on this machine now.
    let span = {
        let mut child = ingest(&articles, &path).spawn().expect("it starts");
        until(&path);
        let begun = Instant::now();
        assert!(child.wait().expect("it ends").success());
        begun.elapsed()
    };
    remove(&path);
    let mut random = Random(20_241_030);
    let (mut at_work, mut ended, mut fresh, mut mid) = (0, 0, 0, 0);
    let mut before = 0;
    while at_work < times {
        let new = !path.exists();
        fresh += usize::from(new);
        let mut child = ingest(&articles, &path).spawn().expect("it starts");
        until(&path);
        let most = match (new, random.below(3)) {
            // The first moments of a new file, where schema and log are made.
            (true, _) => Duration::from_millis(25),
            // Somewhere in the next few batches; the program first loads its packs, so for an old file from its start on.
            (false, 0) => span.mul_f64(1.5),
            _ => span,
        };
        std::thread::sleep(most.mul_f64(random.below(10_000) as f64 / 10_000.0));
        if kill(&mut child) {
            at_work += 1;
        } else {
            ended += 1;
        }
        let Ok(registry) = Registry::open(&path, Mode::Read) else {
            // Nothing was committed yet: only then may it be no registry.
            assert!(before == 0, "a registry of {before} documents no longer opens");
            assert!(Registry::open(&path, Mode::Read).is_err_and(|e| e.to_string().contains("empty")));
            continue;
        };
        assert_eq!(findings(&registry), Vec::<String>::new(), "after kill {at_work}");
        let there = documents(&registry);
        assert!(there.len().is_multiple_of(BATCH) || there.len() == n, "half a batch: {} documents", there.len());
        assert!(there.iter().enumerate().all(|(i, d)| *d == format!("d-{i:04}")));
        assert!(there.len() >= before, "{before} were committed, {} are there", there.len());
        mid += usize::from(there.len() > before && there.len() < n);
        before = there.len();
        if there.len() == n {
            assert!(listing(&registry) == expected, "what was interrupted ends as another registry");
            drop(registry);
            remove(&path);
            before = 0;
        }
    }
    run_well(&mut ingest(&articles, &path));
    assert!(listing(&read(&path)) == expected);
    println!("{at_work} kills at work, {mid} of them between batches of one run; {ended} came too late; {fresh} registries begun");
    assert!(mid * 12 >= times, "too few kills in the middle ({mid} of {times}): the points are not where the work is");
}

fn remove(path: &Path) {
    for tail in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{tail}", path.display()));
    }
}

#[test]
fn killed_at_random_points() {
    killed(12);
}

/// `make test-all` runs it.
#[test]
#[ignore = "takes a minute or two"]
fn killed_at_two_hundred_random_points() {
    killed(200);
}

/// Two programs take halves of the articles into one registry that is not there yet, one lists all the while, and copies are made.
#[test]
fn two_writers_a_reader_and_a_copier_at_once() {
    let n = 160;
    let dir = tempfile::tempdir().expect("a folder");
    let all = corpus(dir.path(), "all.jsonl", 0..n);
    let expected = whole(dir.path(), &all);
    let path = dir.path().join("shared.db");
    let halves = [corpus(dir.path(), "even.jsonl", (0..n).filter(|i| i % 2 == 0)), corpus(dir.path(), "odd.jsonl", (0..n).filter(|i| i % 2 == 1))];
    let mut writers: Vec<Child> = halves.iter().map(|h| ingest(h, &path).spawn().expect("it starts")).collect();
    until(&path);
    let (mut lists, mut copies) = (0, 0);
    let mut seen = 0;
    while writers.iter_mut().any(|w| w.try_wait().expect("its state").is_none()) {
        // Until the first commit there is nothing to list.
        let Ok(registry) = Registry::open(&path, Mode::Read) else { continue };
        let list = registry.agreements(&Default::default()).expect("a list");
        assert!(list.iter().all(|a| !a.reports.is_empty() && !a.steps.is_empty() && a.parties.len() == 2));
        let here = documents(&registry).len();
        assert!(here >= seen);
        seen = here;
        lists += 1;
        let copy = dir.path().join(format!("copy-{lists}.db"));
        registry.backup(&copy).expect("a copy");
        let copy = read(&copy);
        assert_eq!(findings(&copy), Vec::<String>::new());
        let there = documents(&copy).len();
        assert!(there >= here && (there.is_multiple_of(BATCH) || there == n), "{there} documents in a copy");
        copies += 1;
        assert_eq!(findings(&registry), Vec::<String>::new());
    }
    for w in writers {
        let o = w.wait_with_output().expect("it ends");
        assert!(o.status.success(), "{}", err(&o));
    }
    let registry = read(&path);
    assert_eq!(findings(&registry), Vec::<String>::new());
    let there = listing(&registry);
    let other: Vec<_> = there.iter().zip(&expected).filter(|(a, b)| a != b).take(3).collect();
    assert!(there == expected, "two writers made another registry: {} lines for {}; {other:#?}", there.len(), expected.len());
    println!("{lists} lists and {copies} copies while two wrote");
    assert!(lists > 0);
}

#[test]
fn verify_and_backup_as_commands() {
    let dir = tempfile::tempdir().expect("a folder");
    let articles = corpus(dir.path(), "articles.jsonl", 0..24);
    let (path, copy) = (dir.path().join("r.db"), dir.path().join("copy.db"));
    run_well(&mut ingest(&articles, &path));
    let o = run_well(program().arg("verify").arg("--registry").arg(&path));
    let line = String::from_utf8_lossy(&o.stdout);
    assert!(line.contains("all holds: 24 documents, 18 texts") && line.lines().count() == 1, "{line}");
    let backup = || run(program().arg("backup").arg("--registry").arg(&path).arg("-o").arg(&copy));
    let o = backup();
    assert!(o.status.success() && err(&o).contains("24 documents"), "{}", err(&o));
    let o = backup();
    assert!(o.status.code() == Some(1) && err(&o).contains("already such a file") && err(&o).contains("help:"), "{}", err(&o));

    let registry = Registry::open(&copy, Mode::Change).expect("it opens");
    registry.connection().execute_batch("UPDATE agreement SET status = 'ratified'").expect("damage");
    drop(registry);
    let o = run(program().arg("verify").arg("--registry").arg(&copy));
    let lines = String::from_utf8_lossy(&o.stdout).into_owned();
    assert!(o.status.code() == Some(1) && err(&o).contains("not as they should be"), "{}", err(&o));
    assert!(lines.lines().count() >= 3 && lines.lines().all(|l| l.contains("status is \"ratified\", computed again \"signed\"") && l.contains("verify --mend")), "{lines}");
    let o = run(program().args(["verify", "--mend"]).arg("--registry").arg(&copy));
    assert!(o.status.success(), "{}", err(&o));

    // SQLite would take this for memory, and forget all.
    let o = run(ingest(&articles, Path::new(":memory:")).current_dir(dir.path()));
    assert!(o.status.success() && dir.path().join(":memory:").exists(), "{}", err(&o));

    let csv = corpus(dir.path(), "no-registry.csv", 0..3);
    for command in [vec!["verify"], vec!["list", "agreements", "--format", "jsonl"], vec!["ingest"]] {
        let o = run(program().args(&command).arg("--registry").arg(&csv));
        assert!(o.status.code() == Some(1) && err(&o).contains("this file is no registry of Mithaq") && err(&o).contains("help:"), "{command:?} {}", err(&o));
    }
}

/// On a small file system of its own, where this machine lets one be mounted (Linux, as root). Elsewhere the library's test with
/// `max_page_count` stands for it.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let n = 160;
    let articles = corpus(dir.path(), "articles.jsonl", 0..n);
    let expected = whole(dir.path(), &articles);
    let needed = fs::metadata(dir.path().join("whole.db")).expect("a file").len() / 1024;
    // From hardly any room to enough: full at another place each time.
    let mut full = Vec::new();
    for size in (1..).map(|i| needed * i * 2 / 3) {
        let Some(disk) = Disk::of(dir.path(), &format!("small-{size}"), &format!("size={size}k")) else {
            println!("nothing can be mounted here: not tested");
            return;
        };
        let path = disk.path.join("r.db");
        let o = run(&mut ingest(&articles, &path));
        if o.status.success() {
            break;
        }
        let said = err(&o);
        assert!(o.status.code() == Some(1) && said.contains("help:") && said.contains("full") && said.contains("make room"), "{size} kB: {said}");
        // Whole as far as it came, also while the disk is full.
        let copy = dir.path().join(format!("{size}.db"));
        for tail in ["", "-wal"] {
            let _ = fs::copy(format!("{}{tail}", path.display()), format!("{}{tail}", copy.display()));
        }
        let mut there = 0;
        match Registry::open(&copy, Mode::Read) {
            Err(e) => assert!(e.to_string().contains("empty"), "{size} kB: {e}"),
            Ok(registry) => {
                assert_eq!(findings(&registry), Vec::<String>::new());
                there = documents(&registry).len();
                assert!(there < n && there.is_multiple_of(BATCH), "{there} documents");
                let o = run(program().arg("verify").arg("--registry").arg(&path));
                assert!(o.status.success() || err(&o).contains("full"), "{size} kB: {}", err(&o));
            }
        }
        full.push(format!("{size} kB: full after {there} documents, {}", said.lines().next().unwrap_or_default()));
        // With room, it goes on.
        disk.again("size=64m");
        run_well(&mut ingest(&articles, &path));
        assert!(listing(&read(&path)) == expected);
    }
    println!("{}", full.join("\n"));
    assert!(full.len() > 1);
}

/// A mounted file system, unmounted at the end.
#[cfg(target_os = "linux")]
struct Disk {
    path: PathBuf,
}

#[cfg(target_os = "linux")]
impl Disk {
    fn of(dir: &Path, name: &str, options: &str) -> Option<Disk> {
        let path = dir.join(name);
        fs::create_dir(&path).expect("a folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&path).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
        mounted.then_some(Disk { path })
    }
    fn again(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.path).status().expect("mount runs");
        assert!(done.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.path).status();
    }
}

/// Files and folders that may not be written. Rights do not bind root: then the program is run as another user (nobody), for whom they do.
#[cfg(unix)]
mod rights {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65_534;

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
    }

    /// A folder with `lock/r.db` and a program that whoever runs it may read; and whether we are root.
    fn place() -> (TempDir, PathBuf, PathBuf, bool) {
        let dir = tempfile::tempdir().expect("a folder");
        set(dir.path(), 0o755);
        let root = fs::metadata(dir.path()).expect("a folder").uid() == 0;
        let articles = corpus(dir.path(), "articles.jsonl", 0..24);
        let lock = dir.path().join("lock");
        fs::create_dir(&lock).expect("a folder");
        let path = lock.join("r.db");
        run_well(&mut ingest(&articles, &path));
        if root {
            fs::copy(env!("CARGO_BIN_EXE_mithaq"), dir.path().join("mithaq")).expect("a copy");
            for p in [&lock, &path] {
                chown(p, Some(NOBODY), Some(NOBODY)).expect("another owner");
            }
        }
        (dir, lock, path, root)
    }

    /// The program, as one whom rights bind.
    fn bound(dir: &Path, root: bool) -> Command {
        if !root {
            return program();
        }
        let mut c = Command::new(dir.join("mithaq"));
        c.env_remove("MITHAQ_REGISTRY").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).uid(NOBODY).gid(NOBODY);
        c
    }

    fn lines(o: &Output) -> usize {
        assert!(o.status.success(), "{}", err(o));
        o.stdout.iter().filter(|b| **b == b'\n').count()
    }

    #[test]
    fn a_registry_that_may_not_be_written() {
        let (dir, lock, path, root) = place();
        let more = dir.path().join("more.jsonl");
        let list = || run(bound(dir.path(), root).args(["list", "agreements", "--format", "jsonl", "--registry"]).arg(&path));
        let verify = || run(bound(dir.path(), root).arg("verify").arg("--registry").arg(&path));
        let ingest = || run(bound(dir.path(), root).arg("ingest").arg(&more).arg("--registry").arg(&path));
        let there = lines(&list());
        assert!(there > 3);
        let mut next = 24;
        for (file, folder) in [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)] {
            set(&path, file);
            set(&lock, folder);
            // About handball: what is listed stays the same.
            corpus(dir.path(), "more.jsonl", [next + 3].into_iter());
            next += 4;
            // It is read, also where no log can be made beside it.
            assert_eq!(lines(&list()), there, "{file:o} {folder:o}");
            assert_eq!(lines(&verify()), 1, "{file:o} {folder:o}");
            let copy = dir.path().join(format!("copies-{file:o}-{folder:o}"));
            fs::create_dir(&copy).expect("a folder");
            set(&copy, 0o777);
            let o = run(bound(dir.path(), root).arg("backup").arg("--registry").arg(&path).arg("-o").arg(copy.join("copy.db")));
            assert!(o.status.success(), "{}", err(&o));
            // It is not written, and that is said.
            let o = ingest();
            let said = err(&o);
            assert!(o.status.code() == Some(1) && said.contains("r.db") && said.contains("help:"), "{file:o} {folder:o}: {said}");
            assert!(said.contains("check the rights") || said.contains("may be read and written"), "{file:o} {folder:o}: {said}");
            set(&lock, 0o755);
            set(&path, 0o644);
            // What a reader left beside the file does not stand in the way of whoever may write it again.
            let o = ingest();
            assert!(o.status.success(), "{file:o} {folder:o}: {}", err(&o));
        }
        set(&path, 0o000);
        let o = list();
        assert!(o.status.code() == Some(1) && err(&o).contains("unable to open") && err(&o).contains("help:"), "{}", err(&o));
        set(&path, 0o644);
        assert_eq!(lines(&verify()), 1);
    }

    /// A log left by a kill, on what may not be written: read with its index; without it refused, because what was committed may stand only there.
    #[test]
    fn a_log_left_where_nothing_may_be_written() {
        let (dir, lock, path, root) = place();
        let left = dir.path().join("left");
        fs::create_dir(&left).expect("a folder");
        let copy = left.join("r.db");
        let writer = Registry::open(&path, Mode::Write).expect("it opens");
        writer.connection().execute_batch("CREATE TABLE mine (x); DROP TABLE mine").expect("a change in the log");
        for tail in ["", "-wal", "-shm"] {
            fs::copy(format!("{}{tail}", path.display()), format!("{}{tail}", copy.display())).expect("a copy");
            set(Path::new(&format!("{}{tail}", copy.display())), 0o444);
        }
        drop(writer);
        set(&left, 0o555);
        let list = || run(bound(dir.path(), root).args(["list", "agreements", "--format", "jsonl", "--registry"]).arg(&copy));
        assert!(lines(&list()) > 3);
        set(&left, 0o755);
        fs::remove_file(left.join("r.db-shm")).expect("removed");
        set(&left, 0o555);
        let o = list();
        assert!(o.status.code() == Some(1) && err(&o).contains("r.db-wal cannot be taken up here") && err(&o).contains("copy the file together"), "{}", err(&o));
        set(&left, 0o755);
        let _ = lock;
    }
}
