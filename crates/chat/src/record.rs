//! The records of a stream: what the encoder writes and the decoder reads for each event.

use crate::json::Style;

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Record {
    /// From here on strings are escaped in this style.
    Style(Style),
    Literal(Literal),
    Event(LaneEvent),
}

/// An event, or a piece of the source, as its bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Literal {
    /// Whether the bytes are a piece of the source and not a complete event.
    pub(crate) partial: bool,
    /// The bytes without the extracted values.
    pub(crate) bytes: Vec<u8>,
    /// Values that are encoded separately, in ascending order of their slots, which are empty in the bytes.
    pub(crate) extracted: Vec<ExtractedValue>,
}

/// A value of a literal that is encoded separately from its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExtractedValue {
    pub(crate) slot: usize,
    pub(crate) role: Role,
    /// `None` if the value is the ids of the event's own tokens.
    pub(crate) value: Option<Value>,
}

/// The purpose of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// No special purpose.
    Plain = 0,
    /// Every event has another value, so it is always encoded.
    Explicit = 1,
    /// New text of the answer. The tokens of the first such slot are the event's tokens.
    Text = 2,
    /// The ids of the event's tokens. In an event without text they are encoded in its place.
    Ids = 3,
    /// Ids of another vocabulary, or ids that do not stand for the text.
    ForeignIds = 4,
}

/// An event that is encoded in a lane: by its differences from what the lane predicts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LaneEvent {
    /// The lane, counted from the last used one.
    pub(crate) lane: usize,
    /// Whether the event is the first of a copy of the lane.
    pub(crate) fork: bool,
    /// Slots whose prediction is wrong, ascending, with their values.
    pub(crate) corrections: Vec<(usize, Value)>,
    /// The value of the main slot, if the lane has one.
    pub(crate) main: Option<TextValue>,
    /// The values of the other explicit slots, in their order.
    pub(crate) explicit: Vec<Value>,
}

/// The encoded content of a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(TextValue),
    /// A number, time or run of spaces as a code, which is never 0.
    Code(u64),
    /// A number, time or run of spaces as its bytes, if it has no code.
    Verbatim(Vec<u8>),
    Ints(Vec<u32>),
}

/// The encoded content of a string's slot or of the main slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TextValue {
    Tokens(Vec<u32>),
    /// The content's bytes, still escaped.
    Raw(Vec<u8>),
    /// Text that was encoded before, and tokens after it.
    Repeat {
        reference: BackReference,
        suffix: Vec<u32>,
    },
}

/// A place in the text that was encoded before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BackReference {
    /// The number of bytes from its beginning to the end of all text.
    pub(crate) distance: usize,
    /// Its length in bytes.
    pub(crate) len: usize,
}

impl Literal {
    /// A literal of an event's bytes, without extracted values.
    pub(crate) fn of_event(bytes: &[u8]) -> Self {
        Self { partial: false, bytes: bytes.to_vec(), extracted: Vec::new() }
    }

    /// A literal of a piece of the source.
    pub(crate) fn of_piece(bytes: &[u8]) -> Self {
        Self { partial: true, bytes: bytes.to_vec(), extracted: Vec::new() }
    }

    /// The role of a slot.
    pub(crate) fn role(&self, slot: usize) -> Role {
        let extracted = self.extracted.iter().find(|extracted| extracted.slot == slot);
        extracted.map_or(Role::Plain, |extracted| extracted.role)
    }

    /// The main slot: the one whose tokens are the event's.
    pub(crate) fn main_slot(&self) -> Option<usize> {
        self.main().map(|main| main.slot)
    }

    /// The value of the main slot.
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

    /// Returns the index of the main slot: the first of text, or else the first of ids.
    pub(crate) fn main(mut roles: impl Iterator<Item = Self> + Clone) -> Option<usize> {
        let text = roles.clone().position(|role| role == Self::Text);
        text.or_else(|| roles.position(|role| role == Self::Ids))
    }
}

impl TextValue {
    /// Returns the tokens of the text: after a back-reference, only those of the suffix.
    pub(crate) fn ids(&self) -> &[u32] {
        match self {
            Self::Tokens(ids) | Self::Repeat { suffix: ids, .. } => ids,
            Self::Raw(_) => &[],
        }
    }
}
