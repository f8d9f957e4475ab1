//! The checksum of a stream, computed incrementally.

use crc32fast::Hasher;

/// The CRC-32/ISO-HDLC of all bytes so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Checksum(u32);

impl Checksum {
    /// The number of bytes of a checksum.
    pub(super) const LEN: usize = 4;

    pub(super) const fn new() -> Self {
        Self(0)
    }

    /// Returns the checksum after these bytes.
    #[must_use]
    pub(super) fn updated(self, bytes: &[u8]) -> Self {
        let mut hasher = Hasher::new_with_initial(self.0);
        hasher.update(bytes);
        Self(hasher.finalize())
    }

    pub(super) const fn bytes(self) -> [u8; Self::LEN] {
        self.0.to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_has_the_published_check_value_however_the_bytes_are_split() {
        // The check value of the catalogue of CRCs.
        let (head, tail) = b"123456789".split_at(4);
        assert_eq!(Checksum::new().updated(head).updated(tail).bytes(), 0xcbf4_3926u32.to_le_bytes());
    }
}
