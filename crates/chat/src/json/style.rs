//! The escaping style of a server, learned from the strings that it wrote.
//!
//! A stream carries the text of a string and not its bytes. To restore the bytes, the decoder must escape the text as
//! the server did. The encoder therefore learns the server's habits from its strings and sends them as a style record
//! when they change:
//!
//! | content | habits that it shows |
//! |---|---|
//! | `caf\u00e9` | `ASCII_ONLY` on, `UPPER_HEX` off |
//! | `caf\u00E9` | `ASCII_ONLY` on, `UPPER_HEX` on |
//! | `café` | `ASCII_ONLY` off |
//! | `\u003cb>` | `HTML` on (`<`), then off (`>`) |
//! | `a\/b` | `SLASH` on |
//! | `plain` | none: all habits stay |
//!
//! A string with contradictory habits, like the fourth, is encoded as its bytes.

/// A set of escaping habits. Most servers have none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Style(u16);

impl Style {
    /// Every character beyond ASCII is written `\uXXXX`.
    pub(super) const ASCII_ONLY: u16 = 1;
    /// Hexadecimal digits are upper case.
    pub(super) const UPPER_HEX: u16 = 1 << 1;
    /// `/` is written `\/`.
    pub(super) const SLASH: u16 = 1 << 2;
    /// `<`, `>` and `&` are written `\u003c` and so on.
    pub(super) const HTML: u16 = 1 << 3;
    /// U+2028 and U+2029 are written `\u2028` and `\u2029`.
    pub(super) const SEPARATORS: u16 = 1 << 4;
    /// `"` is written `\u0022`.
    pub(super) const QUOTE: u16 = 1 << 5;
    /// `'` is written `\u0027`.
    pub(super) const APOSTROPHE: u16 = 1 << 6;
    /// `+` and the backtick are written `\u002b` and `\u0060`.
    pub(super) const PLUS: u16 = 1 << 7;
    /// U+007F is written `\u007f`.
    pub(super) const DELETE: u16 = 1 << 8;
    /// U+0008 and U+000C are written `\u0008` and `\u000c`, not `\b` and `\f`.
    pub(super) const LONG_FEED: u16 = 1 << 9;
    /// U+0009, U+000A and U+000D are written `\u0009` and so on, not `\t`, `\n` and `\r`.
    pub(super) const LONG_LINE: u16 = 1 << 10;
    /// The numbers of an array are separated by a comma and a space.
    pub(super) const SPACED_INTS: u16 = 1 << 11;
    const ALL: u16 = (1 << 12) - 1;

    /// Returns the style with these habits, or `None` if a bit has no meaning.
    pub(crate) fn from_bits(bits: u64) -> Option<Self> {
        u16::try_from(bits).ok().filter(|bits| *bits <= Self::ALL).map(Self)
    }

    /// Returns the habits, one bit each.
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    pub(super) const fn has(self, habit: u16) -> bool {
        self.0 & habit > 0
    }

    /// Returns the separator between the numbers of an array.
    pub(crate) const fn separator(self) -> &'static [u8] {
        if self.has(Self::SPACED_INTS) { b", " } else { b"," }
    }

    /// Returns the style updated with the habits that a string's content shows. Other habits are unchanged.
    #[must_use]
    pub(crate) fn learn_string(mut self, content: &[u8]) -> Self {
        let mut remaining = content;
        while let Some((&byte, after)) = remaining.split_first() {
            remaining = match (byte, after) {
                (b'\\', [b'u', a, b, c, d, after @ ..]) => {
                    self.learn_unicode_escape([*a, *b, *c, *d]);
                    after
                }
                (b'\\', [letter, after @ ..]) => {
                    self.learn_short_escape(*letter);
                    after
                }
                _ => {
                    self.learn_unescaped(byte, after);
                    after
                }
            };
        }
        self
    }

    /// Returns the style updated with the separator in an array's content, if there is one.
    #[must_use]
    pub(crate) fn learn_ints(mut self, content: &[u8]) -> Self {
        if content.contains(&b',') {
            self.set(Self::SPACED_INTS, content.contains(&b' '));
        }
        self
    }

    fn learn_unicode_escape(&mut self, digits: [u8; 4]) {
        if digits.iter().any(u8::is_ascii_alphabetic) {
            self.set(Self::UPPER_HEX, digits.iter().any(u8::is_ascii_uppercase));
        }
        let habit = match digits.map(|digit| digit.to_ascii_lowercase()).as_slice() {
            b"003c" | b"003e" | b"0026" => Self::HTML,
            b"2028" | b"2029" => Self::SEPARATORS,
            b"0022" => Self::QUOTE,
            b"0027" => Self::APOSTROPHE,
            b"002b" | b"0060" => Self::PLUS,
            b"007f" => Self::DELETE,
            b"0008" | b"000c" => Self::LONG_FEED,
            b"0009" | b"000a" | b"000d" => Self::LONG_LINE,
            // Other ASCII characters are control characters that every style escapes, or unusual escapes that none has.
            [b'0', b'0', b'0'..=b'7', _] => return,
            _ => Self::ASCII_ONLY,
        };
        self.set(habit, true);
    }

    fn learn_short_escape(&mut self, letter: u8) {
        match letter {
            b'/' => self.set(Self::SLASH, true),
            b'"' => self.set(Self::QUOTE, false),
            b'b' | b'f' => self.set(Self::LONG_FEED, false),
            b't' | b'n' | b'r' => self.set(Self::LONG_LINE, false),
            _ => (),
        }
    }

    fn learn_unescaped(&mut self, byte: u8, after: &[u8]) {
        let habit = match byte {
            b'/' => Self::SLASH,
            b'<' | b'>' | b'&' => Self::HTML,
            b'\'' => Self::APOSTROPHE,
            b'+' | b'`' => Self::PLUS,
            0x7f => Self::DELETE,
            0xe2 if matches!(after, [0x80, 0xa8 | 0xa9, ..]) => Self::SEPARATORS,
            0xc2.. => Self::ASCII_ONLY,
            _ => return,
        };
        self.set(habit, false);
    }

    fn set(&mut self, habit: u16, on: bool) {
        if on { self.0 |= habit } else { self.0 &= !habit }
    }
}
