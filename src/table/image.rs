//! The binary form of a table: id <-> rank and the weights, as one little-endian block.
//!
//! Rust embeds it, a custom table builds the same block in memory, and a browser can fetch it as it is.
//! `build.rs` compiles this file too. `docs/format.md` ("Table image") gives the layout:
//!
//! | at | what |
//! |---|---|
//! | 0 | `TWT1` |
//! | 4 | u32 vocabulary size N |
//! | 8 | u32 number H of ids that weigh more than an unlisted one; they have the ranks 0 to H - 1 |
//! | 12 | u32 0 |
//! | 16 | u64 weight of an unlisted id |
//! | 24 | N x u32 rank by id |
//! | 24 + 4N | N x u32 id by rank |
//! | 24 + 8N | H x u64 weight by rank |

use super::counts::Counts;
use std::cmp::Reverse;

pub(crate) const MAGIC: [u8; 4] = *b"TWT1";
pub(crate) const HEADER_LEN: usize = 24;

/// Ranks the vocabulary (weight descending, then id ascending) and lays it out.
pub(crate) fn build(counts: &Counts) -> Vec<u8> {
    let weights = weights_by_id(counts);
    let ids = ids_by_rank(&weights);
    let heavy: Vec<u64> = ids
        .iter()
        .filter_map(|&id| weights.get(id as usize).copied())
        .take_while(|&weight| weight > counts.unlisted)
        .collect();
    let mut image = header(counts, heavy.len());
    image.extend(ranks_by_id(&ids).into_iter().flat_map(u32::to_le_bytes));
    image.extend(ids.into_iter().flat_map(u32::to_le_bytes));
    image.extend(heavy.into_iter().flat_map(u64::to_le_bytes));
    image
}

fn header(counts: &Counts, heavy: usize) -> Vec<u8> {
    let len = HEADER_LEN + 8 * counts.size as usize + 8 * heavy;
    let mut image = Vec::with_capacity(len);
    image.extend(MAGIC);
    image.extend(counts.size.to_le_bytes());
    image.extend((heavy as u64).to_le_bytes());
    image.extend(counts.unlisted.to_le_bytes());
    image
}

fn weights_by_id(counts: &Counts) -> Vec<u64> {
    let mut weights = vec![counts.unlisted; counts.size as usize];
    for &(id, weight) in &counts.listed {
        if let Some(slot) = weights.get_mut(id as usize) {
            *slot = weight;
        }
    }
    weights
}

fn ids_by_rank(weights: &[u64]) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..).take(weights.len()).collect();
    ids.sort_unstable_by_key(|&id| (Reverse(weights.get(id as usize)), id));
    ids
}

fn ranks_by_id(ids: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; ids.len()];
    for (&id, rank) in ids.iter().zip(0..) {
        if let Some(slot) = ranks.get_mut(id as usize) {
            *slot = rank;
        }
    }
    ranks
}
