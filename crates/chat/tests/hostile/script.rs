//! Streams written symbol by symbol, valid or not.

use crate::common::{OwnedEvent, decode};
use flate2::{Compress, Compression, FlushCompress};
use tokenwire::{Control, Encoding, Error, Result, StreamWriter};
use tokenwire_chat::{Decoder, MAX_EVENT};

/// An unfinished stream of events in `o200k_base`.
pub(super) struct Script {
    writer: StreamWriter,
    bytes: Vec<u8>,
}

/// An event of one text. Slot 0 is `content`, and slot 1 is the blanks before the brace.
pub(super) const EVENT: &str = "{\"content\":\"\"}\n";

/// Returns an event in the lane of [`EVENT`].
pub(super) fn content(text: &str) -> String {
    format!("{{\"content\":\"{text}\"}}\n")
}

impl Script {
    pub(super) fn new() -> Self {
        Self { writer: StreamWriter::new(Encoding::O200kBase).with_events(1), bytes: Vec::new() }
    }

    /// Creates a script with a lane whose last text is `Hello`.
    pub(super) fn with_lane() -> Self {
        Self::new().literal(EVENT, &[(0, 2)]).tokens(&[13225])
    }

    pub(super) fn control(mut self, control: Control) -> Self {
        self.writer.control(control, &mut self.bytes);
        self
    }

    pub(super) fn number(mut self, number: u64) -> Self {
        self.writer.number(number, &mut self.bytes);
        self
    }

    pub(super) fn numbers(self, numbers: &[u64]) -> Self {
        numbers.iter().fold(self, |script, number| script.number(*number))
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.writer.bytes(bytes, &mut self.bytes);
        self
    }

    pub(super) fn tokens(mut self, ids: &[u32]) -> Self {
        self.writer.tokens(ids, &mut self.bytes).unwrap();
        self
    }

    /// Appends an uncompressed literal with the slots and roles of its extracted values. The values must be appended
    /// next.
    pub(super) fn literal(self, bytes: &str, extracted: &[(u64, u64)]) -> Self {
        let has_roles = u64::from(!extracted.is_empty());
        let script = self.control(Control::Literal).numbers(&[(bytes.len() as u64) << 2 | 2 | has_roles, 4]);
        let script = script.bytes(bytes.as_bytes());
        let script = if extracted.is_empty() { script } else { script.number(extracted.len() as u64) };
        extracted.iter().fold(script, |script, (slot, role)| script.number(slot << 3 | role))
    }

    /// Appends a string's content as its bytes.
    pub(super) fn raw(self, bytes: &[u8]) -> Self {
        self.control(Control::String).number((bytes.len() as u64) << 4).bytes(bytes)
    }

    /// Returns the offset of the next symbol.
    pub(super) fn offset(&self) -> usize {
        self.writer.offset()
    }

    /// Returns the stream without an end.
    pub(super) fn unfinished(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn end(mut self) -> Vec<u8> {
        self.writer.end(&mut self.bytes);
        self.bytes
    }

    /// Ends and decodes the stream.
    pub(super) fn read(self) -> (Vec<String>, Result<()>) {
        read(&self.end())
    }

    /// Checks that this many events are decoded and then this error is returned, even if more bytes follow.
    pub(super) fn fails(self, events: usize, expected: &Error) {
        let bytes = [&self.unfinished()[..], &[16; 40]].concat();
        let (found, end) = read(&bytes);
        assert_eq!(end.as_ref(), Err(expected));
        assert_eq!(found.len(), events, "{found:?}");
        assert_eq!(decode(Decoder::new(), bytes.chunks(1)).1.as_ref(), Err(expected));
    }

    /// Checks that the stream is invalid at its current end, after this many events.
    pub(super) fn rejects(self, events: usize, reason: &'static str) {
        let offset = self.offset();
        self.fails(events, &Error::Invalid { offset, reason });
    }

    /// Checks that a limit is exceeded, after this many events.
    pub(super) fn exceeds(self, events: usize, what: &'static str) {
        self.fails(events, &Error::LimitExceeded { what, limit: MAX_EVENT });
    }
}

/// Decodes a stream to its events, as text.
pub(super) fn read(stream: &[u8]) -> (Vec<String>, Result<()>) {
    let (events, end) = decode(Decoder::new(), [stream]);
    let text = |event: OwnedEvent| String::from_utf8(event.bytes).unwrap();
    (events.into_iter().map(text).collect(), end)
}

/// Compresses bytes with raw deflate, without a dictionary.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 100);
    Compress::new(Compression::best(), false).compress_vec(bytes, &mut out, FlushCompress::Finish).unwrap();
    out
}
