//! The times and sizes that decide when a stream is written.

use std::time::Duration;

/// Decides when encoded events are written.
///
/// An event is written at once if nothing was written during the last `window`. Otherwise it is buffered until the last
/// write is one `window` old, or until `tokens` tokens are buffered. So the first token is never delayed, and the
/// tokens of a fast model share writes.
///
/// The beginning of an unfinished event is written after `window` or `partial`; see
/// [`PartialFlush`](crate::PartialFlush).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlushPolicy {
    /// The minimum time between two writes. With zero, every event is written as it arrives. With [`Duration::MAX`],
    /// the rest is written at the end.
    pub window: Duration,
    /// The number of buffered tokens that are written without waiting for the window. `None` disables this rule.
    pub tokens: Option<u64>,
    /// The block size in bytes. Every write is padded to a multiple of it, so that its size reveals less of the text. 1
    /// means no padding.
    pub block: usize,
    /// The maximum time that the beginning of an event waits for the rest of its line. [`Duration::MAX`] disables the
    /// limit.
    pub partial: Duration,
}

impl Default for FlushPolicy {
    fn default() -> Self {
        Self {
            window: Duration::from_millis(20),
            tokens: None,
            block: 1,
            partial: Duration::from_millis(250),
        }
    }
}
