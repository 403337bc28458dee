//! `mithaq pack` as the author of a pack runs it: warnings of the check, clashes, lists of a folder; and `explain --words`.

mod common;

use common::repository;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mithaq")).args(args).current_dir(folder).env_remove("CLICOLOR_FORCE").output().expect("the program runs")
}

fn out(o: &Output) -> &str {
    std::str::from_utf8(&o.stdout).expect("UTF-8")
}

/// A language of a few words that holds the mistakes the tools look for.
fn packs() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("world/outlets.toml", ""),
        (
            "world/companies.toml",
            "[[company]]\nid = \"acme\"\nname = \"Acme\"\nstate = \"USA\"\nnames.en = [\"Acme Aircraft\"]\n[[company]]\nid = \"cae\"\nname = \"CAE\"\nstate = \"CAN\"\nnames.en = [\"CAE\"]\n",
        ),
        (
            "xx/pack.toml",
            "language = \"xx\"\nname = \"X\"\nversion = \"1\"\ndirection = \"ltr\"\nscripts = [\"Latin\"]\nnames = \"capitalised\"\n\
             [[particle]]\nform = \"a\"\nmeans = [\"the\"]\n[[particle]]\nform = \"no\"\nmeans = [\"the\"]\n[[particle]]\nform = \"do\"\nmeans = [\"the\"]\n\
             [[particle]]\nform = \"e\"\nmeans = [\"and\"]\n[[paradigm]]\nname = \"s\"\nends = \"\"\nplural = [\"s\"]\n",
        ),
        ("xx/states.toml", "[IRN]\nnames = [\"Irão\"]\n[FRA]\nnames = [\"França\"]\n[LBY]\nnames = [\"Líbia\"]\n"),
        (
            "xx/grammar.toml",
            "[[word]]\nclass = \"with\"\nphrases = [\"com\"]\n[[word]]\nclass = \"in\"\nphrases = [\"no\"]\n[[word]]\nclass = \"of\"\nphrases = [\"do\"]\n\
             [[word]]\nclass = \"asserts\"\nphrases = [\"com a\", \"com efeito\"]\n[[word]]\nclass = \"content\"\nphrases = [\"autoriza\", \"abrange\", \"cobre\"]\n\
             [[word]]\nclass = \"wiht\"\nphrases = [\"mit\"]\n[[word]]\nclass = \"future\"\nphrases = [\"irão\"]\n[[word]]\nclass = \"relative\"\nphrases = [\"que\"]\n",
        ),
        ("xx/instruments.toml", "[[instrument]]\nid = \"agreement\"\nphrases = [\"acordo~s\", \"pacto~zz\", \"assina\"]\n"),
        ("xx/cues.toml", "[[cue]]\nkind = \"defence\"\nphrases = [\"militar\"]\n"),
        (
            "xx/triggers.toml",
            "[[verb]]\nsense = \"event:visit\"\npresent_forms = [\"e\", \"vai\"]\n[[verb]]\nsense = \"step:authorised\"\npresent_forms = [\"autoriza\"]\n\
             [[verb]]\nsense = \"step:signed\"\npast_forms = [\"assinou\"]\npresent_forms = [\"assina\"]\n[[verb]]\nsense = \"plain\"\npresent_forms = [\"abrange\"]\npast_forms = [\"disse\"]\n",
        ),
    ] {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    dir
}

#[test]
fn the_check_warns_and_does_not_fail() {
    let dir = packs();
    let o = run(dir.path(), &["pack", "check", "xx"]);
    assert_eq!(o.status.code(), Some(0), "{}", out(&o));
    for part in [
        "xx/grammar.toml:6: \"no\" is a [[word]] of class in and a particle",
        "xx/grammar.toml:12: \"com a\" of class asserts hides \"com\" of class with",
        "xx/grammar.toml:15: words of class content are verbs of another sense, but no plain verb: autoriza (step:authorised)",
        "xx/grammar.toml:18: the engine knows no class \"wiht\"",
        "xx/instruments.toml:3: \"pacto~zz\" asks for a paradigm",
        ", 0 failed, 5 warnings",
    ] {
        assert!(out(&o).contains(part), "{part}: {}", out(&o));
    }
    // Five and no more: the genitive's article, a phrase that ends in a noun, a plain verb and a known paradigm are right.
    assert_eq!(out(&o).matches("warning: ").count(), 5, "{}", out(&o));
}

