//! Strings that end with a counter, such as `chat.id.4114`.
//!
//! The next string is the same up to a larger number at its end: `chat.id.4115`. A number without leading zeros may
//! grow longer (`id9` is followed by `id10`), and one with leading zeros keeps its length (`id-0099`, `id-0100`).

/// The largest difference between two numbers that counts as counting. Random numbers seldom are so close.
const MAX_STEP: u64 = 1000;
/// The largest number of digits of a counter.
const MAX_DIGITS: usize = 19;

/// Returns the difference between the numbers at the ends of two strings that are otherwise the same. Returns `None`
/// if there is none, or if it is not between 1 and 1000.
pub(crate) fn difference(last: &[u8], next: &[u8]) -> Option<u64> {
    let (_, number) = split(last)?;
    let (_, next_number) = split(next)?;
    let step = next_number.checked_sub(number).filter(|step| (1..=MAX_STEP).contains(step))?;
    let mut written = Vec::new();
    (write(last, step, &mut written) && written == next).then_some(step)
}

/// Appends a string with `step` added to the number at its end. Returns `false` if there is no number, or if it would
/// be 10^19 or larger.
pub(crate) fn write(last: &[u8], step: u64, out: &mut Vec<u8>) -> bool {
    const LIMIT: u64 = 10_000_000_000_000_000_000;
    let Some((prefix, number)) = split(last) else { return false };
    let next = number.checked_add(step).filter(|next| *next < LIMIT);
    let Some(next) = next else { return false };
    let digits = next.to_string();
    let width = if last.get(prefix.len()) == Some(&b'0') { last.len() - prefix.len() } else { 0 };
    out.extend_from_slice(prefix);
    out.extend(std::iter::repeat_n(b'0', width.saturating_sub(digits.len())));
    out.extend_from_slice(digits.as_bytes());
    true
}

/// Returns the bytes before the number at a string's end, and the number.
fn split(text: &[u8]) -> Option<(&[u8], u64)> {
    let count = text.iter().rev().take(MAX_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let (prefix, digits) = text.split_at_checked(text.len() - count)?;
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((prefix, number))
}
