//! Where the bytes are cut means nothing.

use super::items::{Item, given, read_item, read_whole, some_items, write, write_item, writers};
use crate::common::weighted_table;
use tokenwire::{Control, Encoding, Result, StreamCoder, StreamReader, StreamWriter, Symbol, Table};

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

#[test]
fn every_cut_gives_the_same() {
    for (table, items, bytes) in samples() {
        for cut in 0..=bytes.len() {
            let (mut reader, mut read) = (StreamReader::with_table(table.clone()), Vec::new());
            for piece in [&bytes[..cut], &[], &bytes[cut..]] {
                reader.push(piece);
                read_whole(&mut reader, &mut read).unwrap();
            }
            assert_eq!((&read, reader.finish()), (&given(&items), Ok(())), "{cut} of {}", bytes.len());
        }
    }
}

/// As a reader does that keeps what it has of an item.
#[test]
fn byte_by_byte_part_by_part() {
    for (table, items, bytes) in samples() {
        let mut left = bytes.iter();
        let mut reader = StreamReader::with_table(table);
        let mut read = Vec::new();
        loop {
            let item = match wait(&mut reader, &mut left, StreamReader::symbol) {
                Symbol::Control(Control::End) => break,
                Symbol::Token(id) => Item::Token(id),
                Symbol::Control(Control::Group) => {
                    Item::Group(wait(&mut reader, &mut left, StreamReader::number))
                }
                Symbol::Control(Control::Literal) => {
                    let len = wait(&mut reader, &mut left, StreamReader::number) as usize;
                    Item::Literal(wait(&mut reader, &mut left, |reader| reader.bytes(len)))
                }
                Symbol::Control(code) => Item::Code(code),
            };
            read.push(item);
        }
        assert_eq!((read, left.len(), reader.finish()), (given(&items), 0, Ok(())));
    }
}

/// Pushes a byte at a time until `read` gives something.
fn wait<T>(
    reader: &mut StreamReader,
    left: &mut std::slice::Iter<'_, u8>,
    read: impl Fn(&mut StreamReader) -> Result<Option<T>>,
) -> T {
    loop {
        match read(reader).unwrap() {
            Some(got) => return got,
            None => reader.push(&[*left.next().unwrap()]),
        }
    }
}

#[test]
fn ids_in_pieces() {
    let table = Table::chat_2026(Encoding::Cl100kBase);
    let ids = crate::common::random_ids(3, 5000, table.size());
    for coder in StreamCoder::ALL {
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
            let (mut reader, mut bytes) = (StreamReader::with_table(table.clone()), Vec::new());
            for item in given(&some_items(1, 300, table.size(), true)) {
                bytes.clear();
                write_item(&mut writer, &item, &mut bytes);
                if flushes {
                    writer.flush(&mut bytes);
                }
                reader.push(&bytes);
                assert_eq!(reader.whole(read_item), Ok(Some(item)));
                assert_eq!(reader.offset(), writer.offset() - usize::from(reader.offset() < writer.offset()));
            }
        }
    }
}

/// A whole that is not there yet leaves all as it was, END included.
#[test]
fn what_is_not_whole_is_not_read() {
    for writer in writers(&tables()[0]) {
        let bytes = write(writer, &[Item::Token(5), Item::Token(6)]);
        let mut reader = StreamReader::new();
        reader.push(&bytes);
        let three = |reader: &mut StreamReader| {
            (0..3).try_for_each(|_| reader.symbol().map(drop))?;
            assert!(reader.has_ended());
            Ok(None::<()>)
        };
        assert_eq!(reader.whole(three), Ok(None));
        assert!(!reader.has_ended());
        assert_eq!(reader.symbol(), Ok(Some(Symbol::Token(5))));
        assert_eq!(reader.whole(StreamReader::symbol), Ok(Some(Symbol::Token(6))));
        assert_eq!(reader.tokens(&mut Vec::new()), Ok(true));
        assert_eq!(reader.finish(), Ok(()));
    }
}

/// More may be given while something is read whole.
#[test]
fn bytes_may_come_while_a_whole_is_read() {
    let bytes = write(writers(&tables()[0])[1].clone(), &[Item::Token(5), Item::Group(700), Item::Token(6)]);
    let mut reader = StreamReader::new();
    reader.push(&bytes[..4]);
    let greedy = |reader: &mut StreamReader| {
        while reader.symbol()?.is_some() {}
        reader.push(&bytes[4..7]);
        Ok(None::<()>)
    };
    assert_eq!(reader.whole(greedy), Ok(None));
    reader.push(&bytes[7..]);
    let mut read = Vec::new();
    read_whole(&mut reader, &mut read).unwrap();
    assert_eq!(read, [Item::Token(5), Item::Group(700), Item::Token(6)]);
}

/// FLUSH is nobody's, so it is not held for a whole.
#[test]
fn flushes_are_not_held() {
    let mut reader = StreamReader::new();
    reader.push(&[0xc2, 2, 0]);
    for _ in 0..100 {
        reader.push(&[2; 100]);
        assert_eq!(reader.whole(read_item), Ok(None));
        assert_eq!(reader.held(), 0);
    }
    reader.push(&[5, 0x80]);
    assert_eq!((reader.whole(read_item), reader.held()), (Ok(None), 2));
    reader.push(&[1]);
    assert_eq!((reader.whole(read_item), reader.held()), (Ok(Some(Item::Group(128))), 0));
}
