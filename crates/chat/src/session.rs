//! The state that both sides of a stream share. It changes with each record.

use crate::event::{Kind, Position, Shape};
use crate::json::{Style, unescape};
use crate::lane::{EventContext, Lane, Lanes, Slot};
use crate::limits::{MAX_JOINED, MIN_LONG_VALUE};
use crate::record::{Extent, Extraction, LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::spelling::Part;
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
    /// The window over the bytes of all literals and long values.
    pub(crate) history: Window,
    /// The window over the bytes of the last literals, which deflate reaches.
    pub(crate) literals: Window,
    /// The pieces of the current event so far. Empty if they are too long to be joined.
    pub(crate) pieces: Vec<u8>,
    /// Whether the pieces of the current event are too long to be joined.
    too_long: bool,
}

/// An event rendered from a record: its bytes and its parts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    pub(crate) bytes: Vec<u8>,
    /// The number of bytes that earlier pieces of the event have. They are not output again.
    pub(crate) earlier_len: usize,
    pub(crate) slots: Vec<(Kind, Range<usize>)>,
    /// The positions of a literal's slots in the literal's bytes. `None` for a record that begins no lane.
    pub(crate) positions: Option<Vec<Position>>,
    /// The ids of the event's tokens.
    pub(crate) ids: Vec<u32>,
    /// The new content of the main slot: its content without the part that repeats earlier text.
    pub(crate) fresh: Vec<u8>,
    /// The first slot of ids that the server sends.
    pub(crate) ids_slot: Option<usize>,
    /// The new text: the unescaped content of the slots of text, without the parts that repeat earlier text.
    pub(crate) text: String,
    /// The incomplete character at the end of the tokens.
    pub(crate) pending: Vec<u8>,
}

impl Rendered {
    pub(crate) fn context(&self, style: Style) -> EventContext<'_> {
        EventContext { bytes: &self.bytes, slots: &self.slots, ids: &self.ids, fresh: &self.fresh, style }
    }

    /// Returns the bytes of the source that the record encodes.
    pub(crate) fn output(&self) -> &[u8] {
        self.bytes.get(self.earlier_len..).unwrap_or_default()
    }

    /// Adds the unescaped content of a slot of text to the new text.
    pub(crate) fn add_text(&mut self, content: &[u8]) {
        self.text.push_str(&unescape(content).unwrap_or_default());
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
            history: Window::of_history(),
            literals: Window::of_literals(),
            pieces: Vec::new(),
            too_long: false,
        }
    }

    /// Updates the state with a record and the event that was rendered from it.
    pub(crate) fn learn(&mut self, record: &Record, event: &Rendered) {
        match record {
            Record::Style(style) => self.style = *style,
            Record::Literal(literal) => self.learn_literal(literal, event),
            Record::Event(lane_event) => self.learn_lane_event(lane_event, event),
        }
        self.text.push(event.text.as_bytes());
        self.lanes.trim();
    }

    fn learn_lane_event(&mut self, lane_event: &LaneEvent, event: &Rendered) {
        self.end_pieces();
        let style = self.style;
        let Some(lane) = self.lanes.use_lane(lane_event.lane, lane_event.fork) else { return };
        let values = lane.values(lane_event);
        lane.learn(&event.context(style), event.pending.clone());
        if let Some(TextValue::Append { kept, .. }) = lane_event.main {
            lane.grows = kept > 0;
        }
        for (index, value) in values {
            let Some((slot, text)) = lane.slots.get_mut(index).zip(value.text()) else { continue };
            slot.learn_spelling(text);
            if slot.role != Role::Text {
                learn_long_value(&mut self.history, text, event, index);
            }
        }
    }

    fn learn_literal(&mut self, literal: &Literal, event: &Rendered) {
        let residue = literal.residue();
        self.history.push(&residue);
        self.literals.push(&residue);
        match literal.extent {
            Extent::Event => self.end_pieces(),
            Extent::Piece => return self.add_piece(&literal.bytes),
            Extent::LastPiece => return self.learn_joined(literal, event),
        }
        if let Some(positions) = &event.positions {
            self.begin_lane(literal, positions, event);
        }
        for extracted in literal.extracted.iter().filter(|extracted| extracted.role != Role::Text) {
            if let Extraction::Value(Value::Text(text)) = &extracted.value {
                learn_long_value(&mut self.history, text, event, extracted.slot);
            }
        }
    }

    /// Adds a lane that begins with a literal. `positions` are those of its slots in the literal's bytes.
    fn begin_lane(&mut self, literal: &Literal, positions: &[Position], event: &Rendered) {
        let context = event.context(self.style);
        let main = literal.main_slot();
        let slot = |(index, position): (usize, &Position)| {
            Slot::new(position.kind, literal.role(index), main == Some(index), &context, index)
        };
        let mut slots: Vec<Slot> = positions.iter().enumerate().map(slot).collect();
        for extracted in &literal.extracted {
            if let (Extraction::Value(Value::Text(text)), Some(slot)) =
                (&extracted.value, slots.get_mut(extracted.slot))
            {
                slot.learn_spelling(text);
            }
        }
        let shape = Arc::new(Shape::new(&literal.bytes, positions));
        self.lanes.add(Lane::new(shape, slots, event.pending.clone()));
    }

    /// Learns the event that the pieces form: in the lane of its shape, or in a new one.
    fn learn_joined(&mut self, literal: &Literal, event: &Rendered) {
        self.end_pieces();
        let Some(positions) = &event.positions else { return };
        match self.lanes.of_shape(&event.bytes, positions).filter(|_| literal.extracted.is_empty()) {
            None => {
                let joined = Literal { bytes: event.bytes.clone(), ..literal.clone() };
                self.begin_lane(&joined, positions, event);
            }
            Some(index) => {
                let style = self.style;
                if let Some(lane) = self.lanes.use_lane(index, false) {
                    lane.learn(&event.context(style), Vec::new());
                }
            }
        }
    }

    /// Returns whether a last piece of this length can be joined with the pieces so far.
    pub(crate) fn can_join(&self, len: usize) -> bool {
        !self.pieces.is_empty() && self.pieces.len() + len <= MAX_JOINED
    }

    fn add_piece(&mut self, bytes: &[u8]) {
        self.too_long |= self.pieces.len() + bytes.len() > MAX_JOINED;
        if self.too_long {
            self.pieces = Vec::new();
        } else {
            self.pieces.extend_from_slice(bytes);
        }
    }

    fn end_pieces(&mut self) {
        (self.pieces, self.too_long) = (Vec::new(), false);
    }
}

/// Adds the content of a slot to the history, if it is long and was not copied from there.
fn learn_long_value(history: &mut Window, text: &TextValue, event: &Rendered, slot: usize) {
    let content = event.slots.get(slot).and_then(|(_, range)| event.bytes.get(range.clone()));
    let is_new = match text {
        TextValue::Tokens(_) => true,
        TextValue::Spelled(parts) => !parts.iter().any(|part| matches!(part, Part::Earlier(_))),
        TextValue::Repeat(_) | TextValue::Append { .. } | TextValue::Slot(_) => false,
    };
    if let Some(content) = content.filter(|content| is_new && content.len() >= MIN_LONG_VALUE) {
        history.push(content);
    }
}
