//! Encodes and decodes text.

use super::Codec;
use crate::error::{Error, Result};
use crate::form::Form;
#[cfg(feature = "text")]
use crate::vocab::{Text, Tokenizer};

const TEXT: &str = "bytes of text in a gzip payload";

impl Codec {
    /// Tokenizes text and encodes it as a payload.
    ///
    /// # Errors
    /// [`Error::NoVocabulary`], and those of [`encode`](Self::encode).
    #[cfg(feature = "text")]
    pub fn encode_text<'a>(&self, text: impl Into<Text<'a>>) -> Result<Vec<u8>> {
        let text = text.into();
        self.check_text_len(text.bytes.len())?;
        let vocabulary = self.table.expect_vocabulary()?;
        self.encode(&Tokenizer::new(vocabulary.encoding()).encode(text))
    }

    /// Checks that [`decode_bytes`](Self::decode_bytes) would accept a text of this many bytes.
    pub(super) fn check_text_len(&self, text: usize) -> Result<()> {
        if self.gzip && text > self.max_size {
            return Err(Error::LimitExceeded { what: TEXT, limit: self.max_size });
        }
        Ok(())
    }

    /// Decodes the text of a payload.
    ///
    /// # Errors
    /// [`Error::NotUtf8`], and those of [`decode_bytes`](Self::decode_bytes).
    pub fn decode_text(&self, payload: &[u8]) -> Result<String> {
        let bytes = self.decode_bytes(payload)?;
        String::from_utf8(bytes).map_err(|error| Error::NotUtf8 { offset: error.utf8_error().valid_up_to() })
    }

    /// Decodes the text of a payload as bytes, which need not be UTF-8.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode);
    /// [`Error::LimitExceeded`] if the payload is in a gzip member and the text is longer than
    /// [`with_max_size`](Self::with_max_size) allows.
    pub fn decode_bytes(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let vocabulary = self.table.expect_vocabulary()?;
        vocabulary.decode_up_to(&self.decode(payload)?, self.max_text_len(payload), TEXT)
    }

    /// Returns the limit for decoded text. A plain payload needs none: its text is at most 128 times as long. A
    /// gzip bomb has no such bound.
    fn max_text_len(&self, payload: &[u8]) -> usize {
        match Form::detect(payload) {
            Some(Form::GzipPayload) => self.max_size,
            _ => usize::MAX,
        }
    }
}
