//! Bits -> rank.
// What is cut off is known to be zeros.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LENGTHS, LOOKUP_BITS, MAX_LEN};

/// The words of a prefix code. Those of equal length are neighbours, so a length and a difference make a rank.
pub(crate) struct Code<'a> {
    /// How many ranks there are; the reserved word has none.
    pub(crate) size: u32,
    /// Shortest length by the first bits.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
    /// By length: where its words end, as strings of [`MAX_LEN`] bits.
    pub(crate) ends: &'a [[u8; 4]; LENGTHS],
    /// By length: word less rank.
    pub(crate) differences: &'a [[u8; 4]; LENGTHS],
}

impl Code<'_> {
    /// Rank of the word at the top of `bits`, and its length; the reserved word has a rank that there is not.
    #[allow(clippy::inline_always)] // It is the decoder's inner loop; without this it is called.
    #[inline(always)]
    pub(super) fn rank(&self, bits: u64) -> (u32, u32) {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let shortest = self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied();
        let mut length = u32::from(shortest.unwrap_or_default());
        // Rarely: few of all first bits leave more than one length open.
        if window >= by_length(self.ends, length) {
            length = self.longer(window, length);
        }
        let word = window >> (MAX_LEN as u32 - length);
        (word.wrapping_sub(by_length(self.differences, length)), length)
    }

    #[cold]
    fn longer(&self, window: u32, shortest: u32) -> u32 {
        (shortest + 1..LENGTHS as u32)
            .find(|&length| window < by_length(self.ends, length))
            .unwrap_or(MAX_LEN as u32)
    }

    /// Whether there is such a rank.
    pub(super) fn has(&self, rank: u32) -> bool {
        rank < self.size
    }
}

/// A mask instead of a check.
fn by_length(numbers: &[[u8; 4]; LENGTHS], length: u32) -> u32 {
    numbers.get(length as usize % LENGTHS).map_or(0, |number| u32::from_le_bytes(*number))
}
