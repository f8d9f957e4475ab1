//! The numeric state of a slot: its last number, and the code of a new number relative to it.
//!
//! A number, a time or a run of spaces is treated as an integer of units, the mantissa. A unit is 10^-s for a number
//! and 10^-s seconds for a time, where s (the scale) is the largest number of digits after the point so far. For blanks
//! it is one space.
//!
//! Integers, times and blanks are encoded as their difference from the predicted number: `1 + zigzag(difference)`.
//! Fractions, such as log probabilities, are random, so a difference would not be smaller. They are encoded as
//! `1 + magnitude`, in as many bytes as the largest magnitude so far needs. The sign is assumed to be that of the last
//! number. Code 0 precedes content that has no code, which is encoded as its bytes. Examples without a predicted step:
//!
//! | last | new | mantissas | code |
//! |---|---|---|---|
//! | `7` | `8` | 7 and 8 | 1 + zigzag(1) = 3 |
//! | `8` | `6` | 8 and 6 | 1 + zigzag(-2) = 4 |
//! | `-0.25` | `-1.75` | -25 and -175 | 1 + 175 = 176 |
//! | `-0.5` | `0.5` | | none: the sign differs |
//! | `0.5` | `0.25` | | none: the scale grows |

use super::lexer::Kind;
use super::{decimal, time};
use crate::limits::MAX_EVENT;

/// The last number of a slot and the format of its numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NumericState {
    /// The last number in units, or `None` if the last content was not a number.
    mantissa: Option<i64>,
    /// The largest number of digits after the point so far.
    scale: u8,
    /// Whether the server omits trailing zeros after the point.
    trimmed: bool,
    /// The largest magnitude so far, in units.
    largest: u64,
}

impl NumericState {
    /// The state before the first number. Most servers omit trailing zeros.
    pub(crate) const EMPTY: Self = Self { mantissa: None, scale: 0, trimmed: true, largest: 0 };

    /// Updates the state with the slot's new content.
    pub(crate) fn learn(&mut self, kind: Kind, content: &[u8]) {
        let Some((mantissa, scale)) = parse(kind, content) else {
            self.mantissa = None;
            return;
        };
        if scale < self.scale {
            self.trimmed = true;
        } else if mantissa % 10 == 0 && scale > 0 {
            self.trimmed = false;
        }
        // A larger scale makes units smaller, so the largest magnitude is converted to the new units.
        let new_digits = scale.saturating_sub(self.scale);
        self.largest = self.largest.saturating_mul(10_u64.saturating_pow(new_digits.into()));
        self.scale = self.scale.max(scale);
        self.mantissa = rescale(mantissa, self.scale - scale);
        self.largest = self.largest.max(self.mantissa.unwrap_or_default().unsigned_abs());
    }

    /// Returns the number of bytes that the code of a fraction takes, or `None` for other numbers, whose codes are
    /// varints.
    pub(crate) fn code_width(&self, kind: Kind) -> Option<usize> {
        let bits = u64::BITS - self.largest.saturating_add(1).leading_zeros();
        self.is_fraction(kind).then(|| bits.div_ceil(8) as usize)
    }

    /// Returns the difference of `content` from the last number or time, or `None` if one of two numbers has a fraction,
    /// or there is no last one.
    pub(crate) fn step_to(&self, kind: Kind, content: &[u8]) -> Option<i64> {
        let (mantissa, scale) = parse(kind, content)?;
        let mantissa = rescale(mantissa, self.scale.checked_sub(scale)?)?;
        mantissa.checked_sub(self.mantissa?).filter(|_| !self.is_fraction(kind))
    }

    /// Returns whether one wrong prediction makes more of them likely, as for fractions and blanks.
    pub(crate) fn is_volatile(&self, kind: Kind) -> bool {
        self.is_fraction(kind) || kind == Kind::Blanks
    }

    /// Appends the last number plus `step`. Returns `false` if there is no last number or the sum has no normal form.
    pub(crate) fn write_next(&self, kind: Kind, step: i64, out: &mut Vec<u8>) -> bool {
        let next = self.mantissa.and_then(|mantissa| mantissa.checked_add(step));
        next.is_some_and(|mantissa| self.write(kind, mantissa, out))
    }

    /// Returns the code of `content` with the predicted `step`, if it has one: if the decoder would restore the same
    /// bytes from it.
    pub(crate) fn encode(&self, kind: Kind, step: i64, content: &[u8]) -> Option<u64> {
        let (mantissa, scale) = parse(kind, content)?;
        let mantissa = rescale(mantissa, self.scale.checked_sub(scale)?)?;
        let mut written = Vec::new();
        if !self.write(kind, mantissa, &mut written) || written != content {
            return None;
        }
        let code = self.code(kind, step, mantissa)?.checked_add(1)?;
        let overflows = |width| code.to_le_bytes().iter().skip(width).any(|byte| *byte > 0);
        (!self.code_width(kind).is_some_and(overflows)).then_some(code)
    }

