//! Converts token ids to code words and back, incrementally. The format is the body of a document with
//! [`Coder::Prefix`](crate::Coder::Prefix).

use crate::coder::prefix::{Decoder, Encoder};
use crate::error::{Error, Result};
use crate::table::Table;

/// Encodes token ids, which may arrive a few at a time, as code words.
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
    /// Number of ids encoded so far.
    position: usize,
}

impl PrefixEncoder {
    /// Returns an encoder that uses this table.
    pub const fn from_table(table: Table) -> Self {
        Self { table, encoder: Encoder::new(), position: 0 }
    }

    /// Encodes ids and appends all complete bytes. Up to 7 bits stay buffered until the next call. After an error,
    /// the encoder and `out` are unchanged.
    ///
    /// # Errors
    /// [`Error::UnknownId`]. Its position counts all ids since the beginning.
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

    /// Returns the error for an unknown id. Its position counts all ids since the beginning.
    fn unknown_id(&self, ids: &[u32], position: usize) -> Error {
        let id = ids.get(position).copied().unwrap_or_default().into();
        Error::UnknownId { position: self.position + position, id, size: self.table.size() }
    }

    /// Pads the last byte with ones and appends it.
    pub fn finish(self, out: &mut Vec<u8>) {
        self.encoder.finish(out);
    }
}

/// Decodes token ids from code words, whose bytes may arrive a few at a time.
#[derive(Debug, Clone)]
pub struct PrefixDecoder {
    table: Table,
    decoder: Decoder,
}

impl PrefixDecoder {
    /// Returns a decoder that uses this table.
    pub const fn from_table(table: Table) -> Self {
        Self { table, decoder: Decoder::at(0) }
    }

    /// Decodes bytes and appends the id of each code word that is now complete.
    ///
    /// # Errors
    /// [`Error::UnknownRank`] and [`Error::Invalid`]. Positions and offsets count from the beginning. The decoder
    /// cannot be used after an error.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u32>) -> Result<()> {
        self.decoder.push(&self.table.rank_code(), bytes, self.table.ids(), out)
    }

    /// Checks that only padding is left: fewer than 8 bits, all ones.
    ///
    /// # Errors
    /// [`Error::Truncated`] if a code word is incomplete, [`Error::NotCanonical`] for any other padding.
    pub fn finish(self) -> Result<()> {
        self.decoder.finish()
    }
}
