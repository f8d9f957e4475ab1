//! The state that both sides of a stream share. It changes with each record.

use crate::event::{Kind, Position, Shape};
use crate::json::Style;
use crate::lane::{EventContext, Lane, Lanes, Slot};
use crate::record::{LaneEvent, Literal, Record};
use crate::window::Window;
use std::ops::Range;
use std::sync::Arc;
use tokenwire::Vocabulary;

/// The state of a stream. After every record it is the same on both sides.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The vocabulary of the token ids, if the table has one.
    pub(crate) vocabulary: Option<Vocabulary>,
    pub(crate) style: Style,
    pub(crate) lanes: Lanes,
    /// The window over the new text of all events.
    pub(crate) text: Window,
    /// The window over the bytes of all literals.
    pub(crate) literals: Window,
}

/// An event rendered from a record: its bytes and its parts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    pub(crate) bytes: Vec<u8>,
    pub(crate) slots: Vec<(Kind, Range<usize>)>,
    /// The positions of a literal's slots in the literal's bytes. `None` for a record that begins no lane.
    pub(crate) positions: Option<Vec<Position>>,
    /// The ids of the event's tokens.
    pub(crate) ids: Vec<u32>,
    /// The first slot of ids that the server sends.
    pub(crate) ids_slot: Option<usize>,
    /// The unescaped content of the slots of text.
    pub(crate) text: String,
    /// The text without its back-references.
    pub(crate) new_text: String,
    /// Whether the text begins with a back-reference, so that the tokens are only its end.
    pub(crate) ids_are_suffix: bool,
    /// The incomplete character at the end of the tokens.
    pub(crate) pending: Vec<u8>,
}

impl Rendered {
    pub(crate) fn context(&self, style: Style) -> EventContext<'_> {
        EventContext { bytes: &self.bytes, slots: &self.slots, ids: &self.ids, style }
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Session {
    pub(crate) fn new(vocabulary: Option<Vocabulary>) -> Self {
        Self {
            vocabulary,
            style: Style::default(),
            lanes: Lanes::default(),
            text: Window::of_text(),
            literals: Window::of_literals(),
        }
    }

    /// Updates the state with a record and the event that was rendered from it.
    pub(crate) fn learn(&mut self, record: &Record, event: &Rendered) {
        match record {
            Record::Style(style) => self.style = *style,
            Record::Literal(literal) => self.learn_literal(literal, event),
            Record::Event(lane_event) => self.learn_lane_event(lane_event, event),
        }
        self.text.push(event.new_text.as_bytes());
        self.lanes.trim();
    }

    fn learn_lane_event(&mut self, lane_event: &LaneEvent, event: &Rendered) {
        let style = self.style;
        if let Some(lane) = self.lanes.use_lane(lane_event.lane, lane_event.fork) {
            lane.learn(&event.context(style), event.pending.clone());
        }
    }

    /// Adds a lane that begins with a literal, unless the literal is a piece or has too many slots.
    fn learn_literal(&mut self, literal: &Literal, event: &Rendered) {
        self.literals.push(&literal.bytes);
        let Some(positions) = &event.positions else { return };
        let context = event.context(self.style);
        let main = literal.main_slot();
        let slot = |(index, position): (usize, &Position)| {
            Slot::new(position.kind, literal.role(index), main == Some(index), &context, index)
        };
        let slots = positions.iter().enumerate().map(slot).collect();
        let shape = Arc::new(Shape::new(&literal.bytes, positions));
        self.lanes.add(Lane::new(shape, slots, event.pending.clone()));
    }
}
