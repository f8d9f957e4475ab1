//! What stands in a string's slot, as it comes.

use super::capped;
use crate::code::Text;
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// How far the reading of a text has come.
#[derive(Debug, Clone)]
pub(super) enum TextReader {
    Start,
    Count,
    Tokens { left: usize, ids: Vec<u32> },
    Head,
    Raw { len: usize },
    Distance { len: usize },
}

impl TextReader {
    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Text>> {
        loop {
            *self = match self {
                Self::Start => Self::of(ready!(stream.symbol()), stream.offset())?,
                Self::Count => Self::Tokens { left: capped(ready!(stream.number()), "tokens in an event")?, ids: Vec::new() },
                Self::Tokens { left: 0, ids } => return Ok(Some(Text::Tokens(std::mem::take(ids)))),
                Self::Tokens { left, ids } => {
                    match ready!(stream.symbol()) {
                        Symbol::Token(id) => ids.push(id),
                        Symbol::Control(_) => return Err(expected("a token of a group", stream)),
                    }
                    *left -= 1;
                    continue;
                }
                Self::Head => {
                    let head = ready!(stream.number());
                    let len = capped(head >> 1, "bytes in a string")?;
                    if head & 1 > 0 { Self::Distance { len } } else { Self::Raw { len } }
                }
                Self::Raw { len } => return Ok(Some(Text::Raw(ready!(stream.bytes(*len))))),
                Self::Distance { len } => {
                    let distance = capped(ready!(stream.number()), "bytes back to a text")?;
                    return Ok(Some(Text::Back { distance, len: *len }));
                }
            }
        }
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
