//! Random and damaged bytes. Nothing panics, and every plain payload that decodes is the canonical encoding of its ids.

use crate::common::{cases, plain_codec, random, random_ids};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Encoding, Inspection, Table};

/// Decodes `bytes` with every method, and asserts that every result encodes to the same bytes.
fn assert_canonical(codec: &Codec, bytes: &[u8]) {
    let (ids, mapped, raw) = (codec.decode(bytes), codec.decode_mapped(bytes), codec.decode_raw(bytes));
    assert_eq!(ids.is_ok(), mapped.is_ok(), "{bytes:02x?}");
    let inspected = Inspection::open(bytes, MAX_SIZE).map(|inspection| inspection.mapped_ids);
    assert!(mapped.is_err() || mapped == inspected, "{bytes:02x?}: {inspected:?}");
    if bytes.first() == Some(&0x1f) {
        return; // The gzip encoding of a payload is not unique.
    }
    for written in [ids.map(|ids| codec.encode(&ids)), mapped.map(|mapped| codec.encode_mapped(&mapped))] {
        assert!(written.as_ref().is_err() || written == Ok(Ok(bytes.to_vec())), "{bytes:02x?}: {written:?}");
    }
    let written = raw.map(|ids| codec.encode_raw(&ids));
    assert!(written.is_err() || written == Ok(Ok(bytes.to_vec())), "{bytes:02x?}: {written:?}");
}

/// The codecs of the smallest and the largest custom table, and of every encoding. They are built once, since a
/// table of 2^20 ids takes time.
static CODECS: LazyLock<Vec<Codec>> = LazyLock::new(|| {
    let built_in = Encoding::ALL.iter().map(|&encoding| Codec::new(encoding));
    [plain_codec(1), plain_codec(1 << 20)].into_iter().chain(built_in).collect()
});

fn largest() -> &'static Codec {
    &CODECS[1]
}

#[test]
fn payloads_with_a_flipped_bit_fail_or_are_canonical() {
    for codec in CODECS.iter() {
        for count in [0, 3, 14, 15, 200] {
            let payload = codec.encode(&random_ids(count as u64, count, codec.table().size())).unwrap();
            for bit in 0..8 * payload.len() {
                let mut flipped = payload.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert_canonical(codec, &flipped);
            }
        }
    }
}

#[test]
fn members_with_a_flipped_bit_fail_or_have_the_same_ids() {
    let codec = plain_codec(1000);
    let ids = random_ids(8, 300, 1000);
    let member = codec.clone().with_gzip(true).encode(&ids).unwrap();
    for bit in 0..8 * member.len() {
        let mut flipped = member.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let result = codec.decode(&flipped);
        assert!(result.is_err() || result == Ok(ids.clone()), "bit {bit}: {result:?}");
    }
}

#[test]
fn all_inputs_of_two_bytes_after_a_list_header_fail_or_are_canonical() {
    let codec = plain_codec(1000);
    let inputs = [0x05, 0x15, 0x25, 0xf5]
        .into_iter()
        .flat_map(|header| (0..=u16::MAX).map(move |rest| (header, rest)));
    let mut decoded = 0;
    for (header, rest) in inputs {
        let [first, second] = rest.to_le_bytes();
        let payload = [0x19, header, first, second];
        assert_canonical(&codec, &payload);
        decoded += usize::from(codec.decode(&payload).is_ok());
    }
    // Only payloads with one item of one byte decode: 0x19, 0x15, the item, 0x00.
    assert_eq!(decoded, 128);
}

#[test]
fn random_items_of_one_byte_decode_and_are_canonical() {
    let codec = largest();
    let mut numbers = random(5);
    for _ in 0..20_000 {
        let len = numbers.next().unwrap() % 14;
        let noise = numbers.by_ref().map(|number| (number & 0x7f) as u8).take(len as usize);
        let header = [0x19, (len as u8) << 4 | 5];
        let payload: Vec<u8> = header.into_iter().chain(noise).chain([0]).collect();
        // Each byte is a separate item, so this payload is valid.
        assert_eq!(codec.decode(&payload).unwrap().len(), len as usize);
        assert_canonical(codec, &payload);
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn random_bytes_fail_or_are_canonical(bytes in vec(any::<u8>(), 0..300)) {
        for codec in CODECS.iter() {
            assert_canonical(codec, &bytes);
        }
    }

    #[test]
    fn random_bytes_after_a_header_fail_or_are_canonical(count in 0u8..16, bytes in vec(any::<u8>(), 0..40)) {
        let payload = [&[0x19, count << 4 | 5][..], &bytes].concat();
        assert_canonical(largest(), &payload);
    }

    #[test]
    fn random_bytes_after_a_gzip_header_fail(bytes in vec(any::<u8>(), 0..300)) {
        let payload = [&[0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff][..], &bytes].concat();
        prop_assert!(plain_codec(1000).decode(&payload).is_err());
    }

    #[test]
    fn random_counts_files_fail_or_rank_every_id(bytes in vec(any::<u8>(), 0..300), text in any::<String>()) {
        let header = "# vocabulary size 10; ids not listed have count 0\n";
        for file in [bytes.clone(), text.clone().into_bytes(), [header.as_bytes(), &bytes].concat()] {
            if let Ok(table) = Table::from_counts(&file) {
                prop_assert!((0..table.size()).all(|id| table.rank(id).and_then(|rank| table.id(rank)) == Some(id)));
            }
        }
    }
}
