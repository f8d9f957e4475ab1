//! Any bytes as a gzip member, as what a member inflates to, and as the deflate stream in it.

use super::input::Input;
use super::payload::{CODECS, agree};
use super::{Outcome, checksum};
use flate2::bufread::{DeflateDecoder, GzDecoder};
use flate2::{Compression, write::GzEncoder};
use std::io::{Read, Write};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Error, Inspection};

/// Small, so that it is met.
const LIMIT: usize = 4096;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    // One of them: compressing is slow.
    let codec = input.choose(&CODECS).clone().with_max_size(LIMIT);
    let rest = input.rest();
    let of_stream = member_of(rest).is_some_and(|member| as_member(&codec, &member));
    Outcome::of(of_stream | as_member(&codec, rest) | as_payload(&codec, rest))
}

/// What is read is what gzip's reader makes of it.
fn as_member(codec: &Codec, data: &[u8]) -> bool {
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

/// Inside gzip all is as outside, but for the limit.
fn as_payload(codec: &Codec, data: &[u8]) -> bool {
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
    limited_text(codec, &member, data);
    written(codec, ids.ok())
}

/// Text is limited too.
fn limited_text(codec: &Codec, member: &[u8], data: &[u8]) {
    match (codec.decode_bytes(member), codec.decode_bytes(data)) {
        (Err(Error::LimitExceeded { limit: LIMIT, .. }), Ok(text)) => assert!(text.len() > LIMIT),
        (inside, outside) => assert_eq!(inside, outside),
    }
}

/// What the codec makes of these ids, it reads.
fn written(codec: &Codec, ids: Option<Vec<u32>>) -> bool {
    let Some(ids) = ids else { return false };
    let codec = codec.clone().with_gzip(true);
    let member = codec.encode(&ids).unwrap();
    assert!(member.len() <= codec.max_encoded_len(ids.len()));
    agree(&codec.with_max_size(usize::MAX), &member, &Ok(ids));
    true
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A member around a deflate stream, with the checksum that it should have.
fn member_of(deflate: &[u8]) -> Option<Vec<u8>> {
    let mut payload = Vec::new();
    let mut stream = DeflateDecoder::new(deflate).take(2 * LIMIT as u64);
    stream.read_to_end(&mut payload).ok()?;
    let len = u32::try_from(payload.len()).ok()?;
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    Some([&header, deflate, &checksum::long(&payload).to_le_bytes(), &len.to_le_bytes()].concat())
}
