//! A literal, as it comes.

use super::text::TextReader;
use super::value::ValueReader;
use super::{Held, capped};
use crate::code::{Apart, Literal, Role};
use crate::deflate::{NotInflated, inflate};
use crate::history::Tail;
use crate::limits::{MAX_EVENT, MAX_SLOTS};
use tokenwire::{Error, Result, StreamReader};

/// How far the reading of a literal has come.
#[derive(Debug, Clone, Default)]
pub(super) struct LiteralReader {
    stage: Stage,
    literal: Literal,
    held: Held,
}

#[derive(Debug, Clone, Default)]
enum Stage {
    #[default]
    Head,
    Bytes {
        len: usize,
        stored: bool,
    },
    Count,
    /// The list of slots that are told apart.
    List {
        left: usize,
    },
    Value {
        index: usize,
        value: ValueReader,
    },
    Done,
}

impl LiteralReader {
    pub(super) fn poll(&mut self, stream: &mut StreamReader, before: &Tail) -> Result<Option<Literal>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Head => {
                    let head = ready!(stream.number());
                    self.literal.partial = head & 2 > 0;
                    Stage::Bytes { len: capped(head >> 2, "bytes in a literal")?, stored: head & 1 > 0 }
                }
                Stage::Bytes { len, stored } => {
                    let bytes = ready!(stream.bytes(*len));
                    let inflated = if *stored { Ok(bytes) } else { inflate(&bytes, before, MAX_EVENT) };
                    self.literal.bytes = inflated.map_err(|not| refusal(not, stream.offset()))?;
                    if self.literal.partial { Stage::Done } else { Stage::Count }
                }
                Stage::Count => Stage::List { left: count(ready!(stream.number()))? },
                Stage::List { left: 0 } => self.value_from(0),
                Stage::List { left } => {
                    let apart = apart(ready!(stream.number()), stream.offset())?;
                    *left -= 1;
                    self.literal.apart.push(apart);
                    continue;
                }
                Stage::Value { index, value } => {
                    let (index, value) = (*index, ready!(value.poll(stream)));
                    self.held.add(&value)?;
                    if let Some(apart) = self.literal.apart.get_mut(index) {
                        apart.value = Some(value);
                    }
                    self.value_from(index + 1)
                }
                Stage::Done => return Ok(Some(std::mem::take(&mut self.literal))),
            };
        }
    }

    /// The next value of the list, from there on.
    fn value_from(&self, from: usize) -> Stage {
        let main = self.literal.main_slot();
        let value = |(index, apart): (usize, &Apart)| match apart.role {
            Role::Ids if Some(apart.slot) != main => None,
            Role::ForeignIds => Some(Stage::Value { index, value: ValueReader::Count }),
            _ => Some(Stage::Value { index, value: ValueReader::Text(TextReader::default()) }),
        };
        self.literal.apart.iter().enumerate().skip(from).find_map(value).unwrap_or(Stage::Done)
    }
}

fn refusal(not: NotInflated, offset: usize) -> Error {
    match not {
        NotInflated::Corrupt => Error::Invalid { offset, reason: "one deflate stream" },
        NotInflated::TooLong => Error::LimitExceeded { what: "bytes in a literal", limit: MAX_EVENT },
    }
}

fn count(number: u64) -> Result<usize> {
    let count = usize::try_from(number).ok().filter(|count| *count <= MAX_SLOTS);
    count.ok_or(Error::LimitExceeded { what: "values in a literal", limit: MAX_SLOTS })
}

/// Slot and role.
fn apart(head: u64, offset: usize) -> Result<Apart> {
    let role = Role::ALL.into_iter().find(|role| *role as u64 == head & 7);
    let slot = usize::try_from(head >> 3).ok().filter(|slot| *slot < MAX_SLOTS);
    let (slot, role) =
        slot.zip(role).ok_or(Error::Invalid { offset, reason: "a slot and what it is for" })?;
    Ok(Apart { slot, role, value: None })
}
