//! Builds the image of a table. `docs/format.md` ("Table image") defines the layout.
//!
//! `build.rs` compiles this file too, so that built-in and custom tables have the same layout.

use crate::coder::numbers::{Rank, SymbolNumber, Zigzag};
use crate::coder::prefix::lengths::{self, LENGTHS, LOOKUP_BITS, MAX_LEN};
use crate::coder::prefix::symbol_runs::{self, CONTROLS, ROWS, Run};
use crate::counts::Counts;
use std::cmp::Reverse;

/// The first bytes of every image.
pub(crate) const MAGIC: [u8; 4] = *b"TWT3";

/// Ranks the ids, by descending weight and then by ascending id, and builds the image.
pub(crate) fn build(counts: &Counts) -> Vec<u8> {
    let weights = weights_by_id(counts);
    let ids = ids_by_rank(&weights);
    let by_rank: Vec<u64> = ids.iter().filter_map(|&id| weights.get(id as usize).copied()).collect();
    let runs: Vec<&[u64]> = by_rank.chunk_by(|a, b| a == b).collect();
    let words = lengths::word_counts(&by_rank);
    let symbol_runs = symbol_runs::runs(&by_rank);
    let mut image = MAGIC.to_vec();
    image.extend([counts.size, len(&runs), 0].into_iter().flat_map(u32::to_le_bytes));
    lay_out_ids(ids, &words, &mut image);
    image.extend(runs_of_weights(&runs));
    image.extend(by_length(lengths::ends(&words), u32::MAX));
    image.extend(by_length(lengths::differences(&words), 0));
    image.extend(lookup(&lengths::ends(&words)));
    image.extend(control_words(&symbol_runs).flat_map(u32::to_le_bytes));
    image.extend(columns(&symbol_runs));
    image.extend(lookup(&symbol_runs.iter().map(|run| run.end).collect::<Vec<_>>()));
    image
}

/// Appends the four columns with an entry per id or rank. All of them follow from `ids`, in the order of ranks,
/// and from the number of code words of each length.
pub(crate) fn lay_out_ids(ids: Vec<u32>, words: &[u32; MAX_LEN + 1], image: &mut Vec<u8>) {
    let ranks = ranks_by_id(&ids);
    image.reserve(16 * ids.len());
    image.extend(ranks.iter().copied().flat_map(u32::to_le_bytes));
    image.extend(ids.into_iter().flat_map(u32::to_le_bytes));
    image.extend(ranks.iter().map(|&rank| Zigzag::of(Rank(rank)).packed_varint()).flat_map(u32::to_le_bytes));
    image.extend(words_by_id(&ranks, words).flat_map(u32::to_le_bytes));
}

/// Extends a table indexed by length to [`LENGTHS`] entries, with `beyond` as the value of the unused ones.
fn by_length(numbers: [u32; MAX_LEN + 1], beyond: u32) -> impl Iterator<Item = u8> {
    numbers.into_iter().chain(std::iter::repeat(beyond)).take(LENGTHS).flat_map(u32::to_le_bytes)
}

/// Returns the weight of each id.
fn weights_by_id(counts: &Counts) -> Vec<u64> {
    let mut weights = vec![counts.unlisted; counts.size as usize];
    for &(id, weight) in &counts.listed {
        if let Some(slot) = weights.get_mut(id as usize) {
            *slot = weight;
        }
    }
    weights
}

/// Returns all ids in the order of ranks.
fn ids_by_rank(weights: &[u64]) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..).take(weights.len()).collect();
    ids.sort_unstable_by_key(|&id| (Reverse(weights.get(id as usize)), id));
    ids
}

/// Returns the rank of each id: the inverse permutation.
fn ranks_by_id(ids: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; ids.len()];
    for (&id, rank) in ids.iter().zip(0..) {
        if let Some(slot) = ranks.get_mut(id as usize) {
            *slot = rank;
        }
    }
    ranks
}

/// Returns the code word of each id. The lowest byte is the word's length.
fn words_by_id(ranks: &[u32], words: &[u32; MAX_LEN + 1]) -> impl Iterator<Item = u32> {
    let differences = lengths::differences(words);
    let lengths: Vec<u8> = lengths::by_rank(words).collect();
    ranks.iter().map(move |&rank| {
        let length = lengths.get(rank as usize).copied().unwrap_or_default();
        let difference = differences.get(usize::from(length)).copied().unwrap_or_default();
        rank.wrapping_add(difference) << 8 | u32::from(length)
    })
}

/// Returns the end and the weight of each run of equal weights.
fn runs_of_weights(runs: &[&[u64]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(12 * runs.len());
    let mut end = 0;
    for run in runs {
        end += len(run);
        bytes.extend(end.to_le_bytes());
        bytes.extend(run.first().copied().unwrap_or_default().to_le_bytes());
    }
    bytes
}

/// Returns a lookup table indexed by the first bits of a word. Each entry is the first of the ranges with these
/// ends that may contain the word.
fn lookup(ends: &[u32]) -> impl Iterator<Item = u8> {
    let step = 1 << (MAX_LEN - LOOKUP_BITS);
    let starts = (0..1 << LOOKUP_BITS).map(move |bits| bits * step);
    let range = |start| ends.partition_point(|&end| end <= start);
    starts.map(move |start| u8::try_from(range(start)).unwrap_or(u8::MAX))
}

/// Returns the four columns of the runs: all ends, all rank counts, all differences, all lengths.
fn columns(runs: &[Run]) -> impl Iterator<Item = u8> {
    let column = |of: fn(&Run) -> u32| runs.iter().chain(std::iter::repeat(&Run::NONE)).take(ROWS).map(of);
    let columns = [
        column(|run| run.end),
        column(|run| run.ranks),
        column(|run| run.difference),
        column(|run| run.length),
    ];
    columns.into_iter().flatten().flat_map(u32::to_le_bytes)
}

/// Returns the word of each control code.
fn control_words(runs: &[Run]) -> impl Iterator<Item = u32> {
    let starts = std::iter::once(0).chain(runs.iter().map(|run| run.end));
    let runs_with_starts: Vec<_> = runs.iter().zip(starts).collect();
    (0..).take(CONTROLS).map(SymbolNumber).map(move |symbol| {
        let run = runs_with_starts.iter().find(|(run, start)| run.has(symbol, *start));
        run.map_or(0, |(run, _)| run.word(symbol))
    })
}

/// Returns the length as a `u32`, which is enough since a vocabulary has at most 2^20 ids.
fn len<T>(slice: &[T]) -> u32 {
    u32::try_from(slice.len()).unwrap_or(u32::MAX)
}
