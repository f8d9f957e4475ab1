//! A block of varints -> their ranks, without a branch for each byte.
//!
//! At every byte a rank is made as if an item ended there; those where one does are kept.

use super::Ways;

/// Bytes that are looked at together.
pub(super) const LEN: usize = 128;
/// Bytes before them: an item has 3 at most, and a fourth would be seen.
pub(super) const CONTEXT: usize = 3;
pub(super) type Block = [u8; CONTEXT + LEN];

/// Room for the ranks of a block, and for what is stored behind the last one.
pub(super) const RANKS: usize = LEN + 8;

/// Stores the rank of each item that ends in the block, and says how many they are.
pub(super) type Compact = fn(&Block, &mut [u32; RANKS]) -> usize;

/// The fastest of the ways that may be gone and that this processor has; all give the same ranks.
pub(super) fn chosen(ways: Ways) -> Compact {
    #[cfg(target_arch = "x86_64")]
    if let (Ways::All, Some(compact)) = (ways, super::unchecked::avx2::compact()) {
        return compact;
    }
    compact
}

/// The safe way, which every processor has.
pub(super) fn compact(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
    let mut everywhere = [0; LEN];
    let bytes = block[1..].iter().zip(&block[2..]).zip(&block[CONTEXT..]);
    for (rank, ((&before, &last_but_one), &last)) in everywhere.iter_mut().zip(bytes) {
        *rank = rank_ending(before.into(), last_but_one.into(), last.into());
    }
    let mut items = 0;
    for (rank, &last) in everywhere.iter().zip(&block[CONTEXT..]) {
        if let Some(slot) = ranks.get_mut(items & (LEN - 1)) {
            *slot = *rank;
        }
        items += usize::from(last < 0x80);
    }
    items
}

/// Rank of the item whose last byte this is, told by the two bytes before it, without a branch.
fn rank_ending(first: u32, second: u32, last: u32) -> u32 {
    let two = last << 7 | second & 0x7f;
    let three = two << 7 | first & 0x7f;
    // All ones where the item has two bytes at least, and three.
    let (long, longer) = (0u32.wrapping_sub(second >> 7), 0u32.wrapping_sub(first >> 7));
    let long_symbol = three & longer | two & !longer;
    let symbol_ = long_symbol & long | last & !long;
    ((symbol_ + 1) ^ u32::from(symbol_ > 0)).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::thrift::symbol;

    #[test]
    fn an_item_ends_in_the_rank_that_its_symbol_has() {
        let mut varint = Vec::new();
        for number in 0..1 << 21 {
            varint.clear();
            crate::varint::write(number, &mut varint);
            let mut bytes = [0u32; 3];
            bytes.iter_mut().rev().zip(varint.iter().rev()).for_each(|(slot, byte)| *slot = u32::from(*byte));
            assert_eq!(rank_ending(bytes[0], bytes[1], bytes[2]), symbol::rank(number));
        }
    }
}
