//! Reads single symbols and detects all errors.
//!
//! The bytes of a stream may be cut anywhere, so any read may find its bytes incomplete. Every read in this
//! file therefore goes through [`StreamReader::attempt`]. It remembers the cursor, reads, and moves the cursor back
//! if the result is `None`. The next call starts again at the same symbol. An example with the stream
//! `c1 02 da 12 ...`, where `c1 02` is the header and `da 12` is the varint of one token:
//!
//! ```text
//! push(c1 02 da)    symbol() = None          the header is read; the cursor moves back to da
//! push(12)          symbol() = Token(13225)  the cursor is after 12
//! ```
//!
//! An error is stored. Every later call returns it again, so a caller cannot skip a malformed symbol by accident.

use super::StreamReader;
use crate::coder::StreamCoder;
use crate::coder::numbers::{Rank, SymbolNumber};
use crate::error::{Error, Result};
use crate::stream::checksum::Checksum;
use crate::stream::control::{Control, Symbol};
use crate::stream::header::StreamHeader;
use crate::stream::input::Cursor;
use crate::table::Table;

/// The expected control codes, for error messages.
const CODES: &str = "codes 0 to 14";
/// The expected symbols in a stream of ids, for error messages.
const IDS: &str = "a token, END, ABORT, FLUSH or PING";

impl StreamReader {
    /// Like [`symbol`](Self::symbol), but rejects control codes of events unless `events` is set.
    pub(super) fn symbol_of(&mut self, events: bool) -> Result<Option<Symbol>> {
        loop {
            match self.attempt(|reader| reader.any_symbol(events))? {
                Some(Symbol::Control(Control::Flush)) => {}
                other => return Ok(other),
            }
        }
    }

    /// Reads the header if necessary, then runs `read`. If `read` returns `None`, the cursor is unchanged. An
    /// error is stored for later calls.
    pub(super) fn attempt<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result =
            self.read_header().and_then(|complete| if complete { self.or_rewind(read) } else { Ok(None) });
        if let Err(error) = &result {
            self.failed = Some(error.clone());
        }
        result
    }

    /// Runs `read`, and restores the cursor and the progress if it returns `None`.
    fn or_rewind<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<Option<T>>) -> Result<Option<T>> {
        let before = (self.input.cursor, self.progress);
        let result = read(self);
        if matches!(result, Ok(None)) {
            (self.input.cursor, self.progress) = before;
        }
        result
    }

    /// Reads the header if it has not been read yet. Returns whether it is complete.
    fn read_header(&mut self) -> Result<bool> {
        if self.header.is_some() {
            return Ok(true);
        }
        let unread = self.input.unread();
        let Some((header, rest)) = StreamHeader::read(unread, self.custom.as_ref())? else {
            return Ok(false);
        };
        let len = unread.len() - rest.len();
        self.input.skip_bytes(len);
        self.header = Some(header);
        Ok(true)
    }

    /// Reads one symbol, which may be FLUSH.
    fn any_symbol(&mut self, events: bool) -> Result<Option<Symbol>> {
        if self.progress.ended {
            return self.nothing_follows().map(|()| Some(Symbol::Control(Control::End)));
        }
        let Some(header) = &self.header else { return Ok(None) };
        let start = self.input.cursor;
        let number = match header.coder {
            StreamCoder::Varint => self.input.symbol()?,
            StreamCoder::Prefix => self.input.word(&header.table.symbol_code())?,
        };
        let Some(number) = number else { return Ok(None) };
        match number.rank() {
            Some(rank) => self.token(rank).map(Some),
            None => self.control(number, events, start),
        }
    }

    /// Returns the token of a rank, and counts it.
    fn token(&mut self, Rank(rank): Rank) -> Result<Symbol> {
        let table = self.header.as_ref().map(StreamHeader::table);
        let id = table.and_then(|table| table.id(rank));
        let (position, size) = (self.progress.tokens, table.map_or(0, Table::size));
        self.progress.tokens = position.saturating_add(1);
        id.map(Symbol::Token).ok_or(Error::UnknownRank { position, rank, size })
    }

    /// Checks a control code that starts at `start`. Reads the padding after END, ABORT and FLUSH.
    fn control(
        &mut self,
        SymbolNumber(number): SymbolNumber,
        events: bool,
        start: Cursor,
    ) -> Result<Option<Symbol>> {
        let offset = self.input.offset() - (self.input.cursor.byte - start.byte);
        let known = Control::ALL.get(number as usize).copied();
        let reserved = u8::try_from(number).unwrap_or(u8::MAX);
        let control =
            known.ok_or(Error::Unsupported { what: "control code", number: reserved, known: CODES })?;
        match control {
            Control::End => return self.end(),
            Control::Abort => {
                self.input.padding()?;
                return Err(Error::Aborted { offset });
            }
            Control::Flush => self.input.padding()?,
            other if other.is_of_events() && !events => return Err(Error::Invalid { offset, reason: IDS }),
            _ => {}
        }
        Ok(Some(Symbol::Control(control)))
    }

    /// Reads the padding and the checksum after END.
    fn end(&mut self) -> Result<Option<Symbol>> {
        self.input.padding()?;
        let (offset, checksum) = (self.input.offset(), self.input.checksum());
        let Some(actual) = self.input.take(Checksum::LEN) else { return Ok(None) };
        if actual != checksum.bytes() {
            return Err(Error::Checksum { offset });
        }
        self.progress.ended = true;
        Ok(Some(Symbol::Control(Control::End)))
    }

    /// Checks that no bytes follow the end of the stream.
    pub(super) fn nothing_follows(&self) -> Result<()> {
        let offset = self.input.offset();
        if self.input.unread().is_empty() { Ok(()) } else { Err(Error::TrailingBytes { offset }) }
    }
}
