//! Modified and truncated streams.

use super::item::ItemReader;
use super::items::{read_whole, some_items, write, writers};
use crate::common::weighted_table;
use tokenwire::{Encoding, Error, StreamReader, Table};

/// Returns streams of every kind with their tables.
fn samples() -> impl Iterator<Item = (Table, Vec<u8>)> {
    let usual = (0..300).map(|id| 100_000 / (1 + id * 7 % 300)).collect::<Vec<_>>();
    let tables = [Table::chat_2026(Encoding::O200kHarmony), weighted_table(&usual), weighted_table(&[3, 1])];
    tables.into_iter().flat_map(|table| {
        writers(&table).into_iter().flat_map(move |writer| {
            let (table, events) = (table.clone(), writer.header().dictionary().is_some());
            [0, 1, 9, 60].map(|count| {
                let items = some_items(count, count as usize, table.size(), events);
                (table.clone(), write(writer.clone(), &items))
            })
        })
    })
}

/// Reads a whole stream. The result must not depend on whether the bytes arrive at once or one by one.
fn read(table: &Table, bytes: &[u8]) -> Result<(), Error> {
    let read_in_pieces = |size: usize| {
        let stream = StreamReader::new().with_table(table.clone());
        let (mut reader, mut items) = (ItemReader::new(stream), Vec::new());
        for piece in bytes.chunks(size) {
            reader.stream.push(piece);
            read_whole(&mut reader, &mut items)?;
        }
        reader.stream.finish()
    };
    let (whole, singly) = (read_in_pieces(bytes.len().max(1)), read_in_pieces(1));
    assert_eq!(whole, singly);
    whole
}

#[test]
fn detects_every_truncation() {
    for (table, bytes) in samples() {
        assert_eq!(read(&table, &bytes), Ok(()));
        for cut in 0..bytes.len() {
            assert_eq!(read(&table, &bytes[..cut]), Err(Error::Truncated { offset: cut }));
        }
    }
}

#[test]
fn detects_every_flipped_bit() {
    for (table, bytes) in samples() {
        for bit in 0..8 * bytes.len() {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&table, &changed).is_err(), "bit {bit} of {}", bytes.len());
        }
    }
}

#[test]
fn detects_every_changed_byte() {
    for (table, bytes) in samples().filter(|(_, bytes)| bytes.len() < 40) {
        for (place, byte) in (0..bytes.len()).flat_map(|place| (0..=255).map(move |byte| (place, byte))) {
            let mut changed = bytes.clone();
            changed[place] = byte;
            assert!(changed == bytes || read(&table, &changed).is_err(), "byte {place} of {}", bytes.len());
        }
    }
}

#[test]
fn detects_trailing_bytes() {
    for (table, bytes) in samples() {
        for tail in [&[0][..], &[0xff], &[0; 5], b"\n", &bytes] {
            let offset = bytes.len();
            assert_eq!(read(&table, &[&bytes, tail].concat()), Err(Error::TrailingBytes { offset }));
        }
    }
}
