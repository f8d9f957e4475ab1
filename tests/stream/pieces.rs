//! Splitting the bytes of a stream does not change the result.

use super::item::{Item, ItemReader};
use super::items::{read_whole, readable, some_items, write, writers};
use crate::common::weighted_table;
use tokenwire::{Encoding, StreamCoder, StreamReader, StreamWriter, Table};

fn tables() -> Vec<Table> {
    vec![Table::chat_2026(Encoding::O200kBase), weighted_table(&[8, 4, 2, 1, 1])]
}

/// Returns streams of every kind with their tables and items.
fn samples() -> impl Iterator<Item = (Table, Vec<Item>, Vec<u8>)> {
    let writers =
        tables().into_iter().flat_map(|table| writers(&table).map(|writer| (table.clone(), writer)));
    writers.flat_map(|(table, writer)| {
        let (size, events) = (table.size(), writer.header().dictionary().is_some());
        let lists = [0, 1, 3, 12, 40].map(|count| some_items(count, count as usize, size, events));
        lists.map(|items| (table.clone(), items.clone(), write(writer.clone(), &items)))
    })
}

/// Reads the items of a whole stream that arrives in pieces.
fn read<'a>(table: &Table, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Item> {
    let (mut reader, mut read) = (ItemReader::new(StreamReader::new().with_table(table.clone())), Vec::new());
    for piece in pieces {
        reader.stream.push(piece);
        read_whole(&mut reader, &mut read).unwrap();
    }
    reader.stream.finish().unwrap();
    read
}

#[test]
fn splitting_at_any_byte_does_not_change_the_items() {
    for (table, items, bytes) in samples() {
        for cut in 0..=bytes.len() {
            let read = read(&table, [&bytes[..cut], &[], &bytes[cut..]]);
            assert_eq!(read, readable(&items), "{cut} of {}", bytes.len());
        }
    }
}

#[test]
fn reading_byte_by_byte_does_not_change_the_items() {
    for (table, items, bytes) in samples() {
        assert_eq!(read(&table, bytes.chunks(1)), readable(&items));
    }
}

#[test]
fn reading_in_pieces_does_not_change_the_ids() {
    let table = Table::chat_2026(Encoding::Cl100kBase);
    let ids = crate::common::random_ids(3, 5000, table.size());
    for &coder in StreamCoder::ALL {
        let (mut writer, mut bytes) = (StreamWriter::new(Encoding::Cl100kBase).with_coder(coder), Vec::new());
        ids.chunks(97).for_each(|ids| writer.tokens(ids, &mut bytes).unwrap());
        writer.end(&mut bytes);
        for size in [1, 2, 3, 7, 64, 1000] {
            let (mut reader, mut read) = (StreamReader::new(), Vec::new());
            for piece in bytes.chunks(size) {
                reader.push(piece);
                reader.tokens(&mut read).unwrap();
            }
            assert_eq!((&read, reader.finish()), (&ids, Ok(())), "{coder} by {size}");
        }
    }
}

/// Varints need no flush.
#[test]
fn flushed_items_are_readable_without_further_bytes() {
    for table in tables() {
        for mut writer in writers(&table).into_iter().filter(|w| w.header().dictionary().is_some()) {
            let flushes = writer.header().coder() == StreamCoder::Prefix;
            let stream = StreamReader::new().with_table(table.clone());
            let (mut reader, mut bytes) = (ItemReader::new(stream), Vec::new());
            for item in readable(&some_items(1, 300, table.size(), true)) {
                bytes.clear();
                item.write(&mut writer, &mut bytes);
                if flushes {
                    writer.flush(&mut bytes);
                }
                reader.stream.push(&bytes);
                assert_eq!(reader.next(), Ok(Some(item)));
                let offset = reader.stream.offset();
                assert_eq!(offset, writer.offset() - usize::from(offset < writer.offset()));
            }
        }
    }
}
