//! Ranks -> bits, as they come.

use super::Code;

/// Writes words one after another; what does not fill a byte yet waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoder {
    /// From the top down, zeros below.
    bits: u64,
    /// How many they are, fewer than 8 between calls.
    len: u32,
}

/// Words that are put together before they are appended.
const BLOCK: usize = 256;
/// They have 3 bytes at most. A mask of this size spares a check for each.
const MASK: usize = 0x3ff;

impl Encoder {
    pub(crate) const fn new() -> Self {
        Self { bits: 0, len: 0 }
    }

    /// Appends the bytes that the words of these keys fill, or says which key has no rank.
    pub(crate) fn push<K: Copy>(
        &mut self,
        code: &Code<'_>,
        keys: &[K],
        rank: impl Fn(K) -> Option<u32>,
        out: &mut Vec<u8>,
    ) -> Result<(), usize> {
        let mut bytes = [0; MASK + 9];
        for (index, block) in keys.chunks(BLOCK).enumerate() {
            let mut full = 0;
            for (position, &key) in (index * BLOCK..).zip(block) {
                let (word, len) = rank(key).and_then(|rank| code.word(rank)).ok_or(position)?;
                let at = full & MASK;
                if let Some(eight) = bytes.get_mut(at..at + 8) {
                    eight.copy_from_slice(&self.add(word, len).to_be_bytes());
                }
                full += self.take_full();
            }
            out.extend(bytes.get(..full).unwrap_or_default());
        }
        Ok(())
    }

    /// Fills the last byte with ones.
    pub(crate) fn finish(self, out: &mut Vec<u8>) {
        if self.len > 0 {
            let [first, ..] = (self.bits | u64::MAX >> self.len).to_be_bytes();
            out.push(first);
        }
    }

    fn add(&mut self, word: u32, len: u32) -> u64 {
        self.len += len;
        self.bits |= u64::from(word) << (64 - self.len);
        self.bits
    }

    /// Forgets the full bytes, and says how many they were.
    fn take_full(&mut self) -> usize {
        self.bits <<= self.len & !7;
        let full = self.len >> 3;
        self.len &= 7;
        full as usize
    }
}
