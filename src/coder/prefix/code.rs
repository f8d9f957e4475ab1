//! A table's code words, by rank and by bits.
// What is cut off is known to be zeros: a shifted word, a length.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{self, MAX_LEN};
use crate::image::{Image, layout::LOOKUP_BITS};

/// Both directions of a prefix code. Words of equal length are neighbours, so a length and a difference make a word.
pub(crate) struct Code<'a> {
    /// By rank; the reserved word has no rank.
    lengths: &'a [u8],
    /// Shortest length by the first bits.
    lookup: &'a [u8; 1 << LOOKUP_BITS],
    /// By length: where its words end, as strings of [`MAX_LEN`] bits.
    ends: [u32; 32],
    /// By length: word less rank.
    differences: [u32; 32],
}

/// A word and how many bits it has, or a rank and how many bits its word has.
pub(super) type WithLength = (u32, u32);

impl<'a> Code<'a> {
    pub(crate) fn of(image: &'a Image) -> Self {
        // Every image has a lookup.
        static NONE: [u8; 1 << LOOKUP_BITS] = [0; 1 << LOOKUP_BITS];
        let counts = image.word_counts();
        let (mut ends, mut differences) = ([u32::MAX; 32], [0; 32]);
        let (mut start, mut rank, mut length) = (0u32, 0u32, 0);
        for (((end, difference), next), count) in
            ends.iter_mut().zip(&mut differences).zip(lengths::ends(&counts)).zip(counts)
        {
            *difference = (start >> (MAX_LEN - length)).wrapping_sub(rank);
            *end = next;
            (start, rank, length) = (next, rank + count, length + 1);
        }
        Self { lengths: image.lengths(), lookup: image.lookup().unwrap_or(&NONE), ends, differences }
    }

    pub(super) fn word(&self, rank: u32) -> Option<WithLength> {
        let length = u32::from(*self.lengths.get(rank as usize)?);
        Some((rank.wrapping_add(by_length(&self.differences, length)), length))
    }

    /// Of the word at the top of `bits`; the reserved word has a rank that there is not.
    #[inline(always)]
    pub(super) fn rank(&self, bits: u64) -> WithLength {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let mut length = u32::from(self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied().unwrap_or(0));
        while window >= by_length(&self.ends, length) {
            length += 1;
        }
        let word = window >> (MAX_LEN as u32 - length);
        (word.wrapping_sub(by_length(&self.differences, length)), length)
    }

    /// Whether there is such a rank.
    pub(super) fn has(&self, rank: u32) -> bool {
        (rank as usize) < self.lengths.len()
    }
}

/// A mask instead of a check.
fn by_length(numbers: &[u32; 32], length: u32) -> u32 {
    numbers.get(length as usize & 31).copied().unwrap_or_default()
}
