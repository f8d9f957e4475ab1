//! Ids outside the vocabulary, when encoding and when decoding raw ids.

use crate::common::plain_codec;
use tokenwire::{Codec, Encoding, Error};

/// Returns the codecs of every encoding and of two custom tables, plain and with gzip.
fn codecs() -> Vec<Codec> {
    let built_in = Encoding::ALL.iter().map(|&encoding| Codec::new(encoding));
    let all = built_in.chain([plain_codec(1), plain_codec(1000)]);
    all.flat_map(|codec| [codec.clone(), codec.with_gzip(true)]).collect()
}

#[test]
fn the_error_has_the_unknown_id_and_its_position() {
    for codec in codecs() {
        let size = codec.table().size();
        for (id, position) in [(size, 0), (size + 1, 7), (u32::MAX, 19), (1 << 31, 20)] {
            let mut ids = vec![size - 1; 21];
            ids[position] = id;
            let expected = Error::UnknownId { position, id: id.into(), size };
            assert_eq!(codec.encode(&ids), Err(expected.clone()));
            assert_eq!(codec.encode_raw(&ids), Err(expected));
            assert_eq!((codec.mapped_id(id), codec.table().rank(id)), (None, None));
        }
    }
}

#[test]
fn the_error_has_the_first_of_several_unknown_ids() {
    let result = plain_codec(10).encode(&[9, 10, 11]);
    assert_eq!(result, Err(Error::UnknownId { position: 1, id: 10, size: 10 }));
}

#[test]
fn encoding_errors_leave_the_output_buffer_unchanged() {
    for codec in codecs() {
        let size = codec.table().size();
        let mut out = b"before".to_vec();
        assert!(codec.encode_into(&[0, size], &mut out).is_err());
        assert_eq!(out, b"before");
        codec.encode_into(&[0, size - 1], &mut out).unwrap();
        let payload = codec.encode(&[0, size - 1]).unwrap();
        assert_eq!(out, [b"before", &payload[..]].concat());
    }
}

#[test]
fn decoding_errors_leave_the_output_buffer_unchanged() {
    // The payload is written with a table of 1000 ids and read with one of 10, where the third id is unknown.
    let small = plain_codec(10);
    for gzip in [false, true] {
        let payload = plain_codec(1000).with_gzip(gzip).encode(&[1, 2, 999]).unwrap();
        let mut out = vec![42];
        let result = small.decode_into(&payload, &mut out);
        assert_eq!(result, Err(Error::UnknownMappedId { position: 2, mapped: 500, size: 10 }));
        assert_eq!(out, [42]);
    }
}

#[test]
fn rejects_raw_numbers_that_cannot_be_ids() {
    let writer = plain_codec(1 << 20);
    for (number, position) in [(-1, 0), (-500, 1), (1000, 2), (500_000, 16)] {
        let mut list = vec![999; 17];
        list[position] = number;
        for gzip in [false, true] {
            let payload = writer.clone().with_gzip(gzip).encode_mapped(&list).unwrap();
            let expected = Error::UnknownId { position, id: number.into(), size: 1000 };
            assert_eq!(plain_codec(1000).decode_raw(&payload), Err(expected));
        }
    }
    assert_eq!(plain_codec(1000).decode_raw(&writer.encode_mapped(&[999, 0]).unwrap()), Ok(vec![999, 0]));
}

#[test]
fn messages_have_the_id_the_position_and_the_size() {
    let message = plain_codec(10).encode(&[9, 10]).unwrap_err().to_string();
    assert_eq!(
        message,
        "token id 10 at position 1 is not in the vocabulary of 10 ids; use the encoding that the ids belong to"
    );
    let payload = plain_codec(10).encode(&[0, 9]).unwrap();
    let message = plain_codec(9).decode(&payload).unwrap_err().to_string();
    assert_eq!(
        message,
        "mapped id 5 at position 1 is not in the table of 9 ids; use the table that the input was written with"
    );
}
