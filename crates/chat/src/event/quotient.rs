//! Numbers that servers compute from two others, such as tokens per second from tokens and milliseconds.
//!
//! llama.cpp reports five numbers of which two follow from the others, but only in the order in which it computes them,
//! because each operation rounds:
//!
//! ```text
//! "predicted_n":3,"predicted_ms":72.189,"predicted_per_token_ms":24.063,"predicted_per_second":41.55757802435274
//!                                       72.189 / 3                      1000 / 72.189 * 3
//! ```
//!
//! The operations are those of IEEE 754 with 64 bits, so every machine computes the same bits. A number is written with
//! the fewest digits that distinguish it from all others, as JavaScript, Python and most libraries of C++ do.

use std::io::Write;

/// A formula with two numbers a and b of the same event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Quotient {
    /// a / b
    Ratio,
    /// c / a * b
    InverseTimes(f64),
    /// c * b / a
    TimesInverse(f64),
}

/// The constants c: 1, 100 for percent, and the numbers of milliseconds, microseconds and nanoseconds in a second.
const FACTORS: [f64; 5] = [1.0, 1e2, 1e3, 1e6, 1e9];

impl Quotient {
    /// Returns all formulas in the order in which they are tried.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let inverse_times = FACTORS.into_iter().map(Self::InverseTimes);
        let times_inverse = FACTORS.into_iter().map(Self::TimesInverse);
        std::iter::once(Self::Ratio).chain(inverse_times).chain(times_inverse)
    }

    /// Returns whether the formula's number is written as this content.
    pub(crate) fn writes(self, a: f64, b: f64, content: &[u8]) -> bool {
        let mut written = Vec::new();
        self.write(a, b, &mut written) && written == content
    }

    /// Appends the formula's number, a whole one with `.0`. Returns `false` if some servers would write an exponent.
    pub(crate) fn write(self, a: f64, b: f64, out: &mut Vec<u8>) -> bool {
        /// From here on some servers write an exponent.
        const MAX: f64 = 1e15;
        /// Below this some servers write an exponent.
        const MIN: f64 = 1e-4;
        let number = self.compute(a, b);
        let is_plain = (MIN..MAX).contains(&number.abs());
        let whole = if number.fract() == 0.0 { ".0" } else { "" };
        is_plain && write!(out, "{number}{whole}").is_ok()
    }

    /// Returns the formula's number.
    pub(crate) fn compute(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Ratio => a / b,
            Self::InverseTimes(factor) => factor / a * b,
            Self::TimesInverse(factor) => factor * b / a,
        }
    }
}
