//! Symbols <-> words of the second code.
// What is cut off is known to be zeros.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LOOKUP_BITS, MAX_LEN};
use super::second::{CONTROLS, ROWS};

/// The second code, as an image holds it.
#[derive(Clone, Copy)]
pub(crate) struct SymbolCode<'a> {
    /// Words of control codes; of the runs first all ends, then all numbers of ranks, and so on.
    pub(crate) numbers: &'a [[u8; 4]; NUMBERS],
    /// By the first bits of a word: the first run that it may be in.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
}

pub(crate) const NUMBERS: usize = CONTROLS + 4 * ROWS;

/// Columns of the runs.
const ENDS: usize = 0;
const RANKS: usize = 1;
const DIFFERENCES: usize = 2;
const LENGTHS: usize = 3;

impl SymbolCode<'_> {
    /// Bits of the longest word.
    pub(crate) const MAX_BITS: u32 = MAX_LEN as u32;

    /// Symbol of the word at the top of `bits`, and its length. The reserved word has none.
    pub(crate) fn symbol(&self, bits: u64) -> Option<(u32, u32)> {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let mut run =
            self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied().unwrap_or_default().into();
        // Rarely: few of all first bits leave more than one run open. The last one has no end.
        while window >= self.of_run(ENDS, run) {
            run += 1;
        }
        let length = self.of_run(LENGTHS, run);
        let word = window >> ((Self::MAX_BITS - length) & 31);
        (length > 0).then(|| (word.wrapping_sub(self.of_run(DIFFERENCES, run)), length))
    }

    /// Word of a rank that there is, the lowest byte its length.
    pub(crate) fn word(&self, rank: u32) -> [u8; 4] {
        let ranks =
            self.numbers.get(CONTROLS + ROWS * RANKS..CONTROLS + ROWS * RANKS + ROWS).unwrap_or_default();
        // All of them: that is quicker than a search, which cannot be predicted.
        let before = |ranks: &[u8; 4]| u32::from(u32::from_le_bytes(*ranks) <= rank);
        let run = ranks.iter().map(before).sum::<u32>() as usize;
        let word = (CONTROLS as u32 + rank).wrapping_add(self.of_run(DIFFERENCES, run));
        (word << 8 | self.of_run(LENGTHS, run)).to_le_bytes()
    }

    /// Word of a control code.
    pub(crate) fn control(&self, number: u8) -> [u8; 4] {
        self.numbers.get(usize::from(number) % CONTROLS).copied().unwrap_or_default()
    }

    /// A mask instead of a check.
    fn of_run(&self, column: usize, run: usize) -> u32 {
        self.numbers
            .get(CONTROLS + ROWS * column + run % ROWS)
            .map_or(0, |number| u32::from_le_bytes(*number))
    }
}
