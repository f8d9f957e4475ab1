//! Converts text to the content of a JSON string (the bytes between its quotes) in a style, and back.
//!
//! Unescaping accepts every style, but escaping depends on it. With the habits `ASCII_ONLY` and `HTML`, `café <b>`
//! becomes `caf\u00e9 \u003cb\u003e`. Without any habit it stays as it is.

use super::style::Style;
use std::borrow::Cow;

const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";
const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

impl Style {
    /// Appends `text`, escaped in this style.
    pub(crate) fn escape(self, text: &str, out: &mut Vec<u8>) {
        let mut plain = 0;
        for (at, character) in text.char_indices() {
            if self.is_plain(character) {
                continue;
            }
            let end = at + character.len_utf8();
            out.extend_from_slice(text.as_bytes().get(plain..at).unwrap_or_default());
            self.escape_character(character, out);
            plain = end;
        }
        out.extend_from_slice(text.as_bytes().get(plain..).unwrap_or_default());
    }

    /// Returns whether escaping `text` in this style produces `content`.
    pub(crate) fn escapes_to(self, text: &str, content: &[u8]) -> bool {
        let mut escaped = Vec::with_capacity(content.len());
        self.escape(text, &mut escaped);
        escaped == content
    }

    /// Returns whether this character is written unescaped in this style.
    fn is_plain(self, character: char) -> bool {
        match character {
            '"' | '\\' | '\0'..='\x1f' => false,
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => true,
            '/' => !self.has(Self::SLASH),
            '<' | '>' | '&' => !self.has(Self::HTML),
            '\'' => !self.has(Self::APOSTROPHE),
            '+' | '`' => !self.has(Self::PLUS),
            '\x7f' => !self.has(Self::DELETE),
            '\u{2028}' | '\u{2029}' => !self.has(Self::SEPARATORS | Self::ASCII_ONLY),
            _ => character.is_ascii() || !self.has(Self::ASCII_ONLY),
        }
    }

    fn escape_character(self, character: char, out: &mut Vec<u8>) {
        match self.short_escape(character) {
            Some(letter) => out.extend([b'\\', letter]),
            None => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| self.escape_unit(*unit, out)),
        }
    }

    /// Returns the letter after the backslash, if this character has a short escape in this style.
    fn short_escape(self, character: char) -> Option<u8> {
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

    /// Appends `\uXXXX`.
    fn escape_unit(self, unit: u16, out: &mut Vec<u8>) {
        let digits = if self.has(Self::UPPER_HEX) { UPPER_HEX } else { LOWER_HEX };
        let digit = |shift: u16| digits.get(usize::from(unit >> shift & 0xf)).copied().unwrap_or(b'0');
        out.extend([b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
    }
}

/// Returns the text of a string's content. Returns `None` if the content is not UTF-8, or contains a lone surrogate or
/// an escape that JSON does not define.
pub(crate) fn unescape(content: &[u8]) -> Option<Cow<'_, str>> {
    let content = std::str::from_utf8(content).ok()?;
    let Some(first) = content.find('\\') else { return Some(Cow::Borrowed(content)) };
    let (plain, mut remaining) = content.split_at(first);
    let mut text = String::from(plain);
    while let Some(escape) = remaining.strip_prefix('\\') {
        let (character, after) = unescape_character(escape)?;
        text.push(character);
        let plain = after.find('\\').unwrap_or(after.len());
        text.push_str(after.get(..plain)?);
        remaining = after.get(plain..)?;
    }
    Some(Cow::Owned(text))
}

/// Returns the character of an escape and the content after it. `escape` begins after the backslash.
fn unescape_character(escape: &str) -> Option<(char, &str)> {
    let after = escape.get(1..);
    let plain = match escape.bytes().next()? {
        byte @ (b'"' | b'\\' | b'/') => char::from(byte),
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unescape_unicode(after?),
        _ => return None,
    };
    Some((plain, after?))
}

fn unescape_unicode(digits: &str) -> Option<(char, &str)> {
    let (high, after) = utf16_unit(digits)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((char::from_u32(high.into())?, after));
    }
    let (low, after) = utf16_unit(after.strip_prefix("\\u")?)?;
    let pair = char::decode_utf16([high, low]).next()?.ok()?;
    Some((pair, after))
}

fn utf16_unit(digits: &str) -> Option<(u16, &str)> {
    let (digits, after) = digits.split_at_checked(4)?;
    // `from_str_radix` would accept a sign.
    let number = u16::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    Some((number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(style: Style, text: &str) -> String {
        let mut out = Vec::new();
        style.escape(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn learns_every_style_from_its_output() {
        let all: String = ('\0'..'\u{3000}').chain(['\u{ffff}', '🦀', '\u{10ffff}']).collect();
        for bits in 0..1 << 11 {
            let style = Style::from_bits(bits).unwrap();
            // `ASCII_ONLY` escapes the separators too, so their own habit is not visible.
            let visible =
                if style.has(Style::ASCII_ONLY) { style.bits() | Style::SEPARATORS } else { style.bits() };
            let content = escaped(style, &all);
            assert_eq!(unescape(content.as_bytes()).as_deref(), Some(&all[..]));
            let learned = Style::default().learn_string(content.as_bytes());
            assert_eq!(learned.bits() | Style::SEPARATORS & visible, visible, "{bits:b}");
            assert_eq!(escaped(learned, &all), content);
        }
    }

    #[test]
    fn common_escapes_round_trip() {
        for (content, text) in [
            (r#"a\"b\\c\/d\n\t"#, "a\"b\\c/d\n\t"),
            (r"\u4f60\u597d \ud83e\udd80", "你好 🦀"),
            (r"\u003cb\u003e \u0026", "<b> &"),
            (r"\u0022\u002B\u0027", "\"+'"),
        ] {
            assert_eq!(unescape(content.as_bytes()).as_deref(), Some(text));
            assert_eq!(escaped(Style::default().learn_string(content.as_bytes()), text), content);
        }
    }

    #[test]
    fn rejects_invalid_content() {
        for content in
            [r"\ud83e", r"\udd80", r"\ud83ex", r"\ud83e\u0041", r"\x", "\\", r"\u12", r"\u+123", r"\u12é4"]
        {
            assert_eq!(unescape(content.as_bytes()), None, "{content}");
        }
        assert_eq!(unescape(b"\xc3"), None);
    }
}
