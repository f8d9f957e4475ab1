//! One event as the stream says it: what the encoder writes and the decoder reads.

use crate::json::Style;

/// An event, or a piece of the source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Code {
    /// The source's servers write strings so from here on.
    Style(Style),
    Literal(Literal),
    Known(Known),
}

/// Bytes as they are, but for some values.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Literal {
    /// A piece of the source that is no event.
    pub(crate) partial: bool,
    pub(crate) bytes: Vec<u8>,
    /// Slots, upward, whose content is left out of the bytes.
    pub(crate) apart: Vec<Apart>,
}

/// A slot of a literal whose value is told apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Apart {
    pub(crate) slot: usize,
    pub(crate) role: Role,
    /// None for the ids of the tokens themselves.
    pub(crate) value: Option<Value>,
}

/// What a slot is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing in particular.
    Plain = 0,
    /// Each event has another value.
    Loud = 1,
    /// New text; the first one's tokens are the event's.
    Text = 2,
    /// The ids of the event's tokens. If it has no text slot, they are what is sent.
    Ids = 3,
    /// Ids of another vocabulary, or that are not those of the text.
    ForeignIds = 4,
}

/// An event of a shape that was there before.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Known {
    /// Which lane, counted from the last used one.
    pub(crate) lane: usize,
    /// It becomes a lane of its own.
    pub(crate) fork: bool,
    /// Of slots that are not what was expected.
    pub(crate) changes: Vec<(usize, Value)>,
    /// The text's, or the ids', if the lane has such a slot.
    pub(crate) main: Option<Text>,
    /// Of the other loud slots, in their order.
    pub(crate) loud: Vec<Value>,
}

/// What stands in a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(Text),
    /// 0 is never written: it stands for another spelling.
    Number(u64),
    Spelled(Vec<u8>),
    Ints(Vec<u32>),
}

/// What stands in a string's slot, or in that of the ids that are sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Text {
    Tokens(Vec<u32>),
    /// The content as it is.
    Raw(Vec<u8>),
    /// Text that was sent before, and then maybe some more.
    Back {
        back: Back,
        more: Vec<u32>,
    },
}

/// Text that was sent before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Back {
    /// Bytes from its beginning to the end of all text.
    pub(crate) distance: usize,
    /// In bytes.
    pub(crate) len: usize,
}

impl Literal {
    /// What a slot is for.
    pub(crate) fn role(&self, slot: usize) -> Role {
        self.apart.iter().find(|apart| apart.slot == slot).map_or(Role::Plain, |apart| apart.role)
    }

    /// The slot whose tokens are the event's.
    pub(crate) fn main_slot(&self) -> Option<usize> {
        let main = Role::main(self.apart.iter().map(|apart| apart.role))?;
        self.apart.get(main).map(|apart| apart.slot)
    }

    /// What stands in it.
    pub(crate) fn main(&self) -> Option<&Text> {
        let main = Role::main(self.apart.iter().map(|apart| apart.role))?;
        match self.apart.get(main)?.value.as_ref()? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Role {
    pub(crate) const ALL: [Self; 5] = [Self::Plain, Self::Loud, Self::Text, Self::Ids, Self::ForeignIds];

    /// The slot whose tokens are the event's: the first text, or else the first ids.
    pub(crate) fn main(mut roles: impl Iterator<Item = Self> + Clone) -> Option<usize> {
        let text = roles.clone().position(|role| role == Self::Text);
        text.or_else(|| roles.position(|role| role == Self::Ids))
    }
}
