//! Documents whose body is not a zstd frame, or uses features of zstd that documents do not allow.

use crate::common::checksum::with_checksum;
use crate::common::{plain_table, random};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Document, Error, Result};

const ZSTD: u8 = 0x8a;
const HYBRID: u8 = 0x8c;
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The offset of the body in a document with a custom table.
pub(super) const BODY: usize = 10;
const DESCRIPTOR: Error = Error::Invalid {
    offset: BODY,
    reason: "a zstd frame that states its size, without dictionary and checksum",
};

pub(super) const WINDOW: Error =
    Error::Invalid { offset: BODY, reason: "a zstd frame with a window of at most 8 MiB" };

/// Decodes a document of text with this body.
fn read_up_to(limit: usize, body: &[u8]) -> Result<Vec<u8>> {
    let table = plain_table(1000);
    let bytes = with_checksum(&[&[ZSTD, 0], &table.fingerprint().0[..], body].concat());
    Document::open_with(&bytes, &table).unwrap().with_max_size(limit).decode_bytes()
}

fn read(body: &[u8]) -> Result<Vec<u8>> {
    read_up_to(MAX_SIZE, body)
}

/// Decodes a document of varints with this body, and checks that the output buffer is unchanged after an error.
fn ids(body: &[u8]) -> Result<Vec<u32>> {
    let table = plain_table(1000);
    let bytes = with_checksum(&[&[HYBRID, 0], &table.fingerprint().0[..], body].concat());
    let document = Document::open_with(&bytes, &table).unwrap();
    let mut out = vec![7];
    let into = document.decode_into(&mut out).map(|()| out.split_off(1));
    assert_eq!((&into, out), (&document.decode(), vec![7]), "{body:02x?}");
    into
}

/// Compresses content to a frame without its magic number.
fn pack(level: i32, content: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(content, level).unwrap().split_off(4)
}

/// Returns contents that give every kind of block: none, raw, a repeated byte, compressed, and several blocks.
fn contents() -> Vec<Vec<u8>> {
    let noise: Vec<u8> = random(3).map(|number| number as u8).take(300).collect();
    let words = b"the river is wide here, and the boat is small; ".repeat(7);
    let several = [&noise[..], &vec![b'x'; 200_000], &words].concat();
    vec![vec![], b"o".to_vec(), noise, vec![b'x'; 999], words, several]
}

fn is_corrupt<T: std::fmt::Debug>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::Zstd { offset: BODY, .. }))
}

#[test]
fn reads_frames_of_every_level() {
    for (content, level) in contents().iter().flat_map(|content| [-5, 1, 3, 19, 22].map(|l| (content, l))) {
        assert_eq!(read(&pack(level, content)).as_ref(), Ok(content), "level {level}");
    }
    assert_eq!(ids(&pack(3, &[0x02, 0xe8, 0x07])), Ok(vec![1, 999]));
}

#[test]
fn rejects_a_truncated_frame() {
    for frame in contents().iter().map(|content| pack(19, content)) {
        for cut in 0..frame.len() {
            assert!(is_corrupt(&read(&frame[..cut])), "{cut} of {}", frame.len());
            assert!(is_corrupt(&ids(&frame[..cut])), "{cut} of {}", frame.len());
        }
    }
}

/// If a damaged frame decodes, the result equals that of zstd's streaming decoder.
#[test]
fn a_frame_with_a_flipped_bit_fails_or_decodes_as_zstd_decodes_it() {
    let mut accepted = 0;
    for mut frame in contents().iter().map(|content| pack(19, content)) {
        for bit in 0..8 * frame.len() {
            frame[bit / 8] ^= 1 << (bit % 8);
            match read(&frame) {
                Ok(content) => {
                    let expected = zstd::stream::decode_all(&[&MAGIC, &frame[..]].concat()[..]).unwrap();
                    assert!(content == expected, "bit {bit}");
                    accepted += 1;
                }
                Err(error) => assert!(is_of_zstd(&error), "bit {bit}: {error:?}"),
            }
            assert!(bit > 4 || read(&frame) == Err(DESCRIPTOR), "bit {bit}");
            frame[bit / 8] ^= 1 << (bit % 8);
        }
    }
    // Any change of a raw block's content is valid.
    assert!(accepted > 8 * 300);
}

/// Returns whether the error is one that a damaged frame can have.
fn is_of_zstd(error: &Error) -> bool {
    let stated_size = match error {
        Error::LimitExceeded { what: "bytes inside zstd", limit } => *limit == MAX_SIZE,
        Error::LimitExceeded { what, .. } => *what == "bytes in a zstd frame of this length",
        _ => false,
    };
    let header = [DESCRIPTOR, WINDOW].contains(error);
    stated_size || header || matches!(error, Error::Zstd { .. } | Error::TrailingBytes { .. })
}

#[test]
fn rejects_bytes_after_a_frame() {
    let frame = pack(19, &[0x02; 300]);
    assert_eq!(ids(&frame), Ok(vec![1; 300]));
    // The trailing bytes are zeros, the same frame without and with its magic number, a skippable frame, and ones.
    let whole = [&MAGIC, &frame[..]].concat();
    for tail in [&[0][..], &frame, &whole, &[0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0], &[0xff; 2000]] {
        let body = [&frame, tail].concat();
        let trailing = Error::TrailingBytes { offset: BODY + frame.len() };
        assert_eq!((ids(&body), read(&body)), (Err(trailing.clone()), Err(trailing)), "{tail:02x?}");
    }
}

