//! Codes -> symbols, numbers and bytes.

use crate::code::{Code, Known, Literal, Role, Text, Value};
use crate::deflate::deflate;
use crate::event::Kind;
use crate::history::Tail;
use crate::lane::{Lane, Lanes, Slot};
use crate::session::Session;
use tokenwire::{Control, Result, StreamWriter};

/// Appends a code.
pub(crate) fn write(
    code: &Code,
    session: &Session,
    stream: &mut StreamWriter,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut wire = Wire { stream, out, written: Ok(()) };
    match code {
        Code::Style(style) => wire.control(Control::Change).number(0).number(style.0.into()),
        Code::Literal(literal) => wire.literal(literal, &session.literals),
        Code::Known(known) => wire.known(known, &session.lanes),
    };
    wire.written
}

struct Wire<'a> {
    stream: &'a mut StreamWriter,
    out: &'a mut Vec<u8>,
    /// Only tokens can be none of the table's.
    written: Result<()>,
}

impl Wire<'_> {
    fn literal(&mut self, literal: &Literal, before: &Tail) -> &mut Self {
        let deflated = deflate(&literal.bytes, before);
        let flags = u64::from(literal.partial) << 1 | u64::from(deflated.is_none());
        let bytes = deflated.as_ref().unwrap_or(&literal.bytes);
        self.control(Control::Literal).number(len(bytes) << 2 | flags).bytes(bytes);
        if literal.partial {
            return self;
        }
        self.number(len(&literal.apart));
        for apart in &literal.apart {
            self.number((apart.slot as u64) << 3 | apart.role as u64);
        }
        for (role, value) in
            literal.apart.iter().filter_map(|apart| Some((apart.role, apart.value.as_ref()?)))
        {
            match value {
                Value::Ints(ints) if role == Role::ForeignIds => self.ints(ints),
                value => self.value(value, None),
            };
        }
        self
    }

    fn known(&mut self, known: &Known, lanes: &Lanes) -> &mut Self {
        self.lane(known, lanes);
        let slots = lanes.get(known.lane).map_or(&[][..], |lane| &lane.slots);
        for (index, value) in &known.changes {
            self.control(Control::Change).number(*index as u64 + 1).value(value, slots.get(*index));
        }
        match &known.main {
            Some(text) => self.text(text),
            None => self.control(Control::Event),
        };
        let loud = lanes.get(known.lane).into_iter().flat_map(Lane::loud);
        for (value, (_, slot)) in known.loud.iter().zip(loud) {
            self.value(value, Some(slot));
        }
        self
    }

    fn lane(&mut self, known: &Known, lanes: &Lanes) -> &mut Self {
        let is = |lane: Option<usize>| lane == Some(known.lane);
        if is(lanes.other(0)) {
            self.control(Control::Lane1);
        } else if is(lanes.other(1)) {
            self.control(Control::Lane2);
        } else if !is(lanes.expected()) {
            self.control(Control::Lane).number(known.lane as u64);
        }
        if known.fork {
            self.control(Control::Lane).number(lanes.len() as u64);
        }
        self
    }

    fn value(&mut self, value: &Value, slot: Option<&Slot>) -> &mut Self {
        match value {
            Value::Text(text) => self.text(text),
            Value::Number(code) => self.code(*code, slot),
            Value::Spelled(bytes) => self.code(0, slot).number(len(bytes)).bytes(bytes),
            Value::Ints(ints) => match (ints.split_first(), slot) {
                (Some((first, rest)), Some(slot))
                    if slot.kind == Kind::Ints && slot.items as usize == ints.len() =>
                {
                    self.number(u64::from(*first) + 1).numbers(rest)
                }
                _ => self.number(0).ints(ints),
            },
        }
    }

    /// What stands for a number, in as many bytes as its slot says.
    fn code(&mut self, code: u64, slot: Option<&Slot>) -> &mut Self {
        match slot.and_then(Slot::width) {
            Some(width) => self.bytes(code.to_le_bytes().get(..width).unwrap_or_default()),
            None => self.number(code),
        }
    }

    fn ints(&mut self, ints: &[u32]) -> &mut Self {
        self.number(len(ints)).numbers(ints)
    }

    fn text(&mut self, text: &Text) -> &mut Self {
        match text {
            Text::Tokens(ids) => self.tokens(ids),
            Text::Raw(bytes) => self.control(Control::String).number(len(bytes) << 1).bytes(bytes),
            Text::Back { back, more } => {
                let flags = u64::from(!more.is_empty());
                let head = (back.len as u64) << 2 | flags << 1 | 1;
                self.control(Control::String).number(head).number(back.distance as u64);
                if more.is_empty() { self } else { self.tokens(more) }
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
            self.written = Err(error);
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
