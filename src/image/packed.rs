//! Packs the image of a built-in table. A packed image leaves out all data that unpacking can recompute in a few
//! milliseconds.
//!
//! `build.rs` compiles this file too, and packs images if the feature `compact` is enabled.
//!
//! | length | content |
//! |---|---|
//! | 16 bytes | the header of the image |
//! | N numbers | the ids in the order of ranks, as differences |
//! | the rest | everything after the image's four columns of N entries, unchanged |
//!
//! Of the four columns (ranks, ids, varints, code words), only the ids are stored; the other three follow from
//! them. Each id is stored as its difference from the successor of the id before, in zigzag form and as LEB128.
//! Ids of equal weight are in ascending order, so the many rare ids at the end mostly have the difference 0, which
//! takes one byte. For the ids 2, 0, 1, 3:
//!
//! ```text
//! id           2     0     1     3
//! expected     0     3     1     2      the id before, plus 1
//! difference   2    -3     0     1
//! byte         04    05    00    02
//! ```

use super::layout;
use crate::coder::prefix::lengths::{LENGTHS, MAX_LEN};

const HEADER: usize = 16;
const RUN: usize = 12;

/// Packs an image.
pub(crate) fn pack(image: &[u8]) -> Vec<u8> {
    let size = 4 * number(image, 4) as usize;
    let column = |index: usize| image.get(HEADER + index * size..).unwrap_or_default();
    let mut packed = image.get(..HEADER).unwrap_or_default().to_vec();
    let ids = column(1).as_chunks::<4>().0.iter().take(size / 4).map(|id| u32::from_le_bytes(*id));
    let mut expected = 0;
    for id in ids {
        write(id.wrapping_sub(expected).cast_signed(), &mut packed);
        expected = id.wrapping_add(1);
    }
    packed.extend(column(4));
    packed
}

/// Unpacks an image.
pub(crate) fn unpack(packed: &[u8]) -> Vec<u8> {
    let (header, mut rest) = packed.split_at_checked(HEADER).unwrap_or_default();
    let mut expected = 0u32;
    let ids = (0..number(header, 4)).map(|_| {
        let id = expected.wrapping_add_signed(read(&mut rest));
        expected = id.wrapping_add(1);
        id
    });
    let ids = ids.collect();
    let mut image = header.to_vec();
    layout::lay_out_ids(ids, &word_counts(rest, number(header, 8) as usize), &mut image);
    image.extend(rest);
    image
}

/// Returns the number of code words of each length, computed from the ends of the words.
fn word_counts(after_columns: &[u8], runs: usize) -> [u32; MAX_LEN + 1] {
    let ends = after_columns.get(RUN * runs..).unwrap_or_default();
    let (mut before, mut length) = (0, 0);
    [(); MAX_LEN + 1].map(|()| {
        let end = number(ends, 4 * length);
        let count = (end - before) >> (MAX_LEN - length);
        (before, length) = (end, length + 1);
        count
    })
}

const _: () = assert!(MAX_LEN < LENGTHS);

/// Reads a little-endian `u32`, or 0 after the end.
fn number(bytes: &[u8], offset: usize) -> u32 {
    bytes.get(offset..).and_then(<[u8]>::first_chunk).map_or(0, |number| u32::from_le_bytes(*number))
}

/// Appends the zigzag form of a number as LEB128.
fn write(number: i32, out: &mut Vec<u8>) {
    let mut zigzag = ((number << 1) ^ (number >> 31)).cast_unsigned();
    while zigzag >= 0x80 {
        out.push(zigzag.to_le_bytes()[0] | 0x80);
        zigzag >>= 7;
    }
    out.push(zigzag.to_le_bytes()[0]);
}

/// Reads a number that [`write`] appended, and advances `bytes`.
fn read(bytes: &mut &[u8]) -> i32 {
    let (mut zigzag, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        zigzag |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift > 28 {
            break;
        }
    }
    (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()
}
