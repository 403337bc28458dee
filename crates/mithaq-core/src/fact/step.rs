//! Steps: what a trigger asserts, when and where.

use super::agreement::{Evid, PlaceFact, Signatory, StepFact};
use crate::frame::{InstrumentFrame, Mood, Scene, Trigger, clause_of};
use crate::lexicon::{Class, Form, Prep};
use crate::mention::{Actor, ActorKind, Role};
use crate::record::{DateValue, Precision};
use crate::text::LineKind;
use crate::time::DateMention;

/// The step a trigger asserts, `None` where it asserts none.
pub fn step_of(scene: &Scene, t: &Trigger, inst: &InstrumentFrame, triggers: &[Trigger]) -> Option<StepFact> {
    let doc = scene.doc;
    let s = &doc.sentences[t.sentence];
    let has = |class: &str, from: usize, to: usize| (from..to).any(|k| doc.word(k, class).is_some());
    if t.status == "concluded" && inst.kind == "document" {
        return None;
    }
    let mut status = match t.status.as_str() {
        // Drafts that go back and forth are talks.
        "concluded" if inst.draft => "negotiating",
        // Decrees and reports are issued too; only a declaration that is issued is agreed.
        "issued" if !matches!(inst.kind.as_str(), "declaration" | "letter-of-intent") => return None,
        "concluded" | "issued" => "signed",
        "replaced" => "terminated",
        // "instructed the ministry to hold talks and sign": only with what it is charged to do.
        "charged" => {
            let to = if inst.start > t.end { inst.start } else { (t.end + 14).min(s.end) };
            let task = doc
                .within(t.end, to)
                .iter()
                .any(|h| h.class == Class::Verb && matches!(h.form, Form::Masdar | Form::Infinitive) && matches!(doc.value(h), "step:signed" | "step:negotiating"));
            if !task {
                return None;
            }
            "authorised"
        }
        other => other,
    }
    .to_string();
    // "approved authorising the minister to sign": the authorisation is the step.
    if status == "approved" && triggers.iter().any(|o| o.sentence == t.sentence && o.status == "authorised" && o.start >= t.end && o.start - t.end <= 6) {
        return None;
    }
    // "approved the signing of": the cabinet lets someone sign.
    // "adopted the plan by their signature" is no such leave: it is signed.
    if doc.lexicon.separate() && status == "approved" && inst.start > t.end {
        let signings = doc.within(t.end, inst.start).iter().filter(|h| h.class == Class::Verb && h.form == Form::Masdar && doc.value(h) == "step:signed");
        let left: Vec<bool> = signings.map(|h| !doc.word_before(h.start, "by")).collect();
        if !left.is_empty() {
            status = if left.contains(&true) { "authorised" } else { "signed" }.into();
        }
    }
    if t.form == Form::Masdar && t.mood == Mood::Asserted && !matches!(t.status.as_str(), "negotiating" | "proposed" | "concluded" | "issued") && !licensed(scene, t) {
        return None;
    }
    // "approved the signing of": the signing itself is still to come.
    let lets = |o: &&Trigger| {
        o.sentence == t.sentence
            && o.end <= t.start
            && t.start - o.end <= 6
            && !doc.within(o.end, t.start).iter().any(crate::mention::Doc::is_finite)
            && matches!(o.status.as_str(), "approved" | "authorised" | "charged")
    };
    if doc.lexicon.separate() && t.status == "signed" && t.form == Form::Masdar && triggers.iter().any(|o| lets(&o)) {
        return None;
    }
    // "Talks on such a paper with Serbia have not begun": the verb behind the noun denies them.
    let opens = !doc.within(s.start, t.start).iter().any(crate::mention::Doc::is_finite);
    if doc.lexicon.data.order == crate::lexicon::Order::Svo && status == "negotiating" && t.form == Form::Masdar && opens && !predicate_asserts(scene, t, s.end) {
        return None;
    }
    // "rejected a proposal of …": nothing is proposed any more.
    if status == "proposed"
        && t.form == Form::Masdar
        && (1..=3).any(|k| t.start >= s.start + k && doc.at(t.start - k).iter().any(|h| h.class == Class::Verb && doc.value(h) == "step:rejected"))
    {
        return None;
    }
    // "is negotiating to conclude", "proposed concluding", "refused to ratify": the verb before says which step it is.
    if t.form == Form::Masdar && t.mood == Mood::Asserted && matches!(status.as_str(), "signed" | "ratified" | "renewed" | "approved") {
        let governing = doc.within(t.start.saturating_sub(16).max(s.start), t.start).iter().rev().find_map(|h| {
            let v = doc.value(h).strip_prefix("step:").filter(|_| h.class == Class::Verb && h.start != t.start)?;
            match v {
                "negotiating" if t.purpose || doc.word(t.start.saturating_sub(1), "on").is_some() => Some("negotiating"),
                "proposed" if crate::mention::Doc::is_finite(h) => Some("proposed"),
                "rejected" if crate::mention::Doc::is_finite(h) => Some("rejected"),
                _ => None,
            }
        });
        match governing {
            Some(g) => status = g.into(),
            None if t.purpose && s.kind != LineKind::Headline => return None,
            None => {}
        }
    }
    match t.mood {
        Mood::Asserted => {}
        // A decision not to prolong ends the agreement.
        Mood::Negated if status == "renewed" => status = "terminated".into(),
        // "'I signed no agreement whatever,' he said": a denial, where the noun is told as none at all in a quotation.
        Mood::Negated if status == "signed" && any_at_all(scene, t, inst) => status = "rejected".into(),
        Mood::Denied if matches!(status.as_str(), "signed" | "initialled") => status = "rejected".into(),
        Mood::Future if matches!(status.as_str(), "signed" | "initialled") => status = "negotiating".into(),
        _ => return None,
    }
    if matches!(status.as_str(), "signed" | "ratified") && t.mood == Mood::Asserted && has("initials", t.end, (t.end + 16).min(s.end)) {
        status = "initialled".into();
    }
    if status == "ratified" && t.mood == Mood::Asserted {
        // Within an approval of a bill the ratification itself is still to come.
        let governed = !(t.form.is_finite() && doc.lexicon.separate())
            && triggers.iter().any(|o| o.sentence == t.sentence && o.status == "approved" && o.end <= t.start && t.start - o.end <= 8);
        // A bill that is to ratify has been adopted, not the ratification.
        let bill = t.form == Form::Masdar && (t.start.saturating_sub(8).max(s.start)..t.start).any(|k| doc.word(k, "draft").is_some());
        let bill = bill || (t.form.is_finite() && inst.start > t.end && has("draft", t.end, inst.start));
        let cabinet = bill || has("cabinet", s.start, s.end) && !has("decree", s.start, s.end) && !has("parliament", s.start, s.end);
        if governed {
            return None;
        }
        if cabinet {
            status = "approved".into();
        }
    }
    // "authorises … to negotiate and sign": what is authorised has not happened.
    if t.form == Form::Masdar
        && status != "authorised"
        && triggers.iter().any(|o| o.sentence == t.sentence && matches!(o.status.as_str(), "authorised" | "charged") && o.end <= t.start)
    {
        return None;
    }
    if status == "signed"
        && t.form == Form::Participle
        && !scene.dates_within(t.end, t.end + 12).any(|d| d.past.is_known())
        && triggers.iter().any(|o| o.sentence == t.sentence && matches!(o.status.as_str(), "authorised" | "charged") && o.end <= t.start)
    {
        return None;
    }
    if t.status == "approved" && t.form == Form::Masdar && triggers.iter().any(|o| o.sentence == t.sentence && o.status == "ratified" && o.start == t.start) {
        return None;
    }
    let (date, date_at) = if matches!(status.as_str(), "rejected") || t.mood == Mood::Future { (DateValue::unknown(), None) } else { date_of(scene, t, inst, triggers, &status) };
    // A day still to come, its own or that of the visit it is told of: what is told in the present is a plan.
    let to_come = |d: &DateValue| d.precision == Precision::Day && scene.published.is_some() && d.value.as_deref() > scene.published;
    let awaited = !date.is_known() && scene.dates_within(s.start, t.start).filter(|d| d.relative).last().is_some_and(|d| to_come(&d.past));
    if status == "signed" && t.form == Form::Present && (to_come(&date) || awaited) {
        return Some(StepFact {
            at: Evid { field: "status".into(), start: t.start, end: t.end, rule: t.rule.clone() },
            date_at: None,
            status: "negotiating".into(),
            date: DateValue::unknown(),
            recalled: false,
        });
    }
    let recalled = t.form == Form::Participle || doc.word_before(t.start, "relative") || matches!(date.precision, Precision::Month | Precision::Year);
    Some(StepFact { at: Evid { field: "status".into(), start: t.start, end: t.end, rule: t.rule.clone() }, date_at, status, date, recalled })
}

