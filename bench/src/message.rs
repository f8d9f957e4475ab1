//! Messages, which have token ids and their text.

use crate::Corpus;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// A message in each form that methods encode.
#[derive(Clone, Default)]
pub struct Message {
    /// The token ids.
    pub ids: Vec<u32>,
    /// The text of the ids.
    pub text: Vec<u8>,
    /// The ids as little-endian bytes, for a plain copy.
    pub raw: Vec<u8>,
}

impl Message {
    /// Tokenizes a text.
    pub fn from_text(text: &str, encoding: Encoding) -> Self {
        Self::new(Tokenizer::new(encoding).encode(text), text.into())
    }

    /// Decodes ids. The text may end within a character.
    pub fn from_ids(ids: &[u32], encoding: Encoding) -> Self {
        Self::new(ids.into(), Vocabulary::new(encoding).decode(ids).unwrap())
    }

    fn new(ids: Vec<u32>, text: Vec<u8>) -> Self {
        let raw = ids.iter().copied().flat_map(u32::to_le_bytes).collect();
        Self { ids, text, raw }
    }

    /// Returns the longest prefix of at most `tokens` tokens that ends with a whole character.
    pub fn prefix(&self, tokens: usize, encoding: Encoding) -> Option<Self> {
        if self.ids.len() < tokens {
            return None;
        }
        // A character has at most 4 bytes, and so at most 4 tokens.
        let lengths = (tokens.saturating_sub(3)..=tokens).rev();
        let mut prefixes = lengths.map(|length| Self::from_ids(&self.ids[..length], encoding));
        prefixes.find(|message| std::str::from_utf8(&message.text).is_ok())
    }
}

/// Returns the messages of a corpus.
pub fn messages(corpus: &Corpus, encoding: Encoding) -> Vec<Message> {
    corpus.texts.iter().map(|text| Message::from_text(text, encoding)).collect()
}

/// Concatenates all messages and cuts them into messages of `tokens` tokens, about 20,000 tokens in total.
pub fn cut(messages: &[Message], tokens: usize, encoding: Encoding) -> Vec<Message> {
    let ids: Vec<u32> = messages.iter().flat_map(|message| &message.ids).copied().collect();
    let pieces = ids.chunks_exact(tokens).take(20_000usize.div_ceil(tokens));
    pieces.map(|ids| Message::from_ids(ids, encoding)).collect()
}
