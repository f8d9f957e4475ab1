//! Encodes code words incrementally.

/// Writes words one after another. Bits that do not fill a byte are held until the next words arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoder {
    /// The last bits, right-aligned; those above the lowest `len` bits were written.
    bits: u64,
    /// Number of pending bits, fewer than 8 between calls.
    len: u32,
}

/// Words that are assembled before they are appended.
const BLOCK: usize = 256;
/// A word has at most 3 bytes. A mask of this size spares a bounds check for each.
const MASK: usize = 0x3ff;
type Bytes = [u8; MASK + 9];

impl Encoder {
    pub(crate) const fn new() -> Self {
        Self { bits: 0, len: 0 }
    }

    /// Appends the bytes that the words of these keys fill. The lowest byte of a word is its length.
    ///
    /// Returns the position of the first key without a word as the error.
    pub(crate) fn push(&mut self, keys: &[u32], words: &[[u8; 4]], out: &mut Vec<u8>) -> Result<(), usize> {
        self.push_with(keys, |key| words.get(key as usize).copied(), out)
    }

    /// [`push`](Self::push) with a function that returns each key's word.
    pub(crate) fn push_with(
        &mut self,
        keys: &[u32],
        word: impl Fn(u32) -> Option<[u8; 4]>,
        out: &mut Vec<u8>,
    ) -> Result<(), usize> {
        let mut bytes = [0; MASK + 9];
        for (index, block) in keys.chunks(BLOCK).enumerate() {
            let full = self.block(block, &word, &mut bytes).map_err(|position| index * BLOCK + position)?;
            out.extend(bytes.get(..full).unwrap_or_default());
        }
        Ok(())
    }

    /// Stores the words of a block and returns how many bytes they fill.
    fn block(
        &mut self,
        keys: &[u32],
        word: impl Fn(u32) -> Option<[u8; 4]>,
        bytes: &mut Bytes,
    ) -> Result<usize, usize> {
        // A copy stays in registers.
        let (mut state, mut full) = (*self, 0);
        let (pairs, last) = keys.as_chunks::<2>();
        let word = |key: u32, position| word(key).ok_or(position);
        // Two words and the pending bits are at most 55 bits.
        for (pair, &[first, second]) in pairs.iter().enumerate() {
            state.add(word(first, 2 * pair)?);
            state.add(word(second, 2 * pair + 1)?);
            full += state.store(bytes, full);
        }
        for &key in last {
            state.add(word(key, keys.len() - 1)?);
            full += state.store(bytes, full);
        }
        *self = state;
        Ok(full)
    }

    /// Adds one word. Returns the bytes that it fills, up to three, from the lowest, with their count in the top byte.
    pub(crate) fn take(&mut self, word: [u8; 4]) -> u32 {
        self.add(word);
        let [a, b, c, ..] = self.pending();
        let full = self.len >> 3;
        self.len &= 7;
        full << 24 | u32::from_le_bytes([a, b, c, 0]) & !(u32::MAX << (8 * full))
    }

    /// Fills the last byte with ones and returns it in the same form as [`take`](Self::take).
    pub(crate) fn padding(&mut self) -> u32 {
        let ones = 8u32.wrapping_sub(self.len) & 7;
        self.take((0xff >> (8 - ones) << 8 | ones).to_le_bytes())
    }

    /// Whether the last byte is full, so that no bits are pending.
    pub(crate) const fn is_aligned(self) -> bool {
        self.len == 0
    }

    /// Fills the last byte with ones.
    pub(crate) fn finish(self, out: &mut Vec<u8>) {
        if self.len > 0 {
            let [first, ..] = self.pending();
            out.push(first | 0xff >> self.len);
        }
    }

    fn add(&mut self, word: [u8; 4]) {
        let word = u32::from_le_bytes(word);
        let len = word & 0xff;
        self.bits = self.bits << (len & 63) | u64::from(word >> 8);
        self.len += len;
    }

    /// Returns the pending bits, from the top down, zeros below.
    fn pending(self) -> [u8; 8] {
        (self.bits << ((64 - self.len) & 63)).to_be_bytes()
    }

    /// Stores the pending bits, drops the full bytes, and returns the number of these.
    fn store(&mut self, bytes: &mut Bytes, at: usize) -> usize {
        let at = at & MASK;
        if let Some(eight) = bytes.get_mut(at..at + 8) {
            eight.copy_from_slice(&self.pending());
        }
        let full = self.len >> 3;
        self.len &= 7;
        full as usize
    }
}
