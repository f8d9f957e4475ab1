//! Encodes tokens and control codes as a stream.

mod controls;

use super::header::StreamHeader;
use super::output::Output;
use crate::coder::numbers::{Rank, SymbolNumber};
use crate::coder::{StreamCoder, prefix};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::table::Table;
use crate::varint;

/// Encodes a stream incrementally. Each method appends its output to `out`; the first call also writes the header.
///
/// After [`end`](Self::end) or [`abort`](Self::abort), nothing more is written. Writing tokens then returns
/// [`Error::TrailingBytes`], and all other methods do nothing.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, StreamWriter};
/// let mut writer = StreamWriter::new(Encoding::O200kBase);
/// let mut bytes = Vec::new();
/// writer.token(13225, &mut bytes)?;
/// assert_eq!(bytes, [0xc1, 0x02, 0xda, 0x12]);
/// writer.tokens(&[2375, 0], &mut bytes)?;
/// writer.end(&mut bytes);
/// assert_eq!(bytes.len(), 13);
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct StreamWriter {
    header: StreamHeader,
    output: Output,
    /// The number of tokens written.
    position: usize,
    ended: bool,
}

impl StreamWriter {
    /// Returns a writer for a stream of ids with the table chat-2026 and [`StreamCoder::Varint`]. This is free,
    /// since the table is compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self::from_table(Table::chat_2026(encoding))
    }

    /// Returns a writer with any table. A stream with a custom table includes the table's fingerprint of 8 bytes.
    pub const fn from_table(table: Table) -> Self {
        let header = StreamHeader { table, coder: StreamCoder::Varint, dictionary: None };
        Self { header, output: Output::new(), position: 0, ended: false }
    }

    /// Sets the coder of the symbols.
    #[must_use]
    pub const fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.header.coder = coder;
        self
    }

    /// Makes this a stream of events, and sets the number of the dictionary for literals.
    #[must_use]
    pub const fn with_events(mut self, dictionary: u8) -> Self {
        self.header.dictionary = Some(dictionary);
        self
    }

    /// Returns the header of the stream.
    pub const fn header(&self) -> &StreamHeader {
        &self.header
    }

    /// Returns the number of bytes written.
    pub const fn offset(&self) -> usize {
        self.output.offset
    }

    /// Returns the number of tokens written.
    pub const fn token_count(&self) -> usize {
        self.position
    }

    /// Returns whether END or ABORT has been written.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Returns the largest number of bytes that one token can add. The first call adds the header as well.
    pub const fn max_token_len(&self) -> usize {
        match self.header.coder {
            StreamCoder::Varint => {
                varint::len(self.header.table.size().saturating_add(SymbolNumber::CONTROLS - 1))
            }
            StreamCoder::Prefix => prefix::max_len(1),
        }
    }

    /// Writes a token. After an error, nothing has been written.
    ///
    /// # Errors
    /// [`Error::UnknownId`], whose position counts all tokens of the stream. [`Error::TrailingBytes`] after the end.
    pub fn token(&mut self, id: u32, out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let table = &self.header.table;
        let rank = Rank(table.rank(id).ok_or_else(|| self.unknown_id(&[id], 0))?);
        self.output.begin(&self.header, out);
        match self.header.coder {
            StreamCoder::Varint => self.output.packed(SymbolNumber::of(rank).packed_varint(), out),
            StreamCoder::Prefix => self.output.word(self.header.table.symbol_code().word(rank), out),
        }
        self.position = self.position.saturating_add(1);
        Ok(())
    }

    /// Writes tokens. After an error, none of them has been written.
    ///
    /// # Errors
    /// As [`token`](Self::token).
    pub fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let (table, ranks) = (&self.header.table, self.header.table.ranks());
        if let Some(position) = ids.iter().position(|id| *id >= table.size()) {
            return Err(self.unknown_id(ids, position));
        }
        self.output.begin(&self.header, out);
        let code = table.symbol_code();
        let word = |id: u32| ranks.get(id as usize).map(|rank| code.word(Rank(u32::from_le_bytes(*rank))));
        match self.header.coder {
            StreamCoder::Varint => self.output.varints(ids, ranks, out),
            // All ids have been checked, so this cannot fail.
            StreamCoder::Prefix => {
                self.output.append(out, |bits, out| bits.push_with(ids, word, out).unwrap_or_default());
            }
        }
        self.position = self.position.saturating_add(ids.len());
        Ok(())
    }

    fn check_open(&self) -> Result<()> {
        if self.ended { Err(Error::TrailingBytes { offset: self.output.offset }) } else { Ok(()) }
    }

    /// Returns the error for an unknown id. Its position counts all tokens of the stream.
    fn unknown_id(&self, ids: &[u32], position: usize) -> Error {
        let id = ids.get(position).copied().unwrap_or_default().into();
        let position = self.position.saturating_add(position);
        Error::UnknownId { position, id, size: self.header.table.size() }
    }
}
