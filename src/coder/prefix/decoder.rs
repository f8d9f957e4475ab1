//! Bits -> ranks, as they come.

use super::Code;
use super::lengths::MAX_LEN;
use crate::error::{Error, Result};

/// Reads words one after another; the beginning of one waits for its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoder {
    /// From the top down, zeros below.
    bits: u64,
    /// How many they are; between calls they are no whole word.
    len: u32,
    /// Bytes read.
    offset: usize,
    /// Words read.
    position: usize,
}

/// Words that are read before they are appended.
const BLOCK: usize = 256;
/// As many bits are at hand, at least, after the next ones were fetched: enough for two words.
const LEAST: u32 = 0x38;

impl Decoder {
    /// For bytes that begin there.
    pub(crate) const fn at(offset: usize) -> Self {
        Self { bits: 0, len: 0, offset, position: 0 }
    }

    /// Appends the value of each rank whose word ends in these bytes.
    pub(crate) fn push(
        &mut self,
        code: &Code<'_>,
        bytes: &[u8],
        values: &[[u8; 4]],
        out: &mut Vec<u32>,
    ) -> Result<()> {
        let mut rest = bytes;
        let mut block = [0; BLOCK];
        loop {
            let words = self.block(code, &mut rest, values, &mut block);
            out.extend(block.iter().take(words));
            if words < BLOCK {
                break;
            }
        }
        self.drain(code, values, out)?;
        for &byte in rest {
            self.bits |= u64::from(byte) << (56 - self.len);
            self.len += 8;
            self.offset += 1;
            self.drain(code, values, out)?;
        }
        Ok(())
    }

    /// Checks that nothing but padding is left.
    pub(crate) fn finish(self) -> Result<()> {
        if self.len >= 8 {
            return Err(Error::Truncated { offset: self.offset });
        }
        if self.bits != !u64::MAX.checked_shr(self.len).unwrap_or(0) {
            let reason = "the last byte is filled with ones";
            return Err(Error::NotCanonical { offset: self.offset.saturating_sub(1), reason });
        }
        Ok(())
    }

    /// The next values, while there are 8 bytes to look at and every rank has one, and how many they are.
    fn block(
        &mut self,
        code: &Code<'_>,
        rest: &mut &[u8],
        values: &[[u8; 4]],
        block: &mut [u32; BLOCK],
    ) -> usize {
        let (before, mut state, mut at) = (self.position, *self, 0);
        'pairs: for pair in block.as_chunks_mut::<2>().0 {
            let Some(next) = rest.get(at..at + 8).and_then(<[u8]>::first_chunk) else { break };
            // More bits than are counted: the same ones will come again.
            state.bits |= u64::from_be_bytes(*next) >> state.len;
            at += ((63 - state.len) >> 3) as usize;
            state.len |= LEAST;
            for slot in pair {
                let (rank, len) = code.rank(state.bits);
                let Some(value) = values.get(rank as usize) else { break 'pairs };
                *slot = u32::from_le_bytes(*value);
                state.take(len);
            }
        }
        state.bits &= !u64::MAX.checked_shr(state.len).unwrap_or(0);
        state.offset += at;
        *self = state;
        *rest = rest.get(at..).unwrap_or_default();
        self.position - before
    }

    /// Appends the values of the whole words that are at hand.
    fn drain(&mut self, code: &Code<'_>, values: &[[u8; 4]], out: &mut Vec<u32>) -> Result<()> {
        while let Some((rank, len)) = self.whole_word(code) {
            let size = u32::try_from(values.len()).unwrap_or(u32::MAX);
            let value = values.get(rank as usize);
            let value = value.ok_or(Error::UnknownRank { position: self.position, rank, size })?;
            out.push(u32::from_le_bytes(*value));
            self.take(len);
        }
        if self.len as usize >= MAX_LEN {
            let begin = self.offset - (self.len as usize).div_ceil(8);
            return Err(Error::Invalid { offset: begin, reason: "a word that is not reserved" });
        }
        Ok(())
    }

    /// Rank and length of the next word, unless it is the reserved one.
    fn whole_word(&self, code: &Code<'_>) -> Option<(u32, u32)> {
        let (rank, len) = code.rank(self.bits);
        (len <= self.len && code.has(rank)).then_some((rank, len))
    }

    fn take(&mut self, len: u32) {
        self.bits <<= len;
        self.len -= len;
        self.position += 1;
    }
}
