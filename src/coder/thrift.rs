//! The payload: a Thrift CompactProtocol struct whose field 1 is a list of i32, then stop.
//!
//! An i32 travels as the varint of its zigzag form; that unsigned number is called a symbol here.

use crate::error::{Error, Result};
use crate::limits::MAX_ITEMS;
use crate::varint;

/// First byte of a payload: field id 1 (as a step from 0), type list.
pub(crate) const FIELD: u8 = 0x19;
const STOP: u8 = 0x00;
const I32: u8 = 0x05;
/// The count stands in the list header's upper half below this, and as a varint from it on.
const LONG: u32 = 15;

/// Symbol of a rank. Ranks 0, 1, 2, 3 ... have the mapped ids 0, 1, -1, 2 ..., whose zigzag forms are 0, 2, 1, 4, 3 ...
pub(crate) const fn symbol(rank: u32) -> u32 {
    match (rank, rank & 1) {
        (0, _) => 0,
        (_, 1) => rank + 1,
        _ => rank - 1,
    }
}

/// Undoes [`symbol`]. A symbol outside the table gives a rank outside it.
pub(crate) const fn rank(symbol: u32) -> u32 {
    match (symbol, symbol & 1) {
        (0, _) => 0,
        (_, 1) => symbol.saturating_add(1),
        _ => symbol - 1,
    }
}

/// Most bytes that `items` symbols up to `largest` take.
pub(crate) const fn max_len(items: usize, largest: u32) -> usize {
    let frame = 3 + varint::MAX_LEN;
    items.saturating_mul(varint::len(largest)).saturating_add(frame)
}

/// Appends the payload of `items`. After an error `out` is as it was.
pub(crate) fn encode<I>(items: I, out: &mut Vec<u8>) -> Result<()>
where
    I: ExactSizeIterator<Item = Result<u32>>,
{
    let start = out.len();
    let result = encode_onto(items, out);
    if result.is_err() {
        out.truncate(start);
    }
    result
}

fn encode_onto(items: impl ExactSizeIterator<Item = Result<u32>>, out: &mut Vec<u8>) -> Result<()> {
    let count = checked_count(items.len())?;
    // Most symbols take one or two bytes.
    out.reserve(2 * items.len() + 3 + varint::MAX_LEN);
    out.push(FIELD);
    match u8::try_from(count) {
        Ok(short) if count < LONG => out.push(short << 4 | I32),
        _ => {
            out.push(0xf0 | I32);
            varint::write(count, out);
        }
    }
    for item in items {
        varint::write(item?, out);
    }
    out.push(STOP);
    Ok(())
}

fn checked_count(items: usize) -> Result<u32> {
    let count = u32::try_from(items).ok().filter(|_| items <= MAX_ITEMS);
    count.ok_or(Error::LimitExceeded { what: "items in one payload", limit: MAX_ITEMS })
}

/// Appends each symbol of a payload, as `item(position, symbol)` makes of it. After an error `out` is as it was.
pub(crate) fn decode<T>(
    payload: &[u8],
    out: &mut Vec<T>,
    item: impl Fn(usize, u32) -> Result<T>,
) -> Result<()> {
    let start = out.len();
    let result = decode_onto(payload, out, item);
    if result.is_err() {
        out.truncate(start);
    }
    result
}

fn decode_onto<T>(payload: &[u8], out: &mut Vec<T>, item: impl Fn(usize, u32) -> Result<T>) -> Result<()> {
    let mut offset = 0;
    field(payload, &mut offset)?;
    let count = count(payload, &mut offset)?;
    // An item is a byte at least, so a count beyond the input is refused before anything is allocated for it.
    if count > payload.len() - offset {
        return Err(Error::Truncated { offset: payload.len() });
    }
    out.reserve(count);
    for position in 0..count {
        out.push(item(position, varint::read(payload, &mut offset)?)?);
    }
    stop(payload, offset)
}

/// The field header: a list, with id 1 as a step of 1.
fn field(payload: &[u8], offset: &mut usize) -> Result<()> {
    match byte(payload, *offset)? {
        FIELD => *offset += 1,
        STOP => return invalid(*offset, "a token list (the struct is empty)"),
        // Thrift also reads an id that is written out.
        0x09 if varint::read(payload, &mut 1)? == varint::zigzag(1) => {
            return Err(Error::NotCanonical { offset: 0, reason: "field 1 is written as a step, 0x19" });
        }
        header if header & 0x0f == FIELD & 0x0f => return invalid(*offset, "field id 1"),
        _ => return invalid(*offset, "a field of type list (0x19)"),
    }
    Ok(())
}

/// The list header: element type i32 and the count.
fn count(payload: &[u8], offset: &mut usize) -> Result<usize> {
    let header = byte(payload, *offset)?;
    if header & 0x0f != I32 {
        return invalid(*offset, "elements of type i32");
    }
    *offset += 1;
    match u32::from(header >> 4) {
        LONG => long_count(payload, offset),
        short => Ok(short as usize),
    }
}

fn long_count(payload: &[u8], offset: &mut usize) -> Result<usize> {
    let start = *offset;
    let count = varint::read(payload, offset)?;
    if count < LONG {
        return Err(Error::NotCanonical {
            offset: start - 1,
            reason: "a count below 15 has the short list header",
        });
    }
    if count as usize > MAX_ITEMS {
        return invalid(start, "a count below 2^31");
    }
    Ok(count as usize)
}

/// The stop byte, with nothing after it.
fn stop(payload: &[u8], offset: usize) -> Result<()> {
    if byte(payload, offset)? != STOP {
        return Err(Error::ExtraField { offset });
    }
    if payload.len() > offset + 1 {
        return Err(Error::TrailingBytes { offset: offset + 1 });
    }
    Ok(())
}

fn byte(payload: &[u8], offset: usize) -> Result<u8> {
    payload.get(offset).copied().ok_or(Error::Truncated { offset: payload.len() })
}

fn invalid<T>(offset: usize, reason: &'static str) -> Result<T> {
    Err(Error::Invalid { offset, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_the_zigzag_of_alternating_mapped_ids() {
        for rank_ in 0..1000u32 {
            let half = rank_.div_ceil(2).cast_signed();
            let mapped = if rank_ % 2 == 1 { half } else { -half };
            assert_eq!(symbol(rank_), varint::zigzag(mapped));
            assert_eq!(rank(symbol(rank_)), rank_);
        }
    }

    #[test]
    fn the_last_rank_of_an_even_table_is_written_as_its_size() {
        assert_eq!([symbol(9), rank(10)], [10, 9]);
        assert_eq!(rank(u32::MAX), u32::MAX);
    }

    #[test]
    fn counts_stop_at_what_thrift_can_count() {
        assert_eq!(checked_count(MAX_ITEMS), Ok(0x7fff_ffff));
        assert!(matches!(checked_count(MAX_ITEMS + 1), Err(Error::LimitExceeded { .. })));
        assert!(matches!(checked_count(usize::MAX), Err(Error::LimitExceeded { .. })));
    }
}
