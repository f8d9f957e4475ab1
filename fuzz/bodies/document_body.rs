//! Any bytes as the body of a document whose header and checksum are right, so that what is behind them is reached.

use super::checksum::with_checksum;
use super::input::Input;
use super::{Outcome, document, tables};
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write;
use tokenwire::{Coder, Document, Table};

/// First bytes by coder: stored text, stored ids, thrift, gzip, prefix, and gzip of what the body deflates itself; zstd
/// and hybrid, and both of what the body packs itself.
const FIRST: [u8; 10] = [0x80, 0x83, 0x85, 0x86, 0x89, 0x86, 0x8a, 0x8c, 0x8a, 0x8c];
const DEFLATED: u8 = 5;
/// This one and the next.
const PACKED: u8 = 8;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    // The last four need the feature zstd.
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
    document::examine(&document, &bytes)
}

/// Header, body and checksum, as docs/format.md says.
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

/// Without the magic number.
fn pack(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).unwrap().split_off(4)
}
