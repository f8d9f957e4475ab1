//! Tables made at run time: read from the filed counts they are the built-in ones; of any size they carry every id;
//! a fingerprint tells them apart; and no payload is longer than announced.
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use common::{plain_codec, plain_table, random_ids};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::path::PathBuf;
use tokenwire::limits::MAX_VOCABULARY;
use tokenwire::{Codec, Encoding, Error, Table};

/// The filed counts of an encoding's table, for as many ids as the encoding has.
fn filed(encoding: Encoding) -> Vec<u8> {
    let (_, name) = Table::tacc_0_1_0(encoding).name().split_once('/').unwrap();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("mappings/tacc-0.1.0/{name}.tsv"));
    let text = std::fs::read_to_string(path).unwrap();
    let (header, entries) = text.split_once('\n').unwrap();
    let (before, _) = header.split_once("vocabulary size ").unwrap();
    let size = encoding.vocab_size();
    format!("{before}vocabulary size {size}; ids not listed have count 0\n{entries}").into_bytes()
}

fn ranks(table: &Table) -> Vec<u32> {
    (0..table.size()).map(|id| table.rank(id).unwrap()).collect()
}

#[test]
fn filed_counts_give_the_built_in_table() {
    for &encoding in Encoding::ALL {
        let (built_in, custom) = (Table::tacc_0_1_0(encoding), Table::from_counts(&filed(encoding)).unwrap());
        assert_eq!(custom.size(), built_in.size());
        assert!(ranks(&custom) == ranks(&built_in), "{encoding}");
        assert_eq!(custom.fingerprint(), built_in.fingerprint(), "{encoding}");
        let weights = |table: &Table| (0..=table.size()).map(|rank| table.weight(rank)).collect::<Vec<_>>();
        assert!(weights(&custom) == weights(&built_in), "{encoding}");
        assert!(built_in.name().starts_with("tacc-0.1.0/") && custom.name() == "custom");
    }
}

#[test]
fn filed_counts_give_the_very_payloads() {
    for &encoding in Encoding::ALL {
        let custom = Codec::from_table(Table::from_counts(&filed(encoding)).unwrap());
        let ids = random_ids(2, 5000, encoding.vocab_size());
        assert_eq!(custom.encode(&ids), Codec::new(encoding).encode(&ids), "{encoding}");
    }
}

/// Fingerprints of the published tables, which may never change.
#[test]
fn fingerprints_go_by_size_and_counts() {
    let mut seen = HashSet::new();
    for &encoding in Encoding::ALL.iter().filter(|encoding| encoding.name() != "gpt2") {
        assert!(seen.insert(Table::tacc_0_1_0(encoding).fingerprint()), "{encoding}");
    }
}

#[cfg(feature = "r50k")]
#[test]
fn gpt2_and_r50k_base_have_one_table() {
    let [gpt2, r50k] = [Encoding::Gpt2, Encoding::R50kBase].map(Table::tacc_0_1_0);
    assert_eq!(gpt2.fingerprint(), r50k.fingerprint());
    assert!(ranks(&gpt2) == ranks(&r50k));
}

/// LEB128, written here by other means than the library's.
fn leb128(number: u64) -> Vec<u8> {
    let groups = (64 - number.leading_zeros()).div_ceil(7).max(1);
    let group = |index| (number >> (7 * index) & 0x7f) as u8;
    (0..groups).map(|index| if index + 1 < groups { group(index) | 0x80 } else { group(index) }).collect()
}

fn expected_fingerprint(size: u32, weights: &[u64]) -> Vec<u8> {
    let numbers = std::iter::once(u64::from(size)).chain(weights.iter().copied());
    let bytes: Vec<u8> = numbers.flat_map(leb128).collect();
    Sha256::digest(bytes)[..8].to_vec()
}

#[test]
fn a_fingerprint_is_a_hash_of_size_and_weights_in_id_order() {
    let file = "# vocabulary size 6; ids not listed have count 1\n5\t300\n0\t128\n2\t18446744073709550000\n";
    let fingerprint = Table::from_counts(file.as_bytes()).unwrap().fingerprint();
    let expected = expected_fingerprint(6, &[128, 1, 18_446_744_073_709_550_000, 1, 1, 300]);
    assert_eq!(fingerprint.0, expected[..]);
    let hex: String = expected.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(fingerprint.to_string(), hex);
}

