//! What one thread has counted, and what all of them have.

use std::collections::BTreeSet;

pub(super) struct Tally {
    /// Weighted, by id. No sum can wrap; what is written has to fit in 64 bits.
    pub(super) counts: Vec<u128>,
    pub(super) tokens: u64,
    messages: u64,
    /// Inputs with ids one a line: together they are one message.
    loose: BTreeSet<usize>,
    /// Kinds of messages that have a weight.
    pub(super) kinds: BTreeSet<String>,
    /// How many lines could not be used.
    pub(super) skipped: u64,
    /// The first of them.
    pub(super) bad: Option<Bad>,
}

/// A line that cannot be used; the first one is the least.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bad {
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
            loose: BTreeSet::new(),
            kinds: BTreeSet::new(),
            skipped: 0,
            bad: None,
        }
    }

    pub(super) fn message(&mut self, ids: &[u32], weight: u64) {
        self.messages += 1;
        self.tokens(ids, weight);
    }

    /// An id by itself on a line of this input.
    pub(super) fn loose_id(&mut self, id: u32, input: usize) {
        self.loose.insert(input);
        self.tokens(&[id], 1);
    }

    /// Ids that are below the size, of a message that was counted already.
    pub(super) fn tokens(&mut self, ids: &[u32], weight: u64) {
        self.tokens += ids.len() as u64;
        for &id in ids {
            if let Some(count) = self.counts.get_mut(id as usize) {
                *count += u128::from(weight);
            }
        }
    }

    pub(super) fn skip(&mut self, bad: Bad) {
        self.skipped += 1;
        self.bad = self.bad.take().into_iter().chain([bad]).min();
    }

    pub(super) fn messages(&self) -> u64 {
        self.messages + self.loose.len() as u64
    }

    /// What another thread has counted.
    pub(super) fn add(&mut self, other: Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.tokens += other.tokens;
        self.messages += other.messages;
        self.loose.extend(other.loose);
        self.kinds.extend(other.kinds);
        self.skipped += other.skipped;
        self.bad = self.bad.take().into_iter().chain(other.bad).min();
    }
}