/// A negated signing of "any" agreement within a quotation.
fn any_at_all(scene: &Scene, t: &Trigger, inst: &InstrumentFrame) -> bool {
    let doc = scene.doc;
    let s = &doc.sentences[t.sentence];
    let quoted = (s.start..t.start).filter(|&k| doc.tokens.is(k, '"')).count() % 2 == 1;
    quoted && inst.start > t.end && doc.word_before(inst.start, "any")
}

/// A licence stands within so many tokens before its verbal noun.
const LICENCE: usize = 60;

/// Is a verbal noun told as done? It stands first, or behind a word that asserts it; a verb of another kind before it does not.
fn licensed(scene: &Scene, t: &Trigger) -> bool {
    let doc = scene.doc;
    let s = &doc.sentences[t.sentence];
    // "On the signing of the agreement between …": a decree's title tells what it is about.
    let about = doc.lexicon.separate() && t.status == "signed" && doc.word_before(t.start, "on") && !doc.within(s.start, t.start).iter().any(crate::mention::Doc::is_finite);
    if about && !(s.start..t.start).any(|k| doc.word(k, "asserts").is_some()) {
        return false;
    }
    if s.kind == LineKind::Headline || s.kind == LineKind::Bullet {
        return true;
    }
    let from = t.start.saturating_sub(LICENCE).max(s.start);
    // "the visit was marked, the source adds, by the signing of …": what stands between two commas is passed over.
    let mut pass = t.start;
    for k in (from..t.start).rev() {
        if k >= pass {
            continue;
        }
        if doc.tokens.is(k, ',')
            && let Some(open) = (k.saturating_sub(6).max(from)..k).rev().find(|&o| doc.tokens.is(o, ','))
        {
            pass = open;
            continue;
        }
        if doc.word(k, "asserts").is_some() {
            // "will enter into force after ratification": what is to come licenses nothing.
            let to_come = |h: &crate::lexicon::Hit| h.class == Class::Verb && h.form == Form::Future || h.class == Class::Word && doc.value(h) == "future";
            return !(doc.lexicon.separate() && doc.within(from, k).iter().any(to_come));
        }
        // "will approve today the signing of …": what is to come licenses nothing.
        if doc.lexicon.separate() && doc.at(k).iter().any(|h| h.class == Class::Verb && h.form == Form::Future && h.end <= t.start) {
            return false;
        }
        let other = doc.at(k).iter().any(|h| crate::mention::Doc::is_finite(h) && h.end <= t.start);
        if other && scene.cast.covers(k).is_none() && !scene.dated(k) {
            // Another step of the chain ("authorised … and ratifies") is judged by itself.
            return doc.at(k).iter().any(|h| {
                doc.value(h) == "witness" && (doc.lexicon.separate() || h.end - h.start == 1)
                    || doc.value(h).starts_with("step:")
                    || (doc.value(h).starts_with("event:") && !matches!(doc.value(h), "event:meeting" | "event:discuss"))
            });
        }
        if doc.tokens.is(k, ':') || doc.tokens.is(k, ';') {
            return true;
        }
    }
    if doc.lexicon.data.order == crate::lexicon::Order::Svo {
        return predicate_asserts(scene, t, s.end);
    }
    true
}

