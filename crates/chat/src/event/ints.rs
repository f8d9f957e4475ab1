//! Converts the content of an array of numbers, between its brackets, to integers and back.

use super::decimal;

/// Returns the length of an array's content, up to its closing bracket. Returns `None` unless the content consists of
/// numbers of up to ten digits, separated by a comma and at most one space.
pub(crate) fn content_len(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b',' | b' '))?;
    let content = bytes.get(..len).filter(|_| bytes.get(len) == Some(&b']'))?;
    let is_number = |item: &[u8]| matches!(item.len(), 1..=10) && item.iter().all(u8::is_ascii_digit);
    let items = || content.split(|byte| *byte == b',').map(|item| item.strip_prefix(b" ").unwrap_or(item));
    (content.is_empty() || items().all(is_number)).then_some(len)
}

/// Parses numbers below 2^32 in their shortest form, separated by a comma and at most one space.
pub(crate) fn read(content: &[u8]) -> Option<Vec<u32>> {
    if content.is_empty() {
        return Some(Vec::new());
    }
    content.split(|byte| *byte == b',').map(number).collect()
}

fn number(item: &[u8]) -> Option<u32> {
    let digits = item.strip_prefix(b" ").unwrap_or(item);
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    // `parse` would accept a sign.
    let shortest = digits.first() != Some(&b'0') || digits.len() == 1;
    (shortest && digits.iter().all(u8::is_ascii_digit)).then_some(number)
}

/// Appends numbers with `separator` between them.
pub(crate) fn write(numbers: impl IntoIterator<Item = u32>, separator: &[u8], out: &mut Vec<u8>) {
    for (index, number) in numbers.into_iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(separator);
        }
        decimal::write(number.into(), 0, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_trip() {
        for (content, separator) in [("", ","), ("0", ","), ("1,20,4294967295", ","), ("1, 2", ", ")] {
            let mut out = Vec::new();
            write(read(content.as_bytes()).unwrap(), separator.as_bytes(), &mut out);
            assert_eq!(out, content.as_bytes());
        }
        assert_eq!(
            [&b"4294967296"[..], b"01", b"1,,2", b" ", b"+1"].map(read),
            [None, None, None, None, None]
        );
    }
}
