//! Counts of token ids, and their vocabulary.

use std::collections::BTreeSet;
use tokenwire::{Encoding, Vocabulary};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CountedVocabulary {
    Encoding(Encoding),
    /// Any vocabulary of this size.
    Size(u32),
}

impl CountedVocabulary {
    /// Returns the vocabulary that the first line of a counts file names, or `None` if it does not have `size` ids.
    pub(super) fn named(name: &str, size: u32) -> Option<Self> {
        if name == Self::Size(size).name() {
            return Some(Self::Size(size));
        }
        name.parse().ok().map(Self::Encoding).filter(|vocabulary| vocabulary.size() == size)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Encoding(encoding) => encoding.name(),
            Self::Size(_) => "ids",
        }
    }

    pub(super) const fn size(self) -> u32 {
        match self {
            Self::Encoding(encoding) => encoding.vocab_size(),
            Self::Size(size) => size,
        }
    }

    /// Returns whether text can contain this id. Special tokens and gaps are excluded if the encoding is known.
    pub(super) fn is_ordinary(self, id: u32) -> bool {
        match self {
            Self::Encoding(encoding) => {
                let vocabulary = Vocabulary::new(encoding);
                vocabulary.token(id).is_some() && vocabulary.special_name(id).is_none()
            }
            Self::Size(size) => id < size,
        }
    }
}

/// The counts of one thread, or the sum of all threads.
pub(super) struct Tally {
    /// The weighted count of each id. It has 128 bits so that no sum wraps; a weight in a counts file has 64.
    pub(super) counts: Vec<u128>,
    pub(super) tokens: u64,
    messages: u64,
    /// The inputs with one id per line. All such lines of an input form one message.
    inputs_of_single_ids: BTreeSet<usize>,
    /// The kinds with a weight that occurred in the corpus.
    pub(super) kinds: BTreeSet<String>,
    /// Number of invalid lines.
    pub(super) skipped: u64,
    /// The first invalid line.
    pub(super) first_skipped: Option<InvalidLine>,
}

/// An invalid line. Lines are ordered by input and line number.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InvalidLine {
    pub(super) input: usize,
    pub(super) line: u64,
    pub(super) reason: String,
}

impl Tally {
    pub(super) fn new(size: u32) -> Self {
        Self {
            counts: vec![0; size as usize],
            tokens: 0,
            messages: 0,
            inputs_of_single_ids: BTreeSet::new(),
            kinds: BTreeSet::new(),
            skipped: 0,
            first_skipped: None,
        }
    }

    pub(super) fn add_message(&mut self, ids: &[u32], weight: u64) {
        self.messages += 1;
        self.add_tokens(ids, weight);
    }

    /// Counts an id that is alone on a line of the input with this index.
    pub(super) fn add_single_id(&mut self, id: u32, input: usize) {
        self.inputs_of_single_ids.insert(input);
        self.add_tokens(&[id], 1);
    }

    /// Counts ids below the vocabulary's size, but no message.
    pub(super) fn add_tokens(&mut self, ids: &[u32], weight: u64) {
        self.tokens += ids.len() as u64;
        for &id in ids {
            if let Some(count) = self.counts.get_mut(id as usize) {
                *count += u128::from(weight);
            }
        }
    }

    pub(super) fn skip(&mut self, line: InvalidLine) {
        self.skipped += 1;
        self.first_skipped = self.first_skipped.take().into_iter().chain([line]).min();
    }

    pub(super) fn messages(&self) -> u64 {
        self.messages + self.inputs_of_single_ids.len() as u64
    }

    /// Adds the counts of another thread.
    pub(super) fn add(&mut self, other: Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.tokens += other.tokens;
        self.messages += other.messages;
        self.inputs_of_single_ids.extend(other.inputs_of_single_ids);
        self.kinds.extend(other.kinds);
        self.skipped += other.skipped;
        self.first_skipped = self.first_skipped.take().into_iter().chain(other.first_skipped).min();
    }
}
