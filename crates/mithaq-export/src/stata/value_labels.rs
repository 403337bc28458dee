//! Value labels, which crate `dta` 0.6 has no public way to make (see [`super`]).
//!
//! In: a finished dataset of release 118 without them, and sets of numbers with their labels. Out: the dataset with the sets before its closing
//! tags, and the map at its head saying where those have moved to (Stata's `help dta`, sections 5.2 and 5.11).

use super::FORMAT;
use crate::problem::Problem;
use std::io::{Read, Seek, SeekFrom, Write};

/// Bytes in a label.
const MAX_TEXT: usize = 32_000;

pub(super) fn set_value_labels<S: Read + Write + Seek>(out: &mut S, sets: &[(&String, &Vec<(i32, String)>)]) -> Result<(), Problem> {
    if sets.is_empty() {
        return Ok(());
    }
    const CLOSING: &str = "</value_labels></stata_dta>";
    const BEFORE_MAP: &[u8] = b"</header><map>";
    let astray = || Problem::encode(FORMAT, "the file's map was not found: this is a fault of the program");
    // The header is at most some 600 bytes long.
    let mut head = Vec::new();
    out.rewind()?;
    Read::by_ref(out).take(1024).read_to_end(&mut head)?;
    let map = head.windows(BEFORE_MAP.len()).rposition(|w| w == BEFORE_MAP).ok_or_else(astray)? + BEFORE_MAP.len();
    let start = out.seek(SeekFrom::End(-(CLOSING.len() as i64)))?;
    let mut tail = Vec::new();
    out.read_to_end(&mut tail)?;
    if tail != CLOSING.as_bytes() {
        return Err(astray());
    }
    let mut bytes = Vec::new();
    for (name, labels) in sets {
        bytes.extend(value_label_set(name, labels));
    }
    bytes.extend(b"</value_labels>");
    let close = start + bytes.len() as u64;
    bytes.extend(b"</stata_dta>");
    let end = start + bytes.len() as u64;
    out.seek(SeekFrom::Start(start))?;
    out.write_all(&bytes)?;
    for (slot, offset) in [(12, close), (13, end)] {
        out.seek(SeekFrom::Start(map as u64 + slot * 8))?;
        out.write_all(&offset.to_le_bytes())?;
    }
    out.seek(SeekFrom::End(0))?;
    Ok(())
}

fn value_label_set(name: &str, labels: &[(i32, String)]) -> Vec<u8> {
    let mut sorted: Vec<_> = labels.iter().collect();
    sorted.sort_by_key(|(value, _)| *value);
    sorted.dedup_by_key(|(value, _)| *value);
    let (mut offsets, mut values, mut text) = (Vec::new(), Vec::new(), Vec::new());
    for (value, label) in &sorted {
        offsets.extend((text.len() as u32).to_le_bytes());
        values.extend(value.to_le_bytes());
        text.extend(cut_bytes(label, MAX_TEXT).as_bytes());
        text.push(0);
    }
    let mut set = b"<lbl>".to_vec();
    set.extend((8 + offsets.len() as u32 + values.len() as u32 + text.len() as u32).to_le_bytes());
    let mut field = name.as_bytes().to_vec();
    field.resize(129 + 3, 0);
    set.extend(field);
    set.extend((sorted.len() as u32).to_le_bytes());
    set.extend((text.len() as u32).to_le_bytes());
    set.extend(offsets);
    set.extend(values);
    set.extend(text);
    set.extend(b"</lbl>");
    set
}

fn cut_bytes(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_a_character() {
        assert_eq!((cut_bytes("ééé", 3), cut_bytes("abc", 9)), ("é", "abc"));
    }
}
