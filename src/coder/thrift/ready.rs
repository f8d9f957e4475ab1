//! The fast way: varints looked up by key, values looked up by rank.
//!
//! What is not regular is left to the plain way, which knows what is wrong with it.

use super::Ways;
use super::compact::{self, Block, CONTEXT, Compact, LEN};
use super::unchecked;
use crate::varint;

/// Bytes that are stored of a varint, whatever its length.
pub(super) const STORED: usize = 4;

/// Appends the varint of each key, or says which key has none. The last of a varint's four bytes is its length.
pub(crate) fn encode(
    ways: Ways,
    keys: &[u32],
    varints: &[[u8; STORED]],
    out: &mut Vec<u8>,
) -> Result<(), usize> {
    // No symbol is larger than the table.
    match (ways, varint::len(u32::try_from(varints.len()).unwrap_or(u32::MAX))) {
        (Ways::All, unchecked::LONGEST) => unchecked::encode(keys, varints, out),
        (_, longest) => encode_checked(keys, varints, longest, out),
    }
}

/// The safe way, and the one of small tables.
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

/// How many varints end in these bytes.
pub(crate) fn count(bytes: &[u8]) -> usize {
    // Sums of so few fit into a byte, which many of can be added at once.
    bytes
        .chunks(255)
        .map(|chunk| usize::from(chunk.iter().map(|byte| u8::from(*byte < 0x80)).sum::<u8>()))
        .sum()
}

/// Appends the value of each varint's rank, if they are `count`, and all regular: shortest forms, of 3 bytes at most,
/// of ranks that have a value. If not, what was appended means nothing.
pub(crate) fn decode(ways: Ways, bytes: &[u8], count: usize, values: &[[u8; 4]], out: &mut Vec<u32>) -> bool {
    let compact = compact::chosen(ways);
    let (mut ranks, mut found) = ([0; compact::RANKS], [0; LEN]);
    let mut left = count;
    out.reserve(count);
    for begin in (0..bytes.len()).step_by(LEN) {
        let items = match begin.checked_sub(CONTEXT).and_then(|from| bytes.get(from..)?.first_chunk()) {
            Some(block) => items(compact, block, &mut ranks),
            None => items_at_edge(compact, bytes, begin, &mut ranks),
        };
        let Some(items) = items.filter(|&items| items <= left) else { return false };
        left -= items;
        for (slot, &rank) in found.iter_mut().zip(&ranks).take(items) {
            let Some(value) = values.get(rank as usize) else { return false };
            *slot = u32::from_le_bytes(*value);
        }
        out.extend_from_slice(found.get(..items).unwrap_or_default());
    }
    left == 0 && bytes.last().is_none_or(|&last| last < 0x80)
}

/// How many items end in the block, whose ranks are stored; `None` if one is not regular.
fn items(compact: Compact, block: &Block, ranks: &mut [u32; compact::RANKS]) -> Option<usize> {
    is_regular(block).then(|| compact(block, ranks))
}

/// [`items`] of a block that reaches over the first byte or the last. Zeros stand there: items of their own.
#[cold]
fn items_at_edge(
    compact: Compact,
    bytes: &[u8],
    begin: usize,
    ranks: &mut [u32; compact::RANKS],
) -> Option<usize> {
    let mut block = [0; CONTEXT + LEN];
    let context = begin.min(CONTEXT);
    let there = bytes.get(begin - context..).unwrap_or_default();
    let padding = (context + LEN).saturating_sub(there.len());
    for (slot, &byte) in block.iter_mut().skip(CONTEXT - context).zip(there) {
        *slot = byte;
    }
    items(compact, &block, ranks)?.checked_sub(padding)
}

