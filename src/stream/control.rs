//! Control codes and tokens, which together are the symbols of a stream.

/// A control code of a stream. `docs/format.md` ("Stream") defines each of them.
///
/// [`Event`](Self::Event) and all later codes only occur in streams of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Control {
    /// The source ended normally. A checksum follows.
    End,
    /// The source broke off, and the stream ends here.
    Abort,
    /// Pads the last byte, so that everything before can be decoded.
    Flush,
    /// The source is alive, although it sends nothing.
    Ping,
    /// An event without text, or with an empty text.
    Event,
    /// Several tokens of one text. Their number follows, then the tokens.
    Group,
    /// Two tokens of one text.
    Group2,
    /// Three tokens of one text.
    Group3,
    /// Four tokens of one text.
    Group4,
    /// A lane other than the predicted one. Its number follows. The number of lanes so far creates a new lane.
    Lane,
    /// The first lane other than the predicted one.
    Lane1,
    /// The second lane other than the predicted one.
    Lane2,
    /// A slot whose value differs from the prediction. The slot's number follows, then the value.
    Change,
    /// The bytes of an event, without prediction.
    Literal,
    /// The content of a string as a literal, or a reference to earlier text.
    String,
}

/// A token or a control code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A token, given by its id.
    Token(u32),
    /// A control code.
    Control(Control),
}

impl Control {
    /// All control codes, in the order of their numbers.
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

    /// Returns the number in the stream: 0 to 14.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns whether this code only occurs in streams of events.
    pub(crate) const fn is_of_events(self) -> bool {
        self.number() > Self::Ping.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_positions_in_the_list() {
        assert!((0..15).eq(Control::ALL.map(Control::number)));
        assert_eq!(Control::ALL.iter().filter(|control| control.is_of_events()).count(), 11);
    }
}
