//! A word -> tokens: byte-pair merges, lowest id first.
//!
//! In every one of these vocabularies the id of an ordinary token is its merge priority.

// Every index is the start of a part of the word at hand.
#![allow(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::vocab::Vocabulary;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Merges word after word with the same buffers.
pub(super) struct Merger {
    vocabulary: Vocabulary,
    /// By the byte that a part starts at; what has been merged into the part before it is left as it was.
    parts: Vec<Part>,
    /// Pairs that make a token, the lowest id and then the leftmost first. Those that are no more are skipped when
    /// they come up.
    pairs: BinaryHeap<Reverse<Pair>>,
}

/// A stretch of the word that is one token by now, up to the next part's start.
struct Part {
    previous: u32,
    next: u32,
    /// Id of the token that this part and the next make together, or [`NONE`].
    pair: u32,
}

/// The token's id above, where the pair starts below: one number compares faster than two.
type Pair = u64;

const NONE: u32 = u32::MAX;

/// Longest stretch that is merged at once. Only a word of more than 1 GiB is cut.
const MAX_WORD: usize = 1 << 30;

impl Merger {
    pub(super) fn new(vocabulary: Vocabulary) -> Self {
        Self { vocabulary, parts: Vec::new(), pairs: BinaryHeap::new() }
    }

    pub(super) fn encode(&mut self, word: &[u8], ids: &mut Vec<u32>) {
        match self.vocabulary.ordinary_id(word) {
            Some(id) => ids.push(id),
            None => word.chunks(MAX_WORD).for_each(|word| self.merge(word, ids)),
        }
    }

    fn merge(&mut self, word: &[u8], ids: &mut Vec<u32>) {
        self.begin(word);
        while let Some(Reverse(pair)) = self.pairs.pop() {
            let [id, start] = [(pair >> 32) as u32, pair as u32];
            if self.parts[start as usize].pair == id {
                self.join(word, start);
            }
        }
        let mut start = 0;
        while start < word.len() {
            let next = self.parts[start].next as usize;
            // Every single byte is a token.
            ids.extend(self.vocabulary.ordinary_id(&word[start..next]));
            start = next;
        }
    }

    /// Each byte is a part.
    fn begin(&mut self, word: &[u8]) {
        self.parts.clear();
        self.pairs.clear();
        let starts = (0..).take(word.len());
        self.parts.extend(starts.clone().map(|start: u32| Part {
            previous: start.saturating_sub(1),
            next: start + 1,
            pair: NONE,
        }));
        starts.for_each(|start| self.pair_up(word, start));
    }

    /// Joins the part at `start` with the next one.
    fn join(&mut self, word: &[u8], start: u32) {
        let middle = self.parts[start as usize].next as usize;
        let end = self.parts[middle].next;
        self.parts[middle].pair = NONE;
        self.parts[start as usize].next = end;
        if let Some(following) = self.parts.get_mut(end as usize) {
            following.previous = start;
        }
        self.pair_up(word, start);
        if start > 0 {
            self.pair_up(word, self.parts[start as usize].previous);
        }
    }

    /// Finds out what the part at `start` and the next one make.
    fn pair_up(&mut self, word: &[u8], start: u32) {
        let next = self.parts[start as usize].next as usize;
        let both = self.parts.get(next).map(|next| &word[start as usize..next.next as usize]);
        let pair = both.and_then(|both| self.vocabulary.ordinary_id(both)).unwrap_or(NONE);
        self.parts[start as usize].pair = pair;
        if pair != NONE {
            self.pairs.push(Reverse(u64::from(pair) << 32 | u64::from(start)));
        }
    }
}
