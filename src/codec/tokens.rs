//! Encodes and decodes tokens that are given by their bytes.

use super::Codec;
use crate::error::{Error, Result};

impl Codec {
    /// Encodes ordinary tokens, each given by its bytes, as a payload.
    ///
    /// For special tokens, pass the ids from [`Vocabulary::special_id`](crate::Vocabulary::special_id) to
    /// [`encode`](Self::encode).
    ///
    /// # Errors
    /// [`Error::UnknownToken`], [`Error::NoVocabulary`], and those of [`encode`](Self::encode).
    pub fn encode_tokens<T: AsRef<[u8]>>(&self, tokens: &[T]) -> Result<Vec<u8>> {
        let vocabulary = self.table.expect_vocabulary()?;
        let id = |(position, token): (usize, &T)| {
            let token = token.as_ref();
            let unknown = || Error::UnknownToken { position, token: token.into() };
            vocabulary.ordinary_id(token).ok_or_else(unknown)
        };
        self.check_text_len(tokens.iter().map(|token| token.as_ref().len()).sum())?;
        let ids: Vec<u32> = tokens.iter().enumerate().map(id).collect::<Result<_>>()?;
        self.encode(&ids)
    }

    /// Decodes the bytes of each token of a payload. A special token is returned as its name.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode).
    pub fn decode_tokens(&self, payload: &[u8]) -> Result<Vec<&'static [u8]>> {
        let vocabulary = self.table.expect_vocabulary()?;
        let ids = self.decode(payload)?;
        ids.iter().enumerate().map(|(position, &id)| vocabulary.expect_token(position, id)).collect()
    }
}
