//! Bytes of a stream on their way out.

use super::header::StreamHeader;
use super::sum::Sum;
use crate::coder::prefix::Encoder;

/// What was written, as far as the next bytes depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    sum: Sum,
    /// Bytes written.
    pub(super) offset: usize,
    /// What does not fill a byte yet, by the prefix coder.
    pub(super) bits: Encoder,
}

impl Output {
    pub(super) const fn new() -> Self {
        Self { sum: Sum::new(), offset: 0, bits: Encoder::new() }
    }

    /// The header, if it was not written yet.
    pub(super) fn begin(&mut self, header: &StreamHeader, out: &mut Vec<u8>) {
        if self.offset == 0 {
            self.append(out, |_, out| header.write(out));
        }
    }

    /// Up to three bytes, from the lowest; the top byte is how many they are.
    pub(super) fn few(&mut self, packed: u32, out: &mut Vec<u8>) {
        let [bytes @ .., len] = packed.to_le_bytes();
        self.append(out, |_, out| out.extend(bytes.into_iter().take(len.into())));
    }

    /// A word of the prefix coder.
    pub(super) fn word(&mut self, word: [u8; 4], out: &mut Vec<u8>) {
        let full = self.bits.take(word);
        self.few(full, out);
    }

    /// What `append` appends.
    pub(super) fn append(&mut self, out: &mut Vec<u8>, append: impl FnOnce(&mut Encoder, &mut Vec<u8>)) {
        let start = out.len();
        append(&mut self.bits, out);
        let bytes = out.get(start..).unwrap_or_default();
        self.sum = self.sum.plus(bytes);
        self.offset = self.offset.saturating_add(bytes.len());
    }

    /// Fills the last byte with ones.
    pub(super) fn pad(&mut self, out: &mut Vec<u8>) {
        let padding = self.bits.padding();
        self.few(padding, out);
    }

    /// The checksum of all that was written.
    pub(super) fn sum(&mut self, out: &mut Vec<u8>) {
        let sum = self.sum.bytes();
        self.append(out, |_, out| out.extend(sum));
    }
}
