//! Instruments: every mention of an agreement, treaty, memorandum …, with the extent of its noun group.
//!
//! In: hits of instrument words. Out: [`InstrumentFrame`]s in order.

use super::Scene;
use crate::lexicon::{Class, Form, Prep};
use crate::mention::{ActorKind, Doc};
use crate::text::TokenKind;

/// A mention of an instrument.
#[derive(Debug, Clone)]
pub struct InstrumentFrame {
    pub start: usize,
    pub end: usize,
    /// Where its noun group begins: attributes before the noun ("military cooperation agreement").
    pub group_start: usize,
    /// Where its noun group ends: modifiers, "on …", "between …", participles.
    pub group_end: usize,
    pub kind: String,
    pub sentence: usize,
    pub definite: bool,
    /// Definite by what follows ("the protocol of independence").
    pub genitive: bool,
    /// "both agreements", "three memoranda": how many; 1 where singular, 0 where plural without a number.
    pub count: usize,
    /// "the third memorandum".
    pub ordinal: Option<usize>,
    pub new: bool,
    pub draft: bool,
    /// Definite only because its language has no article and it names no field of its own.
    pub bare: bool,
    pub defence: usize,
    pub security: usize,
    pub other: usize,
    /// Nuclear deals, truces, peace treaties, contracts of sportsmen.
    pub never: bool,
    /// Field of the first cue: it takes precedence.
    pub first_cue: Option<String>,
    /// A general cue ("military cooperation") that is not part of a named area.
    pub general: bool,
    /// "trilateral".
    pub multilateral: bool,
    /// "a similar agreement": of the field of the one told before.
    pub similar: bool,
    /// "the original agreement", "the parent memorandum": not the one told of, but the one it rests on.
    pub parent: bool,
    /// "abrogates the one of 1992": a pronoun that stands for an older agreement, named by its date.
    pub older: bool,
    /// "two agreements, the first on …, the second on …": the position of the noun told for all of them.
    pub among: Option<usize>,
    /// "the plan for 2019": the year a plan is made for. Plans of two years are two plans.
    pub period: Option<String>,
    pub rule: String,
}

/// Areas whose names hold words of other fields ("information systems", "economic zone") and are of security all the same.
const GUARDED: [&str; 6] = ["cybersecurity", "maritime-border", "intelligence", "air-space", "access", "counter-terrorism"];

/// Mentions read of one document at most.
const MOST: usize = 2000;

impl InstrumentFrame {
    /// Its noun group names a field, and none of defence or security.
    pub fn other_only(&self) -> bool {
        self.never || (self.other > 0 && self.defence == 0 && self.security == 0)
    }
}

