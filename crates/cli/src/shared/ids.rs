//! Reads and writes token ids as text and as raw integers.

use crate::args::coding::DataKind;
use crate::error::CliError;
use crate::shared::input::Input;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;
use std::io::{BufRead, Read};

/// A callback that receives one id at a time.
pub(crate) type Sink<'a> = dyn FnMut(u32) -> Result<(), CliError> + 'a;

/// The largest line, in bytes. An id has at most ten digits, so longer lines cannot be valid.
const MAX_LINE: u64 = 1 << 16;

/// Reads all ids.
pub(crate) fn read_all(kind: DataKind, input: &mut Input) -> Result<Vec<u32>, CliError> {
    let mut ids = Vec::new();
    for_each(kind, input, &mut |id| {
        ids.push(id);
        Ok(())
    })?;
    Ok(ids)
}

/// Passes each id to `sink` as soon as it is read. Ids are raw integers, a JSON array or one per line.
pub(crate) fn for_each(kind: DataKind, input: &mut Input, sink: &mut Sink<'_>) -> Result<(), CliError> {
    if kind == DataKind::U32 {
        return raw(input, sink);
    }
    let line = 1 + skip_blanks(input)?;
    if input.peek()?.starts_with(b"[") { json(input, sink) } else { lines(line, input, sink) }
}

/// Reads raw little-endian `u32`.
fn raw(input: &mut Input, sink: &mut Sink<'_>) -> Result<(), CliError> {
    const STEP: usize = 1 << 16;
    let (mut bytes, mut total) = (Vec::new(), 0);
    loop {
        bytes.clear();
        total += input.append_up_to(STEP, &mut bytes)?;
        let (words, rest) = bytes.as_chunks();
        if !rest.is_empty() {
            return Err(CliError::Failed(format!(
                "--from u32: the input has {total} bytes, which is not a multiple of 4; check that it is not truncated"
            )));
        }
        words.iter().try_for_each(|word| sink(u32::from_le_bytes(*word)))?;
        if bytes.len() < STEP {
            return Ok(());
        }
    }
}

/// Skips a byte order mark and white space, and returns the number of line ends in them.
fn skip_blanks(input: &mut Input) -> Result<usize, CliError> {
    let mark = "\u{feff}".as_bytes();
    let begin = input.read_up_to(mark.len())?;
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

fn lines(first: usize, input: &mut Input, sink: &mut Sink<'_>) -> Result<(), CliError> {
    let mut text = Vec::new();
    for line in first.. {
        text.clear();
        let read = input.reader().take(MAX_LINE).read_until(b'\n', &mut text);
        if read.map_err(|error| input.error(&error))? == 0 {
            break;
        }
        let text = text.trim_ascii();
        if !text.is_empty() {
            sink(parse_line(line, text)?)?;
        }
    }
    Ok(())
}

fn parse_line(line: usize, text: &[u8]) -> Result<u32, CliError> {
    parse(text).map_err(|reason| {
        CliError::Failed(format!("ids, line {line}: {reason}; expected a JSON array, or one id per line"))
    })
}

/// Parses an id of decimal digits. An error quotes the beginning of `text`.
pub(crate) fn parse(text: &[u8]) -> Result<u32, String> {
    let digits = str::from_utf8(text).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        let start: String = String::from_utf8_lossy(text).chars().take(24).collect();
        format!("`{start}` is not a token id")
    })
}

/// Reads a JSON array, and nothing after it.
fn json(input: &mut Input, sink: &mut Sink<'_>) -> Result<(), CliError> {
    let mut ids = Ids { sink, failure: None };
    let mut json = serde_json::Deserializer::from_reader(input.reader());
    let read = ids.deserialize(&mut json).and_then(|()| json.end());
    match (ids.failure, read) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) if error.is_io() => Err(input.error(&error.into())),
        (None, read) => read.map_err(|error| CliError::Failed(format!("ids as JSON: {error}"))),
    }
}

/// Parses a JSON array and passes its ids to `sink` one by one, so that the array is never held in memory.
struct Ids<'a, 's> {
    sink: &'a mut Sink<'s>,
    /// The error that `sink` returned, if any. No further id is passed to it.
    failure: Option<CliError>,
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
            if let Err(failure) = (self.sink)(id) {
                self.failure = Some(failure);
                return Err(A::Error::custom("the sink failed"));
            }
        }
        Ok(())
    }
}

/// Writes one JSON array and a line end.
pub(crate) fn to_json(ids: &[u32]) -> Result<Vec<u8>, CliError> {
    let mut json = serde_json::to_vec(ids).map_err(|error| CliError::Failed(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}

/// Writes raw little-endian `u32`.
pub(crate) fn to_u32(ids: &[u32]) -> Vec<u8> {
    ids.iter().copied().flat_map(u32::to_le_bytes).collect()
}