/// "The signing of the accord took place / was postponed / is planned": the verb behind a noun that stands as the subject.
fn predicate_asserts(scene: &Scene, t: &Trigger, end: usize) -> bool {
    let doc = scene.doc;
    for k in t.end..end {
        if scene.cast.covers(k).is_some() || scene.dated(k) {
            continue;
        }
        if doc.word(k, "asserts").is_some() {
            return true;
        }
        if doc.word(k, "future").is_some() || doc.word(k, "negation").is_some() || doc.word(k, "condition").is_some() {
            return false;
        }
        for h in doc.at(k).iter().filter(|h| h.class == Class::Verb) {
            match doc.value(h) {
                v if v.starts_with("mode:") => return false,
                _ if h.form == Form::Future => return false,
                "event:hold" | "event:begin" | "event:end" | "plain" | "passive" | "light" => return true,
                v if crate::mention::Doc::is_finite(h) && !v.starts_with("step:") => return true,
                _ => {}
            }
        }
    }
    true
}

/// "sappers will train in Poznań next year under a plan that Ghana and Togo signed": a step told in a relative clause has its own
/// date and place behind the instrument, not before it.
fn own_clause(scene: &Scene, t: &Trigger, inst: &InstrumentFrame) -> Option<usize> {
    let doc = scene.doc;
    let told = doc.lexicon.separate() && !doc.lexicon.verb_final() && t.form.is_finite() && t.sentence == inst.sentence && inst.end <= t.start;
    (inst.end..t.start).find(|&k| told && doc.word(k, "relative").is_some())
}

/// Where a participle's date and place stand: before its noun if it does, else behind it.
fn reach_of(t: &Trigger, inst: &InstrumentFrame, clause: usize, far: usize, end: usize) -> Option<(usize, usize)> {
    match t.form {
        Form::Participle if t.end <= inst.start => Some((clause, inst.start)),
        Form::Participle => Some((t.end, (t.end + far).min(end))),
        _ => None,
    }
}

