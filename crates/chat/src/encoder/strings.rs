//! Encodes strings in the shortest way.
//!
//! The decoder restores a string from its text and the style. So text is encoded as tokens or as a back-reference only
//! if escaping it in the current style reproduces the string's bytes. Otherwise the bytes themselves are encoded. Some
//! examples with a style that escapes non-ASCII characters, and a window of earlier text that contains
//! `Two ships, both late, have no crew`:
//!
//! ```text
//! string    caf\u00e9                                     style reproduces it: tokens of "café"
//! string    \u003cb>                                      no style writes both \u003c and >: raw bytes
//! string    both late, have no crew                      back-reference of 23 bytes
//! string    rs_e9df04e7a6052fe8d02de7df03fd2ccd          raw "rs_", and 32 digits of hex in 16 bytes
//! ```

use super::composer::Composer;
use super::speller::{MIN_RUN, spell};
use crate::event::Kind;
use crate::json::unescape;
use crate::lane::Slot;
use crate::limits::{MAX_PARTS, MIN_LONG_VALUE};
use crate::record::{Copied, TextValue};
use crate::spelling::Part;
use crate::window::MIN_REPEAT;

/// The length of the shortest content that is not encoded as tokens if it can be packed or referred to, in bytes.
const LONG: usize = 64;

impl Composer<'_> {
    /// Encodes new text: as tokens if the style reproduces its bytes, otherwise as bytes, and packed if that is shorter.
    pub(super) fn text(&self, content: &[u8]) -> TextValue {
        let packed = packed(content);
        if let Some(packed) = packed.as_ref().filter(|packed| self.is_much_shorter(packed, content)) {
            return packed.clone();
        }
        let text = unescape(content).filter(|text| self.session.style.escapes_to(text, content));
        let encoded = text.and_then(|text| self.codec.encode(&text).map(TextValue::Tokens));
        let encoded = encoded.unwrap_or_else(|| TextValue::raw(content));
        self.shortest(packed, encoded)
    }

    /// Encodes a string that is not new text in the shortest way: by its slot's template, as a reference, packed, as
    /// tokens or as bytes.
    pub(super) fn string(&self, index: usize, slot: Option<&Slot>) -> TextValue {
        let content = self.slot_content(index);
        if let Some(parts) = slot.and_then(Slot::template).and_then(|template| template.spell(content)) {
            return TextValue::Spelled(parts);
        }
        if let Some(earlier) = self.earlier_slot(index) {
            return TextValue::Slot(earlier);
        }
        let earlier = self.earlier(content).or_else(|| self.repeat(content));
        if let Some(earlier) = earlier.as_ref().filter(|_| content.len() >= LONG) {
            return earlier.clone();
        }
        let text = self.shortest(Some(TextValue::raw(content)), self.text(content));
        self.shortest(earlier.or_else(|| self.with_copies(content)), text)
    }

    /// Returns the first earlier string of the event with the same content, if the content is long.
    pub(super) fn earlier_slot(&self, index: usize) -> Option<usize> {
        let content = self.slot_content(index);
        let is_same = |slot: &usize| {
            let is_string = self.positions.get(*slot).is_some_and(|position| position.kind == Kind::String);
            is_string && self.slot_content(*slot) == content
        };
        (0..index).find(|slot| content.len() >= MIN_REPEAT && is_same(slot))
    }

    /// Encodes a string as a reference to the history, if the history contains it.
    fn earlier(&self, content: &[u8]) -> Option<TextValue> {
        if content.len() < MIN_LONG_VALUE {
            return None;
        }
        let reference = self.session.history.find(content)?;
        Some(TextValue::Spelled(vec![Part::Earlier(reference)]))
    }

    /// Encodes a string of which the history contains a part.
    fn with_copies(&self, content: &[u8]) -> Option<TextValue> {
        let copies = self.index.copies(content, &self.session.history, MIN_LONG_VALUE);
        let mut parts = Vec::new();
        let mut end = 0;
        for Copied { start, reference } in copies {
            parts.extend(spell(content.get(end..start)?));
            parts.push(Part::Earlier(reference));
            end = start + reference.len;
        }
        let is_copied = !parts.is_empty();
        parts.extend(spell(content.get(end..)?));
        (is_copied && parts.len() <= MAX_PARTS).then_some(TextValue::Spelled(parts))
    }

    /// Encodes a string as a back-reference to earlier text, if the window contains it.
    pub(super) fn repeat(&self, content: &[u8]) -> Option<TextValue> {
        let repeatable =
            |text: &str| text.len() >= MIN_REPEAT && self.session.style.escapes_to(text, content);
        let text = unescape(content).filter(|text| repeatable(text))?;
        let reference = self.session.text.find(text.as_bytes())?;
        Some(TextValue::Repeat(reference))
    }

    fn shortest(&self, first: Option<TextValue>, second: TextValue) -> TextValue {
        match first {
            Some(first) if self.cost(&first) <= self.cost(&second) => first,
            _ => second,
        }
    }

    /// Returns whether it is needless to encode a content as tokens, which would be slow: random characters take one
    /// or two bytes a token.
    fn is_much_shorter(&self, packed: &TextValue, content: &[u8]) -> bool {
        content.len() >= LONG && self.cost(packed) <= content.len() * 4 / 5
    }
}

/// Packs a content, if it has parts that can be packed.
pub(super) fn packed(content: &[u8]) -> Option<TextValue> {
    if content.len() < MIN_RUN {
        return None;
    }
    let parts = spell(content);
    let is_packed = parts.iter().any(|part| matches!(part, Part::Packed { .. }));
    (is_packed && parts.len() <= MAX_PARTS).then_some(TextValue::Spelled(parts))
}
