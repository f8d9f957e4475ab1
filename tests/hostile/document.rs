//! Documents with an invalid header or checksum.

use crate::common::checksum::with_checksum;
use crate::common::{plain_table, weighted_table};
use tokenwire::{Coder, Document, DocumentWriter, Error, Fingerprint, Form, Table};

/// The first bytes that this build supports.
#[cfg(not(feature = "zstd"))]
const FIRST: [u8; 5] = [0x80, 0x83, 0x85, 0x86, 0x89];
#[cfg(feature = "zstd")]
const FIRST: [u8; 7] = [0x80, 0x83, 0x85, 0x86, 0x89, 0x8a, 0x8c];
#[cfg(not(feature = "zstd"))]
const KNOWN: &str = "coders 0 to 4 (5 and 6 need the feature `zstd`)";
#[cfg(feature = "zstd")]
const KNOWN: &str = "coders 0 to 6";

/// Returns the error of opening a document, which must not depend on whether a custom table is given.
fn rejected(bytes: &[u8]) -> Error {
    let [without, with] = [Document::open(bytes), Document::open_with(bytes, &plain_table(9))];
    let (without, with) = (without.map(drop).unwrap_err(), with.map(drop).unwrap_err());
    assert_eq!(without, with, "{bytes:02x?}");
    without
}

/// Returns documents with a custom table, with every coder, short and long.
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
fn rejects_every_unsupported_first_byte() {
    for first in (0..=255u8).filter(|first| !FIRST.contains(first)) {
        let bytes = with_checksum(&[first, 1, 7, 7]);
        let form = Form::detect(&bytes);
        match rejected(&bytes) {
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
fn rejects_unregistered_tables() {
    let is_unregistered = |number: &u8| matches!(Table::from_number(*number), Err(Error::Unsupported { .. }));
    let unregistered = || (1..=255).filter(is_unregistered);
    for (first, number) in
        FIRST.into_iter().flat_map(|first| unregistered().map(move |number| (first, number)))
    {
        let bytes = with_checksum(&[first, number, 1, 2, 3, 4]);
        let error = rejected(&bytes);
        assert!(matches!(error, Error::Unsupported { what: "table", number: n, .. } if n == number));
        // The checksum is verified first.
        assert_eq!(rejected(&[first, number, 1, 2, 3, 4, 5, 6]), Error::Checksum { offset: 6 });
    }
}

#[test]
fn rejects_a_wrong_checksum() {
    for document in samples() {
        let offset = document.len() - if document.len() <= 1024 { 2 } else { 4 };
        for at in [2, 9, offset - 1, offset, document.len() - 1] {
            let mut changed = document.clone();
            changed[at] ^= 0x10;
            assert_eq!(rejected(&changed), Error::Checksum { offset }, "byte {at} of {}", document.len());
        }
    }
}

#[test]
fn rejects_a_truncated_header() {
    for cut in 0..10 {
        let header = [0x89, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(rejected(&header[..cut]), Error::Truncated { offset: cut });
    }
    // The checksum is valid, but the header before it is incomplete.
    for header in [&[0x89][..], &[0x89, 0], &[0x89, 0, 1, 2, 3, 4, 5, 6], &[0x89, 0, 1, 2, 3, 4, 5, 6, 7]] {
        let bytes = with_checksum(header);
        assert_eq!(rejected(&bytes), Error::Truncated { offset: bytes.len() });
    }
    // The header is complete, but there is no checksum.
    assert_eq!(rejected(&[0x89, 2]), Error::Checksum { offset: 0 });
    assert_eq!(rejected(&[0x89, 2, 0]), Error::Checksum { offset: 1 });
}

#[test]
fn rejects_the_two_impossible_lengths() {
    for len in [1025, 1026] {
        let before = [&[0x80, 2][..], &vec![b'x'; len - 4]].concat();
        let [short, long] = [2, 4].map(|sum| [&before[..len - sum.min(len)], &vec![0; sum]].concat());
        for bytes in [short, long] {
            assert_eq!(bytes.len(), len);
            assert_eq!(
                rejected(&bytes),
                Error::Invalid { offset: len, reason: "a document length other than 1025 or 1026 bytes" }
            );
        }
    }
}

#[test]
fn rejects_a_document_whose_custom_table_is_not_given() {
    let (table, other) = (weighted_table(&[5, 3, 1, 1]), weighted_table(&[5, 3, 1, 2]));
    let expected = table.fingerprint();
    for &coder in Coder::ALL {
        let bytes = DocumentWriter::from_table(table.clone()).with_coder(coder).encode(&[0, 2, 1]).unwrap();
        assert_eq!(Document::open_with(&bytes, &table).unwrap().decode(), Ok(vec![0, 2, 1]));
        let result = Document::open(&bytes).map(drop);
        assert_eq!(result, Err(Error::WrongTable { expected, given: None }));
        let given = Some(other.fingerprint());
        let result = Document::open_with(&bytes, &other).map(drop);
        assert_eq!(result, Err(Error::WrongTable { expected, given }));
    }
}

#[test]
fn rejects_an_unknown_fingerprint() {
    let bytes = with_checksum(&[0x85, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let expected = Fingerprint([1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(Document::open(&bytes).map(drop), Err(Error::WrongTable { expected, given: None }));
}

#[test]
fn messages_say_what_to_do() {
    let message = rejected(&with_checksum(&[0xa1, 1])).to_string();
    assert_eq!(
        message,
        "unsupported version 2: this release reads version 1; use a newer release of tokenwire"
    );
    let message = rejected(&[0x89, 2, 0, 0]).to_string();
    assert_eq!(message, "checksum mismatch at byte 2: the input was modified or truncated; fetch it again");
    let bytes = with_checksum(&[0x85, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let message = Document::open(&bytes).map(drop).unwrap_err().to_string();
    assert!(message.contains("fingerprint 0102030405060708; pass that table"), "{message}");
}
