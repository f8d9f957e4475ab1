//! What was said of an event -> its bytes.

use super::Session;
use crate::code::{Code, Known, Literal, Role, Text, Value};
use crate::event::{Kind, Spot, lex, write_ints};
use crate::json::{Style, unescape};
use crate::lane::{Lane, Seen, Slot};
use crate::limits::MAX_EVENT;
use std::ops::Range;
use tokenwire::Error;

/// An event's bytes, and what is known of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    pub(crate) bytes: Vec<u8>,
    pub(crate) slots: Vec<(Kind, Range<usize>)>,
    /// Of a literal: its slots in its own bytes.
    pub(crate) spots: Option<Vec<Spot>>,
    /// Of the event's tokens.
    pub(crate) ids: Vec<u32>,
    /// The slot of the ids that the server sends.
    pub(crate) ids_slot: Option<usize>,
    /// What stands in its slots of text.
    pub(crate) text: String,
    /// What of it was not sent before.
    pub(crate) new_text: String,
    /// The ids are those of the end of the text only.
    pub(crate) grown: bool,
    /// The beginning of a character that the tokens end in.
    pub(crate) pending: Vec<u8>,
}

/// Why what was said makes no event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// What was expected.
    Expected(&'static str),
    /// It is longer than [`MAX_EVENT`].
    TooLong,
}

type Result<T> = std::result::Result<T, Fault>;

const VALUE: Fault = Fault::Expected("a value of the slot's kind");

impl Rendered {
    pub(crate) fn seen(&self, style: Style) -> Seen<'_> {
        Seen { bytes: &self.bytes, slots: &self.slots, ids: &self.ids, style }
    }
}

impl Session {
    /// The event that was said, which nothing is learned from yet.
    pub(crate) fn render(&self, code: &Code) -> Result<Rendered> {
        let mut renderer = Renderer { session: self, out: Rendered::default(), new_from: None };
        match code {
            Code::Style(_) => {}
            Code::Literal(literal) => renderer.literal(literal)?,
            Code::Known(known) => renderer.known(known)?,
        }
        Ok(renderer.out)
    }
}

struct Renderer<'a> {
    session: &'a Session,
    out: Rendered,
    /// Where new text begins, if some of a text was sent before.
    new_from: Option<usize>,
}

