//! `mithaq add`, `import` and `export` as an official runs them.

use std::path::Path;
use std::process::{Command, Output};

const REGISTER: &str = "id,parties,domain,instrument,scope,status,signed,signed_precision,date,precision,place_country,areas,duration_years,terminated_date,source,رقم الملف\n\
    ر-1,CZE+MAR,defence,agreement,general,signed,2024-10-30,day,2024-10-30,day,MAR,exercises+training,5,,الجريدة الرسمية 7350,\"١٢؛ \"\"أ\"\"\"\n\
    ر-2,AZE+TUR,,memorandum,,in-force,2010-06,month,2011,year,,,,,\"UNTS 2745, p. 3\",\n";

fn mithaq(folder: &Path, args: &[&str]) -> Output {
    let mut c = Command::new(env!("CARGO_BIN_EXE_mithaq"));
    // What the contract fixes works without a name or a registry in the environment.
    c.env_remove("MITHAQ_AUTHOR").env_remove("MITHAQ_REGISTRY").env("USER", "amina").current_dir(folder).args(args).output().expect("the program runs")
}

fn out(o: &Output) -> &str {
    std::str::from_utf8(&o.stdout).expect("UTF-8")
}

fn err(o: &Output) -> &str {
    std::str::from_utf8(&o.stderr).expect("UTF-8")
}

fn code(o: &Output) -> Option<i32> {
    o.status.code()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn save(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), text).expect("a file");
}

#[test]
fn a_register_goes_in_and_out_unchanged() {
    let dir = folder();
    let at = dir.path();
    save(at, "register.csv", REGISTER);
    let o = mithaq(at, &["import", "--csv", "register.csv", "--registry", "a.db"]);
    assert_eq!((code(&o), out(&o)), (Some(0), ""), "{}", err(&o));
    assert!(err(&o).contains("2 rows new, 0 changed, 0 as before, 0 gone; 0 not taken in."), "{}", err(&o));
    let o = mithaq(at, &["export", "--registry", "a.db", "--as", "agreements"]);
    assert_eq!((code(&o), out(&o), err(&o)), (Some(0), REGISTER, ""));
    // To a file, through another registry, and out again.
    let o = mithaq(at, &["export", "--registry", "a.db", "--as", "agreements", "-o", "out.csv"]);
    assert_eq!((code(&o), out(&o), err(&o)), (Some(0), "", ""));
    assert_eq!(std::fs::read_to_string(at.join("out.csv")).expect("the export"), REGISTER);
    assert_eq!(std::fs::read_dir(at).expect("the folder").filter(|f| f.as_ref().expect("an entry").file_name().to_string_lossy().contains("part")).count(), 0);
    assert_eq!(code(&mithaq(at, &["import", "--csv", "out.csv", "--registry", "b.db"])), Some(0));
    assert_eq!(out(&mithaq(at, &["export", "--registry", "b.db", "--as", "agreements"])), REGISTER);
    // Again, from another folder: the same file, and nothing changes.
    std::fs::create_dir(at.join("sub")).expect("a folder");
    let o = mithaq(&at.join("sub"), &["import", "--csv", "../register.csv", "--registry", "../a.db"]);
    assert_eq!(code(&o), Some(0));
    assert!(err(&o).contains("nothing changed"), "{}", err(&o));
    // An edited version takes its place, whichever way the path is written.
    save(at, "register.csv", REGISTER.replace("exercises+training", "access"));
    let o = mithaq(&at.join("sub"), &["import", "--csv", "../register.csv", "--registry", "../a.db"]);
    assert!(err(&o).contains("0 rows new, 1 changed, 1 as before, 0 gone"), "{}", err(&o));
    // Filters, and the list.
    let o = mithaq(at, &["export", "--registry", "a.db", "--as", "agreements", "--state", "tur"]);
    assert_eq!((out(&o).lines().count(), out(&o).contains("ر-2")), (2, true), "{}", out(&o));
    let o = mithaq(at, &["list", "agreements", "--registry", "a.db", "--format", "jsonl"]);
    assert!(out(&o).contains("\"id\":\"ر-1\"") && out(&o).contains("\"agreement\":\"r1\""), "{}", out(&o));
}

#[test]
fn bad_rows_are_named_with_file_line_cause_and_remedy() {
    let dir = folder();
    let at = dir.path();
    save(at, "r.csv", "parties;status;date\r\nCZE+MAR;signed;30.10.2024\r\nCzechia+MAR;signed;2024\r\nAZE+TUR;signed;2010\r\n");
    let o = mithaq(at, &["import", "--csv", "r.csv", "--registry", "a.db", "--author", "Amina"]);
    assert_eq!((code(&o), out(&o)), (Some(1), ""));
    for words in ["mithaq: r.csv, line 2: date: \"30.10.2024\"", "write 2024-10-30", "r.csv, line 3: parties: \"Czechia\"", "write CZE", "help: ", "1 row new"] {
        assert!(err(&o).contains(words), "{words}: {}", err(&o));
    }
    // Unknown codes are those of the world's table, not of a form.
    save(at, "x.csv", "parties\nCZE+XYZ\n");
    let o = mithaq(at, &["import", "--csv", "x.csv", "--registry", "a.db"]);
    assert_eq!(code(&o), Some(1));
    assert!(err(&o).contains("\"XYZ\" is the code of no state") && err(&o).contains("no row was taken in"), "{}", err(&o));
}