    /// Appends the content whose code [`encode`](Self::encode) returned. Returns `false` if no content has this code.
    pub(crate) fn decode(&self, kind: Kind, step: i64, code: u64, out: &mut Vec<u8>) -> bool {
        let Some(code) = code.checked_sub(1) else { return false };
        let mantissa = if self.is_fraction(kind) {
            let magnitude = i64::try_from(code).ok();
            magnitude.map(|magnitude| if self.is_negative() { -magnitude } else { magnitude })
        } else {
            self.predicted(step).checked_add(unzigzag(code))
        };
        mantissa.is_some_and(|mantissa| self.write(kind, mantissa, out))
    }

    /// Returns the code minus 1.
    fn code(&self, kind: Kind, step: i64, mantissa: i64) -> Option<u64> {
        if self.is_fraction(kind) {
            let has_last_sign = mantissa == 0 || (mantissa < 0) == self.is_negative();
            return has_last_sign.then(|| mantissa.unsigned_abs());
        }
        Some(zigzag(mantissa.checked_sub(self.predicted(step))?))
    }

    fn is_fraction(&self, kind: Kind) -> bool {
        kind == Kind::Number && self.scale > 0
    }

    fn is_negative(&self) -> bool {
        self.mantissa.is_some_and(|mantissa| mantissa < 0)
    }

    fn predicted(&self, step: i64) -> i64 {
        self.mantissa.unwrap_or_default().saturating_add(step)
    }

    fn write(&self, kind: Kind, mut mantissa: i64, out: &mut Vec<u8>) -> bool {
        let mut scale = self.scale;
        while self.trimmed && scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        write(kind, mantissa, scale, out)
    }
}

fn parse(kind: Kind, content: &[u8]) -> Option<(i64, u8)> {
    match kind {
        Kind::Number => decimal::parse(content),
        Kind::Time => time::parse(content),
        Kind::Blanks => i64::try_from(content.len()).ok().map(|len| (len, 0)),
        Kind::String | Kind::Ints => None,
    }
}

fn write(kind: Kind, mantissa: i64, scale: u8, out: &mut Vec<u8>) -> bool {
    match kind {
        Kind::Number if mantissa.unsigned_abs() < decimal::LIMIT => decimal::write(mantissa, scale, out),
        Kind::Time => return time::write(mantissa, scale, out),
        Kind::Blanks => match usize::try_from(mantissa) {
            Ok(len) if len <= MAX_EVENT => out.resize(out.len() + len, b' '),
            _ => return false,
        },
        _ => return false,
    }
    true
}

fn rescale(mantissa: i64, digits: u8) -> Option<i64> {
    mantissa.checked_mul(10_i64.checked_pow(digits.into())?)
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the codes of all contents after the first, after a check that they round-trip.
    fn codes(kind: Kind, contents: &[&str]) -> Vec<Option<u64>> {
        let mut state = NumericState::EMPTY;
        state.learn(kind, contents[0].as_bytes());
        let code = |content: &&str| {
            let code = state.encode(kind, 0, content.as_bytes());
            if let Some(code) = code {
                let mut decoded = Vec::new();
                assert!(state.decode(kind, 0, code, &mut decoded));
                assert_eq!(decoded, content.as_bytes());
            }
            state.learn(kind, content.as_bytes());
            code
        };
        contents[1..].iter().map(code).collect()
    }

    #[test]
    fn integers_times_and_blanks_are_encoded_as_differences() {
        assert_eq!(
            codes(Kind::Number, &["7", "8", "6", "6", "x", "5"]),
            [Some(3), Some(4), Some(1), None, Some(11)]
        );
        assert_eq!(codes(Kind::Blanks, &["  ", "", "   "]), [Some(4), Some(7)]);
        let times = ["2026-11-19T08:00:00.5Z", "2026-11-19T08:00:01.25Z", "2026-11-19T08:00:01.3Z"];
        let times = times.map(|time| &time[..time.len() - 1]);
        assert_eq!(codes(Kind::Time, &times), [None, Some(11)]);
    }

    #[test]
    fn fractions_are_encoded_as_magnitudes() {
        assert_eq!(
            codes(Kind::Number, &["-0.25", "-1.75", "-0.5", "0.5", "-0.0"]),
            [Some(176), Some(51), None, None]
        );
        assert_eq!(codes(Kind::Number, &["1.50", "1.75", "2.00", "2.0"]), [Some(176), Some(201), None]);
    }
}
