//! What results: agreements, events and persons, computed again for the blocks that changed.
//!
//! In: blocks whose mentions or decisions changed. Out: the rows of `agreement`, `event` and the tables that hang on them. Runs
//! inside the caller's transaction, so that what was read and what results are never at odds.
//!
//! An agreement is named after one of its mentions: one entered by hand, else the one whose key is first in the alphabet. The
//! name does not depend on the order of reading, and the key of any other mention still finds it.

use crate::decision::{InForce, in_force};
use crate::report::{self, EventReport, Report, date_value, precision_name};
use crate::resolve::truth::{Rung, Truth, rank, truth};
use crate::resolve::weights::{NEVER, SAME};
use crate::resolve::{Tie, Weights, cluster, dates, event, pair};
use crate::store::Block;
use crate::{RegistryError, Result};
use mithaq_core::record::{DateValue, Person, Place};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};

/// Computes blocks again, with the blocks that decisions tie to them.
pub fn resolve(db: &Connection, blocks: BTreeSet<Block>) -> Result<()> {
    let mut done: BTreeSet<Block> = BTreeSet::new();
    let mut queue: Vec<Block> = blocks.into_iter().collect();
    while let Some(b) = queue.pop() {
        if done.contains(&b) {
            continue;
        }
        match b.0.as_str() {
            "agreement" => {
                for joined in agreements(db, &b.1)? {
                    done.insert(("agreement".into(), joined));
                }
            }
            "event" => events(db, &b.1)?,
            _ => {}
        }
        done.insert(b);
    }
    Ok(())
}

/// A group of reports on its way to the tables.
struct Group<'a> {
    id: String,
    reports: Vec<&'a Report>,
    parties: Vec<String>,
    truth: Truth,
    review: &'static str,
}

/// Computes the agreements of a block. Returns the blocks computed: decisions may tie several together.
fn agreements(db: &Connection, block: &str) -> Result<BTreeSet<String>> {
    let (blocks, reports, decisions) = tied(db, block)?;
    let position: HashMap<&str, usize> = reports.iter().enumerate().map(|(i, r)| (r.key.as_str(), i)).collect();
    let weights = Weights::shipped();
    let apart = |i: usize, j: usize| reports[i].document == reports[j].document || reports[i].parties != reports[j].parties;
    let prepared: Vec<pair::Prepared> = reports.iter().map(pair::Prepared::new).collect();
    let score = |i: usize, j: usize| pair::score(&prepared[i], &prepared[j], weights);
    let ties = sides(&decisions, &position, ties(&decisions, &position), |i, j| if apart(i, j) { i64::MIN } else { score(i, j) });
    let known = |i: usize, j: usize| {
        ties.get(&(i, j)).copied().unwrap_or_else(|| match () {
            _ if apart(i, j) => Tie::Apart,
            _ if same_id(&reports[i], &reports[j], weights) => Tie::Must,
            _ => Tie::Free,
        })
    };
    let mixed = |i: usize, j: usize| reports[i].by_hand != reports[j].by_hand;
    // A row that is one with a report, by its id or by a person's word, is compared with the others like a report.
    let joined: Vec<bool> = (0..reports.len()).map(|i| reports[i].by_hand && (0..reports.len()).any(|j| mixed(i, j) && known(i.min(j), i.max(j)) == Tie::Must)).collect();
    let tie = |i: usize, j: usize| match known(i, j) {
        Tie::Free if mixed(i, j) && !joined[i] && !joined[j] => meeting(&reports[i], &reports[j]),
        tie => tie,
    };
    let grouping = cluster::group(reports.len(), score, tie);
    let groups: Vec<Group> = grouping.groups.iter().map(|members| group(members.iter().map(|&i| &reports[i]).collect(), &decisions)).collect();

    // The old rows go, the new ones come. Keys of vanished agreements still find their mention.
    for b in &blocks {
        clear(db, b)?;
    }
    for g in &groups {
        write(db, g)?;
    }
    links(db, &groups)?;
    let mut doubt = db.prepare_cached("INSERT OR REPLACE INTO doubt (a, b, score) VALUES (?1, ?2, ?3)")?;
    for (a, b, score) in grouping.doubts {
        let (x, y) = (&groups[a], &groups[b]);
        if x.review != "rejected" && y.review != "rejected" {
            doubt.execute(params![x.id.as_str().min(&y.id), x.id.as_str().max(&y.id), score as f64 / 100.0])?;
        }
    }
    Ok(blocks)
}

