//! Cuts text into pieces whose concatenated tokens are the tokens of the whole text.
//!
//! No token crosses the boundary after a line end that a word or a punctuation mark follows, and no token crosses the
//! boundary between a word and the space before the next word. So each piece is cut at its last such boundary,
//! preferably after a line end:
//!
//! ```text
//! first line\n|second line        after a line end
//! some| words                    before a word and its space
//! ```
//!
//! Text without such a boundary, for example a long run without spaces, is cut between two characters. Its tokens
//! may then differ from those of the whole text, but they still decode to the same bytes.

/// The number of bytes of a piece. This is enough work for one call, and takes little memory.
pub(super) const LEN: usize = 1 << 20;

/// Returns the length of the first piece of `text`. `end` is set if no more text follows.
pub(super) fn first(text: &[u8], end: bool) -> usize {
    if end && text.len() < LEN {
        return text.len();
    }
    cut(text.get(..LEN).unwrap_or(text))
}

/// Returns the last boundary: after a line end, otherwise before a word, otherwise between two characters.
fn cut(text: &[u8]) -> usize {
    let last = |is_boundary: fn(&[u8; 3]) -> bool| {
        let window = text.windows(3).rposition(|window| window.first_chunk().is_some_and(is_boundary));
        window.map(|before| before + 1)
    };
    let after_line = |[before, next, _]: &[u8; 3]| *before == b'\n' && begins_token(*next);
    let before_word = |[before, blank, letter]: &[u8; 3]| {
        before.is_ascii_graphic() && *blank == b' ' && letter.is_ascii_alphabetic()
    };
    last(after_line).or_else(|| last(before_word)).unwrap_or_else(|| between_characters(text))
}

/// Returns the start of the last character if it may be incomplete, otherwise the end.
fn between_characters(text: &[u8]) -> usize {
    let last = text.iter().rposition(|byte| byte & 0xc0 != 0x80);
    let incomplete =
        |start: &usize| text.len() - start < 4 && text.get(*start).is_some_and(|byte| *byte >= 0xc0);
    last.filter(incomplete).filter(|start| *start > 0).unwrap_or(text.len())
}

/// Returns whether a line end before this byte ends a token, in every encoding.
///
/// In all patterns, only whitespace, or in `o200k` also a slash, can follow a line end within a token. Whitespace
/// that is not ASCII begins with one of the four bytes listed here.
const fn begins_token(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'/' | 0xc2 | 0xe1..=0xe3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_preferred_to_words_and_words_to_characters() {
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
