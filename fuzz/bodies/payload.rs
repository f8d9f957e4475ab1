//! Any bytes as a payload. Nothing panics, all methods of reading agree, and encoding the content gives the same bytes.

use super::{Outcome, tables};
use std::sync::LazyLock;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Error, Inspection, Result, Vocabulary};

/// The codecs with all built-in and custom tables.
pub(super) static CODECS: LazyLock<Vec<Codec>> =
    LazyLock::new(|| tables::ALL.iter().map(|table| Codec::from_table(table.clone())).collect());

pub fn check(data: &[u8]) -> Outcome {
    let accepting = CODECS.iter().filter(|codec| check_codec(codec, data)).count();
    Outcome::of(accepting > 0)
}

/// Checks one codec. Returns whether it accepts the payload.
fn check_codec(codec: &Codec, data: &[u8]) -> bool {
    let ids = codec.decode(data);
    check_agreement(codec, data, &ids);
    if data.first() != Some(&0x1f) {
        check_canonical(codec, data, &ids);
    }
    ids.is_ok()
}

/// Checks that all other methods of reading agree with these ids.
pub(super) fn check_agreement(codec: &Codec, data: &[u8], ids: &Result<Vec<u32>>) {
    check_append(codec, data, ids);
    let mapped = codec.decode_mapped(data);
    assert_eq!(mapped.as_ref().err(), ids.as_ref().err());
    if let (Ok(mapped), Ok(ids)) = (&mapped, ids) {
        let expected: Vec<_> = ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect();
        assert_eq!(*mapped, expected);
        assert!(mapped.iter().zip(ids).all(|(&mapped, &id)| codec.token_id(mapped) == Some(id)));
    }
    check_inspection(data, &mapped);
    check_text(codec, data, ids);
}

/// Checks that decoding appends, and leaves the buffer unchanged after an error.
fn check_append(codec: &Codec, data: &[u8], ids: &Result<Vec<u32>>) {
    let mut out = vec![1, 2];
    assert_eq!(codec.decode_into(data, &mut out).as_ref().err(), ids.as_ref().err());
    assert_eq!(out, [&[1, 2], ids.as_deref().unwrap_or_default()].concat());
}

/// Checks that the inspection has the same mapped ids.
fn check_inspection(data: &[u8], mapped: &Result<Vec<i32>>) {
    match (Inspection::open(data, MAX_SIZE), mapped) {
        (Ok(inspection), Ok(mapped)) => assert_eq!(inspection.mapped_ids, *mapped),
        (inspection, Err(Error::UnknownMappedId { position, mapped, .. })) => {
            let inspected = inspection.map(|inspection| inspection.mapped_ids[*position]);
            assert!(inspected.is_err() || inspected == Ok(*mapped));
        }
        (inspection, mapped) => assert_eq!(inspection.err(), mapped.as_ref().err().cloned()),
    }
}

/// Checks that tokens and text are those of the ids.
fn check_text(codec: &Codec, data: &[u8], ids: &Result<Vec<u32>>) {
    let Some(encoding) = codec.table().encoding() else {
        return assert_eq!(codec.decode_bytes(data), Err(Error::NoVocabulary));
    };
    let expected = ids.clone().and_then(|ids| Vocabulary::new(encoding).decode(&ids));
    assert_eq!(codec.decode_tokens(data).map(|tokens| tokens.concat()), expected);
    let bytes = codec.decode_bytes(data);
    assert_eq!(bytes, expected);
    let text = bytes.map(|bytes| String::from_utf8(bytes).ok());
    match (codec.decode_text(data), text) {
        (Err(Error::NotUtf8 { .. }), text) => assert_eq!(text, Ok(None)),
        (decoded, text) => assert_eq!(decoded.map(Some), text),
    }
}

/// Checks that encoding the content gives the same bytes.
fn check_canonical(codec: &Codec, data: &[u8], ids: &Result<Vec<u32>>) {
    if let Ok(ids) = ids {
        assert_eq!(codec.encode(ids).unwrap(), data);
        assert!(data.len() <= codec.max_encoded_len(ids.len()));
    }
    if let Ok(mapped) = codec.decode_mapped(data) {
        assert_eq!(codec.encode_mapped(&mapped).unwrap(), data);
    }
    if let Ok(raw) = codec.decode_raw(data) {
        assert_eq!(codec.encode_raw(&raw).unwrap(), data);
    }
    if let Ok(inspection) = Inspection::open(data, MAX_SIZE) {
        let items: usize = inspection.varint_lens.iter().zip(1..).map(|(count, len)| count * len).sum();
        assert!((3..=8).contains(&(data.len() - items)) && inspection.payload_len == data.len());
    }
}