/// The block's reports and decisions, with those of every block that a merge ties to it.
fn tied(db: &Connection, block: &str) -> Result<(BTreeSet<String>, Vec<Report>, Vec<InForce>)> {
    let mut blocks = BTreeSet::from([block.to_string()]);
    let mut reports = report::reports(db, block)?;
    loop {
        let keys: Vec<&str> = reports.iter().map(|r| r.key.as_str()).collect();
        let decisions = in_force(db, &keys)?;
        let have: BTreeSet<&str> = keys.into_iter().collect();
        let missing = decisions.iter().filter(|d| d.kind == "merge").flat_map(|d| [Some(&d.target), d.other.as_ref()]).flatten().find(|k| !have.contains(k.as_str()));
        let other: Option<String> = match missing {
            Some(k) => db.prepare_cached("SELECT block FROM mention WHERE key = ?1 AND current AND kind = 'agreement'")?.query_row([k], |r| r.get(0)).optional()?,
            None => None,
        };
        match other {
            Some(b) if blocks.insert(b.clone()) => reports.extend(report::reports(db, &b)?),
            _ => {
                reports.sort_by(|a, b| a.key.cmp(&b.key));
                return Ok((blocks, reports, decisions));
            }
        }
    }
}

/// A row that came back from an export carries the id of the agreement it was written from. Ids of what was read are ours and
/// sure; an official's own ("7") may be another register's too, and ties only what does not contradict.
fn same_id(a: &Report, b: &Report, weights: &Weights) -> bool {
    let names = |row: &Report, other: &Report| row.by_hand && row.row_id.as_deref() == Some(other.key.as_str());
    match (a.by_hand, b.by_hand) {
        (true, true) => (names(a, b) || names(b, a)) && pair::compare(a, b, weights).1 > NEVER,
        // The row took the id before the document that it tells of was read (`store` gave its mention the next key).
        (true, false) => names(a, b) || b.key.strip_prefix(a.key.as_str()) == Some(".2"),
        (false, true) => names(b, a) || a.key.strip_prefix(b.key.as_str()) == Some(".2"),
        (false, false) => false,
    }
}

/// Days between two signatures up to which a row of a register and a press report may be about one agreement.
const NEAR: dates::Day = 30;

/// A row of a register and a press report meet by dyad, date of signature and scope, as candidates for a person: never by themselves.
pub fn meeting(a: &Report, b: &Report) -> Tie {
    let near = match (dates::range(&a.signed), dates::range(&b.signed)) {
        (Some(x), Some(y)) => dates::gap(x, y) <= NEAR,
        _ => false,
    };
    let open = |s: &str| s.is_empty() || s == "unknown";
    if near && (a.scope == b.scope || open(&a.scope) || open(&b.scope)) { Tie::Ask } else { Tie::Apart }
}

/// What an agreement is called: the key of the row a person entered, else the key that is first in the alphabet. A row whose
/// id is that of one of the reports leaves it its name.
fn named_after(reports: &[&Report]) -> String {
    let Some(row) = reports.iter().filter(|r| r.by_hand).min_by_key(|r| &r.key) else {
        return reports.iter().map(|r| &r.key).min().cloned().unwrap_or_default();
    };
    let own = row.row_id.as_ref().filter(|id| reports.iter().any(|r| r.key == **id));
    own.unwrap_or(&row.key).clone()
}

/// What merges and splits say of pairs of positions `i < j`; the later decision wins.
pub fn ties(decisions: &[InForce], position: &HashMap<&str, usize>) -> HashMap<(usize, usize), Tie> {
    let mut ties = HashMap::new();
    for d in decisions {
        let tie = match d.kind.as_str() {
            "merge" => Tie::Must,
            "split" => Tie::Cannot,
            _ => continue,
        };
        if let (Some(&a), Some(&b)) = (position.get(d.target.as_str()), d.other.as_deref().and_then(|o| position.get(o))) {
            ties.insert((a.min(b), a.max(b)), tie);
        }
    }
    ties
}

