//! Reads the value of a string's slot or of the main slot.

use super::bounds::{bounded, ready};
use crate::record::{BackReference, TextValue};
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// Reads a text, whose symbols may arrive separately.
#[derive(Debug, Clone, Default)]
pub(super) struct TextReader {
    stage: Stage,
    /// The back-reference before the tokens, if there is one.
    reference: Option<BackReference>,
}

/// The part that is read next.
#[derive(Debug, Clone, Default)]
enum Stage {
    #[default]
    Symbol,
    TokenCount,
    Tokens {
        missing: usize,
        ids: Vec<u32>,
    },
    /// The number after STRING: a length, and flags that distinguish bytes from a back-reference.
    StringHead,
    Raw {
        len: usize,
    },
    Distance {
        len: usize,
        has_suffix: bool,
    },
}

impl TextReader {
    /// Creates a reader of the text that begins with this symbol.
    pub(super) fn begin(symbol: Symbol, offset: usize) -> Result<Self> {
        Ok(Self { stage: Stage::after_symbol(symbol, offset)?, reference: None })
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<TextValue>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Symbol => {
                    let symbol = ready!(stream.symbol());
                    self.after_symbol(symbol, stream.offset())?
                }
                Stage::TokenCount => tokens(bounded(ready!(stream.number()), "tokens in an event")?),
                Stage::Tokens { missing: 0, ids } => {
                    let ids = std::mem::take(ids);
                    return Ok(Some(self.with_tokens(ids)));
                }
                Stage::Tokens { missing, ids } => {
                    ids.push(token(ready!(stream.symbol()), stream.offset())?);
                    *missing -= 1;
                    continue;
                }
                Stage::StringHead => Stage::after_head(ready!(stream.number()))?,
                Stage::Raw { len } => return Ok(Some(TextValue::Raw(ready!(stream.bytes(*len))))),
                Stage::Distance { len, has_suffix } => {
                    // A distance that does not fit is beyond the window, so rendering rejects it.
                    let distance = usize::try_from(ready!(stream.number())).unwrap_or(usize::MAX);
                    self.reference = Some(BackReference { distance, len: *len });
                    if *has_suffix { Stage::Symbol } else { tokens(0) }
                }
            };
        }
    }

    /// Returns the stage after a symbol. After a back-reference only tokens are allowed, since a chain of
    /// back-references could have any length.
    fn after_symbol(&self, symbol: Symbol, offset: usize) -> Result<Stage> {
        match Stage::after_symbol(symbol, offset)? {
            Stage::StringHead | Stage::Tokens { missing: 0, .. }
                if self.reference.is_some() && !matches!(symbol, Symbol::Token(_)) =>
            {
                Err(Error::Invalid { offset, reason: "tokens after a back-reference" })
            }
            stage => Ok(stage),
        }
    }

    fn with_tokens(&self, ids: Vec<u32>) -> TextValue {
        match self.reference {
            None => TextValue::Tokens(ids),
            Some(reference) => TextValue::Repeat { reference, suffix: ids },
        }
    }
}

impl Stage {
    /// Returns the stage after the first symbol of a text.
    fn after_symbol(symbol: Symbol, offset: usize) -> Result<Self> {
        Ok(match symbol {
            Symbol::Token(id) => Self::Tokens { missing: 0, ids: vec![id] },
            Symbol::Control(Control::Event) => tokens(0),
            Symbol::Control(Control::Group2) => tokens(2),
            Symbol::Control(Control::Group3) => tokens(3),
            Symbol::Control(Control::Group4) => tokens(4),
            Symbol::Control(Control::Group) => Self::TokenCount,
            Symbol::Control(Control::String) => Self::StringHead,
            Symbol::Control(_) => {
                return Err(Error::Invalid { offset, reason: "a text (a token, a group, STRING or EVENT)" });
            }
        })
    }

    /// Returns the stage after the number of STRING, whose lowest bits are flags.
    fn after_head(head: u64) -> Result<Self> {
        let len = |flags| bounded(head >> flags, "bytes in a string");
        Ok(match head & 3 {
            0 | 2 => Self::Raw { len: len(1)? },
            flags => Self::Distance { len: len(2)?, has_suffix: flags == 3 },
        })
    }
}

fn tokens(missing: usize) -> Stage {
    Stage::Tokens { missing, ids: Vec::new() }
}

fn token(symbol: Symbol, offset: usize) -> Result<u32> {
    match symbol {
        Symbol::Token(id) => Ok(id),
        Symbol::Control(_) => Err(Error::Invalid { offset, reason: "another token of the group" }),
    }
}
