//! Symbols <-> words of the second code.
// What is cut off is known to be zeros.
#![allow(clippy::cast_possible_truncation)]

use super::lengths::{LOOKUP_BITS, MAX_LEN};
use super::second::{CONTROLS, Run};

/// The second code, as an image holds it.
#[derive(Clone, Copy)]
pub(crate) struct SymbolCode<'a> {
    /// Words of control codes, the lowest byte their length.
    pub(crate) controls: &'a [[u8; 4]; CONTROLS],
    pub(crate) runs: &'a [[u8; RUN]],
    /// By the first bits of a word: the first run that it may be in.
    pub(crate) lookup: &'a [u8; 1 << LOOKUP_BITS],
}

/// Bytes of a run.
pub(crate) const RUN: usize = 16;

impl SymbolCode<'_> {
    /// Bits of the longest word.
    pub(crate) const MAX_BITS: u32 = MAX_LEN as u32;

    /// Symbol of the word at the top of `bits`, and its length. The reserved word has none.
    pub(crate) fn symbol(&self, bits: u64) -> Option<(u32, u32)> {
        let window = (bits >> (64 - MAX_LEN)) as u32;
        let mut index = usize::from(*self.lookup.get((bits >> (64 - LOOKUP_BITS)) as usize)?);
        loop {
            let run = Run::read(self.runs.get(index)?);
            if window < run.end {
                let word = window >> (Self::MAX_BITS - run.length);
                return Some((word.wrapping_sub(run.difference), run.length));
            }
            index += 1;
        }
    }

    /// Word of a rank that there is, the lowest byte its length.
    pub(crate) fn word(&self, rank: u32) -> [u8; 4] {
        let run = self.runs.partition_point(|run| Run::read(run).ranks <= rank);
        let word = self.runs.get(run).map(|run| Run::read(run).word(CONTROLS as u32 + rank));
        word.unwrap_or_default().to_le_bytes()
    }

    /// Word of a control code.
    pub(crate) fn control(&self, number: u8) -> [u8; 4] {
        self.controls.get(usize::from(number)).copied().unwrap_or_default()
    }
}

impl Run {
    pub(super) fn read(bytes: &[u8; RUN]) -> Self {
        let [end, ranks, difference, length] = *bytes.as_chunks::<4>().0 else {
            return Self { end: 0, ranks: 0, difference: 0, length: 0 };
        };
        let [end, ranks, difference, length] = [end, ranks, difference, length].map(u32::from_le_bytes);
        Self { end, ranks, difference, length }
    }
}