#[test]
fn a_fingerprint_is_not_fooled_by_spelling() {
    let table = |file: &str| Table::from_counts(file.as_bytes()).unwrap().fingerprint();
    let one = table("# vocabulary size 4; ids not listed have count 0\n1\t5\n2\t7\n");
    assert_eq!(
        one,
        table(
            "# mine: vocabulary size 4; ids not listed have count 0 (none)\r\n# x\r\n\r\n2\t7\r\n1\t5\r\n3\t0"
        )
    );
    // Same ranks, other counts; same counts, other ids; one id more; every id weighs one more.
    for other in [
        "# vocabulary size 4; ids not listed have count 0\n1\t5\n2\t8\n",
        "# vocabulary size 4; ids not listed have count 0\n0\t5\n2\t7\n",
        "# vocabulary size 5; ids not listed have count 0\n1\t5\n2\t7\n",
        "# vocabulary size 4; ids not listed have count 1\n1\t6\n2\t8\n",
    ] {
        assert_ne!(one, table(other), "{other}");
    }
}

/// A table of any size in which the ids' counts fall and rise.
fn wavy_table(size: u32) -> Table {
    let mut file = format!("# vocabulary size {size}; ids not listed have count 2\n");
    for id in (0..size).step_by(3) {
        file += &format!("{id}\t{}\n", 2 + u64::from(id) * 7919 % 1000);
    }
    Table::from_counts(file.as_bytes()).unwrap()
}

#[test]
fn tables_of_every_size_carry_every_id() {
    // 128256 is Llama 3's, 262144 Gemma's.
    for size in [1, 2, 3, 15, 127, 128, 129, 1000, 16_384, 128_256, 262_144, MAX_VOCABULARY] {
        let (codec, ids) = (Codec::from_table(wavy_table(size)), (0..size).collect::<Vec<_>>());
        assert_eq!(codec.table().size(), size);
        let mapped: HashSet<i32> = ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect();
        assert_eq!(mapped.len(), ids.len());
        for codec in [codec.clone(), codec.with_gzip(true)] {
            assert!(codec.decode(&codec.encode(&ids).unwrap()).unwrap() == ids, "{size}");
            assert!(codec.decode_raw(&codec.encode_raw(&ids).unwrap()).unwrap() == ids, "{size}");
        }
    }
}

#[test]
fn the_smallest_tables() {
    let one = plain_codec(1);
    assert_eq!(one.encode(&[0, 0, 0]).unwrap(), [0x19, 0x35, 0, 0, 0, 0]);
    assert_eq!((one.token_id(0), one.token_id(1), one.mapped_id(1)), (Some(0), None, None));
    let two = Codec::from_table(
        Table::from_counts(b"# vocabulary size 2; ids not listed have count 0\n1\t1").unwrap(),
    );
    assert_eq!([two.mapped_id(1), two.mapped_id(0), two.mapped_id(2)], [Some(0), Some(1), None]);
    assert_eq!(two.encode(&[0, 1]).unwrap(), [0x19, 0x25, 2, 0, 0]);
}

#[test]
fn ties_go_to_the_lower_id() {
    let table =
        Table::from_counts(b"# vocabulary size 6; ids not listed have count 1\n4\t9\n2\t9\n0\t1\n").unwrap();
    let ids: Vec<_> = (0..6).map(|rank| table.id(rank).unwrap()).collect();
    assert_eq!(ids, [2, 4, 0, 1, 3, 5]);
}

#[test]
fn a_table_alone_has_no_tokens() {
    let codec = plain_codec(300);
    let payload = codec.encode(&[1, 2]).unwrap();
    assert_eq!(codec.encode_tokens(&["a"]), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_tokens(&payload), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_bytes(&payload), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_text(&payload), Err(Error::NoVocabulary));
}