/// A report that a person took out of an agreement does not take others with it: what fits the agreement about as well as the report
/// stays there, whether it came before the decision or after it.
fn sides(decisions: &[InForce], position: &HashMap<&str, usize>, decided: HashMap<(usize, usize), Tie>, score: impl Fn(usize, usize) -> i64) -> HashMap<(usize, usize), Tie> {
    let mut ties = decided.clone();
    let tie = |i: usize, j: usize| decided.get(&(i.min(j), i.max(j)));
    for d in decisions.iter().filter(|d| d.kind == "split") {
        let (Some(&stays), Some(&goes)) = (position.get(d.target.as_str()), d.other.as_deref().and_then(|o| position.get(o))) else { continue };
        if tie(stays, goes) != Some(&Tie::Cannot) {
            continue;
        }
        for x in (0..position.len()).filter(|&x| x != stays && x != goes && tie(x, goes).is_none() && tie(x, stays) != Some(&Tie::Cannot)) {
            let (to_stay, to_go) = (score(x.min(stays), x.max(stays)), score(x.min(goes), x.max(goes)));
            if to_stay >= SAME && to_go > i64::MIN && to_go <= to_stay.saturating_add(cluster::MARGIN) {
                ties.insert((x.min(goes), x.max(goes)), Tie::Cannot);
            }
        }
    }
    ties
}

/// One agreement: its name, what its reports say, and what people said of it.
fn group<'a>(reports: Vec<&'a Report>, decisions: &[InForce]) -> Group<'a> {
    let id = named_after(&reports);
    let mut t = truth(&reports);
    let last_row = reports.iter().filter(|r| r.by_hand).max_by_key(|r| r.mention);
    let mut parties = last_row.or(reports.first()).map(|r| r.parties.clone()).unwrap_or_default();
    let by_hand = last_row.is_some();
    let mut review = if by_hand { "accepted" } else { "unreviewed" };
    for d in decisions.iter().filter(|d| reports.iter().any(|r| r.key == d.target)) {
        match d.kind.as_str() {
            "accept" if review != "corrected" => review = "accepted",
            "reject" => review = "rejected",
            "correct" => {
                correct(&mut t, &mut parties, by_hand, d.property.as_deref().unwrap_or_default(), d.value.as_deref().unwrap_or_default());
                review = "corrected";
            }
            _ => {}
        }
    }
    Group { id, reports, parties, truth: t, review }
}

/// Puts a person's value in place of what was read.
fn correct(t: &mut Truth, parties: &mut Vec<String>, by_hand: bool, property: &str, value: &str) {
    let codes = || value.split('+').filter(|c| !c.is_empty()).map(str::to_string);
    let some = || Some(value.to_string()).filter(|v| !v.is_empty());
    match property {
        "parties" => *parties = codes().collect(),
        "areas" => t.areas = codes().map(|a| (a.clone(), t.areas.iter().find(|x| x.0 == a).map_or(0, |x| x.1))).collect(),
        "domain" => t.domain = value.into(),
        "instrument" => t.instrument = value.into(),
        "scope" => t.scope = value.into(),
        "title" => t.title = some(),
        "occasion" => t.occasion = some(),
        "status" => {
            // The furthest step: what was read of later ones is not so.
            t.status = value.into();
            t.steps.retain(|s| rank(&s.status) <= rank(value));
            if !t.steps.iter().any(|s| s.status == value) {
                t.steps.push(Rung { status: value.into(), date: DateValue::unknown(), known: None, reports: 0 });
            }
            t.date = t.steps.iter().rev().find(|s| s.status == value).map_or(DateValue::unknown(), |s| s.date.clone());
        }
        "signed" => {
            t.signed = date_value(Some(value));
            if t.status == "signed" {
                t.date = t.signed.clone();
            }
            t.steps.iter_mut().filter(|s| s.status == "signed").for_each(|s| s.date = t.signed.clone());
        }
        "date" => {
            t.date = date_value(Some(value));
            if t.status == "signed" {
                t.signed = t.date.clone();
            }
            if let Some(s) = t.steps.iter_mut().rev().find(|s| s.status == t.status) {
                s.date = t.date.clone();
            }
        }
        "place" => match (&mut t.place, some()) {
            (Some(p), Some(name)) => (p.name, p.latitude, p.longitude) = (name, None, None),
            (place, name) => *place = name.map(|name| Place { name, country: None, latitude: None, longitude: None }),
        },
        "place_country" => match &mut t.place {
            Some(p) => p.country = some(),
            None => t.place = some().map(|c| Place { name: c.clone(), country: Some(c), latitude: None, longitude: None }),
        },
        "duration_years" => t.duration_years = value.parse().ok(),
        _ => return,
    }
    if matches!(property, "status" | "date") {
        let ended = t.steps.iter().rev().find(|s| matches!(s.status.as_str(), "terminated" | "expired")).map(|s| s.date.clone());
        // A register's row may give the end beside its status.
        if ended.is_some() || !by_hand {
            t.terminated = ended.unwrap_or_else(DateValue::unknown);
        }
    }
    t.rivals.retain(|r| r.property != property);
    t.runs = crate::resolve::truth::runs(&t.status, &t.signed, &t.steps, &t.terminated, t.duration_years, by_hand);
}

