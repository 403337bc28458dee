//! The codes of the contract that a person may enter.

/// Areas of cooperation.
pub const AREAS: [&str; 19] = [
    "training",
    "exercises",
    "defence-industry",
    "procurement",
    "cybersecurity",
    "military-health",
    "expert-exchange",
    "defence-policy",
    "intelligence",
    "logistics",
    "access",
    "peacekeeping",
    "counter-terrorism",
    "maritime-border",
    "air-space",
    "disaster-relief",
    "mutual-defence",
    "assistance",
    "culture-history",
];

const INSTRUMENTS: [&str; 11] = ["agreement", "treaty", "memorandum", "protocol", "arrangement", "letter-of-intent", "declaration", "roadmap", "plan", "contract", "minutes"];

/// International bodies that can be a party.
const BODIES: [&str; 11] = ["NATO", "EU", "UN", "AU", "LAS", "GCC", "CSTO", "SCO", "OTS", "ECOWAS", "ASEAN"];

/// The values a property may have.
pub fn of(property: &str) -> &'static [&'static str] {
    match property {
        "instrument" => &INSTRUMENTS,
        "status" => &crate::resolve::truth::LADDER,
        "scope" => &["general", "sector", "unknown"],
        "domain" => &["defence", "security"],
        "area" => &AREAS,
        "type" => &["visit", "meeting", "committee", "exercise", "training", "expert-exchange", "delivery", "procurement", "exhibition"],
        "realis" => &["done", "ongoing", "scheduled", "cancelled"],
        "review" => &["unreviewed", "accepted", "corrected", "rejected", "doubtful"],
        _ => &[],
    }
}

/// Whether a code has the form of a state (three capitals) or is a body's.
pub fn is_state(code: &str) -> bool {
    BODIES.contains(&code) || (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
}
