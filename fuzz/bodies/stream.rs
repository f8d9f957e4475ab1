//! Any bytes as a stream: nothing panics, wherever they are cut the same is read, and what is read is written as the very
//! bytes, but for FLUSH.

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
    // The last kind has its own header.
    let Some(coder) = StreamCoder::ALL.get(usize::from(kind / 2)) else {
        return Outcome::of(both_ways(table, rest, sizes).1.is_ok());
    };
    let writer = StreamWriter::from_table(table.clone()).with_coder(*coder);
    let writer = if kind % 2 == 1 { writer.with_events(7) } else { writer };
    let stream = [header(&writer), rest.to_vec()].concat();
    let (items, read) = both_ways(table, &stream, sizes);
    rewritten(&writer, &stream, &items);
    if let Err(Error::Checksum { offset }) = read {
        ended(table, &stream[..offset], &items, sizes);
    }
    Outcome::of(matches!(read, Ok(()) | Err(Error::Checksum { .. })))
}

fn header(writer: &StreamWriter) -> Vec<u8> {
    let mut out = Vec::new();
    writer.clone().flush(&mut out);
    out
}

/// What is read, and how that ends: at once and in pieces the same.
fn both_ways(table: &Table, stream: &[u8], sizes: [u8; 4]) -> (Vec<Item>, Result<()>) {
    let read = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let mut reader = ItemReader::new(StreamReader::new().with_table(table.clone()));
        let (mut items, mut end) = (Vec::new(), Ok(()));
        for piece in pieces {
            reader.stream.push(piece);
            end = end.and_then(|()| whole_items(&mut reader, &mut items));
        }
        let (offset, ended) = (reader.stream.offset(), reader.stream.has_ended());
        assert!(offset <= stream.len());
        assert_eq!(reader.stream.finish().is_ok(), end.is_ok() && ended && offset == stream.len());
        (items, end)
    };
    let whole = read(&mut std::iter::once(stream));
    assert_eq!(read(&mut pieces(stream, sizes)), whole);
    whole
}

fn whole_items(reader: &mut ItemReader, items: &mut Vec<Item>) -> Result<()> {
    while let Some(item) = reader.next()? {
        if item == Item::Code(Control::End) {
            // Whatever follows is too much.
            return reader.stream.symbol().map(drop);
        }
        items.push(item);
    }
    Ok(())
}

/// Varints are in the stream, one after another, with FLUSH between them; words give the same again.
fn rewritten(writer: &StreamWriter, stream: &[u8], items: &[Item]) {
    // Of a literal that is too long the number is missing.
    let known = items.iter().position(|item| *item == Item::Code(Control::Literal)).unwrap_or(items.len());
    let items = &items[..known];
    let (mut writer, mut out) = (writer.clone(), header(writer));
    let varints = writer.header().coder() == StreamCoder::Varint;
    let (mut rest, mut one) = (&stream[out.len()..], Vec::new());
    writer.flush(&mut Vec::new());
    for item in items {
        one.clear();
        item.write(&mut writer, &mut one);
        if varints {
            let flushes = rest.iter().take_while(|byte| **byte == FLUSH).count();
            rest = rest[flushes..].strip_prefix(&one[..]).unwrap();
        }
        out.extend(&one);
    }
    let table = writer.header().table().clone();
    writer.end(&mut out);
    assert_eq!(both_ways(&table, &out, [1; 4]), (items.to_vec(), Ok(())));
}

/// With the right checksum the stream has ended, and with anything else it has not.
fn ended(table: &Table, before: &[u8], items: &[Item], sizes: [u8; 4]) {
    let mut stream = [before, &checksum::long(before).to_le_bytes()].concat();
    assert_eq!(both_ways(table, &stream, sizes), (items.to_vec(), Ok(())));
    stream.push(0);
    let trailing = Error::TrailingBytes { offset: stream.len() - 1 };
    assert_eq!(both_ways(table, &stream, sizes), (items.to_vec(), Err(trailing)));
    let changed = stream.len() - 2;
    stream[changed] ^= 1;
    let read = both_ways(table, &stream[..=changed], sizes);
    assert_eq!(read, (items.to_vec(), Err(Error::Checksum { offset: before.len() })));
}
