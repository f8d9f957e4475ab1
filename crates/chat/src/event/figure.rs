//! The number that stands in a slot: a count, a decimal fraction, a time, a run of blanks.

use super::{Kind, decimal, time};
use crate::limits::MAX_EVENT;

/// The last number of a slot, as an integer of its smallest unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    mantissa: Option<i64>,
    /// Decimal digits behind the point: the most that were seen.
    scale: u8,
    /// Zeros at the end are left out.
    trimmed: bool,
    /// The largest magnitude that was seen.
    largest: u64,
}

impl Figure {
    /// Of which nothing is known; most servers leave zeros out.
    pub(crate) const NONE: Self = Self { mantissa: None, scale: 0, trimmed: true, largest: 0 };

    /// Takes note of what stands in the slot now.
    pub(crate) fn see(&mut self, kind: Kind, text: &[u8]) {
        let Some((mantissa, scale)) = read(kind, text) else {
            self.mantissa = None;
            return;
        };
        if scale < self.scale {
            self.trimmed = true;
        } else if mantissa % 10 == 0 && scale > 0 {
            self.trimmed = false;
        }
        let digits = scale.saturating_sub(self.scale);
        self.largest = self.largest.saturating_mul(10_u64.saturating_pow(digits.into()));
        self.scale = self.scale.max(scale);
        self.mantissa = rescale(mantissa, self.scale - scale);
        self.largest = self.largest.max(self.mantissa.unwrap_or_default().unsigned_abs());
    }

    /// Bytes that a code of a number with a fraction takes; of others it is as long as need be.
    pub(crate) fn width(&self, kind: Kind) -> Option<usize> {
        let bits = u64::BITS - self.largest.saturating_add(1).leading_zeros();
        self.is_fraction(kind).then(|| bits.div_ceil(8) as usize)
    }

    /// What was added to the last number to make this one, of numbers without fractions.
    pub(crate) fn step_to(&self, kind: Kind, text: &[u8]) -> Option<i64> {
        let (mantissa, scale) = read(kind, text)?;
        Some(mantissa.wrapping_sub(self.mantissa?)).filter(|_| scale == 0 && self.scale == 0)
    }

    /// Whether numbers have fractions, or are times: whoever changes will change again.
    pub(crate) fn is_restless(&self, kind: Kind) -> bool {
        self.scale > 0 || kind != Kind::Number
    }

    /// Appends the last number and so many more; `false` if that is none.
    pub(crate) fn write_next(&self, kind: Kind, step: i64, out: &mut Vec<u8>) -> bool {
        let next = self.mantissa.and_then(|mantissa| mantissa.checked_add(step));
        next.is_some_and(|mantissa| self.write(kind, mantissa, out))
    }

    /// The number that stands for this text after a prediction: 1 and more.
    pub(crate) fn code(&self, kind: Kind, step: i64, text: &[u8]) -> Option<u64> {
        let (mantissa, scale) = read(kind, text)?;
        let mantissa = rescale(mantissa, self.scale.checked_sub(scale)?)?;
        let mut again = Vec::new();
        if !self.write(kind, mantissa, &mut again) || again != text {
            return None;
        }
        let code = if self.is_fraction(kind) {
            let negative = self.is_negative();
            (mantissa == 0 || (mantissa < 0) == negative).then(|| mantissa.unsigned_abs())
        } else {
            Some(zigzag(mantissa.checked_sub(self.base(step))?))
        };
        let code = code?.checked_add(1)?;
        let beyond = |width| code.to_le_bytes().iter().skip(width).any(|byte| *byte > 0);
        (!self.width(kind).is_some_and(beyond)).then_some(code)
    }

    /// Appends what a number from [`code`](Self::code) stands for.
    pub(crate) fn write_coded(&self, kind: Kind, step: i64, code: u64, out: &mut Vec<u8>) -> bool {
        let Some(code) = code.checked_sub(1) else { return false };
        let mantissa = if self.is_fraction(kind) {
            let magnitude = i64::try_from(code).ok();
            magnitude.map(|magnitude| if self.is_negative() { -magnitude } else { magnitude })
        } else {
            self.base(step).checked_add(unzigzag(code))
        };
        mantissa.is_some_and(|mantissa| self.write(kind, mantissa, out))
    }

    /// Fractions are random, so they are written as they are, but for the sign: it is the last one's.
    fn is_fraction(&self, kind: Kind) -> bool {
        kind == Kind::Number && self.scale > 0
    }

    /// Of the last number; without one, it is not.
    fn is_negative(&self) -> bool {
        self.mantissa.is_some_and(|mantissa| mantissa < 0)
    }

    fn base(&self, step: i64) -> i64 {
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

fn read(kind: Kind, text: &[u8]) -> Option<(i64, u8)> {
    match kind {
        Kind::Number => decimal::parse(text),
        Kind::Time => time::parse(text),
        Kind::Blanks => i64::try_from(text.len()).ok().map(|len| (len, 0)),
        Kind::String | Kind::Ints => None,
    }
}

fn write(kind: Kind, mantissa: i64, scale: u8, out: &mut Vec<u8>) -> bool {
    match kind {
        Kind::Number if mantissa.unsigned_abs() < decimal::MOST => decimal::write(mantissa, scale, out),
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

    /// The codes of numbers after one another.
    fn codes(kind: Kind, texts: &[&str]) -> Vec<Option<u64>> {
        let mut figure = Figure::NONE;
        figure.see(kind, texts[0].as_bytes());
        let code = |text: &&str| {
            let code = figure.code(kind, 0, text.as_bytes());
            if let Some(code) = code {
                let mut again = Vec::new();
                assert!(figure.write_coded(kind, 0, code, &mut again));
                assert_eq!(again, text.as_bytes());
            }
            figure.see(kind, text.as_bytes());
            code
        };
        texts[1..].iter().map(code).collect()
    }

    #[test]
    fn counts_and_times_are_told_by_their_difference() {
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
    fn fractions_are_told_as_they_are() {
        assert_eq!(
            codes(Kind::Number, &["-0.25", "-1.75", "-0.5", "0.5", "-0.0"]),
            [Some(176), Some(51), None, None]
        );
        assert_eq!(codes(Kind::Number, &["1.50", "1.75", "2.00", "2.0"]), [Some(176), Some(201), None]);
    }
}
