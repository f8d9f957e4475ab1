//! The known part of an event: the input from which predictors predict and slots learn.

use crate::event::{Kind, ints, is_json_number};
use crate::json::{Style, unescape};
use std::ops::Range;

/// An event's bytes, its slots and its tokens. While the event is rendered, only the slots rendered so far are present.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventContext<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) slots: &'a [(Kind, Range<usize>)],
    pub(crate) ids: &'a [u32],
    /// The new content of the main slot: its content without the part that repeats earlier text.
    pub(crate) fresh: &'a [u8],
    pub(crate) style: Style,
}

impl<'a> EventContext<'a> {
    /// Returns the content of a slot, which is empty if the slot is not present yet.
    pub(crate) fn content(&self, slot: usize) -> &'a [u8] {
        let range = self.slots.get(slot).map(|(_, range)| range.clone());
        range.and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }

    /// Returns the nearest string before `slot`.
    pub(super) fn find_string(&self, slot: usize) -> Option<usize> {
        let is_string = |earlier: &usize| matches!(self.slots.get(*earlier), Some((Kind::String, _)));
        (0..slot).rev().find(is_string)
    }

    /// Returns the number in a slot before `slot`, if it is one.
    pub(super) fn number(&self, slot: usize) -> Option<f64> {
        let is_number = matches!(self.slots.get(slot), Some((Kind::Number, _)));
        let content = Some(self.content(slot)).filter(|content| is_number && is_json_number(content))?;
        std::str::from_utf8(content).ok()?.parse().ok()
    }

    /// Appends the ids of the event's tokens, formatted as an array's content.
    pub(super) fn write_ids(&self, out: &mut Vec<u8>) {
        ints::write(self.ids.iter().copied(), self.style.separator(), out);
    }

    /// Returns whether an array's content is long enough for the UTF-8 bytes of a string. Unescaping shortens a string at
    /// most to a sixth, and each byte takes a digit and a comma.
    pub(super) fn may_be_utf8(&self, slot: usize, content: &[u8]) -> bool {
        content.len() + 1 >= 2 * (self.content(slot).len() / 6)
    }

    /// Appends the UTF-8 bytes of a string, formatted as an array's content. Returns `false` if the string cannot be
    /// unescaped.
    pub(super) fn write_utf8(&self, slot: usize, out: &mut Vec<u8>) -> bool {
        let Some(text) = unescape(self.content(slot)) else { return false };
        ints::write(text.bytes().map(u32::from), self.style.separator(), out);
        true
    }
}
