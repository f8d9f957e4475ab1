//! The checksum of what went by.

use crc32fast::Hasher;

/// CRC-32/ISO-HDLC, so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum(u32);

impl Sum {
    pub(super) const LEN: usize = 4;

    pub(super) const fn new() -> Self {
        Self(0)
    }

    /// With these bytes.
    #[must_use]
    pub(super) fn plus(self, bytes: &[u8]) -> Self {
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
    fn it_is_the_named_checksum_whatever_the_pieces() {
        // The check value that the catalogue of CRCs gives.
        let (head, tail) = b"123456789".split_at(4);
        assert_eq!(Sum::new().plus(head).plus(tail).bytes(), 0xcbf4_3926u32.to_le_bytes());
    }
}
