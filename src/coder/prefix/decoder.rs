//! Decodes code words incrementally.

use super::RankCode;
use super::lengths::MAX_LEN;
use crate::coder::numbers::Rank;
use crate::error::{Error, Result};

/// Reads words from bytes that arrive in pieces of any size. The beginning of a word is held until the rest arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoder {
    /// The unread bits, from the top down, zeros below.
    bits: u64,
    /// Number of unread bits; between calls they are no complete word.
    len: u32,
    /// Bytes read.
    offset: usize,
    /// Words read.
    position: usize,
}

/// Words that are decoded before their ids are appended.
const BLOCK: usize = 256;
/// Number of bits available after a refill, at least: enough for two words.
const LEAST: u32 = 0x38;

impl Decoder {
    /// Returns a decoder for a body that begins at `offset`.
    pub(crate) const fn at(offset: usize) -> Self {
        Self { bits: 0, len: 0, offset, position: 0 }
    }

    /// Appends the value of each rank whose word ends in these bytes.
    pub(crate) fn push(
        &mut self,
        code: &RankCode<'_>,
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

    /// Checks that only padding is left.
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

    /// Stores the next values, while 8 bytes are available and every rank has a value. Returns their number.
    fn block(
        &mut self,
        code: &RankCode<'_>,
        rest: &mut &[u8],
        values: &[[u8; 4]],
        block: &mut [u32; BLOCK],
    ) -> usize {
        let (before, mut state, mut at) = (self.position, *self, 0);
        'pairs: for pair in block.as_chunks_mut::<2>().0 {
            let Some(next) = rest.get(at..at + 8).and_then(<[u8]>::first_chunk) else { break };
            // This adds more bits than `len` counts; the next refill adds the same bits again.
            state.bits |= u64::from_be_bytes(*next) >> state.len;
            at += ((63 - state.len) >> 3) as usize;
            state.len |= LEAST;
            for slot in pair {
                let (rank, len) = code.rank(state.bits);
                let Some(value) = values.get(rank.0 as usize) else { break 'pairs };
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

    /// Appends the values of the complete words among the unread bits.
    fn drain(&mut self, code: &RankCode<'_>, values: &[[u8; 4]], out: &mut Vec<u32>) -> Result<()> {
        while let Some((Rank(rank), len)) = self.complete_word(code) {
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

    /// Returns rank and length of the next word, unless it is incomplete or the reserved one.
    fn complete_word(&self, code: &RankCode<'_>) -> Option<(Rank, u32)> {
        let (rank, len) = code.rank(self.bits);
        (len <= self.len && code.has(rank)).then_some((rank, len))
    }

    fn take(&mut self, len: u32) {
        self.bits <<= len;
        self.len -= len;
        self.position += 1;
    }
}
