//! Zstd frames with windows and blocks that the library's writer never produces.

use super::zstd::{BODY, WINDOW};
use crate::common::checksum::with_checksum;
use crate::common::plain_table;
use tokenwire::{Document, Error, Result};

const ZSTD: u8 = 0x8a;
const MAX_WINDOW: usize = 8 << 20;
const MAX_BLOCK: usize = 128 << 10;

/// Returns the length of the text in a document with this body.
fn read(body: &[u8]) -> Result<usize> {
    let table = plain_table(1000);
    let bytes = with_checksum(&[&[ZSTD, 0], &table.fingerprint().0[..], body].concat());
    Document::open_with(&bytes, &table).unwrap().decode_bytes().map(|text| text.len())
}

/// Returns a block that repeats one byte `len` times.
fn repeat(len: usize, last: bool) -> [u8; 4] {
    let [a, b, c, _] = ((len as u32) << 3 | 0b010 | u32::from(last)).to_le_bytes();
    [a, b, c, b'x']
}

/// Returns a raw block of `len` bytes, the last of a frame.
fn raw(len: usize) -> Vec<u8> {
    let [a, b, c, _] = ((len as u32) << 3 | 1).to_le_bytes();
    [&[a, b, c], &vec![b'x'; len][..]].concat()
}

/// Returns blocks of at most 128 KiB with `len` bytes in total.
fn repeats(len: usize) -> Vec<u8> {
    let full = std::iter::repeat_n(repeat(MAX_BLOCK, false), len / MAX_BLOCK).flatten();
    full.chain(repeat(len % MAX_BLOCK, true)).collect()
}

/// Returns a frame whose window is its whole content.
fn single_segment(len: usize, blocks: &[u8]) -> Vec<u8> {
    [&[0xa0], &(len as u32).to_le_bytes()[..], blocks].concat()
}

/// Returns a frame with a window descriptor.
fn windowed(window: u8, len: usize, blocks: &[u8]) -> Vec<u8> {
    [&[0x80, window], &(len as u32).to_le_bytes()[..], blocks].concat()
}

fn is_corrupt(result: &Result<usize>) -> bool {
    matches!(result, Err(Error::Zstd { offset: BODY, .. }))
}

#[test]
fn rejects_blocks_of_more_than_128_kib() {
    for len in [1, MAX_BLOCK - 1, MAX_BLOCK] {
        assert_eq!(read(&single_segment(len, &repeat(len, true))), Ok(len));
        assert_eq!(read(&single_segment(len, &raw(len))), Ok(len));
        assert_eq!(read(&windowed(0x68, len, &repeat(len, true))), Ok(len));
    }
    for len in [MAX_BLOCK + 1, MAX_BLOCK + 9, (1 << 21) - 1] {
        // With 20 empty blocks, the stated size is possible. So only the length of the last block is invalid.
        let blocks = |last: Vec<u8>| [[repeat(0, false); 20].concat(), last].concat();
        assert!(is_corrupt(&read(&single_segment(len, &blocks(repeat(len, true).into())))), "{len}");
        assert!(is_corrupt(&read(&single_segment(len, &blocks(raw(len))))), "{len}");
        assert!(is_corrupt(&read(&windowed(0x68, len, &blocks(repeat(len, true).into())))), "{len}");
    }
}

#[test]
fn rejects_blocks_larger_than_the_window() {
    for window in [1024, 1024 + 128, 2048, 65_536 + 3 * 8192] {
        let descriptor = descriptor(window);
        assert_eq!(read(&windowed(descriptor, window, &repeat(window, true))), Ok(window));
        let blocks = [repeat(window, false), repeat(1, true)].concat();
        assert_eq!(read(&windowed(descriptor, window + 1, &blocks)), Ok(window + 1));
        for block in [repeat(window + 1, true).to_vec(), raw(window + 1)] {
            assert!(is_corrupt(&read(&windowed(descriptor, window + 1, &block))), "{window}");
        }
    }
}

/// Returns the descriptor of a window, by the inverse of RFC 8878, section 3.1.1.1.2.
fn descriptor(window: usize) -> u8 {
    let exponent = window.ilog2();
    let eighths = (window - (1 << exponent)) / (1 << (exponent - 3));
    ((exponent - 10) << 3) as u8 | eighths as u8
}

#[test]
fn rejects_every_window_over_8_mib() {
    for window in 0..=255 {
        let expected = if window <= 0x68 { Ok(3) } else { Err(WINDOW) };
        assert_eq!(read(&windowed(window, 3, &raw(3))), expected, "{window:02x}");
    }
}

#[test]
fn rejects_a_single_segment_of_more_than_8_mib() {
    assert_eq!(read(&single_segment(MAX_WINDOW, &repeats(MAX_WINDOW))), Ok(MAX_WINDOW));
    assert_eq!(read(&single_segment(MAX_WINDOW + 1, &repeats(MAX_WINDOW + 1))), Err(WINDOW));
    assert_eq!(read(&windowed(0x68, MAX_WINDOW + 1, &repeats(MAX_WINDOW + 1))), Ok(MAX_WINDOW + 1));
}

#[test]
fn rejects_a_stated_size_that_the_blocks_cannot_hold() {
    // The frame has 13 bytes: magic number, descriptor, size and one block. So it has at most three blocks.
    let limit = 3 * MAX_BLOCK;
    assert!(is_corrupt(&read(&single_segment(limit, &repeat(5, true)))));
    let over = Error::LimitExceeded { what: "bytes in a zstd frame of this length", limit };
    assert_eq!(read(&single_segment(limit + 1, &repeat(5, true))), Err(over));
}

/// The lengths are on both sides of each length at which the form of the frame header changes.
#[test]
fn reads_the_frames_of_the_writer() {
    use tokenwire::{Coder, DocumentWriter, Encoding};
    for len in [0, 255, 256, 65_791, 65_792, MAX_BLOCK, MAX_BLOCK + 1, MAX_WINDOW, MAX_WINDOW + 1] {
        let text: Vec<u8> = b" the".iter().copied().cycle().take(len).collect();
        let writer = DocumentWriter::new(Encoding::R50kBase).with_coder(Coder::Zstd);
        let bytes = writer.encode_text(&text).unwrap();
        let frame = [&[0x28, 0xb5, 0x2f, 0xfd], &bytes[2..]].concat();
        let single = frame[4] & 0x20 > 0;
        assert_eq!(single, len <= MAX_WINDOW, "{len}");
        assert!(single || frame[5] == 0x68, "{:02x}", frame[5]);
        assert_eq!(Document::open(&bytes).unwrap().decode_bytes().unwrap().len(), len);
    }
}
