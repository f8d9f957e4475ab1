//! Tokens and control codes -> stream, as they come.

use super::header::{StreamCoder, StreamHeader};
use super::output::Output;
use super::symbol::TOKENS;
use super::varints::varints;
use crate::coder::prefix;
use crate::coder::thrift::symbol;
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::table::Table;
use crate::varint;
use crate::vocab::Vocabulary;

/// Writes a stream: what each method writes is appended to `out`, the header first of all.
///
/// After [`end`](Self::end) or [`abort`](Self::abort) nothing more is written: tokens are [`Error::TrailingBytes`], all else is
/// left out.
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
    pub(super) header: StreamHeader,
    pub(super) output: Output,
    /// Tokens written.
    position: usize,
    pub(super) ended: bool,
}

impl StreamWriter {
    /// A writer of ids with the table chat-2026 and [`StreamCoder::Varint`]. Costs nothing: the table is compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self::with_table(Table::chat_2026(encoding)).with_vocabulary(encoding)
    }

    /// A writer with any table. A stream carries the fingerprint of a table that is not built in: 8 bytes.
    pub const fn with_table(table: Table) -> Self {
        let header = StreamHeader { table, vocabulary: None, coder: StreamCoder::Varint, dictionary: None };
        Self { header, output: Output::new(), position: 0, ended: false }
    }

    /// What the ids stand for. If a built-in table is not that encoding's own, it counts as a table of one's own: the
    /// reader has to be told both.
    #[must_use]
    pub const fn with_vocabulary(mut self, encoding: Encoding) -> Self {
        self.header.vocabulary = Some(Vocabulary::of(encoding));
        self
    }

    /// How symbols are written.
    #[must_use]
    pub const fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.header.coder = coder;
        self
    }

    /// A stream of events, with the number of the dictionary that literals are written with.
    #[must_use]
    pub const fn with_events(mut self, dictionary: u8) -> Self {
        self.header.dictionary = Some(dictionary);
        self
    }

    /// What the stream says of itself.
    pub const fn header(&self) -> &StreamHeader {
        &self.header
    }

    /// The table.
    pub const fn table(&self) -> &Table {
        &self.header.table
    }

    /// Bytes written.
    pub const fn offset(&self) -> usize {
        self.output.offset
    }

    /// Tokens written.
    pub const fn token_count(&self) -> usize {
        self.position
    }

    /// Whether END or ABORT was written.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Most bytes that one token adds, unless it is the first thing.
    pub const fn max_token_len(&self) -> usize {
        match self.header.coder {
            StreamCoder::Varint => varint::len(self.header.table.size().saturating_add(TOKENS - 1)),
            StreamCoder::Prefix => prefix::max_len(1),
        }
    }

    /// A token. After an error nothing was written.
    ///
    /// # Errors
    /// [`Error::UnknownId`], its position counted over all tokens; [`Error::TrailingBytes`] after the end.
    pub fn token(&mut self, id: u32, out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let rank = self.header.table.rank(id).ok_or_else(|| self.unknown_id(&[id], 0))?;
        self.output.begin(&self.header, out);
        match self.header.coder {
            StreamCoder::Varint => self.output.few(symbol::packed(TOKENS + rank), out),
            StreamCoder::Prefix => self.output.word(self.header.table.symbol_code().word(rank), out),
        }
        self.position = self.position.saturating_add(1);
        Ok(())
    }

    /// Tokens: all of them, or, after an error, none.
    ///
    /// # Errors
    /// As of [`token`](Self::token).
    pub fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let (table, ranks) = (&self.header.table, self.header.table.ranks());
        if let Some(position) = ids.iter().position(|id| *id >= table.size()) {
            return Err(self.unknown_id(ids, position));
        }
        self.output.begin(&self.header, out);
        let code = table.symbol_code();
        let word = |id: u32| ranks.get(id as usize).map(|rank| code.word(u32::from_le_bytes(*rank)));
        self.output.append(out, |bits, out| match self.header.coder {
            StreamCoder::Varint => varints(ids, ranks, out),
            // Every one is known.
            StreamCoder::Prefix => bits.push_with(ids, word, out).unwrap_or_default(),
        });
        self.position = self.position.saturating_add(ids.len());
        Ok(())
    }

    fn check_open(&self) -> Result<()> {
        if self.ended { Err(Error::TrailingBytes { offset: self.output.offset }) } else { Ok(()) }
    }

    /// Positions are counted over all tokens.
    fn unknown_id(&self, ids: &[u32], position: usize) -> Error {
        let id = ids.get(position).copied().unwrap_or_default().into();
        Error::UnknownId { position: self.position.saturating_add(position), id, size: self.table().size() }
    }
}
