//! Parties: which states an instrument binds, by its noun group, its verb's subject, or context.
//!
//! The distributive reading (contract, rule 1) is here: "X signed two agreements with Y and Z" gives X–Y and X–Z.

use crate::frame::{InstrumentFrame, Scene, Trigger, clause_of};
use crate::lexicon::{Class, Form};
use crate::mention::{Actor, ActorKind, Role, states_of};

/// The sets of parties of one mention.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    pub sets: Vec<Vec<String>>,
    /// A single state named beside the instrument ("the Malaysian memorandum", "the memorandum with Malaysia").
    pub hint: Option<String>,
    /// Tokens that name them.
    pub span: Option<(usize, usize)>,
    pub rule: &'static str,
    pub explicit: bool,
}

/// Context for what a mention leaves open.
pub struct Context<'a> {
    pub last_pair: Option<&'a [String]>,
    /// The last three states told together, and where: what "the three countries" means.
    pub last_three: Option<&'a (Vec<String>, (usize, usize))>,
    pub home: Option<&'a str>,
    /// Where the next instrument joined to this one begins: its arguments are its own.
    pub next: Option<usize>,
    /// Where the next one begins that is told "as well", with a partner of its own: it is no part of this one's group.
    pub apart: Option<usize>,
    /// Tokens between the instrument this one is joined to and this one.
    pub after: Option<(usize, usize)>,
}

/// Can this actor sign or be party?
fn acts(a: &Actor) -> bool {
    !a.former
        && !a.states.is_empty()
        && matches!(
            a.kind,
            ActorKind::State | ActorKind::Office | ActorKind::Person | ActorKind::Force | ActorKind::Side | ActorKind::Counterpart | ActorKind::Home | ActorKind::Capital
        )
}