/// A descriptor is rejected if a disallowed bit is set, or if it states no size.
#[test]
fn rejects_disallowed_descriptors() {
    let frame = pack(19, &[b'x'; 300]);
    for descriptor in 0..=255 {
        let result = read(&[&[descriptor], &frame[1..]].concat());
        let disallowed = descriptor == 0 || descriptor & 0x1f > 0;
        assert_eq!(result == Err(DESCRIPTOR), disallowed, "{descriptor:02x}: {result:?}");
    }
}

#[test]
fn rejects_frames_with_a_checksum_a_dictionary_or_no_size() {
    use zstd::bulk::Compressor;
    use zstd::zstd_safe::CParameter::{ChecksumFlag, ContentSizeFlag};
    let content = b"the river is wide here ".repeat(9);
    let with = |parameter| {
        let mut compressor = Compressor::new(3).unwrap();
        compressor.set_parameter(parameter).unwrap();
        compressor.compress(&content).unwrap().split_off(4)
    };
    assert_eq!(read(&with(ChecksumFlag(false))).as_ref(), Ok(&content));
    assert_eq!(read(&with(ChecksumFlag(true))), Err(DESCRIPTOR));
    assert_eq!(read(&with(ContentSizeFlag(false))), Err(DESCRIPTOR));
    let streamed = zstd::stream::encode_all(&content[..], 3).unwrap();
    assert_eq!(read(&streamed[4..]), Err(DESCRIPTOR));
    assert_eq!(read(&with_dictionary(&content)), Err(DESCRIPTOR));
}

fn with_dictionary(content: &[u8]) -> Vec<u8> {
    let samples: Vec<Vec<u8>> = (0..1000).map(|n| format!("sample {n} of {}", n * 7).into_bytes()).collect();
    let dictionary = zstd::dict::from_samples(&samples, 2000).unwrap();
    let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
    let frame = compressor.compress(content).unwrap();
    assert!(zstd::zstd_safe::get_dict_id_from_frame(&frame).is_some());
    frame[4..].to_vec()
}

/// Returns a frame of one raw block that states its size in 8 bytes.
fn frame_stating(size: u64, content: &[u8]) -> Vec<u8> {
    let block = (content.len() as u32) << 3 | 1;
    [&[0xe0], &size.to_le_bytes()[..], &block.to_le_bytes()[..3], content].concat()
}

#[test]
fn rejects_a_false_size() {
    assert_eq!(read(&frame_stating(3, b"abc")), Ok(b"abc".to_vec()));
    for size in [0, 1, 2, 4, 9, 100_000, 500_000] {
        assert!(is_corrupt(&read(&frame_stating(size, b"abc"))), "{size}");
    }
    // The frame has 19 bytes with its magic number, so it has at most four blocks.
    for size in [524_289, 1_000_000, MAX_SIZE as u64] {
        let over = Error::LimitExceeded { what: "bytes in a zstd frame of this length", limit: 4 << 17 };
        assert_eq!(read(&frame_stating(size, b"abc")), Err(over), "{size}");
    }
    for size in [MAX_SIZE as u64 + 1, 1 << 32, 1 << 60, u64::MAX - 2, u64::MAX - 1, u64::MAX] {
        let over = Error::LimitExceeded { what: "bytes inside zstd", limit: MAX_SIZE };
        assert_eq!(read(&frame_stating(size, b"abc")), Err(over), "{size}");
    }
}

#[test]
fn a_zstd_bomb_stops_at_the_limit() {
    let bomb = pack(19, &vec![0; MAX_SIZE]);
    assert!(bomb.len() < 10_000, "{}", bomb.len());
    for limit in [0, 1, 1000, 1 << 20, MAX_SIZE - 1] {
        let over = Error::LimitExceeded { what: "bytes inside zstd", limit };
        assert_eq!(read_up_to(limit, &bomb), Err(over));
    }
    assert_eq!(read(&bomb).map(|content| content.len()), Ok(MAX_SIZE));
    assert_eq!(ids(&bomb).map(|ids| ids.len()), Ok(MAX_SIZE));
    let over = Error::LimitExceeded { what: "bytes inside zstd", limit: MAX_SIZE };
    assert_eq!(read(&pack(1, &vec![0; MAX_SIZE + 1])), Err(over));
}

/// Offsets count in the decompressed bytes, as for gzip.
#[test]
fn rejects_malformed_varints() {
    let ids = |varints: &[u8]| ids(&pack(3, varints));
    assert_eq!(ids(&[0x02, 0xe8]), Err(Error::Truncated { offset: 2 }));
    assert!(matches!(ids(&[0x02, 0x81, 0x00, 0x02]), Err(Error::NotCanonical { offset: 1, .. })));
    let unknown = Error::UnknownMappedId { position: 2, mapped: -501, size: 1000 };
    assert_eq!(ids(&[0x02, 0x02, 0xe9, 0x07]), Err(unknown));
}

#[test]
fn the_message_has_the_offset() {
    let error = read(&[0x20]).unwrap_err().to_string();
    assert!(error.starts_with("corrupt zstd at byte 10: "), "{error}");
}
