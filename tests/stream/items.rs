//! Streams of random items of every kind.

use super::item::{Item, ItemReader};
use crate::common::random;
use tokenwire::{Control, Result, StreamCoder, StreamWriter};

/// Returns writers with both coders, for ids and for events.
pub(super) fn writers(table: &tokenwire::Table) -> [StreamWriter; 4] {
    let writer = |coder| StreamWriter::from_table(table.clone()).with_coder(coder);
    let [varint, prefix] = [StreamCoder::Varint, StreamCoder::Prefix].map(writer);
    [varint.clone(), varint.with_events(7), prefix.clone(), prefix.with_events(7)]
}

/// Writes a stream of items.
pub(super) fn write(mut writer: StreamWriter, items: &[Item]) -> Vec<u8> {
    let mut out = Vec::new();
    for item in items {
        item.write(&mut writer, &mut out);
    }
    writer.end(&mut out);
    assert_eq!(writer.offset(), out.len());
    out
}

/// Reads all complete items, up to the end of the stream.
pub(super) fn read_whole(reader: &mut ItemReader, items: &mut Vec<Item>) -> Result<()> {
    while let Some(item) = reader.next()? {
        if item == Item::Code(Control::End) {
            break;
        }
        items.push(item);
    }
    Ok(())
}

/// Returns the items that a reader returns: all but FLUSH.
pub(super) fn readable(items: &[Item]) -> Vec<Item> {
    items.iter().filter(|item| **item != Item::Flush).cloned().collect()
}

/// Returns random items. Without `events`, they are only those of a stream of ids.
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
