//! The first bytes of a stream: what it holds, how that is written, and with which table.

use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::registry::TableId;
use crate::table::Table;
use crate::vocab::Vocabulary;
use std::fmt;

/// How symbols are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum StreamCoder {
    /// A varint for each.
    #[default]
    Varint,
    /// A word of 1 to 24 bits for each.
    Prefix,
}

/// What a stream says of itself.
#[derive(Debug, Clone)]
pub struct StreamHeader {
    pub(super) table: Table,
    pub(super) vocabulary: Option<Vocabulary>,
    pub(super) coder: StreamCoder,
    pub(super) dictionary: Option<u8>,
}

const KNOWN: &str = "1, 2, 4 and 8";
const LATER_VERSION: u8 = 0x20;

/// A first byte `11......` of odd parity, of this version or a later one.
pub(crate) const fn is_stream(first: u8) -> bool {
    first >> 6 == 0b11 && first.count_ones() % 2 == 1
}

impl StreamCoder {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Varint, Self::Prefix];

    /// `"varint"` or `"prefix"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Varint => "varint",
            Self::Prefix => "prefix",
        }
    }
}

impl fmt::Display for StreamCoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl StreamHeader {
    /// The table that it was written with.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// What the ids stand for, where that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.vocabulary.map(Vocabulary::encoding)
    }

    /// How symbols are written.
    pub const fn coder(&self) -> StreamCoder {
        self.coder
    }

    /// Number of the dictionary that literals are written with; a stream of ids has none.
    pub const fn dictionary(&self) -> Option<u8> {
        self.dictionary
    }

    /// Appends it.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(first_byte(self.coder, self.dictionary.is_some()));
        TableId::of(&self.table, self.vocabulary).write(out);
        out.extend(self.dictionary);
    }

    /// What these bytes begin with, and the rest, unless they are too few. `own` is the table that the reader was given,
    /// and what its ids stand for.
    pub(super) fn read<'a>(
        bytes: &'a [u8],
        own: Option<&Table>,
        own_vocabulary: Option<Vocabulary>,
    ) -> Result<Option<(Self, &'a [u8])>> {
        let Some((&first, rest)) = bytes.split_first() else { return Ok(None) };
        let (coder, events) = content(first)?;
        let Some((id, rest)) = TableId::read(rest) else { return Ok(None) };
        let (table, vocabulary) = id.table(own)?;
        let header = Self { table, vocabulary: vocabulary.or(own_vocabulary), coder, dictionary: None };
        match (events, rest.split_first()) {
            (false, _) => Ok(Some((header, rest))),
            (true, None) => Ok(None),
            (true, Some((&number, rest))) => Ok(Some((Self { dictionary: Some(number), ..header }, rest))),
        }
    }
}

const fn first_byte(coder: StreamCoder, events: bool) -> u8 {
    match (coder, events) {
        (StreamCoder::Varint, false) => 0xc1,
        (StreamCoder::Varint, true) => 0xc2,
        (StreamCoder::Prefix, false) => 0xc4,
        (StreamCoder::Prefix, true) => 0xc8,
    }
}

/// The coder, and whether there are events.
fn content(first: u8) -> Result<(StreamCoder, bool)> {
    if !is_stream(first) {
        return Err(Error::Invalid { offset: 0, reason: "a stream's first byte (c0 to df, odd parity)" });
    }
    if first & LATER_VERSION > 0 {
        return Err(Error::Unsupported { what: "version", number: 2, known: "version 1" });
    }
    let all = StreamCoder::ALL.into_iter().flat_map(|coder| [(coder, false), (coder, true)]);
    let found = all.into_iter().find(|&(coder, events)| first_byte(coder, events) == first);
    found.ok_or(Error::Unsupported { what: "coder or content", number: first & 0x1f, known: KNOWN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_first_byte_is_what_the_format_says() {
        for first in 0..=u8::MAX {
            match content(first) {
                Ok((coder, events)) => assert_eq!(first_byte(coder, events), first),
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