/// The date of a step: the nearest in its clause that no other step claims.
fn date_of(scene: &Scene, t: &Trigger, inst: &InstrumentFrame, triggers: &[Trigger], status: &str) -> (DateValue, Option<Evid>) {
    let doc = scene.doc;
    let s = &doc.sentences[t.sentence];
    // "suspended the agreement of October 2009": the date of its name.
    let named = if t.form != Form::Participle && status != "signed" { named_date(scene, inst) } else { None };
    let clause = clause_of(scene, t.start, inst.end.max(t.end));
    let (from, to) = reach_of(t, inst, clause.start, 24, s.end).unwrap_or((clause.start, clause.end.max(inst.group_end.min(s.end))));
    let from = own_clause(scene, t, inst).map_or(from, |k| k.max(from));
    // "said on Sunday that it had concluded last week …": the day of the announcement only where the clause has none of its own.
    let that = (s.start..t.start).rev().find(|&k| doc.word(k, "that").is_some());
    let mut best: Option<(usize, &DateMention)> = None;
    for d in scene.dates_within(from, to) {
        if !d.past.is_known() {
            continue;
        }
        // "a fair held between 28 and 31 March": a span is not a step's day.
        if owner(doc, d, t, triggers) || for_period(scene, d, inst) || doc.word_before(d.start, "between") || (doc.lexicon.separate() && doc.word_before(d.start, "until")) {
            continue;
        }
        // "agreed on Thursday to the accord that was signed in June": what stands before the relative clause is not its date.
        // "said on Wednesday that it had suspended the agreement": the same word opens what is said, its object stands behind.
        let relative = |k: usize| doc.word(k, "relative").is_some() && !(inst.start > t.start && doc.word(k, "that").is_some());
        if d.end <= t.start && (t.start.saturating_sub(6).max(d.end)..t.start).any(relative) {
            continue;
        }
        if named.is_some_and(|n| n.start == d.start) {
            continue;
        }
        // "(see the gazette of 22 December)": a bracket that the verb does not stand in has its own date.
        let bracketed = (s.start..d.start).rev().find(|&k| doc.tokens.is(k, '(') || doc.tokens.is(k, ')')).filter(|&k| doc.tokens.is(k, '('));
        if doc.lexicon.separate() && bracketed.is_some_and(|k| t.start < k || t.start > d.end && !inst_bracket(doc, k, inst)) {
            continue;
        }
        // "with effect from": the day it takes effect, not the day of the step.
        if !matches!(status, "in-force" | "renewed" | "amended" | "suspended" | "terminated") && doc.word_before(d.start, "effect") {
            continue;
        }
        // "in a report today, quoting sources": the day of the report.
        if aside(scene, d, Some(t)) || (d.end <= t.start && (d.end..d.end + 2).any(|k| doc.word(k, "attribution").is_some())) {
            continue;
        }
        // Talks go on for long: only the day they began dates them.
        let phrase = t.form == Form::Past && t.end - t.start >= 2;
        let begun =
            doc.lexicon.separate() && (phrase || doc.within(t.start.saturating_sub(4).max(s.start), t.end).iter().any(|h| h.class == Class::Verb && doc.value(h) == "event:begin"));
        if status == "negotiating" && !begun && !doc.word_before(d.start, "from") && !doc.at(d.start).iter().any(|h| h.class == Class::Deictic) {
            continue;
        }
        let gap = if d.start >= t.end { d.start - t.end } else { t.start.saturating_sub(d.end) };
        let gap = if that.is_some_and(|k| d.end <= k) || said(scene, d, t) { gap + 40 } else { gap };
        let coarse = match d.past.precision {
            _ if t.form == Form::Participle => 0,
            Precision::Day => 0,
            Precision::Month => 8,
            _ => 16,
        };
        let cost = gap + coarse;
        if best.as_ref().is_none_or(|b| cost < b.0) {
            best = Some((cost, d));
        }
    }
    // A gazette dates its decree at the end: "issued on …".
    let issued = || {
        scene.dates.iter().find(|d| matches!(status, "ratified" | "authorised") && d.past.is_known() && (1..=3).any(|k| d.start >= k && doc.word(d.start - k, "issued").is_some()))
    };
    match best.map(|b| b.1).or_else(issued) {
        Some(d) => {
            let rule = if said(scene, d, t) { SAID } else { "date/clause" };
            (d.past.clone(), Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: rule.into() }))
        }
        None => (DateValue::unknown(), None),
    }
}

/// A date told aside: of a relative clause ("who since Monday pays a visit") or of an event's verb right before it ("which ends today").
pub(super) fn aside(scene: &Scene, d: &DateMention, t: Option<&Trigger>) -> bool {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(d.start)];
    let own = |k: usize| t.is_some_and(|t| t.start <= k && k < t.end);
    // "took place yesterday the signing of …": the verb is the noun's own.
    // "a visit he had begun on Sunday, by signing …": the day it began is not the noun's.
    let begun =
        |k: usize| d.start >= k && doc.at(d.start - k).iter().any(|h| crate::mention::Doc::is_finite(h) && matches!(doc.value(h), "event:begin" | "event:arrive" | "event:visit"));
    if t.is_some_and(|t| t.form == Form::Masdar && d.end <= t.start && t.start - d.end <= 8) && !(1..=2).any(begun) {
        return false;
    }
    // "the signing of the accord took place on 21 July": the noun's own verb behind it.
    if t.is_some_and(|t| t.form == Form::Masdar && t.end <= d.start)
        && doc.lexicon.separate()
        && (1..=2).any(|k| d.start > k && doc.at(d.start - k).iter().any(|h| crate::mention::Doc::is_finite(h) && doc.value(h) == "event:hold"))
    {
        return false;
    }
    // "whose signing took place yesterday": the light verb before the noun is its own too.
    let light = |k: usize| t.is_some_and(|t| t.form == Form::Masdar && k + 1 == t.start);
    if (1..=2).any(|k| {
        d.start >= k && !own(d.start - k) && !light(d.start - k) && doc.at(d.start - k).iter().any(|h| crate::mention::Doc::is_finite(h) && doc.value(h).starts_with("event:"))
    }) {
        let relative = (1..=4).find(|&k| d.start >= k && doc.word(d.start - k, "relative").is_some());
        // "in its session that was held yesterday": the day of the decision.
        let session = relative.is_some_and(|k| (1..=4).any(|m| d.start >= k + m && doc.word(d.start - k - m, "session").is_some()));
        return (t.is_some() || relative.is_some()) && !session;
    }
    for k in (s.start..d.start).rev() {
        // "the second text that they sign this week: on Monday the ministers …": what is listed behind a colon stands outside the clause.
        if own(k) || [',', ':', ';'].iter().any(|&c| doc.tokens.is(k, c)) {
            return false;
        }
        if doc.word(k, "relative").is_some() {
            let session = (1..=3).any(|m| k >= m && doc.word(k - m, "session").is_some());
            // "as a statement said on Monday": the day of the announcement.
            let announced = doc.word_before(k, "attribution");
            return !session && !announced && t.is_none_or(|t| t.end <= k);
        }
    }
    false
}

/// The rule of a date that is only that of the announcement.
pub const SAID: &str = "date/said";

