//! Encodes text or ids as a document.

use super::body::Body;
use super::{checksum, limit};
#[cfg(feature = "zstd")]
use crate::coder::zstd;
use crate::coder::{Coder, CoderChoice, gzip, prefix, thrift};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::limits::MAX_SIZE;
use crate::stream::StreamWriter;
use crate::table::Table;
#[cfg(feature = "text")]
use crate::vocab::{Text, Tokenizer};

/// Encodes text or token ids as documents, which have a header and a checksum. Use them for files, databases and
/// request bodies.
///
/// ```
/// # #[cfg(all(feature = "o200k", feature = "text"))] {
/// use tokenwire::{Document, DocumentWriter, Encoding};
/// let writer = DocumentWriter::new(Encoding::O200kBase);
/// let document = writer.encode_text("Hello world!")?;
/// assert!(document.len() < "Hello world!".len());
/// assert_eq!(Document::open(&document)?.decode_text()?, "Hello world!");
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct DocumentWriter {
    table: Table,
    choice: CoderChoice,
    max_size: usize,
}

impl DocumentWriter {
    /// Returns a writer with the table chat-2026 and [`CoderChoice::Stable`]. This is free, since the table is
    /// compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self::from_table(Table::chat_2026(encoding))
    }

    /// Returns a writer with any table. A document with a custom table includes the table's fingerprint of 8 bytes.
    pub const fn from_table(table: Table) -> Self {
        Self { table, choice: CoderChoice::Stable, max_size: MAX_SIZE }
    }

    /// Sets the coder of the body, or how to choose it.
    #[must_use]
    pub fn with_coder(mut self, choice: impl Into<CoderChoice>) -> Self {
        self.choice = choice.into();
        self
    }

    /// Limits the size of text in bytes, the number of ids, and the number of bytes inside deflate or zstd in one
    /// document. The default is [`MAX_SIZE`], and the maximum is 4 Gi. A reader needs the same limit or a higher
    /// one.
    #[must_use]
    pub const fn with_max_size(mut self, max_size: usize) -> Self {
        self.max_size = gzip::clamp(max_size);
        self
    }

    /// Returns the table.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the limit for bytes of text and for ids in one document.
    pub(crate) const fn max_size(&self) -> usize {
        self.max_size
    }

    /// Returns a stream writer with the same table and coder, to replace a document that exceeds the limit. `what`
    /// names the limited quantity.
    ///
    /// # Errors
    /// [`Error::LimitExceeded`] if the coder does not support streams.
    pub(crate) fn to_stream(&self, what: &'static str) -> Result<StreamWriter> {
        let limit = self.max_size;
        let coder = self.choice.stream_coder().ok_or(Error::LimitExceeded { what, limit })?;
        Ok(StreamWriter::from_table(self.table.clone()).with_coder(coder))
    }

    /// Returns the largest number of bytes that a document of `ids` ids can take. With [`CoderChoice::Stable`] or
    /// `CoderChoice::Smallest`, a document of text takes at most 14 bytes more than the text.
    pub const fn max_encoded_len(&self, ids: usize) -> usize {
        const FRAME: usize = 14;
        let varints = thrift::max_len(ids, self.table.size());
        let body = match self.choice {
            CoderChoice::Only(Coder::Thrift) => varints,
            CoderChoice::Only(Coder::Gzip) => gzip::max_len(varints),
            CoderChoice::Only(Coder::Prefix) => prefix::max_len(ids),
            #[cfg(feature = "zstd")]
            CoderChoice::Only(Coder::Zstd | Coder::Hybrid) => zstd::max_len(varints),
            CoderChoice::Only(Coder::Stored) | CoderChoice::Stable => ids.saturating_mul(4),
            // The candidates include stored ids.
            #[cfg(feature = "zstd")]
            CoderChoice::Smallest => ids.saturating_mul(4),
        };
        body.saturating_add(FRAME)
    }

    /// Encodes token ids as a document.
    ///
    /// # Errors
    /// [`Error::UnknownId`] and [`Error::LimitExceeded`].
    pub fn encode(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.encode_into(ids, &mut out)?;
        Ok(out)
    }

    /// Like [`encode`](Self::encode), but appends to `out`, which is unchanged after an error.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_into(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.write(None, ids, out)
    }

    /// Encodes text, which need not be UTF-8, as a document. If the text contains special tokens and they are
    /// enabled, the document stores ids. Otherwise it may store the text.
    ///
    /// # Errors
    /// [`Error::NoVocabulary`] and [`Error::LimitExceeded`].
    #[cfg(feature = "text")]
    pub fn encode_text<'a>(&self, text: impl Into<Text<'a>>) -> Result<Vec<u8>> {
        let text = text.into();
        let bytes = text.bytes;
        limit::check(bytes.len(), self.max_size, limit::TEXT)?;
        let (ids, has_special) = self.tokenize(text)?;
        let mut out = Vec::new();
        self.write((!has_special).then_some(bytes), &ids, &mut out).map(|()| out)
    }

    /// Returns the ids of a text, and whether they include special tokens. The ids are empty if they are not needed.
    #[cfg(feature = "text")]
    fn tokenize(&self, text: Text<'_>) -> Result<(Vec<u32>, bool)> {
        let vocabulary = self.table.expect_vocabulary()?;
        // Storing the text needs no ids, unless the table may lack some of them.
        let complete = vocabulary.encoding().vocab_size() <= self.table.size();
        if complete && !text.special_tokens && self.stores_text() {
            return Ok((Vec::new(), false));
        }
        let special_tokens = text.special_tokens;
        let ids = Tokenizer::new(vocabulary.encoding()).encode(text);
        let has_special = special_tokens && ids.iter().any(|id| vocabulary.special_name(*id).is_some());
        Ok((ids, has_special))
    }

    /// Returns whether the choice is a single coder that stores text.
    #[cfg(feature = "text")]
    fn stores_text(&self) -> bool {
        use crate::coder::Content;
        matches!(self.choice, CoderChoice::Only(coder) if coder.number(Content::Text).is_some())
    }

    /// Appends a document. If `text` is given, a coder may store it instead of the ids.
    fn write(&self, text: Option<&[u8]>, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        limit::check(ids.len(), self.max_size, limit::IDS)?;
        let start = out.len();
        let body = Body { table: &self.table, max_size: self.max_size, text, ids };
        let written = body.write_smallest(self.choice.coders(), out);
        match written {
            Ok(()) => checksum::append(start, out),
            Err(_) => out.truncate(start),
        }
        written
    }
}