fn clear(db: &Connection, block: &str) -> Result<()> {
    for sql in [
        "DELETE FROM member WHERE resolved IN (SELECT id FROM agreement WHERE block = ?1)",
        "DELETE FROM doubt WHERE a IN (SELECT id FROM agreement WHERE block = ?1) OR b IN (SELECT id FROM agreement WHERE block = ?1)",
        "DELETE FROM agreement_search WHERE rowid IN (SELECT n FROM agreement WHERE block = ?1)",
        "DELETE FROM agreement WHERE block = ?1",
    ] {
        db.prepare_cached(sql)?.execute([block])?;
    }
    Ok(())
}

/// `YYYY-MM-DD` of a day.
fn iso(day: Option<dates::Day>) -> Option<String> {
    day.and_then(dates::text)
}

fn write(db: &Connection, g: &Group) -> Result<()> {
    let t = &g.truth;
    let published = || g.reports.iter().filter_map(|r| r.published.as_deref());
    let properties: BTreeSet<&str> = t.rivals.iter().map(|r| r.property).collect();
    let parties = g.parties.join("+");
    let areas: Vec<&str> = t.areas.iter().map(|a| a.0.as_str()).collect();
    // Lists are ordered by what is known best: the step's date, else the signature, else when it was first reported.
    let sort = t.date.value.as_deref().or(t.signed.value.as_deref()).or(published().min()).unwrap_or("").to_string();
    let mut insert = db.prepare_cached(
        "INSERT INTO agreement (id, block, parties, domain, instrument, title, scope, status, signed, signed_precision, date, date_precision, place, place_country,
           latitude, longitude, occasion, duration_years, runs_from, runs_to, terminated, terminated_precision, areas, confidence, review, reports, voices,
           origins, conflicts, first_report, last_report, sort_date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)",
    )?;
    let place = t.place.as_ref();
    let n = insert.insert(params![
        g.id,
        g.reports[0].parties.join("+"),
        parties,
        t.domain,
        t.instrument,
        t.title,
        t.scope,
        t.status,
        t.signed.value,
        precision_name(t.signed.precision),
        t.date.value,
        precision_name(t.date.precision),
        place.map(|p| &p.name),
        place.and_then(|p| p.country.as_ref()),
        place.and_then(|p| p.latitude),
        place.and_then(|p| p.longitude),
        t.occasion,
        t.duration_years,
        iso(t.runs.0),
        iso(t.runs.1),
        t.terminated.value,
        precision_name(t.terminated.precision),
        areas.join("+"),
        t.confidence,
        g.review,
        distinct(g.reports.iter().map(|r| r.document)),
        distinct(g.reports.iter().map(|r| r.voice)),
        independent(&g.reports) as i64,
        properties.len() as i64,
        published().min(),
        published().max(),
        sort,
    ])?;
    let mut party = db.prepare_cached("INSERT OR IGNORE INTO agreement_party (agreement, state, sort_date) VALUES (?1, ?2, ?3)")?;
    for p in &g.parties {
        party.execute(params![g.id, p, sort])?;
    }
    let mut area = db.prepare_cached("INSERT INTO agreement_area (agreement, area, reports, sort_date) VALUES (?1, ?2, ?3, ?4)")?;
    for (a, reports) in &t.areas {
        area.execute(params![g.id, a, *reports as i64, sort])?;
    }
    let mut step = db.prepare_cached("INSERT INTO agreement_step (agreement, n, status, date, precision, known, reports) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (i, s) in t.steps.iter().enumerate() {
        step.execute(params![g.id, i as i64, s.status, s.date.value, precision_name(s.date.precision), s.known, s.reports as i64])?;
    }
    let mut signatory = db.prepare_cached("INSERT INTO agreement_signatory (agreement, n, name, name_key, rank, office, state, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (i, (p, spellings)) in t.signatories.iter().enumerate() {
        signatory.execute(params![g.id, i as i64, p.name, p.key, p.rank, p.office, p.state, person(db, spellings)?])?;
    }
    stand_for(db, g.reports.iter().map(|r| r.mention), &g.id)?;
    let mut conflict = db.prepare_cached("INSERT OR IGNORE INTO agreement_conflict (agreement, property, value, reports, shown) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for r in &t.rivals {
        conflict.execute(params![g.id, r.property, r.value, r.reports as i64, r.shown])?;
    }
    db.prepare_cached("INSERT INTO agreement_search (rowid, text) VALUES (?1, ?2)")?.execute(params![n, searched(&parties, t)])?;
    Ok(())
}

