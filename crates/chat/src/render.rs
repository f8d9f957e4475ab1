//! Renders a record to the bytes of its event.
//!
//! The decoder renders each record that it reads. The encoder renders each record before it writes it and compares the
//! result with the source, so every record that it writes round-trips.

mod text;

use crate::event::{Kind, Position, lex};
use crate::lane::{Lane, Slot};
use crate::limits::MAX_EVENT;
use crate::record::{Extent, ExtractedValue, Extraction, LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::session::{Rendered, Session};
use tokenwire::{Error, Result};

const VALUE_OF_KIND: &str = "a value of the slot's kind";

impl Session {
    /// Renders a record without updating the session. Errors are reported at `offset`.
    pub(crate) fn render(&self, record: &Record, offset: usize) -> Result<Rendered> {
        let mut renderer = Renderer { session: self, offset, event: Rendered::default() };
        match record {
            Record::Style(_) => {}
            Record::Literal(literal) => renderer.literal(literal)?,
            Record::Event(lane_event) => renderer.lane_event(lane_event)?,
        }
        Ok(renderer.event)
    }
}

/// A record that is being rendered.
struct Renderer<'a> {
    session: &'a Session,
    /// The offset of the record's end in the stream, for errors.
    offset: usize,
    event: Rendered,
}

