//! Reads the value of a slot.

use super::bounds::{bounded, ready};
use super::spelling::TemplateReader;
use super::text::TextReader;
use crate::event::Kind;
use crate::lane::Slot;
use crate::record::{TextValue, Value};
use tokenwire::{Error, Result, StreamReader};

/// The part of a value that is read next.
#[derive(Debug, Clone)]
pub(super) enum ValueReader {
    Text(TextReader),
    /// Whether a string has the slot's template.
    TemplateFlag(TemplateReader),
    Template(TemplateReader),
    /// A code as a varint. Code 0 precedes content without a code.
    Code,
    /// A code in a fixed number of bytes.
    FixedCode {
        width: usize,
    },
    VerbatimLen,
    Verbatim {
        len: usize,
    },
    /// The first number of an array plus 1, or 0 if the array's length differs from the last one's.
    FirstInt {
        last_count: usize,
    },
    IntCount,
    Ints {
        missing: usize,
        ints: Vec<u32>,
    },
}

impl ValueReader {
    /// Creates a reader of the value of a lane's slot.
    pub(super) fn for_slot(slot: &Slot) -> Self {
        match slot.kind {
            Kind::String => match slot.template() {
                Some(template) => Self::TemplateFlag(TemplateReader::new(template)),
                None => Self::Text(TextReader::default()),
            },
            Kind::Number | Kind::Time | Kind::Blanks => {
                slot.code_width().map_or(Self::Code, |width| Self::FixedCode { width })
            }
            Kind::Ints => Self::FirstInt { last_count: slot.item_count as usize },
        }
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Value>> {
        loop {
            *self = match self {
                Self::Text(text) => return Ok(Some(Value::Text(ready!(text.poll(stream))))),
                Self::TemplateFlag(template) => match ready!(stream.number()) {
                    0 => Self::Template(template.clone()),
                    1 => Self::Text(TextReader::default()),
                    _ => {
                        let reason = "0 for the slot's template, or 1";
                        return Err(Error::Invalid { offset: stream.offset(), reason });
                    }
                },
                Self::Template(template) => {
                    let parts = ready!(template.poll(stream));
                    return Ok(Some(Value::Text(TextValue::Spelled(parts))));
                }
                Self::Code | Self::FixedCode { .. } => match ready!(self.poll_code(stream)) {
                    0 => Self::VerbatimLen,
                    code => return Ok(Some(Value::Code(code))),
                },
                Self::VerbatimLen => {
                    Self::Verbatim { len: bounded(ready!(stream.number()), "bytes in a number")? }
                }
                Self::Verbatim { len } => return Ok(Some(Value::Verbatim(ready!(stream.bytes(*len))))),
                Self::FirstInt { last_count } => {
                    Self::after_first_int(ready!(stream.number()), *last_count, stream.offset())?
                }
                Self::IntCount => Self::Ints {
                    missing: bounded(ready!(stream.number()), "numbers in an array")?,
                    ints: Vec::new(),
                },
                Self::Ints { missing: 0, ints } => return Ok(Some(Value::Ints(std::mem::take(ints)))),
                Self::Ints { missing, ints } => {
                    ints.push(int(ready!(stream.number()), stream.offset())?);
                    *missing -= 1;
                    continue;
                }
            }
        }
    }

    fn poll_code(&self, stream: &mut StreamReader) -> Result<Option<u64>> {
        match self {
            Self::FixedCode { width } => {
                let bytes = stream.bytes(*width)?;
                Ok(bytes.map(|bytes| bytes.iter().rev().fold(0, |code, byte| code << 8 | u64::from(*byte))))
            }
            _ => stream.number(),
        }
    }

    fn after_first_int(number: u64, last_count: usize, offset: usize) -> Result<Self> {
        match (number.checked_sub(1), last_count.checked_sub(1)) {
            (Some(first), Some(missing)) => Ok(Self::Ints { missing, ints: vec![int(first, offset)?] }),
            (None, _) => Ok(Self::IntCount),
            _ => Err(Error::Invalid { offset, reason: "0 and a count (the last array was empty)" }),
        }
    }
}

fn int(number: u64, offset: usize) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Invalid { offset, reason: "a number below 2^32" })
}
