//! Ranks -> bits, as they come.

/// Writes words one after another; what does not fill a byte yet waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoder {
    /// The last bits; those above `len` were written.
    bits: u64,
    /// How many wait, fewer than 8 between calls.
    len: u32,
}

/// Words that are put together before they are appended.
const BLOCK: usize = 256;
/// They have 3 bytes at most. A mask of this size spares a check for each.
const MASK: usize = 0x3ff;
type Bytes = [u8; MASK + 9];

impl Encoder {
    pub(crate) const fn new() -> Self {
        Self { bits: 0, len: 0 }
    }

    /// Appends the bytes that the words of these keys fill, or says which key has none. The lowest byte of a word is
    /// its length.
    pub(crate) fn push(&mut self, keys: &[u32], words: &[[u8; 4]], out: &mut Vec<u8>) -> Result<(), usize> {
        self.push_with(keys, |key| words.get(key as usize).copied(), out)
    }

    /// [`push`](Self::push) of words that are asked for.
    pub(crate) fn push_with(
        &mut self,
        keys: &[u32],
        word: impl Fn(u32) -> Option<[u8; 4]>,
        out: &mut Vec<u8>,
    ) -> Result<(), usize> {
        let mut bytes = [0; MASK + 9];
        for (index, block) in keys.chunks(BLOCK).enumerate() {
            let full = self.block(block, &word, &mut bytes).map_err(|place| index * BLOCK + place)?;
            out.extend(bytes.get(..full).unwrap_or_default());
        }
        Ok(())
    }

    /// Stores the words of a block: how many bytes they fill.
    fn block(
        &mut self,
        keys: &[u32],
        word: impl Fn(u32) -> Option<[u8; 4]>,
        bytes: &mut Bytes,
    ) -> Result<usize, usize> {
        // A copy stays in registers.
        let (mut state, mut full) = (*self, 0);
        let (pairs, last) = keys.as_chunks::<2>();
        let word = |key: u32, place| word(key).ok_or(place);
        // Two words and what waits are 55 bits at most.
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

    /// Adds one word: the bytes that it fills from the lowest, up to three, and in the top byte how many they are.
    pub(crate) fn take(&mut self, word: [u8; 4]) -> u32 {
        self.add(word);
        let [a, b, c, ..] = self.waiting();
        let full = self.len >> 3;
        self.len &= 7;
        full << 24 | u32::from_le_bytes([a, b, c, 0]) & !(u32::MAX << (8 * full))
    }

    /// What fills the last byte with ones, in the same form.
    pub(crate) fn padding(&mut self) -> u32 {
        let ones = 8u32.wrapping_sub(self.len) & 7;
        self.take((0xff >> (8 - ones) << 8 | ones).to_le_bytes())
    }

    /// Whether the last byte is full.
    pub(crate) const fn is_aligned(self) -> bool {
        self.len == 0
    }

    /// Fills the last byte with ones.
    pub(crate) fn finish(self, out: &mut Vec<u8>) {
        if self.len > 0 {
            let [first, ..] = self.waiting();
            out.push(first | 0xff >> self.len);
        }
    }

    fn add(&mut self, word: [u8; 4]) {
        let word = u32::from_le_bytes(word);
        let len = word & 0xff;
        self.bits = self.bits << (len & 63) | u64::from(word >> 8);
        self.len += len;
    }

    /// What waits, from the top down, zeros below.
    fn waiting(self) -> [u8; 8] {
        (self.bits << ((64 - self.len) & 63)).to_be_bytes()
    }

    /// Stores what waits, and forgets the full bytes: how many they were.
    fn store(&mut self, bytes: &mut Bytes, at: usize) -> usize {
        let at = at & MASK;
        if let Some(eight) = bytes.get_mut(at..at + 8) {
            eight.copy_from_slice(&self.waiting());
        }
        let full = self.len >> 3;
        self.len &= 7;
        full as usize
    }
}
