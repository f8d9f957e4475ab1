//! Reads the parts of a string's spelling, and its packed characters alone if the slot has a template.

use super::bounds::{bounded, ready};
use crate::limits::MAX_PARTS;
use crate::spelling::{Alphabet, Part, Template, TemplatePart, UUID_LEN};
use crate::window::BackReference;
use tokenwire::{Error, Result, StreamReader};

/// The forms of the content after STRING, in the lowest four bits of the number there. The length is above them.
pub(super) mod form {
    use crate::spelling::Alphabet;

    /// Bytes of the content.
    pub(crate) const RAW: u64 = 0;
    /// Bytes of the history.
    pub(crate) const EARLIER: u64 = 1;
    /// The form of the first alphabet. The others follow in the order of [`Alphabet::ALL`].
    pub(crate) const PACKED: u64 = 2;
    /// Several parts. The length is their number.
    pub(crate) const PARTS: u64 = 9;
    /// Earlier text.
    pub(crate) const TEXT: u64 = 10;
    /// The beginning of the last content, followed by tokens.
    pub(crate) const APPEND: u64 = 11;
    /// The content of an earlier slot of the event. The length is the slot's number.
    pub(crate) const SLOT: u64 = 12;

    /// Returns the form of an alphabet.
    pub(crate) const fn of(alphabet: Alphabet) -> u64 {
        PACKED + alphabet as u64
    }
}

/// Reads a part, whose bytes may arrive separately.
#[derive(Debug, Clone, Default)]
pub(super) enum PartReader {
    #[default]
    Head,
    Raw {
        len: usize,
    },
    Earlier {
        len: usize,
    },
    Packed {
        alphabet: Alphabet,
        len: usize,
    },
}

impl PartReader {
    /// Creates a reader of the part that begins with this number. Returns `None` if its form is not that of a part.
    pub(super) fn begin(head: u64) -> Result<Option<Self>> {
        let len = bounded(head >> 4, "bytes in a string")?;
        let alphabet = |form| Alphabet::ALL.into_iter().find(|alphabet| form::of(*alphabet) == form);
        // A UUID has the length 0 in the stream. It has no other one, so unpacking rejects a UUID of 0 characters.
        let len = match len {
            len if head & 15 != form::of(Alphabet::Uuid) => len,
            0 => UUID_LEN,
            _ => 0,
        };
        Ok(match head & 15 {
            form::RAW => Some(Self::Raw { len }),
            form::EARLIER => Some(Self::Earlier { len }),
            form => alphabet(form).map(|alphabet| Self::Packed { alphabet, len }),
        })
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Part>> {
        loop {
            *self = match self {
                Self::Head => {
                    let head = ready!(stream.number());
                    let reason = "a part of a string (bytes, an alphabet or the history)";
                    Self::begin(head)?.ok_or(Error::Invalid { offset: stream.offset(), reason })?
                }
                Self::Raw { len } => return Ok(Some(Part::Raw(ready!(stream.bytes(*len))))),
                Self::Earlier { len } => {
                    // A distance that does not fit is beyond the window, so rendering rejects it.
                    let distance = usize::try_from(ready!(stream.number())).unwrap_or(usize::MAX);
                    return Ok(Some(Part::Earlier(BackReference { distance, len: *len })));
                }
                Self::Packed { alphabet, len } => {
                    let packed = ready!(stream.bytes(alphabet.packed_len(*len)));
                    return Ok(Some(unpack(*alphabet, &packed, *len, stream.offset())?));
                }
            }
        }
    }
}

fn unpack(alphabet: Alphabet, packed: &[u8], len: usize, offset: usize) -> Result<Part> {
    let reason = "packed characters with a valid length, and zeros after the last one";
    let characters = alphabet.unpack(packed, len).ok_or(Error::Invalid { offset, reason })?;
    Ok(Part::Packed { alphabet, characters })
}

/// Reads the parts of a spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct PartsReader {
    missing: usize,
    parts: Vec<Part>,
    part: PartReader,
    /// The number of bytes in the parts so far.
    len: usize,
}

impl PartsReader {
    /// Creates a reader of this number of parts.
    pub(super) fn begin(count: u64, offset: usize) -> Result<Self> {
        let missing = usize::try_from(count).unwrap_or(usize::MAX);
        if missing > MAX_PARTS {
            return Err(Error::LimitExceeded { what: "parts in a string", limit: MAX_PARTS });
        }
        if missing < 2 {
            return Err(Error::Invalid { offset, reason: "two or more parts of a string" });
        }
        Ok(Self { missing, ..Self::default() })
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Vec<Part>>> {
        while self.missing > 0 {
            let part = ready!(self.part.poll(stream));
            self.len = bounded((self.len + part.len()) as u64, "bytes in a string")?;
            self.parts.push(part);
            self.part = PartReader::Head;
            self.missing -= 1;
        }
        Ok(Some(std::mem::take(&mut self.parts)))
    }
}

/// Reads the packed characters of a template.
#[derive(Debug, Clone)]
pub(super) struct TemplateReader {
    template: Template,
    parts: Vec<Part>,
}

impl TemplateReader {
    pub(super) fn new(template: &Template) -> Self {
        Self { template: template.clone(), parts: Vec::new() }
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Vec<Part>>> {
        while let Some(part) = self.template.parts().get(self.parts.len()) {
            let part = match part {
                TemplatePart::Raw(bytes) => Part::Raw(bytes.clone()),
                TemplatePart::Packed(alphabet, len) => {
                    let packed = ready!(stream.bytes(alphabet.packed_len(*len)));
                    unpack(*alphabet, &packed, *len, stream.offset())?
                }
            };
            self.parts.push(part);
        }
        Ok(Some(std::mem::take(&mut self.parts)))
    }
}
