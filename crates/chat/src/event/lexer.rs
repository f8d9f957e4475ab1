//! An event's bytes -> the places of its values. Between them is what stays the same: its shape.

use super::time;
use crate::limits::MAX_SLOTS;
use memchr::memchr2;
use std::ops::Range;

/// What stands in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is between a JSON string's quotes.
    String,
    /// The same, where it begins as RFC 3339 writes a time: up to the seconds' last digit.
    Time,
    /// A JSON number.
    Number,
    /// What is between the brackets of an array of token ids, or of bytes.
    Ints,
    /// The blanks before an event's last brace.
    Blanks,
}

/// Where a value stands in its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) kind: Kind,
    pub(crate) at: Range<usize>,
    /// The key before it, or an empty range.
    pub(crate) key: Range<usize>,
    /// How many braces and brackets are open.
    pub(crate) depth: usize,
}

/// Most events have fewer slots.
const USUAL: usize = 24;

/// The places of an event's values; `None` if there are too many.
///
/// The event need not be JSON: strings, numbers and arrays of numbers are found in any bytes.
pub(crate) fn lex(event: &[u8]) -> Option<Vec<Spot>> {
    let mut lexer = Lexer {
        event,
        at: 0,
        line_end: 0,
        opens: true,
        key: 0..0,
        depth: 0,
        spots: Vec::with_capacity(USUAL),
    };
    while let Some(&byte) = event.get(lexer.at).filter(|_| lexer.spots.len() <= MAX_SLOTS) {
        lexer.step(byte);
    }
    lexer.blanks();
    (lexer.spots.len() <= MAX_SLOTS).then_some(lexer.spots)
}

struct Lexer<'a> {
    event: &'a [u8],
    at: usize,
    /// A string closes before it.
    line_end: usize,
    /// Whether a string may open on this line.
    opens: bool,
    key: Range<usize>,
    depth: usize,
    spots: Vec<Spot>,
}

impl Lexer<'_> {
    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => self.string(),
            b'[' => self.array(),
            b'{' => self.open(1),
            b'}' | b']' => self.close(),
            byte if is_word(byte) => self.word(),
            _ => self.at += 1,
        }
    }

    fn open(&mut self, len: usize) {
        self.depth += 1;
        self.at += len;
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.at += 1;
    }

    /// A key, a value, or a quote that means nothing.
    fn string(&mut self) {
        let start = self.at + 1;
        let Some(len) = self.string_len(start) else {
            self.at = start;
            return;
        };
        let content = start..start + len;
        self.at = content.end + 1;
        let after = self.rest(self.at).iter().find(|byte| **byte != b' ');
        if after == Some(&b':') {
            self.key = content;
            return;
        }
        match time::len(self.event.get(content.clone()).unwrap_or_default()) {
            Some(len) => self.found(Kind::Time, start..start + len),
            None => self.found(Kind::String, content),
        }
    }

    /// Length of the string that opens before `start`. Where one does not close, none opens up to the line's end, so that
    /// no byte is looked at twice.
    fn string_len(&mut self, start: usize) -> Option<usize> {
        if start > self.line_end {
            let len = memchr2(b'\n', b'\r', self.rest(start));
            self.line_end = len.map_or(self.event.len(), |len| start + len);
            self.opens = true;
        }
        let len = if self.opens { string_len(self.event.get(start..self.line_end)?) } else { None };
        self.opens = len.is_some();
        len
    }

    fn array(&mut self) {
        let start = self.at + 1;
        match ints_len(self.rest(start)) {
            Some(len) => {
                self.found(Kind::Ints, start..start + len);
                self.at = start + len + 1;
            }
            None => self.open(1),
        }
    }

    /// A number, or a word that may have digits in it.
    fn word(&mut self) {
        let rest = self.rest(self.at);
        let len = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
        if is_number(rest.get(..len).unwrap_or_default()) {
            self.found(Kind::Number, self.at..self.at + len);
        }
        self.at += len;
    }

    fn blanks(&mut self) {
        let Some((b'}', before)) = self.event.trim_ascii_end().split_last().map(|(last, rest)| (*last, rest))
        else {
            return;
        };
        let len = before.iter().rev().take_while(|byte| **byte == b' ').count();
        self.found(Kind::Blanks, before.len() - len..before.len());
    }

    fn found(&mut self, kind: Kind, at: Range<usize>) {
        self.spots.push(Spot { kind, at, key: self.key.clone(), depth: self.depth });
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.event.get(at..).unwrap_or_default()
    }
}

/// Length up to the closing quote.
fn string_len(line: &[u8]) -> Option<usize> {
    let mut len = 0;
    loop {
        let rest = line.get(len..)?;
        let plain = memchr2(b'"', b'\\', rest)?;
        if rest.get(plain) == Some(&b'"') {
            return Some(len + plain);
        }
        len += plain + 2;
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-') || byte >= 0x80
}

/// As JSON spells a number, leading zeros apart.
fn is_number(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"-").unwrap_or(word);
    let rest = digits(word);
    let rest = match rest {
        Some([b'.', fraction @ ..]) => digits(fraction),
        rest => rest,
    };
    match rest {
        Some([]) => true,
        Some([b'e' | b'E', exponent @ ..]) => {
            let exponent = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+")).unwrap_or(exponent);
            digits(exponent) == Some(&[])
        }
        _ => false,
    }
}

/// What comes after one digit or more.
fn digits(bytes: &[u8]) -> Option<&[u8]> {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    bytes.get(len..).filter(|_| len > 0)
}

/// Length up to the closing bracket, if there are but numbers of up to ten digits, commas and blanks after commas.
fn ints_len(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b',' | b' '))?;
    let content = bytes.get(..len).filter(|_| bytes.get(len) == Some(&b']'))?;
    let number = |item: &[u8]| matches!(item.len(), 1..=10) && item.iter().all(u8::is_ascii_digit);
    let items = || content.split(|byte| *byte == b',').map(|item| item.strip_prefix(b" ").unwrap_or(item));
    (content.is_empty() || items().all(number)).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(event: &str) -> Vec<(Kind, &str)> {
        let spots = lex(event.as_bytes()).unwrap();
        spots.into_iter().map(|spot| (spot.kind, &event[spot.at])).collect()
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
        let spots = lex(event).unwrap();
        let seen: Vec<_> = spots.iter().map(|spot| (&event[spot.key.clone()], spot.depth)).collect();
        assert_eq!(seen, [(&b"b"[..], 3), (b"b", 3), (b"e", 1), (b"e", 0)]);
    }

    #[test]
    fn too_many_values_are_none() {
        assert_eq!(lex("1 ".repeat(MAX_SLOTS).as_bytes()).map(|spots| spots.len()), Some(MAX_SLOTS));
        assert_eq!(lex("1 ".repeat(MAX_SLOTS + 1).as_bytes()), None);
    }
}
