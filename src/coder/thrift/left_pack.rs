//! Decodes a block of varints to ranks without a branch per byte.
//!
//! The length of a varint is unpredictable, so a loop that branches on it mispredicts at about every second item.
//! Left-packing avoids the branches in two steps:
//!
//! 1. Treat every byte as if a varint ended there. Together with the two bytes before it, each byte gives one
//!    candidate rank.
//! 2. Keep the candidates at the bytes that really end a varint, whose top bit is clear, and pack them to the left.
//!
//! For the bytes `05 9a 02 10`, which hold the varints `05`, `9a 02` and `10`:
//!
//! ```text
//! byte            05    9a    02    10
//! ends a varint   yes   no    yes   yes
//! candidate       a     b     c     d      c is computed from 9a and 02; b is meaningless
//! packed          a     c     d
//! ```
//!
//! Step 2 needs no branch either: it stores each candidate at the next free slot, and advances to the following
//! slot only if the byte ends a varint. The next candidate overwrites a meaningless one.
//!
//! This file has the portable implementation. `unchecked/avx2.rs` packs eight candidates at a time.

/// The number of bytes in a block that are decoded together.
pub(super) const LEN: usize = 128;
/// The number of bytes before them that a block includes as context. A varint has at most 3 bytes; the third byte
/// of context reveals a varint of 4 bytes, which is irregular.
pub(super) const CONTEXT: usize = 3;
/// The context and the bytes to decode.
pub(super) type Block = [u8; CONTEXT + LEN];

/// Room for the ranks of a block, and for the unused lanes of the last vector store.
pub(super) const RANKS: usize = LEN + 8;

/// A function that stores the rank of each varint that ends in the block, and returns their number.
pub(super) type LeftPack = fn(&Block, &mut [u32; RANKS]) -> usize;

/// The implementation without `unsafe`, which runs on every CPU.
pub(super) fn portable(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
    let mut candidates = [0; LEN];
    let bytes = block[1..].iter().zip(&block[2..]).zip(&block[CONTEXT..]);
    for (rank, ((&first, &second), &last)) in candidates.iter_mut().zip(bytes) {
        *rank = rank_ending(first.into(), second.into(), last.into());
    }
    let mut items = 0;
    for (rank, &last) in candidates.iter().zip(&block[CONTEXT..]) {
        if let Some(slot) = ranks.get_mut(items & (LEN - 1)) {
            *slot = *rank;
        }
        items += usize::from(last < 0x80);
    }
    items
}

/// Returns the rank of the varint that ends in `last`, without a branch. `first` and `second` are the two bytes
/// before `last`; they belong to the varint if their top bits are set.
fn rank_ending(first: u32, second: u32, last: u32) -> u32 {
    let two = last << 7 | second & 0x7f;
    let three = two << 7 | first & 0x7f;
    // `long` is all ones if the varint has at least two bytes, and `longer` if it has three.
    let (long, longer) = (0u32.wrapping_sub(second >> 7), 0u32.wrapping_sub(first >> 7));
    let long_zigzag = three & longer | two & !longer;
    let zigzag = long_zigzag & long | last & !long;
    // This equals `Zigzag::rank`, without its branches.
    ((zigzag + 1) ^ u32::from(zigzag > 0)).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::numbers::{Rank, Zigzag};

    #[test]
    fn computes_the_rank_of_every_varint_of_up_to_three_bytes() {
        let mut varint = Vec::new();
        for number in 0..1 << 21 {
            varint.clear();
            crate::varint::write(number, &mut varint);
            let mut bytes = [0u32; 3];
            bytes.iter_mut().rev().zip(varint.iter().rev()).for_each(|(slot, byte)| *slot = u32::from(*byte));
            assert_eq!(Rank(rank_ending(bytes[0], bytes[1], bytes[2])), Zigzag(number).rank());
        }
    }
}
