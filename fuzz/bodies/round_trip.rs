//! Any ids and any text round-trip with every coder and as payloads, within the documented bounds.

use super::input::{Input, ids};
use super::{Outcome, tables};
use tokenwire::{Codec, Coder, CoderChoice, Document, DocumentWriter, Encoding, Table, Tokenizer};

/// Returns the stable choice, the coders that it tries, then the other coders.
fn choices() -> impl Iterator<Item = CoderChoice> {
    [CoderChoice::Stable].into_iter().chain(Coder::ALL.iter().copied().map(CoderChoice::Only))
}

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let table = input.choose(&tables::ALL);
    let rest = input.rest();
    let ids = ids(rest, table.size());
    check_payloads(table, &ids);
    check_documents(table, &ids);
    if let Some(encoding) = table.encoding() {
        check_texts(table, encoding, rest);
    }
    Outcome::Accepted
}

fn check_payloads(table: &Table, ids: &[u32]) {
    for codec in [false, true].map(|gzip| Codec::from_table(table.clone()).with_gzip(gzip)) {
        let bound = codec.max_encoded_len(ids.len());
        let mapped: Vec<_> = ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect();
        let payload = codec.encode(ids).unwrap();
        assert_eq!(codec.encode_mapped(&mapped).unwrap(), payload);
        assert_eq!(
            (codec.decode(&payload).unwrap(), codec.decode_mapped(&payload).unwrap()),
            (ids.into(), mapped)
        );
        let raw = codec.encode_raw(ids).unwrap();
        assert_eq!(codec.decode_raw(&raw).unwrap(), ids);
        assert!(payload.len() <= bound && raw.len() <= bound);
    }
}

fn check_documents(table: &Table, ids: &[u32]) {
    let written = choices().map(|coder| {
        let writer = DocumentWriter::from_table(table.clone()).with_coder(coder);
        let bytes = writer.encode(ids).unwrap();
        assert!(bytes.len() <= writer.max_encoded_len(ids.len()));
        assert_eq!(Document::open_with(&bytes, table).unwrap().decode().unwrap(), ids);
        bytes
    });
    let written: Vec<_> = written.collect();
    assert!(written[0].len() <= with_overhead(table, 4 * ids.len()));
    check_smallest(&written);
}

fn check_texts(table: &Table, encoding: Encoding, text: &[u8]) {
    let ids = Tokenizer::new(encoding).encode(text);
    let written = choices().map(|coder| {
        let writer = DocumentWriter::from_table(table.clone()).with_coder(coder);
        let bytes = writer.encode_text(text).unwrap();
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.decode_bytes().unwrap(), text);
        assert_eq!(document.decode().unwrap(), ids);
        bytes
    });
    let written: Vec<_> = written.collect();
    assert!(written[0].len() <= with_overhead(table, text.len()));
    check_smallest(&written);
    let codec = Codec::from_table(table.clone());
    assert_eq!(codec.decode_bytes(&codec.encode_text(text).unwrap()).unwrap(), text);
}

/// Checks that the first document, by the stable choice, equals the smallest of the next four. On a tie, the first
/// of them.
fn check_smallest(written: &[Vec<u8>]) {
    let smallest = written[1..5].iter().min_by_key(|other| other.len());
    assert_eq!(written.first(), smallest);
}

/// Returns the length of a document with a body of this length.
fn with_overhead(table: &Table, body: usize) -> usize {
    let before = body + if tables::is_custom(table) { 10 } else { 2 };
    before + if before <= 1022 { 2 } else { 4 }
}
