//! Ordinary tokens, which are what comes most, without a detour.

use super::control::{Control, Symbol};
use super::header::StreamCoder;
use super::input::Input;
use super::reader::StreamReader;
use super::symbol::TOKENS;
use crate::coder::prefix::SymbolCode;
use crate::error::Result;

impl StreamReader {
    /// Appends the ids of all tokens that are whole, and says whether the stream has ended: for streams of ids.
    ///
    /// # Errors
    /// Those of [`symbol`](Self::symbol); what came before is appended all the same. In a stream of events the first code
    /// of these is [`Error::Invalid`](crate::Error::Invalid).
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

    /// Appends ids up to the first thing that is no ordinary token.
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

    /// The next one, if it is an ordinary token and whole.
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

fn by_varint(input: &mut Input, ids: &[[u8; 4]]) -> Option<u32> {
    let (symbol, len) = varint(input.unread())?;
    let id = id(symbol, ids)?;
    input.skip_bytes(len);
    Some(id)
}

/// A varint of up to three bytes in its shortest form, and how many they are.
fn varint(bytes: &[u8]) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x7f);
    match *bytes {
        [a @ ..0x80, ..] => Some((a.into(), 1)),
        [a, b @ 1..0x80, ..] => Some((low(a) | u32::from(b) << 7, 2)),
        [a, b @ 0x80..=0xff, c @ 1..0x80, ..] => Some((low(a) | low(b) << 7 | u32::from(c) << 14, 3)),
        _ => None,
    }
}

fn by_word(input: &mut Input, code: &SymbolCode<'_>, ids: &[[u8; 4]]) -> Option<u32> {
    let (bits, there) = input.bits();
    let (symbol, len) = code.symbol(bits).filter(|&(_, len)| len <= there)?;
    let id = id(symbol, ids)?;
    input.skip_bits(len);
    Some(id)
}

fn id(symbol: u32, ids: &[[u8; 4]]) -> Option<u32> {
    let id = ids.get(symbol.checked_sub(TOKENS)? as usize)?;
    Some(u32::from_le_bytes(*id))
}
