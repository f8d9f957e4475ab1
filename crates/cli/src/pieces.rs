//! Text in pieces, cut where the tokens of the pieces are those of the whole.

use crate::failure::Failure;
use crate::input::Input;

/// Bytes of a piece, about: much work, little memory.
const PIECE: usize = 1 << 20;

pub(crate) struct Pieces<'a> {
    input: &'a mut Input,
    /// What comes next.
    rest: Vec<u8>,
}

impl<'a> Pieces<'a> {
    pub(crate) const fn of(input: &'a mut Input) -> Self {
        Self { input, rest: Vec::new() }
    }

    /// The next one, unless there is none.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let missing = PIECE - self.rest.len();
        let more = self.input.add_up_to(missing, &mut self.rest)? == missing;
        let place = if more { cut(&self.rest) } else { self.rest.len() };
        let rest = self.rest.split_off(place);
        let piece = std::mem::replace(&mut self.rest, rest);
        Ok(Some(piece).filter(|piece| !piece.is_empty()))
    }
}

/// The last good place: after a line, before a word, between two characters.
fn cut(text: &[u8]) -> usize {
    let place = |good: fn(&[u8; 3]) -> bool| {
        let windows = text.windows(3).rposition(|window| window.first_chunk().is_some_and(good));
        windows.map(|before| before + 1)
    };
    let after_line = |[before, next, _]: &[u8; 3]| *before == b'\n' && begins_token(*next);
    let before_word = |[before, blank, letter]: &[u8; 3]| {
        before.is_ascii_graphic() && *blank == b' ' && letter.is_ascii_alphabetic()
    };
    place(after_line).or_else(|| place(before_word)).unwrap_or_else(|| between_characters(text))
}

/// Before the last character if it may go on; otherwise, and where there is none, the end.
fn between_characters(text: &[u8]) -> usize {
    let last = text.iter().rposition(|byte| byte & 0xc0 != 0x80);
    let goes_on =
        |place: &usize| text.len() - place < 4 && text.get(*place).is_some_and(|byte| *byte >= 0xc0);
    last.filter(goes_on).unwrap_or(text.len())
}

/// Whether a line end before this byte ends a token, in every encoding: in all their patterns only a blank may follow
/// a line end in one word, or a slash (`o200k`). Blanks that are not ASCII begin with one of the four bytes here.
pub(crate) const fn begins_token(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'/' | 0xc2 | 0xe1..=0xe3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_before_words_and_words_before_characters() {
        assert_eq!(cut(b"a line\nand another one"), 7);
        assert_eq!(cut(b"a line\n and another one"), 19);
        assert_eq!(cut(b"one  two \n\n"), 11);
        assert_eq!(cut("xxxé".as_bytes()), 3);
        assert_eq!(cut("xxx🦀".as_bytes()), 7);
        assert_eq!(cut(&"xxx🦀".as_bytes()[..6]), 3);
        assert_eq!(cut(b"xxx\x80\x80\x80\x80"), 7);
        assert_eq!(cut(&[0x80; 9]), 9);
    }
}
