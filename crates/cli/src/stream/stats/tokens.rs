//! How many tokens an event brings, and what their ranks take.

use crate::failure::Failure;
use std::borrow::Cow;
use tokenwire::{StreamHeader, Table, Tokenizer};
use tokenwire_chat::{Event, Source};

/// Of a stream's table.
pub(super) struct Tokens {
    table: Table,
    tokenizer: Option<Tokenizer>,
}

impl Tokens {
    pub(super) fn new(header: &StreamHeader) -> Self {
        Self { table: header.table().clone(), tokenizer: header.encoding().map(Tokenizer::of) }
    }

    /// How many there are, and the bytes of their ranks as varints.
    pub(super) fn of(&self, event: &Event<'_>) -> Result<(usize, usize), Failure> {
        let ids = self.ids(event)?;
        let bytes = ids.iter().map(|&id| self.varint_len(id)).sum::<Result<usize, _>>()?;
        Ok((ids.len(), bytes))
    }

    /// The server's, or else those of the text by itself: that is what every event is measured with, however it traveled.
    fn ids<'a>(&self, event: &Event<'a>) -> Result<Cow<'a, [u32]>, Failure> {
        const MISSING: &str =
            "what are its tokens? Name the table's encoding too, with --encoding or --model";
        match self.tokenizer {
            _ if event.source == Source::Exact => Ok(Cow::Borrowed(event.ids)),
            _ if event.text.is_empty() => Ok(Cow::Borrowed(&[])),
            Some(tokenizer) => Ok(Cow::Owned(tokenizer.encode(event.text))),
            None => Err(Failure::Usage(MISSING.into())),
        }
    }

    fn varint_len(&self, id: u32) -> Result<usize, Failure> {
        let rank = self.table.rank(id);
        let rank = rank.ok_or_else(|| Failure::Data(format!("token id {id} is not in the table")))?;
        Ok((u32::BITS - (rank | 1).leading_zeros()).div_ceil(7) as usize)
    }
}