pub fn find_parties(scene: &Scene, inst: &InstrumentFrame, triggers: &[&Trigger], context: &Context) -> Parties {
    let group_end = context.apart.map_or(inst.group_end, |k| inst.group_end.min(k.max(inst.end)));
    let group: Vec<&Actor> = scene.cast.within(inst.group_start, group_end).filter(|a| a.start >= inst.end || a.end <= inst.start).collect();
    let between: Vec<&Actor> = gather(&group, Role::Between).into_iter().filter(|a| !of_company(scene, a)).collect();
    let with: Vec<&Actor> = gather(&group, Role::With).into_iter().filter(|a| !of_company(scene, a) && !likewise(scene, a)).collect();
    let adjective: Vec<&Actor> = group
        .iter()
        .copied()
        .filter(|a| {
            if a.end <= inst.start {
                return matches!(a.kind, ActorKind::Nisba | ActorKind::State | ActorKind::Capital) && matches!(a.role, Role::Bare | Role::Of) && a.end + 6 >= inst.start;
            }
            (a.kind == ActorKind::Nisba || (a.role == Role::Of && acts(a)))
                && a.start <= inst.end + 4
                && a.role != Role::In
                && a.role != Role::From
                && qualifies(scene, inst.end, a)
        })
        .take(1)
        .collect();
    let dyad = group.iter().any(|a| matches!(a.kind, ActorKind::Dyad) && matches!(a.role, Role::Between | Role::Bare | Role::Of | Role::By | Role::With));
    let mut out = Parties::default();

    // "agreements between Turkey and Niger and Mongolia, each apart": one with each.
    let sentence = &scene.doc.sentences[inst.sentence];
    let each_own = (sentence.start..sentence.end).any(|t| scene.doc.word(t, "each-own").is_some());
    let among = |all: Vec<String>, actors: &[&Actor], out: Parties| {
        let apart = all.len() >= 3 && inst.count != 1 && !inst.multilateral && (each_own || inst.count + 1 == all.len());
        if apart {
            let sets = all[1..].iter().map(|r| vec![all[0].clone(), r.clone()]).collect();
            return done(out, sets, actors, "distributive");
        }
        done(out, vec![all], actors, "between")
    };
    let between_states = states(&between);
    if between_states.len() >= 2 {
        return among(between_states, &between, out);
    }
    let nisba = states(&adjective);
    // "Britain's agreement with Ukraine".
    let partners = states(&with);
    if nisba.len() == 1 && adjective[0].role == Role::Of && partners.len() == 1 && partners != nisba {
        let all: Vec<&Actor> = adjective.iter().chain(&with).copied().collect();
        return done(out, vec![[nisba, partners].concat()], &all, "of-with");
    }
    if nisba.len() >= 2 {
        return done(out, vec![nisba], &adjective, "adjectives");
    }

    // The clause of the step: its subject, and those it is signed with.
    let mut subject: Vec<&Actor> = Vec::new();
    let mut partner: Vec<&Actor> = with.clone();
    let mut between_clause: Vec<&Actor> = between.clone();
    let mut clause_dyad = false;
    let triad = |a: &Actor| a.kind == ActorKind::Triad && matches!(a.role, Role::Bare | Role::Between | Role::Of | Role::By);
    let mut clause_triad = group.iter().any(|a| triad(a));
    for t in triggers {
        let clause = clause_of(scene, t.start, inst.end.max(t.end));
        let (from, to) = match t.form {
            Form::Participle if t.end <= inst.start => (clause.start, inst.group_end.max(inst.end)),
            Form::Participle => (t.start, inst.group_end.max(t.end + 12).min(clause.end)),
            _ => (clause.start, clause.end.max(inst.group_end)),
        };
        let headline = scene.doc.sentences[t.sentence].kind == crate::text::LineKind::Headline;
        for a in scene.cast.within(from, to) {
            let in_group = a.start >= inst.group_start && a.start < inst.group_end;
            if matches!(a.kind, ActorKind::Dyad) && matches!(a.role, Role::Bare | Role::Between | Role::Of | Role::By) {
                clause_dyad = true;
                continue;
            }
            clause_triad |= triad(a);
            if a.kind == ActorKind::Nisba && !in_group && headline {
                continue;
            }
            if context.next.is_some_and(|x| a.start >= x) || context.after.is_some_and(|(x, y)| a.start >= x && a.start < y) {
                continue;
            }
            // "in the seat of NATO", "within the summit of the EU".
            let seat = a.states.iter().any(|s| scene.setting.world.is_body(s)) && scene.doc.word_before(a.start, "seat");
            if seat || !acts(a) || scene.setting.in_dateline(a.start) || of_company(scene, a) || witness(scene, a, from) || relative(scene, a, t, from) {
                continue;
            }
            match a.role {
                // A verbal noun has its partner behind it: one told before belongs to what was told before.
                Role::With if t.form == Form::Masdar && a.end <= t.start && triggers.len() == 1 && scene.doc.at(t.start).iter().any(|h| h.clitics.and) => {}
                Role::With if likewise(scene, a) => {}
                // "quits the pact with Uganda, initials one with Tanzania": the partner of the other one.
                Role::With if one_of_before(scene, a).is_some_and(|k| !(inst.start <= k && k < inst.end)) => {}
                Role::With if !in_group || t.form == Form::Participle => partner.push(a),
                Role::Between => between_clause.push(a),
                // "a proposé à la Grèce": one word for "in" and "to".
                Role::In if t.status == "proposed" && scene.doc.word_before(a.start, "to") && a.start >= t.end && a.kind != ActorKind::City => partner.push(a),
                // "proposed to Egypt".
                Role::On | Role::To if t.status == "proposed" && a.start >= t.end => partner.push(a),
                Role::Bare | Role::Behalf | Role::By
                    if !(in_group && t.form != Form::Participle && a.kind == ActorKind::Force)
                        && (a.kind != ActorKind::Capital || t.start >= a.end || headline || a.role != Role::Bare || t.form != Form::Participle) =>
                {
                    subject.push(a);
                }
                Role::Of if matches!(a.kind, ActorKind::Office | ActorKind::State | ActorKind::Force | ActorKind::Counterpart) && a.start > t.end && !in_group => subject.push(a),
                _ => {}
            }
        }
    }
    // "Türkiye ile askeri eğitim anlaşması": where the verb stands last the partner stands before the group, also without a verb.
    if triggers.is_empty() && scene.doc.lexicon.verb_final() {
        let from =
            (sentence.start..inst.start).rev().find(|&t| scene.doc.at(t).iter().any(crate::mention::Doc::is_finite) || scene.doc.tokens.is(t, ';')).unwrap_or(sentence.start);
        for a in scene.cast.within(from, inst.group_start).filter(|a| acts(a)) {
            match a.role {
                Role::With => partner.push(a),
                Role::Between => between_clause.push(a),
                _ => {}
            }
        }
    }
    // "… the agreement under which the two armies train. It was renewed …": the sides are told where the agreement is.
    if triggers.iter().any(|t| t.sentence != inst.sentence) {
        let told = &scene.doc.sentences[inst.sentence];
        clause_dyad |= scene.cast.within(inst.end, told.end).any(|a| a.kind == ActorKind::Dyad);
    }
    // "Delegations of Slovakia and Montenegro signed": behind the word for "of", before the verb, where nothing else acts.
    if scene.doc.lexicon.separate() && states(&subject).is_empty() && states(&partner).len() < 2 {
        for t in triggers.iter().filter(|t| t.form != Form::Participle && t.form != Form::Masdar) {
            let clause = clause_of(scene, t.start, inst.end.max(t.end));
            subject.extend(scene.cast.within(clause.start, t.start).filter(|a| a.role == Role::Of && acts(a) && !scene.setting.in_dateline(a.start) && a.start < inst.group_start));
        }
    }
    // "Washington announced that Japan and the Philippines signed": who reports is no side where the clause has its two.
    if let Some(that) = triggers.iter().filter_map(|t| (scene.doc.sentences[t.sentence].start..t.start).rev().find(|&k| scene.doc.word(k, "that").is_some())).min() {
        let told: Vec<&Actor> = subject.iter().copied().filter(|a| a.start > that).chain(partner.iter().copied()).collect();
        if states(&told).len() >= 2 {
            subject.retain(|a| a.start > that);
        }
    }
    let b = states(&between_clause);
    if b.len() >= 2 {
        return among(b, &between_clause, out);
    }
    let mut right = states(&partner);
    let mut left: Vec<String> = states(&subject).into_iter().filter(|s| !right.contains(s)).collect();
    if right.is_empty() && left.len() < 2 {
        right = b.iter().filter(|s| !left.contains(s)).cloned().collect();
    }
    for n in &nisba {
        if !left.contains(n) && !right.contains(n) {
            right.push(n.clone());
        }
    }
    let all: Vec<&Actor> = subject.iter().chain(&partner).chain(&adjective).chain(&between_clause).copied().collect();
    // "hours after his signing of the first with …": he was named right before.
    if !right.is_empty()
        && left.is_empty()
        && let Some(t) = triggers.iter().find(|t| t.pronoun && t.form == Form::Masdar)
    {
        let from = scene.doc.sentences[t.sentence.saturating_sub(1)].start;
        let he =
            scene.cast.within(from, t.start).filter(|a| matches!(a.kind, ActorKind::Office | ActorKind::Person) && a.role == Role::Bare && a.states.len() == 1 && !a.former).last();
        left.extend(he.map(|a| a.states[0].clone()).filter(|s| !right.contains(s)));
    }
    if !right.is_empty() && left.is_empty() {
        if let Some(h) = context.home.filter(|h| !right.iter().any(|r| r == h)) {
            left.push(h.to_string());
            out.rule = "with-home";
        } else if right.len() >= 2 {
            return done(out, vec![right], &all, "with");
        }
    }
    if !right.is_empty() && !left.is_empty() {
        // Several partners and several instruments: one agreement each; the subject's first state is the hub.
        let apart = |a: &&Actor, b: &&Actor| (a.end..b.start).any(|t| scene.doc.word(t, "new").is_some_and(|w| w.clitics.and));
        let another = partner.windows(2).any(|w| apart(&w[0], &w[1]));
        let several = (inst.count != 1 || another || each_own) && !inst.multilateral;
        if right.len() >= 2 && several {
            let hub = left[0].clone();
            let sets = right.iter().map(|r| vec![hub.clone(), r.clone()]).collect();
            return done(out, sets, &all, "distributive");
        }
        // A partner is said: one hub meets it, other subjects are bystanders unless the instrument is multilateral.
        let hubs = if inst.multilateral || left.len() == 1 { left.clone() } else { vec![left[0].clone()] };
        let set: Vec<String> = hubs.into_iter().chain(right).collect();
        return done(out, vec![set], &all, "with");
    }
    if left.len() >= 2 {
        // Subjects of one signing are joined ("A, B and C"), or each signs on behalf of its side.
        // "before the summit of NATO, signed the Ukrainian president and the Polish premier": those joined right behind or before the verb.
        let run = |from: usize| &subject[from..(from + 1..subject.len()).find(|&k| !subject[k].joined).unwrap_or(subject.len())];
        let beside = |a: &Actor| triggers.iter().any(|t| t.form.is_finite() && (a.start == t.end || a.end == t.start));
        let nearest = (1..subject.len()).filter(|&k| !subject[k].joined).map(run).find(|r| {
            let apart = r[0].states.iter().all(|s| !subject[0].states.contains(s)) && r[1..].iter().all(|a| matches!(a.role, Role::Bare | Role::Of));
            apart && states(&subject[..1]).len() == 1 && subject[0].role != Role::Behalf && states(r).len() >= 2 && (beside(r[0]) || r.last().is_some_and(|a| beside(a)))
        });
        if let Some(r) = nearest.filter(|_| !subject.get(1).is_some_and(|a| a.joined)) {
            return done(out, vec![states(r)], r, "subjects");
        }
        let mut together: Vec<String> = Vec::new();
        for (k, a) in subject.iter().enumerate() {
            if k == 0 || a.joined || matches!(a.role, Role::Behalf | Role::By | Role::Between) || a.states.len() >= 2 {
                together.extend(a.states.iter().filter(|s| left.contains(s)).cloned());
            }
        }
        together.dedup();
        if together.len() >= 2 || left.len() == 2 {
            let set = if together.len() >= 2 { together } else { left };
            return done(out, vec![set], &all, "subjects");
        }
    }
    if let (true, Some((three, span))) = (clause_triad || inst.multilateral && left.is_empty() && right.is_empty(), context.last_three) {
        out.sets = vec![three.clone()];
        out.rule = "all-three";
        out.span = Some(*span);
        return out;
    }
    if dyad || clause_dyad {
        // "The document was signed by the foreign ministers": of all three, where the three were told together and the pair is two of them.
        if let (true, Some((three, _)), Some(pair)) = (inst.definite && inst.kind == "document", context.last_three, context.last_pair)
            && pair.iter().all(|s| three.contains(s))
        {
            out.sets = vec![three.clone()];
            out.rule = "all-three";
            out.span = group.iter().chain(&all).find(|a| a.kind == ActorKind::Dyad).map(|a| (a.start, a.end));
            return out;
        }
        if let Some(p) = context.last_pair {
            out.sets = vec![p.to_vec()];
            out.rule = "both-sides";
            out.span = group.iter().chain(&all).find(|a| a.kind == ActorKind::Dyad).map(|a| (a.start, a.end));
        }
        return out;
    }
    // "Honduras suspended the memorandum under which its ministry and Guatemala's share …": the other is told in the relative clause.
    if inst.definite && left.len() == 1 && right.is_empty() && triggers.iter().any(|t| t.form != Form::Participle) {
        let doc = scene.doc;
        let s = &doc.sentences[inst.sentence];
        let clause = (inst.end..s.end.min(inst.end + 8)).find(|&t| doc.word(t, "relative").is_some());
        let told: Vec<&Actor> = clause.map_or(Vec::new(), |from| {
            scene
                .cast
                .within(from, s.end)
                .filter(|a| acts(a) && matches!(a.role, Role::Bare | Role::Of | Role::In | Role::With) && matches!(a.kind, ActorKind::State | ActorKind::Force | ActorKind::Side))
                .collect()
        });
        let others: Vec<String> = states(&told).into_iter().filter(|x| !left.contains(x)).collect();
        if others.len() == 1 {
            return done(out, vec![[left, others].concat()], &all, "relative");
        }
    }
    // "the agreement on the stationing of Russian troops in Armenia": the forces of one in the other.
    let access = (inst.group_start..inst.group_end).any(|t| scene.doc.at(t).iter().any(|h| h.class == Class::Area && scene.doc.value(h) == "access"));
    if access && scene.doc.lexicon.separate() {
        let forces = group.iter().find(|a| a.start >= inst.end && matches!(a.kind, ActorKind::Force | ActorKind::Nisba) && a.states.len() == 1);
        let land = forces.and_then(|a| {
            let place =
                |b: &&&Actor| b.start >= a.end && b.start <= a.end + 3 && b.role == Role::In && matches!(b.kind, ActorKind::State | ActorKind::Capital) && b.states.len() == 1;
            group.iter().find(place).filter(|b| b.states != a.states).map(|b| [a, b])
        });
        if let Some([a, b]) = land {
            return done(out, vec![[a.states.clone(), b.states.clone()].concat()], &[a, b], "stationed");
        }
    }
    // "The minister of A and the army chief of B witnessed the signing of …": where no side is named, those who see it.
    if !inst.definite && inst.count <= 1 && nisba.is_empty() && left.is_empty() && right.is_empty() {
        let seeing = triggers.iter().find_map(|t| witnesses(scene, t, inst));
        if let Some(two) = seeing {
            return done(out, vec![states(&two)], &two, "witness");
        }
    }
    out.hint = nisba.first().or(left.first()).cloned();
    out.span = all.first().map(|a| (a.start, a.end));
    out
}

