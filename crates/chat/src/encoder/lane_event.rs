//! Encodes an event in an existing lane.
//!
//! A lane fits if the event has its shape. The encoder tries the fitting lanes in order, the expected one first. It
//! uses the first lane in which all predictions are right. If there is none, it uses the lane with the fewest
//! corrections among the first few. It forks that lane if the event changes a constant that distinguishes choices, so
//! that each choice has a separate lane:
//!
//! ```text
//! lane 0:  {"index":0,"delta":{"content":"..."}}    the index was always 0
//! event:   {"index":1,"delta":{"content":"Hi"}}     one correction: a fork of lane 0, which then predicts index 1
//! event:   {"index":0,"delta":{"content":"So"}}     no correction: the original lane, now lane 1
//! ```

use super::composer::Composer;
use super::roles::is_index;
use crate::event::{Kind, Position, ints};
use crate::lane::{EventContext, Lane, Slot};
use crate::record::{LaneEvent, Record, Role, Value};
use std::ops::Range;

/// The largest number of corrections. An event that needs more is shorter as a literal.
const MAX_CORRECTIONS: usize = 24;
/// The number of lanes of one shape from which on a changed string no longer forks a lane, because it probably changes
/// with every event.
const MAX_LANES_OF_SHAPE: usize = 3;
/// The number of lanes that are compared for an event that needs corrections in all of them.
const MAX_TRIES: usize = 4;
/// Ids below this, such as those of single bytes, are often the same in different vocabularies, so their equality
/// proves little.
const COMMON_IDS: u32 = 1000;

/// The ids that a server sends with the text.
struct ServerIds {
    ids: Vec<u32>,
    /// Whether the lane always encodes them.
    explicit: bool,
}