/// All instrument mentions outside skipped lines.
pub fn find_instruments(scene: &Scene) -> Vec<InstrumentFrame> {
    let doc = scene.doc;
    let mut out: Vec<InstrumentFrame> = Vec::new();
    let mut last_end = 0;
    let one_of = |h: &&crate::lexicon::Hit| h.class == Class::Word && doc.value(h) == "one-of";
    for h in doc.hits.iter().filter(|h| matches!(h.class, Class::Instrument | Class::Ordinal) || one_of(h)) {
        let sentence = doc.sentence_of(h.start);
        if h.class == Class::Word {
            if !scene.setting.skipped(sentence) && h.start >= last_end {
                let one = one_of_several(doc, h, sentence, &out).or_else(|| older_one(scene, h, sentence, &out));
                last_end = one.as_ref().map_or(last_end, |o| o.end);
                out.extend(one);
            }
            continue;
        }
        if h.class == Class::Ordinal {
            if !scene.setting.skipped(sentence) && h.start >= last_end {
                if let Some(one) = enumerated(scene, h, sentence, &out) {
                    enclose(scene, &mut out, &one);
                    out.push(one);
                    continue;
                }
                let one = ordinal(doc, h, sentence, &out);
                out.extend(one);
            }
            continue;
        }
        if scene.setting.skipped(sentence) || h.start < last_end {
            continue;
        }
        // "in agreement with", an office or force that holds the word.
        if scene.cast.covers(h.start).is_some_and(|a| a.kind != ActorKind::Nisba && (a.start < h.start || matches!(a.kind, ActorKind::Office | ActorKind::Person))) {
            continue;
        }
        // "the protection of classified documents": a word of the area.
        if doc.within(h.start.saturating_sub(4), h.start).iter().any(|a| a.class == Class::Area && a.end >= h.end) {
            continue;
        }
        // "the meeting that was held": a verb where a relative clause opens.
        if doc.word_before(h.start, "relative") && doc.at(h.start).iter().any(|x| Doc::is_finite(x) && x.end == h.end) {
            continue;
        }
        // "the plan": only where one was told before.
        if doc.lexicon.entry(h).domain.as_deref() == Some("told") && !out.iter().any(|o| o.kind == doc.value(h)) {
            continue;
        }
        // "deals with": inside a longer function word it is no instrument.
        if doc.lexicon.separate() && doc.at(h.start).iter().any(|x| x.class == Class::Word && x.end > h.end) {
            continue;
        }
        // "the holding of a session": the word is a verbal noun.
        if doc.value(h) == "contract" && doc.word(h.end, "session").is_some() {
            continue;
        }
        // "the conclusion of agreements": one spelling for "contract" and "conclude", right before what is concluded.
        let concludes = |x: &crate::lexicon::Hit| x.class == Class::Verb && x.end == h.end && matches!(doc.value(x), "step:signed" | "event:hold");
        if doc.value(h) == "contract" && doc.at(h.start).iter().any(concludes) && doc.find(h.end, Class::Instrument).is_some_and(|i| !i.clitics.and && i.clitics.prep == Prep::None)
        {
            continue;
        }
        // "a memorandum of understanding (MoU)": the abbreviation in brackets is the same one.
        if h.start > 0
            && doc.tokens.is(h.start - 1, '(')
            && doc.tokens.is(h.end, ')')
            && let Some(o) = out.last_mut().filter(|o| o.sentence == sentence && o.end + 1 >= h.start && doc.lexicon.separate())
        {
            // Read anew from behind the bracket, so that its field is beside it.
            let whole = crate::lexicon::Hit { end: h.end + 1, ..*h };
            let again = frame(scene, &whole, sentence);
            let (start, rule, group_start) = (o.start, o.rule.clone(), o.group_start);
            *o = InstrumentFrame {
                start,
                group_start,
                rule,
                kind: o.kind.clone(),
                definite: o.definite,
                count: o.count,
                first_cue: o.first_cue.clone().or(again.first_cue.clone()),
                defence: o.defence + again.defence,
                security: o.security + again.security,
                other: o.other + again.other,
                never: o.never || again.never,
                general: o.general || again.general,
                ..again
            };
            last_end = h.end + 1;
            continue;
        }
        last_end = h.end;
        // No real document has so many; a hostile one must not cost the square of its length.
        if out.len() >= MOST {
            break;
        }
        out.push(frame(scene, h, sentence));
    }
    out
}

/// "signed the first with Germany and the second with France": an ordinal alone stands for one of several told right before.
fn ordinal(doc: &Doc, h: &crate::lexicon::Hit, sentence: usize, told: &[InstrumentFrame]) -> Option<InstrumentFrame> {
    let several = told.iter().rev().find(|i| i.count != 1 && i.ordinal.is_none() && i.sentence + 3 >= sentence)?;
    let n: usize = doc.value(h).parse().ok().filter(|n| (1..=9).contains(n))?;
    let before = h.start.checked_sub(1)?;
    let object = doc.at(before).iter().any(|x| x.class == Class::Verb && doc.value(x).starts_with("step:") && (Doc::is_finite(x) || x.form == Form::Masdar));
    let content = doc.word(before, "content").is_some();
    let alone = !doc.at(h.end).iter().any(|x| matches!(x.class, Class::Unit | Class::Month | Class::Instrument | Class::Event) || x.clitics.the);
    let the = h.clitics.the || doc.lexicon.data.proclitics.iter().any(|p| p.means == "the" && doc.tokens.word(h.start).starts_with(p.form.as_str()));
    if !the || !(object || content) || !alone {
        return None;
    }
    Some(InstrumentFrame { definite: true, ordinal: Some(n), ..one_of(doc, h, sentence, several) })
}

