//! Control codes, and the symbols that they are with the tokens.

/// What stands between tokens; `docs/format.md` ("Stream") says what each means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Control {
    /// The source ended as it should.
    End,
    /// The source broke off.
    Abort,
    /// What was written can be read.
    Flush,
    /// The source lives.
    Ping,
    /// An event without text, or an empty text. This and what follows stands in streams of events only.
    Event,
    /// Several tokens of one text: their number follows, then they.
    Group,
    /// Two tokens of one text.
    Group2,
    /// Three.
    Group3,
    /// Four.
    Group4,
    /// Another lane than is expected: its number follows. The number of all lanes makes a new one.
    Lane,
    /// The first lane but for the one that is expected.
    Lane1,
    /// The second.
    Lane2,
    /// A slot has not what is expected: its number follows, then what it has.
    Change,
    /// An event's bytes.
    Literal,
    /// A string's content as it is, or a reference to text that was sent before.
    String,
}

/// A token or a control code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A token's id.
    Token(u32),
    /// A control code.
    Control(Control),
}

impl Control {
    /// By number.
    pub const ALL: [Self; 15] = [
        Self::End,
        Self::Abort,
        Self::Flush,
        Self::Ping,
        Self::Event,
        Self::Group,
        Self::Group2,
        Self::Group3,
        Self::Group4,
        Self::Lane,
        Self::Lane1,
        Self::Lane2,
        Self::Change,
        Self::Literal,
        Self::String,
    ];

    /// The number in the stream: 0 to 14.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether it is of events, so that a stream of ids has none.
    pub(crate) const fn is_of_events(self) -> bool {
        self.number() > Self::Ping.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_list() {
        assert!((0..15).eq(Control::ALL.map(Control::number)));
        assert_eq!(Control::ALL.iter().filter(|control| control.is_of_events()).count(), 11);
    }
}
