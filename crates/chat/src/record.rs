//! The records of a stream. The encoder writes one for each event, and the decoder renders it to the event's bytes.

use crate::json::Style;

/// A record of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Record {
    /// A change of the style in which strings are escaped from here on.
    Style(Style),
    Literal(Literal),
    Event(LaneEvent),
}

/// An event, or a piece of the source, encoded as its bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Literal {
    /// Whether the bytes are only a piece of the source and not a complete event.
    pub(crate) partial: bool,
    /// The bytes, without the extracted values.
    pub(crate) bytes: Vec<u8>,
    /// The values that are encoded separately, in ascending order of their slots. These slots are empty in `bytes`.
    pub(crate) extracted: Vec<ExtractedValue>,
}

/// A value of a literal that is encoded separately from the literal's bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExtractedValue {
    pub(crate) slot: usize,
    pub(crate) role: Role,
    /// The value, or `None` if it is the ids of the event's tokens.
    pub(crate) value: Option<Value>,
}

/// The purpose of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// No special purpose.
    Plain = 0,
    /// The value differs in every event, so it is always encoded.
    Explicit = 1,
    /// New text of the answer. The tokens of the first slot with this role are the event's tokens.
    Text = 2,
    /// The ids of the event's tokens. In an event without text they are encoded in place of the text.
    Ids = 3,
    /// Ids of another vocabulary, or ids that do not decode to the text.
    ForeignIds = 4,
}

/// An event that is encoded in a lane, as its differences from the lane's predictions.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LaneEvent {
    /// The lane, counted from the most recently used one.
    pub(crate) lane: usize,
    /// Whether the event forks the lane: it is the first event of a copy of the lane.
    pub(crate) fork: bool,
    /// The slots whose prediction is wrong, in ascending order, with their values.
    pub(crate) corrections: Vec<(usize, Value)>,
    /// The value of the main slot, if the lane has one.
    pub(crate) main: Option<TextValue>,
    /// The values of the other explicit slots, in the order of the slots.
    pub(crate) explicit: Vec<Value>,
}

/// The encoded content of a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(TextValue),
    /// A number, time or run of spaces as a code, which is never 0.
    Code(u64),
    /// The bytes of a number, time or run of spaces that has no code.
    Verbatim(Vec<u8>),
    Ints(Vec<u32>),
}

/// The encoded content of a string's slot or of the main slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TextValue {
    Tokens(Vec<u32>),
    /// The bytes of the content, still escaped.
    Raw(Vec<u8>),
    /// Earlier text, followed by tokens.
    Repeat {
        reference: BackReference,
        suffix: Vec<u32>,
    },
}

/// A range of earlier text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BackReference {
    /// The number of bytes from the range's start to the end of all text.
    pub(crate) distance: usize,
    /// The range's length in bytes.
    pub(crate) len: usize,
}

impl Literal {
    /// Creates a literal of an event, without extracted values.
    pub(crate) fn of_event(bytes: &[u8]) -> Self {
        Self { partial: false, bytes: bytes.to_vec(), extracted: Vec::new() }
    }

    /// Creates a literal of a piece of the source.
    pub(crate) fn of_piece(bytes: &[u8]) -> Self {
        Self { partial: true, bytes: bytes.to_vec(), extracted: Vec::new() }
    }

    /// Returns the role of a slot.
    pub(crate) fn role(&self, slot: usize) -> Role {
        let extracted = self.extracted.iter().find(|extracted| extracted.slot == slot);
        extracted.map_or(Role::Plain, |extracted| extracted.role)
    }

    /// Returns the main slot, whose tokens are the event's tokens.
    pub(crate) fn main_slot(&self) -> Option<usize> {
        self.main().map(|main| main.slot)
    }

    /// Returns the value of the main slot.
    pub(crate) fn main_text(&self) -> Option<&TextValue> {
        match self.main()?.value.as_ref()? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn main(&self) -> Option<&ExtractedValue> {
        let main = Role::main(self.extracted.iter().map(|extracted| extracted.role))?;
        self.extracted.get(main)
    }
}

impl Role {
    pub(crate) const ALL: [Self; 5] = [Self::Plain, Self::Explicit, Self::Text, Self::Ids, Self::ForeignIds];

    /// Returns the index of the main slot: the first slot of text, otherwise the first slot of ids.
    pub(crate) fn main(mut roles: impl Iterator<Item = Self> + Clone) -> Option<usize> {
        let text = roles.clone().position(|role| role == Self::Text);
        text.or_else(|| roles.position(|role| role == Self::Ids))
    }
}

impl TextValue {
    /// Returns the tokens of the text. With a back-reference these are only the tokens after it.
    pub(crate) fn ids(&self) -> &[u32] {
        match self {
            Self::Tokens(ids) | Self::Repeat { suffix: ids, .. } => ids,
            Self::Raw(_) => &[],
        }
    }
}
