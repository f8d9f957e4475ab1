//! Combines a table and the payload format: converts ids to payload bytes and back.

mod ids;
mod text;
mod tokens;

use crate::coder::thrift::SimdMode;
use crate::coder::{gzip, thrift};
use crate::encoding::Encoding;
use crate::error::Result;
use crate::form::Form;
use crate::limits::MAX_SIZE;
use crate::table::Table;
use std::borrow::Cow;

/// Encodes token ids, mapped ids, raw ids, tokens or text as payloads, and decodes them.
///
/// A payload has no header, so both sides must use the same table. Decoding detects gzip by the first byte;
/// [`with_gzip`](Self::with_gzip) applies to encoding only.
///
/// Methods that end in `_into` append to a buffer, which is unchanged after an error. Without gzip they allocate
/// nothing else; with gzip they also allocate the plain payload.
#[derive(Debug, Clone)]
pub struct Codec {
    table: Table,
    gzip: bool,
    max_size: usize,
    simd: SimdMode,
}

impl Codec {
    /// Returns the codec for tacc 0.1.0's payloads. This is free, since the table is compiled in.
    ///
    /// ```
    /// # #[cfg(feature = "o200k")] {
    /// use tokenwire::{Codec, Encoding};
    /// const CODEC: Codec = Codec::new(Encoding::O200kBase);
    /// let payload = CODEC.encode(&[13225, 2375, 0])?;
    /// assert_eq!(CODEC.decode(&payload)?, [13225, 2375, 0]);
    /// # }
    /// # Ok::<(), tokenwire::Error>(())
    /// ```
    pub const fn new(encoding: Encoding) -> Self {
        Self::from_table(Table::tacc_0_1_0(encoding))
    }

    /// Returns a codec with any table.
    pub const fn from_table(table: Table) -> Self {
        Self { table, gzip: false, max_size: MAX_SIZE, simd: SimdMode::Fastest }
    }

    /// Sets whether payloads are encoded as one gzip member. The default is `false`.
    #[must_use]
    pub const fn with_gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// Sets the largest payload inside a gzip member, and the longest text decoded from it, in bytes. The default
    /// is [`MAX_SIZE`], and the maximum is 4 GiB. Plain payloads have no limit.
    #[must_use]
    pub const fn with_max_size(mut self, bytes: usize) -> Self {
        self.max_size = gzip::clamp(bytes);
        self
    }

    /// Disables all implementations that use `unsafe`. The results are the same. Benches and tests use this to compare.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_safe_code_only(mut self) -> Self {
        self.simd = SimdMode::Safe;
        self
    }

    /// Returns the table.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the largest number of bytes that a payload of `items` items can take.
    pub const fn max_encoded_len(&self, items: usize) -> usize {
        // The zigzag form of a raw id is twice the id. That of a mapped id is at most the table's size.
        let payload = thrift::max_len(items, self.table.size().saturating_mul(2));
        if self.gzip { gzip::max_len(payload) } else { payload }
    }

    /// Appends a payload of `items` items, whose varints `write` appends.
    fn write(
        &self,
        items: usize,
        out: &mut Vec<u8>,
        write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        if !self.gzip {
            return thrift::encode(items, out, write);
        }
        let mut payload = Vec::new();
        thrift::encode(items, &mut payload, write)?;
        gzip::compress(&payload, self.max_size, out)
    }

    /// Returns the plain payload, inflated if it is in a gzip member.
    fn inflated<'a>(&self, payload: &'a [u8]) -> Result<Cow<'a, [u8]>> {
        match Form::detect(payload) {
            Some(Form::GzipPayload) => gzip::inflate(payload, self.max_size).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(payload)),
        }
    }
}
