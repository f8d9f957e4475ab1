//! Numbers <-> payload: token ids, mapped ids, raw ids.

use super::Codec;
use crate::coder::thrift;
use crate::error::{Error, Result};
use crate::varint;

impl Codec {
    /// Payload of token ids.
    ///
    /// # Errors
    /// [`Error::UnknownId`], or [`Error::LimitExceeded`] for more than 2^31 - 1 ids.
    pub fn encode(&self, ids: &[u32]) -> Result<Vec<u8>> {
        collect(|out| self.encode_into(ids, out))
    }

    /// [`encode`](Self::encode), appended to `out`.
    ///
    /// # Errors
    /// As there.
    pub fn encode_into(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let unknown = |position| Error::unknown_id(ids, position, self.table.size());
        self.write(ids.len(), out, |out| {
            thrift::ready::encode(self.ways, ids, self.table.varints(), out).map_err(unknown)
        })
    }

    /// Token ids of a payload.
    ///
    /// # Errors
    /// Every kind that names an offset, [`Error::UnknownMappedId`] and [`Error::LimitExceeded`].
    pub fn decode(&self, payload: &[u8]) -> Result<Vec<u32>> {
        collect(|out| self.decode_into(payload, out))
    }

    /// [`decode`](Self::decode), appended to `out`.
    ///
    /// # Errors
    /// As there.
    pub fn decode_into(&self, payload: &[u8], out: &mut Vec<u32>) -> Result<()> {
        thrift::decode_ready(
            self.ways,
            &self.inflated(payload)?,
            self.table.ids(),
            out,
            |position, symbol| {
                let id = self.table.id(thrift::rank(symbol));
                id.ok_or_else(|| self.unknown_mapped(position, symbol))
            },
        )
    }

    /// Payload of mapped ids (0 is the most frequent token's, then 1, -1, 2, -2 ...).
    ///
    /// # Errors
    /// [`Error::UnknownMappedId`] or [`Error::LimitExceeded`].
    pub fn encode_mapped(&self, mapped: &[i32]) -> Result<Vec<u8>> {
        let symbols = mapped.iter().map(|&mapped| varint::zigzag(mapped)).enumerate();
        let symbols = symbols.map(|(position, symbol)| self.check_symbol(position, symbol));
        collect(|out| self.write(mapped.len(), out, |out| thrift::items::encode(symbols, out)))
    }

    /// Mapped ids of a payload.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub fn decode_mapped(&self, payload: &[u8]) -> Result<Vec<i32>> {
        let item = |position, symbol| self.check_symbol(position, symbol).map(varint::unzigzag);
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Payload of ids as they are, without a table: tacc's `encode_raw_token_ids`.
    ///
    /// It looks like any other payload; only [`decode_raw`](Self::decode_raw) reads it right.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode).
    pub fn encode_raw(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let symbols = ids.iter().enumerate().map(|(position, &id)| {
            self.check_id(position, id.into()).map(|id| varint::zigzag(id.cast_signed()))
        });
        collect(|out| self.write(ids.len(), out, |out| thrift::items::encode(symbols, out)))
    }

    /// Ids of a payload that [`encode_raw`](Self::encode_raw) wrote.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode), and [`Error::UnknownId`].
    pub fn decode_raw(&self, payload: &[u8]) -> Result<Vec<u32>> {
        let item = |position, symbol| self.check_id(position, varint::unzigzag(symbol).into());
        collect(|out| thrift::decode(&self.inflated(payload)?, out, item))
    }

    /// Mapped id of a token id, or `None` outside the vocabulary.
    pub fn mapped_id(&self, id: u32) -> Option<i32> {
        self.table.rank(id).map(|rank| varint::unzigzag(thrift::symbol(rank)))
    }

    /// Token id of a mapped id, or `None` outside the table.
    pub fn token_id(&self, mapped: i32) -> Option<u32> {
        self.table.id(thrift::rank(varint::zigzag(mapped)))
    }

    fn check_id(&self, position: usize, id: i64) -> Result<u32> {
        let size = self.table.size();
        let known = u32::try_from(id).ok().filter(|&id| id < size);
        known.ok_or(Error::UnknownId { position, id, size })
    }

    fn check_symbol(&self, position: usize, symbol: u32) -> Result<u32> {
        let known = thrift::rank(symbol) < self.table.size();
        if known { Ok(symbol) } else { Err(self.unknown_mapped(position, symbol)) }
    }

    fn unknown_mapped(&self, position: usize, symbol: u32) -> Error {
        Error::unknown_mapped(position, symbol, self.table.size())
    }
}

/// A buffer of one's own for a method that appends.
pub(super) fn collect<T>(fill: impl FnOnce(&mut Vec<T>) -> Result<()>) -> Result<Vec<T>> {
    let mut out = Vec::new();
    fill(&mut out)?;
    Ok(out)
}
