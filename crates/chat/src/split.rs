//! Splits a source into events: blocks that end with a blank line (server-sent events), or lines (NDJSON).
//!
//! The first byte determines the framing. JSON (`{` or `[`) means lines, anything else means blocks. The bytes arrive
//! in pieces of any size, so the splitter buffers them and remembers how far it has scanned:
//!
//! ```text
//! push "data: a\n"         -> nothing: the line is not blank
//! push "\ndata: b\r\n\r"   -> "data: a\n\n". The last CR is either a blank line or the first half of a CR LF. The
//!                             previous line ended with CR LF, so the splitter waits for the next byte
//! push "\n"                -> "data: b\r\n\r\n"
//! ```
//!
//! If the previous line ended with a bare CR, the splitter does not wait: otherwise each event would be delayed until
//! the next one arrives. An LF after such a blank line is a separate event.

use crate::limits::MAX_EVENT;
use crate::record::Extent;
use memchr::{memchr, memchr2};

/// Splits a source into events. The result does not depend on the sizes of the pieces in which the source arrives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Splitter {
    buffer: Vec<u8>,
    /// The number of bytes at the buffer's start that were already returned.
    consumed: usize,
    /// The number of bytes after `consumed` that were already scanned.
    scanned: usize,
    /// The end of the current event, counted from `consumed`, if it is known.
    event_end: Option<usize>,
    /// The number of scanned bytes in the current line.
    line_len: usize,
    framing: Option<Framing>,
    last_line_end: LineEnd,
    /// Whether the beginning of the current event was returned as a piece.
    in_piece: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Framing {
    Blocks,
    Lines,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum LineEnd {
    #[default]
    Lf,
    CrLf,
    Cr,
}

/// The capacity beyond which the buffer is shrunk after a long event.
const USUAL_CAPACITY: usize = 4 << 10;

/// Consecutive bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece<'a> {
    pub(crate) bytes: &'a [u8],
    /// Whether the bytes are a whole event or a piece of one.
    pub(crate) extent: Extent,
}

impl Splitter {
    /// Adds the source's next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        if self.buffer.capacity() > USUAL_CAPACITY && self.buffer.len() < USUAL_CAPACITY / 2 {
            self.buffer.shrink_to(USUAL_CAPACITY / 2);
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns the next event, or the next piece of a long one, if it has arrived completely.
    pub(crate) fn next(&mut self) -> Option<Piece<'_>> {
        self.event_end = self.event_end.or_else(|| self.find_event_end());
        match self.event_end {
            Some(end) if end <= MAX_EVENT => Some(self.take(end, true)),
            // One byte more than a piece is needed, because it may be the second half of the line end that completes
            // the event.
            _ if self.pending().len() > MAX_EVENT => Some(self.take(MAX_EVENT, false)),
            _ => None,
        }
    }

    /// Returns a part of the unfinished event: its next line as an event, or the bytes after its last line end as a
    /// piece.
    pub(crate) fn next_partial(&mut self) -> Option<Piece<'_>> {
        // All lines have been scanned, so a line end that completes an event was found before. The lines of an event
        // whose beginning was a piece belong to its last piece.
        let line = if self.in_piece { None } else { memchr(b'\n', self.pending()) };
        match (line, self.pending().len()) {
            (_, 0) => None,
            (Some(at), _) => Some(self.take(at + 1, true)),
            (None, len) => Some(self.take(len, false)),
        }
    }

    /// Returns what has arrived of the unfinished event.
    pub(crate) fn unfinished(&self) -> &[u8] {
        self.pending()
    }

    fn take(&mut self, len: usize, ends_event: bool) -> Piece<'_> {
        let start = self.consumed;
        self.consumed += len;
        self.scanned = self.scanned.saturating_sub(len);
        self.event_end = if ends_event { None } else { self.event_end.map(|end| end.saturating_sub(len)) };
        let extent = match (self.in_piece, ends_event) {
            (false, true) => Extent::Event,
            (true, true) => Extent::LastPiece,
            (_, false) => Extent::Piece,
        };
        self.in_piece = !ends_event;
        Piece { bytes: self.buffer.get(start..self.consumed).unwrap_or_default(), extent }
    }

    fn find_event_end(&mut self) -> Option<usize> {
        if self.framing.is_none() {
            self.framing = detect_framing(self.pending());
        }
        match self.framing? {
            Framing::Lines => self.find_line_end(),
            Framing::Blocks => self.find_blank_line(),
        }
    }

    fn find_line_end(&mut self) -> Option<usize> {
        let found = memchr(b'\n', self.unscanned());
        let end = found.map(|at| self.scanned + at + 1);
        self.scanned = end.unwrap_or(self.pending().len());
        end
    }

    fn find_blank_line(&mut self) -> Option<usize> {
        while let Some(at) = memchr2(b'\n', b'\r', self.unscanned()) {
            // If the byte after a CR has not arrived yet, `line_end` returns `None`, and the CR is scanned again later.
            self.scan(at);
            let is_blank = self.line_len == 0;
            let line_end = self.line_end(is_blank)?;
            self.last_line_end = line_end;
            self.scanned += if line_end == LineEnd::CrLf { 2 } else { 1 };
            self.line_len = 0;
            if is_blank {
                return Some(self.scanned);
            }
        }
        self.scan(self.unscanned().len());
        None
    }

    /// Marks bytes as scanned and as part of the current line.
    fn scan(&mut self, len: usize) {
        self.scanned += len;
        self.line_len += len;
    }

    /// Returns the line end at the start of the unscanned bytes, or `None` if it depends on the next byte.
    fn line_end(&self, is_blank: bool) -> Option<LineEnd> {
        match self.unscanned() {
            [b'\n', ..] => Some(LineEnd::Lf),
            _ if is_blank && self.last_line_end != LineEnd::CrLf => Some(LineEnd::Cr),
            [_, b'\n', ..] => Some(LineEnd::CrLf),
            [_, _, ..] => Some(LineEnd::Cr),
            _ => None,
        }
    }

    fn pending(&self) -> &[u8] {
        self.buffer.get(self.consumed..).unwrap_or_default()
    }

    fn unscanned(&self) -> &[u8] {
        self.buffer.get(self.consumed + self.scanned..).unwrap_or_default()
    }
}

