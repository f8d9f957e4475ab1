//! A table and a coder, joined: ids <-> payload bytes.

mod ids;
mod prefix;
mod text;
mod tokens;

pub use prefix::{PrefixDecoder, PrefixEncoder};

use crate::coder::thrift::Ways;
use crate::coder::{gzip, thrift};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::form::Form;
use crate::limits::MAX_INFLATED;
use crate::table::Table;
use crate::vocab::Vocabulary;
use std::borrow::Cow;

/// Turns token ids, mapped ids, raw ids, tokens or text into payloads, and back.
///
/// A payload has no header: both sides have to use the same table. Reading tells plain from gzip payloads by
/// their first byte, whatever [`with_gzip`](Self::with_gzip) says; that is for writing.
///
/// The methods that end in `_into` append to a buffer; after an error it is as it was. They allocate nothing else,
/// but with gzip, where the plain payload is held meanwhile.
#[derive(Debug, Clone)]
pub struct Codec {
    table: Table,
    vocabulary: Option<Vocabulary>,
    gzip: bool,
    max_inflated: usize,
    ways: Ways,
}

impl Codec {
    /// The codec of tacc 0.1.0's payloads. Costs nothing: the table is compiled in.
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
        Self::with_table(Table::tacc_0_1_0(encoding)).with_vocabulary(encoding)
    }

    /// A codec of any table, for ids only, until [`with_vocabulary`](Self::with_vocabulary) says what they stand for.
    pub const fn with_table(table: Table) -> Self {
        Self { table, vocabulary: None, gzip: false, max_inflated: MAX_INFLATED, ways: Ways::All }
    }

    /// What the ids stand for, so that tokens and text can be coded.
    #[must_use]
    pub const fn with_vocabulary(mut self, encoding: Encoding) -> Self {
        self.vocabulary = Some(Vocabulary::of(encoding));
        self
    }

    /// Whether payloads are written as one gzip member.
    #[must_use]
    pub const fn with_gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// Most bytes of payload that a gzip member may hold, and most bytes of text that are made of it
    /// ([`MAX_INFLATED`] unless said), at most 4 GiB. Plain payloads know no limit.
    #[must_use]
    pub const fn with_max_inflated(mut self, bytes: usize) -> Self {
        self.max_inflated = if bytes < gzip::MAX_LIMIT { bytes } else { gzip::MAX_LIMIT };
        self
    }

    /// The same bytes and ids without any `unsafe`: for benches and tests, which compare.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_safe_ways(mut self) -> Self {
        self.ways = Ways::Safe;
        self
    }

    /// The table.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Most bytes that a payload of this many items takes.
    pub const fn max_encoded_len(&self, items: usize) -> usize {
        // A raw id's symbol is twice the id; a rank's is its size at most.
        let payload = thrift::max_len(items, self.table.size().saturating_mul(2));
        if self.gzip { gzip::max_len(payload) } else { payload }
    }

    fn vocabulary(&self) -> Result<Vocabulary> {
        self.vocabulary.ok_or(Error::NoVocabulary)
    }

    /// Appends the payload of so many items, which `write` appends.
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
        gzip::compress(&payload, self.max_inflated, out)
    }

    /// The payload itself, whatever it came in.
    fn inflated<'a>(&self, payload: &'a [u8]) -> Result<Cow<'a, [u8]>> {
        match Form::of(payload) {
            Some(Form::GzipPayload) => gzip::inflate(payload, self.max_inflated).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(payload)),
        }
    }
}
