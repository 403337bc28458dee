//! `mithaq export`: the registry's data as files for other programs.
//!
//! In: what, in which format, for which years. Out: one file, a workbook, or a folder with one file a table.

use super::args::{Export, What};
use super::common::{at, codebook, format, open, scope, shown, unwritten, wrong};
use super::{graph, release};
use crate::registry::{byhand, filters};
use mithaq_analysis::circles::circles;
use mithaq_analysis::codebook::Codebook;
use mithaq_analysis::network::Projection;
use mithaq_analysis::network::series::{nodes_table, series, ties_table};
use mithaq_analysis::panel::{PanelOptions, panel};
use mithaq_analysis::span::{text, year_of};
use mithaq_analysis::tables::{self, dyads, plover};
use mithaq_analysis::{Facts, Scope};
use mithaq_export::{Format, LinkedAgreement, LinkedSource, Source, Table, Target, write_agreements, write_sources, write_table, write_tables};
use mithaq_registry::{AgreementRow, Filter, Registry};
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// Tables of `--as all`, in the order of the workbook's sheets.
const TABLES: [What; 10] =
    [What::Agreements, What::Events, What::Contributions, What::Dyads, What::FollowThrough, What::Network, What::Ties, What::Circles, What::Plover, What::Documents];

pub fn run(a: &Export) -> io::Result<bool> {
    if let Some(dir) = &a.release {
        return release::run(a, dir);
    }
    let what = a.what.unwrap_or(What::Agreements);
    let default = match what {
        What::Sources => Format::Ris,
        What::All => Format::Xlsx,
        What::Nested => Format::JsonLines,
        _ => Format::Csv,
    };
    let folder = what == What::All && a.output.as_deref().is_some_and(|o| o.is_dir() || o.extension().is_none());
    let kind = if folder { format(a.format, None, Format::Csv)? } else { format(a.format, a.output.as_deref(), default)? };
    let target = || a.output.as_ref().map_or(Target::Stdout, Target::from);
    // The contract's table, with all filters of lists and all columns that registers brought.
    if what == What::Agreements && kind == Format::Csv {
        return byhand::export(&a.registry.registry, &filters::filter(&a.scope.filters)?, a.output.as_deref());
    }
    let scope = scope(&a.scope, &[])?;
    let book = codebook(&a.labels)?;
    let (registry, facts) = open(&a.registry.registry)?;
    let job = Job { a, registry: &registry, facts: &facts, scope: &scope, book: &book };
    match (what, kind) {
        (What::Agreements, Format::JsonLd) => write_agreements(&job.linked()?, kind, target()),
        (What::Sources, Format::Ris | Format::BibTex) => write_sources(&job.sources(), kind, target()),
        (What::Sources, _) => write_table(&tables::documents(&facts, &book).map_err(shown)?, kind, target()),
        (What::Network | What::Ties, Format::GraphMl | Format::Gexf) => {
            let (from, to) = job.years()?;
            let years = series(&facts, &scope, from, to, Projection::Pairs).map_err(shown)?;
            mithaq_export::write_graph(&graph::graph(&facts, &scope, &years), kind, target())
        }
        (What::All, _) if folder => {
            let dir = a.output.as_deref().unwrap_or(Path::new("."));
            std::fs::create_dir_all(dir).map_err(|e| io::Error::other(format!("{}: {e}", dir.display())))?;
            for t in job.tables(&[&TABLES[..], &[What::Panel]].concat())? {
                write_table(&t, kind, dir.join(format!("{}.{}", t.name, kind.extension()))).map_err(unwritten)?;
            }
            Ok(())
        }
        (What::All, Format::Xlsx) => write_tables(&job.tables(&TABLES)?, kind, target()),
        (What::All, _) => return Err(wrong("all tables go into a workbook (-o FILE.xlsx) or a folder (-o DIR --format parquet)")),
        _ => write_table(&job.table(what)?, kind, target()),
    }
    .map_err(unwritten)?;
    Ok(true)
}

/// What is written and from what.
pub struct Job<'a> {
    pub a: &'a Export,
    pub registry: &'a Registry,
    pub facts: &'a Facts,
    pub scope: &'a Scope,
    pub book: &'a Codebook,
}