impl Renderer<'_> {
    fn lane_event(&mut self, lane_event: &LaneEvent) -> Result<()> {
        /// The capacity for values, enough for most events.
        const VALUE_BYTES: usize = 256;
        let lane = self.session.lanes.get(lane_event.lane);
        let lane = lane.ok_or_else(|| self.expected("an existing lane"))?;
        self.event.bytes.reserve(lane.shape.len() + VALUE_BYTES);
        self.event.slots.reserve(lane.slots.len());
        if let Some((main, slot)) = lane_event.main.as_ref().zip(lane.main_slot()) {
            self.set_main(main, slot.kind, slot.role, &lane.pending)?;
        }
        let mut explicit = lane_event.explicit.iter();
        for ((constant, _), (index, slot)) in lane.shape.slots().zip(lane.slots.iter().enumerate()) {
            self.append(constant)?;
            let start = self.event.bytes.len();
            self.lane_slot(lane, lane_event, index, slot, &mut explicit)?;
            self.end_slot(start, slot.kind, slot.role)?;
        }
        self.append(lane.shape.tail())
    }

    /// Appends the content of a lane's slot.
    fn lane_slot<'a>(
        &mut self,
        lane: &Lane,
        lane_event: &LaneEvent,
        index: usize,
        slot: &Slot,
        explicit: &mut impl Iterator<Item = &'a Value>,
    ) -> Result<()> {
        if lane.main == Some(index) {
            let main = lane_event.main.as_ref().ok_or_else(|| self.expected(VALUE_OF_KIND))?;
            return self.main_content(main, lane, slot);
        }
        if slot.explicit {
            let value = explicit.next().ok_or_else(|| self.expected(VALUE_OF_KIND))?;
            return self.value(value, Some(slot), slot.kind, slot.role);
        }
        match lane_event.corrections.iter().find(|(corrected, _)| *corrected == index) {
            Some((_, value)) => self.value(value, Some(slot), slot.kind, slot.role),
            None => self.predicted(slot),
        }
    }

    /// Appends the content of a lane's main slot: what it repeats, then the new content.
    fn main_content(&mut self, main: &TextValue, lane: &Lane, slot: &Slot) -> Result<()> {
        match main {
            TextValue::Tokens(_) if lane.grows => self.append(slot.last())?,
            TextValue::Append { kept, .. } => {
                let kept = slot.last().get(..*kept).filter(|_| slot.kind == Kind::String);
                self.append(kept.ok_or_else(|| self.expected("a length within the last content"))?)?;
            }
            TextValue::Repeat(reference) => self.earlier_text(*reference)?,
            TextValue::Tokens(_) | TextValue::Spelled(_) | TextValue::Slot(_) => {}
        }
        self.fresh()
    }

    fn predicted(&mut self, slot: &Slot) -> Result<()> {
        if slot.predicts_same() {
            return self.append(slot.last());
        }
        let mut content = Vec::new();
        slot.predict(&self.event.context(self.session.style), &mut content);
        self.append(&content)
    }

    fn literal(&mut self, literal: &Literal) -> Result<()> {
        match literal.extent {
            Extent::Piece => self.append(&literal.bytes),
            Extent::LastPiece => self.last_piece(literal),
            Extent::Event => self.whole_literal(literal),
        }
    }

    fn whole_literal(&mut self, literal: &Literal) -> Result<()> {
        let found = lex(&literal.bytes);
        let has_slots = found.is_some();
        let positions = found.unwrap_or_default();
        self.check_roles(literal, &positions)?;
        self.literal_main(literal, &positions)?;
        let mut extracted = literal.extracted.iter().peekable();
        let mut end = 0;
        for (index, position) in positions.iter().enumerate() {
            self.append(literal.bytes.get(end..position.range.start).unwrap_or_default())?;
            end = position.range.end;
            let start = self.event.bytes.len();
            match extracted.next_if(|extracted| extracted.slot == index) {
                Some(extracted) => self.extracted(extracted, literal, position)?,
                None => self.append(position.content(&literal.bytes))?,
            }
            self.end_slot(start, position.kind, literal.role(index))?;
        }
        if extracted.next().is_some() {
            return Err(self.expected("existing slots in ascending order"));
        }
        self.append(literal.bytes.get(end..).unwrap_or_default())?;
        self.event.positions = has_slots.then_some(positions);
        Ok(())
    }

    /// Checks that text is in strings and ids are in arrays.
    fn check_roles(&self, literal: &Literal, positions: &[Position]) -> Result<()> {
        let fits = |extracted: &ExtractedValue| {
            let kind = positions.get(extracted.slot).map(|position| position.kind);
            match extracted.role {
                Role::Plain | Role::Explicit => kind.is_some(),
                Role::Text => kind == Some(Kind::String),
                Role::Ids | Role::ForeignIds => kind == Some(Kind::Ints),
            }
        };
        if literal.extracted.iter().all(fits) {
            return Ok(());
        }
        Err(self.expected("existing slots, text in strings and ids in arrays"))
    }

    /// Sets the new content of a literal's main slot.
    fn literal_main(&mut self, literal: &Literal, positions: &[Position]) -> Result<()> {
        let Some((slot, position)) = literal.main_slot().and_then(|slot| Some((slot, positions.get(slot)?)))
        else {
            return Ok(());
        };
        match literal.main_text() {
            Some(TextValue::Append { .. }) => Err(self.expected(VALUE_OF_KIND)),
            Some(main) => self.set_main(main, position.kind, literal.role(slot), &[]),
            None => {
                let content = position.content(&literal.bytes).to_vec();
                self.set_fresh(content, literal.role(slot));
                Ok(())
            }
        }
    }

    fn extracted(
        &mut self,
        extracted: &ExtractedValue,
        literal: &Literal,
        position: &Position,
    ) -> Result<()> {
        let is_main = literal.main_slot() == Some(extracted.slot);
        match &extracted.value {
            Extraction::InPlace => {
                let content = position.content(&literal.bytes);
                if !is_main && extracted.role == Role::Text {
                    self.event.add_text(content);
                }
                self.append(content)
            }
            _ if !position.range.is_empty() => Err(self.expected("an empty slot for an extracted value")),
            Extraction::Value(Value::Text(text)) if is_main => {
                if let TextValue::Repeat(reference) = text {
                    self.earlier_text(*reference)?;
                }
                self.fresh()
            }
            Extraction::Value(value) => self.value(value, None, position.kind, extracted.role),
            Extraction::Ids if position.kind == Kind::Ints => self.ints(&self.event.ids.clone()),
            Extraction::Ids => Err(self.expected(VALUE_OF_KIND)),
        }
    }

    /// Joins the last piece of an event with the earlier ones, and finds the values of the event.
    fn last_piece(&mut self, literal: &Literal) -> Result<()> {
        if !self.session.can_join(literal.bytes.len()) {
            return Err(self.expected("a last piece after others, with at most 16,384 bytes in all"));
        }
        self.event.earlier_len = self.session.pieces.len();
        self.append(&self.session.pieces)?;
        self.append(&literal.bytes)?;
        let found = lex(&self.event.bytes);
        self.check_roles(literal, found.as_deref().unwrap_or_default())?;
        let in_place = |extracted: &ExtractedValue| extracted.value == Extraction::InPlace;
        let ascends = literal.extracted.is_sorted_by(|left, right| left.slot < right.slot);
        if !ascends || !literal.extracted.iter().all(in_place) {
            return Err(self.expected("values in place, in ascending order"));
        }
        if let Some(positions) = found {
            self.joined_slots(literal, &positions);
            self.event.positions = Some(positions);
        }
        Ok(())
    }

    /// Adds the slots of an event that came in pieces. Their roles are those of its lane, or of the last piece.
    fn joined_slots(&mut self, literal: &Literal, positions: &[Position]) {
        let lanes = &self.session.lanes;
        let lane = lanes.of_shape(&self.event.bytes, positions).filter(|_| literal.extracted.is_empty());
        let lane = lane.and_then(|lane| lanes.get(lane));
        let main = lane.map_or_else(|| literal.main_slot(), |lane| lane.main);
        for (index, position) in positions.iter().enumerate() {
            let slot = lane.and_then(|lane| lane.slots.get(index));
            let role = slot.map_or_else(|| literal.role(index), |slot| slot.role);
            let content = position.content(&self.event.bytes).to_vec();
            if main == Some(index) {
                let repeated = slot.filter(|_| lane.is_some_and(|lane| lane.grows)).map(Slot::last);
                let fresh = repeated.and_then(|last| content.strip_prefix(last)).unwrap_or(&content);
                self.set_fresh(fresh.to_vec(), role);
            } else if role == Role::Text {
                self.event.add_text(&content);
            }
            self.event.slots.push((position.kind, position.range.clone()));
        }
    }

    /// Adds the slot whose content begins at `start` to the event.
    fn end_slot(&mut self, start: usize, kind: Kind, role: Role) -> Result<()> {
        if matches!(role, Role::Ids | Role::ForeignIds) {
            self.event.ids_slot = self.event.ids_slot.or(Some(self.event.slots.len()));
        }
        self.event.slots.push((kind, start..self.event.bytes.len()));
        self.check_len()
    }

    /// Appends the content of a slot other than the main slot. A code needs the slot, since it is relative to the
    /// slot's prediction.
    fn value(&mut self, value: &Value, slot: Option<&Slot>, kind: Kind, role: Role) -> Result<()> {
        match (value, slot) {
            (Value::Text(text), _) => self.text(text, kind, role),
            (Value::Ints(ints), _) if kind == Kind::Ints => self.ints(ints),
            (Value::Verbatim(bytes), _) if kind != Kind::String => self.append(bytes),
            (Value::Code(code), Some(slot)) => {
                let mut content = Vec::new();
                if !slot.decode(*code, &mut content) {
                    return Err(self.expected(VALUE_OF_KIND));
                }
                self.append(&content)
            }
            _ => Err(self.expected(VALUE_OF_KIND)),
        }
    }

    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.event.bytes.extend_from_slice(bytes);
        self.check_len()
    }

    fn check_len(&self) -> Result<()> {
        if self.event.bytes.len() > MAX_EVENT { Err(TOO_LONG) } else { Ok(()) }
    }

    /// Returns an error at the record's end. `reason` states what was expected.
    fn expected(&self, reason: &'static str) -> Error {
        Error::Invalid { offset: self.offset, reason }
    }
}

const TOO_LONG: Error = Error::LimitExceeded { what: "bytes in an event", limit: MAX_EVENT };
