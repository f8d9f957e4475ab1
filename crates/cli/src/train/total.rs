//! What was counted, at once or in parts.

use super::vocab::Vocab;

pub(super) struct Total {
    pub(super) vocab: Vocab,
    /// Weighted, by id.
    pub(super) counts: Vec<u128>,
    /// How many messages and tokens, where that is known.
    pub(super) read: Option<(u64, u64)>,
    /// `KIND=W KIND=W`, where all was counted with the same ones.
    pub(super) weights: Option<String>,
}

impl Total {
    /// Adds another part of the same size.
    pub(super) fn add(&mut self, part: Self) {
        for (count, more) in self.counts.iter_mut().zip(part.counts) {
            *count += more;
        }
        self.read =
            self.read.zip(part.read).and_then(|((messages, tokens), (more_messages, more_tokens))| {
                Some((messages.checked_add(more_messages)?, tokens.checked_add(more_tokens)?))
            });
        self.weights = self.weights.take().filter(|weights| part.weights.as_ref() == Some(weights));
    }
}
