//! Every example decodes to its outcome.

use super::outcome::{Outcome, describe};
use super::page::{bytes, file, table_s, tables_of};
use tokenwire::limits::MAX_SIZE;
use tokenwire::{Codec, Document, Encoding, Error, StreamReader, Table};

/// Runs the rows of all tables with this first column. `read` gets the input and the limit. Returns the number of rows.
fn run(first_column: &str, read: impl Fn(&[u8], usize) -> Outcome) -> usize {
    let mut count = 0;
    for table in tables_of(first_column) {
        for row in &table.rows {
            let limit = table.cell(row, "limit").map_or(MAX_SIZE, |limit| limit.parse().unwrap());
            let outcome = table.cell(row, "outcome").unwrap();
            assert_eq!(read(&bytes(row[0]), limit), Outcome::parse(outcome), "{row:?}");
            count += 1;
        }
    }
    count
}

#[test]
fn payloads_decode_to_their_outcomes() {
    let codec = Codec::new(Encoding::O200kBase);
    assert!(run("payload", |payload, _| Outcome::of_ids(codec.decode(payload))) > 30);
    let codec = Codec::from_table(table_s());
    assert!(run("payload of table S", |payload, _| Outcome::of_ids(codec.decode(payload))) > 2);
}

#[test]
fn payloads_of_raw_ids_decode_to_their_outcomes() {
    let codec = Codec::new(Encoding::O200kBase);
    assert!(run("payload of raw ids", |payload, _| Outcome::of_ids(codec.decode_raw(payload))) > 2);
}

#[test]
fn gzip_payloads_decode_to_their_outcomes() {
    let rows = run("gzip payload", |payload, limit| {
        let codec = Codec::new(Encoding::O200kBase).with_max_size(limit);
        // The text has the same limit as the payload.
        Outcome::of_ids(codec.decode_bytes(payload).and_then(|_| codec.decode(payload)))
    });
    assert!(rows > 15);
}

#[test]
fn documents_decode_to_their_outcomes() {
    assert!(run("document", read_document) > 50);
    assert!(run("document of coder 4", read_document) > 20);
}

#[cfg(feature = "zstd")]
#[test]
fn documents_with_a_zstd_frame_decode_to_their_outcomes() {
    assert!(run("document of coder 5 or 6", read_document) > 30);
}

#[test]
fn documents_decode_to_text_or_its_errors() {
    let rows = run("document that is read as text", |bytes, limit| {
        Outcome::of_text(
            open(bytes, limit).and_then(|document| document.decode_text()).map(String::into_bytes),
        )
    });
    assert!(rows > 2);
}

/// Reads text from a document that stores text, and ids from any other.
fn read_document(bytes: &[u8], limit: usize) -> Outcome {
    match open(bytes, limit) {
        Err(error) => Outcome::of_ids(Err(error)),
        Ok(document) if document.stores_text() => Outcome::of_text(document.decode_bytes()),
        // A limit applies to the text of the ids too.
        Ok(document) if limit < MAX_SIZE => {
            Outcome::of_ids(document.decode_bytes().and_then(|_| document.decode()))
        }
        Ok(document) => Outcome::of_ids(document.decode()),
    }
}

/// Opens a document with table S as the custom table. Without that table, its documents are rejected.
fn open(bytes: &[u8], limit: usize) -> Result<Document<'_>, Error> {
    let document = Document::open_with(bytes, &table_s())?;
    if document.table().number().is_none() {
        assert!(matches!(Document::open(bytes), Err(Error::WrongTable { .. })));
    }
    Ok(document.with_max_size(limit))
}

#[test]
fn streams_of_ids_decode_to_their_outcomes() {
    // The same bytes in one piece, and in pieces of one byte, have the same outcome.
    assert!(run("stream of ids", |bytes, _| read_stream(&[bytes])) > 40);
    run("stream of ids", |bytes, _| read_stream(&bytes.chunks(1).collect::<Vec<_>>()));
}

fn read_stream(pieces: &[&[u8]]) -> Outcome {
    let (mut reader, mut ids) = (StreamReader::new().with_table(table_s()), Vec::new());
    for piece in pieces {
        reader.push(piece);
        if let Err(error) = reader.tokens(&mut ids) {
            return Outcome::Ids(ids, Some(describe(&error)));
        }
    }
    let error = reader.finish().err();
    Outcome::Ids(ids, error.map(|error| describe(&error)))
}

#[test]
fn counts_files_give_the_tables_or_errors_on_the_page() {
    let mut counts = [0, 0];
    for table in tables_of("counts file") {
        for row in &table.rows {
            let read = Table::from_counts(&file(row[0]));
            if let Some(outcome) = table.cell(row, "outcome") {
                assert_eq!(describe(&read.unwrap_err()), outcome, "{row:?}");
                counts[0] += 1;
                continue;
            }
            let read = read.unwrap();
            let ids: Vec<String> = (0..read.size()).map(|rank| read.id(rank).unwrap().to_string()).collect();
            assert_eq!(ids.join(" "), row[1], "{row:?}");
            assert_eq!(read.fingerprint().0, *bytes(row[2]), "{row:?}");
            counts[1] += 1;
        }
    }
    assert!(counts[0] > 15 && counts[1] > 4, "{counts:?}");
}
