//! The event that is being encoded, and what its encoding refers to.
//!
//! The files `lane_event` and `literal` encode the event as a whole; `main_slot` and `strings` encode its values.

use super::history_index::HistoryIndex;
use super::roles::role;
use super::text_codec::TextCodec;
use crate::event::{Kind, Position, ints};
use crate::json::{Style, unescape};
use crate::limits::MAX_MAIN;
use crate::record::Role;
use crate::session::Session;

/// Encodes one event. Its encoding refers to the session: the style, the lanes and the windows.
pub(super) struct Composer<'a> {
    pub(super) session: &'a Session,
    pub(super) codec: &'a TextCodec,
    pub(super) index: &'a HistoryIndex,
    pub(super) event: &'a [u8],
    pub(super) positions: &'a [Position],
}

impl Composer<'_> {
    /// Returns the style that the event's texts and arrays need, if it differs from the session's.
    pub(super) fn new_style(&self) -> Option<Style> {
        let mut style = self.session.style;
        for position in self.positions {
            let content = self.content(position);
            style = match role(self.event, position) {
                Role::Text => updated_style(style, content),
                _ if position.kind == Kind::Ints => style.learn_ints(content),
                _ => style,
            };
        }
        (style != self.session.style).then_some(style)
    }

    /// Encodes an array, or returns `None` if the session's style does not reproduce its bytes.
    pub(super) fn ints(&self, content: &[u8]) -> Option<Vec<u32>> {
        let ints = ints::read(content)?;
        let mut written = Vec::new();
        ints::write(ints.iter().copied(), self.session.style.separator(), &mut written);
        (written == content).then_some(ints)
    }

    pub(super) fn role(&self, slot: usize) -> Role {
        self.positions.get(slot).map_or(Role::Plain, |position| role(self.event, position))
    }

    /// Returns whether a text of the event is longer than a lane remembers.
    pub(super) fn has_text_beyond_lanes(&self) -> bool {
        let is_text = |position: &Position| role(self.event, position) == Role::Text;
        self.positions.iter().any(|position| position.range.len() > MAX_MAIN && is_text(position))
    }

    pub(super) fn slot_content(&self, slot: usize) -> &[u8] {
        self.positions.get(slot).map(|position| self.content(position)).unwrap_or_default()
    }

    pub(super) fn content(&self, position: &Position) -> &[u8] {
        position.content(self.event)
    }
}

/// Returns the style updated with the habits that a content shows, if only the updated style reproduces it.
fn updated_style(style: Style, content: &[u8]) -> Style {
    let Some(text) = unescape(content).filter(|text| !style.escapes_to(text, content)) else { return style };
    let learned = style.learn_string(content);
    if learned.escapes_to(&text, content) { learned } else { style }
}
