//! What a registry holds, in a screen.
//!
//! In: a registry. Out: [`Summary`]: counts, and the agreements of which there is something to tell: in several languages, with
//! several steps, disputed, linked, followed; copies, and documents from which nothing was read.

use crate::list::{Filter, Listed};
use crate::show::{Disagreement, LifeStep};
use crate::{AreaFollowed, EventListed, Registry, Result};
use serde::Serialize;

/// A document that is a copy of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Copy {
    pub document: String,
    pub publisher: Option<String>,
    pub first: String,
    pub first_publisher: Option<String>,
}

/// An agreement of which there is something to tell.
#[derive(Debug, Clone, Serialize)]
pub struct Noted {
    pub agreement: Listed,
    pub languages: Vec<String>,
    pub life: Vec<LifeStep>,
    pub disagreements: Vec<Disagreement>,
    pub follow_through: Vec<AreaFollowed>,
}

/// What a registry holds.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    pub documents: i64,
    pub kept: i64,
    /// Language and number of kept documents.
    pub languages: Vec<(String, i64)>,
    pub agreements: i64,
    pub events: i64,
    pub people: i64,
    /// Pairs of agreements that a person should look at.
    pub doubts: i64,
    pub copies: Vec<Copy>,
    /// Scheduled and cancelled events.
    pub planned: Vec<EventListed>,
    pub noted: Vec<Noted>,
    /// Id and title of kept documents that tell no agreement and no event.
    pub silent: Vec<(String, Option<String>)>,
}

impl Registry {
    /// What the registry holds; lists have at most `limit` entries.
    pub fn summary(&self, limit: i64) -> Result<Summary> {
        let count = |sql: &str| -> Result<i64> { Ok(self.db.query_row(sql, [], |r| r.get(0))?) };
        let mut find = self.db.prepare("SELECT coalesce(language, '?'), count(*) FROM document WHERE kept AND NOT superseded GROUP BY 1 ORDER BY 2 DESC, 1")?;
        let languages = find.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut find = self.db.prepare(
            "SELECT d.document, d.publisher, f.document, f.publisher FROM document d
               JOIN document f ON f.id = (SELECT min(c.id) FROM document c WHERE c.voice = d.voice AND c.kept AND NOT c.superseded)
             WHERE d.kept AND NOT d.superseded AND f.id <> d.id ORDER BY d.id LIMIT ?1",
        )?;
        let copies =
            find.query_map([limit], |r| Ok(Copy { document: r.get(0)?, publisher: r.get(1)?, first: r.get(2)?, first_publisher: r.get(3)? }))?.collect::<Result<_, _>>()?;
        let mut find = self.db.prepare(
            "SELECT d.document, d.title FROM document d WHERE d.kept AND NOT d.superseded
               AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.document = d.id AND m.current AND m.kind <> 'contribution') ORDER BY d.id LIMIT ?1",
        )?;
        let silent = find.query_map([limit], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let planned = self.events(&Filter { realis: vec!["scheduled".into(), "cancelled".into()], limit: Some(limit), ..Filter::default() })?;
        let mut noted = Vec::new();
        let mut languages_of = self
            .db
            .prepare("SELECT DISTINCT d.language FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = ?1 AND d.language IS NOT NULL ORDER BY 1")?;
        for a in self.agreements(&Filter { limit: Some(limit), ..Filter::default() })? {
            let languages = languages_of.query_map([&a.id], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let s = self.show(&a.id)?;
            noted.push(Noted { agreement: a, languages, life: s.life, disagreements: s.disagreements, follow_through: s.follow_through });
        }
        Ok(Summary {
            documents: count("SELECT count(*) FROM document WHERE NOT superseded")?,
            kept: count("SELECT count(*) FROM document WHERE kept AND NOT superseded")?,
            agreements: count("SELECT count(*) FROM agreement WHERE review <> 'rejected'")?,
            events: count("SELECT count(*) FROM event WHERE review <> 'rejected'")?,
            people: count("SELECT count(*) FROM person")?,
            doubts: count("SELECT count(*) FROM doubt")?,
            languages,
            copies,
            planned,
            noted,
            silent,
        })
    }
}
