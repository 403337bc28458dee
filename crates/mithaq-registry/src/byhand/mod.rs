//! Agreements entered by hand: an official's register as CSV, a single row, and the way back to CSV.
//!
//! In: the text of a register with who enters it ([`Entry`]). Out: one `document` with reading `by-hand` whose text is the file's
//! own, a mention for each row with a span over the row's characters, a decision of kind `add` for each row; and [`Entered`],
//! what that changed. [`export`] writes `agreements.csv` of the contract.
//!
//! What an official enters is kept as entered: a row's values are shown before anything read in the press (`resolve::truth`), an
//! empty cell says nothing, columns that Mithaq does not know come back in the export.

mod export;
mod import;
mod row;
mod table;

pub use export::Cells;
pub use import::{Entered, Entry, Rekeyed, Twin};
pub use row::{Problem, States};
pub use table::one_row;

/// The columns of `agreements.csv`, in the contract's order.
pub const COLUMNS: [&str; 15] = [
    "id",
    "parties",
    "domain",
    "instrument",
    "scope",
    "status",
    "signed",
    "signed_precision",
    "date",
    "precision",
    "place_country",
    "areas",
    "duration_years",
    "terminated_date",
    "source",
];
