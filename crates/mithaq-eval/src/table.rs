//! The figures as tables for a terminal: the whole set first, then its languages, the interval beside each
//! figure.

use std::fmt;

use crate::bootstrap::{Interval, Intervals};
use crate::count::ATTRIBUTES;
use crate::figures::{EVENT_SHARES, F1, Figures};
use crate::{Rules, Scores, Section};

/// Rows of cells, the first one the heading; the first column to the left, the others to the right.
struct Table(Vec<Vec<String>>);

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.0 {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for row in &self.0 {
            for (at, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                if at == 0 {
                    write!(f, "{cell:<width$}")?;
                } else {
                    write!(f, "  {cell:>width$}")?;
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

fn heading(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

fn with_interval(figure: f64, interval: Option<Interval>) -> String {
    match interval {
        Some(Interval(low, high)) => format!("{figure:.3} [{low:.2} {high:.2}]"),
        None => format!("{figure:.3}"),
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections: Vec<(&str, &Section)> = std::iter::once(("all", &self.all)).chain(self.by_language.iter().map(|(language, section)| (language.as_str(), section))).collect();

        let mut agreements = vec![heading(&["agreements", "documents", "P", "R", "F1", "strict F1", "clean"])];
        let mut facts = vec![heading(&["F1 of", "steps", "areas", "signatories", "events", "contributions"])];
        let mut matched = vec![std::iter::once("matched").chain(ATTRIBUTES).chain(EVENT_SHARES).map(str::to_owned).collect()];
        let mut evidence = vec![heading(&["evidence", "quotes", "wrong", "facts without", "fields without"])];
        for (name, Section { figures, intervals }) in sections {
            let of = |figure: f64, interval: fn(&Intervals) -> Interval| with_interval(figure, intervals.as_ref().map(interval));
            agreements.push(vec![
                name.to_owned(),
                figures.documents.to_string(),
                of(figures.agreement.p, |i| i.p),
                of(figures.agreement.r, |i| i.r),
                of(figures.agreement.f1, |i| i.f1),
                of(figures.strict.f1, |i| i.strict),
                figures.clean_documents.clone(),
            ]);
            facts.push(vec![
                name.to_owned(),
                of(figures.steps.f1, |i| i.steps),
                of(figures.areas.f1, |i| i.areas),
                of(figures.signatories.f1, |i| i.signatories),
                of(figures.events.f1, |i| i.events),
                of(figures.contributions.f1, |i| i.contributions),
            ]);
            matched.push(shares(name, figures));
            let e = figures.evidence;
            let counts = [e.quotes, e.wrong, e.facts_without, e.fields_without].map(|n| n.to_string());
            evidence.push(std::iter::once(name.to_owned()).chain(counts).collect());
        }
        write!(f, "{}\n{}\n{}\n{}", Table(agreements), Table(facts), Table(matched), Table(evidence))?;
        writeln!(f, "\n[low high]: 95 % bootstrap interval over articles")
    }
}

fn shares(name: &str, figures: &Figures) -> Vec<String> {
    let share = |key: &&str| match figures.matched.get(*key).copied().flatten() {
        Some(share) => format!("{share:.3}"),
        None => "-".to_owned(),
    };
    std::iter::once(name.to_owned()).chain(ATTRIBUTES.iter().chain(&EVENT_SHARES).map(share)).collect()
}

impl fmt::Display for F1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let F1 { p, r, f1, tp, fp, fn_ } = self;
        write!(f, "P {p:.3} R {r:.3} F1 {f1:.3} ({tp} found, {fp} false, {fn_} missed)")
    }
}

/// The rules with the most wrong agreements first.
impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules: Vec<_> = self.0.iter().collect();
        rules.sort_by_key(|(name, count)| (std::cmp::Reverse(count.wrong()), *name));
        let mut rows = vec![heading(&["rule", "fired", "agreements", "matched", "optional", "wrong"])];
        rows.extend(rules.into_iter().map(|(name, count)| {
            let cells = [count.fired, count.agreements, count.matched, count.optional, count.wrong()];
            std::iter::once(name.clone()).chain(cells.map(|n| n.to_string())).collect()
        }));
        write!(f, "{}", Table(rows))
    }
}
