//! The records of a stream. The encoder writes one for each event, and the decoder renders it to the event's bytes.

use crate::json::Style;
use crate::spelling::{Part, Template};
use crate::window::BackReference;

/// A record of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Record {
    /// A change of the style in which strings are escaped from here on.
    Style(Style),
    Literal(Literal),
    Event(LaneEvent),
}

/// An event, or a piece of one, encoded as its bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Literal {
    pub(crate) extent: Extent,
    /// The bytes, without the extracted values.
    pub(crate) bytes: Vec<u8>,
    /// The ranges of `bytes` that are copied from the history, in ascending order.
    pub(crate) copies: Vec<Copied>,
    /// The slots with a role, in ascending order. Slots whose values are encoded separately are empty in `bytes`.
    pub(crate) extracted: Vec<ExtractedValue>,
}

/// The part of an event that a literal encodes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Extent {
    /// A whole event.
    #[default]
    Event = 0,
    /// A piece of an event.
    Piece = 1,
    /// The last piece of an event. Both sides join all its pieces, and learn the event.
    LastPiece = 2,
}

/// A range of a literal's bytes that is copied from the history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Copied {
    /// The range's start in the literal's bytes.
    pub(crate) start: usize,
    pub(crate) reference: BackReference,
}

/// A value of a literal that is encoded separately from the literal's bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExtractedValue {
    pub(crate) slot: usize,
    pub(crate) role: Role,
    pub(crate) value: Extraction,
}

/// The place of an extracted value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Extraction {
    /// The value is in the literal's bytes. Only its role is encoded separately.
    InPlace,
    /// The value is the ids of the event's tokens.
    Ids,
    Value(Value),
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
    /// Parts of the content, still escaped.
    Spelled(Vec<Part>),
    /// Earlier text.
    Repeat(BackReference),
    /// The content of an earlier slot of the event.
    Slot(usize),
    /// The first `kept` bytes of the slot's last content, followed by tokens. Only the main slot can have it.
    Append {
        kept: usize,
        suffix: Vec<u32>,
    },
}

impl Literal {
    /// Creates a literal without copies and extracted values.
    pub(crate) fn new(extent: Extent, bytes: &[u8]) -> Self {
        Self { extent, bytes: bytes.to_vec(), ..Self::default() }
    }

    /// Returns the bytes that are not copied.
    pub(crate) fn residue(&self) -> Vec<u8> {
        let mut residue = Vec::with_capacity(self.bytes.len());
        let mut end = 0;
        for copied in &self.copies {
            residue.extend_from_slice(self.bytes.get(end..copied.start).unwrap_or_default());
            end = copied.start + copied.reference.len;
        }
        residue.extend_from_slice(self.bytes.get(end..).unwrap_or_default());
        residue
    }

    /// Returns the role of a slot.
    pub(crate) fn role(&self, slot: usize) -> Role {
        let extracted = self.extracted.iter().find(|extracted| extracted.slot == slot);
        extracted.map_or(Role::Plain, |extracted| extracted.role)
    }

    /// Returns whether a slot holds ids that the server sends.
    pub(crate) fn has_ids(&self) -> bool {
        self.extracted.iter().any(|extracted| matches!(extracted.role, Role::Ids | Role::ForeignIds))
    }

    /// Returns the main slot, whose tokens are the event's tokens.
    pub(crate) fn main_slot(&self) -> Option<usize> {
        self.main().map(|main| main.slot)
    }

    /// Returns the value of the main slot.
    pub(crate) fn main_text(&self) -> Option<&TextValue> {
        match &self.main()?.value {
            Extraction::Value(value) => value.text(),
            Extraction::InPlace | Extraction::Ids => None,
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

impl Value {
    /// Returns the text, if the value is one.
    pub(crate) const fn text(&self) -> Option<&TextValue> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl TextValue {
    /// Creates the value of a content that is encoded as its bytes.
    pub(crate) fn raw(content: &[u8]) -> Self {
        Self::Spelled(vec![Part::Raw(content.to_vec())])
    }

    /// Returns the tokens of the text. After the last content, these are only the tokens after it.
    pub(crate) fn ids(&self) -> &[u32] {
        match self {
            Self::Tokens(ids) | Self::Append { suffix: ids, .. } => ids,
            Self::Spelled(_) | Self::Repeat(_) | Self::Slot(_) => &[],
        }
    }

    /// Returns the template of the content, if it is spelled in parts.
    pub(crate) fn template(&self) -> Option<Template> {
        match self {
            Self::Spelled(parts) => Template::of(parts),
            _ => None,
        }
    }
}
