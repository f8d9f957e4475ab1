//! The numbers that a token id becomes on its way to the wire. All are `u32`; each has a type, so that none passes for another.
//!
//! | number | what it is | example |
//! |---|---|---|
//! | token id | the vocabulary's own number, a plain `u32` | 290 |
//! | [`Rank`] | position in the table, most frequent first | 3 |
//! | [`Zigzag`] | what a payload's varint holds: the zigzag form of the mapped id | 4 |
//! | [`SymbolNumber`] | what a stream's varint or code word stands for: 16 control codes, then all ranks | 19 |
//!
//! `build.rs` compiles this file too.

/// The position of a token id in its table, from 0; the most frequent id comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(pub(crate) u32);

/// The zigzag form of a mapped id. Ranks 0, 1, 2, 3 ... have the mapped ids 0, 1, -1, 2 ..., whose zigzag forms are
/// 0, 2, 1, 4 ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zigzag(pub(crate) u32);

/// A control code (below [`CONTROLS`](Self::CONTROLS)), or a rank above all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SymbolNumber(pub(crate) u32);

impl Zigzag {
    /// Returns the zigzag form of a number: 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ...
    pub(crate) const fn encode(number: i32) -> Self {
        Self(((number << 1) ^ (number >> 31)).cast_unsigned())
    }

    /// Undoes [`encode`](Self::encode).
    pub(crate) const fn decode(self) -> i32 {
        (self.0 >> 1).cast_signed() ^ -(self.0 & 1).cast_signed()
    }

    pub(crate) const fn of(Rank(rank): Rank) -> Self {
        Self(match (rank, rank & 1) {
            (0, _) => 0,
            (_, 1) => rank + 1,
            _ => rank - 1,
        })
    }

    /// Undoes [`of`](Self::of). The zigzag form of a mapped id outside the table gives a rank outside it.
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
    /// How many control codes there are.
    pub(crate) const CONTROLS: u32 = 16;

    pub(crate) const fn of(Rank(rank): Rank) -> Self {
        Self(Self::CONTROLS.wrapping_add(rank))
    }

    /// The rank, unless this is a control code.
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

/// The varint of a number below 2^21, which covers every rank: its bytes from the lowest, and their count in the top byte.
const fn packed_varint(number: u32) -> u32 {
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
    fn zigzag_alternates_between_positive_and_negative_mapped_ids() {
        for rank in 0..1000u32 {
            let half = rank.div_ceil(2).cast_signed();
            let mapped = if rank % 2 == 1 { half } else { -half };
            assert_eq!(Zigzag::of(Rank(rank)), Zigzag::encode(mapped));
            assert_eq!(Zigzag::of(Rank(rank)).rank(), Rank(rank));
        }
    }

    #[test]
    fn the_last_rank_of_an_even_table_is_written_as_its_size() {
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
    fn symbols_are_control_codes_then_ranks() {
        assert_eq!((SymbolNumber(15).rank(), SymbolNumber(16).rank()), (None, Some(Rank(0))));
        assert_eq!(SymbolNumber::of(Rank(3)), SymbolNumber(19));
    }

    #[test]
    fn packed_varints_are_the_varints_of_all_ranks() {
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
