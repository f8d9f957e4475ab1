//! Encodes the strings and arrays of an event, and learns their style.
//!
//! The decoder restores a string from its text and the style. So text is encoded as tokens or as a back-reference only
//! if escaping it in the current style reproduces the string's bytes. Otherwise the bytes themselves are encoded. Two
//! examples with a style that escapes non-ASCII characters, and the window of earlier text ending in
//! `Two ships, both late, have no crew`:
//!
//! ```text
//! string    caf\u00e9                                     style reproduces it: tokens of "café"
//! string    \u003cb>                                      no style writes both \u003c and >: raw bytes
//! string    Two ships, both late, have no crew left      back-reference of 34 bytes, and the token " left"
//! ```

use super::roles::role;
use super::text_codec::TextCodec;
use crate::event::{Kind, Position, ints};
use crate::json::{Style, unescape};
use crate::record::{Role, TextValue};
use crate::session::Session;
use crate::window::MIN_REPEAT;

/// The length of the shortest text that is compared with the end of the earlier text, in bytes.
const MIN_OVERLAPPING: usize = 32;

/// Encodes one event. Its encoding refers to the session: the style, the lanes and the text window.
pub(super) struct Composer<'a> {
    pub(super) session: &'a Session,
    pub(super) codec: &'a TextCodec,
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

    /// Encodes the main slot. `ids` are the ids that the server sends with the text. They are used if they decode to
    /// the text.
    ///
    /// After an incomplete character (`pending`) only such ids or raw bytes are possible, since new tokens would begin
    /// with its remaining bytes.
    pub(super) fn main(&self, slot: usize, ids: Option<&[u32]>, pending: &[u8]) -> Option<TextValue> {
        let position = self.positions.get(slot)?;
        let content = self.content(position);
        if position.kind == Kind::Ints {
            let ids = ints::read(content).filter(|ids| self.codec.has_all(ids));
            return Some(ids.map_or_else(|| raw(content), TextValue::Tokens));
        }
        let decode_to_content = |ids: &&[u32]| {
            let text = self.codec.decode(pending, ids);
            text.is_some_and(|text| escapes_to(self.session.style, &text, content))
        };
        Some(match ids.filter(decode_to_content) {
            Some(ids) => TextValue::Tokens(ids.to_vec()),
            None if pending.is_empty() => self.text(content),
            None => raw(content),
        })
    }

    /// Encodes new text: as tokens if the style reproduces its bytes, otherwise as bytes.
    pub(super) fn text(&self, content: &[u8]) -> TextValue {
        let text = unescape(content).filter(|text| escapes_to(self.session.style, text, content));
        let encoded = text.and_then(|text| {
            self.overlapping(&text).or_else(|| self.codec.encode(&text).map(TextValue::Tokens))
        });
        encoded.unwrap_or_else(|| raw(content))
    }

    /// Encodes a text that begins with the end of the earlier text. Some servers repeat the whole answer so far in each
    /// event.
    fn overlapping(&self, text: &str) -> Option<TextValue> {
        if text.len() < MIN_OVERLAPPING {
            return None;
        }
        let reference = self.session.text.find_overlap(text)?;
        let suffix = self.codec.encode(text.get(reference.len..)?)?;
        Some(TextValue::Repeat { reference, suffix })
    }

    /// Encodes a string that is not new text: as tokens, or as bytes if they are shorter.
    pub(super) fn string(&self, content: &[u8]) -> TextValue {
        match self.text(content) {
            TextValue::Tokens(ids) if self.codec.encoded_len(&ids) > content.len() + 1 => raw(content),
            text => text,
        }
    }

    /// Encodes an array, or returns `None` if the session's style does not reproduce its bytes.
    pub(super) fn ints(&self, content: &[u8]) -> Option<Vec<u32>> {
        let ints = ints::read(content)?;
        let mut written = Vec::new();
        ints::write(ints.iter().copied(), self.session.style.separator(), &mut written);
        (written == content).then_some(ints)
    }

    /// Encodes a string as a back-reference to earlier text, if the window contains it.
    pub(super) fn repeat(&self, content: &[u8]) -> Option<TextValue> {
        let repeatable =
            |text: &str| text.len() >= MIN_REPEAT && escapes_to(self.session.style, text, content);
        let text = unescape(content).filter(|text| repeatable(text))?;
        let reference = self.session.text.find(text.as_bytes())?;
        Some(TextValue::Repeat { reference, suffix: Vec::new() })
    }

    pub(super) fn role(&self, slot: usize) -> Role {
        self.positions.get(slot).map_or(Role::Plain, |position| role(self.event, position))
    }

    pub(super) fn content(&self, position: &Position) -> &[u8] {
        position.content(self.event)
    }
}

fn raw(content: &[u8]) -> TextValue {
    TextValue::Raw(content.to_vec())
}

/// Returns whether escaping a text in this style produces this content.
fn escapes_to(style: Style, text: &str, content: &[u8]) -> bool {
    let mut escaped = Vec::with_capacity(content.len());
    style.escape(text, &mut escaped);
    escaped == content
}

/// Returns the style updated with the habits that a content shows, if only the updated style reproduces it.
fn updated_style(style: Style, content: &[u8]) -> Style {
    let Some(text) = unescape(content).filter(|text| !escapes_to(style, text, content)) else { return style };
    let learned = style.learn_string(content);
    if escapes_to(learned, &text, content) { learned } else { style }
}
