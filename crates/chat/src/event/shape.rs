//! The shape of an event: the constant bytes around its values.

use super::lexer::{Kind, Position};

/// Constant bytes with slots between them. Events of one shape differ only in the content of their slots.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    constants: Vec<u8>,
    /// The kind of each slot, and the total number of constant bytes before it.
    slots: Vec<(Kind, u32)>,
}

impl Shape {
    pub(crate) fn new(event: &[u8], positions: &[Position]) -> Self {
        let mut constants = Vec::with_capacity(event.len());
        let mut slots = Vec::with_capacity(positions.len());
        let mut start = 0;
        for position in positions {
            constants.extend_from_slice(event.get(start..position.range.start).unwrap_or_default());
            // An event has at most 2^20 bytes, so the conversion never fails.
            slots.push((position.kind, u32::try_from(constants.len()).unwrap_or(u32::MAX)));
            start = position.range.end;
        }
        constants.extend_from_slice(event.get(start..).unwrap_or_default());
        constants.shrink_to_fit();
        Self { constants, slots }
    }

    /// Returns whether an event has this shape.
    pub(crate) fn matches(&self, event: &[u8], positions: &[Position]) -> bool {
        if positions.len() != self.slots.len() {
            return false;
        }
        let mut start = 0;
        let mut same = positions.iter().zip(self.slots()).all(|(position, (constant, kind))| {
            let before = event.get(start..position.range.start);
            start = position.range.end;
            kind == position.kind && before == Some(constant)
        });
        same &= event.get(start..) == Some(self.tail());
        same
    }

    /// Returns the constant bytes before each slot, with the slot's kind.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (&[u8], Kind)> {
        let mut start = 0;
        self.slots.iter().map(move |&(kind, end)| {
            let end = end as usize;
            let constant = self.constants.get(start..end).unwrap_or_default();
            start = end;
            (constant, kind)
        })
    }

    /// Returns the constant bytes after the last slot.
    pub(crate) fn tail(&self) -> &[u8] {
        let start = self.slots.last().map_or(0, |&(_, end)| end as usize);
        self.constants.get(start..).unwrap_or_default()
    }

    /// Returns the number of constant bytes.
    pub(crate) fn len(&self) -> usize {
        self.constants.len()
    }
}
