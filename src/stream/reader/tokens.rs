//! The fast path for tokens. It stops at control codes and at irregular or incomplete symbols, which `symbols` handles.

use super::StreamReader;
use crate::coder::StreamCoder;
use crate::coder::numbers::{Rank, SymbolNumber};
use crate::coder::prefix::SymbolCode;
use crate::error::Result;
use crate::stream::control::{Control, Symbol};
use crate::stream::input::Input;

impl StreamReader {
    /// Appends the ids of all complete tokens of a stream of ids. Returns whether the stream has ended.
    ///
    /// # Errors
    /// Those of [`symbol`](Self::symbol). Ids before the error have been appended. In a stream of events, the
    /// first control code of events is reported as [`Error::Invalid`](crate::Error::Invalid).
    pub fn tokens(&mut self, out: &mut Vec<u32>) -> Result<bool> {
        loop {
            self.plain_tokens(out);
            match self.symbol_of(false)? {
                None => return Ok(false),
                Some(Symbol::Token(id)) => out.push(id),
                Some(Symbol::Control(Control::End)) => return self.nothing_follows().map(|()| true),
                Some(Symbol::Control(_)) => {}
            }
        }
    }

    /// Appends ids up to the first symbol that is not a complete token.
    fn plain_tokens(&mut self, out: &mut Vec<u32>) {
        let (before, Some(header)) = (out.len(), self.header.as_ref().filter(|_| self.is_open())) else {
            return;
        };
        let (input, ids) = (&mut self.input, header.table.ids());
        match header.coder {
            StreamCoder::Varint => out.extend(std::iter::from_fn(|| by_varint(input, ids))),
            StreamCoder::Prefix => {
                let code = header.table.symbol_code();
                out.extend(std::iter::from_fn(|| by_word(input, &code, ids)));
            }
        }
        self.progress.tokens = self.progress.tokens.saturating_add(out.len() - before);
    }

    /// Reads the next symbol and returns its id, or returns `None` if it is not a complete token.
    pub(super) fn plain_token(&mut self) -> Option<u32> {
        let header = self.header.as_ref().filter(|_| self.is_open())?;
        let ids = header.table.ids();
        let id = match header.coder {
            StreamCoder::Varint => by_varint(&mut self.input, ids),
            StreamCoder::Prefix => by_word(&mut self.input, &header.table.symbol_code(), ids),
        }?;
        self.progress.tokens = self.progress.tokens.saturating_add(1);
        Some(id)
    }
}

/// Reads the id of the next varint, unless that is not a complete token.
fn by_varint(input: &mut Input, ids: &[[u8; 4]]) -> Option<u32> {
    let (number, len) = varint(input.unread())?;
    let id = id(SymbolNumber(number), ids)?;
    input.skip_bytes(len);
    Some(id)
}

/// Reads a varint of up to three bytes in its shortest form. Returns the number and the varint's length.
fn varint(bytes: &[u8]) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x7f);
    match *bytes {
        [a @ ..0x80, ..] => Some((a.into(), 1)),
        [a, b @ 1..0x80, ..] => Some((low(a) | u32::from(b) << 7, 2)),
        [a, b @ 0x80..=0xff, c @ 1..0x80, ..] => Some((low(a) | low(b) << 7 | u32::from(c) << 14, 3)),
        _ => None,
    }
}

/// Reads the id of the next code word, unless that is not a complete token.
fn by_word(input: &mut Input, code: &SymbolCode<'_>, ids: &[[u8; 4]]) -> Option<u32> {
    let (bits, available) = input.bits();
    let (symbol, len) = code.symbol(bits).filter(|&(_, len)| len <= available)?;
    let id = id(symbol, ids)?;
    input.skip_bits(len);
    Some(id)
}

fn id(symbol: SymbolNumber, ids: &[[u8; 4]]) -> Option<u32> {
    let Rank(rank) = symbol.rank()?;
    ids.get(rank as usize).map(|id| u32::from_le_bytes(*id))
}