/// "two agreements, the first on defence cooperation and the second on classified information": an ordinal behind several, with its own
/// field right behind it, and another ordinal before or behind it in the sentence.
fn enumerated(scene: &Scene, h: &crate::lexicon::Hit, sentence: usize, told: &[InstrumentFrame]) -> Option<InstrumentFrame> {
    let doc = scene.doc;
    let end = doc.sentences[sentence].end;
    // "…. The first covers training; the second …": also at the head of the sentence behind.
    let heads = |i: &InstrumentFrame| i.sentence + 1 == sentence && h.start <= doc.sentences[sentence].start + 2;
    let last = told.last().filter(|i| (i.sentence == sentence || heads(i)) && !doc.lexicon.verb_final())?;
    let head = last.among.unwrap_or(told.len() - 1);
    let several = told.get(head).filter(|i| (2..=9).contains(&i.count) && i.ordinal.is_none() && h.start >= i.end)?;
    let n: usize = doc.value(h).parse().ok()?;
    if n != last.among.and(last.ordinal).unwrap_or(0) + 1 || n > several.count || (n == 1 && h.start > several.end + 24) {
        return None;
    }
    let field = |e: usize| {
        let e = if doc.tokens.is(e, ',') { e + 1 } else { e };
        ["on", "in", "content", "for"].iter().any(|w| doc.word(e, w).is_some())
            || doc.prep(e) != Prep::None && doc.at(e).iter().any(|x| matches!(x.class, Class::Area | Class::Cue | Class::Word))
    };
    let data = &doc.lexicon.data;
    let definite = |x: &crate::lexicon::Hit| {
        let w = doc.tokens.word(x.start);
        let w = data.proclitics.iter().filter(|p| p.means == "and" && x.clitics.and).find_map(|p| w.strip_prefix(p.form.as_str())).unwrap_or(w);
        let own = data.objects.iter().any(|o| w.ends_with(o.as_str()));
        x.clitics.the || own || preceded_by_article(doc, x.start) || data.proclitics.iter().any(|p| p.means == "the" && w.starts_with(p.form.as_str()))
    };
    let another = |x: &&crate::lexicon::Hit| x.class == Class::Ordinal && doc.value(x).parse() == Ok(n + 1) && definite(x) && field(x.end);
    if !definite(h) || !field(h.end) || !(n > 1 || doc.within(h.end, end).iter().any(|x| another(&x))) {
        return None;
    }
    let next = doc.within(h.end, end).iter().find(another).map_or(end, |x| x.start);
    let own = framed(scene, h, sentence, next);
    let whole = several.clone();
    Some(InstrumentFrame {
        kind: whole.kind,
        rule: whole.rule,
        count: 1,
        ordinal: Some(n),
        among: Some(head),
        definite: false,
        genitive: false,
        new: false,
        draft: whole.draft,
        bare: false,
        first_cue: own.first_cue.clone().or(whole.first_cue.filter(|_| own.first_cue.is_none())),
        group_start: h.start,
        ..own
    })
}

/// What the words for several enclose ends where the first of them is told.
fn enclose(scene: &Scene, told: &mut [InstrumentFrame], one: &InstrumentFrame) {
    let Some(several) = one.among.filter(|_| one.ordinal == Some(1)).and_then(|k| told.get_mut(k)) else { return };
    let doc = scene.doc;
    if let Some(h) = doc.at(several.start).iter().find(|h| h.class == Class::Instrument && h.end == several.end).copied() {
        *several = framed(scene, &h, several.sentence, doc.lead(one.start).min(doc.sentences[several.sentence].end));
    }
}

/// "is bound by two such agreements: one with Cyprus …, another with Greece": a pronoun with a partner stands for one of them.
fn one_of_several(doc: &Doc, h: &crate::lexicon::Hit, sentence: usize, told: &[InstrumentFrame]) -> Option<InstrumentFrame> {
    let several = told.iter().rev().find(|i| i.count != 1 && i.sentence + 1 >= sentence)?;
    doc.word(h.end, "with")?;
    Some(one_of(doc, h, sentence, several))
}

