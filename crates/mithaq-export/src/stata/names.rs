//! Names as Stata allows them.
//!
//! In: columns. Out: a name for each: letters, digits and `_`, at most 32, no digit in front, no word of Stata's own, none twice.

use super::cut;
use crate::table::Column;
use std::collections::HashSet;

const RESERVED: [&str; 24] = [
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "str", "strL", "using", "with", "alias",
    "_r", "_se",
];

pub(super) fn variable_names(columns: &[Column]) -> Vec<String> {
    let mut taken = HashSet::new();
    let name = |column: &Column| {
        let mut plain: String = column.name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).take(32).collect();
        if plain.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) || RESERVED.contains(&plain.as_str()) || is_str_number(&plain) {
            plain = cut(&format!("v_{plain}"), 32);
        }
        let mut free = plain.clone();
        for n in 2.. {
            if taken.insert(free.clone()) {
                break;
            }
            let suffix = format!("_{n}");
            free = cut(&plain, 32 - suffix.len()) + &suffix;
        }
        free
    };
    columns.iter().map(name).collect()
}

fn is_str_number(name: &str) -> bool {
    name.strip_prefix("str").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_legal() {
        let named = |names: &[&str]| variable_names(&names.iter().map(|n| Column::new(n, arrow_schema::DataType::Int16, true, "")).collect::<Vec<_>>());
        assert_eq!(named(&["a-b", "a b", "1st", "str8", "strong", "_n"]), ["a_b", "a_b_2", "v_1st", "v_str8", "strong", "v__n"]);
        assert_eq!(named(&[&"x".repeat(40), &"x".repeat(41)]), ["x".repeat(32), "x".repeat(30) + "_2"]);
    }
}
