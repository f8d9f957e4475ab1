//! The lanes of a stream and their order.
//!
//! A lane is a shape with a prediction for each of its slots. An answer's events follow one another in few shapes, and those of
//! several choices take turns, so each lane remembers which lane was used after it the last time. That lane is the expected one,
//! and an event in it does not encode its lane.
//!
//! Lanes are numbered from the last used one, which is 0, so numbers stay small and change with each event. Three choices that
//! take turns, in the lanes a, b and c:
//!
//! | event | order before | expected | encoded |
//! |---|---|---|---|
//! | a, b, c, each forked from the one before | | | |
//! | a | c b a | c (c was never followed) | lane 2 |
//! | b | a c b | b, as the last time | nothing |
//! | c | b a c | c, as the last time | nothing |
//! | a | c b a | a, as the last time | nothing |

use super::context::EventContext;
use super::slot::Slot;
use crate::event::Shape;
use crate::limits::MAX_LANES;
use crate::record::Role;
use std::sync::Arc;

/// A shape with a prediction for each of its slots.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) shape: Arc<Shape>,
    pub(crate) slots: Vec<Slot>,
    /// The slot whose tokens are the event's.
    pub(crate) main: Option<usize>,
    /// The incomplete character at the end of the last event's tokens.
    pub(crate) pending: Vec<u8>,
}

impl Lane {
    pub(crate) fn new(shape: Arc<Shape>, slots: Vec<Slot>, pending: Vec<u8>) -> Self {
        let main = Role::main(slots.iter().map(|slot| slot.role));
        Self { shape, slots, main, pending }
    }

    /// Learns from an event of this lane.
    pub(crate) fn learn(&mut self, event: &EventContext<'_>, pending: Vec<u8>) {
        let main = self.main;
        for (index, slot) in self.slots.iter_mut().enumerate().filter(|(index, _)| Some(*index) != main) {
            slot.learn(event, index);
        }
        self.pending = pending;
    }

    /// The slots that are always encoded, without the main slot.
    pub(crate) fn explicit_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.other_slots().filter(|(_, slot)| slot.explicit)
    }

    /// The slots that are encoded only if their prediction is wrong.
    pub(crate) fn predicted_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.other_slots().filter(|(_, slot)| !slot.explicit)
    }

    fn other_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.slots.iter().enumerate().filter(|(index, _)| Some(*index) != self.main)
    }

    /// The lane's memory in bytes, as the format counts it.
    fn cost(&self) -> usize {
        192 + self.shape.len() + self.slots.iter().map(Slot::cost).sum::<usize>()
    }
}

/// The lanes of a stream, the last used one first: as many as fit into [`MAX_LANES`] bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes {
    entries: Vec<Entry>,
    /// The number of lanes created so far.
    created: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    /// The lane's number, which never changes and is never reused.
    serial: u64,
    /// The lane that was used after this one the last time; at first itself.
    next_serial: u64,
    lane: Lane,
}

impl Lanes {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns a lane, counted from the last used one.
    pub(crate) fn get(&self, index: usize) -> Option<&Lane> {
        self.entries.get(index).map(|entry| &entry.lane)
    }

    /// The lane of an event that names none: the one that was used after lane 0 the last time, or lane 0 if that was dropped.
    pub(crate) fn expected(&self) -> Option<usize> {
        let next = self.entries.first()?.next_serial;
        self.entries.iter().position(|entry| entry.serial == next).or(Some(0))
    }

    /// Returns the `nth` of the lanes that are not expected.
    pub(crate) fn unexpected(&self, nth: usize) -> Option<usize> {
        let expected = self.expected();
        (0..self.len()).filter(|index| Some(*index) != expected).nth(nth)
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

    /// Drops the least recently used lanes until the others fit into the limit.
    pub(crate) fn trim(&mut self) {
        if self.get(0).is_some_and(|lane| lane.cost() > MAX_LANES) {
            // One lane is not worth all the others.
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

    /// Remembers which lane comes after lane 0.
    fn set_next(&mut self, serial: u64) {
        if let Some(last) = self.entries.first_mut() {
            last.next_serial = serial;
        }
    }
}
