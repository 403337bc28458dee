//! Follow-through: signed is not done.
//!
//! In: an agreement. Out: for each of its areas the events between its parties that were reported since as done or under way,
//! the last of them, and since when it is silent; what was scheduled or called off stands beside it and never counts.
//!
//! An event is between the parties where two of them took part, the host included. It comes since where its date lies after the
//! signature; one without a date where its first report is more than a week after it. What the reports tie to the signing itself
//! (the visit within a week of it, on which it was signed) is no deed. What is not signed is not followed.

use crate::events::EventListed;
use crate::list::Listed;
use crate::resolve::dates;
use crate::resolve::truth::rank;
use crate::{Registry, Result};
use serde::Serialize;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Days after a signature to which what is reported with it may belong.
const SIGNING: dates::Day = 7;

/// What became of one area of an agreement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaFollowed {
    pub area: String,
    /// Done or under way, oldest first.
    pub deeds: Vec<EventListed>,
    /// Scheduled or cancelled.
    pub planned: Vec<EventListed>,
    /// Day of the last deed.
    pub last_seen: Option<String>,
    /// Day from which nothing is reported: of the last deed, else of the signature.
    pub silent_since: Option<String>,
}

impl Registry {
    /// What was done since, area by area; the last entry, `other`, holds deeds of areas that the agreement does not name.
    pub fn follow_through(&self, a: &Listed) -> Result<Vec<AreaFollowed>> {
        if rank(&a.status) < rank("signed") || a.status == "rejected" {
            return Ok(Vec::new());
        }
        let signed = dates::range(&a.signed).or_else(|| dates::range(&a.date));
        let start = signed.and_then(|r| dates::text(r.0));
        let Some((_, end)) = signed else { return Ok(Vec::new()) };
        let mut events: BTreeMap<String, EventListed> = BTreeMap::new();
        let mut find =
            self.db.prepare_cached("SELECT DISTINCT p.event FROM event_party p JOIN event_party q ON q.event = p.event AND q.state = ?2 WHERE p.state = ?1 AND p.day > ?3")?;
        for (i, x) in a.parties.iter().enumerate() {
            for y in &a.parties[i + 1..] {
                let ids = find.query_map([x.as_str(), y.as_str(), start.as_deref().unwrap_or("")], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
                for id in ids {
                    if let Entry::Vacant(v) = events.entry(id) {
                        let e = self.event(v.key())?;
                        v.insert(e);
                    }
                }
            }
        }
        let mut own: BTreeSet<String> = BTreeSet::new();
        // Not a later one whose report recalls the signing.
        let soon = |e: &&EventListed| dates::range(&e.date).is_none_or(|r| r.0 <= end + SIGNING);
        for e in events.values().filter(|e| e.kind == "visit" || e.kind == "meeting").filter(soon) {
            if self.belongs_to_signing(&e.id, &a.id)? {
                own.insert(e.id.clone());
            }
        }
        let since = |e: &&EventListed| match (dates::range(&e.date), e.first_report.as_deref().and_then(dates::day)) {
            (Some(r), _) => r.0 > end,
            (None, Some(reported)) => reported > end + SIGNING,
            (None, None) => false,
        };
        let mut since: Vec<&EventListed> = events.values().filter(|e| e.review != "rejected" && !own.contains(&e.id)).filter(since).collect();
        since.sort_by(|x, y| (&x.day, &x.id).cmp(&(&y.day, &y.id)));
        let mut out = Vec::new();
        let followed = |area: &str, of: Vec<&EventListed>| {
            let (deeds, planned): (Vec<_>, Vec<_>) = of.into_iter().cloned().partition(|e| matches!(e.realis.as_str(), "done" | "ongoing"));
            let last_seen = deeds.iter().filter_map(|e| e.day.clone()).max();
            AreaFollowed { area: area.into(), silent_since: last_seen.clone().or_else(|| start.clone()), last_seen, deeds, planned }
        };
        for area in &a.areas {
            out.push(followed(area, since.iter().copied().filter(|e| e.areas.contains(area)).collect()));
        }
        let rest: Vec<&EventListed> = since.into_iter().filter(|e| !e.areas.iter().any(|x| a.areas.contains(x))).collect();
        if !rest.is_empty() {
            out.push(followed("other", rest));
        }
        Ok(out)
    }

    /// A report tells the event and the agreement together: the visit on which it was signed.
    fn belongs_to_signing(&self, event: &str, agreement: &str) -> Result<bool> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM member be JOIN mention me ON me.id = be.mention JOIN mention ma ON ma.document = me.document AND ma.kind = 'agreement' AND ma.current
             JOIN member ba ON ba.mention = ma.id AND ba.resolved = ?2
             JOIN statement s ON s.mention = ma.id AND s.property = 'status' AND s.value = 'signed' WHERE be.resolved = ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row([event, agreement], |r| r.get(0))?)
    }
}
