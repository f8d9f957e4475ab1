//! Streams written by hand: what an encoder would say, or would not.

use crate::common::{Seen, decode};
use flate2::{Compress, Compression, FlushCompress};
use tokenwire::{Control, Encoding, Error, Result, StreamWriter};
use tokenwire_chat::{Decoder, MAX_EVENT};

/// A stream of events in `o200k_base` that is being written.
pub(super) struct Script {
    writer: StreamWriter,
    bytes: Vec<u8>,
}

/// An event of one text: slot 0 is `content`, slot 1 the blanks before the brace.
pub(super) const EVENT: &str = "{\"content\":\"\"}\n";

/// What an event in the lane of [`EVENT`] looks like.
pub(super) fn content(text: &str) -> String {
    format!("{{\"content\":\"{text}\"}}\n")
}

impl Script {
    pub(super) fn new() -> Self {
        Self { writer: StreamWriter::new(Encoding::O200kBase).with_events(1), bytes: Vec::new() }
    }

    /// With a lane of a text that was `Hello`.
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

    /// The head of a literal that is stored, and slots with their roles; their values have to follow.
    pub(super) fn literal(self, bytes: &str, apart: &[(u64, u64)]) -> Self {
        let script =
            self.control(Control::Literal).number((bytes.len() as u64) << 2 | 1).bytes(bytes.as_bytes());
        let script = script.number(apart.len() as u64);
        apart.iter().fold(script, |script, (slot, role)| script.number(slot << 3 | role))
    }

    /// A string's bytes as they are.
    pub(super) fn raw(self, bytes: &[u8]) -> Self {
        self.control(Control::String).number((bytes.len() as u64) << 1).bytes(bytes)
    }

    /// Bytes of the stream so far: where the next symbol will be.
    pub(super) fn offset(&self) -> usize {
        self.writer.offset()
    }

    /// Without an end.
    pub(super) fn so_far(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn end(mut self) -> Vec<u8> {
        self.writer.end(&mut self.bytes);
        self.bytes
    }

    /// The bytes of the events, and how it ended.
    pub(super) fn read(self) -> (Vec<String>, Result<()>) {
        read(&self.end())
    }

    /// Everything before is read, and this comes of the rest, whatever follows it.
    pub(super) fn fails(self, events: usize, expected: &Error) {
        let bytes = [&self.so_far()[..], &[16; 40]].concat();
        let (found, end) = read(&bytes);
        assert_eq!(end.as_ref(), Err(expected));
        assert_eq!(found.len(), events, "{found:?}");
        assert_eq!(decode(Decoder::new(), bytes.chunks(1)).1.as_ref(), Err(expected));
    }

    /// [`fails`](Self::fails) with what was expected where the stream is now.
    pub(super) fn refuses(self, events: usize, reason: &'static str) {
        let offset = self.offset();
        self.fails(events, &Error::Invalid { offset, reason });
    }

    pub(super) fn exceeds(self, events: usize, what: &'static str) {
        self.fails(events, &Error::LimitExceeded { what, limit: MAX_EVENT });
    }
}

/// The events of a stream, as text, and how it ended.
pub(super) fn read(stream: &[u8]) -> (Vec<String>, Result<()>) {
    let (events, end) = decode(Decoder::new(), [stream]);
    let text = |event: Seen| String::from_utf8(event.bytes).unwrap();
    (events.into_iter().map(text).collect(), end)
}

/// Raw deflate that knows no dictionary.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 100);
    Compress::new(Compression::best(), false).compress_vec(bytes, &mut out, FlushCompress::Finish).unwrap();
    out
}
