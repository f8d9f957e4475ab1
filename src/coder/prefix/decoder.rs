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

impl Decoder {
    /// For bytes that begin there.
    pub(crate) const fn at(offset: usize) -> Self {
        Self { bits: 0, len: 0, offset, position: 0 }
    }

    /// Appends what `item(position, rank)` makes of each rank whose word ends in these bytes.
    pub(crate) fn push<T: Copy + Default>(
        &mut self,
        code: &Code<'_>,
        bytes: &[u8],
        item: impl Fn(usize, u32) -> Result<T>,
        out: &mut Vec<T>,
    ) -> Result<()> {
        let mut rest = bytes;
        while let Some(block) = self.block(code, &mut rest, &item)? {
            out.extend(block);
        }
        self.drain(code, &item, out)?;
        for &byte in rest {
            self.bits |= u64::from(byte) << (56 - self.len);
            self.len += 8;
            self.offset += 1;
            self.drain(code, &item, out)?;
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

    /// The next words, while 8 bytes can be looked at: two of them have fewer bits than are always at hand.
    #[inline(always)]
    fn block<T: Copy + Default>(
        &mut self,
        code: &Code<'_>,
        rest: &mut &[u8],
        item: &impl Fn(usize, u32) -> Result<T>,
    ) -> Result<Option<[T; BLOCK]>> {
        // As much as the words of a block can take.
        let Some(bytes) = rest.get(..BLOCK * MAX_LEN / 8 + 16) else { return Ok(None) };
        let mut block = [T::default(); BLOCK];
        let mut state = *self;
        let mut at = 0;
        for pair in block.as_chunks_mut::<2>().0 {
            let Some(next) = bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) else { return Ok(None) };
            state.bits |= u64::from_be_bytes(*next) >> state.len;
            at += ((63 - state.len) >> 3) as usize;
            state.len |= 56;
            for slot in pair {
                let (rank, len) = code.rank(state.bits);
                if !code.has(rank) {
                    return Ok(None);
                }
                *slot = item(state.position, rank)?;
                state.position += 1;
                state.bits <<= len;
                state.len -= len;
            }
        }
        state.bits &= !(u64::MAX >> state.len);
        state.offset += at;
        *self = state;
        *rest = rest.get(at..).unwrap_or_default();
        Ok(Some(block))
    }

    /// Appends the whole words that are at hand.
    fn drain<T>(
        &mut self,
        code: &Code<'_>,
        item: &impl Fn(usize, u32) -> Result<T>,
        out: &mut Vec<T>,
    ) -> Result<()> {
        while let Some((rank, len)) = self.whole_word(code) {
            out.push(item(self.position, rank)?);
            self.position += 1;
            self.bits <<= len;
            self.len -= len;
        }
        if self.len as usize >= MAX_LEN {
            return Err(Error::Invalid { offset: self.offset, reason: "a word that is not reserved" });
        }
        Ok(())
    }

    fn whole_word(&self, code: &Code<'_>) -> Option<(u32, u32)> {
        let (rank, len) = code.rank(self.bits);
        (len <= self.len && code.has(rank)).then_some((rank, len))
    }
}
