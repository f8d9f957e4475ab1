//! Text <-> payload.

use super::Codec;
use crate::error::{Error, Result};
#[cfg(feature = "text")]
use crate::vocab::Tokenizer;

impl Codec {
    /// Payload of a text, UTF-8 or any other bytes. Names of special tokens in it are ordinary text.
    ///
    /// # Errors
    /// [`Error::NoVocabulary`], and those of [`encode`](Self::encode).
    #[cfg(feature = "text")]
    pub fn encode_text(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        self.encode(&Tokenizer::of(self.vocabulary()?.encoding()).encode(text.as_ref()))
    }

    /// [`encode_text`](Self::encode_text) in which `<|endoftext|>` and the like become special tokens.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "text")]
    pub fn encode_text_with_special(&self, text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        self.encode(&Tokenizer::of(self.vocabulary()?.encoding()).encode_with_special(text.as_ref()))
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
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode).
    pub fn decode_bytes(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let vocabulary = self.vocabulary()?;
        vocabulary.decode(&self.decode(payload)?)
    }
}
