//! The first bytes of a document: what it is, how its body is written, and with which table.

use crate::error::{Error, Result};
use crate::registry::TableId;

/// How a body is written; the number stands in the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    StoredText = 0,
    StoredIds = 1,
    Thrift = 2,
    Gzip = 3,
    Prefix = 4,
    #[cfg(feature = "zstd")]
    Zstd = 5,
    #[cfg(feature = "zstd")]
    Hybrid = 6,
}

#[cfg(feature = "zstd")]
const KNOWN: &str = "coders 0 to 6";
#[cfg(not(feature = "zstd"))]
const KNOWN: &str = "coders 0 to 4 (5 and 6 with its feature `zstd`)";

const LATER_VERSION: u8 = 0x20;

/// A first byte `10......` of odd parity, of this version or a later one.
pub(crate) const fn is_document(first: u8) -> bool {
    first >> 6 == 0b10 && first.count_ones() % 2 == 1
}

impl Body {
    pub(super) const ALL: &[Self] = &[
        Self::StoredText,
        Self::StoredIds,
        Self::Thrift,
        Self::Gzip,
        Self::Prefix,
        #[cfg(feature = "zstd")]
        Self::Zstd,
        #[cfg(feature = "zstd")]
        Self::Hybrid,
    ];

    pub(super) const fn first_byte(self) -> u8 {
        let bits = 0x80 | (self as u8) << 1;
        // The lowest bit makes the parity odd.
        bits | bits.count_ones().is_multiple_of(2) as u8
    }

    fn of(first: u8) -> Result<Self> {
        if !is_document(first) {
            return Err(Error::Invalid {
                offset: 0,
                reason: "a document's first byte (80 to 9f, odd parity)",
            });
        }
        if first & LATER_VERSION > 0 {
            return Err(Error::Unsupported { what: "version", number: 2, known: "version 1" });
        }
        let number = first >> 1 & 0x0f;
        let body = Self::ALL.iter().copied().find(|body| *body as u8 == number);
        body.ok_or(Error::Unsupported { what: "coder", number, known: KNOWN })
    }
}

/// Appends a header.
pub(super) fn write(body: Body, table: TableId, out: &mut Vec<u8>) {
    out.push(body.first_byte());
    table.write(out);
}

/// Reads a header: what it says, and its length.
pub(super) fn read(bytes: &[u8]) -> Result<(Body, TableId, usize)> {
    let truncated = Error::Truncated { offset: bytes.len() };
    let Some((&first, rest)) = bytes.split_first() else { return Err(truncated) };
    let body = Body::of(first)?;
    let (table, rest) = TableId::read(rest).ok_or(truncated)?;
    Ok((body, table, bytes.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_are_those_of_the_format() {
        let first_bytes: Vec<u8> = Body::ALL.iter().map(|body| body.first_byte()).collect();
        assert_eq!(first_bytes, [0x80, 0x83, 0x85, 0x86, 0x89, 0x8a, 0x8c][..Body::ALL.len()]);
        for body in Body::ALL {
            assert_eq!(Body::of(body.first_byte()), Ok(*body));
        }
    }

    #[test]
    fn every_other_first_byte_says_what_is_wrong() {
        for first in (0..=u8::MAX).filter(|first| !Body::ALL.iter().any(|body| body.first_byte() == *first)) {
            match Body::of(first) {
                Err(Error::Invalid { offset: 0, .. }) => {
                    assert!(!(0x80..0xc0).contains(&first) || first.count_ones() % 2 == 0, "{first:x}");
                }
                Err(Error::Unsupported { what: "version", .. }) => assert!((0xa0..0xc0).contains(&first)),
                Err(Error::Unsupported { what: "coder", number, known }) => {
                    assert!((Body::ALL.len()..16).contains(&number.into()));
                    assert_eq!(known.contains("feature `zstd`"), cfg!(not(feature = "zstd")));
                }
                other => panic!("{first:x}: {other:?}"),
            }
        }
    }
}
