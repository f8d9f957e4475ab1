//! Opens documents and exposes their metadata.

use super::checksum;
use super::header::{self, Header};
use crate::coder::{Coder, Content, gzip};
use crate::error::{Error, Result};
use crate::limits::MAX_SIZE;
use crate::table::Table;

/// A document whose header and checksum are valid. It identifies the table and coder that it was written with.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Coder, Document, DocumentWriter, Encoding};
/// let bytes = DocumentWriter::new(Encoding::O200kBase).encode(&[13225, 2375, 0])?;
/// let document = Document::open(&bytes)?;
/// assert_eq!((document.coder(), document.table().name()), (Coder::Prefix, "chat-2026/o200k"));
/// assert_eq!(document.decode()?, [13225, 2375, 0]);
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document<'a> {
    pub(super) coder: Coder,
    pub(super) content: Content,
    pub(super) table: Table,
    pub(super) max_size: usize,
    /// All bytes before the checksum, so that error offsets count from the start of the document.
    pub(super) bytes: &'a [u8],
    /// The offset of the body.
    pub(super) offset: usize,
    len: usize,
}

impl<'a> Document<'a> {
    /// Opens a document with a built-in table. Verifies the header and the checksum, but does not decode the body.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::Invalid`], [`Error::Unsupported`], and [`Error::Checksum`].
    /// [`Error::WrongTable`] if the document has a custom table, [`Error::UnknownName`] if its table is not
    /// compiled in.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        Self::open_any(bytes, None)
    }

    /// Opens a document with a built-in table or with this custom table.
    ///
    /// # Errors
    /// As [`open`](Self::open), with [`Error::WrongTable`] if the document has the fingerprint of another custom table.
    pub fn open_with(bytes: &'a [u8], table: &Table) -> Result<Self> {
        Self::open_any(bytes, Some(table))
    }

    fn open_any(bytes: &'a [u8], custom: Option<&Table>) -> Result<Self> {
        let len = bytes.len();
        let Header { coder, content, table, len: offset } = header::read(bytes)?;
        let bytes = checksum::check(bytes)?;
        if bytes.len() < offset {
            return Err(Error::Truncated { offset: len });
        }
        let table = table.resolve(custom)?;
        Ok(Self { coder, content, table, max_size: MAX_SIZE, bytes, offset, len })
    }

    /// Limits the size of decoded text in bytes, the number of ids, and the number of bytes inside deflate or
    /// zstd. The default is [`MAX_SIZE`], and the maximum is 4 Gi.
    #[must_use]
    pub const fn with_max_size(mut self, max_size: usize) -> Self {
        self.max_size = gzip::clamp(max_size);
        self
    }

    /// Returns the coder of the body.
    pub const fn coder(&self) -> Coder {
        self.coder
    }

    /// Returns whether the body is text rather than ids, either stored or compressed by zstd.
    pub const fn stores_text(&self) -> bool {
        matches!(self.content, Content::Text)
    }

    /// Returns the table that the document was written with.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the length of the body in bytes: the document without header and checksum.
    pub const fn body_len(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// Returns the name of the checksum: `"CRC-16"` for documents of up to 1,024 bytes, `"CRC-32"` for longer ones.
    pub const fn checksum(&self) -> &'static str {
        checksum::name(self.bytes.len())
    }

    /// Returns the length of the whole document in bytes.
    #[allow(clippy::len_without_is_empty)] // No document is empty.
    pub const fn len(&self) -> usize {
        self.len
    }
}
