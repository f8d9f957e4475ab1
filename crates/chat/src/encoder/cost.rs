//! The number of bytes that values take with the varint coder.

use super::composer::Composer;
use crate::record::{ExtractedValue, Extraction, Literal, TextValue, Value};
use crate::spelling::{Alphabet, Part, UUID_LEN};

impl Composer<'_> {
    /// Returns the number of bytes that the extracted texts of a literal take.
    pub(super) fn extracted_len(&self, literal: &Literal) -> usize {
        let text = |extracted: &ExtractedValue| match &extracted.value {
            Extraction::Value(Value::Text(text)) => self.cost(text),
            _ => 0,
        };
        literal.extracted.iter().map(text).sum()
    }

    /// Returns the number of bytes that a text takes.
    pub(super) fn cost(&self, text: &TextValue) -> usize {
        match text {
            TextValue::Tokens(ids) => self.tokens_len(ids),
            TextValue::Spelled(parts) => {
                let count = if parts.len() == 1 { 0 } else { head_len(parts.len()) };
                1 + count + parts.iter().map(part_len).sum::<usize>()
            }
            TextValue::Repeat(reference) => 1 + head_len(reference.len) + number_len(reference.distance),
            TextValue::Append { kept, suffix } => 1 + head_len(*kept) + self.tokens_len(suffix),
            TextValue::Slot(slot) => 1 + head_len(*slot),
        }
    }

    fn tokens_len(&self, ids: &[u32]) -> usize {
        let count = match ids.len() {
            1 => 0,
            0 | 2..=4 => 1,
            len => 1 + number_len(len),
        };
        count + self.codec.encoded_len(ids)
    }
}

fn part_len(part: &Part) -> usize {
    match part {
        Part::Raw(bytes) => head_len(bytes.len()) + bytes.len(),
        Part::Earlier(reference) => head_len(reference.len) + number_len(reference.distance),
        Part::Packed { alphabet: Alphabet::Uuid, .. } => 1 + Alphabet::Uuid.packed_len(UUID_LEN),
        Part::Packed { alphabet, characters } => {
            head_len(characters.len()) + alphabet.packed_len(characters.len())
        }
    }
}

/// Returns the size of a length with a form in its lowest four bits.
fn head_len(len: usize) -> usize {
    number_len(len.saturating_mul(16))
}

fn number_len(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()).div_ceil(7).max(1) as usize
}
