//! Text <-> token ids of a stream's table.

use tokenwire::{Table, Tokenizer};

/// The table of a stream. Without a vocabulary it has no text.
#[derive(Debug, Clone)]
pub(super) struct TextCodec {
    table: Table,
}

impl TextCodec {
    pub(super) fn new(table: Table) -> Self {
        Self { table }
    }

    /// Returns the ids of a text, or `None` if the table does not have all of them.
    pub(super) fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let vocabulary = self.table.vocabulary()?;
        // Most texts are one token, and a look-up is faster than the tokenizer.
        let ids = match vocabulary.ordinary_id(text.as_bytes()) {
            Some(id) => vec![id],
            None => Tokenizer::new(vocabulary.encoding()).encode(text),
        };
        self.has_all(&ids).then_some(ids)
    }

    /// Returns the text of `pending` and the ids, without an incomplete character at its end. `None` if it is not UTF-8.
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

    /// Whether the table has all these ids.
    pub(super) fn has_all(&self, ids: &[u32]) -> bool {
        ids.iter().all(|id| *id < self.table.size())
    }

    /// The number of bytes that the ids take as varints.
    pub(super) fn encoded_len(&self, ids: &[u32]) -> usize {
        let len = |id: &u32| match self.table.rank(*id) {
            Some(0..112) => 1,
            Some(112..16_368) => 2,
            _ => 3,
        };
        ids.iter().map(len).sum()
    }
}
