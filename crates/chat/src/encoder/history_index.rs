//! Finds bytes of an event in the history.
//!
//! The history is divided into blocks of 16 bytes, and a table holds the last block for each hash. At each position of
//! an event, the hash of the next 16 bytes leads to a block that may be the same. It is compared, and the match is
//! extended in both directions. So every match of at least 31 bytes contains a block and is found, unless a later block
//! has the same hash. An example with blocks of 4 bytes:
//!
//! ```text
//! history   |inst|ruct|ions|: Re|ply |in G|erma|n.  |
//! event     "instructions":"Reply in English"
//! match            ^^^^ the block "ions" equals the event's bytes at 8: extended to "instructions" (12 bytes)
//! ```

use crate::limits::MAX_PARTS;
use crate::record::Copied;
use crate::window::{BackReference, Window};

const BLOCK: usize = 16;
/// The number of entries of the first table.
const MIN_ENTRIES: usize = 256;
/// The largest number of entries: one for each block of the history of 96 KiB, rounded up to a power of two.
const MAX_ENTRIES: usize = 8 << 10;

/// An index of the history's blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct HistoryIndex {
    /// The number of a block plus 1 for each hash, or 0. Blocks are numbered from the beginning of the stream.
    table: Vec<u32>,
    /// The number of blocks indexed so far.
    indexed: u64,
}

impl HistoryIndex {
    /// Adds the blocks that were completed since the last call.
    pub(super) fn update(&mut self, history: &Window) {
        let complete = history.pushed() / BLOCK as u64;
        let held = history.bytes().len() / BLOCK;
        if held > self.table.len() && self.table.len() < MAX_ENTRIES {
            let entries = held.next_power_of_two().clamp(MIN_ENTRIES, MAX_ENTRIES);
            (self.table, self.indexed) = (vec![0; entries], 0);
        }
        let start = history.pushed() - history.bytes().len() as u64;
        for block in self.indexed.max(start.div_ceil(BLOCK as u64))..complete {
            let at = usize::try_from(block * BLOCK as u64 - start).unwrap_or_default();
            if let Some(slot) = history.bytes().get(at..).and_then(|bytes| self.slot(bytes)) {
                // The streams that reach 2^32 blocks only lose matches.
                let number = u32::try_from(block + 1).unwrap_or_default();
                if let Some(entry) = self.table.get_mut(slot) {
                    *entry = number;
                }
            }
        }
        self.indexed = complete;
    }

    /// Returns the parts of `bytes` that the history holds, if they are at least `min_len` bytes long: the first
    /// [`MAX_PARTS`] of them.
    pub(super) fn copies(&self, bytes: &[u8], history: &Window, min_len: usize) -> Vec<Copied> {
        let mut copies: Vec<Copied> = Vec::new();
        let (mut at, mut end) = (0, 0);
        while at + BLOCK <= bytes.len() && !self.table.is_empty() && copies.len() < MAX_PARTS {
            match self.find(bytes, at, end, history).filter(|found| found.reference.len >= min_len) {
                Some(found) => {
                    end = found.start + found.reference.len;
                    at = end;
                    copies.push(found);
                }
                None => at += 1,
            }
        }
        copies
    }

    /// Returns the match around the block at `at`. It begins at `from` or after it.
    fn find(&self, bytes: &[u8], at: usize, from: usize, history: &Window) -> Option<Copied> {
        let number = *self.table.get(self.slot(bytes.get(at..)?)?)?;
        let held = history.bytes();
        let start = history.pushed() - held.len() as u64;
        let block = u64::from(number.checked_sub(1)?) * BLOCK as u64;
        let position = usize::try_from(block.checked_sub(start)?).ok()?;
        let after = common(bytes.get(at..)?.iter().zip(held.get(position..)?));
        if after < BLOCK {
            return None;
        }
        let before = common(bytes.get(from..at)?.iter().rev().zip(held.get(..position)?.iter().rev()));
        let reference = BackReference { distance: held.len() - (position - before), len: before + after };
        Some(Copied { start: at - before, reference })
    }

    /// Returns the position in the table for the block at the start of `bytes`.
    fn slot(&self, bytes: &[u8]) -> Option<usize> {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let (low, high) = bytes.get(..BLOCK)?.split_at(BLOCK / 2);
        let word = |half: &[u8]| half.try_into().map(u64::from_le_bytes).unwrap_or_default();
        let hash = (word(low) ^ word(high).rotate_left(23)).wrapping_mul(FACTOR);
        let bits = self.table.len().checked_ilog2()?;
        usize::try_from(hash >> (u64::BITS - bits)).ok()
    }
}

/// Returns the number of equal pairs at the start.
fn common<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>) -> usize {
    pairs.take_while(|(a, b)| a == b).count()
}
