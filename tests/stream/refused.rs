//! Each kind of error, its location, and the items before it.

use crate::common::{checksum, plain_table, weighted_table};
use tokenwire::{
    Control, Encoding, Error, Fingerprint, StreamCoder, StreamReader, StreamWriter, Symbol, Table,
};

/// Reads the ids of a stream, and returns them with the result of reading. The custom table has `size` ids, each
/// its own rank.
fn tokens(size: u32, bytes: &[u8]) -> (Vec<u32>, Result<bool, Error>) {
    let (mut reader, mut ids) = (StreamReader::new().with_table(plain_table(size)), Vec::new());
    reader.push(bytes);
    let answer = reader.tokens(&mut ids);
    // After an error, every call returns the same error.
    if let Err(error) = answer.clone() {
        reader.push(&[0]);
        assert_eq!(reader.tokens(&mut Vec::new()), Err(error.clone()));
        assert_eq!(reader.symbol(), Err(error.clone()));
        assert_eq!(reader.number(), Err(error.clone()));
        assert_eq!(reader.bytes(0), Err(error.clone()));
        assert_eq!(reader.finish(), Err(error));
    }
    (ids, answer)
}

/// Returns a stream of ids as varints: a header and these bytes.
fn varints(size: u32, bytes: &[u8]) -> Vec<u8> {
    [&[0xc1, 0][..], &plain_table(size).fingerprint().0, bytes].concat()
}

/// Returns the error of these bytes after two tokens. Its offset counts from there.
fn after_tokens(bytes: &[u8]) -> Error {
    let (ids, answer) = tokens(9, &varints(9, &[&[16, 24][..], bytes].concat()));
    assert_eq!(ids, [0, 8]);
    match answer.unwrap_err() {
        Error::NotCanonical { offset, reason } => Error::NotCanonical { offset: offset - 12, reason },
        Error::Invalid { offset, reason } => Error::Invalid { offset: offset - 12, reason },
        Error::Aborted { offset } => Error::Aborted { offset: offset - 12 },
        Error::Checksum { offset } => Error::Checksum { offset: offset - 12 },
        other => other,
    }
}

#[test]
fn rejects_every_unsupported_first_byte() {
    for first in (0..=255u8).filter(|first| ![0xc1, 0xc2, 0xc4, 0xc8].contains(first)) {
        let (_, answer) = tokens(9, &[first]);
        let expected = match (first, first.count_ones() % 2) {
            (0xc0..0xe0, 1) => {
                let (what, number) = ("coder or content", first & 0x1f);
                Error::Unsupported { what, number, known: "1, 2, 4 and 8" }
            }
            (0xe0.., 1) => Error::Unsupported { what: "version", number: 2, known: "version 1" },
            _ => Error::Invalid { offset: 0, reason: "a stream's first byte (c0 to df, odd parity)" },
        };
        assert_eq!(answer, Err(expected), "{first:02x}");
    }
}

/// Returns the numbers of no table. 0 is left out, since it marks a custom table.
fn unregistered() -> impl Iterator<Item = u8> {
    (1..=255).filter(|number| matches!(Table::from_number(*number), Err(Error::Unsupported { .. })))
}

#[test]
fn rejects_unknown_and_missing_tables() {
    for (first, number) in
        [0xc1, 0xc2, 0xc4, 0xc8].into_iter().flat_map(|first| unregistered().map(move |n| (first, n)))
    {
        let answer = tokens(9, &[first, number]).1;
        assert!(matches!(answer, Err(Error::Unsupported { what: "table", number: n, .. }) if n == number));
    }
    let given = Some(plain_table(9).fingerprint());
    let expected = Fingerprint([1, 2, 3, 4, 5, 6, 7, 8]);
    let bytes = [&[0xc1, 0][..], &expected.0].concat();
    assert_eq!(tokens(9, &bytes).1, Err(Error::WrongTable { expected, given }));
    let mut reader = StreamReader::new();
    reader.push(&bytes);
    assert_eq!(reader.header().map(drop), Err(Error::WrongTable { expected, given: None }));
}

