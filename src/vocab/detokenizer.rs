//! Decodes token ids to text incrementally, at character boundaries.

use super::Vocabulary;
use crate::encoding::Encoding;
use crate::error::Result;

/// Decodes ids to text as they arrive, and never returns part of a character.
///
/// A token may end within a character. The bytes of an incomplete character, at most three, stay buffered until
/// the rest arrives. Bytes that cannot become a character are returned unchanged, so nothing is lost or replaced.
///
/// ```
/// # #[cfg(feature = "o200k")] {
/// use tokenwire::{Detokenizer, Encoding};
/// let mut text = Detokenizer::new(Encoding::O200kBase);
/// // This character consists of three tokens.
/// assert_eq!(text.push(4103)?, b"");
/// assert_eq!(text.push(99)?, b"");
/// assert_eq!(text.push(222)?, "🦀".as_bytes());
/// assert_eq!(text.finish(), b"");
/// # }
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Detokenizer {
    vocabulary: Vocabulary,
    /// The text that was returned last, followed by the bytes of an incomplete character.
    buffer: Vec<u8>,
    /// The number of bytes of `buffer` that have been returned.
    returned: usize,
    /// The number of ids pushed.
    position: usize,
}

impl Detokenizer {
    /// Returns a detokenizer for the ids of an encoding.
    pub const fn new(encoding: Encoding) -> Self {
        Self { vocabulary: Vocabulary::new(encoding), buffer: Vec::new(), returned: 0, position: 0 }
    }

    /// Adds one id and returns the text that is now complete.
    ///
    /// # Errors
    /// Those of [`Vocabulary::decode`]. The position counts all ids pushed. The unknown id is skipped.
    pub fn push(&mut self, id: u32) -> Result<&[u8]> {
        let position = self.position;
        self.position += 1;
        let token = self.vocabulary.expect_token(position, id)?;
        self.buffer.drain(..self.returned);
        self.buffer.extend_from_slice(token);
        self.returned = complete(&self.buffer);
        Ok(self.buffer.get(..self.returned).unwrap_or_default())
    }

    /// Returns the bytes that are still buffered: those of an incomplete character, or none.
    pub fn finish(mut self) -> Vec<u8> {
        self.buffer.split_off(self.returned)
    }
}

/// Returns the length of the bytes without an incomplete character at the end.
fn complete(bytes: &[u8]) -> usize {
    let mut start = 0;
    while let Some(Err(error)) = bytes.get(start..).map(std::str::from_utf8) {
        start += error.valid_up_to();
        match error.error_len() {
            Some(bad) => start += bad,
            None => return start,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::complete;

    #[test]
    fn only_an_incomplete_character_stays_buffered() {
        let crab = "🦀".as_bytes();
        for cut in 1..4 {
            assert_eq!(complete(&crab[..cut]), 0);
            assert_eq!(complete(&[b"ok", &crab[..cut]].concat()), 2);
            assert_eq!(complete(&[&crab[..cut], b"ok"].concat()), cut + 2);
        }
        assert_eq!(complete(crab), 4);
        assert_eq!(complete(b"\xff\xfe"), 2);
        assert_eq!(complete(b"\xed\xa0\x80"), 3); // A surrogate is not a character.
    }
}
