//! What stands in a string's slot, as it comes.

use super::capped;
use crate::code::{Back, Text};
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// How far the reading of a text has come.
#[derive(Debug, Clone, Default)]
pub(super) struct TextReader {
    stage: Stage,
    /// What the tokens come after.
    back: Option<Back>,
}

#[derive(Debug, Clone, Default)]
enum Stage {
    #[default]
    Symbol,
    Count,
    Tokens {
        left: usize,
        ids: Vec<u32>,
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
    /// Of a text that begins with this symbol.
    pub(super) fn of(symbol: Symbol, offset: usize) -> Result<Self> {
        Ok(Self { stage: Stage::of(symbol, offset)?, back: None })
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Text>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Symbol => {
                    let symbol = ready!(stream.symbol());
                    self.begin(symbol, stream.offset())?
                }
                Stage::Count => tokens(capped(ready!(stream.number()), "tokens in an event")?),
                Stage::Tokens { left: 0, ids } => {
                    let ids = std::mem::take(ids);
                    return Ok(Some(match self.back {
                        None => Text::Tokens(ids),
                        Some(back) => Text::Back { back, more: ids },
                    }));
                }
                Stage::Tokens { left, ids } => {
                    ids.push(token(ready!(stream.symbol()), stream.offset())?);
                    *left -= 1;
                    continue;
                }
                Stage::Head => Stage::behind(ready!(stream.number()))?,
                Stage::Raw { len } => return Ok(Some(Text::Raw(ready!(stream.bytes(*len))))),
                Stage::Distance { len, more } => {
                    // One that is too long leads nowhere, which is for others to say.
                    let distance = usize::try_from(ready!(stream.number())).unwrap_or(usize::MAX);
                    self.back = Some(Back { distance, len: *len });
                    if *more { Stage::Symbol } else { tokens(0) }
                }
            };
        }
    }

    /// After a back-reference come only tokens, or it could go on without end.
    fn begin(&self, symbol: Symbol, offset: usize) -> Result<Stage> {
        match Stage::of(symbol, offset)? {
            Stage::Head | Stage::Tokens { left: 0, .. }
                if self.back.is_some() && !matches!(symbol, Symbol::Token(_)) =>
            {
                Err(Error::Invalid { offset, reason: "tokens after a back-reference" })
            }
            stage => Ok(stage),
        }
    }
}

impl Stage {
    /// What begins with this symbol.
    fn of(symbol: Symbol, offset: usize) -> Result<Self> {
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

    /// A length, and in the lowest bits what it is of.
    fn behind(head: u64) -> Result<Self> {
        let len = |bits| capped(head >> bits, "bytes in a string");
        Ok(match head & 3 {
            0 | 2 => Self::Raw { len: len(1)? },
            kind => Self::Distance { len: len(2)?, more: kind == 3 },
        })
    }
}

fn tokens(left: usize) -> Stage {
    Stage::Tokens { left, ids: Vec::new() }
}

fn token(symbol: Symbol, offset: usize) -> Result<u32> {
    match symbol {
        Symbol::Token(id) => Ok(id),
        Symbol::Control(_) => Err(Error::Invalid { offset, reason: "a token of a group" }),
    }
}
