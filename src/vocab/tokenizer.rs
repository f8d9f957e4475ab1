//! Tokenizes text. `docs/decisions.md` explains why this uses neither of the two libraries that also do this. The
//! tests compare it with both implementations of tiktoken.

mod class;
mod merge;
mod split;

use super::{Text, Vocabulary, special};
use crate::encoding::Encoding;
use merge::Merger;
use split::Splitter;

/// Splits text into words and words into tokens, as tiktoken does.
///
/// Text of any shape takes near-linear time. Bytes that are not UTF-8 become tokens too, so decoding returns the same
/// bytes.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, Tokenizer};
/// let tokenizer = Tokenizer::new(Encoding::O200kBase);
/// assert_eq!(tokenizer.encode("Hello world"), [13225, 2375]);
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Tokenizer {
    vocabulary: Vocabulary,
    splitter: Splitter,
}

impl Tokenizer {
    /// Returns the tokenizer of an encoding.
    pub fn new(encoding: Encoding) -> Self {
        Self { vocabulary: Vocabulary::new(encoding), splitter: Splitter::of(encoding) }
    }

    /// Returns the token ids of a text.
    pub fn encode<'a>(self, text: impl Into<Text<'a>>) -> Vec<u32> {
        self.encode_text(text.into())
    }

    fn encode_text(self, mut text: Text<'_>) -> Vec<u32> {
        let mut rest = text.bytes;
        let mut ids = Vec::with_capacity(rest.len() / 4);
        if text.special_tokens {
            while let Some((before, id, after)) = self.next_special(rest) {
                self.ordinary(before, &mut ids, &mut text);
                ids.push(id);
                text.advance(rest.len() - before.len() - after.len());
                rest = after;
            }
        }
        self.ordinary(rest, &mut ids, &mut text);
        ids
    }

    /// Appends the ids of `part`, without looking for special tokens.
    fn ordinary(self, part: &[u8], ids: &mut Vec<u32>, text: &mut Text<'_>) {
        let mut merger = Merger::new(self.vocabulary);
        let mut word = |word: &[u8]| {
            merger.encode(word, ids);
            text.advance(word.len());
        };
        for chunk in part.utf8_chunks() {
            self.splitter.words(chunk.valid()).for_each(|valid| word(valid.as_bytes()));
            if !chunk.invalid().is_empty() {
                word(chunk.invalid());
            }
        }
    }

    /// Finds the first name of a special token: returns what is before it, its id, and what is after it.
    fn next_special(self, text: &[u8]) -> Option<(&[u8], u32, &[u8])> {
        let mut from = 0;
        // Every name is `<|` and `|>` around something that contains neither.
        while let Some(start) = find(text, from, *b"<|") {
            if let Some((id, end)) = self.special_at(text, start) {
                return Some((text.get(..start)?, id, text.get(end..)?));
            }
            from = start + 2;
        }
        None
    }

    /// Returns id and end of the special token whose name begins at `start`.
    fn special_at(self, text: &[u8], start: usize) -> Option<(u32, usize)> {
        // Not to the end of the text: many beginnings without an end would each read all that follows.
        let near = text.get(..text.len().min(start + special::LONGEST))?;
        let end = find(near, start + 2, *b"|>")? + 2;
        let name = std::str::from_utf8(text.get(start..end)?).ok()?;
        Some((self.vocabulary.special_id(name)?, end))
    }
}

fn find(text: &[u8], from: usize, pair: [u8; 2]) -> Option<usize> {
    let found = text.get(from..)?.windows(2).position(|window| window == pair)?;
    Some(from + found)
}