/// "a new agreement, which abrogates and replaces the one of 18 August 1992": a pronoun right behind a word of replacing, with the
/// year of what it stands for.
fn older_one(scene: &Scene, h: &crate::lexicon::Hit, sentence: usize, told: &[InstrumentFrame]) -> Option<InstrumentFrame> {
    let doc = scene.doc;
    let new = told.last().filter(|i| i.sentence + 1 >= sentence && i.count == 1 && !i.never)?;
    let lead = doc.lead(h.start);
    let replaces = |h: &crate::lexicon::Hit| h.end == lead && h.class == Class::Verb && doc.value(h) == "step:replaced";
    if !doc.within(lead.saturating_sub(5), lead).iter().any(replaces) {
        return None;
    }
    let end = doc.sentences[sentence].end;
    let d = scene.dates_within(h.end, (h.end + 8).min(end)).next().filter(|d| d.past.is_known() && !d.relative)?;
    // Nothing but its participle and who signed it stands between.
    if (h.end..d.start).any(|t| [',', ';', ':'].iter().any(|&c| doc.tokens.is(t, c))) {
        return None;
    }
    let one = one_of(doc, h, sentence, new);
    Some(InstrumentFrame { definite: true, older: true, group_end: one.group_end.max(d.end), ..one })
}

/// The word at `h` as one of several instruments told before.
fn one_of(doc: &Doc, h: &crate::lexicon::Hit, sentence: usize, several: &InstrumentFrame) -> InstrumentFrame {
    let group_end = group_end(doc, h.end, doc.sentences[sentence].end);
    InstrumentFrame {
        start: h.start,
        end: h.end,
        group_start: h.start,
        group_end,
        sentence,
        definite: false,
        genitive: false,
        count: 1,
        ordinal: None,
        new: false,
        ..several.clone()
    }
}

fn frame(scene: &Scene, h: &crate::lexicon::Hit, sentence: usize) -> InstrumentFrame {
    framed(scene, h, sentence, scene.doc.sentences[sentence].end)
}

