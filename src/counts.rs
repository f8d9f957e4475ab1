//! The text form of a table: one line `id<TAB>weight` for each listed id.
//!
//! `build.rs` compiles this file too, so that built-in and custom tables are read by one parser.

use std::collections::HashMap;
use std::str::FromStr;

/// Weights of the ids that a counts file lists.
#[derive(Debug)]
pub(crate) struct Counts {
    /// Ids in the vocabulary: 0 to `size - 1`.
    pub(crate) size: u32,
    /// Weight of every id that is not listed.
    pub(crate) unlisted: u64,
    /// `(id, weight)`, in the order of the file.
    pub(crate) listed: Vec<(u32, u64)>,
}

/// The line that could not be read (from 1) and why.
#[derive(Debug)]
pub(crate) struct BadLine {
    pub(crate) line: usize,
    pub(crate) reason: String,
}

const HEADER: &str = "the first line must be a comment that contains \
    `vocabulary size N; ids not listed have count W`";

/// Reads a counts file. `largest` is the largest vocabulary size that is accepted.
pub(crate) fn parse(file: &[u8], largest: u32) -> Result<Counts, BadLine> {
    let text = std::str::from_utf8(file).map_err(|error| not_utf8(file, error.valid_up_to()))?;
    let mut lines = (1..).zip(text.lines());
    let (size, unlisted) =
        lines.next().map_or_else(|| Err(HEADER.into()), |(_, line)| header(line)).map_err(at(1))?;
    if size == 0 || size > largest {
        return Err(bad(1, format!("vocabulary size {size} is not in 1..={largest}")));
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
    let mut seen = HashMap::new();
    // Codes add weights up, so the sum over the whole vocabulary has to fit.
    let mut total = unlisted.checked_mul(size.into()).ok_or_else(|| bad(1, TOTAL))?;
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let (id, weight) = entry(line, size, unlisted).map_err(at(number))?;
        if let Some(first) = seen.insert(id, number) {
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

/// Digits and nothing else: a sign or a fraction is somebody's mistake.
fn number<T: FromStr>(field: &str, what: &str) -> Result<T, String> {
    let digits = field.bytes().all(|byte| byte.is_ascii_digit());
    let number = field.parse().ok().filter(|_| digits);
    number.ok_or_else(|| format!("`{}` is not {what}", short(field)))
}

/// Enough of a bad field to find it by.
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
