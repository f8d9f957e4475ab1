//! Documents with a valid header and checksum, but an invalid body.

use crate::common::checksum::with_checksum;
use crate::common::{plain_table, weighted_table};
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write;
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Document, Error, Result, Table};

const STORED_TEXT: u8 = 0x80;
const STORED_IDS: u8 = 0x83;
const THRIFT: u8 = 0x85;
const GZIP: u8 = 0x86;
const PREFIX: u8 = 0x89;
/// The offset of the body in a document with a custom table.
const BODY: usize = 10;
const IDS: &str = "ids in one document";

/// Returns a table in which every id is its own rank. The words of ranks 0 to 23 have 9 bits, all others 10.
fn table() -> Table {
    plain_table(1000)
}

fn document(first: u8, table: &Table, body: &[u8]) -> Vec<u8> {
    with_checksum(&[&[first, 0], &table.fingerprint().0[..], body].concat())
}

/// Decodes a body to ids, and checks that the output buffer is unchanged after an error.
fn decode_with(table: &Table, limit: usize, first: u8, body: &[u8]) -> Result<Vec<u32>> {
    let bytes = document(first, table, body);
    let document = Document::open_with(&bytes, table).unwrap().with_max_size(limit);
    let mut out = vec![7];
    let into = document.decode_into(&mut out).map(|()| out.split_off(1));
    assert_eq!((&into, out), (&document.decode(), vec![7]), "{body:02x?}");
    into
}