#[test]
fn rejects_symbols_that_are_not_canonical() {
    let shortest = Error::NotCanonical { offset: 0, reason: "a varint must be in its shortest form" };
    for bytes in [&[0x90, 0][..], &[0x80, 0], &[0x82, 0x80, 0], &[0x80, 0x80, 0x80, 0x80, 0]] {
        assert_eq!(after_tokens(bytes), shortest, "{bytes:02x?}");
    }
    let long = Error::NotCanonical { offset: 0, reason: "a symbol must have at most 32 bits" };
    for bytes in [&[0xff; 5][..], &[0xff, 0xff, 0xff, 0xff, 0x10], &[0x80, 0x80, 0x80, 0x80, 0x80]] {
        assert_eq!(after_tokens(bytes), long, "{bytes:02x?}");
    }
}

#[test]
fn rejects_numbers_that_are_not_canonical() {
    let number = |bytes: &[u8]| {
        let mut reader = StreamReader::new();
        reader.push(&[&[0xc2, 2, 0][..], bytes].concat());
        reader.number()
    };
    let largest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    assert_eq!(number(&largest), Ok(Some(u64::MAX)));
    assert_eq!(number(&largest[..9]), Ok(None));
    let long = Error::NotCanonical { offset: 3, reason: "a number must have at most 64 bits" };
    assert_eq!(number(&[0xff; 10]), Err(long.clone()));
    assert_eq!(number(&[&largest[..9], &[2]].concat()), Err(long));
    let shortest = Error::NotCanonical { offset: 3, reason: "a varint must be in its shortest form" };
    assert_eq!(number(&[0x80, 0]), Err(shortest));
}

#[test]
fn rejects_tokens_outside_the_table() {
    let unknown = |rank| Error::UnknownRank { position: 2, rank, size: 9 };
    assert_eq!(after_tokens(&[25]), unknown(9));
    assert_eq!(after_tokens(&[0xff, 0xff, 0xff, 0xff, 0x0f]), unknown(u32::MAX - 16));
    // PING and FLUSH do not count as tokens.
    assert_eq!(after_tokens(&[3, 2, 25]), unknown(9));
    // The words of a larger encoding, which shares the code.
    for id in 200_019..201_088 {
        let (mut writer, mut bytes) =
            (StreamWriter::new(Encoding::O200kHarmony).with_coder(StreamCoder::Prefix), Vec::new());
        writer.token(id, &mut bytes).unwrap();
        writer.end(&mut bytes);
        bytes[1] = 2;
        let (mut reader, mut ids) = (StreamReader::new(), Vec::new());
        reader.push(&bytes);
        let rank = writer.header().table().rank(id).unwrap();
        let unknown = Error::UnknownRank { position: 0, rank, size: 200_019 };
        assert_eq!(reader.tokens(&mut ids), Err(unknown));
    }
}

#[test]
fn rejects_unknown_and_misplaced_control_codes() {
    let reserved = Error::Unsupported { what: "control code", number: 15, known: "codes 0 to 14" };
    assert_eq!(after_tokens(&[15]), reserved);
    let place = Error::Invalid { offset: 1, reason: "a token, END, ABORT, FLUSH or PING" };
    for code in Control::ALL.into_iter().filter(|code| code.number() > Control::Ping.number()) {
        assert_eq!(after_tokens(&[3, code.number()]), place);
        // Reading only tokens rejects control codes of events, even in a stream of events.
        let (mut reader, mut ids) = (StreamReader::new(), Vec::new());
        reader.push(&[0xc2, 2, 0, 16, code.number()]);
        let place = Error::Invalid { offset: 4, reason: "a token, END, ABORT, FLUSH or PING" };
        assert_eq!((reader.tokens(&mut ids), ids.len()), (Err(place), 1));
    }
}

#[test]
fn an_aborted_stream_is_an_error_after_its_tokens() {
    assert_eq!(after_tokens(&[1]), Error::Aborted { offset: 0 });
    assert_eq!(after_tokens(&[3, 1, 7, 7]), Error::Aborted { offset: 1 });
    let table = weighted_table(&[5, 3, 1, 1]);
    let mut writer = StreamWriter::from_table(table.clone()).with_coder(StreamCoder::Prefix);
    let mut bytes = Vec::new();
    writer.tokens(&[3, 1, 2], &mut bytes).unwrap();
    writer.abort(&mut bytes);
    let (mut reader, mut ids) = (StreamReader::new().with_table(table), Vec::new());
    reader.push(&bytes);
    assert!(matches!(reader.tokens(&mut ids), Err(Error::Aborted { offset: 10.. })));
    assert_eq!(ids, [3, 1, 2]);
}

