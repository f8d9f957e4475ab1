//! A table and a coder, joined: ids <-> payload bytes.

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

/// Turns token ids, mapped ids, raw ids, tokens or text into payloads, and back.
///
/// A payload has no header: both sides have to use the same table. Reading tells plain from gzip payloads by their first byte;
/// [`with_gzip`](Self::with_gzip) is for writing.
///
/// The methods that end in `_into` append to a buffer, which is unchanged after an error. Without gzip they allocate nothing else;
/// with gzip, they hold the plain payload too.
#[derive(Debug, Clone)]
pub struct Codec {
    table: Table,
    gzip: bool,
    max_size: usize,
    simd: SimdMode,
}

impl Codec {
    /// Returns the codec of tacc 0.1.0's payloads. Costs nothing: the table is compiled in.
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

    /// Sets whether payloads are written as one gzip member. The default is no.
    #[must_use]
    pub const fn with_gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// Sets the largest payload that a gzip member may hold, and the longest text that may be decoded from it, in bytes. The default
    /// is [`MAX_SIZE`], the maximum 4 GiB. Plain payloads have no limit.
    #[must_use]
    pub const fn with_max_size(mut self, bytes: usize) -> Self {
        self.max_size = gzip::clamp(bytes);
        self
    }

    /// Allows only code without `unsafe`, with the same bytes and ids: for benches and tests, which compare.
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

    /// Returns the largest number of bytes that a payload of this many items can take.
    pub const fn max_encoded_len(&self, items: usize) -> usize {
        // The zigzag form of a raw id is twice the id; that of a rank is at most the table's size.
        let payload = thrift::max_len(items, self.table.size().saturating_mul(2));
        if self.gzip { gzip::max_len(payload) } else { payload }
    }

    /// Appends the payload of this many items, which `write` appends.
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

    /// Returns the plain payload, whether or not it is in a gzip member.
    fn inflated<'a>(&self, payload: &'a [u8]) -> Result<Cow<'a, [u8]>> {
        match Form::detect(payload) {
            Some(Form::GzipPayload) => gzip::inflate(payload, self.max_size).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(payload)),
        }
    }
}
