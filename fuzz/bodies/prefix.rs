//! Code words that arrive a few bytes at a time decode as those of a document that is decoded at once.

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
    check_encoding(table, &ids(rest, table.size()), sizes);
    Outcome::of(check_decoding(table, rest, sizes))
}

/// Checks that ids encoded in pieces are the body of a document. An unknown id in between must change nothing.
fn check_encoding(table: &Table, ids: &[u32], sizes: [u8; 4]) {
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
    assert_eq!(decode_in_pieces(table, &body, sizes), Ok(ids.to_vec()));
}

/// Checks that a body decodes equally in pieces and at once, and that encoding the ids gives the same bytes.
/// Returns whether it decodes.
fn check_decoding(table: &Table, body: &[u8], sizes: [u8; 4]) -> bool {
    let bytes = document(PREFIX, table, body);
    let whole = Document::open_with(&bytes, table).unwrap().decode();
    match (decode_in_pieces(table, body, sizes), &whole) {
        (Err(pieces), Err(whole)) => {
            assert_eq!(discriminant(&pieces), discriminant(whole), "{pieces}; {whole}");
        }
        (pieces, whole) => assert_eq!(pieces, *whole),
    }
    if let Ok(ids) = &whole {
        let (mut encoder, mut again) = (PrefixEncoder::from_table(table.clone()), Vec::new());
        pieces(ids, sizes).for_each(|piece| encoder.push(piece, &mut again).unwrap());
        encoder.finish(&mut again);
        assert_eq!(again, body);
    }
    whole.is_ok()
}

fn decode_in_pieces(table: &Table, body: &[u8], sizes: [u8; 4]) -> Result<Vec<u32>> {
    let (mut decoder, mut ids) = (PrefixDecoder::from_table(table.clone()), Vec::new());
    pieces(body, sizes).try_for_each(|piece| decoder.push(piece, &mut ids))?;
    decoder.finish().map(|()| ids)
}
