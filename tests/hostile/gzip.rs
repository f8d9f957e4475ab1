//! Gzip payloads that are bombs, are corrupt, or have trailing bytes.

use crate::common::{plain_codec, random_ids};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use std::io::Write;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Error, Inspection};

const SIZE: u32 = 1000;

fn codec() -> Codec {
    plain_codec(SIZE)
}

fn ids() -> Vec<u32> {
    random_ids(3, 200, SIZE)
}

fn member() -> Vec<u8> {
    codec().with_gzip(true).encode(&ids()).unwrap()
}

fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn rejects_a_member_truncated_at_every_length() {
    let member = member();
    assert_eq!(codec().decode(&member[..0]), Err(Error::Truncated { offset: 0 }));
    for cut in 1..member.len() {
        let result = codec().decode(&member[..cut]);
        assert!(matches!(result, Err(Error::Gzip { offset, .. }) if offset <= cut), "{cut}: {result:?}");
    }
}

#[test]
fn rejects_a_truncated_payload_in_a_valid_member() {
    let payload = codec().encode(&ids()).unwrap();
    for cut in 0..payload.len() {
        let member = gzip(&payload[..cut], 1);
        assert_eq!(codec().decode(&member), Err(Error::Truncated { offset: cut }));
    }
}

#[test]
fn a_bomb_stops_at_the_default_limit() {
    let bomb = gzip(&vec![0; MAX_SIZE + 1], 9);
    assert!(bomb.len() < MAX_SIZE / 900);
    let result = codec().decode(&bomb);
    assert!(matches!(result, Err(Error::LimitExceeded { limit: MAX_SIZE, .. })), "{result:?}");
    assert_eq!(Inspection::open(&bomb, MAX_SIZE).map(drop), result.map(drop));
}

#[test]
fn a_bomb_stops_at_a_configured_limit() {
    let bomb = gzip(&vec![0; 48 << 20], 9);
    for limit in [0, 1, 1000, 1 << 20, (48 << 20) - 1] {
        let result = codec().with_max_size(limit).decode(&bomb);
        assert!(
            matches!(result, Err(Error::LimitExceeded { limit: stated, .. }) if stated == limit),
            "{result:?}"
        );
    }
}

#[test]
fn a_bomb_with_a_false_length_stops_at_the_limit() {
    let mut bomb = gzip(&vec![0; 4 << 20], 9);
    for stated in [0, 1, 1000, u32::MAX] {
        let end = bomb.len() - 4;
        bomb[end..].copy_from_slice(&stated.to_le_bytes());
        let result = codec().with_max_size(1 << 20).decode(&bomb);
        assert!(matches!(result, Err(Error::LimitExceeded { limit: 1_048_576, .. })), "{stated}: {result:?}");
        let result = codec().decode(&bomb);
        assert!(matches!(result, Err(Error::Gzip { .. })), "{stated}: {result:?}");
    }
}

#[test]
fn the_limit_is_inclusive() {
    let payload = codec().encode(&vec![0; 100_000]).unwrap();
    let member = gzip(&payload, 6);
    let ids = codec().with_max_size(payload.len()).decode(&member).unwrap();
    assert_eq!(ids, vec![0; 100_000]);
    let result = codec().with_max_size(payload.len() - 1).decode(&member);
    assert!(matches!(result, Err(Error::LimitExceeded { limit, .. }) if limit == payload.len() - 1));
}

#[test]
fn rejects_payloads_over_the_readers_limit() {
    let ids = vec![0; 1000];
    let len = codec().encode(&ids).unwrap().len();
    let codec = codec().with_gzip(true).with_max_size(len);
    assert_eq!(codec.decode(&codec.encode(&ids).unwrap()).unwrap(), ids);
    let (codec, mut out) = (codec.with_max_size(len - 1), b"unchanged".to_vec());
    let result = codec.encode_into(&ids, &mut out);
    assert!(matches!(result, Err(Error::LimitExceeded { limit, .. }) if limit == len - 1));
    assert_eq!(out, b"unchanged");
}

/// The header fields MTIME, XFL and OS, which gzip does not verify.
const UNVERIFIED: std::ops::Range<usize> = 4..10;

