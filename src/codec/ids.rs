//! Encodes and decodes numbers: token ids, mapped ids and raw ids.

use super::Codec;
use crate::coder::numbers::{Rank, Zigzag};
use crate::coder::thrift;
use crate::error::{Error, Result};

impl Codec {
    /// Encodes token ids as a payload.
    ///
    /// # Errors
    /// [`Error::UnknownId`], or [`Error::LimitExceeded`] for more than 2^31 - 1 ids.
    pub fn encode(&self, ids: &[u32]) -> Result<Vec<u8>> {
        collect(|out| self.encode_into(ids, out))
    }

    /// Like [`encode`](Self::encode), but appends to `out`.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_into(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let unknown = |position| Error::unknown_id(ids, position, self.table.size());
        self.write(ids.len(), out, |out| {
            thrift::precomputed::encode(self.simd, ids, self.table.varints(), out).map_err(unknown)
        })
    }

    /// Decodes the token ids of a payload.
    ///
    /// # Errors
    /// Every variant with an offset, [`Error::UnknownMappedId`] and [`Error::LimitExceeded`].
    pub fn decode(&self, payload: &[u8]) -> Result<Vec<u32>> {
        collect(|out| self.decode_into(payload, out))
    }

    /// Like [`decode`](Self::decode), but appends to `out`.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_into(&self, payload: &[u8], out: &mut Vec<u32>) -> Result<()> {
        let payload = &self.inflated(payload)?;
        thrift::decode_precomputed(self.simd, payload, self.table.ids(), out, |position, number| {
            let id = self.table.id_of(number.rank());
            id.ok_or_else(|| self.unknown_mapped(position, number))
        })
    }

    /// Encodes mapped ids as a payload. The most frequent token has mapped id 0; then follow 1, -1, 2, -2 and so on.
    ///
    /// # Errors
    /// [`Error::UnknownMappedId`] or [`Error::LimitExceeded`].
    pub fn encode_mapped(&self, mapped: &[i32]) -> Result<Vec<u8>> {
        let numbers = mapped.iter().map(|&mapped| Zigzag::encode(mapped)).enumerate();
        let numbers = numbers.map(|(position, number)| self.check_mapped(position, number));
        collect(|out| self.write(mapped.len(), out, |out| thrift::checked::encode(numbers, out)))
    }

    /// Decodes the mapped ids of a payload.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_mapped(&self, payload: &[u8]) -> Result<Vec<i32>> {
        let item = |position, number| self.check_mapped(position, number).map(Zigzag::decode);
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Encodes the ids themselves as a payload, without a table, like tacc's `encode_raw_token_ids`.
    ///
    /// The result looks like any other payload. Only [`decode_raw`](Self::decode_raw) decodes it correctly.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_raw(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let numbers = ids.iter().enumerate().map(|(position, &id)| {
            self.check_id(position, id.into()).map(|id| Zigzag::encode(id.cast_signed()))
        });
        collect(|out| self.write(ids.len(), out, |out| thrift::checked::encode(numbers, out)))
    }

    /// Decodes the ids of a payload that [`encode_raw`](Self::encode_raw) returned.
    ///
    /// # Errors
    /// As [`decode`](Self::decode), and [`Error::UnknownId`].
    pub fn decode_raw(&self, payload: &[u8]) -> Result<Vec<u32>> {
        let item = |position, number: Zigzag| self.check_id(position, number.decode().into());
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Returns the mapped id of a token id, or `None` if it is outside the vocabulary.
    pub fn mapped_id(&self, id: u32) -> Option<i32> {
        self.table.rank(id).map(|rank| Zigzag::of(Rank(rank)).decode())
    }

    /// Returns the token id of a mapped id, or `None` if it is outside the table.
    pub fn token_id(&self, mapped: i32) -> Option<u32> {
        self.table.id_of(Zigzag::encode(mapped).rank())
    }

    fn check_id(&self, position: usize, id: i64) -> Result<u32> {
        let size = self.table.size();
        let known = u32::try_from(id).ok().filter(|&id| id < size);
        known.ok_or(Error::UnknownId { position, id, size })
    }

    fn check_mapped(&self, position: usize, number: Zigzag) -> Result<Zigzag> {
        let known = number.rank().0 < self.table.size();
        if known { Ok(number) } else { Err(self.unknown_mapped(position, number)) }
    }

    fn unknown_mapped(&self, position: usize, number: Zigzag) -> Error {
        Error::unknown_mapped(position, number, self.table.size())
    }
}

/// Returns a new vector with the items that `fill` appends.
fn collect<T>(fill: impl FnOnce(&mut Vec<T>) -> Result<()>) -> Result<Vec<T>> {
    let mut out = Vec::new();
    fill(&mut out)?;
    Ok(out)
}