impl Renderer<'_> {
    fn known(&mut self, known: &Known) -> Result<()> {
        let lane = self.session.lanes.get(known.lane).ok_or(Fault::Expected("a lane that there is"))?;
        self.take_ids(known.main.as_ref());
        // Room for the values too, in most events.
        self.out.bytes.reserve(lane.shape.len() + 256);
        self.out.slots.reserve(lane.slots.len());
        let mut loud = known.loud.iter();
        for ((piece, _), (index, slot)) in lane.shape.pieces().zip(lane.slots.iter().enumerate()) {
            self.append(piece)?;
            let start = self.out.bytes.len();
            self.slot(lane, known, index, slot, &mut loud)?;
            self.filled(start, slot.kind, slot.role)?;
        }
        self.append(lane.shape.last_piece())
    }

    /// What stands in the slot of a lane.
    fn slot<'a>(
        &mut self,
        lane: &Lane,
        known: &Known,
        index: usize,
        slot: &Slot,
        loud: &mut impl Iterator<Item = &'a Value>,
    ) -> Result<()> {
        if lane.main == Some(index) {
            return self.main(known.main.as_ref().ok_or(VALUE)?, slot.kind, &lane.pending);
        }
        let change = || known.changes.iter().find(|(slot, _)| *slot == index).map(|(_, value)| value);
        if let Some(value) = if slot.loud { Some(loud.next().ok_or(VALUE)?) } else { change() } {
            return self.value(value, Some(slot), slot.kind);
        }
        let mut content = Vec::new();
        slot.expect(&self.out.seen(self.session.style), &mut content);
        self.append(&content)
    }

    fn literal(&mut self, literal: &Literal) -> Result<()> {
        let spots = if literal.partial { None } else { lex(&literal.bytes) };
        self.take_ids(literal.main());
        let mut apart = literal.apart.iter().peekable();
        let mut from = 0;
        for (index, spot) in spots.iter().flatten().enumerate() {
            self.append(literal.bytes.get(from..spot.at.start).unwrap_or_default())?;
            from = spot.at.end;
            let start = self.out.bytes.len();
            let content = literal.bytes.get(spot.at.clone()).unwrap_or_default();
            match apart.next_if(|apart| apart.slot == index) {
                Some(_) if !content.is_empty() => return Err(Fault::Expected("a slot that is empty")),
                Some(apart) => {
                    self.apart(apart.value.as_ref(), literal.main_slot() == Some(index), spot.kind)?;
                }
                None => self.append(content)?,
            }
            self.filled(start, spot.kind, literal.role(index))?;
        }
        if apart.next().is_some() {
            return Err(Fault::Expected("a slot that there is"));
        }
        self.append(literal.bytes.get(from..).unwrap_or_default())?;
        self.out.spots = spots;
        Ok(())
    }

    fn apart(&mut self, value: Option<&Value>, main: bool, kind: Kind) -> Result<()> {
        match value {
            Some(Value::Text(text)) if main => self.main(text, kind, &[]),
            Some(value) => self.value(value, None, kind),
            None if kind == Kind::Ints => self.ints(&self.out.ids.clone()),
            None => Err(VALUE),
        }
    }

    fn take_ids(&mut self, main: Option<&Text>) {
        if let Some(Text::Tokens(ids) | Text::Back { more: ids, .. }) = main {
            self.out.ids.clone_from(ids);
        }
        self.out.grown = matches!(main, Some(Text::Back { .. }));
    }

    /// Takes note of what was put into a slot.
    fn filled(&mut self, start: usize, kind: Kind, role: Role) -> Result<()> {
        let at = start..self.out.bytes.len();
        let new = self.new_from.take().unwrap_or(start)..at.end;
        match role {
            Role::Ids | Role::ForeignIds => {
                self.out.ids_slot = self.out.ids_slot.or(Some(self.out.slots.len()));
            }
            Role::Text => {
                let text = |at| unescape(self.out.bytes.get(at).unwrap_or_default()).unwrap_or_default();
                self.out.text.push_str(&text(at.clone()));
                self.out.new_text.push_str(&text(new));
            }
            Role::Plain | Role::Loud => {}
        }
        self.out.slots.push((kind, at));
        self.append(&[])
    }

    /// The text whose tokens are the event's. It may end in half a character, which waits for the next event.
    fn main(&mut self, text: &Text, kind: Kind, pending: &[u8]) -> Result<()> {
        match text {
            Text::Tokens(ids) if kind == Kind::Ints => self.ints(ids),
            Text::Tokens(ids) => {
                let bytes = self.detokenize(ids, pending)?;
                let text = match std::str::from_utf8(&bytes) {
                    Ok(text) => text,
                    Err(error) if error.error_len().is_some() => {
                        return Err(Fault::Expected("tokens of a text"));
                    }
                    Err(error) => {
                        let (text, rest) = bytes.split_at(error.valid_up_to());
                        self.out.pending = rest.to_vec();
                        std::str::from_utf8(text).unwrap_or_default()
                    }
                };
                self.escape(text)
            }
            other => self.text(other, kind),
        }
    }

    fn value(&mut self, value: &Value, slot: Option<&Slot>, kind: Kind) -> Result<()> {
        match (value, slot) {
            (Value::Text(text), _) => self.text(text, kind),
            (Value::Ints(ints), _) if kind == Kind::Ints => self.ints(ints),
            (Value::Spelled(bytes), _) if kind != Kind::String => self.append(bytes),
            (Value::Number(code), Some(slot)) => {
                let mut content = Vec::new();
                let written = slot.write_coded(*code, &self.out.seen(self.session.style), &mut content);
                if written { self.append(&content) } else { Err(VALUE) }
            }
            _ => Err(VALUE),
        }
    }

    fn text(&mut self, text: &Text, kind: Kind) -> Result<()> {
        match text {
            Text::Raw(bytes) if matches!(kind, Kind::String | Kind::Ints) => self.append(bytes),
            Text::Tokens(ids) if kind == Kind::String => {
                let bytes = self.detokenize(ids, &[])?;
                self.escape(std::str::from_utf8(&bytes).map_err(|_| Fault::Expected("tokens of a text"))?)
            }
            Text::Back { back, more } if kind == Kind::String => {
                let bytes = self.session.text.back(*back);
                let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
                self.escape(text.ok_or(Fault::Expected("a back-reference to text that there is"))?)?;
                self.new_from = Some(self.out.bytes.len());
                self.text(&Text::Tokens(more.clone()), kind)
            }
            _ => Err(VALUE),
        }
    }

    fn detokenize(&self, ids: &[u32], pending: &[u8]) -> Result<Vec<u8>> {
        const NO_BYTES: Fault = Fault::Expected("a token that stands for bytes");
        let mut bytes = pending.to_vec();
        for id in ids {
            let token = self.session.vocabulary.and_then(|vocabulary| vocabulary.token(*id));
            bytes.extend_from_slice(token.ok_or(NO_BYTES)?);
            if bytes.len() > MAX_EVENT {
                return Err(Fault::TooLong);
            }
        }
        Ok(bytes)
    }

    fn escape(&mut self, text: &str) -> Result<()> {
        self.session.style.escape(text, &mut self.out.bytes);
        self.append(&[])
    }

    fn ints(&mut self, ints: &[u32]) -> Result<()> {
        write_ints(ints.iter().copied(), self.session.style.separator(), &mut self.out.bytes);
        self.append(&[])
    }

    /// Appends bytes, and looks at the cap, which other ways of appending leave to the next call.
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.bytes.extend_from_slice(bytes);
        if self.out.bytes.len() > MAX_EVENT { Err(Fault::TooLong) } else { Ok(()) }
    }
}

impl Fault {
    /// As an error of a stream.
    pub(crate) fn at(self, offset: usize) -> Error {
        match self {
            Self::Expected(reason) => Error::Invalid { offset, reason },
            Self::TooLong => Error::LimitExceeded { what: "bytes in an event", limit: MAX_EVENT },
        }
    }
}
