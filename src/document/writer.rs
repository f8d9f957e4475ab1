//! Text or ids -> document.

use super::header::{self, Body};
use super::{cap, checksum};
#[cfg(feature = "zstd")]
use crate::coder::zstd;
use crate::coder::{Coder, gzip, prefix, thrift};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::limits::MAX_DOCUMENT;
use crate::registry::TableId;
use crate::table::Table;
#[cfg(feature = "text")]
use crate::vocab::Tokenizer;
use crate::vocab::Vocabulary;

/// Writes documents: text or token ids with a header and a checksum, for files, databases and request bodies.
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
    vocabulary: Option<Vocabulary>,
    coder: Coder,
    limit: usize,
}

/// What is to be written.
#[derive(Clone, Copy)]
struct Content<'a> {
    /// Where text was given, and storing it brings back its very ids.
    text: Option<&'a [u8]>,
    ids: &'a [u32],
}

impl DocumentWriter {
    /// A writer with the table chat-2026 and [`Coder::Auto`]. Costs nothing: the table is compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self::with_table(Table::chat_2026(encoding)).with_vocabulary(encoding)
    }

    /// A writer with any table, for ids only, until [`with_vocabulary`](Self::with_vocabulary) says what they stand for.
    ///
    /// A document carries the fingerprint of a table that is not built in: 8 bytes.
    pub const fn with_table(table: Table) -> Self {
        Self { table, vocabulary: None, coder: Coder::Auto, limit: MAX_DOCUMENT }
    }

    /// What the ids stand for, so that text can be written. If a built-in table is not that encoding's own, it counts as
    /// a table of one's own: the reader has to be told both.
    #[must_use]
    pub const fn with_vocabulary(mut self, encoding: Encoding) -> Self {
        self.vocabulary = Some(Vocabulary::of(encoding));
        self
    }

    /// How bodies are written.
    #[must_use]
    pub const fn with_coder(mut self, coder: Coder) -> Self {
        self.coder = coder;
        self
    }

    /// Most bytes of text, ids, and bytes inside deflate or zstd in one document ([`MAX_DOCUMENT`] unless said, at most 4 GiB).
    /// A reader has to allow as much.
    #[must_use]
    pub const fn with_limit(mut self, limit: usize) -> Self {
        self.limit = if limit < gzip::MAX_LIMIT { limit } else { gzip::MAX_LIMIT };
        self
    }

    /// The table.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// Most bytes that a document of so many ids takes. One of text by [`Coder::Auto`] or `Coder::Smallest` takes at most
    /// 14 bytes more than the text.
    pub const fn max_encoded_len(&self, ids: usize) -> usize {
        const AROUND: usize = 14;
        let varints = thrift::max_len(ids, self.table.size());
        let body = match self.coder {
            Coder::Auto | Coder::Stored => ids.saturating_mul(4),
            Coder::Thrift => varints,
            Coder::Gzip => gzip::max_len(varints),
            Coder::Prefix => prefix::max_len(ids),
            #[cfg(feature = "zstd")]
            Coder::Zstd | Coder::Hybrid => zstd::max_len(varints),
            #[cfg(feature = "zstd")]
            Coder::Smallest => ids.saturating_mul(4),
        };
        body.saturating_add(AROUND)
    }

    /// Document of token ids.
    ///
    /// # Errors
    /// [`Error::UnknownId`] and [`Error::LimitExceeded`].
    pub fn encode(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.encode_into(ids, &mut out)?;
        Ok(out)
    }

    /// [`encode`](Self::encode), appended to `out`; after an error it is as it was.
    ///
    /// # Errors
    /// As there.
    pub fn encode_into(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.write(Content { text: None, ids }, out)
    }

    /// Document of a text, UTF-8 or any other bytes. Names of special tokens in it are ordinary text.
    ///
    /// # Errors
    /// [`Error::NoVocabulary`] and [`Error::LimitExceeded`].
    #[cfg(feature = "text")]
    pub fn encode_text(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        self.encode_text_watched(text, |_| ())
    }

    /// [`encode_text`](Self::encode_text) that tells after each word how many bytes it had: for a progress bar.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "text")]
    pub fn encode_text_watched(&self, text: impl AsRef<[u8]>, taken: impl FnMut(usize)) -> Result<Vec<u8>> {
        let text = text.as_ref();
        let tokenizer = self.tokenizer(text.len())?;
        // A text that is kept needs no ids, unless some of them may be missing in the table.
        let covered = self.vocabulary.is_some_and(|all| all.encoding().vocab_size() <= self.table.size());
        let ids = if self.coder.keeps_text() && covered {
            Vec::new()
        } else {
            tokenizer.encode_watched(text, taken)
        };
        let mut out = Vec::new();
        self.write(Content { text: Some(text), ids: &ids }, &mut out).map(|()| out)
    }

    /// [`encode_text`](Self::encode_text) in which `<|endoftext|>` and the like become special tokens. Where there are
    /// some, the document is one of ids.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "text")]
    pub fn encode_text_with_special(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        self.encode_text_with_special_watched(text, |_| ())
    }

    /// [`encode_text_with_special`](Self::encode_text_with_special) that tells after each word and name how many bytes
    /// it had.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "text")]
    pub fn encode_text_with_special_watched(
        &self,
        text: impl AsRef<[u8]>,
        taken: impl FnMut(usize),
    ) -> Result<Vec<u8>> {
        let text = text.as_ref();
        let tokenizer = self.tokenizer(text.len())?;
        let ids = tokenizer.encode_with_special_watched(text, taken);
        let special =
            |id: &u32| self.vocabulary.is_some_and(|vocabulary| vocabulary.special_name(*id).is_some());
        let text = if ids.iter().any(special) { None } else { Some(text) };
        let mut out = Vec::new();
        self.write(Content { text, ids: &ids }, &mut out).map(|()| out)
    }

    /// The tokenizer, for a text of so many bytes.
    #[cfg(feature = "text")]
    fn tokenizer(&self, text: usize) -> Result<Tokenizer> {
        cap::check(text, self.limit, cap::TEXT)?;
        Ok(Tokenizer::of(self.vocabulary.ok_or(Error::NoVocabulary)?.encoding()))
    }

    fn write(&self, content: Content<'_>, out: &mut Vec<u8>) -> Result<()> {
        cap::check(content.ids.len(), self.limit, cap::IDS)?;
        let start = out.len();
        let written = match self.coder {
            Coder::Auto => self.write_smallest(&Coder::ALL, content, out),
            #[cfg(feature = "zstd")]
            Coder::Smallest => self.write_smallest(Coder::KNOWN, content, out),
            coder => self.write_as(content.body(coder), content, out),
        };
        match written {
            Ok(()) => checksum::append(start, out),
            Err(_) => out.truncate(start),
        }
        written
    }

    /// Header and body, by each of these coders, the first of the smallest.
    fn write_smallest(&self, coders: &[Coder], content: Content<'_>, out: &mut Vec<u8>) -> Result<()> {
        let mut smallest: Option<Vec<u8>> = None;
        let mut bodies: Vec<Body> = coders.iter().map(|coder| content.body(*coder)).collect();
        // Of ids alone, zstd is hybrid.
        bodies.dedup();
        for body in bodies {
            let mut candidate = Vec::new();
            match self.write_as(body, content, &mut candidate) {
                // Varints may be more than a reader would unpack; stored, which comes first, does not mind.
                Err(Error::LimitExceeded { .. }) if smallest.is_some() => continue,
                other => other?,
            }
            if smallest.as_ref().is_none_or(|smallest| candidate.len() < smallest.len()) {
                smallest = Some(candidate);
            }
        }
        out.extend(smallest.unwrap_or_default());
        Ok(())
    }

    /// Header and body.
    fn write_as(&self, body: Body, content: Content<'_>, out: &mut Vec<u8>) -> Result<()> {
        header::write(body, TableId::of(&self.table, self.vocabulary), out);
        match body {
            Body::StoredText => {
                self.check_ids(content.ids)?;
                out.extend(content.text.unwrap_or_default());
            }
            Body::StoredIds => self.write_ids(content.ids, out)?,
            Body::Thrift => self.write_varints(content.ids, out)?,
            Body::Gzip => gzip::deflate(&self.varints(content.ids)?, self.limit, out)?,
            Body::Prefix => self.write_words(content.ids, out)?,
            #[cfg(feature = "zstd")]
            Body::Zstd => {
                self.check_ids(content.ids)?;
                zstd::compress(content.text.unwrap_or_default(), self.limit, out)?;
            }
            #[cfg(feature = "zstd")]
            Body::Hybrid => zstd::compress(&self.varints(content.ids)?, self.limit, out)?,
        }
        Ok(())
    }

    fn write_ids(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.check_ids(ids)?;
        out.extend(ids.iter().copied().flat_map(u32::to_le_bytes));
        Ok(())
    }

    fn check_ids(&self, ids: &[u32]) -> Result<()> {
        let size = self.table.size();
        let unknown = ids.iter().position(|id| *id >= size);
        unknown.map_or(Ok(()), |position| Err(Error::unknown_id(ids, position, size)))
    }

    fn varints(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let mut varints = Vec::new();
        self.write_varints(ids, &mut varints).map(|()| varints)
    }

    fn write_varints(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let written = thrift::ready::encode(thrift::Ways::All, ids, self.table.varints(), out);
        written.map_err(|position| Error::unknown_id(ids, position, self.table.size()))
    }

    fn write_words(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let mut encoder = prefix::Encoder::new();
        let pushed = encoder.push(ids, self.table.code_words(), out);
        pushed.map_err(|position| Error::unknown_id(ids, position, self.table.size()))?;
        encoder.finish(out);
        Ok(())
    }
}

impl Content<'_> {
    /// How a coder's body is written; [`Coder::Auto`] and `Coder::Smallest` are not one coder.
    fn body(&self, coder: Coder) -> Body {
        match coder {
            Coder::Auto | Coder::Stored if self.text.is_some() => Body::StoredText,
            Coder::Auto | Coder::Stored => Body::StoredIds,
            Coder::Thrift => Body::Thrift,
            Coder::Gzip => Body::Gzip,
            Coder::Prefix => Body::Prefix,
            #[cfg(feature = "zstd")]
            Coder::Zstd | Coder::Smallest if self.text.is_some() => Body::Zstd,
            #[cfg(feature = "zstd")]
            Coder::Zstd | Coder::Smallest | Coder::Hybrid => Body::Hybrid,
        }
    }
}
