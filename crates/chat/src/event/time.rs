//! Converts RFC 3339 times to an integer in units of their last digit, and back.
//!
//! `2026-11-19T08:00:05.25` is 1,795,075,205.25 seconds after 1970-01-01T00:00:00, so it is the integer 179,507,520,525
//! with two digits after the point. The time zone is not part of the time here.
//!
//! Days are counted without a table of months. A year starts on March 1, so that a leap day is its last day, and 400
//! years (an era) always have 146,097 days. From March on, the months repeat the lengths 31, 30, 31, 30, 31, together
//! 153 days, so `(153 * month + 2) / 5` is the number of days before a month (0 for March, 31 for April, 61 for May).
//! For example, 2000-03-01 is 5 eras after 0000-03-01, or 730,485 days, and 1970-01-01 is day 719,468 of that count.
//! The difference is 11,017 days.

/// The length of a time without a fraction.
const SECONDS_LEN: usize = "2026-11-19T08:00:00".len();
/// The seconds of a day.
const DAY: i64 = 86_400;
/// The days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Returns the length of the time in a string, without its time zone. Returns `None` if the string is not a time.
pub(crate) fn time_len(text: &[u8]) -> Option<usize> {
    let len = SECONDS_LEN + fraction_len(text.get(SECONDS_LEN..)?);
    parse(text.get(..len)?)?;
    is_offset(text.get(len..)?).then_some(len)
}

/// Returns the length of a point and one to nine digits, or 0 if there are none.
fn fraction_len(text: &[u8]) -> usize {
    let Some(digits) = text.strip_prefix(b".") else { return 0 };
    match digits.iter().take_while(|byte| byte.is_ascii_digit()).count() {
        count @ 1..=9 => 1 + count,
        _ => 0,
    }
}

fn is_offset(text: &[u8]) -> bool {
    match text {
        [] | [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Returns the time since 1970 in units of its last digit, and the number of digits after the point.
pub(crate) fn parse(text: &[u8]) -> Option<(i64, u8)> {
    let (seconds, fraction) = text.split_at_checked(SECONDS_LEN)?;
    let seconds = parse_seconds(seconds)?;
    let digits = fraction.strip_prefix(b".").unwrap_or(fraction);
    if digits.len() + usize::from(!digits.is_empty()) != fraction.len() {
        return None;
    }
    let scale = u8::try_from(digits.len()).ok().filter(|scale| *scale <= 9)?;
    let fraction = if digits.is_empty() { 0 } else { number(digits)? };
    // Before 1970 the seconds alone may not fit, but their sum with the fraction may.
    let mantissa = i128::from(seconds) * 10_i128.pow(scale.into()) + i128::from(fraction);
    Some((i64::try_from(mantissa).ok()?, scale))
}

/// Appends a time. Returns `false` and appends nothing if its year does not have four digits.
pub(crate) fn write(mantissa: i64, scale: u8, out: &mut Vec<u8>) -> bool {
    let unit = 10_i64.pow(scale.into());
    let (seconds, fraction) = (mantissa.div_euclid(unit), mantissa.rem_euclid(unit));
    let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = date_of(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    if !(0..=9999).contains(&year) {
        return false;
    }
    write_digits(year, 4, out);
    for (mark, field) in [(b'-', month), (b'-', day), (b'T', hour), (b':', minute), (b':', second)] {
        out.push(mark);
        write_digits(field, 2, out);
    }
    if scale > 0 {
        out.push(b'.');
        write_digits(fraction, scale.into(), out);
    }
    true
}

/// Appends a number with `count` digits.
fn write_digits(mut number: i64, count: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + count, b'0');
    for digit in out.iter_mut().skip(start).rev() {
        *digit += u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

/// Returns the seconds since 1970 of a date and a time, or `None` if they do not exist.
fn parse_seconds(text: &[u8]) -> Option<i64> {
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(at, mark)| text.get(*at) != Some(mark)) {
        return None;
    }
    let field = |at: usize, len: usize| number(text.get(at..at + len)?);
    let (year, month, day) = (field(0, 4)?, field(5, 2)?, field(8, 2)?);
    let (hour, minute, second) = (field(11, 2)?, field(14, 2)?, field(17, 2)?);
    let days = days_of(year, month, day);
    let exists = hour < 24 && minute < 60 && second < 60 && date_of(days) == (year, month, day);
    exists.then_some(days * DAY + hour * 3600 + minute * 60 + second)
}

fn number(digits: &[u8]) -> Option<i64> {
    let digit = |number: i64, byte: &u8| byte.is_ascii_digit().then(|| 10 * number + i64::from(byte - b'0'));
    digits.iter().try_fold(0, digit)
}

/// Returns the days since 1970 of a Gregorian date.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - EPOCH
}

/// Returns the year, month and day of a number of days since 1970: the inverse of [`days_of`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(EPOCH);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    // Removes the leap days, so that every year has 365 days: one after 1,460 days, but none after 36,524, and one
    // after 146,096.
    let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + 400 * era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_800_years_round_trips() {
        for day in days_of(1700, 1, 1)..days_of(2500, 1, 1) {
            let mut text = Vec::new();
            assert!(write(day * DAY + 1, 0, &mut text));
            assert_eq!(parse(&text), Some((day * DAY + 1, 0)));
        }
    }

    #[test]
    fn only_existing_rfc_3339_times_are_times() {
        assert_eq!(time_len(b"2026-11-19T08:00:00.503486828Z"), Some(29));
        assert_eq!(time_len(b"1970-01-01T00:00:01"), Some(19));
        assert_eq!(time_len(b"2026-02-28T23:59:59.5+05:30"), Some(21));
        for other in ["2026-11-19", "2026-02-29T00:00:00Z", "2026-11-19T24:00:00Z", "2026-11-19 08:00:00Z"] {
            assert_eq!(time_len(other.as_bytes()), None, "{other}");
        }
        for other in ["2026-11-19T08:00:00 GMT", "2026-11-19T08:00:00.Z", "2026-11-19T08:00:00.1234567890Z"] {
            assert_eq!(time_len(other.as_bytes()), None, "{other}");
        }
        assert_eq!(parse(b"1970-01-01T00:00:01.25"), Some((125, 2)));
        assert_eq!(parse(b"1969-12-31T23:59:59.5"), Some((-5, 1)));
    }
}
