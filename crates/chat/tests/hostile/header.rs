//! Invalid and incomplete headers.

use super::script::{Script, read};
use tokenwire::{Encoding, Error, StreamWriter, Table};
use tokenwire_chat::Decoder;

fn error_of(bytes: &[u8]) -> Error {
    let (events, end) = read(bytes);
    assert_eq!(events, [""; 0]);
    end.unwrap_err()
}

#[test]
fn rejects_every_first_byte_except_two() {
    let rest = &Script::with_lane().end()[1..];
    for first in 0..=u8::MAX {
        let bytes = [&[first], rest].concat();
        let unsupported = |what, number, known| Error::Unsupported { what, number, known };
        let expected = match first {
            0xc2 => continue,
            // The header of the other coder is valid, but the bytes after it are not.
            0xc8 => {
                assert!(!matches!(error_of(&bytes), Error::Unsupported { .. }));
                continue;
            }
            // The headers of streams of ids.
            0xc1 | 0xc4 => {
                let reason = "a stream of events (first byte c2 or c8), not of token ids";
                Error::Invalid { offset: 0, reason }
            }
            _ if first < 0xc0 || first.count_ones() % 2 == 0 => {
                Error::Invalid { offset: 0, reason: "a stream's first byte (c0 to df, odd parity)" }
            }
            0xe0.. => unsupported("version", 2, "version 1"),
            _ => unsupported("coder or content", first & 0x1f, "1, 2, 4 and 8"),
        };
        assert_eq!(error_of(&bytes), expected, "{first:02x}");
    }
}

#[test]
fn rejects_an_unknown_table() {
    for number in 13..=u8::MAX {
        let error = error_of(&[0xc2, number, 1, 0]);
        assert!(
            matches!(error, Error::Unsupported { what: "table", number: found, .. } if found == number),
            "{error}"
        );
    }
}

#[test]
fn requires_the_custom_table_of_the_stream() {
    let table = |size: u32| {
        Table::from_counts(format!("# vocabulary size {size}; ids not listed have count 0\n").as_bytes())
            .unwrap()
    };
    let mut stream = Vec::new();
    StreamWriter::from_table(table(9)).with_events(1).end(&mut stream);
    let (expected, other) = (table(9).fingerprint(), table(8).fingerprint());
    assert_eq!(error_of(&stream), Error::WrongTable { expected, given: None });
    for (given, result) in
        [(table(9), Ok(None)), (table(8), Err(Error::WrongTable { expected, given: Some(other) }))]
    {
        let mut decoder = Decoder::new().with_table(given.for_encoding(Encoding::O200kBase));
        decoder.push(&stream);
        assert_eq!(decoder.next_event(), result);
    }
}

#[test]
fn rejects_an_unknown_dictionary() {
    for number in (0..=u8::MAX).filter(|number| *number != 1) {
        let mut stream = Vec::new();
        StreamWriter::new(Encoding::O200kBase).with_events(number).end(&mut stream);
        assert_eq!(
            error_of(&stream),
            Error::Unsupported { what: "dictionary", number, known: "dictionary 1" }
        );
        // The header can still be read.
        let mut decoder = Decoder::new();
        decoder.push(&stream);
        assert_eq!(decoder.header().unwrap().unwrap().dictionary(), Some(number));
    }
}

#[test]
fn an_incomplete_header_is_not_an_error() {
    let stream = Script::with_lane().end();
    for cut in 0..3 {
        let mut decoder = Decoder::new();
        decoder.push(&stream[..cut]);
        assert_eq!(decoder.next_event(), Ok(None));
        assert!(decoder.header().unwrap().is_none());
        assert_eq!(decoder.finish(), Err(Error::Truncated { offset: cut }));
        decoder.push(&stream[cut..]);
        assert!(decoder.next_event().unwrap().is_some());
    }
}