#[test]
fn no_changed_byte_changes_the_ids() {
    let (member, ids) = (member(), ids());
    for at in 0..member.len() {
        for change in 1..=255 {
            let mut changed = member.clone();
            changed[at] ^= change;
            let result = codec().decode(&changed);
            let harmless = result.as_ref() == Ok(&ids) && may_change(at, change, member.len());
            assert!(result.is_err() || harmless, "byte {at} ^ {change:#x}: {result:?}");
        }
    }
}

/// Returns whether gzip does not verify a change: of the unverified header fields, of the flag FTEXT, which is
/// only a hint, and of the padding in deflate's last byte.
fn may_change(at: usize, change: u8, len: usize) -> bool {
    UNVERIFIED.contains(&at) || (at == 3 && change == 1) || at == len - 9
}

#[test]
fn an_inverted_byte_is_a_gzip_error_unless_it_changes_the_form_or_the_end() {
    let member = member();
    for at in (0..member.len()).filter(|at| !UNVERIFIED.contains(at)) {
        let mut changed = member.clone();
        changed[at] ^= 0xff;
        match codec().decode(&changed) {
            // Without the first byte of gzip, this is not a gzip payload.
            Err(Error::Invalid { offset: 0, .. }) => assert_eq!(at, 0),
            Err(Error::Gzip { offset, .. }) => assert!(offset <= member.len(), "{at}"),
            // A stream that ends early has trailing bytes.
            Err(Error::TrailingBytes { offset }) => assert!(offset < member.len(), "{at}"),
            other => panic!("byte {at}: {other:?}"),
        }
    }
}

#[test]
fn rejects_bytes_after_the_member() {
    let member = member();
    let offset = member.len();
    for tail in [&[0][..], &[0; 512], b"garbage", &[0x1f], &[0x1f, 0x8b], &member] {
        let result = codec().decode(&[&member, tail].concat());
        assert_eq!(result, Err(Error::TrailingBytes { offset }), "{} bytes after", tail.len());
    }
}

#[test]
fn rejects_a_payload_split_into_two_members() {
    let payload = codec().encode(&ids()).unwrap();
    let (first, second) = payload.split_at(100);
    let [first, second] = [first, second].map(|half| gzip(half, 6));
    let result = codec().decode(&[&first[..], &second].concat());
    assert_eq!(result, Err(Error::TrailingBytes { offset: first.len() }));
}

#[test]
fn rejects_members_that_contain_no_payload() {
    assert_eq!(codec().decode(&gzip(b"", 6)), Err(Error::Truncated { offset: 0 }));
    assert!(matches!(codec().decode(&gzip(b"hello", 6)), Err(Error::Invalid { offset: 0, .. })));
    assert!(matches!(codec().decode(&gzip(&member(), 6)), Err(Error::Invalid { offset: 0, .. })));
    let payload = codec().encode(&ids()).unwrap();
    let padded = [&payload[..], &[0]].concat();
    let offset = payload.len();
    assert_eq!(codec().decode(&gzip(&padded, 6)), Err(Error::TrailingBytes { offset }));
}

#[test]
fn accepts_every_level_and_header() {
    let payload = codec().encode(&ids()).unwrap();
    for level in 0..=9 {
        assert_eq!(codec().decode(&gzip(&payload, level)).unwrap(), ids());
    }
    let header = GzBuilder::new().filename("a").comment("b").extra(vec![0; 40]).mtime(7);
    let mut encoder = header.write(Vec::new(), Compression::best());
    encoder.write_all(&payload).unwrap();
    assert_eq!(codec().decode(&encoder.finish().unwrap()).unwrap(), ids());
}

#[test]
fn errors_leave_the_output_buffer_unchanged() {
    let mut corrupt = member();
    let middle = corrupt.len() / 2;
    corrupt[middle] ^= 0xff;
    let two = [member(), member()].concat();
    let mut out = vec![4, 5];
    assert!(codec().decode_into(&corrupt, &mut out).is_err());
    assert!(codec().decode_into(&two, &mut out).is_err());
    assert_eq!(out, [4, 5]);
    codec().decode_into(&member(), &mut out).unwrap();
    assert_eq!(out, [vec![4, 5], ids()].concat());
}

#[test]
fn accepts_the_largest_possible_limit() {
    let member = gzip(b"", 6);
    let inspected = Inspection::open(&member, usize::MAX).map(drop);
    assert_eq!(inspected, Err(Error::Truncated { offset: 0 }));
    let codec = codec().with_max_size(usize::MAX);
    assert_eq!(codec.decode(&member), Err(Error::Truncated { offset: 0 }));
}
