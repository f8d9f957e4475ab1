//! A message: ids, and the text that they stand for.

use super::corpus::Corpus;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

#[derive(Clone, Default)]
pub(crate) struct Message {
    pub(crate) ids: Vec<u32>,
    pub(crate) text: Vec<u8>,
    /// The ids as little-endian bytes: what a copy of them copies.
    pub(crate) raw: Vec<u8>,
}

impl Message {
    pub(crate) fn of_text(text: &str, encoding: Encoding) -> Self {
        Self::of(Tokenizer::of(encoding).encode(text), text.into())
    }

    /// The ids have to stand for a text; it may be cut within a character.
    pub(crate) fn of_ids(ids: &[u32], encoding: Encoding) -> Self {
        Self::of(ids.into(), Vocabulary::of(encoding).decode(ids).unwrap())
    }

    fn of(ids: Vec<u32>, text: Vec<u8>) -> Self {
        let raw = ids.iter().copied().flat_map(u32::to_le_bytes).collect();
        Self { ids, text, raw }
    }

    /// The longest beginning of at most so many tokens that ends with a whole character.
    pub(crate) fn beginning(&self, tokens: usize, encoding: Encoding) -> Option<Self> {
        if self.ids.len() < tokens {
            return None;
        }
        // A character has 4 bytes at most, and so that many tokens.
        let lengths = (tokens.saturating_sub(3)..=tokens).rev();
        let mut cut = lengths.map(|length| Self::of_ids(&self.ids[..length], encoding));
        cut.find(|message| std::str::from_utf8(&message.text).is_ok())
    }
}

/// A corpus's messages.
pub(crate) fn rows(corpus: &Corpus, encoding: Encoding) -> Vec<Message> {
    corpus.texts.iter().map(|text| Message::of_text(text, encoding)).collect()
}

/// Messages of so many tokens each, from the ids of all in a row, some 20,000 tokens in all.
pub(crate) fn cut(messages: &[Message], tokens: usize, encoding: Encoding) -> Vec<Message> {
    let ids: Vec<u32> = messages.iter().flat_map(|message| &message.ids).copied().collect();
    let pieces = ids.chunks_exact(tokens).take(20_000usize.div_ceil(tokens));
    pieces.map(|ids| Message::of_ids(ids, encoding)).collect()
}
