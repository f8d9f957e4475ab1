//! Helpers of several test files: sample streams, encoding and decoding in pieces, and random numbers from a seed.
// Each test file uses only some of them.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

pub(crate) mod padding;

use std::fs;
use std::path::Path;
use tokenwire::Result;
use tokenwire_chat::{Decoder, Encoder, Event, Source};

/// Returns the numbers of Knuth's linear congruential generator, which are the same on every machine.
pub(crate) fn random(seed: u64) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(seed), |state| {
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .skip(1)
    .map(|state| (state >> 33) as usize)
}

/// Returns the names and bytes of the committed streams.
pub(crate) fn committed() -> Vec<(String, Vec<u8>)> {
    streams(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"))
}

/// Returns the names and bytes of the streams in ../shared, next to the repository, if they exist.
pub(crate) fn shared() -> Vec<(String, Vec<u8>)> {
    let streams = streams(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse"));
    if streams.is_empty() {
        println!("skipped: ../shared/sse does not exist");
    }
    streams
}

/// Returns the names and bytes of the streams in ../shared/sse-hard, if they exist: agents, searches, growing texts,
/// lines without blank lines.
pub(crate) fn shared_hard() -> Vec<(String, Vec<u8>)> {
    let streams = streams(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sse-hard"));
    if streams.is_empty() {
        println!("skipped: ../shared/sse-hard does not exist");
    }
    streams
}

fn streams(folder: &str) -> Vec<(String, Vec<u8>)> {
    let paths = fs::read_dir(Path::new(folder)).into_iter().flatten().map(|entry| entry.unwrap().path());
    let streams = paths.filter(|path| {
        path.extension().is_some_and(|ending| ["sse", "ndjson", "txt"].iter().any(|known| ending == *known))
    });
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut streams: Vec<_> = streams.map(|path| (name(&path), fs::read(&path).unwrap())).collect();
    streams.sort();
    streams
}

pub(crate) fn committed_stream(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

/// Encodes a source that arrives in pieces.
pub(crate) fn encode<'a>(mut encoder: Encoder, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut stream = Vec::new();
    for piece in pieces {
        encoder.push(piece, &mut stream).unwrap();
    }
    encoder.end(&mut stream).unwrap();
    stream
}

/// Returns an encoder that preserves padding.
pub(crate) fn exact_encoder() -> Encoder {
    Encoder::new().with_padding(true)
}

/// An [`Event`] that owns its parts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct OwnedEvent {
    pub(crate) bytes: Vec<u8>,
    pub(crate) complete: bool,
    pub(crate) text: String,
    pub(crate) ids: Vec<u32>,
    pub(crate) source: Source,
    pub(crate) foreign_ids: Vec<u32>,
}

impl From<Event<'_>> for OwnedEvent {
    fn from(event: Event<'_>) -> Self {
        Self {
            bytes: event.bytes.to_vec(),
            complete: event.complete,
            text: event.text.to_owned(),
            ids: event.ids.to_vec(),
            source: event.source,
            foreign_ids: event.foreign_ids.to_vec(),
        }
    }
}

/// Decodes a stream that arrives in pieces. Also returns the first error or, if there is none, the result of `finish`.
pub(crate) fn decode<'a>(
    mut decoder: Decoder,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<OwnedEvent>, Result<()>) {
    let mut events = Vec::new();
    for piece in pieces {
        decoder.push(piece);
        loop {
            match decoder.next_event() {
                Ok(Some(event)) => events.push(event.into()),
                Ok(None) => break,
                Err(error) => return (events, Err(error)),
            }
        }
    }
    (events, decoder.finish())
}

/// Decodes a complete stream.
pub(crate) fn events(stream: &[u8]) -> Vec<OwnedEvent> {
    let (events, end) = decode(Decoder::new(), [stream]);
    assert_eq!(end, Ok(()));
    events
}

pub(crate) fn joined(events: &[OwnedEvent]) -> Vec<u8> {
    events.iter().flat_map(|event| &event.bytes).copied().collect()
}

/// Encodes and decodes a source, including its padding.
pub(crate) fn round_trip(source: &[u8]) -> Vec<OwnedEvent> {
    events(&encode(exact_encoder(), [source]))
}

/// Splits bytes into pieces of up to `max_len`.
pub(crate) fn pieces(mut bytes: &[u8], seed: u64, max_len: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    for number in random(seed) {
        let (piece, rest) = bytes.split_at((number % (max_len + 1)).min(bytes.len()));
        pieces.push(piece);
        bytes = rest;
        if bytes.is_empty() {
            break;
        }
    }
    pieces
}
