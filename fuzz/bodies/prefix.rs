//! Code words that come a few bytes at a time, against those of a document that is read at once.

use super::document_body::document;
use super::input::{Input, ids, pieces};
use super::{Outcome, tables};
use std::mem::discriminant;
use tokenwire::{Document, Error, PrefixDecoder, PrefixEncoder, Result, Table};

const PREFIX: u8 = 0x89;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let table = input.choose(&tables::ALL);
    let sizes = [(); 4].map(|()| input.byte());
    let rest = input.rest();
    encoded(table, &ids(rest, table.size()), sizes);
    Outcome::of(decoded(table, rest, sizes))
}

/// These ids, in pieces, are the body of their document, and back; an unknown one in between changes nothing.
fn encoded(table: &Table, ids: &[u32], sizes: [u8; 4]) {
    let (mut encoder, mut body) = (PrefixEncoder::from_table(table.clone()), Vec::new());
    let mut position = 0;
    for piece in pieces(ids, sizes) {
        encoder.push(piece, &mut body).unwrap();
        position += piece.len();
        let unknown = encoder.push(&[0, table.size()], &mut body);
        assert!(matches!(unknown, Err(Error::UnknownId { position: at, .. }) if at == position + 1));
    }
    encoder.finish(&mut body);
    let bytes = document(PREFIX, table, &body);
    assert_eq!(Document::open_with(&bytes, table).unwrap().decode().unwrap(), ids);
    assert_eq!(split(table, &body, sizes), Ok(ids.to_vec()));
}

/// These bytes, in pieces and at once; what is read is written as the very bytes.
fn decoded(table: &Table, body: &[u8], sizes: [u8; 4]) -> bool {
    let bytes = document(PREFIX, table, body);
    let whole = Document::open_with(&bytes, table).unwrap().decode();
    match (split(table, body, sizes), &whole) {
        (Err(split), Err(whole)) => assert_eq!(discriminant(&split), discriminant(whole), "{split}; {whole}"),
        (split, whole) => assert_eq!(split, *whole),
    }
    if let Ok(ids) = &whole {
        let (mut encoder, mut again) = (PrefixEncoder::from_table(table.clone()), Vec::new());
        pieces(ids, sizes).for_each(|piece| encoder.push(piece, &mut again).unwrap());
        encoder.finish(&mut again);
        assert_eq!(again, body);
    }
    whole.is_ok()
}

fn split(table: &Table, body: &[u8], sizes: [u8; 4]) -> Result<Vec<u32>> {
    let (mut decoder, mut ids) = (PrefixDecoder::from_table(table.clone()), Vec::new());
    pieces(body, sizes).try_for_each(|piece| decoder.push(piece, &mut ids))?;
    decoder.finish().map(|()| ids)
}
