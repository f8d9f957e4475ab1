//! Finds the positions of the values in an event's bytes.
//!
//! The lexer recognizes JSON's tokens but not its grammar, so it accepts any bytes, JSON or not. An example, with keys
//! marked `k` and values marked `^`:
//!
//! ```text
//! data: {"id":"a7","n" : 3,"list":[1, 2],"ok":true}
//!         kk   ^^   k    ^  kkkk   ^^^^   kk      ^
//! ```
//!
//! The last value is the run of spaces before the last brace, here empty.
//!
//! A quoted string is a key if a colon follows it, and a value otherwise. Words that are not numbers (`data`, `true`)
//! belong to the shape. The lexer reads each byte a bounded number of times, so hostile input cannot make it slow.

use super::{decimal, ints, time};
use crate::limits::MAX_SLOTS;
use memchr::memchr2;
use std::ops::Range;

/// The kind of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The content between a JSON string's quotes.
    String,
    /// An RFC 3339 time in a string, up to the last digit of its seconds. The time zone after it belongs to the shape.
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
    /// The range of the last key before the value, or an empty range.
    pub(crate) key_range: Range<usize>,
    /// The number of open braces and brackets.
    pub(crate) depth: usize,
}

impl Position {
    /// Returns the value's bytes.
    pub(crate) fn content<'a>(&self, event: &'a [u8]) -> &'a [u8] {
        event.get(self.range.clone()).unwrap_or_default()
    }

    /// Returns the last key before the value.
    pub(crate) fn key<'a>(&self, event: &'a [u8]) -> &'a [u8] {
        event.get(self.key_range.clone()).unwrap_or_default()
    }
}

/// The initial capacity for positions. Most events have fewer.
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
    /// The offset of the next byte.
    at: usize,
    /// The end of the current line, before which a string must close.
    line_end: usize,
    /// Whether the strings on this line have all closed so far.
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

    /// Reads a key or a string value, or skips a quote that opens no string.
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

    /// Returns the length of the string whose opening quote is before `start`. After a string that does not close,
    /// later quotes on the line open no string: searching again for each of them would take quadratic time.
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

    /// Reads a number, or skips any other word.
    fn word(&mut self) {
        let bytes = self.bytes_from(self.at);
        let len = bytes.iter().position(|byte| !is_word(*byte)).unwrap_or(bytes.len());
        if decimal::is_json_number(bytes.get(..len).unwrap_or_default()) {
            self.add(Kind::Number, self.at..self.at + len);
        }
        self.at += len;
    }

    /// Reads the run of spaces before a brace that ends the event.
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

/// Returns the length of a string up to its closing quote, or `None` if there is none on the line.
fn string_len(line: &[u8]) -> Option<usize> {
    let mut len = 0;
    loop {
        let unscanned = line.get(len..)?;
        let plain = memchr2(b'"', b'\\', unscanned)?;
        if unscanned.get(plain) == Some(&b'"') {
            return Some(len + plain);
        }
        // A backslash and the byte that it escapes, which may be a quote.
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
    fn finds_values_but_not_keys() {
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
    fn an_event_with_too_many_values_has_no_positions() {
        assert_eq!(lex("1 ".repeat(MAX_SLOTS).as_bytes()).map(|positions| positions.len()), Some(MAX_SLOTS));
        assert_eq!(lex("1 ".repeat(MAX_SLOTS + 1).as_bytes()), None);
    }
}
