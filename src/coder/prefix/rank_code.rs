//! The code of ranks: finds the rank of the word that a bit string begins with.
//!
//! Words of one length are consecutive numbers in rank order, so a word less a number that depends on its length only is its
//! rank. The length follows from where the words of each length end, compared as strings of [`MAX_LEN`] bits. A table by the
//! first [`LOOKUP_BITS`] bits gives the shortest length that is possible, which is the right one nearly always.

// The bits that casts cut off are zeros.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LENGTHS, LOOKUP_BITS, MAX_LEN};
use crate::coder::numbers::Rank;

/// The words of a table's prefix code.
pub(crate) struct RankCode<'a> {
    /// Number of ranks. The reserved word has a rank beyond them.
    pub(crate) size: u32,
    /// By the first bits: the shortest length that is possible.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
    /// By length: the end of its words, as strings of [`MAX_LEN`] bits.
    pub(crate) ends: &'a [[u8; 4]; LENGTHS],
    /// By length: word less rank.
    pub(crate) differences: &'a [[u8; 4]; LENGTHS],
}

impl RankCode<'_> {
    /// Returns the rank of the word at the top of `bits`, and its length. The rank of the reserved word is outside the table.
    #[allow(clippy::inline_always)] // This is the decoder's inner loop; without it, a call remains.
    #[inline(always)]
    pub(super) fn rank(&self, bits: u64) -> (Rank, u32) {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let shortest = self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied();
        let mut length = u32::from(shortest.unwrap_or_default());
        // Rarely taken: few of all first bits leave more than one length possible.
        if window >= by_length(self.ends, length) {
            length = self.longer(window, length);
        }
        let word = window >> (MAX_LEN as u32 - length);
        (Rank(word.wrapping_sub(by_length(self.differences, length))), length)
    }

    #[cold]
    fn longer(&self, window: u32, shortest: u32) -> u32 {
        (shortest + 1..LENGTHS as u32)
            .find(|&length| window < by_length(self.ends, length))
            .unwrap_or(MAX_LEN as u32)
    }

    /// Whether the rank is in the table.
    pub(super) fn has(&self, Rank(rank): Rank) -> bool {
        rank < self.size
    }
}

/// Looks a number up by length; the remainder spares a bounds check.
fn by_length(numbers: &[[u8; 4]; LENGTHS], length: u32) -> u32 {
    numbers.get(length as usize % LENGTHS).map_or(0, |number| u32::from_le_bytes(*number))
}
