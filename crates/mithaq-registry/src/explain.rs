//! Why two agreements, or two reports, are one or are not.
//!
//! In: two ids. Out: every pair of their reports with the features that hold, and what the model makes of them.

use crate::decision::in_force;
use crate::derive::{meeting, ties};
use crate::report;
use crate::resolve::weights::{DOUBT, SAME};
use crate::resolve::{Feature, Tie, Weights, compare};
use crate::{Registry, RegistryError, Report, Result};
use std::collections::HashMap;

/// A pair of reports compared.
#[derive(Debug, Clone)]
pub struct PairExplained {
    pub a: Report,
    pub b: Report,
    pub features: Vec<Feature>,
    /// Hundredths of log odds.
    pub sum: i64,
    pub tie: Tie,
}

/// Two agreements or reports compared.
#[derive(Debug, Clone)]
pub struct MergeExplained {
    pub pairs: Vec<PairExplained>,
    /// Mean over the pairs, in hundredths of log odds.
    pub mean: i64,
    /// From here on two groups are one, below `doubt` they are not.
    pub same: i64,
    pub doubt: i64,
    /// They are one agreement at present.
    pub one: bool,
}

impl Registry {
    /// Compares two agreements (all pairs of their reports) or two reports (`DOCUMENT#a1`, or two of one agreement).
    pub fn explain_merge(&self, a: &str, b: &str) -> Result<MergeExplained> {
        let (id_a, id_b) = (self.resolve_id("agreement", a)?, self.resolve_id("agreement", b)?);
        let one = id_a == id_b;
        let of = |given: &str, id: &str| -> Result<Vec<Report>> {
            // Two reports of one agreement, or one named as such, are compared by themselves.
            if one || given.contains('#') { Ok(vec![self.report(&self.mention_key("agreement", given)?)?]) } else { self.reports_of(id) }
        };
        let (left, right) = (of(a, &id_a)?, of(b, &id_b)?);
        let all: Vec<&Report> = left.iter().chain(&right).collect();
        let keys: Vec<&str> = all.iter().map(|r| r.key.as_str()).collect();
        let position: HashMap<&str, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
        let decided = ties(&in_force(&self.db, &keys)?, &position);
        let mut pairs = Vec::new();
        for x in &left {
            for y in right.iter().filter(|y| y.key != x.key) {
                let (i, j) = (position[x.key.as_str()], position[y.key.as_str()]);
                let apart = x.document == y.document || x.parties != y.parties;
                let tie = decided.get(&(i.min(j), i.max(j))).copied().unwrap_or_else(|| match () {
                    _ if apart => Tie::Apart,
                    _ if x.by_hand != y.by_hand => meeting(x, y),
                    _ => Tie::Free,
                });
                let (features, sum) = compare(x, y, Weights::shipped());
                pairs.push(PairExplained { a: x.clone(), b: y.clone(), features, sum, tie });
            }
        }
        if pairs.is_empty() {
            return Err(RegistryError::Query("these are one and the same report".into()));
        }
        let mean = pairs.iter().map(|p| p.sum).sum::<i64>().div_euclid(pairs.len() as i64);
        Ok(MergeExplained { pairs, mean, same: SAME, doubt: DOUBT, one })
    }

    /// All reports of an agreement.
    fn reports_of(&self, id: &str) -> Result<Vec<Report>> {
        let mut find = self.db.prepare_cached("SELECT DISTINCT m.block FROM member b JOIN mention m ON m.id = b.mention WHERE b.resolved = ?1")?;
        let blocks = find.query_map([id], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let mut keys = self.db.prepare_cached("SELECT 1 FROM member WHERE mention = ?1 AND resolved = ?2")?;
        let mut out = Vec::new();
        for b in blocks {
            for r in report::reports(&self.db, &b)? {
                if keys.exists(rusqlite::params![r.mention, id])? {
                    out.push(r);
                }
            }
        }
        Ok(out)
    }

    /// The mentions of a document: what each resolved to, and a line about it.
    pub fn mentions_of(&self, document: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT coalesce(b.resolved, m.key), m.local || ' ' || m.kind || ' ' || m.block FROM document d JOIN mention m ON m.document = d.id AND m.current
             LEFT JOIN member b ON b.mention = m.id WHERE d.document = ?1 AND NOT d.superseded ORDER BY m.id";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_map([document], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
    }
}
