//! First bytes, sizes of vocabularies and worked code words match the library.

use super::page::{bytes, table_s, tables_of};
use tokenwire::{Coder, Control, DocumentWriter, Encoding, Error, Form, StreamCoder, StreamWriter};

/// Returns the name of the form that begins with each byte, without a version.
fn forms() -> [Option<&'static str>; 256] {
    let mut forms = [None; 256];
    for table in tables_of("form").iter().filter(|table| table.header[1] == "first bytes") {
        for row in &table.rows {
            let form = row[0].split(',').next();
            for byte in bytes(row[1]) {
                forms[usize::from(byte)] = form;
            }
        }
    }
    forms
}

#[test]
fn every_first_byte_has_its_form() {
    for (byte, form) in (0..=255).zip(forms()) {
        let expected = match form {
            Some("payload") => Some(Form::Payload),
            Some("gzip payload") => Some(Form::GzipPayload),
            Some("document") => Some(Form::Document),
            Some("stream") => Some(Form::Stream),
            None | Some("counts file" | "table image") => None,
            Some(other) => panic!("{other}"),
        };
        assert_eq!(Form::detect(&[byte]), expected, "{byte:02x}");
    }
}

#[test]
fn first_bytes_of_two_forms_differ_in_two_bits_and_begin_no_text() {
    let forms = forms();
    for first in 0..=255u8 {
        let form = forms[usize::from(first)];
        for other in 0..=255u8 {
            let others = forms[usize::from(other)];
            let differ = form.is_some() && others.is_some() && form != others;
            assert!(!differ || (first ^ other).count_ones() >= 2, "{first:02x} and {other:02x}");
        }
        // A character has at most four bytes. All bytes after the second have the same range.
        let begins_text = |second: u8| {
            let is_text = |len| {
                (0x80..0xc0)
                    .any(|third| String::from_utf8([first, second, third, third][..len].into()).is_ok())
            };
            (1..=4).any(is_text)
        };
        match form {
            Some("document") => assert!((0..=255).all(|second| !begins_text(second)), "{first:02x}"),
            Some("stream") => assert!((0..0x80).all(|second| !begins_text(second)), "{first:02x}"),
            _ => {}
        }
    }
}

#[test]
fn vocabularies_have_the_sizes_on_the_page() {
    let mut count = 0;
    for row in tables_of("table")
        .iter()
        .filter(|table| table.header[1] == "encodings (N)")
        .flat_map(|table| &table.rows)
    {
        // The commas in numbers have no space after them. Two names may share a size.
        let entries: Vec<(&str, Option<&str>)> = row[1]
            .split(", ")
            .map(|entry| entry.split_once(" (").map_or((entry, None), |(a, b)| (a, Some(b))))
            .collect();
        for (index, (name, _)) in entries.iter().enumerate() {
            let size = entries[index..].iter().find_map(|(_, size)| *size).unwrap();
            let size: u32 = size.replace([',', ')'], "").parse().unwrap();
            count += 1;
            match name.parse::<Encoding>() {
                Ok(encoding) => assert_eq!(encoding.vocab_size(), size, "{row:?}"),
                // The encoding is not compiled in.
                Err(error) => {
                    assert!(matches!(error, Error::UnknownName { feature: Some(_), .. }), "{error}");
                }
            }
        }
    }
    assert_eq!(count, 7);
}

/// Returns the first column of a table with words, and the words.
fn words(first_column: &str) -> Vec<(&'static str, &'static str)> {
    let tables = tables_of(first_column);
    let table = tables.iter().find(|table| table.header == [first_column, "weight", "word"]).unwrap();
    table.rows.iter().map(|row| (row[0], row[2].trim_matches('`'))).collect()
}

/// Packs bits and fills the last byte with ones.
fn packed(bits: &str) -> Vec<u8> {
    let byte =
        |byte: &[u8]| byte.iter().chain([b'1'; 7].iter()).take(8).fold(0, |byte, bit| byte << 1 | (bit & 1));
    bits.as_bytes().chunks(8).map(byte).collect()
}

#[test]
fn the_worked_prefix_code_is_that_of_table_s() {
    let writer = DocumentWriter::from_table(table_s()).with_coder(Coder::Prefix);
    let words = words("rank");
    assert_eq!(words.last(), Some(&("reserved", "1111")));
    for (rank, word) in &words[..4] {
        let document = writer.encode(&[rank.parse().unwrap()]).unwrap();
        assert_eq!(document[10..document.len() - 2], packed(word), "rank {rank}");
    }
}

/// Each symbol is followed by ABORT, whose padding ends the stream.
#[test]
fn the_worked_symbol_code_is_that_of_table_s() {
    let words = words("symbol");
    assert_eq!((words.len(), words.last()), (21, Some(&("reserved", "11111"))));
    let word = |symbol: usize| words.iter().find(|(name, _)| *name == symbol.to_string()).unwrap().1;
    let write = |write: &dyn Fn(&mut StreamWriter, &mut Vec<u8>)| {
        let mut writer = StreamWriter::from_table(table_s()).with_coder(StreamCoder::Prefix);
        let mut stream = Vec::new();
        write(&mut writer, &mut stream);
        writer.abort(&mut stream);
        stream.split_off(10)
    };
    for id in 0..4 {
        let stream = write(&|writer, out| writer.token(id, out).unwrap());
        assert_eq!(stream, packed(&[word(16 + id as usize), word(1)].concat()), "id {id}");
    }
    for control in Control::ALL {
        let stream = write(&|writer, out| writer.control(control, out));
        let number = usize::from(control.number());
        let expected = match control {
            // END ends the stream with a checksum, and nothing is written after ABORT.
            Control::End => [packed(word(0)), stream[1..].to_vec()].concat(),
            // FLUSH writes nothing if no bits are pending.
            Control::Abort | Control::Flush => packed(word(1)),
            Control::Ping => [packed(&[word(3), word(2)].concat()), packed(word(1))].concat(),
            _ => packed(&[word(number), word(1)].concat()),
        };
        assert_eq!(stream, expected, "{control:?}");
    }
}