/// The frame of the word at `h`, whose group ends before `s_end`.
fn framed(scene: &Scene, h: &crate::lexicon::Hit, sentence: usize, s_end: usize) -> InstrumentFrame {
    let doc = scene.doc;
    // "the agreement covers …", told verb first: what follows is its content, not its name.
    let covers = h.clitics.the && (1..=2).any(|k| h.start >= k && doc.word(h.start - k, "content").is_some_and(|w| w.end == h.start || this(doc, h.start)));
    let named = |t: usize| doc.word(t, "with").is_some() || doc.find(t, Class::Ordinal).is_some() || scene.cast.covers(t).is_some_and(|a| a.kind != ActorKind::Force);
    let group_end = if covers { (h.end..s_end).find(|&t| !named(t)).unwrap_or(s_end) } else { group_end(doc, h.end, s_end) };
    let before = h.start.checked_sub(1);
    let group_start = group_start(scene, h.start, doc.sentences[sentence].start);
    let number = before.and_then(|b| number_at(doc, b)).or_else(|| (group_start..h.start).find_map(|t| number_at(doc, t))).or_else(|| number_at(doc, group_start.checked_sub(1)?));
    let count = match (number, h.form) {
        (Some(n), _) if n >= 2 => n,
        (_, Form::Dual) => 2,
        (_, Form::Plural) => 0,
        _ if doc.lexicon.entry(h).domain.as_deref() == Some("plural") => 0,
        _ => 1,
    };
    let count = if count == 1 && plural_as_object(scene, h, group_start) { 0 } else { count };
    // "both agreements": two, and told before.
    let both = doc.lexicon.separate() && h.form == Form::Plural && before.is_some_and(|b| doc.word(b, "each").is_some() || doc.word(group_start, "each").is_some());
    let count = if both { 2 } else { count };
    // "the third memorandum"; behind several an ordinal is one of them.
    let ordinal = (h.end..(h.end + 2).min(group_end)).find_map(|t| doc.find(t, Class::Ordinal)).filter(|_| count == 1).and_then(|o| doc.value(o).parse().ok());
    // "the draft agreement": the article stands before the draft.
    let draft_at = before.and_then(|b| (b.saturating_sub(2)..=b).find(|&t| doc.word(t, "draft").is_some_and(|w| w.end > b.saturating_sub(2))));
    let drafted = doc.lexicon.separate() && draft_at.is_some_and(|t| preceded_by_article(doc, t));
    let mut f = InstrumentFrame {
        start: h.start,
        end: h.end,
        group_start,
        group_end,
        kind: doc.value(h).to_string(),
        sentence,
        definite: both || drafted || h.clitics.the || this(doc, h.start) || (group_start < h.start && (this(doc, group_start) || preceded_by_article(doc, group_start))),
        genitive: !h.clitics.the && doc.is_word(h.end) && doc.lexicon.data.proclitics.iter().any(|p| p.means == "the" && doc.tokens.word(h.end).starts_with(p.form.as_str())),
        count,
        ordinal,
        new: false,
        draft: before.is_some_and(|b| doc.word(b, "draft").is_some() || doc.word_before(h.start, "draft")),
        bare: false,
        defence: 0,
        security: 0,
        other: 0,
        never: false,
        first_cue: None,
        general: false,
        multilateral: doc.lexicon.separate() && (h.start..h.end).any(|t| doc.word(t, "trilateral").is_some()),
        similar: false,
        older: false,
        parent: (h.end..(h.end + 2).min(group_end)).any(|t| doc.word(t, "parent").is_some()),
        among: None,
        period: None,
        rule: doc.lexicon.entry(h).rule.clone(),
    };
    f.period = period_of(scene, &f);
    // Cues count near the noun: far down a long group they speak of something else. Named parties do not make it far.
    let mut far = 0;
    let mut other_end: Option<usize> = None;
    // Where attributes stand before the noun, a listed name ("military cooperation agreement") holds its field itself.
    let named_to = if doc.modifies_before() { h.end } else { h.start };
    for t in (group_start..named_to).chain(h.end..group_end) {
        if t < h.end + 4 {
            f.new |= doc.word(t, "new").is_some();
            f.multilateral |= doc.word(t, "trilateral").is_some();
            f.similar |= doc.word(t, "similar").is_some();
        }
        // Function words do not make it far.
        let function =
            doc.lexicon.separate() && (doc.is_particle(t) || ["of", "in", "to", "on", "content", "cooperation", "between", "with"].iter().any(|w| doc.word(t, w).is_some()));
        far += usize::from(t >= h.end && scene.cast.covers(t).is_none() && doc.is_word(t) && !function);
        if far > 9 {
            break;
        }
        // An office-holder's own field is not the instrument's.
        if scene.cast.covers(t).is_some_and(|a| matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::State)) {
            continue;
        }
        let longest = doc.at(t).iter().filter(|c| c.class == Class::Cue).map(|c| c.end).max();
        // "a US–Saudi accord to contain the Iranian military expansion": a third state's, not what the two agreed to do together.
        let nisba = |at: usize| scene.cast.covers(at).filter(|_| t >= h.end).filter(|a| a.kind == ActorKind::Nisba);
        if let (Some(own), Some(third)) = (nisba(h.end), longest.and_then(nisba))
            && third.start > own.start
            && !third.states.iter().any(|s| own.states.contains(s))
        {
            continue;
        }
        for c in doc.at(t).iter().filter(|c| c.class == Class::Cue && Some(c.end) == longest) {
            let in_area = doc
                .within(t.saturating_sub(4), t + 1)
                .iter()
                .any(|a| a.class == Class::Area && GUARDED.contains(&doc.value(a)) && a.start <= t && a.end >= c.end && a.end - a.start > c.end - c.start);
            // "in the field of security of food": the phrase that begins later and reaches further says which.
            if doc.within(t + 1, c.end).iter().any(|x| x.class == Class::Cue && x.end > c.end && doc.value(x) != doc.value(c)) {
                continue;
            }
            // "the exclusive economic zone", "information systems" within a field of security are that field's.
            if in_area && !matches!(doc.value(c), "defence" | "security") {
                continue;
            }
            // "was signed by the heads of the education departments": who signed it says nothing of another field.
            let agent = |b: &usize| doc.word(*b, "by").is_some() && doc.within(h.end, *b).iter().any(|v| v.class == Class::Verb && doc.value(v) == "step:signed");
            if doc.lexicon.separate() && doc.value(c) == "other" && t >= h.end && (h.end..t).any(|b| agent(&b)) {
                continue;
            }
            match doc.value(c) {
                "defence" => f.defence += 1,
                "security" => f.security += 1,
                // What can never be defence cooperation outweighs any other word of the group.
                "never" => {
                    f.never = true;
                    f.other += 1;
                }
                _ => f.other += 1,
            }
            // "economic and defence cooperation": the field of defence stands beside the other.
            let beside_other =
                doc.lexicon.separate() && f.first_cue.as_deref() == Some("other") && doc.value(c) == "defence" && other_end.is_some_and(|e| e + 1 == t && doc.joins_word(e));
            if beside_other {
                f.first_cue = Some("defence".into());
            }
            if doc.value(c) == "other" {
                other_end = Some(c.end);
            }
            f.first_cue.get_or_insert_with(|| doc.value(c).to_string());
            let in_area = doc.within(t.saturating_sub(4), t + 1).iter().any(|a| a.class == Class::Area && a.start <= t && a.end >= c.end && a.end - a.start >= c.end - c.start);
            let force = scene.cast.covers(t).is_some_and(|a| a.kind == ActorKind::Force);
            // "military agreement", "agreement on cooperation in the field of defence": called so as such, not by one word of its content.
            let beside = t < h.start || t <= h.end + 1 || (h.end..t).all(|k| scene.cast.covers(k).is_some() || doc.word(k, "bilateral").is_some());
            let to = if doc.modifies_before() { c.end + 1 } else { t + 1 };
            let as_such = beside || (t.saturating_sub(3).max(h.end)..to).any(|k| doc.word(k, "cooperation").is_some());
            if doc.value(c) != "other" && !in_area && !force && as_such {
                f.general = true;
            }
        }
    }
    // Without articles a bare noun with no field of its own speaks of the one told before.
    let articles = doc.lexicon.has_articles();
    let told = |t: usize| doc.word(t, "with").is_some() || doc.word(t, "between").is_some() || doc.word(t, "on").is_some();
    if doc.lexicon.separate()
        && !articles
        && f.first_cue.is_none()
        && f.count == 1
        && !f.new
        && f.ordinal.is_none()
        && !(f.end..f.group_end).any(told)
        && doc.sentences[sentence].kind != crate::text::LineKind::Headline
    {
        f.bare = !f.definite;
        f.definite = true;
    }
    f
}

