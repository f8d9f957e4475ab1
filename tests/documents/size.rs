//! The length of documents, and the choice of the smallest coder.

use super::choices;
use crate::common::checksum::with_checksum;
use crate::common::{ADVERSARIAL, cases, plain_table, random_ids, sample_texts, weighted_table};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::HashSet;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Coder, Document, DocumentWriter, Encoding, Error, Table};

const WRITER: DocumentWriter = DocumentWriter::new(Encoding::O200kBase);

/// Returns the length of a document with a header and a body of these lengths.
fn with_overhead(header: usize, body: usize) -> usize {
    header + body + if header + body + 2 <= 1024 { 2 } else { 4 }
}

/// Returns the index of the smallest document. On a tie, the first.
fn smallest(written: &[Vec<u8>]) -> usize {
    let smallest = written.iter().map(Vec::len).min().unwrap();
    written.iter().position(|other| other.len() == smallest).unwrap()
}

/// Asserts that the coder choices return the smallest document, and returns the coder of the stable choice.
///
/// `written` has one document per choice: stable, smallest if it exists, then each coder. Stable chooses the
/// smallest of the first four coders, with at most `max_len` bytes; smallest chooses among all coders.
fn assert_smallest(written: &[Vec<u8>], table: &Table, max_len: usize) -> Coder {
    let (policies, coders) = written.split_at(written.len() - Coder::ALL.len());
    let (stable, first) = (&policies[0], smallest(&coders[..4]));
    assert_eq!(*stable, coders[first]);
    assert!(stable.len() <= max_len);
    if let Some(smallest_of_all) = policies.get(1) {
        assert_eq!(*smallest_of_all, coders[smallest(coders)]);
    }
    let document = Document::open_with(stable, table).unwrap();
    assert_eq!(document.coder(), Coder::ALL[first]);
    document.coder()
}

fn assert_ids(writer: &DocumentWriter, header: usize, ids: &[u32]) -> Coder {
    let written = choices().into_iter().map(|choice| writer.clone().with_coder(choice).encode(ids).unwrap());
    let written: Vec<Vec<u8>> = written.collect();
    for document in written.iter().map(|bytes| Document::open_with(bytes, writer.table()).unwrap()) {
        assert_eq!(document.len(), with_overhead(header, document.body_len()));
    }
    assert_smallest(&written, writer.table(), with_overhead(header, 4 * ids.len()))
}

fn assert_text(text: &[u8]) -> Coder {
    let written = choices().into_iter().map(|choice| WRITER.with_coder(choice).encode_text(text).unwrap());
    let written: Vec<Vec<u8>> = written.collect();
    assert_smallest(&written, WRITER.table(), with_overhead(2, text.len()))
}

#[test]
fn stored_gzip_and_prefix_are_each_the_smallest_for_some_input() {
    let texts = ADVERSARIAL.iter().map(|text| assert_text(text.as_bytes()));
    let samples = sample_texts();
    let samples = samples.iter().map(|text| assert_text(text.as_bytes()));
    let repeated = [assert_text(&b"again and ".repeat(1000)), assert_ids(&WRITER, 2, &[11; 3000])];
    let equal = assert_ids(&DocumentWriter::from_table(plain_table(128)), 10, &random_ids(1, 50, 3));
    let chosen: HashSet<Coder> = texts.chain(samples).chain(repeated).chain([equal]).collect();
    assert!(
        [Coder::Stored, Coder::Gzip, Coder::Prefix].iter().all(|coder| chosen.contains(coder)),
        "{chosen:?}"
    );
}

#[test]
fn the_first_coder_is_chosen_on_a_tie() {
    // Words have 8 bits and varints one byte, so thrift is as long as prefix.
    let equal = DocumentWriter::from_table(plain_table(256));
    assert_eq!(assert_ids(&equal, 10, &[0, 1, 2, 3, 4]), Coder::Thrift);
    // An empty body is the same with every coder but gzip and zstd.
    assert_eq!(assert_ids(&equal, 10, &[]), Coder::Stored);
    assert_eq!(assert_text(b""), Coder::Stored);
    // This text is one byte, and so are the varint and the word of its token.
    let [stored, thrift] =
        [Coder::Stored, Coder::Thrift].map(|coder| WRITER.with_coder(coder).encode_text(".").unwrap());
    assert_eq!(stored.len(), thrift.len());
    assert_eq!(assert_text(b"."), Coder::Stored);
}

#[test]
fn an_empty_document_takes_four_bytes_without_compression() {
    for coder in choices() {
        let writer = WRITER.with_coder(coder);
        for bytes in [writer.encode(&[]).unwrap(), writer.encode_text("").unwrap()] {
            let document = Document::open(&bytes).unwrap();
            assert_eq!((document.decode(), document.decode_text()), (Ok(vec![]), Ok(String::new())));
            // An empty deflate stream takes two bytes, an empty zstd frame five.
            let body = match coder.name() {
                "gzip" => 2,
                "zstd" | "hybrid" => 5,
                _ => 0,
            };
            assert_eq!(bytes.len(), 4 + body, "{coder}");
        }
    }
}

