//! Golden files: 154 vectors from the published tacc 0.1.0, and documents and streams that version 1 wrote.
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use tokenwire::{Codec, Encoding};

fn vectors() -> Vec<Value> {
    let file = include_str!("golden/tacc-0.1.0.jsonl");
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers<T: TryFrom<i64>>(value: &Value) -> Vec<T> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| T::try_from(number.as_i64().unwrap()).ok().unwrap())
        .collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let (pairs, []) = value.as_str().unwrap().as_bytes().as_chunks::<2>() else { panic!("odd hex") };
    pairs.iter().map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn every_vector_encodes_and_decodes() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 154);
    for vector in &vectors {
        let case = format!("{} {}", vector["encoding"], vector["case"]);
        let encoding: Encoding = vector["encoding"].as_str().unwrap().parse().unwrap();
        let codec = Codec::new(encoding);
        let (ids, mapped) = (numbers::<u32>(&vector["ids"]), numbers::<i32>(&vector["mapped"]));
        let (payload, raw) = (bytes(&vector["payload"]), bytes(&vector["raw"]));

        assert_eq!(codec.encode(&ids).unwrap(), payload, "{case}");
        assert_eq!(codec.decode(&payload).unwrap(), ids, "{case}");
        assert_eq!(codec.encode_mapped(&mapped).unwrap(), payload, "{case}");
        assert_eq!(codec.decode_mapped(&payload).unwrap(), mapped, "{case}");
        assert_eq!(codec.encode_raw(&ids).unwrap(), raw, "{case}");
        assert_eq!(codec.decode_raw(&raw).unwrap(), ids, "{case}");
        assert_eq!(ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect::<Vec<_>>(), mapped, "{case}");
        assert_eq!(
            mapped.iter().map(|&mapped| codec.token_id(mapped).unwrap()).collect::<Vec<_>>(),
            ids,
            "{case}"
        );
    }
}

#[test]
fn every_encoding_has_vectors() {
    let vectors = vectors();
    for encoding in Encoding::ALL {
        let count = vectors.iter().filter(|vector| vector["encoding"] == encoding.name()).count();
        assert_eq!(count, 22, "{encoding}");
    }
}

/// Documents that version 1 wrote. The files are never rewritten: every later release must read exactly these bytes.
mod documents {
    use super::{bytes, numbers};
    use serde_json::Value;
    use tokenwire::{Coder, Document, DocumentWriter, Encoding, Table};

