//! The builder: takes instrument mentions in text order, decides what each asserts and of which agreement, and merges.

use super::agreement::{Evid, Fact, Signatory, compatible, same_period};
use super::areas;
use super::field::field_of;
use super::parties::{Context, Parties, find_parties};
use super::step::{paired_office, place_of, signatories_of, step_of};
use crate::frame::{InstrumentFrame, Mood, Scene, Trigger, mood_at};
use crate::lexicon::{Class, Form};
use crate::mention::{ActorKind, Role, add_states};
use crate::record::{DateValue, Precision};
use crate::text::LineKind;

/// Agreements asserted, and sets of parties of what is only hoped, planned or denied.
#[derive(Debug, Default)]
pub struct Built {
    pub facts: Vec<Fact>,
    pub unasserted: Vec<(Vec<String>, &'static str, Evid)>,
    /// For each instrument mention, the fact it speaks of.
    pub of: Vec<Option<usize>>,
    /// Further facts of mentions that speak of several ("both agreements").
    pub also: Vec<(usize, usize)>,
    /// Parties of mentions that asserted nothing yet ("an agreement with Jordan … the agreement was signed in 1999").
    pending: Vec<(usize, Vec<String>)>,
    /// Mentions that could have been agreements: the recall of candidates is measured on these.
    pub candidates: Vec<Vec<String>>,
    /// Agreements put together and not coded, with the reason, for who debugs a pack.
    pub dropped: Vec<(Vec<String>, &'static str)>,
}

/// Builds the agreements of a document.
pub fn build_agreements(scene: &Scene, instruments: &[InstrumentFrame], triggers: &[Trigger]) -> Built {
    let mut b = Builder { scene, instruments, triggers, never: instruments.iter().any(|i| i.never), out: Built { of: vec![None; instruments.len()], ..Built::default() } };
    for n in 0..instruments.len() {
        b.mention(n);
    }
    b.pronouns();
    b.ellipses();
    areas::attribute(scene, instruments, &mut b.out);
    b.finish();
    b.out
}

/// What a mention looks back at stands within so many tokens: a bound against sentences without an end.
const FAR: usize = 60;

/// Gives the steps told without a day the one that heads their line or list.
fn date_open(steps: &mut [(super::StepFact, &Trigger)], d: &crate::time::DateMention, rule: &str) {
    for (s, _) in steps.iter_mut().filter(|(s, _)| !s.date.is_known() && s.status != "rejected" && s.status != "negotiating") {
        s.date = d.past.clone();
        s.date_at = Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: rule.into() });
    }
}

/// "amended the agreement on Monday. The protocol was signed in Budapest": an instrument of its own that brings about what was told
/// right before (`by`) of another.
fn amends(inst: &InstrumentFrame, f: &Fact, by: &[&str]) -> bool {
    matches!(inst.kind.as_str(), "protocol" | "memorandum" | "arrangement")
        && f.kind != inst.kind
        && f.sentence + 2 >= inst.sentence
        && f.steps.iter().any(|s| by.contains(&s.status.as_str()))
}

/// Days from a day to the document's.
fn days_before(published: Option<&str>, d: &DateValue) -> Option<i32> {
    let (p, d): (jiff::civil::Date, jiff::civil::Date) = (published?.parse().ok()?, d.value.as_deref()?.parse().ok()?);
    Some(d.until(p).ok()?.get_days())
}

struct Builder<'a, 'b> {
    scene: &'a Scene<'a, 'b>,
    instruments: &'a [InstrumentFrame],
    triggers: &'a [Trigger],
    /// Some mention of the text is of a kind that is never defence cooperation.
    never: bool,
    out: Built,
}

impl<'a, 'b> Builder<'a, 'b> {
    /// "signed two agreements, the first on …, the second on …": each is one of the pair's own; the first is the one that was told for both.
    fn enumerated(&mut self, n: usize, head: usize) {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let Some(first) = self.out.of[head].filter(|_| !self.out.also.iter().any(|(k, _)| *k == head)) else { return };
        let f = if inst.ordinal == Some(1) {
            first
        } else {
            let told = &self.out.facts[first];
            let set = told.parties.clone();
            let span = Some((told.party_evidence.start, told.party_evidence.end));
            let parties = Parties { sets: vec![set.clone()], rule: "context", span, explicit: told.explicit, ..Parties::default() };
            let (steps, place, signatories) = (told.steps.clone(), told.place.clone(), told.signatories.clone());
            let f = self.new_fact(n, &set, &parties);
            let fact = &mut self.out.facts[f];
            (fact.steps, fact.place, fact.signatories) = (steps, place, signatories);
            f
        };
        self.out.of[n] = Some(f);
    }

