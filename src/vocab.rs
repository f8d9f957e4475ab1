//! Vocabularies, which convert token ids to bytes and back. They are compiled in.

mod builtin;
mod detokenizer;
mod image;
mod special;
#[cfg(feature = "text")]
mod text;
#[cfg(feature = "text")]
mod tokenizer;

pub use detokenizer::Detokenizer;
#[cfg(feature = "text")]
pub use text::Text;
#[cfg(feature = "text")]
pub use tokenizer::Tokenizer;

use crate::encoding::Encoding;
use crate::error::{Error, Result};

/// The tokens of an encoding. Ordinary tokens are bytes, which need not be UTF-8. Special tokens have names.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, Vocabulary};
/// let vocabulary = Vocabulary::new(Encoding::O200kBase);
/// assert_eq!(vocabulary.ordinary_id(b" the"), Some(290));
/// assert_eq!(vocabulary.token(290), Some(&b" the"[..]));
/// assert_eq!(vocabulary.special_id("<|endoftext|>"), Some(199_999));
/// assert_eq!(vocabulary.token(200_000), None); // a gap
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary {
    encoding: Encoding,
}

impl Vocabulary {
    /// Returns the vocabulary of an encoding. This is free, since the tokens are compiled in.
    pub const fn new(encoding: Encoding) -> Self {
        Self { encoding }
    }

    /// Returns the encoding that this vocabulary belongs to.
    pub const fn encoding(self) -> Encoding {
        self.encoding
    }

    /// Returns the bytes of a token, or the name of a special token. Returns `None` for an id in a gap or outside
    /// the vocabulary.
    pub fn token(self, id: u32) -> Option<&'static [u8]> {
        if id >= self.encoding.vocab_size() {
            return None;
        }
        builtin::image(self.encoding).token(id).or_else(|| self.special_name(id).map(str::as_bytes))
    }

    /// Returns the id of an ordinary token, or `None` if there is no token with these bytes.
    pub fn ordinary_id(self, token: &[u8]) -> Option<u32> {
        builtin::image(self.encoding).id(token).filter(|&id| id < self.encoding.vocab_size())
    }

    /// Returns the id of a special token by any of its names.
    pub fn special_id(self, name: &str) -> Option<u32> {
        special::id(self.encoding, name)
    }

    /// Returns the name of a special token that decoding writes, or `None` if the id is not a special token.
    pub fn special_name(self, id: u32) -> Option<&'static str> {
        special::name(self.encoding, id)
    }

    /// Decodes ids to the concatenated bytes of their tokens. No token is longer than 128 bytes.
    ///
    /// # Errors
    /// [`Error::NoBytes`] for an id in a gap, [`Error::UnknownId`] outside the vocabulary.
    pub fn decode(self, ids: &[u32]) -> Result<Vec<u8>> {
        self.decode_up_to(ids, usize::MAX, "bytes of text")
    }

    /// Like [`decode`](Self::decode), but returns an error if the text has more than `limit` bytes. The text is
    /// allocated only after this check. `what` names the limited quantity.
    pub(crate) fn decode_up_to(self, ids: &[u32], limit: usize, what: &'static str) -> Result<Vec<u8>> {
        let tokens = || ids.iter().enumerate().map(|(position, &id)| self.expect_token(position, id));
        let mut len: usize = 0;
        for token in tokens() {
            len = len.saturating_add(token?.len());
        }
        if len > limit {
            return Err(Error::LimitExceeded { what, limit });
        }
        let mut text = Vec::with_capacity(len);
        tokens().flatten().for_each(|token| text.extend_from_slice(token));
        Ok(text)
    }

    /// Returns the bytes of the token at `position` in a list, or the error for an id without bytes.
    pub(crate) fn expect_token(self, position: usize, id: u32) -> Result<&'static [u8]> {
        let size = self.encoding.vocab_size();
        self.token(id).ok_or(if id < size {
            Error::NoBytes { position, id }
        } else {
            Error::UnknownId { position, id: id.into(), size }
        })
    }
}
