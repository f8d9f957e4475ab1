//! Decodes code words incrementally.

use super::RankCode;
use super::lengths::MAX_LEN;
use crate::coder::numbers::Rank;
use crate::error::{Error, Result};

/// Decodes words from bytes that arrive in pieces of any size. An incomplete word stays buffered until the rest of
/// it arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoder {
    /// The unread bits, starting at the top bit. All lower bits are zero.
    bits: u64,
    /// The number of unread bits. Between calls they never contain a complete word.
    len: u32,
    /// The number of bytes read, plus the offset of the body.
    offset: usize,
    /// The number of words decoded.
    position: usize,
}

/// The number of words that are decoded before their values are appended.
const BLOCK: usize = 256;
/// The least number of bits available after a refill: enough for two words. [`Decoder::block`] relies on its bit
/// pattern.
const REFILLED: u32 = 0x38;

impl Decoder {
    /// Returns a decoder for a body that starts at `offset`.
    pub(crate) const fn at(offset: usize) -> Self {
        Self { bits: 0, len: 0, offset, position: 0 }
    }

    /// Decodes bytes and appends the value of each rank whose word is now complete.
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

    /// Checks that only padding is left: fewer than 8 bits, all ones.
    pub(crate) fn finish(self) -> Result<()> {
        if self.len >= 8 {
            return Err(Error::Truncated { offset: self.offset });
        }
        if self.bits != !u64::MAX.checked_shr(self.len).unwrap_or(0) {
            let reason = "the last byte must be padded with ones";
            return Err(Error::NotCanonical { offset: self.offset.saturating_sub(1), reason });
        }
        Ok(())
    }

    /// Decodes words two at a time, up to a full block, and returns the number of values stored. Stops early if
    /// fewer than 8 input bytes are left or a rank has no value; [`drain`](Self::drain) handles both.
    ///
    /// A refill loads 8 bytes but counts only as many as fit, so that 56 to 63 bits are available afterwards. For
    /// example, with 21 unread bits it advances by (63 - 21) / 8 = 5 bytes, and `len` becomes 21 + 40 = 61. This
    /// equals `21 | 0x38`.
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
            // This loads more bits than `len` counts. The next refill loads the same bits into the same place.
            state.bits |= u64::from_be_bytes(*next) >> state.len;
            at += ((63 - state.len) >> 3) as usize;
            state.len |= REFILLED;
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

    /// Decodes the complete words among the unread bits and appends their values.
    fn drain(&mut self, code: &RankCode<'_>, values: &[[u8; 4]], out: &mut Vec<u32>) -> Result<()> {
        while let Some((Rank(rank), len)) = self.complete_word(code) {
            let size = u32::try_from(values.len()).unwrap_or(u32::MAX);
            let value = values.get(rank as usize);
            let value = value.ok_or(Error::UnknownRank { position: self.position, rank, size })?;
            out.push(u32::from_le_bytes(*value));
            self.take(len);
        }
        if self.len as usize >= MAX_LEN {
            let start = self.offset - (self.len as usize).div_ceil(8);
            let reason = "a code word other than the reserved one";
            return Err(Error::Invalid { offset: start, reason });
        }
        Ok(())
    }

    /// Returns the rank and length of the next word, or `None` if it is incomplete or reserved.
    fn complete_word(&self, code: &RankCode<'_>) -> Option<(Rank, u32)> {
        let (rank, len) = code.rank(self.bits);
        (len <= self.len && code.has(rank)).then_some((rank, len))
    }

    /// Removes a word of `len` bits from the unread bits.
    fn take(&mut self, len: u32) {
        self.bits <<= len;
        self.len -= len;
        self.position += 1;
    }
}