fn done(mut out: Parties, sets: Vec<Vec<String>>, actors: &[&Actor], rule: &'static str) -> Parties {
    out.sets = sets
        .into_iter()
        .map(|mut s| {
            s.sort();
            s.dedup();
            s
        })
        .filter(|s| s.len() >= 2)
        .collect();
    out.span = actors.iter().map(|a| a.start).min().zip(actors.iter().map(|a| a.end).max());
    out.rule = if out.rule.is_empty() { rule } else { out.rule };
    out.explicit = !out.sets.is_empty();
    out
}

/// Nothing but adjectives stands between the instrument and the state's adjective.
fn qualifies(scene: &Scene, from: usize, a: &Actor) -> bool {
    let doc = scene.doc;
    // "the plan of the Indian and Kazakh ministries": the genitive's preposition and its article.
    let genitive = |t: usize| a.role == Role::Of && doc.lexicon.separate() && (doc.is_particle(t) || doc.word(t, "of").is_some());
    (from..a.start).all(|t| {
        genitive(t) || doc.is_word(t)
            && !doc.at(t).iter().any(|h| {
                matches!(h.class, Class::Word | Class::Company | Class::Area if h.class != Class::Word || !(matches!(doc.value(h), "bilateral" | "trilateral" | "new" | "conjunct" | "similar" | "cooperation" | "session" | "ministry") || doc.value(h).starts_with("gift:")))
                    || h.clitics.prep != crate::lexicon::Prep::None
            })
    })
}

