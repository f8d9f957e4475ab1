//! Tokens as bytes <-> payload.

use super::Codec;
use crate::error::{Error, Result};

impl Codec {
    /// Payload of ordinary tokens, each given by its bytes.
    ///
    /// # Errors
    /// [`Error::UnknownToken`], [`Error::NoVocabulary`], and those of [`encode`](Self::encode).
    pub fn encode_tokens<T: AsRef<[u8]>>(&self, tokens: &[T]) -> Result<Vec<u8>> {
        let vocabulary = self.vocabulary()?;
        self.encode_found(tokens, |token| vocabulary.ordinary_id(token))
    }

    /// [`encode_tokens`](Self::encode_tokens) that also knows the special tokens by their names.
    ///
    /// # Errors
    /// As there.
    pub fn encode_tokens_with_special<T: AsRef<[u8]>>(&self, tokens: &[T]) -> Result<Vec<u8>> {
        let vocabulary = self.vocabulary()?;
        self.encode_found(tokens, |token| {
            let special = || std::str::from_utf8(token).ok().and_then(|name| vocabulary.special_id(name));
            vocabulary.ordinary_id(token).or_else(special)
        })
    }

    /// The bytes of each token of a payload, special ones by name.
    ///
    /// # Errors
    /// [`Error::NoBytes`], [`Error::NoVocabulary`], and those of [`decode`](Self::decode).
    pub fn decode_tokens(&self, payload: &[u8]) -> Result<Vec<&'static [u8]>> {
        let vocabulary = self.vocabulary()?;
        let ids = self.decode(payload)?;
        ids.iter().enumerate().map(|(position, &id)| vocabulary.expect_token(position, id)).collect()
    }

    fn encode_found<T: AsRef<[u8]>>(
        &self,
        tokens: &[T],
        find: impl Fn(&[u8]) -> Option<u32>,
    ) -> Result<Vec<u8>> {
        let id = |(position, token): (usize, &T)| {
            let token = token.as_ref();
            find(token).ok_or_else(|| Error::UnknownToken { position, token: token.into() })
        };
        self.check_text(tokens.iter().map(|token| token.as_ref().len()).sum())?;
        let ids: Vec<u32> = tokens.iter().enumerate().map(id).collect::<Result<_>>()?;
        self.encode(&ids)
    }
}
