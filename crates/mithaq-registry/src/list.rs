//! Lists of agreements, by filter.
//!
//! In: a [`Filter`]. Out: [`Listed`] agreements, newest first, each with its reports and links; their JSON is what
//! `mithaq list agreements --format jsonl` prints. All values go to SQLite as parameters.

use crate::report::{self, date_value};
use crate::{Registry, RegistryError, Result};
use mithaq_core::record::{DateValue, Person, Place, Step};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde::Serialize;

/// What to list. Empty fields do not restrict.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// All of these are parties (or took part).
    pub states: Vec<String>,
    /// At least one of these is (a region).
    pub any_state: Vec<String>,
    /// All of these areas.
    pub areas: Vec<String>,
    /// One of these.
    pub instruments: Vec<String>,
    pub statuses: Vec<String>,
    pub domain: Option<String>,
    /// From this day, month or year on, by the date that lists are ordered by.
    pub since: Option<String>,
    /// Up to and with this day, month or year.
    pub until: Option<String>,
    pub min_confidence: Option<f64>,
    /// Told by a document of this publisher, or quoting this source (part of the name, any script's letters folded).
    pub source: Option<String>,
    /// Told by a document in this language.
    pub language: Option<String>,
    /// unreviewed, accepted, corrected, rejected, doubtful.
    pub review: Option<String>,
    /// In force on this day, by the assumptions of docs/registry.md.
    pub in_force: Option<String>,
    /// Event types (lists of events).
    pub types: Vec<String>,
    /// Event realis (lists of events).
    pub realis: Vec<String>,
    pub limit: Option<i64>,
    pub offset: i64,
}

impl Filter {
    /// The first condition that only agreements can meet.
    pub fn of_agreements(&self) -> Option<&'static str> {
        let set = [
            ("instrument", !self.instruments.is_empty()),
            ("status", !self.statuses.is_empty()),
            ("domain", self.domain.is_some()),
            ("date in force", self.in_force.is_some()),
            ("doubts", self.review.as_deref() == Some("doubtful")),
        ];
        set.into_iter().find(|s| s.1).map(|s| s.0)
    }
}

/// Where an agreement is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportRef {
    pub document: String,
    pub agreement: String,
}

/// A link to another agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkRef {
    pub to: String,
    #[serde(rename = "type")]
    pub kind: String,
}

/// A resolved agreement.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    pub id: String,
    pub parties: Vec<String>,
    pub domain: String,
    pub instrument: String,
    pub title: Option<String>,
    pub scope: String,
    pub status: String,
    pub signed: DateValue,
    pub date: DateValue,
    pub steps: Vec<Step>,
    pub place: Option<Place>,
    pub occasion: Option<String>,
    pub duration_years: Option<u32>,
    pub signatories: Vec<Person>,
    pub areas: Vec<String>,
    pub confidence: f64,
    pub reports: Vec<ReportRef>,
    pub links: Vec<LinkRef>,
    /// unreviewed, accepted, corrected, rejected.
    pub review: String,
    /// Reports without copies of one another.
    pub voices: i64,
    /// Reports whose chains of sources end differently.
    pub origins: i64,
    /// Properties on which the reports disagree.
    pub conflicts: i64,
    /// First day in force, and first day no longer, where known.
    pub runs: (Option<String>, Option<String>),
    pub terminated: DateValue,
    #[serde(skip)]
    pub sort_date: String,
}

/// Conditions and their parameters.
#[derive(Default)]
pub(crate) struct Where {
    pub sql: Vec<String>,
    pub params: Vec<Value>,
}