    fn mention(&mut self, n: usize) {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        if let Some(head) = inst.among {
            self.enumerated(n, head);
            return;
        }
        let all: &'a [Trigger] = self.triggers;
        let mut own: Vec<&'a Trigger> = all.iter().filter(|t| t.instrument == Some(n)).collect();
        let listed = self.list_opener(n);
        if own.is_empty() {
            own.extend(listed);
        }
        // A second instrument joined to one with a trigger shares it ("signed an agreement and a protocol").
        if own.is_empty() && n > 0 && self.joined(n) {
            own.extend(all.iter().filter(|t| t.instrument == Some(n - 1) && t.form != Form::Participle));
        }
        // "the agreement and its protocol, the signing of both …": the pronoun stands for both.
        if own.is_empty() && self.instruments.get(n + 1).is_some() && self.joined(n + 1) {
            own.extend(all.iter().filter(|t| t.instrument == Some(n + 1) && t.pronoun && t.status == "signed"));
        }
        if let Some(t) = self.decreed(n).filter(|_| own.iter().all(|t| t.form == Form::Participle)) {
            own.insert(0, t);
        }
        if own.iter().any(|t| self.by_company(t)) || self.between_firms(inst) {
            return;
        }
        // Sportsmen, banks, truces: the sentence says what it is about, and the noun nothing of defence.
        let s = &self.scene.doc.sentences[inst.sentence];
        let near = |h: &crate::lexicon::Hit| h.class == Class::Cue && matches!(self.scene.doc.value(h), "defence" | "security");
        let tight = self.scene.doc.within(inst.end, inst.end + 5).iter().any(near);
        if !tight && self.scene.doc.within(s.start, s.end).iter().any(|h| h.class == Class::Cue && self.scene.doc.value(h) == "never") {
            return;
        }
        // "the agreement" after "the nuclear agreement" is that one; where a text speaks of such a one, only what is named as
        // defence or security beside the noun is another.
        let unnamed = inst.defence + inst.security == 0;
        if inst.never || (unnamed && self.never) || (inst.definite && inst.first_cue.is_none() && self.follows_other(n)) {
            return;
        }
        let pair = self.last_pair(inst);
        let label = crate::mention::line_label(self.scene.doc, self.scene.doc.sentences[inst.sentence].line);
        let home = label.as_deref().or(self.scene.setting.home.as_deref());
        let three = self.last_three(inst);
        let context = Context { last_pair: pair.as_deref(), last_three: three.as_ref(), home, next: None, after: None, apart: None };
        // Arguments of the next instrument in the sentence are not this one's, nor those of the one it is joined to.
        let apart_from = |i: &&InstrumentFrame| i.sentence == inst.sentence && (self.joined(n + 1) && listed.is_none() || self.scene.doc.word(i.start, "one-of").is_some());
        // "signed a defence agreement and a memorandum with Togo": a partner told behind both is of both.
        let own_side = |i: &InstrumentFrame| self.scene.cast.within(inst.end, i.group_start.min(i.start)).any(|a| matches!(a.role, Role::With | Role::Between));
        let weak = matches!(inst.kind.as_str(), "plan" | "roadmap" | "contract" | "minutes" | "document" | "partnership");
        let shared = |i: &&InstrumentFrame| !weak && !own_side(i) && i.start <= inst.end + 8 && self.joined(n + 1) && self.scene.doc.word(i.start, "one-of").is_none();
        let next = self.instruments.get(n + 1).filter(apart_from).filter(|i| !shared(i)).map(|i| i.start);
        let after = (n > 0 && self.joined(n) && !self.triggers.iter().any(|t| t.instrument == Some(n))).then(|| &self.instruments[n - 1]).map(|i| (i.end, inst.start));
        let apart = self.instruments.get(n + 1).filter(|_| self.as_well(n + 1)).map(|i| i.group_start.min(i.start));
        let context = Context { next: apart.or(next), after, apart, ..context };
        // "have postponed the signing of an agreement on …": who holds it back are its sides.
        let held = if own.is_empty() { self.held_back(inst) } else { None };
        let parties = match &held {
            Some(t) => find_parties(self.scene, inst, &[t], &context),
            None => find_parties(self.scene, inst, &own, &context),
        };
        for s in &parties.sets {
            self.out.candidates.push(s.clone());
        }
        let mut steps: Vec<_> = own.iter().filter_map(|t| step_of(self.scene, t, inst, self.triggers).map(|s| (s, *t))).collect();
        // "replaces the one signed in 1992": the year is its name, not the day it ends.
        for (s, _) in steps.iter_mut().filter(|(s, _)| inst.older && s.status == "terminated") {
            s.date = DateValue::unknown();
            s.date_at = None;
        }
        // "Kenya and Togo approved the plan of military cooperation": what both sides adopt is agreed between them.
        if matches!(inst.kind.as_str(), "plan" | "roadmap") && parties.rule == "subjects" && parties.sets.first().is_some_and(|s| s.len() >= 2) {
            let body = |t: &Trigger| ["cabinet", "parliament"].iter().any(|w| (self.scene.doc.sentences[t.sentence].start..inst.end).any(|k| self.scene.doc.word(k, w).is_some()));
            for (s, _) in steps.iter_mut().filter(|(s, t)| s.status == "approved" && Form::is_finite(t.form) && !body(t)) {
                s.status = "signed".into();
            }
        }
        // A step told in a chronology's line is of the day that heads it.
        if let Some(d) = self.line_date(inst.sentence) {
            date_open(&mut steps, d, "date/line");
        }
        // What a list opened with a day, or stands under a line that is only a day, is of that day.
        if let Some(d) = self.opener_day(inst.sentence) {
            date_open(&mut steps, d, "date/list");
        }
        // "amended the 1998 agreement": it was signed then.
        let year = || self.scene.dates_within(inst.end, inst.group_end).next().filter(|_| inst.older);
        if let (Some(d), Some((_, t))) = (super::step::named_date(self.scene, inst).or_else(year), steps.first())
            && steps.iter().all(|(s, _)| s.status != "signed" && s.status != "rejected" && !matches!(s.status.as_str(), "negotiating" | "proposed"))
        {
            let at = Evid { field: "status".into(), start: inst.start, end: inst.end, rule: "named/date".into() };
            let date_at = Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/group".into() });
            let signed = super::StepFact { status: "signed".into(), date: d.past.clone(), at, date_at, recalled: true };
            steps.push((signed, *t));
        }
        let only = own.iter().map(|t| t.mood).find(|m| matches!(m, Mood::Hypothetical | Mood::Future | Mood::Negated | Mood::Denied));
        if inst.kind == "partnership" {
            self.bare(n, &parties);
            return;
        }
        if steps.is_empty() && !own.is_empty() {
            if let (Some(mood), Some(set)) = (only, parties.sets.first()) {
                let mode = match mood {
                    Mood::Future => "future",
                    Mood::Negated | Mood::Denied => "negated",
                    _ => "hypothetical",
                };
                self.out.unasserted.push((set.clone(), mode, Evid { field: "agreement".into(), start: inst.start, end: inst.end, rule: own[0].rule.clone() }));
            }
            if inst.definite || parties.sets.is_empty() {
                self.out.of[n] = self.refer(n, &parties);
            } else if self.scene.doc.lexicon.separate() && parties.explicit && inst.first_cue.as_deref().is_some_and(|c| c != "other") {
                // "On the signing of the agreement between …": told of, and not yet as done.
                self.out.pending.push((n, parties.sets[0].clone()));
            }
            return;
        }
        if steps.is_empty() {
            if !self.rested_on(n) {
                self.bare(n, &parties);
            }
            return;
        }
        // "we are negotiating an agreement on …": the sides of the conversation.
        let mut parties = parties;
        let mut apart = false;
        let s_end = self.scene.doc.sentences[inst.sentence].end;
        let fielded = inst.first_cue.as_deref().is_some_and(|c| c != "other") || self.scene.doc.within(inst.end, inst.group_end).iter().any(|h| h.class == Class::Area);
        // "A separate memorandum concluded the same day deals with cyber defence": what it is about says its field.
        let about = (inst.end..s_end).find(|&t| self.scene.doc.word(t, "content").is_some());
        let about = about.filter(|_| inst.new && !inst.definite && self.scene.doc.lexicon.separate());
        let fielded = fielded || about.is_some_and(|t| self.scene.doc.within(t, s_end).iter().any(|h| h.class == Class::Area));
        let hinted = parties.hint.as_ref().is_none_or(|h| pair.as_ref().is_some_and(|p| p.contains(h)));
        if let Some(p) = self.label_pair(inst).filter(|_| parties.sets.is_empty() || !parties.explicit) {
            parties.span = Some((self.scene.doc.sentences[inst.sentence].start, inst.start));
            parties.sets = vec![p];
            parties.rule = "label";
            parties.explicit = true;
        }
        if parties.sets.is_empty() && !inst.definite && hinted && fielded && !inst.other_only() {
            let known = self.out.facts.last().is_some_and(|f| Some(&f.parties) == pair.as_ref()) || pair.as_ref().is_some_and(|p| self.paired_before(inst, p));
            if let (Some(p), true) = (&pair, known && (own.iter().any(|t| t.form != Form::Masdar) || self.scene.doc.sentences[inst.sentence].kind == LineKind::Prose)) {
                parties.sets = vec![p.clone()];
                parties.rule = "context";
            }
        }
        if parties.sets.is_empty() && !inst.definite && !inst.other_only() && steps.iter().any(|(s, _)| s.status == "signed") {
            self.signed_for(n, &mut parties);
        }
        // "the military cooperation between Tunisia and Algeria rests on an agreement signed in 2001".
        let mut based: Option<String> = None;
        if parties.sets.len() <= 1 && !inst.definite && inst.first_cue.is_none() {
            let doc = self.scene.doc;
            let from = inst.start.saturating_sub(FAR).max(doc.sentences[inst.sentence].start);
            let two: Vec<_> =
                self.scene.cast.within(from, inst.start).filter(|a| a.role == Role::Between && matches!(a.kind, ActorKind::State | ActorKind::Capital | ActorKind::Home)).collect();
            let mut set = crate::mention::states_of(two.iter().copied());
            let cue = two.first().and_then(|a| {
                (from..a.start).find_map(|t| {
                    doc.word(t, "cooperation").and_then(|w| {
                        doc.within(w.start, w.end + 2).iter().find(|h| h.class == Class::Cue && matches!(doc.value(h), "defence" | "security")).map(|h| doc.value(h).to_string())
                    })
                })
            });
            set.sort();
            if set.len() == 2 && cue.is_some() && parties.sets.first().is_none_or(|p| *p == set) {
                parties.span = Some((two[0].start, two[two.len() - 1].end));
                parties.sets = vec![set];
                parties.rule = "cooperation";
                parties.explicit = true;
                based = cue;
            }
        }
        // "… within the agreement on military cooperation, signed in 2009": another one of the same two, not the news of the day.
        if parties.sets.is_empty()
            && inst.definite
            && fielded
            && let (Some((day, _)), Some(p)) = (self.story_day(), &pair)
            && steps.iter().any(|(s, t)| s.status == "signed" && self.recalls(t) && s.date.is_known() && !compatible(&s.date, &day))
            && self.refer(n, &parties).is_some_and(|f| {
                self.out.facts[f].kind != inst.kind && self.out.facts[f].parties == *p && self.out.facts[f].steps.iter().all(|x| !x.recalled || !x.date.is_known())
            })
        {
            parties.sets = vec![p.clone()];
            parties.rule = "context";
            apart = true;
        }
        // "amended the agreement on Monday. The protocol was signed in Budapest": what amends is an agreement of its own.
        let signed = steps.iter().find(|(s, _)| s.status == "signed").map(|(s, _)| s.date.clone());
        if parties.sets.is_empty()
            && self.scene.doc.lexicon.separate()
            && inst.definite
            && let Some(day) = signed
            && let Some(f) = self.refer(n, &parties).map(|f| &self.out.facts[f])
        {
            // "signed a memorandum in 1997. In 2005 the framework agreement on defence was signed": another, of its own field and day.
            let other_day = f.kind != inst.kind && fielded && f.steps.iter().any(|s| s.status == "signed" && !compatible(&s.date, &day));
            if amends(inst, f, &["amended", "renewed"]) || other_day {
                parties.sets = vec![f.parties.clone()];
                parties.rule = "context";
                apart = true;
            }
        }
        // "the plan for next year is being agreed on", told beside that of this year: another one of the same two.
        if let (true, Some(p)) = (parties.sets.is_empty() && inst.definite, &pair) {
            let other = |f: &Fact| f.parties == *p && f.kind == inst.kind && !same_period(&f.period, &inst.period);
            if self.out.facts.iter().any(other) && self.refer(n, &parties).is_none() {
                parties.sets = vec![p.clone()];
                parties.rule = "context";
                apart = true;
            }
        }
        // "the original agreement was concluded in 2022": not the one told of, but the one of the same two that it rests on.
        if inst.parent && inst.definite {
            let set = parties.sets.first().cloned().or_else(|| pair.clone());
            if let Some(p) = set {
                let rests = |f: &Fact| f.parties == p && (f.instruments.is_empty() && f.steps.iter().any(|x| x.recalled && x.date.is_known()));
                let told = self.out.facts.iter().filter(|f| f.parties == p).count();
                apart = !(told > 1 && self.out.facts.iter().any(rests));
                parties.sets = vec![p];
                parties.rule = "context";
            }
        }
        // "which abrogates the one of 1992": an agreement of the same two, signed then.
        if inst.older {
            let before = n.checked_sub(1).and_then(|m| self.out.of[m]).map(|f| self.out.facts[f].parties.clone());
            let Some(p) = before.or_else(|| pair.clone()) else { return };
            parties.sets = vec![p];
            parties.rule = "context";
            apart = true;
        }
        // "memoranda of understanding and military agreements": a kind of instrument, not one of them.
        let begun =
            |t: &&Trigger| self.scene.doc.within(t.start.saturating_sub(10), t.start).iter().any(|h| crate::mention::Doc::is_finite(h) && self.scene.doc.value(h) == "event:begin");
        let talk = steps.iter().all(|(s, t)| s.status == "negotiating" && t.form == Form::Masdar && !begun(t)) && parties.rule == "subjects";
        let sundry = inst.count != 1 && !parties.explicit && inst.defence + inst.security == 0;
        // "signed documents on military cooperation between the two countries": told of both, and of their field.
        let both = parties.rule == "both-sides" && inst.defence + inst.security > 0 && steps.iter().any(|(_, t)| t.form.is_finite());
        if (inst.count == 0 && !parties.explicit && !both) || talk || sundry {
            self.out.of[n] = self.refer(n, &parties);
            return;
        }
        self.as_headlined(&mut parties);
        // Which agreements does it speak of?
        let text_of = inst.kind == "document" && inst.genitive;
        let referred = self.refer(n, &parties);
        let early = !steps.is_empty() && steps.iter().all(|(s, _)| s.status == "negotiating");
        let other_kind = early && inst.kind != "document" && referred.is_some_and(|f| self.out.facts[f].kind != inst.kind);
        if parties.sets.is_empty() && (inst.definite || text_of) && (referred.is_none() || other_kind) {
            let told = self
                .out
                .pending
                .iter()
                .rev()
                .find(|(k, _)| (self.instruments[*k].kind == inst.kind || inst.kind == "document") && self.instruments[*k].sentence + 2 >= inst.sentence)
                .cloned();
            if let Some((k, set)) = told {
                apart |= other_kind;
                parties.sets = vec![set];
                parties.rule = "told-before";
                parties.span = Some((self.instruments[k].start, self.instruments[k].group_end.max(self.instruments[k].end)));
                self.out.also.push((k, self.out.facts.len()));
            }
        }
        let known = self.out.facts.len();
        let before = self.out.facts.iter().rposition(|f| {
            inst.definite
                && inst.first_cue.is_none()
                && f.kind == inst.kind
                && f.sentence + 2 >= inst.sentence
                && parties.sets.first().is_some_and(|s| s.iter().any(|p| f.parties.contains(p)) && *s != f.parties)
        });
        let targets: Vec<usize> = if parties.sets.is_empty() {
            self.refer(n, &parties).into_iter().collect()
        } else {
            // The day of an announcement tells no two agreements apart.
            let day = |s: &super::StepFact| if s.announced_only() { DateValue::unknown() } else { s.date.clone() };
            let told: Vec<(String, DateValue, bool)> = steps.iter().map(|(s, t)| (s.status.clone(), day(s), self.recalls(t))).collect();
            parties.sets.iter().map(|set| if apart { self.new_fact(n, set, &parties) } else { self.find_or_new(n, set, &parties, &told) }).collect()
        };
        // "the agreement was signed by the commissioner and the minister": the one told right before, whatever bodies sign.
        let targets = match (targets.as_slice(), before) {
            ([f], Some(b)) if *f + 1 == self.out.facts.len() && *f >= known => {
                self.out.facts.pop();
                vec![b]
            }
            _ => targets,
        };
        let Some(&first) = targets.first() else { return };
        // "a similar document was signed in 2018": of the kind of the one told before.
        if let (true, Some(model)) = (inst.similar && inst.kind == "document" && first == known, known.checked_sub(1).map(|k| &self.out.facts[k])) {
            let kind = model.kind.clone();
            self.out.facts[first].kind = kind;
        }
        if based.is_some() {
            self.out.facts[first].domain = based;
            self.out.facts[first].general = true;
        }
        self.out.of[n] = Some(first);
        self.out.also.extend(targets.iter().skip(1).map(|&f| (n, f)));
        for f in targets {
            for (s, t) in &steps {
                self.add_step(f, s.clone());
                if matches!(s.status.as_str(), "signed" | "initialled" | "renewed" | "negotiating")
                    && let Some(p) = place_of(self.scene, t, inst)
                {
                    self.out.facts[f].place.get_or_insert(p);
                }
                if matches!(s.status.as_str(), "signed" | "renewed" | "amended") {
                    self.sign(f, t, Some(inst));
                }
            }
        }
    }

