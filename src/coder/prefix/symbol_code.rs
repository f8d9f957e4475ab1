//! The prefix code of a stream's symbols. It finds the word of a symbol and the symbol of a word. `symbol_runs`
//! explains runs.

// Casts only drop bits that are zero.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LOOKUP_BITS, MAX_LEN};
use super::symbol_runs::{CONTROLS, ROWS};
use crate::coder::numbers::{Rank, SymbolNumber};

/// The code in the form in which a table image stores it.
#[derive(Clone, Copy)]
pub(crate) struct SymbolCode<'a> {
    /// The words of the control codes, followed by four columns with one entry per run: ends, rank counts,
    /// differences, lengths.
    pub(crate) numbers: &'a [[u8; 4]; NUMBERS],
    /// The first run that may contain a word, indexed by the word's first bits.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
}

pub(crate) const NUMBERS: usize = CONTROLS + 4 * ROWS;

// The columns of the runs.
const ENDS: usize = 0;
const RANKS: usize = 1;
const DIFFERENCES: usize = 2;
const LENGTHS: usize = 3;

impl SymbolCode<'_> {
    /// The number of bits of the longest word.
    pub(crate) const MAX_BITS: u32 = MAX_LEN as u32;

    /// Returns the symbol and the length of the word at the top of `bits`, or `None` for the reserved word.
    pub(crate) fn symbol(&self, bits: u64) -> Option<(SymbolNumber, u32)> {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let mut run =
            self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied().unwrap_or_default().into();
        // Rare, since the first bits nearly always determine the run. The unused last row has the largest end, so
        // the loop stops.
        while window >= self.of_run(ENDS, run) {
            run += 1;
        }
        let length = self.of_run(LENGTHS, run);
        let word = window >> ((Self::MAX_BITS - length) & 31);
        (length > 0).then(|| (SymbolNumber(word.wrapping_sub(self.of_run(DIFFERENCES, run))), length))
    }

    /// Returns the word of a rank, which must be in the table. The lowest byte is its length.
    pub(crate) fn word(&self, rank: Rank) -> [u8; 4] {
        let ranks =
            self.numbers.get(CONTROLS + ROWS * RANKS..CONTROLS + ROWS * RANKS + ROWS).unwrap_or_default();
        // Comparing with all runs is faster than a binary search, whose branches are unpredictable.
        let before = |ranks: &[u8; 4]| u32::from(u32::from_le_bytes(*ranks) <= rank.0);
        let run = ranks.iter().map(before).sum::<u32>() as usize;
        let word = SymbolNumber::of(rank).0.wrapping_add(self.of_run(DIFFERENCES, run));
        (word << 8 | self.of_run(LENGTHS, run)).to_le_bytes()
    }

    /// Returns the word of a control code.
    pub(crate) fn control(&self, number: u8) -> [u8; 4] {
        self.numbers.get(usize::from(number) % CONTROLS).copied().unwrap_or_default()
    }

    /// Looks up a number of a run. The remainder makes a bounds check unnecessary.
    fn of_run(&self, column: usize, run: usize) -> u32 {
        self.numbers
            .get(CONTROLS + ROWS * column + run % ROWS)
            .map_or(0, |number| u32::from_le_bytes(*number))
    }
}
