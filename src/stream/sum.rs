//! The checksum of what went by.

use crc32fast::Hasher;

/// CRC-32/ISO-HDLC, so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum(u32);

/// What a byte makes of the sum when none, one or two bytes follow it.
static BY_BYTE: [[u32; 256]; 3] = tables();

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

    /// With the first `len` of three bytes, the others being zeros: what a token has, for which crc32fast's start takes longer
    /// than all else. No branch: how many they are cannot be predicted.
    #[must_use]
    pub(super) fn plus_few(self, bytes: [u8; 3], len: u8) -> Self {
        let [first, second, third] = bytes;
        let sum = !self.0 ^ u32::from_le_bytes([first, second, third, 0]);
        // Zeros before them change nothing.
        let sum = u64::from(sum) << (24 - 8 * (len & 3));
        let [first, second, third, ..] = sum.to_le_bytes();
        let [last, middle, most] = &BY_BYTE;
        let of = |table: &[u32; 256], byte| table.get(usize::from(byte)).copied().unwrap_or_default();
        let rest = u32::try_from(sum >> 24).unwrap_or_default();
        Self(!(of(most, first) ^ of(middle, second) ^ of(last, third) ^ rest))
    }

    pub(super) const fn bytes(self) -> [u8; Self::LEN] {
        self.0.to_le_bytes()
    }
}

#[allow(clippy::cast_possible_truncation, clippy::indexing_slicing)] // While compiling.
const fn tables() -> [[u32; 256]; 3] {
    let mut tables = [[0; 256]; 3];
    let mut byte = 0;
    while byte < 256 {
        let mut sum = byte as u32;
        let mut bits = 0;
        while bits < 24 {
            let low = sum & 1;
            sum >>= 1;
            if low > 0 {
                sum ^= 0xedb8_8320;
            }
            bits += 1;
            if bits % 8 == 0 {
                tables[bits / 8 - 1][byte] = sum;
            }
        }
        byte += 1;
    }
    tables
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

    #[test]
    fn a_few_bytes_are_as_any() {
        let mut sum = Sum::new();
        for number in 0..100_000u32 {
            let [first, second, third, len] = number.wrapping_mul(0x9e37_79b1).to_le_bytes();
            let len = len % 4;
            let bytes = [first, second, third];
            let kept = [0, 1, 2].map(|place| if place < len { bytes[usize::from(place)] } else { 0 });
            let expected = sum.plus(&kept[..len.into()]);
            assert_eq!(sum.plus_few(kept, len), expected);
            sum = expected;
        }
    }
}
