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
//!
//! The encoder itself waits for the end of an event. [`PartialFlush`] decides for how long.

#[cfg(test)]
mod tests;

use crate::flush::{FlushPolicy, PartialFlush};
use bytes::Bytes;
use std::time::Instant;
use tokenwire_chat::Encoder;

/// An encoder, and the bytes that it encoded since the last write.
pub(super) struct EncodeBuffer {
    encoder: Encoder,
    flush: FlushPolicy,
    partial: PartialFlush,
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
            partial: PartialFlush::new(flush),
            buffered: Vec::new(),
            first_arrival: None,
            last_write: None,
            written_tokens: 0,
        }
    }

    /// Encodes the next bytes of the source.
    pub(super) fn push(&mut self, bytes: &[u8], now: Instant) -> tokenwire::Result<()> {
        self.encoder.push(bytes, &mut self.buffered)?;
        self.partial.update(bytes.len(), self.encoder.unfinished(), now);
        if !self.buffered.is_empty() {
            self.first_arrival.get_or_insert(now);
        }
        Ok(())
    }

    /// Encodes the beginning of the unfinished event, if it is due.
    pub(super) fn flush_partial(&mut self, now: Instant) -> tokenwire::Result<()> {
        if self.partial.due().is_none_or(|due| due > now) {
            return Ok(());
        }
        self.first_arrival = self.first_arrival.or(self.partial.first_arrival());
        self.encoder.flush_partial(&mut self.buffered)?;
        self.partial.update(0, self.encoder.unfinished(), now);
        Ok(())
    }

    /// Ends the stream after a complete source.
    pub(super) fn end(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.first_arrival.get_or_insert(now);
        self.pad(END_BYTES);
        self.encoder.end(&mut self.buffered)?;
        self.partial.update(0, self.encoder.unfinished(), now);
        Ok(())
    }

    /// Aborts the stream after a truncated source.
    pub(super) fn abort(&mut self, now: Instant) -> tokenwire::Result<()> {
        self.first_arrival.get_or_insert(now);
        self.encoder.abort(&mut self.buffered)?;
        self.partial.update(0, self.encoder.unfinished(), now);
        Ok(())
    }

    /// Returns when the buffered bytes are due, or `None` if there are none or they may wait forever.
    pub(super) fn due(&self) -> Option<Instant> {
        let first_arrival = self.first_arrival?;
        let enough = self.flush.tokens.is_some_and(|limit| self.buffered_tokens() as u64 >= limit);
        match self.last_write {
            Some(last) if !enough && self.buffered.len() < MAX_BUFFERED => {
                last.checked_add(self.flush.window)
            }
            _ => Some(first_arrival),
        }
    }

    /// Returns when the buffered bytes or the unfinished event are due, whichever is first. Returns `None` if neither
    /// is.
    pub(super) fn next_due(&self) -> Option<Instant> {
        [self.due(), self.partial.due()].into_iter().flatten().min()
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
