//! Any bytes as a stream. Nothing panics, splitting the bytes does not change the items, and encoding the items
//! gives the same bytes except for FLUSH.

#[path = "../../tests/stream/item.rs"]
#[allow(dead_code)]
mod item;

use super::checksum;
use super::input::{Input, pieces};
use super::{Outcome, tables};
use item::{Item, ItemReader};
use tokenwire::{Control, Error, Result, StreamCoder, StreamReader, StreamWriter, Table};

const FLUSH: u8 = 2;

pub fn check(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let table = input.choose(&tables::ALL);
    let kind = input.byte() % 5;
    let sizes = [(); 4].map(|()| input.byte());
    let rest = input.rest();
    // The last kind uses the header in the data.
    let Some(coder) = StreamCoder::ALL.get(usize::from(kind / 2)) else {
        return Outcome::of(read(table, rest, sizes).1.is_ok());
    };
    let writer = StreamWriter::from_table(table.clone()).with_coder(*coder);
    let writer = if kind % 2 == 1 { writer.with_events(7) } else { writer };
    let stream = [header(&writer), rest.to_vec()].concat();
    let (items, end) = read(table, &stream, sizes);
    check_rewrite(&writer, &stream, &items);
    if let Err(Error::Checksum { offset }) = end {
        check_end(table, &stream[..offset], &items, sizes);
    }
    Outcome::of(matches!(end, Ok(()) | Err(Error::Checksum { .. })))
}

fn header(writer: &StreamWriter) -> Vec<u8> {
    let mut out = Vec::new();
    writer.clone().flush(&mut out);
    out
}

/// Reads the items of a stream and the final result. Checks that reading in pieces gives the same.
fn read(table: &Table, stream: &[u8], sizes: [u8; 4]) -> (Vec<Item>, Result<()>) {
    let read_pieces = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let mut reader = ItemReader::new(StreamReader::new().with_table(table.clone()));
        let (mut items, mut end) = (Vec::new(), Ok(()));
        for piece in pieces {
            reader.stream.push(piece);
            end = end.and_then(|()| complete_items(&mut reader, &mut items));
        }
        let (offset, ended) = (reader.stream.offset(), reader.stream.has_ended());
        assert!(offset <= stream.len());
        assert_eq!(reader.stream.finish().is_ok(), end.is_ok() && ended && offset == stream.len());
        (items, end)
    };
    let whole = read_pieces(&mut std::iter::once(stream));
    assert_eq!(read_pieces(&mut pieces(stream, sizes)), whole);
    whole
}

/// Reads all complete items. After END, checks that nothing follows.
fn complete_items(reader: &mut ItemReader, items: &mut Vec<Item>) -> Result<()> {
    while let Some(item) = reader.next()? {
        if item == Item::Code(Control::End) {
            // Any bytes after END are an error.
            return reader.stream.symbol().map(drop);
        }
        items.push(item);
    }
    Ok(())
}

/// Checks that the encoded items round-trip. Varints must also occur in the original stream one after another,
/// with FLUSH between them.
fn check_rewrite(writer: &StreamWriter, stream: &[u8], items: &[Item]) {
    // The item of a literal that is too long lacks the length, so the items end before it.
    let complete = items.iter().position(|item| *item == Item::Code(Control::Literal)).unwrap_or(items.len());
    let items = &items[..complete];
    let (mut writer, mut out) = (writer.clone(), header(writer));
    let varints = writer.header().coder() == StreamCoder::Varint;
    let (mut rest, mut encoded) = (&stream[out.len()..], Vec::new());
    writer.flush(&mut Vec::new());
    for item in items {
        encoded.clear();
        item.write(&mut writer, &mut encoded);
        if varints {
            let flushes = rest.iter().take_while(|byte| **byte == FLUSH).count();
            rest = rest[flushes..].strip_prefix(&encoded[..]).unwrap();
        }
        out.extend(&encoded);
    }
    let table = writer.header().table().clone();
    writer.end(&mut out);
    assert_eq!(read(&table, &out, [1; 4]), (items.to_vec(), Ok(())));
}

/// Checks that a stream with the correct checksum has ended, and that trailing bytes and a wrong checksum are errors.
fn check_end(table: &Table, before: &[u8], items: &[Item], sizes: [u8; 4]) {
    let mut stream = [before, &checksum::long(before).to_le_bytes()].concat();
    assert_eq!(read(table, &stream, sizes), (items.to_vec(), Ok(())));
    stream.push(0);
    let trailing = Error::TrailingBytes { offset: stream.len() - 1 };
    assert_eq!(read(table, &stream, sizes), (items.to_vec(), Err(trailing)));
    let changed = stream.len() - 2;
    stream[changed] ^= 1;
    let result = read(table, &stream[..=changed], sizes);
    assert_eq!(result, (items.to_vec(), Err(Error::Checksum { offset: before.len() })));
}
