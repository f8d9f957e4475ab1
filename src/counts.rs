//! Parses a counts file, the text form of a table: one line `id<TAB>weight` for each listed id.
//!
//! `build.rs` compiles this file too, so that one parser reads built-in and custom tables.

use std::collections::HashMap;
use std::str::FromStr;

/// The content of a counts file.
#[derive(Debug)]
pub(crate) struct Counts {
    /// The size of the vocabulary. Ids are 0 to `size - 1`.
    pub(crate) size: u32,
    /// The weight of every id that is not listed.
    pub(crate) unlisted: u64,
    /// The listed ids and their weights, in the order of the file.
    pub(crate) listed: Vec<(u32, u64)>,
}

/// A malformed line, counted from 1, and the reason.
#[derive(Debug)]
pub(crate) struct BadLine {
    pub(crate) line: usize,
    pub(crate) reason: String,
}

const HEADER: &str = "the first line must be a comment that contains \
    `vocabulary size N; ids not listed have count W`";

/// Parses a counts file. `max_size` is the largest vocabulary size that is accepted.
pub(crate) fn parse(file: &[u8], max_size: u32) -> Result<Counts, BadLine> {
    let text = std::str::from_utf8(file).map_err(|error| not_utf8(file, error.valid_up_to()))?;
    let mut lines = (1..).zip(text.lines());
    let (size, unlisted) =
        lines.next().map_or_else(|| Err(HEADER.into()), |(_, line)| header(line)).map_err(at(1))?;
    if size == 0 || size > max_size {
        return Err(bad(1, format!("vocabulary size {size} is not in the range 1 to {max_size}")));
    }
    let listed = entries(lines, size, unlisted)?;
    Ok(Counts { size, unlisted, listed })
}

fn header(line: &str) -> Result<(u32, u64), String> {
    let (before, after) = line.split_once("; ids not listed have count ").ok_or(HEADER)?;
    let (_, size) = before.rsplit_once("vocabulary size ").filter(|_| line.starts_with('#')).ok_or(HEADER)?;
    let unlisted = after.split([' ', '\t', ';', ',']).next().unwrap_or_default();
    Ok((number(size, "a vocabulary size")?, number(unlisted, "a count")?))
}

fn entries<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    size: u32,
    unlisted: u64,
) -> Result<Vec<(u32, u64)>, BadLine> {
    let mut listed = Vec::new();
    let mut lines_by_id = HashMap::new();
    // The prefix codes add up all weights, so their sum must fit into a `u64`.
    let mut total = unlisted.checked_mul(size.into()).ok_or_else(|| bad(1, TOTAL))?;
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let (id, weight) = entry(line, size, unlisted).map_err(at(number))?;
        if let Some(first) = lines_by_id.insert(id, number) {
            return Err(bad(number, format!("id {id} is already on line {first}")));
        }
        total = total.checked_add(weight - unlisted).ok_or_else(|| bad(number, TOTAL))?;
        listed.push((id, weight));
    }
    Ok(listed)
}

const TOTAL: &str = "the weights add up to more than 2^64 - 1; scale them down";

fn entry(line: &str, size: u32, unlisted: u64) -> Result<(u32, u64), String> {
    let (id, weight) = line.split_once('\t').ok_or("expected `id<TAB>weight`")?;
    let (id, weight): (u32, u64) = (number(id, "an id")?, number(weight, "a weight")?);
    if id >= size {
        return Err(format!("id {id} is not below the vocabulary size {size}"));
    }
    if weight < unlisted {
        return Err(format!("weight {weight} is below {unlisted}, the weight of unlisted ids"));
    }
    Ok((id, weight))
}

/// Parses a number, which must consist of digits only, without a sign or a fraction.
fn number<T: FromStr>(field: &str, what: &str) -> Result<T, String> {
    let digits = field.bytes().all(|byte| byte.is_ascii_digit());
    let number = field.parse().ok().filter(|_| digits);
    number.ok_or_else(|| format!("`{}` is not {what}", short(field)))
}

/// Returns the beginning of a malformed field, enough to find it.
fn short(field: &str) -> String {
    field.chars().take(24).collect()
}

fn not_utf8(file: &[u8], valid: usize) -> BadLine {
    let before = file.get(..valid).unwrap_or(file);
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    bad(line, "not UTF-8")
}

fn at(line: usize) -> impl Fn(String) -> BadLine {
    move |reason| bad(line, reason)
}

fn bad(line: usize, reason: impl Into<String>) -> BadLine {
    BadLine { line, reason: reason.into() }
}
