//! Which characters a server escapes, and how: learned from what it wrote.

/// A set of habits; none is how most servers write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Style(pub(crate) u16);

impl Style {
    /// Everything beyond ASCII is `\uXXXX`.
    pub(super) const ASCII: u16 = 1;
    /// Hexadecimal digits are capitals.
    pub(super) const CAPITALS: u16 = 1 << 1;
    /// `/` is `\/`.
    pub(super) const SLASH: u16 = 1 << 2;
    /// `<`, `>` and `&` are `\u003c` and so on.
    pub(super) const HTML: u16 = 1 << 3;
    /// U+2028 and U+2029 are `\u2028` and `\u2029`.
    pub(super) const SEPARATORS: u16 = 1 << 4;
    /// `"` is `\u0022`.
    pub(super) const QUOTE: u16 = 1 << 5;
    /// `'` is `\u0027`.
    pub(super) const APOSTROPHE: u16 = 1 << 6;
    /// `+` and the backtick are `\u002b` and `\u0060`.
    pub(super) const PLUS: u16 = 1 << 7;
    /// U+007F is `\u007f`.
    pub(super) const DELETE: u16 = 1 << 8;
    /// U+0008 and U+000C are `\u0008` and `\u000c`, not `\b` and `\f`.
    pub(super) const LONG_FEED: u16 = 1 << 9;
    /// U+0009, U+000A and U+000D are `\u0009` and so on, not `\t`, `\n` and `\r`.
    pub(super) const LONG_LINE: u16 = 1 << 10;
    /// The numbers of an array are separated by a comma and a blank.
    pub(super) const SPACED: u16 = 1 << 11;
    const ALL: u16 = (1 << 12) - 1;

    /// The style of a number from the wire.
    pub(crate) fn of(number: u64) -> Option<Self> {
        u16::try_from(number).ok().filter(|bits| *bits <= Self::ALL).map(Self)
    }

    pub(super) const fn has(self, habit: u16) -> bool {
        self.0 & habit > 0
    }

    /// What separates the numbers of an array.
    pub(crate) const fn separator(self) -> &'static [u8] {
        if self.has(Self::SPACED) { b", " } else { b"," }
    }

    /// The habits that a string's content shows; those it does not show stay as they are.
    #[must_use]
    pub(crate) fn seen_in(mut self, content: &[u8]) -> Self {
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            rest = match (byte, after) {
                (b'\\', [b'u', a, b, c, d, after @ ..]) => {
                    self.see_long([*a, *b, *c, *d]);
                    after
                }
                (b'\\', [short, after @ ..]) => {
                    self.see_short(*short);
                    after
                }
                _ => {
                    self.see_plain(byte, after);
                    after
                }
            };
        }
        self
    }

    /// The habit that the numbers of an array show.
    #[must_use]
    pub(crate) fn seen_between(mut self, content: &[u8]) -> Self {
        if content.contains(&b',') {
            self.set(Self::SPACED, content.contains(&b' '));
        }
        self
    }

    fn see_long(&mut self, digits: [u8; 4]) {
        if digits.iter().any(u8::is_ascii_alphabetic) {
            self.set(Self::CAPITALS, digits.iter().any(u8::is_ascii_uppercase));
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
            [b'0', b'0', b'0'..=b'7', _] => return,
            _ => Self::ASCII,
        };
        self.set(habit, true);
    }

    fn see_short(&mut self, letter: u8) {
        match letter {
            b'/' => self.set(Self::SLASH, true),
            b'"' => self.set(Self::QUOTE, false),
            b'b' | b'f' => self.set(Self::LONG_FEED, false),
            b't' | b'n' | b'r' => self.set(Self::LONG_LINE, false),
            _ => (),
        }
    }

    fn see_plain(&mut self, byte: u8, after: &[u8]) {
        let habit = match byte {
            b'/' => Self::SLASH,
            b'<' | b'>' | b'&' => Self::HTML,
            b'\'' => Self::APOSTROPHE,
            b'+' | b'`' => Self::PLUS,
            0x7f => Self::DELETE,
            0xe2 if matches!(after, [0x80, 0xa8 | 0xa9, ..]) => Self::SEPARATORS,
            0xc2.. => Self::ASCII,
            _ => return,
        };
        self.set(habit, false);
    }

    fn set(&mut self, habit: u16, on: bool) {
        if on { self.0 |= habit } else { self.0 &= !habit }
    }
}
