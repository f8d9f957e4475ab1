//! Any bytes as a stream: nothing panics, wherever they are cut the same is read, and what is read is written as the very
//! bytes, but for FLUSH.

use super::checksum;
use super::input::{Input, pieces};
use super::{Outcome, tables};
use tokenwire::{Control, Error, Result, StreamCoder, StreamReader, StreamWriter, Symbol, Table};

/// Longer literals are not waited for.
const LONGEST: usize = 1000;
const FLUSH: u8 = 2;

/// A number follows GROUP, a number and so many bytes follow LITERAL, nothing follows the other codes.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    Token(u32),
    Code(Control),
    Group(u64),
    Literal(Vec<u8>),
}

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
    let writer = StreamWriter::with_table(table.clone()).with_coder(*coder);
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
        let (mut reader, mut items) = (StreamReader::with_table(table.clone()), Vec::new());
        let mut end = Ok(());
        for piece in pieces {
            reader.push(piece);
            end = end.and_then(|()| whole_items(&mut reader, &mut items));
        }
        assert_eq!(reader.finish().is_ok(), end.is_ok() && reader.has_ended() && reader.held() == 0);
        assert!(reader.offset() <= stream.len());
        (items, end)
    };
    let whole = read(&mut std::iter::once(stream));
    assert_eq!(read(&mut pieces(stream, sizes)), whole);
    whole
}

fn whole_items(reader: &mut StreamReader, items: &mut Vec<Item>) -> Result<()> {
    while let Some(item) = reader.whole(item)? {
        if item == Item::Code(Control::End) {
            // Whatever follows is too much.
            return reader.symbol().map(drop);
        }
        items.push(item);
    }
    Ok(())
}

fn item(reader: &mut StreamReader) -> Result<Option<Item>> {
    let Some(symbol) = reader.symbol()? else { return Ok(None) };
    Ok(match symbol {
        Symbol::Token(id) => Some(Item::Token(id)),
        Symbol::Control(Control::Group) => reader.number()?.map(Item::Group),
        Symbol::Control(Control::Literal) => {
            let Some(len) = reader.number()? else { return Ok(None) };
            match usize::try_from(len) {
                Ok(len @ ..=LONGEST) => reader.bytes(len)?.map(Item::Literal),
                _ => Some(Item::Code(Control::Literal)),
            }
        }
        Symbol::Control(code) => Some(Item::Code(code)),
    })
}

fn write(writer: &mut StreamWriter, item: &Item, out: &mut Vec<u8>) {
    match item {
        Item::Token(id) => writer.token(*id, out).unwrap(),
        Item::Code(code) => writer.control(*code, out),
        Item::Group(number) => {
            writer.control(Control::Group, out);
            writer.number(*number, out);
        }
        Item::Literal(bytes) => {
            writer.control(Control::Literal, out);
            writer.number(bytes.len() as u64, out);
            writer.bytes(bytes, out);
        }
    }
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
        write(&mut writer, item, &mut one);
        if varints {
            let flushes = rest.iter().take_while(|byte| **byte == FLUSH).count();
            rest = rest[flushes..].strip_prefix(&one[..]).unwrap();
        }
        out.extend(&one);
    }
    let table = writer.table().clone();
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
