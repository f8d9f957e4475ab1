//! Any ids and any text, by every coder and as payloads: the same comes back, in no more bytes than promised.

use super::input::{Input, ids};
use super::{Outcome, tables};
use tokenwire::{Codec, Coder, CoderChoice, Document, DocumentWriter, Encoding, Table, Tokenizer};

/// The stable choice, the coders that it tries, then the other coders.
fn choices() -> impl Iterator<Item = CoderChoice> {
    [CoderChoice::Stable].into_iter().chain(Coder::ALL.iter().copied().map(CoderChoice::Only))
}

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let table = input.choose(&tables::ALL);
    let rest = input.rest();
    let ids = ids(rest, table.size());
    payloads(table, &ids);
    documents(table, &ids);
    if let Some(encoding) = table.encoding() {
        texts(table, encoding, rest);
    }
    Outcome::Accepted
}

fn payloads(table: &Table, ids: &[u32]) {
    for codec in [false, true].map(|gzip| Codec::from_table(table.clone()).with_gzip(gzip)) {
        let most = codec.max_encoded_len(ids.len());
        let mapped: Vec<_> = ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect();
        let payload = codec.encode(ids).unwrap();
        assert_eq!(codec.encode_mapped(&mapped).unwrap(), payload);
        assert_eq!(
            (codec.decode(&payload).unwrap(), codec.decode_mapped(&payload).unwrap()),
            (ids.into(), mapped)
        );
        let raw = codec.encode_raw(ids).unwrap();
        assert_eq!(codec.decode_raw(&raw).unwrap(), ids);
        assert!(payload.len() <= most && raw.len() <= most);
    }
}

fn documents(table: &Table, ids: &[u32]) {
    let written = choices().map(|coder| {
        let writer = DocumentWriter::from_table(table.clone()).with_coder(coder);
        let bytes = writer.encode(ids).unwrap();
        assert!(bytes.len() <= writer.max_encoded_len(ids.len()));
        assert_eq!(Document::open_with(&bytes, table).unwrap().decode().unwrap(), ids);
        bytes
    });
    let written: Vec<_> = written.collect();
    assert!(written[0].len() <= with_overhead(table, 4 * ids.len()));
    smallest(&written);
}

fn texts(table: &Table, encoding: Encoding, text: &[u8]) {
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
    smallest(&written);
    let codec = Codec::from_table(table.clone());
    assert_eq!(codec.decode_bytes(&codec.encode_text(text).unwrap()).unwrap(), text);
}

/// Checks that the first document, by the stable choice, is the smallest of the four after it; of equal sizes, the first.
fn smallest(written: &[Vec<u8>]) {
    let smallest = written[1..5].iter().min_by_key(|other| other.len());
    assert_eq!(written.first(), smallest);
}

/// Bytes of a document whose body has so many.
fn with_overhead(table: &Table, body: usize) -> usize {
    let before = body + if tables::is_own(table) { 10 } else { 2 };
    before + if before <= 1022 { 2 } else { 4 }
}
