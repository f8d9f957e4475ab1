//! The sliding windows that records may refer to: the last bytes of all text, and of all literals.

use crate::limits::{MAX_LITERAL_WINDOW, MAX_TEXT_WINDOW};
use crate::record::BackReference;
use memchr::memmem;

/// The shortest text that is worth a back-reference, in bytes.
pub(crate) const MIN_REPEAT: usize = 8;

/// The last bytes of a sequence that only grows.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    bytes: Vec<u8>,
    capacity: usize,
}

impl Window {
    /// The window over the new text of a stream's events.
    pub(crate) const fn of_text() -> Self {
        Self { bytes: Vec::new(), capacity: MAX_TEXT_WINDOW }
    }

    /// The window over the bytes of a stream's literals.
    pub(crate) const fn of_literals() -> Self {
        Self { bytes: Vec::new(), capacity: MAX_LITERAL_WINDOW }
    }

    /// Appends bytes, and drops the oldest ones beyond the capacity.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // Removing old bytes in batches avoids moving the others for every event.
        const SLACK: usize = 1 << 10;
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

    /// Returns the bytes that a back-reference refers to, if the window holds all of them.
    pub(crate) fn resolve(&self, reference: BackReference) -> Option<&[u8]> {
        let bytes = self.bytes();
        let start = bytes.len().checked_sub(reference.distance)?;
        bytes.get(start..start.checked_add(reference.len)?)
    }

    /// Finds the last occurrence of `text`.
    pub(crate) fn find(&self, text: &[u8]) -> Option<BackReference> {
        let start = memmem::rfind(self.bytes(), text)?;
        Some(BackReference { distance: self.bytes().len() - start, len: text.len() })
    }

    /// Finds the beginning of `text` that is also the end of the window: a text that a server sends again, longer each
    /// time, begins with the text that was encoded last.
    pub(crate) fn find_overlap(&self, text: &str) -> Option<BackReference> {
        /// The most places that are tried, so that a text of one repeated letter does not take long.
        const MAX_TRIES: usize = 16;
        let beginning = text.as_bytes().get(..MIN_REPEAT)?;
        let mut places = memmem::rfind_iter(self.bytes(), beginning).take(MAX_TRIES);
        let end = |place: usize| self.bytes().get(place..).filter(|end| text.as_bytes().starts_with(end));
        let len = places.find_map(|place| Some(end(place)?.len()))?;
        text.is_char_boundary(len).then_some(BackReference { distance: len, len })
    }
}