#[test]
fn files_that_cannot_be_read_say_what_to_do() {
    let dir = folder();
    let at = dir.path();
    save(at, "cp1250.csv", b"parties;note\r\nCZE+MAR;\x9akoln\xed\r\n");
    save(at, "other.csv", "a,b\n1,2\n");
    for (name, words) in [("cp1250.csv", "line 2: the file is not in UTF-8"), ("other.csv", "no column is called parties"), ("none.csv", "none.csv")] {
        let o = mithaq(at, &["import", "--csv", name, "--registry", "a.db"]);
        assert_eq!(code(&o), Some(1), "{name}");
        assert!(err(&o).contains(words) && err(&o).contains("help: "), "{name}: {}", err(&o));
    }
}

#[test]
fn an_agreement_is_entered_by_hand() {
    let dir = folder();
    let at = dir.path();
    let base = ["add", "--registry", "a.db", "--author", "Amina", "--source", "Gazette 7350, p. 2", "--parties", "mar+cze", "--signed", "2024-10-30"];
    let with = |more: &[&str]| mithaq(at, &[&base[..], more].concat());
    let o = with(&["--areas", "training", "--title", "اتفاقية \"الدفاع\"", "--id", "7/2024"]);
    assert_eq!((code(&o), out(&o), err(&o)), (Some(0), "7/2024\n", ""));
    let o = with(&["--areas", "training", "--title", "اتفاقية \"الدفاع\"", "--id", "7/2024"]);
    assert_eq!((code(&o), out(&o)), (Some(0), "7/2024\n"));
    assert!(err(&o).contains("nothing changed"), "{}", err(&o));
    let o = mithaq(at, &["export", "--registry", "a.db", "--as", "agreements"]);
    let row = "7/2024,CZE+MAR,defence,agreement,unknown,signed,2024-10-30,day,2024-10-30,day,,training,,,\"Gazette 7350, p. 2\",\"اتفاقية \"\"الدفاع\"\"\"\n";
    assert_eq!(out(&o).lines().count(), 2);
    assert!(out(&o).ends_with(row), "{}", out(&o));
    // Wrong usage enters nothing.
    for (more, words) in [(&["--status", "agreed"][..], "there is no status"), (&["--date", "2024-10-31"], "differ"), (&["--areas", "tanks"], "there is no area")] {
        let o = with(more);
        assert_eq!((code(&o), out(&o)), (Some(2), ""));
        assert!(err(&o).contains(words) && !err(&o).contains("line 2"), "{}", err(&o));
    }
    let o = mithaq(at, &["list", "agreements", "--registry", "a.db", "--format", "jsonl"]);
    assert_eq!(out(&o).lines().count(), 1);
}

/// A row and a news report of the same agreement meet as candidates; a person makes them one, and both ids lead to it.
#[test]
fn a_row_meets_the_report_that_tells_of_it() {
    let dir = folder();
    let at = dir.path();
    save(
        at,
        "news.jsonl",
        "{\"id\":\"n1\",\"language\":\"en\",\"published\":\"2024-10-31\",\"title\":\"Morocco and Czechia sign defence agreement\",\"text\":\"RABAT - Morocco and Czechia signed an agreement on military cooperation on 30 October 2024 in Marrakesh, the defence ministry said.\"}\n",
    );
    let o = mithaq(at, &["ingest", "news.jsonl", "--registry", "a.db"]);
    assert_eq!(code(&o), Some(0), "{}", err(&o));
    let o = mithaq(at, &["add", "--registry", "a.db", "--source", "Gazette", "--parties", "CZE+MAR", "--signed", "2024-10-30", "--id", "G7"]);
    assert_eq!(out(&o), "G7\n");
    assert!(err(&o).contains("the press may tell of it already"), "{}", err(&o));
    let o = mithaq(at, &["list", "agreements", "--registry", "a.db", "--format", "jsonl"]);
    assert_eq!(out(&o).lines().count(), 2, "{}", out(&o));
    let o = mithaq(at, &["decide", "merge", "G7", "n1#a1", "--registry", "a.db", "--author", "an official", "--reason", "the gazette has it"]);
    assert_eq!(code(&o), Some(0), "{}", err(&o));
    let o = mithaq(at, &["list", "agreements", "--registry", "a.db", "--format", "jsonl"]);
    assert_eq!(out(&o).lines().count(), 1, "{}", out(&o));
    assert!(out(&o).contains("\"document\":\"n1\"") && out(&o).contains("\"document\":\"register:"), "{}", out(&o));
}
