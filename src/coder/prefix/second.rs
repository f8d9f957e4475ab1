//! Which symbols have which words: the second code, as `docs/format.md` ("Stream") defines it.
//!
//! A symbol below 16 is a control code, r + 16 is rank r. `build.rs` compiles this file too.

// Lengths are small.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{self, MAX_LEN};
use std::cmp::Reverse;

/// Symbols that are control codes.
pub(crate) const CONTROLS: usize = 16;

/// Runs that an image has room for. There are fewer: 24 lengths, and 16 control codes between ranks.
pub(crate) const ROWS: usize = 64;

/// A control code weighs as much as all ranks together, halved so often.
const HALVED: [u32; CONTROLS] = [12, 14, 3, 14, 8, 9, 7, 7, 7, 10, 8, 8, 9, 9, 9, 24];

/// Words of one length, one after another, that belong to symbols one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// Where they end among all strings of [`MAX_LEN`] bits; they begin where those of the run before end.
    pub(crate) end: u32,
    /// How many ranks have words up to there.
    pub(crate) ranks: u32,
    /// Word less symbol, modulo 2^32.
    pub(crate) difference: u32,
    pub(crate) length: u32,
}

/// All words, in their order; the reserved one is in no run.
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
    /// What stands in an image behind the last one.
    pub(crate) const NONE: Self = Self { end: u32::MAX, ranks: u32::MAX, difference: 0, length: 0 };

    /// Word of a symbol in it, the lowest byte its length.
    pub(crate) fn word(self, symbol: u32) -> u32 {
        symbol.wrapping_add(self.difference) << 8 | self.length
    }

    /// Whether this symbol's word is in it, where the run before ends there.
    pub(crate) fn has(self, symbol: u32, start: u32) -> bool {
        let below = MAX_LEN as u32 - self.length;
        (start >> below..self.end >> below).contains(&symbol.wrapping_add(self.difference))
    }

    /// The run that ends with this symbol's word.
    fn behind(self, symbol: u32, length: u32) -> Self {
        let below = MAX_LEN as u32 - length;
        Self {
            end: self.end + (1 << below),
            ranks: self.ranks + u32::from(symbol as usize >= CONTROLS),
            difference: (self.end >> below).wrapping_sub(symbol),
            length,
        }
    }
}

/// Weights and symbols: by weight, descending; of equal weights control codes come first, then lower ranks.
fn in_order(weights_by_rank: &[u64]) -> impl Iterator<Item = (u64, u32)> {
    let mut controls = controls(weights_by_rank).into_iter().peekable();
    let mut ranks = weights_by_rank.iter().map(|weight| *weight.max(&1)).zip(CONTROLS as u32..).peekable();
    std::iter::from_fn(move || {
        let heaviest = ranks.peek().map_or(0, |rank| rank.0);
        controls.next_if(|control| control.0 >= heaviest).or_else(|| ranks.next())
    })
}

/// Weights and numbers of the control codes, in the same order.
fn controls(weights_by_rank: &[u64]) -> [(u64, u32); CONTROLS] {
    let sum: u128 = weights_by_rank.iter().map(|weight| u128::from(*weight.max(&1))).sum();
    let mut number = 0..;
    let mut controls = HALVED.map(|halved| {
        let weight = u64::try_from(sum >> halved).unwrap_or(u64::MAX).max(1);
        (weight, number.next().unwrap_or_default())
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
