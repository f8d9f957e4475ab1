//! Decodes the body of a document to ids or text.

use super::Document;
use super::limit::{self, IDS, TEXT};
#[cfg(feature = "zstd")]
use crate::coder::zstd;
use crate::coder::{Coder, gzip, prefix, thrift};
use crate::error::{Error, Result};

/// The number of bytes of code words that are decoded between two checks of the limit.
const STEP: usize = 1 << 16;

impl Document<'_> {
    /// Returns the token ids. If the document stores text, the text is tokenized.
    ///
    /// # Errors
    /// Every variant with an offset or a position, and [`Error::LimitExceeded`]. For stored text also
    /// [`Error::NoVocabulary`], and [`Error::NoTokenizer`] without the feature `text`.
    pub fn decode(&self) -> Result<Vec<u32>> {
        let mut ids = Vec::new();
        self.decode_into(&mut ids)?;
        Ok(ids)
    }

    /// Like [`decode`](Self::decode), but appends to `out`, which is unchanged after an error.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_into(&self, out: &mut Vec<u32>) -> Result<()> {
        let start = out.len();
        let read = match self.coder {
            _ if self.stores_text() => self.tokenize(out),
            Coder::Thrift => self.read_varints(self.bytes, self.offset, out),
            Coder::Gzip => gzip::inflate_raw(self.bytes, self.offset, self.max_size)
                .and_then(|varints| self.read_varints(&varints, 0, out)),
            Coder::Prefix => self.read_words(out),
            #[cfg(feature = "zstd")]
            Coder::Zstd | Coder::Hybrid => zstd::decompress(self.bytes, self.offset, self.max_size)
                .and_then(|varints| self.read_varints(&varints, 0, out)),
            Coder::Stored => self.read_ids(out),
        };
        if read.is_err() {
            out.truncate(start);
        }
        read
    }

    /// Returns the text.
    ///
    /// # Errors
    /// [`Error::NotUtf8`], and those of [`decode_bytes`](Self::decode_bytes).
    pub fn decode_text(&self) -> Result<String> {
        let bytes = self.decode_bytes()?;
        String::from_utf8(bytes).map_err(|error| Error::NotUtf8 { offset: error.utf8_error().valid_up_to() })
    }

    /// Returns the text as bytes, which need not be UTF-8.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode).
    pub fn decode_bytes(&self) -> Result<Vec<u8>> {
        match self.coder {
            Coder::Stored if self.stores_text() => self.stored_text(),
            #[cfg(feature = "zstd")]
            Coder::Zstd => zstd::decompress(self.bytes, self.offset, self.max_size),
            #[cfg(feature = "zstd")]
            Coder::Hybrid => self.text_of_ids(),
            Coder::Stored | Coder::Thrift | Coder::Gzip | Coder::Prefix => self.text_of_ids(),
        }
    }

    fn stored_text(&self) -> Result<Vec<u8>> {
        limit::check(self.body_len(), self.max_size, TEXT)?;
        Ok(self.body().to_vec())
    }

    fn text_of_ids(&self) -> Result<Vec<u8>> {
        let vocabulary = self.table.expect_vocabulary()?;
        vocabulary.decode_up_to(&self.decode()?, self.max_size, TEXT)
    }

    #[cfg(feature = "text")]
    fn tokenize(&self, out: &mut Vec<u32>) -> Result<()> {
        let vocabulary = self.table.expect_vocabulary()?;
        let ids = crate::vocab::Tokenizer::new(vocabulary.encoding()).encode(&self.decode_bytes()?);
        let size = self.table.size();
        if let Some(position) = ids.iter().position(|id| *id >= size) {
            return Err(Error::unknown_id(&ids, position, size));
        }
        out.extend(ids);
        Ok(())
    }

    #[cfg(not(feature = "text"))]
    #[allow(clippy::unused_self)] // as with the feature
    fn tokenize(&self, _: &mut Vec<u32>) -> Result<()> {
        Err(Error::NoTokenizer)
    }

    fn read_ids(&self, out: &mut Vec<u32>) -> Result<()> {
        let (ids, rest) = self.body().as_chunks();
        if !rest.is_empty() {
            return Err(Error::Invalid { offset: self.bytes.len(), reason: "ids of 4 bytes each" });
        }
        limit::check(ids.len(), self.max_size, IDS)?;
        out.reserve(ids.len());
        for (position, id) in ids.iter().enumerate() {
            let (id, size) = (u32::from_le_bytes(*id), self.table.size());
            let known = Some(id).filter(|&id| id < size);
            out.push(known.ok_or(Error::UnknownId { position, id: id.into(), size })?);
        }
        Ok(())
    }

    /// Decodes the varints from `offset` to the end, by the fast path if they are regular.
    fn read_varints(&self, bytes: &[u8], offset: usize, out: &mut Vec<u32>) -> Result<()> {
        let varints = bytes.get(offset..).unwrap_or_default();
        let count = thrift::precomputed::count(varints);
        limit::check(count, self.max_size, IDS)?;
        let start = out.len();
        if thrift::precomputed::decode(thrift::SimdMode::Fastest, varints, count, self.table.ids(), out) {
            return Ok(());
        }
        out.truncate(start);
        thrift::checked::decode(bytes, offset, out, |position, number| {
            let id = self.table.id_of(number.rank());
            id.ok_or_else(|| Error::unknown_mapped(position, number, self.table.size()))
        })
    }

    fn read_words(&self, out: &mut Vec<u32>) -> Result<()> {
        let (start, code) = (out.len(), self.table.rank_code());
        let mut decoder = prefix::Decoder::at(self.offset);
        for part in self.body().chunks(STEP) {
            decoder.push(&code, part, self.table.ids(), out)?;
            limit::check(out.len() - start, self.max_size, IDS)?;
        }
        decoder.finish()
    }

    fn body(&self) -> &[u8] {
        self.bytes.get(self.offset..).unwrap_or_default()
    }
}
