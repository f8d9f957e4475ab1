//! Text <-> payload.

use super::Codec;
use crate::error::{Error, Result};
use crate::form::Form;
#[cfg(feature = "text")]
use crate::vocab::Tokenizer;

const TEXT: &str = "bytes of text in a gzip payload";

impl Codec {
    /// Payload of a text, UTF-8 or any other bytes. Names of special tokens in it are ordinary text.
    ///
    /// # Errors
    /// [`Error::NoVocabulary`], and those of [`encode`](Self::encode).
    #[cfg(feature = "text")]
    pub fn encode_text(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        let tokenizer = self.tokenizer(text.as_ref().len())?;
        self.encode(&tokenizer.encode(text))
    }

    /// [`encode_text`](Self::encode_text) in which `<|endoftext|>` and the like become special tokens.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "text")]
    pub fn encode_text_with_special(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        let tokenizer = self.tokenizer(text.as_ref().len())?;
        self.encode(&tokenizer.encode_with_special(text))
    }

    /// The tokenizer, for a text of so many bytes.
    #[cfg(feature = "text")]
    fn tokenizer(&self, text: usize) -> Result<Tokenizer> {
        self.check_text(text)?;
        Ok(Tokenizer::of(self.vocabulary()?.encoding()))
    }

    /// Whether [`decode_bytes`](Self::decode_bytes) would give back a text of so many bytes.
    pub(super) fn check_text(&self, text: usize) -> Result<()> {
        if self.gzip && text > self.max_inflated {
            return Err(Error::LimitExceeded { what: TEXT, limit: self.max_inflated });
        }
        Ok(())
    }

    /// Text of a payload.
    ///
    /// # Errors
    /// [`Error::NotUtf8`], and those of [`decode_bytes`](Self::decode_bytes).
    pub fn decode_text(&self, payload: &[u8]) -> Result<String> {
        let bytes = self.decode_bytes(payload)?;
        String::from_utf8(bytes).map_err(|error| Error::NotUtf8 { offset: error.utf8_error().valid_up_to() })
    }

    /// Text of a payload as bytes, UTF-8 or not.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode); also
    /// [`Error::LimitExceeded`] for text that is longer than what gzip may inflate to.
    pub fn decode_bytes(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let vocabulary = self.vocabulary()?;
        vocabulary.decode_up_to(&self.decode(payload)?, self.max_text(payload), TEXT)
    }

    /// A plain payload pays for its text with bytes; a gzip bomb would not.
    fn max_text(&self, payload: &[u8]) -> usize {
        match Form::of(payload) {
            Some(Form::GzipPayload) => self.max_inflated,
            _ => usize::MAX,
        }
    }
}
