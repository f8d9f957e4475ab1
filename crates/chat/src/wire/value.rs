//! What stands in a slot, as it comes.

use super::capped;
use super::text::TextReader;
use crate::code::Value;
use crate::event::Kind;
use crate::lane::Slot;
use tokenwire::{Error, Result, StreamReader};

/// How far the reading of a value has come.
#[derive(Debug, Clone)]
pub(super) enum ValueReader {
    Text(TextReader),
    Number,
    /// A number of so many bytes.
    Fixed {
        width: usize,
    },
    SpelledLen,
    Spelled {
        len: usize,
    },
    /// The first number of an array, or 0 if it has not as many as the last one.
    First {
        items: usize,
    },
    Count,
    Ints {
        left: usize,
        ints: Vec<u32>,
    },
}

impl ValueReader {
    /// For what stands in a lane's slot.
    pub(super) fn of(slot: &Slot) -> Self {
        match slot.kind {
            Kind::String => Self::Text(TextReader::default()),
            Kind::Number | Kind::Time | Kind::Blanks => {
                slot.width().map_or(Self::Number, |width| Self::Fixed { width })
            }
            Kind::Ints => Self::First { items: slot.items as usize },
        }
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Value>> {
        loop {
            *self = match self {
                Self::Text(text) => return Ok(Some(Value::Text(ready!(text.poll(stream))))),
                Self::Number => match ready!(stream.number()) {
                    0 => Self::SpelledLen,
                    code => return Ok(Some(Value::Number(code))),
                },
                Self::Fixed { width } => match little_endian(&ready!(stream.bytes(*width))) {
                    0 => Self::SpelledLen,
                    code => return Ok(Some(Value::Number(code))),
                },
                Self::SpelledLen => {
                    Self::Spelled { len: capped(ready!(stream.number()), "bytes in a number")? }
                }
                Self::Spelled { len } => return Ok(Some(Value::Spelled(ready!(stream.bytes(*len))))),
                Self::First { items } => match (ready!(stream.number()).checked_sub(1), items.checked_sub(1))
                {
                    (Some(first), Some(left)) => Self::Ints { left, ints: vec![int(first, stream)?] },
                    (None, _) => Self::Count,
                    _ => {
                        return Err(Error::Invalid {
                            offset: stream.offset(),
                            reason: "how many numbers there are",
                        });
                    }
                },
                Self::Count => Self::Ints {
                    left: capped(ready!(stream.number()), "numbers in an array")?,
                    ints: Vec::new(),
                },
                Self::Ints { left: 0, ints } => return Ok(Some(Value::Ints(std::mem::take(ints)))),
                Self::Ints { left, ints } => {
                    ints.push(int(ready!(stream.number()), stream)?);
                    *left -= 1;
                    continue;
                }
            }
        }
    }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn int(number: u64, stream: &StreamReader) -> Result<u32> {
    u32::try_from(number)
        .map_err(|_| Error::Invalid { offset: stream.offset(), reason: "a number below 2^32" })
}
