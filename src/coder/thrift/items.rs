//! Items one after another, without a list header: plain, one at a time, and the only ones that know what is wrong.

use crate::error::Result;
use crate::varint;

/// Appends the varint of each symbol.
pub(crate) fn encode(symbols: impl Iterator<Item = Result<u32>>, out: &mut Vec<u8>) -> Result<()> {
    for symbol in symbols {
        varint::write(symbol?, out);
    }
    Ok(())
}

/// Appends what `item(position, symbol)` makes of each varint from `offset` to the end.
pub(crate) fn decode<T>(
    bytes: &[u8],
    mut offset: usize,
    out: &mut Vec<T>,
    item: impl Fn(usize, u32) -> Result<T>,
) -> Result<()> {
    let mut position = 0;
    while offset < bytes.len() {
        out.push(item(position, varint::read(bytes, &mut offset)?)?);
        position += 1;
    }
    Ok(())
}
