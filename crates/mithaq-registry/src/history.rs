//! How an agreement or event came about: every statement about it, and every decision.
//!
//! In: an id. Out: [`Statement`]s (also those of readings that later ones took the place of) and [`Decided`] decisions.

use crate::{Registry, Result};
use rusqlite::Row;
use serde::Serialize;

/// One value as one document gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    pub mention: String,
    pub document: String,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    pub property: String,
    pub value: Option<String>,
    pub date: Option<String>,
    pub precision: Option<String>,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub quote: Option<String>,
    pub rule: Option<String>,
    pub confidence: f64,
    pub engine: String,
    pub packs: String,
    /// A later reading or text took its place.
    pub former: bool,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    pub number: i64,
    pub at: String,
    pub author: String,
    pub kind: String,
    pub target: String,
    pub other: Option<String>,
    pub property: Option<String>,
    pub value: Option<String>,
    pub reason: String,
    pub undone: bool,
}

const STATEMENT: &str = "SELECT m.key, d.document, d.published, d.publisher, d.language, s.property, s.value, s.date, s.precision, sp.start, sp.\"end\", sp.quote, s.rule,
     s.confidence, r.engine, r.packs, NOT m.current OR d.superseded
   FROM mention m JOIN document d ON d.id = m.document JOIN reader r ON r.id = m.reader JOIN statement s ON s.mention = m.id LEFT JOIN span sp ON sp.id = s.span";

fn statement(r: &Row) -> rusqlite::Result<Statement> {
    Ok(Statement {
        mention: r.get(0)?,
        document: r.get(1)?,
        published: r.get(2)?,
        publisher: r.get(3)?,
        language: r.get(4)?,
        property: r.get(5)?,
        value: r.get(6)?,
        date: r.get(7)?,
        precision: r.get(8)?,
        start: r.get(9)?,
        end: r.get(10)?,
        quote: r.get(11)?,
        rule: r.get(12)?,
        confidence: r.get(13)?,
        engine: r.get(14)?,
        packs: r.get(15)?,
        former: r.get(16)?,
    })
}

impl Registry {
    /// Every statement about an agreement or event, by document; with `former`, also those of earlier readings.
    pub fn statements(&self, resolved: &str, former: bool) -> Result<Vec<Statement>> {
        let mut find = self.db.prepare_cached(&format!("{STATEMENT} JOIN member b ON b.mention = m.id WHERE b.resolved = ?1 ORDER BY d.published, d.document, m.key, s.n"))?;
        let mut list = find.query_map([resolved], statement)?.collect::<Result<Vec<_>, _>>()?;
        if former {
            let mut find = self.db.prepare_cached(&format!("{STATEMENT} WHERE m.key >= ?1 AND m.key < ?2 ORDER BY m.id, s.n"))?;
            for k in self.names(resolved)? {
                list.extend(find.query_map([format!("{k}~"), format!("{k}~~")], statement)?.collect::<Result<Vec<_>, _>>()?);
            }
        }
        Ok(list)
    }

    /// The keys of an agreement's or event's mentions, and those that passed to them.
    fn names(&self, resolved: &str) -> Result<Vec<String>> {
        let mut find = self.db.prepare_cached("SELECT m.key FROM member b JOIN mention m ON m.id = b.mention WHERE b.resolved = ?1 ORDER BY m.key")?;
        let mut names = Vec::new();
        for k in find.query_map([resolved], |r| r.get::<_, String>(0))? {
            names.extend(crate::former::names_of(&self.db, &k?)?);
        }
        if names.is_empty() {
            names.push(resolved.into());
        }
        Ok(names)
    }

    /// Whether anything was once read or decided under a name that nothing present bears or stands for: what `history` can still show.
    pub fn was_known(&self, id: &str) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM mention WHERE key >= ?1 AND key < ?2")?.exists([format!("{id}~"), format!("{id}~~")])?)
    }

    /// Every decision about an agreement or event, oldest first.
    pub fn decisions(&self, resolved: &str) -> Result<Vec<Decided>> {
        let sql = format!(
            "SELECT d.id, d.at, d.author, d.kind, d.target, d.other, d.property, d.value, d.reason, {}
             FROM decision d WHERE d.target IN (SELECT value FROM json_each(?1)) OR (d.kind IN ('merge', 'split') AND d.other IN (SELECT value FROM json_each(?1))) ORDER BY d.id",
            crate::decision::UNDONE
        );
        let names = serde_json::to_string(&self.names(resolved)?).unwrap_or_else(|_| "[]".into());
        let mut find = self.db.prepare_cached(&sql)?;
        let rows = find.query_map([names], |r| {
            Ok(Decided {
                number: r.get(0)?,
                at: r.get(1)?,
                author: r.get(2)?,
                kind: r.get(3)?,
                target: r.get(4)?,
                other: r.get(5)?,
                property: r.get(6)?,
                value: r.get(7)?,
                reason: r.get(8)?,
                undone: r.get(9)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