/// Notes which agreement or event mentions stand for.
fn stand_for(db: &Connection, mentions: impl Iterator<Item = i64>, resolved: &str) -> Result<()> {
    let mut member = db.prepare_cached("INSERT OR REPLACE INTO member (mention, resolved) VALUES (?1, ?2)")?;
    for m in mentions {
        member.execute(params![m, resolved])?;
    }
    Ok(())
}

/// How many different ones.
fn distinct(ids: impl Iterator<Item = i64>) -> i64 {
    ids.collect::<BTreeSet<_>>().len() as i64
}

/// Copies share a voice, echoes an origin: reports that either connects, also by way of others, confirm one another in nothing.
fn independent(reports: &[&Report]) -> usize {
    let mut left: Vec<&Report> = reports.to_vec();
    let mut n = 0;
    while let Some(first) = left.pop() {
        n += 1;
        let mut connected = vec![first];
        while let Some(c) = connected.pop() {
            let linked = |r: &&Report| r.voice == c.voice || (!r.origin.is_empty() && r.origin == c.origin);
            connected.extend(left.extract_if(.., |r| linked(&*r)));
        }
    }
    n
}

/// What an agreement is found by, folded: its title, occasion, place, people in every spelling, and its codes.
fn searched(parties: &str, t: &Truth) -> String {
    let codes = [parties, &t.domain, &t.instrument, &t.status].into_iter().chain(t.areas.iter().map(|a| a.0.as_str()));
    let people = t.signatories.iter().flat_map(|(_, all)| all).filter_map(|p| p.name.as_deref()).collect::<BTreeSet<_>>();
    let words: Vec<&str> = t.title.as_deref().into_iter().chain(t.occasion.as_deref()).chain(t.place.as_ref().map(|p| p.name.as_str())).chain(people).chain(codes).collect();
    crate::fold::fold(&words.join(" \u{b7} "))
}

/// `person.id` of somebody with these spellings. Spellings that stand for one person once do so ever after; the order in which
/// that became known does not matter.
fn person(db: &Connection, spellings: &[Person]) -> Result<Option<i64>> {
    let named: BTreeSet<(&str, &str)> = spellings.iter().filter_map(|p| Some((p.key.as_deref().filter(|k| !k.is_empty())?, p.name.as_deref()?))).collect();
    let Some(state) = spellings.first().map(|p| p.state.as_deref().unwrap_or("")).filter(|_| !named.is_empty()) else { return Ok(None) };
    let mut known: BTreeSet<i64> = BTreeSet::new();
    let mut find = db.prepare_cached("SELECT person FROM person_name WHERE key = ?1 AND state = ?2")?;
    for (key, _) in &named {
        known.extend(find.query_row([key, state], |r| r.get::<_, i64>(0)).optional()?);
    }
    let id = match known.pop_first() {
        Some(id) => id,
        None => db.prepare_cached("INSERT INTO person (state) VALUES (?1)")?.insert([state])?,
    };
    for other in known {
        db.prepare_cached("UPDATE person_name SET person = ?1 WHERE person = ?2")?.execute([id, other])?;
        db.prepare_cached("UPDATE agreement_signatory SET person = ?1 WHERE person = ?2")?.execute([id, other])?;
        db.prepare_cached("DELETE FROM person WHERE id = ?1")?.execute([other])?;
    }
    // Of two spellings with one key the first in the alphabet stands for it.
    let mut put =
        db.prepare_cached("INSERT INTO person_name (key, state, name, person) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key, state) DO UPDATE SET name = min(name, excluded.name)")?;
    for (key, name) in named {
        put.execute(params![key, state, name, id])?;
    }
    Ok(Some(id))
}

