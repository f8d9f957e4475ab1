//! Document -> what it says of itself.

use super::checksum;
use super::header::{self, Body};
use crate::coder::{Coder, gzip};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::limits::MAX_DOCUMENT;
use crate::table::Table;
use crate::vocab::Vocabulary;

/// A document whose checksum is right; it says itself what is needed to read it.
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
    pub(super) body: Body,
    pub(super) table: Table,
    pub(super) vocabulary: Option<Vocabulary>,
    pub(super) limit: usize,
    /// All before the checksum, so that offsets are the document's.
    pub(super) bytes: &'a [u8],
    /// Where the body begins.
    pub(super) offset: usize,
    len: usize,
}

impl<'a> Document<'a> {
    /// Checks header and checksum of a document with a built-in table.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::Invalid`], [`Error::Unsupported`], [`Error::Checksum`];
    /// [`Error::OtherTable`] for a table of somebody's own; [`Error::UnknownName`] for one that is not compiled in.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        Self::open_any(bytes, None)
    }

    /// [`open`](Self::open) that also reads documents of this table of one's own.
    ///
    /// # Errors
    /// As there; [`Error::OtherTable`] if the document's fingerprint is not that table's.
    pub fn open_with(bytes: &'a [u8], table: &Table) -> Result<Self> {
        Self::open_any(bytes, Some(table))
    }

    fn open_any(bytes: &'a [u8], own: Option<&Table>) -> Result<Self> {
        let len = bytes.len();
        let (body, id, offset) = header::read(bytes)?;
        let bytes = checksum::check(bytes)?;
        if bytes.len() < offset {
            return Err(Error::Truncated { offset: len });
        }
        let (table, vocabulary) = id.table(own)?;
        Ok(Self { body, table, vocabulary, limit: MAX_DOCUMENT, bytes, offset, len })
    }

    /// What the ids of a table of one's own stand for. Of a registered table the document says it itself.
    #[must_use]
    pub const fn with_vocabulary(mut self, encoding: Encoding) -> Self {
        if self.vocabulary.is_none() {
            self.vocabulary = Some(Vocabulary::of(encoding));
        }
        self
    }

    /// Most bytes of text, ids, and bytes inside deflate or zstd ([`MAX_DOCUMENT`] unless said, at most 4 GiB).
    #[must_use]
    pub const fn with_limit(mut self, limit: usize) -> Self {
        self.limit = if limit < gzip::MAX_LIMIT { limit } else { gzip::MAX_LIMIT };
        self
    }

    /// How the body is written: one of [`Coder::KNOWN`].
    pub const fn coder(&self) -> Coder {
        match self.body {
            Body::StoredText | Body::StoredIds => Coder::Stored,
            Body::Thrift => Coder::Thrift,
            Body::Gzip => Coder::Gzip,
            Body::Prefix => Coder::Prefix,
            #[cfg(feature = "zstd")]
            Body::Zstd => Coder::Zstd,
            #[cfg(feature = "zstd")]
            Body::Hybrid => Coder::Hybrid,
        }
    }

    /// Whether it holds the text itself, not ids: stored as it is, or by zstd.
    pub const fn stores_text(&self) -> bool {
        match self.body {
            Body::StoredText => true,
            #[cfg(feature = "zstd")]
            Body::Zstd => true,
            _ => false,
        }
    }

    /// The table that it was written with.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// What the ids stand for, where that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.vocabulary.map(Vocabulary::encoding)
    }

    /// Bytes of the body: the document without header and checksum.
    pub const fn body_len(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// The checksum's name, `"CRC-16"` or `"CRC-32"`: short documents have the short one.
    pub const fn checksum(&self) -> &'static str {
        checksum::name(self.bytes.len())
    }

    /// Bytes of the whole document.
    #[allow(clippy::len_without_is_empty)] // None is empty.
    pub const fn len(&self) -> usize {
        self.len
    }
}