    /// A verb of mood right before an instrument ("postponed the signing of"), as a trigger that carries no step.
    fn held_back(&self, inst: &InstrumentFrame) -> Option<Trigger> {
        let doc = self.scene.doc;
        let start = inst.group_start.min(inst.start);
        let from = doc.lead(start);
        let h = doc
            .within(from.saturating_sub(6), from)
            .iter()
            .rev()
            .find(|h| h.end == from && h.end - h.start >= 2 && h.class == Class::Verb && crate::mention::Doc::is_finite(h) && doc.value(h).starts_with("mode:"))?;
        doc.lexicon.separate().then(|| Trigger {
            start: h.start,
            end: h.end,
            status: "held".into(),
            form: h.form,
            mood: Mood::Hypothetical,
            pronoun: false,
            purpose: false,
            sentence: inst.sentence,
            instrument: None,
            rule: doc.lexicon.entry(h).rule.clone(),
        })
    }

    /// A headline and its body tell the same several agreements, one of them less plainly ("signs memoranda with B and C"): the
    /// plainer one, of two sides each, holds.
    fn as_headlined(&mut self, parties: &mut Parties) {
        if !self.scene.doc.lexicon.separate() {
            return;
        }
        if let [set] = parties.sets.as_slice()
            && set.len() >= 3
        {
            let pairs: Vec<Vec<String>> =
                self.out.facts.iter().filter(|f| f.headline_only && f.parties.len() == 2 && f.parties.iter().all(|p| set.contains(p))).map(|f| f.parties.clone()).collect();
            if pairs.len() + 1 == set.len() {
                parties.sets = pairs;
            }
            return;
        }
        let mut all: Vec<String> = parties.sets.iter().flatten().cloned().collect();
        all.sort();
        all.dedup();
        if parties.sets.len() >= 2
            && let Some(f) = self.out.facts.iter_mut().find(|f| f.headline_only && f.parties == all)
        {
            f.parties = parties.sets[0].clone();
        }
    }

    /// A mention without a step: a reference to a known agreement, or one recalled by its parties alone.
    fn bare(&mut self, n: usize, parties: &Parties) {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        if inst.kind == "partnership" || !matches!(mood_at(self.scene, inst.start, Form::Base), Mood::Asserted | Mood::Negated | Mood::Denied) {
            if let (Some(set), true) = (parties.sets.first(), parties.explicit && (inst.first_cue.as_deref() != Some("other"))) {
                let mode = if mood_at(self.scene, inst.start, Form::Base) == Mood::Future { "future" } else { "hypothetical" };
                self.out.unasserted.push((set.clone(), mode, Evid { field: "agreement".into(), start: inst.start, end: inst.end, rule: inst.rule.clone() }));
            }
            if inst.kind == "partnership" {
                return;
            }
        }
        // "the memoranda of Rwanda and Panama": those with each of the states named.
        if inst.count != 1 && !parties.explicit {
            let named = crate::mention::states_of(
                self.scene.cast.within(inst.end, (inst.end + 4).min(inst.group_end)).filter(|a| matches!(a.kind, ActorKind::State) && matches!(a.role, Role::Bare | Role::Of)),
            );
            let found: Vec<usize> = named.iter().filter_map(|s| self.out.facts.iter().rposition(|f| f.kind == inst.kind && f.parties.contains(s))).collect();
            if found.len() >= 2 && found.len() == named.len() {
                self.out.of[n] = Some(found[0]);
                self.out.also.extend(found[1..].iter().map(|&f| (n, f)));
                return;
            }
        }
        if let Some(f) = self.refer(n, parties).filter(|_| inst.definite || parties.sets.is_empty() || !parties.explicit) {
            self.out.of[n] = Some(f);
            // "both agreements", "the three memoranda": all of those told together.
            if inst.definite && inst.count != 1 && inst.ordinal.is_none() && parties.hint.is_none() {
                let most = if inst.count == 0 { usize::MAX } else { inst.count };
                let kind = self.out.facts[f].kind.clone();
                let same = (0..f).rev().filter(|&k| self.out.facts[k].kind == kind).take(most.saturating_sub(1)).map(|k| (n, k)).collect::<Vec<_>>();
                self.out.also.extend(same);
            }
            return;
        }
        let Some(set) = parties.sets.first().filter(|_| parties.explicit) else { return };
        if inst.first_cue.as_deref().is_some_and(|c| c != "other") {
            self.out.pending.push((n, set.clone()));
        }
        if let Some(f) = self.same_parties(set) {
            self.out.of[n] = Some(f);
            return;
        }
        let s = &self.scene.doc.sentences[inst.sentence];
        let asserted = mood_at(self.scene, inst.start, Form::Base) == Mood::Asserted;
        // "the talks go on about the deal between …": talked of, not concluded.
        let talked = self
            .scene
            .doc
            .within(inst.start.saturating_sub(6).max(s.start), inst.start)
            .iter()
            .any(|h| h.class == Class::Verb && h.form == Form::Masdar && matches!(self.scene.doc.value(h), "step:negotiating" | "event:meeting"));
        let asserted = asserted && !talked;
        let field = inst.first_cue.as_deref().is_some_and(|c| c != "other");
        let heading = self.line_date(inst.sentence);
        let chronicle = heading.is_some();
        // Named alone ("the future of the military agreement between …") it need not exist: a headline, a date, or "under it" says so.
        // A day still to come is that of its end, not of its signature.
        let to_come = |d: &DateValue| self.scene.published.is_some_and(|p| d.value.as_deref().is_some_and(|v| v > p && !p.starts_with(v)));
        let dated = self.scene.dates_within(inst.end, inst.group_end).next().is_some_and(|d| !to_come(&d.past));
        let founded = s.kind == LineKind::Headline || dated || chronicle || self.scene.doc.word_before(inst.start, "under") || self.scene.doc.word_before(inst.start, "content");
        if !asserted || !founded || inst.draft || inst.new || !(field || chronicle) || (parties.rule == "with-home" && !chronicle) || inst.kind == "document" || inst.kind == "plan"
        {
            return;
        }
        let f = self.new_fact(n, set, parties);
        let fact = &mut self.out.facts[f];
        fact.implied = s.kind != LineKind::Headline;
        let date = self.scene.dates_within(inst.end, inst.group_end).next().or(heading);
        let date_value = date.map_or_else(DateValue::unknown, |d| d.past.clone());
        fact.steps.push(super::StepFact {
            status: "signed".into(),
            date: date_value,
            at: Evid { field: "status".into(), start: inst.start, end: inst.end, rule: "implied/between".into() },
            date_at: date.map(|d| Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/group".into() }),
            recalled: true,
        });
        self.out.of[n] = Some(f);
    }

    /// "signed a protocol that amends the agreement on air policing of 2017", "a protocol to the 1998 agreement on …": what another
    /// instrument of the same sentence changes or completes was signed on the day of its name, by the same sides.
    fn rested_on(&mut self, n: usize) -> bool {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let doc = self.scene.doc;
        let Some(m) = n.checked_sub(1).filter(|&m| self.instruments[m].sentence == inst.sentence) else { return false };
        let by = &self.instruments[m];
        let fielded = inst.first_cue.as_deref().is_some_and(|c| c != "other") || (inst.group_start..inst.group_end).any(|t| doc.find(t, Class::Area).is_some());
        let Some(f) = self.out.of[m].filter(|_| fielded && !inst.other_only() && by.kind != inst.kind && inst.kind != "document" && inst.count == 1) else { return false };
        let changes = |h: &crate::lexicon::Hit| h.class == Class::Verb && matches!(doc.value(h), "step:amended" | "step:renewed" | "step:replaced");
        let named = super::step::named_date(self.scene, inst);
        let inside = doc.within(by.end, inst.start).iter().any(changes) || inst.start <= by.end + 3 && !self.joined(n);
        let Some(d) = named.filter(|d| inside && d.past.is_known()) else { return false };
        let set = self.out.facts[f].parties.clone();
        let parties = Parties { sets: vec![set.clone()], rule: "context", ..Parties::default() };
        let told = [("signed".to_string(), d.past.clone(), true)];
        let g = self.find_or_new(n, &set, &parties, &told);
        let at = Evid { field: "status".into(), start: inst.start, end: inst.end, rule: "named/date".into() };
        let date_at = Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/group".into() });
        self.add_step(g, super::StepFact { status: "signed".into(), date: d.past.clone(), at, date_at, recalled: true });
        self.out.of[n] = Some(g);
        true
    }

    /// "… the signing of an agreement. It was signed for the X side by … and for the Y side by …": the parties are told with those who sign.
    fn signed_for(&self, n: usize, parties: &mut Parties) {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let doc = self.scene.doc;
        let names = |t: &&Trigger| {
            let of = t.instrument.map(|k| &self.instruments[k]);
            let same = of.is_some_and(|i| i.definite && i.first_cue.is_none() && (i.kind == inst.kind || i.kind == "document"));
            t.status == "signed" && t.mood == Mood::Asserted && t.start > inst.end && t.sentence <= inst.sentence + 2 && (t.instrument.is_none() && t.pronoun || same)
        };
        let Some(t) = self.triggers.iter().find(names) else { return };
        let s = &doc.sentences[t.sentence];
        let behalf: Vec<_> = self.scene.cast.within(t.end, s.end).filter(|a| a.role == Role::Behalf && a.states.len() == 1).collect();
        let mut set = crate::mention::states_of(behalf.iter().copied());
        if set.len() != 2 {
            return;
        }
        set.sort();
        parties.span = Some((behalf[0].start, behalf[behalf.len() - 1].end));
        parties.sets = vec![set];
        parties.rule = "signed-for";
        parties.explicit = true;
    }

    /// "signed the following: – …": a bullet takes the step of the line that opened the list.
    fn list_opener(&self, n: usize) -> Option<&'a Trigger> {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let doc = self.scene.doc;
        let s = &doc.sentences[inst.sentence];
        if inst.group_start.min(inst.start) > s.start + 6 {
            return None;
        }
        let l = &doc.lines[self.opener_line(s)?];
        let all: &'a [Trigger] = self.triggers;
        all.iter().rev().find(|t| t.start >= l.start && t.start < l.end && t.mood == Mood::Asserted)
    }