/// A finite verb that neither is a step nor an event: "said", "announced".
fn verb_of_telling(doc: &crate::mention::Doc, h: &crate::lexicon::Hit) -> bool {
    crate::mention::Doc::is_finite(h) && !doc.value(h).starts_with("step:") && !doc.value(h).starts_with("event:")
}

/// Who may tell of a step.
fn teller(a: &Actor) -> bool {
    matches!(a.kind, ActorKind::Office | ActorKind::Force | ActorKind::Person | ActorKind::State | ActorKind::Capital)
}

/// Can what stands behind a step belong to who tells of it, and not to the step?
fn told_behind(scene: &Scene, at: usize, t: &Trigger) -> bool {
    let lexicon = scene.doc.lexicon;
    lexicon.separate() && !lexicon.verb_final() && at >= t.end && t.form != Form::Masdar
}

/// "…, the ministry said on Monday": the day of the announcement at the end of the sentence, behind a comma.
fn said(scene: &Scene, d: &DateMention, t: &Trigger) -> bool {
    let doc = scene.doc;
    if !told_behind(scene, d.start, t) {
        return false;
    }
    // "…, the government said after a cabinet meeting on Wednesday": what stands between opens no clause.
    let opens = |k: usize| doc.tokens.is(k, ',') || ["relative", "that", "under"].iter().any(|w| doc.word(k, w).is_some()) || doc.at(k).iter().any(crate::mention::Doc::is_finite);
    let verb = (1..=7)
        .map(|n| d.start.saturating_sub(n))
        .find(|&k| k > t.end && doc.at(k).iter().any(|h| verb_of_telling(doc, h)))
        .filter(|&v| d.start - v <= 3 || !(v + 1..d.start).any(opens));
    verb.is_some_and(|v| {
        let comma = (t.end..v).rev().find(|&k| doc.tokens.is(k, ','));
        comma.is_some_and(|c| v - c <= 12 && scene.cast.within(c, v).any(teller) && !doc.within(c, v).iter().any(crate::mention::Doc::is_finite))
    })
}

/// "…, the ministry in Bogotá said", "…, its cabinet said after a session in Mogadishu": the place stands with who tells of it.
fn told_there(scene: &Scene, at: usize, t: &Trigger) -> bool {
    let doc = scene.doc;
    if !told_behind(scene, at, t) {
        return false;
    }
    let s = &doc.sentences[t.sentence];
    // From the comma on: who tells, and the one finite verb.
    (t.end..at).rev().filter(|&c| doc.tokens.is(c, ',')).any(|c| {
        let end = (c + 14).min(s.end);
        let Some(v) = doc.within(c, end).iter().find(|h| crate::mention::Doc::is_finite(h) && scene.cast.covers(h.start).is_none()).filter(|h| verb_of_telling(doc, h)) else {
            return false;
        };
        let relative = (c..v.start).any(|k| doc.word(k, "relative").is_some());
        let before = |a: &Actor| teller(a) && a.start < v.start && (a.role == Role::Bare || a.role == Role::Of);
        let ministry = (c..v.start).any(|k| doc.word(k, "ministry").is_some() || doc.find(k, Class::Force).is_some());
        // "announced after receiving him at the palace": there it was done; a cabinet's sitting is where it is told.
        let sitting = (v.end..at).any(|k| doc.word(k, "session").is_some());
        !relative && (at < v.start || sitting) && (ministry || scene.cast.within(c, v.start).any(before))
    })
}

/// Does the bracket at token `k` stand right behind the instrument's name?
fn inst_bracket(doc: &crate::mention::Doc, k: usize, inst: &InstrumentFrame) -> bool {
    k >= inst.end && k <= inst.group_end + 1 && doc.tokens.is(k, '(')
}

/// "the 1998 agreement", "the agreement of October 2009", "the agreement (2015)": the date in an instrument's name is that of its
/// signature, not of what is told of it.
pub fn named_date<'a>(scene: &'a Scene, inst: &InstrumentFrame) -> Option<&'a DateMention> {
    let doc = scene.doc;
    if !doc.lexicon.separate() || matches!(inst.kind.as_str(), "plan" | "roadmap" | "minutes") {
        return None;
    }
    let before = scene.dates_within(inst.group_start.saturating_sub(2), inst.start).find(|d| {
        d.end >= inst.group_start && doc.modifies_before() && !doc.lexicon.verb_final() && !d.relative && d.past.precision == Precision::Year && !doc.word_before(d.start, "in")
    });
    let named = |d: &&DateMention| {
        let told = doc.word_before(d.start, "of") || doc.word_before(d.start, "from") || d.start > 0 && doc.tokens.is(d.start - 1, '(') || d.start == inst.end;
        let since = doc.word_before(d.start, "since");
        // "соглашение о защите сведений 2019 года": where nouns have cases the year needs no preposition.
        let cases = !doc.lexicon.has_articles() && !doc.lexicon.verb_final();
        let genitive = || {
            let prep = d.start > 0 && (doc.is_particle(d.start - 1) || ["in", "on", "for", "until"].iter().any(|w| doc.word_before(d.start, w)) || doc.tokens.is(d.start - 1, ','));
            cases && d.past.precision == Precision::Year && d.end - d.start >= 2 && !prep && !doc.within(inst.end, d.start).iter().any(|h| h.class == Class::Verb)
        };
        let told = told || genitive();
        !d.relative && told && !since && !doc.within(inst.end, d.start).iter().any(|h| h.class == Class::Verb && h.form == Form::Participle)
    };
    before.or_else(|| scene.dates_within(inst.end, inst.group_end.min(inst.end + 12)).find(named))
}

