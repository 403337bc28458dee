//! The codebook: what each variable of each table is, in English, French and Arabic, and how it relates to DCAD's.
//!
//! In: `codebook/variables.toml`, embedded. Out: labels for columns, meanings of codes, and pages for people.

use crate::error::{AnalysisError, Result};
use mithaq_registry::codes_of;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

const TABLE: &str = include_str!("../codebook/variables.toml");

/// The languages that the codebook speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    English,
    French,
    Arabic,
}

impl Language {
    pub const ALL: [Language; 3] = [Language::English, Language::French, Language::Arabic];
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
            Language::Arabic => "ar",
        }
    }
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|l| l.code() == code)
    }
}

/// A text in three languages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub en: String,
    pub fr: String,
    pub ar: String,
}

impl Words {
    pub fn get(&self, l: Language) -> &str {
        match l {
            Language::English => &self.en,
            Language::French => &self.fr,
            Language::Arabic => &self.ar,
        }
    }
    fn with(&self, mark: &str, of: &Words) -> Words {
        Words { en: self.en.replace(mark, &of.en), fr: self.fr.replace(mark, &of.fr), ar: self.ar.replace(mark, &of.ar) }
    }
}

/// A variable, or a family of variables with one for each code: `signed_{area}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    pub name: String,
    /// Tables that have it.
    pub tables: Vec<String>,
    /// A short name, at most 80 characters.
    pub label: Words,
    /// What is counted, and how.
    pub text: Words,
    /// The kind of code that stands in it, or that its family runs over.
    #[serde(default)]
    pub of: Option<String>,
    /// How it relates to DCAD: what is the same and what differs.
    #[serde(default)]
    pub dcad: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    of: String,
    code: String,
    label: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    heading: BTreeMap<String, Words>,
    variable: Vec<Variable>,
    code: Vec<Code>,
}

/// The codebook in one language.
#[derive(Debug, Clone)]
pub struct Codebook {
    pub language: Language,
    pub variables: Vec<Variable>,
    headings: BTreeMap<String, Words>,
    codes: Vec<Code>,
}

impl Codebook {
    pub fn load(language: Language) -> Result<Codebook> {
        let file: File = toml::from_str(TABLE).map_err(|e| AnalysisError::Codebook { what: e.to_string() })?;
        let mut book = Codebook { language, variables: Vec::new(), headings: file.heading, codes: file.code };
        for v in file.variable {
            let mark = v.of.as_ref().map(|of| format!("{{{of}}}"));
            match (mark, &v.of) {
                (Some(mark), Some(of)) if v.name.contains(&mark) => {
                    for code in codes_of(of).iter().filter(|c| v.name != "events_{type}" || **c != "exhibition") {
                        let label = book.meaning(of, code).cloned().ok_or_else(|| AnalysisError::Codebook { what: format!("{of} {code} has no label") })?;
                        book.variables.push(Variable {
                            name: v.name.replace(&mark, &code.replace('-', "_")),
                            label: v.label.with(&mark, &label),
                            text: v.text.with(&mark, &label),
                            of: None,
                            ..v.clone()
                        });
                    }
                }
                _ => book.variables.push(v),
            }
        }
        Ok(book)
    }

    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|v| v.name == name)
    }
    /// The label of a variable, else its name.
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        self.variable(name).map_or(name, |v| v.label.get(self.language))
    }
    /// The codes that stand in a variable, each with what it means.
    pub fn codes(&self, name: &str) -> Vec<(String, String)> {
        let of = self.variable(name).and_then(|v| v.of.as_deref()).unwrap_or("");
        self.codes.iter().filter(|c| c.of == of).map(|c| (c.code.clone(), c.label.get(self.language).to_string())).collect()
    }
    fn meaning(&self, of: &str, code: &str) -> Option<&Words> {
        self.codes.iter().find(|c| c.of == of && c.code == code).map(|c| &c.label)
    }
    /// What a code means, else the code.
    pub fn word<'a>(&'a self, of: &str, code: &'a str) -> &'a str {
        self.meaning(of, code).map_or(code, |w| w.get(self.language))
    }
    pub fn heading<'a>(&'a self, key: &'a str) -> &'a str {
        self.headings.get(key).map_or(key, |w| w.get(self.language))
    }

    /// The codebook as a page of Markdown: tables, variables, codes.
    pub fn page(&self) -> String {
        let mut page = format!("# {}\n\n{}\n", self.heading("title"), self.heading("about"));
        let mut tables: Vec<&str> = self.variables.iter().flat_map(|v| &v.tables).map(String::as_str).collect();
        let mut seen = std::collections::HashSet::new();
        tables.retain(|t| seen.insert(*t));
        for t in tables {
            let _ = write!(
                page,
                "\n## {t}\n\n{}\n\n| {} | {} | {} | DCAD |\n|---|---|---|---|\n",
                self.heading(t),
                self.heading("variable"),
                self.heading("label"),
                self.heading("meaning")
            );
            for v in self.variables.iter().filter(|v| v.tables.iter().any(|x| x == t)) {
                let cell = |s: &str| s.replace('|', "\\|");
                let _ = writeln!(page, "| `{}` | {} | {} | {} |", v.name, cell(v.label.get(self.language)), cell(v.text.get(self.language)), cell(v.dcad.as_deref().unwrap_or("")));
            }
        }
        let mut kinds: Vec<&str> = self.codes.iter().map(|c| c.of.as_str()).collect();
        kinds.dedup();
        for of in kinds {
            let _ = write!(page, "\n## {}: {of}\n\n| {} | {} |\n|---|---|\n", self.heading("codes"), self.heading("code"), self.heading("meaning"));
            for c in self.codes.iter().filter(|c| c.of == of) {
                let _ = writeln!(page, "| `{}` | {} |", c.code, c.label.get(self.language));
            }
        }
        page
    }
}
