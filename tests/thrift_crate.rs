//! Compares with the thrift crate, an independent implementation. Its compact protocol reads our payloads and
//! writes the same bytes, and `Payload` gives the same result.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{cases, plain_codec, random_ids};
use proptest::collection::vec;
use proptest::prelude::*;
use thrift::protocol::{
    TCompactInputProtocol, TCompactOutputProtocol, TFieldIdentifier, TInputProtocol, TListIdentifier,
    TOutputProtocol, TSerializable, TStructIdentifier, TType,
};
use tokenwire::{Codec, Encoding, Payload};

const CODEC: Codec = Codec::new(Encoding::O200kBase);
const SIZES: [usize; 9] = [0, 1, 2, 14, 15, 16, 127, 128, 16_384];

/// Writes a list with the thrift crate, without `Payload`.
fn written(mapped: &[i32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut output = TCompactOutputProtocol::new(&mut bytes);
    output.write_struct_begin(&TStructIdentifier::new("TokenPayload")).unwrap();
    output.write_field_begin(&TFieldIdentifier::new("tokens", TType::List, 1)).unwrap();
    let count = i32::try_from(mapped.len()).unwrap();
    output.write_list_begin(&TListIdentifier::new(TType::I32, count)).unwrap();
    for &id in mapped {
        output.write_i32(id).unwrap();
    }
    output.write_list_end().unwrap();
    output.write_field_end().unwrap();
    output.write_field_stop().unwrap();
    output.write_struct_end().unwrap();
    bytes
}

/// Reads a list with the thrift crate, without `Payload`, and checks that no bytes are left.
fn read(mut bytes: &[u8]) -> Vec<i32> {
    let mut input = TCompactInputProtocol::new(&mut bytes);
    input.read_struct_begin().unwrap();
    let field = input.read_field_begin().unwrap();
    assert_eq!((field.field_type, field.id), (TType::List, Some(1)));
    let list = input.read_list_begin().unwrap();
    assert_eq!(list.element_type, TType::I32);
    let mapped = (0..list.size).map(|_| input.read_i32().unwrap()).collect();
    input.read_list_end().unwrap();
    input.read_field_end().unwrap();
    assert_eq!(input.read_field_begin().unwrap().field_type, TType::Stop);
    input.read_struct_end().unwrap();
    assert_eq!(bytes, b"");
    mapped
}

fn serialized(payload: &Payload) -> Vec<u8> {
    let mut bytes = Vec::new();
    payload.write_to_out_protocol(&mut TCompactOutputProtocol::new(&mut bytes)).unwrap();
    bytes
}

fn deserialized(mut bytes: &[u8]) -> thrift::Result<Payload> {
    Payload::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut bytes))
}

/// Asserts that all methods of writing and reading these ids agree.
fn assert_all_agree(ids: &[u32]) {
    let tokens: Vec<i32> = ids.iter().map(|&id| CODEC.mapped_id(id).unwrap()).collect();
    let payload = CODEC.encode(ids).unwrap();
    assert_eq!(written(&tokens), payload);
    assert_eq!(read(&payload), tokens);
    assert_eq!(CODEC.decode(&written(&tokens)).unwrap(), ids);
    assert_eq!(CODEC.encode_mapped(&tokens).unwrap(), payload);
    let struct_ = Payload { tokens };
    assert_eq!(serialized(&struct_), payload);
    assert_eq!(deserialized(&payload).unwrap(), struct_);
}

#[test]
fn lists_of_many_sizes_agree() {
    for size in SIZES {
        assert_all_agree(&random_ids(4, size, Encoding::O200kBase.vocab_size()));
        assert_all_agree(&vec![0; size]);
    }
}

#[test]
fn every_id_agrees() {
    assert_all_agree(&(0..Encoding::O200kBase.vocab_size()).collect::<Vec<_>>());
}

#[test]
fn raw_ids_agree() {
    for size in SIZES {
        let ids = random_ids(5, size, Encoding::O200kBase.vocab_size());
        let numbers: Vec<i32> = ids.iter().map(|id| id.cast_signed()).collect();
        assert_eq!(CODEC.encode_raw(&ids).unwrap(), written(&numbers));
        assert_eq!(CODEC.decode_raw(&written(&numbers)).unwrap(), ids);
    }
}

#[test]
fn numbers_of_every_varint_length_agree() {
    // 2^19 is the largest mapped id of the largest table; these have varints of one, two and three bytes.
    let codec = plain_codec(1 << 20);
    for bit in 0..20 {
        for number in
            [(1 << bit) - 1, 1 << bit, -(1 << bit) + 1].map(|number: i32| number.clamp(-524_287, 524_288))
        {
            let payload = codec.encode_mapped(&[number]).unwrap();
            assert_eq!(written(&[number]), payload);
            assert_eq!(codec.decode_mapped(&written(&[number])).unwrap(), [number]);
        }
    }
}

#[test]
fn the_struct_round_trips_any_i32() {
    let payload = Payload { tokens: vec![0, 1, -1, i32::MAX, i32::MIN, i32::MIN + 1] };
    assert_eq!(serialized(&payload), written(&payload.tokens));
    assert_eq!(deserialized(&serialized(&payload)).unwrap(), payload);
    assert_eq!(deserialized(&serialized(&Payload::default())).unwrap(), Payload::default());
}

#[test]
fn the_struct_skips_unknown_fields() {
    // Field 2 is an i32 before the stop byte. A struct of a later version may have it, but a payload may not.
    let later = [0x19, 0x25, 0x04, 0x01, 0x15, 0x0e, 0x00];
    assert_eq!(deserialized(&later).unwrap(), Payload { tokens: vec![2, -1] });
    assert!(CODEC.decode(&later).is_err());
}

#[test]
fn the_struct_rejects_other_structs() {
    let malformed: [(&str, &[u8]); 5] = [
        ("no field 1", &[0x00]),
        ("field 1 is an i32", &[0x15, 0x02, 0x00]),
        ("elements of type i64", &[0x19, 0x16, 0x02, 0x00]),
        ("field 2 only", &[0x29, 0x15, 0x02, 0x00]),
        ("2^32 - 1 items", &[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00]),
    ];
    for (reason, bytes) in malformed {
        assert!(deserialized(bytes).is_err(), "{reason}: {:?}", deserialized(bytes));
    }
}

#[test]
fn the_struct_rejects_truncated_input() {
    let bytes = serialized(&Payload { tokens: (0..300).collect() });
    for cut in 0..bytes.len() {
        assert!(deserialized(bytes.get(..cut).unwrap()).is_err(), "{cut}");
    }
    assert!(deserialized(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x07, 0x00]).is_err());
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn random_ids_agree(ids in vec(0..Encoding::O200kBase.vocab_size(), 0..300)) {
        assert_all_agree(&ids);
    }

    #[test]
    fn random_structs_round_trip(tokens in vec(any::<i32>(), 0..300)) {
        let payload = Payload { tokens };
        prop_assert_eq!(serialized(&payload), written(&payload.tokens));
        prop_assert_eq!(deserialized(&serialized(&payload)).unwrap(), payload);
    }
}