/// "…, then with Qatar": the same done with another, an agreement of its own.
fn likewise(scene: &Scene, a: &Actor) -> bool {
    a.start.checked_sub(1).is_some_and(|w| scene.doc.word(w, "with").is_some() && scene.doc.word_before(w, "likewise"))
}

/// "one with Tanzania": the word for one of several right before the partner's preposition.
fn one_of_before(scene: &Scene, a: &Actor) -> Option<usize> {
    let with = scene.doc.lead(a.start).checked_sub(1).filter(|&w| scene.doc.word(w, "with").is_some())?;
    with.checked_sub(1).filter(|&k| scene.doc.word(k, "one-of").is_some())
}

/// Is the state's adjective that of a company, university or faction?
fn of_company(scene: &Scene, a: &Actor) -> bool {
    let doc = scene.doc;
    let s = &doc.sentences[doc.sentence_of(a.start)];
    // "the Turkish firm Kale", "Malaysia's company": the word follows where attributes precede.
    let behind = doc.modifies_before()
        && (a.end..(a.end + 3).min(s.end)).take_while(|&t| doc.is_word(t) && !doc.at(t).iter().any(crate::mention::Doc::is_finite)).any(|t| doc.is_firm(t))
        && matches!(a.kind, ActorKind::Nisba | ActorKind::State | ActorKind::Capital);
    behind || (a.start.saturating_sub(4).max(s.start)..a.start).any(|t| doc.is_firm(t) && scene.cast.covers(t).is_none_or(|c| c.kind == ActorKind::Nisba))
}

