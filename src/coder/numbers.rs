//! The numbers that a token id is converted to on its way to the wire. All are `u32`, so each has its own type to
//! prevent mix-ups.
//!
//! | number | what it is | example |
//! |---|---|---|
//! | token id | the vocabulary's own number, a plain `u32` | 290 |
//! | [`Rank`] | the position in the table, most frequent first | 3 |
//! | [`Zigzag`] | the number in a payload's varint: the zigzag form of the mapped id | 4 |
//! | [`SymbolNumber`] | the number of a stream's symbol: 16 control codes, then all ranks | 19 |
//!
//! `build.rs` compiles this file too.

/// The position of a token id in its table, counted from 0. The most frequent id comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(pub(crate) u32);

/// The zigzag form of a mapped id. Ranks 0, 1, 2, 3 ... have the mapped ids 0, 1, -1, 2 ..., whose zigzag forms are
/// 0, 2, 1, 4 ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zigzag(pub(crate) u32);

/// The number of a stream's symbol: a control code below [`CONTROLS`](Self::CONTROLS), or a rank plus `CONTROLS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SymbolNumber(pub(crate) u32);

impl Zigzag {
    /// Returns the zigzag form of a number. 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ...
    pub(crate) const fn encode(number: i32) -> Self {
        Self(((number << 1) ^ (number >> 31)).cast_unsigned())
    }

    /// Reverses [`encode`](Self::encode).
    pub(crate) const fn decode(self) -> i32 {
        (self.0 >> 1).cast_signed() ^ -(self.0 & 1).cast_signed()
    }

    /// Returns the zigzag form of the mapped id of a rank.
    pub(crate) const fn of(Rank(rank): Rank) -> Self {
        Self(match (rank, rank & 1) {
            (0, _) => 0,
            (_, 1) => rank + 1,
            _ => rank - 1,
        })
    }

    /// Reverses [`of`](Self::of). A mapped id outside the table gives a rank outside the table.
    pub(crate) const fn rank(self) -> Rank {
        Rank(match (self.0, self.0 & 1) {
            (0, _) => 0,
            (_, 1) => self.0.saturating_add(1),
            _ => self.0 - 1,
        })
    }

    pub(crate) const fn packed_varint(self) -> u32 {
        packed_varint(self.0)
    }
}

impl SymbolNumber {
    /// The number of control codes.
    pub(crate) const CONTROLS: u32 = 16;

    /// Returns the symbol number of a rank.
    pub(crate) const fn of(Rank(rank): Rank) -> Self {
        Self(Self::CONTROLS.wrapping_add(rank))
    }

    /// Returns the rank, or `None` for a control code.
    pub(crate) const fn rank(self) -> Option<Rank> {
        match self.0.checked_sub(Self::CONTROLS) {
            Some(rank) => Some(Rank(rank)),
            None => None,
        }
    }

    pub(crate) const fn packed_varint(self) -> u32 {
        packed_varint(self.0)
    }
}

/// Returns the varint of a number below 2^21, which covers every rank. The low bytes are the varint, and the top
/// byte is its length.
const fn packed_varint(number: u32) -> u32 {
    let (low, middle, high) = (number & 0x7f, number >> 7 & 0x7f, number >> 14 & 0x7f);
    // This code has no branches, since the CPU cannot predict which length comes next.
    let (second, third) = ((number >= 0x80) as u32, (number >= 0x4000) as u32);
    (1 + second + third) << 24 | high << 16 | third << 15 | middle << 8 | second << 7 | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::varint;

    #[test]
    fn zigzag_alternates_between_positive_and_negative_mapped_ids() {
        for rank in 0..1000u32 {
            let half = rank.div_ceil(2).cast_signed();
            let mapped = if rank % 2 == 1 { half } else { -half };
            assert_eq!(Zigzag::of(Rank(rank)), Zigzag::encode(mapped));
            assert_eq!(Zigzag::of(Rank(rank)).rank(), Rank(rank));
        }
    }

    #[test]
    fn the_last_rank_of_an_even_table_is_encoded_as_its_size() {
        assert_eq!((Zigzag::of(Rank(9)), Zigzag(10).rank()), (Zigzag(10), Rank(9)));
        assert_eq!(Zigzag(u32::MAX).rank(), Rank(u32::MAX));
    }

    #[test]
    fn zigzag_interleaves_the_signs() {
        let numbers = [0, -1, 1, -2, i32::MAX, i32::MIN];
        assert_eq!(numbers.map(|number| Zigzag::encode(number).0), [0, 1, 2, 3, u32::MAX - 1, u32::MAX]);
        for number in (0..32).flat_map(|bit| [(1u32 << bit) - 1, 1 << bit, (1 << bit) + 1]) {
            assert_eq!(Zigzag::encode(Zigzag(number).decode()), Zigzag(number));
        }
    }

    #[test]
    fn ranks_follow_the_16_control_codes() {
        assert_eq!((SymbolNumber(15).rank(), SymbolNumber(16).rank()), (None, Some(Rank(0))));
        assert_eq!(SymbolNumber::of(Rank(3)), SymbolNumber(19));
    }

    #[test]
    fn packed_varints_equal_plain_varints_for_all_ranks() {
        let mut varint = Vec::new();
        for rank in 0..=crate::limits::MAX_VOCABULARY {
            varint.clear();
            varint::write(Zigzag::of(Rank(rank)).0, &mut varint);
            let packed = Zigzag::of(Rank(rank)).packed_varint().to_le_bytes();
            assert_eq!(
                (packed[..varint.len()].to_vec(), usize::from(packed[3])),
                (varint.clone(), varint.len())
            );
        }
    }
}
