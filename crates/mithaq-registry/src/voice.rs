//! Copies: the same wire report in ten papers is one voice with ten outlets.
//!
//! In: texts. Out: a MinHash signature (the `gaoya` crate) of each text's pairs of words, cut into bands; two texts that share a
//! band are compared in full, and from [`COPY`] of their word pairs on they are copies. Copies of copies are one voice, so
//! the order in which they come does not matter.

use crate::Result;
use crate::fold::fold;
use gaoya::minhash::{MinHasher, MinHasher32};
use rusqlite::{Connection, OptionalExtension, params};
use siphasher::sip::SipHasher13;
use std::collections::BTreeSet;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::LazyLock;

/// Bands of a signature, and the numbers in each. Two texts that share 0.6 of their word pairs share a band with probability
/// 1 − (1 − 0.6³)¹⁶ = 0.98.
const BANDS: usize = 16;
const ROWS: usize = 3;

/// Jaccard similarity of the word pairs from which two texts are copies.
const COPY: f64 = 0.6;

/// Candidates that are compared in full: bulletins made from one form would else be compared with all of their kind.
const CANDIDATES: usize = 64;

/// Texts with fewer word pairs are compared only whole.
const SHORTEST: usize = 20;

static HASHER: LazyLock<MinHasher32<BuildHasherDefault<SipHasher13>>> =
    LazyLock::new(|| MinHasher32::new_with_hasher_and_seed(BANDS * ROWS, BuildHasherDefault::default(), 20_241_030));

/// Pairs of neighbouring words of a text, as hashes.
fn word_pairs(text: &str) -> BTreeSet<u64> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).map(hash).collect()
}

fn hash(x: impl Hash) -> u64 {
    // A hash that is stored: always the same function, on every machine and with every compiler.
    let mut h = SipHasher13::new();
    x.hash(&mut h);
    h.finish()
}

/// The text's bands; of a short text one, of all its words.
pub fn bands(text: &str) -> Vec<i64> {
    let pairs = word_pairs(text);
    if pairs.len() < SHORTEST {
        return if pairs.is_empty() { Vec::new() } else { vec![hash(pairs).cast_signed()] };
    }
    let signature = HASHER.create_signature(pairs.iter());
    signature.chunks(ROWS).map(|c| hash(c).cast_signed()).collect()
}

/// Whether two texts are copies of one another.
pub fn copies(a: &str, b: &str) -> bool {
    let (x, y) = (word_pairs(a), word_pairs(b));
    let shared = x.intersection(&y).count();
    let all = x.len() + y.len() - shared;
    all > 0 && shared as f64 / all as f64 >= COPY
}

/// Finds the copies of a document that was just stored, and gives all of them one voice. Returns the voices that changed.
pub fn join(db: &Connection, document: i64, text: &str, bands: &[i64]) -> Result<BTreeSet<i64>> {
    let mut candidates: BTreeSet<i64> = BTreeSet::new();
    {
        let mut find = db.prepare_cached("SELECT document FROM band WHERE band = ?1 AND hash = ?2 AND document <> ?3 LIMIT 200")?;
        for (i, h) in bands.iter().enumerate() {
            for d in find.query_map(params![i as i64, h, document], |r| r.get::<_, i64>(0))? {
                candidates.insert(d?);
            }
        }
        let mut add = db.prepare_cached("INSERT OR IGNORE INTO band (band, hash, document) VALUES (?1, ?2, ?3)")?;
        for (i, h) in bands.iter().enumerate() {
            add.execute(params![i as i64, h, document])?;
        }
    }
    let mut voices = BTreeSet::new();
    for c in candidates.into_iter().take(CANDIDATES) {
        let voice: Option<i64> = db.prepare_cached("SELECT voice FROM document WHERE id = ?1")?.query_row([c], |r| r.get(0)).optional()?;
        let Some(voice) = voice else { continue };
        if voices.contains(&voice) {
            continue;
        }
        let other: Option<String> = db.prepare_cached("SELECT text FROM document_text WHERE document = ?1")?.query_row([c], |r| r.get(0)).optional()?;
        if other.is_some_and(|o| copies(text, &o)) {
            voices.insert(voice);
        }
    }
    let own: i64 = db.prepare_cached("SELECT voice FROM document WHERE id = ?1")?.query_row([document], |r| r.get(0))?;
    voices.insert(own);
    let first = voices.iter().copied().min().unwrap_or(own);
    let mut changed = BTreeSet::new();
    if voices.len() > 1 {
        for v in voices.into_iter().filter(|v| *v != first) {
            db.prepare_cached("UPDATE document SET voice = ?1 WHERE voice = ?2 AND kept")?.execute(params![first, v])?;
        }
        changed.insert(first);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "The defence ministers of the two countries signed a memorandum on military training in the capital on Monday, the state agency \
        reported. Under the document officers will study at each other's academies, and the navies will hold a joint exercise each spring. \
        The minister called the signing a new page in relations that have lasted for forty years.";

    #[test]
    fn a_short_text_has_only_exact_copies() {
        let brief = "Le ministre marocain a reçu son homologue à Rabat.";
        assert_eq!(bands(brief), bands(&brief.to_uppercase()));
        assert_eq!(bands(brief).len(), 1);
        assert_ne!(bands(brief), bands(&brief.replace("Rabat", "Fès")));
    }

    #[test]
    fn small_edits_are_a_copy_and_another_report_is_not() {
        let edited = WIRE.replace("the state agency", "a state agency").replace("called the signing", "described the ceremony as");
        let other = "Officers from the academy returned home on Friday after a course of six weeks abroad, the ministry of defence said on its site; the course \
            is held every year under an agreement that both countries signed in the capital, and next spring the navies will meet again.";
        assert!(copies(WIRE, &edited));
        assert!(!copies(WIRE, other));
        let (a, b) = (bands(WIRE), bands(&edited));
        assert!(a.iter().zip(&b).any(|(x, y)| x == y));
    }
}
