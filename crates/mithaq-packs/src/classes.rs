//! The classes of `[[word]]` that the engine asks for.
//!
//! In: nothing. Out: [`WORD_CLASSES`], each with what it is for, and [`is_known`]. Whoever makes the engine ask for a new class
//! adds it here and to the table of `docs/packs.md`; a test compares the three. `pack check` warns of a class that is not here:
//! the engine never asks for it, so its words only end names.

/// Class and what it is for. A name that ends in `:` is followed by a value (`epithet:SAU,MAR`).
pub const WORD_CLASSES: &[(&str, &str)] = &[
    ("with", "the partner of an agreement or meeting follows"),
    ("between", "all the parties follow"),
    ("in", "a place follows"),
    ("of", "ties a state to the office or force before it"),
    ("from", "where something comes from, or since when"),
    ("to", "goal of a visit, receiver"),
    ("for", "receiver of a delivery, or the year of a plan"),
    ("by", "who does it, after a verbal noun"),
    ("behalf", "on whose behalf somebody signed"),
    ("represented", "who follows stands for the one before"),
    ("and", "words that join like \"and\""),
    ("on", "what is negotiated, or a group that plays no part"),
    ("each", "stands between a preposition and its group"),
    ("relative", "opens a relative clause"),
    ("auxiliary", "forms of \"be\" and \"have\" that stand as words of their own"),
    ("negation", "what follows did not happen"),
    ("any", "denies whatever instrument follows, in a quoted denial"),
    ("condition", "what follows is hypothetical"),
    ("future", "what follows is to come"),
    ("break", "ends a clause"),
    ("topic-change", "ends a clause and lets the running agreement go"),
    ("topic", "\"as for\": names what the verb behind speaks of"),
    ("content", "areas of the agreement follow"),
    ("counterpart", "the same office of another state"),
    ("dyad", "\"the two countries\""),
    ("triad", "\"the three countries\""),
    ("bilateral", "may stand between an instrument and its states"),
    ("trilateral", "makes several partners one agreement"),
    ("new", "a new instrument, not the one recalled"),
    ("draft", "what follows is not an instrument by itself"),
    ("parent", "the instrument that another one rests on"),
    ("one-of", "one of several instruments told right before"),
    ("likewise", "the same was done with the partner that follows"),
    ("it", "speaks of the instrument told before"),
    ("of-it", "right behind a verb: of the instrument told before"),
    ("side", "with an adjective of a state behind it stands for that state"),
    ("polity", "one group with the name after it (\"republic of\")"),
    ("home", "\"our country\": the home state"),
    ("his-country", "a party without a name"),
    ("epithet:", "a word for any of the states listed"),
    ("cabinet", "who approves, where \"ratified\" is said too"),
    ("parliament", "who ratifies"),
    ("decree", "by what something is ratified"),
    ("initials", "what was signed was only initialled"),
    ("former", "an office that is held no more"),
    ("observer", "who only watches an exercise"),
    ("name-part", "stands inside a person's name"),
    ("attribution", "the ministry after it is a source"),
    ("conjunct", "adverbs that part nothing"),
    ("era", "follows a year"),
    ("lasts", "a visit is under way"),
    ("issued", "the date after it is that of a decree"),
    ("effect", "the date after it is not that of the step"),
    ("company", "the adjective of a state beside it names no party"),
    ("now", "an exhibition is under way"),
    ("asserts", "licenses a verbal noun as done"),
    ("that", "before a present tense: not asserted"),
    ("unless", "what the sentence tells did not happen"),
    ("ceremony", "day and place told of it are those of the signing before"),
    ("capital", "with the adjective of a state: its capital"),
    ("occasion", "begins the occasion of a signing"),
    ("term", "how long an agreement runs"),
    ("binds", "\"joins X to Y\": both are the sides"),
    ("seat", "the body behind it is where, not who"),
    ("each-own", "one agreement with each partner"),
    ("similar", "of the field of the agreement before"),
    ("under", "ties what is done to its agreement or plan"),
    ("during", "the place of the visit is that of the signing"),
    ("gift:", "what a side puts in, and its area"),
    ("cooperation", "before a cue: the scope is general"),
    ("session", "a sitting whose date is that of its decision"),
    ("since", "when something began"),
    ("until", "when something ends"),
    ("already", "its object is the subject"),
    ("ministry", "\"the minister\" alone is its head"),
    ("same", "only ends names"),
    ("list", "only ends names"),
    ("perfect", "only ends names"),
    ("possessive", "only ends names"),
];

/// Classes that give the group behind them its role.
pub const ROLES: &[&str] = &["in", "to", "by", "with", "from", "between", "for"];

/// Does the engine know this class?
pub fn is_known(class: &str) -> bool {
    WORD_CLASSES.iter().any(|(name, _)| if name.ends_with(':') { class.len() > name.len() && class.starts_with(name) } else { *name == class })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn known() -> BTreeSet<&'static str> {
        WORD_CLASSES.iter().map(|(n, _)| n.trim_end_matches(':')).collect()
    }

    #[test]
    fn classes_with_a_value_need_one() {
        assert!(is_known("with") && is_known("epithet:SAU,MAR") && is_known("gift:training"));
        assert!(!is_known("epithet:") && !is_known("gift") && !is_known("wiht"));
    }

    /// The table of `docs/packs.md` names the same classes.
    #[test]
    fn the_docs_name_the_same_classes() {
        let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/packs.md")).expect("docs/packs.md");
        let section = docs.split("\n## ").find(|s| s.starts_with("Word classes")).expect("a section on word classes");
        // Backquoted names in the first cell of each row of the first table.
        let first: Vec<&str> = section.lines().skip_while(|l| !l.starts_with("|---")).skip(1).take_while(|l| l.starts_with('|')).collect();
        let named: BTreeSet<&str> =
            first.iter().filter_map(|l| l.split('|').nth(1)).flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(|c| c.split(':').next().unwrap_or(c)).collect();
        assert_eq!(named, known());
    }

    /// Every class that the engine's sources ask for by a literal name is known here.
    #[test]
    fn the_engine_asks_for_no_other() {
        let mut asked = BTreeSet::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../mithaq-core/src"), &mut asked);
        assert!(asked.len() > 40, "the pattern finds too little: {asked:?}");
        let unknown: Vec<_> = asked.iter().filter(|c| !known().contains(c.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    fn sources(folder: &Path, asked: &mut BTreeSet<String>) {
        for path in std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if path.is_dir() {
                sources(&path, asked);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for call in ["doc.word(", "doc.word_before(", "doc.word_after("] {
                for rest in text.split(call).skip(1) {
                    // `(position, "class")`: the literal right behind the first comma, if it is one.
                    let name = rest.split_once(", \"").filter(|(at, _)| !at.contains(['(', ')', ';', '\n'])).and_then(|(_, r)| r.split_once('"'));
                    asked.extend(name.map(|(n, _)| n.to_string()));
                }
            }
        }
    }
}
