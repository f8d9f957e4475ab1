//! The prefix coder: each rank as a word of 1 to 24 bits, short ones for frequent ranks.

mod code;
mod decoder;
mod encoder;
pub(crate) mod lengths;
pub(crate) mod second;
mod symbols;

pub(crate) use code::Code;
pub(crate) use decoder::Decoder;
pub(crate) use encoder::Encoder;
pub(crate) use symbols::{NUMBERS, SymbolCode};

/// Most bytes that `ranks` words take, padding included.
pub(crate) const fn max_len(ranks: usize) -> usize {
    ranks.saturating_mul(lengths::MAX_LEN / 8)
}

#[cfg(test)]
mod tests;