impl Where {
    pub fn add(&mut self, sql: &str, values: impl IntoIterator<Item = String>) {
        self.sql.push(sql.into());
        self.params.extend(values.into_iter().map(Value::Text));
    }
    pub fn one_of(&mut self, column: &str, values: &[String]) {
        self.within(&format!("{column} IN (?)"), values);
    }
    /// A condition with `(?)` where the values stand; none restricts nothing.
    pub fn within(&mut self, sql: &str, values: &[String]) {
        if !values.is_empty() {
            let marks = format!("({})", vec!["?"; values.len()].join(", "));
            self.add(&sql.replace("(?)", &marks), values.iter().cloned());
        }
    }
    /// Restricts a column of dates to the filter's span.
    pub fn dates(&mut self, column: &str, f: &Filter) -> Result<()> {
        if let Some(d) = &f.since {
            // A month or year counts as its first day: "2024-05" is not before 2024-05-01.
            let d = known_date(d)?;
            let month = d.strip_suffix("-01").unwrap_or(&d);
            let from = if month.len() == 7 { month.strip_suffix("-01").unwrap_or(month) } else { month };
            self.add(&format!("{column} >= ?"), [from.to_string()]);
        }
        if let Some(d) = &f.until {
            self.add(&format!("{column} < ?"), [after(&known_date(d)?)]);
        }
        Ok(())
    }
    /// Restricts to what a document of the filter's source or language tells; `id` is the column of the resolved id.
    pub fn told(&mut self, id: &str, f: &Filter) {
        let told = format!("EXISTS (SELECT 1 FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = {id} AND ");
        if let Some(l) = &f.language {
            self.add(&format!("{told} d.language = ?)"), [l.clone()]);
        }
        self.source(f, |named| format!("{told} ({named} OR instr(d.origin, ?)))"));
    }
    /// Restricts to a source: `sql` is given the condition on the row `d` of a document, and may ask for the name once more.
    pub fn source(&mut self, f: &Filter, sql: impl Fn(&str) -> String) {
        let Some(s) = &f.source else { return };
        let name = crate::fold::fold(s.trim());
        if name.is_empty() {
            return self.add("0", []);
        }
        let sql = sql("(instr(mithaq_fold(d.publisher), ?) OR EXISTS (SELECT 1 FROM source s WHERE s.document = d.id AND instr(mithaq_fold(s.name), ?)))");
        let times = sql.matches('?').count();
        self.add(&sql, vec![name; times]);
    }
    pub fn text(&self) -> String {
        if self.sql.is_empty() { "1".into() } else { self.sql.join(" AND ") }
    }
}

/// The first text that sorts after every date beginning with `day` ("2024", "2024-05").
fn after(day: &str) -> String {
    format!("{day}~")
}

pub(crate) fn conditions(f: &Filter) -> Result<Where> {
    let mut w = Where::default();
    for s in &f.states {
        w.add("EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND p.state = ?)", [s.clone()]);
    }
    w.within("EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = a.id AND p.state IN (?))", &f.any_state);
    for x in &f.areas {
        w.add("EXISTS (SELECT 1 FROM agreement_area x WHERE x.agreement = a.id AND x.area = ?)", [x.clone()]);
    }
    w.one_of("a.instrument", &f.instruments);
    w.one_of("a.status", &f.statuses);
    if let Some(d) = &f.domain {
        w.add("a.domain = ?", [d.clone()]);
    }
    w.dates("a.sort_date", f)?;
    if let Some(c) = f.min_confidence {
        w.sql.push("a.confidence >= ?".into());
        w.params.push(Value::Real(c));
    }
    w.told("a.id", f);
    match f.review.as_deref() {
        Some("doubtful") => {
            w.sql.push("a.review = 'unreviewed' AND (EXISTS (SELECT 1 FROM doubt d WHERE d.a = a.id) OR EXISTS (SELECT 1 FROM doubt d WHERE d.b = a.id) OR a.conflicts > 0 OR a.confidence < 0.6)".into())
        }
        Some(r) => w.add("a.review = ?", [r.to_string()]),
        None => w.sql.push("a.review <> 'rejected'".into()),
    }
    if let Some(d) = &f.in_force {
        w.add("a.runs_from <= ? AND (a.runs_to IS NULL OR a.runs_to > ?)", [full_day(d)?, full_day(d)?]);
    }
    Ok(w)
}

fn known_date(d: &str) -> Result<String> {
    match date_value(Some(d)).value {
        Some(v) => Ok(v),
        None => Err(RegistryError::Query(format!("a date is YYYY, YYYY-MM or YYYY-MM-DD; this is {d:?}"))),
    }
}

fn full_day(d: &str) -> Result<String> {
    if d.len() == 10 { known_date(d) } else { Err(RegistryError::Query(format!("a day is YYYY-MM-DD; this is {d:?}"))) }
}

const COLUMNS: &str = "a.id, a.parties, a.domain, a.instrument, a.title, a.scope, a.status, a.signed, a.date, a.place, a.place_country, a.latitude, a.longitude,
   a.occasion, a.duration_years, a.areas, a.confidence, a.review, a.voices, a.origins, a.conflicts, a.runs_from, a.runs_to, a.terminated, a.sort_date";

/// Codes joined by `+` in a column.
pub(crate) fn codes(r: &Row, column: usize) -> rusqlite::Result<Vec<String>> {
    Ok(r.get_ref(column)?.as_str()?.split('+').filter(|c| !c.is_empty()).map(str::to_string).collect())
}

