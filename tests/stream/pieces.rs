//! Where the bytes are cut means nothing.

use super::item::{Item, ItemReader};
use super::items::{given, read_whole, some_items, write, writers};
use crate::common::weighted_table;
use tokenwire::{Encoding, StreamCoder, StreamReader, StreamWriter, Table};

fn tables() -> Vec<Table> {
    vec![Table::chat_2026(Encoding::O200kBase), weighted_table(&[8, 4, 2, 1, 1])]
}

/// Streams of every kind, and what they hold.
fn samples() -> impl Iterator<Item = (Table, Vec<Item>, Vec<u8>)> {
    let writers =
        tables().into_iter().flat_map(|table| writers(&table).map(|writer| (table.clone(), writer)));
    writers.flat_map(|(table, writer)| {
        let (size, events) = (table.size(), writer.header().dictionary().is_some());
        let lists = [0, 1, 3, 12, 40].map(|count| some_items(count, count as usize, size, events));
        lists.map(|items| (table.clone(), items.clone(), write(writer.clone(), &items)))
    })
}

/// What is read of these pieces, which have to be all.
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
fn every_cut_gives_the_same() {
    for (table, items, bytes) in samples() {
        for cut in 0..=bytes.len() {
            let read = read(&table, [&bytes[..cut], &[], &bytes[cut..]]);
            assert_eq!(read, given(&items), "{cut} of {}", bytes.len());
        }
    }
}

#[test]
fn byte_by_byte() {
    for (table, items, bytes) in samples() {
        assert_eq!(read(&table, bytes.chunks(1)), given(&items));
    }
}

#[test]
fn ids_in_pieces() {
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

/// What was flushed is given without another byte; varints always are.
#[test]
fn what_was_flushed_can_be_read() {
    for table in tables() {
        for mut writer in writers(&table).into_iter().filter(|w| w.header().dictionary().is_some()) {
            let flushes = writer.header().coder() == StreamCoder::Prefix;
            let stream = StreamReader::new().with_table(table.clone());
            let (mut reader, mut bytes) = (ItemReader::new(stream), Vec::new());
            for item in given(&some_items(1, 300, table.size(), true)) {
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