#[test]
fn documents_over_1024_bytes_have_the_long_checksum() {
    let writer = WRITER.with_coder(Coder::Stored);
    let mut lens = HashSet::new();
    for text in 1010..1030 {
        let text = vec![b'x'; text];
        let bytes = writer.encode_text(&text).unwrap();
        assert_eq!(bytes, with_checksum(&[&[0x80, 2], &text[..]].concat()));
        assert_eq!(bytes.len(), with_overhead(2, text.len()));
        assert_eq!(Document::open(&bytes).unwrap().decode_bytes().unwrap(), text);
        lens.insert(bytes.len());
    }
    assert!((1020..=1030).all(|len| lens.contains(&len) != [1025, 1026].contains(&len)), "{lens:?}");
}

/// Each id takes one byte with thrift and prefix, so every length occurs.
#[test]
fn the_checksum_has_the_right_length_with_every_coder() {
    let writer = DocumentWriter::from_table(plain_table(128));
    let flat = DocumentWriter::from_table(plain_table(256));
    for count in 1000..1025 {
        let ids = random_ids(count as u64, count, 127);
        assert_ids(&writer, 10, &ids);
        let thrift = writer.clone().with_coder(Coder::Thrift).encode(&ids).unwrap();
        let prefix = flat.clone().with_coder(Coder::Prefix).encode(&ids).unwrap();
        assert_eq!([thrift.len(), prefix.len()], [with_overhead(10, count); 2]);
        for (bytes, table) in [(thrift, writer.table()), (prefix, flat.table())] {
            assert_eq!(Document::open_with(&bytes, table).unwrap().decode().unwrap(), ids);
            let sum = if bytes.len() <= 1024 { 2 } else { 4 };
            assert_eq!(with_checksum(&bytes[..bytes.len() - sum]), bytes);
        }
    }
}

#[test]
fn rejects_content_over_the_readers_limit() {
    let ids = vec![11; 1000];
    for coder in choices() {
        let writer = WRITER.with_coder(coder);
        let bytes = writer.clone().with_max_size(1000).encode(&ids).unwrap();
        assert_eq!(Document::open(&bytes).unwrap().with_max_size(1000).decode().unwrap(), ids, "{coder}");
        let mut out = b"unchanged".to_vec();
        let answer = writer.with_max_size(999).encode_into(&ids, &mut out);
        assert!(matches!(answer, Err(Error::LimitExceeded { limit: 999, .. })), "{coder}: {answer:?}");
        assert_eq!(out, b"unchanged");
        let text = WRITER.with_coder(coder).with_max_size(9).encode_text("ten bytes.");
        assert!(matches!(text, Err(Error::LimitExceeded { limit: 9, .. })), "{coder}: {text:?}");
    }
}

/// Each id has a varint of two bytes, so the varints exceed the limit. Only gzip and hybrid compress varints.
#[test]
fn choices_skip_coders_whose_varints_exceed_the_limit() {
    let table = plain_table(1000);
    let writer = DocumentWriter::from_table(table.clone()).with_max_size(1000);
    let ids = vec![999; 1000];
    let gzip = writer.clone().with_coder(Coder::Gzip).encode(&ids);
    assert!(matches!(gzip, Err(Error::LimitExceeded { limit: 1000, .. })));
    for coder in choices().into_iter().filter(|choice| ["stable", "smallest"].contains(&choice.name())) {
        let bytes = writer.clone().with_coder(coder).encode(&ids).unwrap();
        assert_eq!(Document::open_with(&bytes, &table).unwrap().with_max_size(1000).decode().unwrap(), ids);
    }
}

#[test]
fn the_default_limit_is_inclusive() {
    let writer = DocumentWriter::from_table(weighted_table(&[1])).with_coder(Coder::Prefix);
    let mut ids = vec![0; MAX_SIZE];
    // Each id takes one bit.
    let bytes = writer.encode(&ids).unwrap();
    assert_eq!(bytes.len(), with_overhead(10, MAX_SIZE / 8));
    assert!(Document::open_with(&bytes, writer.table()).unwrap().decode().unwrap() == ids);
    ids.push(0);
    assert!(matches!(writer.encode(&ids), Err(Error::LimitExceeded { limit: MAX_SIZE, .. })));
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_smallest_coder_is_chosen_for_any_ids(ids in vec(any::<u32>(), 0..400), shift in 0u32..17) {
        let size = WRITER.table().size();
        assert_ids(&WRITER, 2, &ids.into_iter().map(|id| (id % size) >> shift).collect::<Vec<_>>());
    }

    #[test]
    fn the_smallest_coder_is_chosen_for_any_text(text in any::<String>(), bytes in vec(any::<u8>(), 0..1100)) {
        assert_text(text.as_bytes());
        assert_text(&bytes);
    }
}
