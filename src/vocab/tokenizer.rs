//! Text -> token ids. The one module that knows how: `docs/decisions.md` says why it is neither of the two
//! libraries that do this too, and the tests hold it to both of tiktoken's implementations.

mod merge;
mod split;

use super::{Vocabulary, special};
use crate::encoding::Encoding;
use merge::Merger;
use split::Splitter;

/// Splits text into words and words into tokens, as tiktoken does.
///
/// Text of any shape takes near-linear time. Bytes that are not UTF-8 become tokens too, so that decoding gives
/// back the very bytes.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Encoding, Tokenizer};
/// let tokenizer = Tokenizer::of(Encoding::O200kBase);
/// assert_eq!(tokenizer.encode("Hello world"), [13225, 2375]);
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Tokenizer {
    vocabulary: Vocabulary,
    /// Without one, which the tests rule out, all text is one word: other ids, but nothing is lost.
    splitter: Option<&'static Splitter>,
}

impl Tokenizer {
    /// The first call for a vocabulary compiles the pattern that splits words: some 3 ms.
    pub fn of(encoding: Encoding) -> Self {
        Self { vocabulary: Vocabulary::of(encoding), splitter: Splitter::of(encoding) }
    }

    /// Token ids of a text in which names of special tokens are ordinary text.
    pub fn encode(self, text: impl AsRef<[u8]>) -> Vec<u32> {
        self.encode_watched(text, |_| ())
    }

    /// [`encode`](Self::encode) that tells after each word how many bytes it had: for a progress bar.
    pub fn encode_watched(self, text: impl AsRef<[u8]>, mut taken: impl FnMut(usize)) -> Vec<u32> {
        let text = text.as_ref();
        let mut ids = Vec::with_capacity(text.len() / 4);
        self.ordinary(text, &mut ids, &mut taken);
        ids
    }

    /// Token ids of a text in which names of special tokens become those tokens.
    pub fn encode_with_special(self, text: impl AsRef<[u8]>) -> Vec<u32> {
        self.encode_with_special_watched(text, |_| ())
    }

    /// [`encode_with_special`](Self::encode_with_special) that tells after each word and name how many bytes it had.
    pub fn encode_with_special_watched(
        self,
        text: impl AsRef<[u8]>,
        mut taken: impl FnMut(usize),
    ) -> Vec<u32> {
        let mut rest = text.as_ref();
        let mut ids = Vec::with_capacity(rest.len() / 4);
        while let Some((before, id, after)) = self.next_special(rest) {
            self.ordinary(before, &mut ids, &mut taken);
            ids.push(id);
            taken(rest.len() - before.len() - after.len());
            rest = after;
        }
        self.ordinary(rest, &mut ids, &mut taken);
        ids
    }

    fn ordinary(self, text: &[u8], ids: &mut Vec<u32>, taken: &mut impl FnMut(usize)) {
        let mut merger = Merger::new(self.vocabulary);
        let mut take = |word: &[u8]| {
            merger.encode(word, ids);
            taken(word.len());
        };
        for chunk in text.utf8_chunks() {
            match self.splitter {
                Some(splitter) => splitter.words(chunk.valid()).for_each(|word| take(word.as_bytes())),
                None => take(chunk.valid().as_bytes()),
            }
            if !chunk.invalid().is_empty() {
                take(chunk.invalid());
            }
        }
    }

    /// The first special token's name: what is before it, its id, what is after it.
    fn next_special(self, text: &[u8]) -> Option<(&[u8], u32, &[u8])> {
        let mut from = 0;
        // Every name is `<|` and `|>` around something that has neither in it.
        while let Some(start) = find(text, from, *b"<|") {
            if let Some((id, end)) = self.special_at(text, start) {
                return Some((text.get(..start)?, id, text.get(end..)?));
            }
            from = start + 2;
        }
        None
    }

    /// Id and end of the special token whose name begins here.
    fn special_at(self, text: &[u8], start: usize) -> Option<(u32, usize)> {
        // Not to the text's end, or many beginnings without an end would each read all that follows.
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
