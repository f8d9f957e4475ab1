//! The checksum at a document's end.

use crate::error::{Error, Result};
use crc::{CRC_16_GENIBUS, Crc, Table};
use crc32fast::hash as long;

/// The short checksum. CRC-16/GENIBUS inverts its result, unlike most checksums with this polynomial. Without the
/// inversion, appended zeros would go undetected.
static SHORT: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_GENIBUS);

/// The number of bytes of the longest document with the short checksum, including header and checksum.
const MAX_SHORT: usize = 1024;
const SHORT_LEN: usize = 2;
const LONG_LEN: usize = 4;

/// The checksum grows by two bytes at one length, so two lengths are impossible.
const LENGTH: &str = "a document length other than 1025 or 1026 bytes";

/// Returns the length of the checksum that follows `before` bytes.
pub(super) const fn len(before: usize) -> usize {
    if before.saturating_add(SHORT_LEN) <= MAX_SHORT { SHORT_LEN } else { LONG_LEN }
}

/// Returns the name of the checksum that follows `before` bytes.
pub(super) const fn name(before: usize) -> &'static str {
    if len(before) == SHORT_LEN { "CRC-16" } else { "CRC-32" }
}

/// Appends the checksum of the bytes from `start` to the end.
pub(super) fn append(start: usize, out: &mut Vec<u8>) {
    let bytes = out.get(start..).unwrap_or_default();
    match len(bytes.len()) {
        SHORT_LEN => out.extend(SHORT.checksum(bytes).to_be_bytes()),
        _ => out.extend(long(bytes).to_le_bytes()),
    }
}

/// Verifies the checksum and returns the bytes before it.
pub(super) fn check(document: &[u8]) -> Result<&[u8]> {
    let sum_len = if document.len() <= MAX_SHORT { SHORT_LEN } else { LONG_LEN };
    let truncated = Error::Truncated { offset: document.len() };
    let (bytes, sum) = document.split_at_checked(document.len().wrapping_sub(sum_len)).ok_or(truncated)?;
    if len(bytes.len()) != sum_len {
        return Err(Error::Invalid { offset: document.len(), reason: LENGTH });
    }
    let matches = match sum_len {
        SHORT_LEN => sum == SHORT.checksum(bytes).to_be_bytes(),
        _ => sum == long(bytes).to_le_bytes(),
    };
    if matches { Ok(bytes) } else { Err(Error::Checksum { offset: bytes.len() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_have_the_published_check_values() {
        // The check values of the catalogue of CRCs are for "123456789".
        assert_eq!(SHORT.checksum(b"123456789"), 0xd64e);
        assert_eq!(long(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_checksum_is_long_after_more_than_1022_bytes() {
        for before in 0..2000 {
            let mut bytes = vec![7; before];
            append(0, &mut bytes);
            assert_eq!(bytes.len() - before, if before <= 1022 { 2 } else { 4 });
            assert_eq!(check(&bytes).map(<[u8]>::len), Ok(before));
        }
        assert!(
            [1025, 1026]
                .map(|len| check(&vec![7; len]).unwrap_err())
                .iter()
                .all(|error| { matches!(error, Error::Invalid { reason: LENGTH, .. }) })
        );
    }
}
