//! Decodes a stream to symbols.

mod symbols;
mod tokens;

use super::control::Symbol;
use super::header::StreamHeader;
use super::input::Input;
use crate::error::{Error, Result};
use crate::table::Table;

/// Decodes a stream incrementally. Pass bytes to [`push`](Self::push) as they arrive, then read all complete symbols.
///
/// Everything before an error is returned first. After an error, every call returns the same error. Bytes that
/// have been read are dropped, so memory does not grow with the length of the stream.
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
    custom: Option<Table>,
    header: Option<StreamHeader>,
    input: Input,
    progress: Progress,
    failed: Option<Error>,
}

/// The progress of reading, apart from the position in the input.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// The number of tokens read.
    tokens: usize,
    ended: bool,
}

impl StreamReader {
    /// Returns a reader for streams with a built-in table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a custom table, to also read streams with that table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.custom = Some(table);
        self
    }

    /// Adds the next bytes of the stream, in pieces of any size.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.input.push(bytes);
        }
    }

    /// Returns the header, or `None` if more bytes are needed.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::Unsupported`]. [`Error::WrongTable`] if the stream has a custom table that
    /// the reader was not given, [`Error::UnknownName`] if its table is not compiled in.
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.attempt(|_| Ok(Some(())))?;
        Ok(self.header.as_ref())
    }

    /// Returns the next symbol, or `None` if more bytes are needed. FLUSH is handled internally and never
    /// returned. END is returned once its checksum is verified, and again by every later call.
    ///
    /// # Errors
    /// Those of [`header`](Self::header), [`Error::NotCanonical`], [`Error::UnknownRank`], [`Error::Unsupported`],
    /// [`Error::Aborted`], [`Error::Checksum`], and [`Error::TrailingBytes`] after END. [`Error::Invalid`] for a
    /// control code of events in a stream of ids.
    pub fn symbol(&mut self) -> Result<Option<Symbol>> {
        if let Some(id) = self.plain_token() {
            return Ok(Some(Symbol::Token(id)));
        }
        let events = self.header()?.is_some_and(|header| header.dictionary.is_some());
        self.symbol_of(events)
    }

    /// Reads a number that follows a control code, or returns `None` if more bytes are needed.
    ///
    /// # Errors
    /// [`Error::NotCanonical`], and the earlier error if there was one.
    pub fn number(&mut self) -> Result<Option<u64>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { reader.input.number(64) })
    }

    /// Reads `len` bytes that follow a control code, or returns `None` if more bytes are needed. Nothing is read
    /// until all of them have arrived.
    ///
    /// # Errors
    /// The earlier error, if there was one.
    pub fn bytes(&mut self, len: usize) -> Result<Option<Vec<u8>>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { Ok(reader.input.take(len)) })
    }

    /// Returns the number of bytes read so far. After the end, this is the length of the stream.
    pub fn offset(&self) -> usize {
        self.input.offset() + usize::from(self.input.cursor.bit > 0)
    }

    /// Returns whether END has been read and its checksum verified.
    pub const fn has_ended(&self) -> bool {
        self.progress.ended
    }

    /// Checks that the stream has ended and that no bytes follow.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::TrailingBytes`], and the earlier error, if there was one.
    pub fn finish(&self) -> Result<()> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if !self.progress.ended {
            return Err(Error::Truncated { offset: self.input.end() });
        }
        self.nothing_follows()
    }

    /// Returns whether the stream has neither ended nor failed.
    const fn is_open(&self) -> bool {
        self.failed.is_none() && !self.progress.ended
    }
}