/// The year that a plan, or a document like it, is made for: told with "for", or as an attribute before the noun.
fn period_of(scene: &Scene, f: &InstrumentFrame) -> Option<String> {
    let doc = scene.doc;
    if !matches!(f.kind.as_str(), "plan" | "roadmap" | "document") || !doc.lexicon.separate() {
        return None;
    }
    let year = |d: &&crate::time::DateMention| {
        let told = doc.word_before(d.start, "for") || doc.word_after(d.end, "for").is_some();
        d.past.precision == crate::record::Precision::Year && (told || f.kind != "document" && d.end <= f.start)
    };
    // "the 2019 cooperation programme": the term stands right before the group, and no word says that it is a day.
    let term = |d: &&crate::time::DateMention| {
        let marked = ["in", "from", "of", "by", "since", "until", "on"].iter().any(|w| doc.word_before(d.start, w) || doc.word(d.start, w).is_some());
        d.end == f.group_start && d.past.precision == crate::record::Precision::Year && !d.relative && d.start + 1 == d.end && !marked && f.kind != "document"
    };
    let before = scene.dates_within(f.group_start.saturating_sub(1), f.group_start).find(term);
    let d = before.or_else(|| scene.dates_within(f.group_start, f.group_end.max(f.end) + 1).find(year))?;
    d.past.value.clone()
}

