//! Custom tables. Those built from the committed counts equal the built-in tables, tables of any size code every
//! id, fingerprints identify tables, and no payload exceeds its documented bound.
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

/// Returns the committed counts file of an encoding's table, with the encoding's vocabulary size.
fn committed_counts(encoding: Encoding) -> Vec<u8> {
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
fn committed_counts_give_the_built_in_table() {
    for &encoding in Encoding::ALL {
        let (built_in, custom) =
            (Table::tacc_0_1_0(encoding), Table::from_counts(&committed_counts(encoding)).unwrap());
        assert_eq!(custom.size(), built_in.size());
        assert!(ranks(&custom) == ranks(&built_in), "{encoding}");
        assert_eq!(custom.fingerprint(), built_in.fingerprint(), "{encoding}");
        let weights = |table: &Table| (0..=table.size()).map(|rank| table.weight(rank)).collect::<Vec<_>>();
        assert!(weights(&custom) == weights(&built_in), "{encoding}");
        assert!(built_in.name().starts_with("tacc-0.1.0/") && custom.name() == "custom");
    }
}

#[test]
fn committed_counts_give_the_same_payloads() {
    for &encoding in Encoding::ALL {
        let custom = Codec::from_table(Table::from_counts(&committed_counts(encoding)).unwrap());
        let ids = random_ids(2, 5000, encoding.vocab_size());
        assert_eq!(custom.encode(&ids), Codec::new(encoding).encode(&ids), "{encoding}");
    }
}

#[test]
fn tables_of_different_encodings_have_different_fingerprints() {
    let mut fingerprints = HashSet::new();
    for &encoding in Encoding::ALL.iter().filter(|encoding| encoding.name() != "gpt2") {
        assert!(fingerprints.insert(Table::tacc_0_1_0(encoding).fingerprint()), "{encoding}");
    }
}

#[cfg(feature = "r50k")]
#[test]
fn gpt2_and_r50k_base_share_a_table() {
    let [gpt2, r50k] = [Encoding::Gpt2, Encoding::R50kBase].map(Table::tacc_0_1_0);
    assert_eq!(gpt2.fingerprint(), r50k.fingerprint());
    assert!(ranks(&gpt2) == ranks(&r50k));
}

/// Returns the LEB128 of a number, by an implementation other than the library's.
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
fn a_fingerprint_depends_on_the_weights_but_not_on_how_the_file_is_written() {
    let table = |file: &str| Table::from_counts(file.as_bytes()).unwrap().fingerprint();
    let fingerprint = table("# vocabulary size 4; ids not listed have count 0\n1\t5\n2\t7\n");
    assert_eq!(
        fingerprint,
        table(
            "# mine: vocabulary size 4; ids not listed have count 0 (none)\r\n# x\r\n\r\n2\t7\r\n1\t5\r\n3\t0"
        )
    );
    // These differ in the counts but not the ranks, in the ids, in the size, and by 1 in all weights.
    for other in [
        "# vocabulary size 4; ids not listed have count 0\n1\t5\n2\t8\n",
        "# vocabulary size 4; ids not listed have count 0\n0\t5\n2\t7\n",
        "# vocabulary size 5; ids not listed have count 0\n1\t5\n2\t7\n",
        "# vocabulary size 4; ids not listed have count 1\n1\t6\n2\t8\n",
    ] {
        assert_ne!(fingerprint, table(other), "{other}");
    }
}

/// Returns a table whose counts alternately fall and rise with the ids.
fn wavy_table(size: u32) -> Table {
    let mut file = format!("# vocabulary size {size}; ids not listed have count 2\n");
    for id in (0..size).step_by(3) {
        file += &format!("{id}\t{}\n", 2 + u64::from(id) * 7919 % 1000);
    }
    Table::from_counts(file.as_bytes()).unwrap()
}

#[test]
fn every_id_round_trips_with_tables_of_many_sizes() {
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
fn tables_of_one_and_two_ids_work() {
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
fn the_lower_id_has_the_lower_rank_on_a_tie() {
    let table =
        Table::from_counts(b"# vocabulary size 6; ids not listed have count 1\n4\t9\n2\t9\n0\t1\n").unwrap();
    let ids: Vec<_> = (0..6).map(|rank| table.id(rank).unwrap()).collect();
    assert_eq!(ids, [2, 4, 0, 1, 3, 5]);
}

#[test]
fn a_table_without_a_vocabulary_has_no_tokens() {
    let codec = plain_codec(300);
    let payload = codec.encode(&[1, 2]).unwrap();
    assert_eq!(codec.encode_tokens(&["a"]), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_tokens(&payload), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_bytes(&payload), Err(Error::NoVocabulary));
    assert_eq!(codec.decode_text(&payload), Err(Error::NoVocabulary));
}

#[test]
fn a_custom_table_with_a_vocabulary_codes_text() {
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
fn rejects_tokens_outside_a_table_that_is_smaller_than_its_vocabulary() {
    for &encoding in Encoding::ALL {
        let codec = Codec::from_table(plain_table(10).for_encoding(encoding));
        let answer = codec.encode_tokens(&["!", " the"]);
        assert!(matches!(answer, Err(Error::UnknownId { position: 1, size: 10, .. })), "{answer:?}");
    }
}

/// Asserts that the longest possible payloads are within the bound: those of the last ranks, of the highest ids,
/// and of random ids.
fn assert_within_bound(codec: &Codec, items: usize) {
    let size = codec.table().size();
    let last = (0..items).map(|item| codec.table().id(size - 1 - (item as u32 % size.div_ceil(2))).unwrap());
    let highest = vec![size - 1; items];
    let bound = codec.max_encoded_len(items);
    for ids in [last.collect(), highest, random_ids(items as u64, items, size)] {
        for payload in [codec.encode(&ids).unwrap(), codec.encode_raw(&ids).unwrap()] {
            assert!(payload.len() <= bound, "{} of {bound} bytes for {items} items of {size}", payload.len());
        }
    }
}

#[test]
fn no_payload_exceeds_the_bound() {
    for size in [1, 2, 63, 64, 65, 128, 8192, 8193, 16_384, 128_256, 1 << 20] {
        let codec = Codec::from_table(wavy_table(size));
        for items in [0, 1, 14, 15, 127, 128, 16_384, 100_000] {
            assert_within_bound(&codec, items);
            assert_within_bound(&codec.clone().with_gzip(true), items);
        }
    }
    for &encoding in Encoding::ALL {
        assert_within_bound(&Codec::new(encoding), 10_000);
        assert_within_bound(&Codec::new(encoding).with_gzip(true), 10_000);
    }
}

#[test]
fn the_bound_is_at_most_twice_the_real_length() {
    let codec = plain_codec(1 << 20);
    let ids = vec![(1 << 20) - 1; 10_000];
    assert!(codec.max_encoded_len(10_000) <= 2 * codec.encode(&ids).unwrap().len());
    assert_eq!(codec.max_encoded_len(usize::MAX), usize::MAX);
    assert_eq!(codec.with_gzip(true).max_encoded_len(usize::MAX), usize::MAX);
}

proptest! {
    #![proptest_config(common::cases(300))]

    #[test]
    fn random_tables_rank_by_weight_and_round_trip(size in 1u32..400, unlisted in 0u64..5, listed in btree_map(0u32..400, 0u64..100, 0..60), raw in vec(any::<u32>(), 0..50)) {
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