/// Whether no item has a last byte of zero behind another, and none has more than 3 bytes.
fn is_regular(block: &Block) -> bool {
    let bytes = block.iter().zip(&block[1..]).zip(&block[2..]).zip(&block[CONTEXT..]);
    let irregular =
        |(((a, b), c), d): (((&u8, &u8), &u8), &u8)| (c >> 7 & u8::from(*d == 0)) | (a & b & c) >> 7;
    bytes.map(irregular).fold(0, |all, one| all | one) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::thrift::{items, symbol};

    const SIZE: u32 = 300_000;

    fn values() -> Vec<[u8; 4]> {
        (0..SIZE).map(|rank| (rank ^ 0x5555).to_le_bytes()).collect()
    }

    /// Every length of varint next to every other, in runs of any length.
    fn ranks(count: u32) -> Vec<u32> {
        let sizes = [1, 60, 20_000, 127, SIZE, 3, 16_384, 2_000];
        let size = |i: u32| sizes[(i / 5 + i * i) as usize % sizes.len()];
        (0..count).map(|i| (i * i * 31 + i / 7) % size(i)).collect()
    }

    fn plain(ranks: &[u32]) -> Vec<u8> {
        let mut out = Vec::new();
        items::encode(ranks.iter().map(|&rank| Ok(symbol(rank))), &mut out).unwrap();
        out
    }

    /// Both ways of this processor against the plain one, whole and with every block boundary.
    #[test]
    fn it_is_the_plain_way_but_faster() {
        let varints: Vec<[u8; 4]> = (0..SIZE).map(|rank| symbol::word(rank).to_le_bytes()).collect();
        let values = values();
        for count in (0..300).chain([1000, 5_000]) {
            let ranks = ranks(count);
            let count = ranks.len();
            let bytes = plain(&ranks);
            for ways in [Ways::All, Ways::Safe] {
                let mut out = Vec::new();
                encode(ways, &ranks, &varints, &mut out).unwrap();
                assert!(out == bytes, "{count}");
            }
            assert_eq!(super::count(&bytes), count);
            let expected: Vec<u32> = ranks.iter().map(|rank| rank ^ 0x5555).collect();
            for ways in [Ways::All, Ways::Safe] {
                let mut out = Vec::new();
                assert!(decode(ways, &bytes, count, &values, &mut out) && out == expected, "{count}");
            }
        }
    }

    #[test]
    fn every_single_item_is_regular_if_it_has_a_value() {
        let values = values();
        for rank in 0..SIZE + 10 {
            let bytes = plain(&[rank]);
            let mut out = Vec::new();
            for ways in [Ways::All, Ways::Safe] {
                out.clear();
                let regular = decode(ways, &bytes, 1, &values, &mut out);
                assert_eq!(
                    (regular, out.as_slice() == [rank ^ 0x5555]),
                    (rank < SIZE, rank < SIZE),
                    "{rank}"
                );
            }
        }
    }

    #[test]
    fn an_irregular_item_is_seen_wherever_it_stands() {
        let values = values();
        for bad in
            [&[0x80, 0][..], &[0x85, 0x80, 0], &[0x80, 0x80, 0x80, 1], &[0xff, 0xff, 0x7f], &[0x80; 70]]
        {
            for (before, after) in
                (0..140).flat_map(|before| [0, 1, 2, 63, 64, 90].map(|after| (before, after)))
            {
                let bytes = [&vec![1; before], bad, &vec![1; after]].concat();
                for ways in [Ways::All, Ways::Safe] {
                    assert!(
                        !decode(ways, &bytes, super::count(&bytes), &values, &mut Vec::new()),
                        "{bad:?} {before} {after}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_key_without_a_varint_is_named() {
        for (table, ways) in
            [1 << 14, 100].into_iter().flat_map(|table| [(table, Ways::All), (table, Ways::Safe)])
        {
            for position in 0..10 {
                let mut keys = [0; 10];
                keys[position] = table;
                let result = encode(ways, &keys, &vec![[0, 0, 0, 1]; table as usize], &mut Vec::new());
                assert_eq!(result, Err(position));
            }
        }
    }
}