/// "подписаны соглашения с …": one spelling for the genitive and the plural is a plural right behind a finite verb of a step that
/// nothing denies; what stands between is a day, a place or an adverb.
fn plural_as_object(scene: &Scene, h: &crate::lexicon::Hit, group_start: usize) -> bool {
    let doc = scene.doc;
    let either = doc.lexicon.id(doc.tokens.word(h.start)).is_some_and(|id| {
        let forms = &doc.lexicon.data.first[id as usize];
        [Form::Base, Form::Plural].iter().all(|f| forms.contains(&(h.entry, *f)))
    });
    if !either || !doc.lexicon.separate() {
        return false;
    }
    let from = group_start.saturating_sub(5);
    for t in (from..group_start).rev() {
        if doc.at(t).iter().any(|v| Doc::is_finite(v) && v.end > t && doc.value(v).starts_with("step:")) {
            return !(t.saturating_sub(3)..t).any(|k| doc.word(k, "negation").is_some());
        }
        let day = scene.dated(t);
        let place = scene.cast.covers(t).is_some_and(|a| a.role == crate::mention::Role::In);
        let adverb = doc.is_word(t) && doc.at(t).iter().all(|x| x.class == Class::Word && matches!(doc.value(x), "already" | "new" | "in"));
        if !(day || place || adverb) {
            return false;
        }
    }
    false
}

/// Where attributes before the noun begin: back over words to an article, a preposition, a verb or a mark. A language whose
/// attributes follow has none.
fn group_start(scene: &Scene, start: usize, limit: usize) -> usize {
    let doc = scene.doc;
    if !doc.modifies_before() {
        return start;
    }
    let stops = [
        "with",
        "between",
        "in",
        "from",
        "to",
        "for",
        "by",
        "behalf",
        "on",
        "of",
        "each",
        "relative",
        "that",
        "break",
        "auxiliary",
        "negation",
        "topic-change",
        "occasion",
        "asserts",
        "content",
        "draft",
    ];
    let most = if doc.lexicon.data.endings.is_empty() { 9 } else { 16 };
    let mut t = start;
    // "… haqqında" anlaşma memorandumu: a quoted title stands before its noun where the verb stands last.
    if doc.lexicon.verb_final()
        && t > limit + 2
        && doc.tokens.is(t - 1, '"')
        && let Some(open) = (t.saturating_sub(40).max(limit)..t - 1).rev().find(|&k| doc.tokens.is(k, '"'))
    {
        t = open;
    }
    let from = t;
    while t > limit && from - t < most {
        let k = t - 1;
        let hyphen = doc.tokens.is(k, '-') || doc.tokens.is(k, '\'');
        let verb = doc.at(k).iter().any(|h| h.class == Class::Verb && h.form != Form::Participle);
        // "savunma alanında iş birliği": postpositions of content stand inside the group; "and" joins two of its words.
        let inside = |h: &crate::lexicon::Hit| doc.lexicon.entry(h).after && matches!(doc.value(h), "on" | "content" | "in" | "for" | "to");
        let stop = |w: &str| doc.at(k).iter().any(|h| h.class == Class::Word && doc.value(h) == w && h.end == t && !inside(h));
        let topic = |a: usize, b: usize| doc.within(a.saturating_sub(3), b + 1).iter().any(|h| matches!(h.class, Class::Area | Class::Cue) && h.start < b && h.end > a);
        let joins = doc.joins_word(k) && k > limit && topic(k - 1, k) && topic(t, t + 1);
        let comma = doc.tokens.is(k, ',') && k > limit && most > 9 && topic(k - 1, k) && topic(t, t + 1);
        let word = joins || comma || doc.is_word(k) && doc.lexicon.particle(doc.tokens.word(k)).is_none() && !verb && !stops.iter().any(|w| stop(w));
        let other = doc.find(k, Class::Instrument).is_some()
            || scene
                .cast
                .covers(k)
                .is_some_and(|a| !matches!(a.kind, ActorKind::Nisba | ActorKind::State | ActorKind::Capital | ActorKind::Force) || matches!(a.role, crate::mention::Role::With));
        if !(hyphen || word) || other {
            break;
        }
        t = k;
    }
    while t < start && !doc.is_word(t) {
        t += 1;
    }
    t
}

