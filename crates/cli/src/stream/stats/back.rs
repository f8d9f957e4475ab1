//! What a stream gives back.

use super::tokens::Tokens;
use crate::failure::Failure;
use tokenwire_chat::{Decoder, Event};

#[derive(Default)]
pub(super) struct Back {
    pub(super) bytes: Vec<u8>,
    /// Of the events, in the bytes.
    pub(super) ends: Vec<usize>,
    pub(super) tokens: usize,
    /// Of the tokens' ranks, as varints.
    pub(super) ids_bytes: usize,
    /// The last event came in pieces, and there may be more of it.
    in_pieces: bool,
}

impl Back {
    pub(super) fn of(stream: &[u8], mut decoder: Decoder) -> Result<Self, Failure> {
        decoder.push(stream);
        let tokens = decoder.header()?.map(Tokens::new);
        let mut back = Self::default();
        while let Some(event) = decoder.next_event()? {
            back.add(&event);
            if let Some(tokens) = &tokens {
                let (count, bytes) = tokens.of(&event)?;
                back.tokens += count;
                back.ids_bytes += bytes;
            }
        }
        decoder.finish()?;
        Ok(back)
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &[u8]> {
        self.cut(&self.bytes)
    }

    /// These bytes, cut where the events end.
    pub(super) fn cut<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(move |(start, &end)| bytes.get(start..end).unwrap_or_default())
    }

    fn add(&mut self, event: &Event<'_>) {
        if self.in_pieces && !event.whole {
            self.ends.pop();
        }
        self.in_pieces = !event.whole;
        self.bytes.extend(event.bytes);
        self.ends.push(self.bytes.len());
    }
}
