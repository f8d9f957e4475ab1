//! Stream -> symbols, as they come.

use super::control::Symbol;
use super::header::StreamHeader;
use super::input::Input;
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
    pub(super) own: Option<Table>,
    pub(super) vocabulary: Option<Vocabulary>,
    pub(super) header: Option<StreamHeader>,
    pub(super) input: Input,
    pub(super) progress: Progress,
    pub(super) failed: Option<Error>,
}

/// How far it is, but for the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Progress {
    /// Tokens read.
    pub(super) tokens: usize,
    pub(super) ended: bool,
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
        if let Some(id) = self.plain_token() {
            return Ok(Some(Symbol::Token(id)));
        }
        let events = self.header()?.is_some_and(|header| header.dictionary.is_some());
        self.symbol_of(events)
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

    /// Whether there may be more to be read.
    pub(super) const fn is_open(&self) -> bool {
        self.failed.is_none() && !self.progress.ended
    }
}
