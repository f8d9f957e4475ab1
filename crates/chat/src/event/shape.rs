//! What stays the same from one event to the next: the bytes around the values.

use super::lexer::{Kind, Spot};

/// Constants, and between them slots.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    constants: Vec<u8>,
    /// What stands there, and after how many constant bytes.
    slots: Vec<(Kind, u32)>,
}

impl Shape {
    pub(crate) fn of(event: &[u8], spots: &[Spot]) -> Self {
        let mut shape =
            Self { constants: Vec::with_capacity(event.len()), slots: Vec::with_capacity(spots.len()) };
        let mut from = 0;
        for spot in spots {
            shape.constants.extend_from_slice(event.get(from..spot.at.start).unwrap_or_default());
            // An event has at most 2^20 bytes.
            shape.slots.push((spot.kind, u32::try_from(shape.constants.len()).unwrap_or(u32::MAX)));
            from = spot.at.end;
        }
        shape.constants.extend_from_slice(event.get(from..).unwrap_or_default());
        shape.constants.shrink_to_fit();
        shape
    }

    /// Whether an event has this shape.
    pub(crate) fn fits(&self, event: &[u8], spots: &[Spot]) -> bool {
        if spots.len() != self.slots.len() {
            return false;
        }
        let mut from = 0;
        let mut same = spots.iter().zip(self.pieces()).all(|(spot, (piece, kind))| {
            let before = event.get(from..spot.at.start);
            from = spot.at.end;
            kind == spot.kind && before == Some(piece)
        });
        same &= event.get(from..) == Some(self.last_piece());
        same
    }

    /// The constants before each slot, and what stands in it.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&[u8], Kind)> {
        let mut from = 0;
        self.slots.iter().map(move |&(kind, end)| {
            let end = end as usize;
            let piece = self.constants.get(from..end).unwrap_or_default();
            from = end;
            (piece, kind)
        })
    }

    /// The constants after the last slot.
    pub(crate) fn last_piece(&self) -> &[u8] {
        let from = self.slots.last().map_or(0, |&(_, end)| end as usize);
        self.constants.get(from..).unwrap_or_default()
    }

    /// Bytes of all constants.
    pub(crate) fn len(&self) -> usize {
        self.constants.len()
    }
}
