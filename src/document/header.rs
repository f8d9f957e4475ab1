//! The first bytes of a document: coder and content of the body, and the table.

use crate::coder::{Coder, Content};
use crate::error::{Error, Result};
use crate::table_id::TableId;

#[cfg(feature = "zstd")]
const KNOWN: &str = "coders 0 to 6";
#[cfg(not(feature = "zstd"))]
const KNOWN: &str = "coders 0 to 4 (5 and 6 with its feature `zstd`)";

const LATER_VERSION: u8 = 0x20;

/// What a header says, and its length in bytes.
pub(super) struct Header {
    pub(super) coder: Coder,
    pub(super) content: Content,
    pub(super) table: TableId,
    pub(super) len: usize,
}

/// Whether this is the first byte of a document, `10......` with odd parity, of this version or a later one.
pub(crate) const fn is_document(first: u8) -> bool {
    first >> 6 == 0b10 && first.count_ones() % 2 == 1
}

/// Appends a header.
pub(super) fn write(body: u8, table: TableId, out: &mut Vec<u8>) {
    out.push(first_byte(body));
    table.write(out);
}

/// Reads the header that `bytes` begin with.
pub(super) fn read(bytes: &[u8]) -> Result<Header> {
    let truncated = Error::Truncated { offset: bytes.len() };
    let Some((&first, rest)) = bytes.split_first() else { return Err(truncated) };
    let (coder, content) = body(first)?;
    let (table, rest) = TableId::read(rest).ok_or(truncated)?;
    Ok(Header { coder, content, table, len: bytes.len() - rest.len() })
}

/// Puts the number of a coder and content into a first byte.
const fn first_byte(number: u8) -> u8 {
    let bits = 0x80 | number << 1;
    // The lowest bit makes the parity odd.
    bits | bits.count_ones().is_multiple_of(2) as u8
}

fn body(first: u8) -> Result<(Coder, Content)> {
    if !is_document(first) {
        return Err(Error::Invalid { offset: 0, reason: "a document's first byte (80 to 9f, odd parity)" });
    }
    if first & LATER_VERSION > 0 {
        return Err(Error::Unsupported { what: "version", number: 2, known: "version 1" });
    }
    let number = first >> 1 & 0x0f;
    Coder::from_number(number).ok_or(Error::Unsupported { what: "coder", number, known: KNOWN })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of this build.
    fn numbers() -> impl Iterator<Item = u8> {
        (0..16).filter(|number| Coder::from_number(*number).is_some())
    }

    #[test]
    fn first_bytes_are_those_of_the_format() {
        let format = [0x80, 0x83, 0x85, 0x86, 0x89, 0x8a, 0x8c];
        for number in numbers() {
            assert_eq!(Some(&first_byte(number)), format.get(usize::from(number)));
            assert_eq!(body(first_byte(number)).ok(), Coder::from_number(number));
        }
    }

    #[test]
    fn every_other_first_byte_is_refused_with_its_reason() {
        for first in (0..=u8::MAX).filter(|first| !numbers().any(|number| first_byte(number) == *first)) {
            match body(first) {
                Err(Error::Invalid { offset: 0, .. }) => {
                    assert!(!(0x80..0xc0).contains(&first) || first.count_ones() % 2 == 0, "{first:x}");
                }
                Err(Error::Unsupported { what: "version", .. }) => assert!((0xa0..0xc0).contains(&first)),
                Err(Error::Unsupported { what: "coder", number, known }) => {
                    assert!(Coder::from_number(number).is_none());
                    assert_eq!(known.contains("feature `zstd`"), cfg!(not(feature = "zstd")));
                }
                other => panic!("{first:x}: {other:?}"),
            }
        }
    }
}
