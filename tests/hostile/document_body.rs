//! Documents whose header and checksum are right, and whose body is not.

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
/// Where the body of a document with a table of one's own begins.
const BODY: usize = 10;
const IDS: &str = "ids in one document";

/// Every id is its own rank; the words of ranks 0 to 23 have 9 bits, the others 10.
fn table() -> Table {
    plain_table(1000)
}

fn document(first: u8, table: &Table, body: &[u8]) -> Vec<u8> {
    with_checksum(&[&[first, 0], &table.fingerprint().0[..], body].concat())
}

/// Ids of a body; after an error the buffer is as it was.
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
fn stored_ids_that_are_none() {
    assert_eq!(decode(STORED_IDS, &[1, 2, 0, 0]), Ok(vec![513]));
    for len in [1, 2, 3, 5, 6, 7, 9] {
        let reason = "ids of 4 bytes each";
        assert_eq!(decode(STORED_IDS, &vec![0; len]), Err(Error::Invalid { offset: BODY + len, reason }));
    }
    let unknown = |position, id: u32| Err(Error::UnknownId { position, id: id.into(), size: 1000 });
    assert_eq!(decode(STORED_IDS, &[[1, 0, 0, 0], 1000u32.to_le_bytes()].concat()), unknown(1, 1000));
    assert_eq!(decode(STORED_IDS, &[0xff; 4]), unknown(0, u32::MAX));
}

/// Of thrift at their place in the document, of gzip in what it inflates to.
#[test]
fn varints_that_are_none() {
    let both = |varints: &[u8]| [(BODY, decode(THRIFT, varints)), (0, decode(GZIP, &deflate(varints)))];
    for (_, answer) in both(&[0x02, 0xe8, 0x07]) {
        assert_eq!(answer, Ok(vec![1, 999]));
    }
    for (start, answer) in both(&[0x02, 0xe8]) {
        assert_eq!(answer, truncated(start + 2));
    }
    for (start, answer) in both(&[0x02, 0x81, 0x00, 0x02]) {
        assert!(
            matches!(answer, Err(Error::NotCanonical { offset, .. }) if offset == start + 1),
            "{answer:?}"
        );
    }
    for (_, answer) in both(&[0x02, 0x02, 0xe9, 0x07]) {
        assert_eq!(answer, Err(Error::UnknownMappedId { position: 2, mapped: -501, size: 1000 }));
    }
}

#[test]
fn a_word_that_is_cut() {
    assert_eq!(decode(PREFIX, &[]), Ok(vec![]));
    assert_eq!(decode(PREFIX, &[0x00]), truncated(BODY + 1));
    assert_eq!(decode(PREFIX, &[0x00, 0x7f]), Ok(vec![0]));
}

#[test]
fn padding_that_is_not_ones() {
    let reason = "the last byte is filled with ones";
    for last in 0x00..0x7f {
        let answer = decode(PREFIX, &[0x00, last]);
        assert_eq!(answer, Err(Error::NotCanonical { offset: BODY + 1, reason }), "{last:02x}");
    }
}

/// A whole byte of ones is no padding: it is the beginning of a word.
#[test]
fn a_byte_of_ones_too_many() {
    let table = weighted_table(&[5, 3, 1, 1]);
    let decode = |body: &[u8]| decode_with(&table, MAX_SIZE, PREFIX, body);
    assert_eq!(decode(&[0x6b]), Ok(vec![0, 2, 1]));
    assert_eq!(decode(&[0xff]), truncated(BODY + 1));
    assert_eq!(decode(&[0x6b, 0xff]), truncated(BODY + 2));
    // There 24 bits are at hand, and no word.
    let reason = "a word that is not reserved";
    assert_eq!(decode(&[0xff; 3]), Err(Error::Invalid { offset: BODY, reason }));
    assert_eq!(decode(&[0x6b, 0xff, 0xff, 0xff]), Err(Error::Invalid { offset: BODY, reason }));
    assert_eq!(decode(&[[0; 20], [0xff; 20]].concat()), Err(Error::Invalid { offset: BODY + 20, reason }));
}

