//! Merges the bytes of a word into tokens, as byte-pair encoding does.
//!
//! At first every byte is a part. Two neighboring parts that make a token form a pair. The pair whose token has the
//! lowest id is joined, again and again, until no pair is left: in all of tiktoken's vocabularies, the ids of ordinary
//! tokens are in merge order. For example, with `o200k_base` and the word `helloo`:
//!
//! | parts | pairs | joined |
//! |---|---|---|
//! | `h e l l o o` | `he` 273, `el` 296, `ll` 680, `lo` 746, `oo` 3782 | `he` |
//! | `he l l o o` | `hel` 4161, `ll` 680, `lo` 746, `oo` 3782 | `ll` |
//! | `he ll o o` | `hell` 10844, `llo` 72807, `oo` 3782 | `oo` |
//! | `he ll oo` | `hell` 10844 | `hell` |
//! | `hell oo` | none | |
//!
//! Pairs wait in a heap, so a word of n bytes takes O(n log n) time.

// Every index is the start of a part of the word.
#![allow(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::vocab::Vocabulary;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Merges one word after another, and reuses its buffers.
pub(super) struct Merger {
    vocabulary: Vocabulary,
    /// The part that starts at each byte of the word. Entries at bytes inside a part are out of date.
    parts: Vec<Part>,
    /// Pairs in the order of token ids, then from left to right. Joining a pair leaves outdated pairs in the heap,
    /// which are skipped when popped.
    pairs: BinaryHeap<Reverse<Pair>>,
}

/// A piece of the word that is one token, up to the start of the next part.
struct Part {
    previous: u32,
    next: u32,
    /// The id of the token that this part and the next one make, or [`NONE`].
    pair: u32,
}

/// The token id in the upper half, the start of the pair in the lower half. One number compares faster than two.
type Pair = u64;

const NONE: u32 = u32::MAX;

/// The largest number of bytes that are merged at once. Longer words are cut.
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

    /// Makes each byte a part.
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

    /// Looks up the token that the part at `start` and the next part make, and adds the pair to the heap.
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
