//! What was encoded and is not yet written.

use crate::flush::Flush;
use bytes::Bytes;
use std::time::Instant;
use tokenwire_chat::Encoder;

/// An encoder, and what it made since the last write.
pub(super) struct Outbox {
    encoder: Encoder,
    flush: Flush,
    waiting: Vec<u8>,
    /// When the first of it came.
    since: Option<Instant>,
    /// From the first one with tokens on: what opens an answer must not make its first token wait.
    last_write: Option<Instant>,
    /// Tokens up to the last write.
    written: usize,
}

/// What is written at once.
pub(super) struct Write {
    pub(super) bytes: Bytes,
    pub(super) tokens: usize,
    /// When the first of it came.
    pub(super) since: Instant,
}

/// Bytes of END and its checksum, with varints.
const END: usize = 5;

/// Bytes that are written at once, whatever the policy says.
const MOST: usize = 4096;

impl Outbox {
    pub(super) fn new(encoder: Encoder, flush: Flush) -> Self {
        Self { encoder, flush, waiting: Vec::new(), since: None, last_write: None, written: 0 }
    }

    /// Takes what came from the source.
    pub(super) fn push(&mut self, bytes: &[u8], now: Instant) -> tokenwire::Result<()> {
        self.encoder.push(bytes, &mut self.waiting)?;
        if !self.waiting.is_empty() {
            self.since.get_or_insert(now);
        }
        Ok(())
    }

    /// The source ended as it should.
    pub(super) fn end(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.since.get_or_insert(now);
        self.pad(END);
        self.encoder.end(&mut self.waiting)
    }

    /// The source broke off.
    pub(super) fn abort(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.since.get_or_insert(now);
        self.encoder.abort(&mut self.waiting)
    }

    /// When what waits is to be written; none if nothing does.
    pub(super) fn due(&self) -> Option<Instant> {
        let since = self.since?;
        let enough = self.flush.tokens.is_some_and(|most| self.tokens() as u64 >= most);
        match self.last_write {
            Some(last) if !enough && self.waiting.len() < MOST => Some(last + self.flush.window),
            _ => Some(since),
        }
    }

    /// What waits; none if nothing does.
    pub(super) fn take(&mut self, now: Instant) -> Option<Write> {
        let since = self.since.take()?;
        self.encoder.flush(&mut self.waiting);
        self.pad(0);
        let tokens = self.tokens();
        self.written += tokens;
        if self.written > 0 {
            self.last_write = Some(now);
        }
        Some(Write { bytes: std::mem::take(&mut self.waiting).into(), tokens, since })
    }

    /// Tokens that wait.
    fn tokens(&self) -> usize {
        self.encoder.token_count().saturating_sub(self.written)
    }

    /// Fills a block with pings, but for what comes after them. Blocks go with varints, whose pings have one byte: longer ones might never
    /// fill it. Before a stream and after its end there are none.
    fn pad(&mut self, after: usize) {
        let mut before = usize::MAX;
        while !(self.waiting.len() + after).is_multiple_of(self.flush.block.max(1))
            && before != self.waiting.len()
        {
            before = self.waiting.len();
            self.encoder.ping(&mut self.waiting);
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

    fn outbox(flush: Flush) -> Outbox {
        Outbox::new(Encoder::new().with_coder(StreamCoder::Varint), flush)
    }

    #[test]
    fn the_first_token_waits_for_nothing_and_the_next_for_the_window() {
        let (start, window) = (Instant::now(), Duration::from_millis(20));
        let mut outbox = outbox(Flush { window, ..Flush::default() });
        for event in [OPENING, TOKEN] {
            outbox.push(event, start).unwrap();
            assert_eq!(outbox.due(), Some(start));
            assert!(outbox.take(start).is_some() && outbox.due().is_none());
        }
        outbox.push(TOKEN, start).unwrap();
        assert_eq!(outbox.due(), Some(start + window));
        let late = start + 2 * window;
        assert_eq!(outbox.take(late).map(|write| (write.tokens, write.since)), Some((1, start)));
        assert!(outbox.take(late).is_none());
    }

    #[test]
    fn enough_tokens_or_bytes_wait_for_nothing() {
        let start = Instant::now();
        let mut outbox = outbox(Flush { window: Duration::from_secs(9), tokens: Some(3), block: 1 });
        outbox.push(TOKEN, start).unwrap();
        outbox.take(start);
        outbox.push(&TOKEN.repeat(2), start).unwrap();
        assert!(outbox.due() > Some(start));
        outbox.push(TOKEN, start).unwrap();
        assert_eq!(outbox.due(), Some(start));
        outbox.take(start);
        // Each is the one before times a number and one more: nothing that deflate could find.
        let states = std::iter::successors(Some(1_u64), |state| {
            Some(state.wrapping_mul(6364136223846793005).wrapping_add(1))
        });
        let odd: String = states.take(999).map(|state| format!("{state:016x}")).collect();
        outbox.push(format!(": {odd}\n\n").as_bytes(), start).unwrap();
        assert_eq!(outbox.due(), Some(start));
    }
}
