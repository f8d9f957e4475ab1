//! Decodes a block of varints to ranks without a branch for each byte.
//!
//! A varint's length is unpredictable, so a loop that branches on it stalls at about every second item. Instead, every byte
//! is treated as if a varint ended there, which gives one candidate rank a byte. Then the candidates at bytes that do end a
//! varint (top bit clear) are packed to the left. For the bytes `05 | 9a 02 | 10`:
//!
//! ```text
//! byte            05   9a   02   10
//! candidate       a    b    c    d     the rank of a varint of 1 to 3 bytes that ends here
//! ends a varint   yes  no   yes  yes
//! packed          a c d
//! ```
//!
//! This file has the portable implementation; `unchecked/avx2.rs` packs eight candidates at a time.

/// Bytes that are decoded together.
pub(super) const LEN: usize = 128;
/// Bytes of context before them: a varint has at most 3 bytes, and a fourth has to be noticed.
pub(super) const CONTEXT: usize = 3;
pub(super) type Block = [u8; CONTEXT + LEN];

/// Room for the ranks of a block, and for the lanes that a vector store writes behind the last one.
pub(super) const RANKS: usize = LEN + 8;

/// Stores the rank of each varint that ends in the block and returns how many there are.
pub(super) type LeftPack = fn(&Block, &mut [u32; RANKS]) -> usize;

/// The implementation without `unsafe`, for every CPU.
pub(super) fn portable(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
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

/// Returns the rank of the varint that ends in `last`, without a branch. `first` and `second` are the two bytes before it.
fn rank_ending(first: u32, second: u32, last: u32) -> u32 {
    let two = last << 7 | second & 0x7f;
    let three = two << 7 | first & 0x7f;
    // All ones where the varint has at least two bytes, and three.
    let (long, longer) = (0u32.wrapping_sub(second >> 7), 0u32.wrapping_sub(first >> 7));
    let long_zigzag = three & longer | two & !longer;
    let zigzag = long_zigzag & long | last & !long;
    // `Zigzag::rank` without its branches.
    ((zigzag + 1) ^ u32::from(zigzag > 0)).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coder::numbers::{Rank, Zigzag};

    #[test]
    fn every_varint_ends_in_the_rank_of_its_number() {
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
