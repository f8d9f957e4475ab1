//! The header of a document: the coder and the content of the body, and the table.

use crate::coder::{Coder, Content};
use crate::error::{Error, Result};
use crate::table_id::TableId;

#[cfg(feature = "zstd")]
const KNOWN: &str = "coders 0 to 6";
#[cfg(not(feature = "zstd"))]
const KNOWN: &str = "coders 0 to 4 (5 and 6 need the feature `zstd`)";

/// The bit of the first byte that later versions set.
const LATER_VERSION: u8 = 0x20;

/// A parsed header and its length in bytes.
pub(super) struct Header {
    pub(super) coder: Coder,
    pub(super) content: Content,
    pub(super) table: TableId,
    pub(super) len: usize,
}

/// Returns whether this is the first byte of a document of this version or a later one: `10......` with odd parity.
pub(crate) const fn is_document(first: u8) -> bool {
    first >> 6 == 0b10 && first.count_ones() % 2 == 1
}

/// Appends a header.
pub(super) fn write(body: u8, table: TableId, out: &mut Vec<u8>) {
    out.push(first_byte(body));
    table.write(out);
}

/// Parses the header at the start of `bytes`.
pub(super) fn read(bytes: &[u8]) -> Result<Header> {
    let truncated = Error::Truncated { offset: bytes.len() };
    let Some((&first, rest)) = bytes.split_first() else { return Err(truncated) };
    let (coder, content) = body(first)?;
    let (table, rest) = TableId::read(rest).ok_or(truncated)?;
    Ok(Header { coder, content, table, len: bytes.len() - rest.len() })
}

/// Returns the first byte for the number of a coder and content.
const fn first_byte(number: u8) -> u8 {
    let bits = 0x80 | number << 1;
    // The lowest bit makes the parity odd.
    bits | bits.count_ones().is_multiple_of(2) as u8
}

/// Returns the coder and content that a first byte states.
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

    /// Returns the numbers that this build supports.
    fn numbers() -> impl Iterator<Item = u8> {
        (0..16).filter(|number| Coder::from_number(*number).is_some())
    }

    #[test]
    fn first_bytes_match_the_format() {
        let format = [0x80, 0x83, 0x85, 0x86, 0x89, 0x8a, 0x8c];
        for number in numbers() {
            assert_eq!(Some(&first_byte(number)), format.get(usize::from(number)));
            assert_eq!(body(first_byte(number)).ok(), Coder::from_number(number));
        }
    }

    #[test]
    fn rejects_every_other_first_byte_with_the_reason() {
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
