//! Varints: LEB128, the encoding of numbers in Thrift's CompactProtocol.

use crate::error::{Error, Result};

/// The number of bytes of the longest varint of a `u32`.
pub(crate) const MAX_LEN: usize = 5;

/// Returns the length of a number's varint in bytes.
pub(crate) const fn len(number: u32) -> usize {
    match number {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        0x20_0000..0x1000_0000 => 4,
        _ => 5,
    }
}

/// Appends the shortest varint of a number. Each byte has seven bits, the lowest first; the top bit is set in all
/// bytes but the last.
pub(crate) fn write(number: u32, out: &mut Vec<u8>) {
    write_u64(number.into(), out);
}

/// Like [`write`], but for a `u64`. Payloads never use this.
pub(crate) fn write_u64(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(low_byte(number) | 0x80);
        number >>= 7;
    }
    out.push(low_byte(number));
}

const fn low_byte(number: u64) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}

/// Reads the varint at `offset` and advances `offset`. Only the shortest form of a `u32` is accepted.
pub(crate) fn read(bytes: &[u8], offset: &mut usize) -> Result<u32> {
    let start = *offset;
    let mut number = 0;
    for shift in (0..7 * MAX_LEN).step_by(7) {
        let byte = *bytes.get(*offset).ok_or(Error::Truncated { offset: bytes.len() })?;
        *offset += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return checked(number, byte == 0 && shift > 0, start);
        }
    }
    Err(Error::NotCanonical { offset: start, reason: "a varint must have at most 5 bytes" })
}

/// Checks that a varint is in its shortest form and fits into a `u32`.
fn checked(number: u64, overlong: bool, offset: usize) -> Result<u32> {
    if overlong {
        return Err(Error::NotCanonical { offset, reason: "a varint must be in its shortest form" });
    }
    u32::try_from(number)
        .map_err(|_| Error::NotCanonical { offset, reason: "a varint must have at most 32 bits" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges() -> impl Iterator<Item = u32> {
        (0..32).flat_map(|bit| [(1u32 << bit) - 1, 1 << bit, (1 << bit) + 1]).chain([u32::MAX])
    }

    #[test]
    fn varints_of_every_length_round_trip_and_have_the_predicted_length() {
        for number in edges() {
            let mut bytes = vec![0xaa];
            write(number, &mut bytes);
            let mut offset = 1;
            assert_eq!(read(&bytes, &mut offset), Ok(number));
            assert_eq!((offset, offset - 1), (bytes.len(), len(number)));
        }
    }

    #[test]
    fn rejects_overlong_and_truncated_varints() {
        let read = |bytes: &[u8]| read(bytes, &mut 0);
        assert!(matches!(read(&[0x80, 0x00]), Err(Error::NotCanonical { offset: 0, .. })));
        assert!(matches!(read(&[0xff; 5]), Err(Error::NotCanonical { offset: 0, .. })));
        assert!(matches!(read(&[0xff, 0xff, 0xff, 0xff, 0x10]), Err(Error::NotCanonical { offset: 0, .. })));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
        assert_eq!(read(&[0x80]), Err(Error::Truncated { offset: 1 }));
    }
}
