//! An event's bytes -> the positions of its values.
//!
//! The lexer knows JSON's tokens but not its grammar, so any bytes have positions and none are rejected:
//!
//! ```text
//! data: {"id":"a7","n" : 3,"list":[1, 2],"ok":true}
//!         kk   ^^   k    ^  kkkk   ^^^^   kk      ^
//! ```
//!
//! k: a key; ^: a value. The last value is the empty run of spaces before the last brace.
//!
//! A quoted string is a key if a colon follows it, else a value. Words that are not numbers (`data`, `true`) belong to the shape.

use super::{decimal, ints, time};
use crate::limits::MAX_SLOTS;
use memchr::memchr2;
use std::ops::Range;

/// The kind of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The content between a JSON string's quotes.
    String,
    /// A string that is a time of RFC 3339, up to the last digit of its seconds.
    Time,
    /// A JSON number.
    Number,
    /// The content between the brackets of an array of token ids or bytes.
    Ints,
    /// The spaces before an event's last brace.
    Blanks,
}

/// The position of a value in its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
    /// The range of the last key before it, or an empty range.
    pub(crate) key_range: Range<usize>,
    /// The number of braces and brackets that are open.
    pub(crate) depth: usize,
}

impl Position {
    /// The value in the event's bytes.
    pub(crate) fn content<'a>(&self, event: &'a [u8]) -> &'a [u8] {
        event.get(self.range.clone()).unwrap_or_default()
    }

    /// The last key before the value.
    pub(crate) fn key<'a>(&self, event: &'a [u8]) -> &'a [u8] {
        event.get(self.key_range.clone()).unwrap_or_default()
    }
}

/// Most events have fewer slots.
const USUAL_SLOTS: usize = 24;

/// Returns the positions of an event's values, or `None` if there are more than [`MAX_SLOTS`].
pub(crate) fn lex(event: &[u8]) -> Option<Vec<Position>> {
    let mut lexer = Lexer {
        event,
        at: 0,
        line_end: 0,
        strings_close: true,
        key_range: 0..0,
        depth: 0,
        positions: Vec::with_capacity(USUAL_SLOTS),
    };
    while let Some(&byte) = event.get(lexer.at).filter(|_| lexer.positions.len() <= MAX_SLOTS) {
        lexer.step(byte);
    }
    lexer.blanks();
    (lexer.positions.len() <= MAX_SLOTS).then_some(lexer.positions)
}

struct Lexer<'a> {
    event: &'a [u8],
    at: usize,
    /// The end of the current line. A string has to close before it.
    line_end: usize,
    /// Whether a string on this line may still close.
    strings_close: bool,
    key_range: Range<usize>,
    depth: usize,
    positions: Vec<Position>,
}

