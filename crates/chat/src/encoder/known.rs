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
/// So many lanes are tried for an event that is in none of them.
const MAX_TRIES: usize = 4;
/// Vocabularies agree on lower ids by chance, such as those of bytes.
const CHANCE: u32 = 1000;

impl Composer<'_> {
    /// The event in the lane that makes it shortest.
    pub(super) fn known(&self) -> Option<Code> {
        let lanes = self.fitting();
        let twins = lanes.len();
        let alike = lanes.iter().filter(|(_, lane)| self.repeats(lane));
        let same = alike.filter_map(|(index, lane)| self.in_lane(*index, lane));
        if let Some(known) = same.into_iter().find(|known| known.changes.is_empty()) {
            return Some(Code::Known(known));
        }
        let tried = lanes.into_iter().take(MAX_TRIES).filter_map(|(index, lane)| self.in_lane(index, lane));
        let best = tried.min_by_key(|known| known.changes.len());
        let mut known = best.filter(|best| best.changes.len() <= MAX_CHANGES)?;
        known.fork = self.parts(&known, twins);
        Some(Code::Known(known))
    }

    /// The lanes of the event's shape, the expected one first.
    fn fitting(&self) -> Vec<(usize, &Lane)> {
        let lanes = &self.session.lanes;
        let expected = lanes.expected();
        let others = (0..lanes.len()).filter(|index| Some(*index) != expected);
        let all = expected.into_iter().chain(others).filter_map(|index| Some((index, lanes.get(index)?)));
        all.filter(|(_, lane)| lane.shape.fits(self.event, self.spots)).collect()
    }

    /// Whether the slots of a lane that should repeat themselves do, which is seen before any text is tokenized.
    fn repeats(&self, lane: &Lane) -> bool {
        let seen = Seen { bytes: self.event, slots: &[], ids: &[], style: self.session.style };
        let mut constants = lane.quiet().filter(|(_, slot)| slot.repeats());
        constants.all(|(index, slot)| {
            self.spots.get(index).is_some_and(|spot| slot.expects(self.content(spot), &seen))
        })
    }

    fn in_lane(&self, index: usize, lane: &Lane) -> Option<Known> {
        let sent = self.ids_of(lane);
        let main = match lane.main {
            Some(main) => Some(self.main(main, sent.as_ref().map(|(ids, _)| &**ids), &lane.pending)?),
            None => None,
        };
        let ids = ids(main.as_ref());
        if sent.is_some_and(|(sent, told)| told && sent == ids && ids.iter().any(|id| *id >= CHANCE)) {
            // They are the text's after all: in a new lane they need not be told.
            return None;
        }
        let slots = self.slots(lane);
        let seen = Seen { bytes: self.event, slots: &slots, ids, style: self.session.style };
        let mut known = Known { lane: index, ..Known::default() };
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

    /// The ids that the server sends beside the text, and whether they are always told.
    fn ids_of(&self, lane: &Lane) -> Option<(Vec<u32>, bool)> {
        let is_ids = |(index, slot): &(usize, &Slot)| {
            matches!(slot.role, Role::Ids | Role::ForeignIds) && lane.main != Some(*index)
        };
        let (index, slot) = lane.slots.iter().enumerate().find(is_ids)?;
        Some((read_ints(self.content(self.spots.get(index)?))?, slot.loud))
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
