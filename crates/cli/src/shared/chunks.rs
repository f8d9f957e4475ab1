//! Text in chunks, cut at places where the tokens of the chunks are those of the whole.

use crate::error::CliError;
use crate::shared::input::Input;

/// The approximate size of a chunk: much work, little memory.
const CHUNK_SIZE: usize = 1 << 20;

pub(crate) struct TextChunks<'a> {
    input: &'a mut Input,
    /// What was read after the last cut.
    rest: Vec<u8>,
}

impl<'a> TextChunks<'a> {
    pub(crate) const fn new(input: &'a mut Input) -> Self {
        Self { input, rest: Vec::new() }
    }

    /// Returns the next chunk, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, CliError> {
        let missing = CHUNK_SIZE - self.rest.len();
        let is_full = self.input.append_up_to(missing, &mut self.rest)? == missing;
        let end = if is_full { cut_position(&self.rest) } else { self.rest.len() };
        let rest = self.rest.split_off(end);
        let chunk = std::mem::replace(&mut self.rest, rest);
        Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
    }
}

/// Returns the last position after a line; without one, before a word; without one, between two characters.
fn cut_position(text: &[u8]) -> usize {
    let last = |can_cut: fn(&[u8; 3]) -> bool| {
        let window = text.windows(3).rposition(|window| window.first_chunk().is_some_and(can_cut));
        window.map(|start| start + 1)
    };
    let after_line = |[before, next, _]: &[u8; 3]| *before == b'\n' && begins_token(*next);
    let before_word = |[before, blank, letter]: &[u8; 3]| {
        before.is_ascii_graphic() && *blank == b' ' && letter.is_ascii_alphabetic()
    };
    last(after_line).or_else(|| last(before_word)).unwrap_or_else(|| character_end(text))
}

/// Returns the start of the last character if more bytes of it may follow, or else the end of the text.
fn character_end(text: &[u8]) -> usize {
    let last = text.iter().rposition(|byte| byte & 0xc0 != 0x80);
    let is_partial =
        |start: &usize| text.len() - start < 4 && text.get(*start).is_some_and(|byte| *byte >= 0xc0);
    last.filter(is_partial).unwrap_or(text.len())
}

/// Returns whether a line end before this byte ends a token, in every encoding: in all their patterns only a blank may
/// follow a line end in one word, or a slash (`o200k`). Blanks that are not ASCII begin with one of the four bytes here.
pub(crate) const fn begins_token(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'/' | 0xc2 | 0xe1..=0xe3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_before_words_and_words_before_characters() {
        assert_eq!(cut_position(b"a line\nand another one"), 7);
        assert_eq!(cut_position(b"a line\n and another one"), 19);
        assert_eq!(cut_position(b"one  two \n\n"), 11);
        assert_eq!(cut_position("xxxé".as_bytes()), 3);
        assert_eq!(cut_position("xxx🦀".as_bytes()), 7);
        assert_eq!(cut_position(&"xxx🦀".as_bytes()[..6]), 3);
        assert_eq!(cut_position(b"xxx\x80\x80\x80\x80"), 7);
        assert_eq!(cut_position(&[0x80; 9]), 9);
    }
}