#[test]
fn rejects_a_wrong_checksum_and_trailing_bytes() {
    assert_eq!(after_tokens(&[0, 1, 2, 3, 4]), Error::Checksum { offset: 1 });
    let before = varints(9, &[20, 0]);
    let sum = checksum::long(&before).to_le_bytes();
    let stream = [&before[..], &sum].concat();
    assert_eq!(tokens(9, &stream), (vec![4], Ok(true)));
    let trailing = Error::TrailingBytes { offset: stream.len() };
    assert_eq!(tokens(9, &[&stream[..], &[0]].concat()), (vec![4], Err(trailing.clone())));
    // END is returned before the error for bytes after it.
    let mut reader = StreamReader::new().with_table(plain_table(9));
    reader.push(&stream);
    let end = Ok(Some(Symbol::Control(Control::End)));
    assert_eq!(reader.symbol(), Ok(Some(Symbol::Token(4))));
    assert_eq!((reader.symbol(), reader.symbol()), (end.clone(), end));
    assert_eq!((reader.number(), reader.bytes(0)), (Ok(None), Ok(None)));
    reader.push(&[9]);
    assert_eq!((reader.finish(), reader.symbol()), (Err(trailing.clone()), Err(trailing)));
}

#[test]
fn rejects_the_reserved_word_and_wrong_padding() {
    // Of 20 symbols of equal weight and a reserved word, eleven have four bits, and ten have five. END is 0000,
    // and FLUSH is 0010.
    let table = plain_table(4);
    let read = |bytes: &[u8]| {
        let header = [&[0xc4, 0][..], &table.fingerprint().0].concat();
        let answer = tokens(4, &[&header, bytes].concat());
        (
            answer.0,
            answer.1.map_err(|error| match error {
                Error::Invalid { offset, reason } => Error::Invalid { offset: offset - header.len(), reason },
                Error::NotCanonical { offset, reason } => {
                    Error::NotCanonical { offset: offset - header.len(), reason }
                }
                other => other,
            }),
        )
    };
    let reserved = |offset| Err(Error::Invalid { offset, reason: "a code word other than the reserved one" });
    assert_eq!(read(&[0b1111_1000]), (vec![], reserved(0)));
    // Rank 3 comes first. Three bits of ones are too few to be the reserved word.
    assert_eq!(read(&[0b1111_0111]), (vec![3], Ok(false)));
    assert_eq!(read(&[0b1111_0111, 0xff]), (vec![3], reserved(0)));
    let padding = |offset| {
        Err(Error::NotCanonical {
            offset,
            reason: "the last byte before a flush or an end must be padded with ones",
        })
    };
    assert_eq!(read(&[0b0010_1111, 0b1111_0001, 0b0011_0111]), (vec![3], padding(2)));
    assert_eq!(read(&[0b0000_0111]), (vec![], padding(0)));
    assert_eq!(read(&[0b0001_0111]), (vec![], padding(0)));
}

#[test]
fn messages_say_what_to_do() {
    let message = |bytes| tokens(9, bytes).1.unwrap_err().to_string();
    assert_eq!(
        message(&[0xe0]),
        "unsupported version 2: this release reads version 1; use a newer release of tokenwire"
    );
    assert_eq!(
        message(&varints(9, &[1])),
        "aborted at byte 10: the source broke off; request the stream again"
    );
}

#[test]
fn an_incomplete_header_is_no_error_until_the_end() {
    for bytes in [&[][..], &[0xc1], &[0xc1, 0, 1, 2], &[0xc8, 2]] {
        let mut reader = StreamReader::new().with_table(Table::chat_2026(Encoding::Gpt2));
        reader.push(bytes);
        assert!(reader.header().unwrap().is_none());
        assert_eq!((reader.symbol(), reader.number(), reader.bytes(1)), (Ok(None), Ok(None), Ok(None)));
        assert_eq!(reader.tokens(&mut Vec::new()), Ok(false));
        assert_eq!(reader.finish(), Err(Error::Truncated { offset: bytes.len() }));
    }
}
