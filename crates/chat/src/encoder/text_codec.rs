//! Converts text to token ids of a stream's table, and back.

use tokenwire::{Table, Tokenizer, Vocabulary};

/// The table of a stream. Without a vocabulary it cannot convert text.
#[derive(Debug, Clone)]
pub(super) struct TextCodec {
    table: Table,
    /// The number of ranks that the receiver knows. Tokens of other ranks are replaced with shorter ones.
    ranks: u32,
}

impl TextCodec {
    pub(super) fn new(table: Table, ranks: u32) -> Self {
        Self { table, ranks }
    }

    /// Returns the ids of a text, or `None` if the table does not contain all of them.
    pub(super) fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let vocabulary = self.table.vocabulary()?;
        // Most texts are one token, for which a lookup is faster than the tokenizer.
        let ids = match vocabulary.ordinary_id(text.as_bytes()) {
            Some(id) => vec![id],
            None => Tokenizer::new(vocabulary.encoding()).encode(text),
        };
        if self.has_all(&ids) { Some(ids) } else { self.shortened(ids, vocabulary) }
    }

    /// Replaces each token that the receiver does not know with known tokens of the same bytes. Returns `None` if that is
    /// not possible.
    fn shortened(&self, ids: Vec<u32>, vocabulary: Vocabulary) -> Option<Vec<u32>> {
        let mut known = Vec::with_capacity(2 * ids.len());
        for id in ids {
            if self.has_all(&[id]) {
                known.push(id);
            } else {
                known.extend(self.pieces(vocabulary.token(id)?, vocabulary)?);
            }
        }
        Some(known)
    }

    /// Returns the known tokens of which some bytes consist: the longest one first, then that of the rest.
    fn pieces(&self, mut bytes: &[u8], vocabulary: Vocabulary) -> Option<Vec<u32>> {
        let mut ids = Vec::new();
        while !bytes.is_empty() {
            let known = |len: &usize| {
                let id = vocabulary.ordinary_id(bytes.get(..*len)?)?;
                self.has_all(&[id]).then_some((id, *len))
            };
            let (id, len) = (1..=bytes.len()).rev().find_map(|len| known(&len))?;
            ids.push(id);
            bytes = bytes.get(len..)?;
        }
        Some(ids)
    }

    /// Decodes `pending` followed by the ids' bytes to text, without an incomplete character at the end. Returns `None`
    /// if the bytes are not UTF-8 or an id has no bytes.
    pub(super) fn decode(&self, pending: &[u8], ids: &[u32]) -> Option<String> {
        let vocabulary = self.table.vocabulary().filter(|_| self.has_all(ids))?;
        let mut bytes = pending.to_vec();
        for id in ids {
            bytes.extend_from_slice(vocabulary.token(*id)?);
        }
        if let Err(error) = std::str::from_utf8(&bytes) {
            bytes.truncate(error.valid_up_to());
            return String::from_utf8(bytes).ok().filter(|_| error.error_len().is_none());
        }
        String::from_utf8(bytes).ok()
    }

    /// Returns whether the receiver knows all these ids.
    pub(super) fn has_all(&self, ids: &[u32]) -> bool {
        ids.iter().all(|id| self.table.rank(*id).is_some_and(|rank| rank < self.ranks))
    }

    /// Returns the number of bytes that the ids take as varints.
    pub(super) fn encoded_len(&self, ids: &[u32]) -> usize {
        let len = |id: &u32| match self.table.rank(*id) {
            Some(0..112) => 1,
            Some(112..16_368) => 2,
            _ => 3,
        };
        ids.iter().map(len).sum()
    }
}
