//! Any bytes as a gzip member, as the content of a member, and as the deflate stream of a member.

use super::input::Input;
use super::payload::{CODECS, check_agreement};
use super::{Outcome, checksum};
use flate2::bufread::{DeflateDecoder, GzDecoder};
use flate2::{Compression, write::GzEncoder};
use std::io::{Read, Write};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Error, Inspection};

/// The size limit, which is small so that many inputs exceed it.
const LIMIT: usize = 4096;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    // Only one codec is checked, since compression is slow.
    let codec = input.choose(&CODECS).clone().with_max_size(LIMIT);
    let rest = input.rest();
    let as_stream = member_of(rest).is_some_and(|member| check_member(&codec, &member));
    Outcome::of(as_stream | check_member(&codec, rest) | check_content(&codec, rest))
}

/// Checks that a member that decodes is also valid for flate2, with the same content. Returns whether it decodes.
fn check_member(codec: &Codec, data: &[u8]) -> bool {
    if data.first() != Some(&0x1f) {
        return false;
    }
    let Ok(ids) = codec.decode(data) else { return false };
    let mut member = GzDecoder::new(data);
    let mut payload = Vec::new();
    member.read_to_end(&mut payload).unwrap();
    assert!(member.get_ref().is_empty() && payload.len() <= LIMIT);
    assert_eq!(codec.decode(&payload), Ok(ids));
    true
}

/// Checks that data inside gzip decodes as outside, up to the limit. Returns whether it decodes.
fn check_content(codec: &Codec, data: &[u8]) -> bool {
    let member = gzip(data);
    let ids = codec.decode(&member);
    if data.len() > LIMIT {
        assert!(matches!(ids, Err(Error::LimitExceeded { limit: LIMIT, .. })));
        return false;
    }
    if data.first() == Some(&0x1f) {
        assert!(matches!(ids, Err(Error::Invalid { offset: 0, .. })));
        return false;
    }
    assert_eq!(ids, codec.decode(data));
    assert_eq!(codec.decode_raw(&member), codec.decode_raw(data));
    let inspect = |bytes| {
        Inspection::open(bytes, MAX_SIZE).map(|inspection| (inspection.varint_lens, inspection.mapped_ids))
    };
    assert_eq!(inspect(&member), inspect(data));
    check_text(codec, &member, data);
    check_encoding(codec, ids.ok())
}

/// Checks that decoded text is the same, up to the limit.
fn check_text(codec: &Codec, member: &[u8], data: &[u8]) {
    match (codec.decode_bytes(member), codec.decode_bytes(data)) {
        (Err(Error::LimitExceeded { limit: LIMIT, .. }), Ok(text)) => assert!(text.len() > LIMIT),
        (inside, outside) => assert_eq!(inside, outside),
    }
}

/// Checks that the ids round-trip with gzip. Returns whether there are ids.
fn check_encoding(codec: &Codec, ids: Option<Vec<u32>>) -> bool {
    let Some(ids) = ids else { return false };
    let codec = codec.clone().with_gzip(true);
    let member = codec.encode(&ids).unwrap();
    assert!(member.len() <= codec.max_encoded_len(ids.len()));
    check_agreement(&codec.with_max_size(usize::MAX), &member, &Ok(ids));
    true
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a member with this deflate stream and its correct checksum, or `None` if the stream is invalid.
fn member_of(deflate: &[u8]) -> Option<Vec<u8>> {
    let mut payload = Vec::new();
    let mut stream = DeflateDecoder::new(deflate).take(2 * LIMIT as u64);
    stream.read_to_end(&mut payload).ok()?;
    let len = u32::try_from(payload.len()).ok()?;
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    Some([&header, deflate, &checksum::long(&payload).to_le_bytes(), &len.to_le_bytes()].concat())
}
