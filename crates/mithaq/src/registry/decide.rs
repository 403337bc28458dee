//! `mithaq decide` and `mithaq explain-merge`.

use super::args::{Decide, DecideWhat, Decided, ExplainMerge};
use super::shown;
use crate::screen::isolate;
use mithaq_registry::resolve::Tie;
use mithaq_registry::{Decision, DecisionKind, Mode, Registry, RegistryError};
use std::io::{self, Write};

/// Runs `decide`.
pub fn run(a: &Decide) -> io::Result<bool> {
    match &a.what {
        DecideWhat::Accept(d) => one(d, DecisionKind::Accept, None),
        DecideWhat::Reject(d) => one(d, DecisionKind::Reject, None),
        DecideWhat::Note(d) => one(d, DecisionKind::Note, None),
        DecideWhat::Undo(d) => one(d, DecisionKind::Undo, None),
        DecideWhat::Merge { which, other } => one(which, DecisionKind::Merge, Some(other)),
        DecideWhat::Split { which, report } => one(which, DecisionKind::Split, Some(report)),
        DecideWhat::Correct { which, values } => {
            let mut registry = Registry::open(&which.registry.registry, Mode::Change).map_err(shown)?;
            let mut all = Vec::new();
            for v in values {
                let Some((property, value)) = v.split_once('=') else {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{v:?}: write PROPERTY=VALUE, such as signed=2024-10-30")));
                };
                let d = decision(&registry, which, DecisionKind::Correct, None)?;
                all.push(Decision { property: Some(property.trim().into()), value: Some(value.into()), ..d });
            }
            done(&mut registry, &all)
        }
    }
}

fn one(d: &Decided, kind: DecisionKind, other: Option<&String>) -> io::Result<bool> {
    let mut registry = Registry::open(&d.registry.registry, Mode::Change).map_err(shown)?;
    let decision = decision(&registry, d, kind, other)?;
    done(&mut registry, &[decision])
}

/// Writes the decisions and says what they became.
fn done(registry: &mut Registry, all: &[Decision]) -> io::Result<bool> {
    let numbers = registry.decide_all(all).map_err(shown)?;
    let mut out = io::stdout().lock();
    for (n, d) in numbers.iter().zip(all) {
        let what = match (&d.property, &d.other) {
            (Some(p), _) => format!(" {p} = {}", isolate(d.value.as_deref().unwrap_or_default())),
            (_, Some(o)) if d.kind == DecisionKind::Split => format!(", {o} taken out"),
            (_, Some(o)) => format!(" with {o}"),
            _ => String::new(),
        };
        writeln!(out, "{n}. {} {}{what}", d.kind.name(), d.target)?;
    }
    Ok(true)
}

/// The decision with ids in full.
fn decision(registry: &Registry, d: &Decided, kind: DecisionKind, other: Option<&String>) -> io::Result<Decision> {
    let key = |id: &str| match registry.mention_key("agreement", id) {
        Err(RegistryError::NoSuchId(_)) => registry.mention_key("event", id),
        found => found,
    };
    let target = if kind == DecisionKind::Undo { d.id.clone() } else { key(&d.id).map_err(shown)? };
    let other = other.map(|o| key(o)).transpose().map_err(shown)?;
    Ok(Decision { kind, author: d.who.author.clone(), target, other, property: None, value: None, reason: d.who.reason.clone() })
}

/// Runs `explain-merge`.
pub fn explain(a: &ExplainMerge) -> io::Result<bool> {
    let registry = Registry::open(&a.registry.registry, Mode::Read).map_err(shown)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let e = registry.explain_merge(&a.a, &a.b).map_err(shown)?;
    for p in &e.pairs {
        writeln!(out, "{}#{}  and  {}#{}", p.a.document_id, p.a.local, p.b.document_id, p.b.local)?;
        for r in [&p.a, &p.b] {
            let signed = r.signed.value.as_deref().unwrap_or("..");
            writeln!(out, "    {} {} {}, signed {signed}, {}, {}", r.published.as_deref().unwrap_or(".."), r.instrument, r.status, r.scope, r.areas.join(" "))?;
        }
        for f in &p.features {
            writeln!(out, "    {:+6.2}  {}", f.weight as f64 / 100.0, f.name)?;
        }
        let tie = match p.tie {
            Tie::Must => "  (a decision makes them one)",
            Tie::Cannot => "  (a decision keeps them apart)",
            Tie::Apart if p.a.parties != p.b.parties => "  (never compared: other parties)",
            Tie::Apart if p.a.by_hand != p.b.by_hand => "  (a register's row and a press report: only a person makes them one)",
            Tie::Apart => "  (one text tells them apart)",
            Tie::Ask => "  (a register's row and a press report: candidates, for a person to say)",
            Tie::Free => "",
        };
        writeln!(out, "    {:+6.2}  sum{tie}", p.sum as f64 / 100.0)?;
    }
    let state = if e.one { "They are one." } else { "They are apart." };
    if e.pairs.iter().all(|p| p.tie == Tie::Apart && p.a.parties != p.b.parties) {
        writeln!(out, "They bind other parties, so the sums decide nothing; only `mithaq decide merge` makes them one. {state}")?;
    } else {
        let (mean, same, doubt) = (e.mean as f64 / 100.0, e.same as f64 / 100.0, e.doubt as f64 / 100.0);
        writeln!(out, "{mean:+.2} on average; from {same:+.2} on two groups are one, below {doubt:+.2} they are not, between a person decides. {state}")?;
    }
    out.flush()?;
    Ok(true)
}
