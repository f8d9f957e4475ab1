//! The fast path for varints. It looks up each id's precomputed varint when encoding, and each rank's id when decoding.
//!
//! **Encoding.** A table image stores four bytes per id: a varint of up to three bytes, zeros, and the varint's
//! length. The encoder always copies all four bytes, but advances only by the length, so it needs no branch on the
//! length. The next copy overwrites the excess bytes. For two ids with the entries
//! `e5 05 00 02` and `02 00 00 01`:
//!
//! ```text
//! after the first id    e5 05 00 02             end = 2
//! after the second id   e5 05 02 00 00 01       end = 3
//! ```
//!
//! **Decoding.** The decoder works in blocks of 128 bytes. It checks that every varint in the block is regular,
//! left-packs their ranks (see `left_pack`), and looks up the value of each rank. A block also includes the three
//! bytes before it, since a varint may cross the boundary: it belongs to the block that it ends in. If a block is
//! irregular, the caller decodes everything again with `checked`, which reports the error.

use super::implementation::{self, SimdMode};
use super::left_pack::{self, Block, CONTEXT, LEN, LeftPack};
use super::unchecked::{self, STORED};
use crate::varint;

/// Appends the varint of each key. The last of a precomputed varint's four bytes is its length.
///
/// If a key has no varint, returns its position as the error.
pub(crate) fn encode(
    mode: SimdMode,
    keys: &[u32],
    varints: &[[u8; STORED]],
    out: &mut Vec<u8>,
) -> Result<(), usize> {
    // No zigzag form is larger than the table's size, so this is the length of the longest varint.
    match (mode, varint::len(u32::try_from(varints.len()).unwrap_or(u32::MAX))) {
        (SimdMode::Fastest, unchecked::LONGEST) => unchecked::encode(keys, varints, out),
        (_, longest) => encode_checked(keys, varints, longest, out),
    }
}

/// Encodes without `unsafe`. Small tables always use this, since their varints are shorter than three bytes.
fn encode_checked(
    keys: &[u32],
    varints: &[[u8; STORED]],
    longest: usize,
    out: &mut Vec<u8>,
) -> Result<(), usize> {
    let start = out.len();
    out.resize(start + keys.len() * longest + STORED, 0);
    let bytes = out.get_mut(start..).unwrap_or_default();
    let mut end = 0;
    for (position, &key) in keys.iter().enumerate() {
        let varint = varints.get(key as usize).ok_or(position)?;
        let stored = bytes.get_mut(end..end + STORED).ok_or(position)?;
        stored.copy_from_slice(varint);
        let [.., len] = varint;
        end += usize::from(*len);
    }
    out.truncate(start + end);
    Ok(())
}

/// Returns the number of varints that end in these bytes.
pub(crate) fn count(bytes: &[u8]) -> usize {
    // A sum of up to 255 ones fits into a byte, which lets the compiler add many bytes at once.
    bytes
        .chunks(255)
        .map(|chunk| usize::from(chunk.iter().map(|byte| u8::from(*byte < 0x80)).sum::<u8>()))
        .sum()
}

/// Appends the value of each varint's rank. Returns whether there are exactly `count` varints and all of them are
/// regular.
///
/// A regular varint is in its shortest form, has at most 3 bytes, and encodes a rank that has a value. If the
/// result is `false`, the caller must discard the appended values.
pub(crate) fn decode(
    mode: SimdMode,
    bytes: &[u8],
    count: usize,
    values: &[[u8; 4]],
    out: &mut Vec<u32>,
) -> bool {
    let left_pack = implementation::left_pack(mode);
    let (mut ranks, mut block_values) = ([0; left_pack::RANKS], [0; LEN]);
    let mut left = count;
    out.reserve(count);
    for start in (0..bytes.len()).step_by(LEN) {
        let items = match start.checked_sub(CONTEXT).and_then(|from| bytes.get(from..)?.first_chunk()) {
            Some(block) => items(left_pack, block, &mut ranks),
            None => items_at_edge(left_pack, bytes, start, &mut ranks),
        };
        let Some(items) = items.filter(|&items| items <= left) else { return false };
        left -= items;
        for (slot, &rank) in block_values.iter_mut().zip(&ranks).take(items) {
            let Some(value) = values.get(rank as usize) else { return false };
            *slot = u32::from_le_bytes(*value);
        }
        out.extend_from_slice(block_values.get(..items).unwrap_or_default());
    }
    left == 0 && bytes.last().is_none_or(|&last| last < 0x80)
}

/// Stores the ranks of the varints that end in the block. Returns their number, or `None` if a varint is irregular.
fn items(left_pack: LeftPack, block: &Block, ranks: &mut [u32; left_pack::RANKS]) -> Option<usize> {
    is_regular(block).then(|| left_pack(block, ranks))
}

