//! What stands in a string's slot, as it comes.

use super::capped;
use crate::code::{Back, Text};
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// How far the reading of a text has come.
#[derive(Debug, Clone)]
pub(super) enum TextReader {
    Start,
    Count,
    Tokens {
        left: usize,
        ids: Vec<u32>,
    },
    /// The tokens after a back-reference.
    Back {
        back: Back,
        tokens: Box<TextReader>,
    },
    Head,
    Raw {
        len: usize,
    },
    Distance {
        len: usize,
        more: bool,
    },
}

impl TextReader {
    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Text>> {
        loop {
            *self = match self {
                Self::Start => Self::of(ready!(stream.symbol()), stream.offset())?,
                Self::Count => Self::Tokens {
                    left: capped(ready!(stream.number()), "tokens in an event")?,
                    ids: Vec::new(),
                },
                Self::Tokens { left: 0, ids } => return Ok(Some(Text::Tokens(std::mem::take(ids)))),
                Self::Tokens { left, ids } => {
                    match ready!(stream.symbol()) {
                        Symbol::Token(id) => ids.push(id),
                        Symbol::Control(_) => return Err(expected("a token of a group", stream)),
                    }
                    *left -= 1;
                    continue;
                }
                Self::Head => Self::head(ready!(stream.number()))?,
                Self::Raw { len } => return Ok(Some(Text::Raw(ready!(stream.bytes(*len))))),
                Self::Distance { len, more } => {
                    let distance = capped(ready!(stream.number()), "bytes back to a text")?;
                    let back = Back { distance, len: *len };
                    let tokens = if *more { Self::Start } else { Self::Tokens { left: 0, ids: Vec::new() } };
                    Self::Back { back, tokens: Box::new(tokens) }
                }
                Self::Back { back, tokens } => match ready!(tokens.poll(stream)) {
                    Text::Tokens(more) => return Ok(Some(Text::Back { back: *back, more })),
                    _ => return Err(expected("tokens after a back-reference", stream)),
                },
            }
        }
    }

    /// A length, and in the lowest bits what it is of.
    fn head(head: u64) -> Result<Self> {
        let len = |bits| capped(head >> bits, "bytes in a string");
        Ok(match head & 3 {
            0 | 2 => Self::Raw { len: len(1)? },
            kind => Self::Distance { len: len(2)?, more: kind == 3 },
        })
    }

    /// What begins with this symbol.
    pub(super) fn of(symbol: Symbol, offset: usize) -> Result<Self> {
        let tokens = |left| Self::Tokens { left, ids: Vec::new() };
        Ok(match symbol {
            Symbol::Token(id) => Self::Tokens { left: 0, ids: vec![id] },
            Symbol::Control(Control::Event) => tokens(0),
            Symbol::Control(Control::Group2) => tokens(2),
            Symbol::Control(Control::Group3) => tokens(3),
            Symbol::Control(Control::Group4) => tokens(4),
            Symbol::Control(Control::Group) => Self::Count,
            Symbol::Control(Control::String) => Self::Head,
            Symbol::Control(_) => return Err(Error::Invalid { offset, reason: "a text" }),
        })
    }
}

fn expected(reason: &'static str, stream: &StreamReader) -> Error {
    Error::Invalid { offset: stream.offset(), reason }
}