fn decode(first: u8, body: &[u8]) -> Result<Vec<u32>> {
    decode_with(&table(), MAX_SIZE, first, body)
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn limit_exceeded(what: &'static str, limit: usize) -> Result<Vec<u32>> {
    Err(Error::LimitExceeded { what, limit })
}

fn truncated(offset: usize) -> Result<Vec<u32>> {
    Err(Error::Truncated { offset })
}

#[test]
fn rejects_incomplete_and_unknown_stored_ids() {
    assert_eq!(decode(STORED_IDS, &[1, 2, 0, 0]), Ok(vec![513]));
    for len in [1, 2, 3, 5, 6, 7, 9] {
        let reason = "ids of 4 bytes each";
        assert_eq!(decode(STORED_IDS, &vec![0; len]), Err(Error::Invalid { offset: BODY + len, reason }));
    }
    let unknown = |position, id: u32| Err(Error::UnknownId { position, id: id.into(), size: 1000 });
    assert_eq!(decode(STORED_IDS, &[[1, 0, 0, 0], 1000u32.to_le_bytes()].concat()), unknown(1, 1000));
    assert_eq!(decode(STORED_IDS, &[0xff; 4]), unknown(0, u32::MAX));
}

/// Offsets count from the start of the document for thrift, and in the inflated bytes for gzip.
#[test]
fn rejects_malformed_varints() {
    let both = |varints: &[u8]| [(BODY, decode(THRIFT, varints)), (0, decode(GZIP, &deflate(varints)))];
    for (_, result) in both(&[0x02, 0xe8, 0x07]) {
        assert_eq!(result, Ok(vec![1, 999]));
    }
    for (start, result) in both(&[0x02, 0xe8]) {
        assert_eq!(result, truncated(start + 2));
    }
    for (start, result) in both(&[0x02, 0x81, 0x00, 0x02]) {
        assert!(
            matches!(result, Err(Error::NotCanonical { offset, .. }) if offset == start + 1),
            "{result:?}"
        );
    }
    for (_, result) in both(&[0x02, 0x02, 0xe9, 0x07]) {
        assert_eq!(result, Err(Error::UnknownMappedId { position: 2, mapped: -501, size: 1000 }));
    }
}

#[test]
fn rejects_a_truncated_word() {
    assert_eq!(decode(PREFIX, &[]), Ok(vec![]));
    assert_eq!(decode(PREFIX, &[0x00]), truncated(BODY + 1));
    assert_eq!(decode(PREFIX, &[0x00, 0x7f]), Ok(vec![0]));
}

#[test]
fn rejects_padding_other_than_ones() {
    let reason = "the last byte must be padded with ones";
    for last in 0x00..0x7f {
        let result = decode(PREFIX, &[0x00, last]);
        assert_eq!(result, Err(Error::NotCanonical { offset: BODY + 1, reason }), "{last:02x}");
    }
}

/// A whole byte of ones is not padding but the beginning of a word.
#[test]
fn rejects_a_whole_byte_of_ones() {
    let table = weighted_table(&[5, 3, 1, 1]);
    let decode = |body: &[u8]| decode_with(&table, MAX_SIZE, PREFIX, body);
    assert_eq!(decode(&[0x6b]), Ok(vec![0, 2, 1]));
    assert_eq!(decode(&[0xff]), truncated(BODY + 1));
    assert_eq!(decode(&[0x6b, 0xff]), truncated(BODY + 2));
    // With 24 bits of ones, this can only be the reserved word.
    let reason = "a code word other than the reserved one";
    assert_eq!(decode(&[0xff; 3]), Err(Error::Invalid { offset: BODY, reason }));
    assert_eq!(decode(&[0x6b, 0xff, 0xff, 0xff]), Err(Error::Invalid { offset: BODY, reason }));
    assert_eq!(decode(&[[0; 20], [0xff; 20]].concat()), Err(Error::Invalid { offset: BODY + 20, reason }));
}

#[test]
fn rejects_truncated_deflate_and_trailing_bytes() {
    let stream = deflate(&[0x02; 300]);
    assert_eq!(decode(GZIP, &stream), Ok(vec![1; 300]));
    for cut in 0..stream.len() {
        let result = decode(GZIP, &stream[..cut]);
        let in_body = |offset| (BODY..=BODY + cut).contains(&offset);
        assert!(matches!(result, Err(Error::Gzip { offset, .. }) if in_body(offset)), "{result:?}");
    }
    for tail in [&[0][..], &[3, 0], &stream, &[0xff; 2000]] {
        let result = decode(GZIP, &[&stream, tail].concat());
        assert_eq!(result, Err(Error::TrailingBytes { offset: BODY + stream.len() }));
    }
    // This block has the reserved type.
    assert!(
        matches!(decode(GZIP, &[0x07]), Err(Error::Gzip { offset, .. }) if (BODY..=BODY + 1).contains(&offset))
    );
}

#[test]
fn a_deflate_bomb_stops_at_the_limit() {
    let bomb = deflate(&vec![0; 8 << 20]);
    assert!(bomb.len() < 10_000);
    for limit in [0, 1, 1000, 1 << 20, (8 << 20) - 1] {
        let result = decode_with(&table(), limit, GZIP, &bomb);
        assert_eq!(result, limit_exceeded("bytes inside gzip", limit));
    }
    assert_eq!(decode_with(&table(), 8 << 20, GZIP, &bomb).map(|ids| ids.len()), Ok(8 << 20));
    let result = decode(GZIP, &deflate(&vec![0; MAX_SIZE + 1]));
    assert_eq!(result, limit_exceeded("bytes inside gzip", MAX_SIZE));
}

#[test]
fn rejects_more_ids_than_the_limit() {
    let flat = plain_table(256);
    for (first, body) in [(STORED_IDS, vec![0; 400]), (THRIFT, vec![0; 100]), (PREFIX, vec![0; 100])] {
        assert_eq!(decode_with(&flat, 100, first, &body), Ok(vec![0; 100]));
        assert_eq!(decode_with(&flat, 99, first, &body), limit_exceeded(IDS, 99));
        assert_eq!(decode_with(&flat, 0, first, &body), limit_exceeded(IDS, 0));
    }
}

#[test]
fn text_and_ids_need_a_vocabulary_to_convert() {
    let (bytes, table) = (document(STORED_TEXT, &table(), b"text"), table());
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!((document.decode(), document.decode_text()), (Err(Error::NoVocabulary), Ok("text".into())));
    let bytes = self::document(THRIFT, &table, &[0]);
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!((document.decode(), document.decode_bytes()), (Ok(vec![0]), Err(Error::NoVocabulary)));
}

#[test]
fn rejects_text_over_the_limit() {
    let (bytes, table) = (document(STORED_TEXT, &table(), &[b'x'; 100]), table());
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!(document.clone().with_max_size(100).decode_bytes(), Ok(vec![b'x'; 100]));
    let what = "bytes of text in one document";
    assert_eq!(document.with_max_size(99).decode_bytes(), Err(Error::LimitExceeded { what, limit: 99 }));
}

#[cfg(feature = "o200k")]
mod built_in {
    use super::*;
    use tokenwire::{DocumentWriter, Encoding, PrefixEncoder, Vocabulary};

    const BASE: u32 = 200_019;

    /// Returns the error of decoding a body with `o200k_base` that was written with a larger table.
    fn beyond(first: u8, body: &[u8]) -> Error {
        let bytes = with_checksum(&[&[first, 2], body].concat());
        Document::open(&bytes).unwrap().decode().unwrap_err()
    }

    #[test]
    fn rejects_ranks_of_a_larger_encoding() {
        let table = Table::chat_2026(Encoding::O200kHarmony);
        let ids = [5, BASE, 7];
        let rank = table.rank(BASE).unwrap();
        assert!((BASE..201_088).contains(&rank));
        let mut words = Vec::new();
        let mut encoder = PrefixEncoder::from_table(table.clone());
        encoder.push(&ids, &mut words).unwrap();
        encoder.finish(&mut words);
        assert_eq!(beyond(PREFIX, &words), Error::UnknownRank { position: 1, rank, size: BASE });
        let harmony =
            |coder| DocumentWriter::from_table(table.clone()).with_coder(coder).encode(&ids).unwrap();
        for (first, coder) in [(THRIFT, tokenwire::Coder::Thrift), (GZIP, tokenwire::Coder::Gzip)] {
            let document = harmony(coder);
            let error = beyond(first, &document[2..document.len() - 2]);
            assert!(matches!(error, Error::UnknownMappedId { position: 1, size: BASE, .. }), "{error:?}");
        }
        let document = harmony(tokenwire::Coder::Stored);
        let error = beyond(STORED_IDS, &document[2..document.len() - 2]);
        assert_eq!(error, Error::UnknownId { position: 1, id: BASE.into(), size: BASE });
    }

    #[test]
    fn an_id_in_a_gap_has_no_text() {
        let bytes = DocumentWriter::new(Encoding::O200kBase).encode(&[11, 200_000]).unwrap();
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.decode(), Ok(vec![11, 200_000]));
        assert_eq!(document.decode_bytes(), Err(Error::NoBytes { position: 1, id: 200_000 }));
    }

    #[test]
    fn rejects_ids_whose_text_exceeds_the_limit() {
        let spaces = Vocabulary::new(Encoding::O200kBase).ordinary_id(&[b' '; 128]).unwrap();
        for &coder in tokenwire::Coder::ALL {
            let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
            let bytes = writer.encode(&vec![spaces; 1000]).unwrap();
            let document = Document::open(&bytes).unwrap();
            assert_eq!(
                document.clone().with_max_size(128_000).decode_bytes().map(|text| text.len()),
                Ok(128_000)
            );
            let what = "bytes of text in one document";
            let result = document.with_max_size(127_999).decode_bytes();
            assert_eq!(result, Err(Error::LimitExceeded { what, limit: 127_999 }), "{coder}");
        }
    }
}
