//! Encodes code words incrementally.

/// Concatenates words. Bits that do not fill a byte stay buffered until the next words arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoder {
    /// The latest bits, right-aligned. Only the lowest `len` bits are pending; the bits above them have been output.
    bits: u64,
    /// The number of pending bits. Between calls it is below 8.
    len: u32,
}

/// The number of words that are assembled before their bytes are appended.
const BLOCK: usize = 256;
/// A mask for positions in a block's buffer, which avoids a bounds check per word. The words of a block take at
/// most 768 bytes.
const MASK: usize = 0x3ff;
type Bytes = [u8; MASK + 9];

impl Encoder {
    pub(crate) const fn new() -> Self {
        Self { bits: 0, len: 0 }
    }

    /// Encodes the words of `keys` and appends all complete bytes. The lowest byte of each entry in `words` is the
    /// word's length.
    ///
    /// If a key has no word, returns its position as the error.
    pub(crate) fn push(&mut self, keys: &[u32], words: &[[u8; 4]], out: &mut Vec<u8>) -> Result<(), usize> {
        self.push_with(keys, |key| words.get(key as usize).copied(), out)
    }

    /// Like [`push`](Self::push), but looks words up with a function.
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

    /// Stores the words of a block and returns the number of complete bytes.
    fn block(
        &mut self,
        keys: &[u32],
        word: impl Fn(u32) -> Option<[u8; 4]>,
        bytes: &mut Bytes,
    ) -> Result<usize, usize> {
        // Working on a copy keeps the state in registers.
        let (mut state, mut full) = (*self, 0);
        let (pairs, last) = keys.as_chunks::<2>();
        let word = |key: u32, position| word(key).ok_or(position);
        // Two words of 24 bits and 7 pending bits fit into 64 bits.
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

    /// Adds one word. Returns up to three complete bytes, the first one lowest, with their count in the top byte.
    pub(crate) fn take(&mut self, word: [u8; 4]) -> u32 {
        self.add(word);
        let [a, b, c, ..] = self.pending();
        let full = self.len >> 3;
        self.len &= 7;
        full << 24 | u32::from_le_bytes([a, b, c, 0]) & !(u32::MAX << (8 * full))
    }

    /// Pads the last byte with ones. Returns it in the same form as [`take`](Self::take).
    pub(crate) fn padding(&mut self) -> u32 {
        let ones = 8u32.wrapping_sub(self.len) & 7;
        self.take((0xff >> (8 - ones) << 8 | ones).to_le_bytes())
    }

    /// Returns whether no bits are pending.
    pub(crate) const fn is_aligned(self) -> bool {
        self.len == 0
    }

    /// Pads the last byte with ones and appends it.
    pub(crate) fn finish(self, out: &mut Vec<u8>) {
        if self.len > 0 {
            let [first, ..] = self.pending();
            out.push(first | 0xff >> self.len);
        }
    }

    /// Shifts one word into the pending bits.
    fn add(&mut self, word: [u8; 4]) {
        let word = u32::from_le_bytes(word);
        let len = word & 0xff;
        self.bits = self.bits << (len & 63) | u64::from(word >> 8);
        self.len += len;
    }

    /// Returns the pending bits, starting at the top bit of the first byte, followed by zeros.
    fn pending(self) -> [u8; 8] {
        (self.bits << ((64 - self.len) & 63)).to_be_bytes()
    }

    /// Stores the pending bits, removes the complete bytes from them, and returns the number of complete bytes.
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