    /// The line with a colon that opens the list an item stands in.
    fn opener_line(&self, item: &crate::text::Sentence) -> Option<usize> {
        let lines = &self.scene.doc.lines;
        let before = (0..item.line).rev().find(|&l| lines[l].kind != LineKind::Bullet)?;
        (item.kind == LineKind::Bullet && lines[before].opens_list).then_some(before)
    }

    /// The day of a list for its items: in the line that opens it, else in a short line right before that is only a day and a place.
    fn opener_day(&self, sentence: usize) -> Option<&'a crate::time::DateMention> {
        let doc = self.scene.doc;
        let item = &doc.sentences[sentence];
        if !doc.lexicon.separate() {
            return None;
        }
        let line = self.opener_line(item)?;
        let l = &doc.lines[line];
        let day = |d: &&crate::time::DateMention| d.past.precision == Precision::Day && !self.scene.setting.in_dateline(d.start);
        let before = || {
            let b = &doc.lines[line.checked_sub(1)?];
            let told = doc.within(b.start, b.end).iter().any(|h| crate::mention::Doc::is_finite(h) || h.class == Class::Instrument);
            self.scene.dates_within(b.start, b.end).find(day).filter(|_| b.kind != LineKind::Headline && b.end - b.start <= 12 && !told)
        };
        let opener = doc.sentences.iter().rfind(|s| s.line == line).map_or(l.start, |s| s.start);
        self.scene.dates_within(opener, l.end).find(day).or_else(before).or(self.scene.byline.as_ref())
    }

    /// "four decrees ratifying agreements. The first decree concerns the agreement with …": it takes the step told of all of them.
    fn decreed(&self, n: usize) -> Option<&'a Trigger> {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let doc = self.scene.doc;
        let s = &doc.sentences[inst.sentence];
        let decree = (inst.start.saturating_sub(FAR).max(s.start)..inst.start).any(|t| doc.word(t, "decree").is_some());
        let all: &'a [Trigger] = self.triggers;
        let opens = |t: &&Trigger| {
            let several = t.instrument.is_some_and(|k| k != n && self.instruments[k].count != 1 && self.instruments[k].sentence < inst.sentence);
            several && matches!(t.status.as_str(), "ratified" | "approved") && t.mood == Mood::Asserted && t.sentence < inst.sentence && inst.sentence - t.sentence <= 6
        };
        all.iter().rev().find(opens).filter(|_| decree)
    }

    /// "as well as a defence agreement with …", "بالإضافة إلى اتفاقية مع …": told behind a word that joins like "and", with a partner of its own.
    fn as_well(&self, n: usize) -> bool {
        let (a, b) = (&self.instruments[n - 1], &self.instruments[n]);
        let doc = self.scene.doc;
        let from = b.group_start.min(b.start);
        let own = || self.scene.cast.within(b.end, b.group_end).any(|x| matches!(x.role, Role::With | Role::Between) && !x.states.is_empty());
        let near = a.sentence == b.sentence && from >= a.end && from - a.end <= FAR;
        near && !doc.lexicon.verb_final() && doc.word_before(from, "and") && own() && !self.scene.verb_within(a.end, from)
    }

    fn joined(&self, n: usize) -> bool {
        let (a, b) = (&self.instruments[n - 1], &self.instruments[n]);
        let doc = self.scene.doc;
        if a.sentence != b.sentence {
            return false;
        }
        // "a trade agreement and a defence agreement": "and" stands before the article and the attributes; a verb of its own behind
        // the second, or its own sides, make it another matter.
        let from = b.group_start.min(b.start);
        let word = doc.lexicon.separate()
            && !doc.lexicon.verb_final()
            && from >= a.end
            && from - a.end <= 30
            && crate::lexicon::particles_before(doc.lexicon, &doc.tokens, from).any(|k| doc.joins_word(k))
            && !self.scene.verb_within(a.end, from)
            && !doc.within(b.end, (b.group_end + 2).min(doc.sentences[b.sentence].end)).iter().any(|h| crate::mention::Doc::is_finite(h) && h.start >= b.group_end);
        let near = from >= a.end && from - a.end <= FAR && !doc.lexicon.verb_final();
        let as_well = near && doc.word_before(from, "and") && !self.scene.verb_within(a.end, from);
        word || as_well || b.start <= a.group_end + 2 && doc.at(b.start).iter().any(|h| h.class == Class::Instrument && h.clitics.and)
    }

    /// The pair that "both sides" means at a mention.
    fn last_pair(&self, inst: &InstrumentFrame) -> Option<Vec<String>> {
        let doc = self.scene.doc;
        // States of the same sentence and the one before, in order of nearness.
        let mut found: Vec<String> = Vec::new();
        let back = inst.sentence.saturating_sub(2);
        for k in (back..=inst.sentence).rev() {
            let r = &doc.sentences[k];
            if k < inst.sentence && self.scene.setting.skipped(k) {
                continue;
            }
            // What the instrument is to do ("under the flag of the United Nations") names no side.
            let content =
                |a: &&crate::mention::Actor| k == inst.sentence && a.start >= inst.group_end.max(inst.end) && a.states.iter().any(|s| self.scene.setting.world.is_body(s));
            self.scene.cast.within(r.start, r.end).filter(|a| a.kind != ActorKind::City && !a.former && !content(a)).for_each(|a| add_states(&mut found, a));
            if found.len() >= 2 {
                break;
            }
        }
        if let Some(f) = self
            .out
            .facts
            .iter()
            .rev()
            .find(|f| !f.other)
            .filter(|f| f.parties.len() == 2 && (found.len() != 2 || found.iter().all(|x| f.parties.contains(x))) && inst.sentence <= f.sentence + 8)
        {
            return Some(f.parties.clone());
        }
        if found.len() == 2 {
            found.sort();
            return Some(found);
        }
        if let Some(p) = self.scene.headline_pair().filter(|p| found.iter().all(|x| p.contains(x))) {
            return Some(p);
        }
        // "Both sides" of a text that never names its own state are two others: no party without a word for it.
        let home = self.scene.setting.home.clone().filter(|h| self.scene.cast.actors.iter().any(|a| !a.implied && a.states.contains(h)));
        let other = found.iter().find(|x| Some(*x) != home.as_ref()).cloned().or_else(|| {
            self.scene.setting.counts.iter().filter(|(k, _)| Some(*k) != home.as_ref()).max_by_key(|(k, n)| (**n, std::cmp::Reverse((*k).clone()))).map(|(k, _)| k.clone())
        })?;
        let home = home?;
        let mut p = vec![home, other];
        p.sort();
        Some(p)
    }

    /// The three states last told together before a mention, with where they are told: what "the three countries" means.
    /// In a verb-first language "the three" more often stands for the partners of a hub, told apart.
    fn last_three(&self, inst: &InstrumentFrame) -> Option<(Vec<String>, (usize, usize))> {
        let doc = self.scene.doc;
        if !doc.lexicon.separate() {
            return None;
        }
        let from = doc.sentences[inst.sentence.saturating_sub(3)].start;
        let before: Vec<_> = self.scene.cast.within(from, inst.start).filter(|a| !a.former && !a.states.is_empty()).collect();
        for k in (0..before.len()).rev() {
            let last = before[k];
            let first = (0..=k).rev().find(|&j| j == 0 || !before[j].joined).unwrap_or(k);
            let run = &before[first..=k];
            // Three partners of one hub ("with A, B and C") are not three that act together.
            if run.iter().any(|a| a.role == Role::With) {
                continue;
            }
            let mut states = crate::mention::states_of(run.iter().copied());
            if states.len() == 3 && doc.sentence_of(run[0].start) == doc.sentence_of(last.start) {
                states.sort();
                return Some((states, (run[0].start, last.end)));
            }
        }
        None
    }

    /// "Switzerland – Austria: …": the two states that head a line.
    fn label_pair(&self, inst: &InstrumentFrame) -> Option<Vec<String>> {
        let doc = self.scene.doc;
        let line = &doc.lines[doc.sentences[inst.sentence].line];
        let mut it = self.scene.cast.within(line.start, line.end);
        let (a, b) = (it.next()?, it.next()?);
        // "SWEDEN – UKRAINE. …", "MEXICO AND BELIZE. …": a sentence of its own.
        let stop = doc.lexicon.separate() && doc.tokens.is(b.end, '.') && doc.sentences[doc.sentence_of(a.start)].end == b.end + 1;
        let linked = b.start == a.end + 1 && doc.tokens.is(a.end, '-') || stop && b.joined;
        let dash = linked && (doc.tokens.is(b.end, ':') || stop);
        let plain = a.start <= line.start + 1 && [a, b].iter().all(|x| matches!(x.kind, ActorKind::State | ActorKind::Capital) && x.states.len() == 1);
        (dash && plain && a.states != b.states).then(|| {
            let mut p = vec![a.states[0].clone(), b.states[0].clone()];
            p.sort();
            p
        })
    }

    /// "the signing of a contract between two companies": firms, and no state, are told as its sides.
    fn between_firms(&self, inst: &InstrumentFrame) -> bool {
        let doc = self.scene.doc;
        let Some(k) = (inst.end..inst.group_end.min(inst.end + 8)).find(|&k| doc.word(k, "between").is_some()) else { return false };
        (k + 1..k + 5).any(|t| doc.is_firm(t)) && !self.scene.cast.within(k, inst.group_end).any(|a| a.role == Role::Between && !a.states.is_empty())
    }

    /// Does a company sign? Its word stands right after the verb.
    fn by_company(&self, t: &Trigger) -> bool {
        let doc = self.scene.doc;
        // Subject first: a company's word in the clause before the verb, and no state that acts.
        if doc.lexicon.separate() && t.form != Form::Participle && t.form != Form::Masdar {
            let clause = crate::frame::clause_of(self.scene, t.start, t.end);
            let firm = (clause.start..t.start).any(|k| doc.is_firm(k));
            let state = self.scene.cast.within(clause.start, t.start).any(|a| {
                a.role == Role::Bare
                    && matches!(a.kind, ActorKind::State | ActorKind::Office | ActorKind::Force | ActorKind::Side | ActorKind::Counterpart)
                    && !self.scene.setting.in_dateline(a.start)
            });
            if firm && !state {
                return true;
            }
        }
        t.form != Form::Participle && (t.end..t.end + 3).any(|k| k < doc.tokens.len() && doc.is_firm(k) && self.scene.cast.covers(k).is_none_or(|a| a.kind == ActorKind::Nisba))
    }

    /// The last mention of the same kind that names its field names another field, and no agreement was coded since.
    fn follows_other(&self, n: usize) -> bool {
        let kind = &self.instruments[n].kind;
        (0..n).rev().filter(|&k| self.instruments[k].kind == *kind && self.instruments[k].first_cue.is_some()).map(|k| self.instruments[k].other_only()).next().unwrap_or(false)
    }

    /// Do the headline or the sentences right before name these two states together?
    fn paired_before(&self, inst: &InstrumentFrame, pair: &[String]) -> bool {
        let doc = self.scene.doc;
        if self.scene.headline_pair().is_some_and(|p| p == pair) {
            return true;
        }
        let from = doc.sentences[inst.sentence.saturating_sub(2)].start;
        let mut together: Vec<&String> = Vec::new();
        for a in self.scene.cast.within(from, inst.start) {
            if a.states.len() >= 2 && pair.iter().all(|p| a.states.contains(p)) {
                return true;
            }
            // "an agreement binds Bulgaria and Kyrgyzstan": joined in the sentence itself.
            if a.joined && doc.sentence_of(a.start) == inst.sentence && pair.iter().any(|p| a.states.contains(p)) {
                let before = self.scene.cast.within(doc.sentences[inst.sentence].start, a.start).last();
                if before.is_some_and(|b| pair.iter().any(|p| b.states.contains(p)) && b.states != a.states) {
                    return true;
                }
            }
            let s = &doc.sentences[doc.sentence_of(a.start)];
            let met = doc
                .within(s.start, s.end)
                .iter()
                .any(|h| h.class == Class::Verb && matches!(doc.value(h), "event:receive" | "event:meeting" | "event:discuss" | "event:visit" | "event:arrive"));
            let person = matches!(a.kind, ActorKind::Office | ActorKind::Counterpart | ActorKind::Person);
            if matches!(a.role, Role::Between | Role::With) || (met && person) {
                together.extend(&a.states);
            }
        }
        pair.iter().all(|p| together.contains(&p))
    }

    /// The fact that a definite or party-less mention speaks of.
    fn refer(&self, n: usize, parties: &Parties) -> Option<usize> {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        // An item of a list of what was signed is one of its own.
        if inst.bare && self.list_opener(n).is_some() {
            return None;
        }
        let generic = |k: &str| matches!(k, "document" | "agreement");
        if let Some(h) = &parties.hint {
            let hit = self.out.facts.iter().enumerate().rev().find(|(_, f)| f.parties.contains(h) && (f.kind == inst.kind || generic(&inst.kind)));
            if let Some((k, f)) = hit {
                // The hint singles one out of several; with one fact it must not be the home state alone.
                if self.out.facts.iter().filter(|x| x.parties.contains(h)).count() == 1 || f.sentence + 4 >= inst.sentence {
                    return Some(k);
                }
            }
            if self.scene.setting.home.as_ref() != Some(h) && !inst.definite {
                return None;
            }
        }
        if let Some(o) = inst.ordinal {
            let same: Vec<usize> = (0..self.out.facts.len()).filter(|&k| self.out.facts[k].kind == inst.kind).collect();
            if let Some(&k) = o.checked_sub(1).and_then(|o| same.get(o)) {
                return Some(k);
            }
        }
        if !parties.sets.is_empty() {
            return parties.sets.first().and_then(|s| self.same_parties(s));
        }
        let ending =
            self.triggers.iter().any(|t| t.instrument == Some(n) && matches!(t.status.as_str(), "replaced" | "terminated" | "expired" | "renewed" | "in-force" | "suspended"));
        let known_by_context = inst.definite || (inst.genitive && ending);
        if !known_by_context {
            return None;
        }
        let field = inst.first_cue.as_deref().is_some_and(|c| c == "other");
        if field {
            return None;
        }
        // What was denied is not what is then told as done.
        let done = self.triggers.iter().any(|t| t.instrument == Some(n) && t.mood == Mood::Asserted && t.status != "rejected");
        let near = |f: &&Fact| inst.sentence <= f.sentence + 12 && !(done && self.denied(f)) && same_period(&f.period, &inst.period);
        // Of several of a kind the one told by the same noun ("the convention", where an accord came between).
        let noun = |k: usize| (0..n).any(|m| (self.out.of[m] == Some(k) || self.out.also.contains(&(m, k))) && self.instruments[m].rule == inst.rule);
        let same = || self.out.facts.iter().enumerate().rev().filter(|(_, f)| near(f) && f.kind == inst.kind);
        let by_noun = if self.scene.doc.lexicon.separate() { same().find(|(k, _)| noun(*k)) } else { None };
        by_noun
            .or_else(|| same().next())
            .or_else(|| self.out.facts.iter().enumerate().rev().filter(|(_, f)| near(f)).find(|(_, f)| generic(&inst.kind) || generic(&f.kind)))
            .map(|(k, _)| k)
    }

    /// Was all that is told of it a denial? A parliament that rejects an agreement denies no signing.
    fn denied(&self, f: &Fact) -> bool {
        let denial = |x: &super::StepFact| x.status == "rejected" && self.triggers.iter().any(|t| t.start == x.at.start && t.mood != Mood::Asserted);
        !f.steps.is_empty() && f.steps.iter().all(denial)
    }

    fn same_parties(&self, set: &[String]) -> Option<usize> {
        self.out.facts.iter().rposition(|f| f.parties == set)
    }

    fn find_or_new(&mut self, n: usize, set: &[String], parties: &Parties, steps: &[(String, DateValue, bool)]) -> usize {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let story = self.story_day().map(|(d, _)| d);
        let s = &self.scene.doc.sentences[inst.sentence];
        for k in (0..self.out.facts.len()).rev() {
            let f = &self.out.facts[k];
            if f.parties != set || f.other != inst.other_only() && !f.headline_only {
                continue;
            }
            // "the documents signed in Ankara": the headline's are not the one on trade.
            if f.headline_only && f.kind == "document" && inst.other_only() {
                continue;
            }
            let generic = inst.kind == "document"
                || f.kind == "document"
                || (inst.kind == "agreement" && (inst.definite || f.headline_only))
                || (f.kind == "agreement" && (inst.definite || f.headline_only));
            if f.kind != inst.kind && !generic && !f.headline_only {
                continue;
            }
            if inst.new && !f.headline_only && f.steps.iter().any(|x| x.recalled) {
                continue;
            }
            if self.scene.doc.lexicon.separate() && amends(inst, f, &["amended"]) && steps.iter().any(|(st, ..)| st == "signed") {
                continue;
            }
            if !same_period(&f.period, &inst.period) {
                continue;
            }
            // What was denied is not what is then told as done on a day of its own.
            let told = |(st, d, _): &(String, DateValue, bool)| st != "rejected" && (st != "signed" || d.is_known());
            if self.denied(f) && steps.iter().all(told) {
                continue;
            }
            // What is only being negotiated is not what was signed before.
            let early = |st: &str| matches!(st, "negotiating" | "proposed" | "authorised") || st == "approved" && (f.headline_only || inst.draft);
            if !inst.definite && steps.iter().all(|(st, ..)| early(st)) && f.steps.iter().any(|x| !early(&x.status)) {
                continue;
            }
            let clash = steps.iter().any(|(st, d, _)| f.steps.iter().any(|x| &x.status == st && !x.announced_only() && !compatible(&x.date, d)));
            // "the last document is the memorandum signed in 2020": not the one that is the news of the day.
            let older = |x: &super::StepFact, d: &DateValue| x.status == "signed" && !x.date.is_known() && d.is_known() && story.as_ref().is_some_and(|s| !compatible(s, d));
            let news = |x: &super::StepFact| self.triggers.iter().any(|t| t.start == x.at.start && !self.recalls(t));
            let clash = clash || (!inst.definite && !f.headline_only && steps.iter().any(|(st, d, r)| st == "signed" && *r && f.steps.iter().any(|x| older(x, d) && news(x))));
            if clash {
                continue;
            }
            // An indefinite mention in a chronology's own line is its own agreement.
            let lines_apart = s.kind != LineKind::Headline && f.sentence != inst.sentence && self.line_date(inst.sentence).is_some();
            if lines_apart && !inst.definite {
                continue;
            }
            // The body takes the headline's shorthand up: from here on it is this instrument.
            if self.out.facts[k].headline_only && s.kind != LineKind::Headline {
                self.out.facts[k].headline_only = false;
                if inst.kind != "document" {
                    self.out.facts[k].kind = inst.kind.clone();
                }
            }
            return k;
        }
        self.new_fact(n, set, parties)
    }

    /// A participle or a relative clause recalls what was done.
    fn recalls(&self, t: &Trigger) -> bool {
        t.form == Form::Participle || self.scene.doc.word_before(t.start, "relative")
    }

    /// The date that heads a chronology's line: a year, or any date before a colon or dash.
    fn line_date(&self, sentence: usize) -> Option<&'a crate::time::DateMention> {
        let doc = self.scene.doc;
        let line = &doc.lines[doc.sentences[sentence].line];
        // A bullet's mark stands before it.
        let start = if line.kind == LineKind::Bullet && !doc.is_word(line.start) && line.end > line.start + 1 { line.start + 1 } else { line.start };
        let d = self.scene.dates_within(line.start, line.end).find(|d| d.start == line.start || d.start == start)?;
        if line.kind == LineKind::Headline {
            return None;
        }
        // "1992 - Ankara, 11 August: …": the head goes on to its colon.
        let colon = (d.end..(d.end + 10).min(line.end)).find(|&t| doc.tokens.is(t, ':'));
        let finer = colon.and_then(|c| self.scene.dates_within(d.end, c).filter(|x| compatible(&x.past, &d.past)).last());
        // "Thursday. The deputies …": a date that is a sentence of its own.
        let alone = doc.lexicon.separate() && doc.tokens.is(d.end, '.') && doc.sentences[doc.sentence_of(d.start)].end == d.end + 1;
        let headed = doc.tokens.is(d.end, ':') || doc.tokens.is(d.end, '-') || alone;
        (headed || d.past.precision == Precision::Year).then_some(finer.unwrap_or(d))
    }

    fn new_fact(&mut self, n: usize, set: &[String], parties: &Parties) -> usize {
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let (start, end) = parties.span.unwrap_or((inst.start, inst.end));
        self.out.facts.push(Fact {
            parties: set.to_vec(),
            kind: inst.kind.clone(),
            domain: None,
            general: false,
            other: inst.other_only() && self.scene.doc.sentences[inst.sentence].kind != LineKind::Headline,
            steps: Vec::new(),
            place: None,
            areas: Default::default(),
            title_areas: 0,
            signatories: Vec::new(),
            instruments: Vec::new(),
            party_evidence: Evid { field: "parties".into(), start, end, rule: format!("parties/{}", parties.rule) },
            sentence: inst.sentence,
            headline_only: self.scene.doc.sentences[inst.sentence].kind == LineKind::Headline,
            explicit: parties.explicit,
            implied: false,
            period: inst.period.clone(),
            named: super::Named::default(),
        });
        self.out.facts.len() - 1
    }

    fn add_step(&mut self, f: usize, s: super::StepFact) {
        let fact = &mut self.out.facts[f];
        if let Some(old) = fact.steps.iter_mut().find(|x| x.status == s.status && (x.announced_only() || s.announced_only() || compatible(&x.date, &s.date))) {
            if old.announced_only() && s.date.is_known() && !s.announced_only() {
                *old = s;
                return;
            }
            if s.announced_only() && old.date.is_known() {
                return;
            }
            if s.date.value.as_ref().map_or(0, String::len) > old.date.value.as_ref().map_or(0, String::len) || (old.at.rule == "implied/between" && !old.date.is_known()) {
                *old = s;
            }
            return;
        }
        fact.steps.push(s);
    }

    fn sign(&mut self, f: usize, t: &Trigger, inst: Option<&InstrumentFrame>) {
        let field = |i: &InstrumentFrame| i.first_cue.as_deref() == Some("defence") || (i.defence > 0 && i.other == 0);
        let defence = inst.is_some_and(field) || self.out.of.iter().zip(self.instruments).any(|(of, i)| *of == Some(f) && field(i));
        let people = self.of_the_other(f, signatories_of(self.scene, t, inst, defence));
        let paired = inst.and_then(|i| paired_office(self.scene, t, i));
        let pair_unnamed = people.is_empty() && self.out.facts[f].parties.len() == 2;
        // "the two sides", "the two ministers": who they are was told when they met.
        if pair_unnamed && self.out.facts[f].signatories.is_empty() && paired.as_deref().is_none_or(|office| office == "minister") {
            let parties = &self.out.facts[f].parties;
            let both = inst.map(|i| self.both(t, i, parties)).unwrap_or_default();
            if !both.is_empty() {
                self.out.facts[f].signatories = both;
                return;
            }
        }
        let fact = &mut self.out.facts[f];
        if let Some(office) = paired.filter(|_| pair_unnamed) {
            // "the ministers signed" an agreement of defence.
            let office = if defence && office == "minister" && self.scene.doc.lexicon.separate() { "minister-of-defence".into() } else { office };
            for p in fact.parties.clone() {
                let one = Signatory { name: None, rank: None, office: office.clone(), state: p, domain: None };
                if !fact.signatories.iter().any(|x| x.state == one.state) {
                    fact.signatories.push(one);
                }
            }
            return;
        }
        for p in people {
            if fact.parties.contains(&p.state)
                && !fact.signatories.iter().any(|x| x.state == p.state && (x.office == p.office || x.name.is_none() || p.name.is_none() || x.office == "other"))
            {
                fact.signatories.push(p);
            } else if let Some(x) = fact.signatories.iter_mut().find(|x| x.state == p.state && x.name.is_none()) {
                *x = p;
            }
        }
    }

    /// A person or counterpart without a state is of the party for which nobody else signs, where somebody signs for the other.
    fn of_the_other(&self, f: usize, mut people: Vec<Signatory>) -> Vec<Signatory> {
        let parties = &self.out.facts[f].parties;
        let open: Vec<&String> = parties.iter().filter(|p| people.iter().all(|x| x.state != **p)).collect();
        let other = if let [one] = open.as_slice() { Some((*one).clone()) } else { None };
        let other = other.filter(|_| parties.len() == 2 && people.iter().filter(|x| x.state.is_empty()).count() == 1);
        for x in people.iter_mut().filter(|x| x.state.is_empty()) {
            x.state = other.clone().unwrap_or_default();
        }
        people.retain(|x| !x.state.is_empty());
        people
    }

    /// "the two sides signed": the two of the same office who were told to meet right before, one of each party.
    fn both(&self, t: &Trigger, inst: &InstrumentFrame, parties: &[String]) -> Vec<Signatory> {
        let doc = self.scene.doc;
        let clause = crate::frame::clause_of(self.scene, t.start, inst.end.max(t.end));
        let dyad = self.scene.cast.within(clause.start, clause.end).find(|a| a.kind == ActorKind::Dyad && matches!(a.role, Role::Bare | Role::By));
        let s = &doc.sentences[t.sentence];
        let witnessed = doc.within(s.start, t.start).iter().any(|h| h.class == Class::Verb && doc.value(h) == "witness");
        // What was done years ago was done by others.
        let long_ago = self.scene.dates_within(s.start, s.end).any(|d| d.past.precision == Precision::Year);
        if witnessed || long_ago || t.form == Form::Participle || t.pronoun || dyad.is_none() || doc.word_before(t.start, "relative") {
            return Vec::new();
        }
        // "the two defence ministers": of that office alone.
        let named = dyad.and_then(|d| d.office.clone()).filter(|o| !matches!(o.as_str(), "minister" | "other"));
        let from = doc.sentences[t.sentence.saturating_sub(3)].start.max(t.start.saturating_sub(6 * FAR));
        let mut out: Vec<Signatory> = Vec::new();
        for p in parties {
            let who = self.scene.cast.within(from, t.start).filter(|a| {
                matches!(a.kind, ActorKind::Office | ActorKind::Counterpart)
                    && a.states.len() == 1
                    && a.states[0] == *p
                    && !a.former
                    && a.office.as_deref().is_some_and(|o| o != "other" && named.as_deref().is_none_or(|n| n == o))
            });
            let best = who.max_by_key(|a| (a.name.is_some(), a.start));
            out.extend(best.map(|a| Signatory { name: a.name, rank: a.rank, office: a.office.clone().unwrap_or_default(), state: p.clone(), domain: a.domain.clone() }));
        }
        if out.len() == 2 && out[0].office == out[1].office { out } else { Vec::new() }
    }

    /// "signed an accord with Libya, then with Qatar", "and the like with Thailand on the 19th": the same done with another.
    fn ellipses(&mut self) {
        let doc = self.scene.doc;
        for a in self.scene.cast.actors.iter().filter(|a| a.role == Role::With && a.states.len() == 1 && !a.former) {
            let Some(with) = a.start.checked_sub(1).filter(|&w| doc.word(w, "with").is_some() && doc.word_before(w, "likewise")) else { continue };
            let sentence = doc.sentence_of(a.start);
            let model = (0..self.instruments.len()).rev().find_map(|n| {
                let i = &self.instruments[n];
                let f = self.out.of[n]?;
                (i.start < with && i.sentence + 1 >= sentence && i.sentence <= sentence).then_some((n, f))
            });
            let Some((n, f)) = model else { continue };
            let fact = &self.out.facts[f];
            if fact.parties.len() != 2 || fact.parties.contains(&a.states[0]) {
                continue;
            }
            let Some(step) = fact.steps.iter().find(|s| matches!(s.status.as_str(), "signed" | "initialled" | "renewed")).cloned() else { continue };
            // The one that is not the partner is the hub of both.
            let s = &doc.sentences[fact.sentence];
            let partner = |p: &String| self.scene.cast.within(s.start, s.end).any(|x| x.role == Role::With && x.states.contains(p));
            let hubs: Vec<&String> = fact.parties.iter().filter(|p| !partner(p)).collect();
            let [hub] = hubs[..] else { continue };
            let mut parties = vec![hub.clone(), a.states[0].clone()];
            parties.sort();
            if self.out.facts.iter().any(|x| x.parties == parties && x.sentence.abs_diff(sentence) <= 1) {
                continue;
            }
            let day = self.scene.dates_within(a.end, (a.end + 8).min(doc.sentences[sentence].end)).find(|d| d.past.is_known());
            let step = super::StepFact {
                date: day.map_or_else(DateValue::unknown, |d| d.past.clone()),
                date_at: day.map(|d| Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/clause".into() }),
                ..step
            };
            let fact = Fact {
                parties,
                steps: vec![step],
                place: None,
                signatories: Vec::new(),
                party_evidence: Evid { field: "parties".into(), start: with, end: a.end, rule: "parties/likewise".into() },
                sentence,
                headline_only: false,
                ..fact.clone()
            };
            self.out.facts.push(fact);
            self.out.also.push((n, self.out.facts.len() - 1));
        }
    }

    /// "and signed it for the Libyan side …": a signing verb without an instrument adds signatories to the last one signed.
    fn pronouns(&mut self) {
        let all: &'a [Trigger] = self.triggers;
        for t in all.iter().filter(|t| t.instrument.is_none() && t.mood == Mood::Asserted) {
            let doc = self.scene.doc;
            let s = &doc.sentences[t.sentence];
            if t.status == "negotiating" {
                self.talks_go_on(t);
                let to = s.end;
                let begun = doc.within(t.end, (t.end + 6).min(to)).iter().any(|h| h.class == Class::Verb && doc.value(h) == "event:begin");
                let day = self.scene.dates_within(t.end, (t.end + 14).min(to)).next();
                if let (true, Some(d), Some(f)) = (begun, day, self.out.facts.iter().rposition(|f| f.sentence <= t.sentence)) {
                    for x in self.out.facts[f].steps.iter_mut().filter(|x| x.status == "negotiating") {
                        x.date = d.past.clone();
                        x.date_at = Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/talks".into() });
                    }
                }
                continue;
            }
            let behalf = (t.end..s.end.min(t.end + 30)).any(|k| doc.word(k, "behalf").is_some()) || t.form == Form::Past;
            if !behalf {
                continue;
            }
            let last =
                self.out.facts.iter().rposition(|f| {
                    f.steps.iter().any(|x| x.status == "signed" && !x.recalled || x.status == "initialled") && f.sentence <= t.sentence && t.sentence <= f.sentence + 4
                });
            if let Some(f) = last {
                self.sign(f, t, None);
            }
        }
    }

    /// "The agreement was not signed; the talks go on": talks told without an instrument are about the one whose signing is denied
    /// right before.
    fn talks_go_on(&mut self, t: &'a Trigger) {
        let doc = self.scene.doc;
        let s = &doc.sentences[t.sentence];
        let goes_on = (t.end..s.end.min(t.end + 8)).any(|k| doc.word(k, "lasts").is_some());
        let from = doc.sentences[t.sentence.saturating_sub(1)].start;
        let unsigned = |o: &&Trigger| o.start >= from && o.end <= t.start && o.mood == Mood::Negated && matches!(o.status.as_str(), "signed" | "initialled" | "concluded");
        let Some(o) = self.triggers.iter().rev().find(unsigned).filter(|_| goes_on && doc.lexicon.separate()) else { return };
        let told = |i: &InstrumentFrame| i.sentence == o.sentence && i.end <= o.start && i.definite && i.count == 1 && !i.other_only() && i.kind != "document";
        let free = |&n: &usize| self.out.of[n].is_none_or(|f| self.out.facts[f].steps.is_empty() || self.out.facts[f].kind != self.instruments[n].kind);
        let Some(n) = self.instruments.iter().rposition(told).filter(free) else { return };
        let inst: &'a InstrumentFrame = &self.instruments[n];
        let Some(pair) = self.last_pair(inst).filter(|p| self.out.facts.iter().any(|f| f.parties == *p)) else { return };
        let parties = Parties { sets: vec![pair.clone()], rule: "context", ..Parties::default() };
        let f = self.new_fact(n, &pair, &parties);
        let at = Evid { field: "status".into(), start: t.start, end: t.end, rule: t.rule.clone() };
        self.out.facts[f].steps.push(super::StepFact { status: "negotiating".into(), date: DateValue::unknown(), at, date_at: None, recalled: false });
        self.out.of[n] = Some(f);
    }

    /// Completes each fact from all its mentions, then drops those that are no defence or security agreement.
    fn finish(&mut self) {
        let mut pairs: Vec<(usize, usize)> = self.out.of.iter().enumerate().filter_map(|(n, f)| f.map(|f| (n, f))).collect();
        pairs.append(&mut self.out.also);
        pairs.sort_unstable();
        let spoken = |n: usize| self.scene.doc.sentences[self.instruments[n].sentence].kind != LineKind::Headline;
        // Where the body names the field, the headline's shorthand does not make the scope.
        let bodied: Vec<bool> = (0..self.out.facts.len())
            .map(|f| pairs.iter().any(|&(n, g)| g == f && spoken(n) && (self.instruments[n].first_cue.is_some() || self.out.facts[f].title_areas > 0)))
            .collect();
        for (n, f) in pairs {
            let inst: &'a InstrumentFrame = &self.instruments[n];
            let fact = &mut self.out.facts[f];
            fact.instruments.push(n);
            if fact.kind == "document" || fact.headline_only {
                fact.kind = inst.kind.clone();
            }
            fact.general |= inst.general && (spoken(n) || !bodied[f]);
            match inst.first_cue.as_deref() {
                Some("other") => fact.other |= inst.other_only() && spoken(n),
                // Both fields named: the armed forces' one is the wider.
                Some(_) if inst.defence > 0 && (fact.domain.is_none() || fact.domain.as_deref() == Some("security")) => fact.domain = Some("defence".into()),
                Some(c) if fact.domain.is_none() => fact.domain = Some(c.to_string()),
                _ => {}
            }
            if self.scene.doc.sentences[inst.sentence].kind != LineKind::Headline {
                fact.headline_only = false;
            }
        }
        self.own_fields();
        self.ceremonies();
        self.dates_of_the_story();
        self.similar_fields();
        self.twin_fields();
        for f in &mut self.out.facts {
            f.named = super::name_of(self.scene, self.instruments, f);
        }
        self.drop_unfit();
    }

    /// "a similar agreement with …": of the field of the one told before.
    fn similar_fields(&mut self) {
        for k in 1..self.out.facts.len() {
            let f = &self.out.facts[k];
            let similar = |&n: &usize| {
                let i = &self.instruments[n];
                i.first_cue.is_none() && i.similar
            };
            let likewise = f.party_evidence.rule == "parties/likewise";
            if f.domain.is_none() && !f.other && (likewise || f.instruments.iter().any(similar)) {
                let model = self.out.facts[..k].iter().rev().find(|g| g.sentence <= f.sentence && f.sentence - g.sentence <= 6);
                if let Some((domain, general, areas, title)) = model.map(|g| (g.domain.clone(), g.general, g.areas.clone(), g.title_areas)) {
                    let f = &mut self.out.facts[k];
                    f.domain = domain;
                    f.general = general;
                    if f.areas.is_empty() && title > 0 {
                        f.areas = areas;
                        f.title_areas = title;
                    }
                }
            }
        }
    }

    /// Domain by who signs, else by [`field_of`]; the instrument's kind where only "the document" was said.
    fn own_fields(&mut self) {
        for f in &mut self.out.facts {
            let signed = |offices: &[&str]| f.signatories.iter().any(|s| offices.contains(&s.office.as_str()) && s.domain.as_deref() != Some("security"));
            let military = signed(&["minister-of-defence", "chief-of-staff", "service-chief", "deputy-chief-of-staff"]);
            // Ministers of the interior, commanders of police and coast guard.
            let interior = f.signatories.iter().any(|s| s.office == "minister-of-interior" || (s.office != "other" && s.domain.as_deref() == Some("security")));
            if military && !f.other {
                f.domain = Some("defence".into());
            } else if interior && !f.other && (f.domain.is_some() || !f.areas.is_empty()) {
                f.domain = Some("security".into());
            }
            if f.domain.is_none() && !f.other {
                f.domain = f.signatories.iter().find_map(|s| s.domain.clone().filter(|d| d != "other"));
            }
            if f.domain.is_none() && !f.other {
                f.domain = field_of(self.scene, self.instruments, f);
            }
            if f.kind == "document" {
                f.kind = "agreement".into();
            }
        }
    }

    /// "At the end of these talks the two signed …": the day of the talks told right before.
    fn session_day(&self, at: usize) -> Option<(DateValue, (usize, usize))> {
        let doc = self.scene.doc;
        let n = doc.sentence_of(at);
        let s = &doc.sentences[n];
        let this = |t: usize| doc.word(t, "session").is_some_and(|w| w.clitics.the) && t > s.start && doc.find(t - 1, Class::Deictic).is_some_and(|d| doc.value(d) == "current");
        if n == 0 || !(s.start..at.max(s.start)).any(this) {
            return None;
        }
        let before = &doc.sentences[n - 1];
        let d = self.scene.dates_within(before.start, before.end).filter(|d| d.past.precision == Precision::Day && !super::step::aside(self.scene, d, None)).last()?;
        Some((d.past.clone(), (d.start, d.end)))
    }

    /// "… signed a memorandum. The ceremony took place on Tuesday in Doha": the sentence right behind a signing that tells of its
    /// ceremony, or of the signing as such, and of no other instrument.
    fn ceremony(&self, at: usize) -> Option<(usize, usize)> {
        let doc = self.scene.doc;
        let n = doc.sentence_of(at) + 1;
        let s = doc.sentences.get(n)?;
        let head = (s.start + 6).min(s.end);
        // "This happened on 20 November": the phrase holds its verb.
        let verb = |k: usize| doc.word(k, "asserts").is_some() && doc.word(k, "ceremony").is_none() && !doc.at(k).iter().any(|h| doc.value(h) == "step:signed");
        let this = doc.word(s.start, "ceremony").map(|h| h.end).filter(|&e| (s.start + 1..e).any(verb));
        let noun = this.or_else(|| {
            (s.start..head).find_map(|t| {
                let signing = doc.at(t).iter().find(|h| h.class == Class::Verb && h.form == Form::Masdar && doc.value(h) == "step:signed");
                doc.word(t, "ceremony").or(signing).map(|h| h.end)
            })
        })?;
        // Its own verb, and what stands with it before another clause opens.
        let takes_place = |t: &usize| doc.word(*t, "asserts").is_some() || doc.at(*t).iter().any(|h| crate::mention::Doc::is_finite(h) && doc.value(h) == "event:hold");
        let held = if this.is_some() { noun } else { (noun..s.end.min(noun + 10)).find(takes_place)? };
        let about = self.instruments.iter().any(|i| i.sentence == n && !(i.definite && i.first_cue.is_none()));
        let clear = !self.scene.verb_within(noun, held) && !about && mood_at(self.scene, noun, Form::Base) == Mood::Asserted;
        let comma = |t: usize| this.is_some() && doc.tokens.is(t, ',');
        let end = (held + 1..s.end).find(|&t| doc.word(t, "relative").is_some() || doc.tokens.is(t, ';') || comma(t) || self.scene.verb_within(t, t + 1)).unwrap_or(s.end);
        clear.then_some((s.start, end))
    }

    /// Day and place of the ceremony told right behind a signing that gives none.
    fn ceremonies(&mut self) {
        let scene = self.scene;
        for k in 0..self.out.facts.len() {
            for x in 0..self.out.facts[k].steps.len() {
                let step = &self.out.facts[k].steps[x];
                if !matches!(step.status.as_str(), "signed" | "initialled") || step.recalled && step.date.is_known() || step.at.rule == "implied/between" {
                    continue;
                }
                let told = |t: &&Trigger| t.status == step.status && t.mood == Mood::Asserted && t.instrument.is_some_and(|n| self.out.of[n] == Some(k));
                let places = std::iter::once(step.at.start).chain(self.triggers.iter().filter(told).map(|t| t.start));
                let Some((from, to)) = places.filter_map(|at| self.ceremony(at)).next() else { continue };
                let day = scene.dates_within(from, to).find(|d| d.past.precision == Precision::Day);
                if let Some(d) = day.filter(|_| !step.date.is_known() || step.announced_only()) {
                    let step = &mut self.out.facts[k].steps[x];
                    step.date = d.past.clone();
                    step.date_at = Some(Evid { field: "date".into(), start: d.start, end: d.end, rule: "date/ceremony".into() });
                }
                let there = |a: &&crate::mention::Actor| {
                    a.role == Role::In
                        && a.states.len() == 1
                        && !scene.setting.world.is_body(&a.states[0])
                        && matches!(a.kind, ActorKind::City | ActorKind::Capital | ActorKind::State | ActorKind::Force)
                };
                if let (true, Some(a)) = (self.out.facts[k].place.is_none(), scene.cast.within(from, to).find(there)) {
                    let at = Evid { field: "place".into(), start: a.start, end: a.end, rule: "place/ceremony".into() };
                    self.out.facts[k].place = Some(super::PlaceFact { city: a.city.clone(), state: a.states[0].clone(), at });
                }
            }
        }
    }

    /// What the news of the day leaves unsaid: its day and, at the dateline, its place.
    fn dates_of_the_story(&mut self) {
        let story = self.story_day();
        let setting = self.scene.setting;
        for k in 0..self.out.facts.len() {
            for x in 0..self.out.facts[k].steps.len() {
                let s = &self.out.facts[k].steps[x];
                if s.status == "signed"
                    && !s.date.is_known()
                    && s.at.rule != "implied/between"
                    && let Some((day, at)) = self.session_day(s.at.start)
                {
                    let s = &mut self.out.facts[k].steps[x];
                    s.date = day;
                    s.date_at = Some(Evid { field: "date".into(), start: at.0, end: at.1, rule: "date/session".into() });
                }
            }
        }
        for f in &mut self.out.facts {
            // The news of the day: a signing told without a date takes the day of the story.
            if let Some((day, at)) = &story {
                for s in f.steps.iter_mut().filter(|s| {
                    matches!(s.status.as_str(), "signed" | "initialled" | "approved" | "authorised" | "ratified" | "terminated")
                        && !s.date.is_known()
                        && s.at.rule != "implied/between"
                }) {
                    let sentence = self.scene.doc.sentence_of(s.at.start);
                    let form_recalled = self.triggers.iter().any(|t| t.start == s.at.start && t.form == Form::Participle);
                    let reach = if matches!(s.status.as_str(), "approved" | "authorised") { 14 } else { 4 };
                    // The day the new one is signed is not the day the old one ends.
                    let replaced = s.status == "terminated" && f.instruments.iter().any(|&n| self.instruments[n].older);
                    if !form_recalled
                        && !replaced
                        && (sentence >= self.scene.doc.sentence_of(at.0) || self.scene.doc.sentences[sentence].kind == LineKind::Headline)
                        && sentence <= self.scene.doc.sentence_of(at.0) + reach
                    {
                        s.date = day.clone();
                        s.date_at = Some(Evid { field: "date".into(), start: at.0, end: at.1, rule: "date/story".into() });
                    }
                }
            }
            // Signed on the day of the story, or in the days before it went out.
            let fresh = f.steps.iter().any(|s| {
                s.status == "signed"
                    && s.date.precision == Precision::Day
                    && (story.as_ref().is_some_and(|(d, _)| *d == s.date) || days_before(self.scene.published, &s.date).is_some_and(|n| (0..=3).contains(&n)))
            });
            if f.place.is_none()
                && fresh
                && let (Some(at), Some(state)) = (setting.dateline, &setting.dateline_state)
                && f.parties.contains(state)
                && !setting.world.is_body(state)
            {
                f.place = Some(super::PlaceFact {
                    city: setting.dateline_city.clone(),
                    state: state.clone(),
                    at: Evid { field: "place".into(), start: at, end: at + 1, rule: "place/dateline".into() },
                });
            }
        }
    }

    /// A memorandum the two signed in 2014, told beside their military agreement, is of the same field.
    fn twin_fields(&mut self) {
        for k in 0..self.out.facts.len() {
            let f = &self.out.facts[k];
            if f.domain.is_none() && !f.other {
                let sentence = self.scene.doc.sentence_of(f.party_evidence.start).max(f.sentence);
                let near = |g: &Fact| std::iter::once(g.sentence).chain(g.instruments.iter().map(|&n| self.instruments[n].sentence)).any(|s| s.abs_diff(sentence) <= 2);
                // The plan of another year is of the same field, however far.
                let plan = |g: &Fact| g.kind == f.kind && !same_period(&g.period, &f.period);
                let twin = self.out.facts.iter().find(|g| g.parties == f.parties && g.domain.as_deref().is_some_and(|d| d != "other") && (near(g) || plan(g)));
                let general = twin.is_some_and(|g| plan(g) && g.general);
                let domain = twin.and_then(|g| g.domain.clone());
                self.out.facts[k].domain = domain;
                self.out.facts[k].general |= general;
            }
        }
    }

    /// Drops what has no field of defence or security, and renumbers what stays.
    fn drop_unfit(&mut self) {
        let named: Vec<bool> =
            self.out.facts.iter().map(|f| f.instruments.iter().any(|&n| self.instruments[n].defence + self.instruments[n].security > 0 || self.instruments[n].similar)).collect();
        let ends = |s: &super::StepFact| matches!(s.status.as_str(), "terminated" | "expired" | "suspended" | "rejected" | "in-force" | "amended");
        let weak_kind = |f: &Fact| matches!(f.kind.as_str(), "plan" | "declaration" | "minutes");
        // "approved the draft and charged the ministry to negotiate": the charge is the step.
        for f in self.out.facts.iter_mut().filter(|f| f.steps.iter().any(|s| s.status == "authorised")) {
            f.steps.retain(|s| s.status != "approved" || !self.instruments.iter().any(|i| i.draft && i.sentence == self.scene.doc.sentence_of(s.at.start)));
        }
        let keep: Vec<bool> = self
            .out
            .facts
            .iter()
            .zip(&named)
            .map(|(f, &named)| {
                let field = f.domain.as_deref().is_some_and(|d| d != "other");
                // A plan or a declaration ends, is refused or enters into force only where it is named as one of defence.
                let firm = !weak_kind(f)
                    || f.steps.iter().any(|s| matches!(s.status.as_str(), "signed" | "initialled" | "renewed" | "approved" | "negotiating" | "authorised"))
                    || f.general;
                // What only ends, is refused or runs must be named as one of defence itself, or have its areas.
                let firm = firm && (named || !f.areas.is_empty() || !f.steps.iter().all(ends) || f.parties.iter().any(|p| p == "NATO"));
                let sides = f.parties.len() >= 2 && f.parties.len() <= 12;
                let why = match (f.steps.is_empty(), field, firm, sides) {
                    (true, ..) => Some("no step"),
                    (_, false, ..) => Some("no field of defence or security"),
                    (_, _, false, _) => Some("not named as one of defence"),
                    (.., false) => Some("one side only, or more than twelve"),
                    _ => None,
                };
                self.out.dropped.extend(why.map(|w| (f.parties.clone(), w)));
                why.is_none()
            })
            .collect();
        let map: Vec<Option<usize>> = keep
            .iter()
            .scan(0, |n, k| {
                let at = k.then_some(*n);
                *n += usize::from(*k);
                Some(at)
            })
            .collect();
        self.out.also.clear();
        for o in &mut self.out.of {
            *o = o.and_then(|k| map[k]);
        }
        let mut k = 0;
        self.out.facts.retain(|_| {
            k += 1;
            keep[k - 1]
        });
    }

    /// The day of the news: the first relative day of the lead.
    fn story_day(&self) -> Option<(DateValue, (usize, usize))> {
        let doc = self.scene.doc;
        let lead =
            || doc.sentences.iter().enumerate().filter(|(n, s)| s.kind != LineKind::Headline && s.end - s.start >= 8 && !self.scene.setting.skipped(*n)).map(|(_, s)| s).take(4);
        let to = lead().last()?.end;
        // "On 10 December the ministry hosted …", told within the week: the day of the news where no relative day is told.
        let week = |d: &&crate::time::DateMention| {
            !d.relative
                && d.past.precision == Precision::Day
                && days_before(self.scene.published, &d.past).is_some_and(|n| (0..=7).contains(&n))
                && !super::step::aside(self.scene, d, None)
        };
        let first = lead().next()?;
        let plain = || self.scene.dates_within(first.start, first.end).find(week);
        self.scene
            .dates_within(first.start, to)
            .find(|d| d.relative && d.past.precision == Precision::Day && !super::step::aside(self.scene, d, None))
            .or_else(plain)
            .map(|d| (d.past.clone(), (d.start, d.end)))
    }
}
