//! Reads the value of a string's slot or of the main slot.

use super::bounds::{bounded, ready};
use super::spelling::{PartReader, PartsReader, form};
use crate::record::TextValue;
use crate::window::BackReference;
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// Reads a text, whose symbols may arrive separately.
#[derive(Debug, Clone, Default)]
pub(super) struct TextReader {
    stage: Stage,
    /// The number of bytes of the last content before the tokens, if they follow it.
    kept: Option<usize>,
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
    /// The number after STRING: a length, and the form of the content.
    StringHead,
    Part(PartReader),
    Parts(PartsReader),
    Slot(usize),
    Distance {
        len: usize,
    },
}

impl TextReader {
    /// Creates a reader of the text that begins with this symbol.
    pub(super) fn begin(symbol: Symbol, offset: usize) -> Result<Self> {
        Ok(Self { stage: Stage::after_symbol(symbol, offset)?, kept: None })
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
                Stage::StringHead => {
                    let head = ready!(stream.number());
                    self.after_head(head, stream.offset())?
                }
                Stage::Part(part) => return Ok(Some(TextValue::Spelled(vec![ready!(part.poll(stream))]))),
                Stage::Parts(parts) => return Ok(Some(TextValue::Spelled(ready!(parts.poll(stream))))),
                Stage::Slot(slot) => return Ok(Some(TextValue::Slot(*slot))),
                Stage::Distance { len } => {
                    // A distance that does not fit is beyond the window, so rendering rejects it.
                    let distance = usize::try_from(ready!(stream.number())).unwrap_or(usize::MAX);
                    return Ok(Some(TextValue::Repeat(BackReference { distance, len: *len })));
                }
            };
        }
    }

    /// Returns the stage after a symbol. After the last content only tokens are allowed, or EVENT if there are none.
    fn after_symbol(&self, symbol: Symbol, offset: usize) -> Result<Stage> {
        match Stage::after_symbol(symbol, offset)? {
            Stage::StringHead if self.kept.is_some() => {
                Err(Error::Invalid { offset, reason: "tokens or EVENT after the last content" })
            }
            stage => Ok(stage),
        }
    }

    /// Returns the stage after the number of STRING.
    fn after_head(&mut self, head: u64, offset: usize) -> Result<Stage> {
        if let Some(part) = PartReader::begin(head)? {
            return Ok(Stage::Part(part));
        }
        let len = bounded(head >> 4, "bytes in a string");
        match head & 15 {
            form::PARTS => Ok(Stage::Parts(PartsReader::begin(head >> 4, offset)?)),
            form::TEXT => Ok(Stage::Distance { len: len? }),
            form::APPEND => {
                self.kept = Some(len?);
                Ok(Stage::Symbol)
            }
            form::SLOT => Ok(Stage::Slot(len?)),
            _ => Err(Error::Invalid { offset, reason: "a form of string from 0 to 12" }),
        }
    }

    fn with_tokens(&self, ids: Vec<u32>) -> TextValue {
        match self.kept {
            None => TextValue::Tokens(ids),
            Some(kept) => TextValue::Append { kept, suffix: ids },
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
