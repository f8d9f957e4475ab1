//! Reads a literal.

use super::bounds::{ValueSize, bounded, ready};
use super::copies::CopiesReader;
use super::text::TextReader;
use super::value::ValueReader;
use crate::deflate::inflate;
use crate::limits::{MAX_EVENT, MAX_PARTS, MAX_SLOTS};
use crate::record::{Copied, Extent, ExtractedValue, Extraction, Literal, Role};
use crate::session::Session;
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
    /// The extent and the number of copies, which come before the other bytes.
    More(Bytes),
    Copies {
        copies: CopiesReader,
        bytes: Bytes,
    },
    Bytes(Bytes),
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

/// The bytes of a literal that are not copied, as they are in the stream.
#[derive(Debug, Clone, Copy)]
struct Bytes {
    len: usize,
    stored: bool,
    /// Whether slots with roles follow the bytes.
    has_roles: bool,
}

impl LiteralReader {
    pub(super) fn poll(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Literal>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Head => {
                    let head = ready!(stream.number());
                    let len = bounded(head >> 2, "bytes in a literal")?;
                    let bytes = Bytes { len, stored: false, has_roles: head & 1 > 0 };
                    if head & 2 > 0 { Stage::More(bytes) } else { Stage::Bytes(bytes) }
                }
                Stage::More(bytes) => {
                    let mut bytes = *bytes;
                    let number = ready!(stream.number());
                    self.literal.extent = extent(number, bytes.has_roles, stream.offset())?;
                    bytes.stored = number & 4 > 0;
                    let count = limited(number >> 3, MAX_PARTS, "copies in a literal")?;
                    Stage::Copies { copies: CopiesReader::new(count), bytes }
                }
                Stage::Copies { copies, bytes } => {
                    self.literal.copies = ready!(copies.poll(stream));
                    Stage::Bytes(*bytes)
                }
                Stage::Bytes(bytes) => {
                    let Bytes { len, stored, has_roles } = *bytes;
                    let bytes = ready!(stream.bytes(len));
                    let offset = stream.offset();
                    let residue =
                        if stored { bytes } else { inflate(&bytes, &session.literals, MAX_EVENT, offset)? };
                    self.copy(&residue, &session.history, offset)?;
                    if has_roles { Stage::ExtractedCount } else { Stage::Complete }
                }
                Stage::ExtractedCount => {
                    let missing = limited(ready!(stream.number()), MAX_SLOTS, "values in a literal")?;
                    if missing == 0 {
                        let reason = "one or more slots with roles";
                        return Err(Error::Invalid { offset: stream.offset(), reason });
                    }
                    Stage::ExtractedSlots { missing }
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
                        extracted.value = Extraction::Value(value);
                    }
                    self.next_value(index + 1)
                }
                Stage::Complete => return Ok(Some(std::mem::take(&mut self.literal))),
            };
        }
    }

    /// Sets the literal's bytes: those that are not copied, with the copies between them.
    fn copy(&mut self, mut residue: &[u8], history: &Window, offset: usize) -> Result<()> {
        const REASON: &str = "copies of the history between the other bytes";
        let copied: usize = self.literal.copies.iter().map(|copied| copied.reference.len).sum();
        bounded((residue.len() + copied) as u64, "bytes in a literal")?;
        let bytes = &mut self.literal.bytes;
        for Copied { start, reference } in &self.literal.copies {
            let gap = residue.split_at_checked(start.saturating_sub(bytes.len()));
            let copied = history.resolve(*reference);
            let ((before, after), copied) =
                gap.zip(copied).ok_or(Error::Invalid { offset, reason: REASON })?;
            bytes.extend_from_slice(before);
            bytes.extend_from_slice(copied);
            residue = after;
        }
        bytes.extend_from_slice(residue);
        Ok(())
    }

    /// Returns the stage that reads the next encoded value, at `start` or after it.
    fn next_value(&self, start: usize) -> Stage {
        let main = self.literal.main_slot();
        let value = |(index, extracted): (usize, &ExtractedValue)| match extracted.role {
            _ if extracted.value == Extraction::InPlace => None,
            Role::Ids if Some(extracted.slot) != main => None,
            Role::ForeignIds => Some(Stage::Value { index, value: ValueReader::IntCount }),
            _ => Some(Stage::Value { index, value: ValueReader::Text(TextReader::default()) }),
        };
        self.literal.extracted.iter().enumerate().skip(start).find_map(value).unwrap_or(Stage::Complete)
    }
}

/// Returns the extent in the lowest two bits of a number. A number of 0 would state nothing, so it is invalid, and a
/// piece has no roles.
fn extent(number: u64, has_roles: bool, offset: usize) -> Result<Extent> {
    match number & 3 {
        0 if number > 0 => Ok(Extent::Event),
        1 if !has_roles => Ok(Extent::Piece),
        2 => Ok(Extent::LastPiece),
        _ => Err(Error::Invalid { offset, reason: "a literal that is a piece, stored or copied in part" }),
    }
}

fn limited(number: u64, limit: usize, what: &'static str) -> Result<usize> {
    let count = usize::try_from(number).ok().filter(|count| *count <= limit);
    count.ok_or(Error::LimitExceeded { what, limit })
}

/// Parses the number of an extracted value: the role in the lowest three bits, and the slot above them. From 5 on, the
/// roles are those of values in place.
fn extracted_slot(number: u64, offset: usize) -> Result<ExtractedValue> {
    let (role, value) = match number & 7 {
        5 => (Role::Explicit, Extraction::InPlace),
        6 => (Role::Text, Extraction::InPlace),
        7 => (Role::Ids, Extraction::InPlace),
        number => {
            let role = Role::ALL.into_iter().find(|role| *role as u64 == number);
            (role.unwrap_or(Role::Plain), Extraction::Ids)
        }
    };
    let slot = usize::try_from(number >> 3).ok().filter(|slot| *slot < MAX_SLOTS);
    let slot = slot.ok_or(Error::Invalid { offset, reason: "a slot below 250" })?;
    Ok(ExtractedValue { slot, role, value })
}
