//! The 154 vectors that the published tacc 0.1.0 made: mapped ids, payload and raw payload, both ways.
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use tokenwire::{Codec, Encoding};

fn vectors() -> Vec<Value> {
    let file = include_str!("golden/tacc-0.1.0.jsonl");
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers<T: TryFrom<i64>>(value: &Value) -> Vec<T> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| T::try_from(number.as_i64().unwrap()).ok().unwrap())
        .collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let (pairs, []) = value.as_str().unwrap().as_bytes().as_chunks::<2>() else { panic!("odd hex") };
    pairs.iter().map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn every_vector_holds_both_ways() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 154);
    for vector in &vectors {
        let case = format!("{} {}", vector["encoding"], vector["case"]);
        let encoding: Encoding = vector["encoding"].as_str().unwrap().parse().unwrap();
        let codec = Codec::new(encoding);
        let (ids, mapped) = (numbers::<u32>(&vector["ids"]), numbers::<i32>(&vector["mapped"]));
        let (payload, raw) = (bytes(&vector["payload"]), bytes(&vector["raw"]));

        assert_eq!(codec.encode(&ids).unwrap(), payload, "{case}");
        assert_eq!(codec.decode(&payload).unwrap(), ids, "{case}");
        assert_eq!(codec.encode_mapped(&mapped).unwrap(), payload, "{case}");
        assert_eq!(codec.decode_mapped(&payload).unwrap(), mapped, "{case}");
        assert_eq!(codec.encode_raw(&ids).unwrap(), raw, "{case}");
        assert_eq!(codec.decode_raw(&raw).unwrap(), ids, "{case}");
        assert_eq!(ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect::<Vec<_>>(), mapped, "{case}");
        assert_eq!(
            mapped.iter().map(|&mapped| codec.token_id(mapped).unwrap()).collect::<Vec<_>>(),
            ids,
            "{case}"
        );
    }
}

#[test]
fn every_encoding_has_vectors() {
    let vectors = vectors();
    for encoding in Encoding::ALL {
        let count = vectors.iter().filter(|vector| vector["encoding"] == encoding.name()).count();
        assert_eq!(count, 22, "{encoding}");
    }
}