#[test]
fn deflate_that_is_not_one_whole_stream() {
    let stream = deflate(&[0x02; 300]);
    assert_eq!(decode(GZIP, &stream), Ok(vec![1; 300]));
    for cut in 0..stream.len() {
        let answer = decode(GZIP, &stream[..cut]);
        let fits = |offset| (BODY..=BODY + cut).contains(&offset);
        assert!(matches!(answer, Err(Error::Gzip { offset, .. }) if fits(offset)), "{answer:?}");
    }
    for tail in [&[0][..], &[3, 0], &stream, &[0xff; 2000]] {
        let answer = decode(GZIP, &[&stream, tail].concat());
        assert_eq!(answer, Err(Error::TrailingBytes { offset: BODY + stream.len() }));
    }
    // A block of the type that there is not.
    assert!(
        matches!(decode(GZIP, &[0x07]), Err(Error::Gzip { offset, .. }) if (BODY..=BODY + 1).contains(&offset))
    );
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let bomb = deflate(&vec![0; 8 << 20]);
    assert!(bomb.len() < 10_000);
    for limit in [0, 1, 1000, 1 << 20, (8 << 20) - 1] {
        let answer = decode_with(&table(), limit, GZIP, &bomb);
        assert_eq!(answer, limit_exceeded("bytes inside gzip", limit));
    }
    assert_eq!(decode_with(&table(), 8 << 20, GZIP, &bomb).map(|ids| ids.len()), Ok(8 << 20));
    let answer = decode(GZIP, &deflate(&vec![0; MAX_SIZE + 1]));
    assert_eq!(answer, limit_exceeded("bytes inside gzip", MAX_SIZE));
}

#[test]
fn more_ids_than_the_limit() {
    let flat = plain_table(256);
    for (first, body) in [(STORED_IDS, vec![0; 400]), (THRIFT, vec![0; 100]), (PREFIX, vec![0; 100])] {
        assert_eq!(decode_with(&flat, 100, first, &body), Ok(vec![0; 100]));
        assert_eq!(decode_with(&flat, 99, first, &body), limit_exceeded(IDS, 99));
        assert_eq!(decode_with(&flat, 0, first, &body), limit_exceeded(IDS, 0));
    }
}

#[test]
fn text_of_an_unknown_vocabulary() {
    let (bytes, table) = (document(STORED_TEXT, &table(), b"text"), table());
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!((document.decode(), document.decode_text()), (Err(Error::NoVocabulary), Ok("text".into())));
    let bytes = self::document(THRIFT, &table, &[0]);
    let document = Document::open_with(&bytes, &table).unwrap();
    assert_eq!((document.decode(), document.decode_bytes()), (Ok(vec![0]), Err(Error::NoVocabulary)));
}

#[test]
fn text_over_the_limit() {
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

    /// A body of a larger table in that of `o200k_base`.
    fn beyond(first: u8, body: &[u8]) -> Error {
        let bytes = with_checksum(&[&[first, 2], body].concat());
        Document::open(&bytes).unwrap().decode().unwrap_err()
    }

    #[test]
    fn a_rank_of_the_larger_encoding() {
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
    fn a_gap_has_no_text() {
        let bytes = DocumentWriter::new(Encoding::O200kBase).encode(&[11, 200_000]).unwrap();
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.decode(), Ok(vec![11, 200_000]));
        assert_eq!(document.decode_bytes(), Err(Error::NoBytes { position: 1, id: 200_000 }));
    }

    #[test]
    fn text_of_ids_over_the_limit() {
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
            let answer = document.with_max_size(127_999).decode_bytes();
            assert_eq!(answer, Err(Error::LimitExceeded { what, limit: 127_999 }), "{coder}");
        }
    }
}
