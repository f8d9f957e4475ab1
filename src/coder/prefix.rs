//! The prefix coder. It encodes each rank as a code word of 1 to 24 bits; frequent ranks have short words.

mod decoder;
mod encoder;
pub(crate) mod lengths;
mod rank_code;
mod symbol_code;
pub(crate) mod symbol_runs;

pub(crate) use decoder::Decoder;
pub(crate) use encoder::Encoder;
pub(crate) use rank_code::RankCode;
pub(crate) use symbol_code::{NUMBERS, SymbolCode};

/// Returns the largest number of bytes that the words of `ranks` ranks take, padding included.
pub(crate) const fn max_len(ranks: usize) -> usize {
    ranks.saturating_mul(lengths::MAX_LEN / 8)
}

#[cfg(test)]
mod tests;
