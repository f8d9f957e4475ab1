//! Stream -> symbols.

mod symbols;
mod tokens;

use super::control::Symbol;
use super::header::StreamHeader;
use super::input::Input;
use crate::error::{Error, Result};
use crate::table::Table;

/// Reads a stream incrementally: give its bytes to [`push`](Self::push) as they arrive, then take what is complete.
///
/// Everything before an error is returned before it; from then on every call returns that error. Bytes that were read are dropped.
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

/// How far reading is, apart from the bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// Tokens read.
    tokens: usize,
    ended: bool,
}

impl StreamReader {
    /// Returns a reader of streams with a built-in table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a custom table, so that streams with that table are read too.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.custom = Some(table);
        self
    }

    /// Takes the stream's next bytes, any number of them.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.input.push(bytes);
        }
    }

    /// Returns what the stream says of itself, or `None` if more bytes are needed.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Unsupported`]; [`Error::WrongTable`] if the stream has a custom table; [`Error::UnknownName`] if its
    /// table is not compiled in.
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.attempt(|_| Ok(Some(())))?;
        Ok(self.header.as_ref())
    }

    /// Returns the next symbol, or `None` if more bytes are needed. FLUSH is never returned. END is returned after its checksum
    /// matched, and again by every later call.
    ///
    /// # Errors
    /// Those of [`header`](Self::header); [`Error::NotCanonical`], [`Error::UnknownRank`], [`Error::Unsupported`] and
    /// [`Error::Invalid`] (a control code of events in a stream of ids); [`Error::Aborted`]; [`Error::Checksum`];
    /// [`Error::TrailingBytes`] after END.
    pub fn symbol(&mut self) -> Result<Option<Symbol>> {
        if let Some(id) = self.plain_token() {
            return Ok(Some(Symbol::Token(id)));
        }
        let events = self.header()?.is_some_and(|header| header.dictionary.is_some());
        self.symbol_of(events)
    }

    /// Returns the number that follows, or `None` if more bytes are needed.
    ///
    /// # Errors
    /// [`Error::NotCanonical`].
    pub fn number(&mut self) -> Result<Option<u64>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { reader.input.number(64) })
    }

    /// Returns the `len` bytes that follow, or `None` if more bytes are needed. They are held until all have arrived.
    ///
    /// # Errors
    /// The earlier error, if there was one.
    pub fn bytes(&mut self, len: usize) -> Result<Option<Vec<u8>>> {
        self.attempt(|reader| if reader.progress.ended { Ok(None) } else { Ok(reader.input.take(len)) })
    }

    /// Returns the number of bytes read. After the end, that is the length of the stream.
    pub fn offset(&self) -> usize {
        self.input.offset() + usize::from(self.input.cursor.bit > 0)
    }

    /// Whether END was read and its checksum matched.
    pub const fn has_ended(&self) -> bool {
        self.progress.ended
    }

    /// Checks that the stream has ended and nothing follows.
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

    /// Whether there may be more to read.
    const fn is_open(&self) -> bool {
        self.failed.is_none() && !self.progress.ended
    }
}
