//! Numbers <-> payload: token ids, mapped ids, raw ids.

use super::Codec;
use crate::coder::numbers::{Rank, Zigzag};
use crate::coder::thrift;
use crate::error::{Error, Result};

impl Codec {
    /// Returns the payload of token ids.
    ///
    /// # Errors
    /// [`Error::UnknownId`], or [`Error::LimitExceeded`] for more than 2^31 - 1 ids.
    pub fn encode(&self, ids: &[u32]) -> Result<Vec<u8>> {
        collect(|out| self.encode_into(ids, out))
    }

    /// [`encode`](Self::encode), appended to `out`.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_into(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let unknown = |position| Error::unknown_id(ids, position, self.table.size());
        self.write(ids.len(), out, |out| {
            thrift::precomputed::encode(self.simd, ids, self.table.varints(), out).map_err(unknown)
        })
    }

    /// Returns the token ids of a payload.
    ///
    /// # Errors
    /// Every variant with an offset, [`Error::UnknownMappedId`] and [`Error::LimitExceeded`].
    pub fn decode(&self, payload: &[u8]) -> Result<Vec<u32>> {
        collect(|out| self.decode_into(payload, out))
    }

    /// [`decode`](Self::decode), appended to `out`.
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

    /// Returns the payload of mapped ids (0 is the most frequent token's, then 1, -1, 2, -2 ...).
    ///
    /// # Errors
    /// [`Error::UnknownMappedId`] or [`Error::LimitExceeded`].
    pub fn encode_mapped(&self, mapped: &[i32]) -> Result<Vec<u8>> {
        let numbers = mapped.iter().map(|&mapped| Zigzag::encode(mapped)).enumerate();
        let numbers = numbers.map(|(position, number)| self.check_mapped(position, number));
        collect(|out| self.write(mapped.len(), out, |out| thrift::checked::encode(numbers, out)))
    }

    /// Returns the mapped ids of a payload.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_mapped(&self, payload: &[u8]) -> Result<Vec<i32>> {
        let item = |position, number| self.check_mapped(position, number).map(Zigzag::decode);
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Returns the payload of the ids themselves, without a table: tacc's `encode_raw_token_ids`.
    ///
    /// It looks like any other payload; only [`decode_raw`](Self::decode_raw) reads it correctly.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_raw(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let numbers = ids.iter().enumerate().map(|(position, &id)| {
            self.check_id(position, id.into()).map(|id| Zigzag::encode(id.cast_signed()))
        });
        collect(|out| self.write(ids.len(), out, |out| thrift::checked::encode(numbers, out)))
    }

    /// Returns the ids of a payload that [`encode_raw`](Self::encode_raw) wrote.
    ///
    /// # Errors
    /// As [`decode`](Self::decode), and [`Error::UnknownId`].
    pub fn decode_raw(&self, payload: &[u8]) -> Result<Vec<u32>> {
        let item = |position, number: Zigzag| self.check_id(position, number.decode().into());
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Returns the mapped id of a token id, or `None` outside the vocabulary.
    pub fn mapped_id(&self, id: u32) -> Option<i32> {
        self.table.rank(id).map(|rank| Zigzag::of(Rank(rank)).decode())
    }

    /// Returns the token id of a mapped id, or `None` outside the table.
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

/// Collects what `fill` appends into a new vector.
fn collect<T>(fill: impl FnOnce(&mut Vec<T>) -> Result<()>) -> Result<Vec<T>> {
    let mut out = Vec::new();
    fill(&mut out)?;
    Ok(out)
}
