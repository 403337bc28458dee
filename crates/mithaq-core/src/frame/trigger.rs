//! Triggers: verbs that carry a step, tied to the instrument they speak of.
//!
//! In: verb hits and instruments. Out: [`Trigger`]s. A participle takes the instrument before it; a finite verb or a verbal
//! noun the one after it, or the one before it where it carries an object pronoun or stands in a relative clause.

use super::{InstrumentFrame, Mood, Scene, mood_at};
use crate::lexicon::{Class, Form, Hit, Prep};
use crate::mention::Doc;

/// A step asserted (or not) of an instrument.
#[derive(Debug, Clone)]
pub struct Trigger {
    pub start: usize,
    pub end: usize,
    pub status: String,
    pub form: Form,
    pub mood: Mood,
    /// It carries a pronoun ("signed it", "its signing").
    pub pronoun: bool,
    /// A verbal noun of purpose ("in order to sign").
    pub purpose: bool,
    pub sentence: usize,
    /// Position in the instruments, `None` where only a pronoun stands for it.
    pub instrument: Option<usize>,
    pub rule: String,
}

/// All step triggers with their instruments.
pub fn find_triggers(scene: &Scene, instruments: &[InstrumentFrame]) -> Vec<Trigger> {
    let doc = scene.doc;
    let mut out: Vec<Trigger> = Vec::new();
    let mut last_end = 0;
    let listed = doc.lexicon.separate();
    let steps: Vec<&Hit> = doc.hits.iter().filter(|h| h.class == Class::Verb && doc.value(h).starts_with("step:")).collect();
    let mut k = 0;
    while k < steps.len() {
        // Of several readings at one place the longest counts, then the more specific.
        let here: Vec<&Hit> = steps[k..].iter().take_while(|h| h.start == steps[k].start).copied().collect();
        k += here.len();
        let Some(&h) = here.iter().max_by_key(|h| h.end) else { continue };
        // "signed", past and participle in one: a participle right behind its instrument, a past elsewhere.
        let h = one_reading(scene, &here, h, instruments);
        let sentence = doc.sentence_of(h.start);
        // An agency whose name reads as a verb (Mehr, "sealed").
        let outlet = doc.within(h.start.saturating_sub(2), h.start + 1).iter().any(|x| x.class == Class::Outlet && x.end > h.start);
        if h.start < last_end
            || outlet
            || scene.setting.skipped(sentence)
            || scene.cast.covers(h.start).is_some_and(|a| a.start < h.start && a.name.is_some_and(|(s, e)| s <= h.start && h.start < e))
        {
            continue;
        }
        if governed_noun(doc, h) {
            continue;
        }
        let mut status = doc.value(h)["step:".len()..].to_string();
        // "a protocol that amends the agreement": in the present, right behind the relative word, it tells what the protocol is for.
        let purpose = status == "amended" && h.form == Form::Present && (1..=3).any(|k| h.start >= k && doc.word(h.start - k, "relative").is_some());
        let by = |i: &InstrumentFrame| i.sentence == sentence && i.end <= h.start && h.start - i.end <= 6 && matches!(i.kind.as_str(), "protocol" | "arrangement" | "memorandum");
        let dated = |i: &InstrumentFrame| i.sentence == sentence && i.start >= h.end && crate::fact::named_date(scene, i).is_some();
        if listed && purpose && instruments.iter().any(by) && instruments.iter().any(dated) {
            continue;
        }
        let found = target(scene, h, &status, instruments, sentence);
        // "an agreement that goes back to 2005": signed then.
        let dated = status == "dated";
        if dated {
            status = "signed".into();
        }
        let talks = status == "negotiating" && h.clitics.the;
        // "the programme for 2023. I signed it with my counterpart …": the instrument the sentence before told of.
        let found = found.or_else(|| {
            let opens = (doc.sentences[sentence].start..h.start).take(3).any(|t| doc.word(t, "it").is_some());
            let subject = matches!(status.as_str(), "in-force" | "expired") && (opens || doc.word(h.end, "of-it").is_some());
            let of_it = matches!(status.as_str(), "suspended" | "terminated" | "renewed") && doc.word(h.end, "of-it").is_some();
            // "El Senado lo ratificó", "его подписали": the pronoun is a word before its verb.
            let own = listed
                && (1..=if doc.lexicon.verb_final() { 8 } else { 4 }).any(|k| {
                    h.start > k && doc.word(h.start - k, "it").is_some_and(|w| doc.lexicon.verb_final() || w.end + 1 >= h.start) && doc.sentence_of(h.start - k) == sentence
                });
            // "First signed in 2007, it was renewed": a participle that opens the sentence speaks of its subject.
            let opener = listed
                && h.start <= doc.sentences[sentence].start + 2
                && (h.end..(h.end + 10).min(doc.sentences[sentence].end)).any(|t| doc.tokens.is(t, ',') && doc.word(t + 1, "it").is_some());
            let it = subject
                || of_it
                || opener && status == "signed"
                || own && Doc::is_finite(h) && !matches!(status.as_str(), "proposed" | "negotiating" | "issued")
                || Doc::is_finite(h) && matches!(status.as_str(), "signed" | "renewed" | "ratified" | "suspended" | "terminated" | "amended") && has_object(doc, h);
            let told = |i: &InstrumentFrame| i.sentence < sentence && i.sentence + 1 >= sentence && i.count == 1 && if i.definite { listed } else { i.defence + i.security > 0 };
            instruments.iter().rposition(|i| i.sentence < sentence).filter(|&n| it && told(&instruments[n]))
        });
        let pronoun = found.is_none() && !dated && (talks || (status == "signed" && h.form != Form::Participle && h.form != Form::Masdar));
        if found.is_none() && !pronoun {
            continue;
        }
        last_end = h.end;
        out.push(Trigger {
            start: h.start,
            end: h.end,
            status,
            form: if dated { Form::Participle } else { h.form },
            mood: if found.is_some_and(|n| denied_noun(doc, &instruments[n])) { Mood::Negated } else { mood_at(scene, h.start, h.form) },
            pronoun: has_object(doc, h),
            purpose: h.form == Form::Masdar && h.clitics.prep == Prep::To && !h.clitics.the,
            sentence,
            instrument: found,
            rule: doc.lexicon.entry(h).rule.clone(),
        });
    }
    out
}

