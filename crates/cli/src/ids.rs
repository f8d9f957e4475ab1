//! Token ids as people and programs write them.

use crate::args::Kind;
use crate::failure::Failure;
use crate::input::Input;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;
use std::io::{BufRead, Read};

/// Takes one id after another.
pub(crate) type Take<'a> = dyn FnMut(u32) -> Result<(), Failure> + 'a;

/// Longest line: an id has ten digits at most.
const LONGEST: u64 = 1 << 16;

/// Ids of that kind, all of them.
pub(crate) fn all(kind: Kind, input: &mut Input) -> Result<Vec<u32>, Failure> {
    let mut ids = Vec::new();
    each(kind, input, &mut |id| {
        ids.push(id);
        Ok(())
    })?;
    Ok(ids)
}

/// Ids of that kind as they are read: raw, as a JSON array, or one a line.
pub(crate) fn each(kind: Kind, input: &mut Input, take: &mut Take<'_>) -> Result<(), Failure> {
    if kind == Kind::U32 {
        return raw(input, take);
    }
    let line = 1 + skip_blanks(input)?;
    if input.peek()?.starts_with(b"[") { json(input, take) } else { lines(line, input, take) }
}

/// Raw little-endian u32.
fn raw(input: &mut Input, take: &mut Take<'_>) -> Result<(), Failure> {
    const STEP: usize = 1 << 16;
    let (mut bytes, mut total) = (Vec::new(), 0);
    loop {
        bytes.clear();
        total += input.add_up_to(STEP, &mut bytes)?;
        let (words, rest) = bytes.as_chunks();
        if !rest.is_empty() {
            return Err(Failure::Data(format!("u32: {total} bytes are not a multiple of 4")));
        }
        words.iter().try_for_each(|word| take(u32::from_le_bytes(*word)))?;
        if bytes.len() < STEP {
            return Ok(());
        }
    }
}

/// Skips a byte order mark and white space: how many lines they end.
fn skip_blanks(input: &mut Input) -> Result<usize, Failure> {
    let mark = "\u{feff}".as_bytes();
    let begin = input.up_to(mark.len())?;
    if begin != mark {
        input.put_back(begin);
    }
    let mut lines = 0;
    loop {
        let next = input.peek()?;
        let blanks = next.len() - next.trim_ascii_start().len();
        if blanks == 0 {
            return Ok(lines);
        }
        lines += next.iter().take(blanks).filter(|byte| **byte == b'\n').count();
        input.skip(blanks);
    }
}

fn lines(first: usize, input: &mut Input, take: &mut Take<'_>) -> Result<(), Failure> {
    let mut text = Vec::new();
    for line in first.. {
        text.clear();
        let read = input.reader().take(LONGEST).read_until(b'\n', &mut text);
        if read.map_err(|error| input.trouble(&error))? == 0 {
            break;
        }
        let text = text.trim_ascii();
        if !text.is_empty() {
            take(parse_line(line, text)?)?;
        }
    }
    Ok(())
}

fn parse_line(line: usize, text: &[u8]) -> Result<u32, Failure> {
    let digits = std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let id = digits.and_then(|text| text.parse().ok());
    id.ok_or_else(|| {
        let shown: String = String::from_utf8_lossy(text).chars().take(24).collect();
        Failure::Data(format!(
            "ids, line {line}: `{shown}` is not a token id (a JSON array or one id a line)"
        ))
    })
}

/// A JSON array, and nothing behind it.
fn json(input: &mut Input, take: &mut Take<'_>) -> Result<(), Failure> {
    let mut ids = Ids { take, failure: None };
    let mut json = serde_json::Deserializer::from_reader(input.reader());
    let read = ids.deserialize(&mut json).and_then(|()| json.end());
    match (ids.failure, read) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) if error.is_io() => Err(input.trouble(&error.into())),
        (None, read) => read.map_err(|error| Failure::Data(format!("ids as JSON: {error}"))),
    }
}

/// An array that is never held as one.
struct Ids<'a, 't> {
    take: &'a mut Take<'t>,
    /// Why no more were taken.
    failure: Option<Failure>,
}

impl<'de> DeserializeSeed<'de> for &mut Ids<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Ids<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of token ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut ids: A) -> Result<(), A::Error> {
        while let Some(id) = ids.next_element()? {
            if let Err(failure) = (self.take)(id) {
                self.failure = Some(failure);
                return Err(A::Error::custom("no more are taken"));
            }
        }
        Ok(())
    }
}

/// One JSON array and a line end.
pub(crate) fn to_json(ids: &[u32]) -> Result<Vec<u8>, Failure> {
    let mut json = serde_json::to_vec(ids).map_err(|error| Failure::Data(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}

/// Raw little-endian u32.
pub(crate) fn to_u32(ids: &[u32]) -> Vec<u8> {
    ids.iter().copied().flat_map(u32::to_le_bytes).collect()
}
