//! The output side of a stream writer.

use super::checksum::Checksum;
use super::header::StreamHeader;
use crate::coder::numbers::{Rank, SymbolNumber};
use crate::coder::prefix::Encoder;

/// The number of varints that are assembled before they are appended.
const BLOCK: usize = 256;
/// A mask for positions in a block's buffer, which avoids a bounds check per varint. The varints of a block take
/// at most 768 bytes.
const MASK: usize = 0x3ff;

/// The state of the output, as far as the next bytes depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    checksum: Checksum,
    /// The number of bytes written.
    pub(super) offset: usize,
    /// The pending bits of the prefix coder, which do not fill a byte yet.
    pub(super) bits: Encoder,
}

impl Output {
    pub(super) const fn new() -> Self {
        Self { checksum: Checksum::new(), offset: 0, bits: Encoder::new() }
    }

    /// Appends the header if nothing has been written yet.
    pub(super) fn begin(&mut self, header: &StreamHeader, out: &mut Vec<u8>) {
        if self.offset == 0 {
            self.append(out, |_, out| header.write(out));
        }
    }

    /// Appends up to three bytes, the lowest one first. The top byte is their count.
    pub(super) fn packed(&mut self, packed: u32, out: &mut Vec<u8>) {
        let [bytes @ .., len] = packed.to_le_bytes();
        self.append(out, |_, out| out.extend(bytes.into_iter().take(len.into())));
    }

    /// Appends a code word of the prefix coder.
    pub(super) fn word(&mut self, word: [u8; 4], out: &mut Vec<u8>) {
        let full = self.bits.take(word);
        self.packed(full, out);
    }

    /// Runs `append`, and adds the appended bytes to the checksum and the offset.
    pub(super) fn append(&mut self, out: &mut Vec<u8>, append: impl FnOnce(&mut Encoder, &mut Vec<u8>)) {
        let start = out.len();
        append(&mut self.bits, out);
        let bytes = out.get(start..).unwrap_or_default();
        self.checksum = self.checksum.updated(bytes);
        self.offset = self.offset.saturating_add(bytes.len());
    }

    /// Appends the varints of these ids, which must all have ranks.
    pub(super) fn varints(&mut self, ids: &[u32], ranks: &[[u8; 4]], out: &mut Vec<u8>) {
        self.append(out, |_, out| varints(ids, ranks, out));
    }

    /// Pads the last byte with ones.
    pub(super) fn pad(&mut self, out: &mut Vec<u8>) {
        let padding = self.bits.padding();
        self.packed(padding, out);
    }

    /// Appends the checksum of all bytes written.
    pub(super) fn checksum(&mut self, out: &mut Vec<u8>) {
        let checksum = self.checksum.bytes();
        self.append(out, |_, out| out.extend(checksum));
    }
}

fn varints(ids: &[u32], ranks: &[[u8; 4]], out: &mut Vec<u8>) {
    let mut bytes = [0; MASK + 4];
    for block in ids.chunks(BLOCK) {
        let mut len = 0;
        for rank in block.iter().filter_map(|&id| ranks.get(id as usize)) {
            let packed = SymbolNumber::of(Rank(u32::from_le_bytes(*rank))).packed_varint();
            if let Some(four) = bytes.get_mut(len & MASK..(len & MASK) + 4) {
                four.copy_from_slice(&packed.to_le_bytes());
            }
            len += (packed >> 24) as usize;
        }
        out.extend(bytes.get(..len).unwrap_or_default());
    }
}