/// Does another trigger stand nearer to the date?
fn owner(doc: &crate::mention::Doc, d: &DateMention, t: &Trigger, triggers: &[Trigger]) -> bool {
    triggers.iter().any(|o| {
        // "in a statement issued on Saturday": the announcement's day is the step's where it has no other.
        if o.sentence != t.sentence || o.start == t.start || o.status == "issued" {
            return false;
        }
        // "the second text they close in days: on Monday the ministers had signed": behind the colon the day is the later verb's.
        if o.end <= d.start && d.start < t.start && (o.end..d.start).any(|k| doc.tokens.is(k, ':') || doc.tokens.is(k, ';')) {
            return false;
        }
        // A participle or a later verb takes what follows it.
        let after = o.end <= d.start;
        // Where the verb ends its clause a date belongs to the first verb behind it; a comma behind the date makes it the main verb's.
        if doc.lexicon.verb_final() {
            return d.end <= o.start && o.start < t.start && !doc.tokens.is(d.end, ',') || after && t.end <= o.start;
        }
        let between = t.end <= o.start && after;
        let participle_near = o.form == Form::Participle && after && d.start - o.end <= 16 && (t.start < o.start || t.start > d.end);
        let earlier = o.end <= d.start && d.end <= t.start && o.form != Form::Masdar && o.status != t.status;
        let before_other = earlier || t.start > d.end && o.end <= d.start && (t.start - d.end) > (d.start - o.end) && !(d.end..t.start).any(|k| doc.tokens.is(k, ','));
        let split = between && (o.form != Form::Participle);
        participle_near || split || before_other
    })
}

/// "the plan for 2019": the date belongs to the instrument's name, not to the step.
fn for_period(scene: &Scene, d: &DateMention, inst: &InstrumentFrame) -> bool {
    let doc = scene.doc;
    let to = doc.at(d.start).iter().any(|h| h.clitics.prep == Prep::To && doc.lexicon.data.endings.is_empty()) || doc.word_before(d.start, "for");
    if doc.word_after(d.end, "for").is_some() || doc.word_after(d.end, "on").is_some() {
        return true;
    }
    // "the 2019 programme of cooperation": the year a plan is made for.
    if d.end <= inst.start && d.past.precision == Precision::Year && inst.period.is_some() && inst.period == d.past.value {
        return true;
    }
    // "на 2026–2030 годы": the end of the term a plan is made for.
    let span = d.start >= 2 && doc.tokens.is(d.start - 1, '-') && doc.tokens.kind(d.start - 2) == crate::text::TokenKind::Number && doc.word_before(d.start - 2, "for");
    if span && doc.lexicon.separate() && d.past.precision == Precision::Year {
        return true;
    }
    // "bill No. 12 of (for) the year 2019": a year told so is never a day on which something was done.
    to && (d.start >= inst.start || d.past.precision == Precision::Year)
}

/// Where the step took place: the nearest place in its clause.
pub fn place_of(scene: &Scene, t: &Trigger, inst: &InstrumentFrame) -> Option<PlaceFact> {
    let doc = scene.doc;
    // "will sign in Belgrade on Wednesday": nothing took place there yet.
    if t.mood == Mood::Future {
        return None;
    }
    let s = &doc.sentences[t.sentence];
    let clause = clause_of(scene, t.start, inst.end.max(t.end));
    let (from, to) = reach_of(t, inst, clause.start, 20, s.end).unwrap_or((clause.start, clause.end.max(inst.group_end)));
    let from = own_clause(scene, t, inst).map_or(from, |k| k.max(from));
    let mut best: Option<(usize, &Actor)> = None;
    for a in scene.cast.within(from, to) {
        let place = a.role == Role::In
            && !a.states.iter().any(|s| scene.setting.world.is_body(s))
            && matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Home)
            && !a.states.is_empty();
        let described = doc.at(a.start).iter().any(|h| h.class == Class::Cue && h.end >= a.end);
        if !place || described || told_there(scene, a.start, t) {
            continue;
        }
        // "in the fields of", "an attack in": a place inside the title of the instrument is not where it was signed.
        let gap = if a.start >= t.end { a.start - t.end } else { t.start.saturating_sub(a.end) };
        let penalty = if a.kind == ActorKind::State { 6 } else { 0 };
        // "a day before the summit of NATO in Washington, the president signed … in Warsaw": where others met is told before the comma.
        let set_off = t.form.is_finite() && a.end <= t.start && (a.end..t.start).any(|k| doc.tokens.is(k, ',')) && summit(scene, a, s.start);
        let penalty = penalty + if set_off { 60 } else { 0 };
        if best.as_ref().is_none_or(|b| gap + penalty < b.0) {
            best = Some((gap + penalty, a));
        }
    }
    // "signed … during his visit to Abu Dhabi": where the visit led.
    let visited = || {
        let v =
            doc.within(t.start, s.end).iter().find(|h| h.class == Class::Verb && h.form == Form::Masdar && doc.value(h) == "event:visit" && doc.word_before(h.start, "during"))?;
        scene.cast.within(v.end, (v.end + 8).min(s.end)).find(|a| {
            matches!(a.role, Role::To | Role::For | Role::Bare | Role::Of) && matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State) && a.states.len() == 1
        })
    };
    let a = best.map(|b| b.1).or_else(visited)?;
    Some(PlaceFact { city: a.city.clone(), state: a.states[0].clone(), at: Evid { field: "place".into(), start: a.start, end: a.end, rule: "place/in".into() } })
}

