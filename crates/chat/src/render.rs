//! Renders a record to the bytes of its event.
//!
//! The decoder renders each record that it reads. The encoder renders each record before it writes it and compares the
//! result with the source, so every record that it writes round-trips.

use crate::event::{Kind, Position, ints, lex};
use crate::json::unescape;
use crate::lane::{Lane, Slot};
use crate::limits::MAX_EVENT;
use crate::record::{BackReference, ExtractedValue, LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::session::{Rendered, Session};
use tokenwire::{Error, Result};

const VALUE_OF_KIND: &str = "a value of the slot's kind";
const TEXT_TOKENS: &str = "tokens that form UTF-8 text";

impl Session {
    /// Renders a record without updating the session. Errors are reported at `offset`.
    pub(crate) fn render(&self, record: &Record, offset: usize) -> Result<Rendered> {
        let mut renderer =
            Renderer { session: self, offset, event: Rendered::default(), new_text_start: None };
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
    /// The start of new text in the current slot, if its text begins with a back-reference.
    new_text_start: Option<usize>,
}

impl Renderer<'_> {
    fn lane_event(&mut self, lane_event: &LaneEvent) -> Result<()> {
        /// The capacity for values, enough for most events.
        const VALUE_BYTES: usize = 256;
        let lane = self.session.lanes.get(lane_event.lane);
        let lane = lane.ok_or_else(|| self.expected("an existing lane"))?;
        self.set_ids(lane_event.main.as_ref());
        self.event.bytes.reserve(lane.shape.len() + VALUE_BYTES);
        self.event.slots.reserve(lane.slots.len());
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
            return self.main(main, slot.kind, &lane.pending);
        }
        if slot.explicit {
            let value = explicit.next().ok_or_else(|| self.expected(VALUE_OF_KIND))?;
            return self.value(value, Some(slot), slot.kind);
        }
        match lane_event.corrections.iter().find(|(corrected, _)| *corrected == index) {
            Some((_, value)) => self.value(value, Some(slot), slot.kind),
            None => self.predicted(slot),
        }
    }

    fn predicted(&mut self, slot: &Slot) -> Result<()> {
        let mut content = Vec::new();
        slot.predict(&self.event.context(self.session.style), &mut content);
        self.append(&content)
    }

    fn literal(&mut self, literal: &Literal) -> Result<()> {
        let positions = if literal.partial { None } else { lex(&literal.bytes) };
        self.set_ids(literal.main_text());
        let mut extracted = literal.extracted.iter().peekable();
        let mut end = 0;
        for (index, position) in positions.iter().flatten().enumerate() {
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
        self.event.positions = positions;
        Ok(())
    }

    fn extracted(
        &mut self,
        extracted: &ExtractedValue,
        literal: &Literal,
        position: &Position,
    ) -> Result<()> {
        if !position.range.is_empty() {
            return Err(self.expected("an empty slot for an extracted value"));
        }
        let is_main = literal.main_slot() == Some(extracted.slot);
        match &extracted.value {
            Some(Value::Text(text)) if is_main => self.main(text, position.kind, &[]),
            Some(value) => self.value(value, None, position.kind),
            None if position.kind == Kind::Ints => self.ints(&self.event.ids.clone()),
            None => Err(self.expected(VALUE_OF_KIND)),
        }
    }

    fn set_ids(&mut self, main: Option<&TextValue>) {
        self.event.ids = main.map(TextValue::ids).unwrap_or_default().to_vec();
        self.event.ids_are_suffix = matches!(main, Some(TextValue::Repeat { .. }));
    }

    /// Adds the slot whose content begins at `start` to the event, and its text to the event's text.
    fn end_slot(&mut self, start: usize, kind: Kind, role: Role) -> Result<()> {
        let range = start..self.event.bytes.len();
        let new_text = self.new_text_start.take().unwrap_or(start)..range.end;
        match role {
            Role::Ids | Role::ForeignIds => {
                self.event.ids_slot = self.event.ids_slot.or(Some(self.event.slots.len()));
            }
            Role::Text => {
                let text = |range| unescape(self.event.bytes.get(range).unwrap_or_default());
                self.event.text.push_str(&text(range.clone()).unwrap_or_default());
                self.event.new_text.push_str(&text(new_text).unwrap_or_default());
            }
            Role::Plain | Role::Explicit => {}
        }
        self.event.slots.push((kind, range));
        self.check_len()
    }

    /// Appends the main slot's content. An incomplete character at the end of its tokens is buffered for the next event
    /// of the lane.
    fn main(&mut self, text: &TextValue, kind: Kind, pending: &[u8]) -> Result<()> {
        match text {
            TextValue::Tokens(ids) if kind == Kind::Ints => self.ints(ids),
            TextValue::Tokens(ids) => {
                let bytes = self.detokenize(ids, pending)?;
                let text = match std::str::from_utf8(&bytes) {
                    Ok(text) => text,
                    Err(error) if error.error_len().is_some() => return Err(self.expected(TEXT_TOKENS)),
                    Err(error) => {
                        let (text, incomplete) = bytes.split_at(error.valid_up_to());
                        self.event.pending = incomplete.to_vec();
                        std::str::from_utf8(text).unwrap_or_default()
                    }
                };
                self.escape(text)
            }
            other => self.text(other, kind),
        }
    }

    /// Appends the content of a slot other than the main slot. A code needs the slot, since it is relative to the
    /// slot's prediction.
    fn value(&mut self, value: &Value, slot: Option<&Slot>, kind: Kind) -> Result<()> {
        match (value, slot) {
            (Value::Text(text), _) => self.text(text, kind),
            (Value::Ints(ints), _) if kind == Kind::Ints => self.ints(ints),
            (Value::Verbatim(bytes), _) if kind != Kind::String => self.append(bytes),
            (Value::Code(code), Some(slot)) => {
                let mut content = Vec::new();
                if !slot.decode(*code, &self.event.context(self.session.style), &mut content) {
                    return Err(self.expected(VALUE_OF_KIND));
                }
                self.append(&content)
            }
            _ => Err(self.expected(VALUE_OF_KIND)),
        }
    }

    fn text(&mut self, text: &TextValue, kind: Kind) -> Result<()> {
        match text {
            TextValue::Raw(bytes) if matches!(kind, Kind::String | Kind::Ints) => self.append(bytes),
            TextValue::Tokens(ids) if kind == Kind::String => self.tokens(ids),
            TextValue::Repeat { reference, suffix } if kind == Kind::String => {
                self.repeat(*reference)?;
                self.new_text_start = Some(self.event.bytes.len());
                self.tokens(suffix)
            }
            _ => Err(self.expected(VALUE_OF_KIND)),
        }
    }

    fn repeat(&mut self, reference: BackReference) -> Result<()> {
        let bytes = self.session.text.resolve(reference);
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        self.escape(text.ok_or_else(|| self.expected("a back-reference to earlier text"))?)
    }

    fn tokens(&mut self, ids: &[u32]) -> Result<()> {
        let bytes = self.detokenize(ids, &[])?;
        self.escape(std::str::from_utf8(&bytes).map_err(|_| self.expected(TEXT_TOKENS))?)
    }

    fn detokenize(&self, ids: &[u32], pending: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = pending.to_vec();
        for id in ids {
            let token = self.session.vocabulary.and_then(|vocabulary| vocabulary.token(*id));
            bytes.extend_from_slice(
                token.ok_or_else(|| self.expected("a token that has bytes in the vocabulary"))?,
            );
            if bytes.len() > MAX_EVENT {
                return Err(TOO_LONG);
            }
        }
        Ok(bytes)
    }

    fn escape(&mut self, text: &str) -> Result<()> {
        self.session.style.escape(text, &mut self.event.bytes);
        self.check_len()
    }

    fn ints(&mut self, ints: &[u32]) -> Result<()> {
        ints::write(ints.iter().copied(), self.session.style.separator(), &mut self.event.bytes);
        self.check_len()
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
