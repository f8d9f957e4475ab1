//! The `std::io` adapters. Text and ids round-trip however they are split, and errors wrap those of the library.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[cfg(feature = "o200k")]
mod common;

#[cfg(all(feature = "o200k", feature = "text"))]
mod io {
    use crate::common::{plain_table, random, random_ids, sample_texts, weighted_table};
    use std::io::{self, BufReader, Cursor, Read, Write};
    use tokenwire::io::{IdReader, IdWriter, TextReader, TextWriter};
    use tokenwire::{
        Coder, Document, DocumentWriter, Encoding, Error, ErrorKind, Form, StreamCoder, StreamReader,
        StreamWriter, Table, Tokenizer,
    };

    const WRITER: DocumentWriter = DocumentWriter::new(Encoding::O200kBase);

    /// A reader that returns a few bytes at a time and is sometimes interrupted.
    struct Slow<'a> {
        bytes: &'a [u8],
        sizes: Box<dyn Iterator<Item = u32>>,
    }

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.sizes.next().unwrap_or_default() % 7;
            if size == 0 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let len = (size as usize).min(buffer.len());
            self.bytes.read(&mut buffer[..len])
        }
    }

    fn slow(bytes: &[u8]) -> Slow<'_> {
        Slow { bytes, sizes: Box::new(random(bytes.len() as u64)) }
    }

    /// Writes text in pieces and returns the output.
    fn written(writer: DocumentWriter, pieces: &[&[u8]]) -> (Vec<u8>, Form) {
        let mut writer = TextWriter::new(writer, Vec::new());
        for piece in pieces {
            writer.write_all(piece).unwrap();
        }
        writer.finish().unwrap()
    }

    /// Reads the text of a document or stream.
    fn text_of(bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        TextReader::new(slow(bytes)).read_to_end(&mut text).unwrap();
        text
    }

    /// Reads all ids of a document or stream.
    fn ids_of<R: Read>(mut reader: IdReader<R>) -> io::Result<Vec<u32>> {
        let mut ids = Vec::new();
        while reader.read_ids(&mut ids)? {}
        Ok(ids)
    }

    #[test]
    fn short_text_becomes_a_document() {
        for text in sample_texts() {
            let (head, tail) = text.as_bytes().split_at(text.len() / 3);
            let (bytes, form) = written(WRITER, &[head, tail]);
            assert_eq!((&bytes, form), (&WRITER.encode_text(&text).unwrap(), Form::Document));
            assert_eq!(text_of(&bytes), text.as_bytes());
            let ids = ids_of(IdReader::new(slow(&bytes))).unwrap();
            assert_eq!(ids, Document::open(&bytes).unwrap().decode().unwrap());
        }
    }

    #[test]
    fn long_text_becomes_a_stream_with_the_tokens_of_the_whole_text() {
        let text = sample_texts().join("\n").repeat(40).into_bytes();
        assert!(text.len() > 3 << 20, "{}", text.len());
        let ids = Tokenizer::new(Encoding::O200kBase).encode(&text);
        for (coder, stream_coder) in [(None, StreamCoder::Varint), (Some(Coder::Prefix), StreamCoder::Prefix)]
        {
            let writer = coder.map_or(WRITER, |coder| WRITER.with_coder(coder)).with_max_size(1000);
            let pieces: Vec<&[u8]> = text.chunks(99_991).collect();
            let (bytes, form) = written(writer, &pieces);
            assert_eq!(form, Form::Stream);
            let mut reader = StreamReader::new();
            reader.push(&bytes);
            let mut read = Vec::new();
            assert!(reader.tokens(&mut read).unwrap());
            assert!(read == ids);
            assert_eq!(reader.header().unwrap().unwrap().coder(), stream_coder);
            let mut decoded = Vec::new();
            TextReader::new(&bytes[..]).read_to_end(&mut decoded).unwrap();
            assert!(decoded == text);
        }
    }

    #[test]
    fn text_of_any_bytes_round_trips_through_a_stream() {
        let noise: Vec<u8> = random(5).map(|number| number.to_le_bytes()[0]).take(5000).collect();
        for text in [&noise[..], b"", b"\xff", "👍".repeat(700).as_bytes(), &vec![b'x'; 3 << 20][..]] {
            let (bytes, form) = written(WRITER.with_max_size(0), &[text]);
            assert_eq!(form, if text.is_empty() { Form::Document } else { Form::Stream });
            assert!(text_of(&bytes) == text);
        }
    }

    #[test]
    fn special_tokens_are_encoded_on_request() {
        for max_size in [1000, 1] {
            for (special_tokens, count) in [(false, 8), (true, 2)] {
                let writer = TextWriter::new(WRITER.with_max_size(max_size), Vec::new());
                let mut writer = writer.with_special_tokens(special_tokens);
                writer.write_all(b"a<|endoftext|>").unwrap();
                let (bytes, _) = writer.finish().unwrap();
                let ids = ids_of(IdReader::new(&bytes[..])).unwrap();
                assert_eq!(ids.len(), count, "{ids:?}");
            }
        }
    }

    #[test]
    fn ids_become_a_stream_over_the_limit_of_a_document() {
        let table = weighted_table(&(1..=300).rev().collect::<Vec<_>>());
        for (count, expected) in
            [(0, Form::Document), (1000, Form::Document), (1001, Form::Stream), (200_000, Form::Stream)]
        {
            let ids = random_ids(count as u64, count, 300);
            let writer = DocumentWriter::from_table(table.clone()).with_max_size(1000);
            let mut writer = IdWriter::new(writer, Vec::new());
            ids.chunks(777).for_each(|ids| writer.write_ids(ids).unwrap());
            let (bytes, form) = writer.finish().unwrap();
            assert_eq!((form, Form::detect(&bytes)), (expected, Some(expected)));
            let mut reader =
                IdReader::new(BufReader::new(&bytes[..])).with_table(table.clone()).with_max_size(1000);
            assert_eq!(reader.table().unwrap().fingerprint(), table.fingerprint());
            assert!(ids_of(reader).unwrap() == ids);
        }
    }

    #[test]
    fn ids_are_readable_after_a_flush() {
        let stream = StreamWriter::new(Encoding::O200kBase).with_coder(StreamCoder::Prefix);
        let mut writer = IdWriter::from_stream(stream, Vec::new());
        writer.write_ids(&[13225, 2375]).unwrap();
        writer.flush().unwrap();
        writer.write_ids(&[0]).unwrap();
        let (bytes, form) = writer.finish().unwrap();
        assert_eq!(form, Form::Stream);
        let flushed = (1..bytes.len()).find(|len| {
            let mut reader = StreamReader::new();
            reader.push(&bytes[..*len]);
            let mut ids = Vec::new();
            reader.tokens(&mut ids).is_ok() && ids == [13225, 2375]
        });
        assert!(flushed.is_some_and(|len| len < bytes.len() - 4));
        assert_eq!(ids_of(IdReader::new(&bytes[..])).unwrap(), [13225, 2375, 0]);
    }

    fn library_error(error: io::Error) -> Error {
        error.downcast().unwrap()
    }

    #[test]
    fn too_much_content_is_an_error_with_coders_that_support_no_streams() {
        let limit = 3;
        let writer = WRITER.with_coder(Coder::Gzip).with_max_size(limit);
        let error = TextWriter::new(writer.clone(), Vec::new()).write_all(b"four").unwrap_err();
        assert_eq!(
            library_error(error),
            Error::LimitExceeded { what: "bytes of text in one document", limit }
        );
        let error = IdWriter::new(writer, Vec::new()).write_ids(&[1; 4]).unwrap_err();
        assert_eq!(library_error(error), Error::LimitExceeded { what: "ids in one document", limit });
    }

    #[test]
    fn text_needs_a_vocabulary() {
        for max_size in [0, 100] {
            let writer = DocumentWriter::from_table(plain_table(9)).with_max_size(max_size);
            let mut writer = TextWriter::new(writer, Vec::new());
            let error = writer.write_all(b"text").and_then(|()| writer.finish().map(drop)).unwrap_err();
            assert_eq!(library_error(error), Error::NoVocabulary);
        }
        let (bytes, _) =
            IdWriter::new(DocumentWriter::from_table(plain_table(9)), Vec::new()).finish().unwrap();
        let error =
            TextReader::new(&bytes[..]).with_table(plain_table(9)).read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(library_error(error), Error::NoVocabulary);
    }

    #[test]
    fn every_truncation_and_every_flipped_bit_is_an_error() {
        let ids = random_ids(3, 40, 200_019);
        for max_size in [1000, 10] {
            let mut writer = IdWriter::new(WRITER.with_max_size(max_size), Vec::new());
            writer.write_ids(&ids).unwrap();
            let (bytes, _) = writer.finish().unwrap();
            for len in 0..bytes.len() {
                assert!(ids_of(IdReader::new(&bytes[..len])).is_err(), "{len}");
            }
            for bit in 0..8 * bytes.len() {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(ids_of(IdReader::new(&flipped[..])).is_err(), "{bit}");
            }
        }
    }

    #[test]
    fn text_before_an_error_is_returned_first() {
        let (mut stream, _) = written(WRITER.with_max_size(3), &[b"Hello world!"]);
        *stream.last_mut().unwrap() ^= 1;
        // The whole stream, including the error, arrives with the first read.
        let mut text = Vec::new();
        let error = TextReader::new(&stream[..]).read_to_end(&mut text).unwrap_err();
        assert_eq!((&text[..], library_error(error).kind()), (&b"Hello world!"[..], ErrorKind::Checksum));
    }

    #[test]
    fn errors_have_kinds_and_sources() {
        let error = ids_of(IdReader::new(&b""[..])).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(library_error(error).kind(), ErrorKind::Truncated);
        let error = ids_of(IdReader::new(&b"text"[..])).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(library_error(error), Error::Invalid { offset: 0, reason: "a document or stream" });
        // An id in a gap of the vocabulary. Its position counts all ids of the stream.
        let mut stream = StreamWriter::new(Encoding::O200kBase);
        let mut bytes = Vec::new();
        stream.tokens(&vec![0; 70_000], &mut bytes).unwrap();
        stream.token(200_000, &mut bytes).unwrap();
        stream.end(&mut bytes);
        let error = TextReader::new(Cursor::new(bytes)).read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(library_error(error), Error::NoBytes { position: 70_000, id: 200_000 });
    }

    #[test]
    fn after_an_error_nothing_is_read_or_written() {
        // A stream of a later version, followed by bytes that look like a document.
        let document = WRITER.encode(&[1, 2, 3]).unwrap();
        let first = [0xe0, 2];
        let mut reader = IdReader::new((&first[..]).chain(&document[..]));
        let mut ids = Vec::new();
        assert!((0..3).all(|_| reader.read_ids(&mut ids).is_err()) && ids.is_empty());
        assert!(reader.table().is_err());
        let mut writer = TextWriter::new(WRITER.with_coder(Coder::Gzip).with_max_size(3), Vec::new());
        assert!(writer.write_all(b"four").is_err() && writer.write_all(b"f").is_err());
        assert!(writer.finish().is_err());
    }

    #[test]
    fn an_error_of_the_inner_writer_is_returned() {
        let mut buffer: [u8; 2] = [0; 2];
        let mut writer = TextWriter::new(WRITER, &mut buffer[..]);
        writer.write_all(b"some text").unwrap();
        assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::WriteZero);
    }

    #[test]
    fn registered_tables_need_not_be_passed_to_the_reader() {
        for table in Table::registered() {
            let (bytes, _) =
                IdWriter::new(DocumentWriter::from_table(table.clone()), Vec::new()).finish().unwrap();
            assert_eq!(IdReader::new(&bytes[..]).table().unwrap().number(), table.number());
        }
    }
}
