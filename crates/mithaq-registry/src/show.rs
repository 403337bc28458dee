//! One agreement with everything that is said of it.
//!
//! In: an id. Out: [`Shown`]: what results, each report with its outlet and its words, where they disagree, its life, its
//! links both ways, what was done since, and what people decided.

use crate::follow::AreaFollowed;
use crate::history::Decided;
use crate::list::{LinkRef, Listed};
use crate::{Registry, Result};
use serde::Serialize;

/// A report of an agreement, as lists of sources need it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    pub mention: String,
    pub document: String,
    pub local: String,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    /// Reports with the same number are copies of one another.
    pub voice: i64,
    /// Who first said it, folded.
    pub origin: Option<String>,
    /// Name and role of each source, the quoted behind the quoting.
    pub sources: Vec<String>,
    /// What this report says of the properties on which reports may differ.
    pub status: Option<String>,
    pub signed: Option<String>,
    pub instrument: Option<String>,
    /// The words that name the parties.
    pub quote: Option<String>,
}

/// A step with the day it was first known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifeStep {
    pub status: String,
    pub date: Option<String>,
    pub precision: String,
    pub known: Option<String>,
    pub reports: i64,
}

/// One of several values that reports give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disagreement {
    pub property: String,
    pub value: String,
    pub reports: i64,
    pub shown: bool,
}

/// A pair that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubt {
    pub other: String,
    pub score: f64,
}

/// An agreement with all that is said of it.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    pub agreement: Listed,
    pub life: Vec<LifeStep>,
    pub told: Vec<Told>,
    pub disagreements: Vec<Disagreement>,
    /// Agreements that link to this one.
    pub linked_from: Vec<LinkRef>,
    pub doubts: Vec<Doubt>,
    pub follow_through: Vec<AreaFollowed>,
    pub contributions: Vec<Given>,
    pub decisions: Vec<Decided>,
}

/// What one side puts in, as one document tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    pub state: String,
    pub to: Vec<String>,
    pub area: String,
    pub document: String,
}

impl Registry {
    /// Everything about an agreement.
    pub fn show(&self, id: &str) -> Result<Shown> {
        let agreement = self.agreement(id)?;
        let id = agreement.id.clone();
        let life = self
            .db
            .prepare_cached("SELECT status, date, precision, known, reports FROM agreement_step WHERE agreement = ?1 ORDER BY n")?
            .query_map([&id], |r| Ok(LifeStep { status: r.get(0)?, date: r.get(1)?, precision: r.get(2)?, known: r.get(3)?, reports: r.get(4)? }))?
            .collect::<Result<_, _>>()?;
        let disagreements = self
            .db
            .prepare_cached("SELECT property, value, reports, shown FROM agreement_conflict WHERE agreement = ?1 ORDER BY property, shown DESC, reports DESC, value")?
            .query_map([&id], |r| Ok(Disagreement { property: r.get(0)?, value: r.get(1)?, reports: r.get(2)?, shown: r.get(3)? }))?
            .collect::<Result<_, _>>()?;
        let linked_from = self
            .db
            .prepare_cached("SELECT agreement, type FROM agreement_link WHERE other = ?1 ORDER BY type, agreement")?
            .query_map([&id], |r| Ok(LinkRef { to: r.get(0)?, kind: r.get(1)? }))?
            .collect::<Result<_, _>>()?;
        Ok(Shown {
            life,
            told: self.told(&id)?,
            disagreements,
            linked_from,
            doubts: self.doubts(&id)?,
            follow_through: self.follow_through(&agreement)?,
            contributions: self.given(&id)?,
            decisions: self.decisions(&id)?,
            agreement,
        })
    }

    /// Agreements that a person should compare with this one.
    pub fn doubts(&self, id: &str) -> Result<Vec<Doubt>> {
        let mut find = self.db.prepare_cached("SELECT CASE a WHEN ?1 THEN b ELSE a END, score FROM doubt WHERE a = ?1 OR b = ?1 ORDER BY score DESC, 1")?;
        Ok(find.query_map([id], |r| Ok(Doubt { other: r.get(0)?, score: r.get(1)? }))?.collect::<Result<_, _>>()?)
    }

    /// The reports of an agreement or event, oldest first.
    pub fn told(&self, resolved: &str) -> Result<Vec<Told>> {
        let value = |property: &str, column: &str| format!("(SELECT {column} FROM statement s WHERE s.mention = m.id AND s.property = '{property}' LIMIT 1)");
        let quote = "(SELECT sp.quote FROM statement s JOIN span sp ON sp.id = s.span WHERE s.mention = m.id AND s.property IN ('party', 'participant', 'host') LIMIT 1)";
        let sql = format!(
            "SELECT m.key, d.document, m.local, d.published, d.publisher, d.language, d.url, d.title, d.voice, d.origin, {}, {}, {}, {quote}, d.id
             FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = ?1 ORDER BY d.published, d.document, m.local",
            value("status", "s.value"),
            value("signed", "s.value"),
            value("instrument", "s.value"),
        );
        let mut find = self.db.prepare_cached(&sql)?;
        let rows = find.query_map([resolved], |r| {
            Ok((
                Told {
                    mention: r.get(0)?,
                    document: r.get(1)?,
                    local: r.get(2)?,
                    published: r.get(3)?,
                    publisher: r.get(4)?,
                    language: r.get(5)?,
                    url: r.get(6)?,
                    title: r.get(7)?,
                    voice: r.get(8)?,
                    origin: r.get(9)?,
                    sources: Vec::new(),
                    status: r.get(10)?,
                    signed: r.get(11)?,
                    instrument: r.get(12)?,
                    quote: r.get(13)?,
                },
                r.get::<_, i64>(14)?,
            ))
        })?;
        let mut list = rows.collect::<Result<Vec<(Told, i64)>, _>>()?;
        let mut sources = self.db.prepare_cached("SELECT name, quotes IS NULL FROM source WHERE document = ?1 ORDER BY position")?;
        for (t, document) in &mut list {
            t.sources = sources.query_map([*document], |r| r.get(0))?.collect::<Result<_, _>>()?;
        }
        Ok(list.into_iter().map(|(t, _)| t).collect())
    }

    /// Contributions that the documents tie to the agreement.
    fn given(&self, resolved: &str) -> Result<Vec<Given>> {
        let sql = "SELECT DISTINCT c.id, d.document FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document
             JOIN mention c ON c.document = d.id AND c.kind = 'contribution' AND c.current
             JOIN statement s ON s.mention = c.id AND s.property = 'agreement' AND s.value = m.local WHERE b.resolved = ?1 ORDER BY d.document, c.id";
        let mut find = self.db.prepare_cached(sql)?;
        let ids = find.query_map([resolved], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?.collect::<Result<Vec<_>, _>>()?;
        let mut values = self.db.prepare_cached("SELECT DISTINCT property, value FROM statement WHERE mention = ?1 AND value IS NOT NULL ORDER BY n")?;
        let mut out = Vec::new();
        for (id, document) in ids {
            let mut g = Given { state: String::new(), to: Vec::new(), area: String::new(), document };
            let mut rows = values.query([id])?;
            while let Some(r) = rows.next()? {
                let (property, value): (String, String) = (r.get(0)?, r.get(1)?);
                match property.as_str() {
                    "state" => g.state = value,
                    "to" => g.to.push(value),
                    "area" => g.area = value,
                    _ => {}
                }
            }
            out.push(g);
        }
        Ok(out)
    }
}
