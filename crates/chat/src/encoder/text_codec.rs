//! Converts text to token ids of a stream's table, and back.

use tokenwire::{Table, Tokenizer};

/// The table of a stream. Without a vocabulary it cannot convert text.
#[derive(Debug, Clone)]
pub(super) struct TextCodec {
    table: Table,
}

impl TextCodec {
    pub(super) fn new(table: Table) -> Self {
        Self { table }
    }

    /// Returns the ids of a text, or `None` if the table does not contain all of them.
    pub(super) fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let vocabulary = self.table.vocabulary()?;
        // Most texts are one token, for which a lookup is faster than the tokenizer.
        let ids = match vocabulary.ordinary_id(text.as_bytes()) {
            Some(id) => vec![id],
            None => Tokenizer::new(vocabulary.encoding()).encode(text),
        };
        self.has_all(&ids).then_some(ids)
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

    /// Returns whether the table contains all these ids.
    pub(super) fn has_all(&self, ids: &[u32]) -> bool {
        ids.iter().all(|id| *id < self.table.size())
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
