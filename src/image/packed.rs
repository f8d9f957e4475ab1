//! The image of a built-in table, less what can be made of the rest in a millisecond or two.
//!
//! `build.rs` compiles this file too. It packs the images where the feature `compact` is on.
//!
//! | entries | what |
//! |---|---|
//! | 16 bytes | the image's header |
//! | N x LEB128 | id by rank: zigzag of how far it is from the one after the id before |
//! | any | what the image has behind its four columns of N |

use super::layout;
use crate::coder::prefix::lengths::{LENGTHS, MAX_LEN};

const HEADER: usize = 16;
const RUN: usize = 12;

/// Of an image.
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

/// The image.
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

/// How many words there are of each length, told from where they end.
fn word_counts(behind_columns: &[u8], runs: usize) -> [u32; MAX_LEN + 1] {
    let ends = behind_columns.get(RUN * runs..).unwrap_or_default();
    let (mut before, mut length) = (0, 0);
    [(); MAX_LEN + 1].map(|()| {
        let end = number(ends, 4 * length);
        let count = (end - before) >> (MAX_LEN - length);
        (before, length) = (end, length + 1);
        count
    })
}

const _: () = assert!(MAX_LEN < LENGTHS);

fn number(bytes: &[u8], offset: usize) -> u32 {
    bytes.get(offset..).and_then(<[u8]>::first_chunk).map_or(0, |number| u32::from_le_bytes(*number))
}

fn write(number: i32, out: &mut Vec<u8>) {
    let mut zigzag = ((number << 1) ^ (number >> 31)).cast_unsigned();
    while zigzag >= 0x80 {
        out.push(zigzag.to_le_bytes()[0] | 0x80);
        zigzag >>= 7;
    }
    out.push(zigzag.to_le_bytes()[0]);
}

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
