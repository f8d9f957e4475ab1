//! What stands between a JSON string's quotes -> text.

use std::borrow::Cow;

/// The text; `None` where there is none: bytes that are not UTF-8, half a surrogate pair, an escape that JSON has not.
pub(crate) fn unescape(content: &[u8]) -> Option<Cow<'_, str>> {
    let content = std::str::from_utf8(content).ok()?;
    let Some(first) = content.find('\\') else { return Some(Cow::Borrowed(content)) };
    let (plain, mut rest) = content.split_at(first);
    let mut text = String::from(plain);
    while let Some(escape) = rest.strip_prefix('\\') {
        let (character, after) = character(escape)?;
        text.push(character);
        let plain = after.find('\\').unwrap_or(after.len());
        text.push_str(after.get(..plain)?);
        rest = after.get(plain..)?;
    }
    Some(Cow::Owned(text))
}

/// The character of an escape, and what comes after it.
fn character(escape: &str) -> Option<(char, &str)> {
    let after = escape.get(1..);
    let plain = match escape.bytes().next()? {
        byte @ (b'"' | b'\\' | b'/') => char::from(byte),
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return long(after?),
        _ => return None,
    };
    Some((plain, after?))
}

fn long(digits: &str) -> Option<(char, &str)> {
    let (high, rest) = unit(digits)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((char::from_u32(high.into())?, rest));
    }
    let (low, rest) = unit(rest.strip_prefix("\\u")?)?;
    let pair = char::decode_utf16([high, low]).next()?.ok()?;
    Some((pair, rest))
}

fn unit(digits: &str) -> Option<(u16, &str)> {
    let (digits, rest) = digits.split_at_checked(4)?;
    // Not even a sign is allowed.
    let number = u16::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Style;

    fn escaped(style: Style, text: &str) -> String {
        let mut out = Vec::new();
        style.escape(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_style_is_learned_from_what_it_writes() {
        let all: String = ('\0'..'\u{3000}').chain(['\u{ffff}', '🦀', '\u{10ffff}']).collect();
        for bits in 0..1 << 11 {
            let style = Style(bits);
            // Beyond ASCII all is escaped, so that one habit does not show.
            let shown = if style.has(Style::ASCII) { style.0 | Style::SEPARATORS } else { style.0 };
            let content = escaped(style, &all);
            assert_eq!(unescape(content.as_bytes()).as_deref(), Some(&all[..]));
            let learned = Style::default().seen_in(content.as_bytes());
            // Without one digit above 9 nobody knows about capitals.
            assert_eq!(learned.0 | Style::SEPARATORS & shown, shown, "{bits:b}");
            assert_eq!(escaped(learned, &all), content);
        }
    }

    #[test]
    fn known_servers_are_understood() {
        for (content, text) in [
            (r#"a\"b\\c\/d\n\t"#, "a\"b\\c/d\n\t"),
            (r"\u4f60\u597d \ud83e\udd80", "你好 🦀"),
            (r"\u003cb\u003e \u0026", "<b> &"),
            (r"\u0022\u002B\u0027", "\"+'"),
        ] {
            assert_eq!(unescape(content.as_bytes()).as_deref(), Some(text));
            assert_eq!(escaped(Style::default().seen_in(content.as_bytes()), text), content);
        }
    }

    #[test]
    fn what_is_no_text_is_none() {
        for content in
            [r"\ud83e", r"\udd80", r"\ud83ex", r"\ud83e\u0041", r"\x", "\\", r"\u12", r"\u+123", r"\u12é4"]
        {
            assert_eq!(unescape(content.as_bytes()), None, "{content}");
        }
        assert_eq!(unescape(b"\xc3"), None);
    }
}
