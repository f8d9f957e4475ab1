//! The behavior of a writer with unknown ids, at the start, and at the end.

use super::items::writers;
use crate::common::plain_table;
use tokenwire::{Control, Encoding, Error, StreamCoder, StreamReader, StreamWriter};

#[test]
fn an_unknown_id_leaves_the_writer_and_the_output_unchanged() {
    for mut writer in writers(&plain_table(9)) {
        let unknown = |position| Err(Error::UnknownId { position, id: 9, size: 9 });
        let mut out = vec![1];
        assert_eq!(writer.token(9, &mut out), unknown(0));
        assert_eq!(writer.tokens(&[1, 9, 2], &mut out), unknown(1));
        assert_eq!((&out[..], writer.offset()), (&[1][..], 0));
        let mut other = writer.clone();
        let mut expected = vec![1];
        other.tokens(&[3, 4, 5], &mut expected).unwrap();
        other.end(&mut expected);
        writer.tokens(&[3, 4], &mut out).unwrap();
        assert_eq!(writer.tokens(&[5, 9], &mut out), unknown(3));
        assert_eq!(writer.token(9, &mut out), unknown(2));
        writer.token(5, &mut out).unwrap();
        writer.end(&mut out);
        assert_eq!(out, expected);
    }
}

#[test]
fn nothing_is_written_after_the_end() {
    for writer in writers(&plain_table(9)) {
        for code in [Control::End, Control::Abort] {
            let (mut writer, mut out) = (writer.clone(), Vec::new());
            writer.token(3, &mut out).unwrap();
            writer.control(code, &mut out);
            let (before, offset) = (out.clone(), out.len());
            assert!(writer.has_ended());
            assert_eq!(writer.token(3, &mut out), Err(Error::TrailingBytes { offset }));
            assert_eq!(writer.tokens(&[], &mut out), Err(Error::TrailingBytes { offset }));
            for code in Control::ALL {
                writer.control(code, &mut out);
            }
            writer.number(3, &mut out);
            writer.bytes(&[3], &mut out);
            writer.flush(&mut out);
            writer.ping(&mut out);
            writer.end(&mut out);
            writer.abort(&mut out);
            assert_eq!((out, writer.offset()), (before, offset));
        }
    }
}

#[test]
fn the_first_call_of_any_method_writes_the_header_once() {
    type Write = fn(&mut StreamWriter, &mut Vec<u8>);
    let methods: [Write; 7] = [
        StreamWriter::flush,
        StreamWriter::ping,
        StreamWriter::end,
        StreamWriter::abort,
        |writer, out| writer.token(0, out).unwrap(),
        |writer, out| writer.tokens(&[], out).unwrap(),
        |writer, out| writer.number(5, out),
    ];
    for &coder in StreamCoder::ALL {
        for write in methods {
            let mut writer = StreamWriter::new(Encoding::O200kBase).with_coder(coder);
            let mut out = Vec::new();
            write(&mut writer, &mut out);
            let header = if coder == StreamCoder::Varint { [0xc1, 2] } else { [0xc4, 2] };
            assert!(out.starts_with(&header), "{out:02x?}");
            let before = out.len();
            write(&mut writer, &mut out);
            assert!(!out[before..].starts_with(&header));
        }
    }
}

#[test]
fn an_empty_stream_has_a_header_and_an_end() {
    for (coder, len) in [(StreamCoder::Varint, 7), (StreamCoder::Prefix, 8)] {
        let (mut writer, mut out) = (StreamWriter::new(Encoding::R50kBase).with_coder(coder), Vec::new());
        writer.end(&mut out);
        assert_eq!(out.len(), len, "{coder}");
        let mut reader = StreamReader::new();
        reader.push(&out);
        assert_eq!((reader.tokens(&mut Vec::new()), reader.finish()), (Ok(true), Ok(())));
    }
}

#[test]
fn flushing_writes_nothing_if_no_bits_are_pending() {
    for &coder in StreamCoder::ALL {
        let (mut writer, mut out) = (StreamWriter::new(Encoding::O200kBase).with_coder(coder), Vec::new());
        writer.tokens(&[13225, 2375], &mut out).unwrap();
        writer.flush(&mut out);
        let once = out.len();
        (0..10).for_each(|_| writer.flush(&mut out));
        assert_eq!(out.len(), once);
        writer.ping(&mut out);
        let len = if coder == StreamCoder::Varint { 1 } else { 3 };
        assert_eq!(out.len(), once + len, "{coder}");
    }
}
