//! What was sent before and may be referred to: the end of all text, and of all literals.

use crate::code::Back;
use crate::limits::{MAX_HISTORY, MAX_RECENT};
use memchr::memmem;

/// Shorter texts are not worth a back-reference.
pub(crate) const MIN_BACK: usize = 8;

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
        const SLACK: usize = 1 << 10;
        let bytes = bytes.get(bytes.len().saturating_sub(self.most)..).unwrap_or_default();
        let len = self.bytes.len() + bytes.len();
        if len > self.most + SLACK {
            self.bytes.drain(..(len - self.most).min(self.bytes.len()));
        }
        self.make_room(self.bytes.len() + bytes.len(), self.most + SLACK);
        self.bytes.extend_from_slice(bytes);
    }

    /// Grows by doubling, but not beyond what may ever be there.
    fn make_room(&mut self, len: usize, most: usize) {
        if len > self.bytes.capacity() {
            let room = (2 * self.bytes.capacity()).min(most).max(len);
            self.bytes.reserve_exact(room - self.bytes.len());
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.bytes.len().saturating_sub(self.most)..).unwrap_or_default()
    }

    /// What a back-reference refers to.
    pub(crate) fn back(&self, back: Back) -> Option<&[u8]> {
        let bytes = self.bytes();
        let start = bytes.len().checked_sub(back.distance)?;
        bytes.get(start..start.checked_add(back.len)?)
    }

    /// Where this was before, the last time.
    pub(crate) fn find(&self, text: &[u8]) -> Option<Back> {
        let start = memmem::rfind(self.bytes(), text)?;
        Some(Back { distance: self.bytes().len() - start, len: text.len() })
    }

    /// How much of this stands at the very end: a text that grows begins with what was sent last.
    pub(crate) fn find_start(&self, text: &str) -> Option<Back> {
        /// So many beginnings are looked at, lest a text of one letter takes long.
        const TRIES: usize = 16;
        let beginning = text.as_bytes().get(..MIN_BACK)?;
        let mut places = memmem::rfind_iter(self.bytes(), beginning).take(TRIES);
        let end = |place: usize| self.bytes().get(place..).filter(|end| text.as_bytes().starts_with(end));
        let len = places.find_map(|place| Some(end(place)?.len()))?;
        text.is_char_boundary(len).then_some(Back { distance: len, len })
    }
}
