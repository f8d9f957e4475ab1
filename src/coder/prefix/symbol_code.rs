//! The code of a stream's symbols: finds a symbol's word, and the symbol of a word. `symbol_runs` explains the runs.

// The bits that casts cut off are zeros.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LOOKUP_BITS, MAX_LEN};
use super::symbol_runs::{CONTROLS, ROWS};
use crate::coder::numbers::{Rank, SymbolNumber};

/// The code, as an image holds it.
#[derive(Clone, Copy)]
pub(crate) struct SymbolCode<'a> {
    /// The words of the control codes, then four columns of the runs: ends, numbers of ranks, differences, lengths.
    pub(crate) numbers: &'a [[u8; 4]; NUMBERS],
    /// By the first bits of a word: the first run that may have it.
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

    /// Returns the symbol of the word at the top of `bits`, and the word's length; `None` for the reserved word.
    pub(crate) fn symbol(&self, bits: u64) -> Option<(SymbolNumber, u32)> {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let mut run =
            self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize).copied().unwrap_or_default().into();
        // Rarely taken: few of all first bits leave more than one run possible. The last row has no end.
        while window >= self.of_run(ENDS, run) {
            run += 1;
        }
        let length = self.of_run(LENGTHS, run);
        let word = window >> ((Self::MAX_BITS - length) & 31);
        (length > 0).then(|| (SymbolNumber(word.wrapping_sub(self.of_run(DIFFERENCES, run))), length))
    }

    /// Returns the word of a rank of the table; the lowest byte is its length.
    pub(crate) fn word(&self, rank: Rank) -> [u8; 4] {
        let ranks =
            self.numbers.get(CONTROLS + ROWS * RANKS..CONTROLS + ROWS * RANKS + ROWS).unwrap_or_default();
        // Comparing with all runs is faster than a search, whose branches cannot be predicted.
        let before = |ranks: &[u8; 4]| u32::from(u32::from_le_bytes(*ranks) <= rank.0);
        let run = ranks.iter().map(before).sum::<u32>() as usize;
        let word = SymbolNumber::of(rank).0.wrapping_add(self.of_run(DIFFERENCES, run));
        (word << 8 | self.of_run(LENGTHS, run)).to_le_bytes()
    }

    /// Returns the word of a control code.
    pub(crate) fn control(&self, number: u8) -> [u8; 4] {
        self.numbers.get(usize::from(number) % CONTROLS).copied().unwrap_or_default()
    }

    /// Looks a number of a run up; the remainder spares a bounds check.
    fn of_run(&self, column: usize, run: usize) -> u32 {
        self.numbers
            .get(CONTROLS + ROWS * column + run % ROWS)
            .map_or(0, |number| u32::from_le_bytes(*number))
    }
}
