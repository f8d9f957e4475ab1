//! Token ids <-> code words, incrementally: the body of a document by [`Coder::Prefix`](crate::Coder::Prefix).

use crate::coder::prefix::{Decoder, Encoder};
use crate::error::{Error, Result};
use crate::table::Table;

/// Writes the code words of token ids that arrive a few at a time.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, PrefixDecoder, PrefixEncoder, Table};
/// let table = Table::chat_2026(Encoding::O200kBase);
/// let mut encoder = PrefixEncoder::from_table(table.clone());
/// let mut bytes = Vec::new();
/// encoder.push(&[13225], &mut bytes)?;
/// encoder.push(&[2375, 0], &mut bytes)?;
/// encoder.finish(&mut bytes);
///
/// let mut decoder = PrefixDecoder::from_table(table);
/// let mut ids = Vec::new();
/// for byte in bytes {
///     decoder.push(&[byte], &mut ids)?;
/// }
/// decoder.finish()?;
/// assert_eq!(ids, [13225, 2375, 0]);
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PrefixEncoder {
    table: Table,
    encoder: Encoder,
    /// Number of ids written.
    position: usize,
}

impl PrefixEncoder {
    /// Returns an encoder with this table.
    pub const fn from_table(table: Table) -> Self {
        Self { table, encoder: Encoder::new(), position: 0 }
    }

    /// Appends the bytes that the words of these ids fill; up to 7 bits are held for the next ones. After an error nothing has
    /// changed.
    ///
    /// # Errors
    /// [`Error::UnknownId`], its position counted over all ids.
    pub fn push(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let (start, before) = (out.len(), self.encoder);
        let pushed = self.encoder.push(ids, self.table.code_words(), out);
        if let Err(position) = pushed {
            out.truncate(start);
            self.encoder = before;
            return Err(self.unknown_id(ids, position));
        }
        self.position += ids.len();
        Ok(())
    }

    /// The error's position is counted over all ids.
    fn unknown_id(&self, ids: &[u32], position: usize) -> Error {
        let id = ids.get(position).copied().unwrap_or_default().into();
        Error::UnknownId { position: self.position + position, id, size: self.table.size() }
    }

    /// Fills the last byte with ones.
    pub fn finish(self, out: &mut Vec<u8>) {
        self.encoder.finish(out);
    }
}

/// Reads code words whose bytes arrive a few at a time.
#[derive(Debug, Clone)]
pub struct PrefixDecoder {
    table: Table,
    decoder: Decoder,
}

impl PrefixDecoder {
    /// Returns a decoder with this table.
    pub const fn from_table(table: Table) -> Self {
        Self { table, decoder: Decoder::at(0) }
    }

    /// Appends each id whose word ends in these bytes.
    ///
    /// # Errors
    /// [`Error::UnknownRank`] or [`Error::Invalid`], its position or offset counted over all ids or bytes; then nothing more can be read.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u32>) -> Result<()> {
        self.decoder.push(&self.table.rank_code(), bytes, self.table.ids(), out)
    }

    /// Checks that only padding is left: ones, fewer than 8.
    ///
    /// # Errors
    /// [`Error::Truncated`] within a word, [`Error::NotCanonical`] for other padding.
    pub fn finish(self) -> Result<()> {
        self.decoder.finish()
    }
}
