//! An event, as far as it is known: what slots learn from and refer to.

use crate::event::Kind;
use crate::json::Style;
use std::ops::Range;

/// Its bytes, where its values stand in them, and its tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) slots: &'a [(Kind, Range<usize>)],
    pub(crate) ids: &'a [u32],
    pub(crate) style: Style,
}

impl<'a> Seen<'a> {
    /// What stands in a slot; nothing, if it is not known yet.
    pub(crate) fn content(&self, slot: usize) -> &'a [u8] {
        let at = self.slots.get(slot).map(|(_, at)| at.clone());
        at.and_then(|at| self.bytes.get(at)).unwrap_or_default()
    }

    pub(crate) fn kind(&self, slot: usize) -> Option<Kind> {
        self.slots.get(slot).map(|(kind, _)| *kind)
    }
}
