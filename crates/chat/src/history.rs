//! What was sent before and may be referred to: the end of all text, and of all literals.

use crate::code::Back;
use crate::limits::{MAX_HISTORY, MAX_RECENT};
use memchr::memmem;

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
    pub(crate) fn find_start(&self, text: &str) -> Back {
        let end = |len: &usize| self.bytes().ends_with(text.as_bytes().get(..*len).unwrap_or_default());
        let len = (0..=text.len().min(self.bytes().len()))
            .rev()
            .filter(|len| text.is_char_boundary(*len))
            .find(end);
        let len = len.unwrap_or_default();
        Back { distance: len, len }
    }
}
