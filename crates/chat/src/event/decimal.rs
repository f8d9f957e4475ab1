//! Decimal numbers: text <-> an integer and how many of its digits are behind the point.

/// Appends a number in its normal form.
pub(crate) fn write(mantissa: i64, scale: u8, out: &mut Vec<u8>) {
    let digits = format!("{:0width$}", mantissa.unsigned_abs(), width = usize::from(scale) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    if mantissa < 0 {
        out.push(b'-');
    }
    out.extend(whole.bytes());
    if scale > 0 {
        out.push(b'.');
        out.extend(fraction.bytes());
    }
}

/// Reads a number in its normal form: at most 18 digits, no exponent, no zeros in front, and no `-0`.
pub(crate) fn parse(text: &[u8]) -> Option<(i64, u8)> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= 20)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let scale = u8::try_from(fraction.len()).ok()?;
    let mantissa = [whole, fraction].concat().parse().ok().filter(|mantissa: &i64| mantissa.unsigned_abs() < MOST)?;
    let mut again = Vec::new();
    write(mantissa, scale, &mut again);
    (again == text.as_bytes()).then_some((mantissa, scale))
}

/// So that sums and differences do not overflow.
pub(crate) const MOST: u64 = 1_000_000_000_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_normal_form_is_read() {
        for (text, number) in [("0", (0, 0)), ("-12.50", (-1250, 2)), ("0.05", (5, 2)), ("-0.5", (-5, 1))] {
            assert_eq!(parse(text.as_bytes()), Some(number), "{text}");
        }
        for other in ["", "-", "-0", "00", "01", "1.", ".5", "-.5", "1e5", "+1", "-0.0", "1000000000000000000"] {
            assert_eq!(parse(other.as_bytes()), None, "{other}");
        }
        assert_eq!(parse(b"999999999999999999"), Some((999_999_999_999_999_999, 0)));
    }
}
