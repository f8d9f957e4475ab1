//! Any bytes as the body of a document with a valid header and checksum. Random documents would rarely get this far.

use super::checksum::with_checksum;
use super::input::Input;
use super::{Outcome, document, tables};
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write;
use tokenwire::{Coder, Document, Table};

/// The first byte of each kind of document: stored text, stored ids, thrift, gzip, prefix, and gzip of data that
/// this check deflates; zstd, hybrid, and both of data that this check compresses.
const FIRST: [u8; 10] = [0x80, 0x83, 0x85, 0x86, 0x89, 0x86, 0x8a, 0x8c, 0x8a, 0x8c];
const DEFLATED: u8 = 5;
/// The first kind that this check compresses with zstd.
const PACKED: u8 = 8;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    // The last four kinds need the feature zstd.
    let has_zstd = Coder::ALL.iter().any(|coder| coder.name() == "zstd");
    let coder = input.byte() % if has_zstd { 10 } else { 6 };
    let table = input.choose(&tables::ALL);
    let body = match coder {
        DEFLATED => deflate(input.rest()),
        PACKED.. => pack(input.rest()),
        _ => input.rest().to_vec(),
    };
    let bytes = document(FIRST[usize::from(coder)], table, &body);
    let document = Document::open_with(&bytes, table).unwrap();
    assert_eq!(document.body_len(), body.len());
    document::check_opened(&document, &bytes)
}

/// Returns a document with this body, built as docs/format.md defines it.
pub(super) fn document(first: u8, table: &Table, body: &[u8]) -> Vec<u8> {
    let header = match tables::number(table) {
        Some(number) => vec![first, number],
        None => [&[first, 0][..], &table.fingerprint().0].concat(),
    };
    with_checksum(&[&header, body].concat())
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Compresses with zstd, without the magic number.
fn pack(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).unwrap().split_off(4)
}
