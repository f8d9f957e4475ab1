//! Body -> ids or text.

use super::Document;
use super::cap::{self, IDS, TEXT};
use super::header::Body;
#[cfg(feature = "zstd")]
use crate::coder::zstd;
use crate::coder::{gzip, prefix, thrift};
use crate::error::{Error, Result};

impl Document<'_> {
    /// Token ids; of a stored text, those that its encoding's tokenizer gives.
    ///
    /// # Errors
    /// Every kind that names an offset or a position, and [`Error::LimitExceeded`]; of a stored text
    /// [`Error::NoVocabulary`], or [`Error::NoTokenizer`] without the feature `text`.
    pub fn decode(&self) -> Result<Vec<u32>> {
        let mut ids = Vec::new();
        self.decode_into(&mut ids)?;
        Ok(ids)
    }

    /// [`decode`](Self::decode), appended to `out`; after an error it is as it was.
    ///
    /// # Errors
    /// As there.
    pub fn decode_into(&self, out: &mut Vec<u32>) -> Result<()> {
        let start = out.len();
        let read = match self.body {
            Body::StoredText => self.tokenize(out),
            Body::StoredIds => self.read_ids(out),
            Body::Thrift => self.read_varints(self.bytes, self.offset, out),
            Body::Gzip => gzip::inflate_raw(self.bytes, self.offset, self.limit)
                .and_then(|varints| self.read_varints(&varints, 0, out)),
            Body::Prefix => self.read_words(out),
            #[cfg(feature = "zstd")]
            Body::Zstd => self.tokenize(out),
            #[cfg(feature = "zstd")]
            Body::Hybrid => zstd::decompress(self.bytes, self.offset, self.limit)
                .and_then(|varints| self.read_varints(&varints, 0, out)),
        };
        if read.is_err() {
            out.truncate(start);
        }
        read
    }

    /// The text.
    ///
    /// # Errors
    /// [`Error::NotUtf8`], and those of [`decode_bytes`](Self::decode_bytes).
    pub fn decode_text(&self) -> Result<String> {
        let bytes = self.decode_bytes()?;
        String::from_utf8(bytes).map_err(|error| Error::NotUtf8 { offset: error.utf8_error().valid_up_to() })
    }

    /// The text as bytes, UTF-8 or not.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode).
    pub fn decode_bytes(&self) -> Result<Vec<u8>> {
        match self.body {
            Body::StoredText => self.stored_text(),
            #[cfg(feature = "zstd")]
            Body::Zstd => zstd::decompress(self.bytes, self.offset, self.limit),
            _ => self.text_of_ids(),
        }
    }

    fn stored_text(&self) -> Result<Vec<u8>> {
        cap::check(self.body_len(), self.limit, TEXT)?;
        Ok(self.body().to_vec())
    }

    fn text_of_ids(&self) -> Result<Vec<u8>> {
        let vocabulary = self.vocabulary.ok_or(Error::NoVocabulary)?;
        vocabulary.decode_up_to(&self.decode()?, self.limit, TEXT)
    }

    #[cfg(feature = "text")]
    fn tokenize(&self, out: &mut Vec<u32>) -> Result<()> {
        let vocabulary = self.vocabulary.ok_or(Error::NoVocabulary)?;
        let ids = crate::vocab::Tokenizer::of(vocabulary.encoding()).encode(self.decode_bytes()?);
        let size = self.table.size();
        if let Some(position) = ids.iter().position(|id| *id >= size) {
            return Err(Error::unknown_id(&ids, position, size));
        }
        out.extend(ids);
        Ok(())
    }

    #[cfg(not(feature = "text"))]
    fn tokenize(&self, _: &mut Vec<u32>) -> Result<()> {
        Err(Error::NoTokenizer)
    }

    fn read_ids(&self, out: &mut Vec<u32>) -> Result<()> {
        let (ids, rest) = self.body().as_chunks();
        if !rest.is_empty() {
            return Err(Error::Invalid { offset: self.bytes.len(), reason: "ids of 4 bytes each" });
        }
        cap::check(ids.len(), self.limit, IDS)?;
        out.reserve(ids.len());
        for (position, id) in ids.iter().enumerate() {
            let (id, size) = (u32::from_le_bytes(*id), self.table.size());
            let known = Some(id).filter(|&id| id < size);
            out.push(known.ok_or(Error::UnknownId { position, id: id.into(), size })?);
        }
        Ok(())
    }

    /// Varints from `offset` to the end.
    fn read_varints(&self, bytes: &[u8], offset: usize, out: &mut Vec<u32>) -> Result<()> {
        let varints = bytes.get(offset..).unwrap_or_default();
        let count = thrift::ready::count(varints);
        cap::check(count, self.limit, IDS)?;
        let start = out.len();
        if thrift::ready::decode(thrift::Ways::All, varints, count, self.table.ids(), out) {
            return Ok(());
        }
        out.truncate(start);
        thrift::items::decode(bytes, offset, out, |position, symbol| {
            let id = self.table.id(thrift::rank(symbol));
            id.ok_or_else(|| Error::unknown_mapped(position, symbol, self.table.size()))
        })
    }

    fn read_words(&self, out: &mut Vec<u32>) -> Result<()> {
        const STEP: usize = 1 << 16;
        let (start, code) = (out.len(), self.table.code());
        let mut decoder = prefix::Decoder::at(self.offset);
        for part in self.body().chunks(STEP) {
            decoder.push(&code, part, self.table.ids(), out)?;
            cap::check(out.len() - start, self.limit, IDS)?;
        }
        decoder.finish()
    }

    fn body(&self) -> &[u8] {
        self.bytes.get(self.offset..).unwrap_or_default()
    }
}
