//! Sliding windows over the last bytes of all new text, and of all literals and long values. Records refer to them.

use crate::limits::{MAX_HISTORY, MAX_RECENT, MAX_TEXT_WINDOW};
use memchr::memmem;

/// The length of the shortest text that is encoded as a back-reference, in bytes.
pub(crate) const MIN_REPEAT: usize = 8;

/// A range of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BackReference {
    /// The number of bytes from the range's start to the window's end.
    pub(crate) distance: usize,
    /// The range's length in bytes.
    pub(crate) len: usize,
}

/// The last bytes of a growing sequence.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    bytes: Vec<u8>,
    capacity: usize,
    /// The number of bytes pushed so far.
    pushed: u64,
}

impl Window {
    /// Creates the window over the new text of a stream's events.
    pub(crate) const fn of_text() -> Self {
        Self { bytes: Vec::new(), capacity: MAX_TEXT_WINDOW, pushed: 0 }
    }

    /// Creates the window over the bytes of a stream's literals and long values.
    pub(crate) const fn of_history() -> Self {
        Self { bytes: Vec::new(), capacity: MAX_HISTORY, pushed: 0 }
    }

    /// Creates the window over the bytes of a stream's literals, which deflate reaches.
    pub(crate) const fn of_literals() -> Self {
        Self { bytes: Vec::new(), capacity: MAX_RECENT, pushed: 0 }
    }

    /// Appends bytes, and drops the oldest bytes beyond the capacity.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // Old bytes are removed in batches, so that the others are not moved for every event.
        const SLACK: usize = 1 << 10;
        self.pushed = self.pushed.saturating_add(bytes.len() as u64);
        let bytes = bytes.get(bytes.len().saturating_sub(self.capacity)..).unwrap_or_default();
        let len = self.bytes.len() + bytes.len();
        if len > self.capacity + SLACK {
            self.bytes.drain(..(len - self.capacity).min(self.bytes.len()));
        }
        self.reserve(self.bytes.len() + bytes.len(), self.capacity + SLACK);
        self.bytes.extend_from_slice(bytes);
    }

    /// Grows the buffer for `len` bytes by doubling, but not beyond `max_len`.
    fn reserve(&mut self, len: usize, max_len: usize) {
        if len > self.bytes.capacity() {
            let capacity = (2 * self.bytes.capacity()).min(max_len).max(len);
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.bytes.len().saturating_sub(self.capacity)..).unwrap_or_default()
    }

    /// Returns the number of bytes pushed so far, including those that were dropped.
    pub(crate) const fn pushed(&self) -> u64 {
        self.pushed
    }

    /// Returns the bytes that a back-reference refers to, if the window holds all of them.
    pub(crate) fn resolve(&self, reference: BackReference) -> Option<&[u8]> {
        let bytes = self.bytes();
        let start = bytes.len().checked_sub(reference.distance)?;
        bytes.get(start..start.checked_add(reference.len)?)
    }

    /// Returns a reference to the last occurrence of `text`, if there is one.
    pub(crate) fn find(&self, text: &[u8]) -> Option<BackReference> {
        let start = memmem::rfind(self.bytes(), text)?;
        Some(BackReference { distance: self.bytes().len() - start, len: text.len() })
    }
}
