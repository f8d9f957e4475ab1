//! Any bytes as the body of a document whose header and checksum are right, so that what is behind them is reached.

use super::checksum::with_checksum;
use super::input::Input;
use super::{Outcome, document, tables};
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write;
use tokenwire::{Document, Table};

/// First bytes by coder: stored text, stored ids, thrift, gzip, prefix, and gzip of what the body deflates itself.
const FIRST: [u8; 6] = [0x80, 0x83, 0x85, 0x86, 0x89, 0x86];
const DEFLATED: u8 = 5;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let coder = input.byte() % 6;
    let table = input.choose(&tables::ALL);
    let body = if coder == DEFLATED { deflate(input.rest()) } else { input.rest().to_vec() };
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
