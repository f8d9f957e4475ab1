//! The input buffer of a stream reader.

use super::checksum::Checksum;
use crate::coder::numbers::SymbolNumber;
use crate::coder::prefix::SymbolCode;
use crate::error::{Error, Result};

/// The bytes of the stream from some point at or before the first unread byte.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    bytes: Vec<u8>,
    pub(super) cursor: Cursor,
    /// The number of bytes that have been dropped from the front; `dropped_checksum` is their checksum.
    dropped: usize,
    dropped_checksum: Checksum,
}

/// The read position: a byte index into the buffer, and a bit index below 8 within that byte.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cursor {
    pub(super) byte: usize,
    pub(super) bit: u32,
}

/// The least number of bytes to drop. Dropping fewer is not worth moving the unread bytes.
const MIN_DROP: usize = 1 << 12;
/// The capacity above which a buffer is shrunk to twice its content.
const MIN_SHRINK: usize = 1 << 12;

impl Input {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.drop_read();
        self.bytes.extend_from_slice(bytes);
    }

    /// Drops the bytes that have been read, once they outnumber the unread bytes. This way each byte is moved at
    /// most a few times.
    fn drop_read(&mut self) {
        let read = self.cursor.byte;
        if read < MIN_DROP || read < self.bytes.len() - read {
            return;
        }
        self.dropped_checksum = self.checksum();
        self.dropped = self.dropped.saturating_add(read);
        self.bytes.drain(..read);
        self.cursor.byte = 0;
        if self.bytes.capacity() > MIN_SHRINK {
            self.bytes.shrink_to(2 * self.bytes.len());
        }
    }

    /// Returns the checksum of all bytes read so far.
    pub(super) fn checksum(&self) -> Checksum {
        self.dropped_checksum.updated(self.bytes.get(..self.cursor.byte).unwrap_or_default())
    }

    /// Returns the offset in the stream of the next byte to read.
    pub(super) fn offset(&self) -> usize {
        self.dropped.saturating_add(self.cursor.byte)
    }

    /// Returns the offset of the first byte that has not arrived.
    pub(super) fn end(&self) -> usize {
        self.dropped.saturating_add(self.bytes.len())
    }

    /// Returns the bytes from the cursor's byte to the end.
    pub(super) fn unread(&self) -> &[u8] {
        self.bytes.get(self.cursor.byte..).unwrap_or_default()
    }

    pub(super) fn skip_bytes(&mut self, bytes: usize) {
        self.cursor.byte += bytes;
    }

    /// Returns the eight bits that start `after` bytes after the cursor.
    fn byte(&self, after: usize) -> Option<u8> {
        let first = *self.bytes.get(self.cursor.byte + after)?;
        if self.cursor.bit == 0 {
            return Some(first);
        }
        let second = *self.bytes.get(self.cursor.byte + after + 1)?;
        Some(first << self.cursor.bit | second >> (8 - self.cursor.bit))
    }

    /// Reads `len` bytes, or returns `None` if fewer have arrived.
    pub(super) fn take(&mut self, len: usize) -> Option<Vec<u8>> {
        let bytes = match self.cursor.bit {
            0 => self.unread().get(..len)?.to_vec(),
            // If the last byte has arrived, all bytes have.
            _ if len == 0 || self.byte(len - 1).is_some() => {
                (0..len).map(|after| self.byte(after).unwrap_or_default()).collect()
            }
            _ => return None,
        };
        self.skip_bytes(len);
        Some(bytes)
    }

    /// Reads the next varint as a symbol, or returns `None` if it is incomplete.
    pub(super) fn symbol(&mut self) -> Result<Option<SymbolNumber>> {
        let number = self.number(u32::BITS)?;
        Ok(number.and_then(|number| u32::try_from(number).ok()).map(SymbolNumber))
    }

    /// Reads the next varint of a number of at most `bits` bits, or returns `None` if it is incomplete.
    pub(super) fn number(&mut self, bits: u32) -> Result<Option<u64>> {
        let mut number = 0;
        for (shift, after) in (0..bits).step_by(7).zip(0..) {
            let Some(byte) = self.byte(after) else { return Ok(None) };
            let low = u64::from(byte & 0x7f);
            if bits - shift < 7 && low >> (bits - shift) > 0 {
                break;
            }
            number |= low << shift;
            if byte < 0x80 {
                let overlong = byte == 0 && shift > 0;
                let shortest = if overlong { Err(self.not_canonical(SHORTEST)) } else { Ok(Some(number)) };
                self.skip_bytes(after + 1);
                return shortest;
            }
        }
        Err(self.not_canonical(if bits > 32 { NUMBER } else { SYMBOL }))
    }

    /// Reads the next code word as a symbol, or returns `None` if it is incomplete.
    pub(super) fn word(&mut self, code: &SymbolCode<'_>) -> Result<Option<SymbolNumber>> {
        let (bits, available) = self.bits();
        let reason = "a code word other than the reserved one";
        let reserved = Error::Invalid { offset: self.offset(), reason };
        let (symbol, len) = code.symbol(bits).ok_or(reserved)?;
        if len > available {
            return Ok(None);
        }
        self.skip_bits(len);
        Ok(Some(symbol))
    }

    /// Returns up to 64 of the next bits, starting at the top bit and followed by zeros, and their number.
    pub(super) fn bits(&self) -> (u64, u32) {
        let unread = self.unread();
        let (eight, len) = match unread.first_chunk() {
            Some(eight) => (*eight, 64),
            None => last_bytes(unread),
        };
        // If the cursor is inside a byte, that byte has arrived, so this cannot underflow.
        (u64::from_be_bytes(eight) << self.cursor.bit, len - self.cursor.bit)
    }

    pub(super) fn skip_bits(&mut self, len: u32) {
        let bit = self.cursor.bit + len;
        self.cursor = Cursor { byte: self.cursor.byte + (bit >> 3) as usize, bit: bit & 7 };
    }

    /// Reads the remaining bits of the current byte, which must be ones.
    pub(super) fn padding(&mut self) -> Result<()> {
        if self.cursor.bit == 0 {
            return Ok(());
        }
        let rest = 0xff >> self.cursor.bit;
        if self.unread().first().is_none_or(|byte| byte & rest != rest) {
            return Err(self.not_canonical("the last byte before a flush or an end must be padded with ones"));
        }
        self.cursor = Cursor { byte: self.cursor.byte + 1, bit: 0 };
        Ok(())
    }

    fn not_canonical(&self, reason: &'static str) -> Error {
        Error::NotCanonical { offset: self.offset(), reason }
    }
}

/// Returns fewer than 8 bytes, padded with zeros, and the number of their bits.
fn last_bytes(bytes: &[u8]) -> ([u8; 8], u32) {
    let mut eight = [0; 8];
    let len = eight.iter_mut().zip(bytes).fold(0, |len, (slot, byte)| {
        *slot = *byte;
        len + 8
    });
    (eight, len)
}

const SHORTEST: &str = "a varint must be in its shortest form";
const SYMBOL: &str = "a symbol must have at most 32 bits";
const NUMBER: &str = "a number must have at most 64 bits";