/// "a law that entitles the government to conclude agreements", "approved the conclusion of": where a verb of many senses spells its past as
/// its noun (عقد), behind a preposition or a verb of leave it is the noun, which by itself tells no step.
fn governed_noun(doc: &Doc, h: &Hit) -> bool {
    if doc.lexicon.separate() || h.form != Form::Past || doc.lexicon.entry(h).domain.as_deref() != Some("near") {
        return false;
    }
    let from = h.start.saturating_sub(4).max(doc.sentences[doc.sentence_of(h.start)].start);
    let lets = |x: &Hit| x.end <= h.start && Doc::is_finite(x) && matches!(doc.value(x), "step:authorised" | "step:charged");
    doc.within(from, h.start).iter().any(lets) || ["on", "to", "from"].iter().any(|w| doc.word_before(h.start, w))
}

/// Nothing but actors, dates and function words stands between an object and the verb that ends its clause.
fn verb_final_near(scene: &Scene, from: usize, to: usize) -> bool {
    let doc = scene.doc;
    to - from.min(to) <= 10
        && (from..to).all(|t| {
            scene.cast.covers(t).is_some()
                || doc.tokens.kind(t) != crate::text::TokenKind::Word
                || scene.dated(t)
                || doc.at(t).iter().any(|h| h.class == Class::Word && !matches!(doc.value(h), "break" | "that" | "relative"))
                || doc.at(t).is_empty()
        })
}

/// "No agreement was signed": the noun itself is denied.
fn denied_noun(doc: &Doc, i: &InstrumentFrame) -> bool {
    doc.lexicon.separate() && (doc.word_before(i.group_start, "negation") || doc.word(i.group_start, "negation").is_some())
}

/// Where the relative clause that the verb at `verb` stands in opens: a relative word, then only actors, particles and auxiliaries.
fn relative_clause(scene: &Scene, from: usize, verb: usize) -> Option<usize> {
    let doc = scene.doc;
    let mut t = verb;
    while t > from && verb - t < 14 {
        t -= 1;
        let word = doc.word(t, "relative").filter(|w| w.end <= verb);
        if word.is_some() {
            // "said that X signed": the same word may open a clause of speech; an instrument must stand right before it.
            return Some(t);
        }
        let passed = scene.cast.covers(t).is_some()
            || doc.is_particle(t)
            || doc.word(t, "auxiliary").is_some()
            || doc.word(t, "already").is_some()
            || scene.dated(t)
            || ["in", "on", "with"].iter().any(|w| doc.word(t, w).is_some());
        if !passed {
            return None;
        }
    }
    None
}