/// Is the place told of the meeting of a body? The body stands right before it.
fn summit(scene: &Scene, a: &Actor, from: usize) -> bool {
    scene.cast.within(a.start.saturating_sub(10).max(from), a.start).any(|b| b.end + 3 >= a.start && b.states.iter().any(|s| scene.setting.world.is_body(s)))
}

/// Those who signed: people and offices that act in the clause, and, in sentences that follow, "for the X side …".
/// `defence`: the agreement is one of defence, and bare "ministers" who sign it are those of defence.
pub fn signatories_of(scene: &Scene, t: &Trigger, inst: Option<&InstrumentFrame>, defence: bool) -> Vec<Signatory> {
    let doc = scene.doc;
    if t.mood == Mood::Denied {
        return Vec::new();
    }
    if t.form == Form::Participle {
        return agents(scene, t).into_iter().filter(|a| !seen(scene, a, t)).flat_map(|a| signatories(scene, a, defence)).collect();
    }
    let relative = doc.word_before(t.start, "relative") || (1..=3).any(|k| t.start >= k && doc.word(t.start - k, "relative").is_some());
    let reach = inst.map_or(t.end, |i| i.end.max(t.end));
    let clause = clause_of(scene, t.start, reach);
    let s = &doc.sentences[t.sentence];
    let to = if inst.is_none() { s.end } else { clause.end };
    let mut out: Vec<Signatory> = Vec::new();
    let witnessed = doc.within(clause.start, t.start).iter().any(|h| h.class == Class::Verb && doc.value(h) == "witness" && h.clitics.prep == Prep::None);
    for a in scene.cast.within(clause.start, to) {
        if !matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Dyad) || a.former {
            continue;
        }
        // "the minister, after his signing …": he is the one the pronoun stands for.
        let light = doc.within(clause.start, a.start).iter().any(|h| h.class == Class::Verb && doc.value(h) == "light") && a.role == Role::Bare;
        let own = t.form == Form::Masdar && (t.pronoun || light) && a.end <= t.start && (t.start - a.end <= 3 || (a.role == Role::Bare && !scene.verb_within(a.end, t.start)));
        if a.end <= t.start && !own && (witnessed || relative || (t.form == Form::Masdar && !scene.doc.word_before(a.start, "by"))) {
            continue;
        }
        if matches!(a.role, Role::In | Role::From | Role::To | Role::For | Role::On) || seen(scene, a, t) || speaks(scene, a, t) || visits(scene, a, t, clause.start) {
            continue;
        }
        // "the arrangement between the Belgian minister and the minister of …": parties in the noun group, whoever signs it.
        if doc.lexicon.separate() && a.role == Role::Between && inst.is_some_and(|i| i.end <= a.start && a.end <= i.group_end) {
            continue;
        }
        // "proceeded to sign the memorandum each of …".
        let agent = light && a.start > t.end && reach <= a.start;
        if t.form == Form::Masdar && !own && !agent && !matches!(a.role, Role::Behalf | Role::By | Role::Between | Role::With) && a.start > t.end && !a.joined {
            continue;
        }
        if a.kind == ActorKind::Dyad {
            continue;
        }
        for one in signatories(scene, a, defence) {
            if !out.iter().any(|x| x.state == one.state && (x.office == one.office || x.name == one.name)) {
                out.push(one);
            }
        }
    }
    out
}

/// One signatory for each state of an actor ("the Turkish and the Qatari ministers of defence"). A named person without a state ("his
/// counterpart B") is of the party for which nobody else signs: the state stays empty.
fn signatories(scene: &Scene, a: &Actor, defence: bool) -> Vec<Signatory> {
    let office = match &a.office {
        Some(o) if o == "minister" && defence && bare_minister(scene, a) => "minister-of-defence".into(),
        Some(o) => o.clone(),
        None if a.kind == ActorKind::Counterpart && scene.doc.lexicon.separate() => "other".into(),
        None => return Vec::new(),
    };
    let open = scene.doc.lexicon.separate() && a.states.is_empty() && a.name.is_some() && matches!(a.kind, ActorKind::Counterpart | ActorKind::Person);
    let most = if a.plural { 4 } else { 1 };
    let states = a.states.iter().take(most).cloned().chain(open.then(String::new));
    states.map(|state| Signatory { name: a.name, rank: a.rank, office: office.clone(), state, domain: a.domain.clone() }).collect()
}

/// "the Argentine minister A", "ministers A and B": the office's phrase is one word, no ministry of trade or justice.
fn bare_minister(scene: &Scene, a: &Actor) -> bool {
    let doc = scene.doc;
    let phrase = doc.within(a.start, a.end).iter().find(|h| h.class == Class::Office && h.end <= a.end);
    // A counterpart holds the other's office.
    doc.lexicon.separate() && phrase.map_or(a.kind == ActorKind::Counterpart, |h| h.end == h.start + 1)
}

