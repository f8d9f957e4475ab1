//! Reads a literal.

use super::bounds::{ValueSize, bounded, ready};
use super::text::TextReader;
use super::value::ValueReader;
use crate::deflate::inflate;
use crate::limits::{MAX_EVENT, MAX_SLOTS};
use crate::record::{ExtractedValue, Literal, Role};
use crate::window::Window;
use tokenwire::{Error, Result, StreamReader};

/// Reads a literal, whose parts may arrive separately.
#[derive(Debug, Clone, Default)]
pub(super) struct LiteralReader {
    stage: Stage,
    literal: Literal,
    value_size: ValueSize,
}

/// The part that is read next.
#[derive(Debug, Clone, Default)]
enum Stage {
    #[default]
    Head,
    Bytes {
        len: usize,
        stored: bool,
    },
    ExtractedCount,
    /// The slots and roles of the extracted values.
    ExtractedSlots {
        missing: usize,
    },
    Value {
        index: usize,
        value: ValueReader,
    },
    Complete,
}

impl LiteralReader {
    pub(super) fn poll(&mut self, stream: &mut StreamReader, earlier: &Window) -> Result<Option<Literal>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Head => {
                    let head = ready!(stream.number());
                    self.literal.partial = head & 2 > 0;
                    Stage::Bytes { len: bounded(head >> 2, "bytes in a literal")?, stored: head & 1 > 0 }
                }
                Stage::Bytes { len, stored } => {
                    let bytes = ready!(stream.bytes(*len));
                    let inflate = |bytes: &[u8]| inflate(bytes, earlier, MAX_EVENT, stream.offset());
                    self.literal.bytes = if *stored { bytes } else { inflate(&bytes)? };
                    if self.literal.partial { Stage::Complete } else { Stage::ExtractedCount }
                }
                Stage::ExtractedCount => {
                    Stage::ExtractedSlots { missing: extracted_count(ready!(stream.number()))? }
                }
                Stage::ExtractedSlots { missing: 0 } => self.next_value(0),
                Stage::ExtractedSlots { missing } => {
                    let extracted = extracted_slot(ready!(stream.number()), stream.offset())?;
                    *missing -= 1;
                    self.literal.extracted.push(extracted);
                    continue;
                }
                Stage::Value { index, value } => {
                    let (index, value) = (*index, ready!(value.poll(stream)));
                    self.value_size.add(&value)?;
                    if let Some(extracted) = self.literal.extracted.get_mut(index) {
                        extracted.value = Some(value);
                    }
                    self.next_value(index + 1)
                }
                Stage::Complete => return Ok(Some(std::mem::take(&mut self.literal))),
            };
        }
    }

    /// Returns the stage that reads the next encoded value, at `start` or after it.
    fn next_value(&self, start: usize) -> Stage {
        let main = self.literal.main_slot();
        let value = |(index, extracted): (usize, &ExtractedValue)| match extracted.role {
            Role::Ids if Some(extracted.slot) != main => None,
            Role::ForeignIds => Some(Stage::Value { index, value: ValueReader::IntCount }),
            _ => Some(Stage::Value { index, value: ValueReader::Text(TextReader::default()) }),
        };
        self.literal.extracted.iter().enumerate().skip(start).find_map(value).unwrap_or(Stage::Complete)
    }
}

fn extracted_count(number: u64) -> Result<usize> {
    let count = usize::try_from(number).ok().filter(|count| *count <= MAX_SLOTS);
    count.ok_or(Error::LimitExceeded { what: "values in a literal", limit: MAX_SLOTS })
}

/// Parses the number of an extracted value: the role in the lowest three bits, and the slot above them.
fn extracted_slot(number: u64, offset: usize) -> Result<ExtractedValue> {
    let role = Role::ALL.into_iter().find(|role| *role as u64 == number & 7);
    let slot = usize::try_from(number >> 3).ok().filter(|slot| *slot < MAX_SLOTS);
    let (slot, role) =
        slot.zip(role).ok_or(Error::Invalid { offset, reason: "a slot below 250 with a role below 5" })?;
    Ok(ExtractedValue { slot, role, value: None })
}