/// The instrument right behind a participle that stands before its noun.
fn participle_first(scene: &Scene, h: &Hit, list: &[InstrumentFrame], sentence: usize) -> Option<usize> {
    let doc = scene.doc;
    let (n, i) = list.iter().enumerate().find(|(_, i)| i.sentence == sentence && i.start >= h.end)?;
    let gap = i.group_start.max(h.end) - h.end;
    let quiet = (h.end..i.start).all(|t| !doc.at(t).iter().any(Doc::is_finite) && !doc.tokens.is(t, ';') && !doc.tokens.is(t, ','));
    // One that stands right behind another instrument is that one's, unless it touches the next.
    let taken = list.iter().any(|b| b.sentence == sentence && b.end <= h.start && h.start - b.end <= 1);
    let reach = if doc.lexicon.data.endings.is_empty() { 1 } else { 10 };
    let cased = h.end < i.start && cased_noun(doc, h.end);
    (gap <= reach && quiet && !taken && !cased).then_some(n)
}

/// Is the form a participle too?
fn participle_too(doc: &Doc, h: &Hit) -> bool {
    doc.at(h.start).iter().any(|x| x.class == Class::Verb && x.form == Form::Participle && x.end == h.end)
}

/// "yaptığı konuşmada belgenin …": a noun with a case of its own right behind the participle is what it qualifies.
fn cased_noun(doc: &Doc, t: usize) -> bool {
    let word = doc.lexicon.verb_final() && doc.is_word(t) && doc.at(t).iter().all(|x| matches!(x.class, Class::Verb | Class::Event));
    let w = if word { doc.tokens.word(t) } else { return false };
    let ends =
        |(form, role): &(String, Prep)| matches!(role, Prep::In | Prep::From) && form.chars().count() >= 2 && w.strip_suffix(form.as_str()).is_some_and(|s| s.chars().count() >= 4);
    doc.lexicon.data.endings.iter().any(ends)
}

/// Of readings of one spelling the one that its place gives.
fn one_reading<'a>(scene: &Scene, here: &[&'a Hit], longest: &'a Hit, instruments: &[InstrumentFrame]) -> &'a Hit {
    let doc = scene.doc;
    // "uzavření dohody": a verbal noun before its object, where the spelling is a participle's too.
    let masdar = here.iter().find(|x| x.end == longest.end && x.form == Form::Masdar && x.entry == longest.entry);
    if let Some(m) = masdar.filter(|_| doc.lexicon.separate() && longest.form == Form::Participle) {
        return m;
    }
    let mut same = here.iter().filter(|x| x.end == longest.end);
    let (Some(past), Some(participle)) = (same.clone().find(|x| Doc::is_finite(x)), same.find(|x| x.form == Form::Participle)) else { return longest };
    // "imzalandığı": a participle only where its noun stands behind it.
    if doc.lexicon.verb_final() {
        return if participle_first(scene, participle, instruments, doc.sentence_of(longest.start)).is_some() { participle } else { past };
    }
    let auxiliary = (1..=3).any(|k| longest.start >= k && doc.word(longest.start - k, "auxiliary").is_some());
    let s = &doc.sentences[doc.sentence_of(longest.start)];
    let clear = |i: &InstrumentFrame| {
        (i.end..longest.start).all(|t| {
            !doc.at(t).iter().any(|x| Doc::is_finite(x) && x.form != Form::Participle && !doc.at(t).iter().any(|y| y.form == Form::Participle))
                && doc.word(t, "relative").is_none()
                && doc.word(t, "auxiliary").is_none()
        })
    };
    let behind = instruments
        .iter()
        .any(|i| i.start >= s.start && i.end <= longest.start && longest.start - i.end <= 12 && (i.group_end == longest.start || i.end == longest.start || clear(i)));
    let goes_on =
        doc.word(longest.end, "by").is_some() || doc.word(longest.end, "between").is_some() || doc.word(longest.end, "in").is_some() || doc.word(longest.end, "with").is_some();
    // A headline's "agreement signed" is the news; in a sentence the participle qualifies, and another verb follows.
    let later = doc.within(longest.end, s.end).iter().any(|x| Doc::is_finite(x) && x.start > longest.end)
        || doc.within(s.start, longest.start).iter().any(|x| Doc::is_finite(x) && x.form != Form::Participle && !doc.at(x.start).iter().any(|y| y.form == Form::Participle));
    if behind && !auxiliary && (later || goes_on) && s.kind != crate::text::LineKind::Headline { participle } else { past }
}