#[test]
fn clashes_stand_worst_first_with_both_places() {
    let dir = packs();
    let o = run(dir.path(), &["pack", "check", "--clashes", "xx"]);
    assert_eq!(o.status.code(), Some(0), "{}", out(&o));
    let at = |part: &str| out(&o).find(part).unwrap_or_else(|| panic!("{part}: {}", out(&o)));
    let short = at("one or two letters");
    let particle = at("also a particle");
    let state = at("a state that is also");
    let noun = at("a finite verb that is also a noun");
    assert!(short < particle && particle < state && state < noun, "{}", out(&o));
    assert!(at("xx/triggers.toml:3") < particle && at("xx/pack.toml") < particle, "{}", out(&o));
    // "irão" the state and the word of future; "assina" the verb and the instrument.
    for part in ["xx/states.toml:2", "xx/grammar.toml:21", "xx/instruments.toml:3", "xx/triggers.toml:10"] {
        assert!(at(part) > state, "{part}: {}", out(&o));
    }
    // A verb of content that is plain is meant so; one that is no verb at all is named.
    assert!(!out(&o).contains("abrange") && out(&o).lines().any(|l| l.trim() == "cobre"), "{}", out(&o));
}

#[test]
fn a_folder_without_world_has_no_clashes_to_tell() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(dir.path().join("xx")).expect("a folder");
    assert_ne!(run(dir.path(), &["pack", "check", "--clashes", "xx"]).status.code(), Some(0));
}

#[test]
fn the_packs_of_a_folder_are_listed() {
    let dir = packs();
    let o = run(dir.path(), &["pack", "list", "--packs", "."]);
    assert_eq!(o.status.code(), Some(0));
    assert!(out(&o).lines().any(|l| l.starts_with("xx 1: ")) && !out(&o).lines().any(|l| l.starts_with("ar ")), "{}", out(&o));
    // English names of makers are taken without being listed.
    assert!(out(&o).contains("company 2"), "{}", out(&o));
    assert_eq!(run(dir.path(), &["pack", "list", "--packs", "nowhere"]).status.code(), Some(2));
}

#[test]
fn explain_shows_words_when_asked() {
    let dir = packs();
    std::fs::write(dir.path().join("a.txt"), "França assinou no dia 3 um acordo militar com Líbia, disse o ministro.\nO tempo que chove com sol.").expect("a file");
    let args = ["explain", "--packs", ".", "--language", "xx", "a.txt"];
    let o = run(dir.path(), &args);
    assert!(!out(&o).contains("words\n"), "{}", out(&o));
    let o = run(dir.path(), &[&args[..], &["--words"]].concat());
    let block: Vec<&str> = out(&o).lines().skip_while(|l| *l != "words").skip(1).take_while(|l| l.starts_with(' ')).collect();
    assert!(block.iter().any(|l| l.contains("\u{2068}com\u{2069}") && l.contains("with xx/grammar:word.with.0")), "{}", out(&o));
    assert!(block.iter().any(|l| l.contains("disse") && l.contains("plain Past")), "{}", out(&o));
    // The second sentence tells of nothing.
    assert!(!block.iter().any(|l| l.contains("que")), "{}", out(&o));
}

#[test]
fn the_packs_of_this_project_ask_for_no_missing_paradigm() {
    for language in std::fs::read_dir(repository("packs")).expect("packs").map(|e| e.expect("an entry").path()).filter(|p| p.join("pack.toml").is_file()) {
        let survey = mithaq_packs::survey::Survey::read(&language, &repository("packs/world")).expect("the pack is read");
        let lost: Vec<_> = survey.warnings().into_iter().filter(|w| w.problem.contains("asks for a paradigm")).collect();
        assert!(lost.is_empty(), "{lost:#?}");
    }
}