/// Determines the framing by the first byte after a byte-order mark and white space. Returns `None` if it has not
/// arrived yet.
fn detect_framing(bytes: &[u8]) -> Option<Framing> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    /// The number of bytes in which the first byte of JSON must appear.
    const MAX_INDENT: usize = 64;
    let start = bytes.get(..MAX_INDENT).unwrap_or(bytes);
    let start = start.strip_prefix(MARK).unwrap_or(start);
    if MARK.starts_with(start) {
        return None;
    }
    match start.trim_ascii_start().first() {
        Some(b'{' | b'[') => Some(Framing::Lines),
        None if bytes.len() < MAX_INDENT => None,
        _ => Some(Framing::Blocks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the events, incomplete ones in parentheses, after a check that they do not depend on the sizes of the
    /// pieces.
    fn split(bytes: &str) -> Vec<String> {
        let all_at_once = split_in_steps(bytes, bytes.len().max(1));
        for step in 1..bytes.len() {
            assert_eq!(split_in_steps(bytes, step), all_at_once, "{step}");
        }
        all_at_once
    }

    fn split_in_steps(bytes: &str, step: usize) -> Vec<String> {
        let mut splitter = Splitter::default();
        let mut events = Vec::new();
        let text = |piece: Piece<'_>| {
            let text = String::from_utf8_lossy(piece.bytes).into_owned();
            if piece.extent == Extent::Event { text } else { format!("({text})") }
        };
        for bytes in bytes.as_bytes().chunks(step) {
            splitter.push(bytes);
            while let Some(piece) = splitter.next() {
                events.push(text(piece));
            }
        }
        while let Some(piece) = splitter.next_partial() {
            events.push(text(piece));
        }
        events
    }

    #[test]
    fn blocks_end_with_a_blank_line() {
        assert_eq!(
            split("data: a\n\ndata: b\nid: 1\n\ndata: c"),
            ["data: a\n\n", "data: b\nid: 1\n\n", "(data: c)"]
        );
        assert_eq!(split(": x\r\n\r\n: y\r\n\r\n"), [": x\r\n\r\n", ": y\r\n\r\n"]);
        assert_eq!(split(": x\r\r: y\r\r"), [": x\r\r", ": y\r\r"]);
        assert_eq!(split("\u{feff}data: a\n\n\n"), ["\u{feff}data: a\n\n", "\n"]);
        assert_eq!(split(""), [""; 0]);
    }

    #[test]
    fn every_line_of_json_is_an_event() {
        assert_eq!(split("{}\n{}\r\n[]\n{"), ["{}\n", "{}\r\n", "[]\n", "({)"]);
        assert_eq!(split("\u{feff} \n{}\n"), ["\u{feff} \n", "{}\n"]);
        let late = format!("{}{{}}\n{{}}\n\n", " ".repeat(64));
        assert_eq!(split(&late), [late]);
    }

    #[test]
    fn a_long_event_is_split_into_pieces() {
        let long = format!("data: {}\n\n", "x".repeat(2 * MAX_EVENT));
        let mut splitter = Splitter::default();
        let mut pieces = Vec::new();
        for bytes in [long.as_bytes(), b": y\n\n"].concat().chunks(99_991) {
            splitter.push(bytes);
            while let Some(piece) = splitter.next() {
                pieces.push((piece.bytes.len(), piece.extent == Extent::Event));
            }
        }
        assert_eq!(pieces, [(MAX_EVENT, false), (MAX_EVENT, false), (8, false), (5, true)]);
        assert_eq!(splitter.next_partial(), None);
    }
}