/// Who a participle says has signed: behind "by" ("the accord signed by ministers A and B"); where the participle stands before its noun,
/// those joined right before it ("A ve B'nin imzaladığı belge").
fn agents<'a>(scene: &Scene<'a, '_>, t: &Trigger) -> Vec<&'a Actor> {
    let doc = scene.doc;
    let s = &doc.sentences[t.sentence];
    let person = |a: &&Actor| matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart) && !a.former;
    if doc.lexicon.verb_final() {
        let mut out: Vec<&Actor> = Vec::new();
        let mut end = t.start;
        let before: Vec<&Actor> = scene.cast.within(s.start, t.start).collect();
        for a in before.into_iter().rev().take_while(|a| person(a)) {
            if a.end + 2 < end || (out.is_empty() && a.role == Role::Bare) {
                break;
            }
            end = a.start;
            out.push(a);
            if !a.joined {
                break;
            }
        }
        return out;
    }
    if !doc.lexicon.separate() {
        return Vec::new();
    }
    let mut by = scene.cast.within(t.end, (t.end + 24).min(s.end)).filter(person).skip_while(|a| a.role != Role::By);
    let Some(first) = by.next() else { return Vec::new() };
    if doc.within(t.end, first.start).iter().any(|h| h.class == Class::Verb && (crate::mention::Doc::is_finite(h) || doc.value(h).starts_with("step:"))) {
        return Vec::new();
    }
    std::iter::once(first).chain(by.take_while(|a| a.joined && a.role == Role::By)).collect()
}

/// "…, spokesman A said on Tuesday", "Minister A announced that Mali and Togo have signed": who only tells of it does not sign.
fn speaks(scene: &Scene, a: &Actor, t: &Trigger) -> bool {
    let doc = scene.doc;
    if !doc.lexicon.separate() || doc.lexicon.verb_final() || !matches!(a.role, Role::Bare | Role::Of) {
        return false;
    }
    let tells = |h: &crate::lexicon::Hit| crate::mention::Doc::is_finite(h) && !doc.value(h).starts_with("step:");
    if a.start >= t.end {
        // "…, foreign ministry spokesman A said": nothing but actors and articles behind the comma.
        let comma = (t.end..a.start).rev().find(|&k| scene.cast.covers(k).is_none() && !doc.is_particle(k)).is_some_and(|k| doc.tokens.is(k, ','));
        return comma && !a.joined && (a.end..a.end + 2).any(|k| doc.at(k).iter().any(tells));
    }
    // Who stands before "that" signs only where the clause behind it has no subject of its own.
    let Some(that) = (a.end..t.start).find(|&k| doc.word(k, "that").is_some()) else { return false };
    let told = doc.within(a.end, that).iter().any(tells);
    let acts = |b: &Actor| b.role == Role::Bare && (b.kind == ActorKind::Dyad || (!b.states.is_empty() && !matches!(b.kind, ActorKind::Nisba | ActorKind::City)));
    told && scene.cast.within(that, t.start).any(acts)
}

/// "signed during Prime Minister A's visit", "en marge de la visite du roi": who is named with the visit does not sign.
fn visits(scene: &Scene, a: &Actor, t: &Trigger, from: usize) -> bool {
    let doc = scene.doc;
    if !doc.lexicon.separate() || !matches!(a.role, Role::Bare | Role::Of | Role::By) {
        return false;
    }
    let visit = |k: usize| doc.at(k).iter().any(|h| h.class == Class::Verb && h.form == Form::Masdar && doc.value(h) == "event:visit");
    // "Prezident A-nın səfəri çərçivəsində".
    if doc.lexicon.verb_final() {
        let noun = (a.end..(a.end + 5).min(t.start)).find(|&k| visit(k));
        return noun.is_some_and(|v| (v..v + 3).any(|k| doc.word(k, "during").is_some() || doc.word(k, "occasion").is_some()));
    }
    let near = (a.start.saturating_sub(8).max(from)..a.start)
        .rev()
        .take_while(|&k| !doc.tokens.is(k, ',') && !doc.at(k).iter().any(crate::mention::Doc::is_finite))
        .find(|&k| doc.word(k, "during").is_some() || doc.word(k, "occasion").is_some());
    near.is_some_and(|k| (k..a.start).chain(a.end..a.end + 3).any(visit))
}

/// "in the presence of …": a word of witness stands nearer before the actor than any step.
fn seen(scene: &Scene, a: &Actor, t: &Trigger) -> bool {
    let doc = scene.doc;
    (t.end.min(a.start)..a.start)
        .rev()
        .take(20)
        .find_map(|k| {
            if doc.at(k).iter().any(|h| h.class == Class::Verb && doc.value(h) == "witness") {
                return Some(true);
            }
            doc.at(k).iter().any(|h| h.class == Class::Verb && doc.value(h).starts_with("step:")).then_some(false)
        })
        .unwrap_or(false)
}

/// Both ministers named only as "the defence ministers of the two countries".
pub fn paired_office(scene: &Scene, t: &Trigger, inst: &InstrumentFrame) -> Option<String> {
    let clause = clause_of(scene, t.start, inst.end.max(t.end));
    let doc = scene.doc;
    if doc.within(clause.start, t.start).iter().any(|h| h.class == Class::Verb && doc.value(h) == "witness") {
        return None;
    }
    scene
        .cast
        .within(clause.start, clause.end)
        .find(|a| a.kind == ActorKind::Dyad && a.office.is_some() && matches!(a.role, Role::Bare | Role::Of | Role::By | Role::Between))
        .and_then(|a| a.office.clone())
}
