//! Runs the example rows of the section "Events" of `docs/format.md` against the decoder.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../../../tests/format_page/outcome.rs"]
mod outcome;
#[allow(dead_code)]
#[path = "../../../tests/format_page/page.rs"]
mod page;

use outcome::{Outcome, describe};
use page::{bytes, table_s, tables, tables_of};
use std::collections::BTreeSet;
use tokenwire::Result;
use tokenwire_chat::Decoder;

const STREAM: &str = "stream of events";

/// Decodes a stream that arrives in these pieces to its events, joined.
fn decode<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Outcome {
    let (mut decoder, mut events) = (Decoder::new().with_table(table_s()), Vec::new());
    let mut read = |piece| -> Result<()> {
        decoder.push(piece);
        while let Some(event) = decoder.next_event()? {
            events.extend_from_slice(event.bytes);
        }
        Ok(())
    };
    let mut end = Ok(());
    for piece in pieces {
        end = read(piece);
        if end.is_err() {
            break;
        }
    }
    let error = end.and_then(|()| decoder.finish()).err();
    Outcome::Events(events, error.map(|error| describe(&error)))
}

/// Parses an outcome. An error without events before it is an outcome of any form.
fn expected(cell: &str) -> Outcome {
    match Outcome::parse(cell) {
        Outcome::Ids(ids, error) if ids.is_empty() => Outcome::Events(Vec::new(), error),
        outcome => outcome,
    }
}

#[test]
fn streams_of_events_decode_to_their_outcomes() {
    let mut count = 0;
    for row in tables_of(STREAM).iter().flat_map(|table| &table.rows) {
        let stream = bytes(row[0]);
        assert_eq!(decode([&stream[..]].into_iter()), expected(row[1]), "{row:?}");
        assert_eq!(decode(stream.chunks(1)), expected(row[1]), "in pieces of one byte: {row:?}");
        count += 1;
    }
    assert!(count > 200, "{count}");
}

#[test]
fn every_check_of_events_has_an_example() {
    let is_of_events = |check: &&str| check.starts_with('E');
    let tables = tables();
    let checks =
        tables.iter().filter(|table| table.header.contains(&"fails if")).flat_map(|table| &table.rows);
    let checks: BTreeSet<&str> = checks.map(|row| row[0]).filter(is_of_events).collect();
    let examples = tables_of(STREAM);
    let examples = examples.iter().flat_map(|table| &table.rows);
    let named: BTreeSet<&str> =
        examples.map(|row| row[2].split(':').next().unwrap()).filter(|name| *name != "valid").collect();
    assert_eq!(checks, named);
    assert!(checks.len() > 40, "{}", checks.len());
}
