//! Constructs the code of a stream's symbols, as `docs/format.md` ("Stream") defines it: one prefix code of control codes and
//! ranks together, each control code with a fixed share of the weight.
//!
//! Words are given out by length, and within a length in the order of the weights. Ranks are in that order already, so the
//! words of one length are a few runs of consecutive symbols: ranks, then perhaps a control code, then ranks again. Within a
//! run, word less symbol is constant, so a run is all that a reader or writer needs to know.
//!
//! `build.rs` compiles this file too.

// Lengths are small.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{self, MAX_LEN};
use crate::coder::numbers::SymbolNumber;
use std::cmp::Reverse;

/// Number of control codes.
pub(crate) const CONTROLS: usize = SymbolNumber::CONTROLS as usize;

/// Number of runs that an image has room for. There are fewer: 24 lengths, and 16 control codes between ranks.
pub(crate) const ROWS: usize = 64;

/// How often the sum of all ranks' weights is halved to give the weight of each control code.
const HALVED: [u32; CONTROLS] = [12, 14, 3, 14, 8, 9, 7, 7, 7, 10, 8, 8, 9, 9, 9, 24];

/// Consecutive words of one length that belong to consecutive symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// End of the words, as strings of [`MAX_LEN`] bits; they begin where the run before ends.
    pub(crate) end: u32,
    /// Number of ranks whose words are before that end.
    pub(crate) ranks: u32,
    /// Word less symbol, modulo 2^32.
    pub(crate) difference: u32,
    pub(crate) length: u32,
}

/// Returns all runs, in the order of the words. The reserved word is in none.
pub(crate) fn runs(weights_by_rank: &[u64]) -> Vec<Run> {
    let weights = in_order(weights_by_rank).map(|(weight, _)| weight);
    let counts = lengths::word_counts_of(CONTROLS + weights_by_rank.len(), weights);
    let mut runs: Vec<Run> = Vec::new();
    let mut next = Run { end: 0, ranks: 0, difference: 0, length: 0 };
    for ((_, symbol), length) in in_order(weights_by_rank).zip(lengths::by_rank(&counts)) {
        next = next.behind(symbol, length.into());
        match runs.last_mut() {
            Some(last) if (last.difference, last.length) == (next.difference, next.length) => *last = next,
            _ => runs.push(next),
        }
    }
    runs
}

impl Run {
    /// Fills an image's rows behind the last run.
    pub(crate) const NONE: Self = Self { end: u32::MAX, ranks: u32::MAX, difference: 0, length: 0 };

    /// Returns the word of a symbol in this run; the lowest byte is its length.
    pub(crate) fn word(self, SymbolNumber(symbol): SymbolNumber) -> u32 {
        symbol.wrapping_add(self.difference) << 8 | self.length
    }

    /// Whether this symbol's word is in this run, if the run before ends at `start`.
    pub(crate) fn has(self, SymbolNumber(symbol): SymbolNumber, start: u32) -> bool {
        let below = MAX_LEN as u32 - self.length;
        (start >> below..self.end >> below).contains(&symbol.wrapping_add(self.difference))
    }

    /// Returns the run that ends with this symbol's word.
    fn behind(self, SymbolNumber(symbol): SymbolNumber, length: u32) -> Self {
        let below = MAX_LEN as u32 - length;
        Self {
            end: self.end + (1 << below),
            ranks: self.ranks + u32::from(symbol as usize >= CONTROLS),
            difference: (self.end >> below).wrapping_sub(symbol),
            length,
        }
    }
}

/// Returns weights and symbols by weight, descending; of equal weights control codes come first, then lower ranks.
fn in_order(weights_by_rank: &[u64]) -> impl Iterator<Item = (u64, SymbolNumber)> {
    let mut controls = controls(weights_by_rank).into_iter().peekable();
    let symbols = (SymbolNumber::CONTROLS..).map(SymbolNumber);
    let mut ranks = weights_by_rank.iter().map(|weight| *weight.max(&1)).zip(symbols).peekable();
    std::iter::from_fn(move || {
        let heaviest = ranks.peek().map_or(0, |rank| rank.0);
        controls.next_if(|control| control.0 >= heaviest).or_else(|| ranks.next())
    })
}

/// Returns weights and numbers of the control codes, in the same order.
fn controls(weights_by_rank: &[u64]) -> [(u64, SymbolNumber); CONTROLS] {
    let sum: u128 = weights_by_rank.iter().map(|weight| u128::from(*weight.max(&1))).sum();
    let mut number = 0..;
    let mut controls = HALVED.map(|halved| {
        let weight = u64::try_from(sum >> halved).unwrap_or(u64::MAX).max(1);
        (weight, SymbolNumber(number.next().unwrap_or_default()))
    });
    controls.sort_by_key(|&(weight, _)| Reverse(weight));
    controls
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words and symbols, by going through the runs.
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
    fn of_equal_weights_control_codes_come_first() {
        let words = words(&[1; 4]);
        let symbols: Vec<u32> = words.iter().map(|(symbol, _)| *symbol).collect();
        assert!((0..20).eq(symbols));
        // Twenty of them, and a reserved one: eleven words of four bits, ten of five.
        assert_eq!((words[0].1.as_str(), words[10].1.as_str()), ("0000", "1010"));
        assert_eq!((words[11].1.as_str(), words[19].1.as_str()), ("10110", "11110"));
    }

    #[test]
    fn a_large_table_has_few_runs() {
        let weights: Vec<u64> = (1..=200_000).map(|rank| 1_000_000_000 / rank).collect();
        assert!(runs(&weights).len() < ROWS);
    }
}