fn listed(r: &Row) -> rusqlite::Result<Listed> {
    let date = |i: usize| -> rusqlite::Result<DateValue> { Ok(date_value(r.get::<_, Option<String>>(i)?.as_deref())) };
    let place: Option<String> = r.get(9)?;
    Ok(Listed {
        id: r.get(0)?,
        parties: codes(r, 1)?,
        domain: r.get(2)?,
        instrument: r.get(3)?,
        title: r.get(4)?,
        scope: r.get(5)?,
        status: r.get(6)?,
        signed: date(7)?,
        date: date(8)?,
        steps: Vec::new(),
        place: match place {
            Some(name) => Some(Place { name, country: r.get(10)?, latitude: r.get(11)?, longitude: r.get(12)? }),
            None => None,
        },
        occasion: r.get(13)?,
        duration_years: r.get(14)?,
        signatories: Vec::new(),
        areas: codes(r, 15)?,
        confidence: r.get(16)?,
        reports: Vec::new(),
        links: Vec::new(),
        review: r.get(17)?,
        voices: r.get(18)?,
        origins: r.get(19)?,
        conflicts: r.get(20)?,
        runs: (r.get(21)?, r.get(22)?),
        terminated: date(23)?,
        sort_date: r.get(24)?,
    })
}

/// Steps, people, reports and links of an agreement.
fn complete(db: &Connection, a: &mut Listed) -> Result<()> {
    let mut steps = db.prepare_cached("SELECT status, date FROM agreement_step WHERE agreement = ?1 ORDER BY n")?;
    a.steps = steps.query_map([&a.id], |r| Ok(Step { status: r.get(0)?, date: date_value(r.get::<_, Option<String>>(1)?.as_deref()) }))?.collect::<Result<_, _>>()?;
    let mut people = db.prepare_cached("SELECT name, name_key, rank, office, state FROM agreement_signatory WHERE agreement = ?1 ORDER BY n")?;
    a.signatories =
        people.query_map([&a.id], |r| Ok(Person { name: r.get(0)?, key: r.get(1)?, rank: r.get(2)?, office: r.get(3)?, state: r.get(4)? }))?.collect::<Result<_, _>>()?;
    let mut reports = db.prepare_cached(
        "SELECT d.document, m.local FROM member b JOIN mention m ON m.id = b.mention JOIN document d ON d.id = m.document WHERE b.resolved = ?1 ORDER BY d.published, d.document, m.local",
    )?;
    a.reports = reports.query_map([&a.id], |r| Ok(ReportRef { document: r.get(0)?, agreement: r.get(1)? }))?.collect::<Result<_, _>>()?;
    let mut links = db.prepare_cached("SELECT other, type FROM agreement_link WHERE agreement = ?1 ORDER BY type, other")?;
    a.links = links.query_map([&a.id], |r| Ok(LinkRef { to: r.get(0)?, kind: r.get(1)? }))?.collect::<Result<_, _>>()?;
    Ok(())
}

impl Registry {
    /// Calls `f` with each agreement of a filter, newest first. Memory does not grow with the list.
    pub fn each_agreement(&self, filter: &Filter, mut f: impl FnMut(&Listed) -> Result<()>) -> Result<()> {
        self.each(&driver(filter), order(filter), driver_params(filter), conditions(filter)?, filter, |a| f(&a))
    }

