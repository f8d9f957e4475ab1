//! The header of a stream: coder and content, table, and dictionary.

use crate::coder::{Content, StreamCoder};
use crate::error::{Error, Result};
use crate::table::Table;
use crate::table_id::TableId;

/// The header of a stream.
#[derive(Debug, Clone)]
pub struct StreamHeader {
    pub(super) table: Table,
    pub(super) coder: StreamCoder,
    pub(super) dictionary: Option<u8>,
}

const KNOWN: &str = "1, 2, 4 and 8";
/// The bit of the first byte that later versions set.
const LATER_VERSION: u8 = 0x20;

/// Returns whether this is the first byte of a stream of this version or a later one: `11......` with odd parity.
pub(crate) const fn is_stream(first: u8) -> bool {
    first >> 6 == 0b11 && first.count_ones() % 2 == 1
}

impl StreamHeader {
    /// Returns the table that the stream was written with.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the coder of the symbols.
    pub const fn coder(&self) -> StreamCoder {
        self.coder
    }

    /// Returns the number of the dictionary for literals, or `None` for a stream of ids.
    pub const fn dictionary(&self) -> Option<u8> {
        self.dictionary
    }

    /// Appends the header.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let content = if self.dictionary.is_some() { Content::Events } else { Content::Ids };
        out.push(first_byte(self.coder, content));
        TableId::of(&self.table).write(out);
        out.extend(self.dictionary);
    }

    /// Parses the header at the start of `bytes`. Returns it and the remaining bytes, or `None` if there are too
    /// few bytes. `custom` is the custom table that the reader was given.
    pub(super) fn read<'a>(bytes: &'a [u8], custom: Option<&Table>) -> Result<Option<(Self, &'a [u8])>> {
        let Some((&first, rest)) = bytes.split_first() else { return Ok(None) };
        let (coder, content) = content(first)?;
        let Some((id, rest)) = TableId::read(rest) else { return Ok(None) };
        let header = Self { table: id.resolve(custom)?, coder, dictionary: None };
        match (content, rest.split_first()) {
            (Content::Events, None) => Ok(None),
            (Content::Events, Some((&number, rest))) => {
                Ok(Some((Self { dictionary: Some(number), ..header }, rest)))
            }
            _ => Ok(Some((header, rest))),
        }
    }
}

/// Returns the first byte for a coder and content. Every stream coder has a number for both contents.
fn first_byte(coder: StreamCoder, content: Content) -> u8 {
    0xc0 | coder.number(content).unwrap_or_default()
}

/// Returns the coder and content that a first byte states.
fn content(first: u8) -> Result<(StreamCoder, Content)> {
    if !is_stream(first) {
        return Err(Error::Invalid { offset: 0, reason: "a stream's first byte (c0 to df, odd parity)" });
    }
    if first & LATER_VERSION > 0 {
        return Err(Error::Unsupported { what: "version", number: 2, known: "version 1" });
    }
    let number = first & 0x1f;
    let unsupported = Error::Unsupported { what: "coder or content", number, known: KNOWN };
    StreamCoder::from_number(number).ok_or(unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_first_byte_is_accepted_or_rejected_as_the_format_defines() {
        for first in 0..=u8::MAX {
            match content(first) {
                Ok((coder, content)) => assert_eq!(first_byte(coder, content), first),
                Err(Error::Invalid { offset: 0, .. }) => {
                    assert!(first < 0xc0 || first.count_ones() % 2 == 0, "{first:x}");
                }
                Err(Error::Unsupported { what: "version", .. }) => assert!(first >= 0xe0),
                Err(Error::Unsupported { what: "coder or content", number, .. }) => {
                    assert!((0xc0..0xe0).contains(&first) && ![1, 2, 4, 8].contains(&number));
                }
                other => panic!("{first:x}: {other:?}"),
            }
        }
    }
}
