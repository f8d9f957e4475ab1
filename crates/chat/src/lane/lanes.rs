//! The lanes of a stream, the last used one first.

use super::Lane;
use crate::limits::MAX_LANES;

/// As many as their memory allows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes {
    list: Vec<Entry>,
    /// How many were made.
    made: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    number: u64,
    /// The lane that was used after this one, the last time.
    next: u64,
    lane: Lane,
}

impl Lanes {
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Counted from the last used one.
    pub(crate) fn get(&self, index: usize) -> Option<&Lane> {
        self.list.get(index).map(|entry| &entry.lane)
    }

    /// The lane that is used if nothing else is said: the one that came after the last used one before.
    pub(crate) fn expected(&self) -> Option<usize> {
        let next = self.list.first()?.next;
        self.list.iter().position(|entry| entry.number == next).or(Some(0))
    }

    /// A lane but for the expected one, counted from the last used one.
    pub(crate) fn other(&self, nth: usize) -> Option<usize> {
        let expected = self.expected();
        (0..self.len()).filter(|index| Some(*index) != expected).nth(nth)
    }

    /// Uses a lane, or a copy of it: it comes first.
    pub(crate) fn take(&mut self, index: usize, fork: bool) -> Option<&mut Lane> {
        if fork {
            let lane = self.get(index)?.clone();
            self.add(lane);
        } else if index < self.list.len() {
            self.follow(self.list.get(index)?.number);
            let entry = self.list.remove(index);
            self.list.insert(0, entry);
        } else {
            return None;
        }
        self.list.first_mut().map(|entry| &mut entry.lane)
    }

    /// Adds a lane before all others.
    pub(crate) fn add(&mut self, lane: Lane) {
        self.made += 1;
        let number = self.made;
        self.follow(number);
        self.list.insert(0, Entry { number, next: number, lane });
    }

    /// Drops those that were not used for longest, until what is left may stay.
    pub(crate) fn trim(&mut self) {
        if self.get(0).is_some_and(|lane| lane.cost() > MAX_LANES) {
            // It is not worth all others.
            self.list.remove(0);
        }
        let mut cost = 0;
        let too_much = |entry: &Entry| {
            cost += entry.lane.cost();
            cost > MAX_LANES
        };
        let kept = self.list.iter().position(too_much).unwrap_or(self.list.len());
        self.list.truncate(kept);
    }

    fn follow(&mut self, number: u64) {
        if let Some(last) = self.list.first_mut() {
            last.next = number;
        }
    }
}