impl Lexer<'_> {
    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => self.string(),
            b'[' => self.array(),
            b'{' => self.open(),
            b'}' | b']' => self.close(),
            byte if is_word(byte) => self.word(),
            _ => self.at += 1,
        }
    }

    fn open(&mut self) {
        self.depth += 1;
        self.at += 1;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.at += 1;
    }

    /// Reads a key or a value, or skips a quote that opens no string.
    fn string(&mut self) {
        let start = self.at + 1;
        let Some(len) = self.string_len(start) else {
            self.at = start;
            return;
        };
        let content = start..start + len;
        self.at = content.end + 1;
        if self.bytes_from(self.at).iter().find(|byte| **byte != b' ') == Some(&b':') {
            self.key_range = content;
            return;
        }
        match time::time_len(self.event.get(content.clone()).unwrap_or_default()) {
            Some(len) => self.add(Kind::Time, start..start + len),
            None => self.add(Kind::String, content),
        }
    }

    /// Returns the length of the string that opens before `start`. If one does not close, no later one is tried on its line,
    /// so that no byte is scanned twice.
    fn string_len(&mut self, start: usize) -> Option<usize> {
        if start > self.line_end {
            let len = memchr2(b'\n', b'\r', self.bytes_from(start));
            self.line_end = len.map_or(self.event.len(), |len| start + len);
            self.strings_close = true;
        }
        let len = if self.strings_close { string_len(self.event.get(start..self.line_end)?) } else { None };
        self.strings_close = len.is_some();
        len
    }

    fn array(&mut self) {
        let start = self.at + 1;
        match ints::content_len(self.bytes_from(start)) {
            Some(len) => {
                self.add(Kind::Ints, start..start + len);
                self.at = start + len + 1;
            }
            None => self.open(),
        }
    }

    /// Reads a number, or skips a word that may contain digits.
    fn word(&mut self) {
        let bytes = self.bytes_from(self.at);
        let len = bytes.iter().position(|byte| !is_word(*byte)).unwrap_or(bytes.len());
        if decimal::is_json_number(bytes.get(..len).unwrap_or_default()) {
            self.add(Kind::Number, self.at..self.at + len);
        }
        self.at += len;
    }

    /// Reads the spaces before a brace that ends the event.
    fn blanks(&mut self) {
        let Some(before) = self.event.trim_ascii_end().strip_suffix(b"}") else { return };
        let len = before.iter().rev().take_while(|byte| **byte == b' ').count();
        self.add(Kind::Blanks, before.len() - len..before.len());
    }

    fn add(&mut self, kind: Kind, range: Range<usize>) {
        self.positions.push(Position { kind, range, key_range: self.key_range.clone(), depth: self.depth });
    }

    fn bytes_from(&self, start: usize) -> &[u8] {
        self.event.get(start..).unwrap_or_default()
    }
}

/// Returns the length up to the closing quote.
fn string_len(line: &[u8]) -> Option<usize> {
    let mut len = 0;
    loop {
        let unscanned = line.get(len..)?;
        let plain = memchr2(b'"', b'\\', unscanned)?;
        if unscanned.get(plain) == Some(&b'"') {
            return Some(len + plain);
        }
        len += plain + 2;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(event: &str) -> Vec<(Kind, &str)> {
        let positions = lex(event.as_bytes()).unwrap();
        positions.into_iter().map(|position| (position.kind, &event[position.range])).collect()
    }

    #[test]
    fn values_are_found_and_keys_are_not() {
        use Kind::{Blanks, Ints, Number, String, Time};
        assert_eq!(
            values(r#"data: {"id":"a\"b","n" : -1.5e+3,"list":[1, 22],"none":[],"o":[{"x":null}]  }"#),
            [(String, "a\\\"b"), (Number, "-1.5e+3"), (Ints, "1, 22"), (Ints, ""), (Blanks, "  ")]
        );
        assert_eq!(values("id: 7\ndata: v2 [DONE]\n\n"), [(Number, "7")]);
        assert_eq!(
            values("{\"t\":\"2026-11-19T08:00:05.25Z\"}\n"),
            [(Time, "2026-11-19T08:00:05.25"), (Blanks, "")]
        );
        assert_eq!(values(": it's \"so\ndata: [\"x\",1.,[2]]"), [(String, "x"), (Ints, "2")]);
        assert_eq!(values("\"open"), []);
        assert_eq!(values("a \"\\\" b \"\n\"c\" \"d"), [(String, "\\\" b "), (String, "c")]);
        assert_eq!(values("\"\\\"\\\"1\r\"c\" \"d"), [(Number, "1"), (String, "c")]);
    }

    #[test]
    fn a_value_knows_its_key_and_depth() {
        let event = br#"{"a":{"b":["c","d"]},"e":"f"}"#;
        let positions = lex(event).unwrap();
        let found: Vec<_> = positions.iter().map(|position| (position.key(event), position.depth)).collect();
        assert_eq!(found, [(&b"b"[..], 3), (b"b", 3), (b"e", 1), (b"e", 0)]);
    }

    #[test]
    fn too_many_values_are_none() {
        assert_eq!(lex("1 ".repeat(MAX_SLOTS).as_bytes()).map(|positions| positions.len()), Some(MAX_SLOTS));
        assert_eq!(lex("1 ".repeat(MAX_SLOTS + 1).as_bytes()), None);
    }
}