impl Composer<'_> {
    /// Encodes the event in the best of the fitting lanes. Returns `None` if there is none or a literal is better.
    pub(super) fn lane_event(&self) -> Option<Record> {
        let lanes = self.fitting_lanes();
        let lanes_of_shape = lanes.len();
        let candidates = lanes.iter().filter(|(_, lane)| self.has_constants_of(lane));
        let mut encoded = candidates.filter_map(|(index, lane)| self.event_in(*index, lane));
        if let Some(event) = encoded.find(|event| event.corrections.is_empty()) {
            return Some(Record::Event(event));
        }
        let tried = lanes.iter().take(MAX_TRIES).filter_map(|(index, lane)| self.event_in(*index, lane));
        let best = tried.min_by_key(|event| event.corrections.len());
        let mut event = best.filter(|best| best.corrections.len() <= MAX_CORRECTIONS)?;
        event.fork = self.begins_lane(&event, lanes_of_shape);
        Some(Record::Event(event))
    }

    /// Returns the total length of the values that a lane does not predict.
    pub(super) fn new_values_len(&self, record: &Record) -> usize {
        let Record::Event(event) = record else { return 0 };
        let Some(lane) = self.session.lanes.get(event.lane) else { return 0 };
        let values = lane.values(event).into_iter().map(|(slot, _)| slot);
        values.chain(lane.main).map(|slot| self.slot_content(slot).len()).sum()
    }

    /// Returns the lanes of the event's shape, the expected one first.
    fn fitting_lanes(&self) -> Vec<(usize, &Lane)> {
        let lanes = &self.session.lanes;
        let expected = lanes.expected();
        let others = (0..lanes.len()).filter(|index| Some(*index) != expected);
        let all = expected.into_iter().chain(others).filter_map(|index| Some((index, lanes.get(index)?)));
        all.filter(|(_, lane)| lane.shape.matches(self.event, self.positions)).collect()
    }

    /// Returns whether the event has the last content in all slots that predict it again. This is a cheap check before
    /// any text is tokenized.
    fn has_constants_of(&self, lane: &Lane) -> bool {
        let context =
            EventContext { bytes: self.event, slots: &[], ids: &[], fresh: &[], style: self.session.style };
        let mut constants = lane.predicted_slots().filter(|(_, slot)| slot.predicts_same());
        constants.all(|(index, slot)| {
            let position = self.positions.get(index);
            position.is_some_and(|position| slot.predicts(self.content(position), &context))
        })
    }

    /// Encodes the event in a fitting lane. Returns `None` if another encoding is better.
    fn event_in(&self, index: usize, lane: &Lane) -> Option<LaneEvent> {
        let server_ids = self.server_ids(lane);
        let ids = server_ids.as_ref().map(|server| &*server.ids);
        let main = match lane.main {
            Some(main) => Some(self.main(main, ids, Some(lane))?),
            None => None,
        };
        let ids = main.as_ref().map(|main| main.text.ids()).unwrap_or_default();
        if server_ids.is_some_and(|server| server.are_needlessly_encoded(ids)) {
            return None;
        }
        let slots = self.slots(lane);
        let fresh = lane
            .main
            .zip(main.as_ref())
            .and_then(|(slot, main)| self.content(self.positions.get(slot)?).get(main.repeated_len..));
        let style = self.session.style;
        let fresh = fresh.unwrap_or_default();
        let context = EventContext { bytes: self.event, slots: &slots, ids, fresh, style };
        let corrections = self.corrections(lane, &context)?;
        let explicit = lane.explicit_slots().map(|(index, slot)| self.value(index, slot));
        let explicit = explicit.collect::<Option<_>>()?;
        let main = main.map(|main| main.text);
        Some(LaneEvent { lane: index, fork: false, corrections, main, explicit })
    }

    /// Encodes the values of wrong predictions. Returns `None` if one of them is new text, for which the lane has no
    /// slot. A text that begins to grow is not new.
    fn corrections(&self, lane: &Lane, context: &EventContext<'_>) -> Option<Vec<(usize, Value)>> {
        let is_wrong = |(index, slot): &(usize, &Slot)| !slot.predicts(context.content(*index), context);
        let correction = |(index, slot): (usize, &Slot)| {
            if self.role(index) == Role::Text && !slot.could_grow(context, index) {
                return None;
            }
            Some((index, self.value(index, slot)?))
        };
        lane.predicted_slots().filter(is_wrong).map(correction).collect()
    }

    fn slots(&self, lane: &Lane) -> Vec<(Kind, Range<usize>)> {
        let slots = lane.slots.iter().zip(self.positions);
        slots.map(|(slot, position)| (slot.kind, position.range.clone())).collect()
    }

    fn server_ids(&self, lane: &Lane) -> Option<ServerIds> {
        let has_ids = |(index, slot): &(usize, &Slot)| {
            matches!(slot.role, Role::Ids | Role::ForeignIds) && lane.main != Some(*index)
        };
        let (index, slot) = lane.slots.iter().enumerate().find(has_ids)?;
        let ids = ints::read(self.content(self.positions.get(index)?))?;
        Some(ServerIds { ids, explicit: slot.explicit })
    }

    /// Returns whether the event forks its lane: whether it changes a constant that probably distinguishes choices.
    fn begins_lane(&self, event: &LaneEvent, lanes_of_shape: usize) -> bool {
        let lane = self.session.lanes.get(event.lane);
        let distinguishes = |position: &Position| {
            is_index(self.event, position)
                || position.kind == Kind::String && lanes_of_shape < MAX_LANES_OF_SHAPE
        };
        event.corrections.iter().any(|(index, _)| {
            let slot = lane.and_then(|lane| lane.slots.get(*index));
            slot.is_some_and(Slot::predicts_same) && self.positions.get(*index).is_some_and(distinguishes)
        })
    }

    fn value(&self, index: usize, slot: &Slot) -> Option<Value> {
        let content = self.slot_content(index);
        match slot.kind {
            Kind::String if slot.role == Role::Text => Some(Value::Text(self.text(content))),
            Kind::String => Some(Value::Text(self.string(index, Some(slot)))),
            Kind::Ints => self.ints(content).map(Value::Ints),
            Kind::Number | Kind::Time | Kind::Blanks => {
                let code = slot.encode(content).map(Value::Code);
                Some(code.unwrap_or_else(|| Value::Verbatim(content.to_vec())))
            }
        }
    }
}

impl ServerIds {
    /// Returns whether the lane encodes ids that are the event's tokens. A new lane would predict them.
    fn are_needlessly_encoded(&self, ids: &[u32]) -> bool {
        self.explicit && self.ids == ids && ids.iter().any(|id| *id >= COMMON_IDS)
    }
}
