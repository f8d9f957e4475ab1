//! Documents whose header or checksum is not right.

use crate::common::checksum::with_checksum;
use crate::common::{plain_table, weighted_table};
use tokenwire::{Coder, Document, DocumentWriter, Error, Fingerprint, Form, Table};

/// The first bytes of the bodies.
#[cfg(not(feature = "zstd"))]
const FIRST: [u8; 5] = [0x80, 0x83, 0x85, 0x86, 0x89];
#[cfg(feature = "zstd")]
const FIRST: [u8; 7] = [0x80, 0x83, 0x85, 0x86, 0x89, 0x8a, 0x8c];
#[cfg(not(feature = "zstd"))]
const KNOWN: &str = "coders 0 to 4 (5 and 6 with its feature `zstd`)";
#[cfg(feature = "zstd")]
const KNOWN: &str = "coders 0 to 6";

/// What opening says, without a table and with one.
fn refused(bytes: &[u8]) -> Error {
    let [without, with] = [Document::open(bytes), Document::open_with(bytes, &plain_table(9))];
    let (without, with) = (without.map(drop).unwrap_err(), with.map(drop).unwrap_err());
    assert_eq!(without, with, "{bytes:02x?}");
    without
}

/// Documents of a table of one's own, by every coder, short and long.
fn samples() -> Vec<Vec<u8>> {
    let writer = |coder| DocumentWriter::from_table(plain_table(9)).with_coder(coder);
    let lists = [vec![], vec![3], (0..9).cycle().take(9000).collect::<Vec<_>>()];
    let write = |ids: &Vec<u32>| {
        let written = Coder::ALL.iter().map(|coder| writer(*coder).encode(ids).unwrap());
        written.collect::<Vec<_>>()
    };
    lists.iter().flat_map(write).collect()
}

#[test]
fn another_first_byte() {
    for first in (0..=255u8).filter(|first| !FIRST.contains(first)) {
        let bytes = with_checksum(&[first, 1, 7, 7]);
        let form = Form::detect(&bytes);
        match refused(&bytes) {
            Error::Invalid { offset: 0, .. } => assert_ne!(form, Some(Form::Document), "{first:02x}"),
            error => {
                assert_eq!(form, Some(Form::Document), "{first:02x}");
                let version = Error::Unsupported { what: "version", number: 2, known: "version 1" };
                let number = first >> 1 & 15;
                let coder = Error::Unsupported { what: "coder", number, known: KNOWN };
                assert_eq!(error, if first < 0xa0 { coder } else { version }, "{first:02x}");
            }
        }
    }
}

#[test]
fn an_unknown_table() {
    let is_unregistered = |number: &u8| matches!(Table::from_number(*number), Err(Error::Unsupported { .. }));
    let unregistered = || (1..=255).filter(is_unregistered);
    for (first, number) in
        FIRST.into_iter().flat_map(|first| unregistered().map(move |number| (first, number)))
    {
        let bytes = with_checksum(&[first, number, 1, 2, 3, 4]);
        let answer = refused(&bytes);
        assert!(matches!(answer, Error::Unsupported { what: "table", number: n, .. } if n == number));
        // The checksum is looked at first.
        assert_eq!(refused(&[first, number, 1, 2, 3, 4, 5, 6]), Error::Checksum { offset: 6 });
    }
}

#[test]
fn another_checksum() {
    for document in samples() {
        let offset = document.len() - if document.len() <= 1024 { 2 } else { 4 };
        for at in [2, 9, offset - 1, offset, document.len() - 1] {
            let mut changed = document.clone();
            changed[at] ^= 0x10;
            assert_eq!(refused(&changed), Error::Checksum { offset }, "byte {at} of {}", document.len());
        }
    }
}

#[test]
fn a_header_that_is_cut() {
    for cut in 0..10 {
        let header = [0x89, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(refused(&header[..cut]), Error::Truncated { offset: cut });
    }
    // With a checksum that is right, behind too little of a header.
    for header in [&[0x89][..], &[0x89, 0], &[0x89, 0, 1, 2, 3, 4, 5, 6], &[0x89, 0, 1, 2, 3, 4, 5, 6, 7]] {
        let bytes = with_checksum(header);
        assert_eq!(refused(&bytes), Error::Truncated { offset: bytes.len() });
    }
    // As long as a header, but then there is no checksum.
    assert_eq!(refused(&[0x89, 2]), Error::Checksum { offset: 0 });
    assert_eq!(refused(&[0x89, 2, 0]), Error::Checksum { offset: 1 });
}

#[test]
fn a_length_that_no_document_has() {
    for len in [1025, 1026] {
        let before = [&[0x80, 2][..], &vec![b'x'; len - 4]].concat();
        let [short, long] = [2, 4].map(|sum| [&before[..len - sum.min(len)], &vec![0; sum]].concat());
        for bytes in [short, long] {
            assert_eq!(bytes.len(), len);
            assert_eq!(refused(&bytes), Error::Invalid { offset: len, reason: "a longer document" });
        }
    }
}

#[test]
fn a_table_that_is_not_given() {
    let (table, other) = (weighted_table(&[5, 3, 1, 1]), weighted_table(&[5, 3, 1, 2]));
    let expected = table.fingerprint();
    for &coder in Coder::ALL {
        let bytes = DocumentWriter::from_table(table.clone()).with_coder(coder).encode(&[0, 2, 1]).unwrap();
        assert_eq!(Document::open_with(&bytes, &table).unwrap().decode(), Ok(vec![0, 2, 1]));
        let answer = Document::open(&bytes).map(drop);
        assert_eq!(answer, Err(Error::WrongTable { expected, given: None }));
        let given = Some(other.fingerprint());
        let answer = Document::open_with(&bytes, &other).map(drop);
        assert_eq!(answer, Err(Error::WrongTable { expected, given }));
    }
}

#[test]
fn a_fingerprint_that_no_table_has() {
    let bytes = with_checksum(&[0x85, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let expected = Fingerprint([1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(Document::open(&bytes).map(drop), Err(Error::WrongTable { expected, given: None }));
}

#[test]
fn messages_say_what_to_do() {
    let message = refused(&with_checksum(&[0xa1, 1])).to_string();
    assert_eq!(
        message,
        "the input has version 2, and this release knows version 1: read it with a newer tokenwire"
    );
    let message = refused(&[0x89, 2, 0, 0]).to_string();
    assert_eq!(message, "checksum mismatch at byte 2: the input was modified or truncated");
    let bytes = with_checksum(&[0x85, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let message = Document::open(&bytes).map(drop).unwrap_err().to_string();
    assert!(message.contains("fingerprint 0102030405060708; give that table"), "{message}");
}
