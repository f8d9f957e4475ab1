//! An event -> what is said of it in a lane that there is.

use super::composer::{Composer, ids};
use super::roles::is_index;
use crate::code::{Code, Known, Role, Value};
use crate::event::{Kind, read_ints};
use crate::lane::{Lane, Seen, Slot};
use std::ops::Range;

/// More changes than this cost more than the event itself.
const MAX_CHANGES: usize = 24;
/// As many lanes of one shape may differ in a string; beyond, the string changes with every event.
const MAX_TWINS: usize = 3;

impl Composer<'_> {
    /// The event in the lane that makes it shortest.
    pub(super) fn known(&self) -> Option<Code> {
        let expected = self.session.lanes.expected();
        let others = (0..self.session.lanes.len()).filter(|index| Some(*index) != expected);
        let mut best: Option<Known> = None;
        let mut twins = 0;
        for index in expected.into_iter().chain(others) {
            let Some(lane) =
                self.session.lanes.get(index).filter(|lane| lane.shape.fits(self.event, self.spots))
            else {
                continue;
            };
            twins += 1;
            let Some(known) = self.in_lane(index, lane) else { continue };
            if known.changes.is_empty() {
                return Some(Code::Known(known));
            }
            if best.as_ref().is_none_or(|best| known.changes.len() < best.changes.len()) {
                best = Some(known);
            }
        }
        let mut known = best.filter(|best| best.changes.len() <= MAX_CHANGES)?;
        known.fork = self.parts(&known, twins);
        Some(Code::Known(known))
    }

    fn in_lane(&self, index: usize, lane: &Lane) -> Option<Known> {
        let main = match lane.main {
            Some(main) => Some(self.main(main, self.ids_of(lane), &lane.pending)?),
            None => None,
        };
        let slots = self.slots(lane);
        let seen =
            Seen { bytes: self.event, slots: &slots, ids: ids(main.as_ref()), style: self.session.style };
        let mut known = Known { lane: index, fork: false, changes: Vec::new(), main: None, loud: Vec::new() };
        for (slot, state) in lane.quiet().filter(|(slot, state)| !state.expects(seen.content(*slot), &seen)) {
            if self.role(slot) == Role::Text {
                // New text in another place than the lane's.
                return None;
            }
            known.changes.push((slot, self.value(state, seen.content(slot), &seen)?));
        }
        for (slot, state) in lane.loud() {
            known.loud.push(self.value(state, seen.content(slot), &seen)?);
        }
        known.main = main;
        Some(known)
    }

    fn slots(&self, lane: &Lane) -> Vec<(Kind, Range<usize>)> {
        lane.slots.iter().zip(self.spots).map(|(slot, spot)| (slot.kind, spot.at.clone())).collect()
    }

    /// The ids that the server sends beside the text, if they were those of the text so far.
    fn ids_of(&self, lane: &Lane) -> Option<Vec<u32>> {
        let ids = lane.quiet().find(|(_, slot)| slot.role == Role::Ids)?.0;
        read_ints(self.content(self.spots.get(ids)?))
    }

    /// Whether the event is the first of a lane of its own.
    fn parts(&self, known: &Known, twins: usize) -> bool {
        let lane = self.session.lanes.get(known.lane);
        let parts = |slot: &usize| {
            let spot = self.spots.get(*slot);
            let repeats = lane.and_then(|lane| lane.slots.get(*slot)).is_some_and(Slot::repeats);
            repeats
                && spot.is_some_and(|spot| {
                    is_index(self.event, spot) || spot.kind == Kind::String && twins < MAX_TWINS
                })
        };
        known.changes.iter().any(|(slot, _)| parts(slot))
    }

    fn value(&self, slot: &Slot, content: &[u8], seen: &Seen<'_>) -> Option<Value> {
        match slot.kind {
            Kind::String if slot.role == Role::Text => Some(Value::Text(self.text(content))),
            Kind::String => Some(Value::Text(self.string(content))),
            Kind::Ints => self.ints(content).map(Value::Ints),
            _ => {
                Some(slot.code(content, seen).map_or_else(|| Value::Spelled(content.to_vec()), Value::Number))
            }
        }
    }
}