#[test]
fn a_table_with_a_vocabulary_has_text() {
    for &encoding in Encoding::ALL {
        let codec = Codec::from_table(wavy_table(encoding.vocab_size()).for_encoding(encoding));
        let payload = codec.encode_tokens(&["The", " the", "!"]).unwrap();
        assert_ne!(payload, Codec::new(encoding).encode_tokens(&["The", " the", "!"]).unwrap());
        assert_eq!(codec.decode_text(&payload).unwrap(), "The the!", "{encoding}");
        #[cfg(feature = "text")]
        assert_eq!(codec.encode_text("The the!").unwrap(), payload);
    }
}

#[test]
fn a_table_that_is_too_small_for_its_vocabulary_says_so() {
    for &encoding in Encoding::ALL {
        let codec = Codec::from_table(plain_table(10).for_encoding(encoding));
        let answer = codec.encode_tokens(&["!", " the"]);
        assert!(matches!(answer, Err(Error::UnknownId { position: 1, size: 10, .. })), "{answer:?}");
    }
}

/// As long as payloads of a table get: ids of the last ranks, incompressible, and the highest ids raw.
fn assert_announced(codec: &Codec, items: usize) {
    let size = codec.table().size();
    let last = (0..items).map(|item| codec.table().id(size - 1 - (item as u32 % size.div_ceil(2))).unwrap());
    let highest = vec![size - 1; items];
    let most = codec.max_encoded_len(items);
    for ids in [last.collect(), highest, random_ids(items as u64, items, size)] {
        for payload in [codec.encode(&ids).unwrap(), codec.encode_raw(&ids).unwrap()] {
            assert!(payload.len() <= most, "{} of {most} bytes for {items} items of {size}", payload.len());
        }
    }
}

#[test]
fn no_payload_is_longer_than_announced() {
    for size in [1, 2, 63, 64, 65, 128, 8192, 8193, 16_384, 128_256, 1 << 20] {
        let codec = Codec::from_table(wavy_table(size));
        for items in [0, 1, 14, 15, 127, 128, 16_384, 100_000] {
            assert_announced(&codec, items);
            assert_announced(&codec.clone().with_gzip(true), items);
        }
    }
    for &encoding in Encoding::ALL {
        assert_announced(&Codec::new(encoding), 10_000);
        assert_announced(&Codec::new(encoding).with_gzip(true), 10_000);
    }
}

#[test]
fn what_is_announced_is_not_far_off() {
    let codec = plain_codec(1 << 20);
    let ids = vec![(1 << 20) - 1; 10_000];
    assert!(codec.max_encoded_len(10_000) <= 2 * codec.encode(&ids).unwrap().len());
    assert_eq!(codec.max_encoded_len(usize::MAX), usize::MAX);
    assert_eq!(codec.with_gzip(true).max_encoded_len(usize::MAX), usize::MAX);
}

proptest! {
    #![proptest_config(common::cases(300))]

    #[test]
    fn random_tables(size in 1u32..400, unlisted in 0u64..5, listed in btree_map(0u32..400, 0u64..100, 0..60), raw in vec(any::<u32>(), 0..50)) {
        let weight = |id| listed.get(&id).map_or(unlisted, |more| unlisted + more);
        let mut file = format!("# vocabulary size {size}; ids not listed have count {unlisted}\n");
        listed.keys().filter(|&&id| id < size).for_each(|&id| file += &format!("{id}\t{}\n", weight(id)));
        let table = Table::from_counts(file.as_bytes()).unwrap();
        let mut expected: Vec<u32> = (0..size).collect();
        expected.sort_by_key(|&id| (std::cmp::Reverse(weight(id)), id));
        prop_assert_eq!((0..size).map(|rank| table.id(rank).unwrap()).collect::<Vec<_>>(), expected);
        let weights: Vec<u64> = (0..size).map(weight).collect();
        prop_assert_eq!(&table.fingerprint().0[..], expected_fingerprint(size, &weights));
        let (codec, ids) = (Codec::from_table(table), raw.iter().map(|id| id % size).collect::<Vec<_>>());
        prop_assert_eq!(codec.decode(&codec.encode(&ids).unwrap()).unwrap(), ids);
    }
}