    fn rows(file: &str) -> Vec<Value> {
        file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Returns the release's table or the custom table in the folder, and its encoding.
    fn table(release: &str, encoding: Option<&str>) -> (Table, Option<Encoding>) {
        let encoding: Option<Encoding> = encoding.map(|name| name.parse().unwrap());
        let table = match (release, encoding) {
            ("chat-2026", Some(encoding)) => Table::chat_2026(encoding),
            ("tacc-0.1.0", Some(encoding)) => Table::tacc_0_1_0(encoding),
            _ => Table::from_counts(include_bytes!("golden/v1/own.tsv")).unwrap(),
        };
        (table, encoding)
    }

    fn coder(name: &str) -> Coder {
        Coder::ALL.iter().copied().find(|coder| coder.name() == name).unwrap()
    }

    #[test]
    fn reads_every_document() {
        let rows = rows(include_str!("golden/v1/documents.jsonl"));
        // There are four coders, twelve built-in tables with seven cases, and a custom table with four.
        assert_eq!(rows.len(), 4 * (12 * 7 + 4));
        read_all(rows);
    }

    /// The writer is not checked, since the compressed bytes depend on the release of zstd.
    #[cfg(feature = "zstd")]
    #[test]
    fn reads_every_zstd_document() {
        let rows = rows(include_str!("golden/zstd-v1/documents.jsonl"));
        // zstd has only texts, since it falls back to hybrid for ids.
        assert_eq!(rows.len(), 12 * (3 + 7) + 4);
        read_all(rows);
    }

    fn read_all(rows: Vec<Value>) {
        for row in rows {
            let case = format!("{} {} {} {}", row["table"], row["encoding"], row["coder"], row["case"]);
            let (table, encoding) = table(row["table"].as_str().unwrap(), row["encoding"].as_str());
            let bytes = bytes(&row["document"]);
            let document = Document::open_with(&bytes, &table).unwrap();
            assert_eq!(document.coder().name(), row["coder"], "{case}");
            assert_eq!(
                (document.table().encoding(), document.table().name()),
                (encoding, table.name()),
                "{case}"
            );
            match row["text"].as_str() {
                Some(text) => assert_eq!(document.decode_text().as_deref(), Ok(text), "{case}"),
                None => assert_eq!(document.decode().unwrap(), numbers::<u32>(&row["ids"]), "{case}"),
            }
        }
    }

    /// Gzip is left out, since its compressed bytes depend on the deflate library. All other documents are canonical.
    #[cfg(feature = "text")]
    #[test]
    fn writes_every_document_byte_for_byte() {
        let rows = rows(include_str!("golden/v1/documents.jsonl"));
        for row in rows.into_iter().filter(|row| row["coder"] != "gzip") {
            let case = format!("{} {} {} {}", row["table"], row["encoding"], row["coder"], row["case"]);
            let (table, encoding) = table(row["table"].as_str().unwrap(), row["encoding"].as_str());
            assert_eq!(table.encoding(), encoding);
            let writer = DocumentWriter::from_table(table).with_coder(coder(row["coder"].as_str().unwrap()));
            let written = match (row["text"].as_str(), encoding) {
                (Some(text), Some(_)) => writer.encode_text(text),
                _ => writer.encode(&numbers::<u32>(&row["ids"])),
            };
            assert_eq!(written.unwrap(), bytes(&row["document"]), "{case}");
        }
    }

    #[test]
    fn released_tables_never_change() {
        let lines = include_str!("golden/v1/fingerprints.tsv").lines();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows.len(), 12);
        for row in rows {
            let (table, _) = table(row[0], Some(row[1]));
            assert_eq!(table.fingerprint().to_string(), row[2], "{row:?}");
        }
    }
}

/// Streams of ids that version 1 wrote. The file is never rewritten: every later release must read exactly these bytes.
mod streams {
    use super::{bytes, numbers};
    use serde_json::Value;
    use tokenwire::{Encoding, StreamCoder, StreamReader, StreamWriter, Table};

    fn rows() -> Vec<Value> {
        let file = include_str!("golden/stream-v1/streams.jsonl");
        file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn custom_table() -> Table {
        Table::from_counts(include_bytes!("golden/stream-v1/own.tsv")).unwrap()
    }

    #[test]
    fn reads_every_stream_and_writes_it_byte_for_byte() {
        let rows = rows();
        // There are two coders, twelve built-in tables and a custom one, and three lists.
        assert_eq!(rows.len(), 2 * (12 + 1) * 3);
        for row in rows {
            let case = format!("{} {} {} {}", row["table"], row["encoding"], row["coder"], row["case"]);
            let encoding: Option<Encoding> = row["encoding"].as_str().map(|name| name.parse().unwrap());
            let (ids, stream) = (numbers::<u32>(&row["ids"]), bytes(&row["stream"]));
            let (mut reader, mut read) = (StreamReader::new().with_table(custom_table()), Vec::new());
            reader.push(&stream);
            assert_eq!(reader.tokens(&mut read), Ok(true), "{case}");
            assert_eq!((read, reader.finish()), (ids.clone(), Ok(())), "{case}");
            let header = reader.header().unwrap().unwrap();
            assert_eq!(header.coder().name(), row["coder"], "{case}");
            assert_eq!(header.table().encoding(), encoding, "{case}");
            assert_eq!(encoding.is_some(), header.table().name().starts_with(row["table"].as_str().unwrap()));
            let coder = StreamCoder::ALL.iter().copied().find(|coder| coder.name() == row["coder"]).unwrap();
            let mut writer = StreamWriter::from_table(header.table().clone()).with_coder(coder);
            let mut written = Vec::new();
            writer.tokens(&ids, &mut written).unwrap();
            writer.end(&mut written);
            assert_eq!(written, stream, "{case}");
        }
    }
}
