//! Everything that is encoded round-trips.

use super::choices;
use crate::common::{ADVERSARIAL, cases, random_ids, weighted_table};
use proptest::collection::vec;
use proptest::prelude::*;
use tokenwire::{Document, DocumentWriter, Encoding, Form, Table, Vocabulary};

/// Asserts that ids round-trip with every coder, in a new buffer and appended to another one.
fn assert_ids(writer: &DocumentWriter, ids: &[u32]) {
    for coder in choices() {
        let writer = writer.clone().with_coder(coder);
        let bytes = writer.encode(ids).unwrap();
        let mut appended = b"before".to_vec();
        writer.encode_into(ids, &mut appended).unwrap();
        assert_eq!(appended, [b"before", &bytes[..]].concat());
        let document = Document::open_with(&bytes, writer.table()).unwrap();
        assert_eq!(document.decode().unwrap(), ids);
        match coder.name() {
            "stable" | "smallest" => (),
            // Without text, zstd falls back to hybrid.
            "zstd" => assert_eq!(document.coder().name(), "hybrid"),
            name => assert_eq!(document.coder().name(), name),
        }
        assert!(!document.stores_text());
        assert_eq!((document.len(), Form::detect(&bytes)), (bytes.len(), Some(Form::Document)));
        assert!(bytes.len() <= writer.max_encoded_len(ids.len()), "{coder}");
    }
}

fn assert_text(encoding: Encoding, text: &[u8]) {
    for coder in choices() {
        let bytes = DocumentWriter::new(encoding).with_coder(coder).encode_text(text).unwrap();
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.decode_bytes().unwrap(), text, "{encoding} {coder}");
        assert_eq!(document.decode_text().ok().as_deref(), std::str::from_utf8(text).ok());
        let ids = document.decode().unwrap();
        assert_eq!(Vocabulary::new(encoding).decode(&ids).unwrap(), text, "{encoding} {coder}");
    }
}

#[test]
fn adversarial_texts_round_trip() {
    for &encoding in Encoding::ALL {
        for text in ADVERSARIAL {
            assert_text(encoding, text.as_bytes());
        }
    }
}

#[test]
fn every_id_round_trips_with_both_releases() {
    for &encoding in Encoding::ALL {
        for table in [Table::chat_2026(encoding), Table::tacc_0_1_0(encoding)] {
            assert_ids(&DocumentWriter::from_table(table), &(0..encoding.vocab_size()).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_document_identifies_its_encoding_and_table() {
    for &encoding in Encoding::ALL {
        for table in [Table::chat_2026(encoding), Table::tacc_0_1_0(encoding)] {
            let bytes = DocumentWriter::from_table(table.clone()).encode(&[1, 2, 3]).unwrap();
            let document = Document::open(&bytes).unwrap();
            // These two encodings share a table.
            let name = encoding.name().replace("gpt2", "r50k_base");
            assert_eq!(document.table().encoding().map(Encoding::name), Some(&*name));
            assert_eq!(document.table().fingerprint(), table.fingerprint());
            assert_eq!(document.table().name(), table.name());
        }
    }
}

#[test]
fn lists_of_many_sizes_round_trip() {
    let custom = weighted_table(&(1..=300).rev().collect::<Vec<_>>());
    for size in [0, 1, 2, 15, 63, 64, 65, 255, 256, 257, 1000, 20_000] {
        let writer = DocumentWriter::new(Encoding::O200kBase);
        assert_ids(&writer, &random_ids(size as u64, size, writer.table().size()));
        assert_ids(&writer, &vec![11; size]);
        assert_ids(&DocumentWriter::from_table(custom.clone()), &random_ids(9, size, 300));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_ids_round_trip(encoding in 0usize..7, ids in vec(any::<u32>(), 0..400), shift in 0u32..17) {
        let writer = DocumentWriter::new(Encoding::ALL[encoding]);
        let size = writer.table().size();
        let ids: Vec<u32> = ids.into_iter().map(|id| (id % size) >> shift).collect();
        assert_ids(&writer, &ids);
        assert_ids(&DocumentWriter::from_table(Table::tacc_0_1_0(Encoding::ALL[encoding])), &ids);
    }

    #[test]
    fn any_table_round_trips(weights in vec(0u64..1 << 40, 1..80), ids in vec(any::<u32>(), 0..200)) {
        let size = weights.len() as u32;
        let ids: Vec<u32> = ids.into_iter().map(|id| id % size).collect();
        assert_ids(&DocumentWriter::from_table(weighted_table(&weights)), &ids);
    }

    #[test]
    fn any_text_round_trips(encoding in 0usize..7, text in any::<String>()) {
        assert_text(Encoding::ALL[encoding], text.as_bytes());
    }

    #[test]
    fn any_bytes_round_trip(encoding in 0usize..7, bytes in vec(any::<u8>(), 0..300)) {
        assert_text(Encoding::ALL[encoding], &bytes);
    }
}
