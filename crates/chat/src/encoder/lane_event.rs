//! Encodes an event in an existing lane.
//!
//! A lane fits if the event has its shape. The fitting lanes are tried in order, the expected one first, and the first that needs
//! no correction is used. If all need corrections, the one that needs the fewest of the first few is used. That lane is forked if
//! the event changes a constant that distinguishes choices, so that each choice gets a separate lane:
//!
//! ```text
//! lane 0:  {"index":0,"delta":{"content":"..."}}    the index was always 0
//! event:   {"index":1,"delta":{"content":"Hi"}}     one correction: a fork of lane 0, in which the index is 1 from now on
//! event:   {"index":0,"delta":{"content":"So"}}     no correction, in the first lane
//! ```

use super::composer::Composer;
use super::roles::is_index;
use crate::event::{Kind, Position, ints};
use crate::lane::{EventContext, Lane, Slot};
use crate::record::{LaneEvent, Record, Role, TextValue, Value};
use std::ops::Range;

/// With more corrections than this, a literal is shorter.
const MAX_CORRECTIONS: usize = 24;
/// The number of lanes of one shape from which on a changed string forks no lane: the string probably changes with every event.
const MAX_TWINS: usize = 3;
/// The most lanes that are tried for an event that needs corrections in all of them.
const MAX_TRIES: usize = 4;
/// Different vocabularies often agree on ids below this, such as those of single bytes.
const COMMON_IDS: u32 = 1000;

/// The ids that a server sends beside the text.
struct ServerIds {
    ids: Vec<u32>,
    /// Whether the lane always encodes them.
    explicit: bool,
}

impl Composer<'_> {
    /// Encodes the event in the lane that makes it shortest.
    pub(super) fn lane_event(&self) -> Option<Record> {
        let lanes = self.fitting_lanes();
        let twins = lanes.len();
        let alike = lanes.iter().filter(|(_, lane)| self.has_constants_of(lane));
        let mut predicted = alike.filter_map(|(index, lane)| self.event_in(*index, lane));
        if let Some(event) = predicted.find(|event| event.corrections.is_empty()) {
            return Some(Record::Event(event));
        }
        let tried = lanes.iter().take(MAX_TRIES).filter_map(|(index, lane)| self.event_in(*index, lane));
        let best = tried.min_by_key(|event| event.corrections.len());
        let mut event = best.filter(|best| best.corrections.len() <= MAX_CORRECTIONS)?;
        event.fork = self.begins_lane(&event, twins);
        Some(Record::Event(event))
    }

    /// The lanes of the event's shape, the expected one first.
    fn fitting_lanes(&self) -> Vec<(usize, &Lane)> {
        let lanes = &self.session.lanes;
        let expected = lanes.expected();
        let others = (0..lanes.len()).filter(|index| Some(*index) != expected);
        let all = expected.into_iter().chain(others).filter_map(|index| Some((index, lanes.get(index)?)));
        all.filter(|(_, lane)| lane.shape.matches(self.event, self.positions)).collect()
    }

    /// Whether the event has the content of all slots that are predicted to stay the same. This is checked before any text is tokenized.
    fn has_constants_of(&self, lane: &Lane) -> bool {
        let context = EventContext { bytes: self.event, slots: &[], ids: &[], style: self.session.style };
        let mut constants = lane.predicted_slots().filter(|(_, slot)| slot.predicts_same());
        constants.all(|(index, slot)| {
            let position = self.positions.get(index);
            position.is_some_and(|position| slot.predicts(self.content(position), &context))
        })
    }

    /// Encodes the event in a lane that fits. `None` if another encoding is better.
    fn event_in(&self, index: usize, lane: &Lane) -> Option<LaneEvent> {
        let server_ids = self.server_ids(lane);
        let main = match lane.main {
            Some(main) => {
                Some(self.main(main, server_ids.as_ref().map(|server| &*server.ids), &lane.pending)?)
            }
            None => None,
        };
        let ids = main.as_ref().map(TextValue::ids).unwrap_or_default();
        if server_ids.is_some_and(|server| server.are_needlessly_encoded(ids)) {
            return None;
        }
        let slots = self.slots(lane);
        let context = EventContext { bytes: self.event, slots: &slots, ids, style: self.session.style };
        let corrections = self.corrections(lane, &context)?;
        let explicit =
            lane.explicit_slots().map(|(index, slot)| self.value(slot, context.content(index), &context));
        let explicit = explicit.collect::<Option<_>>()?;
        Some(LaneEvent { lane: index, fork: false, corrections, main, explicit })
    }

    /// Encodes the values that were predicted wrongly. `None` if one of them is new text, which this lane has in another slot.
    fn corrections(&self, lane: &Lane, context: &EventContext<'_>) -> Option<Vec<(usize, Value)>> {
        let is_wrong = |(index, slot): &(usize, &Slot)| !slot.predicts(context.content(*index), context);
        let correction = |(index, slot): (usize, &Slot)| {
            if self.role(index) == Role::Text {
                return None;
            }
            Some((index, self.value(slot, context.content(index), context)?))
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

    /// Whether the event begins a new lane.
    fn begins_lane(&self, event: &LaneEvent, twins: usize) -> bool {
        let lane = self.session.lanes.get(event.lane);
        let distinguishes = |position: &Position| {
            is_index(self.event, position) || position.kind == Kind::String && twins < MAX_TWINS
        };
        event.corrections.iter().any(|(index, _)| {
            let slot = lane.and_then(|lane| lane.slots.get(*index));
            slot.is_some_and(Slot::predicts_same) && self.positions.get(*index).is_some_and(distinguishes)
        })
    }

    fn value(&self, slot: &Slot, content: &[u8], event: &EventContext<'_>) -> Option<Value> {
        match slot.kind {
            Kind::String if slot.role == Role::Text => Some(Value::Text(self.text(content))),
            Kind::String => Some(Value::Text(self.string(content))),
            Kind::Ints => self.ints(content).map(Value::Ints),
            Kind::Number | Kind::Time | Kind::Blanks => {
                let code = slot.encode(content, event).map(Value::Code);
                Some(code.unwrap_or_else(|| Value::Verbatim(content.to_vec())))
            }
        }
    }
}

impl ServerIds {
    /// Whether the lane encodes ids that are those of the text. In a new lane they would be predicted.
    fn are_needlessly_encoded(&self, ids: &[u32]) -> bool {
        self.explicit && self.ids == ids && ids.iter().any(|id| *id >= COMMON_IDS)
    }
}
