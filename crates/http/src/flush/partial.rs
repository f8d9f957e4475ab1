//! Decides when the beginning of an unfinished event is encoded.
//!
//! An encoder waits for the end of an event, because a whole event takes fewer bytes than its parts. But some servers
//! end an event with one line end instead of two, send raw text, or send keep-alive lines such as `: ping`. Their bytes
//! must not wait for a blank line that never comes. Others pause inside an event, which should stay whole if the pause
//! is short. The last line that has arrived tells these cases apart:
//!
//! ```text
//! what has arrived               its last line                waits for at most
//! data: {"a":1}\n                is complete                  the window (20 ms)
//! once upon a                    does not begin an event      the window
//! data: {"a"                     begins an event              `partial` (250 ms)
//! event: delta\ndata: {"a"       begins an event              `partial`
//! ```
//!
//! After the beginning of an event was written, the rest of its line rarely looks like the beginning of another, so it
//! waits for the window only.
//!
//! The time counts from the arrival of the oldest unfinished byte. It does not restart with each byte, because then a
//! steady stream of raw text would never be written.

use super::policy::FlushPolicy;
use std::time::Instant;

/// The beginnings of the lines of server-sent events and of NDJSON.
const LINE_STARTS: [&[u8]; 7] = [b"data:", b"event:", b"id:", b"retry:", b":", b"{", b"["];

/// Decides when the beginning of an unfinished event is encoded, with `Encoder::flush_partial` of `tokenwire-chat`.
///
/// Bytes after a complete line, or of a line that does not begin an event, wait for at most the policy's `window`.
/// All other bytes wait for at most `partial`. The time counts from the arrival of the oldest unfinished byte. This
/// type has no clock; its callers pass the time.
#[derive(Debug, Clone)]
pub struct PartialFlush {
    policy: FlushPolicy,
    /// When the oldest unfinished byte arrived. `None` if no byte is unfinished.
    first_arrival: Option<Instant>,
    /// The start of the last line in the unfinished bytes.
    line_start: usize,
    /// Whether the last line has begun and can be a line of an event.
    begins_event: bool,
}

impl PartialFlush {
    /// Creates the state of a stream without unfinished bytes.
    pub const fn new(policy: FlushPolicy) -> Self {
        Self { policy, first_arrival: None, line_start: 0, begins_event: false }
    }

    /// Records that `len` bytes have arrived at `now`, and that `unfinished` is now buffered. Call this method after
    /// each call of the encoder's `push` and `flush_partial`, the latter with a `len` of 0.
    pub fn update(&mut self, len: usize, unfinished: &[u8], now: Instant) {
        let new_at = unfinished.len().saturating_sub(len);
        if new_at == 0 {
            self.first_arrival = (!unfinished.is_empty()).then_some(now);
            self.line_start = 0;
        }
        let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let new_bytes = unfinished.get(new_at..).unwrap_or_default();
        if let Some(at) = new_bytes.iter().rposition(is_line_end) {
            self.line_start = new_at + at + 1;
        }
        self.begins_event = begins_event(unfinished.get(self.line_start..).unwrap_or_default());
    }

    /// Returns when the unfinished bytes are due, or `None` if there are none or they may wait forever.
    pub fn due(&self) -> Option<Instant> {
        let limit = if self.begins_event { self.policy.partial } else { self.policy.window };
        self.first_arrival?.checked_add(limit)
    }

    /// Returns when the oldest unfinished byte arrived.
    #[cfg(feature = "encode")]
    pub(crate) fn first_arrival(&self) -> Option<Instant> {
        self.first_arrival
    }
}

/// Returns whether these bytes, which may be cut off anywhere, begin a line of an event.
fn begins_event(line: &[u8]) -> bool {
    !line.is_empty() && LINE_STARTS.iter().any(|start| line.starts_with(start) || start.starts_with(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const WINDOW: Duration = Duration::from_millis(20);
    const PARTIAL: Duration = Duration::from_millis(250);

    fn policy() -> FlushPolicy {
        FlushPolicy { window: WINDOW, partial: PARTIAL, ..FlushPolicy::default() }
    }

    /// Returns how long these bytes wait.
    fn wait(unfinished: &str) -> Option<Duration> {
        let (mut partial, now) = (PartialFlush::new(policy()), Instant::now());
        partial.update(unfinished.len(), unfinished.as_bytes(), now);
        partial.due().map(|due| due - now)
    }

    #[test]
    fn only_the_beginning_of_an_event_waits_longer_than_the_window() {
        for text in
            ["data: a\n", ": ping\n", "event: a\r\n", ": a\r", "once", "once upon a", "0:\"a\"", "dat a", " "]
        {
            assert_eq!(wait(text), Some(WINDOW), "{text}");
        }
        for text in ["d", "data: a", ":", "event: a\ndata:", "id: 1\r\nretry", "{\"a\":", "[", "a\n{"] {
            assert_eq!(wait(text), Some(PARTIAL), "{text}");
        }
        assert_eq!(wait(""), None);
    }

    /// Bytes that arrive in between do not restart the time.
    #[test]
    fn the_time_counts_from_the_oldest_unfinished_byte() {
        let (mut partial, start) = (PartialFlush::new(policy()), Instant::now());
        partial.update(4, b"once", start);
        partial.update(5, b"once upon", start + WINDOW / 2);
        assert_eq!(partial.due(), Some(start + WINDOW));
        partial.update(0, b"", start + WINDOW);
        assert_eq!(partial.due(), None);
        // These bytes complete an event and begin the next one.
        let later = start + 2 * WINDOW;
        partial.update(9, b"data", later);
        assert_eq!(partial.due(), Some(later + PARTIAL));
        partial.update(6, b"data: a\n: b", later + WINDOW);
        assert_eq!(partial.due(), Some(later + PARTIAL));
        partial.update(1, b"data: a\n: b\n", later + WINDOW);
        assert_eq!(partial.due(), Some(later + WINDOW));
    }

    #[test]
    fn the_longest_duration_disables_a_limit() {
        let mut partial = PartialFlush::new(FlushPolicy { partial: Duration::MAX, ..policy() });
        partial.update(4, b"data", Instant::now());
        assert_eq!(partial.due(), None);
    }
}
