//! Weights of the models, from `weights.toml`.
//!
//! In: the file compiled into the program. Out: a weight for a feature's name, in hundredths of log odds: whole numbers, so
//! that sums are the same on every machine and in any order.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Weights of both models.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub agreement: BTreeMap<String, i64>,
    pub event: BTreeMap<String, i64>,
}

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
    // The file is part of the program and held by a test.
    toml::from_str(include_str!("weights.toml")).unwrap_or_else(|e| unreachable!("weights.toml: {e}"))
});

impl Weights {
    /// The weights that come with the program.
    pub fn shipped() -> &'static Weights {
        &SHIPPED
    }
}

/// A pair of mentions is the same agreement from this score on (average over the pairs of two groups).
pub const SAME: i64 = 150;
/// Between this and [`SAME`] a person should look.
pub const DOUBT: i64 = 0;
/// A pair at or below this is never in one group, whatever the others say.
pub const NEVER: i64 = -600;

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_is_read() {
        let w = super::Weights::shipped();
        assert!(w.agreement["signed-same-day"] > 0 && w.event["date-apart"] < 0);
    }
}
