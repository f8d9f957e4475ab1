//! What was sent before and may be referred to: the end of all text, and of all literals.

use crate::limits::{MAX_HISTORY, MAX_RECENT};

/// The last bytes of something that only grows.
#[derive(Debug, Clone)]
pub(crate) struct Tail {
    bytes: Vec<u8>,
    most: usize,
}

impl Tail {
    /// Of the new text of a stream's events.
    pub(crate) const fn of_text() -> Self {
        Self { bytes: Vec::new(), most: MAX_HISTORY }
    }

    /// Of a stream's literals.
    pub(crate) const fn of_literals() -> Self {
        Self { bytes: Vec::new(), most: MAX_RECENT }
    }

    /// Appends bytes, of which only the last stay.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // Some are kept for nothing, so that not every event moves all of them.
        const SLACK: usize = 2 << 10;
        let bytes = bytes.get(bytes.len().saturating_sub(self.most)..).unwrap_or_default();
        let len = self.bytes.len() + bytes.len();
        if len > self.most + SLACK {
            self.bytes.drain(..(len - self.most).min(self.bytes.len()));
        }
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.bytes.len().saturating_sub(self.most)..).unwrap_or_default()
    }

    /// So many bytes, that many before the end.
    pub(crate) fn back(&self, distance: usize, len: usize) -> Option<&[u8]> {
        let bytes = self.bytes();
        let start = bytes.len().checked_sub(distance)?;
        bytes.get(start..start.checked_add(len)?)
    }
}
