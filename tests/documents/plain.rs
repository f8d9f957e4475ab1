//! A simple reader that implements only `docs/format.md` reads the documents of the library.

use super::plain_code::words;
use crate::common::checksum::with_checksum;
use crate::common::{random_ids, weighted_table};
use flate2::bufread::DeflateDecoder;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use tokenwire::{Coder, DocumentWriter};

/// Reads the ids of a document with a custom table. `weights` are in the order of ids.
fn read(document: &[u8], weights: &[u64]) -> Vec<u32> {
    let sum = if document.len() <= 1024 { 2 } else { 4 };
    let before = &document[..document.len() - sum];
    assert_eq!(with_checksum(before), document);
    assert_eq!(before[1], 0);
    assert_eq!(before[2..10], fingerprint(weights));
    let (body, ids) = (&before[10..], ids_by_rank(weights));
    let ids_of = |ranks: Vec<u32>| ranks.iter().map(|&rank| ids[rank as usize]).collect();
    match before[0] {
        0x83 => body.as_chunks().0.iter().map(|id| u32::from_le_bytes(*id)).collect(),
        0x85 => ids_of(varints(body)),
        0x86 => ids_of(varints(&inflate(body))),
        0x89 => ids_of(prefix(body, weights, &ids)),
        0x8c => ids_of(varints(&unpack(body))),
        other => panic!("{other:02x}"),
    }
}

/// Returns the ids in descending order of weight, then in ascending order.
fn ids_by_rank(weights: &[u64]) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..weights.len() as u32).collect();
    ids.sort_by_key(|&id| (u64::MAX - weights[id as usize], id));
    ids
}

fn fingerprint(weights: &[u64]) -> [u8; 8] {
    let numbers = std::iter::once(weights.len() as u64).chain(weights.iter().copied());
    let bytes: Vec<u8> = numbers.flat_map(leb128).collect();
    Sha256::digest(bytes)[..8].try_into().unwrap()
}

fn leb128(number: u64) -> Vec<u8> {
    let low = (number & 0x7f) as u8;
    if number < 0x80 { vec![low] } else { [vec![low | 0x80], leb128(number >> 7)].concat() }
}

fn inflate(body: &[u8]) -> Vec<u8> {
    let mut varints = Vec::new();
    DeflateDecoder::new(body).read_to_end(&mut varints).unwrap();
    varints
}

fn unpack(body: &[u8]) -> Vec<u8> {
    zstd::stream::decode_all(&[&[0x28, 0xb5, 0x2f, 0xfd], body].concat()[..]).unwrap()
}

/// Decodes varints to ranks, which `docs/format.md` encodes as s(r).
fn varints(body: &[u8]) -> Vec<u32> {
    let items = body.split_inclusive(|byte| *byte < 0x80);
    let number = |item: &[u8]| item.iter().rev().fold(0, |number, byte| number << 7 | u32::from(byte & 0x7f));
    let rank = |symbol: u32| match symbol {
        0 => 0,
        even if even % 2 == 0 => even - 1,
        odd => odd + 1,
    };
    items.map(|item| rank(number(item))).collect()
}

/// Decodes code words to ranks, bit by bit. Fewer than 8 bits are left at the end, all ones.
fn prefix(body: &[u8], weights: &[u64], ids: &[u32]) -> Vec<u32> {
    let by_rank: Vec<u64> = ids.iter().map(|&id| weights[id as usize].max(1)).collect();
    let ranks: HashMap<String, u32> = words(&by_rank).into_iter().zip(0..).collect();
    let (mut decoded, mut word) = (Vec::new(), String::new());
    for bit in body.iter().map(|byte| format!("{byte:08b}")).collect::<String>().chars() {
        word.push(bit);
        if let Some(&rank) = ranks.get(&word) {
            decoded.push(rank);
            word.clear();
        }
    }
    assert!(word.len() < 8 && !word.contains('0'), "{word}");
    decoded
}

/// Returns weights of many distributions: few, equal, falling slowly or fast, with ties and zeros, and so steep
/// that words would exceed 24 bits.
fn tables() -> Vec<Vec<u64>> {
    let wavy = |size: u64| (0..size).map(|id| id * 7919 % 1000 / 3).collect();
    let usual = |size: u64| (0..size).map(|id| 100_000 / (1 + id * 7 % size)).collect();
    let few = [vec![0], vec![9], vec![3, 4], vec![0, 0], vec![2, 2, 1], vec![0, 0, 9]];
    let many = [wavy(300), usual(300), vec![1; 255], vec![1; 256], vec![1; 257], vec![0; 128]];
    let steep = (0..40).map(|id| 1 << id).collect();
    few.into_iter().chain(many).chain([steep]).collect()
}

#[test]
fn the_simple_reader_reads_every_document() {
    for weights in tables() {
        let writer = DocumentWriter::from_table(weighted_table(&weights));
        let size = weights.len() as u32;
        for count in [0, 1, 2, 3, 7, 50, 1000, 2000] {
            let all = (0..size).chain(random_ids(3, count, size)).chain(vec![size - 1; count]);
            let ids: Vec<u32> = all.skip(if count % 2 == 0 { size as usize } else { 0 }).collect();
            for coder in Coder::ALL {
                let document = writer.clone().with_coder(*coder).encode(&ids).unwrap();
                assert!(read(&document, &weights) == ids, "{coder}, {count} ids, {weights:?}");
            }
        }
    }
}

#[test]
fn the_worked_example_of_the_format_is_correct() {
    let weights = [5, 3, 1, 1];
    let writer = DocumentWriter::from_table(weighted_table(&weights)).with_coder(Coder::Prefix);
    let document = writer.encode(&[0, 2, 1]).unwrap();
    assert_eq!(document[10..document.len() - 2], [0x6b]);
    assert_eq!(read(&document, &weights), [0, 2, 1]);
}
