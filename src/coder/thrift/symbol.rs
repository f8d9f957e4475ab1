//! The number that stands in a rank's varint. `build.rs` compiles this file too.

/// Symbol of a rank. Ranks 0, 1, 2, 3 ... have the mapped ids 0, 1, -1, 2 ..., whose zigzag forms are 0, 2, 1, 4, 3 ...
pub(crate) const fn symbol(rank: u32) -> u32 {
    match (rank, rank & 1) {
        (0, _) => 0,
        (_, 1) => rank + 1,
        _ => rank - 1,
    }
}

/// Undoes [`symbol`]. A symbol outside the table gives a rank outside it.
pub(crate) const fn rank(symbol: u32) -> u32 {
    match (symbol, symbol & 1) {
        (0, _) => 0,
        (_, 1) => symbol.saturating_add(1),
        _ => symbol - 1,
    }
}

/// The varint of a rank below 2^20, ready to be written.
pub(crate) const fn word(rank: u32) -> u32 {
    packed(symbol(rank))
}

/// The varint of a number below 2^21: its bytes from the lowest, and in the top byte how many they are.
pub(crate) const fn packed(number: u32) -> u32 {
    let (low, middle, high) = (number & 0x7f, number >> 7 & 0x7f, number >> 14 & 0x7f);
    // No branch: which length comes next cannot be predicted.
    let (second, third) = ((number >= 0x80) as u32, (number >= 0x4000) as u32);
    (1 + second + third) << 24 | high << 16 | third << 15 | middle << 8 | second << 7 | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::varint;

    #[test]
    fn symbols_are_the_zigzag_of_alternating_mapped_ids() {
        for rank_ in 0..1000u32 {
            let half = rank_.div_ceil(2).cast_signed();
            let mapped = if rank_ % 2 == 1 { half } else { -half };
            assert_eq!(symbol(rank_), varint::zigzag(mapped));
            assert_eq!(rank(symbol(rank_)), rank_);
        }
    }

    #[test]
    fn the_last_rank_of_an_even_table_is_written_as_its_size() {
        assert_eq!([symbol(9), rank(10)], [10, 9]);
        assert_eq!(rank(u32::MAX), u32::MAX);
    }

    #[test]
    fn words_are_the_varints_of_all_ranks() {
        let mut varint = Vec::new();
        for rank in 0..=crate::limits::MAX_VOCABULARY {
            varint.clear();
            varint::write(symbol(rank), &mut varint);
            let word = word(rank).to_le_bytes();
            assert_eq!((word[..varint.len()].to_vec(), usize::from(word[3])), (varint.clone(), varint.len()));
        }
    }
}
