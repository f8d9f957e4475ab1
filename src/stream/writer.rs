//! Tokens and control codes -> stream.

mod controls;

use super::header::StreamHeader;
use super::output::Output;
use crate::coder::numbers::{Rank, SymbolNumber};
use crate::coder::{StreamCoder, prefix};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::table::Table;
use crate::varint;

/// Writes a stream incrementally. Each method appends to `out` what it writes; the first one writes the header too.
///
/// After [`end`](Self::end) or [`abort`](Self::abort) nothing more is written: tokens are [`Error::TrailingBytes`], everything else is
/// ignored.
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
    /// Tokens written.
    position: usize,
    ended: bool,
}

impl StreamWriter {
    /// Returns a writer of ids with the table chat-2026 and [`StreamCoder::Varint`]. Costs nothing: the table is compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self::from_table(Table::chat_2026(encoding))
    }

    /// Returns a writer with any table. A stream carries the fingerprint of a table that is not built in: 8 bytes.
    pub const fn from_table(table: Table) -> Self {
        let header = StreamHeader { table, coder: StreamCoder::Varint, dictionary: None };
        Self { header, output: Output::new(), position: 0, ended: false }
    }

    /// Sets how symbols are written.
    #[must_use]
    pub const fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.header.coder = coder;
        self
    }

    /// Makes it a stream of events, and sets the number of the dictionary that literals are written with.
    #[must_use]
    pub const fn with_events(mut self, dictionary: u8) -> Self {
        self.header.dictionary = Some(dictionary);
        self
    }

    /// Returns what the stream says of itself.
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

    /// Whether END or ABORT was written.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Returns the largest number of bytes that one token can add, unless it is written first.
    pub const fn max_token_len(&self) -> usize {
        match self.header.coder {
            StreamCoder::Varint => {
                varint::len(self.header.table.size().saturating_add(SymbolNumber::CONTROLS - 1))
            }
            StreamCoder::Prefix => prefix::max_len(1),
        }
    }

    /// Writes a token. After an error nothing was written.
    ///
    /// # Errors
    /// [`Error::UnknownId`], its position counted over all tokens; [`Error::TrailingBytes`] after the end.
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

    /// Writes tokens: all of them or, after an error, none.
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
            // Every id is known by now.
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

    /// The error's position is counted over all tokens.
    fn unknown_id(&self, ids: &[u32], position: usize) -> Error {
        let id = ids.get(position).copied().unwrap_or_default().into();
        let position = self.position.saturating_add(position);
        Error::UnknownId { position, id, size: self.header.table.size() }
    }
}
