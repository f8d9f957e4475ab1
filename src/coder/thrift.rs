//! The payload format: a Thrift CompactProtocol struct whose field 1 is a list of i32, followed by a stop byte.
//!
//! Each i32 is encoded as the varint of its zigzag form.

pub(crate) mod checked;
mod implementation;
mod left_pack;
pub(crate) mod precomputed;
mod unchecked;

pub(crate) use implementation::SimdMode;

use crate::coder::numbers::Zigzag;
use crate::error::{Error, Result};
use crate::limits::MAX_ITEMS;
use crate::varint;

/// The first byte of a payload: a field header with id 1, as a step from 0, and type list.
pub(crate) const FIELD: u8 = 0x19;
const STOP: u8 = 0x00;
const I32: u8 = 0x05;
/// The smallest count that has the long list header with a varint. Smaller counts are in the upper half of the
/// header byte.
const LONG: u32 = 15;

/// Returns the largest number of bytes of a payload of `items` numbers up to `largest`.
pub(crate) const fn max_len(items: usize, largest: u32) -> usize {
    // Both headers, the stop byte, and the bytes that are stored after the last varint and then truncated.
    let frame = 3 + varint::MAX_LEN + unchecked::STORED;
    items.saturating_mul(varint::len(largest)).saturating_add(frame)
}

/// Appends a payload of `items` items, whose varints `write` appends. After an error, `out` is unchanged.
pub(crate) fn encode(
    items: usize,
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    let start = out.len();
    let result = header(items, out).and_then(|()| write(out));
    match result {
        Ok(()) => out.push(STOP),
        Err(_) => out.truncate(start),
    }
    result
}

/// Appends the field header and the list header.
fn header(items: usize, out: &mut Vec<u8>) -> Result<()> {
    let count = checked_count(items)?;
    out.push(FIELD);
    match u8::try_from(count) {
        Ok(short) if count < LONG => out.push(short << 4 | I32),
        _ => {
            out.push(0xf0 | I32);
            varint::write(count, out);
        }
    }
    Ok(())
}

fn checked_count(items: usize) -> Result<u32> {
    let count = u32::try_from(items).ok().filter(|_| items <= MAX_ITEMS);
    count.ok_or(Error::LimitExceeded { what: "items in one payload", limit: MAX_ITEMS })
}

/// Decodes a payload and appends `item(position, number)` for each number. After an error, `out` is unchanged.
pub(crate) fn decode<T>(
    payload: &[u8],
    out: &mut Vec<T>,
    item: impl Fn(usize, Zigzag) -> Result<T>,
) -> Result<()> {
    let start = out.len();
    let result = decode_items(payload, out, item);
    if result.is_err() {
        out.truncate(start);
    }
    result
}

/// Like [`decode`], but appends the value of each rank, and uses the fast path if the payload is regular.
pub(crate) fn decode_precomputed(
    mode: SimdMode,
    payload: &[u8],
    values: &[[u8; 4]],
    out: &mut Vec<u32>,
    item: impl Fn(usize, Zigzag) -> Result<u32>,
) -> Result<()> {
    let start = out.len();
    if let Some((count, items)) = framed(payload) {
        if precomputed::decode(mode, items, count, values, out) {
            return Ok(());
        }
        out.truncate(start);
    }
    decode(payload, out, item)
}

/// Returns the stated count and the bytes between the headers and the stop byte, if these are valid.
fn framed(payload: &[u8]) -> Option<(usize, &[u8])> {
    let mut offset = 0;
    field(payload, &mut offset).ok()?;
    let count = count(payload, &mut offset).ok()?;
    let (&STOP, items) = payload.get(offset..)?.split_last()? else { return None };
    Some((count, items)).filter(|_| count <= items.len())
}

fn decode_items<T>(
    payload: &[u8],
    out: &mut Vec<T>,
    item: impl Fn(usize, Zigzag) -> Result<T>,
) -> Result<()> {
    let mut offset = 0;
    field(payload, &mut offset)?;
    let count = count(payload, &mut offset)?;
    // An item takes at least one byte. This rejects an impossible count before memory is allocated for it.
    if count > payload.len() - offset {
        return Err(Error::Truncated { offset: payload.len() });
    }
    out.reserve(count);
    for position in 0..count {
        out.push(item(position, Zigzag(varint::read(payload, &mut offset)?))?);
    }
    stop(payload, offset)
}

/// Reads the field header: type list, with id 1 as a step of 1.
fn field(payload: &[u8], offset: &mut usize) -> Result<()> {
    match byte(payload, *offset)? {
        FIELD => *offset += 1,
        STOP => return invalid(*offset, "a token list (the struct is empty)"),
        // Thrift also accepts the long form, with the id as a varint.
        0x09 if varint::read(payload, &mut 1)? == Zigzag::encode(1).0 => {
            return Err(Error::NotCanonical {
                offset: 0,
                reason: "the field header must have the short form 0x19",
            });
        }
        header if header & 0x0f == FIELD & 0x0f => return invalid(*offset, "field id 1"),
        _ => return invalid(*offset, "a field of type list (0x19)"),
    }
    Ok(())
}

/// Reads the list header: element type i32 and the count.
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

/// Reads the count after a long list header.
fn long_count(payload: &[u8], offset: &mut usize) -> Result<usize> {
    let start = *offset;
    let count = varint::read(payload, offset)?;
    if count < LONG {
        return Err(Error::NotCanonical {
            offset: start - 1,
            reason: "a count below 15 must have the short list header",
        });
    }
    if count as usize > MAX_ITEMS {
        return invalid(start, "a count below 2^31");
    }
    Ok(count as usize)
}

/// Checks that a stop byte and the end of the payload follow.
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
    fn rejects_more_items_than_thrift_can_count() {
        assert_eq!(checked_count(MAX_ITEMS), Ok(0x7fff_ffff));
        assert!(matches!(checked_count(MAX_ITEMS + 1), Err(Error::LimitExceeded { .. })));
        assert!(matches!(checked_count(usize::MAX), Err(Error::LimitExceeded { .. })));
    }
}