impl Job<'_> {
    /// The years asked for, else those that the registry knows of.
    pub fn years(&self) -> io::Result<(i32, i32)> {
        let known = self.facts.known().map(|(x, y)| (year_of(x), year_of(y)));
        match (self.a.from.or(known.map(|k| k.0)), self.a.to.or(known.map(|k| k.1))) {
            (Some(from), Some(to)) if from > to => Err(wrong(format!("the years end ({to}) before they begin ({from})"))),
            (Some(from), Some(to)) => Ok((from, to)),
            _ => Err(wrong("the registry is empty: nothing tells which years are meant\n  help: fill it with `mithaq ingest` or `mithaq import`, or give --from and --to")),
        }
    }

    pub fn tables(&self, of: &[What]) -> io::Result<Vec<Table>> {
        of.iter().map(|w| self.table(*w)).collect()
    }

    pub fn table(&self, what: What) -> io::Result<Table> {
        let (facts, scope, book) = (self.facts, self.scope, self.book);
        let day = || at(self.a.at.as_deref(), facts);
        match what {
            What::Agreements => {
                let sources = self.registry_sources()?;
                tables::agreements(facts, scope, &|a: &AgreementRow| sources.get(&a.id).cloned().unwrap_or_default(), book)
            }
            What::Nested => {
                let kept: std::collections::HashSet<&str> = facts.agreements.iter().filter(|a| scope.has(a)).map(|a| a.id.as_str()).collect();
                let mut listed = self.registry.agreements(&Filter::default()).map_err(crate::registry::shown)?;
                listed.retain(|a| kept.contains(a.id.as_str()));
                listed.sort_by(|a, b| a.id.cmp(&b.id));
                tables::nested::agreements(&listed, book)
            }
            What::Panel => {
                let (from, to) = self.years()?;
                let options = PanelOptions { scope: scope.clone(), from: Some(from), to: Some(to), all_states: self.a.all_states, directed: self.a.directed, na: self.a.na };
                panel(facts, &options, book)
            }
            What::Dyads => {
                let day = day()?;
                dyads::dyads(facts, scope, day).and_then(|d| dyads::table(&d, facts, day, book))
            }
            What::Events => tables::events(facts, book),
            What::Contributions => tables::contributions(facts, book),
            What::Documents | What::Sources => tables::documents(facts, book),
            What::FollowThrough => tables::follow_through(&self.followed()?, book),
            What::Plover => {
                let failed = crate::registry::shown;
                let steps = self.registry.step_rows().map_err(failed)?;
                let quotes = self.registry.quotes().map_err(failed)?;
                let unasserted = self.registry.unasserted_rows().map_err(failed)?;
                plover::table(&plover::records(facts, &steps, &quotes, &unasserted), book)
            }
            What::Network | What::Ties => {
                let (from, to) = self.years()?;
                let years = series(facts, scope, from, to, Projection::Pairs).map_err(shown)?;
                if what == What::Network { nodes_table(&years, facts, book) } else { ties_table(&years, book) }
            }
            What::Circles => circles(facts, scope, day()?, None).and_then(|c| tables::circles(&c, book)),
            What::All => return Err(wrong("all tables are not one")),
        }
        .map_err(shown)
    }

    /// What became of each area of each agreement.
    fn followed(&self) -> io::Result<Vec<tables::Followed>> {
        let failed = crate::registry::shown;
        let mut rows = Vec::new();
        for a in self.registry.agreements(&Filter::default()).map_err(failed)? {
            if a.review == "rejected" {
                continue;
            }
            for f in self.registry.follow_through(&a).map_err(failed)? {
                rows.push(tables::Followed {
                    agreement: a.id.clone(),
                    parties: a.parties.clone(),
                    signed: a.signed.value.clone(),
                    area: f.area,
                    deeds: f.deeds.len() as i64,
                    planned: f.planned.len() as i64,
                    last_seen: f.last_seen,
                    silent_since: f.silent_since,
                });
            }
        }
        rows.sort_by(|a, b| (&a.agreement, &a.area).cmp(&(&b.agreement, &b.area)));
        Ok(rows)
    }

    /// Who reports each agreement, as agreements.csv has it.
    fn registry_sources(&self) -> io::Result<HashMap<String, String>> {
        let mut sources = HashMap::new();
        let mut columns = None;
        self.registry
            .export_agreements(&Filter::default(), |cells| {
                match columns {
                    None => columns = cells.iter().position(|c| c == "source"),
                    Some(i) => {
                        sources.insert(cells[0].clone(), cells[i].clone());
                    }
                }
                Ok(())
            })
            .map_err(crate::registry::shown)?;
        Ok(sources)
    }

    fn linked(&self) -> io::Result<Vec<LinkedAgreement>> {
        let documents: HashMap<&str, &mithaq_registry::DocumentRow> = self.facts.documents.iter().map(|d| (d.document.as_str(), d)).collect();
        let name = |code: &str| self.facts.states.get(code).map_or_else(|| code.to_string(), |s| s.name.clone());
        let listed = self.registry.agreements(&Filter::default()).map_err(crate::registry::shown)?;
        let kept: HashMap<&str, &AgreementRow> = self.facts.agreements.iter().filter(|a| self.scope.has(a)).map(|a| (a.id.as_str(), a)).collect();
        Ok(listed
            .iter()
            .filter(|a| kept.contains_key(a.id.as_str()))
            .map(|a| LinkedAgreement {
                id: a.id.clone(),
                name: a
                    .title
                    .clone()
                    .unwrap_or_else(|| format!("{} {}", a.parties.iter().map(|p| name(p)).collect::<Vec<_>>().join("–"), self.book.word("instrument", &a.instrument))),
                parties: a.parties.iter().map(|p| (p.clone(), name(p))).collect(),
                signed: a.signed.value.clone(),
                status: Some(a.status.clone()).filter(|s| !s.is_empty()),
                instrument: Some(a.instrument.clone()).filter(|s| !s.is_empty()),
                areas: a.areas.clone(),
                duration: a.duration_years.map(f64::from),
                sources: a
                    .reports
                    .iter()
                    .filter_map(|r| documents.get(r.document.as_str()))
                    .map(|d| LinkedSource {
                        url: d.url.clone().unwrap_or_default(),
                        title: d.title.clone().unwrap_or_default(),
                        publisher: d.publisher.clone().unwrap_or_default(),
                        published: d.published.map(text),
                    })
                    .collect(),
            })
            .collect())
    }

    /// The documents that agreements and events rest on.
    fn sources(&self) -> Vec<Source> {
        self.facts
            .documents
            .iter()
            .filter(|d| !d.states.is_empty() && d.reading != "by-hand")
            .map(|d| Source {
                key: d.document.clone(),
                title: d.title.clone().unwrap_or_default(),
                publisher: d.publisher.clone().unwrap_or_default(),
                url: d.url.clone().unwrap_or_default(),
                published: d.published.map(text),
                language: d.language.clone(),
                accessed: None,
            })
            .collect()
    }
}
