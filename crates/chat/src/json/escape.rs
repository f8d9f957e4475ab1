//! Text -> what stands between a JSON string's quotes.

use super::Style;

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

impl Style {
    /// Appends a text, escaped.
    pub(crate) fn escape(self, text: &str, out: &mut Vec<u8>) {
        let mut plain = 0;
        for (at, character) in text.char_indices() {
            if self.is_plain(character) {
                continue;
            }
            let end = at + character.len_utf8();
            out.extend_from_slice(text.as_bytes().get(plain..at).unwrap_or_default());
            self.escaped(character, out);
            plain = end;
        }
        out.extend_from_slice(text.as_bytes().get(plain..).unwrap_or_default());
    }

    fn is_plain(self, character: char) -> bool {
        match character {
            '"' | '\\' | '\0'..='\x1f' => false,
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => true,
            '/' => !self.has(Self::SLASH),
            '<' | '>' | '&' => !self.has(Self::HTML),
            '\'' => !self.has(Self::APOSTROPHE),
            '+' | '`' => !self.has(Self::PLUS),
            '\x7f' => !self.has(Self::DELETE),
            '\u{2028}' | '\u{2029}' => !self.has(Self::SEPARATORS | Self::ASCII),
            _ => character.is_ascii() || !self.has(Self::ASCII),
        }
    }

    fn escaped(self, character: char, out: &mut Vec<u8>) {
        match self.short(character) {
            Some(letter) => out.extend([b'\\', letter]),
            None => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| self.long(*unit, out)),
        }
    }

    /// The letter after the backslash.
    fn short(self, character: char) -> Option<u8> {
        match character {
            '\\' => Some(b'\\'),
            '/' => Some(b'/'),
            '"' => Some(b'"').filter(|_| !self.has(Self::QUOTE)),
            '\x08' => Some(b'b').filter(|_| !self.has(Self::LONG_FEED)),
            '\x0c' => Some(b'f').filter(|_| !self.has(Self::LONG_FEED)),
            '\t' => Some(b't').filter(|_| !self.has(Self::LONG_LINE)),
            '\n' => Some(b'n').filter(|_| !self.has(Self::LONG_LINE)),
            '\r' => Some(b'r').filter(|_| !self.has(Self::LONG_LINE)),
            _ => None,
        }
    }

    fn long(self, unit: u16, out: &mut Vec<u8>) {
        let digits = if self.has(Self::CAPITALS) { UPPER } else { LOWER };
        let digit = |shift: u16| digits.get(usize::from(unit >> shift & 0xf)).copied().unwrap_or(b'0');
        out.extend([b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
}