/// Like [`items`], but for a block that extends beyond the first or the last byte. The block is padded with zeros.
/// Each zero after the last byte counts as a varint, so their number is subtracted.
#[cold]
fn items_at_edge(
    left_pack: LeftPack,
    bytes: &[u8],
    start: usize,
    ranks: &mut [u32; left_pack::RANKS],
) -> Option<usize> {
    let mut block = [0; CONTEXT + LEN];
    let context = start.min(CONTEXT);
    let available = bytes.get(start - context..).unwrap_or_default();
    let padding = (context + LEN).saturating_sub(available.len());
    for (slot, &byte) in block.iter_mut().skip(CONTEXT - context).zip(available) {
        *slot = byte;
    }
    items(left_pack, &block, ranks)?.checked_sub(padding)
}

/// Returns whether every varint is in its shortest form and has at most 3 bytes. An overlong varint has a zero
/// byte after a byte with the top bit set; a varint of 4 bytes has three such bytes in a row.
fn is_regular(block: &Block) -> bool {
    let bytes = block.iter().zip(&block[1..]).zip(&block[2..]).zip(&block[CONTEXT..]);
    let irregular =
        |(((a, b), c), d): (((&u8, &u8), &u8), &u8)| (c >> 7 & u8::from(*d == 0)) | (a & b & c) >> 7;
    bytes.map(irregular).fold(0, |any, byte| any | byte) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::numbers::{Rank, Zigzag};
    use crate::coder::thrift::checked;

    const SIZE: u32 = 300_000;

    fn values() -> Vec<[u8; 4]> {
        (0..SIZE).map(|rank| (rank ^ 0x5555).to_le_bytes()).collect()
    }

    /// Returns ranks whose varints have all lengths, in all combinations of neighbors and in runs of any length.
    fn ranks(count: u32) -> Vec<u32> {
        let sizes = [1, 60, 20_000, 127, SIZE, 3, 16_384, 2_000];
        let size = |i: u32| sizes[(i / 5 + i * i) as usize % sizes.len()];
        (0..count).map(|i| (i * i * 31 + i / 7) % size(i)).collect()
    }

    fn one_by_one(ranks: &[u32]) -> Vec<u8> {
        let mut out = Vec::new();
        checked::encode(ranks.iter().map(|&rank| Ok(Zigzag::of(Rank(rank)))), &mut out).unwrap();
        out
    }

    /// The counts cover every position of a block boundary.
    #[test]
    fn all_implementations_agree_with_the_checked_one() {
        let varints: Vec<[u8; 4]> =
            (0..SIZE).map(|rank| Zigzag::of(Rank(rank)).packed_varint().to_le_bytes()).collect();
        let values = values();
        for count in (0..300).chain([1000, 5_000]) {
            let ranks = ranks(count);
            let count = ranks.len();
            let bytes = one_by_one(&ranks);
            for mode in [SimdMode::Fastest, SimdMode::Safe] {
                let mut out = Vec::new();
                encode(mode, &ranks, &varints, &mut out).unwrap();
                assert!(out == bytes, "{count}");
            }
            assert_eq!(super::count(&bytes), count);
            let expected: Vec<u32> = ranks.iter().map(|rank| rank ^ 0x5555).collect();
            for mode in [SimdMode::Fastest, SimdMode::Safe] {
                let mut out = Vec::new();
                assert!(decode(mode, &bytes, count, &values, &mut out) && out == expected, "{count}");
            }
        }
    }

    #[test]
    fn a_canonical_varint_is_regular_if_its_rank_has_a_value() {
        let values = values();
        for rank in 0..SIZE + 10 {
            let bytes = one_by_one(&[rank]);
            let mut out = Vec::new();
            for mode in [SimdMode::Fastest, SimdMode::Safe] {
                out.clear();
                let regular = decode(mode, &bytes, 1, &values, &mut out);
                assert_eq!(
                    (regular, out.as_slice() == [rank ^ 0x5555]),
                    (rank < SIZE, rank < SIZE),
                    "{rank}"
                );
            }
        }
    }

    #[test]
    fn detects_an_irregular_varint_at_every_position() {
        let values = values();
        for bad in
            [&[0x80, 0][..], &[0x85, 0x80, 0], &[0x80, 0x80, 0x80, 1], &[0xff, 0xff, 0x7f], &[0x80; 70]]
        {
            for (before, after) in
                (0..140).flat_map(|before| [0, 1, 2, 63, 64, 90].map(|after| (before, after)))
            {
                let bytes = [&vec![1; before], bad, &vec![1; after]].concat();
                for mode in [SimdMode::Fastest, SimdMode::Safe] {
                    assert!(
                        !decode(mode, &bytes, super::count(&bytes), &values, &mut Vec::new()),
                        "{bad:?} {before} {after}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_key_without_a_varint_is_reported_by_position() {
        for (table, mode) in
            [1 << 14, 100].into_iter().flat_map(|table| [(table, SimdMode::Fastest), (table, SimdMode::Safe)])
        {
            for position in 0..10 {
                let mut keys = [0; 10];
                keys[position] = table;
                let result = encode(mode, &keys, &vec![[0, 0, 0, 1]; table as usize], &mut Vec::new());
                assert_eq!(result, Err(position));
            }
        }
    }
}
