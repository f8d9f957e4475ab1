//! Encodes and decodes varints one at a time. This is slower than `precomputed`, but reports the error of a
//! malformed item.

use crate::coder::numbers::Zigzag;
use crate::error::Result;
use crate::varint;

/// Appends the varint of each number.
pub(crate) fn encode(numbers: impl Iterator<Item = Result<Zigzag>>, out: &mut Vec<u8>) -> Result<()> {
    for number in numbers {
        varint::write(number?.0, out);
    }
    Ok(())
}

/// Decodes the varints from `offset` to the end and appends `item(position, number)` for each.
pub(crate) fn decode<T>(
    bytes: &[u8],
    mut offset: usize,
    out: &mut Vec<T>,
    item: impl Fn(usize, Zigzag) -> Result<T>,
) -> Result<()> {
    let mut position = 0;
    while offset < bytes.len() {
        out.push(item(position, Zigzag(varint::read(bytes, &mut offset)?))?);
        position += 1;
    }
    Ok(())
}
