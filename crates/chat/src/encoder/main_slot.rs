//! Encodes the main slot, whose tokens are the event's tokens.
//!
//! Some servers repeat the whole answer so far in each event, and some send the ids of its tokens:
//!
//! ```text
//! last content    Two ships
//! content         Two ships, both late      the first 9 bytes of the last content, and the tokens ", both late"
//! content         Two ships, both late.     after that, the lane expects the whole last content: the token "."
//! ```

use super::composer::Composer;
use crate::event::{Kind, ints};
use crate::json::unescape;
use crate::lane::Lane;
use crate::record::TextValue;

/// The encoded main slot.
#[derive(Debug, Clone)]
pub(super) struct Main {
    pub(super) text: TextValue,
    /// The number of bytes of the content before its new part.
    pub(super) repeated_len: usize,
}

impl Main {
    fn new(text: TextValue) -> Self {
        Self { text, repeated_len: 0 }
    }
}

impl Composer<'_> {
    /// Encodes the main slot of a lane, or of a literal if `lane` is `None`. `ids` are the ids that the server sends
    /// with the text. They are used if they decode to the text.
    ///
    /// After an incomplete character, which the lane buffers, only such ids or raw bytes are possible, since new tokens
    /// would begin with its remaining bytes.
    pub(super) fn main(&self, slot: usize, ids: Option<&[u32]>, lane: Option<&Lane>) -> Option<Main> {
        let position = self.positions.get(slot)?;
        let content = self.content(position);
        if position.kind == Kind::Ints {
            let ids = ints::read(content).filter(|ids| self.codec.has_all(ids));
            return Some(Main::new(ids.map_or_else(|| TextValue::raw(content), TextValue::Tokens)));
        }
        let pending = lane.map(|lane| &lane.pending[..]).unwrap_or_default();
        if let Some(main) = lane.and_then(|lane| self.grown_main(content, ids, lane)) {
            return Some(main);
        }
        Some(match self.server_tokens(content, ids, pending) {
            Some(ids) => Main::new(TextValue::Tokens(ids)),
            None if pending.is_empty() => Main::new(self.text(content)),
            None => Main::new(TextValue::raw(content)),
        })
    }

    /// Encodes a main slot whose content continues its last content. Returns `None` if that would not be shorter.
    fn grown_main(&self, content: &[u8], ids: Option<&[u32]>, lane: &Lane) -> Option<Main> {
        let last = lane.main_slot()?.last();
        let kept = if content.starts_with(last) { last.len() } else { 0 };
        if !lane.grows && (kept == 0 || kept == content.len()) {
            return None;
        }
        let fresh = content.get(kept..)?;
        let suffix = self.server_tokens(fresh, ids, &lane.pending).or_else(|| {
            let text = unescape(fresh).filter(|text| self.session.style.escapes_to(text, fresh))?;
            self.codec.encode(&text).filter(|_| lane.pending.is_empty())
        })?;
        let text = if lane.grows && kept == last.len() {
            TextValue::Tokens(suffix)
        } else {
            TextValue::Append { kept, suffix }
        };
        let whole = || self.cost(&self.text(content));
        let is_shorter = lane.grows || self.cost(&text) < whole();
        is_shorter.then_some(Main { text, repeated_len: kept })
    }

    /// Returns the ids that the server sends with a text, if they decode to it.
    fn server_tokens(&self, content: &[u8], ids: Option<&[u32]>, pending: &[u8]) -> Option<Vec<u32>> {
        let text = self.codec.decode(pending, ids?)?;
        self.session.style.escapes_to(&text, content).then(|| ids.unwrap_or_default().to_vec())
    }
}
