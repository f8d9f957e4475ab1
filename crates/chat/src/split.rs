//! Bytes -> events: blocks up to their blank line (server-sent events), or lines (NDJSON).

use crate::limits::MAX_EVENT;
use memchr::{memchr, memchr2};

/// Finds where events end, whatever the pieces in which their bytes come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Splitter {
    /// What was not given out yet.
    buffer: Vec<u8>,
    /// Given out from the buffer's beginning.
    given: usize,
    /// Looked at since `given`.
    scanned: usize,
    /// Where the event at hand ends, since `given`.
    found: Option<usize>,
    /// Bytes of the line at hand that were looked at.
    line: usize,
    framing: Option<Framing>,
    last_end: LineEnd,
    /// The beginning of this event went out already, as a piece.
    begun: bool,
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

/// A buffer that is larger is given back.
const KEPT: usize = 4 << 10;

/// Bytes that come after one another in the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece<'a> {
    pub(crate) bytes: &'a [u8],
    /// An event from its first byte to its last.
    pub(crate) whole: bool,
}

impl Splitter {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.given);
        self.given = 0;
        if self.buffer.capacity() > KEPT && self.buffer.len() < KEPT / 2 {
            // A long event has passed.
            self.buffer.shrink_to(KEPT / 2);
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next event, or piece of a long one, that is there.
    pub(crate) fn next(&mut self) -> Option<Piece<'_>> {
        self.found = self.found.or_else(|| self.end());
        let waiting = self.buffer.len() - self.given;
        match self.found {
            Some(end) if end <= MAX_EVENT => Some(self.give(end, true)),
            // One byte more, since it may be the second half of a line's end.
            _ if waiting > MAX_EVENT => Some(self.give(MAX_EVENT, false)),
            _ => None,
        }
    }

    /// What is left when the source has ended.
    pub(crate) fn rest(&mut self) -> Option<Piece<'_>> {
        let waiting = self.buffer.len() - self.given;
        (waiting > 0).then(|| self.give(waiting, false))
    }

    fn give(&mut self, len: usize, ended: bool) -> Piece<'_> {
        let start = self.given;
        self.given += len;
        self.scanned = self.scanned.saturating_sub(len);
        self.found = if ended { None } else { self.found.map(|end| end.saturating_sub(len)) };
        let whole = ended && !self.begun;
        self.begun = !ended;
        Piece { bytes: self.buffer.get(start..self.given).unwrap_or_default(), whole }
    }

    /// Looks for where the event at hand ends.
    fn end(&mut self) -> Option<usize> {
        if self.framing.is_none() {
            self.framing = framing(self.waiting());
        }
        match self.framing? {
            Framing::Lines => self.line_end(),
            Framing::Blocks => self.blank_line_end(),
        }
    }

    fn line_end(&mut self) -> Option<usize> {
        let found = memchr(b'\n', self.unscanned());
        let end = found.map(|at| self.scanned + at + 1);
        self.scanned = end.unwrap_or(self.buffer.len() - self.given);
        end
    }

    fn blank_line_end(&mut self) -> Option<usize> {
        loop {
            let rest = self.unscanned();
            let Some(at) = memchr2(b'\n', b'\r', rest) else {
                let len = rest.len();
                self.scanned += len;
                self.line += len;
                return None;
            };
            // A CR may have to wait for what comes after it; what is before it was seen.
            (self.scanned, self.line) = (self.scanned + at, self.line + at);
            let blank = self.line == 0;
            let line_end = self.line_end_at(self.unscanned(), blank)?;
            self.last_end = line_end;
            self.scanned += if line_end == LineEnd::CrLf { 2 } else { 1 };
            self.line = 0;
            if blank {
                return Some(self.scanned);
            }
        }
    }

    /// Which line end begins here. A stream of bare CRs does not wait for what may follow a blank line.
    fn line_end_at(&self, bytes: &[u8], blank: bool) -> Option<LineEnd> {
        match bytes {
            [b'\n', ..] => Some(LineEnd::Lf),
            _ if blank && self.last_end != LineEnd::CrLf => Some(LineEnd::Cr),
            [_, b'\n', ..] => Some(LineEnd::CrLf),
            [_, _, ..] => Some(LineEnd::Cr),
            _ => None,
        }
    }

    fn waiting(&self) -> &[u8] {
        self.buffer.get(self.given..).unwrap_or_default()
    }

    fn unscanned(&self) -> &[u8] {
        self.buffer.get(self.given + self.scanned..).unwrap_or_default()
    }
}

/// What the first byte tells, but for a byte-order mark and white space.
fn framing(bytes: &[u8]) -> Option<Framing> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    /// With so much white space before it, no line of JSON is expected.
    const LATEST: usize = 64;
    let first = bytes.get(..LATEST).unwrap_or(bytes);
    let first = first.strip_prefix(MARK).unwrap_or(first);
    if MARK.starts_with(first) {
        return None;
    }
    match first.trim_ascii_start().first() {
        Some(b'{' | b'[') => Some(Framing::Lines),
        None if bytes.len() < LATEST => None,
        _ => Some(Framing::Blocks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events, pieces in brackets, whatever the steps in which the bytes come.
    fn split(bytes: &str) -> Vec<String> {
        let by_step = |step: usize| {
            let mut splitter = Splitter::default();
            let mut events = Vec::new();
            let text = |piece: Piece<'_>| {
                let text = String::from_utf8_lossy(piece.bytes).into_owned();
                if piece.whole { text } else { format!("({text})") }
            };
            for bytes in bytes.as_bytes().chunks(step) {
                splitter.push(bytes);
                while let Some(piece) = splitter.next() {
                    events.push(text(piece));
                }
            }
            events.extend(splitter.rest().map(text));
            events
        };
        let whole = by_step(bytes.len().max(1));
        for step in 1..bytes.len() {
            assert_eq!(by_step(step), whole, "{step}");
        }
        whole
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
    fn lines_end_by_themselves() {
        assert_eq!(split("{}\n{}\r\n[]\n{"), ["{}\n", "{}\r\n", "[]\n", "({)"]);
        assert_eq!(split("\u{feff} \n{}\n"), ["\u{feff} \n", "{}\n"]);
        let late = format!("{}{{}}\n{{}}\n\n", " ".repeat(64));
        assert_eq!(split(&late), [late]);
    }

    #[test]
    fn what_is_long_comes_in_pieces() {
        let long = format!("data: {}\n\n", "x".repeat(2 * MAX_EVENT));
        let mut splitter = Splitter::default();
        let mut pieces = Vec::new();
        for bytes in [long.as_bytes(), b": y\n\n"].concat().chunks(99_991) {
            splitter.push(bytes);
            while let Some(piece) = splitter.next() {
                pieces.push((piece.bytes.len(), piece.whole));
            }
        }
        assert_eq!(pieces, [(MAX_EVENT, false), (MAX_EVENT, false), (8, false), (5, true)]);
        assert_eq!(splitter.rest(), None);
    }
}
