//! Everything that is encoded round-trips.

use super::item::{Item, ItemReader};
use super::items::{read_whole, readable, some_items, write, writers};
use crate::common::{cases, random_ids, weighted_table};
use proptest::collection::vec;
use proptest::prelude::*;
use tokenwire::{Control, Encoding, Form, StreamCoder, StreamReader, StreamWriter, Table};

fn reader(table: &Table) -> StreamReader {
    StreamReader::new().with_table(table.clone())
}

fn assert_ids(table: &Table, ids: &[u32]) {
    for &coder in StreamCoder::ALL {
        let mut writer = StreamWriter::from_table(table.clone()).with_coder(coder);
        let (mut out, mut one_by_one) = (b"before".to_vec(), Vec::new());
        let mut other = writer.clone();
        writer.tokens(ids, &mut out).unwrap();
        writer.end(&mut out);
        for &id in ids {
            other.token(id, &mut one_by_one).unwrap();
        }
        other.end(&mut one_by_one);
        assert_eq!(out, [b"before", &one_by_one[..]].concat());
        let mut reader = reader(table);
        reader.push(&one_by_one);
        let mut read = vec![7];
        assert_eq!(reader.tokens(&mut read), Ok(true));
        assert_eq!((read, reader.finish()), ([&[7], ids].concat(), Ok(())));
        assert_eq!((Form::detect(&one_by_one), reader.offset()), (Some(Form::Stream), one_by_one.len()));
        assert!(one_by_one.len() <= 10 + ids.len() * other.max_token_len() + 8, "{coder}");
    }
}

fn assert_items(table: &Table, items: &[Item]) {
    for writer in writers(table).into_iter().filter(|writer| writer.header().dictionary().is_some()) {
        let bytes = write(writer, items);
        let (mut reader, mut read) = (ItemReader::new(reader(table)), Vec::new());
        reader.stream.push(&bytes);
        read_whole(&mut reader, &mut read).unwrap();
        assert_eq!((read, reader.stream.finish()), (readable(items), Ok(())));
    }
}

#[test]
fn every_id_of_every_table_round_trips() {
    for &encoding in Encoding::ALL {
        for table in [Table::chat_2026(encoding), Table::tacc_0_1_0(encoding)] {
            assert_ids(&table, &(0..encoding.vocab_size()).collect::<Vec<_>>());
        }
    }
}

#[test]
fn small_and_steep_tables_round_trip() {
    let steep = (0..60).map(|id| 1 << id).collect();
    for weights in [vec![0], vec![9], vec![3, 4], vec![1; 3], vec![1; 240], vec![1; 241], steep] {
        let (table, size) = (weighted_table(&weights), weights.len() as u32);
        assert_ids(&table, &(0..size).chain((0..size).rev()).collect::<Vec<_>>());
        assert_items(&table, &some_items(5, 300, size, true));
    }
}

#[test]
fn lists_of_many_sizes_round_trip() {
    let custom = weighted_table(&(1..=300).rev().collect::<Vec<_>>());
    for size in [0, 1, 2, 255, 256, 257, 1000, 20_000] {
        assert_ids(&Table::chat_2026(Encoding::O200kBase), &random_ids(size as u64, size, 200_019));
        assert_ids(&custom, &random_ids(9, size, 300));
    }
}

#[test]
fn a_stream_identifies_its_encoding_table_coder_and_dictionary() {
    let items = [Item::Token(3)];
    for &encoding in Encoding::ALL {
        for table in [Table::chat_2026(encoding), Table::tacc_0_1_0(encoding)] {
            for writer in writers(&table) {
                let mut reader = StreamReader::new();
                reader.push(&write(writer.clone(), &items));
                let header = reader.header().unwrap().unwrap();
                // These two encodings share a table.
                let name = encoding.name().replace("gpt2", "r50k_base");
                assert_eq!(header.table().encoding().map(Encoding::name), Some(&*name));
                assert_eq!(header.table().fingerprint(), table.fingerprint());
                assert_eq!(header.coder(), writer.header().coder());
                assert_eq!(header.dictionary(), writer.header().dictionary());
            }
        }
    }
}

#[test]
fn a_custom_table_has_the_vocabulary_that_the_reader_sets() {
    let table = weighted_table(&[4, 3]);
    for writer in writers(&table) {
        let bytes = write(writer, &[]);
        let with_vocabulary = table.clone().for_encoding(Encoding::Cl100kBase);
        let mut reader = StreamReader::new().with_table(with_vocabulary);
        reader.push(&bytes);
        assert_eq!(reader.header().unwrap().unwrap().table().encoding(), Some(Encoding::Cl100kBase));
        let mut reader = StreamReader::new().with_table(table.clone());
        reader.push(&bytes);
        assert_eq!(reader.header().unwrap().unwrap().table().encoding(), None);
    }
}

/// Returns a control code that no number or bytes follow and that does not end the stream.
fn bare_code(index: usize) -> Control {
    let bare = |code: &Control| !matches!(code.number(), 0 | 1 | 2 | 5 | 13);
    let codes: Vec<Control> = Control::ALL.into_iter().filter(bare).collect();
    codes[index % codes.len()]
}

fn any_item() -> impl Strategy<Value = Item> {
    prop_oneof![
        (any::<u32>(), 0u32..20).prop_map(|(id, shift)| Item::Token((id % 50_257) >> shift)),
        any::<usize>().prop_map(|index| Item::Code(bare_code(index))),
        (any::<u64>(), 0u32..64).prop_map(|(number, shift)| Item::Group(number >> shift)),
        vec(any::<u8>(), 0..30).prop_map(Item::Literal),
        Just(Item::Flush),
    ]
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_items_round_trip(encoding in 0usize..7, items in vec(any_item(), 0..100)) {
        assert_items(&Table::chat_2026(Encoding::ALL[encoding]), &items);
    }

    #[test]
    fn any_table_round_trips(weights in vec(0u64..1 << 40, 1..80), ids in vec(any::<u32>(), 0..200)) {
        let size = weights.len() as u32;
        let ids: Vec<u32> = ids.into_iter().map(|id| id % size).collect();
        assert_ids(&weighted_table(&weights), &ids);
    }
}