/// Links that a report states between two agreements of its text.
fn links(db: &Connection, groups: &[Group]) -> Result<()> {
    let of: HashMap<(i64, &str), &str> =
        groups.iter().filter(|g| g.review != "rejected").flat_map(|g| g.reports.iter().map(move |r| ((r.document, r.local.as_str()), g.id.as_str()))).collect();
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO agreement_link (agreement, type, other) VALUES (?1, ?2, ?3)")?;
    for g in groups.iter().filter(|g| g.review != "rejected") {
        for r in &g.reports {
            for (kind, local) in &r.links {
                if let Some(other) = of.get(&(r.document, local.as_str())).filter(|o| **o != g.id) {
                    insert.execute(params![g.id, kind, other])?;
                }
            }
        }
    }
    Ok(())
}

/// Computes the events of a block.
fn events(db: &Connection, block: &str) -> Result<()> {
    let reports = report::event_reports(db, block)?;
    let keys: Vec<&str> = reports.iter().map(|r| r.key.as_str()).collect();
    let decisions = in_force(db, &keys)?;
    let position: HashMap<&str, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let weights = Weights::shipped();
    let apart = |i: usize, j: usize| reports[i].document == reports[j].document;
    let score = |i: usize, j: usize| event::compare(&reports[i], &reports[j], weights).1;
    let ties = sides(&decisions, &position, ties(&decisions, &position), |i, j| if apart(i, j) { i64::MIN } else { score(i, j) });
    let tie = |i: usize, j: usize| ties.get(&(i, j)).copied().unwrap_or(if apart(i, j) { Tie::Apart } else { Tie::Free });
    let grouping = cluster::group(reports.len(), score, tie);
    for sql in ["DELETE FROM member WHERE resolved IN (SELECT id FROM event WHERE block = ?1)", "DELETE FROM event WHERE block = ?1"] {
        db.prepare_cached(sql)?.execute([block])?;
    }
    for members in &grouping.groups {
        let group: Vec<&EventReport> = members.iter().map(|&i| &reports[i]).collect();
        write_event(db, block, &group, &decisions)?;
    }
    Ok(())
}

fn write_event(db: &Connection, block: &str, group: &[&EventReport], decisions: &[InForce]) -> Result<()> {
    let first = group.first().ok_or_else(|| RegistryError::Damaged("an event without reports".into()))?;
    let t = event::truth(group);
    let of_group = |d: &&InForce| group.iter().any(|r| r.key == d.target);
    let review = decisions.iter().filter(of_group).fold("unreviewed", |was, d| match d.kind.as_str() {
        "accept" => "accepted",
        "reject" => "rejected",
        _ => was,
    });
    let published = || group.iter().filter_map(|r| r.published.as_deref());
    let day = t.day.clone().unwrap_or_default();
    db.prepare_cached(
        "INSERT INTO event (id, block, type, realis, participants, host, name, date, date_precision, day, place, place_country, areas, confidence, review, reports,
           voices, first_report, last_report) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        first.key,
        block,
        first.kind,
        t.realis,
        first.participants.join("+"),
        first.host,
        t.name,
        t.date.value,
        precision_name(t.date.precision),
        day,
        t.place.as_ref().map(|p| &p.name),
        t.place.as_ref().and_then(|p| p.country.as_ref()),
        t.areas.join("+"),
        t.confidence,
        review,
        distinct(group.iter().map(|r| r.document)),
        distinct(group.iter().map(|r| r.voice)),
        published().min(),
        published().max(),
    ])?;
    let mut party = db.prepare_cached("INSERT OR IGNORE INTO event_party (event, state, day) VALUES (?1, ?2, ?3)")?;
    for s in first.participants.iter().chain(&first.host).collect::<BTreeSet<_>>() {
        party.execute(params![first.key, s, day])?;
    }
    stand_for(db, group.iter().map(|r| r.mention), &first.key)?;
    for p in &t.persons {
        person(db, std::slice::from_ref(p))?;
    }
    Ok(())
}
