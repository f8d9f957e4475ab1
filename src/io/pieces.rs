//! Cuts text into pieces whose tokens, put together, are those of the whole text.
//!
//! A token never crosses the end of a line that a word or a mark follows, nor the beginning of a word. So text is cut at the last
//! such place of a piece. Where there is none, as in text without blanks, it is cut between two characters; the tokens may
//! then differ from those of the whole, but not the bytes that they stand for.

/// Bytes of a piece: enough work for one call, and little memory.
pub(super) const LEN: usize = 1 << 20;

/// Returns the length of the first piece of `text`. `end` says that no more text follows.
pub(super) fn first(text: &[u8], end: bool) -> usize {
    if end && text.len() < LEN {
        return text.len();
    }
    cut(text.get(..LEN).unwrap_or(text))
}

/// Returns the last good place: after a line, else before a word, else between two characters.
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

/// Returns the start of the last character if it may be incomplete; otherwise the end.
fn between_characters(text: &[u8]) -> usize {
    let last = text.iter().rposition(|byte| byte & 0xc0 != 0x80);
    let incomplete =
        |start: &usize| text.len() - start < 4 && text.get(*start).is_some_and(|byte| *byte >= 0xc0);
    last.filter(incomplete).filter(|start| *start > 0).unwrap_or(text.len())
}

/// Whether a line end before this byte ends a token, in every encoding: in all their patterns only a blank, or in `o200k` a slash,
/// may follow a line end within a word. Blanks that are not ASCII begin with one of the four bytes here.
const fn begins_token(byte: u8) -> bool {
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
