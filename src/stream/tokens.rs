//! Many tokens at once.

use super::control::{Control, Symbol};
use super::header::StreamCoder;
use super::input::Input;
use super::reader::{StreamReader, TOKENS};
use crate::coder::prefix::SymbolCode;
use crate::error::Result;

impl StreamReader {
    /// Appends the ids of all tokens that are whole, and says whether the stream has ended: for streams of ids.
    ///
    /// # Errors
    /// Those of [`symbol`](Self::symbol); what came before is appended all the same. In a stream of events the first code
    /// of these is [`Error::Invalid`](crate::Error::Invalid).
    pub fn tokens(&mut self, out: &mut Vec<u32>) -> Result<bool> {
        self.header()?;
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

    /// Appends ids up to the first thing that is not an ordinary token.
    fn plain_tokens(&mut self, out: &mut Vec<u32>) {
        let before = out.len();
        let Some(header) = &self.header else { return };
        if self.has_ended() {
            return;
        }
        let ids = header.table.ids();
        match header.coder {
            StreamCoder::Varint => varints(&mut self.input, ids, out),
            StreamCoder::Prefix => words(&mut self.input, &header.table.symbol_code(), ids, out),
        }
        self.progress.tokens = self.progress.tokens.saturating_add(out.len() - before);
    }
}

fn varints(input: &mut Input, ids: &[[u8; 4]], out: &mut Vec<u32>) {
    let bytes = input.unread();
    let mut rest = bytes;
    while let Some((symbol, behind)) = varint(rest) {
        let Some(id) = id(symbol, ids) else { break };
        out.push(id);
        rest = behind;
    }
    let read = bytes.len() - rest.len();
    input.skip_bytes(read);
}

/// While there are so many bits that the longest word is among them.
fn words(input: &mut Input, code: &SymbolCode<'_>, ids: &[[u8; 4]], out: &mut Vec<u32>) {
    while let (bits, SymbolCode::MAX_BITS..) = input.bits() {
        let Some((symbol, len)) = code.symbol(bits) else { break };
        let Some(id) = id(symbol, ids) else { break };
        out.push(id);
        input.skip_bits(len);
    }
}

fn id(symbol: u32, ids: &[[u8; 4]]) -> Option<u32> {
    let id = ids.get(symbol.checked_sub(TOKENS)? as usize)?;
    Some(u32::from_le_bytes(*id))
}

/// A varint of up to three bytes in its shortest form, and what is behind it.
fn varint(bytes: &[u8]) -> Option<(u32, &[u8])> {
    match *bytes {
        [a, ref rest @ ..] if a < 0x80 => Some((a.into(), rest)),
        [a, b @ 1..0x80, ref rest @ ..] => Some((u32::from(a & 0x7f) | u32::from(b) << 7, rest)),
        [a, b @ 0x80..=0xff, c @ 1..0x80, ref rest @ ..] => {
            Some((u32::from(a & 0x7f) | u32::from(b & 0x7f) << 7 | u32::from(c) << 14, rest))
        }
        _ => None,
    }
}
