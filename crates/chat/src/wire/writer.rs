//! Writes records.

use super::spelling::form;
use crate::deflate::deflate;
use crate::event::Kind;
use crate::lane::{Lane, Lanes, Slot};
use crate::record::{Copied, Extraction, LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::session::Session;
use crate::spelling::{Alphabet, Part};
use crate::window::Window;
use tokenwire::{Control, Result, StreamWriter};

/// Appends a record. `session` is the state before this record.
pub(crate) fn write(
    record: &Record,
    session: &Session,
    stream: &mut StreamWriter,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut writer = RecordWriter { stream, out, result: Ok(()) };
    match record {
        Record::Style(style) => writer.control(Control::Change).number(0).number(style.bits().into()),
        Record::Literal(literal) => writer.literal(literal, &session.literals),
        Record::Event(event) => writer.lane_event(event, &session.lanes),
    };
    writer.result
}

/// Writes the parts of a record.
struct RecordWriter<'a> {
    stream: &'a mut StreamWriter,
    out: &'a mut Vec<u8>,
    /// The last error, if there is one: a token that is not in the table.
    result: Result<()>,
}

impl RecordWriter<'_> {
    fn literal(&mut self, literal: &Literal, earlier: &Window) -> &mut Self {
        let residue = literal.residue();
        let deflated = deflate(&residue, earlier);
        let bytes = deflated.as_ref().unwrap_or(&residue);
        let more = len(&literal.copies) << 3 | u64::from(deflated.is_none()) << 2 | literal.extent as u64;
        let flags = u64::from(more > 0) << 1 | u64::from(!literal.extracted.is_empty());
        self.control(Control::Literal).number(len(bytes) << 2 | flags);
        if more > 0 {
            self.number(more).copies(&literal.copies);
        }
        self.bytes(bytes);
        if literal.extracted.is_empty() { self } else { self.extracted(literal) }
    }

    fn copies(&mut self, copies: &[Copied]) -> &mut Self {
        let mut end = 0;
        for Copied { start, reference } in copies {
            self.number((start - end) as u64).number(reference.len as u64).number(reference.distance as u64);
            end = start + reference.len;
        }
        self
    }

    fn extracted(&mut self, literal: &Literal) -> &mut Self {
        self.number(len(&literal.extracted));
        for extracted in &literal.extracted {
            let role = match (&extracted.value, extracted.role) {
                (Extraction::InPlace, Role::Explicit) => 5,
                (Extraction::InPlace, Role::Text) => 6,
                (Extraction::InPlace, _) => 7,
                (_, role) => role as u64,
            };
            self.number((extracted.slot as u64) << 3 | role);
        }
        for extracted in &literal.extracted {
            match &extracted.value {
                Extraction::Value(Value::Ints(ints)) if extracted.role == Role::ForeignIds => self.ints(ints),
                Extraction::Value(value) => self.value(value, None),
                Extraction::InPlace | Extraction::Ids => self,
            };
        }
        self
    }

    fn lane_event(&mut self, event: &LaneEvent, lanes: &Lanes) -> &mut Self {
        self.lane(event, lanes);
        let slots = lanes.get(event.lane).map_or(&[][..], |lane| &lane.slots);
        for (index, value) in &event.corrections {
            self.control(Control::Change).number(*index as u64 + 1).value(value, slots.get(*index));
        }
        match &event.main {
            Some(text) => self.text(text),
            None => self.control(Control::Event),
        };
        let explicit_slots = lanes.get(event.lane).into_iter().flat_map(Lane::explicit_slots);
        for (value, (_, slot)) in event.explicit.iter().zip(explicit_slots) {
            self.value(value, Some(slot));
        }
        self
    }

    fn lane(&mut self, event: &LaneEvent, lanes: &Lanes) -> &mut Self {
        let lane = Some(event.lane);
        if lane == lanes.unexpected(0) {
            self.control(Control::Lane1);
        } else if lane == lanes.unexpected(1) {
            self.control(Control::Lane2);
        } else if lane != lanes.expected() {
            self.control(Control::Lane).number(event.lane as u64);
        }
        if event.fork {
            self.control(Control::Lane).number(lanes.len() as u64);
        }
        self
    }

    fn value(&mut self, value: &Value, slot: Option<&Slot>) -> &mut Self {
        match value {
            Value::Text(text) => self.slot_text(text, slot),
            Value::Code(code) => self.code(*code, slot),
            Value::Verbatim(bytes) => self.code(0, slot).number(len(bytes)).bytes(bytes),
            Value::Ints(ints) => match (ints.split_first(), slot) {
                (Some((first, others)), Some(slot))
                    if slot.kind == Kind::Ints && slot.item_count as usize == ints.len() =>
                {
                    self.number(u64::from(*first) + 1).numbers(others)
                }
                _ => self.number(0).ints(ints),
            },
        }
    }

    /// Appends a code in the slot's fixed number of bytes, or as a varint if the slot has none.
    fn code(&mut self, code: u64, slot: Option<&Slot>) -> &mut Self {
        match slot.and_then(Slot::code_width) {
            Some(width) => self.bytes(code.to_le_bytes().get(..width).unwrap_or_default()),
            None => self.number(code),
        }
    }

    fn ints(&mut self, ints: &[u32]) -> &mut Self {
        self.number(len(ints)).numbers(ints)
    }

    /// Appends a string. If the slot has a template, a flag states whether the string has it too.
    fn slot_text(&mut self, text: &TextValue, slot: Option<&Slot>) -> &mut Self {
        match (text, slot.and_then(Slot::template)) {
            (TextValue::Spelled(parts), Some(template)) if template.matches(parts) => {
                self.number(0);
                parts.iter().fold(self, |writer, part| match part {
                    Part::Packed { alphabet, characters } => writer.bytes(&alphabet.pack(characters)),
                    Part::Raw(_) | Part::Earlier(_) => writer,
                })
            }
            (text, Some(_)) => self.number(1).text(text),
            (text, None) => self.text(text),
        }
    }

    fn text(&mut self, text: &TextValue) -> &mut Self {
        match text {
            TextValue::Tokens(ids) => self.tokens(ids),
            TextValue::Spelled(parts) => self.parts(parts),
            TextValue::Repeat(reference) => {
                self.string(reference.len, form::TEXT).number(reference.distance as u64)
            }
            TextValue::Slot(slot) => self.control(Control::String).number((*slot as u64) << 4 | form::SLOT),
            TextValue::Append { kept, suffix } => self.string(*kept, form::APPEND).tokens(suffix),
        }
    }

    fn string(&mut self, len: usize, form: u64) -> &mut Self {
        self.control(Control::String).number((len as u64) << 4 | form)
    }

    fn parts(&mut self, parts: &[Part]) -> &mut Self {
        match parts {
            [part] => self.control(Control::String).part(part),
            parts => parts.iter().fold(self.string(parts.len(), form::PARTS), Self::part),
        }
    }

    fn part(&mut self, part: &Part) -> &mut Self {
        match part {
            Part::Raw(bytes) => self.number(len(bytes) << 4 | form::RAW).bytes(bytes),
            Part::Earlier(reference) => {
                self.number((reference.len as u64) << 4 | form::EARLIER).number(reference.distance as u64)
            }
            Part::Packed { alphabet, characters } => {
                let len = if *alphabet == Alphabet::Uuid { 0 } else { len(characters) };
                self.number(len << 4 | form::of(*alphabet)).bytes(&alphabet.pack(characters))
            }
        }
    }

    fn tokens(&mut self, ids: &[u32]) -> &mut Self {
        match ids.len() {
            0 => self.control(Control::Event),
            1 => self,
            2 => self.control(Control::Group2),
            3 => self.control(Control::Group3),
            4 => self.control(Control::Group4),
            _ => self.control(Control::Group).number(len(ids)),
        };
        if let Err(error) = self.stream.tokens(ids, self.out) {
            self.result = Err(error);
        }
        self
    }

    fn control(&mut self, control: Control) -> &mut Self {
        self.stream.control(control, self.out);
        self
    }

    fn number(&mut self, number: u64) -> &mut Self {
        self.stream.number(number, self.out);
        self
    }

    fn numbers(&mut self, numbers: &[u32]) -> &mut Self {
        for number in numbers {
            self.number((*number).into());
        }
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.stream.bytes(bytes, self.out);
        self
    }
}

fn len<T>(items: &[T]) -> u64 {
    items.len() as u64
}
