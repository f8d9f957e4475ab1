//! Writes records.

use crate::deflate::deflate;
use crate::event::Kind;
use crate::lane::{Lane, Lanes, Slot};
use crate::record::{LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::session::Session;
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
        let deflated = deflate(&literal.bytes, earlier);
        let flags = u64::from(literal.partial) << 1 | u64::from(deflated.is_none());
        let bytes = deflated.as_ref().unwrap_or(&literal.bytes);
        self.control(Control::Literal).number(len(bytes) << 2 | flags).bytes(bytes);
        if literal.partial { self } else { self.extracted(literal) }
    }

    fn extracted(&mut self, literal: &Literal) -> &mut Self {
        self.number(len(&literal.extracted));
        for extracted in &literal.extracted {
            self.number((extracted.slot as u64) << 3 | extracted.role as u64);
        }
        let encoded = literal
            .extracted
            .iter()
            .filter_map(|extracted| Some((extracted.role, extracted.value.as_ref()?)));
        for (role, value) in encoded {
            match value {
                Value::Ints(ints) if role == Role::ForeignIds => self.ints(ints),
                value => self.value(value, None),
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
            Value::Text(text) => self.text(text),
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

    fn text(&mut self, text: &TextValue) -> &mut Self {
        match text {
            TextValue::Tokens(ids) => self.tokens(ids),
            TextValue::Raw(bytes) => self.control(Control::String).number(len(bytes) << 1).bytes(bytes),
            TextValue::Repeat { reference, suffix } => {
                let flags = u64::from(!suffix.is_empty()) << 1 | 1;
                let head = (reference.len as u64) << 2 | flags;
                self.control(Control::String).number(head).number(reference.distance as u64);
                if suffix.is_empty() { self } else { self.tokens(suffix) }
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