/// Actors with this role and those joined to them.
fn gather<'a>(group: &[&'a Actor], role: Role) -> Vec<&'a Actor> {
    group.iter().copied().filter(|a| a.role == role && acts(a)).collect()
}

fn states(actors: &[&Actor]) -> Vec<String> {
    states_of(actors.iter().copied())
}

/// Who is told to see a signing, where they are office-holders of two states joined as the subject of a finite verb of witness, and no firm
/// is told of in the sentence.
fn witnesses<'a>(scene: &'a Scene, t: &Trigger, inst: &InstrumentFrame) -> Option<Vec<&'a Actor>> {
    let doc = scene.doc;
    if t.form != Form::Masdar || t.status != "signed" || t.start > inst.start {
        return None;
    }
    let s = &doc.sentences[t.sentence];
    let sees = |h: &&crate::lexicon::Hit| crate::mention::Doc::is_finite(h) && doc.value(h) == "witness" && h.end - h.start == 1;
    let v = doc.within(s.start, t.start).iter().rfind(sees)?;
    let (from, to) = if doc.lexicon.data.order == crate::lexicon::Order::Vso { (v.end, t.start) } else { (s.start, v.start) };
    let holder = |a: &&Actor| matches!(a.kind, ActorKind::Office | ActorKind::Person | ActorKind::Counterpart | ActorKind::Force) && a.role == Role::Bare && !a.former;
    let told: Vec<&Actor> = scene.cast.within(from, to).filter(|a| acts(a) && !scene.setting.in_dateline(a.start)).collect();
    let joined = told.iter().skip(1).all(|a| a.joined) && told.iter().all(holder);
    let firm = (s.start..s.end).any(|k| doc.is_firm(k));
    let between = scene.cast.within(inst.end, s.end).any(|a| matches!(a.role, Role::Between | Role::With | Role::By | Role::Behalf) && !a.states.is_empty());
    (joined && !firm && !between && states(&told).len() == 2).then_some(told)
}

/// Does the actor only see the signing? It follows a word of witness without another verb between.
fn witness(scene: &Scene, a: &Actor, from: usize) -> bool {
    let doc = scene.doc;
    for t in (from.max(a.start.saturating_sub(25))..a.start).rev() {
        if doc.at(t).iter().any(|h| h.class == Class::Verb && doc.value(h) == "witness") {
            return true;
        }
        if doc.at(t).iter().any(|h| h.class == Class::Verb && !doc.value(h).starts_with("mode") && h.form != Form::Participle) {
            return false;
        }
    }
    false
}

/// Does the actor stand in a relative clause that is not the trigger's own?
fn relative(scene: &Scene, a: &Actor, t: &Trigger, from: usize) -> bool {
    let doc = scene.doc;
    for k in (from..a.start).rev() {
        if k >= t.start && k < t.end {
            return false;
        }
        if doc.tokens.is(k, ',') {
            return false;
        }
        if doc.word(k, "relative").is_some() {
            // "the treaty that Laos and Mongolia signed": nothing finite stands between the subject and its own verb.
            let own = doc.lexicon.separate() && t.start > a.start && !scene.verb_within(a.end, t.start);
            return t.start < k || t.start > a.start && !own;
        }
    }
    false
}
