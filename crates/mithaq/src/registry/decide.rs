//! `mithaq decide` and `mithaq explain-merge`.

use super::args::{Decide, DecideWhat, Decided, ExplainMerge};
use super::shown;
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
            for v in values {
                let Some((property, value)) = v.split_once('=') else {
                    return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{v:?}: write PROPERTY=VALUE, such as signed=2024-10-30")));
                };
                let d = decision(&registry, which, DecisionKind::Correct, None)?;
                let d = Decision { property: Some(property.trim().into()), value: Some(value.into()), ..d };
                done(&mut registry, &d)?;
            }
            Ok(true)
        }
    }
}

fn one(d: &Decided, kind: DecisionKind, other: Option<&String>) -> io::Result<bool> {
    let mut registry = Registry::open(&d.registry.registry, Mode::Change).map_err(shown)?;
    let decision = decision(&registry, d, kind, other)?;
    done(&mut registry, &decision)?;
    Ok(true)
}

fn done(registry: &mut Registry, d: &Decision) -> io::Result<()> {
    let n = registry.decide(d).map_err(shown)?;
    writeln!(io::stdout(), "{n}. {} {}", d.kind.name(), d.target)
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
            mithaq_registry::resolve::Tie::Must => "  (a decision makes them one)",
            mithaq_registry::resolve::Tie::Cannot => "  (a decision keeps them apart)",
            mithaq_registry::resolve::Tie::Apart if p.a.parties != p.b.parties => "  (never compared: other parties)",
            mithaq_registry::resolve::Tie::Apart => "  (one text tells them apart)",
            mithaq_registry::resolve::Tie::Free => "",
        };
        writeln!(out, "    {:+6.2}  sum{tie}", p.sum as f64 / 100.0)?;
    }
    writeln!(
        out,
        "{:+.2} on average; from {:+.2} on two groups are one, below {:+.2} they are not, between a person decides. {}",
        e.mean as f64 / 100.0,
        e.same as f64 / 100.0,
        e.doubt as f64 / 100.0,
        if e.one { "They are one." } else { "They are apart." }
    )?;
    out.flush()?;
    Ok(true)
}
