//! What all analyses start from: the registry's rows, the state system, and the assumption about how long an agreement runs.

use crate::error::{AnalysisError, Result};
use crate::span::{Day, Span};
use crate::states::States;
use mithaq_registry::resolve::dates;
use mithaq_registry::{AgreementRow, ContributionRow, DocumentRow, EventRow, Registry};
use std::collections::BTreeSet;

/// How long an agreement runs where no end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assumption {
    /// To its end, else to the end of its fixed term, else open: the contract.
    #[default]
    FixedTerm,
    /// To its end, else open: a term is taken to be renewed.
    UntilTerminated,
    /// To its end, else to the end of its term, else this many years.
    Years(u16),
}

impl Assumption {
    /// One word for a column.
    pub fn code(self) -> String {
        match self {
            Assumption::FixedTerm => "fixed-term".into(),
            Assumption::UntilTerminated => "until-terminated".into(),
            Assumption::Years(n) => format!("{n}-years"),
        }
    }
    /// A sentence for the head of a file.
    pub fn stated(self) -> String {
        match self {
            Assumption::FixedTerm => {
                "An agreement counts as in force from its entry into force, else ratification, else signature, until it is terminated, else to the end of its fixed term, else without end.".into()
            }
            Assumption::UntilTerminated => {
                "An agreement counts as in force from its entry into force, else ratification, else signature, until it is terminated; fixed terms are taken to be renewed.".into()
            }
            Assumption::Years(n) => format!(
                "An agreement counts as in force from its entry into force, else ratification, else signature, until it is terminated, else to the end of its fixed term, else for {n} years."
            ),
        }
    }
    /// The days on which an agreement runs; `None`: it never does, or its beginning is not known.
    pub fn span(self, a: &AgreementRow) -> Option<Span> {
        let from = a.runs.0?;
        let to = match self {
            Assumption::FixedTerm => a.runs.1,
            Assumption::UntilTerminated => dates::range(&a.terminated).map(|r| r.1 + 1),
            Assumption::Years(n) => a.runs.1.or_else(|| dates::plus_years(from, i64::from(n))),
        };
        to.is_none_or(|t| from < t).then_some(Span { from, to })
    }
}

impl std::str::FromStr for Assumption {
    type Err = String;
    fn from_str(s: &str) -> std::result::Result<Self, String> {
        match s {
            "fixed-term" => Ok(Assumption::FixedTerm),
            "until-terminated" => Ok(Assumption::UntilTerminated),
            n => match n.strip_suffix("-years").unwrap_or(n).parse::<u16>() {
                Ok(n) if n > 0 => Ok(Assumption::Years(n)),
                _ => Err("write fixed-term, until-terminated, or a number of years such as 10".into()),
            },
        }
    }
}

/// Which agreements an analysis looks at.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// At least one of these areas; empty: all.
    pub areas: Vec<String>,
    /// One of these; empty: all.
    pub instruments: Vec<String>,
    pub domain: Option<String>,
    /// Only dyads within this region.
    pub region: Option<String>,
    pub min_confidence: f64,
    pub assumption: Assumption,
}

impl Scope {
    pub fn has(&self, a: &AgreementRow) -> bool {
        let one_of = |want: &[String], has: &[String]| want.is_empty() || has.iter().any(|x| want.contains(x));
        one_of(&self.areas, &a.areas)
            && (self.instruments.is_empty() || self.instruments.contains(&a.instrument))
            && self.domain.as_ref().is_none_or(|d| *d == a.domain)
            && a.confidence >= self.min_confidence
    }
}

/// The registry's rows with the state system.
#[derive(Debug, Clone)]
pub struct Facts {
    pub states: States,
    pub agreements: Vec<AgreementRow>,
    pub events: Vec<EventRow>,
    pub contributions: Vec<ContributionRow>,
    pub documents: Vec<DocumentRow>,
}

impl Facts {
    pub fn load(registry: &Registry) -> Result<Facts> {
        Ok(Facts {
            states: States::load()?,
            agreements: registry.agreement_rows()?,
            events: registry.event_rows()?,
            contributions: registry.contribution_rows()?,
            documents: registry.document_rows()?,
        })
    }

    /// ISO codes of the series of all states that are party to an agreement, or of all states there are.
    pub fn members(&self, all: bool, region: Option<&str>) -> Result<Vec<String>> {
        if let Some(r) = region
            && !self.states.regions().contains(r)
        {
            return Err(AnalysisError::Request(format!("there is no region {r:?}: write one of {}", self.states.regions().into_iter().collect::<Vec<_>>().join(", "))));
        }
        let codes: BTreeSet<&str> = if all {
            self.states.all().map(|s| s.iso.as_str()).collect()
        } else {
            self.agreements.iter().flat_map(|a| &a.parties).filter_map(|p| self.states.series(p)).map(|s| s.iso.as_str()).collect()
        };
        let within = |iso: &&str| region.is_none_or(|r| self.states.get(iso).is_some_and(|s| s.region == r));
        Ok(codes.into_iter().filter(within).map(str::to_string).collect())
    }

    /// The day of a signature, its first where only month or year is known.
    pub fn signed(a: &AgreementRow) -> Option<Day> {
        dates::range(&a.signed).map(|r| r.0)
    }

    /// The first and last day of which the registry knows: signatures, beginnings, events, publications.
    pub fn known(&self) -> Option<(Day, Day)> {
        let agreements = self.agreements.iter().flat_map(|a| [Facts::signed(a), a.runs.0]);
        let days = agreements.flatten().chain(self.events.iter().filter_map(|e| e.day)).chain(self.documents.iter().filter_map(|d| d.published));
        days.fold(None, |seen, d| Some(seen.map_or((d, d), |(a, b): (Day, Day)| (a.min(d), b.max(d)))))
    }
}
