//! One symbol.

use super::control::{Control, Symbol};
use super::header::{StreamCoder, StreamHeader};
use super::input::Place;
use super::reader::StreamReader;
use super::sum::Sum;
use crate::error::{Error, Result};
use crate::table::Table;

/// Number of the symbol of rank 0.
pub(super) const TOKENS: u32 = 16;
const CODES: &str = "codes 0 to 14";
const IDS: &str = "a token, END, ABORT, FLUSH or PING";

impl StreamReader {
    /// [`symbol`](Self::symbol) that knows no codes of events, unless they are asked for.
    pub(super) fn symbol_of(&mut self, events: bool) -> Result<Option<Symbol>> {
        loop {
            match self.attempt(|reader| reader.any_symbol(events))? {
                Some(Symbol::Control(Control::Flush)) => {}
                other => return Ok(other),
            }
        }
    }

    /// Does one thing after the header. Where it gives nothing, nothing was read; an error stays.
    pub(super) fn attempt<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let got = self.read_header().and_then(|there| if there { self.or_nothing(read) } else { Ok(None) });
        if let Err(error) = &got {
            self.failed = Some(error.clone());
        }
        got
    }

    /// Where nothing comes of it, nothing was read.
    fn or_nothing<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<Option<T>>) -> Result<Option<T>> {
        let before = (self.input.place, self.progress);
        let got = read(self);
        if matches!(got, Ok(None)) {
            (self.input.place, self.progress) = before;
        }
        got
    }

    /// Whether it is there.
    fn read_header(&mut self) -> Result<bool> {
        if self.header.is_some() {
            return Ok(true);
        }
        let unread = self.input.unread();
        let Some((header, rest)) = StreamHeader::read(unread, self.own.as_ref(), self.vocabulary)? else {
            return Ok(false);
        };
        let len = unread.len() - rest.len();
        self.input.skip_bytes(len);
        self.header = Some(header);
        Ok(true)
    }

    fn any_symbol(&mut self, events: bool) -> Result<Option<Symbol>> {
        if self.progress.ended {
            return self.nothing_follows().map(|()| Some(Symbol::Control(Control::End)));
        }
        let Some(header) = &self.header else { return Ok(None) };
        let start = self.input.place;
        let number = match header.coder {
            StreamCoder::Varint => self.input.symbol()?,
            StreamCoder::Prefix => self.input.word(&header.table.symbol_code())?,
        };
        let Some(number) = number else { return Ok(None) };
        match number.checked_sub(TOKENS) {
            Some(rank) => self.token(rank).map(Some),
            None => self.control(number, events, start),
        }
    }

    fn token(&mut self, rank: u32) -> Result<Symbol> {
        let table = self.header.as_ref().map(StreamHeader::table);
        let id = table.and_then(|table| table.id(rank));
        let (position, size) = (self.progress.tokens, table.map_or(0, Table::size));
        self.progress.tokens = position.saturating_add(1);
        id.map(Symbol::Token).ok_or(Error::UnknownRank { position, rank, size })
    }

    fn control(&mut self, number: u32, events: bool, start: Place) -> Result<Option<Symbol>> {
        let offset = self.input.offset() - (self.input.place.byte - start.byte);
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

    fn end(&mut self) -> Result<Option<Symbol>> {
        self.input.padding()?;
        let (offset, sum) = (self.input.offset(), self.input.sum_so_far());
        let Some(found) = self.input.take(Sum::LEN) else { return Ok(None) };
        if found != sum.bytes() {
            return Err(Error::Checksum { offset });
        }
        self.progress.ended = true;
        Ok(Some(Symbol::Control(Control::End)))
    }

    pub(super) fn nothing_follows(&self) -> Result<()> {
        let offset = self.input.offset();
        if self.input.unread().is_empty() { Ok(()) } else { Err(Error::TrailingBytes { offset }) }
    }
}
