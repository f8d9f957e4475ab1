//! The prefix code of ranks. It finds the rank of the word that a bit string begins with.
//!
//! Words of one length are consecutive numbers, in the order of ranks. So the rank is the word minus a difference
//! that depends only on the length. The length is the first one whose words end after the bit string, compared as
//! strings of [`MAX_LEN`] bits. A table indexed by the first [`LOOKUP_BITS`] bits gives the shortest possible
//! length, which is almost always the right one.
//!
//! For example, take the words `0`, `10`, `110` and `1110` of the ranks 0 to 3, and the bits `1101...`. The words
//! of length 2 end at `1100...`, so the length is at least 3; those of length 3 end at `1110...`, so it is 3. The
//! word is `110` = 6, the difference for length 3 is 4, and the rank is 6 - 4 = 2.

// Casts only drop bits that are zero.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LENGTHS, LOOKUP_BITS, MAX_LEN};
use crate::coder::numbers::Rank;

/// The prefix code of a table's ranks.
pub(crate) struct RankCode<'a> {
    /// The number of ranks. The reserved word decodes to a rank outside the table.
    pub(crate) size: u32,
    /// The shortest possible length, indexed by the first bits.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
    /// The end of the words of each length, as a string of [`MAX_LEN`] bits.
    pub(crate) ends: &'a [[u8; 4]; LENGTHS],
    /// The difference between word and rank for each length.
    pub(crate) differences: &'a [[u8; 4]; LENGTHS],
}

impl RankCode<'_> {
    /// Returns the rank and the length of the word at the top of `bits`. The reserved word has a rank outside the
    /// table.
    #[allow(clippy::inline_always)] // The decoder's inner loop calls this.
    #[inline(always)]
    pub(super) fn rank(&self, bits: u64) -> (Rank, u32) {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let shortest = self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied();
        let mut length = u32::from(shortest.unwrap_or_default());
        // Rare, since the first bits nearly always determine the length.
        if window >= by_length(self.ends, length) {
            length = self.longer(window, length);
        }
        let word = window >> (MAX_LEN as u32 - length);
        (Rank(word.wrapping_sub(by_length(self.differences, length))), length)
    }

    /// Returns the length of the word, which is longer than `shortest`.
    #[cold]
    fn longer(&self, window: u32, shortest: u32) -> u32 {
        (shortest + 1..LENGTHS as u32)
            .find(|&length| window < by_length(self.ends, length))
            .unwrap_or(MAX_LEN as u32)
    }

    /// Returns whether the rank is in the table.
    pub(super) fn has(&self, Rank(rank): Rank) -> bool {
        rank < self.size
    }
}

/// Looks up the number for a length. The remainder makes a bounds check unnecessary.
fn by_length(numbers: &[[u8; 4]; LENGTHS], length: u32) -> u32 {
    numbers.get(length as usize % LENGTHS).map_or(0, |number| u32::from_le_bytes(*number))
}
