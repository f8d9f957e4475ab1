//! The kinds, offsets and positions of errors, for callers that do not match variants.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[cfg(feature = "o200k")]
mod errors {
    use std::error::Error as _;
    use std::io;
    use tokenwire::{Codec, Document, DocumentWriter, Encoding, Error, ErrorKind, StreamReader, Table};

    const CODEC: Codec = Codec::new(Encoding::O200kBase);

    /// Returns an error of each kind, with its expected kind, offset and position.
    fn samples() -> Vec<(Error, ErrorKind, Option<usize>, Option<usize>)> {
        let document = DocumentWriter::new(Encoding::O200kBase).encode(&[1, 2, 3]).unwrap();
        let mut flipped = document.clone();
        flipped[3] ^= 1;
        let custom = Table::from_counts(b"# vocabulary size 9; ids not listed have count 0\n").unwrap();
        let custom = DocumentWriter::from_table(custom).encode(&[8]).unwrap();
        let mut aborted = StreamReader::new();
        aborted.push(&[0xc1, 2, 1]);
        vec![
            (CODEC.decode(&[0x19]).unwrap_err(), ErrorKind::Truncated, Some(1), None),
            (CODEC.decode(b"x").unwrap_err(), ErrorKind::Corrupt, Some(0), None),
            (CODEC.decode(&[0x19, 0x05, 0, 7]).unwrap_err(), ErrorKind::Corrupt, Some(3), None),
            (Document::open(&flipped).unwrap_err(), ErrorKind::Checksum, Some(document.len() - 2), None),
            (Document::open(&[0xa1, 2]).unwrap_err(), ErrorKind::Unsupported, None, None),
            (Document::open(&custom).unwrap_err(), ErrorKind::WrongTable, None, None),
            (aborted.symbol().unwrap_err(), ErrorKind::Aborted, Some(2), None),
            (CODEC.encode(&[1, 300_000]).unwrap_err(), ErrorKind::UnknownId, None, Some(1)),
            (CODEC.encode_tokens(&["a", "\u{1}\u{2}"]).unwrap_err(), ErrorKind::UnknownToken, None, Some(1)),
            ("o20k".parse::<Encoding>().unwrap_err(), ErrorKind::UnknownName, None, None),
            (Table::from_counts(b"#\n").unwrap_err(), ErrorKind::Counts, None, Some(1)),
        ]
    }

    #[test]
    fn every_error_has_its_kind_and_location() {
        for (error, kind, offset, position) in samples() {
            assert_eq!((error.kind(), error.offset(), error.position()), (kind, offset, position), "{error}");
        }
    }

    #[test]
    fn every_error_converts_to_an_io_error_and_back() {
        for (error, kind, ..) in samples() {
            let converted = io::Error::from(error.clone());
            let expected = match kind {
                ErrorKind::Truncated | ErrorKind::Aborted => io::ErrorKind::UnexpectedEof,
                ErrorKind::UnknownName | ErrorKind::UnknownToken => io::ErrorKind::InvalidInput,
                _ => io::ErrorKind::InvalidData,
            };
            assert_eq!((converted.kind(), converted.to_string()), (expected, error.to_string()));
            assert!(converted.source().is_none() && converted.downcast::<Error>().unwrap() == error);
        }
    }
}
