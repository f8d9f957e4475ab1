//! Bytes that were not read yet.

use super::sum::Sum;
use crate::coder::prefix::SymbolCode;
use crate::error::{Error, Result};

/// Bytes of the stream from somewhere before the first unread one.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    bytes: Vec<u8>,
    pub(super) place: Place,
    /// Bytes that were dropped, and their checksum.
    dropped: usize,
    sum: Sum,
}

/// Where reading goes on: bytes from the first one that is held, and bits, fewer than 8.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) byte: usize,
    pub(super) bit: u32,
}

/// Fewer bytes than these are not worth moving others.
const FEW: usize = 1 << 12;
/// A buffer that is larger than this and than what it holds is given back.
const KEPT: usize = 1 << 12;

impl Input {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.drop_read();
        self.bytes.extend_from_slice(bytes);
    }

    /// Forgets what was read, where that is more than what was not: so no byte is moved often.
    fn drop_read(&mut self) {
        let read = self.place.byte;
        if read < FEW || read < self.bytes.len() - read {
            return;
        }
        self.sum = self.sum_so_far();
        self.dropped = self.dropped.saturating_add(read);
        self.bytes.drain(..read);
        self.place.byte = 0;
        if self.bytes.capacity() > KEPT {
            self.bytes.shrink_to(2 * self.bytes.len());
        }
    }

    /// Checksum of the whole bytes that were read.
    pub(super) fn sum_so_far(&self) -> Sum {
        self.sum.plus(self.bytes.get(..self.place.byte).unwrap_or_default())
    }

    /// Of the byte to be read next.
    pub(super) fn offset(&self) -> usize {
        self.dropped.saturating_add(self.place.byte)
    }

    /// Of the first byte that there is not yet.
    pub(super) fn end(&self) -> usize {
        self.dropped.saturating_add(self.bytes.len())
    }

    /// From the byte on in which reading goes on.
    pub(super) fn unread(&self) -> &[u8] {
        self.bytes.get(self.place.byte..).unwrap_or_default()
    }

    pub(super) fn skip_bytes(&mut self, bytes: usize) {
        self.place.byte += bytes;
    }

    /// The byte after so many.
    fn byte(&self, after: usize) -> Option<u8> {
        let first = *self.bytes.get(self.place.byte + after)?;
        if self.place.bit == 0 {
            return Some(first);
        }
        let second = *self.bytes.get(self.place.byte + after + 1)?;
        Some(first << self.place.bit | second >> (8 - self.place.bit))
    }

    /// So many bytes.
    pub(super) fn take(&mut self, len: usize) -> Option<Vec<u8>> {
        let bytes = match self.place.bit {
            0 => self.unread().get(..len)?.to_vec(),
            // The last one is there, so all are.
            _ if len == 0 || self.byte(len - 1).is_some() => {
                (0..len).map(|after| self.byte(after).unwrap_or_default()).collect()
            }
            _ => return None,
        };
        self.skip_bytes(len);
        Some(bytes)
    }

    /// The symbol of the next varint.
    pub(super) fn symbol(&mut self) -> Result<Option<u32>> {
        let number = self.number(u32::BITS)?;
        Ok(number.and_then(|number| u32::try_from(number).ok()))
    }

    /// The next LEB128, of at most so many bits.
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

    /// The symbol of the next word.
    pub(super) fn word(&mut self, code: &SymbolCode<'_>) -> Result<Option<u32>> {
        let (bits, there) = self.bits();
        let reserved = Error::Invalid { offset: self.offset(), reason: "a word that is not reserved" };
        let (symbol, len) = code.symbol(bits).ok_or(reserved)?;
        if len > there {
            return Ok(None);
        }
        self.skip_bits(len);
        Ok(Some(symbol))
    }

    /// The next bits, from the top down, zeros below, and how many they are.
    pub(super) fn bits(&self) -> (u64, u32) {
        let unread = self.unread();
        let (eight, len) = match unread.first_chunk() {
            Some(eight) => (*eight, 64),
            None => last_bytes(unread),
        };
        // Without a byte there is no bit of it.
        (u64::from_be_bytes(eight) << self.place.bit, len - self.place.bit)
    }

    pub(super) fn skip_bits(&mut self, len: u32) {
        let bit = self.place.bit + len;
        self.place = Place { byte: self.place.byte + (bit >> 3) as usize, bit: bit & 7 };
    }

    /// The rest of the byte, which has to be ones.
    pub(super) fn padding(&mut self) -> Result<()> {
        if self.place.bit == 0 {
            return Ok(());
        }
        let rest = 0xff >> self.place.bit;
        if self.unread().first().is_none_or(|byte| byte & rest != rest) {
            return Err(self.not_canonical("a code's last byte is filled with ones"));
        }
        self.place = Place { byte: self.place.byte + 1, bit: 0 };
        Ok(())
    }

    fn not_canonical(&self, reason: &'static str) -> Error {
        Error::NotCanonical { offset: self.offset(), reason }
    }
}

/// Fewer than 8, and how many bits they are.
fn last_bytes(bytes: &[u8]) -> ([u8; 8], u32) {
    let mut eight = [0; 8];
    let len = eight.iter_mut().zip(bytes).fold(0, |len, (slot, byte)| {
        *slot = *byte;
        len + 8
    });
    (eight, len)
}

const SHORTEST: &str = "a varint is written in its shortest form";
const SYMBOL: &str = "a symbol has at most 32 bits";
const NUMBER: &str = "a number has at most 64 bits";
