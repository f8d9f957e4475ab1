//! When what was encoded is written.

use std::time::Duration;

/// When what was encoded is written: at once if nothing was in the last `window`, otherwise when the last write is that old,
/// or when so many tokens wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flush {
    /// The least time between two writes. Zero: every event is written as it comes.
    pub window: Duration,
    /// The most tokens that wait.
    pub tokens: Option<u64>,
    /// Writes are padded to a multiple of so many bytes, so that their sizes say less of the text. 1: they are not.
    pub block: usize,
}

impl Default for Flush {
    fn default() -> Self {
        Self { window: Duration::from_millis(20), tokens: None, block: 1 }
    }
}
