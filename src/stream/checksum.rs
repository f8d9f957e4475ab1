//! The checksum of a stream, computed as its bytes are written or read.

use crc32fast::Hasher;

/// CRC-32/ISO-HDLC of the bytes so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Checksum(u32);

impl Checksum {
    /// Bytes of a checksum.
    pub(super) const LEN: usize = 4;

    pub(super) const fn new() -> Self {
        Self(0)
    }

    /// Returns the checksum with these bytes added.
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
    fn it_is_the_named_checksum_however_the_bytes_are_split() {
        // The check value that the catalogue of CRCs gives.
        let (head, tail) = b"123456789".split_at(4);
        assert_eq!(Checksum::new().updated(head).updated(tail).bytes(), 0xcbf4_3926u32.to_le_bytes());
    }
}