fn target(scene: &Scene, h: &Hit, status: &str, list: &[InstrumentFrame], sentence: usize) -> Option<usize> {
    let doc = scene.doc;
    let s = &doc.sentences[sentence];
    // A language whose verbs are listed with their auxiliaries, and whose articles are words.
    let listed = doc.lexicon.separate();
    // "which replaces the one of 1992": the pronoun is its object.
    if let Some(n) = list.iter().position(|i| i.older && i.sentence == sentence && i.start >= h.end && i.start - h.end <= 1).filter(|_| status == "replaced") {
        return Some(n);
    }
    let auxiliary = listed && (1..=3).any(|k| h.start >= s.start + k && doc.word(h.start - k, "auxiliary").is_some());
    // What is said to be replaced is not what then enters into force.
    let replaced =
        |i: &InstrumentFrame| (1..=3).any(|k| i.start >= k && doc.at(i.start - k).iter().any(|x| x.class == Class::Verb && x.end == i.start && doc.value(x) == "step:replaced"));
    // "the original agreement, which the protocol came to implement, was concluded …": what stands between the commas is passed over.
    let aside = |i: &InstrumentFrame| {
        let opened = (2..=5).any(|k| i.start >= s.start + k && doc.word(i.start - k + 1, "relative").is_some() && doc.tokens.is(i.start - k, ','));
        opened && (i.end..h.start).any(|t| doc.tokens.is(t, ',')) && list.iter().any(|o| o.sentence == sentence && o.end < i.start)
    };
    let before = || list.iter().enumerate().rev().find(|(_, i)| i.sentence == sentence && i.end <= h.start && !(status == "in-force" && replaced(i)) && !aside(i)).map(|(n, _)| n);
    let after =
        |reach: usize| list.iter().enumerate().find(|(_, i)| i.sentence == sentence && i.start >= h.end).filter(|(_, i)| i.group_start.max(h.end) - h.end <= reach).map(|(n, _)| n);
    let crossed = |n: usize| {
        // Another finite step verb between the trigger and the instrument takes it instead.
        doc.within(h.end, list[n].start).iter().any(|x| {
            x.class == Class::Verb
                && doc.value(x).starts_with("step:")
                && !governed_noun(doc, x)
                && (Doc::is_finite(x) || (x.form == Form::Masdar && h.form == Form::Masdar && status != "approved" && status != "authorised" && status != "ratified"))
                && doc.value(x) != doc.value(h)
        }) || doc.within(h.end, list[n].start).iter().any(|x| {
            x.class == Class::Verb
                && x.form == Form::Masdar
                && x.clitics.and
                && matches!(doc.value(x), "step:approved" | "step:ratified" | "step:authorised" | "step:renewed" | "step:terminated")
                && doc.value(x) != doc.value(h)
        }) || (status == "concluded" && scene.verb_within(h.end, list[n].start))
            || (status == "signed" && Doc::is_finite(h)
            // "signs the law on ratifying the agreement": what he signs is the law.
            && doc.within(h.end, list[n].start).iter().any(|x| x.class == Class::Verb && x.form == Form::Masdar && matches!(doc.value(x), "step:approved" | "step:ratified")))
            // "agreed to negotiate a pact": the pact is what they will negotiate.
            || (listed
                && matches!(status, "signed" | "concluded")
                && doc.within(h.end, list[n].start).iter().any(|x| x.class == Class::Verb && x.form == Form::Infinitive && doc.value(x).starts_with("step:")))
            || (h.end..list[n].start).any(|t| {
                // "approved, on the other hand, …": right behind the verb the words join, they do not part.
                let parts = doc.word(t, "break").is_some_and(|b| t > h.end + 1 || !doc.at(t).iter().any(|x| x.end == b.end && doc.value(x) == "topic-change"));
                let bill = matches!(status, "terminated" | "expired" | "suspended") && doc.word(t, "draft").is_some();
                parts || bill || (status == "signed" && doc.word(t, "decree").is_some()) || doc.tokens.is(t, ';')
            })
    };
    // "the agreement … was renewed", "the treaty that Laos and Mongolia signed": what was done stands before.
    if listed && Doc::is_finite(h) {
        let related = relative_clause(scene, s.start, h.start);
        if auxiliary || related.is_some() {
            let from = related.unwrap_or(h.start);
            let told = list.iter().enumerate().rev().find(|(_, i)| i.sentence == sentence && i.end <= from && !aside(i)).map(|(n, _)| n);
            // "the protocol that amends the treaty of 1995 was signed": the treaty is the relative clause's own.
            let inside = |n: usize| {
                let m = n.checked_sub(1).filter(|&m| list[m].sentence == sentence)?;
                let r = (list[m].end..(list[m].group_end + 3).min(list[n].start)).find(|&k| doc.word(k, "relative").is_some())?;
                let own = scene.verb_within(r, list[n].start);
                let closed = doc.within(list[n].end, h.start).iter().any(|x| Doc::is_finite(x) && scene.cast.covers(x.start).is_none() && doc.word(x.start, "auxiliary").is_none());
                (own && !closed).then_some(m)
            };
            let told = told.map(|n| if auxiliary && related.is_none() { inside(n).unwrap_or(n) } else { n });
            let open = |n: usize| {
                (super::instrument::aim(doc, list[n].end).unwrap_or(list[n].end)..h.start).all(|t| {
                    doc.word(t, "break").is_none()
                        && !doc.tokens.is(t, ';')
                        && !(doc.at(t).iter().any(Doc::is_finite) && t + 1 < h.start && doc.word(t, "auxiliary").is_none() && scene.cast.covers(t).is_none())
                })
            };
            let near = |&n: &usize| if related.is_some() { from <= list[n].group_end + 2 } else { h.start - list[n].end <= 40 && open(n) };
            if let Some(n) = told.filter(near) {
                return Some(n);
            }
        }
    }
    if status == "dated" {
        let dates = scene.dates.iter().any(|d| d.start == h.end || d.start == h.end + 1);
        return before().filter(|&n| dates && h.start <= list[n].group_end + 2 && h.start - list[n].end <= 14);
    }
    if doc.lexicon.entry(h).domain.as_deref() == Some("near") {
        let relative = doc.word_before(h.start, "relative");
        return match h.form {
            Form::Participle if doc.modifies_before() && participle_first(scene, h, list, sentence).is_some() => participle_first(scene, h, list, sentence),
            Form::Participle => before().filter(|&n| h.start <= list[n].end + 2 || listed && h.start <= list[n].group_end + 1),
            Form::Masdar => after(1),
            _ if relative || has_object(doc, h) => before().filter(|&n| h.start <= list[n].group_end + 2),
            _ => after(9)
                .filter(|&n| {
                    (h.end..list[n].group_start).all(|t| {
                        // "authorised the minister to sign": what is authorised stands between.
                        let task = doc.at(t).iter().chain(doc.at(t.saturating_sub(1))).any(|x| x.class == Class::Verb && x.form == Form::Infinitive && x.end > t);
                        scene.cast.covers(t).is_some()
                            // "sign the ministers Gajdoš and Simicskó a protocol": names that the text does not explain.
                            || listed && doc.lexicon.data.names == crate::lexicon::Names::Capitalised && doc.capital(t) && doc.at(t).is_empty()
                            || task
                            || doc.tokens.kind(t) == crate::text::TokenKind::Word && doc.is_particle(t)
                            || doc.word(t, "with").is_some()
                            || listed
                                && (doc.tokens.kind(t) != crate::text::TokenKind::Word && !doc.tokens.is(t, ';') && !doc.tokens.is(t, ':')
                                    || doc.at(t).iter().any(|x| {
                                        matches!(x.class, Class::Deictic | Class::Unit | Class::Number | Class::Weekday)
                                            || x.class == Class::Word && matches!(doc.value(x), "new" | "conjunct" | "bilateral" | "trilateral" | "of")
                                    }))
                            || ["in", "on", "from"].iter().any(|w| doc.word(t, w).is_some())
                            || doc.word(t, "draft").is_some()
                            // "renewed for two years their agreement": a term.
                            || listed && ["for", "term", "until", "to"].iter().any(|w| doc.word(t, w).is_some())
                            || scene.dated(t)
                    })
                })
                .or_else(|| before().filter(|&n| listed && (h.start <= list[n].group_end + 1 || doc.lexicon.verb_final() && verb_final_near(scene, list[n].end, h.start)))),
        };
    }
    match h.form {
        // "imzalanan anlaşma", "подписанное соглашение": where attributes stand first, the participle does too.
        Form::Participle if doc.modifies_before() && participle_first(scene, h, list, sentence).is_some() => participle_first(scene, h, list, sentence),
        Form::Participle => {
            let n = before()?;
            // Without the article it stands beside its noun ("اتفاقية موقعة"); far off it is another word ("تفتيش موقع").
            let tied = ["by", "in", "between", "with", "on"].iter().any(|w| doc.word(h.end, w).is_some()) || scene.dates.iter().any(|d| d.start <= h.end + 1 && d.end > h.end);
            // "the plan with Serbia for 2019, signed by …": set off by a comma behind the whole group.
            let set_off = h.start > list[n].end + 1 && doc.tokens.is(h.start - 1, ',');
            let reach = if h.clitics.the || listed && (tied || set_off) { 30 } else { 5 };
            (h.start <= list[n].group_end + usize::from(listed) && h.start - list[n].end <= reach).then_some(n)
        }
        Form::Masdar => {
            let reach = match status {
                "signed" | "initialled" => 12,
                "negotiating" => 6,
                "concluded" | "proposed" => 4,
                "approved" | "authorised" | "ratified" => 45,
                _ => 8,
            };
            // "savunma anlaşması müzakerelerine başladı": the talks' noun right behind what they are about.
            if status == "negotiating"
                && doc.lexicon.verb_final()
                && let Some(b) = before().filter(|&b| h.start == list[b].end)
            {
                return Some(b);
            }
            if status == "negotiating" && !h.clitics.the && doc.word(h.end, "on").is_none() && !(h.end..(h.end + 6).min(s.end)).any(|t| doc.word(t, "on").is_some()) {
                return None;
            }
            // "the negotiation, opened in January, of a protocol": days, marks and participles do not make it far.
            let passed = |n: usize| {
                let quiet = |t: usize| {
                    doc.is_particle(t)
                        || doc.tokens.kind(t) != crate::text::TokenKind::Word
                        || scene.dated(t)
                        || doc.at(t).iter().any(|x| x.class == Class::Verb && x.form == Form::Participle || x.class == Class::Word && matches!(doc.value(x), "in" | "of" | "from"))
                };
                (h.end..list[n].group_start.max(h.end)).filter(|&t| !quiet(t)).count()
            };
            let far = (listed && status == "negotiating").then(|| after(16).filter(|&n| passed(n) <= 3)).flatten();
            let n = after(reach).or(far).filter(|&n| !crossed(n));
            // "anlaşmanın imzalanması": the object stands before its verbal noun.
            if doc.lexicon.verb_final()
                && let Some(b) = before().filter(|&b| h.start - list[b].end <= 3 || h.start <= list[b].group_end + 1)
            {
                return Some(b);
            }
            // "a memorandum whose signing took place …": the pronoun stands for the one before.
            if has_object(doc, h) && n.is_none() && !matches!(status, "proposed" | "concluded" | "negotiating" | "issued" | "rejected") {
                return before().filter(|&n| h.start <= list[n].group_end + 4);
            }
            // "the agreement obtained the approval of parliament".
            if n.is_none() && matches!(status, "approved" | "ratified") && !h.clitics.the && doc.verb(s.start, "step:").is_none() {
                return before().filter(|&n| h.start - list[n].end <= 14 && h.start <= list[n].group_end + 2);
            }
            n.or_else(|| (status == "negotiating" || h.clitics.the).then(|| before().filter(|&n| h.start - list[n].end <= 12)).flatten())
        }
        _ => {
            let reach = match status {
                "concluded" | "issued" => 16,
                "proposed" => 6,
                "negotiating" => 14,
                "in-force" | "expired" => 10,
                "signed" | "initialled" => 60,
                "amended" | "suspended" => 8,
                "terminated" | "renewed" | "rejected" => 14,
                _ => 30,
            };
            let relative = h.start > s.start && (doc.word_before(h.start, "relative") || (h.start >= 2 && doc.word_before(h.start - 1, "relative")));
            let pronoun = has_object(doc, h);
            if relative || pronoun {
                // "the attacks that happened": the relative clause follows its noun, or the noun's group.
                let near = |&n: &usize| pronoun || h.start <= list[n].group_end + 6;
                return before().filter(near).or_else(|| after(reach).filter(|&n| !crossed(n)));
            }
            // The object stands before a verb that ends its clause.
            if doc.lexicon.verb_final() {
                let another = |t: usize| doc.at(t).iter().any(Doc::is_finite) && scene.cast.covers(t).is_none();
                // "təsdiqlənib və ratifikasiya edib": a second step joined by "and" is of the same one; what a bracket tells is passed over.
                let own = |n: usize| {
                    let mut t = list[n].end;
                    while t < h.start {
                        if doc.tokens.is(t, '(') {
                            t = (t..h.start).find(|&k| doc.tokens.is(k, ')')).unwrap_or(h.start);
                            continue;
                        }
                        let chained = doc.at(t).iter().any(|x| Doc::is_finite(x) && doc.value(x).starts_with("step:"))
                            && (t + 1..h.start).any(|k| doc.joins_word(k))
                            && !scene.cast.within(t, h.start).any(|a| a.role == crate::mention::Role::Bare);
                        if another(t) && !chained || doc.tokens.is(t, ';') || doc.word(t, "break").is_some() {
                            return false;
                        }
                        t += 1;
                    }
                    true
                };
                let ahead = |n: usize| (h.end..list[n].start).all(|t| !doc.tokens.is(t, ',') && !doc.at(t).iter().any(Doc::is_finite));
                return before()
                    .filter(|&n| h.start - list[n].end <= 16 && own(n))
                    .or_else(|| after(reach).filter(|&n| !crossed(n) && ahead(n) && !(participle_too(doc, h) && cased_noun(doc, h.end))));
            }
            let n = after(reach).filter(|&n| !crossed(n));
            if matches!(status, "in-force" | "expired") {
                let b = before().filter(|&b| h.start - list[b].end <= 30);
                return match (n, b) {
                    (Some(n), Some(b)) if h.start - list[b].end < list[n].start - h.end => Some(b),
                    (n, b) => n.or(b),
                };
            }
            // "approved the draft with Laos and charged the ministry to sign it".
            if listed && status == "charged" && n.is_none() {
                return before();
            }
            // "a memorandum on cyber defence was signed …": the verb that ends the noun group speaks of it.
            // In the present it more often says what the agreement does ("that ends a crisis").
            let does = status == "terminated" && h.form == Form::Present;
            // "… and ratifies a bill": a verb joined by "and" without a pronoun begins a clause of its own.
            let topic = |&b: &usize| (s.start..list[b].start).any(|t| doc.word(t, "topic").is_some());
            n.or_else(|| before().filter(|b| !does && (!h.clitics.and || topic(b))).filter(|&b| h.start - list[b].end <= 3 || h.start <= list[b].group_end + 1))
        }
    }
}

/// Does the verb carry an object pronoun? Its spelling then ends with one of the pack's object endings and a shorter form exists.
fn has_object(doc: &Doc, h: &Hit) -> bool {
    let w = doc.tokens.word(h.end - 1);
    let data = &doc.lexicon.data;
    data.objects.iter().any(|o| {
        w.strip_suffix(o.as_str()).is_some_and(|stem| {
            let bare = data.proclitics.iter().filter(|p| p.means == "and").find_map(|p| stem.strip_prefix(p.form.as_str())).unwrap_or(stem);
            [stem, bare].iter().any(|x| doc.lexicon.id(x).is_some_and(|id| doc.lexicon.data.first[id as usize].iter().any(|(e, f)| *e == h.entry && *f == h.form)))
        })
    })
}
