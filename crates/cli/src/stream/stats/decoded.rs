//! Decodes a stream to events, and counts the tokens in them.

use crate::error::CliError;
use std::borrow::Cow;
use tokenwire::{StreamHeader, Table, Tokenizer};
use tokenwire_chat::{Decoder, Event, Source};

#[derive(Default)]
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// The end of each event in `bytes`.
    pub(super) ends: Vec<usize>,
    pub(super) tokens: usize,
    /// The size of the ranks of the tokens as varints.
    pub(super) ids_bytes: usize,
    /// Whether the last event is incomplete, so that more of it may follow.
    is_partial: bool,
}

impl Decoded {
    pub(super) fn new(stream: &[u8], mut decoder: Decoder) -> Result<Self, CliError> {
        decoder.push(stream);
        let counter = decoder.header()?.map(TokenCounter::new);
        let mut events = Self::default();
        while let Some(event) = decoder.next_event()? {
            events.add(&event);
            if let Some(counter) = &counter {
                let (tokens, bytes) = counter.count(&event)?;
                events.tokens += tokens;
                events.ids_bytes += bytes;
            }
        }
        decoder.finish()?;
        Ok(events)
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &[u8]> {
        self.split(&self.bytes)
    }

    /// Splits `bytes` at the ends of these events.
    pub(super) fn split<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(move |(start, &end)| bytes.get(start..end).unwrap_or_default())
    }

    fn add(&mut self, event: &Event<'_>) {
        if self.is_partial && !event.complete {
            self.ends.pop();
        }
        self.is_partial = !event.complete;
        self.bytes.extend(event.bytes);
        self.ends.push(self.bytes.len());
    }
}

/// Counts the tokens of events with the table of a stream.
struct TokenCounter {
    table: Table,
    tokenizer: Option<Tokenizer>,
}

impl TokenCounter {
    fn new(header: &StreamHeader) -> Self {
        Self { table: header.table().clone(), tokenizer: header.table().encoding().map(Tokenizer::new) }
    }

    /// Returns the number of tokens in the event, and the size of their ranks as varints.
    fn count(&self, event: &Event<'_>) -> Result<(usize, usize), CliError> {
        let ids = self.ids(event)?;
        let bytes = ids.iter().map(|&id| self.varint_len(id)).sum::<Result<usize, _>>()?;
        Ok((ids.len(), bytes))
    }

    /// Returns the ids that the server sent, or the ids of the event's text if it sent none. The count does not depend
    /// on how the stream encodes the event.
    fn ids<'a>(&self, event: &Event<'a>) -> Result<Cow<'a, [u32]>, CliError> {
        const MISSING: &str =
            "tokens cannot be counted without the table's encoding; add --encoding or --model";
        match self.tokenizer {
            _ if event.source == Source::Exact => Ok(Cow::Borrowed(event.ids)),
            _ if event.text.is_empty() => Ok(Cow::Borrowed(&[])),
            Some(tokenizer) => Ok(Cow::Owned(tokenizer.encode(event.text))),
            None => Err(CliError::usage(MISSING)),
        }
    }

    fn varint_len(&self, id: u32) -> Result<usize, CliError> {
        let rank = self.table.rank(id);
        let rank = rank.ok_or_else(|| {
            CliError::Failed(format!("token id {id} is not in the table; please report this"))
        })?;
        Ok((u32::BITS - (rank | 1).leading_zeros()).div_ceil(7) as usize)
    }
}