/// Does an article stand before the group?
fn preceded_by_article(doc: &Doc, at: usize) -> bool {
    crate::lexicon::particles_before(doc.lexicon, &doc.tokens, at).any(|k| doc.is_article(k))
}

fn number_at(doc: &Doc, t: usize) -> Option<usize> {
    if doc.find(t, Class::Weekday).is_some() {
        return None;
    }
    // "a five-year agreement": a term, no count.
    let next = if doc.tokens.is(t + 1, '-') { t + 2 } else { t + 1 };
    if doc.find(next, Class::Unit).is_some() || (doc.lexicon.separate() && doc.find(next, Class::Month).is_some()) {
        return None;
    }
    if doc.tokens.kind(t) == TokenKind::Number {
        return doc.tokens.word(t).parse().ok().filter(|n| (2..=60).contains(n));
    }
    doc.find(t, Class::Number).and_then(|n| doc.value(n).parse().ok())
}

fn this(doc: &Doc, start: usize) -> bool {
    start > 0 && doc.find(start - 1, Class::Deictic).is_some_and(|d| doc.value(d) == "current")
}

/// "an accord that aims at …", "un acuerdo que busca …": where a word of content right behind an instrument, behind a relative word or
/// not, ends: what it says of its aim belongs to its group.
pub(super) fn aim(doc: &Doc, from: usize) -> Option<usize> {
    let comma = if doc.tokens.is(from, ',') { from + 1 } else { from };
    let relative = doc.word(comma, "relative").filter(|w| !w.clitics.and);
    let at = match relative {
        Some(w) => w.end,
        None if comma == from && !doc.lexicon.separate() => from,
        None => return None,
    };
    let verb = doc.word(at, "content").filter(|_| doc.at(at).iter().any(Doc::is_finite) || relative.is_some())?;
    (!doc.lexicon.verb_final()).then_some(verb.end)
}

/// Where the noun group of an instrument ends: at a finite verb, a break, a relative clause, a comma before a verb.
fn group_end(doc: &Doc, from: usize, limit: usize) -> usize {
    // Where the verb ends the clause, nothing behind the noun qualifies it.
    if doc.lexicon.verb_final() {
        return from;
    }
    // Only where a step of the instrument's own follows: else what it aims at is read as its content.
    let step = |k: usize| doc.within(k, limit).iter().any(|h| (Doc::is_finite(h) || h.form == Form::Participle) && doc.value(h).starts_with("step:"));
    let mut t = aim(doc, from).filter(|&k| k < limit && step(k)).unwrap_or(from);
    while t < limit && t - from < 60 {
        if doc.tokens.is(t, ';') || doc.tokens.is(t, ':') || doc.word(t, "break").is_some() || doc.word(t, "topic-change").is_some() {
            break;
        }
        if doc.word(t, "relative").is_some_and(|w| !w.clitics.and) && t > from {
            break;
        }
        let parts = doc.lexicon.separate() && (doc.word(t, "auxiliary").is_some() || doc.word(t, "negation").is_some());
        if parts && t > from && doc.find(t, Class::Month).is_none() {
            break;
        }
        let finite = doc.at(t).iter().find(|h| Doc::is_finite(h) && !h.clitics.the && h.clitics.prep == Prep::None);
        // Words that are also nouns or names do not end the group.
        if let Some(v) = finite {
            let other = doc.at(t).iter().any(|h| {
                !Doc::is_finite(h)
                    && matches!(
                        h.class,
                        Class::Verb
                            | Class::Area
                            | Class::State
                            | Class::Nisba
                            | Class::Office
                            | Class::Rank
                            | Class::Event
                            | Class::Force
                            | Class::Cue
                            | Class::Month
                            | Class::Weekday
                    )
                    && h.end >= v.end
            });
            // "an agreement the two governments signed yesterday on …": the verb beside the noun qualifies it.
            let beside = t == from && doc.value(v).starts_with("step:");
            if !other && !beside {
                break;
            }
        }
        // Another instrument joined by "and" begins its own group; "بشأن" etc. of another one stays inside.
        if t > from && doc.find(t, Class::Instrument).is_some_and(|i| i.clitics.and || doc.tokens.is(t - 1, ',')) {
            break;
        }
        t += 1;
    }
    t
}
