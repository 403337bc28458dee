//! `agreements.csv`: the registry's agreements as a table that `import` takes back.
//!
//! In: a filter. Out: rows of cells, one after the other: the contract's columns, then those that registers brought with them.
//!
//! What stands in a row is the resolved agreement. Where a person entered it, a cell that was well formed comes back as it was
//! written, as long as the agreement still has that value. Rows entered by hand come first, in the order in which they were
//! entered, then the others by id: an export taken in again comes out in the same order.

use super::COLUMNS;
use super::import::other_columns;
use crate::list::{Filter, conditions, page};
use crate::store::site;
use crate::{Registry, Result};
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The cells of a row, in the order of the columns.
pub type Cells = Vec<String>;

/// Columns that registers brought, and which document brought which.
struct Others {
    names: Vec<String>,
    of: HashMap<i64, HashSet<String>>,
}

/// What a row that a person entered says beside the resolved values.
#[derive(Default)]
struct Entered {
    document: i64,
    source: String,
    as_written: BTreeMap<String, (String, String)>,
    other: HashMap<String, String>,
}

const SELECT: &str = "SELECT a.id, a.parties, a.domain, a.instrument, a.scope, a.status, a.signed, a.signed_precision, a.date, a.date_precision, a.place_country,
   a.areas, a.duration_years, a.terminated,
   (SELECT min(m.id) FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = a.id AND d.reading = 'by-hand') AS hand
   FROM agreement a";

impl Registry {
    /// Calls `f` with the names of the columns, then with the cells of each agreement. Memory does not grow with the list.
    pub fn export_agreements(&self, filter: &Filter, mut f: impl FnMut(&Cells) -> Result<()>) -> Result<()> {
        let others = others(&self.db)?;
        f(&COLUMNS.iter().map(|c| c.to_string()).chain(others.names.iter().cloned()).collect())?;
        let w = conditions(filter)?;
        let sql = format!("{SELECT} WHERE {} ORDER BY hand IS NULL, hand, a.id {}", w.text(), page(filter));
        let mut find = self.db.prepare(&sql)?;
        let mut rows = find.query(params_from_iter(w.params))?;
        while let Some(r) = rows.next()? {
            let mut cells = resolved(r)?;
            let id = cells[0].clone();
            let entered = match r.get::<_, Option<i64>>("hand")? {
                Some(_) => entered(&self.db, &id)?,
                None => Vec::new(),
            };
            match entered.first() {
                Some(last) => {
                    cells.push(last.source.clone());
                    as_written(&mut cells, last);
                }
                None => cells.push(publishers(&self.db, &id)?),
            }
            for name in &others.names {
                // The last register that has the column says it, also where its cell is empty.
                let by = entered.iter().find(|e| others.of.get(&e.document).is_some_and(|names| names.contains(name)));
                cells.push(by.and_then(|e| e.other.get(name)).cloned().unwrap_or_default());
            }
            f(&cells)?;
        }
        Ok(())
    }
}

fn others(db: &Connection) -> Result<Others> {
    let mut find = db.prepare("SELECT d.id, t.text FROM document d JOIN document_text t ON t.document = d.id WHERE d.reading = 'by-hand' AND NOT d.superseded ORDER BY d.id")?;
    let mut rows = find.query([])?;
    let mut others = Others { names: Vec::new(), of: HashMap::new() };
    while let Some(r) = rows.next()? {
        let names = other_columns(&r.get::<_, String>(1)?);
        for n in &names {
            if !others.names.contains(n) {
                others.names.push(n.clone());
            }
        }
        others.of.insert(r.get(0)?, names.into_iter().collect());
    }
    Ok(others)
}

/// The cells that the resolved agreement gives, without the source.
fn resolved(r: &Row) -> Result<Cells> {
    let text = |i: usize| -> rusqlite::Result<String> { Ok(r.get::<_, Option<String>>(i)?.unwrap_or_default()) };
    let mut cells = (0..12).map(text).collect::<rusqlite::Result<Vec<_>>>()?;
    cells.push(r.get::<_, Option<i64>>(12)?.map_or(String::new(), |d| d.to_string()));
    cells.push(text(13)?);
    Ok(cells)
}

/// Puts the cells of the row that was entered last in place of values that they stand for.
fn as_written(cells: &mut Cells, e: &Entered) {
    for (cell, column) in cells.iter_mut().zip(COLUMNS) {
        if let Some((value, written)) = e.as_written.get(column)
            && value == cell
        {
            *cell = written.clone();
        }
    }
}

/// The rows that people entered for an agreement, the last one first.
fn entered(db: &Connection, id: &str) -> Result<Vec<Entered>> {
    let mut find = db.prepare_cached(
        "SELECT m.id, m.document FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document
         WHERE b.resolved = ?1 AND d.reading = 'by-hand' ORDER BY m.id DESC",
    )?;
    let mentions = find.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    let mut list = Vec::with_capacity(mentions.len());
    let mut values = db.prepare_cached("SELECT property, value, detail FROM statement WHERE mention = ?1 AND (property IN ('source', 'cells') OR property LIKE 'column:%')")?;
    for (mention, document) in mentions {
        let mut e = Entered { document, ..Entered::default() };
        let mut rows = values.query([mention])?;
        while let Some(r) = rows.next()? {
            let property: String = r.get(0)?;
            let value: String = r.get::<_, Option<String>>(1)?.unwrap_or_default();
            match property.strip_prefix("column:") {
                Some(name) => {
                    e.other.insert(name.into(), value);
                }
                None if property == "source" => e.source = value,
                None => e.as_written = r.get::<_, Option<String>>(2)?.and_then(|d| serde_json::from_str(&d).ok()).unwrap_or_default(),
            }
        }
        list.push(e);
    }
    Ok(list)
}

/// Who reports an agreement: publishers, else sites, each once.
fn publishers(db: &Connection, id: &str) -> Result<String> {
    let mut find = db.prepare_cached("SELECT d.publisher, d.url FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = ?1")?;
    let rows = find.query_map([id], |r| Ok((r.get::<_, Option<String>>(0)?, r.get::<_, Option<String>>(1)?)))?;
    let mut names = BTreeSet::new();
    for r in rows {
        let (publisher, url) = r?;
        names.extend(publisher.or_else(|| url.as_deref().and_then(site).map(str::to_string)));
    }
    Ok(names.into_iter().collect::<Vec<_>>().join("; "))
}
