//! Stream -> symbols, as they come.

use super::control::{Control, Symbol};
use super::header::{StreamCoder, StreamHeader};
use super::input::{Input, Place};
use super::sum::Sum;
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::table::Table;
use crate::vocab::Vocabulary;

/// Reads a stream whose bytes come a few at a time: give them to [`push`](Self::push), then take what is whole.
///
/// What comes before an error is given out before it; from then on there is that error only. Bytes that were read are
/// not kept.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, StreamReader, StreamWriter};
/// let mut writer = StreamWriter::new(Encoding::O200kBase);
/// let mut bytes = Vec::new();
/// writer.tokens(&[13225, 2375, 0], &mut bytes)?;
/// writer.end(&mut bytes);
///
/// let mut reader = StreamReader::new();
/// let mut ids = Vec::new();
/// for byte in bytes {
///     reader.push(&[byte]);
///     reader.tokens(&mut ids)?;
/// }
/// reader.finish()?;
/// assert_eq!(ids, [13225, 2375, 0]);
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct StreamReader {
    own: Option<Table>,
    vocabulary: Option<Vocabulary>,
    pub(super) header: Option<StreamHeader>,
    pub(super) input: Input,
    pub(super) progress: Progress,
    failed: Option<Error>,
}

/// How far it is, but for the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// Tokens read.
    pub(super) tokens: usize,
    ended: bool,
}

impl StreamReader {
    /// A reader of streams with a built-in table.
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader that also reads streams of this table of one's own.
    pub fn with_table(table: Table) -> Self {
        Self { own: Some(table), ..Self::default() }
    }

    /// What the ids of a table of one's own stand for. Of a registered table the stream says it itself.
    #[must_use]
    pub const fn with_vocabulary(mut self, encoding: Encoding) -> Self {
        self.vocabulary = Some(Vocabulary::of(encoding));
        self
    }

    /// Takes the stream's next bytes, however many.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.input.push(bytes);
        }
    }

    /// What the stream says of itself, once that is there.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Unsupported`]; [`Error::OtherTable`] for a table of somebody's own;
    /// [`Error::UnknownName`] for one that is not compiled in.
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.attempt(|_| Ok(Some(())))?;
        Ok(self.header.as_ref())
    }

    /// The next symbol, or `None` where more bytes are needed. FLUSH is never given. END is given when its checksum was
    /// right, and again from then on.
    ///
    /// # Errors
    /// Those of [`header`](Self::header); [`Error::NotCanonical`], [`Error::UnknownRank`], [`Error::Unsupported`] and
    /// [`Error::Invalid`] (a code of events in a stream of ids); [`Error::Aborted`]; [`Error::Checksum`];
    /// [`Error::TrailingBytes`] after END.
    pub fn symbol(&mut self) -> Result<Option<Symbol>> {
        let events = self.header()?.is_some_and(|header| header.dictionary.is_some());
        self.symbol_of(events)
    }

    /// [`symbol`](Self::symbol) that knows no codes of events, unless they are asked for.
    pub(super) fn symbol_of(&mut self, events: bool) -> Result<Option<Symbol>> {
        loop {
            match self.attempt(|reader| reader.any_symbol(events))? {
                Some(Symbol::Control(Control::Flush)) => {}
                other => return Ok(other),
            }
        }
    }

    /// The number that follows, or `None` where more bytes are needed.
    ///
    /// # Errors
    /// [`Error::NotCanonical`].
    pub fn number(&mut self) -> Result<Option<u64>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { reader.input.number(64) })
    }

    /// The bytes that follow, so many, or `None` where more bytes are needed: until they are all there, they are held.
    ///
    /// # Errors
    /// The one that there was before.
    pub fn bytes(&mut self, len: usize) -> Result<Option<Vec<u8>>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { Ok(reader.input.take(len)) })
    }

    /// What `read` gives. Where it gives nothing, all is as if it had not read: for what is several symbols, numbers and
    /// bytes, and wanted whole.
    ///
    /// # Errors
    /// Those of `read`. One of its own is not kept: it may be given again or not.
    pub fn whole<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<Option<T>>) -> Result<Option<T>> {
        if self.header()?.is_none() {
            return Ok(None);
        }
        let held = std::mem::replace(&mut self.input.held, true);
        let got = self.or_nothing(read);
        self.input.held = held;
        got
    }

    /// Bytes read: of a stream that has ended, all that belong to it.
    pub fn offset(&self) -> usize {
        self.input.offset() + usize::from(self.input.place.bit > 0)
    }

    /// Whether END was read and its checksum was right.
    pub const fn has_ended(&self) -> bool {
        self.progress.ended
    }

    /// Checks that the stream has ended and nothing follows.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::TrailingBytes`], and the one that there was before.
    pub fn finish(&self) -> Result<()> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if !self.progress.ended {
            return Err(Error::Truncated { offset: self.input.end() });
        }
        self.nothing_follows()
    }

    /// Does one thing after the header. Where it gives nothing, nothing was read; an error stays.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<Option<T>>) -> Result<Option<T>> {
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

/// Number of the symbol of rank 0.
pub(super) const TOKENS: u32 = 16;
const CODES: &str = "codes 0 to 14";
const IDS: &str = "a token, END, ABORT, FLUSH or PING";
