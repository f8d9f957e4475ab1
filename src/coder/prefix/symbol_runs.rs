//! Constructs the prefix code of a stream's symbols. `docs/format.md` ("Stream") is normative.
//!
//! Control codes and ranks share one code, in which each control code has a fixed share of the total weight. Words
//! are assigned in ascending order of length, and within a length in descending order of weight. Ranks are already
//! in that order. So the words of one length belong to a few *runs* of consecutive symbols: ranks, then perhaps a
//! control code, then ranks again.
//!
//! Within a run, the difference between word and symbol is constant. A reader or writer therefore stores the runs
//! instead of all words. For example, four ranks with the weights 9, 5, 1 and 1 give these six runs. The symbols
//! are the control codes 0 to 15, and 16 plus each rank:
//!
//! ```text
//! symbols    words            length   word - symbol
//! 16         00               2        0 - 16         rank 0
//! 17         010              3        2 - 17         rank 1
//! 2          0110             4        6 - 2          FLUSH, the most frequent control code
//! 0, 1       01110, 01111     5        14 - 0
//! 3 to 15    10000 to 11100   5        16 - 3
//! 18, 19     11101, 11110     5        29 - 18        ranks 2 and 3
//! ```
//!
//! `11111` is reserved, as `lengths` explains.
//!
//! `build.rs` compiles this file too.

// Lengths are at most 24.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{self, MAX_LEN};
use crate::coder::numbers::SymbolNumber;
use std::cmp::Reverse;

/// The number of control codes.
pub(crate) const CONTROLS: usize = SymbolNumber::CONTROLS as usize;

/// The number of runs that a table image has room for. A code has fewer: it has 24 lengths, and 16 control codes
/// that interrupt ranks.
pub(crate) const ROWS: usize = 64;

/// The weight of each control code, as the number of times that the sum of all ranks' weights is halved.
const HALVINGS: [u32; CONTROLS] = [12, 14, 3, 14, 8, 9, 7, 7, 7, 10, 8, 8, 9, 9, 9, 24];

/// A run: consecutive words of one length that belong to consecutive symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// The end of the words, as a string of [`MAX_LEN`] bits. They begin at the end of the run before.
    pub(crate) end: u32,
    /// The number of ranks in this run and all runs before.
    pub(crate) ranks: u32,
    /// The difference between word and symbol, modulo 2^32.
    pub(crate) difference: u32,
    /// The length of the words, in bits.
    pub(crate) length: u32,
}

/// Returns all runs, in the order of their words. No run has the reserved word.
pub(crate) fn runs(weights_by_rank: &[u64]) -> Vec<Run> {
    let weights = in_order(weights_by_rank).map(|(weight, _)| weight);
    let counts = lengths::word_counts_of(CONTROLS + weights_by_rank.len(), weights);
    let mut runs: Vec<Run> = Vec::new();
    let mut next = Run { end: 0, ranks: 0, difference: 0, length: 0 };
    for ((_, symbol), length) in in_order(weights_by_rank).zip(lengths::by_rank(&counts)) {
        next = next.followed_by(symbol, length.into());
        match runs.last_mut() {
            Some(last) if (last.difference, last.length) == (next.difference, next.length) => *last = next,
            _ => runs.push(next),
        }
    }
    runs
}

impl Run {
    /// Fills the unused rows of a table image.
    pub(crate) const NONE: Self = Self { end: u32::MAX, ranks: u32::MAX, difference: 0, length: 0 };

    /// Returns the word of a symbol of this run. The lowest byte is its length.
    pub(crate) fn word(self, SymbolNumber(symbol): SymbolNumber) -> u32 {
        symbol.wrapping_add(self.difference) << 8 | self.length
    }

    /// Returns whether this run contains the symbol, if the run before ends at `start`.
    pub(crate) fn has(self, SymbolNumber(symbol): SymbolNumber, start: u32) -> bool {
        let below = MAX_LEN as u32 - self.length;
        (start >> below..self.end >> below).contains(&symbol.wrapping_add(self.difference))
    }

    /// Returns a run of one symbol, whose word of `length` bits follows this run.
    fn followed_by(self, SymbolNumber(symbol): SymbolNumber, length: u32) -> Self {
        let below = MAX_LEN as u32 - length;
        Self {
            end: self.end + (1 << below),
            ranks: self.ranks + u32::from(symbol as usize >= CONTROLS),
            difference: (self.end >> below).wrapping_sub(symbol),
            length,
        }
    }
}

/// Returns all symbols with their weights, in descending order of weight. On a tie, control codes come before
/// ranks, and lower numbers before higher ones.
fn in_order(weights_by_rank: &[u64]) -> impl Iterator<Item = (u64, SymbolNumber)> {
    let mut controls = controls(weights_by_rank).into_iter().peekable();
    let symbols = (SymbolNumber::CONTROLS..).map(SymbolNumber);
    let mut ranks = weights_by_rank.iter().map(|weight| *weight.max(&1)).zip(symbols).peekable();
    std::iter::from_fn(move || {
        let heaviest = ranks.peek().map_or(0, |rank| rank.0);
        controls.next_if(|control| control.0 >= heaviest).or_else(|| ranks.next())
    })
}

/// Returns the control codes with their weights, in the same order.
fn controls(weights_by_rank: &[u64]) -> [(u64, SymbolNumber); CONTROLS] {
    let sum: u128 = weights_by_rank.iter().map(|weight| u128::from(*weight.max(&1))).sum();
    let mut number = 0..;
    let mut controls = HALVINGS.map(|halvings| {
        let weight = u64::try_from(sum >> halvings).unwrap_or(u64::MAX).max(1);
        (weight, SymbolNumber(number.next().unwrap_or_default()))
    });
    controls.sort_by_key(|&(weight, _)| Reverse(weight));
    controls
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists all symbols and their words, run by run.
    fn words(weights_by_rank: &[u64]) -> Vec<(u32, String)> {
        let mut words = Vec::new();
        let mut start = 0;
        for run in runs(weights_by_rank) {
            for word in start >> (24 - run.length)..run.end >> (24 - run.length) {
                let text = format!("{word:0width$b}", width = run.length as usize);
                words.push((word.wrapping_sub(run.difference), text));
            }
            start = run.end;
        }
        words
    }

    #[test]
    fn every_symbol_has_a_word() {
        for weights in [vec![], vec![1], vec![0, 0], vec![1 << 40, 5, 5, 1], vec![3; 1000]] {
            let mut symbols: Vec<u32> = words(&weights).iter().map(|(symbol, _)| *symbol).collect();
            symbols.sort_unstable();
            assert!((0..16 + weights.len() as u32).eq(symbols), "{weights:?}");
        }
    }

    #[test]
    fn control_codes_come_before_ranks_of_equal_weight() {
        let words = words(&[1; 4]);
        let symbols: Vec<u32> = words.iter().map(|(symbol, _)| *symbol).collect();
        assert!((0..20).eq(symbols));
        // Twenty symbols and a reserved word: eleven words have four bits, and ten have five.
        assert_eq!((words[0].1.as_str(), words[10].1.as_str()), ("0000", "1010"));
        assert_eq!((words[11].1.as_str(), words[19].1.as_str()), ("10110", "11110"));
    }

    #[test]
    fn a_large_table_has_few_runs() {
        let weights: Vec<u64> = (1..=200_000).map(|rank| 1_000_000_000 / rank).collect();
        assert!(runs(&weights).len() < ROWS);
    }
}