    /// Calls `f` with each agreement that `w` leaves of the tables `from`.
    fn each(&self, from: &str, order: &str, first: Option<Value>, w: Where, filter: &Filter, mut f: impl FnMut(Listed) -> Result<()>) -> Result<()> {
        let sql = format!("SELECT {COLUMNS} FROM {from} WHERE {} ORDER BY {order} {}", w.text(), page(filter));
        let mut find = self.db.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(first.into_iter().chain(w.params)))?;
        while let Some(r) = rows.next()? {
            let mut a = listed(r)?;
            complete(&self.db, &mut a)?;
            f(a)?;
        }
        Ok(())
    }

    /// The agreements of a filter.
    pub fn agreements(&self, filter: &Filter) -> Result<Vec<Listed>> {
        let mut list = Vec::new();
        let take = |a| {
            list.push(a);
            Ok(())
        };
        self.each(&driver(filter), order(filter), driver_params(filter), conditions(filter)?, filter, take)?;
        Ok(list)
    }

    /// Those of these agreements that a filter leaves, newest first.
    pub(crate) fn agreements_among(&self, ids: &std::collections::BTreeSet<String>, filter: &Filter) -> Result<Vec<Listed>> {
        let mut w = conditions(filter)?;
        let list = serde_json::to_string(ids).unwrap_or_else(|_| "[]".into());
        w.add("a.id IN (SELECT value FROM json_each(?))", [list]);
        let mut out = Vec::new();
        let take = |a| {
            out.push(a);
            Ok(())
        };
        self.each("agreement a", NEWEST_FIRST, None, w, filter, take)?;
        Ok(out)
    }

    /// How many agreements a filter has, without limit and offset.
    pub fn count_agreements(&self, filter: &Filter) -> Result<i64> {
        let w = conditions(filter)?;
        let sql = format!("SELECT count(*) FROM {} WHERE {}", driver(filter), w.text());
        Ok(self.db.prepare(&sql)?.query_row(params_from_iter(driver_params(filter).into_iter().chain(w.params)), |r| r.get(0))?)
    }

    /// The agreement that an id names: its own, or the key of any mention in it, or the first letters where they fit only one.
    pub fn agreement(&self, id: &str) -> Result<Listed> {
        let id = self.resolve_id("agreement", id)?;
        let mut a =
            self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM agreement a WHERE a.id = ?1"))?.query_row([&id], listed).optional()?.ok_or(RegistryError::NoSuchId(id))?;
        complete(&self.db, &mut a)?;
        Ok(a)
    }

    /// The present id of what an id of an agreement or event once named.
    pub fn resolve_id(&self, kind: &str, id: &str) -> Result<String> {
        let key = self.mention_key(kind, id)?;
        let found = self
            .db
            .prepare_cached("SELECT b.resolved FROM mention m JOIN member b ON b.mention = m.id WHERE m.key = ?1 AND m.kind = ?2")?
            .query_row([key.as_str(), kind], |r| r.get(0))
            .optional()?;
        found.ok_or_else(|| RegistryError::NoSuchId(id.into()))
    }

    /// The key of a mention, from its first letters. What only `a1` of a document names is written `DOCUMENT#a1`.
    pub fn mention_key(&self, kind: &str, id: &str) -> Result<String> {
        // An official's id may have any letters, # too.
        if self.db.prepare_cached("SELECT 1 FROM mention WHERE key = ?1 AND kind = ?2 AND current")?.exists([id, kind])? {
            return Ok(id.into());
        }
        if let Some((document, local)) = id.rsplit_once('#') {
            let found = self
                .db
                .prepare_cached("SELECT m.key FROM document d JOIN mention m ON m.document = d.id AND m.current WHERE d.document = ?1 AND m.local = ?2 AND NOT d.superseded")?
                .query_row([document, local], |r| r.get(0))
                .optional()?;
            return found.ok_or_else(|| RegistryError::NoSuchId(id.into()));
        }
        // A name that a mention bore once, before its document was read again.
        if let Some(key) = crate::former::stands_for(&self.db, id)? {
            return Ok(key);
        }
        // First letters: enough where all mentions that begin so belong to one.
        let mut find = self.db.prepare_cached(
            "SELECT DISTINCT b.resolved FROM mention m JOIN member b ON b.mention = m.id WHERE m.kind = ?1 AND m.key >= ?2 AND m.key < ?3 AND m.current ORDER BY 1 LIMIT 7",
        )?;
        let ids = find.query_map([kind, id, &format!("{id}~")], |r| r.get(0))?.collect::<Result<Vec<String>, _>>()?;
        match ids.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(RegistryError::NoSuchId(id.into())),
            [..] if ids.len() > 6 => Err(RegistryError::Ambiguous { id: id.into(), several: ids[..6].iter().cloned().chain(["others".into()]).collect() }),
            _ => Err(RegistryError::Ambiguous { id: id.into(), several: ids }),
        }
    }

    /// The reports of an agreement's block, for explaining why two are one or not.
    pub fn report(&self, key: &str) -> Result<crate::Report> {
        let block: String = self
            .db
            .prepare_cached("SELECT block FROM mention WHERE key = ?1 AND current AND kind = 'agreement'")?
            .query_row([key], |r| r.get(0))
            .optional()?
            .ok_or_else(|| RegistryError::NoSuchId(key.into()))?;
        let found = report::reports(&self.db, &block)?.into_iter().find(|r| r.key == key);
        found.ok_or_else(|| RegistryError::NoSuchId(key.into()))
    }
}

/// The table the list starts from: a state's or an area's own index where one is asked for, so that the newest come first
/// without sorting all.
fn driver(f: &Filter) -> String {
    match (f.states.first(), f.areas.first()) {
        (Some(_), _) => "agreement_party d0 CROSS JOIN agreement a ON a.id = d0.agreement AND d0.state = ?".into(),
        (None, Some(_)) => "agreement_area d0 CROSS JOIN agreement a ON a.id = d0.agreement AND d0.area = ?".into(),
        _ => "agreement a".into(),
    }
}

fn driver_params(f: &Filter) -> Option<Value> {
    f.states.first().or(f.areas.first()).cloned().map(Value::Text)
}

const NEWEST_FIRST: &str = "a.sort_date DESC, a.id";

fn order(f: &Filter) -> &'static str {
    if f.states.is_empty() && f.areas.is_empty() { NEWEST_FIRST } else { "d0.sort_date DESC, d0.agreement" }
}

/// Limits as SQLite counts them.
pub(crate) fn page(f: &Filter) -> String {
    format!("LIMIT {} OFFSET {}", f.limit.unwrap_or(-1), f.offset)
}
