//! Lanes: events of one shape that follow one another, like those of one choice.

mod lanes;
mod seen;
mod slot;

pub(crate) use lanes::Lanes;
pub(crate) use seen::Seen;
pub(crate) use slot::Slot;

use crate::code::Role;
use crate::event::Shape;
use std::sync::Arc;

/// A shape, and what is expected in each of its slots.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) shape: Arc<Shape>,
    pub(crate) slots: Vec<Slot>,
    /// The slot whose tokens are the event's.
    pub(crate) main: Option<usize>,
    /// The beginning of a character that the last event's tokens ended in.
    pub(crate) pending: Vec<u8>,
}

impl Lane {
    pub(crate) fn new(shape: Arc<Shape>, slots: Vec<Slot>, pending: Vec<u8>) -> Self {
        let main = Role::main(slots.iter().map(|slot| slot.role));
        Self { shape, slots, main, pending }
    }

    /// Learns from an event of its own.
    pub(crate) fn learn(&mut self, seen: &Seen<'_>, pending: Vec<u8>) {
        let main = self.main;
        for (index, slot) in self.slots.iter_mut().enumerate().filter(|(index, _)| Some(*index) != main) {
            slot.learn(seen, index);
        }
        self.pending = pending;
    }

    /// The slots that are always told, but for the main one.
    pub(crate) fn loud(&self) -> impl Iterator<Item = (usize, &Slot)> {
        let others = self.slots.iter().enumerate().filter(|(index, _)| Some(*index) != self.main);
        others.filter(|(_, slot)| slot.loud)
    }

    /// The slots that are told only if they are not what is expected.
    pub(crate) fn quiet(&self) -> impl Iterator<Item = (usize, &Slot)> {
        let others = self.slots.iter().enumerate().filter(|(index, _)| Some(*index) != self.main);
        others.filter(|(_, slot)| !slot.loud)
    }

    /// Bytes of memory, by the format's count.
    fn cost(&self) -> usize {
        192 + self.shape.len() + self.slots.iter().map(Slot::cost).sum::<usize>()
    }
}
