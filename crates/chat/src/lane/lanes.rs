//! The lanes of a stream and their order.
//!
//! A lane is a shape with a prediction for each of its slots. The events of a response have few shapes and follow
//! regular patterns: several choices, for example, take turns. Each lane therefore remembers which lane was used after
//! it the last time. That lane is the expected lane, and an event in the expected lane does not encode its lane.
//!
//! Lanes are numbered from the most recently used one, which is lane 0. So numbers stay small, but they change with
//! each event. An example with three choices that take turns, in the lanes a, b and c. "Order" lists lane 0 first:
//!
//! | event in lane | order before | expected lane | encoded lane |
//! |---|---|---|---|
//! | a, b, c: each lane is a copy of the one before | | | |
//! | a | c b a | c: no lane was used after c yet | lane 2 |
//! | b | a c b | b: it was used after a the last time | none |
//! | c | b a c | c: it was used after b the last time | none |
//! | a | c b a | a: it was used after c the last time | none |

use super::context::EventContext;
use super::slot::Slot;
use crate::event::{Position, Shape};
use crate::limits::MAX_LANES;
use crate::record::{LaneEvent, Role, Value};
use std::sync::Arc;

/// A shape with a prediction for each of its slots.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) shape: Arc<Shape>,
    pub(crate) slots: Vec<Slot>,
    /// The main slot, whose tokens are the event's tokens.
    pub(crate) main: Option<usize>,
    /// Whether the main slot's content grows: its tokens come after its last content.
    pub(crate) grows: bool,
    /// The incomplete character at the end of the last event's tokens.
    pub(crate) pending: Vec<u8>,
}

impl Lane {
    pub(crate) fn new(shape: Arc<Shape>, slots: Vec<Slot>, pending: Vec<u8>) -> Self {
        let main = Role::main(slots.iter().map(|slot| slot.role));
        Self { shape, slots, main, grows: false, pending }
    }

    /// Returns the main slot.
    pub(crate) fn main_slot(&self) -> Option<&Slot> {
        self.slots.get(self.main?)
    }

    /// Updates the lane with an event that was encoded in it.
    pub(crate) fn learn(&mut self, event: &EventContext<'_>, pending: Vec<u8>) {
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.learn(event, index);
        }
        self.pending = pending;
    }

    /// Returns the values of an event with their slots, except that of the main slot.
    pub(crate) fn values<'a>(&self, event: &'a LaneEvent) -> Vec<(usize, &'a Value)> {
        let corrections = event.corrections.iter().map(|(slot, value)| (*slot, value));
        corrections.chain(self.explicit_slots().map(|(slot, _)| slot).zip(&event.explicit)).collect()
    }

    /// Returns the slots that are always encoded, except the main slot.
    pub(crate) fn explicit_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.other_slots().filter(|(_, slot)| slot.explicit)
    }

    /// Returns the slots that are encoded only if their prediction is wrong.
    pub(crate) fn predicted_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.other_slots().filter(|(_, slot)| !slot.explicit)
    }

    fn other_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.slots.iter().enumerate().filter(|(index, _)| Some(*index) != self.main)
    }

    /// Returns the lane's memory in bytes, as the format counts it.
    fn cost(&self) -> usize {
        192 + self.shape.len() + self.slots.iter().map(Slot::cost).sum::<usize>()
    }
}

/// The lanes of a stream, most recently used first. Their total cost is at most [`MAX_LANES`] bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes {
    entries: Vec<Entry>,
    /// The number of lanes created so far.
    created: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    /// The lane's serial number, which never changes and is never reused.
    serial: u64,
    /// The serial number of the lane that was used after this one the last time. Initially the lane's own.
    next_serial: u64,
    lane: Lane,
}

impl Lanes {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns a lane by its number, counted from the most recently used one.
    pub(crate) fn get(&self, index: usize) -> Option<&Lane> {
        self.entries.get(index).map(|entry| &entry.lane)
    }

    /// Returns the lane of an event that does not encode its lane: the one that was used after lane 0 the last time, or
    /// lane 0 if that one was dropped.
    pub(crate) fn expected(&self) -> Option<usize> {
        let next = self.entries.first()?.next_serial;
        self.entries.iter().position(|entry| entry.serial == next).or(Some(0))
    }

    /// Returns the `nth` lane, not counting the expected one.
    pub(crate) fn unexpected(&self, nth: usize) -> Option<usize> {
        let expected = self.expected();
        (0..self.len()).filter(|index| Some(*index) != expected).nth(nth)
    }

    /// Returns the most recently used lane of the shape of an event.
    pub(crate) fn of_shape(&self, event: &[u8], positions: &[Position]) -> Option<usize> {
        self.entries.iter().position(|entry| entry.lane.shape.matches(event, positions))
    }

    /// Moves a lane, or a copy of it, to the front and returns it.
    pub(crate) fn use_lane(&mut self, index: usize, fork: bool) -> Option<&mut Lane> {
        if fork {
            self.add(self.get(index)?.clone());
        } else {
            self.set_next(self.entries.get(index)?.serial);
            let entry = self.entries.remove(index);
            self.entries.insert(0, entry);
        }
        self.entries.first_mut().map(|entry| &mut entry.lane)
    }

    /// Adds a lane at the front.
    pub(crate) fn add(&mut self, lane: Lane) {
        self.created += 1;
        let serial = self.created;
        self.set_next(serial);
        self.entries.insert(0, Entry { serial, next_serial: serial, lane });
    }

    /// Drops the least recently used lanes until the rest fits into [`MAX_LANES`].
    pub(crate) fn trim(&mut self) {
        if self.get(0).is_some_and(|lane| lane.cost() > MAX_LANES) {
            // A lane that fills the limit by itself would displace all others.
            self.entries.remove(0);
        }
        let mut cost = 0;
        let exceeds = |entry: &Entry| {
            cost += entry.lane.cost();
            cost > MAX_LANES
        };
        let fitting = self.entries.iter().position(exceeds).unwrap_or(self.entries.len());
        self.entries.truncate(fitting);
    }

    /// Records which lane is used after lane 0.
    fn set_next(&mut self, serial: u64) {
        if let Some(last) = self.entries.first_mut() {
            last.next_serial = serial;
        }
    }
}
