//! Resolution: which mentions, over many documents, are the same agreement or the same event.
//!
//! In: the [`Report`](crate::report::Report)s of one block (mentions that bind exactly the same parties) and what people decided about pairs of
//! them. Out: groups. Pure, and a function of the set alone: the order in which documents came in cannot matter.
//!
//! Two mentions are compared by [`pair`] (named features, weights from `weights.toml`, log odds); [`cluster`] joins what agrees
//! and never what contradicts; what lies between is given back as doubtful; [`truth`] chooses what is shown of a group.

pub mod cluster;
pub mod dates;
pub mod event;
pub mod pair;
pub mod truth;
pub mod weights;

pub use cluster::{Grouping, Tie, group};
pub use pair::{Feature, compare};
pub use weights::Weights;
