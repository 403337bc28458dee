//! The files of a pack: their shapes, and errors that say where and what to do.
//!
//! In: TOML and TSV files. Out: [`LanguageFiles`] and [`WorldData`]. Unknown keys are errors: a typo must not be silence.

use super::names;
use mithaq_core::lexicon::{Class, Form, Modifiers, Names, Order, Prep, Proclitic};
use mithaq_core::text::{FoldTable, fold_word};
use mithaq_core::world::{City, NamedThing, StateInfo, WorldData};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// What is wrong in a pack, where, and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}\n  help: {help}")]
pub struct PackError {
    pub place: String,
    pub problem: String,
    pub help: String,
}

impl PackError {
    pub fn at(place: &str, problem: &str, help: &str) -> Self {
        PackError { place: place.into(), problem: problem.into(), help: help.into() }
    }
}

/// `pack.toml`: what the language's script and grammar need.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackToml {
    pub language: String,
    /// The language's own name.
    #[allow(dead_code)]
    pub name: String,
    pub version: String,
    pub direction: String,
    pub scripts: Vec<String>,
    /// Letters that the language's alphabet has; `pack check` refuses others in entries.
    #[serde(default)]
    pub alphabet: String,
    /// Letters of other languages of the same script.
    #[serde(default)]
    pub foreign: String,
    /// Share of function words (`profile`) that a text of the language has at least.
    #[serde(default)]
    pub least: f64,
    /// Letters of which a longer text of the language has at least one.
    #[serde(default)]
    pub marks: String,
    #[serde(default)]
    pub fold: Vec<[String; 2]>,
    #[serde(default)]
    pub proclitic: Vec<ProcliticToml>,
    #[serde(default)]
    pub contraction: Vec<ContractionToml>,
    /// Separate words that mark the next one: articles, "and".
    #[serde(default)]
    pub particle: Vec<ContractionToml>,
    /// Endings that an apostrophe parts from a name.
    #[serde(default)]
    pub ending: Vec<EndingToml>,
    /// Where attributes stand: `after` the noun (the default), `before` it, or `both`.
    #[serde(default)]
    pub modifiers: Modifiers,
    /// How names of persons are told: `lexical` (the default) or `capitalised`.
    #[serde(default)]
    pub names: Names,
    /// The order of a plain sentence: `vso` (the default), `svo`, `sov`.
    #[serde(default)]
    pub order: Order,
    /// Classes (`month`, `weekday`) whose words count only with a capital letter.
    #[serde(default)]
    pub capitalised: Vec<String>,
    /// The state whose press writes in this language by default, where nothing else tells.
    #[serde(default)]
    pub home: Option<String>,
    #[serde(default)]
    pub paradigm: Vec<ParadigmToml>,
    #[serde(default)]
    pub conjugation: Vec<ConjugationToml>,
    /// Names that only their unfolded spelling tells from a function word.
    #[serde(default)]
    pub names_as_written: Vec<String>,
    /// Object pronouns written with a verb.
    #[serde(default)]
    pub objects: Vec<String>,
    #[serde(default)]
    pub adjective_endings: Vec<String>,
    #[serde(default)]
    pub conditions_as_written: Vec<String>,
    #[serde(default)]
    pub profile: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcliticToml {
    form: String,
    means: String,
    slot: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractionToml {
    pub form: String,
    pub means: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParadigmToml {
    pub name: String,
    pub ends: String,
    #[serde(default)]
    pub strip: usize,
    #[serde(default)]
    pub base: Vec<String>,
    #[serde(default)]
    pub dual: Vec<String>,
    #[serde(default)]
    pub plural: Vec<String>,
    /// Endings that are the dual's where another word follows in the genitive.
    #[serde(default)]
    pub construct_dual: Vec<String>,
    /// Endings that carry a role: in, from, to, with, of, by.
    #[serde(default, rename = "in")]
    pub inside: Vec<String>,
    #[serde(default)]
    pub from: Vec<String>,
    #[serde(default)]
    pub to: Vec<String>,
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub of: Vec<String>,
    #[serde(default)]
    pub by: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndingToml {
    form: String,
    means: Prep,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConjugationToml {
    pub form: Form,
    #[serde(default)]
    pub ends: String,
    #[serde(default)]
    pub strip: usize,
    pub prefixes: Vec<String>,
    pub suffixes: Vec<String>,
    pub objects: Vec<String>,
}

impl PackToml {
    pub fn proclitics(&self, t: &FoldTable) -> Vec<Proclitic> {
        self.proclitic.iter().map(|p| Proclitic { form: fold_word(t, &p.form), means: p.means.clone(), slot: p.slot }).collect()
    }
    pub fn particles(&self, t: &FoldTable) -> Vec<(String, Vec<String>)> {
        self.particle.iter().map(|c| (fold_word(t, c.form.trim_end_matches(['\'', '’'])), c.means.clone())).collect()
    }
    pub fn endings(&self, t: &FoldTable) -> Vec<(String, Prep)> {
        self.ending.iter().map(|e| (fold_word(t, e.form.trim_start_matches(['\'', '’'])), e.means)).collect()
    }
    pub fn contractions(&self, t: &FoldTable) -> Vec<(String, Vec<String>)> {
        self.contraction.iter().map(|c| (fold_word(t, &c.form), c.means.clone())).collect()
    }
}

/// One entry to compile. `line`: where its file lists it, for those who report on a pack.
pub enum Item {
    Phrase { class: Class, value: String, state: Option<String>, domain: Option<String>, phrase: String, rule: String, line: usize, needs_article: bool, after: bool },
    Verb { sense: String, domain: Option<String>, rest: Vec<String>, forms: BTreeMap<String, Vec<Listed>>, rule: String },
}

/// A form as its file lists it.
#[derive(Clone)]
pub struct Listed {
    pub text: String,
    pub line: usize,
}

/// One row of a lexicon file, whatever its table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Option<String>,
    kind: Option<String>,
    class: Option<String>,
    value: Option<String>,
    state: Option<String>,
    domain: Option<String>,
    #[serde(default)]
    needs_article: bool,
    /// A postposition: it follows what it marks.
    #[serde(default)]
    after: bool,
    #[serde(default)]
    phrases: Vec<Spanned<String>>,
    // Verbs.
    sense: Option<String>,
    #[serde(default)]
    past: Vec<Spanned<String>>,
    #[serde(default)]
    past_forms: Vec<Spanned<String>>,
    #[serde(default)]
    present: Vec<Spanned<String>>,
    #[serde(default)]
    present_forms: Vec<Spanned<String>>,
    #[serde(default)]
    future_forms: Vec<Spanned<String>>,
    #[serde(default)]
    infinitive: Vec<Spanned<String>>,
    #[serde(default)]
    masdar: Vec<Spanned<String>>,
    #[serde(default)]
    participle: Vec<Spanned<String>>,
    #[serde(default)]
    rest: String,
    #[allow(dead_code)]
    note: Option<String>,
}

#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct StateRow {
    names: Vec<Spanned<String>>,
    nisba: Vec<Spanned<String>>,
    nisba_forms: Vec<Spanned<String>>,
    capital: Vec<Spanned<String>>,
    metonyms: Vec<Spanned<String>>,
    also: Vec<Spanned<String>>,
    ambiguous: Vec<Spanned<String>>,
    /// Abbreviations that count only in capital letters ("US").
    as_written: Vec<Spanned<String>>,
    #[allow(dead_code)]
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThingRow {
    id: String,
    name: String,
    state: Option<String>,
    kind: Option<String>,
    place: Option<String>,
    domain: Option<String>,
    #[allow(dead_code)]
    note: Option<String>,
    #[allow(dead_code)]
    branch: Option<String>,
    #[allow(dead_code)]
    topic: Option<String>,
    /// Dateline marks, read only as such.
    #[serde(default)]
    marks: Vec<String>,
    /// Names that are also ordinary words.
    #[serde(default)]
    ambiguous: Vec<String>,
    #[serde(default)]
    names: BTreeMap<String, Vec<String>>,
}

/// All files of one language.
pub struct LanguageFiles {
    pub pack: PackToml,
    pub items: Vec<Item>,
}

impl LanguageFiles {
    pub fn read(dir: &Path, world: &Path) -> Result<Self, PackError> {
        let (_, pack): (_, PackToml) = parse(&dir.join("pack.toml"))?;
        let mut items = Vec::new();
        for path in sorted(dir, "toml")? {
            match stem(&path).as_str() {
                "pack" => {}
                "states" => states(&path, &pack.language, &mut items)?,
                _ => lexicon_file(&path, &pack.language, &mut items)?,
            }
        }
        cities(&dir.join("cities.tsv"), &pack.language, &mut items)?;
        for (file, class) in [("outlets", Class::Outlet), ("companies", Class::Company), ("exercises", Class::Exercise), ("exhibitions", Class::Exhibition)] {
            for t in things(&world.join(format!("{file}.toml")))? {
                for (i, (phrase, domain)) in names_of(&t, class, &pack).into_iter().enumerate() {
                    items.push(Item::Phrase {
                        class,
                        value: t.id.clone(),
                        state: t.state.clone().filter(|s| !s.is_empty()),
                        domain: domain.map(str::to_string),
                        phrase: phrase.to_string(),
                        rule: format!("world/{file}:{}.{i}", t.id),
                        line: 0,
                        needs_article: false,
                        after: false,
                    });
                }
            }
        }
        Ok(LanguageFiles { pack, items })
    }
}

/// What a language calls a thing of the world, each name with the domain that says when it counts.
fn names_of<'a>(t: &'a ThingRow, class: Class, pack: &PackToml) -> Vec<(&'a str, Option<&'static str>)> {
    let weak = |n: &String| t.ambiguous.contains(n).then_some("weak");
    let own: Vec<&String> = t.names.get(&pack.language).into_iter().flatten().collect();
    // Makers, exercises and exhibitions keep their English names in every press of the script; a newspaper has its own in each.
    let borrows = class != Class::Outlet && pack.language != "en" && pack.scripts.iter().any(|s| s == "Latin");
    let english = t.names.get("en").filter(|_| borrows).into_iter().flatten().filter(|n| !own.contains(n));
    // "CAE" is a maker in Canada, "cae" a Spanish verb: what is borrowed and short counts as it is written.
    let short = |n: &String| class == Class::Company && n.chars().count() <= 4 && n.chars().all(char::is_uppercase);
    let english = english.map(|n| (n.as_str(), weak(n).or(short(n).then_some("capitals"))));
    let marks = t.marks.iter().map(|m| (m.as_str(), Some("weak")));
    own.iter().map(|n| (n.as_str(), weak(n))).chain(english).chain(marks).collect()
}

/// The tables of `packs/world`.
pub fn read_world(dir: &Path) -> Result<WorldData, PackError> {
    let mut world = WorldData { version: "2026.11.1".into(), ..WorldData::default() };
    for row in tsv(&dir.join("cities.tsv"))? {
        let [id, name, iso3, lat, lon, population, capital] = &row[..] else { continue };
        world.cities.push(City {
            id: id.clone(),
            name: name.clone(),
            state: iso3.clone(),
            latitude: lat.parse().unwrap_or(0.0),
            longitude: lon.parse().unwrap_or(0.0),
            population: population.parse().unwrap_or(0),
            capital: capital == "1",
        });
    }
    for row in tsv(&dir.join("states.tsv"))? {
        let get = |i: usize| row.get(i).cloned().unwrap_or_default();
        world.states.push(StateInfo { code: get(0), name: get(3), capital: get(4), latitude: get(5).parse().ok(), longitude: get(6).parse().ok(), region: get(7), body: false });
    }
    for row in tsv(&dir.join("bodies.tsv"))? {
        let get = |i: usize| row.get(i).cloned().unwrap_or_default();
        world.states.push(StateInfo { code: get(0), name: get(1), body: true, ..StateInfo::default() });
    }
    for (file, list) in [("outlets", &mut world.outlets), ("companies", &mut world.companies), ("exercises", &mut world.exercises), ("exhibitions", &mut world.exhibitions)] {
        for t in things(&dir.join(format!("{file}.toml")))? {
            list.push(NamedThing { id: t.id, name: t.name, state: t.state.filter(|s| !s.is_empty()), kind: t.kind.unwrap_or_default(), place: t.place, domain: t.domain });
        }
    }
    world.names = names::read(&dir.join("transliteration"))?;
    Ok(world)
}

/// Folders below `root` that hold a `pack.toml`, sorted.
pub fn language_folders(root: &Path) -> Result<Vec<PathBuf>, PackError> {
    let list = std::fs::read_dir(root).map_err(|e| PackError::at(&root.display().to_string(), &e.to_string(), "give the folder that holds world/ and the languages"))?;
    let mut out: Vec<PathBuf> = list.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.join("pack.toml").is_file()).collect();
    out.sort();
    Ok(out)
}

fn lexicon_file(path: &Path, language: &str, items: &mut Vec<Item>) -> Result<(), PackError> {
    let (text, tables): (_, BTreeMap<String, Vec<Row>>) = parse(path)?;
    let lines = Lines::of(&text);
    let file = stem(path);
    for (table, rows) in tables {
        for (n, row) in rows.into_iter().enumerate() {
            let place = format!("{}: [[{table}]] number {}", path.display(), n + 1);
            if table == "verb" {
                verb(row, language, &file, n, &place, &lines, items)?;
                continue;
            }
            let (class, key) =
                class_of(&table).ok_or_else(|| PackError::at(&place, &format!("no table is called [[{table}]]"), "see docs/packs.md for the tables a pack may have"))?;
            let value = match key {
                "id" => row.id.clone(),
                "kind" => row.kind.clone(),
                "class" => row.class.clone(),
                "value" => row.value.clone(),
                "domain" => row.domain.clone(),
                _ => Some(String::new()),
            };
            let value = value.ok_or_else(|| PackError::at(&place, &format!("the key `{key}` is missing"), &format!("add {key} = \"…\"")))?;
            if class == Class::Link {
                known_link(&value, row.domain.as_deref(), &place)?;
            }
            for (i, phrase) in row.phrases.iter().enumerate() {
                items.push(Item::Phrase {
                    class,
                    value: value.clone(),
                    state: row.state.clone(),
                    domain: row.domain.clone(),
                    phrase: phrase.get_ref().clone(),
                    rule: format!("{language}/{file}:{table}.{}.{i}", if value.is_empty() { &table } else { &value }),
                    line: lines.at(phrase.span().start),
                    needs_article: row.needs_article,
                    after: row.after,
                });
            }
        }
    }
    Ok(())
}

fn verb(row: Row, language: &str, file: &str, n: usize, place: &str, lines: &Lines, items: &mut Vec<Item>) -> Result<(), PackError> {
    let sense = row.sense.ok_or_else(|| PackError::at(place, "a verb without `sense`", "add sense = \"step:signed\" or another sense of docs/packs.md"))?;
    let listed = |l: Vec<Spanned<String>>| l.into_iter().map(|s| Listed { line: lines.at(s.span().start), text: s.into_inner() }).collect();
    let mut forms: BTreeMap<String, Vec<Listed>> = [
        ("past", row.past),
        ("past_forms", row.past_forms),
        ("present", row.present),
        ("present_forms", row.present_forms),
        ("future_forms", row.future_forms),
        ("infinitive", row.infinitive),
        ("masdar", row.masdar),
        ("participle", row.participle),
    ]
    .into_iter()
    .filter(|(_, v)| !v.is_empty())
    .map(|(k, v)| (k.to_string(), listed(v)))
    .collect();
    // Fixed forms of several words are entries of their own.
    for part in ["past_forms", "present_forms", "future_forms", "infinitive", "masdar", "participle"] {
        let Some(list) = forms.get_mut(part) else { continue };
        let several = |f: &Listed| f.text.contains(' ') || f.text.split('~').next().is_some_and(|stem| stem.contains(['-', '\'', '’']));
        let long: Vec<Listed> = list.iter().filter(|f| several(f)).cloned().collect();
        list.retain(|f| !several(f));
        for phrase in long {
            let mut words = super::words_of(&phrase.text).into_iter();
            let head = Listed { text: words.next().unwrap_or_default(), line: phrase.line };
            items.push(Item::Verb {
                sense: sense.clone(),
                domain: row.domain.clone(),
                rest: words.collect(),
                forms: BTreeMap::from([(part.to_string(), vec![head])]),
                rule: format!("{language}/{file}:{}.{n}", sense.replace(':', "-")),
            });
        }
    }
    items.push(Item::Verb { rule: format!("{language}/{file}:{}.{n}", sense.replace(':', "-")), sense, domain: row.domain, rest: super::words_of(&row.rest), forms });
    Ok(())
}

/// What a `[[link]]` may say: the record takes its types as they stand, so a typo must not pass.
fn known_link(kind: &str, construction: Option<&str>, place: &str) -> Result<(), PackError> {
    if !["implements", "amends", "renews", "terminates"].contains(&kind) {
        return Err(PackError::at(place, &format!("no link is of the kind `{kind}`"), "write implements, amends, renews or terminates"));
    }
    if construction.is_some_and(|c| !["loose", "verb", "passive", "noun", "own"].contains(&c)) {
        return Err(PackError::at(place, "a domain that no link has", "write loose, verb, passive, noun or own, or leave `domain` out"));
    }
    Ok(())
}

/// The class of a table and the key that holds its value.
fn class_of(table: &str) -> Option<(Class, &'static str)> {
    Some(match table {
        "office" => (Class::Office, "id"),
        "rank" => (Class::Rank, ""),
        "honorific" => (Class::Honorific, ""),
        "force" => (Class::Force, "domain"),
        "instrument" => (Class::Instrument, "id"),
        "area" => (Class::Area, "id"),
        "cue" => (Class::Cue, "kind"),
        "event" => (Class::Event, "id"),
        "word" => (Class::Word, "class"),
        "month" => (Class::Month, "value"),
        "hijri_month" => (Class::HijriMonth, "value"),
        "weekday" => (Class::Weekday, "value"),
        "day" => (Class::RelativeDay, "value"),
        "deictic" => (Class::Deictic, "value"),
        "unit" => (Class::Unit, "value"),
        "number" => (Class::Number, "value"),
        "ordinal" => (Class::Ordinal, "value"),
        "block" => (Class::Block, ""),
        "section" => (Class::Section, "kind"),
        "link" => (Class::Link, "kind"),
        _ => return None,
    })
}

fn states(path: &Path, language: &str, items: &mut Vec<Item>) -> Result<(), PackError> {
    let (text, tables): (_, BTreeMap<String, StateRow>) = parse(path)?;
    let lines = Lines::of(&text);
    for (code, row) in tables {
        let nisba: Vec<Spanned<String>> = row.nisba.iter().map(|n| Spanned::new(n.span(), format!("{}~", n.get_ref()))).collect();
        for (class, key, list) in [
            (Class::State, "name", &row.names),
            (Class::State, "also", &row.also),
            (Class::Nisba, "nisba", &nisba),
            (Class::Nisba, "nisba", &row.nisba_forms),
            (Class::Capital, "capital", &row.capital),
            (Class::Metonym, "metonym", &row.metonyms),
            (Class::Ambiguous, "ambiguous", &row.ambiguous),
            (Class::State, "as-written", &row.as_written),
        ] {
            for phrase in list {
                items.push(Item::Phrase {
                    class,
                    value: code.clone(),
                    state: Some(code.clone()),
                    domain: (key == "as-written").then(|| "capitals".to_string()),
                    phrase: phrase.get_ref().clone(),
                    rule: format!("{language}/states:{code}.{key}"),
                    line: lines.at(phrase.span().start),
                    needs_article: false,
                    after: false,
                });
            }
        }
    }
    Ok(())
}

fn cities(path: &Path, language: &str, items: &mut Vec<Item>) -> Result<(), PackError> {
    for (n, row) in tsv(path)?.into_iter().enumerate() {
        if let [id, name, ..] = &row[..] {
            items.push(Item::Phrase {
                class: Class::City,
                value: id.clone(),
                state: None,
                domain: None,
                phrase: name.clone(),
                rule: format!("{language}/cities:{id}"),
                line: n + 2,
                needs_article: false,
                after: false,
            });
        }
    }
    Ok(())
}

fn things(path: &Path) -> Result<Vec<ThingRow>, PackError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let (_, tables): (_, BTreeMap<String, Vec<ThingRow>>) = parse(path)?;
    Ok(tables.into_values().flatten().collect())
}

