//! Tokens and control codes -> stream, as they come.

use super::control::Control;
use super::header::{StreamCoder, StreamHeader};
use super::output::Output;
use super::symbol::TOKENS;
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
    header: StreamHeader,
    output: Output,
    /// Tokens written.
    position: usize,
    ended: bool,
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

    /// A control code. END, ABORT, FLUSH and PING are what [`end`](Self::end), [`abort`](Self::abort),
    /// [`flush`](Self::flush) and [`ping`](Self::ping) write; the others belong into a stream of events.
    pub fn control(&mut self, control: Control, out: &mut Vec<u8>) {
        match control {
            Control::End => self.end(out),
            Control::Abort => self.abort(out),
            Control::Flush => self.flush(out),
            Control::Ping => self.ping(out),
            other => self.code(other, out),
        }
    }

    /// A number that belongs to what was written before.
    pub fn number(&mut self, number: u64, out: &mut Vec<u8>) {
        let mut bytes = Vec::with_capacity(MAX_NUMBER);
        varint::write_u64(number, &mut bytes);
        self.bytes(&bytes, out);
    }

    /// Bytes that belong to what was written before.
    pub fn bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.begin(out) {
            match self.header.coder {
                StreamCoder::Varint => self.output.append(out, |_, out| out.extend_from_slice(bytes)),
                StreamCoder::Prefix => bytes.iter().for_each(|byte| self.output.word([8, *byte, 0, 0], out)),
            }
        }
    }

    /// Makes what was written readable. By [`StreamCoder::Varint`] it always is, by [`StreamCoder::Prefix`] where a byte
    /// happens to be full: then this adds nothing.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if self.begin(out) && !self.output.bits.is_aligned() {
            self.code(Control::Flush, out);
            self.output.pad(out);
        }
    }

    /// Says that the source lives, and flushes.
    pub fn ping(&mut self, out: &mut Vec<u8>) {
        self.code(Control::Ping, out);
        self.flush(out);
    }

    /// END and the checksum.
    pub fn end(&mut self, out: &mut Vec<u8>) {
        if self.last(Control::End, out) {
            self.output.sum(out);
        }
    }

    /// ABORT: the source broke off.
    pub fn abort(&mut self, out: &mut Vec<u8>) {
        self.last(Control::Abort, out);
    }

    /// Whether it was.
    fn last(&mut self, control: Control, out: &mut Vec<u8>) -> bool {
        self.code(control, out);
        let open = !std::mem::replace(&mut self.ended, true);
        if open {
            self.output.pad(out);
        }
        open
    }

    fn code(&mut self, control: Control, out: &mut Vec<u8>) {
        if self.begin(out) {
            match self.header.coder {
                StreamCoder::Varint => self.output.few(symbol::packed(control.number().into()), out),
                StreamCoder::Prefix => {
                    self.output.word(self.header.table.symbol_code().control(control.number()), out);
                }
            }
        }
    }

    /// Writes the header before the first thing. Whether more may be written.
    fn begin(&mut self, out: &mut Vec<u8>) -> bool {
        if !self.ended {
            self.output.begin(&self.header, out);
        }
        !self.ended
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

/// Bytes of the longest varint of a `u64`.
const MAX_NUMBER: usize = 10;
/// Varints that are put together before they are appended.
const BLOCK: usize = 256;
/// They have 3 bytes at most, and are stored as 4. A mask of this size spares a check for each.
const MASK: usize = 0x3ff;

/// Appends the varints of these ids, each of which has a rank.
fn varints(ids: &[u32], ranks: &[[u8; 4]], out: &mut Vec<u8>) {
    let mut bytes = [0; MASK + 4];
    for block in ids.chunks(BLOCK) {
        let mut len = 0;
        for rank in block.iter().filter_map(|&id| ranks.get(id as usize)) {
            let word = symbol::packed(TOKENS + u32::from_le_bytes(*rank));
            if let Some(four) = bytes.get_mut(len & MASK..(len & MASK) + 4) {
                four.copy_from_slice(&word.to_le_bytes());
            }
            len += (word >> 24) as usize;
        }
        out.extend(bytes.get(..len).unwrap_or_default());
    }
}
