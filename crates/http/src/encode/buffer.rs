//! Buffers encoded bytes and decides when they are written.
//!
//! TCP and TLS add some 80 bytes to each write, so several tokens should share one. But a buffered token is delayed.
//! The compromise: if there was no write during the last window, write at once. Otherwise buffer until the last write
//! is one window old. An example with a window of 20 ms and a token every 9 ms:
//!
//! ```text
//! a token arrives at    0   9  18   27  36   45  54 ms
//! a write happens at    0        20       40       60 ms
//! tokens in the write   1         2        2        2
//! ```
//!
//! No window starts before the first write with tokens. So the opening events of a response, which have no text, do not
//! delay its first token. A write with enough tokens (the policy's `tokens`) or bytes ([`MAX_BUFFERED`]) does not wait
//! for the window.

use crate::flush::FlushPolicy;
use bytes::Bytes;
use std::time::Instant;
use tokenwire_chat::Encoder;

/// An encoder, and the bytes that it encoded since the last write.
pub(super) struct EncodeBuffer {
    encoder: Encoder,
    flush: FlushPolicy,
    /// The encoded bytes that are not yet written.
    buffered: Vec<u8>,
    /// When the first of the buffered events arrived. `None` if there are none.
    first_arrival: Option<Instant>,
    /// The time of the last write. `None` before the first write with tokens.
    last_write: Option<Instant>,
    /// The number of tokens written so far.
    written_tokens: usize,
}

/// The bytes of one write.
pub(super) struct Write {
    pub(super) bytes: Bytes,
    pub(super) tokens: usize,
    /// When the first of its events arrived.
    pub(super) first_arrival: Instant,
}

/// The size in bytes of END and the checksum after it, in a stream of varints.
const END_BYTES: usize = 5;

/// A write with at least this number of bytes does not wait for the window.
const MAX_BUFFERED: usize = 4096;

impl EncodeBuffer {
    pub(super) fn new(encoder: Encoder, flush: FlushPolicy) -> Self {
        Self {
            encoder,
            flush,
            buffered: Vec::new(),
            first_arrival: None,
            last_write: None,
            written_tokens: 0,
        }
    }

    /// Encodes the next bytes of the source.
    pub(super) fn push(&mut self, bytes: &[u8], now: Instant) -> tokenwire::Result<()> {
        self.encoder.push(bytes, &mut self.buffered)?;
        if !self.buffered.is_empty() {
            self.first_arrival.get_or_insert(now);
        }
        Ok(())
    }

    /// Ends the stream after a complete source.
    pub(super) fn end(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.first_arrival.get_or_insert(now);
        self.pad(END_BYTES);
        self.encoder.end(&mut self.buffered)
    }

    /// Aborts the stream after a truncated source.
    pub(super) fn abort(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.first_arrival.get_or_insert(now);
        self.encoder.abort(&mut self.buffered)
    }

    /// Returns when the buffered bytes are due, or `None` if there are none.
    pub(super) fn due(&self) -> Option<Instant> {
        let first_arrival = self.first_arrival?;
        let enough = self.flush.tokens.is_some_and(|limit| self.buffered_tokens() as u64 >= limit);
        match self.last_write {
            Some(last) if !enough && self.buffered.len() < MAX_BUFFERED => Some(last + self.flush.window),
            _ => Some(first_arrival),
        }
    }

    /// Takes the buffered bytes. Returns `None` if there are none.
    pub(super) fn take(&mut self, now: Instant) -> Option<Write> {
        let first_arrival = self.first_arrival.take()?;
        self.encoder.flush(&mut self.buffered);
        self.pad(0);
        let tokens = self.buffered_tokens();
        self.written_tokens += tokens;
        if self.written_tokens > 0 {
            self.last_write = Some(now);
        }
        Some(Write { bytes: std::mem::take(&mut self.buffered).into(), tokens, first_arrival })
    }

    fn buffered_tokens(&self) -> usize {
        self.encoder.token_count().saturating_sub(self.written_tokens)
    }

    /// Pads the buffered bytes with PING codes, so that they and `after` more bytes fill whole blocks.
    ///
    /// Blocks are used only with varints, because there PING is one byte. A longer PING could overshoot every block's
    /// end. The loop also stops if PING writes nothing, which is the case before the stream starts and after it ends.
    fn pad(&mut self, after: usize) {
        let mut previous_len = usize::MAX;
        while !(self.buffered.len() + after).is_multiple_of(self.flush.block.max(1))
            && previous_len != self.buffered.len()
        {
            previous_len = self.buffered.len();
            self.encoder.ping(&mut self.buffered);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokenwire::StreamCoder;

    const OPENING: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    const TOKEN: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ship\"}}]}\n\n";

    fn buffer(flush: FlushPolicy) -> EncodeBuffer {
        EncodeBuffer::new(Encoder::new().with_coder(StreamCoder::Varint), flush)
    }

    #[test]
    fn writes_the_first_token_at_once_and_the_next_after_the_window() {
        let (start, window) = (Instant::now(), Duration::from_millis(20));
        let mut buffer = buffer(FlushPolicy { window, ..FlushPolicy::default() });
        for event in [OPENING, TOKEN] {
            buffer.push(event, start).unwrap();
            assert_eq!(buffer.due(), Some(start));
            assert!(buffer.take(start).is_some() && buffer.due().is_none());
        }
        buffer.push(TOKEN, start).unwrap();
        assert_eq!(buffer.due(), Some(start + window));
        let late = start + 2 * window;
        assert_eq!(buffer.take(late).map(|write| (write.tokens, write.first_arrival)), Some((1, start)));
        assert!(buffer.take(late).is_none());
    }

    #[test]
    fn writes_enough_tokens_or_bytes_at_once() {
        let start = Instant::now();
        let mut buffer = buffer(FlushPolicy { window: Duration::from_secs(9), tokens: Some(3), block: 1 });
        buffer.push(TOKEN, start).unwrap();
        buffer.take(start);
        buffer.push(&TOKEN.repeat(2), start).unwrap();
        assert!(buffer.due() > Some(start));
        buffer.push(TOKEN, start).unwrap();
        assert_eq!(buffer.due(), Some(start));
        buffer.take(start);
        // Deflate cannot compress the digits of a linear congruential generator to less than `MAX_BUFFERED` bytes.
        let states = std::iter::successors(Some(1_u64), |state| {
            Some(state.wrapping_mul(6364136223846793005).wrapping_add(1))
        });
        let digits: String = states.take(999).map(|state| format!("{state:016x}")).collect();
        buffer.push(format!(": {digits}\n\n").as_bytes(), start).unwrap();
        assert_eq!(buffer.due(), Some(start));
    }
}
