//! Text -> the ids that are sent for it.

use tokenwire::{Table, Tokenizer, Vocabulary};

/// The vocabulary of a stream, as far as its table goes.
#[derive(Debug, Clone)]
pub(super) struct Tokens {
    vocabulary: Option<Vocabulary>,
    table: Table,
}

impl Tokens {
    pub(super) fn new(table: Table, vocabulary: Option<Vocabulary>) -> Self {
        Self { vocabulary, table }
    }

    /// Bytes of their symbols as varints, about.
    pub(super) fn len(&self, ids: &[u32]) -> usize {
        let len = |id: &u32| {
            self.table.rank(*id).map_or(3, |rank| match rank {
                0..112 => 1,
                112..16_368 => 2,
                _ => 3,
            })
        };
        ids.iter().map(len).sum()
    }

    /// Mostly it is one token. `None` if the table does not have all of them.
    pub(super) fn of(&self, text: &str) -> Option<Vec<u32>> {
        let vocabulary = self.vocabulary?;
        let ids = match vocabulary.ordinary_id(text.as_bytes()) {
            Some(id) => vec![id],
            None => Tokenizer::of(vocabulary.encoding()).encode(text),
        };
        self.has(&ids).then_some(ids)
    }

    /// Whether the table has these ids.
    pub(super) fn has(&self, ids: &[u32]) -> bool {
        ids.iter().all(|id| *id < self.table.size())
    }

    /// The text that ids bring after the beginning of a character, if it is UTF-8 but for the beginning of another.
    pub(super) fn text(&self, pending: &[u8], ids: &[u32]) -> Option<String> {
        let vocabulary = self.vocabulary.filter(|_| self.has(ids))?;
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
}
