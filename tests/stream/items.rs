//! Streams of everything that there is, in an order of their own: a number follows GROUP, a number and so many bytes follow
//! LITERAL, nothing follows the other codes.

use crate::common::random;
use tokenwire::{Control, Result, StreamCoder, StreamReader, StreamWriter, Symbol};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Token(u32),
    Code(Control),
    Group(u64),
    Literal(Vec<u8>),
    Flush,
}

/// Of a table of one's own, or of any.
pub(super) fn writers(table: &tokenwire::Table) -> [StreamWriter; 4] {
    let writer = |coder| StreamWriter::with_table(table.clone()).with_coder(coder);
    let [varint, prefix] = StreamCoder::ALL.map(writer);
    [varint.clone(), varint.with_events(7), prefix.clone(), prefix.with_events(7)]
}

pub(super) fn write_item(writer: &mut StreamWriter, item: &Item, out: &mut Vec<u8>) {
    match item {
        Item::Token(id) => writer.token(*id, out).unwrap(),
        Item::Code(code) => writer.control(*code, out),
        Item::Flush => writer.flush(out),
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

pub(super) fn write(mut writer: StreamWriter, items: &[Item]) -> Vec<u8> {
    let mut out = Vec::new();
    for item in items {
        write_item(&mut writer, item, &mut out);
    }
    writer.end(&mut out);
    assert_eq!(writer.offset(), out.len());
    out
}

/// The next whole item.
pub(super) fn read_item(reader: &mut StreamReader) -> Result<Option<Item>> {
    let Some(symbol) = reader.symbol()? else { return Ok(None) };
    Ok(match symbol {
        Symbol::Token(id) => Some(Item::Token(id)),
        Symbol::Control(Control::Group) => reader.number()?.map(Item::Group),
        Symbol::Control(Control::Literal) => match reader.number()? {
            Some(len) => reader.bytes(len as usize)?.map(Item::Literal),
            None => None,
        },
        Symbol::Control(code) => Some(Item::Code(code)),
    })
}

/// All that is whole, up to the end.
pub(super) fn read_whole(reader: &mut StreamReader, items: &mut Vec<Item>) -> Result<()> {
    while let Some(item) = reader.whole(read_item)? {
        if item == Item::Code(Control::End) {
            break;
        }
        items.push(item);
    }
    Ok(())
}

/// Everything that a reader gives; FLUSH is not.
pub(super) fn given(items: &[Item]) -> Vec<Item> {
    items.iter().filter(|item| **item != Item::Flush).cloned().collect()
}

/// So many items, of events or of ids only.
pub(super) fn some_items(seed: u64, count: usize, size: u32, events: bool) -> Vec<Item> {
    let mut numbers = random(seed);
    let mut next = move || numbers.next().unwrap();
    let codes: Vec<Control> = Control::ALL.into_iter().skip(3).filter(|code| is_bare(*code)).collect();
    let mut item = || match next() % 12 {
        0 => Item::Flush,
        1 => Item::Code(Control::Ping),
        2 if events => Item::Code(codes[next() as usize % codes.len()]),
        3 if events => Item::Group(u64::from(next()) << (next() % 33)),
        4 if events => Item::Literal((0..next() % 20).map(|_| next() as u8).collect()),
        _ => Item::Token((next() % size) >> (next() % 16)),
    };
    (0..count).map(|_| item()).collect()
}

fn is_bare(code: Control) -> bool {
    !matches!(code, Control::Group | Control::Literal)
}