/// The text of a file and what it says.
fn parse<T: serde::de::DeserializeOwned>(path: &Path) -> Result<(String, T), PackError> {
    let text = std::fs::read_to_string(path).map_err(|e| PackError::at(&path.display().to_string(), &e.to_string(), "a pack needs this file"))?;
    let value = toml::from_str(&text).map_err(|e| PackError::at(&path.display().to_string(), &e.to_string(), "mend the line that the message names"))?;
    Ok((text, value))
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect())
    }
    /// The line, counted from 1, of a byte.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&start| start <= byte)
    }
}

/// The rows of a TSV file below its header; a missing file has none.
fn tsv(path: &Path) -> Result<Vec<Vec<String>>, PackError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(path).map_err(|e| PackError::at(&path.display().to_string(), &e.to_string(), "make the file readable"))?;
    Ok(text.lines().skip(1).filter(|l| !l.trim().is_empty()).map(|l| l.split('\t').map(str::to_string).collect()).collect())
}

pub fn sorted(dir: &Path, extension: &str) -> Result<Vec<PathBuf>, PackError> {
    let list = std::fs::read_dir(dir).map_err(|e| PackError::at(&dir.display().to_string(), &e.to_string(), "give a language's folder"))?;
    let mut out: Vec<PathBuf> = list.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.extension().is_some_and(|x| x == extension)).collect();
    out.sort();
    Ok(out)
}

pub fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}
